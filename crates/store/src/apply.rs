//! From ops to rows: merges each op into its record's clock and writes what follows from it.
//!
//! One [`Batch`] is one transaction. Rows are loaded once, changed in memory and written once, so that a transaction
//! of many ops on one record costs one row write.

use std::collections::{BTreeMap, BTreeSet};

use domain::field::{Field, Kind, Noun};
use domain::{Id, Value};
use rusqlite::{Connection, Row};
use sync::{Dot, Effect, Op, RowClock, Stamped};

use crate::derive::Beside;
use crate::pen::Change;
use crate::rows::{all_values, execute, marks, read, value};
use crate::{StoreError, bulk, conflict, derive, log, member};

/// What a transaction did.
pub(crate) struct Outcome {
    pub changes: Vec<Change>,
}

/// The records that one transaction touches.
pub(crate) struct Batch {
    records: BTreeMap<(Noun, Id), Loaded>,
}

/// A record's clock and what is to be written of it.
#[derive(Default)]
pub(crate) struct Loaded {
    pub clock: RowClock,
    pub is_new: bool,
    pub touched: bool,
    /// Map columns as they stand, by field code.
    maps: BTreeMap<u16, BTreeMap<String, String>>,
    /// Field → the column's new value.
    pub values: BTreeMap<u16, Value>,
    sets: BTreeSet<u16>,
    pub deleted: Option<bool>,
    conflicts: BTreeSet<(u16, Option<String>)>,
    refolds: BTreeSet<u16>,
    /// Dots to add and to take away.
    adds: Vec<(u16, String, Dot)>,
    removes: Vec<Dot>,
}

impl Batch {
    /// Loads the clocks (and maps) of the records that are there.
    pub fn load(connection: &Connection, records: impl Iterator<Item = (Noun, Id)>) -> Result<Self, StoreError> {
        let mut wanted: BTreeMap<Noun, BTreeSet<Id>> = BTreeMap::new();
        for (noun, id) in records {
            wanted.entry(noun).or_default().insert(id);
        }
        let mut batch = Batch { records: BTreeMap::new() };
        for (noun, ids) in wanted {
            let ids: Vec<Id> = ids.into_iter().collect();
            for part in ids.chunks(200) {
                batch.load_part(connection, noun, part)?;
            }
        }
        Ok(batch)
    }

    fn load_part(&mut self, connection: &Connection, noun: Noun, ids: &[Id]) -> Result<(), StoreError> {
        let maps: Vec<&Field> = noun.fields().iter().filter(|field| field.kind == Kind::Map).collect();
        let columns: String = maps.iter().map(|field| format!(", \"{}\"", field.name)).collect();
        let sql = format!("SELECT id, clock{columns} FROM {} WHERE id IN ({})", noun.name(), marks(ids.len()));
        let binds: Vec<Value> = ids.iter().map(|id| (*id).into()).collect();
        for row in read(connection, &sql, &binds, all_values)? {
            let mut row = row.into_iter();
            let mut next = || row.next().unwrap_or(Value::Null);
            let id = domain::value::read::<Id>("id", next())?;
            let clock: Vec<u8> = domain::value::read("clock", next())?;
            let mut loaded = Loaded { clock: read_clock(&clock)?, ..Loaded::default() };
            for field in &maps {
                loaded.maps.insert(field.code, domain::value::read(field.name, next())?);
            }
            self.records.insert((noun, id), loaded);
        }
        for id in ids {
            self.records.entry((noun, *id)).or_insert_with(|| Loaded { is_new: true, ..Loaded::default() });
        }
        Ok(())
    }

    pub fn clock(&self, noun: Noun, id: Id) -> Option<&RowClock> {
        self.records.get(&(noun, id)).map(|loaded| &loaded.clock)
    }

    /// Merges the ops and writes log, rows and everything derived from them.
    pub fn write(&mut self, connection: &Connection, ops: Vec<Stamped>) -> Result<Outcome, StoreError> {
        self.merge(ops.iter().map(|stamped| &stamped.op));
        bulk::insert_ops(connection, &ops)?;
        member::note(connection, ops.iter().map(|stamped| &stamped.op))?;
        self.finish(connection)
    }

    /// Merges ops that are in the log already; the rows are written by [`Batch::write`] or [`Batch::finish`].
    pub fn show(&mut self, connection: &Connection, ops: &[Op]) -> Result<(), StoreError> {
        self.merge(ops.iter());
        member::note(connection, ops.iter())
    }

