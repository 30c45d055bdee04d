//! Records made again from the ops that count, and wholes that leave this desk.
//!
//! What leaves is gone from the file: rows, members of sets, the conflict journal, what other rows quoted of it, ops of other
//! devices and what is in quarantine; of own ops the digest stays, for the chain. The file overwrites what it deletes, and
//! [`crate::Store::sweep`] takes away what is left between the rows of its pages. The
//! index, vectors and attachments lie beside the file and follow the log ([`crate::log`]): they are not touched here.

use std::collections::BTreeSet;

use domain::field::Noun;
use domain::{Id, Value};
use rusqlite::Connection;
use sync::{Author, Op};

use crate::apply::{Batch, merged};
use crate::derive::Beside;
use crate::pen::{Change, is_readable};
use crate::replica::{own, standing};
use crate::rows::{execute, is, read, value};
use crate::{StoreError, log, member};

type Records = BTreeSet<(Noun, Id)>;

/// Makes records again from the ops that count; one of which none is left is gone.
pub(crate) fn rebuild(connection: &Connection, records: &Records) -> Result<Vec<Change>, StoreError> {
    let beside = Beside::of(connection, records.iter().copied())?;
    log::touch(connection, records.iter().map(|(noun, id)| (noun.code(), *id)))?;
    records.iter().try_for_each(|(noun, id)| wipe(connection, *noun, *id))?;
    let mut batch = Batch::load(connection, records.iter().copied())?;
    let mut gone = Vec::new();
    for (noun, id) in records {
        let ops = counting(connection, *noun, *id)?;
        if ops.is_empty() {
            gone.push(*id);
        }
        batch.show(connection, &ops)?;
    }
    let outcome = batch.finish(connection)?;
    gone.into_iter().try_for_each(|id| forget(connection, id))?;
    Ok(merged(merged(changes(records), outcome.changes), beside.bring_up(connection)?))
}

fn changes(records: &Records) -> Vec<Change> {
    records.iter().map(|(noun, id)| Change { noun: *noun, id: *id }).collect()
}

fn counting(connection: &Connection, noun: Noun, id: Id) -> Result<Vec<Op>, StoreError> {
    let mut ops = log::ops_within(connection, id)?;
    ops.retain(|op| op.known_noun() == Some(noun) && is_readable(op));
    ops.sort_by_key(Op::stamp);
    Ok(ops)
}

/// A record of which nothing is left that counts: nobody need be asked about its whole when it was the last of it.
fn forget(connection: &Connection, id: Id) -> Result<(), StoreError> {
    let root = member::root_of(connection, id)?;
    if member::children(connection, root)?.is_empty() { standing::trust(connection, root) } else { Ok(()) }
}

/// Takes the record's row away and all that was written because of it.
fn wipe(connection: &Connection, noun: Noun, id: Id) -> Result<(), StoreError> {
    execute(connection, &format!("DELETE FROM {} WHERE id = ?", noun.name()), &[id.into()])?;
    for table in ["dot", "conflict"] {
        let sql = format!("DELETE FROM {table} WHERE id = ? AND noun = ?");
        execute(connection, &sql, &[id.into(), Value::Int(noun.code().into())])?;
    }
    if noun == Noun::Message { execute(connection, "DELETE FROM mention WHERE message = ?", &[id.into()]) } else { Ok(()) }
}

/// Lets a whole leave, or keeps it as doubtful when own ops after `asked_at` may have brought it back.
pub(crate) fn let_go(connection: &Connection, author: &Author, root: Id, asked_at: u64) -> Result<Vec<Change>, StoreError> {
    let acked = standing::standing(connection, author)?.acked.seq;
    let binds = [Value::Int(author.device.0 as i64), Value::Int(asked_at.min(acked) as i64), root.into()];
    if !is(connection, &format!("SELECT {}", standing::unsent("?3")), &binds)? {
        return purge(connection, author, root);
    }
    standing::doubt_held(connection, &[root])?;
    Ok(Vec::new())
}

fn purge(connection: &Connection, author: &Author, root: Id) -> Result<Vec<Change>, StoreError> {
    let records: Records = member::children(connection, root)?.into_iter().collect();
    let beside = Beside::of(connection, records.iter().copied())?;
    log::touch(connection, records.iter().map(|(noun, id)| (noun.code(), *id)))?;
    standing::trust(connection, root)?;
    for (noun, id) in &records {
        wipe(connection, *noun, *id)?;
        member::forget(connection, *id)?;
        execute(connection, "DELETE FROM op WHERE id = ? AND device <> ?", &[(*id).into(), Value::Int(author.device.0 as i64)])?;
        own::erase(connection, author, *id)?;
    }
    clear_quarantine(connection, &records)?;
    if !records.is_empty() {
        log::set_swept(connection, false)?;
    }
    Ok(merged(changes(&records), beside.bring_up(connection)?))
}

/// Quarantine holds few ops, each known only by its bytes.
fn clear_quarantine(connection: &Connection, records: &Records) -> Result<(), StoreError> {
    let rows = read(connection, "SELECT device, seq, bytes FROM quarantine", &[], |row| Ok([value(row, 0), value(row, 1), value(row, 2)]))?;
    for [device, seq, bytes] in rows {
        if log::decoded(bytes).is_some_and(|op| records.iter().any(|(_, id)| *id == op.id)) {
            execute(connection, "DELETE FROM quarantine WHERE device = ? AND seq = ?", &[device, seq])?;
        }
    }
    Ok(())
}
