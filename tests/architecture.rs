//! Who may know whom: the directions of ARCHITECTURE.md, read from the manifests with `cargo metadata`.
//!
//! What only source text can tell (SQL, the window, the wall clock) is checked by `cargo xtask tidy`. Development dependencies
//! count as well: a test that reaches upwards is a knot all the same.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// Every room and the rooms it may know, lowest first. A new crate stands here before it stands in the house.
const ROOMS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("words", &[]),
    ("documents", &[]),
    ("onnx", &[]),
    ("foundry", &["onnx"]),
    ("nlp", &["onnx", "words"]),
    ("speech", &["onnx", "words"]),
    ("sync", &["domain"]),
    // The model that the desk's file is held against: a development dependency of `store`.
    ("sim", &["domain", "sync"]),
    ("search", &["domain", "words"]),
    ("store", &["domain", "sync", "sim"]),
    // A test of the hub lets it live through the simulator's runs.
    ("hub", &["domain", "sync", "sim"]),
    ("app", &["domain", "documents", "sync", "search", "store", "onnx", "nlp", "speech"]),
    // Both shells speak `domain`'s words (languages, ids); `zg eval` measures `search` without a desk, `zg audit` checks by
    // `sync` without one.
    ("cli", &["domain", "sync", "search", "onnx", "nlp", "speech", "app"]),
    ("zhanggui", &["domain", "app"]),
    ("xtask", &["search", "store", "onnx", "nlp", "speech", "foundry", "app"]),
    // Measures the exchange over a real hub and real files.
    ("load", &["domain", "sync", "store", "hub"]),
    ("whole", &["domain", "documents", "sync", "search", "store", "app", "cli", "hub"]),
];

/// A library, or a family of them ending in `*`, and the only rooms that may name it.
const AT_HOME: &[(&str, &[&str])] = &[
    ("sqlx*", &[]),
    ("libsqlite3-sys", &[]),
    // `load` measures beside them.
    ("rusqlite", &["store", "hub", "load"]),
    ("postgres", &["hub", "load"]),
    // The hub's certificates; the desk's line tells what is wrong with one.
    ("rustls", &["app", "hub"]),
    ("rcgen", &["hub"]),
    ("tauri*", &["zhanggui"]),
    ("keyring*", &["app"]),
    ("*-keyring-store", &["app"]),
    ("tantivy*", &["search"]),
    ("minicbor*", &["sync"]),
    ("ort", &["onnx"]),
    ("jieba*", &["words"]),
    ("cpal", &["speech"]),
    ("tokenizers", &["nlp", "speech"]),
    ("axum*", &["cli", "hub"]),
    ("reqwest", &[]),
    // The line to the hub, and packages of models; a desk asks nobody else.
    ("ureq", &["app", "foundry", "load"]),
    ("openssl*", &[]),
];

/// `domain` is pure: what it may use is named, so that a clock, a file or a socket is a decision.
const DOMAIN_USES: &[&str] = &["chrono", "serde", "serde_json", "thiserror", "ts-rs"];

/// Rooms that compute and never wait: no runtime, so they can be driven by any, and by a simulator.
const WITHOUT_RUNTIME: &[&str] = &["domain", "documents", "sync", "search"];

fn house() -> Metadata {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    MetadataCommand::new().manifest_path(manifest).no_deps().exec().expect("cargo describes the workspace")
}

/// What the package names in its manifest; with `kinds` empty, all of it.
fn names<'p>(package: &'p Package, kinds: &[DependencyKind]) -> BTreeSet<&'p str> {
    let wanted = package.dependencies.iter().filter(|needed| kinds.is_empty() || kinds.contains(&needed.kind));
    wanted.map(|needed| needed.name.as_str()).collect()
}

fn matches(family: &str, name: &str) -> bool {
    match (family.strip_suffix('*'), family.strip_prefix('*')) {
        (Some(start), _) => name.starts_with(start),
        (_, Some(end)) => name.ends_with(end),
        _ => name == family,
    }
}

/// Every dependency on another room that `allowed` does not hold, as `from -> to`.
fn wrong_ways(house: &Metadata, allowed: &BTreeMap<&str, &[&str]>) -> Vec<String> {
    let rooms: BTreeSet<&str> = house.packages.iter().map(|package| package.name.as_str()).collect();
    let ways = house.packages.iter().flat_map(|package| names(package, &[]).into_iter().map(|to| (package.name.as_str(), to)));
    let wrong = ways.filter(|(from, to)| rooms.contains(to) && !allowed.get(from).is_some_and(|known| known.contains(to)));
    wrong.map(|(from, to)| format!("{from} -> {to}")).collect()
}

