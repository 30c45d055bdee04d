//! One family of hashed features over all examples, weighed by rarity, and what any two share of it.
//!
//! Works through lists of the examples that hold each feature: most pairs share few.

use std::collections::HashMap;

use ndarray::Array2;

type Counted = Vec<(u32, f32)>;

#[derive(Clone, Debug, Default)]
pub struct Sparse {
    /// As they came: hash and count.
    pub raw: Vec<Counted>,
    /// Each of length one.
    pub weighed: Vec<Counted>,
    lists: HashMap<u32, List>,
}

/// One feature: the log of how rare it is, and the examples that hold it with its weight there.
#[derive(Clone, Debug, Default)]
struct List {
    rarity: f32,
    holders: Vec<(u32, f32)>,
}

impl Sparse {
    pub fn new(raw: Vec<Counted>) -> Sparse {
        let mut lists: HashMap<u32, List> = HashMap::new();
        raw.iter().flatten().for_each(|(hash, _)| lists.entry(*hash).or_default().rarity += 1.0);
        lists.values_mut().for_each(|list| list.rarity = ((1.0 + raw.len() as f32) / (1.0 + list.rarity)).ln() + 1.0);
        let mut sparse = Sparse { raw, weighed: Vec::new(), lists };
        sparse.weighed = sparse.raw.iter().map(|counted| sparse.weigh(counted)).collect();
        for (at, counted) in sparse.weighed.iter().enumerate() {
            for (hash, x) in counted {
                sparse.lists.entry(*hash).or_default().holders.push((at as u32, *x));
            }
        }
        sparse
    }

    /// Of length one. Features that no example has are left out: counting them in the length costs a point on SMP.
    pub fn weigh(&self, counted: &[(u32, f32)]) -> Counted {
        let weigh = |(hash, count): &(u32, f32)| Some((*hash, (1.0 + count.ln()) * self.lists.get(hash)?.rarity));
        let mut out: Counted = counted.iter().filter_map(weigh).collect();
        let length = out.iter().map(|(_, x)| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        out.iter_mut().for_each(|(_, x)| *x /= length);
        out
    }

    /// Adds what the examples at `own` share, times `share`, to `out` below its diagonal and on it.
    pub fn square(&self, own: &[usize], share: f32, out: &mut Array2<f32>) {
        let mut holders: HashMap<u32, Counted> = HashMap::new();
        for (row, &at) in own.iter().enumerate() {
            let mut line = out.row_mut(row);
            for &(hash, x) in &self.weighed[at] {
                let list = holders.entry(hash).or_default();
                list.push((row as u32, x));
                list.iter().for_each(|&(other, y)| line[other as usize] += share * x * y);
            }
        }
    }

    /// Adds what the examples at `rows` share with those at `columns`, as if only the columns were known.
    pub fn across(&self, rows: &[usize], columns: &[usize], share: f32, out: &mut Array2<f32>) {
        let mut holders: HashMap<u32, Counted> = HashMap::new();
        for (column, &at) in columns.iter().enumerate() {
            self.weighed[at].iter().for_each(|&(hash, x)| holders.entry(hash).or_default().push((column as u32, x)));
        }
        for (row, &at) in rows.iter().enumerate() {
            let mut line = out.row_mut(row);
            let known = || self.weighed[at].iter().filter_map(|(hash, x)| Some((x, holders.get(hash)?)));
            let length = known().map(|(x, _)| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            for (x, list) in known() {
                list.iter().for_each(|&(column, y)| line[column as usize] += share * x / length * y);
            }
        }
    }

    /// Adds what one text shares with every example.
    pub fn near(&self, counted: &[(u32, f32)], share: f32, out: &mut [f32]) {
        for (hash, x) in self.weigh(counted) {
            let holders = self.lists.get(&hash).map(|list| list.holders.as_slice()).unwrap_or_default();
            holders.iter().for_each(|&(at, y)| out[at as usize] += share * x * y);
        }
    }
}
