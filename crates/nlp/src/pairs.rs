//! Whether two questions ask the same, for finding doubles in the knowledge base and in a queue. It proposes; a person merges.
//!
//! Likeness is told against the collection that both stand in: where all questions are about one product, any two are near, and
//! near means little. It never looks at an answer, and never merges.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::classify::{Basis, Doc, Scale};
use crate::{Embedder, Error, Result};

static BYTES: &[u8] = include_bytes!("../data/pairs.json");
static HEAD: OnceLock<Head> = OnceLock::new();

/// Words that turn a question round. Written by this project.
const TURNS: &[&str] = &["不", "没", "无", "别", "未", "非", "not", "no", "n't"];
/// Pairs of words of which one in either question makes two questions of them. Written by this project.
const OPPOSITES: &[(&str, &str)] = &[
    ("开", "关"),
    ("买", "卖"),
    ("退", "换"),
    ("充", "提"),
    ("借", "还"),
    ("上", "下"),
    ("左", "右"),
    ("男", "女"),
    ("大", "小"),
    ("多", "少"),
    ("早", "晚"),
    ("进", "出"),
    ("增", "减"),
    ("绑定", "解绑"),
];

/// What `pairs.json` holds: trained on `pairs_own.tsv` and `pairs_parted.tsv`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Head {
    pub version: u32,
    pub full: Scale,
    pub plain: Scale,
    /// The probability from which two questions are told to be the same: a wrong merge costs more than one not proposed.
    pub threshold: f64,
    /// As `threshold`, on n-grams alone.
    pub plain_threshold: f64,
}

const VERSION: u32 = 2;

/// How near any two questions of a collection are: the mean cosine of its pairs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Background(f64);

/// Of everyday questions, two public sets: .184 and .166.
const USUAL: f64 = 0.175;
/// So many questions of the usual kind are counted in: a dozen of one's own say little.
const USUAL_COUNTS: f64 = 30.0;
/// Above, every question is the same one.
const BACKGROUND_MAX: f64 = 0.9;

impl Default for Background {
    fn default() -> Background {
        Background(USUAL)
    }
}

impl Background {
    /// Of the questions' vectors; those without one do not count. The mean over all pairs comes from the length of their sum.
    pub fn of<'d>(docs: impl IntoIterator<Item = &'d Doc>) -> Background {
        let (mut sum, mut count): (Vec<f64>, f64) = (Vec::new(), 0.0);
        for vector in docs.into_iter().filter_map(|doc| doc.vector.as_ref()) {
            sum.resize(sum.len().max(vector.len()), 0.0);
            sum.iter_mut().zip(vector).for_each(|(sum, x)| *sum += f64::from(*x));
            count += 1.0;
        }
        let pairs = (sum.iter().map(|x| x * x).sum::<f64>() - count) / (count - 1.0).max(1.0);
        Background(((pairs + USUAL * USUAL_COUNTS) / (count + USUAL_COUNTS)).clamp(0.0, BACKGROUND_MAX))
    }

    pub fn mean(self) -> f64 {
        self.0
    }

    /// How far two questions are on the way from any pair (0) to the same question (1).
    fn nearness(self, cosine: f64) -> f64 {
        (cosine - self.0) / (1.0 - self.0)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    pub same: bool,
    /// Calibrated on pairs of near questions, a third of which ask the same.
    pub probability: f64,
    pub basis: Basis,
}

/// The trained head, read at the first call.
///
/// # Errors
/// `Head` when the file in the program is damaged.
pub fn head() -> Result<&'static Head> {
    if let Some(head) = HEAD.get() {
        return Ok(head);
    }
    let wrong = |reason: String| Error::Head { name: "pairs", reason };
    let head: Head = serde_json::from_slice(BYTES).map_err(|error| wrong(error.to_string()))?;
    if head.version != VERSION {
        return Err(wrong(format!("it is of version {} and this program reads {VERSION}", head.version)));
    }
    Ok(HEAD.get_or_init(|| head))
}

/// Two everyday questions of no collection. Without an embedder the answer stands on n-grams alone and says so.
///
/// # Errors
/// What the sentence model says, or a damaged head.
pub fn pair(one: &str, other: &str, embedder: Option<&Embedder>) -> Result<Pair> {
    let docs = crate::classify::docs(&[one, other], embedder)?;
    of_features(&Features::new([one, other], [&docs[0], &docs[1]], Background::default()))
}

/// # Errors
/// A damaged head.
pub fn of_features(features: &Features) -> Result<Pair> {
    let head = head()?;
    let (probability, threshold, basis) = match features.full() {
        Some(row) => (head.full.probability(&row), head.threshold, Basis::Full),
        None => (head.plain.probability(&features.plain()), head.plain_threshold, Basis::Grams),
    };
    Ok(Pair { same: probability >= threshold, probability, basis })
}

/// What two questions have in common and what parts them.
#[derive(Clone, Debug, PartialEq)]
pub struct Features {
    /// Of the sentence vectors, against the background.
    pub nearness: Option<f64>,
    /// Share of single characters that both have.
    pub characters: f64,
    /// Share of pairs of neighbouring characters that both have.
    pub neighbours: f64,
    /// 1 when their numbers differ.
    pub numbers: f64,
    /// 1 when one is turned round and the other is not, or an opposite parts them.
    pub turned: f64,
}

