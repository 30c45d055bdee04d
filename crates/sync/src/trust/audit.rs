//! Whether logs are what was written: every op against its chain, every chain against what the hub signed.
//!
//! It is told records one after another, from a file (`zg audit verify`) or from a hub's database, and remembers of a log only
//! where it stands, so that a log may be longer than memory. It needs no hub and trusts none: what it believes is a key, and a
//! hub whose own database was changed is found by its own signatures. What nobody ever signed for it cannot miss: a file or a
//! database put back as a whole to an earlier day is found by whoever kept a later day's digest or a receipt.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{Day, PublicKey, Receipt, Signed};
use crate::chain::{self, Chain, Head, Link, Why};
use crate::clock::DeviceId;

mod record;

pub use record::{BadLine, Extent, Record, hex, unhex, unhex_array};

/// More findings than these are only counted.
const MOST: usize = 100;

/// Something is not as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    #[error("line {line} was changed or damaged: it is no line of such a file")]
    Line { line: u64 },
    #[error("line {line} stands where it cannot: lines were moved or taken out")]
    Place { line: u64 },
    #[error("another hub than the known one signed this")]
    Hub,
    #[error("it ends too early: its end was cut off")]
    Ended,
    #[error("day {day}: the hub's signature does not fit, it was forged or changed")]
    ForgedDay { day: u64 },
    #[error("day {day} is missing, day {found} stands in its place")]
    MissingDay { day: u64, found: u64 },
    #[error("day {day} does not follow from the day before it")]
    OtherDay { day: u64 },
    #[error("day {day}: heads of logs were changed, added or taken out")]
    Heads { day: u64 },
    #[error("device {device}: the receipt for op {seq} is forged")]
    ForgedReceipt { device: DeviceId, seq: u64 },
    #[error("device {device}, op {seq}: {why}")]
    Log { device: DeviceId, seq: u64, why: Why },
    /// Who wrote the log anew made fresh hashes as well: only what was signed on the way tells.
    #[error("device {device}, ops {first} to {seq}: one of them is not what the hub signed for")]
    Rewritten { device: DeviceId, first: u64, seq: u64 },
    #[error("device {device}: its log is missing, the hub signed for {seq} ops")]
    NoLog { device: DeviceId, seq: u64 },
    #[error("device {device}, op {seq}: no day covers it, a day was taken off the end")]
    Uncovered { device: DeviceId, seq: u64 },
}

/// What was looked at and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub devices: u64,
    pub ops: u64,
    pub days: u64,
    /// The last day that was whole; people keep its digest elsewhere.
    pub last: Option<Day>,
    pub findings: Vec<Finding>,
    /// Findings that are not listed.
    pub more: u64,
}

impl Report {
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ops of {} devices, {} days", self.ops, self.devices, self.days)?;
        if let Some(day) = &self.last {
            write!(f, ", the last is day {} {}", day.number, hex(&day.digest()))?;
        }
        self.findings.iter().try_for_each(|finding| write!(f, "\n{finding}"))?;
        if self.more > 0 { write!(f, "\nand {} more", self.more) } else { Ok(()) }
    }
}

/// What the records are read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// Everything in it was sealed by its last day.
    File,
    /// It goes on after its last day.
    Database,
}

/// Checks records in the order of a file.
pub struct Auditor {
    source: Source,
    hub: Option<PublicKey>,
    extent: Option<Extent>,
    line: u64,
    days: Days,
    /// What was signed for, by whoever: a log must be so at that place.
    known: BTreeMap<DeviceId, BTreeSet<(u64, [u8; 32])>>,
    walk: Option<Walk>,
    walked: BTreeSet<DeviceId>,
    is_over: bool,
    report: Report,
}

/// The days so far.
#[derive(Default)]
struct Days {
    last: Option<Day>,
    /// Heads of the day whose lines are being read.
    heads: Vec<(DeviceId, Head)>,
    /// Whether all those heads had a good proof.
    proved: bool,
    /// Heads of the last day that was closed.
    ends: BTreeMap<DeviceId, Head>,
    is_open: bool,
}

