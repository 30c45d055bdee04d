//! How alike texts are: of all examples among each other, and of one text with all of them.

use ndarray::{Array2, Axis};
use serde::{Deserialize, Serialize};

use super::Phrase;
use super::sparse::Sparse;
use crate::classify::dense::nearness;

/// How fast likeness falls with the angle between vectors.
const GAMMA: f32 = 1.5;
/// What shared n-grams count beside the vectors.
const GRAMS: f32 = 0.5;
/// What shared frames count.
const FRAMES: f32 = 0.25;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    Full,
    Grams,
}

/// Examples with their n-grams and frames, weighed by rarity, and their vectors. Written down as phrases and weighed anew when read.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Vec<Phrase>", into = "Vec<Phrase>")]
pub struct Index {
    grams: Sparse,
    frames: Sparse,
    /// A row an example; no columns without the sentence model.
    vectors: Array2<f32>,
}

impl From<Vec<Phrase>> for Index {
    fn from(phrases: Vec<Phrase>) -> Index {
        Index::new(phrases)
    }
}

impl From<Index> for Vec<Phrase> {
    fn from(index: Index) -> Vec<Phrase> {
        let vector = |row: ndarray::ArrayView1<f32>| (!row.is_empty()).then(|| row.to_vec());
        let rows = index.grams.raw.into_iter().zip(index.frames.raw).zip(index.vectors.rows());
        rows.map(|((grams, frame), row)| Phrase { grams, frame, vector: vector(row) }).collect()
    }
}

impl Index {
    pub fn new(phrases: Vec<Phrase>) -> Index {
        let vectors = vectors(&phrases);
        let (grams, frames) = phrases.into_iter().map(|phrase| (phrase.grams, phrase.frame)).unzip();
        Index { grams: Sparse::new(grams), frames: Sparse::new(frames), vectors }
    }

    pub fn len(&self) -> usize {
        self.grams.weighed.len()
    }

    pub fn has_vectors(&self) -> bool {
        self.vectors.ncols() > 0
    }

    /// Whether the phrase has a vector that can be compared with these.
    pub fn fits(&self, phrase: &Phrase) -> bool {
        self.has_vectors() && phrase.vector.as_ref().is_some_and(|vector| vector.len() == self.vectors.ncols())
    }

    /// Likeness of the examples at `own` with each other.
    pub fn square(&self, own: &[usize], likeness: Likeness) -> Array2<f32> {
        let mut out = Array2::zeros((own.len(), own.len()));
        self.grams.square(own, GRAMS, &mut out);
        self.frames.square(own, FRAMES, &mut out);
        mirror(&mut out);
        if likeness == Likeness::Full {
            let rows = self.vectors.select(Axis(0), own);
            let near = rows.dot(&rows.t());
            out.zip_mut_with(&near, |shared, &cosine| *shared += nearness(GAMMA, cosine));
        }
        out
    }

    /// Likeness of the examples at `rows` with those at `columns`, as if only the columns were known.
    pub fn across(&self, rows: &[usize], columns: &[usize], likeness: Likeness) -> Array2<f32> {
        let mut out = Array2::zeros((rows.len(), columns.len()));
        self.grams.across(rows, columns, GRAMS, &mut out);
        self.frames.across(rows, columns, FRAMES, &mut out);
        if likeness == Likeness::Full {
            let near = self.vectors.select(Axis(0), rows).dot(&self.vectors.select(Axis(0), columns).t());
            out.zip_mut_with(&near, |shared, &cosine| *shared += nearness(GAMMA, cosine));
        }
        out
    }

    /// Likeness of one phrase with every example.
    pub fn near(&self, phrase: &Phrase, likeness: Likeness) -> Vec<f32> {
        let mut out = vec![0.0; self.len()];
        self.grams.near(&phrase.grams, GRAMS, &mut out);
        self.frames.near(&phrase.frame, FRAMES, &mut out);
        if let (Likeness::Full, Some(vector)) = (likeness, phrase.vector.as_ref().filter(|_| self.fits(phrase))) {
            let cosines = self.vectors.dot(&ndarray::ArrayView1::from(vector.as_slice()));
            out.iter_mut().zip(&cosines).for_each(|(near, &cosine)| *near += nearness(GAMMA, cosine));
        }
        out
    }
}

fn mirror(square: &mut Array2<f32>) {
    for row in 0..square.nrows() {
        for column in 0..row {
            square[[column, row]] = square[[row, column]];
        }
    }
}

/// No columns when a phrase lacks its vector or they differ in width.
fn vectors(docs: &[Phrase]) -> Array2<f32> {
    let width = docs.first().and_then(|doc| doc.vector.as_ref()).map_or(0, Vec::len);
    let numbers: Vec<f32> = docs.iter().filter_map(|doc| doc.vector.as_deref()).flatten().copied().collect();
    Array2::from_shape_vec((docs.len(), width), numbers).unwrap_or_else(|_| Array2::zeros((docs.len(), 0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_at_once_and_one_by_one_agree() {
        let docs: Vec<Phrase> = [("退货怎么办", [1.0, 0.0]), ("怎么退货", [0.8, 0.6]), ("card lost card", [0.0, 1.0])]
            .iter()
            .map(|(text, vector)| Phrase { vector: Some(vector.to_vec()), ..Phrase::plain(text) })
            .collect();
        let index = Index::new(docs.clone());
        for likeness in [Likeness::Full, Likeness::Grams] {
            let square = index.square(&[0, 1, 2], likeness);
            for (row, doc) in docs.iter().enumerate() {
                for (column, near) in index.near(doc, likeness).iter().enumerate() {
                    assert!((near - square[[row, column]]).abs() < 1e-5, "{likeness:?} {row} {column}");
                }
            }
        }
    }

    #[test]
    fn a_missing_vector_leaves_n_grams() {
        let index = Index::new(vec![Phrase { vector: Some(vec![1.0]), ..Phrase::plain("退货") }, Phrase::plain("物流")]);
        assert!(!index.has_vectors());
    }
}
