//! The op log: reading it, following it, verifying its chain, replaying it.

use std::collections::BTreeSet;

use domain::field::Noun;
use domain::{Id, Value};
use rusqlite::Connection;
use sync::chain::{Chain, Head, Link, digest, verify_links};
use sync::exchange::Reason;
use sync::{Action, Author, DeviceId, Dot, Hlc, Op, Stamped, Ticker};

use crate::rows::{all_values, execute, read, read_while, value};
use crate::{Store, StoreError};

const PAGE: i64 = 2_000;

/// Of an op of another device only its bytes came here: in the file its chain is empty.
pub(crate) const NO_CHAIN: Chain = Chain([0; 32]);

/// Ops and what was changed without an op, in one order.
const MARKS: &str = "SELECT position, noun, id, bytes FROM op WHERE position > ?1
    UNION ALL SELECT position, noun, id, NULL FROM touched WHERE position > ?1 ORDER BY position LIMIT ?2";

/// A place in the log and the record it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Order of arrival on this device, from 1.
    pub position: i64,
    pub noun: Noun,
    pub id: Id,
    /// Codes of the plain fields that the op writes; all of them where the record changed without an op.
    pub fields: Vec<u16>,
}

impl Store {
    /// The last place in the log; 0 when it is empty. It only grows, also when records leave this desk.
    pub async fn position(&self) -> Result<i64, StoreError> {
        self.number(&format!("{NEXT_POSITION} - 1"), vec![]).await
    }

    /// What came after `position`, oldest first. Ops of nouns that this program does not know are passed over.
    pub async fn marks_after(&self, position: i64, limit: i64) -> Result<Vec<Mark>, StoreError> {
        Ok(self.values(MARKS, vec![position.into(), limit.into()]).await?.into_iter().filter_map(mark).collect())
    }

    /// All ops about one record, in order of arrival.
    pub async fn ops_of(&self, id: Id) -> Result<Vec<Op>, StoreError> {
        let rows = self.values("SELECT bytes FROM op WHERE id = ? ORDER BY position", vec![id.into()]).await?;
        Ok(rows.into_iter().filter_map(|mut row| decoded(row.pop()?)).collect())
    }

    /// The log from `position` on, with its bytes, for replay. What was erased, and own ops that were not shared, are left out.
    pub async fn ops_after(&self, position: i64, limit: i64) -> Result<Vec<(i64, Stamped)>, StoreError> {
        let rows = self
            .values(
                "SELECT position, bytes, chain, verdict FROM op WHERE position > ? ORDER BY position LIMIT ?",
                vec![position.into(), limit.into()],
            )
            .await?;
        Ok(rows.into_iter().filter_map(stamped).collect())
    }

    /// Walks this device's chain from its first op to its head, over erased ops too.
    pub async fn verify(&self) -> Result<Head, StoreError> {
        let device = self.device();
        let mut head = Head::genesis(device);
        loop {
            let sql = "SELECT op.seq, op.bytes, op.chain, erased.digest FROM op LEFT JOIN erased ON erased.seq = op.seq
                WHERE op.device = ? AND op.seq > ? ORDER BY op.seq LIMIT ?";
            let rows = self.values(sql, vec![Value::Int(device.0 as i64), Value::Int(head.seq as i64), PAGE.into()]).await?;
            if rows.is_empty() {
                return Ok(head);
            }
            head = verify_links(head, rows.into_iter().filter_map(link), None)?;
        }
    }
}

fn mark(row: Vec<Value>) -> Option<Mark> {
    match <[Value; 4]>::try_from(row).ok()? {
        [Value::Int(position), Value::Int(noun), Value::Bytes(id), bytes] => {
            let noun = Noun::from_code(noun as u16)?;
            let all = || noun.fields().iter().map(|field| field.code).collect();
            let fields = if bytes == Value::Null { all() } else { decoded(bytes).map(written).unwrap_or_default() };
            Some(Mark { position, noun, id: Id(id.try_into().ok()?), fields })
        }
        _ => None,
    }
}

fn written(op: Op) -> Vec<u16> {
    match op.action {
        Action::Put(cells) => cells.iter().map(|cell| cell.field).collect(),
        _ => Vec::new(),
    }
}

pub(crate) fn decoded(bytes: Value) -> Option<Op> {
    match bytes {
        Value::Bytes(bytes) => Op::decode(&bytes).ok(),
        _ => None,
    }
}

