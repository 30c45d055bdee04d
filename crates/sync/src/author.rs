//! Turns wanted edits into this device's next ops: numbered, clocked, chained and encoded.
//!
//! The author is the only maker of ops on a device; it is restored from the end of the log and stored with the ops it
//! makes. What its user saw of a record comes through [`Seen`]: it never reads a table itself.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use domain::edit::{Act, Edit};
use domain::field::Noun;
use domain::id::Id;
use domain::time::Millis;
use domain::value::Value;

use crate::chain::{Chain, Head};
use crate::clock::{DeviceId, Dot, Hlc, Ticker};
use crate::op::{Action, Cell, MAX_CELLS, MAX_OP_BYTES, Op, Tx, VERSION};

/// The state of the present records, as the author of the edits saw them.
pub trait Seen {
    /// Clock of the write that stands in a cell; see [`crate::RowClock::base`].
    fn base(&self, noun: Noun, id: Id, field: u16, key: Option<&str>) -> Option<Hlc>;
    /// The adds that hold a member in a set.
    fn dots(&self, noun: Noun, id: Id, field: u16, member: &str) -> Vec<Dot>;
}

/// An empty installation: nothing was there to see.
pub struct Unseen;

impl Seen for Unseen {
    fn base(&self, _: Noun, _: Id, _: u16, _: Option<&str>) -> Option<Hlc> {
        None
    }
    fn dots(&self, _: Noun, _: Id, _: u16, _: &str) -> Vec<Dot> {
        Vec::new()
    }
}

/// A cell about which somebody decided: the value that is to stand, and the clocks of the writes that lost and were looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    pub noun: Noun,
    pub id: Id,
    pub field: u16,
    pub key: Option<String>,
    pub value: Value,
    pub saw: Vec<Hlc>,
}

impl Settled {
    /// A write names one value that was seen, so the value is written once more for each one that lost.
    fn drafts(self) -> impl Iterator<Item = Draft> {
        let Settled { noun, id, field, key, value, saw } = self;
        saw.into_iter().map(move |hlc| {
            let cell = Cell { field, key: key.clone(), value: value.clone(), base: Some(hlc) };
            Draft { noun, id, change: Change::Other(Action::Put(vec![cell])) }
        })
    }
}

/// Where this device's log ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Author {
    pub device: DeviceId,
    /// From 1.
    pub next_seq: u64,
    pub ticker: Ticker,
    pub chain: Chain,
}

/// An op as it goes into the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamped {
    pub op: Op,
    pub bytes: Vec<u8>,
    /// The chain after this op.
    pub chain: Chain,
}

/// A single value does not fit into an op.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a change of a {noun} is {bytes} bytes, more than {MAX_OP_BYTES}: shorten the text or attach it as a file", noun = .noun.name())]
pub struct TooLarge {
    pub noun: Noun,
    pub id: Id,
    pub bytes: usize,
}

impl Author {
    /// The author of an empty log.
    pub fn new(device: DeviceId) -> Self {
        Author { device, next_seq: 1, ticker: Ticker::default(), chain: Chain::genesis(device) }
    }

    /// The last op that was made.
    pub const fn head(&self) -> Head {
        Head { seq: self.next_seq - 1, chain: self.chain }
    }

    /// Makes the ops of one transaction. `now` may be any time at all: clocks only grow.
    ///
    /// Puts of one record become one op where no written value is lost by it; removing a member that is not there
    /// makes no op. On an error nothing has happened. If the caller then cannot store the ops, it must put back the
    /// author it had before.
    pub fn stamp(&mut self, edits: Vec<Edit>, actor: Option<Id>, now: Millis, seen: &dyn Seen) -> Result<Vec<Stamped>, TooLarge> {
        self.settle(edits, Vec::new(), actor, now, seen)
    }

    /// The same for edits that decide about values that lost. They write the cells that are settled; in one transaction with
    /// them the values that lost count as seen, on every device: see [`crate::merge::losers`].
    pub fn settle(
        &mut self,
        edits: Vec<Edit>,
        settled: Vec<Settled>,
        actor: Option<Id>,
        now: Millis,
        seen: &dyn Seen,
    ) -> Result<Vec<Stamped>, TooLarge> {
        let mut next = *self;
        let mut tx = Transaction { ops: Vec::new(), of_record: BTreeMap::new(), seen };
        for draft in Drafts::of(edits).into_iter().chain(settled.into_iter().flat_map(Settled::drafts)) {
            next.write(&mut tx, draft, actor, now);
        }
        let whole = Tx { first: self.next_seq, len: tx.ops.len() as u32 };
        let stamped = tx.ops.into_iter().map(|(noun, op)| next.seal(noun, Op { tx: whole, ..op }));
        let stamped = stamped.collect::<Result<Vec<_>, _>>()?;
        *self = next;
        Ok(stamped)
    }

    fn write(&mut self, tx: &mut Transaction<'_>, draft: Draft, actor: Option<Id>, now: Millis) {
        let (noun, id) = (draft.noun, draft.id);
        for action in tx.actions(draft) {
            let (seq, hlc) = (self.next_seq, self.ticker.tick(now));
            let alone = Tx { first: seq, len: 1 };
            let (device, code) = (self.device, noun.code());
            self.next_seq += 1;
            tx.of_record.entry((noun, id)).or_default().push(tx.ops.len());
            tx.ops.push((noun, Op { version: VERSION, device, seq, hlc, tx: alone, actor, noun: code, id, action }));
        }
    }

    fn seal(&mut self, noun: Noun, op: Op) -> Result<Stamped, TooLarge> {
        let bytes = op.encode();
        if bytes.len() > MAX_OP_BYTES {
            return Err(TooLarge { noun, id: op.id, bytes: bytes.len() });
        }
        self.chain = self.chain.link(&bytes);
        Ok(Stamped { op, bytes, chain: self.chain })
    }
}

