//! What an article of an import is held against: what is published and may be read by the person, and what the import has read
//! before. Computes only; it is filled by the job and thrown away with it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::knowledge::Category;
use domain::{Id, Lang, Millis};
use nlp::Embedder;
use nlp::contradict::{Claim, claims, clash};
use nlp::near::{Copies, Neighbours, Runs};
use onnx::Cancel;

use super::look::{DoubleAdvice, DoubleKind, ImportAsked, ImportClash, ImportDouble, ImportLook, newer};
use super::shelve::{Hints, guess};
use crate::shape::Marked;

/// Shared runs from which two texts are the same, or nearly.
const SAME: f64 = 0.995;
const NEAR: f64 = 0.5;
/// Neighbours that vote on a category, and whose questions are compared.
const VOTERS: usize = 8;
const ASKED_OF: usize = 5;
const QUESTIONS_OF: usize = 6;
/// Claims that one claim is compared with: the rarest words in common first.
const CLAIMS_OF: usize = 8;
const CLASHES_MAX: usize = 12;
/// Characters of an article that are looked at. A longer one is a book, and is said to be.
const LOOKED_AT: usize = 40_000;
/// Cosines of neighbours that count in full, by meaning and by words.
const NEAR_MEANING: f64 = 0.6;
const NEAR_WORDS: f64 = 0.35;

/// One article, published or just read.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    pub article: Option<Id>,
    pub key: Option<String>,
    pub title: String,
    pub body: String,
    pub questions: Vec<String>,
    pub category: Option<Id>,
    pub at: Option<Millis>,
}

/// An article that is to be looked at.
pub(super) struct Looked<'a> {
    pub held: Held,
    pub folder: &'a str,
    pub file: &'a str,
    pub own: Option<&'a str>,
    /// The article that it is a new revision of: to differ from it is its purpose.
    pub revises: Option<Id>,
    /// Published articles near in meaning, and their cosine.
    pub meaning: Vec<(Id, f64)>,
}

#[derive(Default)]
pub(super) struct Library {
    held: Vec<Held>,
    copies: Copies,
    neighbours: Neighbours,
    /// Each with the number of the article that it stands in.
    claims: Vec<(usize, Claim)>,
    by_word: HashMap<String, Vec<usize>>,
    tree: Vec<Category>,
}

impl Library {
    pub fn new(published: Vec<Held>, tree: Vec<Category>) -> Library {
        let texts: Vec<String> = published.iter().map(|held| format!("{}\n{}", held.title, head(&held.body))).collect();
        let mut library = Library { neighbours: Neighbours::new(&texts), tree, ..Library::default() };
        published.into_iter().for_each(|held| library.add(held));
        library
    }

    pub fn add(&mut self, held: Held) {
        let number = self.copies.add(&Runs::of(head(&held.body)));
        for claim in claims(&held.title, head(&held.body)) {
            for key in claim.keys() {
                self.by_word.entry(key.to_owned()).or_default().push(self.claims.len());
            }
            self.claims.push((number, claim));
        }
        self.held.push(held);
    }

    /// What there is to say of an article. Without an embedder it stands on words alone.
    pub fn look(&self, looked: &Looked<'_>, embedder: Option<&Embedder>, lang: Lang) -> ImportLook {
        let held = &looked.held;
        let words = self.neighbours.nearest(&format!("{}\n{}", held.title, head(&held.body)), VOTERS);
        let hints = Hints { folder: looked.folder, file: looked.file, own: looked.own, title: &held.title, body: &held.body };
        let (guesses, sure) = guess(hints, &self.votes(&words, &looked.meaning), &self.tree);
        let doubles = self.doubles(looked, &words, embedder);
        let clashes = self.clashes(looked, &doubles, embedder);
        ImportLook { key: held.key.clone().unwrap_or_default(), guesses, sure, doubles, clashes, asked: asked(held), problem: problem(held, lang) }
    }

