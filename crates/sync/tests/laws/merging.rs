//! Any order, any duplication and any splitting of the same ops end at the same record.

use domain::Id;
use domain::edit::{Act, Edit};
use domain::field::{Kind, Noun};
use proptest::prelude::*;
use sync::author::Settled;
use sync::merge::{fold, losers, open, shortened, steps};
use sync::{Author, DeviceId, Op};

use crate::generate::histories;
use crate::table::{Table, machine, specified};

/// A history, and the same ops in another order with some of them twice.
fn shuffled() -> impl Strategy<Value = (Vec<Op>, Vec<Op>)> {
    let twice = |ops: Vec<Op>| (Just(ops.clone()), prop::sample::subsequence(ops.clone(), 0..=ops.len()));
    let mixed = |(ops, again): (Vec<Op>, Vec<Op>)| (Just(ops.clone()), Just([ops, again].concat()).prop_shuffle());
    histories(24).prop_flat_map(twice).prop_flat_map(mixed)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn folding_does_not_depend_on_order_or_duplicates((ops, other) in shuffled()) {
        prop_assert_eq!(fold(&ops, &machine), fold(&other, &machine));
        prop_assert_eq!(specified(&ops), specified(&other));
    }

    #[test]
    fn applying_one_by_one_in_any_order_ends_where_folding_does((ops, other) in shuffled()) {
        prop_assert_eq!(&Table::of(&ops).view, &specified(&ops));
        prop_assert_eq!(&Table::of(&other).view, &specified(&ops));
    }

    #[test]
    fn every_moment_on_the_way_is_the_fold_of_what_came_so_far(ops in histories(16)) {
        let mut table = Table::default();
        for (count, op) in ops.iter().enumerate() {
            table.take(op);
            prop_assert_eq!(&table.view, &specified(&ops[..=count]));
        }
    }

    #[test]
    fn batches_may_be_joined_in_any_grouping((ops, other) in shuffled(), cut in any::<prop::sample::Index>()) {
        let (left, right) = other.split_at(cut.index(other.len() + 1));
        let mut table = Table::of(right);
        left.iter().chain(right).for_each(|op| table.take(op));
        prop_assert_eq!(&table.view, &specified(&ops));
    }

    #[test]
    fn going_on_from_a_folded_clock_ends_at_the_whole_fold(ops in histories(16), cut in any::<prop::sample::Index>()) {
        let (early, late) = ops.split_at(cut.index(ops.len() + 1));
        let mut clock = fold(early, &machine).clock;
        late.iter().for_each(|op| { clock.apply(op); });
        let whole = fold(&ops, &machine);
        prop_assert_eq!(clock.is_deleted(), whole.deleted);
        for ((field, key), (_, stamp)) in &whole.cells {
            prop_assert_eq!(clock.stamp(*field, key.as_deref()), Some(*stamp));
        }
    }

    #[test]
    fn a_written_value_stands_or_is_kept_or_was_seen_by_who_replaced_it(ops in histories(24)) {
        let row = fold(&ops, &machine);
        for (cell, (winner, _)) in &row.cells {
            let kept = losers(&ops, cell.0, cell.1.as_deref());
            prop_assert!(kept.iter().all(|loser| loser.value != *winner));
            for (value, seen) in written(&ops, cell) {
                prop_assert!(seen || value == *winner || kept.iter().any(|loser| loser.value == value));
            }
        }
    }

    /// Whoever has heard everything decides about every cell: nothing of what was on the table is left, in whatever order it
    /// is heard, and a later write brings none of it back.
    #[test]
    fn a_decision_settles_what_was_on_the_table((ops, other) in shuffled(), chosen in any::<prop::sample::Index>()) {
        let table = Table::of(&ops);
        let mut edits = Vec::new();
        let mut settled = Vec::new();
        for ((code, key), lost) in &table.view.journal {
            let field = Noun::Ticket.field(*code).filter(|field| field.kind != Kind::Once);
            let Some(field) = field else { continue };
            let values: Vec<_> = lost.iter().map(|loser| &loser.value).chain(table.view.cells.get(&(*code, key.clone()))).collect();
            let value = values[chosen.index(values.len())].clone();
            edits.push(key.as_ref().map_or_else(|| Edit::set(ID, field, value.clone()), |key| Edit::set_key(ID, field, key, value.clone())));
            let unseen = open(&ops, *code, key.as_deref()).map(|open| open.unseen).unwrap_or_default();
            let saw = unseen.iter().map(|write| write.stamp.hlc).collect();
            settled.push(Settled { noun: Noun::Ticket, id: ID, field: *code, key: key.clone(), value, saw });
        }
        let decided: Vec<_> = settled.iter().map(|cell| (cell.field, cell.key.clone())).collect();
        let mut author = Author::new(DeviceId(99));
        ops.iter().for_each(|op| author.ticker.observe(op.hlc));
        let made = author.settle(edits.clone(), settled, None, 0, &table).expect("small");
        let now = [other, made.into_iter().map(|stamped| stamped.op).collect()].concat();
        let later = author.stamp(edits.iter().map(overwritten).collect(), None, 0, &Table::of(&now)).expect("small");
        let later = [now.clone(), later.into_iter().map(|stamped| stamped.op).collect()].concat();
        for ops in [&now, &later] {
            let view = specified(ops);
            prop_assert_eq!(&Table::of(ops.iter().rev()).view, &view);
            for cell in &decided {
                // Of values that were written in the very same tick nobody can tell which one was seen.
                let kept = view.journal.get(cell).into_iter().flatten();
                prop_assert!(kept.into_iter().all(|loser| ops.iter().filter(|op| op.hlc == loser.stamp.hlc).count() > 1));
            }
        }
    }

    /// A desk may have any of the ops in the long form and the others in the short one, and still hear of any more.
    #[test]
    fn what_is_told_shorter_shows_the_same(ops in histories(24), told in any::<prop::sample::Index>(), which in any::<u64>()) {
        let known = &ops[..told.index(ops.len() + 1)];
        let tied = |op: &Op| ops[known.len()..].iter().any(|late| late.hlc == op.hlc);
        let short: Vec<Op> = shortened(known).into_iter().filter(|op| !tied(op)).collect();
        let of = |op: &Op, at: usize| short.iter().find(|short| short.dot() == op.dot() && which >> (at % 64) & 1 == 1).unwrap_or(op).clone();
        let mixed: Vec<Op> = ops.iter().enumerate().map(|(at, op)| of(op, at)).collect();
        prop_assert_eq!(specified(&mixed), specified(&ops));
        prop_assert_eq!(&Table::of(&mixed).view, &specified(&ops));
    }

    #[test]
    fn every_step_is_taken_or_kept_as_refused(ops in histories(24)) {
        let field = domain::field::ticket::state.code;
        let state = steps(&ops, field, &|from, to| machine(field, from, to));
        let tried = ops.iter().filter(|op| matches!(op.action, sync::Action::Step { field: f, .. } if f == field)).count();
        prop_assert!(state.refused.len() < tried.max(1));
        prop_assert!(state.refused.iter().all(|(stamp, ..)| *stamp != state.stamp));
        let all_allowed = steps(&ops, field, &|_, _| true);
        prop_assert!(all_allowed.refused.is_empty());
    }
}

const ID: Id = Id([7; 16]);

/// The same cell with another value.
fn overwritten(edit: &Edit) -> Edit {
    let act = match &edit.act {
        Act::Put(fields) => Act::Put(fields.iter().map(|(field, _)| (*field, "别的".into())).collect()),
        Act::PutKey(field, key, _) => Act::PutKey(*field, key.clone(), "别的".into()),
        other => other.clone(),
    };
    Edit { act, ..edit.clone() }
}

/// The values ever written to a cell and whether some later write names its clock as the one it saw.
fn written(ops: &[Op], cell: &(u16, Option<String>)) -> Vec<(domain::value::Value, bool)> {
    let fits = ops.iter().filter(|op| op.misfit().is_none());
    let writes: Vec<_> = fits
        .flat_map(|op| match &op.action {
            sync::Action::Put(cells) => cells.iter().filter(|c| (c.field, &c.key) == (cell.0, &cell.1)).map(|c| (op.hlc, c)).collect(),
            _ => Vec::new(),
        })
        .collect();
    let seen = |hlc| writes.iter().any(|(by, c)| c.base == Some(hlc) && *by > hlc);
    writes.iter().map(|(hlc, c)| (c.value.clone(), seen(*hlc))).collect()
}
