//! Merging told in the words of the desk: who wrote what, what stands, what lost.

use expect_test::{Expect, expect};

use super::*;
use crate::clock::DeviceId;
use crate::op::{Tx, VERSION};
use domain::field::{Noun, ticket};

struct Desk {
    device: u64,
    ops: Vec<Op>,
}

/// Hours stand for clocks: `at(3)` is three o'clock.
fn at(hour: i64) -> Hlc {
    Hlc::new(hour * 3_600_000, 0)
}

impl Desk {
    fn new(device: u64) -> Self {
        Desk { device, ops: Vec::new() }
    }

    fn does(mut self, hour: i64, action: Action) -> Self {
        let seq = self.ops.len() as u64 + 1;
        let noun = Noun::Ticket.code();
        let (device, tx, actor) = (DeviceId(self.device), Tx { first: seq, len: 1 }, Some(Id([self.device as u8; 16])));
        self.ops.push(Op { version: VERSION, device, seq, hlc: at(hour), tx, actor, noun, id: Id([1; 16]), action });
        self
    }

    fn names(self, hour: i64, value: &str, seen: Option<i64>) -> Self {
        let value = Value::Text(value.to_owned());
        self.does(hour, Action::Put(vec![Cell { field: ticket::subject.code, key: None, value, base: seen.map(at) }]))
    }

    fn moves(self, hour: i64, from: &str, to: &str) -> Self {
        self.does(hour, Action::Step { field: ticket::state.code, from: from.to_owned(), to: to.to_owned() })
    }

    fn tags(self, hour: i64, member: &str) -> Self {
        self.does(hour, Action::Add { field: ticket::tags.code, member: member.to_owned() })
    }

    fn untags(self, hour: i64, member: &str, device: u64, seq: u64) -> Self {
        let dots = vec![Dot { device: DeviceId(device), seq }];
        self.does(hour, Action::Remove { field: ticket::tags.code, member: member.to_owned(), dots })
    }
}

fn machine(_field: u16, from: &str, to: &str) -> bool {
    matches!((from, to), ("new", "open") | ("open", "solved") | ("solved", "open") | ("new" | "open", "closed"))
}

fn check(desks: &[Desk], expected: Expect) {
    let ops: Vec<Op> = desks.iter().flat_map(|desk| desk.ops.clone()).collect();
    let row = fold(&ops, &machine);
    let mut told = String::new();
    for ((field, key), (value, stamp)) in &row.cells {
        told += &format!("cell {field} {key:?} = {value:?} {stamp:?}\n");
    }
    for loser in losers(&ops, ticket::subject.code, None) {
        told += &format!("lost {:?} of {:?}\n", loser.value, loser.stamp);
    }
    for (field, members) in &row.sets {
        told += &format!("set {field} = {members:?}\n");
    }
    for (field, state) in &row.steps {
        told += &format!("state {field} = {} {:?} refused {:?}\n", state.state, state.stamp, state.refused);
    }
    if row.deleted {
        told += "deleted\n";
    }
    expected.assert_eq(&told);
}

