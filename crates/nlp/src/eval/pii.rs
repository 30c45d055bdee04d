//! How well [`crate::recognise`] finds personal data, on any file that marks it: our own, `pii_en`'s, or one whose author we
//! never met. Reading is lenient about names and shapes of fields; scoring is not lenient about spans.
//!
//! A found span counts when it overlaps a marked one of the same kind; `strict_…` wants the very same characters. Kinds
//! that no line of the file marks are not judged, because silence about them is not a statement; they are counted apart.

mod kinds;
mod plain;
mod reader;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onnx::Cancel;
use serde::Serialize;

use crate::classify::calibrate::calibration_error;
use crate::lac::Lac;
use crate::recognise::{Found, Kind, recognise, recognise_with};

pub use reader::read;

/// Why a file cannot be measured.
#[derive(Debug, thiserror::Error)]
pub enum PiiError {
    #[error("line {line} is no JSON: {source}. Write one object per line, or one array")]
    Json { line: usize, source: serde_json::Error },
    #[error("line {line} has no text. Give it a field \"text\"")]
    NoText { line: usize },
    #[error(transparent)]
    Model(#[from] crate::Error),
    #[error("the file holds no sentence")]
    Empty,
}

/// A sentence and what its author marked in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sentence {
    pub text: String,
    pub spans: Vec<Span>,
    /// `held`, `tune` or whatever the file says.
    pub split: Option<String>,
}

/// Offsets in characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
}

/// Figures over all judged kinds, and for each.
#[derive(Debug, Clone, Serialize)]
pub struct PiiReport {
    pub sentences: usize,
    pub spans: usize,
    #[serde(flatten)]
    pub all: Figures,
    /// By rules alone, when a model took part in `all`.
    pub baseline: Option<Figures>,
    pub per_kind: BTreeMap<&'static str, Figures>,
    /// How far stated confidences lie from the shares that were right, in ten bins.
    pub calibration_error: f64,
    /// Spans found of kinds that the file never marks.
    pub unjudged: BTreeMap<&'static str, usize>,
}

/// Shares of 0 to 1; of nothing, 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Figures {
    pub marked: usize,
    pub found: usize,
    pub recall: f64,
    pub precision: f64,
    pub f1: f64,
    pub strict_recall: f64,
    pub strict_precision: f64,
}

/// A span that one side has and the other has not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mistake {
    pub text: String,
    pub span: String,
    pub kind: Kind,
    /// Marked and not found; otherwise found and not marked.
    pub missed: bool,
}

/// Reads a file and scores it. `split` keeps the sentences of one split.
pub fn pii(file: &str, split: Option<&str>) -> Result<PiiReport, PiiError> {
    Ok(score(&of_split(file, split)?, &|text| recognise(text)))
}

/// As `pii`, with a model that proposes people; `baseline` holds the rules alone.
///
/// # Errors
/// As `pii`; what the model says.
pub fn pii_with(file: &str, split: Option<&str>, lac: &Lac) -> Result<PiiReport, PiiError> {
    let sentences = of_split(file, split)?;
    let mut people = HashMap::new();
    for sentence in &sentences {
        people.insert(sentence.text.as_str(), lac.people(&sentence.text, &Cancel::new())?);
    }
    let found = |text: &str| recognise_with(text, None, people.get(text).map(Vec::as_slice).unwrap_or_default());
    Ok(PiiReport { baseline: Some(score(&sentences, &|text| recognise(text)).all), ..score(&sentences, &found) })
}

/// The sentences of one split, or all.
fn of_split(file: &str, split: Option<&str>) -> Result<Vec<Sentence>, PiiError> {
    let mut sentences = read(file)?;
    sentences.retain(|sentence| split.is_none_or(|split| sentence.split.as_deref() == Some(split)));
    if sentences.is_empty() { Err(PiiError::Empty) } else { Ok(sentences) }
}

/// Finds what a text names.
type Find<'f> = &'f dyn Fn(&str) -> Vec<Found>;

fn span_of(found: &Found) -> Span {
    Span { start: found.start, end: found.end, kind: found.kind }
}

fn overlaps(a: &Span, b: &Span) -> bool {
    a.kind == b.kind && a.start < b.end && b.start < a.end
}

/// Kinds that the file marks at least once; of a file without marks, all personal kinds.
fn judged(sentences: &[Sentence]) -> BTreeSet<Kind> {
    let marked: BTreeSet<Kind> = sentences.iter().flat_map(|sentence| &sentence.spans).map(|span| span.kind).collect();
    if marked.is_empty() { Kind::ALL.into_iter().filter(|kind| kind.is_personal()).collect() } else { marked }
}

