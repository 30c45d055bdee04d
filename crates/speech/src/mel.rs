//! The log-mel picture of a sound, as Whisper was trained on: 80 Slaney bands to 8 kHz, a frame each 10 ms.
//!
//! `n_fft` 400, hop 160, periodic Hann, power, log10, the top 8 decades, shifted to about -1..1. It must stay equal to the
//! reference to four digits: the model is deaf to anything else.

use std::sync::{Arc, OnceLock};

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

/// Bands of the picture.
pub const BANDS: usize = 80;
/// Samples of a frame's step: 10 ms.
pub const HOP: usize = 160;
const FFT: usize = 400;
const BINS: usize = FFT / 2 + 1;

struct Tables {
    fft: Arc<dyn RealToComplex<f32>>,
    window: [f32; FFT],
    /// Of each band: the first bin and the weights from there on.
    bands: Vec<(usize, Vec<f32>)>,
}

/// The picture of `samples` with `frames` columns, band by band (`[80, frames]`); silence after the sound's end.
pub fn log_mel(samples: &[f32], frames: usize) -> Vec<f32> {
    let tables = tables();
    let (mut input, mut spectrum) = (tables.fft.make_input_vec(), tables.fft.make_output_vec());
    let mut scratch = tables.fft.make_scratch_vec();
    let samples = &samples[..samples.len().min(frames * HOP)];
    let mut picture = vec![-10.0f32; BANDS * frames];
    // Behind the sound every frame is silence, whose logarithm is the floor that already stands there.
    let sounding = ((samples.len() + FFT / 2).div_ceil(HOP)).min(frames);
    for frame in 0..sounding {
        for (i, value) in input.iter_mut().enumerate() {
            *value = tables.window[i] * sample_at(samples, (frame * HOP + i) as isize - (FFT / 2) as isize, frames * HOP);
        }
        if tables.fft.process_with_scratch(&mut input, &mut spectrum, &mut scratch).is_err() {
            continue;
        }
        column(&spectrum, &tables.bands, |band, value| picture[band * frames + frame] = value);
    }
    let floor = picture.iter().fold(f32::MIN, |top, value| top.max(*value)) - 8.0;
    for value in &mut picture {
        *value = (value.max(floor) + 4.0) / 4.0;
    }
    picture
}

/// The sound with silence behind it, mirrored at both ends of the window.
fn sample_at(samples: &[f32], at: isize, whole: usize) -> f32 {
    let last = whole as isize - 1;
    let at = at.abs();
    let at = if at > last { 2 * last - at } else { at };
    usize::try_from(at).ok().and_then(|at| samples.get(at)).copied().unwrap_or(0.0)
}

fn column(spectrum: &[Complex<f32>], bands: &[(usize, Vec<f32>)], mut put: impl FnMut(usize, f32)) {
    for (band, (first, weights)) in bands.iter().enumerate() {
        let power: f32 = weights.iter().zip(&spectrum[*first..]).map(|(weight, bin)| weight * bin.norm_sqr()).sum();
        put(band, power.max(1e-10).log10());
    }
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| Tables {
        fft: RealFftPlanner::new().plan_fft_forward(FFT),
        window: std::array::from_fn(|i| (0.5 - 0.5 * (std::f64::consts::TAU * i as f64 / FFT as f64).cos()) as f32),
        bands: bands(),
    })
}

fn bands() -> Vec<(usize, Vec<f32>)> {
    let top = mel_of(8_000.0);
    let edges: Vec<f64> = (0..BANDS + 2).map(|i| hertz_of(top * i as f64 / (BANDS + 1) as f64)).collect();
    edges.windows(3).map(|edge| band(edge[0], edge[1], edge[2])).collect()
}

/// A triangle of equal area.
fn band(low: f64, middle: f64, high: f64) -> (usize, Vec<f32>) {
    let weight = |bin: usize| {
        let hertz = bin as f64 * 8_000.0 / (BINS - 1) as f64;
        ((hertz - low) / (middle - low)).min((high - hertz) / (high - middle)).max(0.0) * 2.0 / (high - low)
    };
    let first = (0..BINS).find(|bin| weight(*bin) > 0.0).unwrap_or(0);
    (first, (first..BINS).map(weight).take_while(|weight| *weight > 0.0).map(|weight| weight as f32).collect())
}

/// Slaney's scale: straight to 1 kHz, logarithmic above.
fn mel_of(hertz: f64) -> f64 {
    if hertz < 1_000.0 { hertz * 3.0 / 200.0 } else { 15.0 + (hertz / 1_000.0).ln() / (6.4f64.ln() / 27.0) }
}

fn hertz_of(mel: f64) -> f64 {
    if mel < 15.0 { mel * 200.0 / 3.0 } else { 1_000.0 * ((6.4f64.ln() / 27.0) * (mel - 15.0)).exp() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What numpy gives for the sound below: 200 numbers spread over 100 frames (tests/fixtures, made by the script in models/train/asr_mel.py).
    const REFERENCE: &str = include_str!("../data/mel_reference.json");

    fn sound() -> Vec<f32> {
        let mut seed = 12_345u32;
        let mut noise = || {
            seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12_345);
            f64::from(seed >> 16) / 65_536.0 - 0.5
        };
        (0..12_000).map(|i| (0.3 * (f64::from(i) * (0.02 + f64::from(i) * 1e-6)).sin() + 0.1 * noise()) as f32).collect()
    }

    #[test]
    fn the_picture_is_the_references() {
        let wanted: Vec<f32> = serde_json::from_str(REFERENCE).expect("numbers");
        let picture = log_mel(&sound(), 100);
        let far = wanted.iter().enumerate().map(|(i, value)| (value - picture[i * 40]).abs()).fold(0.0, f32::max);
        assert!(wanted.len() == 200 && far < 2e-4, "{far}");
    }

    proptest! {
        #[test]
        fn any_sound_of_any_length_gives_a_whole_picture(samples in proptest::collection::vec(-1.0f32..1.0, 0..3_000), frames in 1usize..40) {
            let picture = log_mel(&samples, frames);
            prop_assert_eq!(picture.len(), BANDS * frames);
            prop_assert!(picture.iter().all(|value| value.is_finite()));
        }
    }
}
