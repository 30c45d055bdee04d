//! Measuring retrieval on folders of questions with known answers (`corpus.jsonl`, `queries.jsonl`, `qrels.tsv`), beside two
//! plain baselines over the same library: dictionary words alone and character 1-2-grams alone. It measures what ships:
//! the lexical mode is `Index` as the desk uses it. A malformed line stops it with file and line; nothing is skipped.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::{Deserialize, Serialize};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, TermQuery};
use tantivy::schema::{Field, INDEXED, IndexRecordOption, STORED, Schema, Value};
use tantivy::{IndexReader, TantivyDocument, TantivyError, Term};

use crate::schema::indexed;
use crate::tokens::{self, Cut};
use crate::vectors::{Near, Passage, Quantised, Vectors};
use crate::{Document, Error, Index, Kind, Query, Result, passages};

/// How deep an answer is looked for.
const DEPTH: usize = 10;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The index as the desk uses it.
    Lexical,
    /// Meaning alone: the nearest passages.
    Dense,
    /// Words and meaning, as the desk uses them.
    Hybrid,
    /// Baseline: BM25 over dictionary words, text folded.
    Jieba,
    /// Baseline: BM25 over characters and pairs of characters, text folded.
    Grams,
}

impl Mode {
    pub fn from_tag(tag: &str) -> Option<Mode> {
        match tag {
            "lexical" => Some(Mode::Lexical),
            "dense" => Some(Mode::Dense),
            "hybrid" => Some(Mode::Hybrid),
            "jieba" => Some(Mode::Jieba),
            "grams" => Some(Mode::Grams),
            _ => None,
        }
    }
}

/// Makes vectors of texts, in their order. This crate takes vectors and never makes them.
pub type Embed<'a> = &'a dyn Fn(&[&str]) -> std::result::Result<Vec<Vec<f32>>, Box<dyn std::error::Error + Send + Sync>>;

/// Documents, questions, and which documents answer which question.
#[derive(Debug)]
pub struct Set {
    documents: Vec<Article>,
    queries: Vec<Question>,
    /// Grade of each answer, by position of its document; same order as `queries`.
    answers: Vec<HashMap<usize, f64>>,
}

#[derive(Debug, Deserialize)]
struct Article {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    title: String,
    text: String,
}

#[derive(Debug, Deserialize)]
struct Question {
    #[serde(rename = "_id")]
    id: String,
    text: String,
}

/// Figures over all judged questions of a set; times are of one search in milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub mode: Mode,
    pub documents: usize,
    pub queries: usize,
    #[serde(rename = "hit@1")]
    pub hit_at_1: f64,
    #[serde(rename = "recall@10")]
    pub recall_at_10: f64,
    #[serde(rename = "mrr@10")]
    pub mrr_at_10: f64,
    #[serde(rename = "ndcg@10")]
    pub ndcg_at_10: f64,
    pub p50_ms: f64,
    pub p95_ms: f64,
}

impl Set {
    /// Reads a folder. Questions that no judgement names are left out, as is the custom.
    ///
    /// # Errors
    /// `EvalFile` for a file that is not there, `EvalLine` for a line that does not say what it should.
    pub fn read(dir: &Path) -> Result<Set> {
        let documents: Vec<Article> = read_lines(&dir.join("corpus.jsonl"))?;
        let mut queries: Vec<Question> = read_lines(&dir.join("queries.jsonl"))?;
        let positions = documents.iter().enumerate().map(|(at, article)| (article.id.as_str(), at)).collect();
        let known = queries.iter().map(|question| question.id.as_str()).collect();
        let mut judged = read_judgements(&dir.join("qrels.tsv"), &positions, &known)?;
        queries.retain(|question| judged.contains_key(&question.id));
        let answers = queries.iter().map(|question| judged.remove(&question.id).unwrap_or_default()).collect();
        Ok(Set { documents, queries, answers })
    }

