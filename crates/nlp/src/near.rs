//! Which texts of many are nearly the same, and which are about the same: by shared runs of characters and by shared words.
//!
//! Two measures, because they answer two questions. Runs of characters find copies with a few changes; rare n-grams in common
//! find neighbours. Neither needs a model. It answers shares and order, and leaves it to whoever asks what is near enough.

use std::collections::{BTreeMap, HashMap};

use crate::grams;

/// Characters of a run: shorter ones are shared by any two texts of one trade, longer ones miss a text with a word changed in
/// every line.
const RUN: usize = 4;
/// Runs of one text that are kept; a longer text is known by its beginning.
const RUNS_MAX: usize = 20_000;
/// A gram that stands in more than this share of the texts tells nothing apart.
const COMMON: f32 = 0.5;
/// Below so many texts every gram counts.
const FEW: usize = 8;

/// How much two texts have in common, 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    /// Shared runs of all runs: 1 when both are the same but for marks and blanks.
    pub alike: f64,
    /// Shared runs of the shorter text's: 1 when it stands inside the other.
    pub inside: f64,
}

/// A text as its distinct runs of characters, by rising hash.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Runs(Vec<u32>);

impl Runs {
    pub fn of(text: &str) -> Runs {
        // In parts, because the normal form reads a bounded head.
        let characters: Vec<char> = text.lines().flat_map(|line| grams::bare(line).chars().collect::<Vec<char>>()).take(RUNS_MAX).collect();
        let length = RUN.min(characters.len().max(1));
        let hash = |run: &[char]| run.iter().fold(0x811c_9dc5_u32, |hash, &c| (hash ^ c as u32).wrapping_mul(0x0100_0193));
        let mut runs: Vec<u32> = characters.windows(length).map(hash).collect();
        runs.sort_unstable();
        runs.dedup();
        Runs(runs)
    }

    pub fn share(&self, other: &Runs) -> Share {
        let common = self.0.iter().filter(|run| other.0.binary_search(run).is_ok()).count();
        share(common, self.0.len(), other.0.len())
    }
}

fn share(common: usize, one: usize, other: usize) -> Share {
    let (all, less) = (one + other - common, one.min(other));
    if less == 0 { Share::default() } else { Share { alike: common as f64 / all as f64, inside: common as f64 / less as f64 } }
}

/// Many texts, asked for those that a text nearly repeats.
#[derive(Clone, Debug, Default)]
pub struct Copies {
    holders: HashMap<u32, Vec<u32>>,
    sizes: Vec<usize>,
}

impl Copies {
    /// Adds a text; its number is how many there were before.
    pub fn add(&mut self, runs: &Runs) -> usize {
        let number = self.sizes.len();
        for run in &runs.0 {
            self.holders.entry(*run).or_default().push(number as u32);
        }
        self.sizes.push(runs.0.len());
        number
    }

    /// The texts that share at least `least` of the runs, either way, the likest first.
    pub fn like(&self, runs: &Runs, least: f64) -> Vec<(usize, Share)> {
        let mut common: BTreeMap<u32, usize> = BTreeMap::new();
        for holder in runs.0.iter().filter_map(|run| self.holders.get(run)).flatten() {
            *common.entry(*holder).or_default() += 1;
        }
        let measured = common.into_iter().map(|(number, common)| (number as usize, share(common, runs.0.len(), self.sizes[number as usize])));
        let mut found: Vec<(usize, Share)> = measured.filter(|(_, share)| share.alike >= least).collect();
        found.sort_by(|a, b| b.1.alike.total_cmp(&a.1.alike).then(a.0.cmp(&b.0)));
        found
    }
}

/// Many texts as weighted grams, asked for those that are about the same as another.
#[derive(Clone, Debug, Default)]
pub struct Neighbours {
    holders: HashMap<u32, Vec<(u32, f32)>>,
    texts: usize,
}

