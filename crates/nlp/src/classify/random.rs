//! Seeded numbers for shuffles and folds: the same seed gives the same trained file on every machine.

/// SplitMix64. Never for secrets.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 when the bound is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.number()) * bound as u128) >> 64) as usize
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

/// Deals the items of each class over `folds` so that every fold has its share of every class. Gives a fold per item.
pub fn stratified(classes: &[usize], folds: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..classes.len()).collect();
    Random::new(seed).shuffle(&mut order);
    order.sort_by_key(|&at| classes[at]);
    let mut fold = vec![0; classes.len()];
    for (turn, at) in order.into_iter().enumerate() {
        fold[at] = turn % folds.max(1);
    }
    fold
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_share_classes_evenly_and_repeat() {
        let classes: Vec<usize> = (0..100).map(|at| usize::from(at % 4 == 0)).collect();
        let folds = stratified(&classes, 5, 3);
        for fold in 0..5 {
            let ones = (0..100).filter(|&at| folds[at] == fold && classes[at] == 1).count();
            assert_eq!(ones, 5);
        }
        assert_eq!(folds, stratified(&classes, 5, 3));
        assert_ne!(folds, stratified(&classes, 5, 4));
    }

    #[test]
    fn below_stays_below() {
        let mut random = Random::new(1);
        assert!((0..1000).all(|_| random.below(7) < 7));
        assert_eq!(random.below(0), 0);
    }
}
