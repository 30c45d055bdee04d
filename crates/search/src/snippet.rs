//! Why a hit is a hit: which parts of the query it matched, where they stand in its title, and the window of its body that
//! shows most of them. Works on the stored text of the few documents that are shown, never on the index.

use std::collections::{HashMap, HashSet};

use crate::fold::Folded;
use crate::plan::{Asked, Piece};
use crate::schema::Stored;
use crate::vectors::Near;
use crate::words::Script;
use crate::{Highlighted, Hit, codes, names, passages};

/// Characters of a snippet. Two lines of the narrowest list.
const WINDOW: usize = 96;
/// How much of the text before the first match is shown.
const LEAD: usize = 16;
/// A body is looked through this far; the best window of a long article is seldom beyond.
const BODY_CHARS_MAX: usize = 50_000;

/// As `hit`, for a document whose passage is near in meaning: the passage is what is shown, unless words of the query stand
/// elsewhere and not in it.
pub(crate) fn near(asked: &Asked, stored: Stored, score: f32, near: &Near) -> Hit {
    let cuts = passages::cut(&stored.body);
    let passage = cuts.get(near.part as usize).and_then(|cut| stored.body.get(cut.range.clone())).map(str::to_owned);
    let mut hit = hit(asked, stored, score);
    if let Some(passage) = passage.filter(|passage| !passage.trim().is_empty()) {
        let passage = Text::new(passage.trim());
        let found = matches(asked, &passage.folded, &mut Reasons::new(asked));
        if !found.is_empty() || hit.snippet.marks.is_empty() {
            hit.snippet = passage.window(found);
        }
    }
    hit.meaning = Some(near.cosine);
    hit
}

pub(crate) fn hit(asked: &Asked, stored: Stored, score: f32) -> Hit {
    let mut reasons = Reasons::new(asked);
    let body: String = stored.body.chars().take(BODY_CHARS_MAX).collect();
    let body = Text::new(&body);
    let in_body = matches(asked, &body.folded, &mut reasons);
    let title = Text::new(&stored.title);
    let mut in_title = matches(asked, &title.folded, &mut reasons);
    for label in stored.questions.iter().chain(&stored.tags) {
        matches(asked, &Folded::of(label), &mut reasons);
    }
    for name in &stored.names {
        let name = Text::new(name);
        matches(asked, &name.folded, &mut reasons);
        if spelled_as(asked, &name.folded, &mut reasons) {
            in_title.extend(occurrences(&title.folded.chars, &name.folded.chars));
        }
    }
    for code in &stored.codes {
        let code = Folded::of(code);
        let code: String = code.chars.iter().collect();
        asked.codes.iter().filter(|piece| codes::finds(&piece.text, &code)).for_each(|piece| reasons.add(piece));
    }
    Hit {
        kind: stored.kind,
        id: stored.id,
        score,
        title: title.highlighted(in_title),
        snippet: body.window(in_body),
        why: reasons.words(),
        meaning: None,
    }
}

/// A piece of the document, with its folded form to look in.
struct Text {
    original: Vec<char>,
    folded: Folded,
}

/// A match in folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Match {
    start: usize,
    end: usize,
    /// Which term of the query.
    term: usize,
}

impl Text {
    fn new(text: &str) -> Text {
        Text { original: text.chars().collect(), folded: Folded::of(text) }
    }

    fn highlighted(&self, found: Vec<Match>) -> Highlighted {
        let marks = self.marks(&found);
        Highlighted { text: self.original.iter().collect(), marks }
    }

    /// The marks in characters of the original, ascending, touching ones made one.
    fn marks(&self, found: &[Match]) -> Vec<(usize, usize)> {
        let mut marks: Vec<_> = found.iter().map(|found| self.folded.original(found.start, found.end)).collect();
        marks.sort_unstable();
        let mut merged: Vec<(usize, usize)> = Vec::new();
        for (start, end) in marks {
            match merged.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => merged.push((start, end)),
            }
        }
        merged
    }

    fn window(&self, found: Vec<Match>) -> Highlighted {
        let marks = self.marks(&found);
        let start = self.window_start(&found);
        let end = (start + WINDOW).min(self.original.len());
        let lead = usize::from(start > 0);
        let mut text: String = if start > 0 { "…".to_owned() } else { String::new() };
        text.extend(self.original[start..end].iter().map(|&c| if c.is_control() { ' ' } else { c }));
        if end < self.original.len() {
            text.push('…');
        }
        let inside = marks.iter().filter(|mark| mark.0 < end && mark.1 > start);
        let marks = inside.map(|mark| (mark.0.max(start) - start + lead, mark.1.min(end) - start + lead)).collect();
        Highlighted { text, marks }
    }

    /// Where the window with most of the query begins. A term counts once per window, by its length, so that one long
    /// word outweighs the same character over and over.
    fn window_start(&self, found: &[Match]) -> usize {
        let mut found = found.to_vec();
        found.sort_unstable();
        let mut best = (0, 0);
        let mut seen = HashSet::new();
        for (at, first) in found.iter().enumerate() {
            seen.clear();
            let inside = found[at..].iter().take_while(|m| m.start < first.start + WINDOW - LEAD);
            let weight: usize = inside.filter(|m| seen.insert(m.term)).map(|m| (m.end - m.start).pow(2)).sum();
            if weight > best.0 {
                best = (weight, first.start);
            }
        }
        let latest = self.original.len().saturating_sub(WINDOW);
        self.sentence_start(self.folded.origin[best.1]).min(latest)
    }

    /// The beginning of the sentence that `at` stands in if it is near, else a little before `at`.
    fn sentence_start(&self, at: usize) -> usize {
        let from = at.saturating_sub(LEAD);
        let stops = |c: &char| matches!(c, '。' | '！' | '？' | '；' | '\n' | '.' | '!' | '?' | ';');
        if from == 0 {
            return 0;
        }
        self.original[from..at].iter().rposition(stops).map_or(from, |stop| from + stop + 1)
    }
}

