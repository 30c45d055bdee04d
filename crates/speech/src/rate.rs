//! From one rate to another while the sound flows, through rubato: recordings, microphones and loudspeakers alike. One channel.
//!
//! What goes in comes out with the filter's delay taken off, to the sample. It never holds more than a block.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler as _};

use crate::{Error, Result};

/// Frames that go in at once: about 20 ms.
const BLOCK: usize = 512;
/// What a file may claim.
const RATES: std::ops::RangeInclusive<u32> = 1_000..=768_000;

/// A flow of samples that changes its rate.
pub struct Rate {
    inner: Option<Fft<f32>>,
    from: u32,
    to: u32,
    waiting: Vec<f32>,
    room: Vec<f32>,
    /// Samples of the filter's delay that are still to be left out.
    delay: usize,
    owed: f64,
}

impl Rate {
    /// # Errors
    /// `Resample` for a rate that neither a recording nor a sound card has.
    pub fn new(from: u32, to: u32) -> Result<Self> {
        if [from, to].iter().any(|rate| !RATES.contains(rate)) {
            return Err(Error::Resample { from, to, what: "the rate is out of all bounds".to_owned() });
        }
        let block = (BLOCK * from as usize / 24_000).clamp(128, 4096);
        let inner = if from == to {
            None
        } else {
            Some(Fft::new(from as usize, to as usize, block, 1, FixedSync::Input).map_err(|e| Error::Resample { from, to, what: e.to_string() })?)
        };
        let room = vec![0.0; inner.as_ref().map_or(0, |i| i.output_frames_max())];
        let delay = inner.as_ref().map_or(0, |i| i.output_delay());
        Ok(Self { inner, from, to, waiting: Vec::new(), room, delay, owed: 0.0 })
    }

    /// Samples in, what is ready out. What is no number becomes silence.
    ///
    /// # Errors
    /// `Resample` when rubato refuses; it has no reason to.
    pub fn push(&mut self, samples: &[f32]) -> Result<Vec<f32>> {
        let clean = samples.iter().map(|s| if s.is_finite() { *s } else { 0.0 });
        if self.inner.is_none() {
            return Ok(clean.collect());
        }
        self.waiting.extend(clean);
        self.owed += samples.len() as f64 * f64::from(self.to) / f64::from(self.from);
        let mut out = Vec::new();
        while let Some(need) = self.inner.as_ref().map(|i| i.input_frames_next()).filter(|n| self.waiting.len() >= *n) {
            self.turn(need, &mut out)?;
        }
        Ok(out)
    }

    /// The end of the flow: what is still inside comes out, to the sample that was put in.
    ///
    /// # Errors
    /// As [`Rate::push`].
    pub fn finish(&mut self) -> Result<Vec<f32>> {
        let mut out = Vec::new();
        while self.owed >= 0.5 {
            let Some(need) = self.inner.as_ref().map(|i| i.input_frames_next()) else { break };
            self.waiting.resize(need.max(self.waiting.len()), 0.0);
            let owed = self.owed.round() as usize;
            let before = out.len();
            self.turn(need, &mut out)?;
            out.truncate(before + owed);
        }
        self.owed = 0.0;
        self.waiting.clear();
        Ok(out)
    }

    fn turn(&mut self, need: usize, out: &mut Vec<f32>) -> Result<()> {
        let (from, to) = (self.from, self.to);
        let refuse = |what: String| Error::Resample { from, to, what };
        let Some(inner) = self.inner.as_mut() else { return Ok(()) };
        let frames = self.room.len();
        let input = InterleavedSlice::new(&self.waiting[..need], 1, need).map_err(|e| refuse(e.to_string()))?;
        let mut output = InterleavedSlice::new_mut(&mut self.room, 1, frames).map_err(|e| refuse(e.to_string()))?;
        let (used, made) = inner.process_into_buffer(&input, &mut output, None).map_err(|e| refuse(e.to_string()))?;
        let skip = self.delay.min(made);
        self.delay -= skip;
        out.extend_from_slice(&self.room[skip..made]);
        self.owed -= (made - skip) as f64;
        self.waiting.drain(..used);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(rate: u32, seconds: f32) -> Vec<f32> {
        (0..(rate as f32 * seconds) as usize).map(|i| (i as f32 * 440.0 * std::f32::consts::TAU / rate as f32).sin() * 0.5).collect()
    }

    fn through(from: u32, to: u32, samples: &[f32], step: usize) -> Vec<f32> {
        let mut rate = Rate::new(from, to).unwrap();
        let mut out: Vec<f32> = samples.chunks(step).flat_map(|c| rate.push(c).unwrap()).collect();
        out.extend(rate.finish().unwrap());
        out
    }

    #[test]
    fn a_tone_keeps_its_length_and_place() {
        let ours = [8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000].map(|from| (from, 16_000));
        for (from, to) in ours.into_iter().chain([(24_000, 48_000), (24_000, 44_100)]) {
            let out = through(from, to, &tone(from, 0.5), 333);
            let want = tone(to, 0.5);
            assert!(out.len().abs_diff(want.len()) <= 1, "{from} {to} {} {}", out.len(), want.len());
            let inside = 800..want.len().min(out.len()) - 800;
            let worst = out[inside.clone()].iter().zip(&want[inside]).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            // The filter's delay is no whole number of samples at these; one sample at 16 kHz is 0.086 of this tone.
            let bound = if matches!(from, 11_025 | 22_050 | 96_000) { 0.08 } else { 0.02 };
            assert!(worst < bound, "{from} {to} {worst}");
        }
    }

    #[test]
    fn the_cut_into_blocks_changes_nothing_and_nothing_in_is_nothing_out() {
        let samples = tone(44_100, 0.3);
        assert_eq!(through(44_100, 16_000, &samples, 1), through(44_100, 16_000, &samples, 5_000));
        assert!(through(48_000, 16_000, &[], 10).is_empty());
    }

    #[test]
    fn no_rate_is_told() {
        assert!(Rate::new(0, 16_000).is_err() && Rate::new(u32::MAX, 16_000).is_err() && Rate::new(24_000, 0).is_err());
        assert!(through(48_000, 16_000, &[f32::NAN; 3000], 100).iter().all(|s| s.is_finite()));
    }
}
