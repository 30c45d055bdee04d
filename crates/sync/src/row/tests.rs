//! What one op does to a record, told as a story of effects.

use expect_test::{Expect, expect};

use super::*;
use crate::clock::DeviceId;
use crate::op::{Tx, VERSION};
use domain::field::ticket::{fields, number, state, subject, tags};
use domain::field::{Field, Noun};
use domain::id::Id;

const HOUR: i64 = 3_600_000;

/// An op of device `device` at `hour` o'clock, its `seq`-th.
fn op(device: u64, seq: u64, hour: i64, action: Action) -> Op {
    Op {
        version: VERSION,
        device: DeviceId(device),
        seq,
        hlc: Hlc::new(hour * HOUR, 0),
        tx: Tx { first: seq, len: 1 },
        actor: None,
        noun: Noun::Ticket.code(),
        id: Id([1; 16]),
        action,
    }
}

fn put(field: Field, value: &str, seen_at: Option<i64>) -> Action {
    let base = seen_at.map(|hour| Hlc::new(hour * HOUR, 0));
    Action::Put(vec![Cell { field: field.code, key: None, value: Value::Text(value.to_owned()), base }])
}

fn put_key(key: &str, value: &str) -> Action {
    let value = Value::Text(value.to_owned());
    Action::Put(vec![Cell { field: fields.code, key: Some(key.to_owned()), value, base: None }])
}

fn add(member: &str) -> Action {
    Action::Add { field: tags.code, member: member.to_owned() }
}

fn remove(member: &str, device: u64, seq: u64) -> Action {
    let dots = vec![Dot { device: DeviceId(device), seq }];
    Action::Remove { field: tags.code, member: member.to_owned(), dots }
}

fn step(from: &str, to: &str) -> Action {
    Action::Step { field: state.code, from: from.to_owned(), to: to.to_owned() }
}

fn told(effect: &Effect) -> String {
    let name = |field: &u16| Noun::Ticket.field(*field).map_or("?", |field| field.name);
    let cell = |field: &u16, key: &Option<String>| match key {
        Some(key) => format!("{}.{key}", name(field)),
        None => name(field).to_owned(),
    };
    match effect {
        Effect::Write { field, key, value } => format!("write {} = {value:?}", cell(field, key)),
        Effect::Conflict { field, key } => format!("conflict {}", cell(field, key)),
        Effect::Add { field, member, dot } => format!("add {}:{member} by {dot:?}", name(field)),
        Effect::Remove { field, member, dots } => format!("remove {}:{member} of {dots:?}", name(field)),
        Effect::Refold { field } => format!("refold {}", name(field)),
        Effect::Deleted => "deleted".to_owned(),
        Effect::Revived => "revived".to_owned(),
    }
}

/// One line of effects per op; the clock goes through its bytes in between.
fn check(ops: &[Op], expected: Expect) {
    let mut stored = Vec::new();
    let mut story = String::new();
    for op in ops {
        let mut clock = RowClock::decode(&stored).expect("a clock reads its own bytes");
        let effects: Vec<String> = clock.apply(op).iter().map(told).collect();
        story += &format!("{:?}: {}\n", op.dot(), effects.join(", "));
        stored = clock.encode();
    }
    expected.assert_eq(&story);
}