fn stamped(row: Vec<Value>) -> Option<(i64, Stamped)> {
    match <[Value; 4]>::try_from(row).ok()? {
        [Value::Int(position), Value::Bytes(bytes), chain, verdict] if counts(&verdict) => {
            let op = Op::decode(&bytes).ok()?;
            Some((position, Stamped { op, bytes, chain: chain_of(chain)? }))
        }
        _ => None,
    }
}

fn link(row: Vec<Value>) -> Option<Link> {
    match <[Value; 4]>::try_from(row).ok()? {
        [Value::Int(seq), Value::Bytes(bytes), chain, erased] => {
            let digest = if let Value::Bytes(digest) = erased { digest.try_into().ok()? } else { digest(&bytes) };
            Some(Link { seq: seq as u64, digest, chain: chain_of(chain)? })
        }
        _ => None,
    }
}

pub(crate) fn chain_of(bytes: Value) -> Option<Chain> {
    match bytes {
        Value::Bytes(bytes) if bytes.is_empty() => Some(NO_CHAIN),
        Value::Bytes(bytes) => bytes.try_into().ok().map(Chain),
        _ => None,
    }
}

pub(crate) fn chain_bytes(chain: Chain) -> Vec<u8> {
    if chain == NO_CHAIN { Vec::new() } else { chain.0.to_vec() }
}

/// Whether an op with this verdict is part of its record. One whose verdict cannot be read is: nothing is hidden by damage.
pub(crate) fn counts(verdict: &Value) -> bool {
    !reason_of(verdict).is_some_and(Reason::is_refusal)
}

pub(crate) fn reason_of(verdict: &Value) -> Option<Reason> {
    match verdict {
        Value::Bytes(bytes) => Reason::from_bytes(bytes).ok(),
        _ => None,
    }
}

/// Taken from both tables: a place that was given out is never given out again, or whoever follows would not see it.
const NEXT_POSITION: &str = "SELECT max(coalesce((SELECT max(position) FROM op), 0), coalesce((SELECT max(position) FROM touched), 0)) + 1";

pub(crate) fn next_position(connection: &Connection) -> Result<i64, StoreError> {
    Ok(crate::rows::number(read(connection, NEXT_POSITION, &[], |row| Ok(value(row, 0)))?.first()))
}

/// Lets whoever follows the log look at these records again. Before rows of `op` are taken away, so that places only grow.
pub(crate) fn touch(connection: &Connection, records: impl IntoIterator<Item = (u16, Id)>) -> Result<(), StoreError> {
    for (position, (noun, id)) in (next_position(connection)?..).zip(records) {
        let binds = [position.into(), Value::Int(noun.into()), id.into()];
        execute(connection, "INSERT OR REPLACE INTO touched (position, noun, id) VALUES (?, ?, ?)", &binds)?;
    }
    Ok(())
}

/// Which device this file belongs to.
pub(crate) fn device(connection: &Connection) -> Result<DeviceId, StoreError> {
    let rows = read(connection, "SELECT value FROM meta WHERE key = 'device'", &[], |row| Ok(value(row, 0)))?;
    match rows.first() {
        Some(Value::Int(id)) => Ok(DeviceId(*id as u64)),
        _ => Err(damaged("the file names no device")),
    }
}

/// Whether nothing has left this desk since the file was last written anew.
pub(crate) fn is_swept(connection: &Connection) -> Result<bool, StoreError> {
    Ok(read(connection, "SELECT 1 FROM meta WHERE key = 'unswept'", &[], |_| Ok(()))?.is_empty())
}

pub(crate) fn set_swept(connection: &Connection, swept: bool) -> Result<(), StoreError> {
    let sql = if swept { "DELETE FROM meta WHERE key = 'unswept'" } else { "INSERT OR IGNORE INTO meta (key, value) VALUES ('unswept', 1)" };
    execute(connection, sql, &[])
}

pub(crate) fn damaged(detail: &str) -> StoreError {
    StoreError::Damaged { path: "desk.db".into(), detail: detail.to_owned() }
}

/// The author as it stood after the last op of the file.
pub(crate) fn author(connection: &Connection, device: DeviceId) -> Result<Author, StoreError> {
    let sql = "SELECT op.position, op.seq, op.chain, op.bytes, erased.hlc FROM op LEFT JOIN erased ON erased.seq = op.seq
        WHERE op.device = ? ORDER BY op.seq DESC LIMIT 1";
    let Some(row) = read(connection, sql, &[Value::Int(device.0 as i64)], all_values)?.pop() else {
        let ticker = newest_clock(connection, 0, Ticker::default())?;
        return Ok(Author { ticker, ..Author::new(device) });
    };
    let (position, seq, chain, hlc) = last(row).ok_or_else(|| damaged("the last op cannot be read"))?;
    let ticker = newest_clock(connection, position, Ticker { last: hlc })?;
    Ok(Author { device, next_seq: seq + 1, ticker, chain })
}

