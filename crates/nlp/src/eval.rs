//! Measures a part of this crate on a file of labelled text and answers a report for people and for `--json`.

pub mod claims;
pub mod entities;
pub mod heads;
pub mod pii;
