//! Two desks, one record.

use domain::field::{self, ticket};
use domain::ticket::Ticket;
use domain::{Edit, New, Noun, Value};
use store::Store;
use store::conflict::{Contested, Decided};
use sync::Stamped;

use crate::support::{NOW, create, id, place};

async fn log(store: &Store) -> Vec<Stamped> {
    store.ops_after(0, 1_000).await.unwrap().into_iter().map(|(_, stamped)| stamped).collect()
}

#[tokio::test]
async fn two_clerks_edit_one_ticket_apart_and_the_loser_can_be_restored() {
    let (here, there) = (place(), place());
    let (a, b) = (create(&here, 1).await, create(&there, 2).await);
    let work = id(1);
    let new = New::of(Noun::Ticket, work)
        .with(ticket::number, "HZ02A-1")
        .with(ticket::subject, "起泡")
        .with(ticket::priority, "normal")
        .with(ticket::opened_at, NOW);
    a.pen().await.commit(new.at(ticket::state, "new").edits(), None, NOW).await.unwrap();
    b.pen().await.apply(log(&a).await).await.unwrap();

    a.pen().await.commit(vec![Edit::set(work, ticket::subject, "涂层起泡")], Some(id(50)), NOW + 1_000).await.unwrap();
    b.pen()
        .await
        .commit(vec![Edit::set(work, ticket::subject, "内胆起泡"), Edit::set(work, ticket::priority, "high")], Some(id(51)), NOW + 2_000)
        .await
        .unwrap();
    a.pen().await.apply(log(&b).await).await.unwrap();
    b.pen().await.apply(log(&a).await).await.unwrap();

    for store in [&a, &b] {
        let ticket: Ticket = store.get(work).await.unwrap().unwrap();
        assert_eq!((ticket.subject.as_str(), ticket.priority.as_str()), ("内胆起泡", "high"));
        let lost = store.conflicts(work).await.unwrap();
        assert_eq!(lost.len(), 1, "only the subject was written twice");
        assert_eq!((lost[0].field, &lost[0].value, lost[0].actor), (field::ticket::subject.code, &Value::from("涂层起泡"), Some(id(50))));
    }
}

#[tokio::test]
async fn an_edit_that_a_delete_did_not_see_brings_the_record_back() {
    let (here, there) = (place(), place());
    let (a, b) = (create(&here, 1).await, create(&there, 2).await);
    let work = id(1);
    a.pen().await.commit(New::of(Noun::Ticket, work).with(ticket::number, "X-1").with(ticket::subject, "起泡").edits(), None, NOW).await.unwrap();
    b.pen().await.apply(log(&a).await).await.unwrap();
    a.pen().await.commit(vec![Edit::delete(Noun::Ticket, work)], None, NOW + 1_000).await.unwrap();
    b.pen().await.commit(vec![Edit::add(work, ticket::tags, "涂层")], None, NOW + 2_000).await.unwrap();
    a.pen().await.apply(log(&b).await).await.unwrap();
    assert_eq!(a.count(Noun::Ticket).await.unwrap(), 1);
}

#[tokio::test]
async fn an_op_of_a_noun_from_the_future_is_kept_in_quarantine_and_stops_nothing() {
    let (here, there) = (place(), place());
    let (a, b) = (create(&here, 1).await, create(&there, 2).await);
    a.pen().await.commit(New::of(Noun::Ticket, id(1)).with(ticket::number, "X-1").edits(), None, NOW).await.unwrap();
    let mut ops = log(&a).await;
    let mut strange = ops[0].clone();
    strange.op.noun = 9_999;
    strange.op.seq = 77;
    strange.bytes = strange.op.encode();
    ops.insert(0, strange);
    b.pen().await.apply(ops).await.unwrap();
    assert_eq!(b.count(Noun::Ticket).await.unwrap(), 1);
}

/// Two desks that wrote the same subject apart and then heard of each other.
async fn at_odds(a: &Store, b: &Store) {
    let new = New::of(Noun::Ticket, id(1)).with(ticket::number, "HZ02A-1").with(ticket::subject, "起泡");
    a.pen().await.commit(new.edits(), None, NOW).await.unwrap();
    b.pen().await.apply(log(a).await).await.unwrap();
    a.pen().await.commit(vec![Edit::set(id(1), ticket::subject, "涂层起泡")], Some(id(50)), NOW + 1_000).await.unwrap();
    b.pen().await.commit(vec![Edit::set(id(1), ticket::subject, "内胆起泡")], Some(id(51)), NOW + 2_000).await.unwrap();
    a.pen().await.apply(log(b).await).await.unwrap();
    b.pen().await.apply(log(a).await).await.unwrap();
}

fn decided(cell: &Contested) -> Vec<Decided> {
    let saw = cell.lost.iter().map(|lost| lost.dot).collect();
    vec![Decided { noun: cell.noun, id: cell.id, field: cell.field, key: None, saw }]
}

#[tokio::test]
async fn a_decision_empties_the_journal_here_and_there_whatever_was_chosen() {
    for choice in ["内胆起泡", "涂层起泡", "内胆起泡 / 涂层起泡"] {
        let (here, there) = (place(), place());
        let (a, b) = (create(&here, 1).await, create(&there, 2).await);
        at_odds(&a, &b).await;
        let cells = b.contested(&[ticket::subject], 100).await.unwrap();
        assert_eq!((cells.len(), &cells[0].value, cells[0].actor), (1, &Value::from("内胆起泡"), Some(id(51))));
        b.pen().await.decide(vec![Edit::set(id(1), ticket::subject, choice)], decided(&cells[0]), Some(id(51)), NOW + 3_000).await.unwrap();
        a.pen().await.apply(log(&b).await).await.unwrap();
        a.pen().await.commit(vec![Edit::set(id(1), ticket::subject, "修好了")], None, NOW + 4_000).await.unwrap();
        b.pen().await.apply(log(&a).await).await.unwrap();
        for store in [&a, &b] {
            assert_eq!(store.contested(&[ticket::subject], 100).await.unwrap(), [], "{choice}");
        }
    }
}

#[tokio::test]
async fn what_was_not_looked_at_stays_in_the_journal() {
    let (here, there) = (place(), place());
    let (a, b) = (create(&here, 1).await, create(&there, 2).await);
    at_odds(&a, &b).await;
    let cell = b.contested_of(id(1)).await.unwrap().remove(0);
    let blind = vec![Decided { saw: Vec::new(), ..decided(&cell).remove(0) }];
    b.pen().await.decide(vec![Edit::set(id(1), ticket::subject, "内胆起泡")], blind, None, NOW + 3_000).await.unwrap();
    assert_eq!(b.contested(&[ticket::subject], 100).await.unwrap()[0].lost, cell.lost);
    assert_eq!(b.contested(&[ticket::priority], 100).await.unwrap(), [], "only the fields that were asked for");
}

#[tokio::test]
async fn a_record_that_was_deleted_asks_nobody_to_decide() {
    let (here, there) = (place(), place());
    let (a, b) = (create(&here, 1).await, create(&there, 2).await);
    at_odds(&a, &b).await;
    b.pen().await.commit(vec![Edit::delete(Noun::Ticket, id(1))], None, NOW + 3_000).await.unwrap();
    assert_eq!(b.contested(&[ticket::subject], 100).await.unwrap(), []);
}
