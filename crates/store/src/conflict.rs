//! The conflict journal: values that a concurrent edit overwrote, kept so that a person can take them back.
//!
//! The journal is derived from the log like a row. Nobody takes an entry out of it: a person decides by a write that saw
//! what lost ([`Decided`]), and with that write the entry is gone on every device.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use domain::edit::{Act, Edit};
use domain::field::{Field, Noun};
use domain::{Id, Millis, Value};
use rusqlite::Connection;
use sync::author::Settled;
use sync::merge::Loser;
use sync::{DeviceId, Dot, Hlc, Op};

use crate::rows::{all_values, execute, read};
use crate::{Store, StoreError, log};

/// A value that lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    pub noun: Noun,
    pub id: Id,
    pub field: u16,
    /// Key of a map field; empty for other fields.
    pub key: String,
    pub value: Value,
    pub actor: Option<Id>,
    pub at: Millis,
    /// The write's name.
    pub dot: Dot,
}

/// A cell of a record that is here, what stands in it, and what lost, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contested {
    pub noun: Noun,
    pub id: Id,
    pub field: u16,
    pub key: String,
    pub value: Value,
    pub actor: Option<Id>,
    pub at: Millis,
    pub lost: Vec<Lost>,
}

/// Somebody looked at what lost in a cell and says what is to stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    pub noun: Noun,
    pub id: Id,
    pub field: u16,
    pub key: Option<String>,
    /// The writes that lost and were looked at. One that came since stays in the journal.
    pub saw: Vec<Dot>,
}

const LOST: &str = "SELECT noun, id, field, key, value, actor, hlc, device, seq FROM conflict";

impl Store {
    /// What lost on one record, newest first.
    pub async fn conflicts(&self, id: Id) -> Result<Vec<Lost>, StoreError> {
        let sql = format!("{LOST} WHERE id = ? ORDER BY hlc DESC");
        Ok(self.values(&sql, vec![id.into()]).await?.into_iter().filter_map(lost).collect())
    }

    /// The cells of these fields in which something lost, newest first, from about `limit` values that lost. Records that are
    /// not here (any more) are left out.
    pub async fn contested(&self, fields: &[Field], limit: i64) -> Result<Vec<Contested>, StoreError> {
        let pairs: Vec<String> = fields.iter().map(|field| format!("({}, {})", field.noun.code(), field.code)).collect();
        let sql = format!("{LOST} WHERE (noun, field) IN (VALUES {}) ORDER BY hlc DESC LIMIT ?", pairs.join(", "));
        if pairs.is_empty() { Ok(Vec::new()) } else { self.gather(sql, vec![limit.into()]).await }
    }

    /// The same of one record.
    pub async fn contested_of(&self, id: Id) -> Result<Vec<Contested>, StoreError> {
        self.gather(format!("{LOST} WHERE id = ? ORDER BY hlc DESC"), vec![id.into()]).await
    }

    async fn gather(&self, sql: String, binds: Vec<Value>) -> Result<Vec<Contested>, StoreError> {
        let job = move |connection: &Connection| {
            let all: Vec<Lost> = read(connection, &sql, &binds, all_values)?.into_iter().filter_map(lost).collect();
            let mut records: BTreeMap<Id, Vec<Op>> = BTreeMap::new();
            let mut cells: Vec<Contested> = Vec::new();
            for lost in all {
                let same = |cell: &&mut Contested| (cell.id, cell.field, &cell.key) == (lost.id, lost.field, &lost.key);
                if let Some(cell) = cells.iter_mut().find(same) {
                    cell.lost.push(lost);
                    continue;
                }
                let ops = match records.entry(lost.id) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(unknown) => unknown.insert(ops_here(connection, lost.noun, lost.id)?),
                };
                cells.extend(contested(ops, lost));
            }
            Ok(cells)
        };
        self.readers.run(job).await
    }
}

/// What the record is made of; nothing where it was deleted or has left.
fn ops_here(connection: &Connection, noun: Noun, id: Id) -> Result<Vec<Op>, StoreError> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM {} WHERE id = ? AND deleted = 0)", noun.name());
    if crate::rows::is(connection, &sql, &[id.into()])? { log::ops_within(connection, id) } else { Ok(Vec::new()) }
}

