//! Urgency, the wish to buy and summaries, measured on sentences that the project wrote, each beside a plain baseline:
//! naive Bayes over character bigrams judged with the sentence itself left out, or the first and last thing said.

use std::collections::HashMap;

use nlp::summary::{Speaker, summary};
use nlp::{purchase, urgency};
use serde::Deserialize;

fn labelled(file: &'static str) -> Vec<(bool, &'static str)> {
    file.lines().filter_map(|line| line.split_once('\t')).map(|(label, text)| (label == "1", text)).collect()
}

fn grams(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.to_lowercase().chars().collect();
    chars.windows(2).map(|pair| pair.iter().collect()).chain(chars.iter().map(|c| c.to_string())).collect()
}

/// Share of sentences that naive Bayes gets right when it has seen all the others.
fn baseline(rows: &[(bool, &str)]) -> f64 {
    let mut counts: HashMap<String, [f64; 2]> = HashMap::new();
    let mut totals = [0.0; 2];
    let mut add = |label: bool, text: &str, by: f64, counts: &mut HashMap<String, [f64; 2]>| {
        for gram in grams(text) {
            counts.entry(gram).or_default()[usize::from(label)] += by;
            totals[usize::from(label)] += by;
        }
        totals
    };
    for (label, text) in rows {
        add(*label, text, 1.0, &mut counts);
    }
    let mut right = 0;
    for (label, text) in rows {
        let totals = add(*label, text, -1.0, &mut counts);
        let vocabulary = counts.len() as f64;
        let odds: f64 = grams(text)
            .iter()
            .map(|gram| {
                counts
                    .get(gram)
                    .map_or(0.0, |[no, yes]| ((yes + 0.5) / (totals[1] + 0.5 * vocabulary)).ln() - ((no + 0.5) / (totals[0] + 0.5 * vocabulary)).ln())
            })
            .sum();
        right += usize::from((odds > 0.0) == *label);
        add(*label, text, 1.0, &mut counts);
    }
    right as f64 / rows.len() as f64
}

/// Accuracy of a rule, and its mistakes on the screen.
fn accuracy(name: &str, rows: &[(bool, &str)], rule: impl Fn(&str) -> bool) -> f64 {
    let wrong: Vec<&str> = rows.iter().filter(|(label, text)| rule(text) != *label).map(|(_, text)| *text).collect();
    let share = 1.0 - wrong.len() as f64 / rows.len() as f64;
    println!("{name}: rule {share:.3}, character bigrams {:.3} on {} sentences; wrong: {wrong:?}", baseline(rows), rows.len());
    share
}

#[test]
fn urgency_beats_character_bigrams() {
    let rows = labelled(include_str!("../data/urgency_zh.tsv"));
    let share = accuracy("urgency", &rows, |text| urgency::urgency(text).score >= urgency::THRESHOLD);
    assert!(share >= 0.9 && share > baseline(&rows));
}

#[test]
fn the_wish_to_buy_beats_character_bigrams() {
    let rows = labelled(include_str!("../data/purchase_zh.tsv"));
    let share = accuracy("purchase", &rows, |text| purchase::purchase_intent(text).score >= purchase::THRESHOLD);
    assert!(share >= 0.9 && share > baseline(&rows));
}

#[derive(Deserialize)]
struct Talk {
    talk: Vec<String>,
    problem: usize,
    agreed: Vec<usize>,
    outcome: usize,
}

#[test]
fn summaries_find_the_problem_the_promise_and_the_end() {
    let talks: Vec<Talk> = include_str!("../data/summary_zh.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (mut right, mut first_and_last, mut all) = (0, 0, 0);
    for talk in &talks {
        let messages: Vec<(Speaker, &str)> =
            talk.talk.iter().map(|said| (if said.starts_with("c:") { Speaker::Customer } else { Speaker::Agent }, &said[2..])).collect();
        let summary = summary(&messages);
        let agreed: Vec<usize> = summary.agreed.iter().map(|line| line.message).collect();
        let parts = [
            summary.problem.map(|line| line.message) == Some(talk.problem),
            talk.agreed.iter().all(|at| agreed.contains(at)),
            summary.outcome.map(|line| line.message) == Some(talk.outcome),
        ];
        let first = messages.iter().position(|(speaker, _)| *speaker == Speaker::Customer);
        let last_of = |who: Speaker| messages.iter().rposition(|(speaker, _)| *speaker == who);
        let plain = [
            first == Some(talk.problem),
            talk.agreed.iter().all(|at| last_of(Speaker::Agent) == Some(*at)),
            last_of(Speaker::Customer) == Some(talk.outcome),
        ];
        right += parts.iter().filter(|part| **part).count();
        first_and_last += plain.iter().filter(|part| **part).count();
        all += parts.len();
        println!("{parts:?} {}", talk.talk[talk.problem]);
    }
    println!("summary: {right} of {all} parts right; first and last said: {first_and_last}");
    assert!(right * 10 >= all * 8 && right > first_and_last);
}
