//! `cargo xtask test`: every check there is, in one order, to the end, with one line of truth at the bottom.
//!
//! A section that fails does not stop the others: one run names everything that is wrong.

use std::process::Command;
use std::time::Instant;

use crate::{models, setup, shell, tidy, ui, window};

mod tally;

use tally::Tally;

/// How a section ended.
enum End {
    Ran(Tally),
    LeftOut(&'static str),
}

struct Section {
    name: &'static str,
    /// Also part of `--fast`.
    fast: bool,
    check: fn() -> anyhow::Result<End>,
}

const SECTIONS: &[Section] = &[
    Section { name: "format", fast: true, check: || tally(&mut shell::cargo("fmt --all --check")) },
    Section { name: "tidy", fast: true, check: || tidy::tidy(false).map(|()| End::Ran(Tally::one())) },
    Section { name: "licences", fast: true, check: licences },
    Section { name: "clippy", fast: true, check: || tally(&mut shell::cargo(CLIPPY)) },
    Section { name: "clippy, desktop", fast: false, check: || tally(&mut shell::cargo(CLIPPY_DESKTOP)) },
    Section { name: "models", fast: false, check: weights },
    Section { name: "rust", fast: true, check: rust },
    Section { name: "simulator", fast: false, check: simulator },
    Section { name: "console types", fast: true, check: || tally(&mut shell::npm("run typecheck")) },
    Section { name: "console lint", fast: true, check: || tally(&mut shell::npm("run lint")) },
    Section { name: "console", fast: true, check: || tally(&mut shell::npm("test")) },
    Section { name: "build", fast: false, check: build },
    Section { name: "journeys, browser", fast: false, check: browser },
    Section { name: "journeys, window", fast: false, check: journeys_in_window },
    Section { name: "journeys, crash", fast: false, check: || killed("crash") },
    Section { name: "journeys, kill", fast: false, check: || killed("kill") },
];

const CLIPPY: &str = "clippy --workspace --exclude zhanggui --all-targets --features xtask/house -- -D warnings";
const CLIPPY_DESKTOP: &str = "clippy --package zhanggui --all-targets -- -D warnings";

pub fn test(fast: bool, only: Option<&str>) -> anyhow::Result<()> {
    let sections = chosen(fast, only);
    anyhow::ensure!(!sections.is_empty(), "no section has `{}` in its name", only.unwrap_or_default());
    setup::setup(setup::For::Tests)?;
    let mut ends = Vec::new();
    for section in sections {
        println!("\n── {} {}", section.name, "─".repeat(60_usize.saturating_sub(section.name.chars().count())));
        let started = Instant::now();
        let end = (section.check)().unwrap_or_else(|error| {
            eprintln!("{error:#}");
            End::Ran(Tally { passed: 0, failed: 1 })
        });
        ends.push((section.name, started.elapsed().as_secs_f64(), end));
    }
    let (text, total) = summary(&ends);
    println!("\n{text}");
    anyhow::ensure!(total.failed == 0, "{} failed", total.failed);
    Ok(())
}

fn chosen(fast: bool, only: Option<&str>) -> Vec<&'static Section> {
    SECTIONS.iter().filter(|section| (section.fast || !fast) && only.is_none_or(|word| section.name.contains(word))).collect()
}

fn summary(ends: &[(&str, f64, End)]) -> (String, Tally) {
    let mut text = format!("── summary {}\n", "─".repeat(53));
    let mut total = Tally::default();
    for (name, seconds, end) in ends {
        let told = match end {
            End::Ran(tally) => {
                total.add(*tally);
                format!("{} {:>5} passed {:>3} failed {seconds:>7.1} s", if tally.failed == 0 { "ok " } else { "BAD" }, tally.passed, tally.failed)
            }
            End::LeftOut(why) => format!("--  left out: {why}"),
        };
        text.push_str(&format!("{name:<20} {told}\n"));
    }
    text.push_str(&format!("{} passed, {} failed", total.passed, total.failed));
    (text, total)
}

/// Runs it with its output shown, and counts what it says about itself.
fn tally(command: &mut Command) -> anyhow::Result<End> {
    println!("$ {}", shell::spelled(command));
    Ok(End::Ran(tally::run(command)?))
}

fn licences() -> anyhow::Result<End> {
    if !shell::works(&mut shell::cargo("deny --version")) {
        return Ok(End::LeftOut("cargo-deny is not installed"));
    }
    tally(&mut shell::cargo("deny --all-features check --hide-inclusion-graph"))
}

