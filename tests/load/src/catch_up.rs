//! What a desk takes down: a week that it missed, its very first time, and nothing at all.

use std::path::Path;
use std::time::Instant;

use store::bench::Size;
use sync::exchange::{Page, Pull, Request};
use sync::{DeviceId, Replica};

use crate::chain;
use crate::desk::Desk;
use crate::line::{Line, relay};
use crate::office::{Keeping, Office};

/// The name of the desk that hears it all.
const LISTENER: u64 = 99;

pub fn run(program: &Path, tickets: u64) -> anyhow::Result<()> {
    let keeping = Keeping::File;
    let (office, epoch) = office(program, &keeping, Size { tickets, messages: tickets * 2 })?;
    let pages = take_down(&office, epoch)?;
    let alone = apply_alone(&pages.kept)?;
    println!("catch-up: {} ops in {:.2} s over HTTP, {:.2} s applied alone, ratio {:.2}", pages.ops, pages.seconds, alone, pages.seconds / alone);
    println!("on the wire: {:.2} MB down, {:.2} MB up, {:.1} bytes an op", mb(pages.down), mb(pages.up), pages.down as f64 / pages.ops as f64);
    resync(&pages, epoch)
}

pub fn first(program: &Path, tickets: u64) -> anyhow::Result<()> {
    let keeping = Keeping::File;
    let (office, epoch) = office(program, &keeping, Size { tickets, messages: tickets * 10 })?;
    let pages = take_down(&office, epoch)?;
    println!("first sync: {tickets} tickets, {} messages, {} ops in {:.1} s, {:.1} MB down", tickets * 10, pages.ops, pages.seconds, mb(pages.down));
    Ok(())
}

fn mb(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// A hub that holds what four desks wrote.
fn office<'k>(program: &Path, keeping: &'k Keeping, size: Size) -> anyhow::Result<(Office<'k>, u64)> {
    let office = Office::open(program, keeping, 1)?;
    let desks = chain::desks(size)?;
    let lines = (1..=chain::PUSHERS).map(|device| chain::enrol(&office, device)).collect::<anyhow::Result<Vec<_>>>()?;
    let epoch = chain::epoch(&lines[0])?;
    let pushes = desks.iter().map(|desk| desk.pushes(epoch)).collect::<anyhow::Result<Vec<_>>>()?;
    let (ops, ours) = chain::send_up(&lines, &pushes)?;
    println!("sent up: {ops} ops, {ours:.0} ops/s");
    Ok((office, epoch))
}

struct Taken {
    line: Line,
    counted: crate::line::Crossed,
    desk: Desk,
    kept: Vec<Page>,
    ops: usize,
    seconds: f64,
    up: u64,
    down: u64,
}

fn take_down(office: &Office<'_>, epoch: u64) -> anyhow::Result<Taken> {
    let (url, counted) = relay(&office.url)?;
    let line = chain::enrol(office, LISTENER)?.by(&url);
    let desk = Desk::empty(DeviceId(LISTENER))?;
    let mut replica = desk.store.replica();
    replica.begin_anew(epoch)?;
    let (mut kept, mut ops) = (Vec::new(), 0);
    let started = Instant::now();
    chain::pull_all(&line, epoch, |page| {
        ops += page.ops.len();
        replica.take(&page, 0)?;
        kept.push(page);
        Ok(())
    })?;
    let seconds = started.elapsed().as_secs_f64();
    let [up, down] = counted.both();
    Ok(Taken { line, counted, desk, kept, ops, seconds, up, down })
}

/// The same pages into another new file, no line between.
fn apply_alone(pages: &[Page]) -> anyhow::Result<f64> {
    let desk = Desk::empty(DeviceId(LISTENER + 1))?;
    let mut replica = desk.store.replica();
    replica.begin_anew(1)?;
    let started = Instant::now();
    pages.iter().try_for_each(|page| replica.take(page, 0))?;
    Ok(started.elapsed().as_secs_f64())
}

/// A desk that has everything asks again.
fn resync(taken: &Taken, epoch: u64) -> anyhow::Result<()> {
    const ROUNDS: usize = 50;
    let mut replica = taken.desk.store.replica();
    let [up, down] = taken.counted.both();
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let pull = Pull { device: taken.line.device, epoch, follows: replica.follows()?, bytes: sync::link::PULL_BYTES };
        taken.line.ask(&Request::Pull(pull))?;
        times.push(started.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    let [up, down] = [taken.counted.both()[0] - up, taken.counted.both()[1] - down].map(|bytes| bytes / ROUNDS as u64);
    println!(
        "nothing new: p50 {:.1} ms, p95 {:.1} ms, {up} bytes up, {down} bytes down, headers counted",
        times[ROUNDS / 2],
        times[ROUNDS * 95 / 100]
    );
    Ok(())
}
