//! One request to the hub over HTTP, signed, and its reply.
//!
//! It knows addresses, headers and bytes, and nothing of what is said. What answers in the hub's place (a proxy's page, a
//! sign-in portal) is told from the hub by its first bytes.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sync::DeviceId;
use sync::exchange::{Answer, Reply, Request};
use sync::trust::{BadCode, EnrolCode, Key, PublicKey, Receipt, Signed};
use sync::wire::{self, MAX_PACKED};

mod tls;

use tls::Trusting;

/// No answer within this time is no answer; a page of half a megabyte takes this long at 9 kB/s.
const PATIENCE: Duration = Duration::from_secs(60);
const CONNECTING: Duration = Duration::from_secs(10);
/// The hub answers a wait after 25 seconds at the latest.
const WAITING: Duration = Duration::from_secs(40);

/// Why no reply came.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    #[error("the hub cannot be reached")]
    Unreachable(#[source] Box<ureq::Error>),
    #[error("something else answers in the hub's place: sign in to the network, or ask whoever runs the proxy")]
    Foreign,
    #[error("the hub does not take this device's signature: enrol it anew")]
    Forged,
    #[error("the hub's receipt is missing or forged, so nothing of it was taken: somebody stands in between, or the hub has lost its key")]
    Receipt,
    #[error("the hub's address must begin with https:// unless it is on this machine")]
    Bare,
    #[error("{0}")]
    Code(#[from] BadCode),
    #[error(
        "the hub's certificate is of an authority that is not known here, and it could not show that it has the code: the code was used or is \
         too old, or somebody stands in between; nothing was sent"
    )]
    Unproved,
    #[error("the hub's certificate has ended or has not begun: whoever runs the hub must renew it, unless this machine's clock is wrong")]
    Expired,
    #[error("the hub's certificate is for another name: write the address with a name it was made for, or have it made for this one")]
    OtherName,
    #[error("the hub's certificate is of another authority than the known one: somebody stands in between, or enrol anew if the hub is new")]
    OtherAuthority,
    #[error("what answers does not speak TLS: write http:// for a hub on this machine, or ask whoever runs the hub for its address")]
    NoTls,
    #[error("the hub does not take the code: {0}")]
    NotTaken(String),
    #[error("the hub says: {0}")]
    Said(String),
    #[error(transparent)]
    Message(#[from] wire::BadMessage),
}

/// A receipt, checked.
pub type Countersigned = (Receipt, Signed);

/// What the hub is known by once this desk was let in.
pub struct Known {
    /// The desk's name.
    pub device: DeviceId,
    /// What receipts are checked with.
    pub hub: PublicKey,
    /// The hub's own authority, if its certificate is of one; its DER form.
    pub authority: Option<Vec<u8>>,
}

/// The way to one hub.
pub struct Line {
    agent: ureq::Agent,
    url: String,
    key: Key,
    /// None before this desk is let in: then no acknowledgement is taken.
    hub: Option<PublicKey>,
    /// What the next request is signed with.
    nonce: AtomicU64,
    /// Up to where the hub's news was heard, in the hub's own words: what grew since is news even while nobody waited.
    heard: Mutex<String>,
}

impl Line {
    /// `url` without a path, such as `https://hub.example.com`. Its certificate must be of `authority`, where one was pinned, and
    /// otherwise of one that everybody knows.
    pub fn new(url: &str, key: Key, hub: Option<PublicKey>, authority: Option<&[u8]>) -> Self {
        let agent = tls::agent(authority.map_or(Trusting::Everybodys, Trusting::Only));
        Line { agent, url: url.trim_end_matches('/').to_owned(), key, hub, nonce: AtomicU64::new(0), heard: Mutex::default() }
    }

    /// Sends one request and waits for the reply; one that acknowledges comes with its receipt.
    pub fn ask(&self, request: &Request) -> Result<(Reply, Option<Box<Countersigned>>), LineError> {
        let frame = wire::pack_request(request);
        let device = sync::hub::device_of(request);
        let mut answer = self.post("/v1/exchange", device, &frame, PATIENCE)?;
        let bytes = answer.body_mut().with_config().limit(MAX_PACKED as u64 + 1).read_to_vec().map_err(unreachable)?;
        let reply = match answer.status().as_u16() {
            200 => wire::unpack_reply(&bytes).map_err(|cause| match cause {
                wire::BadMessage::Frame(wire::BadFrame::Foreign) => LineError::Foreign,
                other => other.into(),
            })?,
            401 => return Err(LineError::Forged),
            _ => return Err(said(&bytes)),
        };
        if !matches!(reply.answer, Answer::Pushed { .. }) {
            return Ok((reply, None));
        }
        let told = answer.headers().get("zg-receipt").and_then(|value| value.to_str().ok());
        let receipt = told.and_then(|told| self.receipt(told, device, &reply)).ok_or(LineError::Receipt)?;
        Ok((reply, Some(Box::new(receipt))))
    }