    /// Indexes the set in memory and asks every question once; the time of a question includes making its vector.
    ///
    /// # Errors
    /// `NoVectors` for a mode that needs `embed` without it, or when it fails.
    pub fn measure(&self, mode: Mode, embed: Option<Embed>) -> Result<Report> {
        let engine = Engine::new(mode, &self.documents, embed)?;
        let mut tally = Tally::default();
        for (question, answers) in self.queries.iter().zip(&self.answers) {
            let started = Instant::now();
            let ranked = engine.ask(&question.text)?;
            tally.times.push(started.elapsed().as_secs_f64() * 1e3);
            tally.count(&ranked, answers);
        }
        Ok(tally.report(mode, self.documents.len()))
    }
}

fn read_text(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).map_err(|error| Error::EvalFile { file: file.to_owned(), reason: error.to_string() })
}

fn bad_line(file: &Path, at: usize, reason: impl ToString) -> Error {
    Error::EvalLine { file: PathBuf::from(file), line: at + 1, reason: reason.to_string() }
}

/// The library counts lines too, and its every line is the first.
fn in_line(error: &serde_json::Error) -> String {
    error.to_string().replace(" at line 1 column ", ", at column ")
}

fn read_lines<T: serde::de::DeserializeOwned>(file: &Path) -> Result<Vec<T>> {
    let text = read_text(file)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| serde_json::from_str(line).map_err(|error| bad_line(file, at, in_line(&error)))).collect()
}

fn read_judgements(file: &Path, documents: &HashMap<&str, usize>, queries: &HashSet<&str>) -> Result<HashMap<String, HashMap<usize, f64>>> {
    let text = read_text(file)?;
    let mut judged: HashMap<String, HashMap<usize, f64>> = HashMap::new();
    for (at, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        let &[query, document, grade] = fields.as_slice() else {
            return Err(bad_line(file, at, "three fields were expected: query-id, corpus-id, score"));
        };
        let grade: f64 = grade.trim().parse().map_err(|_| bad_line(file, at, format!("「{grade}」 is not a score")))?;
        let position = documents.get(document).ok_or_else(|| bad_line(file, at, format!("no document 「{document}」")))?;
        if !queries.contains(query) {
            return Err(bad_line(file, at, format!("no query 「{query}」")));
        }
        if grade > 0.0 {
            judged.entry(query.to_owned()).or_default().insert(*position, grade);
        }
    }
    Ok(judged)
}

/// What answers the questions; answers are positions of documents, best first.
enum Engine<'a> {
    Lexical(Box<Index>),
    Dense(Meaning<'a>),
    Hybrid(Box<Index>, Meaning<'a>),
    Baseline(Box<Baseline>),
}

/// The passages of a set, and what makes a question's vector.
struct Meaning<'a> {
    vectors: Vectors,
    embed: Embed<'a>,
}