/// The ops made so far: what they wrote has been seen by the edits after them.
struct Transaction<'s> {
    ops: Vec<(Noun, Op)>,
    of_record: BTreeMap<(Noun, Id), Vec<usize>>,
    seen: &'s dyn Seen,
}

impl Transaction<'_> {
    /// None when there is nothing to do; several removals only beyond the limit of dots.
    fn actions(&self, draft: Draft) -> Vec<Action> {
        let (noun, id) = (draft.noun, draft.id);
        match draft.change {
            Change::Put(cells) => {
                let cells = cells.into_iter().map(|((field, key), value)| {
                    let base = self.base(noun, id, field, key.as_deref());
                    Cell { field, key, value, base }
                });
                vec![Action::Put(cells.collect())]
            }
            Change::Remove { field, member } => {
                let dots = self.dots(noun, id, field, &member);
                let remove = |dots: &[Dot]| Action::Remove { field, member: member.clone(), dots: dots.to_vec() };
                dots.chunks(MAX_CELLS).map(remove).collect()
            }
            Change::Other(action) => vec![action],
        }
    }

    fn own(&self, noun: Noun, id: Id) -> impl DoubleEndedIterator<Item = &Op> {
        let places = self.of_record.get(&(noun, id)).map_or(&[][..], Vec::as_slice);
        places.iter().map(|place| &self.ops[*place].1)
    }

    fn base(&self, noun: Noun, id: Id, field: u16, key: Option<&str>) -> Option<Hlc> {
        let wrote = |op: &&Op| match &op.action {
            Action::Put(cells) => cells.iter().any(|cell| cell.field == field && cell.key.as_deref() == key),
            _ => false,
        };
        let own = self.own(noun, id).rev().find(wrote).map(|op| op.hlc);
        own.or_else(|| self.seen.base(noun, id, field, key))
    }

    fn dots(&self, noun: Noun, id: Id, field: u16, member: &str) -> Vec<Dot> {
        let added = |op: &&Op| matches!(&op.action, Action::Add { field: f, member: m } if *f == field && m == member);
        let mut dots = self.seen.dots(noun, id, field, member);
        dots.extend(self.own(noun, id).filter(added).map(Op::dot));
        dots
    }
}

/// One op to be, without its place in the log.
struct Draft {
    noun: Noun,
    id: Id,
    change: Change,
}

enum Change {
    Put(BTreeMap<(u16, Option<String>), Value>),
    Remove { field: u16, member: String },
    Other(Action),
}

/// Gathers edits into as few puts as possible.
#[derive(Default)]
struct Drafts {
    drafts: Vec<Draft>,
    /// The put of each record that still takes cells: its place and its size in bytes.
    open: BTreeMap<(Noun, Id), (usize, usize)>,
}

/// Upper bounds of what surrounds an op's cells and a cell's value.
const OP_BYTES: usize = 128;
const CELL_BYTES: usize = 32;

impl Drafts {
    fn of(edits: Vec<Edit>) -> Vec<Draft> {
        let mut drafts = Drafts::default();
        for edit in edits {
            drafts.take(edit);
        }
        drafts.drafts
    }

    fn take(&mut self, Edit { noun, id, act }: Edit) {
        let change = match act {
            Act::Put(fields) => {
                self.open_put(noun, id);
                for (field, value) in fields {
                    self.cell(noun, id, (field.code, None), value);
                }
                return;
            }
            Act::PutKey(field, key, value) => return self.cell(noun, id, (field.code, Some(key)), value),
            Act::Add(field, member) => Change::Other(Action::Add { field: field.code, member }),
            Act::Remove(field, member) => Change::Remove { field: field.code, member },
            Act::Step { field, from, to } => Change::Other(Action::Step { field: field.code, from, to }),
            Act::Delete => {
                // A put after a delete brings the record back; merged into a put before it, it would not.
                self.open.remove(&(noun, id));
                Change::Other(Action::Delete)
            }
        };
        self.drafts.push(Draft { noun, id, change });
    }

    fn open_put(&mut self, noun: Noun, id: Id) -> usize {
        if let Some((place, _)) = self.open.get(&(noun, id)) {
            return *place;
        }
        let place = self.drafts.len();
        self.drafts.push(Draft { noun, id, change: Change::Put(BTreeMap::new()) });
        self.open.insert((noun, id), (place, OP_BYTES));
        place
    }

    fn cell(&mut self, noun: Noun, id: Id, cell: (u16, Option<String>), value: Value) {
        let size = CELL_BYTES + cell.1.as_ref().map_or(0, String::len) + size_of(&value);
        if self.is_full(noun, id, &cell, size) {
            self.open.remove(&(noun, id));
        }
        let place = self.open_put(noun, id);
        if let Some((_, bytes)) = self.open.get_mut(&(noun, id)) {
            *bytes += size;
        }
        if let Change::Put(cells) = &mut self.drafts[place].change
            && let Entry::Vacant(entry) = cells.entry(cell)
        {
            entry.insert(value);
        }
    }

    /// Whether the record's open put cannot take this cell: no room, or the cell was written already.
    fn is_full(&self, noun: Noun, id: Id, cell: &(u16, Option<String>), size: usize) -> bool {
        let Some((place, bytes)) = self.open.get(&(noun, id)) else { return false };
        let Change::Put(cells) = &self.drafts[*place].change else { return false };
        let full = cells.len() == MAX_CELLS || bytes + size > MAX_OP_BYTES;
        cells.contains_key(cell) || (full && !cells.is_empty())
    }
}

fn size_of(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
