//! Contradictions and questions, measured on small labelled files: each part of a file apart, so that what rules were written on is
//! never taken for what they are worth.

use std::collections::BTreeMap;
use std::path::Path;

use onnx::Cancel;
use serde::{Deserialize, Serialize};

use super::heads::{ratio, whole};
use crate::contradict::{Claim, Kind, claims, clash};
use crate::grams::bare;
use crate::questions::questions;
use crate::{Embedder, Error, Result};

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Tally {
    pub cases: usize,
    /// Contradictions, or questions, that the file holds.
    pub marked: usize,
    pub told: usize,
    pub right: usize,
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    /// What was told wrongly, then what was missed, in the file's own words.
    pub wrong: Vec<String>,
    pub missed: Vec<String>,
}

/// By the name of the part.
pub type Parts = BTreeMap<String, Tally>;

impl Tally {
    fn finish(&mut self) {
        self.precision = ratio(self.right as f64, self.told as f64);
        self.recall = ratio(self.right as f64, self.marked as f64);
        self.f1 = ratio(2.0 * self.precision * self.recall, self.precision + self.recall);
    }
}

/// Lines `split TAB label TAB title TAB text TAB other title TAB other text` under a header; the label is a kind, or 0.
///
/// # Errors
/// An unreadable file, a line of another shape, what the sentence model says.
pub fn contradictions(path: &Path, embedder: Option<&Embedder>) -> Result<Parts> {
    let mut parts = Parts::new();
    for (at, line) in whole(path)?.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [split, label, title, text, other_title, other_text] = cells[..] else { return Err(bad(path, at, "is not of six cells")) };
        let told = first(&claims(title, text), &claims(other_title, other_text), embedder)?;
        let named = told.and_then(|kind| serde_json::to_value(kind).ok()).and_then(|kind| kind.as_str().map(str::to_owned));
        let tally = parts.entry(split.to_owned()).or_default();
        tally.cases += 1;
        tally.marked += usize::from(label != "0");
        tally.told += usize::from(named.is_some());
        tally.right += usize::from(named.as_deref() == Some(label));
        match named {
            Some(named) if named != label => tally.wrong.push(format!("{named}: {text} | {other_text}")),
            None if label != "0" => tally.missed.push(format!("{label}: {text} | {other_text}")),
            _ => {}
        }
    }
    parts.values_mut().for_each(Tally::finish);
    Ok(parts)
}

fn first(ones: &[Claim], others: &[Claim], embedder: Option<&Embedder>) -> Result<Option<Kind>> {
    for one in ones {
        for other in others {
            if let Some(clash) = clash(one, other, near(embedder, &one.text, &other.text)?) {
                return Ok(Some(clash.kind));
            }
        }
    }
    Ok(None)
}

fn near(embedder: Option<&Embedder>, one: &str, other: &str) -> Result<Option<f64>> {
    let Some(embedder) = embedder else { return Ok(None) };
    let vectors = embedder.embed(&[one, other], &Cancel::new())?;
    Ok(Some(vectors[0].iter().zip(vectors[1].iter()).map(|(a, b)| f64::from(a * b)).sum()))
}

#[derive(Deserialize)]
struct Case {
    split: String,
    body: String,
    asked: Vec<Wanted>,
}

#[derive(Deserialize)]
struct Wanted {
    question: String,
    answer: String,
}

/// Lines `{split, title, body, asked: [{question, answer}]}`. Right is the very question, marks aside, with the very answer.
///
/// # Errors
/// An unreadable file or line.
pub fn asked(path: &Path) -> Result<Parts> {
    let mut parts = Parts::new();
    for (at, line) in whole(path)?.lines().enumerate() {
        let case: Case = serde_json::from_str(line).map_err(|error| bad(path, at, &error.to_string()))?;
        let found = questions(&case.body);
        let tally = parts.entry(case.split).or_default();
        tally.cases += 1;
        tally.marked += case.asked.len();
        tally.told += found.len();
        let same = |question: &str, answer: &str, wanted: &Wanted| bare(question) == bare(&wanted.question) && answer == wanted.answer;
        for asked in &found {
            let right = case.asked.iter().any(|wanted| same(&asked.question, &asked.answer, wanted));
            tally.right += usize::from(right);
            if !right {
                tally.wrong.push(format!("{} | {}", asked.question, asked.answer));
            }
        }
        let missed = case.asked.iter().filter(|wanted| !found.iter().any(|asked| same(&asked.question, &asked.answer, wanted)));
        tally.missed.extend(missed.map(|wanted| wanted.question.clone()));
    }
    parts.values_mut().for_each(Tally::finish);
    Ok(parts)
}

fn bad(path: &Path, at: usize, reason: &str) -> Error {
    Error::Line { path: path.to_owned(), line: at + 1, reason: reason.to_owned() }
}
