//! Walking the postings of one segment, term after term, into a score per document.
//!
//! A question in Chinese is fifty terms, each in many documents. Document-at-a-time pruning spends its time keeping fifty
//! cursors in order there; adding one term after the other to a plain array does not (measured: a fifth of the time).
//! Terms come by what they can add. Once all that is left cannot lift a new document into the list, or the bound on work
//! is reached, the walk closes: from then on only the documents ahead are looked up. A query within the bound gets the
//! exact order of all but the hints; nothing is ever listed that no walked term stands in.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tantivy::query::{EnableScoring, Query as _, TermQuery, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::rank::{Statistics, Visible, Weighed};

/// Scores closer than this are equal: the order in which a sum is made moves the last bits.
const SCORE_GRAIN: f32 = 1e-3;
/// How many postings a query may walk over; some 10 ms. The terms after that are only looked up.
const POSTINGS_MAX: u64 = 600_000;
/// How many documents, and times the length of the list, stay in the running when the walk closes.
const RUNNING_MAX: usize = 500;
const RUNNING_PER_PLACE: usize = 4;
/// Looking one document up costs about this many steps of walking.
const LOOKUP_COST: u64 = 16;
/// Whether the walk can close is looked at again when what is left has shrunk to this share.
const LEFT_SHRUNK: f32 = 0.8;
/// The mark of a document that the query may not see; no sum makes it finite.
const HIDDEN: f32 = f32::NEG_INFINITY;

/// One term, ready to be walked in any segment.
pub(crate) struct Lookup {
    weight: Box<dyn Weight>,
    boost: f32,
    most: f32,
    documents: u64,
    hint: bool,
}

impl Lookup {
    pub fn new(term: &Weighed, statistics: &Statistics) -> tantivy::Result<Lookup> {
        let scoring = EnableScoring::Enabled { searcher: statistics.searcher, statistics_provider: statistics };
        let weight = TermQuery::new(term.term.clone(), IndexRecordOption::WithFreqs).weight(scoring)?;
        Ok(Lookup { weight, boost: term.boost, most: term.most, documents: term.documents, hint: term.hint })
    }
}

/// How many of the terms may be walked: all before the hints, within the bound on work, at least one.
fn affordable(terms: &[Lookup]) -> usize {
    let mut walked = 0;
    let within = terms.iter().enumerate().take_while(|(nth, term)| {
        walked += term.documents;
        *nth == 0 || (!term.hint && walked <= POSTINGS_MAX)
    });
    within.count()
}

/// For each term, what it and all after it can add.
fn still_to_come(terms: &[Lookup]) -> Vec<f32> {
    let mut sums: Vec<f32> = Vec::with_capacity(terms.len());
    for term in terms.iter().rev() {
        sums.push(sums.last().copied().unwrap_or_default() + term.most);
    }
    sums.reverse();
    sums
}

/// The scores of one segment while its terms are walked.
pub(crate) struct Walk<'a> {
    ord: SegmentOrdinal,
    reader: &'a SegmentReader,
    visible: &'a Visible<'a>,
    scores: Vec<f32>,
    /// Documents with a score, in the order they got one; when closed, only those that can still win, ascending.
    open: Vec<DocId>,
    closed: bool,
}

