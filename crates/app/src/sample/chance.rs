//! Chance that repeats: a small generator with a fixed seed, one stream per part of the sample.
//!
//! A part that draws once more does not shift the others. Nothing here is fit for secrets.

/// Changing it makes another sample chain.
const SEED: &str = "qinghe 2026";

pub struct Chance(u64);

impl Chance {
    /// The stream of one part.
    pub fn of(part: &str) -> Self {
        let hash = blake3::hash(format!("{SEED}/{part}").as_bytes());
        Chance(hash.as_bytes()[..8].iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }

    /// SplitMix64.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `least` to `most`, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + (self.next() % (most - least + 1).max(1) as u64) as i64
    }

    /// A place in a list of `length`.
    pub fn below(&mut self, length: usize) -> usize {
        (self.next() % length.max(1) as u64) as usize
    }

    pub fn percent(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    /// One of the members; the list is not empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// A place in a list, as often as its weight says.
    pub fn weighted(&mut self, weights: impl Iterator<Item = u64> + Clone) -> usize {
        let mut left = self.next() % weights.clone().sum::<u64>().max(1);
        for (place, weight) in weights.enumerate() {
            match left.checked_sub(weight) {
                Some(rest) => left = rest,
                None => return place,
            }
        }
        0
    }

    /// A place in a list whose first members come much more often.
    pub fn early(&mut self, length: usize) -> usize {
        let part = self.next() % 1_000;
        (length as u64 * part * part / 1_000_000) as usize
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn a_stream_repeats_and_differs_from_the_others() {
        let draw = |part: &str| {
            let mut chance = Chance::of(part);
            (0..8).map(|_| chance.between(1, 100)).collect::<Vec<_>>()
        };
        assert_eq!(draw("tickets"), draw("tickets"));
        assert_ne!(draw("tickets"), draw("talks"));
        expect!["[44, 93, 81, 21, 2, 54, 20, 1]"].assert_eq(&format!("{:?}", draw("tickets")));
    }

    #[test]
    fn weights_are_kept_and_a_weight_of_nothing_never_comes() {
        let mut chance = Chance::of("weights");
        let mut seen = [0; 3];
        (0..1_000).for_each(|_| seen[chance.weighted([70, 0, 30].into_iter())] += 1);
        assert_eq!(seen[1], 0);
        assert!((600..800).contains(&seen[0]), "{seen:?}");
    }

    #[test]
    fn the_first_members_come_most_often() {
        let mut chance = Chance::of("early");
        let first = (0..1_000).filter(|_| chance.early(100) < 25).count();
        assert!((400..600).contains(&first), "{first}");
    }
}
