//! What must never change once it is out, and where libraries come from.
//!
//! A migration that a release carried is bytes on people's machines: editing it would give two desks of one version different
//! tables. Lock files that name a mirror would send everybody to it.

use std::collections::BTreeMap;

use super::{Breach, File};
use crate::shell;

const RELEASED: &str = "crates/xtask/released_migrations.toml";
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

pub fn check(files: &[File]) -> Vec<Breach> {
    let mut found: Vec<Breach> = files.iter().flat_map(strange_sources).collect();
    if let Some(list) = files.iter().find(|file| file.path == RELEASED) {
        found.extend(changed_migrations(&list.text, hash));
    }
    found
}

/// As git would name the file's content, whatever line ends this machine gave it.
fn hash(path: &str) -> Option<String> {
    let said = shell::answer(&mut shell::command("git", ["hash-object", path]))?;
    Some(said.trim().to_owned()).filter(|hash| !hash.is_empty())
}

fn changed_migrations(list: &str, hash: impl Fn(&str) -> Option<String>) -> Vec<Breach> {
    let breach = |path: &str, way: &str| Breach { rule: "released_migrations", path: path.to_owned(), line: 0, way: way.to_owned() };
    let released: BTreeMap<String, String> = match toml::from_str(list) {
        Ok(released) => released,
        Err(error) => return vec![breach(RELEASED, &error.to_string())],
    };
    let judged = released.iter().filter_map(|(path, released)| match hash(path) {
        None => Some(breach(path, "it is in a release and must stay")),
        Some(now) if now != *released => Some(breach(path, "it is in a release: restore it and write a new migration")),
        Some(_) => None,
    });
    judged.collect()
}

fn strange_sources(file: &File) -> Vec<Breach> {
    let lines = file.text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
    let strange: Vec<usize> = match file.path.rsplit('/').next() {
        Some("Cargo.lock") => lines.filter(|(_, line)| line.starts_with("source = ") && !line.contains(CRATES_IO)).map(|(at, _)| at).collect(),
        Some("package-lock.json") => lines.filter(|(_, line)| line.starts_with("\"resolved\"")).map(|(at, _)| at).collect(),
        _ => return Vec::new(),
    };
    let breach = |line| Breach { rule: "sources", path: file.path.clone(), line, way: "a lock file names no host of its own".to_owned() };
    strange.into_iter().map(breach).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "\"migrations/desk/0001_first.sql\" = \"aaaa\"\n";

    fn check(now: Option<&str>) -> Vec<String> {
        changed_migrations(LIST, |_| now.map(str::to_owned)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_released_migration_may_neither_change_nor_go() {
        assert!(check(Some("aaaa")).is_empty());
        assert_eq!(
            check(Some("bbbb")),
            ["migrations/desk/0001_first.sql:0: released_migrations: it is in a release: restore it and write a new migration"]
        );
        assert_eq!(check(None), ["migrations/desk/0001_first.sql:0: released_migrations: it is in a release and must stay"]);
    }

    #[test]
    fn git_names_a_file_by_its_content() {
        assert_eq!(hash("LICENSE").map(|hash| hash.len()), Some(40));
        assert_eq!(hash("no/such/file.sql"), None);
    }

    #[test]
    fn a_lock_file_that_names_another_host_is_found() {
        let cargo = format!("source = \"{CRATES_IO}\"\nsource = \"registry+https://mirror.example/index\"\n");
        assert_eq!(strange_sources(&File::new("Cargo.lock", &cargo)).iter().map(|breach| breach.line).collect::<Vec<_>>(), [2]);
        assert_eq!(strange_sources(&File::new("ui/package-lock.json", "{\n  \"resolved\": \"https://mirror.example/a.tgz\"\n}")).len(), 1);
    }
}
