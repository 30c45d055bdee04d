//! Bytes: what is written can be read, what cannot be read is refused, and a log that was touched is found out.

use domain::field::ticket;
use domain::id::Id;
use domain::value::Value;
use proptest::collection::vec;
use proptest::prelude::*;
use sync::chain::{Chain, Entry, Head, verify};
use sync::{Action, Cell, DeviceId, Dot, Hlc, Op, RowClock, Ticker, Tx};

use crate::generate::{histories, op};

fn numbers() -> impl Strategy<Value = u64> {
    prop_oneof![0..30u64, 0..=i64::MAX as u64, Just(i64::MAX as u64)]
}

fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        ".{0,12}".prop_map(Value::Text),
        vec(any::<u8>(), 0..40).prop_map(Value::Bytes),
    ]
}

fn puts() -> impl Strategy<Value = Action> {
    let place = (any::<u16>(), prop::option::of(".{0,6}"));
    let cell = (values(), prop::option::of(numbers().prop_map(Hlc)));
    prop::collection::btree_map(place, cell, 0..12).prop_map(|cells| {
        let cells = cells.into_iter().map(|((field, key), (value, base))| Cell { field, key, value, base });
        Action::Put(cells.collect())
    })
}

fn actions() -> impl Strategy<Value = Action> {
    let dot = (numbers(), numbers()).prop_map(|(device, seq)| Dot { device: DeviceId(device), seq });
    prop_oneof![
        3 => puts(),
        1 => (any::<u16>(), ".{0,8}").prop_map(|(field, member)| Action::Add { field, member }),
        1 => (any::<u16>(), ".{0,8}", vec(dot, 0..5)).prop_map(|(field, member, dots)| Action::Remove { field, member, dots }),
        1 => (any::<u16>(), ".{0,8}", ".{0,8}").prop_map(|(field, from, to)| Action::Step { field, from, to }),
        1 => Just(Action::Delete),
    ]
}

fn any_op() -> impl Strategy<Value = Op> {
    let head = (numbers(), 1..=i64::MAX as u64, numbers(), 1..9u32, 0..9u64);
    (head, prop::option::of(any::<[u8; 16]>()), any::<u16>(), any::<[u8; 16]>(), actions()).prop_map(
        |((device, seq, hlc, len, place), actor, noun, id, action)| {
            let tx = Tx { first: seq - (place % u64::from(len)).min(seq - 1), len };
            Op { tx, actor: actor.map(Id), noun, id: Id(id), ..op(device, seq, Hlc(hlc), action) }
        },
    )
}

/// A chained log of some generated ops.
fn log(ops: &[Op]) -> (Vec<Entry<Vec<u8>>>, Head) {
    let mut head = Head::genesis(DeviceId(1));
    let entries = ops.iter().map(|op| {
        let bytes = op.encode();
        head = Head { seq: head.seq + 1, chain: head.chain.link(&bytes) };
        Entry { seq: head.seq, bytes, chain: head.chain }
    });
    (entries.collect(), head)
}

fn finds(entries: &[Entry<Vec<u8>>], head: Head) -> bool {
    verify(Head::genesis(DeviceId(1)), entries.to_vec(), Some(head)).is_err()
}

