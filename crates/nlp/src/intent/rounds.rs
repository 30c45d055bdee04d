//! Calibration by hiding: in each round some examples and whole intents are hidden, and what the rest says of them is kept.
//!
//! From the hidden examples of known intents comes how far a guess can be trusted, from the hidden intents how a text scores that
//! wants none of the known.

use super::kernel::{Index, Likeness};
use super::{Row, SEED, solved, thinned};
use crate::Result;
use crate::classify::Scale;
use crate::classify::random::stratified;

const ROUNDS: usize = 5;
/// Rounds over more examples would cost more than teaching.
const EXAMPLES_MAX: usize = 4_000;
/// What all hidden intents weigh against all examples of known ones: most messages want something that was taught.
const STRANGE_SHARE: f64 = 0.5;

/// One text that shares nothing is added for so many hidden examples.
const NOTHING_IN: usize = 10;

/// What the rounds told of hidden examples.
#[derive(Default)]
struct Told {
    rows: Vec<Vec<f64>>,
    known: Vec<bool>,
    right: Vec<bool>,
}

impl Told {
    /// A text that shares nothing with any example is strange, whatever the rounds say: with a dozen examples they say little.
    fn shares_nothing(&mut self) {
        let times = self.rows.len().div_ceil(NOTHING_IN).max(2);
        self.rows.extend(vec![vec![0.0; 3]; times]);
        self.known.extend(vec![false; times]);
        self.right.extend(vec![false; times]);
    }
}

/// What is parted into shown and hidden.
struct Rounds<'a> {
    index: &'a Index,
    classes: &'a [usize],
    names: usize,
    likeness: Likeness,
    used: Vec<usize>,
    folds: Vec<usize>,
}

/// Confidence (right, given a known intent) and knownness, from the features of `Row`.
pub fn calibrated(index: &Index, classes: &[usize], names: usize, likeness: Likeness) -> Result<(Scale, Scale)> {
    let used = thinned(classes, EXAMPLES_MAX);
    let own: Vec<usize> = used.iter().map(|&at| classes[at]).collect();
    let rounds = Rounds { index, classes, names, likeness, folds: stratified(&own, ROUNDS, SEED + 1), used };
    let mut told = Told::default();
    for round in 0..ROUNDS {
        rounds.hide(round, &mut told)?;
    }
    told.shares_nothing();
    let known = told.known.iter().filter(|&&known| known).count() as f64;
    let strange = told.known.len() as f64 - known;
    let strange_weight = if strange > 0.0 { STRANGE_SHARE * known / strange } else { 1.0 };
    let weights: Vec<f64> = told.known.iter().map(|&known| if known { 1.0 } else { strange_weight }).collect();
    let only_known: Vec<f64> = told.known.iter().map(|&known| f64::from(u8::from(known))).collect();
    Ok((Scale::fit(&told.rows, &told.right, &only_known), Scale::fit(&told.rows, &told.known, &weights)))
}

impl Rounds<'_> {
    fn hide(&self, round: usize, told: &mut Told) -> Result<()> {
        let strange = |at: usize| self.classes[at] % ROUNDS == round;
        let places = (0..self.used.len()).map(|turn| (self.folds[turn] != round && !strange(self.used[turn]), self.used[turn]));
        let (shown, hidden): (Vec<_>, Vec<_>) = places.partition(|place| place.0);
        let [shown, hidden] = [shown, hidden].map(|places| places.into_iter().map(|place| place.1).collect::<Vec<usize>>());
        if shown.is_empty() {
            return Ok(());
        }
        let weights = solved(self.index, &shown, self.classes, self.names, self.likeness)?;
        let near = self.index.across(&hidden, &shown, self.likeness);
        for (&at, line) in hidden.iter().zip(near.rows()) {
            let row = Row::new(line.as_slice().unwrap_or_default(), &weights);
            told.right.push(row.best == self.classes[at]);
            told.known.push(!strange(at));
            told.rows.push(row.features);
        }
        Ok(())
    }
}
