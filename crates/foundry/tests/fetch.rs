//! Bringing a model to the shelf from a folder: whole or not at all, told what is wrong, and nothing twice.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::cell::RefCell;
use std::fs;
use std::path::Path;

use expect_test::{Expect, expect};
use foundry::{Fetch, fetch};
use onnx::{Shelf, State};

/// sha256 of "abc" and of "abcd".
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const ABCD: &str = "88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589";

/// A shelf whose own manifest has one model of two files, to be had from `sources`.
fn shelf(folder: &Path, sources: &str) -> Shelf {
    let manifest = format!(
        "[[model]]\nname = \"m\"\nkind = \"embedding\"\nlicence = \"MIT\"\norigin = \"us\"\npurpose = {{ zh = \"\", en = \"\" }}\n\
         [[model.file]]\npath = \"a.bin\"\nbytes = 3\nsha256 = \"{ABC}\"\n\
         [[model.file]]\npath = \"voices/b.bin\"\nbytes = 4\nsha256 = \"{ABCD}\"\n{sources}"
    );
    fs::write(folder.join("manifest.toml"), manifest).unwrap();
    Shelf::open(folder).unwrap()
}

fn from_folder(path: &Path) -> String {
    format!("[[model.source]]\nfrom = \"folder\"\npath = \"{}\"\n", path.display())
}

fn files(folder: &Path, second: &str) {
    fs::create_dir_all(folder.join("voices")).unwrap();
    fs::write(folder.join("a.bin"), "abc").unwrap();
    fs::write(folder.join("voices/b.bin"), second).unwrap();
}

fn bring(shelf: &Shelf) -> (Result<bool, foundry::Error>, Vec<String>) {
    let told = RefCell::new(Vec::new());
    let done = fetch(&Fetch { shelf, only: &["m".to_owned()], tell: &|line| told.borrow_mut().push(line.to_owned()) });
    (done, told.into_inner())
}

fn check(done: Result<bool, foundry::Error>, folders: &[&Path], told: Expect) {
    let mut text = done.map_or_else(|error| error.to_string(), |done| format!("done {done}"));
    for (at, folder) in folders.iter().enumerate() {
        text = text.replace(&folder.display().to_string(), &format!("FOLDER{at}"));
    }
    told.assert_eq(&text);
}

#[test]
fn a_model_comes_from_the_first_source_that_has_it_and_only_once() {
    let (here, empty, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    files(there.path(), "abcd");
    let shelf = shelf(here.path(), &(from_folder(empty.path()) + &from_folder(there.path())));
    let (done, told) = bring(&shelf);
    check(done, &[], expect!["done true"]);
    assert_eq!(told, ["m (0 MB)"]);
    assert_eq!(shelf.state(shelf.manifest().named("m").unwrap()), State::Ready);
    fs::remove_dir_all(there.path().join("voices")).unwrap();
    let (done, told) = bring(&shelf);
    check(done, &[], expect!["done true"]);
    assert!(told.is_empty(), "nothing is fetched twice: {told:?}");
}

#[test]
fn a_wrong_file_leaves_nothing_on_the_shelf_and_a_right_one_later_goes_on() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    files(there.path(), "abcX");
    let shelf = shelf(here.path(), &from_folder(there.path()));
    let (done, _) = bring(&shelf);
    check(
        done,
        &[here.path(), there.path()],
        expect![[r#"
            m: no source could give it
              FOLDER1: FOLDER0/m.part/voices/b.bin is another file than the manifest names (sha256 e5047b803a9cbb62cec27da91c2e00c964519938780e024f77877c71cdd1bd14 instead of 88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589); fetch it anew with `cargo xtask models`"#]],
    );
    assert_eq!(shelf.state(shelf.manifest().named("m").unwrap()), State::Missing);
    // What was right stays beside the shelf: the source may have lost it meanwhile.
    fs::remove_file(there.path().join("a.bin")).unwrap();
    fs::write(there.path().join("voices/b.bin"), "abcd").unwrap();
    check(bring(&shelf).0, &[], expect!["done true"]);
}

#[test]
fn an_address_that_does_not_answer_is_named() {
    let here = tempfile::tempdir().unwrap();
    let shelf = shelf(here.path(), "[[model.source]]\nfrom = \"url\"\nbase = \"http://127.0.0.1:9/models/\"\n");
    let told = bring(&shelf).0.unwrap_err().to_string();
    assert!(told.contains("http://127.0.0.1:9/models/a.bin cannot be fetched"), "{told}");
}

#[test]
fn one_fetch_at_a_time() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    files(there.path(), "abcd");
    let shelf = shelf(here.path(), &from_folder(there.path()));
    let lock = shelf.begin_fetching().unwrap();
    check(bring(&shelf).0, &[], expect!["done false"]);
    drop(lock);
    check(bring(&shelf).0, &[], expect!["done true"]);
}