/// A log on the way.
struct Walk {
    device: DeviceId,
    head: Head,
    end: Head,
    /// Up to here it is what was signed for.
    sure: u64,
    /// The rest is not looked at: the first op that is wrong is the one to name.
    broken: bool,
}

impl Auditor {
    /// For a file; `hub` is the key that is known from elsewhere, if it is.
    pub fn of_file(hub: Option<PublicKey>) -> Self {
        Self::of(Source::File, hub)
    }

    /// For the hub's own database, which goes on after its last day.
    pub fn of_database(hub: PublicKey) -> Self {
        Self::of(Source::Database, Some(hub))
    }

    fn of(source: Source, hub: Option<PublicKey>) -> Self {
        Auditor {
            source,
            hub,
            extent: None,
            line: 0,
            days: Days::default(),
            known: BTreeMap::new(),
            walk: None,
            walked: BTreeSet::new(),
            is_over: false,
            report: Report::default(),
        }
    }

    /// Whose signatures are believed: the known key, else the one the first line names.
    pub fn hub(&self) -> Option<PublicKey> {
        self.hub
    }

    /// A receipt that somebody kept: the log must be so there. To be told after the first line.
    pub fn receipt(&mut self, receipt: &Receipt, signed: &Signed) {
        let Receipt { device, head, .. } = *receipt;
        match self.hub {
            Some(hub) if hub.verify_receipt(receipt, signed).is_ok() => self.know(device, head),
            _ => self.find(Finding::ForgedReceipt { device, seq: head.seq }),
        }
    }

    /// The next line of a file.
    pub fn line(&mut self, text: &str) {
        match text.parse() {
            Ok(record) => self.take(record),
            Err(BadLine) => {
                self.line += 1;
                self.find(Finding::Line { line: self.line });
            }
        }
    }

    pub fn take(&mut self, record: Record) {
        self.line += 1;
        if self.is_over || self.extent.is_none() != matches!(record, Record::Begin { .. }) {
            self.find(Finding::Place { line: self.line });
            return;
        }
        match record {
            Record::Begin { extent, hub } => self.begin(extent, hub),
            Record::Receipt { receipt, signed } => self.receipt(&receipt, &signed),
            Record::Day { day, signed } => self.day(day, &signed),
            Record::Head { device, head, proof } => {
                let day = self.days.last.filter(|_| self.days.is_open);
                let Some(day) = day else { return self.find(Finding::Place { line: self.line }) };
                let is_proved = proof.is_some_and(|proof| day.covers(device, head, &proof));
                self.days.proved &= is_proved;
                self.days.heads.push((device, head));
            }
            Record::Log { device, head } => self.log(device, head),
            Record::Op { seq, digest, chain, bytes } => {
                let is_other = bytes.is_some_and(|bytes| chain::digest(&bytes) != digest);
                self.op(Link { seq, digest, chain }, is_other);
            }
            Record::End => {
                self.close_log();
                self.close_day();
                self.is_over = true;
            }
        }
    }

    /// Nothing follows.
    pub fn finish(mut self) -> Report {
        if !self.is_over {
            self.close_log();
            self.close_day();
            self.find(Finding::Ended);
        }
        let missing: Vec<Finding> = match self.extent {
            Some(Extent::Whole) => self.known.iter().filter(|(device, _)| !self.walked.contains(device)).filter_map(no_log).collect(),
            _ => Vec::new(),
        };
        missing.into_iter().for_each(|finding| self.find(finding));
        self.report
    }

    fn find(&mut self, finding: Finding) {
        if self.report.findings.len() < MOST {
            self.report.findings.push(finding);
        } else {
            self.report.more += 1;
        }
    }

    fn know(&mut self, device: DeviceId, head: Head) {
        self.known.entry(device).or_default().insert((head.seq, head.chain.0));
    }

    fn begin(&mut self, extent: Extent, hub: PublicKey) {
        self.extent = Some(extent);
        if self.hub.is_some_and(|known| known != hub) {
            self.find(Finding::Hub);
        }
        self.hub.get_or_insert(hub);
    }

