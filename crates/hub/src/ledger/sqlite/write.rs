//! Writing one transaction's changes, each statement prepared once and run for every row.

use domain::Id;
use domain::scope::Scope;
use rusqlite::{CachedStatement, Connection, params};
use sync::DeviceId;
use sync::ledger::{Because, Changes, Entry, Held, Record, bytes};

use super::super::rows::{self, Heard, Line, signed};
use crate::LedgerError;

pub fn all(connection: &Connection, changes: &Changes) -> Result<(), LedgerError> {
    if let Some((device, head)) = changes.head {
        let mut statement = connection.prepare_cached("UPDATE device SET seq = ?, chain = ? WHERE device = ?")?;
        statement.execute(params![signed(head.seq), head.chain.0, device.0 as i64])?;
    }
    // An op that is there already is a broken promise of the rules and must not pass.
    ops(connection.prepare_cached("INSERT INTO op (device, seq, id, state, reason, bytes, came) VALUES (?, ?, ?, ?, ?, ?, ?)")?, &changes.ops)?;
    ops(connection.prepare_cached("REPLACE INTO op (device, seq, id, state, reason, bytes, came) VALUES (?, ?, ?, ?, ?, ?, ?)")?, &changes.found)?;
    records(connection, &changes.records)?;
    because(connection.prepare_cached("DELETE FROM because WHERE root = ? AND scope = ? AND cause = ?")?, &changes.no_longer)?;
    because(connection.prepare_cached("INSERT OR IGNORE INTO because (root, scope, cause) VALUES (?, ?, ?)")?, &changes.because)?;
    left(connection, &changes.left)?;
    changes.entries.iter().try_for_each(|(scope, entries)| append(connection, *scope, entries))?;
    heard(connection, &changes.heard)
}

fn ops(mut statement: CachedStatement<'_>, ops: &[(DeviceId, Held)]) -> Result<(), LedgerError> {
    for (device, held) in ops {
        let (state, reason) = rows::state_columns(held.state);
        statement.execute(params![device.0 as i64, signed(held.seq), held.id.0, state, reason, held.bytes, held.came])?;
    }
    Ok(())
}

fn records(connection: &Connection, records: &[(Id, Record)]) -> Result<(), LedgerError> {
    let mut statement = connection.prepare_cached("REPLACE INTO record (id, noun, root, by, home, facts) VALUES (?, ?, ?, ?, ?, ?)")?;
    for (id, record) in records {
        let facts = bytes::encode_facts(&record.facts);
        statement.execute(params![id.0, record.noun, record.root.0, record.by.0 as i64, record.home.to_bytes(), facts])?;
    }
    Ok(())
}

fn because<'b>(mut statement: CachedStatement<'_>, because: impl IntoIterator<Item = &'b Because>) -> Result<(), LedgerError> {
    for Because { root, scope, cause } in because {
        statement.execute(params![root.0, scope.to_bytes(), cause.0])?;
    }
    Ok(())
}

fn left(connection: &Connection, left: &[(Id, Scope, u64)]) -> Result<(), LedgerError> {
    let mut statement = connection.prepare_cached("REPLACE INTO left_scope (root, scope, seq) VALUES (?, ?, ?)")?;
    for (root, scope, seq) in left {
        statement.execute(params![root.0, scope.to_bytes(), signed(*seq)])?;
    }
    Ok(())
}

fn append(connection: &Connection, scope: Scope, entries: &[Entry]) -> Result<(), LedgerError> {
    let scope = scope.to_bytes();
    let mut statement =
        connection.prepare_cached("INSERT INTO scope_log (scope, seq, root, kind, device, first, last, also) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?;
    for entry in entries {
        let line = Line::of(entry);
        statement.execute(params![scope, line.seq, line.root, line.kind, line.device, line.first, line.last, line.also])?;
    }
    if let Some(last) = entries.last() {
        connection.prepare_cached("REPLACE INTO scope_head (scope, head) VALUES (?, ?)")?.execute(params![scope, signed(last.seq)])?;
    }
    Ok(())
}

/// A scope that is over for a device is forgotten, unless it was granted again.
pub fn heard(connection: &Connection, heard: &Heard) -> Result<(), LedgerError> {
    for (device, scope, cursor) in heard {
        let (device, scope) = (device.0 as i64, scope.to_bytes());
        match cursor.as_ref().map(bytes::encode_cursor) {
            Some(cursor) => connection
                .prepare_cached("UPDATE device_scope SET heard = ? WHERE device = ? AND scope = ?")?
                .execute(params![cursor, device, scope])?,
            None => {
                connection.prepare_cached("DELETE FROM device_scope WHERE device = ? AND scope = ? AND NOT live")?.execute(params![device, scope])?
            }
        };
    }
    Ok(())
}
