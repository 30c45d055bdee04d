//! The writing statements of a transaction.

use std::collections::BTreeMap;

use domain::field::Noun;
use domain::{Id, Value};
use rusqlite::{Connection, params_from_iter};
use sync::Stamped;

use crate::apply::Loaded;
use crate::rows::{Bound, execute, marks};
use crate::{StoreError, derive, log};

pub(crate) fn insert_ops(connection: &Connection, ops: &[Stamped]) -> Result<(), StoreError> {
    if ops.is_empty() {
        return Ok(());
    }
    let first = log::next_position(connection)?;
    let row = |(position, stamped): (i64, &Stamped)| {
        let op = &stamped.op;
        vec![
            position.into(),
            Value::Int(op.device.0 as i64),
            Value::Int(op.seq as i64),
            Value::Int(op.noun.into()),
            op.id.into(),
            Value::Bytes(stamped.bytes.clone()),
            Value::Bytes(log::chain_bytes(stamped.chain)),
        ]
    };
    insert(connection, "op (position, device, seq, noun, id, bytes, chain)", 7, (first..).zip(ops).map(row))
}

/// Inserts rows of `width` values into `target`, a table with its columns.
fn insert(connection: &Connection, target: &str, width: usize, rows: impl Iterator<Item = Vec<Value>>) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(&format!("INSERT INTO {target} VALUES ({})", marks(width)))?;
    for row in rows {
        statement.execute(params_from_iter(row.iter().map(Bound)))?;
    }
    Ok(())
}

/// Writes every touched record: new ones in groups, changed ones column by column.
pub(crate) fn write_rows(connection: &Connection, records: &BTreeMap<(Noun, Id), Loaded>) -> Result<(), StoreError> {
    let mut fresh: BTreeMap<Noun, Vec<Vec<Value>>> = BTreeMap::new();
    for ((noun, id), loaded) in records.iter().filter(|(_, loaded)| loaded.touched) {
        if loaded.is_new {
            fresh.entry(*noun).or_default().push(new_row(*noun, *id, loaded));
        } else {
            update(connection, *noun, *id, loaded)?;
        }
    }
    for (noun, rows) in fresh {
        let columns: String = noun.fields().iter().map(|field| format!("\"{}\", ", field.name)).collect();
        let derived: String = derive::of_new(noun).iter().map(|name| format!(", {name}")).collect();
        let target = format!("{} (id, {columns}deleted, clock{derived})", noun.name());
        insert(connection, &target, noun.fields().len() + 3 + derive::of_new(noun).len(), rows.into_iter())?;
    }
    Ok(())
}

fn new_row(noun: Noun, id: Id, loaded: &Loaded) -> Vec<Value> {
    let mut row = vec![Value::from(id)];
    row.extend(noun.fields().iter().map(|field| loaded.values.get(&field.code).cloned().unwrap_or(Value::Null)));
    row.push(Value::Int(loaded.deleted.unwrap_or(false).into()));
    row.push(Value::Bytes(loaded.clock.encode()));
    row.extend(derive::values_of_new(noun, loaded));
    row
}

fn update(connection: &Connection, noun: Noun, id: Id, loaded: &Loaded) -> Result<(), StoreError> {
    let mut assignments = String::new();
    let mut binds = Vec::new();
    for (code, value) in &loaded.values {
        let Some(field) = noun.field(*code) else { continue };
        assignments += &format!("\"{}\" = ?, ", field.name);
        binds.push(value.clone());
    }
    if let Some(deleted) = loaded.deleted {
        assignments += "deleted = ?, ";
        binds.push(Value::Int(deleted.into()));
    }
    binds.push(Value::Bytes(loaded.clock.encode()));
    binds.push(id.into());
    let sql = format!("UPDATE {} SET {assignments}clock = ? WHERE id = ?", noun.name());
    execute(connection, &sql, &binds)
}
