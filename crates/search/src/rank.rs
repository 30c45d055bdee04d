//! Looking a plan up: which terms of it occur and what each can add, the bound on work, and who may see what. The walk over
//! the postings is in `walk`. Must never let a document into the list that the query may not see.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{Bm25StatisticsProvider, BooleanQuery, EnableScoring, Occur, Query as _, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, Searcher, SegmentReader, Term};

use crate::lengths::Lengths;
use crate::plan::{Clause, Plan, Role};
use crate::schema::{AT_COLUMN, Fields, KIND_COLUMN, SCOPES_COLUMN};
use crate::walk::{Found, Lookup, Top, Walk};
use crate::{Kind, Query};

/// Terms that begin with an unfinished token: enough to show something while typing.
const COMPLETIONS_MAX: usize = 16;
/// A completed token is a guess; it counts this much of a token typed in full.
const COMPLETION_BOOST: f32 = 0.3;
/// BM25 with k1 = 1.2 grows with the use of a term up to this many times its rarity.
const BM25_MOST: f32 = 2.2;

/// The best documents for a plan that `query` may see, best first, `query.offset` skipped.
pub(crate) fn best(searcher: &Searcher, fields: &Fields, lengths: &Lengths, plan: &Plan, query: &Query) -> tantivy::Result<Vec<Found>> {
    let statistics = Statistics::new(searcher, lengths.averages(searcher, fields, &query.kinds)?)?;
    let terms = in_order(occurring(&statistics, fields, &plan.clauses)?);
    let mut top = Top::new(query.offset.saturating_add(query.limit).min(searcher.num_docs() as usize));
    if terms.is_empty() || top.size == 0 {
        return Ok(Vec::new());
    }
    let lookups = terms.iter().map(|term| Lookup::new(term, &statistics)).collect::<tantivy::Result<Vec<_>>>()?;
    for (ord, reader) in (0..).zip(searcher.segment_readers()) {
        let visible = Visible::new(reader, query)?;
        if !visible.nothing() {
            Walk::new(ord, reader, &visible).through(&lookups, &mut top)?;
        }
    }
    Ok(top.sorted().into_iter().skip(query.offset).collect())
}

/// How many documents that `query` may see have a reason to be found.
pub(crate) fn count(searcher: &Searcher, fields: &Fields, plan: &Plan, query: &Query) -> tantivy::Result<usize> {
    let statistics = Statistics::new(searcher, HashMap::new())?;
    let mut terms = occurring(&statistics, fields, &plan.clauses)?;
    if terms.iter().any(|term| !term.hint) {
        terms.retain(|term| !term.hint);
    }
    if terms.is_empty() {
        return Ok(0);
    }
    let weight = disjunction(&terms).weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut count = 0;
    for reader in searcher.segment_readers() {
        let visible = Visible::new(reader, query)?;
        weight.for_each_no_score(reader, &mut |docs| {
            count += docs.iter().filter(|&&doc| visible.shows(doc)).count();
        })?;
    }
    Ok(count)
}

fn disjunction(terms: &[Weighed]) -> BooleanQuery {
    let clauses = terms.iter().map(|term| {
        let lookup = TermQuery::new(term.term.clone(), IndexRecordOption::Basic);
        (Occur::Should, Box::new(lookup) as Box<dyn tantivy::query::Query>)
    });
    BooleanQuery::new(clauses.collect())
}

/// A term of the plan that occurs in the index.
pub(crate) struct Weighed {
    pub term: Term,
    pub boost: f32,
    /// In how many documents, over all segments.
    pub documents: u64,
    pub hint: bool,
    /// The most it can add to a score.
    pub most: f32,
}

fn occurring(statistics: &Statistics, fields: &Fields, clauses: &[Clause]) -> tantivy::Result<Vec<Weighed>> {
    let mut wanted: BTreeMap<Term, (f32, bool)> = BTreeMap::new();
    let mut want = |term: Term, boost: f32, hint: bool| {
        let (sum, only_hint) = wanted.entry(term).or_insert((0.0, true));
        *sum += boost;
        *only_hint &= hint;
    };
    for clause in clauses.iter().filter(|clause| clause.boost > 0.0) {
        let field = field(fields, clause.role);
        want(Term::from_field_text(field, &clause.token), clause.boost, clause.hint);
        if clause.unfinished {
            for longer in completions(statistics.searcher, field, &clause.token)? {
                want(Term::from_field_text(field, &longer), clause.boost * COMPLETION_BOOST, false);
            }
        }
    }
    let mut terms = Vec::with_capacity(wanted.len());
    for (term, (boost, hint)) in wanted {
        let documents = statistics.doc_freq(&term)?;
        if documents > 0 {
            let rest = (statistics.documents - documents) as f32 + 0.5;
            let most = boost * BM25_MOST * (1.0 + rest / (documents as f32 + 0.5)).ln();
            terms.push(Weighed { term, boost, documents, hint, most });
        }
    }
    Ok(terms)
}

