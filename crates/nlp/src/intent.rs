//! Intents taught by examples: what a customer wants, from three phrases an intent up to thousands, with an honest "none of these".
//!
//! Kernel ridge regression, one target an intent. Two texts are alike by their sentence vectors, by the n-grams they share and by
//! their frames; on Chinese commands and on English banking questions this is 1 to 3 points above each alone and above a linear
//! classifier over all. Confidence and refusal come from rounds in which some examples and whole intents were hidden. It never
//! acts on an intent; rules do.

mod frame;
mod kernel;
mod rounds;
pub(crate) mod sparse;

use std::collections::{BTreeMap, HashMap};

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::classify::random::stratified;
use crate::classify::{Basis, Scale};
use crate::{Embedder, Error, Result};

use frame::Frame;
use kernel::{Index, Likeness};

/// More examples are thinned evenly over the intents: the work grows with their third power, and 10,000 take half a minute.
const EXAMPLES_MAX: usize = 10_000;
/// With fewer intents nothing can be told apart.
const INTENTS_MIN: usize = 2;
/// Pull of the weights towards nought; also what a mislabelled example costs at most.
const RIDGE: f32 = 0.1;
const SEED: u64 = 20_261_127;

/// One phrase and what it wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    pub text: String,
    pub intent: String,
}

/// What a text probably wants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Guess {
    /// None when no taught intent fits.
    pub intent: Option<String>,
    /// The best of the taught intents, also when it does not fit.
    pub best: String,
    /// Calibrated probability that `best` is right, given that the text wants one of the taught intents.
    pub confidence: f64,
    /// Calibrated probability that the text wants one of the taught intents.
    pub known: f64,
    /// The taught phrase that is most alike.
    pub nearest: String,
    pub basis: Basis,
}

/// A text as intents see it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Phrase {
    /// Hashed n-grams and their counts, by rising hash.
    grams: Vec<(u32, f32)>,
    /// The same of its frame.
    frame: Vec<(u32, f32)>,
    /// Of length one; none when the model is not installed.
    vector: Option<Vec<f32>>,
}

impl Phrase {
    fn plain(text: &str) -> Phrase {
        Phrase { grams: crate::grams::grams(text), frame: Frame::of(text).grams(), vector: None }
    }
}

/// What the masked text's vector weighs beside the text's own.
const MASKED: f32 = 0.5;

/// Texts as intents see them, embedded together when an embedder is there. The vector leans towards the text's frame.
///
/// # Errors
/// What the sentence model says; without one nothing can fail.
pub fn phrases<T: AsRef<str>>(texts: &[T], embedder: Option<&Embedder>) -> Result<Vec<Phrase>> {
    let mut out: Vec<Phrase> = texts.iter().map(|text| Phrase::plain(text.as_ref())).collect();
    let Some(embedder) = embedder else { return Ok(out) };
    let masked: Vec<String> = texts.iter().map(|text| Frame::of(text.as_ref()).masked().unwrap_or_else(|| text.as_ref().to_owned())).collect();
    let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).chain(masked.iter().map(String::as_str)).collect();
    let vectors = embedder.embed(&texts, &onnx::Cancel::new())?;
    let (own, masked) = vectors.split_at(out.len());
    for (phrase, (own, masked)) in out.iter_mut().zip(own.iter().zip(masked)) {
        phrase.vector = Some(leaning(own, masked));
    }
    Ok(out)
}

/// `own` leant towards `masked`, of length one.
fn leaning(own: &[f32], masked: &[f32]) -> Vec<f32> {
    let sum: Vec<f32> = own.iter().zip(masked).map(|(a, b)| a + MASKED * b).collect();
    let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    sum.into_iter().map(|x| x / length).collect()
}

/// Taught intents. Serialises whole; texts and their vectors are in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Intents {
    names: Vec<String>,
    texts: Vec<String>,
    docs: Index,
    /// A row an example, a column an intent; for both kinds of likeness.
    full: Option<Solution>,
    /// For n-grams alone.
    plain: Option<Solution>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Solution {
    weights: Array2<f32>,
    confidence: Scale,
    known: Scale,
}

