//! Whether two sentences about the same thing say different things: another figure, another day, another phone, yes here and no there.
//!
//! Nothing is guessed about the world: both sentences are shown and a person decides. A figure is held only against one of the
//! same unit, in a clause about the same subject, for the same case: what holds for members, for opened goods or for another
//! product is no contradiction. It would rather miss one than cry wolf, and it never says which of the two is right.

mod fact;
mod frame;
mod may;

use std::collections::BTreeSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::sentences::sentences;
use fact::Fact;
pub use fact::{Fact as Figure, facts as figures};
use frame::{Clause, Words};
use may::Say;

/// What differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Money,
    Percent,
    Duration,
    Count,
    /// A time of day.
    Time,
    Date,
    Phone,
    /// 可以 and 不可以.
    May,
}

/// A sentence that states something that can be contradicted.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    pub text: String,
    clauses: Vec<Clause>,
    says: Vec<Say>,
    /// Words of the title and heading it stands under.
    topic: Words,
    words: Words,
    /// The sentence without its figures: a reworked copy has the same.
    frame: String,
}

/// Two claims that cannot both hold, with the differing spans of each in characters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clash {
    pub kind: Kind,
    pub one: Vec<Range<usize>>,
    pub other: Vec<Range<usize>>,
    /// Share of words in common, 0 to 1, by which clashes are ordered. No probability.
    pub strength: f64,
}

type Spans = Vec<Range<usize>>;

/// From this share of words in common a figure is about the same, and when the sentence model finds both sentences near.
const ALIKE: f64 = 0.6;
const ALIKE_NEAR: f64 = 0.45;
const NEAR: f64 = 0.75;
/// Of both sentences as a whole, since a clause says little without the rest.
const SENTENCE: f64 = 0.4;
/// Words in common that are no coincidence.
const WORDS: usize = 2;
/// More figures than this are a sum worked out, not a rule.
const FIGURES_MAX: usize = 4;
/// Yes and no need nearly the same words: one more is a condition.
const ALIKE_MAY: f64 = 0.8;
/// Sentences of one text that are read.
const SENTENCES_MAX: usize = 2_000;

/// Every claim of a text in Markdown, in order.
pub fn claims(title: &str, body: &str) -> Vec<Claim> {
    let title = frame::words(title);
    let mut topic = title.clone();
    let mut found = Vec::new();
    for line in body.lines() {
        if let Some(heading) = line.trim_start().strip_prefix('#') {
            topic = title.union(&frame::words(heading.trim_start_matches('#'))).cloned().collect();
            continue;
        }
        // A row of a table says what its column is about, which a sentence does not.
        if line.trim_start().starts_with('|') {
            continue;
        }
        let line = line.trim().trim_start_matches(['-', '*', '+', '>', ' ']).replace(['*', '`'], "");
        found.extend(sentences(&line).into_iter().filter_map(|sentence| claim(&sentence.text, &topic)));
        if found.len() >= SENTENCES_MAX {
            break;
        }
    }
    found
}

/// A question claims nothing, nor does the line that numbers and dates a notice (青总通〔2026〕3 号).
fn claim(text: &str, topic: &Words) -> Option<Claim> {
    let asks = text.ends_with(['？', '?'])
        || text.contains('〔')
        || ["吗", "是否", "能不能", "可不可以", "多久", "多少"].iter().any(|mark| text.contains(mark));
    let facts = fact::facts(text);
    if facts.len() > FIGURES_MAX {
        return None;
    }
    let clauses = frame::clauses(text, &facts);
    let says = may::says(text, &clauses);
    let words: Words = clauses.iter().flat_map(|clause| clause.words.iter().cloned()).collect();
    let figure = |at: usize| facts.iter().any(|fact| fact.range.contains(&at));
    let frame = text.chars().enumerate().filter(|(at, c)| !figure(*at) && !c.is_whitespace()).map(|(_, c)| c).collect();
    let stated = !asks && (!facts.is_empty() || !says.is_empty());
    stated.then(|| Claim { text: text.to_owned(), clauses, says, topic: topic.clone(), words, frame })
}

