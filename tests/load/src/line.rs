//! A device's signed requests over HTTP, and a relay that counts every byte that crosses the wire.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sync::DeviceId;
use sync::exchange::{Reply, Request};
use sync::trust::Key;
use sync::wire;

pub struct Line {
    agent: ureq::Agent,
    pub url: String,
    pub key: Key,
    pub device: DeviceId,
    nonce: AtomicU64,
}

impl Line {
    /// Lets a device in for a code.
    pub fn enrol(url: &str, code: &str, device: DeviceId) -> anyhow::Result<Line> {
        let mut secret = [0; 32];
        secret[..8].copy_from_slice(&device.0.to_be_bytes());
        let key = Key::from_secret(secret);
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let public = BASE64_STANDARD.encode(key.public().0);
        let asked = serde_json::json!({ "code": code, "key": public, "name": "load", "device": device.to_string() });
        let request = agent.post(format!("{url}/v1/enrol")).header("content-type", "application/json");
        let mut answer = request.send(asked.to_string())?;
        let text = answer.body_mut().read_to_string()?;
        let told: serde_json::Value = serde_json::from_str(&text).with_context(|| text.clone())?;
        let nonce = told["nonce"].as_u64().unwrap_or_default().into();
        Ok(Line { agent, url: url.to_owned(), key, device, nonce })
    }

    /// The same device by another way, with connections of its own.
    pub fn by(&self, url: &str) -> Line {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let nonce = self.nonce.load(Ordering::Relaxed).into();
        Line { agent, url: url.to_owned(), key: Key::from_secret(self.key.secret()), device: self.device, nonce }
    }

    pub fn ask(&self, request: &Request) -> anyhow::Result<Reply> {
        Ok(wire::unpack_reply(&self.post(&wire::pack_request(request))?)?)
    }

    /// The reply's frame to a request's frame.
    pub fn post(&self, frame: &[u8]) -> anyhow::Result<Vec<u8>> {
        for _ in 0..2 {
            let mut request = self.agent.post(format!("{}/v1/exchange", self.url));
            for (name, value) in self.headers(frame) {
                request = request.header(name, value);
            }
            let mut answer = request.send(frame)?;
            if let Some(next) = answer.headers().get("zg-nonce").and_then(|value| value.to_str().ok()?.parse().ok()) {
                self.nonce.store(next, Ordering::Relaxed);
            }
            if answer.status() == 200 {
                return Ok(answer.body_mut().with_config().limit(64 << 20).read_to_vec()?);
            }
            anyhow::ensure!(answer.status() == 401, "{}: {}", answer.status(), answer.body_mut().read_to_string()?);
        }
        anyhow::bail!("the hub does not take the signature")
    }

    pub fn headers(&self, frame: &[u8]) -> [(&'static str, String); 3] {
        let nonce = self.nonce.load(Ordering::Relaxed);
        let signed = self.key.sign_request(self.device, nonce, frame);
        [("zg-device", self.device.to_string()), ("zg-nonce", nonce.to_string()), ("zg-signed", BASE64_STANDARD.encode(signed.0))]
    }
}

/// Bytes that crossed, up and down, headers and all.
#[derive(Clone, Default)]
pub struct Crossed(Arc<[AtomicU64; 2]>);

impl Crossed {
    pub fn both(&self) -> [u64; 2] {
        [self.0[0].load(Ordering::Relaxed), self.0[1].load(Ordering::Relaxed)]
    }
}

/// A way to the hub on which every byte is counted; its address and the counts.
pub fn relay(url: &str) -> anyhow::Result<(String, Crossed)> {
    let hub = url.trim_start_matches("http://").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}", listener.local_addr()?);
    let crossed = Crossed::default();
    let counted = crossed.clone();
    std::thread::spawn(move || {
        for desk in listener.incoming().flatten() {
            let Ok(hub) = TcpStream::connect(&hub) else { return };
            // The relay must not add what no wire has: waiting for a full packet.
            let _ = (desk.set_nodelay(true), hub.set_nodelay(true));
            let (Ok(desk_too), Ok(hub_too)) = (desk.try_clone(), hub.try_clone()) else { return };
            let (up, down) = (counted.clone(), counted.clone());
            std::thread::spawn(move || carry(desk, hub_too, &up.0[0]));
            std::thread::spawn(move || carry(hub, desk_too, &down.0[1]));
        }
    });
    Ok((address, crossed))
}

fn carry(mut from: TcpStream, mut to: TcpStream, crossed: &AtomicU64) {
    let mut part = [0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut part) {
        crossed.fetch_add(length as u64, Ordering::Relaxed);
        if to.write_all(&part[..length]).is_err() {
            break;
        }
    }
    // The other side has gone.
    let _ = to.shutdown(Shutdown::Write);
}
