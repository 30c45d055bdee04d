//! Writing one transaction's changes: one statement for all rows of a kind, however many there are.

use std::collections::BTreeMap;

use domain::Id;
use domain::scope::Scope;
use sync::DeviceId;
use sync::ledger::{Because, Changes, Entry, Held, Record, bytes};

use super::super::rows::{self, Heard, Line, signed};
use super::Link;
use crate::LedgerError;

pub fn all(link: &mut Link, changes: &Changes) -> Result<(), LedgerError> {
    if let Some((device, head)) = changes.head {
        let statement = "UPDATE device SET seq = $2, chain = $3 WHERE device = $1";
        link.run(statement, &[&(device.0 as i64), &signed(head.seq), &head.chain.0.as_slice()])?;
    }
    // An op that is there already is a broken promise of the rules and must not pass.
    ops(
        link,
        "INSERT INTO op (device, seq, id, state, reason, bytes, came) \
         SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::smallint[], $5::bytea[], $6::bytea[], $7::bytea[])",
        &changes.ops,
    )?;
    ops(
        link,
        "UPDATE op SET id = found.id, state = found.state, reason = found.reason, bytes = found.bytes, came = found.came \
         FROM unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::smallint[], $5::bytea[], $6::bytea[], $7::bytea[]) \
         AS found(device, seq, id, state, reason, bytes, came) WHERE op.device = found.device AND op.seq = found.seq",
        &changes.found,
    )?;
    records(link, &changes.records)?;
    because(
        link,
        "DELETE FROM because USING unnest($1::bytea[], $2::bytea[], $3::bytea[]) AS past(root, scope, cause) \
         WHERE because.root = past.root AND because.scope = past.scope AND because.cause = past.cause",
        changes.no_longer.iter(),
    )?;
    because(
        link,
        "INSERT INTO because (root, scope, cause) SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bytea[]) ON CONFLICT DO NOTHING",
        changes.because.iter(),
    )?;
    left(link, &changes.left)?;
    lines(link, &changes.entries)?;
    heads(link, &changes.entries)?;
    heard(link, &changes.heard)
}

fn ops(link: &mut Link, statement: &'static str, ops: &[(DeviceId, Held)]) -> Result<(), LedgerError> {
    if ops.is_empty() {
        return Ok(());
    }
    let devices: Vec<i64> = ops.iter().map(|(device, _)| device.0 as i64).collect();
    let seqs: Vec<i64> = ops.iter().map(|(_, held)| signed(held.seq)).collect();
    let ids: Vec<&[u8]> = ops.iter().map(|(_, held)| held.id.0.as_slice()).collect();
    let (states, reasons): (Vec<i16>, Vec<Option<Vec<u8>>>) = ops.iter().map(|(_, held)| rows::state_columns(held.state)).unzip();
    let contents: Vec<&[u8]> = ops.iter().map(|(_, held)| held.bytes.as_slice()).collect();
    let came: Vec<Option<&[u8]>> = ops.iter().map(|(_, held)| held.came.as_ref().map(|digest| digest.as_slice())).collect();
    link.run(statement, &[&devices, &seqs, &ids, &states, &reasons, &contents, &came])
}

fn records(link: &mut Link, records: &[(Id, Record)]) -> Result<(), LedgerError> {
    if records.is_empty() {
        return Ok(());
    }
    let ids: Vec<&[u8]> = records.iter().map(|(id, _)| id.0.as_slice()).collect();
    let nouns: Vec<i32> = records.iter().map(|(_, record)| i32::from(record.noun)).collect();
    let roots: Vec<&[u8]> = records.iter().map(|(_, record)| record.root.0.as_slice()).collect();
    let by: Vec<i64> = records.iter().map(|(_, record)| record.by.0 as i64).collect();
    let homes: Vec<Vec<u8>> = records.iter().map(|(_, record)| record.home.to_bytes().to_vec()).collect();
    let facts: Vec<Vec<u8>> = records.iter().map(|(_, record)| bytes::encode_facts(&record.facts)).collect();
    // They are there, locked, known or not.
    let statement = "INSERT INTO record (id, noun, root, by, home, facts) \
                     SELECT * FROM unnest($1::bytea[], $2::integer[], $3::bytea[], $4::bigint[], $5::bytea[], $6::bytea[]) \
                     ON CONFLICT (id) DO UPDATE \
                     SET noun = excluded.noun, root = excluded.root, by = excluded.by, home = excluded.home, facts = excluded.facts";
    link.run(statement, &[&ids, &nouns, &roots, &by, &homes, &facts])
}

