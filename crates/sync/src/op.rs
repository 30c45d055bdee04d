//! The op: one change of one record by one device, and its bytes.
//!
//! Bytes are CBOR with integer keys, and every op has exactly one form: the chain hashes them, so they are stored and
//! forwarded as they came and never written anew. A noun or field this program does not know is kept as its number,
//! because a newer desk may have sent it; only an unknown op version cannot be read.

use std::collections::BTreeSet;

use domain::field::{Kind, Noun};
use domain::id::Id;
use domain::value::Value;

use crate::clock::{DeviceId, Dot, Hlc, Stamp};
use crate::codec::{Input, Out, Written, to_bytes, write_value};

/// The op version this program writes, and the only one so far.
pub const VERSION: u16 = 1;
/// No op is longer, so that one op never blocks a slow line. Larger contents are attachments.
pub const MAX_OP_BYTES: usize = 640 * 1024;
/// Cells of a put, and dots of a removal.
pub const MAX_CELLS: usize = 4096;

/// The ops that stand or fall together: `len` ops from sequence `first` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tx {
    pub first: u64,
    pub len: u32,
}

/// One change. `seq` counts from 1 without gaps per device; `noun` and `field` are the catalog's codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Op {
    pub version: u16,
    pub device: DeviceId,
    pub seq: u64,
    pub hlc: Hlc,
    pub tx: Tx,
    /// The staff member who did it; none for what the program did itself.
    pub actor: Option<Id>,
    pub noun: u16,
    pub id: Id,
    pub action: Action,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Writes cells; without any it only makes the record.
    Put(Vec<Cell>),
    Add {
        field: u16,
        member: String,
    },
    /// Takes out the adds that the author saw; an add it did not see stays.
    Remove {
        field: u16,
        member: String,
        dots: Vec<Dot>,
    },
    Step {
        field: u16,
        from: String,
        to: String,
    },
    Delete,
}

/// One written register: a field, or one key of a map field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub field: u16,
    pub key: Option<String>,
    pub value: Value,
    /// Clock of the value the author saw; none when it saw the cell unset.
    pub base: Option<Hlc>,
}

/// Bytes that are not an op. They are kept in quarantine as they came, never dropped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    #[error("op version {found} is newer than this program reads ({VERSION}): keep its bytes and update this desk")]
    Version { found: u16 },
    #[error("{bytes} bytes are more than an op may have ({MAX_OP_BYTES}): send large contents as an attachment")]
    Long { bytes: usize },
    #[error("a list of {found} entries is over the limit of {limit}: split the change into several")]
    Many { found: u64, limit: usize },
    #[error("byte {at} should be {expected}: the bytes are damaged or from another program")]
    Shape { at: usize, expected: &'static str },
    #[error("{bytes} bytes follow the end: the bytes are damaged or from another program")]
    Trailing { bytes: usize },
    #[error("field {field} is written twice in one op: the sender must keep only the last value")]
    Twice { field: u16 },
    #[error("the op is not in its one canonical form: the sender must encode it anew")]
    Form,
}

impl Op {
    pub const fn stamp(&self) -> Stamp {
        Stamp { hlc: self.hlc, device: self.device, seq: self.seq }
    }

    pub const fn dot(&self) -> Dot {
        Dot { device: self.device, seq: self.seq }
    }

    /// None for a noun that only a newer program knows.
    pub fn known_noun(&self) -> Option<Noun> {
        Noun::from_code(self.noun)
    }

    /// None for a field that only a newer program knows.
    pub fn kind(&self, field: u16) -> Option<Kind> {
        self.known_noun()?.field(field).map(|field| field.kind)
    }

    /// Whether it is nobody else's: a draft, or what every installation seeds alike. Only its digest goes up.
    pub fn stays_home(&self) -> bool {
        self.known_noun().is_some_and(Noun::is_local) || self.is_seed()
    }

    /// Whether every installation has it alike. Its clock is the beginning of time, so that any edit wins over it.
    pub const fn is_seed(&self) -> bool {
        self.hlc.ms() == 0 && self.id.is_seed()
    }

    /// Whether it counts against a delete: removing a tag from a deleted record does not bring it back.
    pub const fn is_edit(&self) -> bool {
        matches!(self.action, Action::Put(_) | Action::Add { .. } | Action::Step { .. })
    }

    /// The first field used against its kind, such as an add to a register.
    ///
    /// Merging takes no notice of such an op; its receiver keeps it in quarantine.
    pub fn misfit(&self) -> Option<u16> {
        match &self.action {
            Action::Put(cells) => cells.iter().find(|cell| !self.takes(cell)).map(|cell| cell.field),
            Action::Add { field, .. } | Action::Remove { field, .. } => self.misused(*field, Kind::Set),
            Action::Step { field, .. } => self.misused(*field, Kind::Step),
            Action::Delete => None,
        }
    }

