//! The specification of merging: what a record is, given all its ops in any order, some of them twice.
//!
//! Pure functions over a set, so that nothing can depend on who heard what first. `row` is the fast path to the same
//! rows and is tested against this. Ops with a misfit are left out; the ops must all be of one record.

use std::collections::{BTreeMap, BTreeSet};

use domain::field::Kind;
use domain::id::Id;
use domain::value::Value;

use crate::clock::{DeviceId, Dot, Hlc, Stamp};
use crate::op::{Action, Cell, Op};
use crate::row::RowClock;

/// A merged record. Cells stay when the record is deleted, so that a newer edit can bring it back whole.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Row {
    pub cells: BTreeMap<(u16, Option<String>), (Value, Stamp)>,
    /// Members that have at least one add left, with the adds that hold them.
    pub sets: BTreeMap<u16, BTreeMap<String, BTreeSet<Dot>>>,
    pub steps: BTreeMap<u16, StepState>,
    pub deleted: bool,
    /// The clock to go on with from here.
    pub clock: RowClock,
}

/// Where a state machine stands after all steps that could be taken.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct StepState {
    /// Empty before the first step.
    pub state: String,
    /// The last step that was taken.
    pub stamp: Stamp,
    /// Steps that could not be taken when their turn came, as (stamp, from, to), to be shown to their authors.
    pub refused: Vec<(Stamp, String, String)>,
}

/// A written value. One that lost without its overwriter having seen it is kept restorable in the conflict journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loser {
    pub value: Value,
    pub stamp: Stamp,
    pub actor: Option<Id>,
}

/// One write of one cell.
type Write<'a> = (&'a Op, &'a Cell);

/// The record that these ops make. `allowed(field, from, to)` is the state machine of a step field.
pub fn fold<'a>(ops: impl IntoIterator<Item = &'a Op>, allowed: &dyn Fn(u16, &str, &str) -> bool) -> Row {
    let ops = in_order(ops);
    let step_fields: BTreeSet<u16> = ops.iter().filter_map(|op| step_of(op)).map(|(field, ..)| field).collect();
    let mut row = Row {
        cells: cells(&ops),
        sets: sets(&ops),
        steps: BTreeMap::new(),
        deleted: newest(&ops, |op| op.action == Action::Delete) > newest(&ops, |op| op.is_edit()),
        clock: RowClock::default(),
    };
    for op in &ops {
        row.clock.apply(op);
    }
    for field in step_fields {
        let state = steps(ops.iter().copied(), field, &|from, to| allowed(field, from, to));
        row.clock.settle(field, &state.state);
        row.steps.insert(field, state);
    }
    row
}

/// The values of a cell that are neither the winner, nor equal to it, nor overwritten by someone who saw them; oldest
/// first. What a transaction wrote before its last write of the cell was seen by whoever wrote that, so one transaction may
/// see several values: that is how a person decides ([`crate::author::Settled`]).
pub fn losers<'a>(ops: impl IntoIterator<Item = &'a Op>, field: u16, key: Option<&str>) -> Vec<Loser> {
    open(ops, field, key).map_or_else(Vec::new, |Open { stands, unseen }| unseen.into_iter().filter(|lost| lost.value != stands.value).collect())
}

/// A cell with the write that stands and the others that nobody saw and overwrote, oldest first. Those with the value that
/// stands are no losers while it stands.
pub struct Open {
    pub stands: Loser,
    pub unseen: Vec<Loser>,
}

/// None for a cell that was never written.
pub fn open<'a>(ops: impl IntoIterator<Item = &'a Op>, field: u16, key: Option<&str>) -> Option<Open> {
    let ops = in_order(ops);
    let writes: Vec<Write<'_>> = writes(&ops).filter(|(_, c)| c.field == field && c.key.as_deref() == key).collect();
    let (winner, cell) = winner(&writes)?;
    let seen = Seen::of(&writes);
    let unseen = writes.iter().filter(|(op, _)| op.stamp() != winner.stamp() && !seen.covers(op));
    Some(Open { stands: written(winner, cell), unseen: unseen.map(|(op, cell)| written(op, cell)).collect() })
}

fn written(op: &Op, cell: &Cell) -> Loser {
    Loser { value: cell.value.clone(), stamp: op.stamp(), actor: op.actor }
}

/// The ops that can be told shorter: values that were overwritten by someone who saw them are left out, everything that
/// merging goes by stays. Whoever has the long form and whoever has the short one show the same record, whatever else they
/// have and whatever still comes, but for a write of the very same tick: of ties nobody can say which one was seen, and one
/// that still comes would bring the value back. So only what is weeks old is told shorter, and older than any
/// backup that a hub could be put back to: it cannot prove any more what it was.
pub fn shortened<'a>(ops: impl IntoIterator<Item = &'a Op>) -> Vec<Op> {
    let ops = in_order(ops);
    let mut grouped: BTreeMap<(u16, Option<&str>), Vec<Write<'_>>> = BTreeMap::new();
    for (op, cell) in writes(&ops) {
        grouped.entry((cell.field, cell.key.as_deref())).or_default().push((op, cell));
    }
    let mut blank: BTreeMap<Dot, BTreeSet<(u16, Option<&str>)>> = BTreeMap::new();
    for (place, writes) in &grouped {
        let seen = Seen::of(writes);
        let last = writes.last().map(|(op, _)| op.stamp());
        let alone = |op: &Op| writes.iter().filter(|(other, _)| other.hlc == op.hlc).count() == 1;
        let over = writes.iter().filter(|(op, cell)| op.kind(cell.field) != Some(Kind::Once) && Some(op.stamp()) != last && seen.covers(op));
        for (op, _) in over.filter(|(op, cell)| cell.value != Value::Null && alone(op)) {
            blank.entry(op.dot()).or_default().insert(*place);
        }
    }
    ops.into_iter().filter_map(|op| blank.get(&op.dot()).map(|cells| without(op, cells))).collect()
}

