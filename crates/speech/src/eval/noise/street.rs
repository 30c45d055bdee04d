//! A street before the shop's door: cars that come and go, engines, horns, steps, a siren; and a desk with a keyboard.

use std::f32::consts::TAU;

use super::{Draw, at, brown, lay, loud, pink};
use crate::audio::RATE;

pub fn street(long: usize, draw: &mut Draw) -> Vec<f32> {
    let mut sound = loud(brown(long, draw), 0.02);
    let seconds = long / RATE as usize;
    for _ in 0..seconds / 4 + 1 {
        let from = draw.below(long);
        car(&mut sound, from, draw);
    }
    for _ in 0..seconds / 12 + 1 {
        let (from, pitch) = (draw.below(long), draw.between(300.0, 480.0));
        horn(&mut sound, from, pitch);
    }
    let pace = draw.between(0.45, 0.6) * RATE as f32;
    for step in 0..long / pace as usize {
        let from = (step as f32 * pace + draw.between(0.0, 800.0)) as usize;
        knock(&mut sound, from, 0.08, 90.0, draw);
    }
    loud(sound, 0.08)
}

/// Tyres that swell and fade, over an engine whose pitch falls as it passes.
fn car(under: &mut [f32], from: usize, draw: &mut Draw) {
    let long = (draw.between(3.0, 7.0) * RATE as f32) as usize;
    let tyres = pink(long, draw);
    let (firing, mut phase) = (draw.between(45.0, 110.0), 0.0_f32);
    let sound = tyres.into_iter().enumerate().map(move |(nth, noise)| {
        let passed = nth as f32 / long as f32;
        let near = (passed * std::f32::consts::PI).sin().powi(2);
        phase += TAU * firing * (1.08 - 0.16 * passed) / RATE as f32;
        let engine: f32 = (1..8).map(|harmonic| (phase * harmonic as f32).sin() / harmonic as f32).sum();
        near * (0.012 * noise + 0.03 * engine)
    });
    lay(under, from, sound);
}

fn horn(under: &mut [f32], from: usize, pitch: f32) {
    let long = RATE as usize * 6 / 10;
    let wave = |nth: usize, hertz: f32| (TAU * hertz * at(nth)).sin().signum() + (TAU * hertz * at(nth)).sin();
    lay(under, from, (0..long).map(|nth| 0.06 * (wave(nth, pitch) + wave(nth, pitch * 1.26))));
}

fn knock(under: &mut [f32], from: usize, strength: f32, pitch: f32, draw: &mut Draw) {
    let noise: Vec<f32> = (0..1_200).map(|_| draw.normal()).collect();
    let fall = |nth: usize| (-(nth as f32) / 160.0).exp();
    lay(under, from, noise.into_iter().enumerate().map(move |(nth, noise)| strength * fall(nth) * (noise * 0.6 + (TAU * pitch * at(nth)).sin())));
}

/// Up and down between two pitches, coming nearer.
pub fn siren(long: usize, _: &mut Draw) -> Vec<f32> {
    let mut phase = 0.0_f32;
    let sound = (0..long).map(|nth| {
        let high = (TAU * at(nth) / 4.5).sin() * 0.5 + 0.5;
        phase += TAU * (500.0 + 700.0 * high) / RATE as f32;
        let near = 0.3 + 0.7 * (TAU * at(nth) / 23.0).sin().abs();
        near * (phase.sin() + 0.4 * (2.0 * phase).sin() + 0.2 * (3.0 * phase).sin())
    });
    loud(sound.collect(), 0.1)
}

pub fn clicks(long: usize, draw: &mut Draw) -> Vec<f32> {
    let mut sound = loud(pink(long, draw), 0.002);
    let mut place = 0;
    while place < long {
        let (strength, pitch) = (draw.between(0.05, 0.3), draw.between(600.0, 2_400.0));
        knock(&mut sound, place, strength, pitch, draw);
        place += (draw.between(0.06, 0.5) * RATE as f32) as usize;
    }
    loud(sound, 0.03)
}
