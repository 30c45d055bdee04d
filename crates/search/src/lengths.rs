//! How long the texts of each kind are. BM25 weighs a text against the average, and the average of a desk is a chat line:
//! measured by it, every article is endless and every title a rarity. So lengths are averaged over the kinds that a query
//! asks for, and over the documents that have the field at all. Counted once per segment, which never changes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::SegmentId;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader};

use crate::Kind;
use crate::schema::{Fields, KIND_COLUMN};

const KINDS: usize = Kind::ALL.len();

#[derive(Default)]
pub(crate) struct Lengths {
    known: Mutex<HashMap<SegmentId, Arc<Counted>>>,
}

/// Sums by field and kind.
type Counted = HashMap<Field, [Sum; KINDS]>;

#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    documents: u64,
    tokens: u64,
}

impl Lengths {
    /// The average length in tokens of every field that is ranked by length, over `kinds` (all if empty).
    pub fn averages(&self, searcher: &Searcher, fields: &Fields, kinds: &[Kind]) -> tantivy::Result<HashMap<Field, f32>> {
        let mut sums: HashMap<Field, Sum> = HashMap::new();
        for reader in searcher.segment_readers() {
            for (&field, by_kind) in self.counted(reader, fields)?.iter() {
                let sum = sums.entry(field).or_default();
                for (kind, counted) in Kind::ALL.iter().zip(by_kind) {
                    if kinds.is_empty() || kinds.contains(kind) {
                        sum.documents += counted.documents;
                        sum.tokens += counted.tokens;
                    }
                }
            }
        }
        Ok(sums.into_iter().map(|(field, sum)| (field, sum.tokens.max(1) as f32 / sum.documents.max(1) as f32)).collect())
    }

    /// Forgets segments that merges have replaced.
    pub fn keep(&self, searcher: &Searcher) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|id, _| searcher.segment_readers().iter().any(|reader| reader.segment_id() == *id));
    }

    fn counted(&self, reader: &SegmentReader, fields: &Fields) -> tantivy::Result<Arc<Counted>> {
        let id = reader.segment_id();
        if let Some(known) = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&id) {
            return Ok(Arc::clone(known));
        }
        let counted = Arc::new(count(reader, fields)?);
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::clone(&counted));
        Ok(counted)
    }
}

fn count(reader: &SegmentReader, fields: &Fields) -> tantivy::Result<Counted> {
    let kinds = reader.fast_fields().u64(KIND_COLUMN)?;
    let mut counted = Counted::new();
    for field in [fields.title_words, fields.title_grams, fields.text_words, fields.text_grams] {
        let lengths = reader.get_fieldnorms_reader(field)?;
        let mut by_kind = [Sum::default(); KINDS];
        for doc in 0..reader.max_doc() {
            let length = u64::from(lengths.fieldnorm(doc));
            let code = kinds.first(doc).unwrap_or_default() as usize;
            if length > 0
                && let Some(sum) = code.checked_sub(1).and_then(|nth| by_kind.get_mut(nth))
            {
                sum.documents += 1;
                sum.tokens += length;
            }
        }
        counted.insert(field, by_kind);
    }
    Ok(counted)
}