impl Intents {
    /// Teaches. With an embedder the sentence model takes part; without, n-grams alone, and guesses say so.
    ///
    /// # Errors
    /// `Examples` when there are fewer than two intents; what the sentence model says.
    pub fn teach(examples: &[Example], embedder: Option<&Embedder>) -> Result<Intents> {
        let (classes, names) = numbered(examples);
        if names.len() < INTENTS_MIN {
            return Err(Error::Examples(format!("{} intents, at least {INTENTS_MIN} are needed", names.len())));
        }
        let kept = thinned(&classes, EXAMPLES_MAX);
        let classes: Vec<usize> = kept.iter().map(|&at| classes[at]).collect();
        let texts: Vec<String> = kept.iter().map(|&at| examples[at].text.clone()).collect();
        let index = Index::new(phrases(&texts, embedder)?);
        let full = index.has_vectors().then(|| Solution::new(&index, &classes, names.len(), Likeness::Full)).transpose()?;
        // The second solution costs as much again; a big set is only taught where the model is.
        let plain = (full.is_none() || index.len() <= PLAIN_MAX).then(|| Solution::new(&index, &classes, names.len(), Likeness::Grams));
        Ok(Intents { names, texts, docs: index, full, plain: plain.transpose()? })
    }

    /// Names of the taught intents, sorted.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// # Errors
    /// What the sentence model says, or `Examples` when these intents were only taught with it and it is not there.
    pub fn guess(&self, text: &str, embedder: Option<&Embedder>) -> Result<Guess> {
        let phrase = phrases(&[text], embedder)?.pop().unwrap_or_default();
        self.guess_phrase(&phrase)
    }

    /// # Errors
    /// As `guess`.
    pub fn guess_phrase(&self, phrase: &Phrase) -> Result<Guess> {
        let with_vector = self.full.as_ref().filter(|_| self.docs.fits(phrase)).map(|full| (full, Likeness::Full));
        let missing = || Error::Examples("these intents were taught with the sentence model, and it is not here".to_owned());
        let (solution, likeness) = with_vector.or(self.plain.as_ref().map(|plain| (plain, Likeness::Grams))).ok_or_else(missing)?;
        let near = self.docs.near(phrase, likeness);
        let row = Row::new(&near, &solution.weights);
        let known = if phrase.grams.is_empty() { 0.0 } else { solution.known.probability(&row.features) };
        let best = self.names.get(row.best).cloned().unwrap_or_default();
        Ok(Guess {
            intent: (known >= 0.5).then(|| best.clone()),
            best,
            confidence: solution.confidence.probability(&row.features),
            known,
            nearest: self.texts.get(row.nearest).cloned().unwrap_or_default(),
            basis: if likeness == Likeness::Full { Basis::Full } else { Basis::Grams },
        })
    }
}

/// Sets up to this size are also taught without vectors, for a desk where the sentence model is missing.
const PLAIN_MAX: usize = 3_000;

impl Solution {
    fn new(index: &Index, classes: &[usize], names: usize, likeness: Likeness) -> Result<Solution> {
        let (confidence, known) = rounds::calibrated(index, classes, names, likeness)?;
        let every: Vec<usize> = (0..classes.len()).collect();
        Ok(Solution { weights: solved(index, &every, classes, names, likeness)?, confidence, known })
    }
}

/// Weights of the examples at `own`, a column an intent.
fn solved(index: &Index, own: &[usize], classes: &[usize], names: usize, likeness: Likeness) -> Result<Array2<f32>> {
    let mut left = index.square(own, likeness);
    left.diag_mut().mapv_inplace(|x| x + RIDGE);
    let target = Array2::from_shape_fn((own.len(), names), |(row, name)| if classes[own[row]] == name { 1.0 } else { 0.0 });
    crate::classify::solve::solve(left, target).ok_or_else(|| Error::Examples("their likeness is not a number".to_owned()))
}

/// One text against all examples.
struct Row {
    best: usize,
    nearest: usize,
    /// Score of the best intent, its lead over the second, likeness of the nearest example.
    features: Vec<f64>,
}

impl Row {
    fn new(near: &[f32], weights: &Array2<f32>) -> Row {
        let mut scores = vec![0.0_f32; weights.ncols()];
        for (likeness, row) in near.iter().zip(weights.rows()) {
            scores.iter_mut().zip(row).for_each(|(score, weight)| *score += likeness * weight);
        }
        let top = |numbers: &[f32]| (0..numbers.len()).max_by(|&a, &b| numbers[a].total_cmp(&numbers[b]).then(b.cmp(&a))).unwrap_or(0);
        let (best, nearest) = (top(&scores), top(near));
        let score = scores.get(best).copied().unwrap_or(0.0);
        let second = scores.iter().enumerate().filter(|(at, _)| *at != best).map(|(_, &score)| score).fold(f32::MIN, f32::max);
        let likeness = near.get(nearest).copied().unwrap_or(0.0);
        let features = [score, score - second, likeness].map(|x| f64::from(if x.is_finite() { x } else { 0.0 })).to_vec();
        Row { best, nearest, features }
    }
}

