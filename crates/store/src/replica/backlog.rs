//! What has not reached the hub, as people ask for it: how much, since when, and of which records.
//!
//! Read beside the writer. It counts what people did: of drafts, seeds and the audit trail, which go up too, nobody waits to
//! hear.

use std::collections::{BTreeMap, BTreeSet};

use domain::field::Noun;
use domain::{Id, Millis, Value};
use rusqlite::Connection;
use sync::{DeviceId, Op};

use crate::rows::{all_values, number, read, read_while, value};
use crate::{Store, StoreError, log, member};

/// Own ops that are looked into; of the rest only their number is told. A desk that was just enrolled may have a million.
const LOOKED_INTO: i64 = 20_000;

/// How far the hub has this desk's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub device: DeviceId,
    /// The last own op that the hub has.
    pub acked: u64,
    /// The last own op.
    pub head: u64,
    /// What must be added to this machine's clock, in milliseconds.
    pub offset: Millis,
}

/// Changes of one record, or of what belongs to it, that the hub does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// None for a noun that only a newer program knows.
    pub noun: Option<Noun>,
    pub id: Id,
    /// Transactions.
    pub changes: i64,
    /// When the first and the last were written.
    pub since: Millis,
    pub at: Millis,
    /// Who wrote the last one.
    pub actor: Option<Id>,
}

/// Everything that the hub does not have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Oldest first.
    pub records: Vec<Waiting>,
    /// Transactions that hold something people did.
    pub changes: i64,
    /// Ops that were not looked into.
    pub more: i64,
    /// When the oldest was written.
    pub since: Option<Millis>,
}

impl Store {
    /// Where this desk stands towards the hub, without waiting for whoever writes.
    pub async fn line(&self) -> Result<Line, StoreError> {
        let sql = "SELECT meta.value, standing.acked_seq, standing.clock_offset, (SELECT coalesce(max(seq), 0) FROM op WHERE device = meta.value)
            FROM standing, meta WHERE meta.key = 'device'";
        let row = self.values(sql, vec![]).await?.pop().unwrap_or_default();
        let Ok([Value::Int(device), Value::Int(acked), Value::Int(offset), Value::Int(head)]) = <[Value; 4]>::try_from(row) else {
            return Err(log::damaged("the file does not say where the desk stands"));
        };
        Ok(Line { device: DeviceId(device as u64), acked: acked as u64, head: head as u64, offset })
    }

    /// What of this desk's log lies behind what the hub has.
    pub async fn backlog(&self, line: Line) -> Result<Backlog, StoreError> {
        self.readers.run(move |connection| backlog(connection, line)).await
    }
}

fn backlog(connection: &Connection, line: Line) -> Result<Backlog, StoreError> {
    let sql = "SELECT bytes FROM op WHERE device = ? AND seq > ? ORDER BY seq LIMIT ?";
    let binds = [Value::Int(line.device.0 as i64), Value::Int(line.acked as i64), LOOKED_INTO.into()];
    let mut sum = Sum::default();
    let mut looked = 0u64;
    read_while(connection, sql, &binds, |row| {
        looked += 1;
        if let Some(op) = log::decoded(value(row, 0)).filter(is_told) {
            let root = sum.root_of(connection, &op)?;
            sum.take(root, &op);
        }
        Ok(true)
    })?;
    let more = line.head.saturating_sub(line.acked).saturating_sub(looked) as i64;
    sum.whole(connection, more)
}

fn is_told(op: &Op) -> bool {
    !op.stays_home() && op.known_noun() != Some(Noun::Audit)
}

#[derive(Default)]
struct Sum {
    roots: BTreeMap<Id, Id>,
    records: BTreeMap<Id, (Waiting, BTreeSet<u64>)>,
    transactions: BTreeSet<u64>,
}

impl Sum {
    fn root_of(&mut self, connection: &Connection, op: &Op) -> Result<Id, StoreError> {
        if let Some(root) = self.roots.get(&op.id) {
            return Ok(*root);
        }
        let root = member::root_of(connection, op.id)?;
        self.roots.insert(op.id, root);
        Ok(root)
    }

    fn take(&mut self, root: Id, op: &Op) {
        let at = op.hlc.ms();
        let fresh = || (Waiting { noun: None, id: root, changes: 0, since: at, at, actor: None }, BTreeSet::new());
        let (record, transactions) = self.records.entry(root).or_insert_with(fresh);
        if root == op.id {
            record.noun = op.known_noun();
        }
        (record.since, record.at) = (record.since.min(at), record.at.max(at));
        record.actor = op.actor.or(record.actor);
        transactions.insert(op.tx.first);
        self.transactions.insert(op.tx.first);
    }

    fn whole(self, connection: &Connection, more: i64) -> Result<Backlog, StoreError> {
        let mut records = Vec::with_capacity(self.records.len());
        for (mut record, transactions) in self.records.into_values() {
            record.changes = transactions.len() as i64;
            if record.noun.is_none() {
                record.noun = noun_of(connection, record.id)?;
            }
            records.push(record);
        }
        records.sort_by_key(|record| (record.since, record.id));
        let since = records.first().map(|record| record.since);
        Ok(Backlog { records, changes: self.transactions.len() as i64 + more, more, since })
    }
}

/// What a record is of which only parts are unsent.
fn noun_of(connection: &Connection, id: Id) -> Result<Option<Noun>, StoreError> {
    let rows = read(connection, "SELECT noun FROM op WHERE id = ? LIMIT 1", &[id.into()], all_values)?;
    Ok(rows.first().and_then(|row| Noun::from_code(number(row.first()) as u16)))
}
