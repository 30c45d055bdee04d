//! What one record remembers so that the next op can be merged without reading the record's history.
//!
//! This is the fast path; `merge` is the specification and both end at the same row whatever the order. Where the clock
//! alone cannot tell the answer it says so ([`Effect::Conflict`], [`Effect::Refold`]) and never guesses. It is derived
//! from the log, so a clock that cannot be read is made again by replaying.

use std::collections::{BTreeMap, BTreeSet};

use domain::field::Kind;
use domain::value::Value;

use crate::clock::{Dot, Hlc, Stamp};
use crate::op::{Action, Cell, Op};

mod bytes;

/// What the tables must do about one op, in this order. Carrying one out twice changes nothing more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The cell (or the state, for a step) now has this value.
    Write {
        field: u16,
        key: Option<String>,
        value: Value,
    },
    /// Someone wrote the cell without seeing what met this op: the cell's entries in the conflict journal are now
    /// exactly `merge::losers` over all ops of the record.
    Conflict {
        field: u16,
        key: Option<String>,
    },
    Add {
        field: u16,
        member: String,
        dot: Dot,
    },
    /// These adds are gone, wherever in the record's sets they are. A member is in a set while an add of it is left.
    Remove {
        field: u16,
        member: String,
        dots: Vec<Dot>,
    },
    /// The state is now what `merge::steps` says over all ops of the record, this one included; hand it to
    /// [`RowClock::settle`].
    Refold {
        field: u16,
    },
    /// The record is to be hidden. Its cells stay: a newer edit may bring it back.
    Deleted,
    /// The record is to be shown again.
    Revived,
}

/// The clocks of one record.
///
/// Two desks may hold different clocks for the same ops, because [`RowClock::apply`] also remembers where it met
/// trouble; what they decide is the same.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct RowClock {
    first: Option<First>,
    cells: BTreeMap<(u16, Option<String>), Met>,
    steps: BTreeMap<u16, Position>,
    /// Adds that were taken out, remembered for the case that the add arrives after its removal.
    removed: BTreeSet<Dot>,
    edited: Option<Stamp>,
    deleted: Option<Stamp>,
}

/// The stamp of the put that made the record, shared by all plain fields it set: bit `n` stands for field code `n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct First {
    stamp: Stamp,
    fields: u64,
}

/// The write that stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Met {
    stamp: Stamp,
    /// Not every write of this cell saw the one before it, so the journal may hold entries of it.
    contested: bool,
}

/// The newest step of a field, taken or refused, and the state if it is surely known.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Position {
    newest: Stamp,
    state: Option<String>,
}

impl RowClock {
    /// Takes one op in and says what it does to the row. The op may be old, or a duplicate.
    ///
    /// An op with a [`Op::misfit`] does nothing.
    pub fn apply(&mut self, op: &Op) -> Vec<Effect> {
        if op.misfit().is_some() {
            return Vec::new();
        }
        let was_deleted = self.is_deleted();
        let mut effects = self.merge(op);
        if op.is_edit() {
            self.edited = self.edited.max(Some(op.stamp()));
        }
        match (was_deleted, self.is_deleted()) {
            (false, true) => effects.push(Effect::Deleted),
            (true, false) => effects.push(Effect::Revived),
            _ => {}
        }
        effects
    }

    fn merge(&mut self, op: &Op) -> Vec<Effect> {
        match &op.action {
            Action::Put(cells) => self.put(op, cells),
            Action::Add { field, member } => self.add(*field, member, op.dot()),
            Action::Remove { field, member, dots } => self.remove(*field, member, dots),
            Action::Step { field, from, to } => self.step(*field, op.stamp(), from, to),
            Action::Delete => {
                self.deleted = self.deleted.max(Some(op.stamp()));
                Vec::new()
            }
        }
    }

    fn put(&mut self, op: &Op, cells: &[Cell]) -> Vec<Effect> {
        if self.first.is_none() && cells.iter().any(|cell| cell.key.is_none() && cell.field < 64) {
            self.first = Some(First { stamp: op.stamp(), fields: 0 });
        }
        cells.iter().flat_map(|cell| self.put_cell(op, cell)).collect()
    }