impl Claim {
    /// The words by which claims about the same are found among many.
    pub fn keys(&self) -> BTreeSet<&str> {
        self.words.iter().chain(&self.topic).map(|word| word.text.as_str()).collect()
    }
}

/// `near` is the cosine of both sentences' vectors, where there is a model.
pub fn clash(one: &Claim, other: &Claim, near: Option<f64>) -> Option<Clash> {
    let same = one.text == other.text;
    if same { None } else { another_figure(one, other, near).or_else(|| yes_and_no(one, other)) }
}

fn another_figure(one: &Claim, other: &Claim, near: Option<f64>) -> Option<Clash> {
    let least = if near.is_some_and(|near| near >= NEAR) { ALIKE_NEAR } else { ALIKE };
    let mut found: Option<Clash> = None;
    for (mine, theirs, strength) in aligned(one, other, least) {
        let Some((kind, mine, theirs)) = differing(mine, theirs) else { continue };
        let clash = found.get_or_insert(Clash { kind, one: Vec::new(), other: Vec::new(), strength });
        clash.one.extend(mine);
        clash.other.extend(theirs);
    }
    found
}

/// Clauses with figures that are each other's likest, and how alike.
fn aligned<'a>(one: &'a Claim, other: &'a Claim, least: f64) -> Vec<(&'a Clause, &'a Clause, f64)> {
    let figured = |claim: &'a Claim| claim.clauses.iter().filter(|clause| !clause.facts.is_empty()).collect::<Vec<_>>();
    let (mine, theirs) = (figured(one), figured(other));
    let alike = |a: &Clause, b: &Clause| if shares_unit(a, b) { alike((one, a), (other, b)) } else { None };
    let best = |a: &Clause, among: &[&'a Clause], turned: bool| {
        let measured = among.iter().filter_map(|b| Some((*b, if turned { alike(b, a) } else { alike(a, b) }?)));
        measured.max_by(|a, b| a.1.total_cmp(&b.1))
    };
    let pairs = mine.iter().filter_map(|a| {
        let (b, strength) = best(a, &theirs, false)?;
        let (back, _) = best(b, &mine, true)?;
        (std::ptr::eq(back, *a) && strength >= least).then_some((*a, b, strength))
    });
    pairs.collect()
}

fn shares_unit(one: &Clause, other: &Clause) -> bool {
    one.facts.iter().any(|fact| other.facts.iter().any(|with| with.unit == fact.unit))
}

/// The share of words two clauses have in common; none when they speak of different things or cases.
fn alike((one, mine): (&Claim, &Clause), (other, theirs): (&Claim, &Clause)) -> Option<f64> {
    let (about_one, about_other) = (about(one, mine), about(other, theirs));
    let (all_one, all_other): (Words, Words) = (one.words.union(&one.topic).cloned().collect(), other.words.union(&other.topic).cloned().collect());
    let only_one: Vec<_> = about_one.difference(&all_other).collect();
    let only_other: Vec<_> = about_other.difference(&all_one).collect();
    let case = |words: &[&frame::Word]| words.iter().any(|word| frame::is_case(word));
    let thing = |words: &[&frame::Word]| words.iter().any(|word| word.thing);
    let strange = |topic: &Words, known: &Words| thing(&topic.difference(known).collect::<Vec<_>>());
    let parted = strange(&one.topic, &all_other) && strange(&other.topic, &all_one);
    if case(&only_one) || case(&only_other) || thing(&only_one) && thing(&only_other) || parted {
        return None;
    }
    let common: Words = about_one.intersection(&all_other).chain(about_other.intersection(&all_one)).cloned().collect();
    let clause = dice(&common, only_one.iter().chain(&only_other).copied());
    let sentence = dice(&one.words.intersection(&other.words).cloned().collect(), one.words.symmetric_difference(&other.words));
    // One word in common is a coincidence unless a title names it.
    let words = common.iter().filter(|word| word.text.chars().count() > 1).count();
    let about = common.iter().any(|word| one.topic.contains(word) || other.topic.contains(word));
    let vague = mine.words.is_empty() || theirs.words.is_empty();
    let same = words >= WORDS || words > 0 && about && clause >= ALIKE_MAY && !vague;
    // What the clauses themselves share: a title lends its words to every clause below it.
    let own = about_one.intersection(&about_other).next().is_some();
    let reworked = one.frame == other.frame && !one.words.is_empty();
    (reworked || own && same && sentence >= SENTENCE).then_some(clause)
}