proptest! {
    #[test]
    fn every_op_comes_back_from_its_bytes(op in any_op()) {
        prop_assert_eq!(Op::decode(&op.encode()), Ok(op));
    }

    #[test]
    fn random_bytes_are_refused_or_are_an_op_in_its_one_form(bytes in vec(any::<u8>(), 0..200)) {
        if let Ok(op) = Op::decode(&bytes) {
            prop_assert_eq!(op.encode(), bytes.clone());
        }
        if let Ok(clock) = RowClock::decode(&bytes) {
            prop_assert_eq!(RowClock::decode(&clock.encode()), Ok(clock));
        }
    }

    #[test]
    fn a_damaged_op_is_refused_or_is_another_op_in_its_one_form(
        op in any_op(), place in any::<prop::sample::Index>(), flip in 1..=255u8,
    ) {
        let mut bytes = op.encode();
        *place.get_mut(&mut bytes) ^= flip;
        if let Ok(other) = Op::decode(&bytes) {
            prop_assert_ne!(&other, &op);
            prop_assert_eq!(other.encode(), bytes);
        }
    }

    #[test]
    fn a_damaged_row_clock_never_brings_the_desk_down(
        ops in histories(12), place in any::<prop::sample::Index>(), flip in 1..=255u8,
    ) {
        let mut clock = RowClock::default();
        ops.iter().for_each(|op| { clock.apply(op); });
        let mut bytes = clock.encode();
        prop_assume!(!bytes.is_empty());
        *place.get_mut(&mut bytes) ^= flip;
        if let Ok(mut other) = RowClock::decode(&bytes) {
            ops.iter().for_each(|op| { other.apply(op); });
        }
    }

    #[test]
    fn one_flipped_byte_in_a_chained_log_is_found(
        ops in vec(any_op(), 1..8), which in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), flip in 1..=255u8,
    ) {
        let (mut entries, head) = log(&ops);
        let entry = which.get_mut(&mut entries);
        match place.index(entry.bytes.len() + entry.chain.0.len()) {
            at if at < entry.bytes.len() => entry.bytes[at] ^= flip,
            at => entry.chain.0[at - entry.bytes.len()] ^= flip,
        }
        prop_assert!(finds(&entries, head));
    }

    #[test]
    fn one_removed_byte_in_a_chained_log_is_found(
        ops in vec(any_op(), 1..8), which in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(),
    ) {
        let (mut entries, head) = log(&ops);
        let entry = which.get_mut(&mut entries);
        entry.bytes.remove(place.index(entry.bytes.len()));
        prop_assert!(finds(&entries, head));
    }

    #[test]
    fn a_removed_repeated_or_moved_op_in_a_chained_log_is_found(
        ops in vec(any_op(), 2..8), from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>(),
    ) {
        let (entries, head) = log(&ops);
        let (from, to) = (from.index(entries.len()), to.index(entries.len()));
        let mut without = entries.clone();
        let one = without.remove(from);
        prop_assert!(finds(&without, head));
        let mut again = entries.clone();
        again.insert(from, one.clone());
        prop_assert!(finds(&again, head));
        if from != to {
            without.insert(to, one);
            prop_assert!(finds(&without, head));
        }
    }

    #[test]
    fn a_log_that_was_cut_or_renumbered_is_found(ops in vec(any_op(), 2..8), cut in any::<prop::sample::Index>()) {
        let (mut entries, head) = log(&ops);
        let gone = cut.index(entries.len());
        let mut shorter = entries.clone();
        shorter.truncate(gone);
        prop_assert!(finds(&shorter, head));
        entries.remove(gone);
        entries.iter_mut().zip(1..).for_each(|(entry, seq)| entry.seq = seq);
        prop_assert!(finds(&entries, head));
    }

    #[test]
    fn two_logs_with_one_head_are_one_log(left in vec(any_op(), 0..6), right in vec(any_op(), 0..6)) {
        let bytes = |ops: &[Op]| ops.iter().map(Op::encode).collect::<Vec<_>>();
        prop_assert_eq!(log(&left).1 == log(&right).1, bytes(&left) == bytes(&right));
    }

    #[test]
    fn clocks_rise_strictly_whatever_the_wall_shows(
        start in 0..1u64 << 62, nows in vec((any::<i64>(), prop::option::of(0..1u64 << 62)), 1..60),
    ) {
        let mut ticker = Ticker { last: Hlc(start) };
        for (now, seen) in nows {
            let before = ticker.last;
            if let Some(seen) = seen {
                ticker.observe(Hlc(seen));
                prop_assert!(ticker.last >= before && ticker.last >= Hlc(seen));
            }
            let after = ticker.last;
            let tick = ticker.tick(now);
            prop_assert!(tick > after || tick == Hlc::LAST);
            prop_assert!(tick.ms() >= now.clamp(0, Hlc::LAST.ms()));
        }
    }
}

#[test]
fn a_log_of_another_device_is_not_taken_for_this_one() {
    let (entries, head) = log(&[op(1, 1, Hlc(1), Action::Add { field: ticket::tags.code, member: "加急".to_owned() })]);
    assert!(!finds(&entries, head));
    assert!(verify(Head::genesis(DeviceId(2)), entries, Some(head)).is_err());
    assert_ne!(Chain::genesis(DeviceId(1)), Chain::genesis(DeviceId(2)));
}
