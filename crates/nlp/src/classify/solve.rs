//! The one piece of linear algebra that training needs: a symmetric positive definite system with many right-hand sides.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, NdFloat, s};

/// Columns of one block; the products between blocks are where the time goes, and they run in `ndarray`'s kernel.
const BLOCK: usize = 96;

/// Solves `a x = b` in place of `b`, `a` symmetric positive definite (only its lower half is read). None when it is not.
pub fn solve<T: NdFloat>(mut a: Array2<T>, mut b: Array2<T>) -> Option<Array2<T>> {
    factor(&mut a)?;
    forward(&a, &mut b);
    backward(&a, &mut b);
    b.iter().all(|x| x.is_finite()).then_some(b)
}

/// Cholesky: the lower half of `a` becomes `l` with `l l' = a`.
fn factor<T: NdFloat>(a: &mut Array2<T>) -> Option<()> {
    let n = a.nrows();
    for start in (0..n).step_by(BLOCK) {
        let end = (start + BLOCK).min(n);
        for column in start..end {
            factor_column(a, start, column, n)?;
        }
        update_rest(a, start, end, n);
    }
    Some(())
}

/// Finishes one column of a block from the columns of the block before it.
fn factor_column<T: NdFloat>(a: &mut Array2<T>, start: usize, column: usize, n: usize) -> Option<()> {
    let head = a.slice(s![column, start..column]).to_owned();
    let square = a[[column, column]] - head.dot(&head);
    if !square.is_finite() || square <= T::zero() {
        return None;
    }
    let root = square.sqrt();
    a[[column, column]] = root;
    for row in column + 1..n {
        let shared = a.slice(s![row, start..column]).dot(&head);
        a[[row, column]] = (a[[row, column]] - shared) / root;
    }
    Some(())
}

/// Takes the finished block out of all that lies right of it.
fn update_rest<T: NdFloat>(a: &mut Array2<T>, start: usize, end: usize, n: usize) {
    let panel = a.slice(s![end..n, start..end]).to_owned();
    for column in (end..n).step_by(BLOCK) {
        let stop = (column + BLOCK).min(n);
        let right = panel.slice(s![column - end..stop - end, ..]);
        let left = panel.slice(s![column - end.., ..]);
        general_mat_mul(-T::one(), &left, &right.t(), T::one(), &mut a.slice_mut(s![column..n, column..stop]));
    }
}

fn forward<T: NdFloat>(l: &Array2<T>, b: &mut Array2<T>) {
    let n = l.nrows();
    for start in (0..n).step_by(BLOCK) {
        let end = (start + BLOCK).min(n);
        for row in start..end {
            for before in start..row {
                let (done, mut rest) = b.multi_slice_mut((s![before, ..], s![row, ..]));
                rest.scaled_add(-l[[row, before]], &done);
            }
            let root = l[[row, row]];
            b.row_mut(row).mapv_inplace(|x| x / root);
        }
        let (done, mut rest) = b.multi_slice_mut((s![start..end, ..], s![end..n, ..]));
        general_mat_mul(-T::one(), &l.slice(s![end..n, start..end]), &done, T::one(), &mut rest);
    }
}

fn backward<T: NdFloat>(l: &Array2<T>, b: &mut Array2<T>) {
    let n = l.nrows();
    for start in (0..n).step_by(BLOCK).collect::<Vec<_>>().into_iter().rev() {
        let end = (start + BLOCK).min(n);
        let (mut own, done) = b.multi_slice_mut((s![start..end, ..], s![end..n, ..]));
        general_mat_mul(-T::one(), &l.slice(s![end..n, start..end]).t(), &done, T::one(), &mut own);
        for row in (start..end).rev() {
            for after in row + 1..end {
                let (done, mut rest) = b.multi_slice_mut((s![after, ..], s![row, ..]));
                rest.scaled_add(-l[[after, row]], &done);
            }
            let root = l[[row, row]];
            b.row_mut(row).mapv_inplace(|x| x / root);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::random::Random;

    fn any_matrix(rows: usize, columns: usize, seed: u64) -> Array2<f64> {
        let mut random = Random::new(seed);
        Array2::from_shape_fn((rows, columns), |_| random.below(2001) as f64 / 1000.0 - 1.0)
    }

    fn check(n: usize) {
        let root = any_matrix(n, n, n as u64);
        let a = root.dot(&root.t()) + Array2::<f64>::eye(n);
        let wanted = any_matrix(n, 3, 7);
        let found = solve(a.clone(), a.dot(&wanted)).unwrap();
        let worst = (&found - &wanted).iter().fold(0.0_f64, |worst, d| worst.max(d.abs()));
        assert!(worst < 1e-8, "{n}: {worst}");
    }

    #[test]
    fn solves_below_at_and_over_the_block_size() {
        for n in [1, 2, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 5] {
            check(n);
        }
    }

    #[test]
    fn a_matrix_that_is_not_positive_is_refused() {
        assert!(solve(-Array2::<f64>::eye(3), Array2::zeros((3, 1))).is_none());
        assert!(solve(Array2::from_elem((2, 2), f64::NAN), Array2::zeros((2, 1))).is_none());
    }
}
