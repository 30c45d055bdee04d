//! From what the model gives to what is heard: silence at the ends cut away, pauses as the punctuation wants them, and
//! joins that do not click. All at 24 kHz.

use std::ops::Range;

/// Rate of everything the voice says, in Hz.
pub const RATE: u32 = 24_000;

/// Loudness is looked at in stretches of 5 ms.
const STRETCH: usize = 120;

/// What is quieter than this share of the loudest stretch is not speech yet; a fricative is about 0.03.
const QUIET: f32 = 0.012;

/// Kept before the first and after the last sound, so that soft beginnings and ends stay.
const LEAD: usize = RATE as usize / 50;
const TAIL: usize = RATE as usize * 4 / 100;

/// Where two pieces meet without a pause they overlap so long.
const OVERLAP: usize = RATE as usize / 80;

/// Ramp at an end that stands beside silence.
const RAMP: usize = RATE as usize / 200;

/// The samples that are speech. Empty when all is silence.
pub fn voiced(samples: &[f32]) -> Range<usize> {
    let loud: Vec<f32> = samples.chunks(STRETCH).map(|s| (s.iter().map(|x| x * x).sum::<f32>() / s.len() as f32).sqrt()).collect();
    let floor = loud.iter().copied().fold(0.0, f32::max) * QUIET;
    let (Some(first), Some(last)) = (loud.iter().position(|l| *l > floor), loud.iter().rposition(|l| *l > floor)) else {
        return 0..0;
    };
    (first * STRETCH).saturating_sub(LEAD)..((last + 1) * STRETCH + TAIL).min(samples.len())
}

/// Puts pieces in a row: keeps the end of a piece back while the next one may have to flow out of it.
#[derive(Debug, Default)]
pub struct Joiner {
    held: Vec<f32>,
}

impl Joiner {
    /// Add a trimmed piece and the seconds of silence after it; what can be played now comes back.
    pub fn push(&mut self, mut samples: Vec<f32>, pause: f32) -> Vec<f32> {
        let held = std::mem::take(&mut self.held);
        let mut out = if held.is_empty() {
            ramp(&mut samples, RAMP, false);
            samples
        } else {
            overlapped(held, samples)
        };
        if pause > 0.0 {
            ramp(&mut out, RAMP, true);
            out.resize(out.len() + (pause * RATE as f32) as usize, 0.0);
        } else {
            self.held = out.split_off(out.len().saturating_sub(OVERLAP));
        }
        out
    }

    /// Seconds of sound that were pushed and not given out yet.
    pub fn held(&self) -> f32 {
        self.held.len() as f32 / RATE as f32
    }

    /// What was still held back.
    pub fn finish(mut self) -> Vec<f32> {
        ramp(&mut self.held, RAMP, true);
        self.held
    }
}

/// Fade the end of one into the beginning of the other.
fn overlapped(mut held: Vec<f32>, next: Vec<f32>) -> Vec<f32> {
    let length = held.len().min(next.len());
    let from = held.len() - length;
    for (i, sample) in next[..length].iter().enumerate() {
        let share = (i + 1) as f32 / (length + 1) as f32;
        held[from + i] = held[from + i] * (1.0 - share) + sample * share;
    }
    held.extend_from_slice(&next[length..]);
    held
}

fn ramp(samples: &mut [f32], length: usize, out: bool) {
    let length = length.min(samples.len());
    let count = samples.len();
    for i in 0..length {
        let at = if out { count - 1 - i } else { i };
        samples[at] *= i as f32 / length as f32;
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn tone(seconds: f32) -> Vec<f32> {
        (0..(seconds * RATE as f32) as usize).map(|i| 0.5 * (i as f32 * 0.05).sin()).collect()
    }

    #[test]
    fn silence_at_the_ends_goes() {
        let mut samples = vec![0.0001; 12_000];
        samples.extend(tone(0.5));
        samples.extend(vec![0.0; 6000]);
        expect!["11520..24960 0..0 0..0"].assert_eq(&format!("{:?} {:?} {:?}", voiced(&samples), voiced(&[]), voiced(&[0.0; 500])));
    }

    #[test]
    fn joins_do_not_click() {
        let mut joiner = Joiner::default();
        let mut all = joiner.push(tone(0.3), 0.0);
        all.extend(joiner.push(tone(0.3), 0.1));
        all.extend(joiner.push(tone(0.2), 0.0));
        all.extend(joiner.finish());
        let steepest = all.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
        let own = tone(0.3).windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
        assert!(steepest <= own * 1.5, "{steepest} {own}");
        expect!["21300"].assert_eq(&all.len().to_string());
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_but_the_overlap(lengths in proptest::collection::vec((0usize..2000, proptest::bool::ANY), 0..8)) {
            let mut joiner = Joiner::default();
            let (mut given, mut got) = (0, 0);
            for (length, pause) in &lengths {
                given += length + if *pause { 2400 } else { 0 };
                got += joiner.push(vec![0.1; *length], if *pause { 0.1 } else { 0.0 }).len();
            }
            got += joiner.finish().len();
            proptest::prop_assert!(got <= given && given - got <= lengths.len() * OVERLAP);
        }
    }
}
