//! `zg-hub doctor`: everything that can be checked from here, each with what to do about it.

use std::path::PathBuf;

use clap::Args;
use domain::time::{Clock, Millis, SystemClock};
use hub::{Database, LedgerError};
use serde_json::{Value, json};

use crate::Undone;

const DAY_MS: Millis = 86_400_000;
/// Clocks that differ less are right.
const CLOCK_MS: Millis = 120_000;
/// A certificate with less left than this is to be renewed.
const SOON_MS: Millis = 14 * DAY_MS;
/// Less room than this is little, whatever the database's size.
const ROOM: u64 = 1 << 30;

#[derive(Args)]
pub struct Doctor {
    /// The certificate that `serve` is given, to see when it ends.
    #[arg(long, value_name = "FILE")]
    tls_cert: Option<PathBuf>,
}

/// One check.
struct Finding {
    what: &'static str,
    is_well: bool,
    said: String,
}

fn well(what: &'static str, said: String) -> Finding {
    Finding { what, is_well: true, said }
}

fn unwell(what: &'static str, said: String) -> Finding {
    Finding { what, is_well: false, said }
}

impl Doctor {
    pub fn run(&self, hub: &Database, json: bool) -> Result<String, Undone> {
        let now = SystemClock.now();
        let mut findings = vec![database(hub)?, logs(hub)?, days(hub, now)?, clock(hub, now)?];
        findings.extend(room(hub)?);
        findings.extend(self.certificate(now)?);
        let said = if json { as_json(&findings) } else { as_text(&findings) };
        if findings.iter().all(|finding| finding.is_well) { Ok(said) } else { Err(Undone::Unwell(said)) }
    }

    fn certificate(&self, now: Millis) -> Result<Option<Finding>, Undone> {
        let Some(path) = &self.tls_cert else { return Ok(None) };
        let left = hub::tls::end_of_file(path)? - now;
        Ok(Some(match left {
            ..0 => unwell("certificate", "it has ended, and no desk can reach the hub: put a new one in its place".to_owned()),
            _ if left < SOON_MS => unwell("certificate", format!("it ends in {} days: put a new one in its place", left / DAY_MS)),
            _ => well("certificate", format!("good for {} days", left / DAY_MS)),
        }))
    }
}

fn database(hub: &Database) -> Result<Finding, LedgerError> {
    Ok(well("database", format!("answers, epoch {:016x}", hub.epoch()?.number)))
}

fn logs(hub: &Database) -> Result<Finding, LedgerError> {
    let report = hub.audit(hub.signing_key()?.public())?;
    Ok(match report.is_clean() {
        true => well("logs", format!("{} ops of {} devices are as they were signed", report.ops, report.devices)),
        false => unwell("logs", format!("{report}\nput the last good backup back and run `zg-hub restored`: desks send again what it lacks")),
    })
}

fn days(hub: &Database, now: Millis) -> Result<Finding, LedgerError> {
    Ok(match hub.last_day()? {
        None => unwell("days", "none was sealed yet: `zg-hub serve` does it once a day, `zg-hub audit seal` at once".to_owned()),
        Some(last) if now - last.day.at > 2 * DAY_MS => {
            unwell("days", format!("none was sealed for {} days: is a hub serving?", (now - last.day.at) / DAY_MS))
        }
        Some(last) => well("days", format!("{} sealed", last.day.number)),
    })
}

/// Against the last day that was sealed, and against the database's machine.
fn clock(hub: &Database, now: Millis) -> Result<Finding, LedgerError> {
    let sealed = hub.last_day()?.map_or(now, |last| last.day.at);
    let elsewhere = hub.clock()?.unwrap_or(now);
    Ok(if sealed - now > CLOCK_MS {
        unwell("clock", "this machine's clock stands before the last day that was sealed: set it; desks take the hub's time for right".to_owned())
    } else if (elsewhere - now).abs() > CLOCK_MS {
        unwell("clock", format!("this machine and the database's differ by {} s: set the wrong one", (elsewhere - now) / 1_000))
    } else {
        well("clock", "nothing speaks against it".to_owned())
    })
}

/// Room on the file's disk. That of a server is not seen from here.
fn room(hub: &Database) -> Result<Option<Finding>, LedgerError> {
    let Some(file) = hub.file() else { return Ok(None) };
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
    let (free, size) = (fs4::available_space(folder)?, std::fs::metadata(file)?.len());
    let mib = free >> 20;
    Ok(Some(match free < ROOM.max(size) {
        true => unwell("disk", format!("{mib} MiB are free, less than a backup or a busy week needs: make room")),
        false => well("disk", format!("{mib} MiB free")),
    }))
}

fn as_text(findings: &[Finding]) -> String {
    let line = |finding: &Finding| format!("{:<5}{}: {}", if finding.is_well { "ok" } else { "BAD" }, finding.what, finding.said);
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn as_json(findings: &[Finding]) -> String {
    let one = |finding: &Finding| json!({ "check": finding.what, "ok": finding.is_well, "said": finding.said });
    Value::from(findings.iter().map(one).collect::<Vec<_>>()).to_string()
}