impl<'a> Meaning<'a> {
    fn new(documents: &[Article], embed: Option<Embed<'a>>) -> Result<Meaning<'a>> {
        let embed = embed.ok_or_else(|| Error::NoVectors("this mode needs a model of sentences".to_owned()))?;
        let meaning = Meaning { vectors: Vectors::default(), embed };
        for (at, article) in documents.iter().enumerate() {
            let texts: Vec<String> = passages::cut(&article.text).iter().map(|cut| cut.text(&article.title, &article.text)).collect();
            let views: Vec<&str> = texts.iter().map(String::as_str).collect();
            let vectors = meaning.vectors_of(&views)?;
            let passage = |(vector, text): (Vec<f32>, &String)| Passage { vector: Quantised::of(&vector), characters: text.chars().count() as u32 };
            let passages: Vec<Passage> = vectors.into_iter().zip(&texts).map(passage).collect();
            meaning.vectors.put(Kind::Article, (at as u128).to_be_bytes(), Vec::new(), &passages);
        }
        Ok(meaning)
    }

    fn vectors_of(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        (self.embed)(texts).map_err(|error| Error::NoVectors(error.to_string()))
    }

    fn near(&self, text: &str) -> Result<Vec<Near>> {
        let vector = self.vectors_of(&[text])?.pop().unwrap_or_default();
        Ok(self.vectors.near(&vector, &[], None))
    }
}

fn lexical(documents: &[Article]) -> Result<Box<Index>> {
    let index = Index::in_memory();
    index.rebuild(documents.iter().enumerate().map(|(at, article)| article.as_document(at)), 0)?;
    Ok(Box::new(index))
}

impl<'a> Engine<'a> {
    fn new(mode: Mode, documents: &[Article], embed: Option<Embed<'a>>) -> Result<Engine<'a>> {
        match mode {
            Mode::Lexical => Ok(Engine::Lexical(lexical(documents)?)),
            Mode::Dense => Ok(Engine::Dense(Meaning::new(documents, embed)?)),
            Mode::Hybrid => Ok(Engine::Hybrid(lexical(documents)?, Meaning::new(documents, embed)?)),
            Mode::Jieba => Baseline::new(Cut::Words, documents).map(|b| Engine::Baseline(Box::new(b))).map_err(internal),
            Mode::Grams => Baseline::new(Cut::GramsAndSpelled, documents).map(|b| Engine::Baseline(Box::new(b))).map_err(internal),
        }
    }

    fn ask(&self, text: &str) -> Result<Vec<usize>> {
        let place = |id: [u8; 16]| u128::from_be_bytes(id) as usize;
        let query = Query { limit: DEPTH, ..Query::everywhere(text) };
        match self {
            Engine::Lexical(index) => Ok(index.search(&query)?.into_iter().map(|hit| place(hit.id)).collect()),
            Engine::Hybrid(index, meaning) => Ok(index.search_near(&query, meaning.near(text)?)?.into_iter().map(|hit| place(hit.id)).collect()),
            Engine::Dense(meaning) => {
                let mut near = meaning.near(text)?;
                near.sort_by(|a, b| b.cosine.total_cmp(&a.cosine));
                Ok(near.into_iter().take(DEPTH).map(|near| place(near.id)).collect())
            }
            Engine::Baseline(baseline) => baseline.ask(text).map_err(internal),
        }
    }
}

impl Article {
    fn as_document(&self, at: usize) -> Document {
        Document {
            kind: Kind::Article,
            id: (at as u128).to_be_bytes(),
            title: self.title.clone(),
            body: self.text.clone(),
            questions: Vec::new(),
            names: Vec::new(),
            codes: Vec::new(),
            tags: Vec::new(),
            scopes: Vec::new(),
            at_ms: 0,
        }
    }
}

fn internal(error: TantivyError) -> Error {
    Error::Corrupt { path: PathBuf::from("(memory)"), reason: error.to_string() }
}

/// One field, title before text, the library's BM25 as it comes.
struct Baseline {
    cut: Cut,
    text: Field,
    place: Field,
    reader: IndexReader,
}

impl Baseline {
    fn new(cut: Cut, documents: &[Article]) -> tantivy::Result<Baseline> {
        let mut schema = Schema::builder();
        let text = schema.add_text_field("text", indexed(cut, true));
        let place = schema.add_u64_field("place", INDEXED | STORED);
        let index = tantivy::Index::create_in_ram(schema.build());
        tokens::register(index.tokenizers());
        let mut writer = index.writer_with_num_threads(1, 64 << 20)?;
        for (at, article) in documents.iter().enumerate() {
            let mut document = TantivyDocument::new();
            document.add_text(text, format!("{}\n{}", article.title, article.text));
            document.add_u64(place, at as u64);
            writer.add_document(document)?;
        }
        writer.commit()?;
        Ok(Baseline { cut, text, place, reader: index.reader()? })
    }

