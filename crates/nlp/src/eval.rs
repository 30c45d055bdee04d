//! Measures a part of this crate on a file of labelled text and answers a report for people and for `--json`.

pub mod claims;
pub mod entities;
pub mod heads;
pub(crate) mod peer;
pub mod pii;
pub mod signals;