/// The op without the values of these cells.
fn without(op: &Op, cells: &BTreeSet<(u16, Option<&str>)>) -> Op {
    let mut op = op.clone();
    if let Action::Put(written) = &mut op.action {
        let over = written.iter_mut().filter(|cell| cells.contains(&(cell.field, cell.key.as_deref())));
        over.for_each(|cell| cell.value = Value::Null);
    }
    op
}

/// Takes the steps of a field in the order of their stamps.
///
/// The first one sets the start. A later one is taken when its author saw the present state, or when `allowed(present,
/// to)`, or when it leads to where the field already is; all others are refused and kept.
pub fn steps<'a>(ops: impl IntoIterator<Item = &'a Op>, field: u16, allowed: &dyn Fn(&str, &str) -> bool) -> StepState {
    let mut at = StepState::default();
    for op in in_order(ops) {
        let Some((_, from, to)) = step_of(op).filter(|step| step.0 == field) else { continue };
        if at.state.is_empty() || from == at.state || to == at.state || allowed(&at.state, to) {
            at.state = to.to_owned();
            at.stamp = op.stamp();
        } else {
            at.refused.push((op.stamp(), from.to_owned(), to.to_owned()));
        }
    }
    at
}

/// Each op once, by stamp.
fn in_order<'a>(ops: impl IntoIterator<Item = &'a Op>) -> Vec<&'a Op> {
    let mut ops: Vec<&Op> = ops.into_iter().filter(|op| op.misfit().is_none()).collect();
    ops.sort_by_key(|op| op.stamp());
    ops.dedup_by_key(|op| op.stamp());
    ops
}

fn newest(ops: &[&Op], counts: impl Fn(&Op) -> bool) -> Option<Stamp> {
    ops.iter().filter(|op| counts(op)).map(|op| op.stamp()).max()
}

fn step_of(op: &Op) -> Option<(u16, &str, &str)> {
    match &op.action {
        Action::Step { field, from, to } => Some((*field, from, to)),
        _ => None,
    }
}

fn writes<'a>(ops: &[&'a Op]) -> impl Iterator<Item = Write<'a>> {
    ops.iter().copied().flat_map(|op| {
        let cells: &[Cell] = if let Action::Put(cells) = &op.action { cells } else { &[] };
        cells.iter().map(move |cell| (op, cell))
    })
}

fn cells(ops: &[&Op]) -> BTreeMap<(u16, Option<String>), (Value, Stamp)> {
    let mut grouped: BTreeMap<(u16, Option<&str>), Vec<Write<'_>>> = BTreeMap::new();
    for (op, cell) in writes(ops) {
        grouped.entry((cell.field, cell.key.as_deref())).or_default().push((op, cell));
    }
    let won = grouped.into_iter().filter_map(|((field, key), writes)| {
        let (op, cell) = winner(&writes)?;
        Some(((field, key.map(str::to_owned)), (cell.value.clone(), op.stamp())))
    });
    won.collect()
}

/// The first writer of a `Once` field, the last writer of any other. `writes` are of one cell, by stamp.
fn winner<'a>(writes: &[Write<'a>]) -> Option<Write<'a>> {
    let (op, cell) = writes.first()?;
    if op.kind(cell.field) == Some(Kind::Once) { writes.first().copied() } else { writes.last().copied() }
}

fn sets(ops: &[&Op]) -> BTreeMap<u16, BTreeMap<String, BTreeSet<Dot>>> {
    let removals = ops.iter().filter_map(|op| if let Action::Remove { dots, .. } = &op.action { Some(dots) } else { None });
    let removed: BTreeSet<Dot> = removals.flatten().copied().collect();
    let mut sets: BTreeMap<u16, BTreeMap<String, BTreeSet<Dot>>> = BTreeMap::new();
    for op in ops {
        let Action::Add { field, member } = &op.action else { continue };
        if !removed.contains(&op.dot()) {
            sets.entry(*field).or_default().entry(member.clone()).or_default().insert(op.dot());
        }
    }
    sets
}

/// Which values of a cell were seen by someone who then wrote it.
struct Seen<'a> {
    bases: BTreeSet<Hlc>,
    /// A base names a clock and no device. Where two devices wrote different values in the same tick nobody can tell
    /// which one was seen, so neither counts as seen.
    written: BTreeMap<Hlc, BTreeSet<&'a Value>>,
    /// The last write of each transaction, by its device and first op.
    last_of: BTreeMap<(DeviceId, u64), Hlc>,
}

impl<'a> Seen<'a> {
    fn of(writes: &[Write<'a>]) -> Self {
        let bases = writes.iter().filter_map(|(op, cell)| cell.base.filter(|base| *base < op.hlc)).collect();
        let mut written: BTreeMap<Hlc, BTreeSet<&Value>> = BTreeMap::new();
        for (op, cell) in writes {
            written.entry(op.hlc).or_default().insert(&cell.value);
        }
        // By stamp: the later one takes the place.
        let last_of = writes.iter().map(|(op, _)| (transaction(op), op.hlc)).collect();
        Seen { bases, written, last_of }
    }

    fn covers(&self, op: &Op) -> bool {
        self.last_of.get(&transaction(op)).is_some_and(|last| *last > op.hlc) || self.was_named(op)
    }

    fn was_named(&self, op: &Op) -> bool {
        self.bases.contains(&op.hlc) && self.written.get(&op.hlc).is_some_and(|values| values.len() == 1)
    }
}

const fn transaction(op: &Op) -> (DeviceId, u64) {
    (op.device, op.tx.first)
}

#[cfg(test)]
mod tests;
