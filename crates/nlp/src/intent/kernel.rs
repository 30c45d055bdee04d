//! How alike texts are: of all examples among each other, and of one text with all of them.

use std::collections::HashMap;

use ndarray::{Array2, Axis};
use serde::{Deserialize, Serialize};

use crate::classify::Doc;
use crate::classify::dense::nearness;

/// How fast likeness falls with the angle between vectors.
const GAMMA: f32 = 1.5;
/// What shared n-grams count beside the vectors.
const GRAMS: f32 = 0.5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    Full,
    Grams,
}

/// Examples with their n-grams, weighed by rarity, and their vectors. Written down as docs and weighed anew when read.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Vec<Doc>", into = "Vec<Doc>")]
pub struct Index {
    /// As they came: hash and count.
    docs: Vec<Vec<(u32, f32)>>,
    /// Weighed, each of length one.
    grams: Vec<Vec<(u32, f32)>>,
    lists: HashMap<u32, List>,
    /// A row an example; no columns without the sentence model.
    vectors: Array2<f32>,
}

/// One n-gram: the log of how rare it is, and the examples that hold it with its weight there.
#[derive(Clone, Debug, Default)]
struct List {
    rarity: f32,
    holders: Vec<(u32, f32)>,
}

impl From<Vec<Doc>> for Index {
    fn from(docs: Vec<Doc>) -> Index {
        Index::new(&docs)
    }
}

impl From<Index> for Vec<Doc> {
    fn from(index: Index) -> Vec<Doc> {
        let vector = |row: ndarray::ArrayView1<f32>| (!row.is_empty()).then(|| row.to_vec());
        index.docs.into_iter().zip(index.vectors.rows()).map(|(grams, row)| Doc { grams, vector: vector(row) }).collect()
    }
}

impl Index {
    pub fn new(docs: &[Doc]) -> Index {
        let mut lists: HashMap<u32, List> = HashMap::new();
        docs.iter().flat_map(|doc| &doc.grams).for_each(|(hash, _)| lists.entry(*hash).or_default().rarity += 1.0);
        lists.values_mut().for_each(|list| list.rarity = ((1.0 + docs.len() as f32) / (1.0 + list.rarity)).ln() + 1.0);
        let raw = docs.iter().map(|doc| doc.grams.clone()).collect();
        let mut index = Index { docs: raw, grams: Vec::new(), lists, vectors: vectors(docs) };
        index.grams = docs.iter().map(|doc| index.weighed(doc)).collect();
        for (at, grams) in index.grams.iter().enumerate() {
            for (hash, x) in grams {
                index.lists.entry(*hash).or_default().holders.push((at as u32, *x));
            }
        }
        index
    }

    pub fn has_vectors(&self) -> bool {
        self.vectors.ncols() > 0
    }

    /// Whether the doc has a vector that can be compared with these.
    pub fn fits(&self, doc: &Doc) -> bool {
        self.has_vectors() && doc.vector.as_ref().is_some_and(|vector| vector.len() == self.vectors.ncols())
    }