fn because<'b>(link: &mut Link, statement: &'static str, because: impl ExactSizeIterator<Item = &'b Because> + Clone) -> Result<(), LedgerError> {
    if because.len() == 0 {
        return Ok(());
    }
    let roots: Vec<&[u8]> = because.clone().map(|because| because.root.0.as_slice()).collect();
    let scopes: Vec<Vec<u8>> = because.clone().map(|because| because.scope.to_bytes().to_vec()).collect();
    let causes: Vec<&[u8]> = because.map(|because| because.cause.0.as_slice()).collect();
    link.run(statement, &[&roots, &scopes, &causes])
}

/// A root may leave a scope twice in one transaction, and one statement may not write one row twice: the last time counts.
fn left(link: &mut Link, left: &[(Id, Scope, u64)]) -> Result<(), LedgerError> {
    let last: BTreeMap<(Id, Scope), u64> = left.iter().map(|(root, scope, seq)| ((*root, *scope), *seq)).collect();
    if last.is_empty() {
        return Ok(());
    }
    let roots: Vec<&[u8]> = last.keys().map(|(root, _)| root.0.as_slice()).collect();
    let scopes: Vec<Vec<u8>> = last.keys().map(|(_, scope)| scope.to_bytes().to_vec()).collect();
    let seqs: Vec<i64> = last.values().map(|seq| signed(*seq)).collect();
    let statement = "INSERT INTO left_scope (root, scope, seq) SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bigint[]) \
                     ON CONFLICT (root, scope) DO UPDATE SET seq = excluded.seq";
    link.run(statement, &[&roots, &scopes, &seqs])
}

fn lines(link: &mut Link, entries: &BTreeMap<Scope, Vec<Entry>>) -> Result<(), LedgerError> {
    let lines: Vec<(Vec<u8>, Line)> =
        entries.iter().flat_map(|(scope, entries)| entries.iter().map(|entry| (scope.to_bytes().to_vec(), Line::of(entry)))).collect();
    if lines.is_empty() {
        return Ok(());
    }
    let scopes: Vec<&[u8]> = lines.iter().map(|(scope, _)| scope.as_slice()).collect();
    let seqs: Vec<i64> = lines.iter().map(|(_, line)| line.seq).collect();
    let roots: Vec<&[u8]> = lines.iter().map(|(_, line)| line.root.as_slice()).collect();
    let kinds: Vec<i16> = lines.iter().map(|(_, line)| line.kind).collect();
    let devices: Vec<Option<i64>> = lines.iter().map(|(_, line)| line.device).collect();
    let first: Vec<Option<i64>> = lines.iter().map(|(_, line)| line.first).collect();
    let last: Vec<Option<i64>> = lines.iter().map(|(_, line)| line.last).collect();
    let also: Vec<Option<&[u8]>> = lines.iter().map(|(_, line)| line.also.as_deref()).collect();
    let statement = "INSERT INTO scope_log (scope, seq, root, kind, device, first, last, also) SELECT * FROM \
                     unnest($1::bytea[], $2::bigint[], $3::bytea[], $4::smallint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bytea[])";
    link.run(statement, &[&scopes, &seqs, &roots, &kinds, &devices, &first, &last, &also])
}

/// The heads are locked: lines were numbered on from them.
fn heads(link: &mut Link, entries: &BTreeMap<Scope, Vec<Entry>>) -> Result<(), LedgerError> {
    let heads = entries.iter().filter_map(|(scope, entries)| Some((scope.to_bytes().to_vec(), signed(entries.last()?.seq))));
    let (scopes, heads): (Vec<Vec<u8>>, Vec<i64>) = heads.unzip();
    if scopes.is_empty() {
        return Ok(());
    }
    let statement = "INSERT INTO scope_head (scope, head) SELECT * FROM unnest($1::bytea[], $2::bigint[]) \
                     ON CONFLICT (scope) DO UPDATE SET head = excluded.head";
    link.run(statement, &[&scopes, &heads])
}

/// A scope that is over for a device is forgotten, unless it was granted again.
pub fn heard(link: &mut Link, heard: &Heard) -> Result<(), LedgerError> {
    for (device, scope, cursor) in heard {
        let (device, scope) = (device.0 as i64, scope.to_bytes());
        match cursor.as_ref().map(bytes::encode_cursor) {
            Some(cursor) => {
                link.run("UPDATE device_scope SET heard = $3 WHERE device = $1 AND scope = $2", &[&device, &scope.as_slice(), &cursor])?
            }
            None => link.run("DELETE FROM device_scope WHERE device = $1 AND scope = $2 AND NOT live", &[&device, &scope.as_slice()])?,
        }
    }
    Ok(())
}
