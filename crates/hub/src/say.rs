//! What a command prints: a table for people, the same as JSON for programs.

use hub::{Listed, Sealed, Volume};
use serde_json::{Value, json};
use sync::DeviceId;
use sync::exchange::Cursor;
use sync::ledger::{DeviceState, Grant};
use sync::trust::audit::{Report, hex};

use crate::spelling::spelled;

pub fn done(json: bool, command: &str, text: &str) -> String {
    if json { json!({ "done": command }).to_string() } else { text.to_owned() }
}

pub fn enrolled(json: bool, device: DeviceId) -> String {
    if json { json!({ "device": device.to_string() }).to_string() } else { format!("Enrolled as {device}.") }
}

pub fn devices(json: bool, devices: &[Listed]) -> String {
    if json {
        return Value::from(devices.iter().map(device_value).collect::<Vec<_>>()).to_string();
    }
    if devices.is_empty() {
        return "No device yet: `zg-hub enrol` lets one in.".to_owned();
    }
    devices.iter().map(device_text).collect::<Vec<_>>().join("\n")
}

fn device_value(listed: &Listed) -> Value {
    let device = &listed.device;
    json!({
        "device": device.device.to_string(),
        "revoked": device.state == DeviceState::Revoked,
        "head_office": device.head_office,
        "home": spelled(device.home),
        "ops": device.head.seq,
        "chain": device.head.chain.to_string(),
        "hears": listed.grants.iter().map(|grant| json!({ "scope": spelled(grant.scope), "live": grant.live, "heard": heard(grant) })).collect::<Vec<_>>(),
    })
}

fn device_text(listed: &Listed) -> String {
    let device = &listed.device;
    let state = if device.state == DeviceState::Revoked { ", revoked" } else { "" };
    let office = if device.head_office { ", head office" } else { "" };
    let hears = listed.grants.iter().map(|grant| {
        let state = if grant.live { "" } else { ", taken back" };
        let heard = heard(grant).map_or("not heard yet".to_owned(), |line| format!("heard to line {line}"));
        format!("\n  {}: {heard}{state}", spelled(grant.scope))
    });
    format!("{}  {} ops, at home in {}{office}{state}{}", device.device, device.head.seq, spelled(device.home), hears.collect::<String>())
}

/// The line of the scope's log that the device surely has.
fn heard(grant: &Grant) -> Option<u64> {
    match grant.heard? {
        Cursor::Log { seq, .. } => Some(seq),
        Cursor::Walk { .. } | Cursor::Leaving { .. } => None,
    }
}

pub fn scopes(json: bool, volumes: &[Volume]) -> String {
    if json {
        let of = |volume: &Volume| json!({ "scope": spelled(volume.scope), "wholes": volume.wholes, "lines": volume.head, "cut": volume.trimmed });
        return Value::from(volumes.iter().map(of).collect::<Vec<_>>()).to_string();
    }
    if volumes.is_empty() {
        return "Nothing stands anywhere yet: no device has sent anything.".to_owned();
    }
    let of = |volume: &Volume| {
        let cut = if volume.trimmed > 0 { format!(", cut up to {}", volume.trimmed) } else { String::new() };
        format!("{}  {} wholes, {} lines{cut}", spelled(volume.scope), volume.wholes, volume.head)
    };
    volumes.iter().map(of).collect::<Vec<_>>().join("\n")
}

/// The code, which is shown this once.
pub fn invited(json: bool, code: &sync::trust::EnrolCode) -> String {
    if json {
        return serde_json::json!({ "code": code.to_string() }).to_string();
    }
    format!("{code}\nGood for one device and a quarter of an hour. A new desk: zg call setup.join; one with data of its own: zg call hub.enrol.")
}

/// What is written down of a day: its number and the digest that a later check must find again.
pub fn sealed(json: bool, sealed: &Sealed, is_new: bool) -> String {
    let (number, digest) = (sealed.day.number, hex(&sealed.day.digest()));
    if json {
        return json!({ "day": number, "digest": digest, "devices": sealed.day.devices, "new": is_new }).to_string();
    }
    let how = if is_new { "Sealed" } else { "No log has grown since" };
    format!("{how} day {number}: {digest}\nKeep this line where the hub's machine is not.")
}

pub fn audited(json: bool, report: &Report) -> String {
    if json {
        let last = report.last.map(|day| json!({ "day": day.number, "digest": hex(&day.digest()) }));
        return json!({ "ops": report.ops, "devices": report.devices, "days": report.days, "last": last }).to_string();
    }
    format!("Everything is as it was signed: {report}")
}
