//! Whisper: a window of at most 30 s of sound becomes tokens, with their probabilities.
//!
//! The encoder runs once a window; the decoder keeps its keys and values between tokens, shares the sound between all beams, and
//! can also score texts that others propose. It knows nothing of shops, words or pauses.

mod beam;
mod model;
mod tokens;

pub use beam::{Decoder, Found, Search, choose_language};
pub use model::{Heard as Sound, Model};
pub use tokens::{Language, Tokens};