    /// Of length one. N-grams that no example has are left out: counting them in the length costs a point on SMP.
    fn weighed(&self, doc: &Doc) -> Vec<(u32, f32)> {
        let weigh = |(hash, count): &(u32, f32)| Some((*hash, (1.0 + count.ln()) * self.lists.get(hash)?.rarity));
        let mut out: Vec<(u32, f32)> = doc.grams.iter().filter_map(weigh).collect();
        let length = out.iter().map(|(_, x)| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        out.iter_mut().for_each(|(_, x)| *x /= length);
        out
    }

    /// Likeness of the examples at `own` with each other.
    pub fn square(&self, own: &[usize], likeness: Likeness) -> Array2<f32> {
        let mut out = self.shared_square(own);
        if likeness == Likeness::Full {
            let rows = self.vectors.select(Axis(0), own);
            let near = rows.dot(&rows.t());
            out.zip_mut_with(&near, |shared, &cosine| *shared = GRAMS * *shared + nearness(GAMMA, cosine));
        }
        out
    }

    /// Through lists of the examples that hold each n-gram: most pairs share few.
    fn shared_square(&self, own: &[usize]) -> Array2<f32> {
        let mut out = Array2::zeros((own.len(), own.len()));
        let mut holders: HashMap<u32, Vec<(u32, f32)>> = HashMap::new();
        for (row, &at) in own.iter().enumerate() {
            let mut line = out.row_mut(row);
            for &(hash, x) in &self.grams[at] {
                let list = holders.entry(hash).or_default();
                list.push((row as u32, x));
                list.iter().for_each(|&(other, y)| line[other as usize] += x * y);
            }
        }
        mirror(&mut out);
        out
    }

    /// Likeness of the examples at `rows` with those at `columns`, as if only the columns were known.
    pub fn across(&self, rows: &[usize], columns: &[usize], likeness: Likeness) -> Array2<f32> {
        let mut holders: HashMap<u32, Vec<(u32, f32)>> = HashMap::new();
        for (column, &at) in columns.iter().enumerate() {
            self.grams[at].iter().for_each(|&(hash, x)| holders.entry(hash).or_default().push((column as u32, x)));
        }
        let mut out = Array2::zeros((rows.len(), columns.len()));
        for (row, &at) in rows.iter().enumerate() {
            let mut line = out.row_mut(row);
            let known = || self.grams[at].iter().filter_map(|(hash, x)| Some((x, holders.get(hash)?)));
            let length = known().map(|(x, _)| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            for (x, list) in known() {
                list.iter().for_each(|&(column, y)| line[column as usize] += x / length * y);
            }
        }
        if likeness == Likeness::Full {
            let near = self.vectors.select(Axis(0), rows).dot(&self.vectors.select(Axis(0), columns).t());
            out.zip_mut_with(&near, |shared, &cosine| *shared = GRAMS * *shared + nearness(GAMMA, cosine));
        }
        out
    }

    /// Likeness of one text with every example.
    pub fn near(&self, doc: &Doc, likeness: Likeness) -> Vec<f32> {
        let mut out = vec![0.0; self.grams.len()];
        for (hash, x) in self.weighed(doc) {
            let holders = self.lists.get(&hash).map(|list| list.holders.as_slice()).unwrap_or_default();
            holders.iter().for_each(|&(at, y)| out[at as usize] += x * y);
        }
        if let (Likeness::Full, Some(vector)) = (likeness, doc.vector.as_ref().filter(|_| self.fits(doc))) {
            let cosines = self.vectors.dot(&ndarray::ArrayView1::from(vector.as_slice()));
            out.iter_mut().zip(&cosines).for_each(|(near, &cosine)| *near = GRAMS * *near + nearness(GAMMA, cosine));
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

/// No columns when a doc lacks its vector or they differ in width.
fn vectors(docs: &[Doc]) -> Array2<f32> {
    let width = docs.first().and_then(|doc| doc.vector.as_ref()).map_or(0, Vec::len);
    let numbers: Vec<f32> = docs.iter().filter_map(|doc| doc.vector.as_deref()).flatten().copied().collect();
    Array2::from_shape_vec((docs.len(), width), numbers).unwrap_or_else(|_| Array2::zeros((docs.len(), 0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_at_once_and_one_by_one_agree() {
        let docs: Vec<Doc> = [("退货怎么办", [1.0, 0.0]), ("怎么退货", [0.8, 0.6]), ("card lost card", [0.0, 1.0])]
            .iter()
            .map(|(text, vector)| Doc::new(text, Some(vector)))
            .collect();
        let index = Index::new(&docs);
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
        let index = Index::new(&[Doc::new("退货", Some(&[1.0])), Doc::new("物流", None)]);
        assert!(!index.has_vectors());
    }
}