    fn put_cell(&mut self, op: &Op, cell: &Cell) -> Vec<Effect> {
        let (field, key, stamp) = (cell.field, &cell.key, op.stamp());
        let write = || Effect::Write { field, key: key.clone(), value: cell.value.clone() };
        let Some(met) = self.met(field, key) else {
            self.remember(field, key, Met { stamp, contested: false });
            return vec![write()];
        };
        if met.stamp == stamp {
            return Vec::new();
        }
        let newer = stamp > met.stamp;
        let once = op.kind(field) == Some(Kind::Once);
        let saw_it = newer && cell.base == Some(met.stamp.hlc) && met.stamp.hlc < stamp.hlc;
        let wins = newer != once;
        let contested = met.contested || once || !saw_it;
        self.remember(field, key, Met { stamp: if wins { stamp } else { met.stamp }, contested });
        let conflict = Effect::Conflict { field, key: key.clone() };
        wins.then(write).into_iter().chain(contested.then_some(conflict)).collect()
    }

    fn add(&self, field: u16, member: &str, dot: Dot) -> Vec<Effect> {
        if self.removed.contains(&dot) {
            return Vec::new();
        }
        vec![Effect::Add { field, member: member.to_owned(), dot }]
    }

    fn remove(&mut self, field: u16, member: &str, dots: &[Dot]) -> Vec<Effect> {
        self.removed.extend(dots);
        vec![Effect::Remove { field, member: member.to_owned(), dots: dots.to_vec() }]
    }

    fn step(&mut self, field: u16, stamp: Stamp, from: &str, to: &str) -> Vec<Effect> {
        let unset = Position { newest: Stamp::ZERO, state: Some(String::new()) };
        let position = self.steps.entry(field).or_insert(unset);
        if position.newest == stamp {
            return Vec::new();
        }
        if stamp > position.newest && position.state.as_deref() == Some(from) {
            *position = Position { newest: stamp, state: Some(to.to_owned()) };
            return vec![Effect::Write { field, key: None, value: Value::Text(to.to_owned()) }];
        }
        *position = Position { newest: stamp.max(position.newest), state: None };
        vec![Effect::Refold { field }]
    }

    /// Tells the state that `merge::steps` found after a [`Effect::Refold`]. Left out, every later step of the field
    /// asks for a refold too, which is slower and as right.
    pub fn settle(&mut self, field: u16, state: &str) {
        if let Some(position) = self.steps.get_mut(&field) {
            position.state = Some(state.to_owned());
        }
    }

    /// Deleted, and not edited later than that.
    pub fn is_deleted(&self) -> bool {
        self.deleted > self.edited
    }

    /// The newest put, add or step.
    pub const fn edited(&self) -> Option<Stamp> {
        self.edited
    }

    /// The newest delete, whether it still holds or not.
    pub const fn deleted(&self) -> Option<Stamp> {
        self.deleted
    }

    /// The write that stands in a cell.
    pub fn stamp(&self, field: u16, key: Option<&str>) -> Option<Stamp> {
        self.met(field, &key.map(str::to_owned)).map(|met| met.stamp)
    }

    /// What an author who sees this row gives as the base of its next write of the cell.
    pub fn base(&self, field: u16, key: Option<&str>) -> Option<Hlc> {
        self.stamp(field, key).map(|stamp| stamp.hlc)
    }

    fn met(&self, field: u16, key: &Option<String>) -> Option<Met> {
        let own = self.cells.get(&(field, key.clone())).copied();
        own.or_else(|| {
            let first = self.first.filter(|first| key.is_none() && first.fields & bit(field) != 0)?;
            Some(Met { stamp: first.stamp, contested: false })
        })
    }

    fn remember(&mut self, field: u16, key: &Option<String>, met: Met) {
        if let Some(first) = self.first.as_mut().filter(|_| key.is_none()) {
            if met == (Met { stamp: first.stamp, contested: false }) && bit(field) != 0 {
                first.fields |= bit(field);
                return;
            }
            first.fields &= !bit(field);
        }
        self.cells.insert((field, key.clone()), met);
    }
}

fn bit(field: u16) -> u64 {
    1u64.checked_shl(field.into()).unwrap_or(0)
}

#[cfg(test)]
mod tests;
