//! The smallest store that carries out effects: what every real store must do, in a hundred lines.

use std::collections::{BTreeMap, BTreeSet};

use domain::field::Noun;
use domain::id::Id;
use domain::value::Value;
use sync::merge::{self, Loser, Row, StepState};
use sync::{Action, Dot, Effect, Hlc, Op, RowClock, Seen};

type CellKey = (u16, Option<String>);

/// What can be seen of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    pub cells: BTreeMap<CellKey, Value>,
    pub sets: BTreeMap<u16, BTreeMap<String, BTreeSet<Dot>>>,
    pub steps: BTreeMap<u16, StepState>,
    pub deleted: bool,
    pub journal: BTreeMap<CellKey, Vec<Loser>>,
}

pub fn machine(_field: u16, from: &str, to: &str) -> bool {
    matches!((from, to), ("new", "open") | ("open", "solved") | ("solved", "open") | ("new" | "open", "closed"))
}

/// The view that the specification gives.
pub fn specified(ops: &[Op]) -> View {
    let row: Row = merge::fold(ops, &machine);
    let losers = row.cells.keys().map(|cell| (cell.clone(), merge::losers(ops, cell.0, cell.1.as_deref())));
    View {
        journal: losers.filter(|(_, losers)| !losers.is_empty()).collect(),
        cells: row.cells.into_iter().map(|(cell, (value, _))| (cell, value)).collect(),
        sets: row.sets,
        steps: row.steps,
        deleted: row.deleted,
    }
}

/// One record, written op by op; its clock is kept as bytes.
#[derive(Clone, Default)]
pub struct Table {
    pub view: View,
    pub ops: Vec<Op>,
    clock: Vec<u8>,
}

impl Table {
    pub fn of<'a>(ops: impl IntoIterator<Item = &'a Op>) -> Self {
        let mut table = Table::default();
        for op in ops {
            table.take(op);
        }
        table
    }

    pub fn take(&mut self, op: &Op) {
        let mut clock = self.clock();
        self.ops.push(op.clone());
        for effect in clock.apply(op) {
            self.carry_out(op, effect, &mut clock);
        }
        self.clock = clock.encode();
        assert_eq!(self.clock(), clock, "a clock comes back from its bytes");
    }

    fn clock(&self) -> RowClock {
        RowClock::decode(&self.clock).expect("a clock reads its own bytes")
    }

    fn carry_out(&mut self, op: &Op, effect: Effect, clock: &mut RowClock) {
        match effect {
            Effect::Write { field, value: Value::Text(state), .. } if matches!(op.action, Action::Step { .. }) => {
                let step = self.view.steps.entry(field).or_default();
                (step.state, step.stamp) = (state, op.stamp());
            }
            Effect::Write { field, key, value } => {
                self.view.cells.insert((field, key), value);
            }
            Effect::Conflict { field, key } => self.write_journal(field, key),
            Effect::Add { field, member, dot } => {
                self.view.sets.entry(field).or_default().entry(member).or_default().insert(dot);
            }
            Effect::Remove { dots, .. } => self.take_out(&dots),
            Effect::Refold { field } => {
                let state = merge::steps(&self.ops, field, &|from, to| machine(field, from, to));
                clock.settle(field, &state.state);
                self.view.steps.insert(field, state);
            }
            Effect::Deleted => self.view.deleted = true,
            Effect::Revived => self.view.deleted = false,
        }
    }

    fn write_journal(&mut self, field: u16, key: Option<String>) {
        let losers = merge::losers(&self.ops, field, key.as_deref());
        if losers.is_empty() {
            self.view.journal.remove(&(field, key));
        } else {
            self.view.journal.insert((field, key), losers);
        }
    }

    fn take_out(&mut self, gone: &[Dot]) {
        for members in self.view.sets.values_mut() {
            members.values_mut().for_each(|dots| dots.retain(|dot| !gone.contains(dot)));
            members.retain(|_, dots| !dots.is_empty());
        }
        self.view.sets.retain(|_, members| !members.is_empty());
    }
}

impl Seen for Table {
    fn base(&self, _: Noun, _: Id, field: u16, key: Option<&str>) -> Option<Hlc> {
        self.clock().base(field, key)
    }

    fn dots(&self, _: Noun, _: Id, field: u16, member: &str) -> Vec<Dot> {
        let dots = self.view.sets.get(&field).and_then(|members| members.get(member));
        dots.into_iter().flatten().copied().collect()
    }
}
