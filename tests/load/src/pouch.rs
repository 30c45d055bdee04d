//! The same records through PouchDB and express-pouchdb, both ways, in the same run.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::Context;
use store::bench::Size;
use sync::{DeviceId, Replica};

use crate::chain::{self, rate};
use crate::desk::{Desk, json_of, ops_of};
use crate::office::{Keeping, Office};

/// PouchDB takes so long that a tenth is enough.
const SHARE: u64 = 10;

pub fn run(program: &Path, tickets: u64) -> anyhow::Result<()> {
    let tickets = (tickets / SHARE / chain::PUSHERS * chain::PUSHERS).max(40);
    let size = Size { tickets, messages: tickets * 2 };
    let keeping = Keeping::File;
    let office = Office::open(program, &keeping, 1)?;
    let desk = Desk::filled(DeviceId(1), size, 0..tickets)?;
    let line = chain::enrol(&office, 1)?;
    let epoch = chain::epoch(&line)?;
    let pushes = desk.pushes(epoch)?;
    let ops = ops_of(&pushes);
    let (_, up) = chain::send_up(&[line], &[pushes])?;
    let down = take_down(&office, epoch, ops.len())?;
    let [their_up, their_down] = theirs(&ops.iter().map(|op| json_of(op).to_string()).collect::<Vec<_>>())?;
    println!("{} records\n\n| way | ours /s | PouchDB /s | ratio |\n|---|--:|--:|--:|", ops.len());
    println!("| push | {up:.0} | {their_up:.0} | {:.1} |\n| pull | {down:.0} | {their_down:.0} | {:.1} |", up / their_up, down / their_down);
    Ok(())
}

fn take_down(office: &Office<'_>, epoch: u64, ops: usize) -> anyhow::Result<f64> {
    let line = chain::enrol(office, 99)?;
    let desk = Desk::empty(DeviceId(99))?;
    let mut replica = desk.store.replica();
    replica.begin_anew(epoch)?;
    let started = Instant::now();
    chain::pull_all(&line, epoch, |page| Ok(replica.take(&page, 0)?))?;
    Ok(rate(ops, started))
}

/// Documents a second, up and down.
fn theirs(documents: &[String]) -> anyhow::Result<[f64; 2]> {
    let peer = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../peers/sync");
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let install = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
    let status = Command::new(npm).args(install).current_dir(&peer).stdout(Stdio::null()).status()?;
    anyhow::ensure!(status.success(), "PouchDB could not be installed");
    let folder = tempfile::tempdir()?;
    let at = folder.path().join("documents.jsonl");
    let mut file = std::fs::File::create(&at)?;
    documents.iter().try_for_each(|document| writeln!(file, "{document}"))?;
    let told = Command::new("node").arg("peer.mjs").arg(&at).arg(folder.path()).current_dir(&peer).stderr(Stdio::inherit()).output()?;
    anyhow::ensure!(told.status.success(), "PouchDB ended with {}", told.status);
    let told: serde_json::Value = serde_json::from_slice(&told.stdout)?;
    let number = |name: &str| told[name].as_f64().context("no figure");
    Ok([number("push")?, number("pull")?])
}