impl Neighbours {
    pub fn new<T: AsRef<str>>(texts: &[T]) -> Neighbours {
        let grams: Vec<Vec<(u32, f32)>> = texts.iter().map(|text| grams::grams(text.as_ref())).collect();
        let mut seen: HashMap<u32, f32> = HashMap::new();
        grams.iter().flatten().for_each(|(gram, _)| *seen.entry(*gram).or_default() += 1.0);
        let mut holders: HashMap<u32, Vec<(u32, f32)>> = HashMap::new();
        for (number, grams) in (0..).zip(&grams) {
            let weighed = weighed(grams, |gram| rarity(texts.len(), seen.get(&gram).copied()));
            weighed.into_iter().for_each(|(gram, weight)| holders.entry(gram).or_default().push((number, weight)));
        }
        Neighbours { holders, texts: texts.len() }
    }

    /// The `most` nearest texts and their cosine, nearest first; what shares nothing is left out.
    pub fn nearest(&self, text: &str, most: usize) -> Vec<(usize, f64)> {
        let held = |gram: u32| self.holders.get(&gram).map(|holders| holders.len() as f32);
        let mut sums: BTreeMap<u32, f32> = BTreeMap::new();
        for (gram, weight) in weighed(&grams::grams(text), |gram| rarity(self.texts, held(gram))) {
            for (number, other) in self.holders.get(&gram).into_iter().flatten() {
                *sums.entry(*number).or_default() += weight * other;
            }
        }
        let mut found: Vec<(usize, f64)> = sums.into_iter().map(|(number, cosine)| (number as usize, f64::from(cosine))).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(most);
        found
    }
}

/// Grams that no text holds still make a text longer: it is then less near to all of them.
fn rarity(texts: usize, holders: Option<f32>) -> f32 {
    let holders = holders.unwrap_or(0.0);
    if texts >= FEW && holders > COMMON * texts as f32 { 0.0 } else { ((1.0 + texts as f32) / (1.0 + holders)).ln() + 0.1 }
}

fn weighed(grams: &[(u32, f32)], rarity: impl Fn(u32) -> f32) -> Vec<(u32, f32)> {
    let weights: Vec<(u32, f32)> =
        grams.iter().map(|(gram, count)| (*gram, (1.0 + count.ln()) * rarity(*gram))).filter(|(_, weight)| *weight > 0.0).collect();
    let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    weights.into_iter().map(|(gram, weight)| (gram, weight / length)).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn check(one: &str, other: &str, wanted: Expect) {
        let Share { alike, inside } = Runs::of(one).share(&Runs::of(other));
        wanted.assert_eq(&format!("{alike:.2} {inside:.2}"));
    }

    #[test]
    fn copies_are_known_by_their_runs() {
        let text = "签收之日起七天内，商品完好，可以无理由退货，运费由顾客承担。";
        check(text, &text.replace('，', " , "), expect!["1.00 1.00"]);
        check(text, &text.replace("七天", "十五天"), expect!["0.68 0.83"]);
        check(text, "商品完好，可以无理由退货", expect!["0.35 1.00"]);
        check(text, "电池充不进电，先换一个插座试试。", expect!["0.00 0.00"]);
        check("", "", expect!["0.00 0.00"]);
    }

    #[test]
    fn neighbours_share_what_is_rare() {
        let texts = ["退货要七天内", "换货要十五天内", "电池保修一年", "门店九点开门"];
        let near = Neighbours::new(&texts);
        let told: Vec<String> = near.nearest("电池能用几年", 2).iter().map(|(at, cosine)| format!("{} {cosine:.2}", texts[*at])).collect();
        expect!["电池保修一年 0.14"].assert_eq(&told.join("\n"));
        assert_eq!(near.nearest("", 3), []);
    }

    proptest! {
        #[test]
        fn the_index_measures_as_two_texts_do(texts in prop::collection::vec("[退货七天可以ab ]{0,12}", 1..6), asked in "[退货七天可以ab ]{0,12}") {
            let runs: Vec<Runs> = texts.iter().map(|text| Runs::of(text)).collect();
            let mut copies = Copies::default();
            runs.iter().for_each(|runs| { copies.add(runs); });
            for (number, share) in copies.like(&Runs::of(&asked), 0.01) {
                prop_assert_eq!(share, Runs::of(&asked).share(&runs[number]));
            }
        }
    }
}
