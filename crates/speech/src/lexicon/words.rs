//! What words usually follow each other: the open-gram trigrams, pruned (models/train/asr_words.py), 71,736 words.
//!
//! Read when it is asked for and shared by all who hold it; the last one who lets go frees it. It only judges; it never proposes a word that was not heard so.

use std::collections::HashMap;
use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::sound;

const FILE: &[u8] = include_bytes!("../../data/words.lm.gz");
/// A nat in steps of the file's costs, and of its weights.
const STEPS: f32 = 12.0;
const WEIGHT_STEPS: f32 = 16.0;
const NO_WEIGHT: f32 = 64.0;
/// A character that is no word: rarer than the rarest.
pub const UNKNOWN_COST: f32 = 17.0;

/// No word: the history before the first, and behind what is no word.
pub const NONE: u32 = u32::MAX;

/// The model.
pub struct Words {
    names: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
    by_sound: HashMap<u64, Vec<u32>>,
    cost: Vec<u8>,
    weight: Vec<u8>,
    pairs: Lists,
    /// Pairs that have a third word, ascending, each with its weight; their lists are those of `threes` in the same order.
    rich: Vec<u32>,
    rich_weight: Vec<u8>,
    threes: Lists,
}

/// Sorted words with costs, for each history.
#[derive(Default)]
struct Lists {
    start: Vec<u32>,
    word: Vec<u32>,
    cost: Vec<u8>,
}

impl Lists {
    fn find(&self, history: usize, word: u32) -> Option<usize> {
        let (from, to) = (*self.start.get(history)? as usize, *self.start.get(history + 1)? as usize);
        self.word.get(from..to)?.binary_search(&word).ok().map(|at| from + at)
    }
}

impl Words {
    /// The built-in model; nothing when the built-in file is broken, which a test rules out.
    pub fn built_in() -> Option<Arc<Words>> {
        static HELD: Mutex<Weak<Words>> = Mutex::new(Weak::new());
        let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(words) = held.upgrade() {
            return Some(words);
        }
        let mut raw = Vec::new();
        flate2::read::GzDecoder::new(FILE).read_to_end(&mut raw).ok()?;
        let words = Arc::new(Words::parse(&raw)?);
        *held = Arc::downgrade(&words);
        Some(words)
    }

    fn parse(raw: &[u8]) -> Option<Words> {
        let mut rest = raw.strip_prefix(b"ZGWORDS1")?;
        let many = number(&mut rest)?;
        let (pairs, rich, threes) = (number(&mut rest)?, number(&mut rest)?, number(&mut rest)?);
        let names: Vec<Box<str>> = std::str::from_utf8(stream(&mut rest)?).ok()?.split('\n').map(Box::from).collect();
        let (cost, weight) = (stream(&mut rest)?.to_vec(), stream(&mut rest)?.to_vec());
        let pairs = lists(&varints(stream(&mut rest)?, many)?, &varints(stream(&mut rest)?, pairs)?, stream(&mut rest)?);
        let mut at = 0;
        let rich_pairs = varints(stream(&mut rest)?, rich)?.into_iter().map(|step| {
            at += step;
            at
        });
        let rich_pairs: Vec<u32> = rich_pairs.collect();
        let counts = varints(stream(&mut rest)?, rich)?;
        let rich_weight = stream(&mut rest)?.to_vec();
        let threes = lists(&counts, &varints(stream(&mut rest)?, threes)?, stream(&mut rest)?);
        let whole = names.len() == many && cost.len() == many && weight.len() == many && rich_weight.len() == rich;
        let numbers = names.iter().cloned().zip(0u32..).collect();
        let by_sound = by_sound(&names);
        whole.then_some(Words { names, numbers, by_sound, cost, weight, pairs, rich: rich_pairs, rich_weight, threes })
    }

    pub fn number(&self, word: &str) -> Option<u32> {
        self.numbers.get(word).copied()
    }

    pub fn name(&self, word: u32) -> &str {
        self.names.get(word as usize).map_or("", |name| name)
    }

    /// Words under a key of [`sound::keys`], the most frequent first.
    pub fn sounding(&self, key: u64) -> &[u32] {
        self.by_sound.get(&key).map_or(&[], Vec::as_slice)
    }

