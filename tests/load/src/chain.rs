//! The chain that is measured: twelve shops, desks that send, and a desk that hears everything.

use std::time::Instant;

use store::bench::{Size, shop};
use sync::DeviceId;
use sync::exchange::{Answer, Cursor, Page, Pull, Request};

use crate::desk::Desk;
use crate::line::Line;
use crate::office::Office;

pub const SHOPS: u64 = 12;
/// Desks that send at once.
pub const PUSHERS: u64 = 4;

pub fn scopes() -> Vec<String> {
    (0..SHOPS).map(|nth| format!("shop:{}", shop(nth))).collect()
}

/// A device of head office, which hears every shop.
pub fn enrol(office: &Office<'_>, device: u64) -> anyhow::Result<Line> {
    Line::enrol(&office.url, &office.invite("head-office", true, &scopes())?, DeviceId(device))
}

/// Desks that wrote so many tickets between them.
pub fn desks(size: Size) -> anyhow::Result<Vec<Desk>> {
    let each = size.tickets / PUSHERS;
    let mut desks = Vec::new();
    for nth in 0..PUSHERS {
        desks.push(Desk::filled(DeviceId(nth + 1), size, nth * each..(nth + 1) * each)?);
    }
    Ok(desks)
}

/// The hub's life, which every push must name.
pub fn epoch(line: &Line) -> anyhow::Result<u64> {
    let pull = Pull { device: line.device, epoch: 0, follows: Vec::new(), bytes: 1 };
    Ok(line.ask(&Request::Pull(pull))?.epoch)
}

pub fn rate(ops: usize, since: Instant) -> f64 {
    ops as f64 / since.elapsed().as_secs_f64()
}

/// Runs the work on a thread for each; the first error there was.
pub fn at_once<T: Send>(all: Vec<T>, work: impl Fn(T) -> anyhow::Result<()> + Sync) -> anyhow::Result<()> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = all.into_iter().map(|one| scope.spawn(|| work(one))).collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| anyhow::anyhow!("a thread ended"))?)
    })
}

/// Sends everything of all desks up, all at once; how many ops, and how many a second.
pub fn send_up(lines: &[Line], pushes: &[Vec<sync::exchange::Push>]) -> anyhow::Result<(usize, f64)> {
    let frames: Vec<Vec<Vec<u8>>> =
        pushes.iter().map(|log| log.iter().map(|push| sync::wire::pack_request(&Request::Push(push.clone()))).collect()).collect();
    let ops = pushes.iter().map(|log| crate::desk::ops_in(log)).sum();
    let started = Instant::now();
    at_once(lines.iter().zip(&frames).collect(), |(line, frames)| {
        for frame in frames {
            let reply = sync::wire::unpack_reply(&line.post(frame)?)?;
            anyhow::ensure!(matches!(&reply.answer, Answer::Pushed { verdicts, .. } if verdicts.is_empty()), "not taken: {:?}", reply.answer);
        }
        Ok(())
    })?;
    Ok((ops, rate(ops, started)))
}

/// Every page from a desk's cursors to the end of what it hears.
pub fn pull_all(line: &Line, epoch: u64, mut take: impl FnMut(Page) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut follows: Vec<(domain::scope::Scope, Cursor)> = Vec::new();
    loop {
        let pull = Pull { device: line.device, epoch, follows: follows.clone(), bytes: sync::link::PULL_BYTES };
        let Answer::Pulled(page) = line.ask(&Request::Pull(pull))?.answer else { anyhow::bail!("no page") };
        for (scope, cursor) in &page.cursors {
            follows.retain(|(other, _)| other != scope);
            follows.extend(cursor.map(|cursor| (*scope, cursor)));
        }
        let more = page.more;
        take(page)?;
        if !more {
            return Ok(());
        }
    }
}
