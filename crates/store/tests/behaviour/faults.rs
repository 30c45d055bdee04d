//! Bad files, full disks, two programs: each told by name, nothing acknowledged lost, nothing recreated in silence.

use domain::field::ticket;
use domain::{Edit, Lang, New, Noun};
use store::{Key, Store, StoreError};

use crate::support::{KEY, NOW, create, id, place, raw};

async fn refused(folder: &store::Folder, key: &Key) -> StoreError {
    match Store::open(folder, key).await {
        Ok(_) => panic!("it must not open"),
        Err(error) => error,
    }
}

fn a_ticket(n: u8) -> Vec<Edit> {
    New::of(Noun::Ticket, id(n))
        .with(ticket::number, format!("HZ02A-{n}"))
        .with(ticket::subject, "内胆起泡".repeat(200))
        .with(ticket::priority, "normal")
        .at(ticket::state, "new")
        .edits()
}

#[tokio::test]
async fn a_second_program_on_the_same_folder_is_turned_away() {
    let place = place();
    let _first = create(&place, 1).await;
    assert!(matches!(refused(&place.folder, &KEY).await, StoreError::InUse(_)));
}

#[tokio::test]
async fn an_empty_folder_is_missing_and_stays_empty() {
    let place = place();
    assert!(matches!(refused(&place.folder, &KEY).await, StoreError::Missing(_)));
    assert!(!place.folder.exists());
}

#[tokio::test]
async fn another_key_opens_nothing_and_changes_nothing() {
    let place = place();
    create(&place, 1).await.close().await;
    let before = std::fs::read(place.folder.database()).unwrap();
    assert!(matches!(refused(&place.folder, &Key([8; 32])).await, StoreError::Unreadable { .. }));
    assert_eq!(std::fs::read(place.folder.database()).unwrap(), before);
}

#[tokio::test]
async fn no_word_of_a_record_stands_in_the_file_in_clear() {
    let place = place();
    let store = create(&place, 1).await;
    store.pen().await.commit(a_ticket(1), None, NOW).await.unwrap();
    store.close().await;
    let needle = "内胆起泡".as_bytes();
    for file in std::fs::read_dir(&place.folder.0).unwrap().flatten().filter(|file| file.path().is_file()) {
        let bytes = std::fs::read(file.path()).unwrap();
        assert!(!bytes.windows(needle.len()).any(|window| window == needle), "{:?}", file.path());
    }
}

#[tokio::test]
async fn a_damaged_file_is_told_and_left_as_it_is() {
    let place = place();
    let store = create(&place, 1).await;
    for n in 1..60 {
        store.pen().await.commit(a_ticket(n), None, NOW).await.unwrap();
    }
    store.close().await;
    drop(store);
    let mut bytes = std::fs::read(place.folder.database()).unwrap();
    for byte in &mut bytes[100..2_000] {
        *byte ^= 0x5a;
    }
    std::fs::write(place.folder.database(), &bytes).unwrap();
    let error = refused(&place.folder, &KEY).await;
    assert!(matches!(error, StoreError::Unreadable { .. } | StoreError::Damaged { .. }), "{error}");
    assert!(error.text(Lang::Zh).contains("没有动") && error.text(Lang::En).contains("left as it is"));
    assert_eq!(std::fs::read(place.folder.database()).unwrap(), bytes);
}

#[tokio::test]
async fn a_file_of_a_newer_program_is_refused_with_both_versions() {
    let place = place();
    create(&place, 1).await.close().await;
    raw(&place.folder.database()).execute_batch("PRAGMA user_version = 999").unwrap();
    assert!(matches!(refused(&place.folder, &KEY).await, StoreError::Newer { found: 999, .. }));
}

#[tokio::test]
async fn a_full_disk_refuses_the_change_and_keeps_everything_before_it() {
    let place = place();
    let store = create(&place, 1).await;
    store.pen().await.commit(a_ticket(1), None, NOW).await.unwrap();
    store.limit_pages(1).await.unwrap();
    let mut kept = 1;
    let error = loop {
        match store.pen().await.commit(a_ticket(kept + 1), None, NOW).await {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
        assert!(kept < 200, "the disk must fill up");
    };
    assert!(matches!(error, StoreError::Full), "{error}");
    assert_eq!(store.count(Noun::Ticket).await.unwrap(), i64::from(kept));
    store.limit_pages(1_000_000).await.unwrap();
    store.pen().await.commit(a_ticket(kept + 1), None, NOW).await.unwrap();
    assert_eq!(store.verify().await.unwrap().seq, (u64::from(kept) + 1) * 2, "the refused change left no hole in the log");
}

#[tokio::test]
async fn a_clock_at_1970_keeps_the_order_of_changes() {
    let place = place();
    let store = create(&place, 1).await;
    store.pen().await.commit(a_ticket(1), None, NOW).await.unwrap();
    store.pen().await.commit(vec![Edit::set(id(1), ticket::subject, "后来写的")], None, 0).await.unwrap();
    let ticket: domain::ticket::Ticket = store.get(id(1)).await.unwrap().unwrap();
    assert_eq!(ticket.subject, "后来写的");
}