    /// What a word costs behind two others, in nats.
    pub fn cost(&self, before: [u32; 2], word: u32) -> f32 {
        let mut extra = 0.0;
        let pair = if before[0] == NONE { None } else { self.pairs.find(before[0] as usize, before[1]) };
        if let Some(rich) = pair.and_then(|pair| self.rich.binary_search(&(pair as u32)).ok()) {
            if let Some(at) = self.threes.find(rich, word) {
                return f32::from(self.threes.cost[at]) / STEPS;
            }
            extra += weight(self.rich_weight[rich]);
        }
        if before[1] != NONE {
            if let Some(at) = self.pairs.find(before[1] as usize, word) {
                return extra + f32::from(self.pairs.cost[at]) / STEPS;
            }
            extra += self.weight.get(before[1] as usize).map_or(0.0, |value| weight(*value));
        }
        extra + self.cost.get(word as usize).map_or(UNKNOWN_COST, |cost| f32::from(*cost) / STEPS)
    }
}

fn weight(value: u8) -> f32 {
    (f32::from(value) - NO_WEIGHT) / WEIGHT_STEPS
}

fn by_sound(names: &[Box<str>]) -> HashMap<u64, Vec<u32>> {
    let mut readings: HashMap<char, Vec<sound::Syllable>> = HashMap::new();
    let mut out: HashMap<u64, Vec<u32>> = HashMap::new();
    for (name, number) in names.iter().zip(0u32..) {
        let sounds: Vec<_> = name.chars().map(|c| readings.entry(c).or_insert_with(|| sound::readings(c)).clone()).collect();
        for key in sound::keys(&sounds) {
            out.entry(key).or_default().push(number);
        }
    }
    out
}

fn number(rest: &mut &[u8]) -> Option<usize> {
    let (head, tail) = rest.split_first_chunk::<4>()?;
    *rest = tail;
    Some(u32::from_le_bytes(*head) as usize)
}

fn stream<'r>(rest: &mut &'r [u8]) -> Option<&'r [u8]> {
    let long = number(rest)?;
    let (head, tail) = rest.split_at_checked(long)?;
    *rest = tail;
    Some(head)
}

fn varints(bytes: &[u8], many: usize) -> Option<Vec<u32>> {
    let mut out = Vec::with_capacity(many.min(bytes.len()));
    let (mut value, mut shift) = (0u32, 0);
    for byte in bytes {
        value |= u32::from(byte & 127).checked_shl(shift)?;
        shift += 7;
        if byte & 128 == 0 {
            out.push(value);
            (value, shift) = (0, 0);
        }
    }
    (out.len() == many).then_some(out)
}

/// Counts per history and differences of the words inside one.
fn lists(counts: &[u32], steps: &[u32], cost: &[u8]) -> Lists {
    let mut out = Lists { start: vec![0], word: Vec::with_capacity(steps.len()), cost: cost.to_vec() };
    let mut steps = steps.iter();
    for count in counts {
        let mut at = 0u32;
        out.word.extend(steps.by_ref().take(*count as usize).map(|step| {
            at = at.wrapping_add(*step);
            at
        }));
        out.start.push(out.word.len() as u32);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cost(words: &str) -> f32 {
        let model = Words::built_in().expect("the built-in file is whole");
        let mut before = [NONE, NONE];
        words
            .split(' ')
            .map(|word| {
                let number = model.number(word).expect("a word");
                let cost = model.cost(before, number);
                before = [before[1], number];
                cost
            })
            .sum()
    }

    #[test]
    fn sense_costs_less_than_nonsense_that_sounds_the_same() {
        assert!(cost("经济 体制 改革") + 3.0 < cost("京 机 体制 改革"));
        assert!(cost("发生 了 变化") + 3.0 < cost("发声 了 变化"));
        assert!(cost("我们 的") < cost("我们 得"));
    }

    proptest! {
        #[test]
        fn a_broken_file_is_no_model_and_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut file = b"ZGWORDS1".to_vec();
            file.extend(bytes);
            let _ = Words::parse(&file);
        }
    }
}
