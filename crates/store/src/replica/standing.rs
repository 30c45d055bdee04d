//! Where this desk stands towards the hub, which scopes it hears, and which wholes it is not sure of.
//!
//! Tables of a row or a few thousand. Nothing here reads or writes a record.

use std::collections::BTreeSet;

use domain::field::Noun;
use domain::scope::{Scope, Way};
use domain::{Id, Millis, Value};
use rusqlite::Connection;
use sync::chain::Head;
use sync::exchange::Cursor;
use sync::replica::Standing;
use sync::{Author, DeviceId};

use crate::rows::{all_values, execute, ids, read, value};
use crate::{StoreError, log, member};

/// What stamping an edit must know of the hub.
pub(crate) struct Hearing {
    pub offset: Millis,
    /// The hub was met and no scope is heard: a record may come and go there before this desk begins to listen. Before the
    /// hub was ever met nothing need be noted, because the first meeting makes every whole doubtful.
    pub is_deaf: bool,
}

pub(crate) fn hearing(connection: &Connection) -> Result<Hearing, StoreError> {
    let sql = "SELECT clock_offset, epoch <> 0 AND NOT EXISTS (SELECT 1 FROM follow) FROM standing";
    let row = read(connection, sql, &[], all_values)?.pop();
    match row.as_deref() {
        Some([Value::Int(offset), Value::Int(is_deaf)]) => Ok(Hearing { offset: *offset, is_deaf: *is_deaf != 0 }),
        _ => Err(no_row()),
    }
}

fn no_row() -> StoreError {
    log::damaged("the file does not say where the desk stands")
}

pub(crate) fn standing(connection: &Connection, author: &Author) -> Result<Standing, StoreError> {
    let sql = "SELECT acked_seq, acked_chain, epoch, settled, clock_offset, ordinal FROM standing";
    let row = read(connection, sql, &[], all_values)?.pop().ok_or_else(no_row)?;
    let Ok([Value::Int(seq), chain, Value::Int(epoch), Value::Int(settled), Value::Int(offset), Value::Int(ordinal)]) = <[Value; 6]>::try_from(row)
    else {
        return Err(no_row());
    };
    let genesis = Head::genesis(author.device);
    let acked = match log::chain_of(chain) {
        Some(chain) => Head { seq: seq as u64, chain },
        None => genesis,
    };
    let (epoch, settled, ordinal) = (epoch as u64, settled as u64, ordinal as u32);
    Ok(Standing { device: author.device, head: author.head(), acked, epoch, settled, offset, ordinal })
}

pub(crate) fn set_acked(connection: &Connection, head: Head) -> Result<(), StoreError> {
    let chain = if head.seq == 0 { Value::Null } else { Value::Bytes(head.chain.0.to_vec()) };
    execute(connection, "UPDATE standing SET acked_seq = ?, acked_chain = ?", &[Value::Int(head.seq as i64), chain])
}

pub(crate) fn set_epoch(connection: &Connection, epoch: u64, settled: u64) -> Result<(), StoreError> {
    execute(connection, "UPDATE standing SET epoch = ?, settled = ?", &[Value::Int(epoch as i64), Value::Int(settled as i64)])
}

pub(crate) fn set_offset(connection: &Connection, offset: Millis) -> Result<(), StoreError> {
    execute(connection, "UPDATE standing SET clock_offset = ?", &[offset.into()])
}

pub(crate) fn set_ordinal(connection: &Connection, ordinal: u32) -> Result<(), StoreError> {
    execute(connection, "UPDATE standing SET ordinal = ?", &[Value::Int(ordinal.into())])
}

/// The desk begins a log of its own under another name.
pub(crate) fn rename(connection: &Connection, device: DeviceId) -> Result<(), StoreError> {
    execute(connection, "UPDATE meta SET value = ? WHERE key = 'device'", &[Value::Int(device.0 as i64)])?;
    execute(connection, "UPDATE standing SET acked_seq = 0, acked_chain = NULL, settled = 0", &[])
}

