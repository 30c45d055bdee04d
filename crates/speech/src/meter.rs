//! How loud it is, for the little bar beside the microphone: twenty times a second, in decibels below full scale.

/// Loudness of one stretch of sound, in dBFS: 0 is the loudest that can be, `FLOOR` is silence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    pub rms: f32,
    pub peak: f32,
}

/// What is not louder than this is silence.
pub const FLOOR: f32 = -96.0;

/// Levels a second.
pub const PER_SECOND: usize = 20;

/// Gathers samples until a twentieth of a second is full.
#[derive(Debug)]
pub struct Meter {
    window: usize,
    count: usize,
    square: f64,
    peak: f32,
}

impl Meter {
    /// A meter of sound at `rate` Hz.
    pub fn new(rate: u32) -> Self {
        Self { window: (rate as usize / PER_SECOND).max(1), count: 0, square: 0.0, peak: 0.0 }
    }

    /// Take samples; the levels that became full come back in order. What is no number counts as silence.
    pub fn take(&mut self, samples: &[f32]) -> Vec<Level> {
        let mut levels = Vec::new();
        for sample in samples {
            let size = if sample.is_finite() { sample.abs() } else { 0.0 };
            self.square += f64::from(size) * f64::from(size);
            self.peak = self.peak.max(size);
            self.count += 1;
            if self.count == self.window {
                levels.push(self.level());
                (self.count, self.square, self.peak) = (0, 0.0, 0.0);
            }
        }
        levels
    }

    fn level(&self) -> Level {
        let rms = (self.square / self.count as f64).sqrt() as f32;
        Level { rms: decibels(rms), peak: decibels(self.peak) }
    }
}

fn decibels(size: f32) -> f32 {
    (20.0 * size.max(1e-9).log10()).clamp(FLOOR, 0.0)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn a_tone_has_its_level() {
        let tone: Vec<f32> = (0..16_000).map(|i| 0.5 * (i as f32 * 0.1).sin()).collect();
        let levels = Meter::new(16_000).take(&tone);
        expect!["20 -9.0 -6.0"].assert_eq(&format!("{} {:.1} {:.1}", levels.len(), levels[3].rms, levels[3].peak));
    }

    #[test]
    fn silence_and_nonsense_are_the_floor() {
        let mut meter = Meter::new(200);
        expect!["[Level { rms: -96.0, peak: -96.0 }]"]
            .assert_eq(&format!("{:?}", meter.take(&[0.0, f32::NAN, f32::INFINITY, 0.0, -0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])));
    }
}
