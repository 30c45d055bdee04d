//! What the log of one device looks like after some edits.

use expect_test::{Expect, expect};

use super::*;
use crate::chain;
use domain::edit::New;
use domain::field::ticket::{self, fields, number, state, subject, tags};

const TICKET: Id = Id([1; 16]);
const OTHER: Id = Id([2; 16]);

/// A desk on which every cell was last written at 12:00 and every tag was added by op 9 of device 9.
struct Noon;

impl Seen for Noon {
    fn base(&self, _: Noun, _: Id, _: u16, _: Option<&str>) -> Option<Hlc> {
        Some(Hlc::new(12, 0))
    }
    fn dots(&self, _: Noun, _: Id, _: u16, member: &str) -> Vec<Dot> {
        if member == "没有" { Vec::new() } else { vec![Dot { device: DeviceId(9), seq: 9 }] }
    }
}

fn told(stamped: &[Stamped]) -> String {
    let line = |Stamped { op, .. }: &Stamped| {
        let what = match &op.action {
            Action::Put(cells) => cells.iter().map(|c| format!(" {}{:?}={:?}<{:?}", c.field, c.key, c.value, c.base)).collect(),
            other => format!(" {other:?}"),
        };
        format!("{}/{}+{} {:?} {:?}:{what}\n", op.seq, op.tx.first, op.tx.len, op.hlc, op.id.0[0])
    };
    stamped.iter().map(line).collect()
}

fn check(edits: Vec<Edit>, seen: &dyn Seen, expected: Expect) {
    let mut author = Author::new(DeviceId(1));
    let stamped = author.stamp(edits, None, 100, seen).expect("small edits fit");
    expected.assert_eq(&told(&stamped));
    assert_eq!(author.next_seq, stamped.len() as u64 + 1);
    for Stamped { op, bytes, .. } in &stamped {
        assert_eq!(Op::decode(bytes).as_ref(), Ok(op));
    }
}

fn text(text: &str) -> String {
    text.to_owned()
}

