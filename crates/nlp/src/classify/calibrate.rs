//! From scores to probabilities that mean what they say, and the figure that tells whether they do.

use serde::{Deserialize, Serialize};

/// Newton steps of a fit; it settles in under ten.
const STEPS: usize = 60;
/// Pull of each weight towards nought, in examples: with three examples a fit must not run away.
const RIDGE: f64 = 0.5;

/// A logistic function of a few numbers: `1 / (1 + exp(-(weights . x + bias)))`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scale {
    pub weights: Vec<f64>,
    pub bias: f64,
}

impl Scale {
    /// Fits by Newton's method on rows, their truth and their weight. Rows shorter than the first count missing numbers as 0.
    pub fn fit(rows: &[Vec<f64>], truth: &[bool], importance: &[f64]) -> Scale {
        let width = rows.first().map_or(0, Vec::len);
        let mut weights = vec![0.0; width + 1];
        for _ in 0..STEPS {
            let (slope, bend) = derivatives(rows, truth, importance, &weights);
            let step = solved(bend, slope);
            let length: f64 = step.iter().map(|d| d * d).sum::<f64>().sqrt();
            let shrink = if length > 20.0 { 20.0 / length } else { 1.0 };
            for (weight, d) in weights.iter_mut().zip(&step) {
                *weight -= d * shrink;
            }
            if length < 1e-9 {
                break;
            }
        }
        let bias = weights.pop().unwrap_or(0.0);
        Scale { weights, bias }
    }

    /// The log-odds of a row.
    pub fn odds(&self, row: &[f64]) -> f64 {
        self.bias + self.weights.iter().zip(row).map(|(weight, x)| weight * x).sum::<f64>()
    }

    pub fn probability(&self, row: &[f64]) -> f64 {
        logistic(self.odds(row))
    }
}

pub fn logistic(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

fn derivatives(rows: &[Vec<f64>], truth: &[bool], importance: &[f64], weights: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
    let width = weights.len();
    let mut slope: Vec<f64> = weights.iter().enumerate().map(|(at, w)| if at + 1 < width { RIDGE * 0.01 * w } else { 0.0 }).collect();
    let mut bend = vec![vec![0.0; width]; width];
    for (at, line) in bend.iter_mut().enumerate() {
        line[at] = RIDGE * 0.01 + 1e-9;
    }
    for ((row, &yes), &importance) in rows.iter().zip(truth).zip(importance) {
        let x = |at: usize| if at + 1 == width { 1.0 } else { row.get(at).copied().unwrap_or(0.0) };
        let odds: f64 = weights.iter().enumerate().map(|(at, w)| w * x(at)).sum();
        let p = logistic(odds);
        for i in 0..width {
            slope[i] += importance * (p - f64::from(u8::from(yes))) * x(i);
            let bent = importance * (p * (1.0 - p)).max(1e-9) * x(i);
            bend[i].iter_mut().enumerate().for_each(|(j, cell)| *cell += bent * x(j));
        }
    }
    (slope, bend)
}

/// Gauss elimination with pivots; at most a handful of unknowns.
fn solved(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for column in 0..n {
        let pivot = (column..n).max_by(|&i, &j| a[i][column].abs().total_cmp(&a[j][column].abs())).unwrap_or(column);
        a.swap(column, pivot);
        b.swap(column, pivot);
        let (done, rest) = a.split_at_mut(column + 1);
        for (turn, line) in rest.iter_mut().enumerate() {
            let factor = line[column] / done[column][column];
            line.iter_mut().zip(&done[column]).skip(column).for_each(|(cell, pivot)| *cell -= factor * pivot);
            b[column + 1 + turn] -= factor * b[column];
        }
    }
    for row in (0..n).rev() {
        let rest: f64 = (row + 1..n).map(|k| a[row][k] * b[k]).sum();
        b[row] = (b[row] - rest) / a[row][row];
    }
    b
}

/// Expected calibration error over ten equal bins: how far, on average, a stated confidence is from the share that was right.
pub fn calibration_error(stated: &[f64], right: &[bool]) -> f64 {
    let mut bins = [(0.0, 0.0, 0.0); 10];
    for (&p, &ok) in stated.iter().zip(right) {
        let bin = &mut bins[((p * 10.0) as usize).min(9)];
        bin.0 += 1.0;
        bin.1 += p;
        bin.2 += f64::from(u8::from(ok));
    }
    let all: f64 = bins.iter().map(|bin| bin.0).sum();
    bins.iter().map(|bin| (bin.1 - bin.2).abs()).sum::<f64>() / all.max(1.0)
}

/// The chance that a yes scores above a no, ties half.
pub fn area_under_curve(scores: &[f64], truth: &[bool]) -> f64 {
    let mut order: Vec<usize> = (0..scores.len().min(truth.len())).collect();
    order.sort_by(|&a, &b| scores[a].total_cmp(&scores[b]));
    let (mut ranks, mut at) = (0.0, 0);
    while at < order.len() {
        let tied = order[at..].iter().take_while(|&&i| scores[i] == scores[order[at]]).count();
        let rank = at as f64 + (tied as f64 + 1.0) / 2.0;
        ranks += rank * order[at..at + tied].iter().filter(|&&i| truth[i]).count() as f64;
        at += tied;
    }
    let yes = truth.iter().filter(|&&yes| yes).count() as f64;
    let no = order.len() as f64 - yes;
    if yes == 0.0 || no == 0.0 { 0.5 } else { (ranks - yes * (yes + 1.0) / 2.0) / (yes * no) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fit_finds_the_odds() {
        let rows: Vec<Vec<f64>> = (0..400).map(|at| vec![f64::from(at % 2)]).collect();
        // Of the noughts every tenth is true, of the ones nine in ten.
        let truth: Vec<bool> = (0..400).map(|at| (at / 2 % 10 == 0) != (at % 2 == 1)).collect();
        let scale = Scale::fit(&rows, &truth, &vec![1.0; 400]);
        assert!((scale.probability(&[0.0]) - 0.1).abs() < 0.01, "{scale:?}");
        assert!((scale.probability(&[1.0]) - 0.9).abs() < 0.01, "{scale:?}");
    }

    #[test]
    fn a_fit_on_little_or_separable_data_stays_finite() {
        let scale = Scale::fit(&[vec![1.0, 2.0], vec![-1.0, 0.0]], &[true, false], &[1.0, 1.0]);
        assert!(scale.weights.iter().all(|w| w.is_finite()) && scale.bias.is_finite(), "{scale:?}");
        assert_eq!(Scale::fit(&[], &[], &[]).probability(&[]), 0.5);
    }

    #[test]
    fn calibration_error_is_the_gap() {
        assert_eq!(calibration_error(&[0.75; 4], &[true, true, true, false]), 0.0);
        assert_eq!(calibration_error(&[1.0; 4], &[true, true, false, false]), 0.5);
        assert_eq!(calibration_error(&[], &[]), 0.0);
    }

    #[test]
    fn area_counts_ties_as_half() {
        assert_eq!(area_under_curve(&[0.1, 0.9], &[false, true]), 1.0);
        assert_eq!(area_under_curve(&[0.5, 0.5], &[false, true]), 0.5);
        assert_eq!(area_under_curve(&[0.9, 0.1, 0.5], &[false, true, true]), 0.0);
        assert_eq!(area_under_curve(&[], &[]), 0.5);
    }
}
