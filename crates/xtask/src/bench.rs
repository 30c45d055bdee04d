//! `cargo xtask bench <area>`: one line per area; the measuring itself belongs to the crate it measures.
//!
//! Absolute times do not carry between machines: an area prints its peer's figures from the same run.

use crate::shell;

/// A thing that can be measured, and the optimised build that measures it.
struct Area {
    name: &'static str,
    about: &'static str,
    cargo: &'static str,
}

const AREAS: &[Area] = &[Area {
    name: "search",
    about: "index rate and size, search p50/p95; --documents N (default 100000), --plain for an unsealed index",
    cargo: "run --release --package xtask --bin house --features house -- bench search",
}];

pub fn bench(name: Option<&str>, rest: &[String]) -> anyhow::Result<()> {
    let Some(name) = name else {
        AREAS.iter().for_each(|area| println!("{:<8} {}", area.name, area.about));
        return Ok(());
    };
    let Some(area) = AREAS.iter().find(|area| area.name == name) else {
        let known: Vec<&str> = AREAS.iter().map(|area| area.name).collect();
        anyhow::bail!("there is no bench `{name}`: {}", known.join(", "));
    };
    shell::run(shell::cargo(area.cargo).args(rest))
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

    #[test]
    fn every_area_is_measured_in_an_optimised_build() {
        assert!(AREAS.iter().all(|area| area.cargo.split_whitespace().any(|word| word == "--release")));
    }
}