/// Words in common of all words, each by its length.
fn dice<'a>(common: &Words, apart: impl Iterator<Item = &'a frame::Word>) -> f64 {
    let length = |word: &frame::Word| word.text.chars().count().min(4) as f64;
    let (shared, apart): (f64, f64) = (2.0 * common.iter().map(length).sum::<f64>(), apart.map(length).sum());
    if shared > 0.0 { shared / (shared + apart) } else { 0.0 }
}

/// A clause that is a figure alone is about what the rest of its sentence, or else its heading, is about.
fn about(claim: &Claim, clause: &Clause) -> Words {
    if !clause.words.is_empty() {
        clause.words.clone()
    } else if !claim.words.is_empty() {
        claim.words.clone()
    } else {
        claim.topic.clone()
    }
}

/// The figures of one unit that differ, one by one in their order; none when there are more on one side. Where all of several
/// differ (满 500 送 50, 满 1000 送 150) they are two steps of one scale.
fn differing(one: &Clause, other: &Clause) -> Option<(Kind, Spans, Spans)> {
    let units: BTreeSet<&str> = one.facts.iter().map(|fact| fact.unit.as_str()).collect();
    let (mut mine, mut theirs, mut kind) = (Vec::new(), Vec::new(), None);
    for unit in units {
        let of = |clause: &Clause| clause.facts.iter().filter(|fact| fact.unit == unit).cloned().collect::<Vec<Fact>>();
        let (a, b) = (of(one), of(other));
        let values = |facts: &[Fact]| facts.iter().map(|fact| fact.value.clone()).collect::<BTreeSet<String>>();
        let tiers = a.len() > 1 && !matches!(a[0].kind, Kind::Time | Kind::Date) && a.iter().zip(&b).all(|(a, b)| a.value != b.value);
        if a.len() != b.len() || tiers || values(&a) == values(&b) {
            continue;
        }
        for (a, b) in a.iter().zip(&b).filter(|(a, b)| a.value != b.value) {
            kind = kind.or(Some(a.kind));
            mine.push(a.range.clone());
            theirs.push(b.range.clone());
        }
    }
    Some((kind?, mine, theirs))
}

fn yes_and_no(one: &Claim, other: &Claim) -> Option<Clash> {
    one.says.iter().find_map(|a| {
        let against = |b: &&Say| a.group == b.group && a.yes != b.yes && share(a, b) >= ALIKE_MAY && !parted(one, other, a, b);
        let b = other.says.iter().find(against)?;
        Some(Clash { kind: Kind::May, one: vec![a.range.clone()], other: vec![b.range.clone()], strength: share(a, b) })
    })
}

/// One side names a thing or a case that the other does not know.
fn parted(one: &Claim, other: &Claim, a: &Say, b: &Say) -> bool {
    let known = |claim: &Claim, words: &Words| words.iter().all(|word| claim.words.contains(word) || claim.topic.contains(word));
    let things = |words: &Words| words.iter().filter(|word| word.thing || frame::is_case(word)).cloned().collect::<Words>();
    let topics = !known(other, &things(&one.topic)) && !known(one, &things(&other.topic));
    topics || !known(other, &a.about) || !known(one, &b.about)
}

fn share(a: &Say, b: &Say) -> f64 {
    let common = a.about.intersection(&b.about).count();
    let all = a.about.len() + b.about.len();
    if common == 0 { 0.0 } else { 2.0 * common as f64 / all as f64 }
}

#[cfg(test)]
mod tests;
