//! One record as a desk shows it, written effect by effect, and as the specification says it should be.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use domain::field::Noun;
use domain::value::Value;
use sync::merge::{self, Loser};
use sync::plant::{self, Bug};
use sync::{Action, Dot, Effect, Op, RowClock};

type Cell = (u16, Option<String>);

/// What can be seen of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    pub cells: BTreeMap<Cell, Value>,
    pub sets: BTreeMap<u16, BTreeMap<String, BTreeSet<Dot>>>,
    pub steps: BTreeMap<u16, String>,
    pub deleted: bool,
    pub journal: BTreeMap<Cell, Vec<Loser>>,
}

pub fn machine(noun: u16) -> impl Fn(u16, &str, &str) -> bool {
    let noun = Noun::from_code(noun);
    move |field, from, to| noun.and_then(|noun| noun.field(field)).is_none_or(|field| domain::machine::allowed(field, from, to))
}

/// What `sync::merge` says of a record. Ops of one record, each once.
pub fn specified(noun: u16, ops: &[Rc<Op>]) -> View {
    let row = merge::fold(ops.iter().map(Rc::as_ref), &machine(noun));
    let mut journal = BTreeMap::new();
    for cell in row.cells.keys() {
        let lost = merge::losers(ops.iter().map(Rc::as_ref), cell.0, cell.1.as_deref());
        if !lost.is_empty() {
            journal.insert(cell.clone(), lost);
        }
    }
    View {
        cells: row.cells.into_iter().map(|(cell, (value, _))| (cell, value)).collect(),
        sets: row.sets,
        steps: row.steps.into_iter().map(|(field, step)| (field, step.state)).collect(),
        deleted: row.deleted,
        journal,
    }
}

/// A record that is written op by op.
#[derive(Clone, Default)]
pub struct Card {
    pub noun: u16,
    pub ops: Vec<Rc<Op>>,
    pub view: View,
    pub clock: RowClock,
}

impl Card {
    pub fn take(&mut self, op: &Rc<Op>) {
        self.noun = op.noun;
        let shown = self.tied(op);
        self.ops.push(op.clone());
        for effect in self.clock.apply(&shown) {
            self.carry_out(&shown, effect);
        }
    }

    /// With the planted bug, writers of the same tick are told apart by who came last.
    fn tied(&self, op: &Rc<Op>) -> Rc<Op> {
        if !plant::has(Bug::TiedClocks) {
            return op.clone();
        }
        let mut op = op.as_ref().clone();
        op.device = sync::DeviceId(1);
        op.seq = self.ops.len() as u64 + 1;
        op.tx = sync::Tx { first: op.seq, len: 1 };
        Rc::new(op)
    }

    fn carry_out(&mut self, op: &Op, effect: Effect) {
        match effect {
            Effect::Write { field, value: Value::Text(state), .. } if matches!(op.action, Action::Step { .. }) => {
                self.view.steps.insert(field, state);
            }
            Effect::Write { field, key, value } => {
                self.view.cells.insert((field, key), value);
            }
            Effect::Conflict { field, key } => {
                let lost = merge::losers(self.ops.iter().map(Rc::as_ref), field, key.as_deref());
                if lost.is_empty() {
                    self.view.journal.remove(&(field, key))
                } else {
                    self.view.journal.insert((field, key), lost)
                };
            }
            Effect::Add { field, member, dot } => {
                self.view.sets.entry(field).or_default().entry(member).or_default().insert(dot);
            }
            Effect::Remove { dots, .. } => self.take_out(&dots),
            Effect::Refold { field } => {
                let allowed = machine(self.noun);
                let state = merge::steps(self.ops.iter().map(Rc::as_ref), field, &|from, to| allowed(field, from, to));
                self.clock.settle(field, &state.state);
                self.view.steps.insert(field, state.state);
            }
            Effect::Deleted => self.view.deleted = true,
            Effect::Revived => self.view.deleted = false,
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