    fn takes(&self, cell: &Cell) -> bool {
        match self.kind(cell.field) {
            None => true,
            Some(Kind::Once | Kind::Register) => cell.key.is_none(),
            Some(Kind::Map) => cell.key.is_some(),
            Some(Kind::Set | Kind::Step) => false,
        }
    }

    fn misused(&self, field: u16, wanted: Kind) -> Option<u16> {
        self.kind(field).is_some_and(|kind| kind != wanted).then_some(field)
    }

    /// The one form of this op. [`Op::decode`] refuses it when it is over the limits.
    pub fn encode(&self) -> Vec<u8> {
        to_bytes(128, |out| self.write(out))
    }

    /// Reads an op and refuses everything that [`Op::encode`] would not have written.
    pub fn decode(bytes: &[u8]) -> Result<Op, Malformed> {
        if bytes.len() > MAX_OP_BYTES {
            return Err(Malformed::Long { bytes: bytes.len() });
        }
        let mut input = Input::new(bytes);
        let op = read_op(&mut input)?;
        input.end()?;
        op.check_cells()?;
        if op.encode() == bytes { Ok(op) } else { Err(Malformed::Form) }
    }

    fn check_cells(&self) -> Result<(), Malformed> {
        let Action::Put(cells) = &self.action else { return Ok(()) };
        let mut seen = BTreeSet::new();
        match cells.iter().find(|cell| !seen.insert((cell.field, cell.key.as_deref()))) {
            Some(cell) => Err(Malformed::Twice { field: cell.field }),
            None => Ok(()),
        }
    }
}

// Keys of the op's map. Never reuse a number.
const K_VERSION: u16 = 0;
const K_DEVICE: u16 = 1;
const K_SEQ: u16 = 2;
const K_HLC: u16 = 3;
/// `[seq - first, len]`; left out for an op that is its own transaction.
const K_TX: u16 = 4;
const K_ACTOR: u16 = 5;
const K_NOUN: u16 = 6;
const K_ID: u16 = 7;
const K_PUT: u16 = 8;
const K_ADD: u16 = 9;
const K_REMOVE: u16 = 10;
const K_STEP: u16 = 11;
const K_DELETE: u16 = 12;

// Keys of a cell's map.
const C_FIELD: u16 = 0;
const C_KEY: u16 = 1;
const C_VALUE: u16 = 2;
const C_BASE: u16 = 3;

impl Op {
    fn is_alone(&self) -> bool {
        self.tx == Tx { first: self.seq, len: 1 }
    }

    fn write(&self, out: &mut Out) -> Written {
        let pairs = 7 + u64::from(!self.is_alone()) + u64::from(self.actor.is_some());
        out.map(pairs)?.u16(K_VERSION)?.u16(self.version)?;
        out.u16(K_DEVICE)?.u64(self.device.0)?.u16(K_SEQ)?.u64(self.seq)?.u16(K_HLC)?.u64(self.hlc.0)?;
        if !self.is_alone() {
            out.u16(K_TX)?.array(2)?.u64(self.seq.wrapping_sub(self.tx.first))?.u32(self.tx.len)?;
        }
        if let Some(actor) = &self.actor {
            out.u16(K_ACTOR)?.bytes(&actor.0)?;
        }
        out.u16(K_NOUN)?.u16(self.noun)?.u16(K_ID)?.bytes(&self.id.0)?;
        write_action(out, &self.action)
    }
}

fn write_action(out: &mut Out, action: &Action) -> Written {
    match action {
        Action::Put(cells) => {
            out.u16(K_PUT)?.array(cells.len() as u64)?;
            cells.iter().try_for_each(|cell| write_cell(out, cell))
        }
        Action::Add { field, member } => {
            out.u16(K_ADD)?.array(2)?.u16(*field)?.str(member)?;
            Ok(())
        }
        Action::Remove { field, member, dots } => {
            out.u16(K_REMOVE)?.array(3)?.u16(*field)?.str(member)?.array(dots.len() as u64)?;
            dots.iter().try_for_each(|dot| out.array(2)?.u64(dot.device.0)?.u64(dot.seq).map(|_| ()))
        }
        Action::Step { field, from, to } => {
            out.u16(K_STEP)?.array(3)?.u16(*field)?.str(from)?.str(to)?;
            Ok(())
        }
        Action::Delete => {
            out.u16(K_DELETE)?.null()?;
            Ok(())
        }
    }
}

