//! `cargo xtask tidy`: the rules of the house that no compiler knows, over every file that git holds or would hold.
//!
//! Text only, no parser: it must answer in the time of a breath. What breaks a rule today is counted in `ratchets.toml`, and
//! the counts only shrink.

use std::collections::BTreeMap;

use anyhow::Context;

use crate::shell;

mod files;
mod mask;
mod patterns;
mod ratchet;
mod shapes;
mod stores;

use files::File;

/// One place where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Breach {
    rule: &'static str,
    path: String,
    /// Counted from 1; 0 is the file as a whole.
    line: usize,
    /// The way out.
    way: String,
}

impl std::fmt::Display for Breach {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}:{}: {}: {}", self.path, self.line, self.rule, self.way)
    }
}

const RATCHETS: &str = "crates/xtask/ratchets.toml";

pub fn tidy(tighten: bool) -> anyhow::Result<()> {
    let files = files::all()?;
    let breaches = breaches(&files);
    let text = std::fs::read_to_string(shell::root().join(RATCHETS)).context(RATCHETS)?;
    let allowed = ratchet::parse(&text).context(RATCHETS)?;
    if tighten {
        std::fs::write(shell::root().join(RATCHETS), ratchet::tightened(&text, &allowed, &ratchet::counts(&breaches)))?;
    }
    let verdict = ratchet::judge(&breaches, &allowed, committed().as_ref());
    verdict.notes.iter().for_each(|note| println!("{note}"));
    let faults = verdict.faults.len();
    verdict.faults.iter().for_each(|fault| eprintln!("{fault}"));
    anyhow::ensure!(faults == 0, "tidy: {faults} to put right");
    println!("tidy: {} files, ok", files.len());
    Ok(())
}

fn breaches(files: &[File]) -> Vec<Breach> {
    let mut found: Vec<Breach> = files.iter().flat_map(|file| [patterns::check(file), shapes::check(file)].concat()).collect();
    found.extend(shapes::check_together(files));
    found.extend(stores::check(files));
    found.sort();
    found
}

/// The numbers of the last commit, when there is one.
fn committed() -> Option<BTreeMap<String, usize>> {
    let text = shell::answer(&mut shell::command("git", ["show", &format!("HEAD:{RATCHETS}")]))?;
    ratchet::parse(&text).ok()
}