#[test]
fn a_new_ticket_is_one_put_one_step_and_its_tags() {
    let new = New::of(Noun::Ticket, TICKET)
        .with(number, text("HZ01-A-1"))
        .with(subject, text("漏水"))
        .with_all(tags, [text("加急")])
        .with_keys(fields, [(text("serial"), text("S1"))])
        .at(state, "new");
    check(
        new.edits(),
        &Unseen,
        expect![[r#"
        1/1+3 100.0 1: 1None=Text("HZ01-A-1")<None 2None=Text("漏水")<None 13Some("serial")=Text("S1")<None
        2/1+3 100.1 1: Step { field: 5, from: "", to: "new" }
        3/1+3 100.2 1: Add { field: 12, member: "加急" }
    "#]],
    );
}

#[test]
fn edits_of_several_records_are_one_transaction() {
    check(
        vec![Edit::set(TICKET, subject, text("a")), Edit::set(OTHER, subject, text("b")), Edit::set(TICKET, ticket::priority, 2)],
        &Noon,
        expect![[r#"
            1/1+2 100.0 1: 2None=Text("a")<Some(12.0) 6None=Int(2)<Some(12.0)
            2/1+2 100.1 2: 2None=Text("b")<Some(12.0)
        "#]],
    );
}

#[test]
fn a_cell_written_twice_keeps_both_writes_and_the_second_saw_the_first() {
    check(
        vec![Edit::set(TICKET, subject, text("a")), Edit::set(TICKET, subject, text("b"))],
        &Noon,
        expect![[r#"
        1/1+2 100.0 1: 2None=Text("a")<Some(12.0)
        2/1+2 100.1 1: 2None=Text("b")<Some(100.0)
    "#]],
    );
}

#[test]
fn a_put_after_a_delete_is_not_moved_before_it() {
    check(
        vec![Edit::set(TICKET, subject, text("a")), Edit::delete(Noun::Ticket, TICKET), Edit::set(TICKET, ticket::priority, 1)],
        &Noon,
        expect![[r#"
            1/1+3 100.0 1: 2None=Text("a")<Some(12.0)
            2/1+3 100.1 1: Delete
            3/1+3 100.2 1: 6None=Int(1)<Some(12.0)
        "#]],
    );
}

#[test]
fn a_removal_names_the_adds_that_were_seen_and_those_of_its_own_transaction() {
    check(
        vec![Edit::add(TICKET, tags, "加急"), Edit::remove(TICKET, tags, "加急")],
        &Noon,
        expect![[r#"
        1/1+2 100.0 1: Add { field: 12, member: "加急" }
        2/1+2 100.1 1: Remove { field: 12, member: "加急", dots: [d9#9, d1#1] }
    "#]],
    );
}

#[test]
fn removing_what_is_not_there_makes_no_op() {
    check(
        vec![Edit::remove(TICKET, tags, "没有"), Edit::set(TICKET, subject, text("a"))],
        &Noon,
        expect![[r#"
        1/1+1 100.0 1: 2None=Text("a")<Some(12.0)
    "#]],
    );
    check(vec![Edit::remove(TICKET, tags, "没有")], &Noon, expect![[""]]);
}

#[test]
fn a_record_without_fields_is_still_made() {
    check(
        vec![Edit::put(Noun::Ticket, TICKET, Vec::new())],
        &Unseen,
        expect![[r#"
        1/1+1 100.0 1:
    "#]],
    );
}

#[test]
fn the_ops_of_several_calls_form_one_chain() {
    let mut author = Author::new(DeviceId(1));
    let mut log = Vec::new();
    for now in [100, 50, 100] {
        let edits = vec![Edit::set(TICKET, subject, text("a")), Edit::add(TICKET, tags, "加急")];
        log.extend(author.stamp(edits, None, now, &Unseen).expect("small edits fit"));
    }
    let entries = log.iter().map(|s| chain::Entry { seq: s.op.seq, bytes: &s.bytes, chain: s.chain });
    assert_eq!(chain::verify(Head::genesis(DeviceId(1)), entries, Some(author.head())), Ok(author.head()));
    assert!(log.is_sorted_by_key(|stamped| stamped.op.stamp()));
}

#[test]
fn a_put_over_the_size_of_an_op_is_split_between_cells() {
    let mut author = Author::new(DeviceId(1));
    let half = "好".repeat(120_000);
    let edits = vec![Edit::put(Noun::Ticket, TICKET, vec![(subject, Value::Text(half.clone())), (ticket::description, Value::Text(half))])];
    let stamped = author.stamp(edits, None, 0, &Unseen).expect("each value fits");
    let sizes: Vec<usize> = stamped.iter().map(|stamped| stamped.bytes.len()).collect();
    expect!["[360044, 360044]"].assert_eq(&format!("{sizes:?}"));
}

#[test]
fn the_largest_value_that_fits_is_taken_and_the_next_larger_is_refused() {
    let mut author = Author::new(DeviceId(1));
    let mut stamp = |bytes: usize| author.stamp(vec![Edit::set(TICKET, subject, "x".repeat(bytes))], None, 0, &Unseen);
    let overhead = stamp(MAX_OP_BYTES / 2).expect("half fits")[0].bytes.len() - MAX_OP_BYTES / 2;
    let largest = stamp(MAX_OP_BYTES - overhead).expect("this fits exactly");
    assert_eq!(largest[0].bytes.len(), MAX_OP_BYTES);
    assert_eq!(Op::decode(&largest[0].bytes).as_ref(), Ok(&largest[0].op));
    let refusal = stamp(MAX_OP_BYTES - overhead + 1).expect_err("one byte more does not fit");
    expect!["a change of a ticket is 655361 bytes, more than 655360: shorten the text or attach it as a file"].assert_eq(&refusal.to_string());
}

#[test]
fn a_refused_call_leaves_no_trace() {
    let mut author = Author::new(DeviceId(1));
    let before = author;
    let edits = vec![Edit::set(OTHER, subject, text("a")), Edit::set(TICKET, subject, "x".repeat(MAX_OP_BYTES))];
    assert!(author.stamp(edits, None, 0, &Unseen).is_err());
    assert_eq!(author, before);
}

#[test]
fn more_keys_than_an_op_may_have_are_split() {
    let mut author = Author::new(DeviceId(1));
    let edits = (0..5_000).map(|key| Edit::set_key(TICKET, fields, format!("{key}"), true)).collect();
    let stamped = author.stamp(edits, None, 0, &Unseen).expect("small edits fit");
    assert!(stamped.iter().all(|s| Op::decode(&s.bytes).as_ref() == Ok(&s.op)));
    assert_eq!(stamped.len(), 2);
}

#[test]
fn a_decision_writes_its_value_once_for_what_stood_and_once_for_each_that_lost() {
    let saw = vec![Hlc::new(7, 0), Hlc::new(9, 1)];
    let settled = Settled { noun: Noun::Ticket, id: TICKET, field: subject.code, key: None, value: "漏水".into(), saw };
    let stamped = Author::new(DeviceId(1)).settle(vec![Edit::set(TICKET, subject, "漏水")], vec![settled], None, 100, &Noon);
    expect![[r#"
        1/1+3 100.0 1: 2None=Text("漏水")<Some(12.0)
        2/1+3 100.1 1: 2None=Text("漏水")<Some(7.0)
        3/1+3 100.2 1: 2None=Text("漏水")<Some(9.1)
    "#]]
    .assert_eq(&told(&stamped.expect("small")));
}