fn last(row: Vec<Value>) -> Option<(i64, u64, Chain, Hlc)> {
    match <[Value; 5]>::try_from(row).ok()? {
        [Value::Int(position), Value::Int(seq), chain, _, Value::Int(hlc)] => Some((position, seq as u64, chain_of(chain)?, Hlc(hlc as u64))),
        [Value::Int(position), Value::Int(seq), chain, bytes, _] => Some((position, seq as u64, chain_of(chain)?, decoded(bytes)?.hlc)),
        _ => None,
    }
}

/// Own ops are stamped later than all that arrived before them, so only what came after our last one can be newer.
fn newest_clock(connection: &Connection, after: i64, mut ticker: Ticker) -> Result<Ticker, StoreError> {
    // What is in quarantine was heard as well.
    let sql = "SELECT bytes FROM op WHERE position > ? UNION ALL SELECT bytes FROM quarantine";
    read_while(connection, sql, &[after.into()], |row| {
        if let Some(op) = decoded(value(row, 0)) {
            ticker.observe(op.hlc);
        }
        Ok(true)
    })?;
    Ok(ticker)
}

/// Those ops that are not in the log yet.
pub(crate) fn fresh(connection: &Connection, ops: Vec<Stamped>) -> Result<Vec<Stamped>, StoreError> {
    let mut fresh = Vec::with_capacity(ops.len());
    let mut seen: BTreeSet<Dot> = BTreeSet::new();
    for stamped in ops {
        if !seen.insert(stamped.op.dot()) {
            continue;
        }
        let identity = [Value::Int(stamped.op.device.0 as i64), Value::Int(stamped.op.seq as i64)];
        if read(connection, "SELECT 1 FROM op WHERE device = ? AND seq = ?", &identity, |_| Ok(()))?.is_empty() {
            fresh.push(stamped);
        }
    }
    Ok(fresh)
}

/// Keeps what this program cannot take in, with its bytes.
pub(crate) fn quarantine(connection: &Connection, ops: &[Stamped]) -> Result<(), StoreError> {
    for stamped in ops {
        let why = stamped.op.misfit().map_or("unknown noun".to_owned(), |field| format!("field {field} is used against its kind"));
        let binds =
            [Value::Int(stamped.op.device.0 as i64), Value::Int(stamped.op.seq as i64), Value::Text(why), Value::Bytes(stamped.bytes.clone())];
        execute(connection, "INSERT OR IGNORE INTO quarantine (device, seq, why, bytes) VALUES (?, ?, ?, ?)", &binds)?;
    }
    Ok(())
}

/// Keeps bytes that are no op this program can read; they have no name, so their hash is one.
pub(crate) fn quarantine_bytes(connection: &Connection, bytes: &[u8], why: &sync::Malformed) -> Result<(), StoreError> {
    let name = digest(bytes).iter().take(8).fold(0u64, |name, byte| name << 8 | u64::from(*byte)) >> 1;
    let binds = [Value::Int(0), Value::Int(name as i64), Value::Text(why.to_string()), Value::Bytes(bytes.to_vec())];
    execute(connection, "INSERT OR IGNORE INTO quarantine (device, seq, why, bytes) VALUES (?, ?, ?, ?)", &binds)
}

/// The ops that a record is made of: all but erased ones and those that were refused.
pub(crate) fn ops_within(connection: &Connection, id: Id) -> Result<Vec<Op>, StoreError> {
    let sql = "SELECT bytes, verdict FROM op WHERE id = ? ORDER BY position";
    let rows = read(connection, sql, &[id.into()], |row| Ok((value(row, 0), value(row, 1))))?;
    Ok(rows.into_iter().filter(|(_, verdict)| counts(verdict)).filter_map(|(bytes, _)| decoded(bytes)).collect())
}

/// The state that all steps of the record lead to.
pub(crate) fn steps(connection: &Connection, noun: Noun, id: Id, field: u16) -> Result<String, StoreError> {
    let ops = ops_within(connection, id)?;
    let Some(step) = noun.field(field) else { return Ok(String::new()) };
    Ok(sync::merge::steps(&ops, field, &|from, to| domain::machine::allowed(step, from, to)).state)
}