/// A number per example and the names by number, sorted.
pub(crate) fn numbered(examples: &[Example]) -> (Vec<usize>, Vec<String>) {
    let names: BTreeMap<&str, ()> = examples.iter().map(|example| (example.intent.as_str(), ())).collect();
    let names: Vec<&str> = names.into_keys().collect();
    let numbers: HashMap<&str, usize> = names.iter().enumerate().map(|(at, &name)| (name, at)).collect();
    let classes = examples.iter().filter_map(|example| numbers.get(example.intent.as_str()).copied()).collect();
    (classes, names.into_iter().map(str::to_owned).collect())
}

/// At most `most` places, an even share of each class, in their order.
fn thinned(classes: &[usize], most: usize) -> Vec<usize> {
    let folds = classes.len().div_ceil(most.max(1)).max(1);
    let deal = stratified(classes, folds, SEED);
    (0..classes.len()).filter(|&at| deal[at] == 0).take(most).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    const TAUGHT: &[(&str, &str)] = &[
        ("我要退货", "退货"),
        ("这个能退吗", "退货"),
        ("东西坏了想退掉", "退货"),
        ("怎么申请退货退款", "退货"),
        ("我的快递到哪了", "物流"),
        ("什么时候能送到", "物流"),
        ("查一下物流", "物流"),
        ("快递三天没动了", "物流"),
        ("几点关门", "营业时间"),
        ("周末营业吗", "营业时间"),
        ("早上几点开门", "营业时间"),
        ("春节开门吗", "营业时间"),
    ];

    fn taught() -> Intents {
        let examples: Vec<Example> = TAUGHT.iter().map(|(text, intent)| Example { text: (*text).into(), intent: (*intent).into() }).collect();
        Intents::teach(&examples, None).unwrap()
    }

    fn check(texts: &[&str], wanted: Expect) {
        let intents = taught();
        let told = |text: &&str| {
            let guess = intents.guess(text, None).unwrap();
            format!("{text}: {} ({}), like {}", guess.intent.as_deref().unwrap_or("none"), guess.best, guess.nearest)
        };
        wanted.assert_eq(&texts.iter().map(told).collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn four_phrases_an_intent_are_enough_to_begin() {
        check(
            &["想退货", "快递到了吗", "你们几点开门", "今天股票涨了没有", ""],
            expect![[r#"
            想退货: 退货 (退货), like 我要退货
            快递到了吗: 物流 (物流), like 我的快递到哪了
            你们几点开门: 营业时间 (营业时间), like 早上几点开门
            今天股票涨了没有: 物流 (物流), like 快递三天没动了
            : none (物流), like 我要退货"#]],
        );
    }

    #[test]
    fn what_was_taught_survives_being_written_down() {
        let intents = taught();
        let back: Intents = serde_json::from_str(&serde_json::to_string(&intents).unwrap()).unwrap();
        assert_eq!(back.guess("退货", None).unwrap(), intents.guess("退货", None).unwrap());
    }

    #[test]
    fn one_intent_or_none_cannot_be_taught() {
        assert!(Intents::teach(&[], None).is_err());
        assert!(Intents::teach(&[Example { text: "退货".into(), intent: "退货".into() }], None).is_err());
    }

    #[test]
    fn two_phrases_are_taught_without_running_away() {
        let examples = [("退货", "a"), ("物流", "b")].map(|(text, intent)| Example { text: text.into(), intent: intent.into() });
        let guess = Intents::teach(&examples, None).unwrap().guess("我要退货", None).unwrap();
        assert_eq!(guess.best, "a");
        assert!((0.0..=1.0).contains(&guess.confidence) && (0.0..=1.0).contains(&guess.known), "{guess:?}");
    }

    #[test]
    fn thinning_keeps_every_class() {
        let classes: Vec<usize> = (0..1000).map(|at| at % 10).collect();
        let kept = thinned(&classes, 100);
        assert_eq!(kept.len(), 100);
        assert!((0..10).all(|class| kept.iter().filter(|&&at| classes[at] == class).count() == 10));
        assert_eq!(thinned(&classes, 2000).len(), 1000);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn any_examples_and_any_text(lines in prop::collection::vec((any::<String>(), 0_u8..3), 0..12), text in any::<String>()) {
            let examples: Vec<Example> = lines.into_iter().map(|(text, intent)| Example { text, intent: intent.to_string() }).collect();
            if let Ok(intents) = Intents::teach(&examples, None) {
                let guess = intents.guess(&text, None).unwrap();
                prop_assert!((0.0..=1.0).contains(&guess.confidence));
                prop_assert!((0.0..=1.0).contains(&guess.known));
            }
        }
    }
}