    /// Categories of near articles; those far away count less.
    fn votes(&self, words: &[(usize, f64)], meaning: &[(Id, f64)]) -> Vec<(Id, f64)> {
        let by_words: Vec<(Id, f64)> = words.iter().filter_map(|(at, cosine)| Some((self.held[*at].category?, *cosine))).collect();
        let category = |id: &Id| self.held.iter().find(|held| held.article == Some(*id))?.category;
        let by_meaning: Vec<(Id, f64)> = meaning.iter().take(VOTERS).filter_map(|(id, cosine)| Some((category(id)?, *cosine))).collect();
        let (mut votes, parts) = (BTreeMap::<Id, f64>::new(), if by_meaning.is_empty() { 1.0 } else { 2.0 });
        for (votes_of, full) in [(by_words, NEAR_WORDS), (by_meaning, NEAR_MEANING)] {
            let all: f64 = votes_of.iter().map(|(_, cosine)| cosine * cosine).sum();
            let trust = votes_of.iter().map(|(_, cosine)| cosine / full).fold(0.0, f64::max).min(1.0);
            votes_of.iter().for_each(|(id, cosine)| *votes.entry(*id).or_default() += trust * cosine * cosine / all.max(f64::MIN_POSITIVE) / parts);
        }
        votes.into_iter().collect()
    }

    fn doubles(&self, looked: &Looked<'_>, words: &[(usize, f64)], embedder: Option<&Embedder>) -> Vec<ImportDouble> {
        let near = self.copies.like(&Runs::of(head(&looked.held.body)), NEAR);
        let mut found: BTreeMap<usize, (DoubleKind, f64)> = BTreeMap::new();
        for (at, share) in near {
            found.insert(at, (if share.alike >= SAME { DoubleKind::Same } else { DoubleKind::Near }, share.alike));
        }
        for (at, probability) in self.same_questions(looked, words, embedder) {
            found.entry(at).or_insert((DoubleKind::Question, probability));
        }
        let apart = |at: &usize| self.held[*at].article.is_none() || self.held[*at].article != looked.revises;
        let mut doubles: Vec<(usize, (DoubleKind, f64))> = found.into_iter().filter(|(at, _)| apart(at)).collect();
        doubles.sort_by(|a, b| (a.1.0 as u8, b.1.1).partial_cmp(&(b.1.0 as u8, a.1.1)).unwrap_or(std::cmp::Ordering::Equal));
        doubles.into_iter().take(ASKED_OF).map(|(at, (kind, share))| self.double(at, kind, share)).collect()
    }

    fn double(&self, at: usize, kind: DoubleKind, share: f64) -> ImportDouble {
        let held = &self.held[at];
        let advice = match kind {
            DoubleKind::Same => DoubleAdvice::Skip,
            DoubleKind::Near if held.article.is_some() => DoubleAdvice::Replace,
            _ => DoubleAdvice::Both,
        };
        ImportDouble { kind, article: held.article, key: held.key.clone(), title: held.title.clone(), share: (share * 100.0).round() as i64, advice }
    }

    /// Near articles that answer the same question in other words.
    fn same_questions(&self, looked: &Looked<'_>, words: &[(usize, f64)], embedder: Option<&Embedder>) -> Vec<(usize, f64)> {
        let mine: Vec<&String> = looked.held.questions.iter().take(2).collect();
        let meant = looked.meaning.iter().take(ASKED_OF).filter_map(|(id, _)| self.held.iter().position(|held| held.article == Some(*id)));
        let fresh = (0..self.held.len()).filter(|at| self.held[*at].key.is_some());
        let near: BTreeSet<usize> = words.iter().take(ASKED_OF).map(|(at, _)| *at).chain(meant).chain(fresh).collect();
        let Ok(head) = nlp::pairs::head() else { return Vec::new() };
        let least = if embedder.is_some() { head.threshold } else { head.plain_threshold };
        let best = |at: usize| {
            let theirs: Vec<&String> = self.held[at].questions.iter().take(QUESTIONS_OF).collect();
            let measured = mine.iter().flat_map(|one| theirs.iter().map(move |other| (one, other)));
            let told = measured.filter_map(|(one, other)| nlp::pairs::pair(one, other, embedder).ok());
            told.filter(|pair| pair.same && pair.probability >= least).map(|pair| pair.probability).max_by(f64::total_cmp)
        };
        if mine.is_empty() { Vec::new() } else { near.into_iter().filter_map(|at| Some((at, best(at)?))).collect() }
    }

