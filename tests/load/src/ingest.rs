//! What the hub takes in, beside plain inserts into PostgreSQL and beside the same rules without a line.

use std::path::Path;
use std::time::Instant;

use domain::scope::Scope;
use hub::{Administration, Database};
use rusqlite::params;
use store::bench::{Size, shop};
use sync::exchange::{Push, Request};
use sync::{DeviceId, Op};

use crate::chain::{self, PUSHERS, SHOPS, rate};
use crate::desk::{Desk, json_of, ops_in, ops_of};
use crate::office::{Keeping, Office};

pub fn run(program: &Path, tickets: u64) -> anyhow::Result<()> {
    let size = Size { tickets, messages: tickets * 2 };
    let desks = chain::desks(size)?;
    let raw_file = file_inserts(&all(&desks, 0)?)?;
    println!("| hub | ops | over HTTP ops/s | beside | ops/s | ratio |\n|---|--:|--:|---|--:|--:|");
    for keeping in [Some(Keeping::File), Keeping::server()].into_iter().flatten() {
        let office = Office::open(program, &keeping, 1)?;
        let lines = (1..=PUSHERS).map(|device| chain::enrol(&office, device)).collect::<anyhow::Result<Vec<_>>>()?;
        let epoch = chain::epoch(&lines[0])?;
        let pushes = desks.iter().map(|desk| desk.pushes(epoch)).collect::<anyhow::Result<Vec<_>>>()?;
        let (ops, ours) = chain::send_up(&lines, &pushes)?;
        let beside = match &keeping {
            Keeping::File => ("the same rules in process", in_process(&desks)?),
            Keeping::Server(server) => ("plain inserts of the op table", server_inserts(&server.database_url(1), &all(&desks, epoch)?)?),
        };
        println!("| {} | {ops} | {ours:.0} | {} | {:.0} | {:.2} |", keeping.name(), beside.0, beside.1, ours / beside.1);
    }
    println!("\nplain inserts of the op table into SQLite: {raw_file:.0} ops/s");
    sizes(&all(&desks, 0)?);
    Ok(())
}

fn all(desks: &[Desk], epoch: u64) -> anyhow::Result<Vec<Push>> {
    let logs = desks.iter().map(|desk| desk.pushes(epoch)).collect::<anyhow::Result<Vec<_>>>()?;
    Ok(logs.into_iter().flatten().collect())
}

/// The hub's rules and its file on this thread, no line and no signature.
fn in_process(desks: &[Desk]) -> anyhow::Result<f64> {
    let folder = tempfile::tempdir()?;
    let hub = Database::create(&format!("sqlite:{}", folder.path().join("hub.db").display()), 1)?;
    let scopes: Vec<Scope> = (0..SHOPS).map(|nth| Scope::Shop(shop(nth))).chain([Scope::HeadOffice]).collect();
    (1..=PUSHERS).try_for_each(|device| hub.within(true, |ledger| ledger.enrol(DeviceId(device), true, Scope::HeadOffice, &scopes)))?;
    let pushes = all(desks, hub.epoch()?.number)?;
    let started = Instant::now();
    for push in &pushes {
        hub.answer(&Request::Push(push.clone()), store::bench::NOW + 1_000)?;
    }
    Ok(rate(ops_in(&pushes), started))
}

/// What any program that keeps ops in PostgreSQL must at least do: one statement a batch, two unique indexes, durable.
fn server_inserts(address: &str, pushes: &[Push]) -> anyhow::Result<f64> {
    let mut client = postgres::Client::connect(address, postgres::NoTls)?;
    client.batch_execute(
        "DROP TABLE IF EXISTS plain_op; CREATE TABLE plain_op (device BIGINT, seq BIGINT, id BYTEA, hlc BIGINT, bytes BYTEA, \
         PRIMARY KEY (device, seq)); CREATE UNIQUE INDEX ON plain_op (id, hlc, device, seq)",
    )?;
    let insert = client.prepare("INSERT INTO plain_op SELECT * FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BYTEA[], $4::BIGINT[], $5::BYTEA[])")?;
    let batches: Vec<Vec<Op>> = pushes.iter().map(|push| ops_of(std::slice::from_ref(push))).collect();
    let started = Instant::now();
    for ops in &batches {
        let (mut devices, mut seqs, mut ids, mut clocks, mut bytes) = (vec![], vec![], vec![], vec![], vec![]);
        for op in ops {
            devices.push(op.device.0 as i64);
            seqs.push(op.seq as i64);
            ids.push(op.id.0.to_vec());
            clocks.push(op.hlc.0 as i64);
            bytes.push(op.encode());
        }
        client.execute(&insert, &[&devices, &seqs, &ids, &clocks, &bytes])?;
    }
    Ok(rate(ops_in(pushes), started))
}

