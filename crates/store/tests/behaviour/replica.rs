//! The file in the hands of the exchange, seen from the application: what it is told, and what an old file becomes.

use domain::field::{message, ticket};
use domain::message::Message;
use domain::ticket::Ticket;
use domain::{Edit, Id, New, Noun};
use store::replica::DeskReplica;
use store::{Change, Store};
use sync::exchange::{Item, Page, Reason, Verdict};
use sync::{Author, DeviceId, Dot, Op, Replica, Unseen};

use crate::support::{NOW, create, id, place};
use crate::upgrade::{fixture_key, format_3};

/// As the application does it: on a thread that may block.
async fn on<T: Send + 'static>(store: &Store, job: impl FnOnce(&mut DeskReplica) -> T + Send + 'static) -> (T, Vec<Change>) {
    let mut file = store.replica();
    tokio::task::spawn_blocking(move || {
        let done = job(&mut file);
        (done, file.changes())
    })
    .await
    .unwrap()
}

fn new_ticket(n: u8, subject: &str) -> Vec<Edit> {
    let new = New::of(Noun::Ticket, id(n)).with(ticket::number, format!("X-{n}")).with(ticket::subject, subject).with(ticket::priority, "normal");
    new.with(ticket::opened_at, NOW).at(ticket::state, "new").edits()
}

#[tokio::test]
async fn what_the_hub_did_not_share_is_told_until_it_was_seen_and_is_out_of_the_rows() {
    let place = place();
    let store = create(&place, 1).await;
    store.pen().await.commit(new_ticket(1, "起泡"), Some(id(50)), NOW).await.unwrap();
    store.pen().await.commit(vec![Edit::set(id(1), ticket::subject, "我的")], Some(id(50)), NOW + 5).await.unwrap();
    let verdict = Verdict { seq: 3, reason: Reason::Claimed { by: id(51) } };
    let refuse = move |file: &mut DeskReplica| {
        let head = file.standing().unwrap().head;
        file.acknowledge(0, head, &[verdict], &[]).unwrap();
    };
    let ((), changes) = on(&store, refuse).await;
    assert_eq!(changes, [Change { noun: Noun::Ticket, id: id(1) }]);
    assert_eq!(store.get::<Ticket>(id(1)).await.unwrap().unwrap().subject, "起泡");
    let told = store.told().await.unwrap();
    assert_eq!(
        (told[0].noun, told[0].id, told[0].actor, told[0].at, told[0].reason),
        (Some(Noun::Ticket), id(1), Some(id(50)), NOW + 5, verdict.reason)
    );
    let dot = Dot { device: DeviceId(1), seq: 3 };
    on(&store, move |file| file.seen(&[dot]).unwrap()).await;
    assert_eq!(store.told().await.unwrap(), []);
}

#[tokio::test]
async fn whoever_follows_the_log_hears_of_records_that_leave() {
    let (place, mut other) = (place(), Author::new(DeviceId(2)));
    let store = create(&place, 1).await;
    let ops = other.stamp(new_ticket(1, "起泡"), None, NOW, &Unseen).unwrap();
    let page = Page { ops: ops.into_iter().map(|stamped| stamped.bytes).collect(), ..Page::default() };
    let (_, changes) = on(&store, move |file| file.take(&page, 0).unwrap()).await;
    assert_eq!((changes.len(), store.count(Noun::Ticket).await.unwrap()), (1, 1));
    let position = store.position().await.unwrap();

    let (_, changes) = on(&store, |file| file.take(&Page { gone: vec![id(1)], ..Page::default() }, 0).unwrap()).await;
    assert_eq!(changes, [Change { noun: Noun::Ticket, id: id(1) }]);
    let marks = store.marks_after(position, 10).await.unwrap();
    assert_eq!(marks.iter().map(|mark| (mark.noun, mark.id)).collect::<Vec<_>>(), [(Noun::Ticket, id(1))]);
    assert!(marks[0].fields.contains(&ticket::shop.code), "whatever follows from any of its fields is to be looked at");
    assert_eq!(store.position().await.unwrap(), marks[0].position);
    assert_eq!((store.count(Noun::Ticket).await.unwrap(), store.ops_of(id(1)).await.unwrap().len()), (0, 0));
}

#[tokio::test]
async fn a_desk_goes_on_under_the_name_it_is_given_also_after_a_start() {
    let place = place();
    let store = create(&place, 1).await;
    store.pen().await.commit(new_ticket(1, "起泡"), None, NOW).await.unwrap();
    on(&store, |file| file.adopt(DeviceId(9), 0).unwrap()).await;
    assert_eq!(store.device(), DeviceId(9));
    store.pen().await.commit(new_ticket(2, "掉漆"), None, NOW).await.unwrap();
    let head = store.verify().await.unwrap();
    store.close().await;
    drop(store);
    let store = Store::open(&place.folder, &crate::support::KEY).await.unwrap();
    assert_eq!((store.device(), store.verify().await.unwrap(), store.count(Noun::Ticket).await.unwrap()), (DeviceId(9), head, 2));
}

#[tokio::test]
async fn a_machine_whose_clock_is_wrong_stamps_with_the_hubs() {
    let place = place();
    let store = create(&place, 1).await;
    on(&store, |file| file.set_offset(-86_400_000).unwrap()).await;
    store.pen().await.commit(new_ticket(1, "起泡"), None, NOW).await.unwrap();
    let ops: Vec<Op> = store.ops_of(id(1)).await.unwrap();
    assert_eq!(ops[0].hlc.ms(), NOW - 86_400_000);
}

/// The log that was chained under the old rule verifies, goes up, and what must go goes with all that belongs to it.
#[tokio::test]
async fn a_file_of_format_3_upgrades_and_then_exchanges() {
    let place = place();
    format_3(&place.folder);
    let store = Store::open(&place.folder, &fixture_key()).await.unwrap();
    let head = store.verify().await.unwrap();
    let said = store.all::<Message>().await.unwrap();
    let (whole, of_whole) = said.iter().find_map(|message| Some((message.conversation?, message.id))).unwrap();
    let (sent, _) = on(&store, move |file| {
        file.begin_anew(7).unwrap();
        let sent = file.outgoing(0, 1 << 30).unwrap().unwrap();
        file.acknowledge(0, head, &[], &[]).unwrap();
        assert_eq!(sent.chain, head.chain);
        sent.items.len() as u64
    })
    .await;
    assert_eq!(sent, head.seq);
    let (doubtful, _) = on(&store, |file| file.doubtful(Id([0; 16]), 1_000).unwrap()).await;
    assert!(doubtful.contains(&whole) && !doubtful.contains(&of_whole), "a message is asked about with its conversation");
    on(&store, move |file| file.settle(&doubtful, &[whole], head.seq).unwrap()).await;
    assert_eq!((store.get::<Message>(of_whole).await.unwrap(), store.verify().await.unwrap()), (None, head));
    let (erased, _) = on(&store, |file| file.outgoing(0, 1 << 30).unwrap().unwrap()).await;
    assert!(erased.items.iter().any(|item| matches!(item, Item::Erased(_))));
    assert_eq!(erased.chain, head.chain);
    store.pen().await.commit(vec![Edit::set(of_whole, message::delivery, "sent")], None, NOW).await.unwrap();
    assert_eq!(store.verify().await.unwrap().seq, head.seq + 1);
}
