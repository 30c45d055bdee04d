//! Rows of either database as the rules know them: the numbers that columns hold, and what is refused of them.
//!
//! A row that cannot be read is an error and never a guess: a hub that made up a scope would tell a record to strangers.

use domain::Id;
use domain::scope::Scope;
use sync::exchange::{Cursor, Reason};
use sync::ledger::{Changes, Entry, Grant, Held, OpState, Record, What, bytes};
use sync::{DeviceId, Malformed};

use crate::LedgerError;

/// What devices said they had heard, kept aside by a reading transaction.
pub type Heard = Vec<(DeviceId, Scope, Option<Cursor>)>;

pub const SHARED: i16 = 0;
const WITHHELD: i16 = 1;
const WANTED: i16 = 2;
const REFUSED: i16 = 3;

const OPS: i16 = 0;
const ENTER: i16 = 1;
const LEAVE: i16 = 2;

/// A number from outside as columns hold it; none that a device honestly says is larger.
pub fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub fn number(column: i64) -> Result<u64, LedgerError> {
    u64::try_from(column).map_err(|_| LedgerError::stored("a number"))
}

pub fn small(column: i64) -> Result<u32, LedgerError> {
    u32::try_from(column).map_err(|_| LedgerError::stored("a small number"))
}

/// Devices are random 63-bit numbers; one with the highest bit set is nobody's, and must not become another's.
pub fn device(column: i64) -> DeviceId {
    DeviceId(column as u64)
}

pub fn id(column: &[u8]) -> Result<Id, LedgerError> {
    column.try_into().map(Id).map_err(|_| LedgerError::stored("an id"))
}

pub fn hash(column: &[u8]) -> Result<[u8; 32], LedgerError> {
    column.try_into().map_err(|_| LedgerError::stored("a hash"))
}

pub fn scope(column: &[u8]) -> Result<Scope, LedgerError> {
    Scope::from_bytes(column).ok_or(LedgerError::stored("a scope"))
}

fn decoded<T>(what: &'static str, found: Result<T, Malformed>) -> Result<T, LedgerError> {
    found.map_err(|cause| LedgerError::Stored { what, cause: Some(cause) })
}

pub fn record(noun: i64, root: &[u8], by: i64, home: &[u8], facts: &[u8]) -> Result<Record, LedgerError> {
    let noun = u16::try_from(noun).map_err(|_| LedgerError::stored("a noun"))?;
    let facts = decoded("what is known of a record", bytes::decode_facts(facts))?;
    Ok(Record { noun, root: id(root)?, by: device(by), home: scope(home)?, facts })
}

pub fn grant(of: &[u8], live: bool, heard: Option<&[u8]>) -> Result<Grant, LedgerError> {
    let heard = heard.map(|heard| decoded("what a device has heard", bytes::decode_cursor(heard))).transpose()?;
    Ok(Grant { scope: scope(of)?, live, heard })
}

/// The columns `state` and `reason`.
pub fn state_columns(state: OpState) -> (i16, Option<Vec<u8>>) {
    match state {
        OpState::Shared => (SHARED, None),
        OpState::Withheld => (WITHHELD, None),
        OpState::Wanted => (WANTED, None),
        OpState::Refused(reason) => (REFUSED, Some(bytes::encode_reason(&reason))),
    }
}

fn state(state: i16, reason: Option<&[u8]>) -> Result<OpState, LedgerError> {
    match (state, reason) {
        (SHARED, None) => Ok(OpState::Shared),
        (WITHHELD, None) => Ok(OpState::Withheld),
        (WANTED, None) => Ok(OpState::Wanted),
        (REFUSED, Some(reason)) => Ok(OpState::Refused(told(reason)?)),
        _ => Err(LedgerError::stored("the state of an op")),
    }
}

fn told(reason: &[u8]) -> Result<Reason, LedgerError> {
    decoded("why an op was refused", bytes::decode_reason(reason))
}

/// The columns of an op, after its device.
pub struct OpRow<'r> {
    pub seq: i64,
    pub id: &'r [u8],
    pub state: i16,
    pub reason: Option<&'r [u8]>,
    pub bytes: Vec<u8>,
    pub came: Option<&'r [u8]>,
}

impl OpRow<'_> {
    pub fn held(self) -> Result<Held, LedgerError> {
        let state = state(self.state, self.reason)?;
        Ok(Held { seq: number(self.seq)?, id: id(self.id)?, state, bytes: self.bytes, came: self.came.map(hash).transpose()? })
    }
}

/// The columns of a line, after its scope.
pub struct Line {
    pub seq: i64,
    pub root: Vec<u8>,
    pub kind: i16,
    pub device: Option<i64>,
    pub first: Option<i64>,
    pub last: Option<i64>,
    pub also: Option<Vec<u8>>,
}

impl Line {
    pub fn of(entry: &Entry) -> Self {
        let bare = |kind| Line { seq: signed(entry.seq), root: entry.root.0.to_vec(), kind, device: None, first: None, last: None, also: None };
        match &entry.what {
            What::Enter => bare(ENTER),
            What::Leave => bare(LEAVE),
            What::Ops { device, first, last, also } => Line {
                device: Some(device.0 as i64),
                first: Some(signed(*first)),
                last: Some(signed(*last)),
                also: Some(bytes::encode_also(also)),
                ..bare(OPS)
            },
        }
    }

    pub fn entry(self) -> Result<Entry, LedgerError> {
        let what = match (self.kind, self.device, self.first, self.last, self.also) {
            (ENTER, ..) => What::Enter,
            (LEAVE, ..) => What::Leave,
            (OPS, Some(by), Some(first), Some(last), Some(also)) => What::Ops {
                device: device(by),
                first: number(first)?,
                last: number(last)?,
                also: decoded("a line of a scope's log", bytes::decode_also(&also))?,
            },
            _ => return Err(LedgerError::stored("a line of a scope's log")),
        };
        Ok(Entry { seq: number(self.seq)?, root: id(&self.root)?, what })
    }
}

/// Takes what devices heard out of changes that hold nothing else, as those of a reading transaction must.
pub fn only_heard(changes: Changes) -> Result<Heard, LedgerError> {
    let rest = Changes { heard: Vec::new(), ..changes.clone() };
    if rest.is_empty() { Ok(changes.heard) } else { Err(LedgerError::ReadOnly) }
}
