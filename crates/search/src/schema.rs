//! The shape of the index on disk: which fields there are and how a document becomes their values. Any change here, in
//! `fold`, `words`, `names` or `codes` changes what is on disk and must raise `FORMAT`.

use tantivy::TantivyDocument;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value};

use crate::tokens::Cut;
use crate::{Document, Kind};

/// The version of everything that decides what is on disk. An index of another version is refused, never guessed at.
pub(crate) const FORMAT: u32 = 2;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    pub key: Field,
    pub kind: Field,
    pub scopes: Field,
    pub at: Field,
    pub title: Field,
    pub body: Field,
    pub questions: Field,
    pub tags: Field,
    pub names: Field,
    pub codes: Field,
    pub title_words: Field,
    pub title_grams: Field,
    pub text_words: Field,
    pub text_grams: Field,
}

/// The names of the columns read while collecting.
pub(crate) const KIND_COLUMN: &str = "kind";
pub(crate) const SCOPES_COLUMN: &str = "scopes";
pub(crate) const AT_COLUMN: &str = "at";

pub(crate) fn build() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let fields = Fields {
        key: schema.add_bytes_field("key", INDEXED | STORED),
        kind: schema.add_u64_field(KIND_COLUMN, FAST),
        scopes: schema.add_text_field(SCOPES_COLUMN, TextOptions::default().set_fast("raw")),
        at: schema.add_i64_field(AT_COLUMN, FAST),
        title: schema.add_text_field("title", STORED),
        body: schema.add_text_field("body", STORED),
        questions: schema.add_text_field("questions", STORED),
        tags: schema.add_text_field("tags", STORED),
        names: schema.add_text_field("names", indexed(Cut::Names, false).set_stored()),
        codes: schema.add_text_field("codes", indexed(Cut::Codes, false).set_stored()),
        title_words: schema.add_text_field("title_words", indexed(Cut::Words, true)),
        title_grams: schema.add_text_field("title_grams", indexed(Cut::Grams, true)),
        text_words: schema.add_text_field("text_words", indexed(Cut::Words, true)),
        text_grams: schema.add_text_field("text_grams", indexed(Cut::Grams, true)),
    };
    (schema.build(), fields)
}

/// Running text is ranked by its length; names and codes are found or not.
pub(crate) fn indexed(cut: Cut, by_length: bool) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_tokenizer(cut.name()).set_index_option(IndexRecordOption::WithFreqs).set_fieldnorms(by_length),
    )
}

/// The identity of a document as one term.
pub(crate) fn key(kind: Kind, id: &[u8; 16]) -> [u8; 17] {
    let mut key = [0; 17];
    key[0] = kind.code();
    key[1..].copy_from_slice(id);
    key
}

impl Fields {
    pub fn encode(&self, document: &Document) -> TantivyDocument {
        let mut out = TantivyDocument::new();
        out.add_bytes(self.key, &key(document.kind, &document.id));
        out.add_u64(self.kind, u64::from(document.kind.code()));
        out.add_i64(self.at, document.at_ms);
        let many = [
            (self.scopes, &document.scopes),
            (self.names, &document.names),
            (self.codes, &document.codes),
            (self.tags, &document.tags),
            (self.questions, &document.questions),
        ];
        for (field, values) in many {
            values.iter().for_each(|value| out.add_text(field, value));
        }
        out.add_text(self.title, &document.title);
        out.add_text(self.body, &document.body);
        for heading in std::iter::once(&document.title).chain(&document.tags) {
            out.add_text(self.title_words, heading);
            out.add_text(self.title_grams, heading);
        }
        // The title is part of the text as well: a word of the title and a word of the body then weigh up against each
        // other under one length, and the title fields only add to it.
        for text in [&document.title, &document.body].into_iter().chain(&document.questions) {
            out.add_text(self.text_words, text);
            out.add_text(self.text_grams, text);
        }
        out
    }

    /// What a hit is made of, or nothing if the stored bytes are not a document.
    pub fn decode(&self, stored: &TantivyDocument) -> Option<Stored> {
        let key: &[u8; 17] = stored.get_first(self.key)?.as_bytes()?.try_into().ok()?;
        let texts = |field| stored.get_all(field).filter_map(|value| value.as_str()).map(str::to_owned).collect();
        Some(Stored {
            kind: Kind::from_code(key[0])?,
            id: key[1..].try_into().ok()?,
            title: stored.get_first(self.title)?.as_str()?.to_owned(),
            body: stored.get_first(self.body)?.as_str()?.to_owned(),
            questions: texts(self.questions),
            tags: texts(self.tags),
            names: texts(self.names),
            codes: texts(self.codes),
        })
    }
}

/// The part of a document that is kept as it was given.
#[derive(Debug)]
pub(crate) struct Stored {
    pub kind: Kind,
    pub id: [u8; 16],
    pub title: String,
    pub body: String,
    pub questions: Vec<String>,
    pub tags: Vec<String>,
    pub names: Vec<String>,
    pub codes: Vec<String>,
}
