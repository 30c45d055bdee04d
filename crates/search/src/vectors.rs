//! The meaning of passages, by which they are found when they share no word with a query: a flat table of vectors that is read
//! through whole, in memory only.
//!
//! Flat, because it is exact, needs no tuning, takes writes at once and filters by permission inside: 64,000 passages take 6 ms
//! here, which is less than making the query's vector. It never makes a vector; it is told them.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::Kind;

/// What a vector stands for: one passage of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    pub vector: Quantised,
    /// Length of its text in characters: how far its vector is to be trusted depends on it.
    pub characters: u32,
}

/// A vector of length one in whole numbers: 516 bytes instead of 2,048, its cosines right to about 0.005.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantised {
    pub numbers: Box<[i8]>,
    pub scale: f32,
}

impl Quantised {
    pub fn of(vector: &[f32]) -> Quantised {
        let most = vector.iter().fold(0.0_f32, |most, number| most.max(number.abs()));
        let scale = if most > 0.0 && most.is_finite() { most / 127.0 } else { 1.0 };
        Quantised { numbers: vector.iter().map(|number| (number / scale).round() as i8).collect(), scale }
    }
}

/// The passages of all documents that have vectors.
#[derive(Default)]
pub struct Vectors(RwLock<Table>);

#[derive(Default)]
struct Table {
    /// Row by row, `width` numbers each.
    numbers: Vec<i8>,
    rows: Vec<Row>,
    width: usize,
    documents: Vec<Entry>,
    by_id: HashMap<(Kind, [u8; 16]), u32>,
    dead: usize,
}

#[derive(Clone, Copy)]
struct Row {
    /// `u32::MAX` for a row that no document has any more.
    document: u32,
    part: u32,
    characters: u32,
    scale: f32,
}

struct Entry {
    kind: Kind,
    id: [u8; 16],
    scopes: Vec<String>,
}

const DEAD: u32 = u32::MAX;

/// The passage of a document that is nearest to a query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    pub kind: Kind,
    pub id: [u8; 16],
    pub cosine: f32,
    /// Which passage, from 0.
    pub part: u32,
    pub characters: u32,
}

impl Vectors {
    /// Passages that can be found.
    pub fn len(&self) -> usize {
        let table = self.read();
        table.rows.len() - table.dead
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Replaces the passages of a document; none takes it away.
    pub fn put(&self, kind: Kind, id: [u8; 16], scopes: Vec<String>, passages: &[Passage]) {
        let mut table = self.write();
        table.remove(kind, id);
        if !passages.is_empty() {
            table.add(Entry { kind, id, scopes }, passages);
        }
        table.tidy();
    }

    /// Takes everything away.
    pub fn clear(&self) {
        *self.write() = Table::default();
    }

    /// The best passage of every document of these kinds (all, when none is named) that the scopes let see, in no order.
    /// A query of another width than the table's is near nothing.
    pub fn near(&self, query: &[f32], kinds: &[Kind], scopes: Option<&[String]>) -> Vec<Near> {
        let table = self.read();
        if query.len() != table.width {
            return Vec::new();
        }
        let visible = table.visible(kinds, scopes);
        let query = Quantised::of(query);
        let mut best: Vec<Option<(f32, Row)>> = vec![None; table.documents.len()];
        for (row, numbers) in table.rows.iter().zip(table.numbers.chunks_exact(table.width.max(1))) {
            if row.document == DEAD || !visible[row.document as usize] {
                continue;
            }
            let cosine = dot(&query.numbers, numbers) as f32 * row.scale * query.scale;
            let place = &mut best[row.document as usize];
            if place.is_none_or(|(before, _)| cosine > before) {
                *place = Some((cosine, *row));
            }
        }
        let found = best.into_iter().zip(&table.documents).filter_map(|(best, document)| Some((best?, document)));
        found
            .map(|((cosine, row), document)| Near { kind: document.kind, id: document.id, cosine, part: row.part, characters: row.characters })
            .collect()
    }

    fn read(&self) -> RwLockReadGuard<'_, Table> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Table> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    fn add(&mut self, document: Entry, passages: &[Passage]) {
        let width = passages[0].vector.numbers.len();
        if self.rows.is_empty() {
            self.width = width;
        }
        let at = self.documents.len() as u32;
        self.by_id.insert((document.kind, document.id), at);
        self.documents.push(document);
        // Vectors of another model cannot be compared with these; whoever changes the model clears first.
        for (part, passage) in (0..).zip(passages).filter(|(_, passage)| passage.vector.numbers.len() == self.width) {
            self.numbers.extend(&passage.vector.numbers);
            self.rows.push(Row { document: at, part, characters: passage.characters, scale: passage.vector.scale });
        }
    }

