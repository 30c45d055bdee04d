//! How many passed and failed, in the words of each runner: nextest, cargo test, vitest, Playwright, node.
//!
//! Only the runners' own sums are read. A program that prints none is one check, passed or failed by how it ended.

use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use anyhow::Context;
use regex::Regex;

#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
}

impl Tally {
    /// One check that held.
    pub fn one() -> Tally {
        Tally { passed: 1, failed: 0 }
    }

    pub fn add(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// A runner that ended badly has failed at something, even when its sums do not say so.
    fn ended(self, well: bool) -> Tally {
        match (self, well) {
            (Tally { passed: 0, failed: 0 }, true) => Tally::one(),
            (Tally { failed: 0, .. }, false) => Tally { failed: 1, ..self },
            _ => self,
        }
    }
}

/// Runs with the output shown as it comes.
pub fn run(command: &mut Command) -> anyhow::Result<Tally> {
    if std::io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
    }
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().context("it did not start")?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let mut tally = std::thread::scope(|scope| {
        let complaints = scope.spawn(|| err.map_or_else(Tally::default, |pipe| pass_on(pipe, std::io::stderr())));
        let mut tally = out.map_or_else(Tally::default, |pipe| pass_on(pipe, std::io::stdout()));
        tally.add(complaints.join().unwrap_or_default());
        tally
    });
    tally = tally.ended(child.wait()?.success());
    Ok(tally)
}

fn pass_on(from: impl Read, mut to: impl Write) -> Tally {
    let mut tally = Tally::default();
    let mut lines = BufReader::new(from);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).is_ok_and(|bytes| bytes > 0) {
        // A terminal that has gone away is no reason to stop counting.
        let _ = to.write_all(&line);
        tally.add(count(&String::from_utf8_lossy(&line)));
        line.clear();
    }
    tally
}

/// What one line adds to the sums.
fn count(line: &str) -> Tally {
    static COLOURS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\x1b\[[0-9;]*m").expect("a valid pattern"));
    static SUM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\s*Summary \[|^test result: |^\s+Tests  |^\s*\d+ (?:passed|failed)(?: \([\d.hms]+\))?\s*$|^\d+ passed, \d+ failed\s*$")
            .expect("a valid pattern")
    });
    static PART: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(\d+) (passed|failed|timed out)").expect("a valid pattern"));
    static NODE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[#ℹ] (pass|fail) (\d+)\s*$").expect("a valid pattern"));

    let line = COLOURS.replace_all(line, "");
    let mut tally = Tally::default();
    let mut note = |word: &str, number: &str| {
        let number: usize = number.parse().unwrap_or_default();
        if word.starts_with("pass") { tally.passed += number } else { tally.failed += number }
    };
    if let Some(found) = NODE.captures(&line) {
        note(&found[1], &found[2]);
    } else if SUM.is_match(&line) {
        PART.captures_iter(&line).for_each(|found| note(&found[2], &found[1]));
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, passed: usize, failed: usize) {
        assert_eq!(count(line), Tally { passed, failed }, "{line}");
    }

    #[test]
    fn every_runner_is_understood_in_its_own_words() {
        check("     Summary [   4.134s] 812 tests run: 810 passed (2 slow), 2 failed, 3 skipped\n", 810, 2);
        check("     Summary [  61.002s] 3 tests run: 1 passed, 1 failed, 1 timed out, 0 skipped\n", 1, 2);
        check("test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s\n", 3, 1);
        check("      Tests  2 failed | 118 passed (120)\n", 118, 2);
        check("  12 passed (1.2m)\n", 12, 0);
        check("  1 failed\n", 0, 1);
        check("1 passed, 3 failed\n", 1, 3);
        check("# pass 7\n", 7, 0);
        check("ℹ fail 2\n", 0, 2);
    }

    #[test]
    fn colours_do_not_hide_a_sum() {
        check(
            "\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] \u{1b}[1m4\u{1b}[0m tests run: \u{1b}[1m4\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, 0 skipped\n",
            4,
            0,
        );
    }

    #[test]
    fn lines_that_only_mention_numbers_add_nothing() {
        check(" Test Files  3 passed (3)\n", 0, 0);
        check("        PASS [   0.004s] domain rules::ticket::a_ticket_that_3 passed\n", 0, 0);
        check("the import: 12 passed, 3 failed\n", 0, 0);
    }

    #[test]
    fn a_runner_without_sums_is_one_check() {
        assert_eq!(Tally::default().ended(true), Tally::one());
        assert_eq!(Tally::default().ended(false), Tally { passed: 0, failed: 1 });
    }

    #[test]
    fn a_bad_end_is_never_counted_as_all_passed() {
        assert_eq!(Tally { passed: 9, failed: 0 }.ended(false), Tally { passed: 9, failed: 1 });
        assert_eq!(Tally { passed: 9, failed: 2 }.ended(false), Tally { passed: 9, failed: 2 });
    }

    #[cfg(unix)]
    #[test]
    fn both_pipes_of_a_real_program_are_counted() {
        let script = "echo '# pass 3'; echo '# fail 1' >&2; exit 1";
        assert_eq!(run(&mut crate::shell::command("sh", ["-c", script])).unwrap(), Tally { passed: 3, failed: 1 });
    }
}
