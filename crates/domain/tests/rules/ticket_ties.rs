//! Tickets are related, merged, taken apart again and split.

use domain::Id;
use domain::message::Words;
use domain::record::applied;
use domain::ticket::TicketChange;
use domain::ticket::{NewTicket, Relation, Split, Ticket, TicketState, comment, delete, merge, open, relate, split, tag, unmerge, update, watch};
use expect_test::expect;
use proptest::prelude::*;

use crate::kit::*;

fn numbered(number: &str, customer: Option<Id>) -> Ticket {
    born(now(|ctx| open(NewTicket { number: number.into(), customer, ..plain() }, None, None, ctx)))
}

fn pair() -> (Ticket, Ticket) {
    let into = Ticket { tags: vec!["急".into()], ..numbered("HZ02A-1", Some(CUSTOMER)) };
    let from = numbered("HZ02A-2", Some(CUSTOMER));
    let from = Ticket {
        state: TicketState::WaitingOther,
        assignee: Some(COLLEAGUE),
        tags: vec!["急".into(), "退款".into()],
        watchers: vec![ME.to_string()],
        ..from
    };
    (into, from)
}

#[test]
fn a_merge_brings_watchers_tags_and_links_and_closes_step_by_step() {
    let (into, from) = pair();
    check(
        now(|ctx| merge(&into, &from, ctx)),
        expect![[r#"
        ticket #1: watchers + me
        ticket #1: watchers + colleague
        ticket #1: tags + 退款
        ticket #2: merged_into=#1, resolved_at=03-02 10:00, merge_undo={"state":"waiting_other","resolved_at":null,"customer":null,"watchers":["00000000-00c8-7000-8000-000000000001","00000000-00c8-7000-8000-000000000002"],"tags":["退款"],"links":[]}
        ticket #2: state waiting_other -> resolved
        ticket #2: state resolved -> closed
    "#]],
    );
}

#[test]
fn a_merged_ticket_takes_no_change() {
    let (into, from) = pair();
    let gone = after(&from, &now(|ctx| merge(&into, &from, ctx)));
    check(
        tag(&gone, &["新".into()], &[]),
        expect![[r#"
        no: ticket.merged
          HZ02A-2 已经并到别的工单，到那张上去改，或先撤销合并
          HZ02A-2 was merged into another ticket. Change that one, or undo the merge first
    "#]],
    );
    refused(watch(&gone, ME, true), "ticket.merged");
    refused(now(|ctx| update(&gone, None, TicketChange::default(), None, ctx)), "ticket.merged");
    refused(now(|ctx| comment(&gone, Words::of("在吗"), ctx)), "ticket.merged");
    refused(now(|ctx| merge(&into, &gone, ctx)), "ticket.merged");
}

#[test]
fn tickets_of_two_customers_do_not_merge() {
    let (into, from) = pair();
    check(
        now(|ctx| merge(&into, &Ticket { customer: Some(OTHER_CUSTOMER), ..from }, ctx)),
        expect![[r#"
        no: ticket.merge_customers
          HZ02A-1 和 HZ02A-2 是两位顾客的，不能合并；同一个人就先合并顾客
          HZ02A-1 and HZ02A-2 belong to two customers. If they are one person, merge the customers first
    "#]],
    );
    refused(now(|ctx| merge(&into, &into, ctx)), "ticket.merge_self");
}

#[test]
fn a_ticket_without_customer_gets_one_and_gives_it_back() {
    let (into, from) = pair();
    let into = Ticket { customer: None, ..into };
    let edits = now(|ctx| merge(&into, &from, ctx));
    let (into_after, from_after) = (after(&into, &edits), after(&from, &edits));
    assert_eq!(into_after.customer, Some(CUSTOMER));
    assert_eq!(after(&into_after, &unmerge(&from_after, &into_after)).customer, None);
}

#[test]
fn only_what_was_merged_can_be_unmerged() {
    let (into, from) = pair();
    check(
        unmerge(&from, &into),
        expect![[r#"
        no: ticket.not_merged
          HZ02A-2 没有并到 HZ02A-1 里，没什么可撤销的
          HZ02A-2 was not merged into HZ02A-1, so there is nothing to undo
    "#]],
    );
}

proptest! {
    #[test]
    fn unmerging_gives_back_what_stood_before(
        state in 1..TicketState::ALL.len(),
        tags in proptest::collection::btree_set("[a-e]", 0..5),
        others in proptest::collection::btree_set("[a-e]", 0..5),
    ) {
        let (into, from) = pair();
        let state = TicketState::ALL[state];
        let resolved_at = (!state.is_live()).then_some(NOW - 1);
        let into = Ticket { tags: tags.into_iter().collect(), ..into };
        let from = Ticket { state, resolved_at, tags: others.into_iter().collect(), ..from };
        let edits = now(|ctx| merge(&into, &from, ctx));
        let (into_after, from_after) = (after(&into, &edits), after(&from, &edits));
        prop_assert_eq!(from_after.state, TicketState::Closed);
        let back = unmerge(&from_after, &into_after);
        prop_assert_eq!(after(&into_after, &back), into);
        prop_assert_eq!(after(&from_after, &back), from);
    }
}

#[test]
fn a_ring_of_parents_is_refused() {
    let (top, below) = pair();
    let lone = |_: Id| None;
    check(
        relate(&below, &top, Relation::Parent, true, &lone),
        expect![[r#"
        ticket #1: parent=#2
    "#]],
    );
    let parent_of = |id: Id| (id == below.id).then_some(top.id);
    check(
        relate(&top, &below, Relation::Parent, true, &parent_of),
        expect![[r#"
        no: ticket.ring
          HZ02A-2 已经在 HZ02A-1 下面，不能反过来再放一次
          HZ02A-2 already stands below HZ02A-1, so it cannot be above it too
    "#]],
    );
    check(
        relate(&top, &top, Relation::Related, true, &lone),
        expect![[r#"
        no: ticket.relate_self
          工单不能和自己关联，选另一张
          A ticket cannot be related to itself. Choose another
    "#]],
    );
    // A ring that two devices made together must not hang the next one who looks.
    refused(relate(&top, &below, Relation::Parent, true, &|_| Some(below.id)), "ticket.ring");
}

#[test]
fn related_tickets_link_both_ways() {
    let (one, other) = pair();
    let tie = relate(&one, &other, Relation::Related, true, &|_| None);
    check(
        tie.clone(),
        expect![[r#"
        ticket #1: links + #2
        ticket #2: links + #1
    "#]],
    );
    let edits = tie.expect("allowed");
    let (one, other) = (applied(&one, &edits).expect("readable"), applied(&other, &edits).expect("readable"));
    check(
        relate(&one, &other, Relation::Related, false, &|_| None),
        expect![[r#"
        ticket #1: links - #2
        ticket #2: links - #1
    "#]],
    );
}

#[test]
fn a_split_takes_lines_along_and_links() {
    let start: Ticket = born(now(|ctx| open(plain(), Some(&repair_type()), None, ctx)));
    let key = start.checklist.0.iter().find(|(_, item)| !item.required).expect("one line is optional").0.clone();
    let part = Split { number: "HZ02A-9".into(), subject: "退差价".into(), department: Some(REPAIRS), checks: vec![key], ..Split::default() };
    check_made(
        now(|ctx| split(&start, part, None, None, ctx)),
        expect![[r#"
        ticket #1: number=HZ02A-9, subject=退差价, priority=normal, customer=customer, shop=shop, department=repairs, opened_at=03-02 10:00, opened_by=me, split_from=#2, paused_total_ms=0
        ticket #1: state  -> new
        ticket #1: checklist[#3]={"text":"拍照留底","done":false,"required":false,"position":0,"done_by":null,"done_at":null}
        ticket #1: links + #2
        ticket #2: checklist[#3]=none
        ticket #2: links + #1
    "#]],
    );
}

#[test]
fn a_ticket_that_holds_others_is_not_deleted() {
    check(
        delete(&ticket(), 2),
        expect![[r#"
        no: ticket.holds_merged
          有 2 张工单并在 HZ02A-1 里，先撤销合并再删
          Tickets merged into it: 2 (HZ02A-1). Undo the merges first
    "#]],
    );
    check(
        delete(&ticket(), 0),
        expect![[r#"
        ticket it: deleted
    "#]],
    );
}