    fn merge<'o>(&mut self, ops: impl Iterator<Item = &'o Op>) {
        for op in ops {
            let Some(noun) = op.known_noun() else { continue };
            let loaded = self.records.entry((noun, op.id)).or_default();
            loaded.touched = true;
            for effect in loaded.clock.apply(op) {
                loaded.take(effect);
            }
        }
    }

    /// Writes the rows of what was merged, and what follows from them.
    pub fn finish(&mut self, connection: &Connection) -> Result<Outcome, StoreError> {
        self.settle(connection)?;
        let beside = Beside::moving(connection, &self.records)?;
        bulk::write_rows(connection, &self.records)?;
        let changes = self.records.iter().filter(|(_, loaded)| loaded.touched).map(|((noun, id), _)| Change { noun: *noun, id: *id }).collect();
        let more = derive::derive(connection, &self.records, beside)?;
        Ok(Outcome { changes: merged(changes, more) })
    }

    /// What needs the tables or the log to be decided: sets, refolded steps, the conflict journal.
    fn settle(&mut self, connection: &Connection) -> Result<(), StoreError> {
        for ((noun, id), loaded) in &mut self.records {
            loaded.write_dots(connection, *noun, *id)?;
            for field in std::mem::take(&mut loaded.refolds) {
                let state = log::steps(connection, *noun, *id, field)?;
                loaded.clock.settle(field, &state);
                loaded.values.insert(field, state.into());
            }
            for (field, key) in std::mem::take(&mut loaded.conflicts) {
                conflict::rewrite(connection, *noun, *id, field, key.as_deref())?;
            }
        }
        Ok(())
    }
}

pub(crate) fn merged(mut changes: Vec<Change>, more: Vec<Change>) -> Vec<Change> {
    changes.extend(more);
    changes.sort_unstable();
    changes.dedup();
    changes
}

fn read_clock(bytes: &[u8]) -> Result<RowClock, StoreError> {
    RowClock::decode(bytes).map_err(|cause| StoreError::Damaged { path: "desk.db".into(), detail: format!("a record's clock: {cause}") })
}

impl Loaded {
    fn take(&mut self, effect: Effect) {
        match effect {
            Effect::Write { field, key: None, value } => {
                self.values.insert(field, value);
            }
            Effect::Write { field, key: Some(key), value } => self.write_key(field, key, value),
            Effect::Conflict { field, key } => {
                self.conflicts.insert((field, key));
            }
            Effect::Add { field, member, dot } => {
                self.sets.insert(field);
                self.adds.push((field, member, dot));
            }
            Effect::Remove { field, dots, .. } => {
                self.sets.insert(field);
                self.adds.retain(|(_, _, dot)| !dots.contains(dot));
                self.removes.extend(dots);
            }
            Effect::Refold { field } => {
                self.refolds.insert(field);
            }
            Effect::Deleted => self.deleted = Some(true),
            Effect::Revived => self.deleted = Some(false),
        }
    }

    fn write_key(&mut self, field: u16, key: String, value: Value) {
        let map = self.maps.entry(field).or_default();
        match value {
            Value::Null => map.remove(&key),
            Value::Text(text) => map.insert(key, text),
            Value::Int(number) => map.insert(key, number.to_string()),
            Value::Bool(flag) => map.insert(key, flag.to_string()),
            // Maps hold texts; bytes have no place in one.
            Value::Bytes(_) => None,
        };
        self.values.insert(field, domain::value::to_json(map));
    }

    fn write_dots(&mut self, connection: &Connection, noun: Noun, id: Id) -> Result<(), StoreError> {
        for (field, member, dot) in self.adds.drain(..) {
            let binds =
                [id.into(), Value::Int(field.into()), device_of(dot), Value::Int(dot.seq as i64), Value::Int(noun.code().into()), member.into()];
            execute(connection, "INSERT OR IGNORE INTO dot (id, field, device, seq, noun, member) VALUES (?, ?, ?, ?, ?, ?)", &binds)?;
        }
        for dot in self.removes.drain(..) {
            let binds = [id.into(), device_of(dot), Value::Int(dot.seq as i64)];
            execute(connection, "DELETE FROM dot WHERE id = ? AND device = ? AND seq = ?", &binds)?;
        }
        for field in std::mem::take(&mut self.sets) {
            self.values.insert(field, members(connection, id, field)?);
        }
        Ok(())
    }
}

fn device_of(dot: Dot) -> Value {
    Value::Int(dot.device.0 as i64)
}

fn members(connection: &Connection, id: Id, field: u16) -> Result<Value, StoreError> {
    let sql = "SELECT DISTINCT member FROM dot WHERE id = ? AND field = ? ORDER BY member";
    let members: Vec<String> =
        read(connection, sql, &[id.into(), Value::Int(field.into())], |row| Ok(domain::value::read("member", value(row, 0))?))?;
    Ok(domain::value::to_json(&members))
}

/// The adds that hold a member in a set.
pub(crate) fn dots(connection: &Connection, id: Id, field: u16, member: &str) -> Result<Vec<Dot>, StoreError> {
    let number = |row: &Row<'_>, column| crate::rows::number(Some(&value(row, column))) as u64;
    let dot = |row: &Row<'_>| Ok(Dot { device: sync::DeviceId(number(row, 0)), seq: number(row, 1) });
    read(
        connection,
        "SELECT device, seq FROM dot WHERE id = ? AND field = ? AND member = ?",
        &[id.into(), Value::Int(field.into()), member.into()],
        dot,
    )
}