/// Tests that need weights say so and skip where they are not; a machine without a network is no failure.
fn weights() -> anyhow::Result<End> {
    match models::models(false, &[]) {
        Ok(()) => Ok(End::Ran(Tally::one())),
        Err(error) => {
            println!("{error:#}");
            Ok(End::LeftOut("the models could not be fetched; tests that need them skip"))
        }
    }
}

/// The desktop has no tests of its own here: the window's journeys are its tests.
fn rust() -> anyhow::Result<End> {
    let which = "--workspace --exclude zhanggui --no-fail-fast";
    if shell::works(&mut shell::cargo("nextest --version")) {
        return tally(&mut shell::cargo(&format!("nextest run {which}")));
    }
    tally(&mut shell::cargo(&format!("test {which}")))
}

/// Two thousand seeds, one of a thousand desks, and one that no commit before this one has had.
fn simulator() -> anyhow::Result<End> {
    let mut runs = vec!["seeds 1 2000 8 2 3000".to_owned(), "seeds 1 1 1000 2 20000".to_owned()];
    runs.extend(seed_of_commit().map(|seed| format!("seeds {seed} 1 8 2 3000")));
    let mut all = Tally::default();
    for run in runs {
        if let End::Ran(tally) = tally(&mut shell::cargo(&format!("run --quiet --package sim -- {run}")))? {
            all.add(tally);
        }
    }
    Ok(End::Ran(all))
}

/// None outside a repository.
fn seed_of_commit() -> Option<u64> {
    let asked = shell::command("git", ["rev-parse", "HEAD"]).output().ok()?;
    let hash = String::from_utf8(asked.stdout).ok()?;
    u64::from_str_radix(hash.get(..12)?, 16).ok()
}

fn build() -> anyhow::Result<End> {
    ui::build()?;
    crate::run::build(true)?;
    shell::run(&mut shell::cargo("build --package hub"))?;
    Ok(End::Ran(Tally::one()))
}

fn browser() -> anyhow::Result<End> {
    let mut journeys = shell::npm("run e2e");
    if let Some(chromium) = setup::browser::find() {
        journeys.env("CHROMIUM", chromium);
    }
    tally(journeys.env("ZG", shell::built("zg")))
}

fn journeys_in_window() -> anyhow::Result<End> {
    if !cfg!(target_os = "linux") {
        return Ok(End::LeftOut("the window is driven on Linux only"));
    }
    window::run("window", "debug", tally)
}

/// A journey that kills real programs: one desk, or a whole chain with its hub and database.
fn killed(journey: &str) -> anyhow::Result<End> {
    if cfg!(windows) {
        return Ok(End::LeftOut("kill -9 is not of this system"));
    }
    let script = shell::root().join(format!("tests/journeys/{journey}.mjs"));
    tally(shell::command("node", [script.as_os_str()]).env("ZG", shell::built("zg")).env("ZG_HUB", shell::built("zg-hub")))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn the_summary_ends_with_the_sum_and_marks_what_is_bad() {
        let ends = [
            ("format", 0.4, End::Ran(Tally::one())),
            ("licences", 0.0, End::LeftOut("cargo-deny is not installed")),
            ("rust", 61.25, End::Ran(Tally { passed: 812, failed: 2 })),
        ];
        let (text, total) = summary(&ends);
        assert_eq!(total, Tally { passed: 813, failed: 2 });
        expect![[r#"
            ── summary ─────────────────────────────────────────────────────
            format               ok      1 passed   0 failed     0.4 s
            licences             --  left out: cargo-deny is not installed
            rust                 BAD   812 passed   2 failed    61.2 s
            813 passed, 2 failed"#]]
        .assert_eq(&text);
    }

    #[test]
    fn the_fast_run_needs_no_desktop_and_no_browser() {
        let fast: Vec<&str> = chosen(true, None).iter().map(|section| section.name).collect();
        assert!(fast.iter().all(|name| !name.contains("desktop") && !name.contains("journeys")), "{fast:?}");
        assert!(fast.contains(&"rust") && fast.contains(&"tidy"));
    }

    #[test]
    fn one_word_chooses_the_sections_that_carry_it() {
        let names = |word| chosen(false, Some(word)).iter().map(|section| section.name).collect::<Vec<_>>();
        assert_eq!(names("window"), ["journeys, window"]);
        assert_eq!(names("journeys").len(), 4);
        assert!(names("weather").is_empty());
    }
}