/// Every place in `text` where a term of the query stands.
fn matches(asked: &Asked, text: &Folded, reasons: &mut Reasons) -> Vec<Match> {
    let mut found = Vec::new();
    for (start, &c) in text.chars.iter().enumerate() {
        for &term in reasons.by_first.get(&c).map_or(&[][..], Vec::as_slice) {
            let Some(end) = stands(&asked.terms[term], &text.chars, start) else { continue };
            found.push(Match { start, end, term });
        }
    }
    let mut seen: Vec<usize> = found.iter().map(|found| found.term).collect();
    seen.sort_unstable();
    seen.dedup();
    seen.into_iter().for_each(|term| reasons.add(&asked.terms[term]));
    found
}

/// Where the term that starts at `start` ends, if it stands there. Letters match as the beginning of a token and over the
/// hyphens in it; Han characters match anywhere.
fn stands(term: &Piece, chars: &[char], start: usize) -> Option<usize> {
    if term.script == Script::Dense {
        let mut at = start;
        for c in term.text.chars() {
            if chars.get(at) != Some(&c) {
                return None;
            }
            at += 1;
        }
        return Some(at);
    }
    if start > 0 && same_token(chars[start - 1], chars[start]) {
        return None;
    }
    let mut at = start;
    for (nth, c) in term.text.chars().enumerate() {
        let skipped = nth > 0 && matches!(chars.get(at), Some('-' | '_' | '.' | '/')) && c != '.';
        at += usize::from(skipped);
        if chars.get(at) != Some(&c) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

fn same_token(a: char, b: char) -> bool {
    (a.is_alphabetic() && b.is_alphabetic() && a.is_ascii() == b.is_ascii()) || (a.is_numeric() && b.is_numeric())
}

fn spelled_as(asked: &Asked, name: &Folded, reasons: &mut Reasons) -> bool {
    if asked.pinyin.is_empty() {
        return false;
    }
    let spellings = names::spellings(&name.chars);
    let last_typed = asked.folded.chars.len();
    let mut any = false;
    for piece in &asked.pinyin {
        let unfinished = piece.end == last_typed;
        let fits = spellings.iter().any(|s| *s == piece.text || (unfinished && s.starts_with(&piece.text)));
        if fits {
            reasons.add(piece);
            any = true;
        }
    }
    any
}

fn occurrences(text: &[char], name: &[char]) -> Vec<Match> {
    if name.is_empty() {
        return Vec::new();
    }
    let starts = text.windows(name.len()).enumerate().filter(|(_, window)| *window == name);
    starts.map(|(start, _)| Match { start, end: start + name.len(), term: usize::MAX }).collect()
}

/// Which characters of the query something in the document answered to.
struct Reasons<'a> {
    asked: &'a Asked,
    answered: Vec<bool>,
    /// The terms of the query by their first character.
    by_first: HashMap<char, Vec<usize>>,
}

impl<'a> Reasons<'a> {
    fn new(asked: &'a Asked) -> Reasons<'a> {
        let mut by_first: HashMap<char, Vec<usize>> = HashMap::new();
        for (at, piece) in asked.terms.iter().enumerate() {
            by_first.entry(piece.text.chars().next().unwrap_or_default()).or_default().push(at);
        }
        Reasons { asked, answered: vec![false; asked.folded.chars.len()], by_first }
    }

    fn add(&mut self, piece: &Piece) {
        self.answered[piece.start..piece.end].fill(true);
    }

    /// The answered stretches of the query as the user typed them.
    fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        let mut at = 0;
        for stretch in self.answered.chunk_by(|a, b| a == b) {
            if stretch[0] {
                let (start, end) = self.asked.folded.original(at, at + stretch.len());
                words.push(self.asked.original[start..end].iter().collect());
            }
            at += stretch.len();
        }
        words.dedup();
        words
    }
}
