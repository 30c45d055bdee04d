//! Writing, replacing, removing, rebuilding, and the cursor that says how far the index has come.

use expect_test::expect;
use search::{Error, Index, Kind, Query};

use crate::{article, ask, id, message};

const KEY: [u8; 32] = [7; 32];

#[test]
fn what_was_written_is_found_when_write_returns() {
    let index = Index::in_memory();
    for nth in 0..30 {
        index.write(&[message(nth, &format!("第{nth}条退货"))], &[], u64::from(nth) + 1).unwrap();
        assert_eq!(index.count(&Query::everywhere("退货")).unwrap(), usize::from(nth) + 1);
    }
    assert_eq!(index.cursor(), 30);
}

#[test]
fn writing_again_replaces_and_deleting_removes() {
    let index = Index::in_memory();
    index.write(&[article(1, "退货", ""), message(1, "退货")], &[], 1).unwrap();
    index.write(&[article(1, "换货", "")], &[(Kind::Message, id(1)), (Kind::Message, id(9))], 2).unwrap();
    expect![[r#"
        article 1 | 换「货」 | 货
    "#]]
    .assert_eq(&ask(&index, "货"));
    assert_eq!(index.len(), 1);
}

#[test]
fn an_id_in_both_lists_is_removed() {
    let index = Index::in_memory();
    index.write(&[message(1, "退货")], &[(Kind::Message, id(1))], 1).unwrap();
    assert!(index.is_empty());
}

#[test]
fn the_same_document_twice_in_one_write_is_one_document() {
    let index = Index::in_memory();
    index.write(&[message(1, "旧的"), message(1, "新的")], &[], 1).unwrap();
    assert_eq!(index.len(), 1);
    assert_eq!(index.count(&Query::everywhere("新的")).unwrap(), 1);
}

#[test]
fn a_write_of_nothing_still_moves_the_cursor() {
    let index = Index::in_memory();
    index.write(&[], &[], 17).unwrap();
    assert_eq!(index.cursor(), 17);
}

#[test]
fn the_cursor_and_the_documents_are_there_after_reopening() {
    for key in [None, Some(KEY)] {
        let dir = tempfile::tempdir().unwrap();
        let index = Index::open(dir.path(), key).unwrap();
        assert_eq!(index.cursor(), 0);
        index.write(&[message(1, "退货")], &[], 41).unwrap();
        index.write(&[message(2, "换货")], &[], 42).unwrap();
        drop(index);
        let index = Index::open(dir.path(), key).unwrap();
        assert_eq!((index.cursor(), index.len()), (42, 2));
        assert_eq!(index.count(&Query::everywhere("退货")).unwrap(), 1);
    }
}

#[test]
fn a_rebuild_forgets_everything_before_it() {
    let index = Index::in_memory();
    index.write(&[message(1, "退货"), message(2, "退货")], &[], 5).unwrap();
    index.rebuild([message(3, "退货")], 9).unwrap();
    assert_eq!((index.cursor(), index.len()), (9, 1));
    index.wipe().unwrap();
    assert_eq!((index.cursor(), index.len()), (0, 0));
}

#[test]
fn many_small_writes_are_folded_together_and_nothing_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path(), Some(KEY)).unwrap();
    for nth in 0..100 {
        index.write(&[message(nth, "退货")], &[(Kind::Message, id(nth / 2 + 100))], u64::from(nth)).unwrap();
    }
    index.settle().unwrap();
    assert_eq!((index.cursor(), index.len()), (99, 100));
    index.write(&[message(101, "退货")], &[], 100).unwrap();
    assert_eq!(index.count(&Query::everywhere("退货")).unwrap(), 101);
}

#[test]
fn a_second_writer_is_told_to_wait_and_may_still_search() {
    let dir = tempfile::tempdir().unwrap();
    let first = Index::open(dir.path(), None).unwrap();
    first.write(&[message(1, "退货")], &[], 1).unwrap();
    let second = Index::open(dir.path(), None).unwrap();
    assert_eq!(second.count(&Query::everywhere("退货")).unwrap(), 1);
    let refused = second.write(&[message(2, "退货")], &[], 2);
    assert!(matches!(refused, Err(Error::InUse { .. })), "{refused:?}");
    drop(first);
    second.write(&[message(2, "退货")], &[], 2).unwrap();
    assert_eq!(second.len(), 2);
}

#[test]
fn searches_and_writes_may_happen_at_once() {
    let index = Index::in_memory();
    index.write(&[message(0, "退货")], &[], 0).unwrap();
    std::thread::scope(|threads| {
        threads.spawn(|| (1..40).for_each(|nth| index.write(&[message(nth, "退货")], &[], u64::from(nth)).unwrap()));
        for _ in 0..2 {
            threads.spawn(|| {
                for _ in 0..100 {
                    assert!(!index.search(&Query::everywhere("退货")).unwrap().is_empty());
                }
            });
        }
    });
    assert_eq!((index.cursor(), index.len()), (39, 40));
}