    /// Sentences of other articles that say otherwise. A copy of the same text says nothing new.
    fn clashes(&self, looked: &Looked<'_>, doubles: &[ImportDouble], embedder: Option<&Embedder>) -> Vec<ImportClash> {
        let same =
            |held: &Held| doubles.iter().any(|double| double.kind == DoubleKind::Same && double.article == held.article && double.key == held.key);
        let mut found: Vec<(f64, ImportClash)> = Vec::new();
        for mine in claims(&looked.held.title, head(&looked.held.body)) {
            for (at, theirs) in self.about_the_same(&mine) {
                let held = &self.held[at];
                if same(held) || held.article.is_some() && held.article == looked.revises {
                    continue;
                }
                let Some(clash) = clash(&mine, theirs, cosine(embedder, &mine.text, &theirs.text)) else { continue };
                found.push((clash.strength, shown(&mine, theirs, clash, held, looked.held.at)));
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        found.truncate(CLASHES_MAX);
        found.into_iter().map(|(_, clash)| clash).collect()
    }

    fn about_the_same(&self, mine: &Claim) -> Vec<(usize, &Claim)> {
        let mut shared: BTreeMap<usize, f64> = BTreeMap::new();
        for holders in mine.keys().iter().filter_map(|key| self.by_word.get(*key)) {
            let rare = ((1.0 + self.claims.len() as f64) / holders.len() as f64).ln();
            holders.iter().for_each(|at| *shared.entry(*at).or_default() += rare);
        }
        let mut ranked: Vec<(usize, f64)> = shared.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.into_iter().take(CLAIMS_OF).map(|(at, _)| (self.claims[at].0, &self.claims[at].1)).collect()
    }
}

fn shown(mine: &Claim, theirs: &Claim, clash: nlp::contradict::Clash, held: &Held, at: Option<Millis>) -> ImportClash {
    let marked = |text: &str, ranges: Vec<std::ops::Range<usize>>| Marked {
        text: text.to_owned(),
        marks: ranges.into_iter().map(|range| (range.start, range.end)).collect(),
    };
    ImportClash {
        kind: clash.kind.into(),
        mine: marked(&mine.text, clash.one),
        theirs: marked(&theirs.text, clash.other),
        article: held.article,
        key: held.key.clone(),
        title: held.title.clone(),
        newer: newer(at, held.at),
    }
}

/// None without a model, and when it fails: words then decide alone.
fn cosine(embedder: Option<&Embedder>, one: &str, other: &str) -> Option<f64> {
    let vectors = embedder?.embed(&[one, other], &Cancel::new()).ok()?;
    Some(vectors[0].iter().zip(vectors[1].iter()).map(|(a, b)| f64::from(a * b)).sum())
}

fn asked(held: &Held) -> Vec<ImportAsked> {
    let known = |question: &String| *question == held.title || held.questions.contains(question);
    let found = nlp::questions::questions(head(&held.body)).into_iter().filter(|asked| !known(&asked.question));
    found
        .enumerate()
        .map(|(at, asked)| ImportAsked { id: at.to_string(), question: asked.question, answer: asked.answer, sure: asked.sure })
        .collect()
}

fn problem(held: &Held, lang: Lang) -> Option<String> {
    let length = held.body.chars().count();
    let long = |zh: String, en: String| Some(lang.pick(zh.as_str(), en.as_str()).to_owned());
    if length > domain::text::ARTICLE_MAX {
        return long(
            format!("有 {length} 字，一篇最多 {} 字：拆开再导。", domain::text::ARTICLE_MAX),
            format!("Has {length} characters; an article takes {} at most. Split it first.", domain::text::ARTICLE_MAX),
        );
    }
    if length > LOOKED_AT {
        return long(format!("太长，只对了前 {LOOKED_AT} 字。"), format!("Long: only the first {LOOKED_AT} characters were compared."));
    }
    None
}

fn head(body: &str) -> &str {
    body.char_indices().nth(LOOKED_AT).map_or(body, |(end, _)| &body[..end])
}