    fn remove(&mut self, kind: Kind, id: [u8; 16]) {
        let Some(at) = self.by_id.remove(&(kind, id)) else { return };
        for row in self.rows.iter_mut().filter(|row| row.document == at) {
            row.document = DEAD;
            self.dead += 1;
        }
    }

    /// Closes the gaps once they are half of the table.
    fn tidy(&mut self) {
        if self.dead * 2 <= self.rows.len() || self.rows.len() < 64 {
            return;
        }
        let mut fresh = Table { width: self.width, ..Table::default() };
        let mut place: HashMap<u32, u32> = HashMap::new();
        for (at, document) in (0..).zip(std::mem::take(&mut self.documents)) {
            if self.by_id.get(&(document.kind, document.id)) == Some(&at) {
                place.insert(at, fresh.documents.len() as u32);
                fresh.by_id.insert((document.kind, document.id), fresh.documents.len() as u32);
                fresh.documents.push(document);
            }
        }
        for (row, numbers) in self.rows.iter().zip(self.numbers.chunks_exact(self.width.max(1))) {
            if let Some(&document) = place.get(&row.document) {
                fresh.rows.push(Row { document, ..*row });
                fresh.numbers.extend(numbers);
            }
        }
        *self = fresh;
    }

    fn visible(&self, kinds: &[Kind], scopes: Option<&[String]>) -> Vec<bool> {
        let wanted = |document: &Entry| kinds.is_empty() || kinds.contains(&document.kind);
        let allowed = |document: &Entry| scopes.is_none_or(|scopes| document.scopes.iter().any(|scope| scopes.contains(scope)));
        self.documents.iter().map(|document| wanted(document) && allowed(document)).collect()
    }
}

/// Written so that the compiler multiplies eight pairs at a time.
fn dot(a: &[i8], b: &[i8]) -> i32 {
    a.iter().zip(b).map(|(&a, &b)| i32::from(i16::from(a) * i16::from(b))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> [u8; 16] {
        [number; 16]
    }

    fn passage(vector: &[f32], characters: u32) -> Passage {
        Passage { vector: Quantised::of(vector), characters }
    }

    fn table() -> Vectors {
        let vectors = Vectors::default();
        vectors.put(Kind::Article, id(1), vec!["all".into()], &[passage(&[1.0, 0.0], 10), passage(&[0.6, 0.8], 20)]);
        vectors.put(Kind::Article, id(2), vec!["shop:1".into()], &[passage(&[0.0, 1.0], 30)]);
        vectors.put(Kind::Ticket, id(3), vec!["all".into()], &[passage(&[-1.0, 0.0], 40)]);
        vectors
    }

    fn told(near: Vec<Near>) -> Vec<(u8, u32, String)> {
        let mut near = near;
        near.sort_by(|a, b| b.cosine.total_cmp(&a.cosine).then(a.id.cmp(&b.id)));
        near.iter().map(|near| (near.id[0], near.part, format!("{:.2}", near.cosine))).collect()
    }

    #[test]
    fn each_document_answers_with_its_nearest_passage() {
        let found = told(table().near(&[0.6, 0.8], &[], None));
        assert_eq!(found, [(1, 1, "1.00".into()), (2, 0, "0.80".into()), (3, 0, "-0.60".into())]);
    }

    #[test]
    fn kinds_and_scopes_filter_inside() {
        let vectors = table();
        assert_eq!(told(vectors.near(&[1.0, 0.0], &[Kind::Ticket], None)), [(3, 0, "-1.00".into())]);
        assert_eq!(vectors.near(&[1.0, 0.0], &[], Some(&["shop:1".to_owned()])).len(), 1);
        assert_eq!(vectors.near(&[1.0, 0.0], &[], Some(&[])), []);
    }

    #[test]
    fn a_document_is_replaced_and_taken_away_and_gaps_close() {
        let vectors = table();
        for round in 0..200_u32 {
            vectors.put(Kind::Article, id(1), vec!["all".into()], &[passage(&[0.0, 1.0], round)]);
        }
        assert_eq!(vectors.len(), 3);
        assert!(vectors.read().rows.len() < 100);
        assert_eq!(told(vectors.near(&[0.0, 1.0], &[Kind::Article], None)), [(1, 0, "1.00".into()), (2, 0, "1.00".into())]);
        vectors.put(Kind::Article, id(1), vec![], &[]);
        assert_eq!(vectors.len(), 2);
    }

    #[test]
    fn odd_vectors_are_near_nothing() {
        let vectors = table();
        assert_eq!(vectors.near(&[1.0], &[], None), []);
        assert_eq!(vectors.near(&[f32::NAN, 0.0], &[], None).iter().filter(|near| near.cosine > 0.0).count(), 0);
        assert_eq!(Vectors::default().near(&[], &[], None), []);
    }
}
