//! Which whole a record belongs to: a message goes where its conversation goes.
//!
//! Noted from the put that names the other record, in the transaction that shows it, and kept while the record is not shown,
//! because what is unsent of it still counts for its whole. It never asks who is asking.

use domain::field::Noun;
use domain::scope::{self, Facts, Way};
use domain::{Id, Value};
use rusqlite::Connection;
use sync::{Action, Op};

use crate::StoreError;
use crate::rows::{execute, ids, is, read, value};

/// Remembers where these ops, which are shown now, say that their records belong.
pub(crate) fn note<'o>(connection: &Connection, ops: impl Iterator<Item = &'o Op>) -> Result<(), StoreError> {
    for (op, root) in ops.filter_map(|op| Some((op, parent(op)?))) {
        let binds = [op.id.into(), root.into(), Value::Int(op.noun.into())];
        execute(connection, "INSERT OR REPLACE INTO member_of (id, root, noun) VALUES (?, ?, ?)", &binds)?;
        // Known before by a later op it stood alone, and was asked about as such.
        let alone = "DELETE FROM doubtful WHERE root = ?1 AND NOT EXISTS (SELECT 1 FROM member_of WHERE root = ?1)";
        execute(connection, alone, &[op.id.into()])?;
    }
    Ok(())
}

fn parent(op: &Op) -> Option<Id> {
    let Way::With(fields) = scope::way(op.known_noun()?) else { return None };
    let Action::Put(cells) = &op.action else { return None };
    let facts: Facts = cells.iter().filter(|cell| cell.key.is_none()).map(|cell| (cell.field, cell.value.clone())).collect();
    fields.iter().find_map(|field| scope::id_of(&facts, *field))
}

/// The whole that a record belongs to: itself unless it was noted otherwise.
pub(crate) fn root_of(connection: &Connection, id: Id) -> Result<Id, StoreError> {
    Ok(ids(connection, "SELECT root FROM member_of WHERE id = ?", &[id.into()])?.pop().unwrap_or(id))
}

/// The records of a whole that are held here.
pub(crate) fn children(connection: &Connection, root: Id) -> Result<Vec<(Noun, Id)>, StoreError> {
    let sql = "SELECT noun, id FROM member_of WHERE root = ?1
        UNION SELECT noun, id FROM op WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM member_of WHERE id = ?1)";
    let pair = |row: &rusqlite::Row<'_>| {
        let noun = Noun::from_code(crate::rows::number(Some(&value(row, 0))) as u16);
        Ok(noun.zip(Some(domain::value::read::<Id>("id", value(row, 1))?)))
    };
    let mut held = Vec::new();
    for (noun, id) in read(connection, sql, &[root.into()], pair)?.into_iter().flatten() {
        if is_held(connection, noun, id)? {
            held.push((noun, id));
        }
    }
    Ok(held)
}

fn is_held(connection: &Connection, noun: Noun, id: Id) -> Result<bool, StoreError> {
    is(connection, &format!("SELECT EXISTS (SELECT 1 FROM {} WHERE id = ?)", noun.name()), &[id.into()])
}

pub(crate) fn forget(connection: &Connection, id: Id) -> Result<(), StoreError> {
    execute(connection, "DELETE FROM member_of WHERE id = ?", &[id.into()])
}
