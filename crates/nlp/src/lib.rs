//! Understanding text on the device: vectors, words and names, personal data, intent, sentiment.
//!
//! Everything here computes and never waits for a network; what needs a model says so when it is not installed. It knows no
//! ticket, no store and no screen.

pub mod abuse;
pub mod answer;
pub mod checksum;
pub mod classify;
pub mod contradict;
mod embed;
mod error;
pub mod eval;
pub mod grams;
pub mod intent;
pub mod lac;
pub mod language;
mod moment;
mod money;
pub mod near;
pub mod pairs;
mod place;
pub mod purchase;
pub mod questions;
pub mod recognise;
pub mod redact;
pub mod sentences;
pub mod sentiment;
pub mod signals;
pub mod summary;
pub mod train;
pub mod urgency;

pub use embed::{Embedder, Vector};
pub use error::{Error, Result};
