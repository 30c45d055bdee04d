//! This desk's own log: what of it goes up, what was said of it, and how its end is written anew.
//!
//! An own op never leaves the log while the device keeps its name: its bytes may, and then its digest, its clock and its
//! place in its transaction stay, so that the chain goes on and the hub can be told of it.

use std::collections::{BTreeMap, BTreeSet};

use domain::field::Noun;
use domain::{Id, Value};
use rusqlite::{Connection, Row};
use sync::chain::{Chain, Digest, digest};
use sync::exchange::{Item, Reason, Verdict};
use sync::replica::Outgoing;
use sync::rewrite::{Right, rewrite};
use sync::{Author, DeviceId, Hlc, Op, Stamped};

use crate::pen::Change;
use crate::replica::whole;
use crate::rows::{execute, number, read, read_while, value};
use crate::{StoreError, bulk, log};

/// An op of the own log, with its bytes or what stayed of them.
struct Own {
    seq: u64,
    first: u64,
    length: usize,
    item: Item,
    verdict: Option<Reason>,
    chain: Chain,
}

const OWN: &str = "SELECT op.seq, op.noun, op.chain, op.verdict, op.bytes, erased.digest, erased.hlc, erased.first, erased.length, op.id
    FROM op LEFT JOIN erased ON erased.seq = op.seq WHERE op.device = ? AND op.seq > ? ORDER BY op.seq";

fn own(row: &Row<'_>) -> Result<Own, StoreError> {
    let int = |column| number(Some(&value(row, column))) as u64;
    let unreadable = || log::damaged(&format!("op {} of its own log cannot be read", int(0)));
    let chain = log::chain_of(value(row, 2)).ok_or_else(unreadable)?;
    let (first, length, item) = match value(row, 5) {
        Value::Bytes(kept) => {
            let digest: Digest = kept.try_into().map_err(|_| unreadable())?;
            let id = domain::value::read::<Id>("id", value(row, 9))?;
            (int(7), int(8) as usize, erased(digest, Hlc(int(6)), int(1) as u16, id))
        }
        _ => there(value(row, 4)).ok_or_else(unreadable)?,
    };
    Ok(Own { seq: int(0), first, length, item, verdict: log::reason_of(&value(row, 3)), chain })
}

/// How an op goes up whose bytes are gone. What stayed at home still does, as [`Op::stays_home`] says of a whole one.
fn erased(digest: Digest, hlc: Hlc, noun: u16, id: Id) -> Item {
    let stays_home = Noun::from_code(noun).is_some_and(Noun::is_local) || (hlc.ms() == 0 && id.is_seed());
    if stays_home { Item::Withheld { digest, hlc } } else { Item::Erased(digest) }
}

/// Of an op whose bytes are here: the first of its transaction, how long it is, and how it goes up.
fn there(bytes: Value) -> Option<(u64, usize, Item)> {
    let Value::Bytes(bytes) = bytes else { return None };
    let op = Op::decode(&bytes).ok()?;
    let length = bytes.len();
    let item = if op.stays_home() { Item::Withheld { digest: digest(&bytes), hlc: op.hlc } } else { Item::Op(bytes) };
    Some((op.tx.first, length, item))
}

/// Whole transactions after `after`: about `bytes` of them, at least one.
pub(crate) fn outgoing(connection: &Connection, device: DeviceId, after: u64, bytes: usize) -> Result<Option<Outgoing>, StoreError> {
    let mut out = Outgoing { items: Vec::new(), chain: Chain::genesis(device), verdicts: Vec::new() };
    let mut size = 0;
    read_while(connection, OWN, &[device_value(device), Value::Int(after as i64)], |row| {
        let own = own(row)?;
        if own.seq == own.first && size >= bytes {
            return Ok(false);
        }
        size += own.length;
        out.items.push(own.item);
        out.verdicts.extend(own.verdict.map(|reason| Verdict { seq: own.seq, reason }));
        out.chain = own.chain;
        Ok(true)
    })?;
    Ok(if out.items.is_empty() { None } else { Some(out) })
}

fn device_value(device: DeviceId) -> Value {
    Value::Int(device.0 as i64)
}

pub(crate) fn chain_at(connection: &Connection, device: DeviceId, seq: u64) -> Result<Option<Chain>, StoreError> {
    if seq == 0 {
        return Ok(Some(Chain::genesis(device)));
    }
    let Ok(seq) = i64::try_from(seq) else { return Ok(None) };
    let sql = "SELECT chain FROM op WHERE device = ? AND seq = ?";
    Ok(read(connection, sql, &[device_value(device), seq.into()], |row| Ok(value(row, 0)))?.pop().and_then(log::chain_of))
}

