//! What lies in the raw bytes of a file after a whole has left, and after its clocks were put right.

use domain::field::{self, message};
use domain::{Edit, Id, New, Noun};
use sync::exchange::{Page, Verdict};
use sync::{Author, DeviceId, Replica, Unseen};

use super::*;
use crate::Folder;

const NOW: i64 = 1_790_000_000_000;

fn id(n: u16) -> Id {
    let mut random = [0; 10];
    random[..2].copy_from_slice(&n.to_be_bytes());
    Id::v7(NOW + i64::from(n), random)
}

/// A conversation with its customer, a tag, a conflict and messages, all of which say `word`.
fn talk(n: u16, word: &str) -> Vec<Edit> {
    use field::conversation as c;
    let mut edits = vec![
        Edit::put(Noun::Conversation, id(n), vec![(c::subject, format!("{word} 主题").into()), (c::opened_at, NOW.into())]),
        Edit::add(id(n), c::tags, format!("{word} 标签")),
    ];
    for at in 1..20 {
        let text = format!("{word} {}", "说话".repeat(usize::from(at * at * 5)));
        let mentions = format!("[\"{}\"]", id(9));
        let fields = New::of(Noun::Message, id(n + at)).with(message::conversation, id(n)).with(message::text, text).with(message::at, NOW);
        edits.extend(fields.with(message::audience, "customer").with(message::author_kind, "staff").with(message::mentions, mentions).edits());
    }
    edits
}

fn commit(store: &Store, edits: Vec<Edit>) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap_or_else(|cause| panic!("{cause}"));
    runtime.block_on(async { store.pen().await.commit(edits, None, NOW).await }).unwrap_or_else(|cause| panic!("{cause}"));
}

fn written(author: &mut Author, edits: Vec<Edit>) -> Vec<Vec<u8>> {
    author.stamp(edits, None, NOW + 1, &Unseen).map(|ops| ops.into_iter().map(|stamped| stamped.bytes).collect()).unwrap_or_default()
}

/// How often the word lies in the files of the folder.
fn found(folder: &Folder, word: &str) -> usize {
    let files = std::fs::read_dir(&folder.0).into_iter().flatten().filter_map(|entry| std::fs::read(entry.ok()?.path()).ok());
    files.map(|bytes| bytes.windows(word.len()).filter(|part| *part == word.as_bytes()).count()).sum()
}

/// The tables in which the word can be read.
fn rows_with(store: &Store, word: &str) -> Vec<String> {
    let writer = store.writer.blocking_lock();
    let names = run(read(&writer.connection, "SELECT name FROM sqlite_schema WHERE type = 'table'", &[], |row| Ok(value(row, 0))));
    let names = names.into_iter().filter_map(|name| if let Value::Text(name) = name { Some(name) } else { None });
    let holds = |cell: &Value| match cell {
        Value::Text(text) => text.contains(word),
        Value::Bytes(bytes) => bytes.windows(word.len()).any(|part| part == word.as_bytes()),
        _ => false,
    };
    let read_in = |name: &String| run(read(&writer.connection, &format!("SELECT * FROM {name}"), &[], crate::rows::all_values));
    names.filter(|name| read_in(name).iter().flatten().any(holds)).collect()
}

fn fold_in(store: &Store) {
    store.writer.blocking_lock().connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap_or_else(|cause| panic!("{cause}"));
}

fn run<T>(outcome: Result<T, StoreError>) -> T {
    outcome.unwrap_or_else(|cause| panic!("{cause:?}"))
}

#[test]
fn of_a_whole_that_left_no_word_is_in_any_raw_file() {
    let temporary = tempfile::tempdir().unwrap_or_else(|cause| panic!("{cause}"));
    let folder = Folder(temporary.path().join("desk"));
    let store = run(Store::plain(&folder, DeviceId(1)));
    let mut other = Author::new(DeviceId(2));
    // Between wholes that stay, so that the pages are shared.
    for n in (1_000..9_000).step_by(500) {
        commit(&store, talk(n, "STAYS"));
        commit(&store, talk(n + 100, "CANARY"));
    }
    let mut file = store.replica();
    let more = (1_100..9_000).step_by(500).flat_map(|n| talk(n, "CANARY again").into_iter().chain(talk(n + 200, "CANARY too"))).collect();
    let mut unknown =
        run(Op::decode(&written(&mut other, vec![Edit::set(id(1_100), field::conversation::subject, "CANARY later")])[0])
            .map_err(|_| log::damaged("op")));
    unknown.noun = 999;
    let ops = written(&mut other, more).into_iter().chain([unknown.encode()]).collect();
    run(file.take(&Page { ops, ..Page::default() }, 0));
    let head = run(file.standing()).head;
    run(file.acknowledge(0, head, &[], &[]));
    fold_in(&store);
    let kept = found(&folder, "STAYS");
    assert!(found(&folder, "CANARY") > 100 && kept > 100);

    let gone = (1_100..9_000).step_by(500).flat_map(|n| [id(n), id(n + 200)]).collect();
    run(file.take(&Page { gone, ..Page::default() }, head.seq));
    fold_in(&store);
    assert_eq!(rows_with(&store, "CANARY"), Vec::<String>::new());
    assert!(run(store.sweep_now()), "something left");
    assert_eq!(found(&folder, "CANARY"), 0);
    assert!(found(&folder, "STAYS") > 100);
    assert!(!run(store.sweep_now()), "it was swept");
    assert_eq!(run(file.standing()).head, head, "the chain goes on over digests");
}

#[test]
fn places_in_the_log_only_grow_whatever_is_taken_away() {
    let temporary = tempfile::tempdir().unwrap_or_else(|cause| panic!("{cause}"));
    let store = run(Store::plain(&Folder(temporary.path().join("desk")), DeviceId(1)));
    let mut file = store.replica();
    let next = |store: &Store| run(log::next_position(&store.writer.blocking_lock().connection));
    commit(&store, talk(100, "一"));
    let head = run(file.standing()).head;
    run(file.acknowledge(0, head, &[Verdict { seq: head.seq, reason: sync::exchange::Reason::NotYours }], &[]));
    let mut places = vec![next(&store)];
    run(file.adopt(DeviceId(5), head.seq));
    places.push(next(&store));
    commit(&store, talk(200, "二"));
    run(file.stamp_anew(0, Right { offset: -1, now: 0 }));
    places.push(next(&store));
    let mut other = Author::new(DeviceId(2));
    run(file.take(&Page { ops: written(&mut other, talk(300, "三")), ..Page::default() }, 0));
    places.push(next(&store));
    run(file.take(&Page { gone: vec![id(300)], ..Page::default() }, 0));
    places.push(next(&store));
    assert!(places.is_sorted_by(|a, b| a < b), "{places:?}");
}
