//! Music as it plays in a shop, and what is nearest to speech without being any: sung vowels, babble.

use std::f32::consts::TAU;

use super::{Draw, at, lay, loud, white};
use crate::audio::RATE;

/// Steps of a major scale over two octaves.
const SCALE: [f32; 10] = [0.0, 2.0, 4.0, 5.0, 7.0, 9.0, 11.0, 12.0, 14.0, 16.0];

fn pitch(base: f32, step: f32) -> f32 {
    base * (step / 12.0).exp2()
}

/// A struck string.
fn note(under: &mut [f32], from: usize, hertz: f32, seconds: f32, strength: f32) {
    let tone = move |nth: usize| (1..6).map(|h| (TAU * hertz * h as f32 * at(nth)).sin() / (h as f32).powf(1.3)).sum::<f32>();
    let shape = |nth: usize| (at(nth) * 60.0).min(1.0) * (-at(nth) * 2.0).exp();
    lay(under, from, (0..(seconds * RATE as f32) as usize).map(move |nth| strength * shape(nth) * tone(nth)));
}

/// Chords on the beat, a drum on one and three, a brush on two and four.
pub fn band(long: usize, draw: &mut Draw) -> Vec<f32> {
    let mut sound = vec![0.0; long];
    let beat = RATE as usize / 2;
    let roots = [0.0, 9.0, 5.0, 7.0];
    for nth in 0..long / beat + 1 {
        let (from, root) = (nth * beat, roots[nth / 4 % 4]);
        for third in [0.0, 4.0, 7.0] {
            note(&mut sound, from, pitch(196.0, root + third), 0.9, 0.2);
        }
        note(&mut sound, from + beat / 2, pitch(392.0, SCALE[draw.below(SCALE.len())]), 0.4, 0.25);
        let noise = white(beat / 4, draw);
        let brush = |nth: usize| (-at(nth) * 40.0).exp();
        if nth % 2 == 0 {
            lay(&mut sound, from, (0..beat / 2).map(|nth| (-at(nth) * 25.0).exp() * (TAU * (50.0 + 60.0 * brush(nth)) * at(nth)).sin()));
        } else {
            lay(&mut sound, from, noise.into_iter().enumerate().map(|(nth, noise)| 0.3 * noise * brush(nth)));
        }
    }
    loud(sound, 0.1)
}

/// One voice of strings that slides and trembles, over quiet chords.
pub fn melody(long: usize, draw: &mut Draw) -> Vec<f32> {
    let mut chords = band(long, draw);
    let (mut phase, mut hertz) = (0.0_f32, 330.0);
    let (mut wanted, mut left) = (330.0, 0);
    for (nth, sample) in chords.iter_mut().enumerate() {
        if left == 0 {
            wanted = pitch(262.0, SCALE[draw.below(SCALE.len())]);
            left = RATE as usize / [4, 2, 2, 1][draw.below(4)];
        }
        left -= 1;
        hertz += (wanted - hertz) * 0.0008;
        phase += TAU * hertz * (1.0 + 0.012 * (TAU * 5.5 * at(nth)).sin()) / RATE as f32;
        let tone: f32 = (1..14).map(|h| (phase * h as f32).sin() / h as f32).sum();
        *sample = 0.3 * *sample + 0.1 * tone;
    }
    loud(chords, 0.1)
}

/// Two resonances that a pulse of the throat runs through.
struct Throat {
    formants: [[f32; 2]; 2],
    phase: f32,
}

impl Throat {
    fn new() -> Throat {
        Throat { formants: [[0.0; 2]; 2], phase: 0.0 }
    }

    fn sample(&mut self, hertz: f32, centres: [f32; 2]) -> f32 {
        self.phase += hertz / RATE as f32;
        let pulse = if self.phase >= 1.0 { 1.0 } else { 0.0 };
        self.phase = self.phase.fract();
        let mut out = 0.0;
        for (state, centre) in self.formants.iter_mut().zip(centres) {
            let damping = 0.985_f32;
            let next = pulse + 2.0 * damping * (TAU * centre / RATE as f32).cos() * state[0] - damping * damping * state[1];
            *state = [next, state[0]];
            out += next;
        }
        out
    }
}

/// Mouth positions of a, o, e, i, u.
const VOWELS: [[f32; 2]; 5] = [[800.0, 1_200.0], [500.0, 900.0], [450.0, 1_300.0], [300.0, 2_300.0], [330.0, 750.0]];

/// A singer who holds vowels for seconds, with vibrato.
pub fn vowels(long: usize, draw: &mut Draw) -> Vec<f32> {
    let mut throat = Throat::new();
    let hold = RATE as usize * 3 / 2;
    let (mut hertz, mut vowel) = (220.0, VOWELS[0]);
    let mut sound = Vec::with_capacity(long);
    for nth in 0..long {
        if nth % hold == 0 {
            (hertz, vowel) = (pitch(196.0, SCALE[draw.below(7)]), VOWELS[draw.below(5)]);
        }
        let swell = ((nth % hold) as f32 / hold as f32 * std::f32::consts::PI).sin();
        sound.push(swell * throat.sample(hertz * (1.0 + 0.02 * (TAU * 5.5 * at(nth)).sin()), vowel));
    }
    loud(sound, 0.08)
}

/// Eight throats at the pace of syllables, none of them with a word: a full shop.
pub fn babble(long: usize, draw: &mut Draw) -> Vec<f32> {
    let mut sound = vec![0.0; long];
    for _ in 0..8 {
        let mut throat = Throat::new();
        let (base, distance) = (draw.between(90.0, 230.0), draw.between(0.2, 1.0));
        let (mut left, mut whole, mut vowel) = (0, 1, VOWELS[0]);
        for (nth, sample) in sound.iter_mut().enumerate() {
            if left == 0 {
                whole = (draw.between(0.12, 0.35) * RATE as f32) as usize;
                (left, vowel) = (whole, VOWELS[draw.below(5)]);
            }
            left -= 1;
            let swell = (left as f32 / whole as f32 * std::f32::consts::PI).sin();
            let glide = 1.0 + 0.1 * (TAU * at(nth) / 1.7).sin();
            *sample += distance * swell * throat.sample(base * glide, vowel);
        }
    }
    loud(sound, 0.05)
}
