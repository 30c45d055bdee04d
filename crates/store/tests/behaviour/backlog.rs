//! What has not reached the hub, as people ask for it.

use domain::field::{audit, customer, draft, message, ticket};
use domain::{Edit, New, Noun};
use expect_test::{Expect, expect};
use store::Store;
use sync::Replica;
use sync::chain::Head;

use crate::support::{NOW, create, id, place};

async fn check(store: &Store, expected: Expect) {
    let line = store.line().await.unwrap();
    let backlog = store.backlog(line).await.unwrap();
    let mut told = format!("{} changes since {:?}\n", backlog.changes, backlog.since.map(|since| since - NOW));
    for record in &backlog.records {
        let (since, at) = (record.since - NOW, record.at - NOW);
        told += &format!(
            "{:?} {} changed {} times from {since} to {at} by {:?}\n",
            record.noun,
            record.id == id(1),
            record.changes,
            record.actor == Some(id(50))
        );
    }
    expected.assert_eq(&told);
}

async fn commit(store: &Store, edits: Vec<Edit>, after: i64) {
    store.pen().await.commit(edits, Some(id(50)), NOW + after).await.unwrap();
}

/// The hub says that it has everything.
async fn acknowledge(store: &Store) {
    let line = store.line().await.unwrap();
    let mut replica = store.replica();
    let done = tokio::task::spawn_blocking(move || {
        let chain = replica.chain_at(line.head)?.unwrap_or_else(|| Head::genesis(line.device).chain);
        replica.acknowledge(line.acked, Head { seq: line.head, chain }, &[], &[])
    });
    done.await.unwrap().unwrap();
}

#[tokio::test]
async fn changes_are_told_by_record_and_a_note_belongs_to_its_ticket() {
    let here = place();
    let store = create(&here, 1).await;
    check(
        &store,
        expect![[r#"
            0 changes since None
        "#]],
    )
    .await;
    commit(&store, New::of(Noun::Ticket, id(1)).with(ticket::number, "X-1").with(ticket::subject, "起泡").at(ticket::state, "new").edits(), 1).await;
    let note = New::of(Noun::Message, id(2)).with(message::ticket, id(1)).with(message::text, "已拍照").with(message::at, NOW);
    commit(&store, note.edits(), 2).await;
    commit(&store, New::of(Noun::Customer, id(3)).with(customer::name, "王小明").edits(), 3).await;
    check(
        &store,
        expect![[r#"
            3 changes since Some(1)
            Some(Ticket) true changed 2 times from 1 to 2 by true
            Some(Customer) false changed 1 times from 3 to 3 by true
        "#]],
    )
    .await;
    acknowledge(&store).await;
    check(
        &store,
        expect![[r#"
            0 changes since None
        "#]],
    )
    .await;
    commit(&store, vec![Edit::set(id(1), ticket::subject, "涂层起泡")], 4).await;
    let later = New::of(Noun::Message, id(4)).with(message::ticket, id(1)).with(message::text, "换新").with(message::at, NOW);
    acknowledge(&store).await;
    commit(&store, later.edits(), 5).await;
    check(
        &store,
        expect![[r#"
            1 changes since Some(5)
            Some(Ticket) true changed 1 times from 5 to 5 by true
        "#]],
    )
    .await;
}

#[tokio::test]
async fn nobody_waits_for_drafts_and_the_audit_trail() {
    let here = place();
    let store = create(&here, 1).await;
    commit(&store, New::of(Noun::Draft, id(5)).with(draft::text, "您好").with(draft::at, NOW).edits(), 1).await;
    commit(&store, New::of(Noun::Audit, id(6)).with(audit::at, NOW).with(audit::action, "sign_in").edits(), 2).await;
    check(
        &store,
        expect![[r#"
            0 changes since None
        "#]],
    )
    .await;
    let line = store.line().await.unwrap();
    assert!(line.head > line.acked, "they go up all the same");
}

#[tokio::test]
async fn it_is_told_while_somebody_holds_the_pen() {
    let here = place();
    let store = create(&here, 1).await;
    let pen = store.pen().await;
    let line = store.line().await.unwrap();
    assert_eq!(store.backlog(line).await.unwrap().changes, 0);
    drop(pen);
}