#[test]
fn a_write_that_saw_the_one_before_is_no_conflict() {
    check(
        &[op(1, 1, 1, put(subject, "a", None)), op(2, 1, 2, put(subject, "b", Some(1)))],
        expect![[r#"
        d1#1: write subject = Text("a")
        d2#1: write subject = Text("b")
    "#]],
    );
}

#[test]
fn a_write_that_saw_nothing_or_something_older_is_a_conflict() {
    let first = op(1, 1, 1, put(subject, "a", None));
    check(
        &[first.clone(), op(2, 1, 2, put(subject, "b", None))],
        expect![[r#"
        d1#1: write subject = Text("a")
        d2#1: write subject = Text("b"), conflict subject
    "#]],
    );
    check(
        &[first, op(1, 2, 2, put(subject, "b", Some(1))), op(2, 1, 3, put(subject, "c", Some(1)))],
        expect![[r#"
            d1#1: write subject = Text("a")
            d1#2: write subject = Text("b")
            d2#1: write subject = Text("c"), conflict subject
        "#]],
    );
}

#[test]
fn an_older_write_that_comes_late_loses_and_is_a_conflict() {
    check(
        &[op(1, 1, 2, put(subject, "b", None)), op(2, 1, 1, put(subject, "a", None))],
        expect![[r#"
        d1#1: write subject = Text("b")
        d2#1: conflict subject
    "#]],
    );
}

#[test]
fn a_cell_once_contested_asks_for_its_losers_at_every_write() {
    let ops = [op(1, 1, 1, put(subject, "a", None)), op(2, 1, 2, put(subject, "b", None)), op(2, 2, 3, put(subject, "a", Some(2)))];
    check(
        &ops,
        expect![[r#"
        d1#1: write subject = Text("a")
        d2#1: write subject = Text("b"), conflict subject
        d2#2: write subject = Text("a"), conflict subject
    "#]],
    );
}

#[test]
fn of_two_writes_in_the_same_tick_the_larger_device_wins() {
    check(
        &[op(2, 1, 1, put(subject, "b", None)), op(1, 1, 1, put(subject, "a", None))],
        expect![[r#"
        d2#1: write subject = Text("b")
        d1#1: conflict subject
    "#]],
    );
}

#[test]
fn the_first_writer_of_a_once_field_wins_even_if_it_arrives_later() {
    check(
        &[op(1, 1, 2, put(number, "A-2", None)), op(2, 1, 1, put(number, "B-1", None))],
        expect![[r#"
        d1#1: write number = Text("A-2")
        d2#1: write number = Text("B-1"), conflict number
    "#]],
    );
    check(
        &[op(1, 1, 1, put(number, "A-1", None)), op(1, 2, 2, put(number, "A-2", Some(1)))],
        expect![[r#"
        d1#1: write number = Text("A-1")
        d1#2: conflict number
    "#]],
    );
}

#[test]
fn map_keys_merge_one_by_one() {
    let ops = [op(1, 1, 1, put_key("serial", "S1")), op(2, 1, 2, put_key("colour", "red")), op(2, 2, 3, put_key("serial", "S2"))];
    check(
        &ops,
        expect![[r#"
        d1#1: write fields.serial = Text("S1")
        d2#1: write fields.colour = Text("red")
        d2#2: write fields.serial = Text("S2"), conflict fields.serial
    "#]],
    );
}

#[test]
fn a_removal_that_arrives_before_its_add_still_counts() {
    let ops = [op(2, 1, 2, remove("vip", 1, 1)), op(1, 1, 1, add("vip")), op(1, 2, 3, add("vip"))];
    check(
        &ops,
        expect![[r#"
        d2#1: remove tags:vip of [d1#1]
        d1#1: 
        d1#2: add tags:vip by d1#2
    "#]],
    );
}

#[test]
fn a_step_from_the_present_state_is_simply_taken() {
    check(
        &[op(1, 1, 1, step("", "new")), op(1, 2, 2, step("new", "open"))],
        expect![[r#"
        d1#1: write state = Text("new")
        d1#2: write state = Text("open")
    "#]],
    );
}

#[test]
fn a_stale_or_late_step_asks_for_a_refold() {
    let ops = [op(1, 1, 1, step("", "new")), op(1, 2, 3, step("new", "open")), op(2, 1, 2, step("new", "closed"))];
    check(
        &ops,
        expect![[r#"
        d1#1: write state = Text("new")
        d1#2: write state = Text("open")
        d2#1: refold state
    "#]],
    );
    let ops = [op(1, 1, 1, step("", "new")), op(1, 2, 2, step("new", "open")), op(2, 1, 3, step("new", "closed"))];
    check(
        &ops,
        expect![[r#"
        d1#1: write state = Text("new")
        d1#2: write state = Text("open")
        d2#1: refold state
    "#]],
    );
}

#[test]
fn a_settled_state_makes_the_next_step_simple_again() {
    let mut clock = RowClock::default();
    clock.apply(&op(1, 1, 1, step("", "new")));
    assert_eq!(clock.apply(&op(2, 1, 2, step("open", "closed"))), [Effect::Refold { field: state.code }]);
    clock.settle(state.code, "closed");
    let effects = clock.apply(&op(2, 2, 3, step("closed", "open")));
    assert_eq!(effects.iter().map(told).collect::<Vec<_>>(), ["write state = Text(\"open\")"]);
}

#[test]
fn a_newer_edit_wins_over_a_delete_and_an_older_one_does_not() {
    let ops = [
        op(1, 1, 1, put(subject, "a", None)),
        op(1, 2, 3, Action::Delete),
        op(2, 1, 2, add("vip")),
        op(2, 2, 4, remove("vip", 2, 1)),
        op(2, 3, 5, add("vip")),
    ];
    check(
        &ops,
        expect![[r#"
        d1#1: write subject = Text("a")
        d1#2: deleted
        d2#1: add tags:vip by d2#1
        d2#2: remove tags:vip of [d2#1]
        d2#3: add tags:vip by d2#3, revived
    "#]],
    );
}

#[test]
fn a_delete_may_arrive_before_the_record() {
    check(
        &[op(1, 2, 2, Action::Delete), op(1, 1, 1, put(subject, "a", None))],
        expect![[r#"
        d1#2: deleted
        d1#1: write subject = Text("a")
    "#]],
    );
}

#[test]
fn an_op_that_comes_twice_writes_nothing_twice() {
    let ops = [op(1, 1, 1, put(subject, "a", None)), op(1, 2, 2, step("", "new")), op(1, 3, 3, Action::Delete)];
    check(
        &[ops.as_slice(), &ops].concat(),
        expect![[r#"
        d1#1: write subject = Text("a")
        d1#2: write state = Text("new")
        d1#3: deleted
        d1#1: 
        d1#2: 
        d1#3: 
    "#]],
    );
}

#[test]
fn an_op_against_the_kind_of_its_field_does_nothing() {
    check(
        &[op(1, 1, 1, put(state, "closed", None))],
        expect![[r#"
        d1#1: 
    "#]],
    );
}

#[test]
fn the_base_of_the_next_write_is_the_clock_that_stands() {
    let mut clock = RowClock::default();
    clock.apply(&op(1, 1, 1, put(subject, "a", None)));
    clock.apply(&op(1, 2, 2, put_key("serial", "S1")));
    assert_eq!(clock.base(subject.code, None), Some(Hlc::new(HOUR, 0)));
    assert_eq!(clock.base(fields.code, Some("serial")), Some(Hlc::new(2 * HOUR, 0)));
    assert_eq!((clock.base(number.code, None), clock.base(fields.code, Some("colour"))), (None, None));
}

fn real(seq: u64, ms_later: i64, action: Action) -> Op {
    let hlc = Hlc::new(1_760_000_000_000 + ms_later, 0);
    Op { hlc, ..op(0x0123_4567_89ab_cdef, seq, 0, action) }
}

#[test]
fn golden_bytes_of_row_clocks() {
    let cells = (1..=8).filter(|code| *code != state.code).map(|field| Cell { field, key: None, value: Value::Int(1), base: None });
    let mut clock = RowClock::default();
    let mut sizes = Vec::new();
    let mut golden = String::new();
    let later = Op { device: DeviceId(2), ..real(9, 2 * HOUR, remove("vip", 3, 7)) };
    for op in [
        real(1_000, 0, Action::Put(cells.collect())),
        real(1_001, 0, step("", "new")),
        real(1_002, HOUR, put(subject, "b", None)),
        later,
        real(1_003, 3 * HOUR, Action::Delete),
    ] {
        clock.apply(&op);
        let bytes = clock.encode();
        assert_eq!(RowClock::decode(&bytes).as_ref(), Ok(&clock));
        sizes.push(bytes.len());
        golden = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    }
    expect!["[27, 42, 67, 72, 84] a600841b0199c82cc00000001b0123456789abcdef1903e81901da01818402f6f5821b00000036ee8000000202818305636e6577820001038182070304821b00000036ee8000000205821b000000a4cb80000003"].assert_eq(&format!("{sizes:?} {golden}"));
}

#[test]
fn damaged_clocks_are_refused() {
    for bytes in [&[0xa1][..], &[0xa1, 0x09, 0x00], &[0xa0, 0x00], &[0xa1, 0x01, 0x9b, 0xff], &[0xa1, 0x05, 0x82, 0x20, 0x00]] {
        assert!(RowClock::decode(bytes).is_err(), "{bytes:x?}");
    }
}
