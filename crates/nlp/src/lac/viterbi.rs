//! The best row of tags for a row of scores, given what it costs to go from one tag to the next.

/// What stands before the header's length in a table of numpy's format, version 1.
const MAGIC: &[u8] = b"\x93NUMPY\x01\x00";

/// `tags` rows of `tags` numbers: from a row's tag to a column's.
#[derive(Debug, PartialEq)]
pub struct Transitions {
    tags: usize,
    costs: Vec<f32>,
}

impl Transitions {
    /// Reads a square f32 table in numpy's format. None for anything else.
    pub fn of_npy(bytes: &[u8]) -> Option<Transitions> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (length, rest) = rest.split_first_chunk::<2>()?;
        let (header, numbers) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
        let header = String::from_utf8_lossy(header);
        let costs: Vec<f32> = numbers.chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect();
        let tags = costs.len().isqrt();
        let fits = header.contains("'<f4'") && header.contains("'fortran_order': False") && tags > 0 && tags * tags * 4 == numbers.len();
        fits.then_some(Transitions { tags, costs })
    }

    pub fn tags(&self) -> usize {
        self.tags
    }

    /// `scores` holds `tags` numbers a character. Of equal ways the one of lower tags wins, as in the reference.
    pub fn best(&self, scores: &[f32]) -> Vec<usize> {
        let mut rows = scores.chunks_exact(self.tags);
        let Some(first) = rows.next() else { return Vec::new() };
        let mut sums = first.to_vec();
        let mut from: Vec<Vec<usize>> = Vec::new();
        for row in rows {
            let came: Vec<usize> = (0..self.tags).map(|to| self.way_in(&sums, to)).collect();
            sums = (0..self.tags).map(|to| sums[came[to]] + self.costs[came[to] * self.tags + to] + row[to]).collect();
            from.push(came);
        }
        let mut tag = largest(self.tags, |tag| sums[tag]);
        let mut path = vec![tag];
        for came in from.iter().rev() {
            tag = came[tag];
            path.push(tag);
        }
        path.reverse();
        path
    }

    fn way_in(&self, sums: &[f32], to: usize) -> usize {
        largest(self.tags, |tag| sums[tag] + self.costs[tag * self.tags + to])
    }
}

fn largest(count: usize, value: impl Fn(usize) -> f32) -> usize {
    let mut best = 0;
    for at in 1..count {
        if value(at) > value(best) {
            best = at;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sum(transitions: &Transitions, scores: &[f32], path: &[usize]) -> f32 {
        let own: f32 = path.iter().enumerate().map(|(at, tag)| scores[at * transitions.tags + tag]).sum();
        own + path.windows(2).map(|pair| transitions.costs[pair[0] * transitions.tags + pair[1]]).sum::<f32>()
    }

    proptest! {
        #[test]
        fn no_other_way_is_better(costs in prop::collection::vec(-8_i8..8, 9), scores in prop::collection::vec(-8_i8..8, 12)) {
            let transitions = Transitions { tags: 3, costs: costs.into_iter().map(f32::from).collect() };
            let scores: Vec<f32> = scores.into_iter().map(f32::from).collect();
            let best = sum(&transitions, &scores, &transitions.best(&scores));
            for other in 0..81_usize {
                let path = [other / 27, other / 9 % 3, other / 3 % 3, other % 3];
                prop_assert!(best >= sum(&transitions, &scores, &path));
            }
        }

        #[test]
        fn no_scores_panic(scores in prop::collection::vec(any::<f32>(), 0..20)) {
            let transitions = Transitions { tags: 3, costs: vec![0.0; 9] };
            prop_assert_eq!(transitions.best(&scores).len(), scores.len() / 3);
        }
    }

    #[test]
    fn a_table_is_read_or_refused() {
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), }";
        let mut bytes = [MAGIC, &(header.len() as u16).to_le_bytes()[..], header.as_bytes(), &2.5_f32.to_le_bytes()[..]].concat();
        assert_eq!(Transitions::of_npy(&bytes), Some(Transitions { tags: 1, costs: vec![2.5] }));
        bytes.push(0);
        assert_eq!(Transitions::of_npy(&bytes), None);
        assert_eq!(Transitions::of_npy(&bytes[..9]), None);
        assert_eq!(Transitions::of_npy(b""), None);
    }
}
