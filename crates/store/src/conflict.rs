//! The conflict journal: values that a concurrent edit overwrote, kept so that a person can take them back.

use domain::field::Noun;
use domain::{Id, Millis, Value};
use rusqlite::Connection;
use sync::Hlc;

use crate::rows::execute;
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
}

impl Store {
    /// What lost on one record, newest first.
    pub async fn conflicts(&self, id: Id) -> Result<Vec<Lost>, StoreError> {
        let sql = "SELECT noun, id, field, key, value, actor, hlc FROM conflict WHERE id = ? ORDER BY hlc DESC";
        Ok(self.values(sql, vec![id.into()]).await?.into_iter().filter_map(lost).collect())
    }
}

fn lost(row: Vec<Value>) -> Option<Lost> {
    let [Value::Int(noun), Value::Bytes(id), Value::Int(field), Value::Text(key), value, actor, Value::Int(hlc)] =
        <[Value; 7]>::try_from(row).ok()?
    else {
        return None;
    };
    let actor = match actor {
        Value::Bytes(bytes) => bytes.try_into().ok().map(Id),
        _ => None,
    };
    Some(Lost { noun: Noun::from_code(noun as u16)?, id: Id(id.try_into().ok()?), field: field as u16, key, value, actor, at: Hlc(hlc as u64).ms() })
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