fn write_cell(out: &mut Out, cell: &Cell) -> Written {
    let pairs = 2 + u64::from(cell.key.is_some()) + u64::from(cell.base.is_some());
    out.map(pairs)?.u16(C_FIELD)?.u16(cell.field)?;
    if let Some(key) = &cell.key {
        out.u16(C_KEY)?.str(key)?;
    }
    out.u16(C_VALUE)?;
    write_value(out, &cell.value)?;
    if let Some(base) = cell.base {
        out.u16(C_BASE)?.u64(base.0)?;
    }
    Ok(())
}

/// The op as far as it has been read.
#[derive(Default)]
struct Partial {
    device: Option<u64>,
    seq: Option<u64>,
    hlc: Option<u64>,
    tx: Option<(u64, u32)>,
    actor: Option<Id>,
    noun: Option<u16>,
    id: Option<Id>,
    action: Option<Action>,
}

fn read_op(input: &mut Input<'_>) -> Result<Op, Malformed> {
    let pairs = input.pairs("an op")?;
    if input.small("the key of the version")? != K_VERSION {
        return Err(input.wrong("the version first"));
    }
    // The rest of a newer version may have any form, so nothing else is looked at before this.
    let version = input.small("a version")?;
    if version != VERSION {
        return Err(Malformed::Version { found: version });
    }
    let mut partial = Partial::default();
    for _ in 1..pairs {
        read_entry(input, &mut partial)?;
    }
    partial.finish(version).ok_or(input.wrong("an op with device, sequence, clock, noun, id and action"))
}

fn read_entry(input: &mut Input<'_>, op: &mut Partial) -> Result<(), Malformed> {
    match input.small("a key of an op")? {
        K_DEVICE => op.device = Some(input.number("a device")?),
        K_SEQ => op.seq = Some(input.number("a sequence")?),
        K_HLC => op.hlc = Some(input.number("a clock")?),
        K_TX => {
            input.tuple(2, "a transaction")?;
            op.tx = Some((input.number("a place in the transaction")?, input.count("a length")?));
        }
        K_ACTOR => op.actor = Some(input.id("an actor's id")?),
        K_NOUN => op.noun = Some(input.small("a noun")?),
        K_ID => op.id = Some(input.id("a record's id")?),
        K_PUT => op.action = Some(Action::Put(input.list("cells", MAX_CELLS, read_cell)?)),
        key => op.action = Some(read_action(input, key)?),
    }
    Ok(())
}

fn read_action(input: &mut Input<'_>, key: u16) -> Result<Action, Malformed> {
    match key {
        K_ADD => {
            input.tuple(2, "an add")?;
            Ok(Action::Add { field: input.small("a field")?, member: input.text("a member")? })
        }
        K_REMOVE => {
            input.tuple(3, "a removal")?;
            let (field, member) = (input.small("a field")?, input.text("a member")?);
            Ok(Action::Remove { field, member, dots: input.list("dots", MAX_CELLS, read_dot)? })
        }
        K_STEP => {
            input.tuple(3, "a step")?;
            Ok(Action::Step { field: input.small("a field")?, from: input.text("a state")?, to: input.text("a state")? })
        }
        K_DELETE => match input.value("null")? {
            Value::Null => Ok(Action::Delete),
            _ => Err(input.wrong("null")),
        },
        _ => Err(input.wrong("a key of an op")),
    }
}

fn read_dot(input: &mut Input<'_>) -> Result<Dot, Malformed> {
    input.tuple(2, "a dot")?;
    Ok(Dot { device: DeviceId(input.number("a device")?), seq: input.number("a sequence")? })
}

fn read_cell(input: &mut Input<'_>) -> Result<Cell, Malformed> {
    let (mut field, mut key, mut value, mut base) = (None, None, None, None);
    for _ in 0..input.pairs("a cell")? {
        match input.small("a key of a cell")? {
            C_FIELD => field = Some(input.small("a field")?),
            C_KEY => key = Some(input.text("a map key")?),
            C_VALUE => value = Some(input.value("a value")?),
            C_BASE => base = Some(Hlc(input.number("a clock")?)),
            _ => return Err(input.wrong("a key of a cell")),
        }
    }
    let (Some(field), Some(value)) = (field, value) else { return Err(input.wrong("a cell with field and value")) };
    Ok(Cell { field, key, value, base })
}

impl Partial {
    /// None when a part is missing or the op is not within its own transaction.
    fn finish(self, version: u16) -> Option<Op> {
        let seq = self.seq.filter(|seq| *seq > 0)?;
        let (place, len) = self.tx.unwrap_or((0, 1));
        let first = seq.checked_sub(place).filter(|first| *first > 0 && place < u64::from(len))?;
        Some(Op {
            version,
            device: DeviceId(self.device?),
            seq,
            hlc: Hlc(self.hlc?),
            tx: Tx { first, len },
            actor: self.actor,
            noun: self.noun?,
            id: self.id?,
            action: self.action?,
        })
    }
}

#[cfg(test)]
mod tests;