    fn ask(&self, text: &str) -> tantivy::Result<Vec<usize>> {
        let searcher = self.reader.searcher();
        let tokens = self.cut.tokens(text);
        let clauses = tokens.iter().map(|token| {
            let lookup = TermQuery::new(Term::from_field_text(self.text, token), IndexRecordOption::WithFreqs);
            (Occur::Should, Box::new(lookup) as Box<dyn tantivy::query::Query>)
        });
        let top = TopDocs::with_limit(DEPTH).order_by_score();
        let mut ranked = Vec::new();
        for (_, address) in searcher.search(&BooleanQuery::new(clauses.collect()), &top)? {
            let document: TantivyDocument = searcher.doc(address)?;
            ranked.extend(document.get_first(self.place).and_then(|place| place.as_u64()).map(|place| place as usize));
        }
        Ok(ranked)
    }
}

#[derive(Default)]
struct Tally {
    times: Vec<f64>,
    hit: f64,
    recall: f64,
    reciprocal: f64,
    gain: f64,
}

impl Tally {
    fn count(&mut self, ranked: &[usize], answers: &HashMap<usize, f64>) {
        let grade = |place: &usize| answers.get(place).copied().unwrap_or_default();
        let found = ranked.iter().take(DEPTH).filter(|place| answers.contains_key(place)).count();
        let first = ranked.iter().take(DEPTH).position(|place| answers.contains_key(place));
        self.hit += f64::from(u8::from(first == Some(0)));
        self.recall += found as f64 / answers.len().max(1) as f64;
        self.reciprocal += first.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
        let mut ideal: Vec<f64> = answers.values().copied().collect();
        ideal.sort_by(|a, b| b.total_cmp(a));
        let best = discounted(ideal.into_iter());
        self.gain += if best > 0.0 { discounted(ranked.iter().map(grade)) / best } else { 0.0 };
    }

    fn report(mut self, mode: Mode, documents: usize) -> Report {
        let queries = self.times.len();
        let mean = |sum: f64| sum / queries.max(1) as f64;
        Report {
            mode,
            documents,
            queries,
            hit_at_1: mean(self.hit),
            recall_at_10: mean(self.recall),
            mrr_at_10: mean(self.reciprocal),
            ndcg_at_10: mean(self.gain),
            p50_ms: percentile(&mut self.times, 0.50),
            p95_ms: percentile(&mut self.times, 0.95),
        }
    }
}

fn discounted(grades: impl Iterator<Item = f64>) -> f64 {
    grades.take(DEPTH).enumerate().map(|(rank, grade)| grade / (rank as f64 + 2.0).log2()).sum()
}

/// The value below which `share` of the times lie; 0 of none. Sorts them.
pub(crate) fn percentile(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    let at = (times.len() as f64 * share).ceil() as usize;
    times.get(at.saturating_sub(1).min(times.len().saturating_sub(1))).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(graded: &[(usize, f64)]) -> HashMap<usize, f64> {
        graded.iter().copied().collect()
    }

    #[test]
    fn the_figures_are_what_they_are_called() {
        let mut tally = Tally { times: vec![4.0, 1.0, 3.0, 2.0], ..Tally::default() };
        tally.count(&[7, 8], &answers(&[(7, 1.0)]));
        tally.count(&[1, 7, 2], &answers(&[(7, 1.0), (9, 1.0)]));
        tally.count(&[1, 2, 3], &answers(&[(7, 1.0)]));
        tally.count(&[5, 7], &answers(&[(7, 2.0), (5, 1.0)]));
        let report = tally.report(Mode::Lexical, 10);
        let near = |figure: f64, expected: f64| assert!((figure - expected).abs() < 1e-9, "{figure} is not {expected}");
        near(report.hit_at_1, 0.5);
        near(report.recall_at_10, (1.0 + 0.5 + 0.0 + 1.0) / 4.0);
        near(report.mrr_at_10, (1.0 + 0.5 + 0.0 + 1.0) / 4.0);
        let second = 1.0 / 3f64.log2();
        near(report.ndcg_at_10, (1.0 + second / (1.0 + second) + 0.0 + (1.0 + 2.0 * second) / (2.0 + second)) / 4.0);
        assert_eq!((report.queries, report.p50_ms, report.p95_ms), (4, 2.0, 4.0));
    }

    #[test]
    fn only_the_first_ten_count() {
        let mut tally = Tally { times: vec![1.0], ..Tally::default() };
        tally.count(&(0..20).collect::<Vec<_>>(), &answers(&[(10, 1.0)]));
        let report = tally.report(Mode::Grams, 20);
        assert_eq!((report.recall_at_10, report.mrr_at_10, report.ndcg_at_10), (0.0, 0.0, 0.0));
    }

    #[test]
    fn no_questions_give_zeros_and_no_division_by_them() {
        let report = Tally::default().report(Mode::Jieba, 0);
        assert_eq!((report.hit_at_1, report.ndcg_at_10, report.p95_ms), (0.0, 0.0, 0.0));
    }
}