/// Every library that a room names although it is at home elsewhere, as `room: library`.
fn strangers(house: &Metadata, at_home: &[(&str, &[&str])]) -> Vec<String> {
    let used = house.packages.iter().flat_map(|package| names(package, &[]).into_iter().map(|library| (package.name.as_str(), library)));
    let strange = used.filter(|(room, library)| at_home.iter().any(|(family, homes)| matches(family, library) && !homes.contains(room)));
    strange.map(|(room, library)| format!("{room}: {library}")).collect()
}

#[test]
fn every_room_is_on_the_plan_and_every_room_of_the_plan_stands() {
    let standing: BTreeSet<String> = house().packages.iter().map(|package| package.name.to_string()).collect();
    let planned: BTreeSet<String> = ROOMS.iter().map(|(room, _)| (*room).to_owned()).collect();
    assert_eq!(standing, planned, "ROOMS in tests/architecture.rs and ARCHITECTURE.md list them");
}

#[test]
fn rooms_know_only_the_rooms_below_them() {
    let wrong = wrong_ways(&house(), &ROOMS.iter().copied().collect());
    assert!(wrong.is_empty(), "against the directions of ARCHITECTURE.md: {wrong:?}");
}

#[test]
fn the_plan_itself_has_no_way_up() {
    for (at, (room, below)) in ROOMS.iter().enumerate() {
        let upwards: Vec<_> = below.iter().filter(|other| !ROOMS[..at].iter().any(|(lower, _)| lower == *other)).collect();
        assert!(upwards.is_empty(), "{room} -> {upwards:?}");
    }
}

#[test]
fn libraries_with_a_home_are_named_nowhere_else() {
    let found = strangers(&house(), AT_HOME);
    assert!(found.is_empty(), "{found:?}: ask the room that owns it");
}

#[test]
fn domain_uses_only_what_it_declares_pure() {
    let house = house();
    let domain = house.packages.iter().find(|package| package.name == "domain").expect("there is a domain");
    let used = names(domain, &[DependencyKind::Normal, DependencyKind::Build]);
    assert_eq!(used, DOMAIN_USES.iter().copied().collect());
}

#[test]
fn rooms_that_only_compute_have_no_runtime() {
    let house = house();
    let computing = house.packages.iter().filter(|package| WITHOUT_RUNTIME.contains(&package.name.as_str()));
    let waiting: Vec<_> =
        computing.filter(|package| names(package, &[DependencyKind::Normal]).contains("tokio")).map(|package| &package.name).collect();
    assert!(waiting.is_empty(), "{waiting:?}");
}

#[test]
fn every_room_says_in_one_line_what_it_is() {
    let house = house();
    let silent: Vec<_> =
        house.packages.iter().filter(|package| package.description.as_ref().is_none_or(|line| line.len() < 12)).map(|p| &p.name).collect();
    assert!(silent.is_empty(), "no description in Cargo.toml: {silent:?}");
}

#[test]
fn every_room_keeps_the_lints_and_the_licence_of_the_house() {
    for package in &house().packages {
        assert_eq!(package.license.as_deref(), Some("Apache-2.0"), "{}", package.name);
        let manifest = std::fs::read_to_string(&package.manifest_path).expect("cargo has just read it");
        assert!(manifest.contains("[lints]\nworkspace = true"), "{} does not take the lints of the workspace", package.name);
    }
}

/// The checks above hold on the real house; here they are shown a house in which they do not.
mod planted {
    use super::*;

    #[test]
    fn a_way_up_is_found() {
        let mut plan: BTreeMap<&str, &[&str]> = ROOMS.iter().copied().collect();
        plan.insert("store", &["domain"]);
        assert!(wrong_ways(&house(), &plan).contains(&"store -> sync".to_owned()));
    }

    #[test]
    fn a_library_away_from_home_is_found() {
        assert_eq!(strangers(&house(), &[("tauri*", &[])]).first().map(String::as_str), Some("zhanggui: tauri"));
        assert_eq!(strangers(&house(), &[("rusqlite", &["hub", "load"])]), ["store: rusqlite"]);
    }

    #[test]
    fn families_match_by_start_or_end() {
        assert!(matches("tauri*", "tauri-build") && matches("*-keyring-store", "apple-native-keyring-store") && matches("reqwest", "reqwest"));
        assert!(!matches("reqwest", "reqwest-middleware") && !matches("sqlx*", "rusqlite"));
    }
}
