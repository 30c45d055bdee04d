//! An index that is damaged, of another version, or sealed with another key says so and says what to do.

use std::path::{Path, PathBuf};

use expect_test::{Expect, expect};
use search::{Error, Index, Kind, Query};

use crate::{blank, customer};

const KEY: [u8; 32] = [7; 32];

fn written(key: Option<[u8; 32]>) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path(), key).unwrap();
    let people: Vec<_> = (0..200).map(|nth| customer(nth, "张伟明", &[&format!("13812345{nth:03}")])).collect();
    index.write(&people, &[], 1).unwrap();
    index.settle().unwrap();
    dir
}

/// The error of opening and searching, or what was found.
fn outcome(dir: &Path, key: Option<[u8; 32]>) -> Result<usize, Error> {
    let index = Index::open(dir, key)?;
    index.search(&Query::everywhere("张伟明"))?;
    index.count(&Query::everywhere("zwm"))
}

fn said(dir: &Path, error: &Error) -> String {
    error.to_string().replace(&dir.display().to_string(), "DIR")
}

fn check(dir: &Path, key: Option<[u8; 32]>, expected: Expect) {
    let error = outcome(dir, key).unwrap_err();
    assert!(error.needs_rebuild(), "{error}");
    expected.assert_eq(&said(dir, &error));
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| !file.to_string_lossy().ends_with(".lock"));
    files.sort();
    files
}

fn rebuilt(dir: &Path, key: Option<[u8; 32]>) {
    Index::remove(dir).unwrap();
    Index::open(dir, key).unwrap().write(&[customer(1, "张伟明", &[])], &[], 1).unwrap();
    assert_eq!(outcome(dir, key).unwrap(), 1);
}

#[test]
fn another_key_no_key_and_a_key_for_a_plain_index_are_refused() {
    let sealed = written(Some(KEY));
    check(
        sealed.path(),
        Some([8; 32]),
        expect!["the search index at DIR was sealed with another key or not sealed at all; rebuild it: zg index rebuild"],
    );
    check(sealed.path(), None, expect!["the search index at DIR was sealed with another key or not sealed at all; rebuild it: zg index rebuild"]);
    let plain = written(None);
    check(plain.path(), Some(KEY), expect!["the search index at DIR was sealed with another key or not sealed at all; rebuild it: zg index rebuild"]);
    assert_eq!(outcome(sealed.path(), Some(KEY)).unwrap(), 200);
    assert_eq!(outcome(plain.path(), None).unwrap(), 200);
}

#[test]
fn another_format_is_refused_by_name() {
    let dir = written(None);
    let meta = dir.path().join("meta.json");
    let text = std::fs::read_to_string(&meta).unwrap();
    std::fs::write(&meta, text.replace(r#"{\"format\":2,"#, r#"{\"format\":99,"#)).unwrap();
    check(dir.path(), None, expect!["the search index at DIR is of format 99, this program writes format 2; rebuild it: zg index rebuild"]);
    rebuilt(dir.path(), None);
}

#[test]
fn an_index_of_something_else_is_refused() {
    let dir = written(None);
    let meta = dir.path().join("meta.json");
    let text = std::fs::read_to_string(&meta).unwrap();
    std::fs::write(&meta, text.replace("text_grams", "body_notes")).unwrap();
    check(
        dir.path(),
        None,
        expect!["the search index at DIR is of format another shape, this program writes format 2; rebuild it: zg index rebuild"],
    );
}

fn copied(from: &Path) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for file in files(from) {
        std::fs::copy(&file, dir.path().join(file.file_name().unwrap())).unwrap();
    }
    dir
}

/// Damaging any one file either is noticed or does not matter; it never panics and never finds less.
fn damage_is_noticed(key: Option<[u8; 32]>, damage: impl Fn(&Path)) {
    let whole = written(key);
    for nth in 0..files(whole.path()).len() {
        let dir = copied(whole.path());
        let file = files(dir.path())[nth].clone();
        damage(&file);
        match outcome(dir.path(), key) {
            Ok(found) => assert_eq!(found, 200, "{}", file.display()),
            Err(error) => assert!(error.needs_rebuild(), "{}: {error}", file.display()),
        }
    }
    rebuilt(whole.path(), key);
}

#[test]
fn a_file_cut_short_is_noticed() {
    for key in [None, Some(KEY)] {
        damage_is_noticed(key, |file| {
            let bytes = std::fs::read(file).unwrap();
            std::fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
        });
    }
}

#[test]
fn a_changed_byte_is_noticed() {
    for key in [None, Some(KEY)] {
        damage_is_noticed(key, |file| {
            let mut bytes = std::fs::read(file).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x55;
            std::fs::write(file, &bytes).unwrap();
        });
    }
}

#[test]
fn a_file_that_is_gone_is_noticed() {
    for key in [None, Some(KEY)] {
        damage_is_noticed(key, |file| std::fs::remove_file(file).unwrap());
    }
}

#[test]
fn no_word_of_a_sealed_index_is_on_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path(), Some(KEY)).unwrap();
    let mut secret = blank(Kind::Ticket, 1);
    secret.title = "plaintextmarker".to_owned();
    secret.body = "plaintextmarker 张伟明".to_owned();
    secret.codes = vec!["13812345678".to_owned()];
    secret.scopes = vec!["plaintextmarker".to_owned()];
    index.write(&[secret], &[], 1).unwrap();
    assert_eq!(index.count(&Query::everywhere("plaintextmarker")).unwrap(), 1);
    for file in files(dir.path()) {
        let bytes = std::fs::read(&file).unwrap();
        for word in ["plaintextmarker", "张伟明", "伟明", "12345678"] {
            let leaks = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!leaks, "{word} stands in {}", file.display());
        }
    }
}

#[test]
fn a_folder_that_cannot_be_one_is_a_disk_error() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "not a folder").unwrap();
    let error = outcome(&file, None).unwrap_err();
    assert!(matches!(error, Error::Disk { .. }), "{error}");
}