/// What was said of own ops after `from` up to `to`.
fn verdicts(connection: &Connection, device: DeviceId, from: u64, to: u64) -> Result<BTreeMap<u64, Reason>, StoreError> {
    let sql = "SELECT seq, verdict FROM op WHERE device = ? AND seq > ? AND seq <= ? AND verdict IS NOT NULL";
    let binds = [device_value(device), Value::Int(from as i64), Value::Int(to.min(i64::MAX as u64) as i64)];
    let each = |row: &Row<'_>| Ok((number(Some(&value(row, 0))) as u64, log::reason_of(&value(row, 1))));
    Ok(read(connection, sql, &binds, each)?.into_iter().filter_map(|(seq, reason)| Some((seq, reason?))).collect())
}

/// Of the ops after `from` up to `to`, these have a verdict and no others. Returns the records that are now another one.
pub(crate) fn judge(connection: &Connection, device: DeviceId, from: u64, to: u64, said: &[Verdict]) -> Result<BTreeSet<(Noun, Id)>, StoreError> {
    let within = said.iter().filter(|verdict| from < verdict.seq && verdict.seq <= to);
    let now: BTreeMap<u64, Reason> = within.map(|verdict| (verdict.seq, verdict.reason)).collect();
    let was = verdicts(connection, device, from, to)?;
    let mut changed = BTreeSet::new();
    for seq in was.keys().chain(now.keys()).copied().collect::<BTreeSet<u64>>() {
        let Some((noun, id)) = record(connection, device, seq)? else { continue };
        let (before, after) = (was.get(&seq).copied(), now.get(&seq).copied());
        if before != after {
            let reason = after.map_or(Value::Null, |reason| Value::Bytes(reason.to_bytes()));
            let binds = [reason, device_value(device), Value::Int(seq as i64)];
            execute(connection, "UPDATE op SET verdict = ? WHERE device = ? AND seq = ?", &binds)?;
        }
        if before.is_some_and(Reason::is_refusal) != after.is_some_and(Reason::is_refusal) {
            changed.extend(Noun::from_code(noun).map(|noun| (noun, id)));
        }
        if let Some(reason) = after {
            tell(connection, device, seq, reason)?;
        }
    }
    Ok(changed)
}

fn record(connection: &Connection, device: DeviceId, seq: u64) -> Result<Option<(u16, Id)>, StoreError> {
    let sql = "SELECT noun, id FROM op WHERE device = ? AND seq = ?";
    let each = |row: &Row<'_>| Ok((number(Some(&value(row, 0))) as u16, domain::value::read::<Id>("id", value(row, 1))?));
    Ok(read(connection, sql, &[device_value(device), Value::Int(seq as i64)], each)?.pop())
}

/// Writes down what is to be told of an op to whoever wrote it; told again with another reason, the last one counts.
fn tell(connection: &Connection, device: DeviceId, seq: u64, reason: Reason) -> Result<(), StoreError> {
    let sql = "SELECT op.noun, op.id, op.bytes, erased.hlc FROM op LEFT JOIN erased ON erased.seq = op.seq WHERE op.device = ? AND op.seq = ?";
    let name = [device_value(device), Value::Int(seq as i64)];
    let each = |row: &Row<'_>| Ok([value(row, 0), value(row, 1), value(row, 2), value(row, 3)]);
    let Some([noun, id, bytes, hlc]) = read(connection, sql, &name, each)?.pop() else { return Ok(()) };
    let op = log::decoded(bytes);
    let at = op.as_ref().map_or(Hlc(number(Some(&hlc)) as u64), |op| op.hlc).ms();
    let actor = op.and_then(|op| op.actor).into();
    let [device, seq] = name;
    let binds = [device, seq, noun, id, actor, at.into(), Value::Bytes(reason.to_bytes())];
    execute(connection, "INSERT OR REPLACE INTO verdict (device, seq, noun, id, actor, at, reason) VALUES (?, ?, ?, ?, ?, ?, ?)", &binds)
}

/// Blanks the bytes of a record's own ops.
pub(crate) fn erase(connection: &Connection, author: &Author, id: Id) -> Result<(), StoreError> {
    let sql = "SELECT bytes FROM op WHERE id = ? AND device = ? AND length(bytes) > 0";
    for bytes in read(connection, sql, &[id.into(), device_value(author.device)], |row| Ok(value(row, 0)))? {
        let Value::Bytes(bytes) = bytes else { continue };
        let op = Op::decode(&bytes).map_err(|cause| log::damaged(&format!("an own op: {cause}")))?;
        let (seq, hlc, first) = (Value::Int(op.seq as i64), Value::Int(op.hlc.0 as i64), Value::Int(op.tx.first as i64));
        let binds = [seq.clone(), Value::Bytes(digest(&bytes).to_vec()), hlc, first, Value::Int(bytes.len() as i64)];
        execute(connection, "INSERT OR REPLACE INTO erased (seq, digest, hlc, first, length) VALUES (?, ?, ?, ?, ?)", &binds)?;
        execute(connection, "UPDATE op SET bytes = x'' WHERE device = ? AND seq = ?", &[device_value(author.device), seq])?;
    }
    Ok(())
}

