//! Writing: filling the file, one durable command, and an import beside plain inserts of the same rows.

use std::ops::Range;
use std::path::Path;
use std::time::Instant;

use domain::Value;
use sync::DeviceId;

use super::data::{self, Size};
use super::raw::Raw;
use super::{Import, KEY, Line, Pair, Result, ms};
use crate::connect::MIGRATIONS;
use crate::{Folder, Store};

/// Cases of one transaction: about 4,000 ops.
const CASES: usize = 500;
const COMMANDS: usize = 200;
/// Cases of the import: a little over 100,000 ops.
const IMPORT: Size = Size { tickets: 12_000, messages: 60_000 };

/// Writes the cases of `range` as an import does: through the pen, many to a transaction. Returns the transactions.
pub async fn fill(store: &Store, size: Size, range: Range<u64>) -> Result<usize> {
    let numbers: Vec<u64> = range.collect();
    let parts = numbers.chunks(CASES);
    let count = parts.len();
    for part in parts {
        let edits = part.iter().flat_map(|nth| data::case(size, *nth)).collect();
        store.pen().await.commit(edits, Some(data::staff(0)), data::NOW).await?;
    }
    Ok(count)
}

/// A message said in an open conversation, on the disk when the call comes back.
pub async fn durable(store: &Store, raw: &Raw, size: Size) -> Result<Line> {
    let mut pair = Pair::default();
    for round in 0..=COMMANDS {
        let thread = data::conversation_id(size.tickets - 2 - round as u64);
        let edits = data::said(data::fresh_message(round as u64), thread, 1, data::NOW + round as i64);
        let started = Instant::now();
        store.pen().await.commit(edits, Some(data::staff(1)), data::NOW + round as i64).await?;
        let ours = ms(started);
        let started = Instant::now();
        say(raw, round as i64, thread.into())?;
        pair.take(round, ours, ms(started));
    }
    Ok(pair.line("one durable message".to_owned(), 1))
}

/// The rows that a message leaves behind, written by hand: log, message, what the list shows of the conversation.
fn say(raw: &Raw, round: i64, thread: Value) -> Result<()> {
    let id = Value::from(data::fresh_message(round as u64));
    let at = Value::Int(data::NOW + round);
    raw.batch("BEGIN IMMEDIATE")?;
    raw.execute(
        "INSERT INTO op (device, seq, noun, id, bytes, chain) VALUES (1, ?, 8, ?, ?, ?)",
        &[Value::Int(1_000_000_000 + round), id.clone(), Value::Bytes(vec![7; 250]), Value::Bytes(vec![9; 32])],
    )?;
    let text = Value::from("您好，请您带上小票和机器到店里，我们先看一下批次");
    raw.execute(
        "INSERT INTO message (id, conversation, author_kind, author, audience, form, text, at, delivery, clock) VALUES (?, ?, 'staff', ?, 'customer', 'text', ?, ?, 'sent', ?)",
        &[id, thread.clone(), data::staff(1).into(), text.clone(), at.clone(), Value::Bytes(vec![5; 60])],
    )?;
    raw.execute(
        "UPDATE conversation SET d_last_at = ?, d_last_from = 'staff', d_preview = ?, d_reply_at = ? WHERE id = ?",
        &[at.clone(), text, at, thread],
    )?;
    raw.batch("COMMIT")?;
    Ok(())
}

const TABLES: [&str; 6] = ["op", "dot", "customer", "conversation", "message", "ticket"];

/// Imports into a new file; then copies its rows into another new one by plain inserts, in as many transactions.
pub async fn import(dir: &Path) -> Result<Import> {
    let folder = Folder(dir.join("import"));
    let store = Store::create(&folder, &KEY, DeviceId(2)).await?;
    let started = Instant::now();
    let transactions = fill(&store, IMPORT, 0..IMPORT.tickets).await?;
    let ours_s = started.elapsed().as_secs_f64();
    let ops = store.position().await?;
    store.close().await;
    drop(store);

    let from = Raw::open(&folder.database(), &KEY)?;
    let rows: Vec<_> = TABLES.iter().map(|table| from.table(table)).collect::<std::result::Result<_, _>>()?;
    let to = Raw::open(&dir.join("import-raw.db"), &KEY)?;
    MIGRATIONS.iter().try_for_each(|migration| to.batch(migration))?;
    let started = Instant::now();
    for part in 0..transactions {
        to.batch("BEGIN IMMEDIATE")?;
        for (insert, rows) in &rows {
            let at = |part: usize| rows.len() * part / transactions;
            rows[at(part)..at(part + 1)].iter().try_for_each(|row| to.insert(insert, row))?;
        }
        to.batch("COMMIT")?;
    }
    let raw_s = started.elapsed().as_secs_f64();
    let rate = |seconds: f64| ops as f64 / seconds;
    Ok(Import { ops, ops_per_second: rate(ours_s), raw_ops_per_second: rate(raw_s), ratio: raw_s / ours_s })
}
