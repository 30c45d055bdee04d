//! Minutes in which nobody says a word: silence, street, music, babble without words; how much of it is taken for speech, and which
//! words are heard in it. Made here from a seed, so that everybody listens to the same minutes; nothing is kept.

mod music;
mod street;

use std::f32::consts::TAU;

use onnx::Cancel;
use serde::Serialize;

use crate::Result;
use crate::audio::RATE;
use crate::hear::{Hearing, Options};

/// What was heard in one kind of noise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    pub what: &'static str,
    pub seconds: f64,
    /// Seconds that the first model takes for speech; the second one then listens to them.
    pub taken_for_speech: f64,
    /// Characters with a sound.
    pub words: usize,
    pub heard: String,
}

/// A kind of noise: a name, and how so many samples of it are made.
type Sort = (&'static str, fn(usize, &mut Draw) -> Vec<f32>);

const SORTS: [Sort; 12] = [
    ("silence", |long, _| vec![0.0; long]),
    ("a quiet room's hiss", |long, draw| loud(white(long, draw), 0.001)),
    ("mains hum", hum),
    ("wind", |long, draw| loud(brown(long, draw), 0.1)),
    ("rain", |long, draw| loud(pink(long, draw), 0.05)),
    ("traffic, engines, horns, steps", street::street),
    ("a siren", street::siren),
    ("typing and clicks", street::clicks),
    ("chords and drums", music::band),
    ("a melody with vibrato", music::melody),
    ("a voice without words", music::vowels),
    ("babble", music::babble),
];

/// Listens to `minutes` of noise, as many of each sort. `tell` hears of each.
///
/// # Errors
/// What hearing says.
pub fn measure(hearing: &Hearing, minutes: f64, options: &Options, cancel: &Cancel, mut tell: impl FnMut(&Row)) -> Result<Vec<Row>> {
    let long = (minutes * 60.0 * f64::from(RATE)) as usize / SORTS.len();
    let mut rows = Vec::new();
    for (seed, (what, make)) in (1..).zip(SORTS) {
        let samples = make(long, &mut Draw(seed));
        let heard = hearing.clip(&samples, options, cancel)?.text();
        let words = heard.chars().filter(|c| c.is_alphanumeric()).count();
        let taken_for_speech = hearing.taken_for_speech(&samples, cancel)?;
        rows.push(Row { what, seconds: long as f64 / f64::from(RATE), taken_for_speech, words, heard });
        rows.last().into_iter().for_each(&mut tell);
    }
    Ok(rows)
}

/// A small generator of its own (splitmix64), so that no library's next version changes the noise.
struct Draw(u64);

impl Draw {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.bits() % bound.max(1) as u64) as usize
    }

    /// Between two numbers.
    fn between(&mut self, from: f32, to: f32) -> f32 {
        from + (to - from) * ((self.bits() >> 40) as f32 / (1u64 << 24) as f32)
    }

    /// Nearly Gauss's: the sum of four even ones.
    fn normal(&mut self) -> f32 {
        (0..4).map(|_| self.between(-1.0, 1.0)).sum::<f32>() * 0.87
    }
}

fn at(sample: usize) -> f32 {
    sample as f32 / RATE as f32
}

fn white(long: usize, draw: &mut Draw) -> Vec<f32> {
    (0..long).map(|_| draw.normal()).collect()
}

/// A walk that is drawn back to the middle.
fn brown(long: usize, draw: &mut Draw) -> Vec<f32> {
    let mut place = 0.0;
    (0..long)
        .map(|_| {
            place = place * 0.998 + draw.normal() * 0.05;
            place
        })
        .collect()
}

/// Walks of several paces together fall by three decibels an octave.
fn pink(long: usize, draw: &mut Draw) -> Vec<f32> {
    let mut rows = [0.0; 12];
    (0..long)
        .map(|nth| {
            rows[(nth.trailing_zeros() as usize).min(11)] = draw.normal();
            rows.iter().sum::<f32>() + draw.normal()
        })
        .collect()
}

fn hum(long: usize, draw: &mut Draw) -> Vec<f32> {
    let tone = |nth: usize, hertz: f32| (TAU * hertz * at(nth)).sin();
    let sound = (0..long).map(|nth| tone(nth, 50.0) + 0.5 * tone(nth, 100.0) + 0.3 * tone(nth, 150.0) + 0.02 * draw.normal());
    loud(sound.collect(), 0.1)
}

/// Brought to a loudness: the root of the mean square; peaks are cut as a microphone cuts them.
fn loud(mut samples: Vec<f32>, level: f32) -> Vec<f32> {
    let power = samples.iter().map(|sample| sample * sample).sum::<f32>() / samples.len().max(1) as f32;
    let factor = if power > 0.0 { level / power.sqrt() } else { 0.0 };
    samples.iter_mut().for_each(|sample| *sample = (*sample * factor).clamp(-1.0, 1.0));
    samples
}

/// Adds a sound to another from a place on.
fn lay(under: &mut [f32], from: usize, sound: impl Iterator<Item = f32>) {
    under.iter_mut().skip(from).zip(sound).for_each(|(sample, more)| *sample += more);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sort_is_the_same_each_time_and_is_sound() {
        for (what, make) in SORTS {
            let once = make(32_000, &mut Draw(5));
            assert_eq!(once, make(32_000, &mut Draw(5)), "{what}");
            assert_eq!(once.len(), 32_000, "{what}");
            assert!(once.iter().all(|sample| sample.is_finite() && sample.abs() <= 1.0), "{what}");
            assert_eq!(once.iter().all(|sample| *sample == 0.0), what == "silence", "{what}");
        }
    }
}
