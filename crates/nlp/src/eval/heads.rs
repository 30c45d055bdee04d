//! Sentiment, abuse, intent and question pairs, measured on files of labelled lines.

use std::fs;
use std::path::Path;
use std::time::Instant;

use serde::Serialize;
use serde_json::Value;

use super::peer::{Terms, machines};
use crate::classify::calibrate::{area_under_curve, calibration_error};
use crate::classify::{Basis, Head, docs};
use crate::intent::{Example, Intents};
use crate::pairs::{Background, Features};
use crate::{Embedder, Error, Result};

/// A yes-or-no head on a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Binary {
    pub lines: usize,
    /// Lines that the head was trained on. A file with any of them flatters it: look at `unseen`.
    pub seen_in_training: usize,
    pub basis: Basis,
    pub all: Share,
    /// Only lines that the head was not trained on.
    pub unseen: Share,
    /// The unseen lines by n-grams alone, trained on the same lines as the head; also what a machine without the sentence model answers.
    pub baseline: Share,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Share {
    pub lines: usize,
    pub accuracy: f64,
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    pub area_under_curve: f64,
    pub calibration_error: f64,
}

/// Lines `{"text": .., "label": 0 or 1}`, 1 for positive.
///
/// # Errors
/// An unreadable file or line, a damaged head, what the sentence model says.
pub fn sentiment(path: &Path, embedder: Option<&Embedder>) -> Result<Binary> {
    binary(path, crate::sentiment::head()?, embedder)
}

/// Lines `{"TEXT" or "text": .., "label": "0" or "1"}`, 1 for abusive.
///
/// # Errors
/// As `sentiment`.
pub fn toxic(path: &Path, embedder: Option<&Embedder>) -> Result<Binary> {
    binary(path, crate::abuse::head()?, embedder)
}

fn binary(path: &Path, head: &Head, embedder: Option<&Embedder>) -> Result<Binary> {
    let lines = labelled(path)?;
    let texts: Vec<&str> = lines.iter().map(|line| line.0.as_str()).collect();
    let docs = docs(&texts, embedder)?;
    let truth: Vec<bool> = lines.iter().map(|line| line.1).collect();
    let stated: Vec<f64> = docs.iter().map(|doc| head.answer(doc).probability).collect();
    let plain: Vec<f64> = docs.iter().map(|doc| head.answer(&doc.without_vector()).probability).collect();
    let unseen: Vec<bool> = texts.iter().map(|text| !head.seen.contains(text)).collect();
    let every = vec![true; truth.len()];
    Ok(Binary {
        lines: truth.len(),
        seen_in_training: unseen.iter().filter(|&&unseen| !unseen).count(),
        basis: docs.first().map_or(Basis::Grams, |doc| head.answer(doc).basis),
        all: share(&stated, &truth, &every, head.threshold),
        unseen: share(&stated, &truth, &unseen, head.threshold),
        baseline: share(&plain, &truth, &unseen, head.threshold),
    })
}

pub(super) fn share(stated: &[f64], truth: &[bool], counted: &[bool], threshold: f64) -> Share {
    let rows = || stated.iter().zip(truth).zip(counted).filter(|(_, counted)| **counted).map(|((&p, &yes), _)| (p, yes));
    let (stated, truth): (Vec<f64>, Vec<bool>) = rows().unzip();
    let count = |told: bool, is: bool| rows().filter(|&(p, yes)| (p >= threshold) == told && yes == is).count() as f64;
    let (hit, false_alarm, miss) = (count(true, true), count(true, false), count(false, true));
    let (precision, recall) = (ratio(hit, hit + false_alarm), ratio(hit, hit + miss));
    Share {
        lines: truth.len(),
        accuracy: ratio(hit + count(false, false), truth.len() as f64),
        precision,
        recall,
        f1: ratio(2.0 * precision * recall, precision + recall),
        area_under_curve: area_under_curve(&stated, &truth),
        calibration_error: calibration_error(&stated, &truth),
    }
}

pub(super) fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Intents taught from one file and measured on another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Intent {
    pub taught: usize,
    pub intents: usize,
    pub lines: usize,
    pub basis: Basis,
    /// Share of lines whose best intent is right, refused or not. Lines of intents that were not taught are not counted.
    pub accuracy: f64,
    /// As `accuracy`, a refusal counting as wrong.
    pub accuracy_with_refusals: f64,
    /// As `accuracy`, of linear support vector machines over TF-IDF of n-grams, taught from the same lines.
    pub baseline: f64,
    /// Of confidence against `accuracy`.
    pub calibration_error: f64,
    /// Lines of intents that were not taught.
    pub strange: usize,
    /// Share of them that was refused.
    pub strange_refused: f64,
    pub teaching_seconds: f64,
    pub milliseconds_a_line: f64,
}

