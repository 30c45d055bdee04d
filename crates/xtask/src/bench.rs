//! `cargo xtask bench <area>`: one line per area; the measuring itself belongs to the crate it measures.
//!
//! Absolute times do not carry between machines: an area prints its peer's figures from the same run.

use crate::{setup, shell, ui, window};

/// A thing that can be measured, and what measures it in an optimised build.
struct Area {
    name: &'static str,
    about: &'static str,
    measure: fn(&[String]) -> anyhow::Result<()>,
}

const AREAS: &[Area] = &[
    Area {
        name: "search",
        about: "index rate and size, search p50/p95; --documents N (default 1200000), --peers for FTS5 and MiniSearch, --plain for an unsealed index",
        measure: |rest| house("search", rest),
    },
    Area {
        name: "store",
        about: "pages, a durable command and an import beside SQLite's own library; --tickets N, --messages N, --json",
        measure: |rest| house("store", rest),
    },
    Area {
        name: "onnx",
        about: "every kind of model in one process: loading, memory with all of them, memory after they are let go; --json",
        measure: |rest| house("onnx", rest),
    },
    Area {
        name: "memory",
        about: "a desk on the sample chain with all models used and let go, beside one without models; --json",
        measure: |rest| house("memory", rest),
    },
    Area {
        name: "asr",
        about: "DIR or TSV: speech to text beside faster-whisper; --lexicon FILE, --clips N, --python PATH, --alone; or --noise MINUTES",
        measure: |rest| house("asr", rest),
    },
    Area {
        name: "tts",
        about: "LIST: our voice read back by our ears, and how soon it begins; --voice NAME, --verbose",
        measure: |rest| house("tts", rest),
    },
    Area { name: "retrieval", about: "DIR: every set in it by words, baselines, meaning and both", measure: |rest| house("retrieval", rest) },
    Area {
        name: "vectors",
        about: "finding by meaning at several sizes; --passages N,N, --peer for USearch's HNSW (Python), --json",
        measure: |rest| house("vectors", rest),
    },
    Area { name: "assist", about: "how long the desk thinks over each open conversation of the sample chain", measure: |rest| house("assist", rest) },
    Area {
        name: "sync",
        about: "[PART]: the hub and its desks over HTTP beside plain inserts and PouchDB; parts ingest, catch-up, first-sync, news, idle, pouch, growth",
        measure: sync,
    },
    Area {
        name: "desk",
        about: "start, inbox and memory of the window, beside the same console in Chromium; RUNS=N for more runs",
        measure: |_| desk(),
    },
];

pub fn bench(name: Option<&str>, rest: &[String]) -> anyhow::Result<()> {
    let Some(name) = name else {
        AREAS.iter().for_each(|area| println!("{:<9} {}", area.name, area.about));
        return Ok(());
    };
    let Some(area) = AREAS.iter().find(|area| area.name == name) else {
        let known: Vec<&str> = AREAS.iter().map(|area| area.name).collect();
        anyhow::bail!("there is no bench `{name}`: {}", known.join(", "));
    };
    (area.measure)(rest)
}

/// What the product's own crates measure.
fn house(area: &str, rest: &[String]) -> anyhow::Result<()> {
    shell::run(shell::cargo("run --release --package xtask --bin house --features house -- bench").arg(area).args(rest))
}

fn sync(rest: &[String]) -> anyhow::Result<()> {
    setup::setup(setup::For::Tests)?;
    shell::run(&mut shell::cargo("build --release --package hub --package load"))?;
    let at = |name| shell::target().join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    shell::run(shell::command(at("load"), rest).arg("--hub").arg(at("zg-hub")))
}

fn desk() -> anyhow::Result<()> {
    anyhow::ensure!(cfg!(target_os = "linux"), "the window is driven on Linux only");
    setup::setup(setup::For::Tests)?;
    ui::build()?;
    shell::run(&mut shell::cargo("build --release --package cli --package zhanggui --features zhanggui/custom-protocol"))?;
    window::run("bench", "release", shell::run)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_area_is_answered_with_the_known_ones() {
        let error = bench(Some("weather"), &[]).unwrap_err().to_string();
        assert!(error.starts_with("there is no bench `weather`: "), "{error}");
        assert!(AREAS.iter().all(|area| error.contains(area.name)), "{error}");
    }
}