/// The same for a SQLite file.
fn file_inserts(pushes: &[Push]) -> anyhow::Result<f64> {
    let folder = tempfile::tempdir()?;
    let mut file = rusqlite::Connection::open(folder.path().join("plain.db"))?;
    file.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         CREATE TABLE op (device INTEGER, seq INTEGER, id BLOB, hlc INTEGER, bytes BLOB, PRIMARY KEY (device, seq)) WITHOUT ROWID; \
         CREATE UNIQUE INDEX op_id ON op (id, hlc, device, seq)",
    )?;
    let batches: Vec<Vec<Op>> = pushes.iter().map(|push| ops_of(std::slice::from_ref(push))).collect();
    let started = Instant::now();
    for ops in &batches {
        let transaction = file.transaction()?;
        for op in ops {
            let mut insert = transaction.prepare_cached("INSERT INTO op VALUES (?, ?, ?, ?, ?)")?;
            insert.execute(params![op.device.0 as i64, op.seq as i64, op.id.0, op.hlc.0 as i64, op.encode()])?;
        }
        transaction.commit()?;
    }
    Ok(rate(ops_in(pushes), started))
}

/// Bytes on the wire beside the same ops as JSON.
fn sizes(pushes: &[Push]) {
    let ops = ops_of(pushes);
    let packed: usize = pushes.iter().map(|push| sync::wire::pack_request(&Request::Push(push.clone())).len()).sum();
    let json: usize = ops.iter().map(|op| json_of(op).to_string().len()).sum();
    let each = |bytes: usize| bytes as f64 / ops.len() as f64;
    println!("\nbulk: {:.1} bytes an op on the wire, {:.1} as JSON, ratio {:.3}", each(packed), each(json), packed as f64 / json as f64);
}

/// How the rate goes with the number of desks and with what the hub already has.
pub fn growth(program: &Path) -> anyhow::Result<()> {
    println!("| desks | ops before | ops sent | ops/s |\n|--:|--:|--:|--:|");
    for desks in [10_u64, 100, 1_000] {
        of_desks(program, desks)?;
    }
    of_history(program)
}

fn of_desks(program: &Path, count: u64) -> anyhow::Result<()> {
    let keeping = Keeping::File;
    let office = Office::open(program, &keeping, 1)?;
    // The same work in all, so that only the number of desks differs.
    let each = 2_000 / count;
    let size = Size { tickets: each * count, messages: each * count * 2 };
    let (mut lines, mut pushes) = (Vec::new(), Vec::new());
    for nth in 0..count {
        let desk = Desk::filled(DeviceId(nth + 1), size, nth * each..(nth + 1) * each)?;
        lines.push(chain::enrol(&office, nth + 1)?);
        pushes.push(desk.pushes(chain::epoch(&lines[0])?)?);
    }
    let (ops, ours) = in_turns(lines, pushes)?;
    println!("| {count} | 0 | {ops} | {ours:.0} |");
    Ok(())
}

/// Eight at a time, as many threads as a small machine's hub has: a thousand threads here would measure this program.
fn in_turns(lines: Vec<crate::line::Line>, pushes: Vec<Vec<Push>>) -> anyhow::Result<(usize, f64)> {
    let ops = pushes.iter().map(|log| ops_in(log)).sum();
    let queue = std::sync::Mutex::new(lines.into_iter().zip(pushes).collect::<Vec<_>>());
    let started = Instant::now();
    chain::at_once((0..8).collect(), |_: u32| {
        loop {
            let next = queue.lock().map_err(|_| anyhow::anyhow!("a thread ended"))?.pop();
            let Some((line, log)) = next else { return Ok(()) };
            for push in log {
                line.ask(&Request::Push(push))?;
            }
        }
    })?;
    Ok((ops, rate(ops, started)))
}

fn of_history(program: &Path) -> anyhow::Result<()> {
    let keeping = Keeping::File;
    let office = Office::open(program, &keeping, 1)?;
    let total = 100_000_u64;
    let size = Size { tickets: total, messages: total * 2 };
    let mut before = 0;
    for (nth, until) in [1_000_u64, 2_000, 10_000, 12_000, 98_000, 100_000].windows(2).enumerate().step_by(2) {
        let device = nth as u64 + 1;
        let desk = Desk::filled(DeviceId(device), size, until[0]..until[1])?;
        let line = chain::enrol(&office, device)?;
        let pushes = desk.pushes(chain::epoch(&line)?)?;
        let (ops, ours) = chain::send_up(&[line], &[pushes])?;
        println!("| 1 | {before} | {ops} | {ours:.0} |");
        before += ops;
        before += fill(&office, size, device + 100, until[1])?;
    }
    Ok(())
}

/// Brings the hub's history to the next size.
fn fill(office: &Office<'_>, size: Size, device: u64, from: u64) -> anyhow::Result<usize> {
    let until = match from {
        2_000 => 10_000,
        12_000 => 98_000,
        _ => return Ok(0),
    };
    let desk = Desk::filled(DeviceId(device), size, from..until)?;
    let line = chain::enrol(office, device)?;
    let pushes = desk.pushes(chain::epoch(&line)?)?;
    Ok(chain::send_up(&[line], &[pushes])?.0)
}
