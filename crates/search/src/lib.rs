//! Full-text search over customers, tickets, messages and articles.
//!
//! The index is derived: it takes plain documents, can be thrown away and written again from the log at any time,
//! and remembers in its own commit how far into the log it has come. It never reads the store, never decides who
//! may see what (it is told the allowed scopes), and never makes vectors.

pub mod bench;
mod codes;
mod error;
pub mod eval;
mod fold;
mod hybrid;
mod index;
pub mod kept;
mod lengths;
mod names;
pub mod passages;
mod plan;
mod rank;
mod schema;
mod sealed;
mod snippet;
mod tokens;
pub mod vectors;
mod walk;
mod words;

pub use error::{Error, Result};
pub use index::Index;

/// Loads the dictionary now rather than under the first search or write, which it would hold up for some 200 ms. Worth a
/// thread of its own while a program starts; harmless to call again.
pub fn warm() {
    words::dictionary();
}

/// What a document is. The tag of a kind is written into the index and never changes its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Customer,
    Ticket,
    Message,
    Article,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Customer, Kind::Ticket, Kind::Message, Kind::Article];

    /// The stable tag, as calls and the command line spell it.
    pub fn tag(self) -> &'static str {
        match self {
            Kind::Customer => "customer",
            Kind::Ticket => "ticket",
            Kind::Message => "message",
            Kind::Article => "article",
        }
    }

    /// The kind that a tag names, or nothing for a word that is not a tag.
    pub fn from_tag(tag: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.tag() == tag)
    }

    fn code(self) -> u8 {
        match self {
            Kind::Customer => 1,
            Kind::Ticket => 2,
            Kind::Message => 3,
            Kind::Article => 4,
        }
    }

    fn from_code(code: u8) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One thing that can be found. `kind` and `id` together are its identity: writing it again replaces it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub kind: Kind,
    pub id: [u8; 16],
    pub title: String,
    pub body: String,
    /// What people ask that this answers; found like words of the body, never shown as a piece of it.
    pub questions: Vec<String>,
    /// Names of people and shops; found by characters, by pinyin and by pinyin initials.
    pub names: Vec<String>,
    /// Ticket numbers, phones, member numbers, plates; found whole, by a beginning or by an end of four or more.
    pub codes: Vec<String>,
    /// Labels; found like words of the title.
    pub tags: Vec<String>,
    /// Permission keys. The document is visible to a query iff it shares one with the query's scopes.
    pub scopes: Vec<String>,
    /// Milliseconds since 1970; the newer of two equally good hits comes first.
    pub at_ms: i64,
}

/// What to look for and what may be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    pub text: String,
    /// Empty means every kind.
    pub kinds: Vec<Kind>,
    /// `None` means that everything may be seen; an empty list, nothing.
    pub scopes: Option<Vec<String>>,
    pub limit: usize,
    pub offset: usize,
}

impl Query {
    /// A query over every kind and every scope, first twenty hits.
    pub fn everywhere(text: impl Into<String>) -> Query {
        Query { text: text.into(), kinds: Vec::new(), scopes: None, limit: 20, offset: 0 }
    }
}

/// One document that answers a query, best first.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Hit {
    pub kind: Kind,
    pub id: [u8; 16],
    pub score: f32,
    pub title: Highlighted,
    /// The best window of the body, at most some hundred characters; empty when the body is.
    pub snippet: Highlighted,
    /// The parts of the query that this document matched, as the user typed them, in the order typed.
    pub why: Vec<String>,
    /// How near in meaning its best passage is to the query, where that was asked for: a cosine.
    pub meaning: Option<f32>,
}

/// Text with the places to emphasise.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Highlighted {
    pub text: String,
    /// Half-open ranges of characters (not bytes) of `text`, ascending, not touching.
    pub marks: Vec<(usize, usize)>,
}
