//! Edits and records are two sides of one thing: what differs becomes edits, and edits make the difference.

use std::collections::BTreeMap;

use domain::customer::Customer;
use domain::field::Kind;
use domain::record::{applied, changes, creation, made};
use domain::ticket::{CheckItem, Checklist, Ticket, TicketState};
use domain::{Edit, Record};
use proptest::prelude::*;

use crate::kit::*;

fn words() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::btree_set("[a-d]", 0..4).prop_map(|set| set.into_iter().collect())
}

fn entries() -> impl Strategy<Value = BTreeMap<String, String>> {
    proptest::collection::btree_map("[a-c]", "[x-z]{1,2}", 0..3)
}

fn card() -> impl Strategy<Value = Customer> {
    let base = now(|ctx| domain::customer::create(domain::customer::NewCustomer { name: "甲".into(), ..Default::default() }, &|_| None, ctx));
    let base = Customer { id: CUSTOMER, ..born(base) };
    ("[a-b]{0,2}", words(), entries(), any::<Option<i64>>(), any::<bool>()).prop_map(move |(name, tags, fields, member_since, shop)| Customer {
        name,
        tags,
        fields,
        member_since,
        home_shop: shop.then_some(SHOP),
        ..base.clone()
    })
}

/// Sets have no order; compared records are put into one.
fn sorted(mut card: Customer) -> Customer {
    card.tags.sort_unstable();
    card
}

proptest! {
    #[test]
    fn the_changes_between_two_records_turn_one_into_the_other(old in card(), new in card()) {
        let edits = changes(&old, &new);
        prop_assert_eq!(sorted(applied(&old, &edits).expect("readable")), sorted(new.clone()));
        prop_assert_eq!(edits.is_empty(), old == new);
    }

    #[test]
    fn what_creates_a_record_creates_that_record(new in card()) {
        prop_assert_eq!(made::<Customer>(new.id, &creation(&new)).expect("readable"), new);
    }
}

#[test]
fn a_checklist_line_is_an_edit_of_its_own() {
    let line = |text: &str| CheckItem { text: text.into(), ..CheckItem::default() };
    let list = |lines: &[(&str, &str)]| Checklist(lines.iter().map(|(key, text)| ((*key).to_owned(), line(text))).collect());
    let old = Ticket { checklist: list(&[("a", "甲"), ("b", "乙")]), ..ticket() };
    let new = Ticket { checklist: list(&[("b", "丙"), ("c", "丁")]), ..ticket() };
    let edits = changes(&old, &new);
    assert_eq!(edits.len(), 3);
    assert_eq!(applied(&old, &edits).expect("readable"), new);
}

#[test]
fn what_is_written_once_is_not_written_again() {
    let moved = Ticket { number: "HZ09Z-9".into(), state: TicketState::Closed, ..ticket() };
    expect_test::expect![[r#"
        ticket it: state open -> closed
    "#]]
    .assert_eq(&show(&changes(&ticket(), &moved)));
}

#[test]
fn edits_of_other_records_pass_by() {
    let other = Edit::set(ME, domain::field::ticket::subject, "别的");
    assert_eq!(applied(&ticket(), &[other]).expect("readable"), ticket());
}

#[test]
fn a_record_knows_every_field_it_lists() {
    let lists = |kind| Ticket::FIELDS.iter().filter(|field| field.kind == kind).map(|field| field.name).collect::<Vec<_>>();
    assert_eq!(
        (lists(Kind::Step), lists(Kind::Set), lists(Kind::Map)),
        (vec!["state"], vec!["watchers", "tags", "links"], vec!["fields", "checklist"])
    );
    assert_eq!(Ticket::FIELDS.len(), domain::Noun::Ticket.fields().len());
}

#[test]
fn a_record_with_a_strange_value_says_which_field() {
    let odd = Edit::set(TICKET, domain::field::ticket::priority, "huge");
    let cause = applied(&ticket(), &[odd]).expect_err("there is no such priority");
    expect_test::expect![[r#"field `priority` holds a text, which is not one of low normal high urgent"#]].assert_eq(&cause.to_string());
}
