//! `zg-hub quarantine`: ops that are kept and were not shared, and why.
//!
//! What people wrote is not shown unless that is said: an operator of the hub need not be somebody who may read it.

use clap::Args;
use hub::{Administration, Database, Late};
use serde_json::{Value, json};
use sync::exchange::{Reason, Request};
use sync::ledger::{Held, OpState};
use sync::trust::audit::hex;
use sync::{Action, DeviceId, Dot, Op};

use crate::{Undone, spelling};

const LATE: &str = "sent after the device was shut out; kept, shared with nobody";
/// Ops that are read at once.
const PAGE: usize = 1_000;

#[derive(Args)]
pub struct Quarantine {
    /// Only this device's.
    #[arg(value_parser = spelling::device)]
    device: Option<DeviceId>,
    /// Only this op of its log, with all that is known of it.
    #[arg(requires = "device")]
    op: Option<u64>,
    /// Show what was written, in clear.
    #[arg(long, requires = "op")]
    in_clear: bool,
}

impl Quarantine {
    pub fn run(&self, hub: &Database, json: bool) -> Result<String, Undone> {
        let kept = self.kept(hub)?;
        match (self.device, self.op) {
            (Some(device), Some(seq)) => {
                let (_, held) = kept.into_iter().find(|(_, held)| held.seq == seq).ok_or(Undone::NotKept(device, seq))?;
                Ok(shown(json, device, &held, self.in_clear))
            }
            _ => {
                let late = hub.late()?.into_iter().filter(|late| self.device.is_none_or(|device| device == late.device)).collect::<Vec<_>>();
                Ok(listed(json, &kept, &late))
            }
        }
    }

    fn kept(&self, hub: &Database) -> Result<Vec<(DeviceId, Held)>, Undone> {
        let mut after = Dot { device: self.device.unwrap_or(DeviceId(0)), seq: 0 };
        let mut kept = Vec::new();
        loop {
            let page = hub.within(false, |ledger| ledger.refused(after, PAGE))?;
            let Some((device, last)) = page.last() else { return Ok(kept) };
            after = Dot { device: *device, seq: last.seq };
            let is_over = self.device.is_some_and(|wanted| *device > wanted);
            kept.extend(page.into_iter().filter(|(device, _)| self.device.is_none_or(|wanted| wanted == *device)));
            if is_over {
                return Ok(kept);
            }
        }
    }
}

fn why(held: &Held) -> &'static str {
    match held.state {
        OpState::Refused(Reason::HeadOffice) => "only head office may write this",
        OpState::Refused(Reason::NotYours) => "the record is in no scope of the device",
        OpState::Refused(Reason::Claimed { .. }) => "somebody had taken it before",
        OpState::Refused(Reason::Kept) => "not readable by this version: update zg-hub",
        OpState::Shared | OpState::Withheld | OpState::Wanted => "shared",
    }
}

fn listed(json: bool, kept: &[(DeviceId, Held)], late: &[Late]) -> String {
    if json {
        let last = |late: &Late| json!({ "device": late.device.to_string(), "ops": ops_in(late), "why": LATE });
        return Value::from(kept.iter().map(|(device, held)| value(*device, held)).chain(late.iter().map(last)).collect::<Vec<_>>()).to_string();
    }
    if kept.is_empty() && late.is_empty() {
        return "Nothing: all that came was shared.".to_owned();
    }
    let line = |(device, held): &(DeviceId, Held)| format!("{device} {}  record {}, {} bytes: {}", held.seq, held.id, held.bytes.len(), why(held));
    let last = |late: &Late| format!("{} its last push, {} ops: {LATE}", late.device, ops_in(late));
    kept.iter().map(line).chain(late.iter().map(last)).collect::<Vec<_>>().join("\n")
}

fn ops_in(late: &Late) -> usize {
    match sync::wire::unpack_request(&late.frame) {
        Ok(Request::Push(push)) => push.items.len(),
        _ => 0,
    }
}

fn value(device: DeviceId, held: &Held) -> Value {
    json!({ "device": device.to_string(), "op": held.seq, "record": held.id.to_string(), "bytes": held.bytes.len(), "why": why(held),
            "digest": hex(&held.digest()) })
}

/// The names of what it writes, and with `in_clear` the values.
fn shown(json: bool, device: DeviceId, held: &Held, in_clear: bool) -> String {
    let mut known = value(device, held);
    if let Ok(op) = Op::decode(&held.bytes) {
        known["noun"] = op.noun.into();
        known["fields"] = match &op.action {
            Action::Put(cells) => {
                cells.iter().map(|cell| if in_clear { json!([cell.field, format!("{:?}", cell.value)]) } else { cell.field.into() }).collect()
            }
            _ => Value::Null,
        };
    } else if in_clear {
        known["unread"] = hex(&held.bytes).into();
    }
    if json { known.to_string() } else { format!("{known:#}") }
}
