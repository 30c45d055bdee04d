//! From any rate to 16 kHz, block by block, through rubato.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Indexing, Resampler as _};

use super::RATE;
use crate::{Error, Result};

/// Frames that rubato takes at once.
const CHUNK: usize = 1024;

/// One channel of any usual rate in, 16 kHz out. What goes in comes out with the filter's delay taken off.
pub struct Resampler {
    from: u32,
    inner: Option<Fft<f32>>,
    waiting: Vec<f32>,
    out: Vec<f32>,
    /// Samples at the head that are only the filter's delay.
    skip: usize,
    taken: u64,
    given: u64,
}

impl Resampler {
    /// # Errors
    /// `Resample` for a rate that no recording has (under 1 kHz or over 768 kHz).
    pub fn new(from: u32) -> Result<Resampler> {
        if !(1_000..=768_000).contains(&from) {
            return Err(failed(from, "the rate is out of all bounds"));
        }
        let inner = match from {
            RATE => None,
            _ => Some(Fft::new(from as usize, RATE as usize, CHUNK, 1, FixedSync::Input).map_err(|error| failed(from, error.to_string()))?),
        };
        let out = inner.as_ref().map_or_else(Vec::new, |inner| vec![0.0; inner.output_frames_max()]);
        let skip = inner.as_ref().map_or(0, |inner| inner.output_delay());
        Ok(Resampler { from, inner, waiting: Vec::new(), out, skip, taken: 0, given: 0 })
    }

    /// Takes samples of the old rate and gives those of the new one that are ready.
    ///
    /// # Errors
    /// `Resample` when rubato refuses; it has no reason to.
    pub fn push(&mut self, samples: &[f32]) -> Result<Vec<f32>> {
        self.taken += samples.len() as u64;
        if self.inner.is_none() {
            return Ok(samples.to_vec());
        }
        self.waiting.extend_from_slice(samples);
        let mut ready = Vec::new();
        while let Some(need) = self.inner.as_ref().map(|inner| inner.input_frames_next()).filter(|need| *need <= self.waiting.len()) {
            self.turn(need, need, &mut ready)?;
            self.waiting.drain(..need);
        }
        self.given += ready.len() as u64;
        Ok(ready)
    }

    /// The rest, when the recording ends.
    ///
    /// # Errors
    /// As `push`.
    pub fn end(&mut self) -> Result<Vec<f32>> {
        let Some(need) = self.inner.as_ref().map(|inner| inner.input_frames_next()) else { return Ok(Vec::new()) };
        let whole = (self.taken as f64 * f64::from(RATE) / f64::from(self.from)).round() as u64;
        let mut ready = Vec::new();
        let mut partial = self.waiting.len();
        self.waiting.resize(need, 0.0);
        while self.given + (ready.len() as u64) < whole {
            self.turn(need, partial, &mut ready)?;
            self.waiting.fill(0.0);
            partial = 0;
        }
        ready.truncate(whole.saturating_sub(self.given) as usize);
        self.given = whole;
        self.waiting.clear();
        Ok(ready)
    }

    fn turn(&mut self, need: usize, partial: usize, ready: &mut Vec<f32>) -> Result<()> {
        let Some(inner) = &mut self.inner else { return Ok(()) };
        let wrong = |error: &dyn std::fmt::Display| failed(self.from, error.to_string());
        let room = self.out.len();
        let input = InterleavedSlice::new(&self.waiting, 1, need).map_err(|error| wrong(&error))?;
        let mut output = InterleavedSlice::new_mut(&mut self.out, 1, room).map_err(|error| wrong(&error))?;
        let indexing = Indexing::new().partial_len(partial);
        let (_, written) = inner.process_into_buffer(&input, &mut output, Some(&indexing)).map_err(|error| wrong(&error))?;
        let skipped = self.skip.min(written);
        self.skip -= skipped;
        ready.extend_from_slice(&self.out[skipped..written]);
        Ok(())
    }
}

fn failed(from: u32, what: impl Into<String>) -> Error {
    Error::Resample { from, to: RATE, what: what.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(rate: u32, seconds: f32, hertz: f32) -> Vec<f32> {
        let many = (rate as f32 * seconds) as usize;
        (0..many).map(|i| (i as f32 / rate as f32 * hertz * std::f32::consts::TAU).sin() * 0.5).collect()
    }

    fn through(rate: u32, samples: &[f32], block: usize) -> Vec<f32> {
        let mut resampler = Resampler::new(rate).expect("a usual rate");
        let mut out: Vec<f32> = samples.chunks(block).flat_map(|part| resampler.push(part).expect("it takes")).collect();
        out.extend(resampler.end().expect("it ends"));
        out
    }

    #[test]
    fn a_tone_keeps_its_length_and_its_place_at_every_usual_rate() {
        for rate in [8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000] {
            let out = through(rate, &tone(rate, 0.75, 440.0), 777);
            assert!(out.len().abs_diff(12_000) <= 1, "{rate}: {}", out.len());
            let wanted = tone(RATE, 0.75, 440.0);
            let far = out[2_000..10_000].iter().zip(&wanted[2_000..10_000]).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            // One sample at 16 kHz is 0.086 of this tone: it is never a whole one off.
            assert!(far < 0.08, "{rate}: {far}");
        }
    }

    #[test]
    fn the_cut_into_blocks_changes_nothing() {
        let samples = tone(44_100, 0.3, 300.0);
        assert_eq!(through(44_100, &samples, 1), through(44_100, &samples, 5_000));
    }

    #[test]
    fn nothing_in_is_nothing_out_and_rates_out_of_bounds_are_refused() {
        assert!(through(48_000, &[], 10).is_empty());
        assert_eq!(through(48_000, &[0.1], 1).len(), 0);
        assert!(Resampler::new(0).is_err() && Resampler::new(u32::MAX).is_err());
    }
}
