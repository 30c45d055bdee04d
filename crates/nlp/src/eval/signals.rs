//! Urgency and the wish to buy on labelled lines: how often they are right and whether their probabilities mean what they say.

use std::path::Path;

use serde::Serialize;

use super::heads::{Share, share, whole};
use super::peer::{Terms, regression};
use crate::classify::calibrate::logistic;
use crate::classify::random::stratified;
use crate::classify::{Basis, docs};
use crate::signals::Signal as Which;
use crate::{Embedder, Error, Result};

const SEED: u64 = 20_261_127;

/// One signal on the lines that it did not learn from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Signal {
    /// Lines that the head and the baseline learnt from.
    pub learnt: usize,
    pub basis: Basis,
    pub ours: Share,
    /// The word lists, which tell the reasons.
    pub words: Share,
    /// Logistic regression over TF-IDF of character n-grams, from the same lines as the head.
    pub baseline: Share,
}

/// Lines of a file in two halves, dealt from a fixed seed so that both have their share of either label.
pub struct Halves {
    pub fit: Vec<(bool, String)>,
    pub held: Vec<(bool, String)>,
}

/// Lines `0 or 1 TAB text`.
///
/// # Errors
/// An unreadable file or line.
pub fn halves(path: &Path) -> Result<Halves> {
    let text = whole(path)?;
    let lines = text.lines().enumerate().map(|(at, line)| {
        let wrong = || Error::Line { path: path.to_owned(), line: at + 1, reason: "it lacks a 0 or 1, a tab and a text".to_owned() };
        line.split_once('\t').filter(|(label, _)| matches!(*label, "0" | "1")).map(|(label, text)| (label == "1", text.to_owned())).ok_or_else(wrong)
    });
    let lines = lines.collect::<Result<Vec<_>>>()?;
    let classes: Vec<usize> = lines.iter().map(|line| usize::from(line.0)).collect();
    let mut halves = Halves { fit: Vec::new(), held: Vec::new() };
    for (line, half) in lines.into_iter().zip(stratified(&classes, 2, SEED)) {
        if half == 0 { halves.fit.push(line) } else { halves.held.push(line) }
    }
    Ok(halves)
}

/// The lines that a signal's head learns from: one half of `file`, and the sentences that its words were tried on.
///
/// # Errors
/// An unreadable file or line.
pub fn lessons(file: &Path, tried: &str) -> Result<Vec<(bool, String)>> {
    let more = tried.lines().filter_map(|line| line.split_once('\t')).map(|(label, text)| (label == "1", text.to_owned()));
    Ok(halves(file)?.fit.into_iter().chain(more).collect())
}

/// # Errors
/// An unreadable file or line, a damaged head, what the sentence model says.
pub fn signal(path: &Path, which: Which, embedder: Option<&Embedder>) -> Result<Signal> {
    let tried = match which {
        Which::Urgency => include_str!("../../data/urgency_zh.tsv"),
        Which::Purchase => include_str!("../../data/purchase_zh.tsv"),
    };
    let (learnt, texts): (Vec<bool>, Vec<String>) = lessons(path, tried)?.into_iter().unzip();
    let terms = Terms::new(&texts);
    let weights = regression(&terms, &learnt);
    let (truth, asked): (Vec<bool>, Vec<String>) = halves(path)?.held.into_iter().unzip();
    let docs = docs(&asked, embedder)?;
    let told = docs.iter().map(|doc| which.of_doc(doc)).collect::<Result<Vec<_>>>()?;
    let stated: Vec<f64> = told.iter().map(|told| told.probability).collect();
    let words: Vec<f64> = asked.iter().map(|text| f64::from(of_words(which, text))).collect();
    let plain: Vec<f64> = asked.iter().map(|text| logistic(weights.score(&terms.row(text)))).collect();
    let every = vec![true; truth.len()];
    Ok(Signal {
        learnt: learnt.len(),
        basis: told.first().map_or(Basis::Grams, |told| told.basis),
        ours: share(&stated, &truth, &every, which.head()?.threshold),
        words: share(&words, &truth, &every, 0.5),
        baseline: share(&plain, &truth, &every, 0.5),
    })
}

fn of_words(which: Which, text: &str) -> f32 {
    match which {
        Which::Urgency => crate::urgency::urgency(text).score,
        Which::Purchase => crate::purchase::purchase_intent(text).score,
    }
}