pub(crate) fn follows(connection: &Connection) -> Result<Vec<(Scope, Cursor)>, StoreError> {
    let each = |row: &rusqlite::Row<'_>| {
        let (Value::Bytes(scope), Value::Bytes(cursor)) = (value(row, 0), value(row, 1)) else { return Err(no_row()) };
        let scope = Scope::from_bytes(&scope).ok_or_else(|| log::damaged("a scope that is followed cannot be read"))?;
        let cursor = Cursor::from_bytes(&cursor).map_err(|cause| log::damaged(&format!("a cursor: {cause}")))?;
        Ok((scope, cursor))
    };
    read(connection, "SELECT scope, cursor FROM follow ORDER BY scope", &[], each)
}

pub(crate) fn hear(connection: &Connection, scope: Scope, cursor: Option<Cursor>) -> Result<(), StoreError> {
    let scope = Value::Bytes(scope.to_bytes().to_vec());
    match cursor {
        Some(cursor) => execute(connection, "INSERT OR REPLACE INTO follow (scope, cursor) VALUES (?, ?)", &[scope, Value::Bytes(cursor.to_bytes())]),
        None => execute(connection, "DELETE FROM follow WHERE scope = ?", &[scope]),
    }
}

/// Everything is to be heard anew, and of every whole that is held it must be asked whether it may be.
pub(crate) fn hear_anew(connection: &Connection) -> Result<(), StoreError> {
    execute(connection, "DELETE FROM follow", &[])?;
    for noun in Noun::ALL.iter().filter(|noun| may_leave(**noun)) {
        // What every installation seeds alike need never leave, and a hub may not know it: see `Id::is_seed`.
        let sql = format!(
            "INSERT OR IGNORE INTO doubtful (root)
             SELECT root FROM (SELECT coalesce(member_of.root, held.id) AS root FROM {} held LEFT JOIN member_of ON member_of.id = held.id)
             WHERE NOT (substr(root, 1, 5) = x'0000000000' AND substr(root, 7, 3) = x'700080')",
            noun.name()
        );
        execute(connection, &sql, &[])?;
    }
    Ok(())
}

/// What is everybody's, and what only goes up, never has to leave.
pub(crate) const fn may_leave(noun: Noun) -> bool {
    matches!(domain::scope::way(noun), Way::Fields { .. } | Way::With(_))
}

pub(crate) fn doubt(connection: &Connection, root: Id) -> Result<(), StoreError> {
    execute(connection, "INSERT OR IGNORE INTO doubtful (root) VALUES (?)", &[root.into()])
}

/// The wholes of these records are doubtful.
pub(crate) fn doubt_records(connection: &Connection, records: &BTreeSet<Id>) -> Result<(), StoreError> {
    for id in records {
        let root = member::root_of(connection, *id)?;
        if !root.is_seed() {
            doubt(connection, root)?;
        }
    }
    Ok(())
}

/// Those of these wholes that are held are doubtful.
pub(crate) fn doubt_held(connection: &Connection, roots: &[Id]) -> Result<(), StoreError> {
    for root in roots {
        if !member::children(connection, *root)?.is_empty() {
            doubt(connection, *root)?;
        }
    }
    Ok(())
}

pub(crate) fn trust(connection: &Connection, root: Id) -> Result<(), StoreError> {
    execute(connection, "DELETE FROM doubtful WHERE root = ?", &[root.into()])
}

/// Whether `root`, a column or a parameter, has own ops (`?1`) after `?2`.
pub(crate) fn unsent(root: &str) -> String {
    format!(
        "(EXISTS (SELECT 1 FROM op WHERE op.id IN (SELECT id FROM member_of WHERE member_of.root = {root}) AND op.device = ?1 AND op.seq > ?2)
          OR (NOT EXISTS (SELECT 1 FROM member_of WHERE id = {root}) AND EXISTS (SELECT 1 FROM op WHERE op.id = {root} AND op.device = ?1 AND op.seq > ?2)))"
    )
}

/// Doubtful wholes above `after`, in order, of which nothing is unsent.
pub(crate) fn doubtful(connection: &Connection, standing: &Standing, after: Id, limit: usize) -> Result<Vec<Id>, StoreError> {
    let sql = format!("SELECT root FROM doubtful WHERE root > ?3 AND NOT {} ORDER BY root LIMIT ?4", unsent("doubtful.root"));
    let (device, acked) = (Value::Int(standing.device.0 as i64), Value::Int(standing.acked.seq as i64));
    ids(connection, &sql, &[device, acked, after.into(), Value::Int(limit as i64)])
}
