//! The vector member of a head: kernel ridge regression over sentence vectors with a few hundred landmarks.
//!
//! A text is compared with each landmark, a training text kept as signed bytes, through `exp(-2 gamma (1 - cosine))`. On COLD this
//! is two points above a linear layer over the vector, and three when a whole topic was never seen.

use ndarray::{Array1, Array2, Axis};

use super::solve::solve;

#[derive(Clone, Debug, PartialEq)]
pub struct Kernel {
    pub gamma: f32,
    /// Numbers of one vector.
    pub width: usize,
    /// `weights.len()` rows of `width` bytes.
    pub landmarks: Vec<i8>,
    /// What a byte of 1 stands for, a row each.
    pub scales: Vec<f32>,
    pub weights: Vec<f32>,
}

/// How a kernel is trained.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How fast likeness falls with distance.
    pub gamma: f32,
    /// Pull of the weights towards nought.
    pub ridge: f64,
    pub landmarks: usize,
}

impl Kernel {
    /// About +1 for yes and -1 for no. None for a vector of another model.
    pub fn score(&self, vector: &[f32]) -> Option<f64> {
        if vector.len() != self.width || self.width == 0 {
            return None;
        }
        let rows = self.landmarks.chunks_exact(self.width).zip(&self.scales).zip(&self.weights);
        Some(rows.map(|((row, scale), weight)| f64::from(weight * nearness(self.gamma, dot(row, vector) * scale))).sum())
    }

    /// Trains on vectors (a row each) with the landmarks at `chosen` rows. None when the rows are too few or not numbers.
    pub fn train(vectors: &Array2<f32>, truth: &[bool], chosen: &[usize], settings: Settings) -> Option<Kernel> {
        let mut kernel = Kernel::of_landmarks(&vectors.select(Axis(0), chosen), settings.gamma);
        let marks = kernel.restored()?;
        let near = |a: &Array2<f32>| a.dot(&marks.t()).mapv(|cosine| f64::from(nearness(settings.gamma, cosine)));
        let (all, own) = (near(vectors), near(&marks));
        let target = Array1::from_iter(truth.iter().map(|&yes| if yes { 1.0 } else { -1.0 }));
        let mut left = all.t().dot(&all) + own * settings.ridge;
        left.diag_mut().mapv_inplace(|x| x + 1e-6);
        let right = all.t().dot(&target).insert_axis(Axis(1));
        kernel.weights = solve(left, right)?.iter().map(|&weight| weight as f32).collect();
        Some(kernel)
    }

    fn of_landmarks(rows: &Array2<f32>, gamma: f32) -> Kernel {
        let (mut landmarks, mut scales) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.nrows()));
        for row in rows.rows() {
            let largest = row.iter().fold(f32::MIN_POSITIVE, |most, x| most.max(x.abs()));
            landmarks.extend(row.iter().map(|x| (x / largest * 127.0).round() as i8));
            scales.push(largest / 127.0);
        }
        Kernel { gamma, width: rows.ncols(), landmarks, scales, weights: vec![0.0; rows.nrows()] }
    }

    fn restored(&self) -> Option<Array2<f32>> {
        let rows = self.landmarks.chunks_exact(self.width.max(1)).zip(&self.scales);
        let numbers = rows.flat_map(|(row, scale)| row.iter().map(move |&x| f32::from(x) * scale)).collect();
        Array2::from_shape_vec((self.scales.len(), self.width), numbers).ok()
    }
}

/// 1 for the same direction, falling with the angle.
pub fn nearness(gamma: f32, cosine: f32) -> f32 {
    (-2.0 * gamma * (1.0 - cosine)).exp()
}

/// In eight sums side by side: one sum alone waits for itself at every step.
fn dot(row: &[i8], vector: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    for (bytes, numbers) in row.chunks(8).zip(vector.chunks(8)) {
        sums.iter_mut().zip(bytes).zip(numbers).for_each(|((sum, &byte), x)| *sum += f32::from(byte) * x);
    }
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circle(n: usize) -> Array2<f32> {
        Array2::from_shape_fn((n, 2), |(row, axis)| {
            let angle = row as f32 / n as f32 * std::f32::consts::TAU;
            if axis == 0 { angle.cos() } else { angle.sin() }
        })
    }

    #[test]
    fn learns_a_bent_border_from_few_landmarks() {
        let vectors = circle(120);
        // Two arcs on opposite sides are yes: no straight line parts them.
        let truth: Vec<bool> = (0..120).map(|at| at / 30 % 2 == 0).collect();
        let chosen: Vec<usize> = (0..120).step_by(4).collect();
        let kernel = Kernel::train(&vectors, &truth, &chosen, Settings { gamma: 4.0, ridge: 0.01, landmarks: 30 }).unwrap();
        let right = (0..120).filter(|&at| (kernel.score(vectors.row(at).as_slice().unwrap()).unwrap() > 0.0) == truth[at]).count();
        assert!(right >= 114, "{right}");
    }

    #[test]
    fn a_vector_of_another_width_is_no_answer() {
        let kernel = Kernel { gamma: 1.0, width: 2, landmarks: vec![127, 0], scales: vec![1.0 / 127.0], weights: vec![1.0] };
        assert_eq!(kernel.score(&[1.0, 0.0]).map(|score| (score * 100.0).round()), Some(100.0));
        assert_eq!(kernel.score(&[1.0]), None);
        assert_eq!(kernel.score(&[]), None);
    }
}
