//! What a hub stores, as the hub's rules see it: one transaction over any database.
//!
//! The rules read what they need, decide in memory and hand over one [`Changes`]; the ledger makes all of it durable or
//! nothing. What is read for a change must stay as it was read until the transaction ends: rows are locked, in the order
//! given. Sequences of a scope are the order in which transactions became durable.

pub mod bytes;

use std::collections::{BTreeMap, BTreeSet};

use domain::id::Id;
use domain::scope::Scope;
use domain::time::Millis;
use domain::value::Value;

use crate::chain::{Digest, Head};
use crate::clock::{DeviceId, Dot, Stamp};
use crate::exchange::{Cursor, Reason, Verdict};

/// One transaction. Dropping it without [`Ledger::finish`] undoes it.
pub trait Ledger {
    type Error: std::error::Error + Send + Sync + 'static;

    fn epoch(&mut self) -> Result<Epoch, Self::Error>;

    /// Locked when the transaction may write.
    fn device(&mut self, device: DeviceId) -> Result<Option<Device>, Self::Error>;

    /// The records that are known; `ids` are in order. All of them are locked, those too that are not there yet: two who begin
    /// the same record at once must come one after the other.
    fn records(&mut self, ids: &[Id]) -> Result<Vec<(Id, Record)>, Self::Error>;

    /// Why each root stands where it stands, locked with its record.
    fn because(&mut self, roots: &[Id]) -> Result<Vec<Because>, Self::Error>;

    /// When each root left a scope last, by that scope's sequence.
    fn left(&mut self, roots: &[Id]) -> Result<Vec<(Id, Scope, u64)>, Self::Error>;

    /// The heads of scopes that are about to grow, locked; `scopes` are in order.
    fn lock_heads(&mut self, scopes: &BTreeSet<Scope>) -> Result<BTreeMap<Scope, u64>, Self::Error>;

    /// How far a scope's log goes, not locked.
    fn head(&mut self, scope: Scope) -> Result<u64, Self::Error>;

    /// Entries after `seq`, at most `limit`, in order.
    fn log(&mut self, scope: Scope, after: u64, limit: usize) -> Result<Vec<Entry>, Self::Error>;

    /// The log of a scope holds nothing up to this sequence any more.
    fn trimmed(&mut self, scope: Scope) -> Result<u64, Self::Error>;

    /// Roots under a scope whose id is above `after`, in order.
    fn members(&mut self, scope: Scope, after: Id, limit: usize) -> Result<Vec<Id>, Self::Error>;

    /// What a device's log holds between two sequences, both included.
    fn log_of(&mut self, device: DeviceId, first: u64, last: u64) -> Result<Vec<Held>, Self::Error>;

    /// Shared ops of these roots and of what belongs to them, by root and then by dot.
    fn ops_of(&mut self, roots: &[Id]) -> Result<Vec<OfRoot>, Self::Error>;

    /// Shared ops in these ranges of devices' logs (first and last included), in the order asked.
    fn ops_in(&mut self, ranges: &[(DeviceId, u64, u64)]) -> Result<Vec<Shared>, Self::Error>;

    /// Some ops of which only the digest is here.
    fn wanted(&mut self, limit: usize) -> Result<Vec<Dot>, Self::Error>;

    fn grants(&mut self, device: DeviceId) -> Result<Vec<Grant>, Self::Error>;

    /// Writes everything, in whatever order pleases the database.
    fn write(&mut self, changes: Changes) -> Result<(), Self::Error>;
}

/// A shared op and its bytes.
pub type Shared = (Dot, Vec<u8>);
/// The same, with the whole that it is part of.
pub type OfRoot = (Id, Dot, Vec<u8>);

/// A life of the hub: from its beginning, or from a restored backup, to the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Epoch {
    /// Any number that no life before had; never 0.
    pub number: u64,
    /// When the backup was put back; none in the first life.
    pub restored: Option<Millis>,
}

/// A device as the hub knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    pub device: DeviceId,
    pub head: Head,
    pub state: DeviceState,
    /// May write what only head office writes.
    pub head_office: bool,
    /// Where records stand that it makes and that name no place themselves.
    pub home: Scope,
    /// The how manieth device of the chain it is, from 0: no other ever has the same.
    pub ordinal: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceState {
    Live,
    Revoked,
}

/// What the hub remembers of a record: only what places it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub noun: u16,
    /// The record it belongs to; itself when it is a whole.
    pub root: Id,
    /// Who was the first to write it.
    pub by: DeviceId,
    /// Where it stands when it names no place: its maker's home.
    pub home: Scope,
    pub facts: BTreeMap<u16, (Value, Stamp)>,
}

/// A root stands under a scope because of a record: itself, one that brings it, or a pull.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Because {
    pub root: Id,
    pub scope: Scope,
    pub cause: Id,
}

/// The cause of a customer's card that a shop pulled.
pub const PULLED: Id = Id([0xff; 16]);

/// A scope that a device hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    pub scope: Scope,
    /// Not taken back.
    pub live: bool,
    /// What the device last said it had heard.
    pub heard: Option<Cursor>,
}

/// One line of a scope's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub seq: u64,
    pub root: Id,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Ops of one device, consecutive, all of the root.
    Ops {
        device: DeviceId,
        first: u64,
        last: u64,
        /// The same line in other scopes' logs: a device that follows several hears it once.
        also: Vec<(Scope, u64)>,
    },
    Enter,
    Leave,
}

/// What the hub keeps of one op of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub seq: u64,
    pub id: Id,
    pub state: OpState,
    /// The op's bytes, or its digest where it was withheld.
    pub bytes: Vec<u8>,
    /// What the chain says of the bytes as they came, where they are no longer those.
    pub came: Option<Digest>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpState {
    Shared,
    /// Stayed on its device; `bytes` is the digest.
    Withheld,
    /// Lost with an older life of the hub and no longer held by its author; `bytes` is the digest.
    Wanted,
    /// Not shared, and its author was told why.
    Refused(Reason),
}

impl Held {
    pub fn digest(&self) -> Digest {
        match (self.state, self.came, Digest::try_from(self.bytes.as_slice())) {
            (_, Some(came), _) => came,
            (OpState::Withheld | OpState::Wanted, _, Ok(digest)) => digest,
            _ => crate::chain::digest(&self.bytes),
        }
    }

    pub fn verdict(&self) -> Option<Verdict> {
        match self.state {
            OpState::Refused(reason) => Some(Verdict { seq: self.seq, reason }),
            _ => None,
        }
    }
}

/// One transaction's worth of change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub head: Option<(DeviceId, Head)>,
    pub ops: Vec<(DeviceId, Held)>,
    /// Ops that were wanted and are here.
    pub found: Vec<(DeviceId, Held)>,
    pub records: Vec<(Id, Record)>,
    pub because: BTreeSet<Because>,
    pub no_longer: BTreeSet<Because>,
    pub left: Vec<(Id, Scope, u64)>,
    /// Entries by scope, numbered on from the locked heads.
    pub entries: BTreeMap<Scope, Vec<Entry>>,
    /// What devices said they had heard; none when a scope is over for them.
    pub heard: Vec<(DeviceId, Scope, Option<Cursor>)>,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        *self == Changes::default()
    }
}
