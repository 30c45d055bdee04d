//! Days: what the hub signs of all logs, and everything that an auditor is shown.
//!
//! A day is sealed in one transaction over the heads that it names. What is shown to an auditor comes from the database as it
//! stands: whoever changed a row there is found by what was signed before.

use domain::time::Millis;
use sync::ledger::{Held, Ledger};
use sync::trust::audit::{Auditor, Extent, Record, Report};
use sync::trust::{Day, Key, Proof, PublicKey, Receipt, Signed};
use sync::{Chain, DeviceId, Head};

use super::{Database, Over, Transaction, rows};
use crate::LedgerError;

/// Ops of a log that are read at once.
const PAGE: u64 = 2_000;
/// Days that are read at once.
const DAYS: usize = 50;
const DAY_MS: Millis = 86_400_000;
/// Device, sequence and chain.
const HEAD_BYTES: usize = 48;

pub type Heads = Vec<(DeviceId, Head)>;

/// A day with what it is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    pub day: Day,
    pub signed: Signed,
    pub heads: Heads,
}

/// What a database keeps of it.
pub(super) trait Days {
    /// Hubs over one database seal one after the other from here to the end of the transaction.
    fn take_turns(&mut self) -> Result<(), LedgerError>;
    fn heads(&mut self) -> Result<Heads, LedgerError>;
    fn last_day(&mut self) -> Result<Option<Sealed>, LedgerError>;
    fn days(&mut self, after: u64, limit: usize) -> Result<Vec<Sealed>, LedgerError>;
    fn put_day(&mut self, sealed: &Sealed) -> Result<(), LedgerError>;
}

pub(super) fn heads_bytes(heads: &[(DeviceId, Head)]) -> Vec<u8> {
    heads.iter().flat_map(|(device, head)| [&device.0.to_be_bytes()[..], &head.seq.to_be_bytes(), &head.chain.0].concat()).collect()
}

/// A day from its columns.
pub(super) fn sealed(day: &[u8], signed: &[u8], heads: &[u8]) -> Result<Sealed, LedgerError> {
    let wrong = || LedgerError::stored("a day");
    let signed = signed.try_into().map(Signed).map_err(|_| wrong())?;
    let heads = heads.chunks(HEAD_BYTES).map(head).collect::<Option<Heads>>().ok_or_else(wrong)?;
    Ok(Sealed { day: Day::from_bytes(day).ok_or_else(wrong)?, signed, heads })
}

fn head(bytes: &[u8]) -> Option<(DeviceId, Head)> {
    let (device, rest) = bytes.split_first_chunk()?;
    let (seq, chain) = rest.split_first_chunk()?;
    let head = Head { seq: u64::from_be_bytes(*seq), chain: Chain(chain.try_into().ok()?) };
    Some((DeviceId(u64::from_be_bytes(*device)), head))
}

macro_rules! on_either {
    ($transaction:expr, $name:ident($($given:expr),*)) => {
        match &mut $transaction.over {
            Over::Sqlite(transaction) => Days::$name(transaction, $($given),*),
            Over::Postgres(transaction) => Days::$name(transaction, $($given),*),
        }
    };
}

/// When a new day is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Once a day.
    Daily,
    /// Whenever a log has grown since the last.
    Grown,
}

impl Wanted {
    fn is_due(self, last: Option<&Sealed>, now: Millis, heads: &Heads) -> bool {
        let Some(last) = last else { return true };
        match self {
            Wanted::Daily => now.div_euclid(DAY_MS) > last.day.at.div_euclid(DAY_MS),
            Wanted::Grown => last.heads != *heads,
        }
    }
}

impl Database {
    /// Signs where all logs stand, unless that is not wanted yet; the last day there is, and whether it is new.
    pub fn seal(&self, key: &Key, now: Millis, wanted: Wanted) -> Result<(Sealed, bool), LedgerError> {
        self.within(true, |ledger| {
            on_either!(ledger, take_turns())?;
            let (last, heads) = (on_either!(ledger, last_day())?, on_either!(ledger, heads())?);
            match last {
                Some(last) if !wanted.is_due(Some(&last), now, &heads) => Ok((last, false)),
                last => {
                    let day = Day::after(last.as_ref().map(|last| &last.day), now, ledger.epoch()?.number, &heads);
                    let sealed = Sealed { day, signed: key.sign_day(&day), heads };
                    on_either!(ledger, put_day(&sealed))?;
                    Ok((sealed, true))
                }
            }
        })
    }

