//! Trains the heads that ship: the same lines, seed and recipe give the same bytes.
//!
//! Stacking weights, calibration and the figures come from predictions on lines that the members did not see: once over random
//! folds, once over folds of whole topics, so that a member that only knows its topic's words is not trusted too much elsewhere.

use ndarray::Array2;
use serde::Serialize;

use crate::classify::calibrate::{area_under_curve, calibration_error};
use crate::classify::dense::{Kernel, Settings};
use crate::classify::linear::{Linear, buckets};
use crate::classify::random::{Random, stratified};
use crate::classify::{Doc, Head, Scale, Seen};
use crate::{Error, Result};

const FOLDS: usize = 5;
const ROUNDS_OF_GROUPING: usize = 20;

/// One training line.
#[derive(Clone, Debug)]
pub struct Line {
    pub text: String,
    pub yes: bool,
    /// Its topic, for folds of whole topics.
    pub group: usize,
}

#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    pub name: &'static str,
    /// Weighs errors of the n-gram member against the length of its weights.
    pub cost: f64,
    pub kernel: Settings,
    pub threshold: f64,
    pub seed: u64,
}

/// Figures on lines held out of training.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    pub accuracy: f64,
    pub accuracy_grams: f64,
    pub area_under_curve: f64,
    pub calibration_error: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    pub name: &'static str,
    pub lines: usize,
    pub yes: usize,
    /// Over random folds.
    pub folds: Figures,
    /// Over folds of whole topics.
    pub topics: Figures,
}

/// # Errors
/// `Examples` when there are too few lines, only one class, or lines without a vector.
pub fn head(lines: &[Line], docs: &[Doc], recipe: Recipe) -> Result<(Head, Report)> {
    let data = Data::new(lines, docs)?;
    let random = data.held_out(&stratified(&data.classes(), FOLDS, recipe.seed), recipe)?;
    let groups: Vec<usize> = lines.iter().map(|line| line.group).collect();
    let topics = data.held_out(&groups, recipe)?;
    let rows: Vec<Vec<f64>> = random.iter().chain(&topics).map(|row| row.to_vec()).collect();
    let truth = [data.truth.clone(), data.truth.clone()].concat();
    let even = vec![1.0; rows.len()];
    let full = Scale::fit(&rows, &truth, &even);
    let plain = Scale::fit(&rows.iter().map(|row| vec![row[0]]).collect::<Vec<_>>(), &truth, &even);
    let every: Vec<usize> = (0..lines.len()).collect();
    let (linear, kernel) = data.members(&every, recipe)?;
    let seen = Seen::of(lines.iter().map(|line| line.text.as_str()));
    let head = Head { linear, kernel, full, plain, threshold: recipe.threshold, seen };
    let figures = |rows: &[[f64; 2]]| figures(&head, rows, &data.truth);
    let yes = data.truth.iter().filter(|&&yes| yes).count();
    let report = Report { name: recipe.name, lines: lines.len(), yes, folds: figures(&random), topics: figures(&topics) };
    Ok((head, report))
}

fn figures(head: &Head, rows: &[[f64; 2]], truth: &[bool]) -> Figures {
    let full: Vec<f64> = rows.iter().map(|row| head.full.probability(row)).collect();
    let plain: Vec<f64> = rows.iter().map(|row| head.plain.probability(&row[..1])).collect();
    let right = |stated: &[f64]| -> Vec<bool> { stated.iter().zip(truth).map(|(&p, &yes)| (p >= head.threshold) == yes).collect() };
    let share = |right: &[bool]| right.iter().filter(|&&ok| ok).count() as f64 / right.len().max(1) as f64;
    Figures {
        accuracy: share(&right(&full)),
        accuracy_grams: share(&right(&plain)),
        area_under_curve: area_under_curve(&full, truth),
        calibration_error: calibration_error(&full, truth),
    }
}

struct Data {
    buckets: Vec<Vec<u32>>,
    vectors: Array2<f32>,
    truth: Vec<bool>,
}

impl Data {
    fn new(lines: &[Line], docs: &[Doc]) -> Result<Data> {
        let truth: Vec<bool> = lines.iter().map(|line| line.yes).collect();
        let least = truth.iter().filter(|&&yes| yes).count().min(truth.iter().filter(|&&yes| !yes).count());
        if least < FOLDS || docs.len() != lines.len() {
            return Err(Error::Examples(format!("{least} lines of the rarer class, {FOLDS} are needed")));
        }
        let width = docs.first().and_then(|doc| doc.vector.as_ref()).map_or(0, Vec::len);
        let numbers: Vec<f32> = docs.iter().filter_map(|doc| doc.vector.as_deref()).flatten().copied().collect();
        let vectors = Array2::from_shape_vec((docs.len(), width), numbers).map_err(|_| Error::Examples("some have no vector".to_owned()))?;
        if width == 0 {
            return Err(Error::Examples("they have no vectors; fetch the sentence model with `cargo xtask models`".to_owned()));
        }
        Ok(Data { buckets: docs.iter().map(|doc| buckets(&doc.grams)).collect(), vectors, truth })
    }

    fn classes(&self) -> Vec<usize> {
        self.truth.iter().map(|&yes| usize::from(yes)).collect()
    }

