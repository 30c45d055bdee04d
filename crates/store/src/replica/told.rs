//! What people are to be told: own ops that the hub did not share, until somebody has seen it.
//!
//! It outlives the op and the record. It never repeats what was written: only which record, when, by whom and why not.

use domain::field::Noun;
use domain::{Id, Millis, Value};
use sync::exchange::Reason;
use sync::{DeviceId, Dot};

use crate::rows::execute;
use crate::{Store, StoreError, log};

/// An op that was not shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub dot: Dot,
    /// None for a noun that only a newer program knows.
    pub noun: Option<Noun>,
    pub id: Id,
    /// Who wrote it; none for the program itself, or when its bytes were gone already.
    pub actor: Option<Id>,
    /// When it was written.
    pub at: Millis,
    pub reason: Reason,
}

impl Store {
    /// What nobody has seen yet, newest first.
    pub async fn told(&self) -> Result<Vec<Told>, StoreError> {
        let sql = "SELECT device, seq, noun, id, actor, at, reason FROM verdict ORDER BY at DESC, device, seq DESC";
        Ok(self.values(sql, vec![]).await?.into_iter().filter_map(told).collect())
    }
}

fn told(row: Vec<Value>) -> Option<Told> {
    let [Value::Int(device), Value::Int(seq), Value::Int(noun), Value::Bytes(id), actor, Value::Int(at), reason] =
        <[Value; 7]>::try_from(row).ok()?
    else {
        return None;
    };
    let actor = if let Value::Bytes(actor) = actor { actor.try_into().ok().map(Id) } else { None };
    let dot = Dot { device: DeviceId(device as u64), seq: seq as u64 };
    Some(Told { dot, noun: Noun::from_code(noun as u16), id: Id(id.try_into().ok()?), actor, at, reason: log::reason_of(&reason)? })
}

/// Somebody has seen these.
pub(crate) fn seen(connection: &rusqlite::Connection, dots: &[Dot]) -> Result<(), StoreError> {
    for dot in dots {
        let binds = [Value::Int(dot.device.0 as i64), Value::Int(dot.seq as i64)];
        execute(connection, "DELETE FROM verdict WHERE device = ? AND seq = ?", &binds)?;
    }
    Ok(())
}