    /// The last day that was sealed.
    pub fn last_day(&self) -> Result<Option<Sealed>, LedgerError> {
        self.within(false, |ledger| on_either!(ledger, last_day()))
    }

    /// Tells an auditor everything, or one device's part of it, sealed as it is now. `with_ops` tells the words of ops as well.
    pub fn export(
        &self,
        key: &Key,
        now: Millis,
        device: Option<DeviceId>,
        with_ops: bool,
        tell: &mut dyn FnMut(Record) -> std::io::Result<()>,
    ) -> Result<(), LedgerError> {
        let (last, _) = self.seal(key, now, Wanted::Grown)?;
        let heads: Heads = last.heads.into_iter().filter(|(other, _)| device.is_none_or(|device| device == *other)).collect();
        if let (Some(device), true) = (device, heads.is_empty()) {
            return Err(LedgerError::UnknownDevice(device));
        }
        let extent = if device.is_some() { Extent::One } else { Extent::Whole };
        tell(Record::Begin { extent, hub: key.public() })?;
        for (device, head) in &heads {
            let receipt = Receipt { device: *device, epoch: last.day.epoch, head: *head, at: now };
            tell(Record::Receipt { receipt, signed: key.sign_receipt(&receipt) })?;
        }
        self.tell_days(device, last.day.number, tell)?;
        for (device, head) in heads {
            self.tell_log(device, head, with_ops, tell)?;
        }
        Ok(tell(Record::End)?)
    }

    /// Checks the database against everything that its hub ever signed.
    pub fn audit(&self, hub: PublicKey) -> Result<Report, LedgerError> {
        let mut auditor = Auditor::of_database(hub);
        let mut tell = |record| {
            auditor.take(record);
            Ok(())
        };
        // Devices first: a log that grows meanwhile is checked as far as it went.
        let heads = self.within(false, |ledger| on_either!(ledger, heads()))?;
        tell(Record::Begin { extent: Extent::Whole, hub })?;
        self.tell_days(None, u64::MAX, &mut tell)?;
        for (device, head) in heads {
            self.tell_log(device, head, false, &mut tell)?;
        }
        tell(Record::End)?;
        Ok(auditor.finish())
    }

    fn tell_days(&self, device: Option<DeviceId>, up_to: u64, tell: &mut dyn FnMut(Record) -> std::io::Result<()>) -> Result<(), LedgerError> {
        let mut after = 0;
        loop {
            let days = self.within(false, |ledger| on_either!(ledger, days(after, DAYS)))?;
            let Some(last) = days.last() else { return Ok(()) };
            after = last.day.number;
            for sealed in days.into_iter().filter(|sealed| sealed.day.number <= up_to) {
                tell_day(&sealed, device, tell)?;
            }
        }
    }

    fn tell_log(&self, device: DeviceId, end: Head, with_ops: bool, tell: &mut dyn FnMut(Record) -> std::io::Result<()>) -> Result<(), LedgerError> {
        tell(Record::Log { device, head: end })?;
        let mut chain = Chain::genesis(device);
        for first in (1..=end.seq).step_by(PAGE as usize) {
            let page = self.within(false, |ledger: &mut Transaction<'_>| ledger.log_of(device, first, (first + PAGE - 1).min(end.seq)))?;
            for held in page {
                let digest = held.digest();
                chain = chain.link_digest(&digest);
                tell(Record::Op { seq: held.seq, digest, chain, bytes: with_ops.then(|| words_of(held)).flatten() })?;
            }
        }
        Ok(())
    }
}

fn tell_day(sealed: &Sealed, device: Option<DeviceId>, tell: &mut dyn FnMut(Record) -> std::io::Result<()>) -> std::io::Result<()> {
    tell(Record::Day { day: sealed.day, signed: sealed.signed })?;
    for (other, head) in sealed.heads.iter().filter(|(other, _)| device.is_none_or(|device| device == *other)) {
        let proof = device.and_then(|device| Proof::of(device, &sealed.heads));
        tell(Record::Head { device: *other, head: *head, proof })?;
    }
    Ok(())
}

/// The op's bytes, where they are what the digest is of.
fn words_of(held: Held) -> Option<Vec<u8>> {
    let is_whole = held.digest() == sync::chain::digest(&held.bytes);
    is_whole.then_some(held.bytes)
}

/// The columns of a head.
pub(super) fn head_of(device: i64, seq: i64, chain: &[u8]) -> Result<(DeviceId, Head), LedgerError> {
    Ok((rows::device(device), Head { seq: rows::number(seq)?, chain: Chain(rows::hash(chain)?) }))
}
