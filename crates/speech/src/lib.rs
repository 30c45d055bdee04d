//! Hearing and speaking on the device: microphone, files, speech to text, text to speech.
//!
//! It knows sound and text; it knows no tickets, keeps no recording and sends nothing anywhere.

pub mod audio;
pub mod device;
mod error;
pub mod eval;
pub mod hear;
pub mod lexicon;
mod mel;
pub mod meter;
pub mod numerals;
pub mod player;
mod rate;
pub mod reading;
pub mod say;
mod vad;
pub mod wav;
mod whisper;

pub use error::{Error, Result};
pub use player::{Played, Player};
pub use say::{Chunk, Mark, Said, Speaker, Voice};
