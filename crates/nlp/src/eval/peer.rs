//! What our heads are measured beside, trained in the same run on the same lines: linear classifiers over TF-IDF of n-grams.
//!
//! They stand for what a shop gets from a textbook. Nothing that ships may call them.

use std::collections::HashMap;

use crate::classify::calibrate::logistic;
use crate::classify::random::Random;
use crate::intent::sparse::Sparse;

/// Passes of the support vector machine over all lines; the answers no longer change after some eight.
const ROUNDS: usize = 12;
/// What an error costs against the length of the weights: the usual 1.
const COST: f64 = 1.0;
const STEPS: usize = 2_000;
const SEED: u64 = 1;

/// TF-IDF rows of the lines that are learnt from, and how to weigh others alike.
pub struct Terms {
    sparse: Sparse,
    numbers: HashMap<u32, usize>,
}

type Row = Vec<(usize, f64)>;

impl Terms {
    pub fn new<T: AsRef<str>>(texts: &[T]) -> Terms {
        let sparse = Sparse::new(texts.iter().map(|text| crate::grams::grams(text.as_ref())).collect());
        let mut numbers = HashMap::new();
        for (hash, _) in sparse.weighed.iter().flatten() {
            let next = numbers.len();
            numbers.entry(*hash).or_insert(next);
        }
        Terms { sparse, numbers }
    }

    pub fn row(&self, text: &str) -> Row {
        self.numbered(&self.sparse.weigh(&crate::grams::grams(text)))
    }

    fn rows(&self) -> Vec<Row> {
        self.sparse.weighed.iter().map(|counted| self.numbered(counted)).collect()
    }

    fn numbered(&self, counted: &[(u32, f32)]) -> Row {
        counted.iter().filter_map(|(hash, x)| Some((*self.numbers.get(hash)?, f64::from(*x)))).collect()
    }
}

/// One weight a term, and a bias.
pub struct Weights {
    terms: Vec<f64>,
    bias: f64,
}

impl Weights {
    pub fn score(&self, row: &Row) -> f64 {
        self.bias + row.iter().map(|(at, x)| x * self.terms[*at]).sum::<f64>()
    }

    fn add(&mut self, row: &Row, by: f64) {
        row.iter().for_each(|(at, x)| self.terms[*at] += by * x);
        self.bias += by;
    }
}

/// One linear support vector machine a class against the rest, squared hinge loss, dual coordinate descent.
pub fn machines(terms: &Terms, classes: &[usize], count: usize) -> Vec<Weights> {
    let rows = terms.rows();
    (0..count).map(|class| machine(&rows, terms.numbers.len(), |at| classes[at] == class)).collect()
}

fn machine(rows: &[Row], width: usize, yes: impl Fn(usize) -> bool) -> Weights {
    let mut weights = Weights { terms: vec![0.0; width], bias: 0.0 };
    let mut alphas = vec![0.0; rows.len()];
    let (mut order, mut random): (Vec<usize>, Random) = ((0..rows.len()).collect(), Random::new(SEED));
    let slack = 0.5 / COST;
    for _ in 0..ROUNDS {
        random.shuffle(&mut order);
        for &at in &order {
            let sign = if yes(at) { 1.0 } else { -1.0 };
            let square = rows[at].iter().map(|(_, x)| x * x).sum::<f64>() + 1.0;
            let slope = sign * weights.score(&rows[at]) - 1.0 + slack * alphas[at];
            let next = (alphas[at] - slope / (square + slack)).max(0.0);
            if next != alphas[at] {
                weights.add(&rows[at], (next - alphas[at]) * sign);
                alphas[at] = next;
            }
        }
    }
    weights
}

/// Logistic regression by gradient descent, of a few hundred lines at most.
pub fn regression(terms: &Terms, truth: &[bool]) -> Weights {
    let rows = terms.rows();
    let mut weights = Weights { terms: vec![0.0; terms.numbers.len()], bias: 0.0 };
    let step = 1.0 / (0.5 * rows.len() as f64 + 1.0 / COST);
    for _ in 0..STEPS {
        let errors: Vec<f64> = rows.iter().zip(truth).map(|(row, &yes)| f64::from(u8::from(yes)) - logistic(weights.score(row))).collect();
        weights.terms.iter_mut().for_each(|x| *x *= 1.0 - step / COST);
        rows.iter().zip(errors).for_each(|(row, error)| weights.add(row, step * error));
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: [(&str, bool); 6] =
        [("质量很好", true), ("服务很好", true), ("味道很好", true), ("质量很差", false), ("服务很差", false), ("味道很差", false)];

    #[test]
    fn both_learn_what_tells_lines_apart() {
        let terms = Terms::new(&LINES.map(|line| line.0));
        let truth = LINES.map(|line| line.1);
        let classes: Vec<usize> = truth.iter().map(|&yes| usize::from(yes)).collect();
        let machines = machines(&terms, &classes, 2);
        let (good, bad) = (terms.row("物流很好"), terms.row("物流很差"));
        assert!(machines[1].score(&good) > machines[0].score(&good) && machines[0].score(&bad) > machines[1].score(&bad));
        let regression = regression(&terms, &truth);
        assert!(regression.score(&good) > 0.0 && regression.score(&bad) < 0.0);
    }
}
