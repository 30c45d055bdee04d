//! Words and meaning together: the hits of both, ranked by one score.
//!
//! A hit's score is its share of the best lexical score, plus its passage's cosine times a trust. Dividing by the best lexical
//! score keeps words in charge where they tell documents apart, which long and dated pages need; the trust grows where passages
//! are about as short as questions, because there a vector says all that the passage says. Measured by `zg eval retrieval`.

use std::collections::HashMap;

use tantivy::DocAddress;

use crate::Kind;
use crate::vectors::Near;

/// How deep each side is looked at.
pub(crate) const DEPTH: usize = 100;
/// What a cosine of one is worth beside the best words, over long passages and over short ones.
const TRUST_LONG: f32 = 0.7;
const TRUST_SHORT: f32 = 1.3;
/// Between these typical lengths in characters the trust goes from one to the other.
const SHORT: f32 = 30.0;
const LONG: f32 = 90.0;

/// A document that shares no word with the query must be this near to it: short sentences that mean the same begin at 0.26, unrelated
/// ones end at 0.22.
const NEAR_ENOUGH: f32 = 0.25;

/// A document with what each side says of it.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub kind: Kind,
    pub id: [u8; 16],
    pub score: f32,
    /// Where the words found it.
    pub address: Option<DocAddress>,
    pub near: Option<Near>,
}

/// A hit of the words.
pub(crate) struct Lexical {
    pub kind: Kind,
    pub id: [u8; 16],
    pub score: f32,
    pub address: DocAddress,
}

/// The candidates of both sides, best first.
pub(crate) fn fuse(lexical: Vec<Lexical>, near: Vec<Near>) -> Vec<Candidate> {
    let best = lexical.iter().fold(0.0_f32, |best, hit| best.max(hit.score));
    let mut by_id: HashMap<(Kind, [u8; 16]), Option<Near>> = lexical.iter().map(|hit| ((hit.kind, hit.id), None)).collect();
    // Of a million passages that are near somehow, only those of the words' hits are looked up.
    for near in &near {
        if let Some(place) = by_id.get_mut(&(near.kind, near.id)) {
            *place = Some(*near);
        }
    }
    let nearest = nearest(near);
    let mut candidates: Vec<Candidate> = lexical
        .into_iter()
        .map(|hit| Candidate {
            kind: hit.kind,
            id: hit.id,
            score: if best > 0.0 { hit.score / best } else { 0.0 },
            address: Some(hit.address),
            near: by_id.get(&(hit.kind, hit.id)).copied().flatten(),
        })
        .collect();
    let only_near = nearest.into_iter().filter(|near| near.cosine >= NEAR_ENOUGH && !by_id.contains_key(&(near.kind, near.id)));
    candidates.extend(only_near.map(|near| Candidate { kind: near.kind, id: near.id, score: 0.0, address: None, near: Some(near) }));
    let trust = trust(&candidates);
    for candidate in &mut candidates {
        candidate.score += trust * candidate.near.map_or(0.0, |near| near.cosine.max(0.0));
    }
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
    candidates
}

fn nearest(mut near: Vec<Near>) -> Vec<Near> {
    if near.len() > DEPTH {
        near.select_nth_unstable_by(DEPTH, |a, b| b.cosine.total_cmp(&a.cosine));
        near.truncate(DEPTH);
    }
    near
}

/// By the typical length of the passages in question: one trust for all, so that short passages are not preferred to long ones.
fn trust(candidates: &[Candidate]) -> f32 {
    let mut lengths: Vec<u32> = candidates.iter().filter_map(|candidate| candidate.near.map(|near| near.characters)).collect();
    lengths.sort_unstable();
    let typical = lengths.get(lengths.len() / 2).map_or(LONG, |&length| length as f32);
    let long = ((typical - SHORT) / (LONG - SHORT)).clamp(0.0, 1.0);
    TRUST_SHORT + (TRUST_LONG - TRUST_SHORT) * long
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(id: u8, cosine: f32, characters: u32) -> Near {
        Near { kind: Kind::Article, id: [id; 16], cosine, part: 0, characters }
    }

    fn lexical(id: u8, score: f32) -> Lexical {
        Lexical { kind: Kind::Article, id: [id; 16], score, address: DocAddress::new(0, u32::from(id)) }
    }

    fn told(candidates: Vec<Candidate>) -> Vec<(u8, String)> {
        candidates.iter().map(|candidate| (candidate.id[0], format!("{:.2}", candidate.score))).collect()
    }

    #[test]
    fn both_sides_add_up_and_either_may_be_alone() {
        let fused = fuse(vec![lexical(1, 8.0), lexical(2, 6.0)], vec![near(2, 0.9, 150), near(3, 0.5, 150)]);
        assert_eq!(told(fused), [(2, "1.38".into()), (1, "1.00".into()), (3, "0.35".into())]);
        assert_eq!(told(fuse(vec![lexical(1, 8.0)], vec![])), [(1, "1.00".into())]);
        assert_eq!(told(fuse(vec![], vec![near(1, 0.5, 10), near(2, 0.2, 10)])), [(1, "0.65".into())]);
        assert_eq!(told(fuse(vec![], vec![])), []);
    }

    #[test]
    fn short_passages_let_meaning_weigh_more() {
        let with = |characters| fuse(vec![lexical(1, 1.0), lexical(2, 0.5)], vec![near(1, 0.2, characters), near(2, 0.8, characters)]);
        assert_eq!(with(12)[0].id[0], 2);
        assert_eq!(with(200)[0].id[0], 1);
    }
}