fn contested(ops: &[Op], lost: Lost) -> Option<Contested> {
    let key = Some(lost.key.as_str()).filter(|key| !key.is_empty());
    let stands = sync::merge::open(ops, lost.field, key)?.stands;
    let (noun, id, field, key) = (lost.noun, lost.id, lost.field, lost.key.clone());
    Some(Contested { noun, id, field, key, value: stands.value, actor: stands.actor, at: stands.stamp.hlc.ms(), lost: vec![lost] })
}

fn lost(row: Vec<Value>) -> Option<Lost> {
    let [Value::Int(noun), Value::Bytes(id), Value::Int(field), Value::Text(key), value, actor, Value::Int(hlc), Value::Int(device), Value::Int(seq)] =
        <[Value; 9]>::try_from(row).ok()?
    else {
        return None;
    };
    let actor = match actor {
        Value::Bytes(bytes) => bytes.try_into().ok().map(Id),
        _ => None,
    };
    let dot = Dot { device: DeviceId(device as u64), seq: seq as u64 };
    Some(Lost {
        noun: Noun::from_code(noun as u16)?,
        id: Id(id.try_into().ok()?),
        field: field as u16,
        key,
        value,
        actor,
        at: Hlc(hlc as u64).ms(),
        dot,
    })
}

/// What the author must know to write down a decision; none where the edits do not write the cell.
pub(crate) fn settled(connection: &Connection, decided: Decided, edits: &[Edit]) -> Result<Option<Settled>, StoreError> {
    let Decided { noun, id, field, key, saw } = decided;
    let Some(value) =
        edits.iter().filter(|edit| (edit.noun, edit.id) == (noun, id)).filter_map(|edit| written(edit, field, key.as_deref())).next_back()
    else {
        return Ok(None);
    };
    let Some(open) = sync::merge::open(&log::ops_within(connection, id)?, field, key.as_deref()) else { return Ok(None) };
    // Who sees what stands has seen whoever else wrote the same.
    let seen = open.unseen.iter().filter(|write| write.value == open.stands.value || saw.contains(&dot_of(write)));
    let clocks = seen.map(|write| write.stamp.hlc).collect();
    Ok(Some(Settled { noun, id, field, key, value, saw: clocks }))
}

const fn dot_of(write: &Loser) -> Dot {
    Dot { device: write.stamp.device, seq: write.stamp.seq }
}

/// What the edit writes into the cell.
pub fn written(edit: &Edit, field: u16, key: Option<&str>) -> Option<Value> {
    match &edit.act {
        Act::Put(fields) if key.is_none() => fields.iter().rfind(|(known, _)| known.code == field).map(|(_, value)| value.clone()),
        Act::PutKey(known, other, value) if known.code == field && key == Some(other) => Some(value.clone()),
        _ => None,
    }
}

/// Makes the journal's entries of one cell what the log says they are.
pub(crate) fn rewrite(connection: &Connection, noun: Noun, id: Id, field: u16, key: Option<&str>) -> Result<(), StoreError> {
    let ops = log::ops_within(connection, id)?;
    let key_text = Value::from(key.unwrap_or_default());
    let cell = [Value::from(id), Value::Int(field.into()), key_text.clone()];
    execute(connection, "DELETE FROM conflict WHERE id = ? AND field = ? AND key = ?", &cell)?;
    for loser in sync::merge::losers(&ops, field, key) {
        let binds = [
            Value::from(id),
            Value::Int(field.into()),
            key_text.clone(),
            Value::Int(loser.stamp.device.0 as i64),
            Value::Int(loser.stamp.seq as i64),
            Value::Int(noun.code().into()),
            Value::Int(loser.stamp.hlc.0 as i64),
            loser.actor.into(),
            loser.value,
        ];
        let sql = "INSERT INTO conflict (id, field, key, device, seq, noun, hlc, actor, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        execute(connection, sql, &binds)?;
    }
    Ok(())
}