#[derive(Default)]
struct Counts {
    marked: usize,
    met: usize,
    met_strictly: usize,
    found: usize,
    right: usize,
    right_strictly: usize,
}

impl Counts {
    fn add(&mut self, marked: &[&Span], found: &[&Span]) {
        self.marked += marked.len();
        self.found += found.len();
        self.met += marked.iter().filter(|span| found.iter().any(|other| overlaps(span, other))).count();
        self.right += found.iter().filter(|span| marked.iter().any(|other| overlaps(span, other))).count();
        let exact = found.iter().filter(|span| marked.contains(span)).count();
        self.met_strictly += exact;
        self.right_strictly += exact;
    }

    fn figures(&self) -> Figures {
        let share = |part: usize, of: usize| if of == 0 { 1.0 } else { part as f64 / of as f64 };
        let (recall, precision) = (share(self.met, self.marked), share(self.right, self.found));
        let f1 = if recall + precision == 0.0 { 0.0 } else { 2.0 * recall * precision / (recall + precision) };
        let (strict_recall, strict_precision) = (share(self.met_strictly, self.marked), share(self.right_strictly, self.found));
        Figures { marked: self.marked, found: self.found, recall, precision, f1, strict_recall, strict_precision }
    }
}

/// Runs the recogniser over the sentences and counts.
pub fn score(sentences: &[Sentence], find: Find) -> PiiReport {
    let kinds = judged(sentences);
    let mut all = Counts::default();
    let mut per_kind: BTreeMap<&'static str, Counts> = BTreeMap::new();
    let mut unjudged = BTreeMap::new();
    let (mut stated, mut right) = (Vec::new(), Vec::new());
    for sentence in sentences {
        let found = find(&sentence.text);
        for one in found.iter().filter(|one| kinds.contains(&one.kind)) {
            stated.push(f64::from(one.confidence));
            right.push(sentence.spans.iter().any(|span| overlaps(span, &span_of(one))));
        }
        let found: Vec<Span> = found.iter().map(span_of).collect();
        for other in found.iter().filter(|span| !kinds.contains(&span.kind)) {
            *unjudged.entry(other.kind.as_str()).or_insert(0) += 1;
        }
        for kind in &kinds {
            let of = |spans: &'_ [Span]| spans.iter().filter(|span| span.kind == *kind).cloned().collect::<Vec<Span>>();
            let (marked, found) = (of(&sentence.spans), of(&found));
            let (marked, found): (Vec<&Span>, Vec<&Span>) = (marked.iter().collect(), found.iter().collect());
            all.add(&marked, &found);
            per_kind.entry(kind.as_str()).or_default().add(&marked, &found);
        }
    }
    let figures = all.figures();
    let per_kind = per_kind.into_iter().map(|(kind, counts)| (kind, counts.figures())).collect();
    PiiReport {
        baseline: None,
        calibration_error: calibration_error(&stated, &right),
        sentences: sentences.len(),
        spans: figures.marked,
        all: figures,
        per_kind,
        unjudged,
    }
}

/// What was missed and what was found too much, to read and learn from.
pub fn mistakes(sentences: &[Sentence], find: Find) -> Vec<Mistake> {
    let kinds = judged(sentences);
    let mut out = Vec::new();
    for sentence in sentences {
        let found: Vec<Span> = find(&sentence.text).iter().map(span_of).collect();
        let said = |span: &Span| sentence.text.chars().skip(span.start).take(span.end - span.start).collect::<String>();
        let mut tell = |span: &Span, missed: bool| out.push(Mistake { text: sentence.text.clone(), span: said(span), kind: span.kind, missed });
        sentence.spans.iter().filter(|span| !found.iter().any(|other| overlaps(span, other))).for_each(|span| tell(span, true));
        let extra = found.iter().filter(|span| kinds.contains(&span.kind) && !sentence.spans.iter().any(|other| overlaps(span, other)));
        extra.for_each(|span| tell(span, false));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_that_are_never_marked_are_counted_apart() {
        let report = pii(r#"{"text": "打13812345678，a@b.com", "spans": [{"start": 1, "end": 12, "kind": "tel"}]}"#, None).unwrap();
        assert_eq!((report.all.recall, report.all.precision, report.unjudged.get("email")), (1.0, 1.0, Some(&1)));
    }
}
