//! The search index from outside: what is found, by what, in which order, who sees it, and what damage looks like.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod damage;
mod eval;
mod finding;
mod shown;
mod writing;

use search::{Document, Highlighted, Hit, Index, Kind, Query};

/// An id that names itself in a picture.
pub fn id(nth: u8) -> [u8; 16] {
    [nth; 16]
}

pub fn blank(kind: Kind, nth: u8) -> Document {
    Document {
        kind,
        id: id(nth),
        title: String::new(),
        body: String::new(),
        names: Vec::new(),
        codes: Vec::new(),
        questions: Vec::new(),
        tags: Vec::new(),
        scopes: Vec::new(),
        at_ms: i64::from(nth),
    }
}

pub fn customer(nth: u8, name: &str, codes: &[&str]) -> Document {
    Document {
        title: name.to_owned(),
        names: vec![name.to_owned()],
        codes: codes.iter().map(|code| (*code).to_owned()).collect(),
        ..blank(Kind::Customer, nth)
    }
}

pub fn article(nth: u8, title: &str, body: &str) -> Document {
    Document { title: title.to_owned(), body: body.to_owned(), ..blank(Kind::Article, nth) }
}

pub fn message(nth: u8, body: &str) -> Document {
    Document { body: body.to_owned(), ..blank(Kind::Message, nth) }
}

pub fn index(documents: &[Document]) -> Index {
    let index = Index::in_memory();
    index.write(documents, &[], 1).unwrap();
    index
}

/// The hits of a query as a picture: one line each, matches in 「」, reasons behind.
pub fn picture(index: &Index, query: &Query) -> String {
    let hits = index.search(query).unwrap();
    if hits.is_empty() {
        return "nothing\n".to_owned();
    }
    hits.iter().map(line).collect()
}

pub fn ask(index: &Index, text: &str) -> String {
    picture(index, &Query::everywhere(text))
}

fn line(hit: &Hit) -> String {
    let parts = [marked(&hit.title), marked(&hit.snippet)];
    let shown: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    format!("{} {} | {} | {}\n", hit.kind.tag(), hit.id[0], shown.join(" / "), hit.why.join(" + "))
}

fn marked(text: &Highlighted) -> String {
    let mut out = String::new();
    for (at, c) in text.text.chars().enumerate() {
        if text.marks.iter().any(|mark| mark.0 == at) {
            out.push('「');
        }
        out.push(c);
        if text.marks.iter().any(|mark| mark.1 == at + 1) {
            out.push('」');
        }
    }
    out
}