/// Teaches from `train` and measures on `test`: lines `{"text" or "utterance": .., "intent" or "category" or "label": ..}`; with
/// a `domain` the intent is `domain+intent`.
///
/// # Errors
/// An unreadable file or line, too few intents, what the sentence model says.
pub fn intent(train: &Path, test: &Path, embedder: Option<&Embedder>) -> Result<Intent> {
    intent_of(&examples(train)?, &examples(test)?, embedder)
}

/// As `intent`, on examples.
///
/// # Errors
/// As `intent`.
pub fn intent_of(train: &[Example], test: &[Example], embedder: Option<&Embedder>) -> Result<Intent> {
    // Vectors are kept by text: what is timed is teaching and guessing, not embedding.
    crate::intent::phrases(&texts_of(train), embedder)?;
    let begun = Instant::now();
    let intents = Intents::teach(train, embedder)?;
    let teaching_seconds = begun.elapsed().as_secs_f64();
    let asked = crate::intent::phrases(&texts_of(test), embedder)?;
    let begun = Instant::now();
    let guesses = asked.iter().map(|phrase| intents.guess_phrase(phrase)).collect::<Result<Vec<_>>>()?;
    let milliseconds_a_line = ratio(begun.elapsed().as_secs_f64() * 1e3, test.len() as f64);
    let taught = |example: &Example| intents.names().binary_search(&example.intent).is_ok();
    let (known, strange): (Vec<_>, Vec<_>) = guesses.iter().zip(test).partition(|(_, example)| taught(example));
    let right: Vec<bool> = known.iter().map(|(guess, example)| guess.best == example.intent).collect();
    let kept = known.iter().filter(|(guess, example)| guess.intent.as_ref() == Some(&example.intent)).count();
    let stated: Vec<f64> = known.iter().map(|(guess, _)| guess.confidence).collect();
    Ok(Intent {
        taught: train.len(),
        intents: intents.names().len(),
        lines: test.len(),
        basis: guesses.first().map_or(Basis::Grams, |guess| guess.basis),
        accuracy: ratio(right.iter().filter(|&&ok| ok).count() as f64, known.len() as f64),
        accuracy_with_refusals: ratio(kept as f64, known.len() as f64),
        baseline: baseline(train, &known.iter().map(|(_, example)| *example).collect::<Vec<_>>()),
        calibration_error: calibration_error(&stated, &right),
        strange: strange.len(),
        strange_refused: ratio(strange.iter().filter(|(guess, _)| guess.intent.is_none()).count() as f64, strange.len() as f64),
        teaching_seconds,
        milliseconds_a_line,
    })
}

/// Share of `asked` that support vector machines over n-grams get right.
fn baseline(train: &[Example], asked: &[&Example]) -> f64 {
    let (classes, names) = crate::intent::numbered(train);
    let terms = Terms::new(&texts_of(train));
    let machines = machines(&terms, &classes, names.len());
    let right = |example: &&&Example| {
        let row = terms.row(&example.text);
        let scores: Vec<f64> = machines.iter().map(|machine| machine.score(&row)).collect();
        (0..names.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).is_some_and(|best| names[best] == example.intent)
    };
    ratio(asked.iter().filter(right).count() as f64, asked.len() as f64)
}

fn texts_of(examples: &[Example]) -> Vec<&str> {
    examples.iter().map(|example| example.text.as_str()).collect()
}

/// # Errors
/// An unreadable file or line.
pub fn examples(path: &Path) -> Result<Vec<Example>> {
    json_lines(path, |value| {
        let string = |names: &[&str]| names.iter().find_map(|name| value.get(name)).and_then(Value::as_str).map(str::to_owned);
        let named = string(&["intent", "category", "label"]);
        let intent = match string(&["domain"]) {
            Some(domain) => format!("{domain}+{}", named.unwrap_or_else(|| "nan".to_owned())),
            None => named?,
        };
        Some(Example { text: string(&["text", "utterance"])?, intent })
    })
    .map_err(|error| described(error, "a text and an intent"))
}

/// The duplicate-question head on pairs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pairs {
    pub basis: Basis,
    /// How near any two questions of the file are; it is taken from the texts alone, never from the answers.
    pub background: f64,
    pub head: Share,
    pub head_grams: Share,
    /// Shared pairs of neighbouring characters, at the threshold that is best on this very file: flattered, and still the line.
    pub baseline: Baseline,
    /// The head's score at the threshold that is best on this very file: how far its own threshold is from it.
    pub head_best: Baseline,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Baseline {
    pub accuracy: f64,
    pub threshold: f64,
    pub area_under_curve: f64,
}