impl<'a> Walk<'a> {
    pub fn new(ord: SegmentOrdinal, reader: &'a SegmentReader, visible: &'a Visible<'a>) -> Walk<'a> {
        let scores = vec![0.0; reader.max_doc() as usize];
        Walk { ord, reader, visible, scores, open: Vec::new(), closed: false }
    }

    /// Walks all terms, which must come with hints last, and offers every document that may be among the best.
    pub fn through(mut self, terms: &[Lookup], top: &mut Top) -> tantivy::Result<()> {
        let affordable = affordable(terms);
        let mut look_again_at = f32::INFINITY;
        for (nth, (term, left)) in terms.iter().zip(still_to_come(terms)).enumerate() {
            if nth == affordable && !self.closed {
                self.keep_ahead(left, top);
                let most = RUNNING_MAX.max(top.size.saturating_mul(RUNNING_PER_PLACE));
                self.close(most);
            } else if left < look_again_at {
                look_again_at = left * LEFT_SHRUNK;
                self.close_if_decided(left, top);
            }
            if self.closed && self.open.len() as u64 * LOOKUP_COST < term.documents {
                self.look_up(term)?;
            } else {
                self.walk(term)?;
            }
        }
        self.offer(top);
        Ok(())
    }

    fn close_if_decided(&mut self, left: f32, top: &Top) {
        if self.closed || left < self.bar(top) {
            self.keep_ahead(left, top);
            self.close(usize::MAX);
        }
    }

    /// Drops the documents that cannot win with the `left` points.
    fn keep_ahead(&mut self, left: f32, top: &Top) {
        let bar = self.bar(top);
        let scores = &self.scores;
        self.open.retain(|&doc| scores[doc as usize] + left >= bar);
    }

    /// Keeps the `most` best documents; no other can get a score any more.
    fn close(&mut self, most: usize) {
        if self.open.len() > most {
            let scores = &self.scores;
            self.open.select_nth_unstable_by(most, |&a, &b| scores[b as usize].total_cmp(&scores[a as usize]));
            self.open.truncate(most);
        }
        self.open.sort_unstable();
        self.closed = true;
    }

    /// The score below which nothing gets into the list any more.
    fn bar(&self, top: &Top) -> f32 {
        if self.open.len() < top.size {
            return top.threshold;
        }
        let mut scores: Vec<f32> = self.open.iter().map(|&doc| self.scores[doc as usize]).collect();
        let (_, nth, _) = scores.select_nth_unstable_by(top.size - 1, |a, b| b.total_cmp(a));
        top.threshold.max(*nth - 2.0 * SCORE_GRAIN)
    }

    fn offer(&self, top: &mut Top) {
        for &doc in &self.open {
            let score = self.scores[doc as usize];
            if score > top.threshold {
                top.offer(self.visible.found(score, DocAddress::new(self.ord, doc)));
            }
        }
    }

    fn walk(&mut self, term: &Lookup) -> tantivy::Result<()> {
        let Walk { scores, open, visible, closed, .. } = self;
        let adds = !*closed && !term.hint;
        term.weight.for_each(self.reader, &mut |doc, score| {
            let sum = &mut scores[doc as usize];
            if *sum == 0.0 {
                if !adds {
                    return;
                }
                if visible.shows(doc) {
                    open.push(doc);
                } else {
                    *sum = HIDDEN;
                }
            }
            *sum += score * term.boost;
        })
    }

    fn look_up(&mut self, term: &Lookup) -> tantivy::Result<()> {
        let mut postings = term.weight.scorer(self.reader, term.boost)?;
        for &doc in &self.open {
            if postings.doc() < doc {
                postings.seek(doc);
            }
            if postings.doc() == doc {
                self.scores[doc as usize] += postings.score();
            }
        }
        Ok(())
    }
}

/// A document and what decides its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Found {
    pub score: f32,
    /// Code of the kind. Of two equally good hits the customer comes before the ticket that names him.
    pub kind: u64,
    pub at_ms: i64,
    pub address: DocAddress,
}

/// The best so far; a heap with the worst of them on top.
pub(crate) struct Top {
    pub size: usize,
    /// Nothing at or below this gets in.
    pub threshold: Score,
    heap: BinaryHeap<Worst>,
}

#[derive(PartialEq)]
struct Worst(Found);

impl Eq for Worst {}

impl PartialOrd for Worst {
    fn partial_cmp(&self, other: &Worst) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Worst {
    fn cmp(&self, other: &Worst) -> Ordering {
        better(&self.0, &other.0)
    }
}

/// `Less` means that `a` comes before `b`.
fn better(a: &Found, b: &Found) -> Ordering {
    let grains = |found: &Found| (found.score / SCORE_GRAIN).round();
    let by_time = b.at_ms.cmp(&a.at_ms).then(a.address.cmp(&b.address));
    grains(b).total_cmp(&grains(a)).then(a.kind.cmp(&b.kind)).then(by_time)
}

impl Top {
    pub fn new(size: usize) -> Top {
        Top { size, heap: BinaryHeap::with_capacity(size.min(1_024) + 1), threshold: Score::MIN }
    }

    pub fn offer(&mut self, found: Found) {
        self.heap.push(Worst(found));
        if self.heap.len() > self.size {
            self.heap.pop();
        }
        if self.heap.len() == self.size {
            // Two grains below the worst, so that an equally good but newer document still gets in.
            self.threshold = self.heap.peek().map_or(Score::MIN, |worst| worst.0.score - 2.0 * SCORE_GRAIN);
        }
    }

    pub fn sorted(self) -> Vec<Found> {
        self.heap.into_sorted_vec().into_iter().map(|worst| worst.0).collect()
    }
}