impl Features {
    pub fn new(texts: [&str; 2], docs: [&Doc; 2], background: Background) -> Features {
        let [one, other] = texts.map(crate::grams::bare);
        let turns = |text: &str| TURNS.iter().any(|turn| text.contains(turn) && !is_question_form(text, turn));
        let parted = |&(a, b): &(&str, &str)| only(&one, &other, a) && only(&other, &one, b) || only(&one, &other, b) && only(&other, &one, a);
        let turned = turns(&one) != turns(&other) || OPPOSITES.iter().any(parted);
        Features {
            nearness: cosine(docs).map(|cosine| background.nearness(cosine)),
            characters: shared(&one, &other, 1),
            neighbours: shared(&one, &other, 2),
            numbers: f64::from(u8::from(numbers(&one) != numbers(&other))),
            turned: f64::from(u8::from(turned)),
        }
    }

    /// Shared n-grams and words are left out beside the vectors: what they add on one of three sets they cost on another.
    pub fn full(&self) -> Option<Vec<f64>> {
        self.nearness.map(|nearness| vec![nearness, self.numbers, self.turned])
    }

    pub fn plain(&self) -> Vec<f64> {
        vec![self.characters + self.neighbours, self.numbers, self.turned]
    }
}

/// "能不能", "有没有": asks, and turns nothing round.
fn is_question_form(text: &str, turn: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let turn: Vec<char> = turn.chars().collect();
    let is = |window: &[char]| window.len() == 3 && turn.len() == 1 && window[1] == turn[0] && window[0] == window[2];
    characters.windows(3).any(is) || text.ends_with('不') || text.ends_with("没")
}

fn only(here: &str, there: &str, word: &str) -> bool {
    here.contains(word) && !there.contains(word)
}

fn cosine(docs: [&Doc; 2]) -> Option<f64> {
    let (one, other) = (docs[0].vector.as_deref()?, docs[1].vector.as_deref()?);
    (one.len() == other.len()).then(|| one.iter().zip(other).map(|(a, b)| f64::from(a * b)).sum())
}

/// Dice's share of n-grams; of two empty texts 1.
fn shared(one: &str, other: &str, length: usize) -> f64 {
    let grams = |text: &str| -> BTreeSet<Vec<char>> {
        let characters: Vec<char> = text.chars().collect();
        characters.windows(length.min(characters.len().max(1))).map(<[char]>::to_vec).collect()
    };
    let (one, other) = (grams(one), grams(other));
    let all = one.len() + other.len();
    if all == 0 { 1.0 } else { 2.0 * one.intersection(&other).count() as f64 / all as f64 }
}

fn numbers(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn check(one: &str, other: &str, wanted: Expect) {
        let features = Features::new([one, other], [&Doc::default(), &Doc::default()], Background::default());
        let Features { characters, neighbours, numbers, turned, .. } = features;
        wanted.assert_eq(&format!("{characters:.2} {neighbours:.2} numbers {numbers} turned {turned}"));
    }

    #[test]
    fn what_parts_two_questions() {
        check("怎么退货", "怎么退货？", expect!["1.00 1.00 numbers 0 turned 0"]);
        check("能不能退货", "可以退货吗", expect!["0.44 0.25 numbers 0 turned 0"]);
        check("几点开门", "几点关门", expect!["0.75 0.33 numbers 0 turned 1"]);
        check("满100减10", "满200减10", expect!["0.89 0.73 numbers 1 turned 0"]);
        check("不能退货", "能退货", expect!["0.86 0.80 numbers 0 turned 1"]);
        check("", "", expect!["1.00 1.00 numbers 0 turned 0"]);
    }

    #[test]
    fn alike_questions_are_likelier_the_same() {
        let told = |one, other| pair(one, other, None).unwrap().probability;
        assert!(told("怎么申请退货", "怎样申请退货") > told("怎么申请退货", "怎么申请发票"));
        assert!(told("怎么申请退货", "怎样申请退货") > told("怎么申请退货", "几点关门"));
    }

    #[test]
    fn a_collection_about_one_thing_asks_for_more() {
        let doc = |angle: f32| Doc { vector: Some(vec![angle.cos(), angle.sin()]), ..Doc::default() };
        let one_thing: Vec<Doc> = (0..200).map(|at| doc(at as f32 / 400.0)).collect();
        let narrow = Background::of(&one_thing);
        assert!(narrow.mean() > 0.8 && narrow.mean() <= BACKGROUND_MAX, "{narrow:?}");
        let near = |background| Features::new(["a", "b"], [&doc(0.0), &doc(0.4)], background).nearness.unwrap();
        assert!(near(narrow) < near(Background::default()));
        assert_eq!(Background::of(&[] as &[Doc]), Background::default());
    }

    proptest! {
        #[test]
        fn any_two_texts_have_a_probability(one in any::<String>(), other in any::<String>()) {
            let told = pair(&one, &other, None).unwrap();
            prop_assert!((0.0..=1.0).contains(&told.probability));
            prop_assert_eq!(told.probability, pair(&other, &one, None).unwrap().probability);
        }
    }
}