    /// The receipt, if the hub signed it for this device and for what the reply says.
    fn receipt(&self, told: &str, device: DeviceId, reply: &Reply) -> Option<Countersigned> {
        let bytes = BASE64_STANDARD.decode(told).ok()?;
        let (receipt, signed) = bytes.split_last_chunk::<64>()?;
        let (receipt, signed) = (Receipt::from_bytes(receipt)?, Signed(*signed));
        let is_of_it = (receipt.device, receipt.epoch, receipt.head) == (device, reply.epoch, reply.head);
        (is_of_it && self.hub?.verify_receipt(&receipt, &signed).is_ok()).then_some((receipt, signed))
    }

    /// Waits until the hub has something new for the device; false when there was nothing for a while.
    pub fn wait(&self, device: DeviceId) -> Result<bool, LineError> {
        let answer = self.post("/v1/wait", device, b"", WAITING)?;
        if let Some(heard) = answer.headers().get("zg-news").and_then(|value| value.to_str().ok()) {
            heard.clone_into(&mut self.heard.lock().unwrap_or_else(PoisonError::into_inner));
        }
        match answer.status().as_u16() {
            200 => Ok(true),
            204 => Ok(false),
            401 => Err(LineError::Forged),
            _ => Err(LineError::Foreign),
        }
    }

    /// Posts a signed frame; once more when the number to sign with was out of date.
    fn post(&self, path: &str, device: DeviceId, frame: &[u8], patience: Duration) -> Result<Response, LineError> {
        let first = self.post_once(path, device, frame, patience)?;
        if first.status().as_u16() != 401 {
            return Ok(first);
        }
        self.post_once(path, device, frame, patience)
    }

    fn post_once(&self, path: &str, device: DeviceId, frame: &[u8], patience: Duration) -> Result<Response, LineError> {
        let nonce = self.nonce.load(Ordering::Relaxed);
        let signed = self.key.sign_request(device, nonce, frame);
        let request = self.agent.post(format!("{}{path}", self.url)).config().timeout_global(Some(patience)).build();
        let request = request
            .header("zg-device", device.to_string())
            .header("zg-nonce", nonce.to_string())
            .header("zg-signed", BASE64_STANDARD.encode(signed.0))
            .header("zg-news", self.heard.lock().unwrap_or_else(PoisonError::into_inner).as_str())
            .header("content-type", "application/vnd.zhanggui.exchange");
        let answer = request.send(frame).map_err(unreachable)?;
        if let Some(next) = answer.headers().get("zg-nonce").and_then(|value| value.to_str().ok()?.parse().ok()) {
            self.nonce.store(next, Ordering::Relaxed);
        }
        Ok(answer)
    }

    /// Gives the hub this device's public key for a code that head office made; what both are known by from now on.
    ///
    /// The code is sent only to a hub whose certificate is believed: of an authority that everybody knows, or of one that has shown
    /// that it has the code.
    pub fn enrol(&self, code: &str, device: DeviceId, name: &str) -> Result<Known, LineError> {
        let code: EnrolCode = code.parse()?;
        tls::must_not_be_bare(&self.url)?;
        let authority = match self.agent.get(format!("{}/health", self.url)).call().map_err(unreachable) {
            Err(LineError::OtherAuthority) => Some(tls::authority(&self.url, code)?),
            Err(other) => return Err(other),
            Ok(_) => None,
        };
        let agent = authority.as_deref().map_or_else(|| self.agent.clone(), |authority| tls::agent(Trusting::Only(authority)));
        let key = BASE64_STANDARD.encode(self.key.public().0);
        let asked = serde_json::json!({ "code": code.to_string(), "key": key, "name": name, "device": device.to_string() });
        let request = agent.post(format!("{}/v1/enrol", self.url)).header("content-type", "application/json");
        let mut answer = request.send(asked.to_string()).map_err(unreachable)?;
        let bytes = answer.body_mut().with_config().limit(64 * 1024).read_to_vec().map_err(unreachable)?;
        if answer.status().as_u16() != 200 {
            // What the hub does not take is the code; what it does not understand is the way it was asked.
            return Err(match (said(&bytes), answer.status().as_u16()) {
                (LineError::Said(why), 403) => LineError::NotTaken(why),
                (other, _) => other,
            });
        }
        let told: serde_json::Value = serde_json::from_slice(&bytes).map_err(|_| LineError::Foreign)?;
        let text = |name: &str| told.get(name).and_then(serde_json::Value::as_str).ok_or(LineError::Foreign);
        let device = u64::from_str_radix(text("device")?, 16).map(DeviceId).map_err(|_| LineError::Foreign)?;
        let hub = BASE64_STANDARD.decode(text("hub")?).ok().and_then(|bytes| bytes.try_into().ok()).map(PublicKey);
        Ok(Known { device, hub: hub.ok_or(LineError::Foreign)?, authority })
    }
}

type Response = ureq::http::Response<ureq::Body>;

fn unreachable(cause: ureq::Error) -> LineError {
    tls::trouble(&cause).unwrap_or_else(|| LineError::Unreachable(Box::new(cause)))
}

/// The hub's own sentence; a page of somebody else's is none.
fn said(bytes: &[u8]) -> LineError {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.trim_start().starts_with('<') && text.len() < 500 => LineError::Said(text.trim().to_owned()),
        _ => LineError::Foreign,
    }
}
