//! Rules that came when there was already something to break them: the count of old breaches may shrink, never grow.

use std::collections::{BTreeMap, BTreeSet};

use super::Breach;

pub type Counts = BTreeMap<String, usize>;

pub fn parse(text: &str) -> Result<Counts, toml::de::Error> {
    toml::from_str(text)
}

pub fn counts(breaches: &[Breach]) -> Counts {
    let mut counts = Counts::new();
    for breach in breaches {
        *counts.entry(breach.rule.to_owned()).or_default() += 1;
    }
    counts
}

/// What to put right, and what deserves a word.
pub struct Verdict {
    pub faults: Vec<String>,
    pub notes: Vec<String>,
}

/// `before`: the numbers of the last commit, which are the most that may stand in the file.
pub fn judge(breaches: &[Breach], allowed: &Counts, before: Option<&Counts>) -> Verdict {
    let mut verdict = Verdict { faults: Vec::new(), notes: Vec::new() };
    let counts = counts(breaches);
    let rules: BTreeSet<&String> = counts.keys().chain(allowed.keys()).collect();
    for rule in rules {
        let now = counts.get(rule).copied().unwrap_or(0);
        let most = allowed.get(rule).copied().unwrap_or(0);
        if now > most {
            verdict.faults.extend(breaches.iter().filter(|breach| breach.rule == rule).map(ToString::to_string));
            verdict.faults.extend((most > 0).then(|| format!("ratchets.toml: {rule} was broken {most} times and is now broken {now} times")));
        } else if now < most {
            verdict.notes.push(format!("ratchets.toml: {rule} is down from {most} to {now}; `cargo xtask tidy --tighten` keeps it there"));
        }
        let raised = before.and_then(|before| before.get(rule)).copied().unwrap_or(most) < most;
        verdict.faults.extend(raised.then(|| format!("ratchets.toml: {rule} went up; a number may only shrink")));
    }
    verdict
}

/// The file with every number lowered to what is left, and the rules that nothing breaks any more taken out.
pub fn tightened(text: &str, allowed: &Counts, now: &Counts) -> String {
    let mut out: String = text.lines().filter(|line| line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    for (rule, most) in allowed {
        let left = now.get(rule).copied().unwrap_or(0).min(*most);
        if left > 0 {
            out.push_str(&format!("{rule} = {left}\n"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn broken(times: usize) -> Vec<Breach> {
        (1..=times).map(|line| Breach { rule: "sql", path: "a.rs".to_owned(), line, way: "move it".to_owned() }).collect()
    }

    fn allowed(times: usize) -> Counts {
        Counts::from([("sql".to_owned(), times)])
    }

    fn check(breaches: usize, most: usize, before: Option<usize>, expected: Expect) {
        let verdict = judge(&broken(breaches), &allowed(most), before.map(allowed).as_ref());
        let lines = verdict.faults.iter().map(|fault| format!("FAULT {fault}")).chain(verdict.notes.iter().map(|note| format!("note {note}")));
        expected.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn what_stood_before_may_stand() {
        check(2, 2, Some(2), expect![""]);
    }

    #[test]
    fn one_more_shows_all_of_them() {
        check(
            2,
            1,
            None,
            expect![[r#"
                FAULT a.rs:1: sql: move it
                FAULT a.rs:2: sql: move it
                FAULT ratchets.toml: sql was broken 1 times and is now broken 2 times"#]],
        );
    }

    #[test]
    fn one_less_asks_to_keep_it_so() {
        check(1, 2, Some(2), expect!["note ratchets.toml: sql is down from 2 to 1; `cargo xtask tidy --tighten` keeps it there"]);
    }

    #[test]
    fn raising_the_number_does_not_help() {
        check(3, 3, Some(2), expect!["FAULT ratchets.toml: sql went up; a number may only shrink"]);
    }

    #[test]
    fn a_rule_that_is_not_named_may_not_be_broken() {
        assert_eq!(judge(&broken(1), &Counts::new(), None).faults, ["a.rs:1: sql: move it"]);
    }

    #[test]
    fn a_rule_that_comes_with_its_first_number_is_taken() {
        assert!(judge(&broken(1), &allowed(1), Some(&Counts::new())).faults.is_empty());
    }

    #[test]
    fn tightening_keeps_the_words_lowers_the_numbers_and_never_raises_one() {
        let text = "# Why.\nlong_files = 4\nsql = 2\ntwins = 1\n";
        let now = Counts::from([("long_files".to_owned(), 1), ("sql".to_owned(), 5)]);
        expect![[r#"
            # Why.
            long_files = 1
            sql = 2
        "#]]
        .assert_eq(&tightened(text, &parse(text).unwrap(), &now));
    }
}
