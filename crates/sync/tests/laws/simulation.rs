//! Honest desks with bad clocks and a bad line: they write what their user sees, pass on what they have, and meet.

use std::collections::BTreeSet;

use domain::edit::{Act, Edit};
use domain::field::{Noun, ticket};
use domain::id::Id;
use domain::value::Value;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use sync::chain::{Entry, Head, verify};
use sync::{Action, Author, DeviceId, Dot, Op, Stamped};

use crate::table::{Table, specified};

const DESKS: usize = 3;
const TICKET: Id = Id([9; 16]);

#[derive(Clone, Debug)]
enum Event {
    /// A desk commits edits while its wall clock shows `now`.
    Write { desk: usize, now: i64, edits: Vec<Edit> },
    /// One desk gives another the first ops that it lacks.
    Pass { from: usize, to: usize, most: usize, backwards: bool },
}

fn edits() -> impl Strategy<Value = Edit> {
    let text = || select(vec!["甲", "乙", "丙", "丁"]).prop_map(str::to_owned);
    let member = || select(vec!["x", "y"]);
    let state = || select(vec!["new", "open", "solved", "closed"]);
    prop_oneof![
        4 => text().prop_map(|text| Edit::set(TICKET, ticket::subject, text)),
        2 => text().prop_map(|text| Edit::set(TICKET, ticket::number, text)),
        2 => (select(vec!["k", "l"]), text()).prop_map(|(key, text)| Edit::set_key(TICKET, ticket::fields, key, text)),
        2 => member().prop_map(|member| Edit::add(TICKET, ticket::tags, member)),
        2 => member().prop_map(|member| Edit::remove(TICKET, ticket::tags, member)),
        2 => (state(), state()).prop_map(|(from, to)| Edit::step(TICKET, ticket::state, from, to)),
        1 => Just(Edit::delete(Noun::Ticket, TICKET)),
    ]
}

fn events() -> impl Strategy<Value = Event> {
    let now = prop_oneof![4 => 0..20i64, 1 => any::<i64>()];
    prop_oneof![
        2 => (0..DESKS, now, vec(edits(), 1..4)).prop_map(|(desk, now, edits)| Event::Write { desk, now, edits }),
        1 => (0..DESKS, 0..DESKS, 1..8usize, any::<bool>())
            .prop_map(|(from, to, most, backwards)| Event::Pass { from, to, most, backwards }),
    ]
}

struct Desk {
    author: Author,
    table: Table,
    own: Vec<Stamped>,
}

impl Desk {
    fn new(device: usize) -> Self {
        Desk { author: Author::new(DeviceId(device as u64)), table: Table::default(), own: Vec::new() }
    }

    fn write(&mut self, now: i64, edits: Vec<Edit>) {
        let actor = Some(Id([1; 16]));
        let stamped = self.author.stamp(edits, actor, now, &self.table).expect("small edits fit");
        stamped.iter().for_each(|stamped| self.table.take(&stamped.op));
        self.own.extend(stamped);
    }

    fn has(&self) -> BTreeSet<Dot> {
        self.table.ops.iter().map(Op::dot).collect()
    }

    fn receive(&mut self, ops: &[Op]) {
        for op in ops {
            self.author.ticker.observe(op.hlc);
            self.table.take(op);
        }
    }
}

/// Who had which ops when they wrote: the truth that no op carries.
type Witness = Vec<(Op, BTreeSet<Dot>)>;

fn run(events: Vec<Event>) -> (Vec<Desk>, Witness) {
    let mut desks: Vec<Desk> = (0..DESKS).map(Desk::new).collect();
    let mut witness = Witness::new();
    for event in events {
        match event {
            Event::Write { desk, now, edits } => {
                let (had, before) = (desks[desk].has(), desks[desk].own.len());
                desks[desk].write(now, edits);
                let mut had = had;
                for stamped in &desks[desk].own[before..] {
                    witness.push((stamped.op.clone(), had.clone()));
                    had.insert(stamped.op.dot());
                }
            }
            Event::Pass { from, to, most, backwards } => pass(&mut desks, from, to, most, backwards),
        }
    }
    for _ in 0..DESKS {
        (0..DESKS).for_each(|from| (0..DESKS).for_each(|to| pass(&mut desks, from, to, usize::MAX, false)));
    }
    (desks, witness)
}

fn pass(desks: &mut [Desk], from: usize, to: usize, most: usize, backwards: bool) {
    let has = desks[to].has();
    let lacking = desks[from].table.ops.iter().filter(|op| !has.contains(&op.dot()));
    let mut ops: Vec<Op> = lacking.take(most).cloned().collect();
    if backwards {
        ops.reverse();
    }
    desks[to].receive(&ops);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn desks_that_have_met_show_the_same(events in vec(events(), 1..40)) {
        let (desks, _) = run(events);
        for desk in &desks {
            prop_assert_eq!(&desk.table.view, &specified(&desks[0].table.ops));
        }
    }

    #[test]
    fn what_nobody_saw_before_replacing_it_is_never_lost(events in vec(events(), 1..40)) {
        let (desks, witness) = run(events);
        let view = &desks[0].table.view;
        for (op, _) in &witness {
            let Action::Put(cells) = &op.action else { continue };
            for cell in cells {
                let place = (cell.field, cell.key.clone());
                let stands = view.cells.get(&place) == Some(&cell.value);
                let kept = view.journal.get(&place).is_some_and(|losers| losers.iter().any(|l| l.value == cell.value));
                prop_assert!(stands || kept || was_seen(&witness, &place, &cell.value), "{:?} of {:?}", cell, op.dot());
            }
        }
    }

    #[test]
    fn a_clerk_who_works_alone_never_meets_a_conflict(writes in vec((any::<i64>(), vec(edits(), 1..4)), 1..20)) {
        let mut desk = Desk::new(1);
        for (now, mut edits) in writes {
            edits.retain(|edit| !matches!(&edit.act, Act::Put(fields) if fields[0].0 == ticket::number));
            desk.write(now, edits);
        }
        prop_assert_eq!(&desk.table.view.journal, &Default::default());
    }

    #[test]
    fn every_log_is_a_whole_chain_of_rising_clocks_in_whole_transactions(events in vec(events(), 1..40)) {
        for desk in run(events).0 {
            let entries = desk.own.iter().map(|s| Entry { seq: s.op.seq, bytes: &s.bytes, chain: s.chain });
            let head = verify(Head::genesis(desk.author.device), entries, Some(desk.author.head()));
            prop_assert_eq!(head, Ok(desk.author.head()));
            prop_assert!(desk.own.is_sorted_by(|a, b| a.op.hlc < b.op.hlc));
            for Stamped { op, .. } in &desk.own {
                let others = desk.own.iter().filter(|other| other.op.tx == op.tx).count();
                prop_assert_eq!(others, op.tx.len as usize);
            }
        }
    }
}

/// Whether some desk had an op with this value when it wrote another into the cell.
fn was_seen(witness: &Witness, place: &(u16, Option<String>), value: &Value) -> bool {
    let writes = |op: &Op, wanted: Option<&Value>| match &op.action {
        Action::Put(cells) => {
            cells.iter().any(|cell| (cell.field, &cell.key) == (place.0, &place.1) && wanted.is_none_or(|wanted| cell.value == *wanted))
        }
        _ => false,
    };
    let holders: BTreeSet<Dot> = witness.iter().filter(|(op, _)| writes(op, Some(value))).map(|(op, _)| op.dot()).collect();
    witness.iter().any(|(op, had)| writes(op, None) && !had.is_disjoint(&holders))
}
