//! The op log: reading it, following it, verifying its chain, replaying it.

use domain::field::Noun;
use domain::{Id, Value};
use sqlx::{Row, SqliteConnection};
use sync::chain::{Chain, Entry, Head, verify};
use sync::{Author, DeviceId, Op, Stamped, Ticker};

use crate::rows::bound;
use crate::{Store, StoreError};

const PAGE: i64 = 2_000;

/// A place in the log and the record it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Order of arrival on this device, from 1.
    pub position: i64,
    pub noun: Noun,
    pub id: Id,
}

impl Store {
    /// The last place in the log; 0 when it is empty.
    pub async fn position(&self) -> Result<i64, StoreError> {
        self.number("SELECT max(position) FROM op", vec![]).await
    }

    /// What came after `position`, oldest first. Ops of nouns that this program does not know are passed over.
    pub async fn marks_after(&self, position: i64, limit: i64) -> Result<Vec<Mark>, StoreError> {
        let rows = self
            .values("SELECT position, noun, id FROM op WHERE position > ? ORDER BY position LIMIT ?", vec![position.into(), limit.into()])
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
    match <[Value; 3]>::try_from(row).ok()? {
        [Value::Int(position), Value::Int(noun), Value::Bytes(id)] => {
            Some(Mark { position, noun: Noun::from_code(noun as u16)?, id: Id(id.try_into().ok()?) })
        }
        _ => None,
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
pub(crate) async fn device(connection: &mut SqliteConnection) -> Result<DeviceId, sqlx::Error> {
    let id: i64 = sqlx::query_scalar("SELECT value FROM meta WHERE key = 'device'").fetch_one(connection).await?;
    Ok(DeviceId(id as u64))
}

/// The author as it stood after the last op of the file.
pub(crate) async fn author(connection: &mut SqliteConnection, device: DeviceId) -> Result<Author, StoreError> {
    let sql = "SELECT position, bytes, chain FROM op WHERE device = ? ORDER BY seq DESC LIMIT 1";
    let Some(row) = sqlx::query(sql).bind(device.0 as i64).fetch_optional(&mut *connection).await? else {
        let mut author = Author::new(device);
        author.ticker = newest_clock(connection, 0, Ticker::default()).await?;
        return Ok(author);
    };
    let (bytes, chain): (Vec<u8>, Vec<u8>) = (row.get(1), row.get(2));
    let damaged = |detail: &str| StoreError::Damaged { path: "desk.db".into(), detail: detail.to_owned() };
    let op = Op::decode(&bytes).map_err(|cause| damaged(&format!("the last op: {cause}")))?;
    let chain = Chain(chain.try_into().map_err(|_| damaged("the last op's chain"))?);
    let ticker = newest_clock(connection, row.get(0), Ticker { last: op.hlc }).await?;
    Ok(Author { device, next_seq: op.seq + 1, ticker, chain })
}

/// Own ops are stamped later than all that arrived before them, so only what came after our last one can be newer.
async fn newest_clock(connection: &mut SqliteConnection, after: i64, mut ticker: Ticker) -> Result<Ticker, StoreError> {
    let rows: Vec<Vec<u8>> = sqlx::query_scalar("SELECT bytes FROM op WHERE position > ?").bind(after).fetch_all(connection).await?;
    for op in rows.iter().filter_map(|bytes| Op::decode(bytes).ok()) {
        ticker.observe(op.hlc);
    }
    Ok(ticker)
}

/// Those ops that are not in the log yet.
pub(crate) async fn fresh(connection: &mut SqliteConnection, ops: Vec<Stamped>) -> Result<Vec<Stamped>, StoreError> {
    let mut fresh = Vec::with_capacity(ops.len());
    for stamped in ops {
        let known = sqlx::query("SELECT 1 FROM op WHERE device = ? AND seq = ?")
            .bind(stamped.op.device.0 as i64)
            .bind(stamped.op.seq as i64)
            .fetch_optional(&mut *connection)
            .await?;
        if known.is_none() {
            fresh.push(stamped);
        }
    }
    Ok(fresh)
}

/// Keeps what this program cannot take in, with its bytes.
pub(crate) async fn quarantine(connection: &mut SqliteConnection, ops: &[Stamped]) -> Result<(), StoreError> {
    for stamped in ops {
        let why = stamped.op.misfit().map_or("unknown noun".to_owned(), |field| format!("field {field} is used against its kind"));
        let binds =
            vec![Value::Int(stamped.op.device.0 as i64), Value::Int(stamped.op.seq as i64), Value::Text(why), Value::Bytes(stamped.bytes.clone())];
        bound("INSERT OR IGNORE INTO quarantine (device, seq, why, bytes) VALUES (?, ?, ?, ?)".into(), binds).execute(&mut *connection).await?;
    }
    Ok(())
}

pub(crate) async fn ops_within(connection: &mut SqliteConnection, id: Id) -> Result<Vec<Op>, StoreError> {
    let rows: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT bytes FROM op WHERE id = ? ORDER BY position").bind(id.0.to_vec()).fetch_all(connection).await?;
    Ok(rows.iter().filter_map(|bytes| Op::decode(bytes).ok()).collect())
}

/// The state that all steps of the record lead to.
pub(crate) async fn steps(connection: &mut SqliteConnection, noun: Noun, id: Id, field: u16) -> Result<String, StoreError> {
    let ops = ops_within(connection, id).await?;
    let Some(step) = noun.field(field) else { return Ok(String::new()) };
    Ok(sync::merge::steps(&ops, field, &|from, to| domain::machine::allowed(step, from, to)).state)
}