/// Gives an erased own op its bytes back. Says whether it is to be shown: it was erased, it is the same op, and it counts.
pub(crate) fn restore(connection: &Connection, op: &Op, bytes: &[u8]) -> Result<bool, StoreError> {
    let seq = Value::Int(op.seq as i64);
    let sql = "SELECT op.verdict FROM erased JOIN op ON op.seq = erased.seq WHERE erased.seq = ? AND erased.digest = ? AND op.device = ?";
    let same = [seq.clone(), Value::Bytes(digest(bytes).to_vec()), device_value(op.device)];
    let Some(verdict) = read(connection, sql, &same, |row| Ok(value(row, 0)))?.pop() else { return Ok(false) };
    let binds = [Value::Bytes(bytes.to_vec()), device_value(op.device), seq.clone()];
    execute(connection, "UPDATE op SET bytes = ? WHERE device = ? AND seq = ?", &binds)?;
    execute(connection, "DELETE FROM erased WHERE seq = ?", &[seq])?;
    log::touch(connection, [(op.noun, op.id)])?;
    Ok(log::counts(&verdict))
}

/// Takes the own ops after `after` out of the log. Of an erased one nothing is left that could be written anew.
pub(crate) fn cut(connection: &Connection, device: DeviceId, after: u64) -> Result<Vec<Op>, StoreError> {
    let place = [device_value(device), Value::Int(after.min(i64::MAX as u64) as i64)];
    let sql = "SELECT noun, id, bytes FROM op WHERE device = ? AND seq > ? ORDER BY seq";
    let each = |row: &Row<'_>| {
        let record = (number(Some(&value(row, 0))) as u16, domain::value::read::<Id>("id", value(row, 1))?);
        Ok((record, log::decoded(value(row, 2))))
    };
    let tail = read(connection, sql, &place, each)?;
    log::touch(connection, tail.iter().map(|(record, _)| *record).collect::<BTreeSet<_>>())?;
    execute(connection, "DELETE FROM op WHERE device = ? AND seq > ?", &place)?;
    execute(connection, "DELETE FROM erased WHERE seq > ?", &place[1..])?;
    Ok(tail.into_iter().filter_map(|(_, op)| op).collect())
}

/// Keeps the seeds of a tail as they are, under the name they had, and returns the rest: under a new clock a seed would win
/// over what others made of it.
pub(crate) fn leave_seeds(connection: &Connection, tail: Vec<Op>) -> Result<Vec<Op>, StoreError> {
    let (seeds, tail): (Vec<Op>, Vec<Op>) = tail.into_iter().partition(Op::is_seed);
    let seeds: Vec<Stamped> = seeds.into_iter().map(|op| Stamped { bytes: op.encode(), op, chain: log::NO_CHAIN }).collect();
    bulk::insert_ops(connection, &seeds)?;
    Ok(tail)
}

/// Writes ops that were cut off as the next ones of `device`, whose log ends where they begin.
///
/// The author is made anew from what is left: it must not have seen the clocks of the tail.
pub(crate) fn write_anew(
    connection: &Connection,
    author: &mut Author,
    device: DeviceId,
    tail: &[Op],
    right: Right,
) -> Result<Vec<Change>, StoreError> {
    *author = log::author(connection, device)?;
    bulk::insert_ops(connection, &rewrite(author, tail, right))?;
    whole::rebuild(connection, &tail.iter().filter_map(|op| Some((op.known_noun()?, op.id))).collect())
}

/// What is left of a log under a name that is now another's: ops that were shared are as any other device's, drafts stay
/// because their records are made of them, all else goes.
pub(crate) fn hand_over(connection: &Connection, device: DeviceId) -> Result<(), StoreError> {
    let device = device_value(device);
    let sql = "SELECT op.seq, op.noun, op.id, op.verdict, erased.seq FROM op LEFT JOIN erased ON erased.seq = op.seq
        WHERE op.device = ? AND (op.verdict IS NOT NULL OR erased.seq IS NOT NULL)";
    let each = |row: &Row<'_>| Ok([value(row, 0), value(row, 1), value(row, 2), value(row, 3), value(row, 4)]);
    for [seq, noun, id, verdict, erased] in read(connection, sql, std::slice::from_ref(&device), each)? {
        if log::counts(&verdict) && erased == Value::Null {
            execute(connection, "UPDATE op SET verdict = NULL WHERE device = ? AND seq = ?", &[device.clone(), seq])?;
            continue;
        }
        log::touch(connection, [(number(Some(&noun)) as u16, domain::value::read::<Id>("id", id)?)])?;
        execute(connection, "DELETE FROM op WHERE device = ? AND seq = ?", &[device.clone(), seq])?;
    }
    execute(connection, "DELETE FROM erased", &[])
}
