//! Commit, close, open, replay.

use domain::conversation::Conversation;
use domain::field::{conversation, customer, message, ticket};
use domain::ticket::{Ticket, TicketState};
use domain::{Edit, New, Noun};
use proptest::prelude::*;
use store::{Folder, Store};
use sync::DeviceId;

use crate::support::{KEY, NOW, create, id, picture, place};

fn a_day() -> Vec<Vec<Edit>> {
    let (person, thread, work) = (id(1), id(2), id(3));
    let message = |n: u8, kind: &str, text: &str| {
        New::of(Noun::Message, id(n))
            .with(message::conversation, thread)
            .with(message::author_kind, kind)
            .with(message::audience, "customer")
            .with(message::form, "text")
            .with(message::text, text)
            .with(message::at, NOW + i64::from(n))
            .edits()
    };
    vec![
        New::of(Noun::Customer, person).with(customer::name, "周敏").with_all(customer::identities, ["phone:13712346208".to_owned()]).edits(),
        New::of(Noun::Conversation, thread)
            .with(conversation::channel, "counter")
            .with(conversation::customer, person)
            .with(conversation::opened_at, NOW)
            .at(conversation::state, "open")
            .edits(),
        message(10, "customer", "空气炸锅起泡了"),
        message(11, "staff", "您带来看看"),
        New::of(Noun::Ticket, work)
            .with(ticket::number, "HZ02A-1")
            .with(ticket::subject, "空气炸锅起泡")
            .with(ticket::priority, "normal")
            .with(ticket::opened_at, NOW)
            .with_keys(ticket::fields, [("batch".to_owned(), "2410-B")])
            .at(ticket::state, "new")
            .edits(),
        vec![Edit::step(work, ticket::state, "new", "open"), Edit::add(work, ticket::tags, "涂层"), Edit::set(work, ticket::priority, "high")],
        vec![Edit::remove(work, ticket::tags, "涂层"), Edit::set_key(work, ticket::fields, "batch", "2411-A")],
        vec![Edit::step(work, ticket::state, "open", "resolved")],
    ]
}

async fn live_through(store: &Store, day: Vec<Vec<Edit>>) {
    for (minute, edits) in day.into_iter().enumerate() {
        store.pen().await.commit(edits, None, NOW + minute as i64 * 60_000).await.unwrap();
    }
}

/// Copies the log of one file into a new one, as it arrived.
async fn replay(from: &Store, folder: &Folder) {
    let to = Store::create(folder, &KEY, from.device()).await.unwrap();
    let ops = from.ops_after(0, 100_000).await.unwrap().into_iter().map(|(_, stamped)| stamped).collect();
    to.pen().await.apply(ops).await.unwrap();
    to.close().await;
}

#[tokio::test]
async fn what_was_committed_is_there_after_opening_again() {
    let place = place();
    let store = create(&place, 1).await;
    live_through(&store, a_day()).await;
    store.close().await;
    drop(store);

    let store = Store::open(&place.folder, &KEY).await.unwrap();
    let ticket: Ticket = store.get(id(3)).await.unwrap().unwrap();
    assert_eq!((ticket.state, ticket.priority.as_str(), ticket.tags.len()), (TicketState::Resolved, "high", 0));
    assert_eq!(ticket.fields["batch"], "2411-A");
    assert_eq!(store.customers_known_as("phone:13712346208").await.unwrap().len(), 1);
    assert_eq!(store.get::<Conversation>(id(2)).await.unwrap().unwrap().customer, Some(id(1)));
    let head = store.verify().await.unwrap();
    store.pen().await.commit(vec![Edit::set(id(3), ticket::subject, "又起泡了")], None, NOW).await.unwrap();
    assert!(store.verify().await.unwrap().seq > head.seq, "the author goes on where the log ended");
}

#[tokio::test]
async fn replaying_the_log_into_an_empty_file_gives_identical_tables() {
    let (first, second) = (place(), place());
    let store = create(&first, 1).await;
    live_through(&store, a_day()).await;
    replay(&store, &second.folder).await;
    store.close().await;
    drop(store);
    assert_eq!(picture(&first.folder), picture(&second.folder));
}

#[tokio::test]
async fn previews_and_counts_follow_the_messages() {
    let place = place();
    let store = create(&place, 1).await;
    live_through(&store, a_day()).await;
    let query = store::conversation::InboxQuery {
        view: domain::inbox::InboxView::Open,
        me: id(9),
        scope: domain::permission::Scope::Every,
        now: NOW,
        day_start: 0,
        channel: None,
        filter: None,
        only: None,
        unread_only: false,
        sort: domain::view::Sort::Newest,
        offset: 0,
        limit: 10,
    };
    let line = store.inbox(&query).await.unwrap().0.pop().unwrap();
    assert_eq!((line.preview.as_str(), line.unread, line.last_at), ("您带来看看", 1, NOW + 11));
    assert_eq!(store.inbox_count(&query).await.unwrap(), (1, 0));
}

/// Random small edits over a few records, as three desks might make them.
fn edits() -> impl Strategy<Value = Vec<(u64, Vec<Edit>)>> {
    let one = (1u64..4, 0u8..3, 0u8..7, "[a-c]{1,2}").prop_map(|(device, record, act, text)| {
        let id = id(100 + record);
        let edit = match act {
            0 => Edit::set(id, ticket::subject, text),
            1 => Edit::set(id, ticket::priority, text),
            2 => Edit::add(id, ticket::tags, text),
            3 => Edit::remove(id, ticket::tags, text),
            4 => Edit::set_key(id, ticket::fields, "k", text),
            5 => Edit::delete(Noun::Ticket, id),
            _ => Edit::step(id, ticket::state, "", "new"),
        };
        (device, vec![edit])
    });
    proptest::collection::vec(one, 1..24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Three desks write alone, then each hears the others in another order: all tables are the same.
    #[test]
    fn desks_that_heard_the_same_ops_in_any_order_hold_the_same_tables(script in edits(), turn in 0usize..24) {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let mut logs = Vec::new();
            for device in 1..4u64 {
                let place = place();
                let store = create(&place, device).await;
                for (minute, (_, edits)) in script.iter().enumerate().filter(|(_, (author, _))| *author == device) {
                    store.pen().await.commit(edits.clone(), None, NOW + minute as i64).await.unwrap();
                }
                let ops: Vec<_> = store.ops_after(0, 1_000).await.unwrap().into_iter().map(|(_, stamped)| stamped).collect();
                logs.push(ops);
            }
            let mut pictures = Vec::new();
            for order in [[0usize, 1, 2], [2, 1, 0]] {
                let place = place();
                let store = Store::create(&place.folder, &KEY, DeviceId(99)).await.unwrap();
                let mut all: Vec<_> = order.iter().flat_map(|log| logs[*log].clone()).collect();
                let cut = turn.min(all.len());
                all.rotate_left(if order[0] == 0 { 0 } else { cut });
                for ops in all.chunks(5) {
                    store.pen().await.apply(ops.to_vec()).await.unwrap();
                    store.pen().await.apply(ops.to_vec()).await.unwrap();
                }
                store.close().await;
                drop(store);
                pictures.push(without_clocks(&picture(&place.folder)));
            }
            prop_assert_eq!(&pictures[0], &pictures[1]);
            Ok(())
        })?;
    }
}

/// Two desks may remember differently where they met trouble; what they show must be the same.
fn without_clocks(picture: &str) -> String {
    picture
        .lines()
        .map(|line| if line.starts_with("ticket:") { line.rsplit_once(" | ").map_or(line, |(shown, _)| shown) } else { line })
        .collect::<Vec<_>>()
        .join("\n")
}
