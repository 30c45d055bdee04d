//! The op log: reading it, following it, verifying its chain, replaying it.

use domain::field::Noun;
use domain::{Id, Value};
use rusqlite::Connection;
use sync::chain::{Chain, Entry, Head, verify};
use sync::{Action, Author, DeviceId, Op, Stamped, Ticker};

use crate::rows::{all_values, execute, read, value};
use crate::{Store, StoreError};

const PAGE: i64 = 2_000;

/// A place in the log and the record it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Order of arrival on this device, from 1.
    pub position: i64,
    pub noun: Noun,
    pub id: Id,
    /// Codes of the plain fields that the op writes.
    pub fields: Vec<u16>,
}

impl Store {
    /// The last place in the log; 0 when it is empty.
    pub async fn position(&self) -> Result<i64, StoreError> {
        self.number("SELECT max(position) FROM op", vec![]).await
    }

    /// What came after `position`, oldest first. Ops of nouns that this program does not know are passed over.
    pub async fn marks_after(&self, position: i64, limit: i64) -> Result<Vec<Mark>, StoreError> {
        let rows = self
            .values("SELECT position, noun, id, bytes FROM op WHERE position > ? ORDER BY position LIMIT ?", vec![position.into(), limit.into()])
            .await?;
        Ok(rows.into_iter().filter_map(mark).collect())
    }

    /// All ops about one record, in order of arrival.
    pub async fn ops_of(&self, id: Id) -> Result<Vec<Op>, StoreError> {
        let rows = self.values("SELECT bytes FROM op WHERE id = ? ORDER BY position", vec![id.into()]).await?;
        Ok(rows.into_iter().filter_map(|mut row| decoded(row.pop()?)).collect())
    }

    /// The log from `position` on, with its bytes, for replay and for the hub.
    pub async fn ops_after(&self, position: i64, limit: i64) -> Result<Vec<(i64, Stamped)>, StoreError> {
        let rows = self
            .values("SELECT position, bytes, chain FROM op WHERE position > ? ORDER BY position LIMIT ?", vec![position.into(), limit.into()])
            .await?;
        Ok(rows.into_iter().filter_map(stamped).collect())
    }

    /// Walks this device's chain from its first op to its head.
    pub async fn verify(&self) -> Result<Head, StoreError> {
        let device = self.device();
        let mut head = Head::genesis(device);
        loop {
            let sql = "SELECT seq, bytes, chain FROM op WHERE device = ? AND seq > ? ORDER BY seq LIMIT ?";
            let rows = self.values(sql, vec![Value::Int(device.0 as i64), Value::Int(head.seq as i64), PAGE.into()]).await?;
            if rows.is_empty() {
                return Ok(head);
            }
            head = verify(head, rows.into_iter().filter_map(entry), None)?;
        }
    }
}

fn mark(row: Vec<Value>) -> Option<Mark> {
    match <[Value; 4]>::try_from(row).ok()? {
        [Value::Int(position), Value::Int(noun), Value::Bytes(id), bytes] => {
            let fields = decoded(bytes).map(written).unwrap_or_default();
            Some(Mark { position, noun: Noun::from_code(noun as u16)?, id: Id(id.try_into().ok()?), fields })
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

fn decoded(bytes: Value) -> Option<Op> {
    match bytes {
        Value::Bytes(bytes) => Op::decode(&bytes).ok(),
        _ => None,
    }
}

fn stamped(row: Vec<Value>) -> Option<(i64, Stamped)> {
    match <[Value; 3]>::try_from(row).ok()? {
        [Value::Int(position), Value::Bytes(bytes), Value::Bytes(chain)] => {
            let op = Op::decode(&bytes).ok()?;
            Some((position, Stamped { op, bytes, chain: Chain(chain.try_into().ok()?) }))
        }
        _ => None,
    }
}

fn entry(row: Vec<Value>) -> Option<Entry<Vec<u8>>> {
    match <[Value; 3]>::try_from(row).ok()? {
        [Value::Int(seq), Value::Bytes(bytes), Value::Bytes(chain)] => Some(Entry { seq: seq as u64, bytes, chain: Chain(chain.try_into().ok()?) }),
        _ => None,
    }
}

/// Which device this file belongs to.
pub(crate) fn device(connection: &Connection) -> Result<DeviceId, StoreError> {
    let rows = read(connection, "SELECT value FROM meta WHERE key = 'device'", &[], |row| Ok(value(row, 0)))?;
    match rows.first() {
        Some(Value::Int(id)) => Ok(DeviceId(*id as u64)),
        _ => Err(damaged("the file names no device")),
    }
}

fn damaged(detail: &str) -> StoreError {
    StoreError::Damaged { path: "desk.db".into(), detail: detail.to_owned() }
}

/// The author as it stood after the last op of the file.
pub(crate) fn author(connection: &Connection, device: DeviceId) -> Result<Author, StoreError> {
    let sql = "SELECT position, bytes, chain FROM op WHERE device = ? ORDER BY seq DESC LIMIT 1";
    let Some(row) = read(connection, sql, &[Value::Int(device.0 as i64)], all_values)?.pop() else {
        let mut author = Author::new(device);
        author.ticker = newest_clock(connection, 0, Ticker::default())?;
        return Ok(author);
    };
    let (position, last) = stamped(row).ok_or_else(|| damaged("the last op cannot be read"))?;
    let ticker = newest_clock(connection, position, Ticker { last: last.op.hlc })?;
    Ok(Author { device, next_seq: last.op.seq + 1, ticker, chain: last.chain })
}

/// Own ops are stamped later than all that arrived before them, so only what came after our last one can be newer.
fn newest_clock(connection: &Connection, after: i64, mut ticker: Ticker) -> Result<Ticker, StoreError> {
    for bytes in read(connection, "SELECT bytes FROM op WHERE position > ?", &[after.into()], |row| Ok(value(row, 0)))? {
        if let Some(op) = decoded(bytes) {
            ticker.observe(op.hlc);
        }
    }
    Ok(ticker)
}

/// Those ops that are not in the log yet.
pub(crate) fn fresh(connection: &Connection, ops: Vec<Stamped>) -> Result<Vec<Stamped>, StoreError> {
    let mut fresh = Vec::with_capacity(ops.len());
    for stamped in ops {
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

pub(crate) fn ops_within(connection: &Connection, id: Id) -> Result<Vec<Op>, StoreError> {
    let rows = read(connection, "SELECT bytes FROM op WHERE id = ? ORDER BY position", &[id.into()], |row| Ok(value(row, 0)))?;
    Ok(rows.into_iter().filter_map(decoded).collect())
}

/// The state that all steps of the record lead to.
pub(crate) fn steps(connection: &Connection, noun: Noun, id: Id, field: u16) -> Result<String, StoreError> {
    let ops = ops_within(connection, id)?;
    let Some(step) = noun.field(field) else { return Ok(String::new()) };
    Ok(sync::merge::steps(&ops, field, &|from, to| domain::machine::allowed(step, from, to)).state)
}
