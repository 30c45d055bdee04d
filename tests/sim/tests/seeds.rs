//! That the simulator is what it claims: the same seed is the same run, everything it can do happens, and it sees bugs.
//! Thousands of seeds are run by `cargo xtask test`, section "simulator".

use std::collections::BTreeSet;

use sim::{Plan, run};
use sync::plant::Bug;

#[test]
fn the_same_seed_is_the_same_run() {
    for seed in [3, 56] {
        let traces: BTreeSet<u64> = (0..2).map(|_| run(&Plan::of(seed, 8, 2, 1_500), None).expect("it holds").trace).collect();
        assert_eq!(traces.len(), 1, "seed {seed}");
    }
}

#[test]
fn a_plan_comes_back_from_what_is_printed() {
    let plan = Plan::of(42, 8, 2, 3_000);
    assert_eq!(plan.to_string().parse::<Plan>().expect("a plan"), plan);
    assert!("loss many".parse::<Plan>().is_err());
}

#[test]
fn everything_that_can_happen_happens() {
    let mut seen = BTreeSet::new();
    for seed in 1..=40 {
        seen.extend(run(&Plan::of(seed, 8, 2, 3_000), None).expect("it holds").seen.into_keys());
    }
    let wanted = [
        "claim refused",
        "crash within a store",
        "customer pulled",
        "desk copied",
        "desk put back",
        "full disk",
        "hub crash with a transaction open",
        "hub restored",
        "log cut",
        "lost op given back by another desk",
        "message damaged",
        "message doubled",
        "new name given",
        "op kept unread",
        "op of another's record refused",
        "op of head office's refused",
        "ops told shorter",
        "row held by the other hub",
        "scope taken away",
        "whole let go",
    ];
    let missed: Vec<_> = wanted.iter().filter(|what| !seen.contains(**what)).collect();
    assert!(missed.is_empty(), "never seen: {missed:?}");
}

/// A bug that nobody could see would mean that the simulator looks away there.
#[test]
fn every_planted_bug_is_seen() {
    let unseen: Vec<Bug> =
        Bug::ALL.iter().copied().filter(|bug| !(1..=500).any(|seed| run(&Plan::of(seed, 8, 2, 3_000), Some(*bug)).is_err())).collect();
    assert!(unseen.is_empty(), "not seen within 500 seeds: {unseen:?}");
}