    fn day(&mut self, day: Day, signed: &Signed) {
        self.close_day();
        let last = self.days.last;
        let awaited = last.map_or(1, |last| last.number + 1);
        if self.hub.is_none_or(|hub| hub.verify_day(&day, signed).is_err()) {
            self.find(Finding::ForgedDay { day: day.number });
        } else if day.number != awaited {
            self.find(Finding::MissingDay { day: awaited, found: day.number });
        } else if day.before != last.map_or([0; 32], |last| last.digest()) {
            self.find(Finding::OtherDay { day: day.number });
        }
        self.report.days += 1;
        self.days = Days { last: Some(day), proved: true, is_open: true, ends: std::mem::take(&mut self.days.ends), heads: Vec::new() };
    }

    fn close_day(&mut self) {
        let Some(day) = self.days.last.filter(|_| std::mem::take(&mut self.days.is_open)) else { return };
        let heads = std::mem::take(&mut self.days.heads);
        let is_good = match self.extent {
            Some(Extent::Whole) => day.is_over(&heads),
            // A device that was once there is there on every later day.
            _ => self.days.proved && heads.len() <= 1 && heads.len() >= self.days.ends.len(),
        };
        if !is_good {
            self.find(Finding::Heads { day: day.number });
        }
        for (device, head) in &heads {
            self.know(*device, *head);
        }
        self.days.ends = heads.into_iter().collect();
        self.report.last = Some(day);
    }

    fn log(&mut self, device: DeviceId, end: Head) {
        self.close_log();
        self.close_day();
        if !self.walked.insert(device) {
            self.find(Finding::Place { line: self.line });
        }
        self.report.devices += 1;
        self.walk = Some(Walk { device, head: Head::genesis(device), end, sure: 0, broken: false });
        self.check_known();
    }

    fn op(&mut self, link: Link, is_other: bool) {
        self.report.ops += 1;
        let Some(walk) = &mut self.walk else { return self.find(Finding::Place { line: self.line }) };
        if walk.broken {
            return;
        }
        let device = walk.device;
        let followed = match chain::verify_links(walk.head, [link], None) {
            Ok(_) if is_other => Err((link.seq, Why::Altered)),
            Ok(head) => Ok(head),
            Err(broken) => Err((broken.seq, broken.why)),
        };
        match followed {
            Ok(head) => {
                walk.head = head;
                self.check_known();
            }
            Err((seq, why)) => {
                walk.broken = true;
                self.find(Finding::Log { device, seq, why });
            }
        }
    }

    /// The place where the log stands against what was signed for.
    fn check_known(&mut self) {
        let Some(walk) = &mut self.walk else { return };
        let (device, head) = (walk.device, walk.head);
        let Some(known) = self.known.get(&device) else { return };
        let mut signed = known.range((head.seq, [0; 32])..=(head.seq, [0xff; 32])).map(|(_, chain)| Chain(*chain) == head.chain).peekable();
        if signed.peek().is_none() {
            return;
        }
        if signed.all(|is_same| is_same) {
            walk.sure = head.seq;
            return;
        }
        walk.broken = true;
        let first = walk.sure + 1;
        self.find(Finding::Rewritten { device, first, seq: head.seq });
    }

    fn close_log(&mut self) {
        let Some(Walk { device, head, end, sure, broken }) = self.walk.take() else { return };
        if broken {
            return;
        }
        let signed_for = self.known.get(&device).and_then(|known| known.last()).map_or(0, |(seq, _)| *seq).max(end.seq);
        if signed_for > head.seq {
            return self.find(Finding::Log { device, seq: head.seq + 1, why: Why::Cut { head: signed_for } });
        }
        if head != end {
            return self.find(Finding::Rewritten { device, first: sure + 1, seq: head.seq });
        }
        let covered = self.days.ends.get(&device).map_or(0, |end| end.seq);
        if self.source == Source::File && covered < head.seq {
            self.find(Finding::Uncovered { device, seq: covered + 1 });
        }
    }
}

fn no_log((device, known): (&DeviceId, &BTreeSet<(u64, [u8; 32])>)) -> Option<Finding> {
    let (seq, _) = known.last().filter(|(seq, _)| *seq > 0)?;
    Some(Finding::NoLog { device: *device, seq: *seq })
}

#[cfg(test)]
mod tests;
