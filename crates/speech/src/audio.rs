//! Recordings become what the models hear: one channel, 16,000 samples a second, numbers between -1 and 1.
//!
//! A file is read as a stream of blocks, so a recording of three hours takes no more memory than one of three seconds. It never
//! writes a file, and it never lets a number that is not finite go on.

mod decode;

pub use decode::Recording;

use std::path::Path;

use crate::{Error, Result};

/// Samples per second of everything that listens.
pub const RATE: u32 = 16_000;

/// Reads a whole recording into memory: for clips. Long files are read block by block through [`Recording`].
///
/// # Errors
/// As [`Recording::open`] and [`Recording::next_block`]; `EmptyAudio` when there is no sample in it.
pub fn read(path: &Path) -> Result<Vec<f32>> {
    let mut recording = Recording::open(path)?;
    let mut all = Vec::new();
    while let Some(block) = recording.next_block()? {
        all.extend_from_slice(&block);
    }
    if all.is_empty() { Err(Error::EmptyAudio) } else { Ok(all) }
}

/// What is not a number becomes silence, what is too loud is cut.
pub(crate) fn clean(samples: &mut [f32]) {
    for sample in samples {
        *sample = if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_becomes_silence() {
        let mut samples = [0.5, f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 7.0, -7.0];
        clean(&mut samples);
        assert_eq!(samples, [0.5, 0.0, 0.0, 0.0, 1.0, -1.0]);
    }
}