/// The terms by what they can add, hints last. Where nothing but hints occurs, they are all there is to go by, and
/// reasons after all.
fn in_order(mut terms: Vec<Weighed>) -> Vec<Weighed> {
    let only_hints = terms.iter().all(|term| term.hint);
    terms.iter_mut().for_each(|term| term.hint &= !only_hints);
    terms.sort_by(|a, b| a.hint.cmp(&b.hint).then(b.most.total_cmp(&a.most)));
    terms
}

fn field(fields: &Fields, role: Role) -> Field {
    match role {
        Role::TitleWords => fields.title_words,
        Role::TitleGrams => fields.title_grams,
        Role::TextWords => fields.text_words,
        Role::TextGrams => fields.text_grams,
        Role::Names => fields.names,
        Role::Codes => fields.codes,
    }
}

fn completions(searcher: &Searcher, field: Field, begun: &str) -> tantivy::Result<Vec<String>> {
    let mut found: HashMap<String, u32> = HashMap::new();
    for reader in searcher.segment_readers() {
        let index = reader.inverted_index(field)?;
        let mut terms = index.terms().range().gt(begun).into_stream()?;
        let mut seen = 0;
        // The dictionary is sorted, so the walk ends with the first term that begins otherwise.
        while seen < 4 * COMPLETIONS_MAX && terms.advance() && terms.key().starts_with(begun.as_bytes()) {
            seen += 1;
            if let Ok(term) = std::str::from_utf8(terms.key()) {
                *found.entry(term.to_owned()).or_default() += terms.value().doc_freq;
            }
        }
    }
    let mut by_use: Vec<_> = found.into_iter().collect();
    by_use.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    by_use.truncate(COMPLETIONS_MAX);
    Ok(by_use.into_iter().map(|(term, _)| term).collect())
}

/// Statistics over all segments, each asked for once per query.
pub(crate) struct Statistics<'a> {
    pub searcher: &'a Searcher,
    documents: u64,
    average_lengths: HashMap<Field, f32>,
    found: Mutex<HashMap<Term, u64>>,
}

impl<'a> Statistics<'a> {
    fn new(searcher: &'a Searcher, average_lengths: HashMap<Field, f32>) -> tantivy::Result<Statistics<'a>> {
        let documents = Bm25StatisticsProvider::total_num_docs(searcher)?;
        Ok(Statistics { searcher, documents, average_lengths, found: Mutex::default() })
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    /// What makes the average come out as counted; fields that are not ranked by length count as one token long.
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let average = self.average_lengths.get(&field).copied().unwrap_or(1.0);
        Ok((f64::from(average) * self.documents as f64) as u64)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.documents)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&documents) = found.get(term) {
            return Ok(documents);
        }
        let documents = self.searcher.doc_freq(term)?;
        found.insert(term.clone(), documents);
        Ok(documents)
    }
}

/// What of one segment a query may see.
pub(crate) struct Visible<'a> {
    reader: &'a SegmentReader,
    kind: Column<u64>,
    /// Empty for every kind.
    kinds: Vec<u64>,
    scopes: Option<(Option<StrColumn>, HashSet<u64>)>,
    at: Column<i64>,
}

impl<'a> Visible<'a> {
    fn new(reader: &'a SegmentReader, query: &Query) -> tantivy::Result<Visible<'a>> {
        let columns = reader.fast_fields();
        let kinds = query.kinds.iter().map(|&kind| u64::from(Kind::code(kind))).collect();
        let scopes = match &query.scopes {
            None => None,
            Some(allowed) => {
                let column = columns.str(SCOPES_COLUMN)?;
                let mut ords = HashSet::new();
                for scope in allowed {
                    ords.extend(column.as_ref().map(|c| c.dictionary().term_ord(scope)).transpose()?.flatten());
                }
                Some((column, ords))
            }
        };
        Ok(Visible { reader, kind: columns.u64(KIND_COLUMN)?, kinds, scopes, at: columns.i64(AT_COLUMN)? })
    }

    fn nothing(&self) -> bool {
        self.scopes.as_ref().is_some_and(|(_, allowed)| allowed.is_empty())
    }

    pub fn shows(&self, doc: DocId) -> bool {
        let alive = self.reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc));
        let wanted = self.kinds.is_empty() || self.kind.first(doc).is_some_and(|kind| self.kinds.contains(&kind));
        let allowed = self
            .scopes
            .as_ref()
            .is_none_or(|(column, allowed)| column.as_ref().is_some_and(|column| column.term_ords(doc).any(|ord| allowed.contains(&ord))));
        alive && wanted && allowed
    }

    pub fn found(&self, score: f32, address: DocAddress) -> Found {
        let kind = self.kind.first(address.doc_id).unwrap_or_default();
        Found { score, kind, at_ms: self.at.first(address.doc_id).unwrap_or_default(), address }
    }
}
