//! The writing statements of a transaction: many rows each, because one statement costs more than one row.

use std::collections::BTreeMap;

use domain::field::Noun;
use domain::{Id, Value};
use sqlx::SqliteConnection;
use sync::Stamped;

use crate::StoreError;
use crate::apply::Loaded;
use crate::rows::bound;

/// Rows per statement. Only full groups and single rows are used, so that the prepared statements are few.
const GROUP: usize = 32;

pub(crate) async fn insert_ops(connection: &mut SqliteConnection, ops: &[Stamped]) -> Result<(), StoreError> {
    let row = |stamped: &Stamped| {
        let op = &stamped.op;
        vec![
            Value::Int(op.device.0 as i64),
            Value::Int(op.seq as i64),
            Value::Int(op.noun.into()),
            op.id.into(),
            Value::Bytes(stamped.bytes.clone()),
            Value::Bytes(stamped.chain.0.to_vec()),
        ]
    };
    insert(connection, "op (device, seq, noun, id, bytes, chain)", 6, ops.iter().map(row)).await
}

/// Inserts rows of `width` values into `target`, a table with its columns.
async fn insert(connection: &mut SqliteConnection, target: &str, width: usize, rows: impl Iterator<Item = Vec<Value>>) -> Result<(), StoreError> {
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        let group: Vec<Vec<Value>> = rows.by_ref().take(GROUP).collect();
        if group.len() == GROUP {
            let sql = format!("INSERT INTO {target} VALUES {}", tuples(width, GROUP));
            bound(sql, group.into_iter().flatten().collect()).execute(&mut *connection).await?;
            continue;
        }
        for row in group {
            bound(format!("INSERT INTO {target} VALUES {}", tuples(width, 1)), row).execute(&mut *connection).await?;
        }
    }
    Ok(())
}

fn tuples(width: usize, count: usize) -> String {
    let one = format!("({}), ", crate::rows::marks(width));
    let mut all = one.repeat(count);
    all.truncate(all.len() - 2);
    all
}

/// Writes every touched record: new ones in groups, changed ones column by column.
pub(crate) async fn write_rows(connection: &mut SqliteConnection, records: &BTreeMap<(Noun, Id), Loaded>) -> Result<(), StoreError> {
    let mut fresh: BTreeMap<Noun, Vec<Vec<Value>>> = BTreeMap::new();
    for ((noun, id), loaded) in records.iter().filter(|(_, loaded)| loaded.touched) {
        if loaded.is_new {
            fresh.entry(*noun).or_default().push(new_row(*noun, *id, loaded));
        } else {
            update(connection, *noun, *id, loaded).await?;
        }
    }
    for (noun, rows) in fresh {
        let columns: String = noun.fields().iter().map(|field| format!("\"{}\", ", field.name)).collect();
        let target = format!("{} (id, {columns}deleted, clock)", noun.name());
        insert(connection, &target, noun.fields().len() + 3, rows.into_iter()).await?;
    }
    Ok(())
}

fn new_row(noun: Noun, id: Id, loaded: &Loaded) -> Vec<Value> {
    let mut row = vec![Value::from(id)];
    row.extend(noun.fields().iter().map(|field| loaded.values.get(&field.code).cloned().unwrap_or(Value::Null)));
    row.push(Value::Int(loaded.deleted.unwrap_or(false).into()));
    row.push(Value::Bytes(loaded.clock.encode()));
    row
}

async fn update(connection: &mut SqliteConnection, noun: Noun, id: Id, loaded: &Loaded) -> Result<(), StoreError> {
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
    bound(sql, binds).execute(connection).await?;
    Ok(())
}