    /// Both members, trained on the rows of `own`.
    fn members(&self, own: &[usize], recipe: Recipe) -> Result<(Linear, Kernel)> {
        let texts: Vec<Vec<u32>> = own.iter().map(|&at| self.buckets[at].clone()).collect();
        let truth: Vec<bool> = own.iter().map(|&at| self.truth[at]).collect();
        let linear = Linear::train(&texts, &truth, recipe.cost, recipe.seed);
        let vectors = self.vectors.select(ndarray::Axis(0), own);
        let mut order: Vec<usize> = (0..own.len()).collect();
        Random::new(recipe.seed).shuffle(&mut order);
        order.truncate(recipe.kernel.landmarks);
        let kernel = Kernel::train(&vectors, &truth, &order, recipe.kernel);
        Ok((linear, kernel.ok_or_else(|| Error::Examples("the vectors are not independent".to_owned()))?))
    }

    /// Both margins of every row, from members that were trained without its fold.
    fn held_out(&self, folds: &[usize], recipe: Recipe) -> Result<Vec<[f64; 2]>> {
        let mut out = vec![[0.0; 2]; folds.len()];
        let mut names: Vec<usize> = folds.to_vec();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let (own, other): (Vec<usize>, Vec<usize>) = (0..folds.len()).partition(|&at| folds[at] != name);
            let (linear, kernel) = self.members(&own, recipe)?;
            for at in other {
                let vector = self.vectors.row(at);
                let kernel = vector.as_slice().and_then(|vector| kernel.score(vector)).unwrap_or(0.0);
                out[at] = [linear.score_of_buckets(&self.buckets[at]), kernel];
            }
        }
        Ok(out)
    }
}

/// Parts texts into `count` groups of near meaning, for folds of whole topics when no topic is written beside the lines.
pub fn grouped(docs: &[Doc], count: usize, seed: u64) -> Vec<usize> {
    let vectors: Vec<&[f32]> = docs.iter().map(|doc| doc.vector.as_deref().unwrap_or_default()).collect();
    let mut random = Random::new(seed);
    let mut centres: Vec<Vec<f32>> = (0..count.min(docs.len())).map(|_| vectors[random.below(docs.len())].to_vec()).collect();
    let mut groups = vec![0; docs.len()];
    for _ in 0..ROUNDS_OF_GROUPING {
        for (group, vector) in groups.iter_mut().zip(&vectors) {
            *group = nearest(&centres, vector);
        }
        for (at, centre) in centres.iter_mut().enumerate() {
            centre.fill(0.0);
            for (_, vector) in groups.iter().zip(&vectors).filter(|(group, _)| **group == at) {
                centre.iter_mut().zip(*vector).for_each(|(sum, x)| *sum += x);
            }
            let length = centre.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            centre.iter_mut().for_each(|x| *x /= length);
        }
    }
    groups
}

fn nearest(centres: &[Vec<f32>], vector: &[f32]) -> usize {
    let dot = |centre: &[f32]| centre.iter().zip(vector).map(|(a, b)| a * b).sum::<f32>();
    (0..centres.len()).max_by(|&a, &b| dot(&centres[a]).total_cmp(&dot(&centres[b]))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(at: usize) -> (Line, Doc) {
        let yes = at.is_multiple_of(2);
        let text = format!("{}{}", ["书", "房间", "水果", "手机", "衣服"][at % 5], if yes { "很好" } else { "很差" });
        let vector = [if yes { 0.8 } else { -0.8 }, 0.6];
        (Line { text: text.clone(), yes, group: at % 5 }, Doc::new(&text, Some(&vector)))
    }

    fn recipe() -> Recipe {
        Recipe { name: "test", cost: 1.0, kernel: Settings { gamma: 1.0, ridge: 1.0, landmarks: 6 }, threshold: 0.5, seed: 1 }
    }

    #[test]
    fn a_head_carries_over_to_topics_it_never_saw_and_repeats_to_the_byte() {
        let (lines, docs): (Vec<Line>, Vec<Doc>) = (0..60).map(line).unzip();
        let (head, report) = head(&lines, &docs, recipe()).unwrap();
        assert_eq!((report.lines, report.yes), (60, 30));
        assert_eq!(report.topics.accuracy, 1.0);
        assert!(head.answer(&Doc::new("被子很好", Some(&[0.8, 0.6]))).probability > 0.5);
        assert!(head.answer(&Doc::new("被子很差", None)).probability < 0.5);
        assert_eq!(head.to_bytes(), super::head(&lines, &docs, recipe()).unwrap().0.to_bytes());
    }

    #[test]
    fn one_class_or_no_vectors_are_told() {
        let (mut lines, docs): (Vec<Line>, Vec<Doc>) = (0..60).map(line).unzip();
        let plain: Vec<Doc> = docs.iter().map(Doc::without_vector).collect();
        assert!(head(&lines, &plain, recipe()).is_err());
        lines.iter_mut().for_each(|line| line.yes = true);
        assert!(head(&lines, &docs, recipe()).is_err());
    }

    #[test]
    fn groups_are_of_near_vectors() {
        let docs: Vec<Doc> = (0..20).map(|at| Doc::new("", Some(&[f32::from(at < 10), f32::from(at >= 10)]))).collect();
        let groups = grouped(&docs, 2, 3);
        assert!(groups[..10].iter().all(|&group| group == groups[0]));
        assert!(groups[10..].iter().all(|&group| group == groups[19]));
    }
}