/// Lines `question TAB question TAB 0 or 1`.
///
/// # Errors
/// An unreadable file or line, a damaged head, what the sentence model says.
pub fn pairs(path: &Path, embedder: Option<&Embedder>) -> Result<Pairs> {
    let lines = pairs_of(path)?;
    let truth: Vec<bool> = lines.iter().map(|line| line.2).collect();
    let (one, other): (Vec<&str>, Vec<&str>) = lines.iter().map(|line| (line.0.as_str(), line.1.as_str())).unzip();
    let docs = [docs(&one, embedder)?, docs(&other, embedder)?];
    let background = Background::of(docs.iter().flatten());
    let of = |at: usize| Features::new([one[at], other[at]], [&docs[0][at], &docs[1][at]], background);
    let features: Vec<Features> = (0..lines.len()).map(of).collect();
    let told = features.iter().map(crate::pairs::of_features).collect::<Result<Vec<_>>>()?;
    let head = crate::pairs::head()?;
    let stated: Vec<f64> = told.iter().map(|pair| pair.probability).collect();
    let plain: Vec<f64> = features.iter().map(|features| head.plain.probability(&features.plain())).collect();
    let grams: Vec<f64> = features.iter().map(|features| features.characters + features.neighbours).collect();
    let every = vec![true; truth.len()];
    Ok(Pairs {
        basis: told.first().map_or(Basis::Grams, |pair| pair.basis),
        background: background.mean(),
        head: share(&stated, &truth, &every, head.threshold),
        head_grams: share(&plain, &truth, &every, head.plain_threshold),
        baseline: best(&grams, &truth),
        head_best: best(&stated, &truth),
    })
}

/// The threshold that is right most often on these very lines.
fn best(scores: &[f64], truth: &[bool]) -> Baseline {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    let no = truth.iter().filter(|&&yes| !yes).count();
    let (mut right, mut most, mut threshold) = (no, no, f64::INFINITY);
    for (turn, &at) in order.iter().enumerate() {
        if truth[at] {
            right += 1
        } else {
            right -= 1
        }
        let last_of_equals = order.get(turn + 1).is_none_or(|&next| scores[next] < scores[at]);
        if last_of_equals && right > most {
            (most, threshold) = (right, scores[at]);
        }
    }
    Baseline { accuracy: ratio(most as f64, truth.len() as f64), threshold, area_under_curve: area_under_curve(scores, truth) }
}

fn pairs_of(path: &Path) -> Result<Vec<(String, String, bool)>> {
    let text = whole(path)?;
    let wrong = |line: usize| Error::Line { path: path.to_owned(), line: line + 1, reason: "it lacks two texts and a 0 or 1".to_owned() };
    let parts = |(at, line): (usize, &str)| match line.trim_end_matches('\r').split('\t').collect::<Vec<_>>()[..] {
        [one, other, "0"] => Ok((one.to_owned(), other.to_owned(), false)),
        [one, other, "1"] => Ok((one.to_owned(), other.to_owned(), true)),
        _ => Err(wrong(at)),
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(parts).collect()
}

fn labelled(path: &Path) -> Result<Vec<(String, bool)>> {
    json_lines(path, |value| {
        let text = value.get("text").or_else(|| value.get("TEXT"))?.as_str()?.to_owned();
        let label = match value.get("label")? {
            Value::String(label) => label.parse::<u8>().ok()?,
            label => u8::try_from(label.as_u64()?).ok()?,
        };
        (label < 2).then_some((text, label == 1))
    })
    .map_err(|error| described(error, "a text and a label 0 or 1"))
}

/// Every line that is not blank through `read`, which answers None for one it cannot use.
fn json_lines<T>(path: &Path, read: impl Fn(&Value) -> Option<T>) -> Result<Vec<T>> {
    let wrong = |line: usize, reason: String| Error::Line { path: path.to_owned(), line: line + 1, reason };
    let text = whole(path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            let value: Value = serde_json::from_str(line).or_else(|error| bare_nan(line).ok_or_else(|| wrong(at, error.to_string())))?;
            read(&value).ok_or_else(|| wrong(at, String::new()))
        })
        .collect()
}

/// Python writes missing numbers as a bare NaN, which is no JSON; SMP's lines hold some.
fn bare_nan(line: &str) -> Option<Value> {
    serde_json::from_str(&line.replace(": NaN", ": null")).ok()
}

fn described(error: Error, wanted: &str) -> Error {
    match error {
        Error::Line { path, line, reason } if reason.is_empty() => Error::Line { path, line, reason: format!("it lacks {wanted}") },
        other => other,
    }
}

pub(super) fn whole(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })
}
