//! A trained yes-or-no question: two members, two calibrations, and a memory of what it was trained on.

use std::collections::HashSet;

use super::dense::Kernel;
use super::linear::Linear;
use super::{Basis, Doc, Scale};

#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    pub linear: Linear,
    pub kernel: Kernel,
    /// Over both margins.
    pub full: Scale,
    /// Over the n-gram margin alone.
    pub plain: Scale,
    /// The probability from which the answer is yes.
    pub threshold: f64,
    pub seen: Seen,
}

/// A calibrated answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    pub probability: f64,
    pub basis: Basis,
}

impl Head {
    pub fn answer(&self, doc: &Doc) -> Answer {
        let linear = self.linear.score(&doc.grams);
        match doc.vector.as_deref().and_then(|vector| self.kernel.score(vector)) {
            Some(kernel) => Answer { probability: self.full.probability(&[linear, kernel]), basis: Basis::Full },
            None => Answer { probability: self.plain.probability(&[linear]), basis: Basis::Grams },
        }
    }
}

/// Fingerprints of training lines, so that measuring on them is announced. Of 10,000 other lines 0.04 are taken for seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen(HashSet<u32>);

impl Seen {
    pub fn of<'a>(lines: impl IntoIterator<Item = &'a str>) -> Seen {
        Seen(lines.into_iter().map(fingerprint).collect())
    }

    pub(super) fn of_fingerprints(fingerprints: impl IntoIterator<Item = u32>) -> Seen {
        Seen(fingerprints.into_iter().collect())
    }

    pub fn contains(&self, line: &str) -> bool {
        self.0.contains(&fingerprint(line))
    }

    /// By rising fingerprint.
    pub(super) fn fingerprints(&self) -> Vec<u32> {
        let mut all: Vec<u32> = self.0.iter().copied().collect();
        all.sort_unstable();
        all
    }
}

/// Of letters and digits alone: a dot more or less is the same line.
fn fingerprint(line: &str) -> u32 {
    let hash = blake3::hash(crate::grams::bare(line).as_bytes());
    u32::from_le_bytes([hash.as_bytes()[0], hash.as_bytes()[1], hash.as_bytes()[2], hash.as_bytes()[3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn training_lines_are_known_whatever_their_dots() {
        let seen = Seen::of(["房间很大，很干净！"]);
        assert!(seen.contains("房间很大 很干净"));
        assert!(!seen.contains("房间很小，很干净！"));
    }
}