#[test]
fn the_later_of_two_unseen_writes_wins_and_the_other_is_kept() {
    check(
        &[Desk::new(1).names(1, "漏水", None), Desk::new(2).names(2, "不加热", None)],
        expect![[r#"
        cell 2 None = Text("不加热") d2#1@7200000.0
        lost Text("漏水") of d1#1@3600000.0
    "#]],
    );
}

#[test]
fn a_value_that_was_overwritten_knowingly_is_not_kept() {
    check(
        &[Desk::new(1).names(1, "漏水", None), Desk::new(2).names(2, "不加热", Some(1))],
        expect![[r#"
        cell 2 None = Text("不加热") d2#1@7200000.0
    "#]],
    );
}

#[test]
fn only_the_last_of_a_losing_line_of_edits_is_kept() {
    let till = Desk::new(1).names(1, "漏", None).names(2, "漏水", Some(1)).names(3, "漏水了", Some(2));
    check(
        &[till, Desk::new(2).names(4, "不加热", Some(1))],
        expect![[r#"
        cell 2 None = Text("不加热") d2#1@14400000.0
        lost Text("漏水了") of d1#3@10800000.0
    "#]],
    );
}

#[test]
fn a_loser_equal_to_the_winner_is_not_kept() {
    check(
        &[Desk::new(1).names(1, "漏水", None), Desk::new(2).names(2, "漏水", None)],
        expect![[r#"
        cell 2 None = Text("漏水") d2#1@7200000.0
    "#]],
    );
}

#[test]
fn when_two_desks_wrote_in_the_same_tick_neither_value_counts_as_seen() {
    let desks = [Desk::new(1).names(1, "a", None), Desk::new(2).names(1, "b", None), Desk::new(3).names(2, "c", Some(1))];
    check(
        &desks,
        expect![[r#"
        cell 2 None = Text("c") d3#1@7200000.0
        lost Text("a") of d1#1@3600000.0
        lost Text("b") of d2#1@3600000.0
    "#]],
    );
}

#[test]
fn what_two_desks_seeded_alike_is_seen_together() {
    let desks = [Desk::new(1).names(1, "店员", None).names(2, "导购", Some(1)), Desk::new(2).names(1, "店员", None)];
    check(
        &desks,
        expect![[r#"
        cell 2 None = Text("导购") d1#2@7200000.0
    "#]],
    );
}

#[test]
fn an_add_wins_over_a_removal_that_did_not_see_it() {
    let desks = [Desk::new(1).tags(1, "加急"), Desk::new(2).tags(2, "加急").untags(3, "加急", 1, 1)];
    check(
        &desks,
        expect![[r#"
        set 12 = {"加急": {d2#1}}
    "#]],
    );
}

#[test]
fn a_removal_of_all_adds_empties_the_set() {
    check(&[Desk::new(1).tags(1, "加急").untags(2, "加急", 1, 1)], expect![[""]]);
}

#[test]
fn a_stale_step_is_taken_while_its_goal_can_be_reached() {
    let desks = [Desk::new(1).moves(1, "", "new").moves(2, "new", "open"), Desk::new(2).moves(3, "new", "closed")];
    check(
        &desks,
        expect![[r#"
        state 5 = closed d2#1@10800000.0 refused []
    "#]],
    );
}

#[test]
fn a_stale_step_whose_goal_cannot_be_reached_is_refused_and_kept() {
    let desks = [Desk::new(1).moves(1, "", "new").moves(2, "new", "closed").moves(5, "closed", "open"), Desk::new(2).moves(3, "new", "solved")];
    check(
        &desks,
        expect![[r#"
        state 5 = open d1#3@18000000.0 refused [(d2#1@10800000.0, "new", "solved")]
    "#]],
    );
}

#[test]
fn two_who_close_the_same_ticket_agree() {
    let desks = [Desk::new(1).moves(1, "", "new").moves(2, "new", "closed"), Desk::new(2).moves(3, "new", "closed")];
    check(
        &desks,
        expect![[r#"
        state 5 = closed d2#1@10800000.0 refused []
    "#]],
    );
}

#[test]
fn an_edit_newer_than_the_delete_keeps_the_record() {
    let delete = |hour| Desk::new(1).names(1, "漏水", None).does(hour, Action::Delete);
    check(
        &[delete(2), Desk::new(2).names(3, "不加热", Some(1))],
        expect![[r#"
        cell 2 None = Text("不加热") d2#1@10800000.0
    "#]],
    );
    check(
        &[delete(4), Desk::new(2).names(3, "不加热", Some(1))],
        expect![[r#"
        cell 2 None = Text("不加热") d2#1@10800000.0
        deleted
    "#]],
    );
}

#[test]
fn no_ops_make_an_empty_row() {
    check(&[], expect![[""]]);
    assert_eq!(fold(&[], &machine), Row::default());
}

/// The ops from `from` on as one transaction, as a decision is written.
fn in_one_transaction(mut desk: Desk, from: usize) -> Desk {
    let len = (desk.ops.len() - from) as u32;
    for op in &mut desk.ops[from..] {
        op.tx = Tx { first: from as u64 + 1, len };
    }
    desk
}

#[test]
fn whoever_decides_has_seen_all_that_was_on_the_table_and_no_later_write_brings_it_back() {
    let apart = |till: Desk| [till, Desk::new(2).names(2, "不加热", None)];
    // What stands is written again, once for what stood and once for what lost.
    let kept = || in_one_transaction(Desk::new(1).names(1, "漏水", None).names(3, "不加热", Some(2)).names(4, "不加热", Some(1)), 1);
    check(
        &apart(kept()),
        expect![[r#"
            cell 2 None = Text("不加热") d1#3@14400000.0
        "#]],
    );
    let both = || in_one_transaction(Desk::new(1).names(1, "漏水", None).names(3, "漏水，不加热", Some(2)).names(4, "漏水，不加热", Some(1)), 1);
    check(
        &apart(both()),
        expect![[r#"
            cell 2 None = Text("漏水，不加热") d1#3@14400000.0
        "#]],
    );
    check(
        &apart(both().names(5, "修好了", Some(4))),
        expect![[r#"
            cell 2 None = Text("修好了") d1#4@18000000.0
        "#]],
    );
    check(
        &[kept(), Desk::new(2).names(2, "不加热", None).names(5, "别的", Some(2))],
        expect![[r#"
            cell 2 None = Text("别的") d2#2@18000000.0
            lost Text("不加热") of d1#3@14400000.0
        "#]],
    );
}
