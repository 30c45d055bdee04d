//! Hearing while one speaks: frames go in, partial and final texts come out.
//!
//! Only the stretch that is being said is heard again; what is final is never touched. The caller's thread does the work, at
//! most once for each half second of new speech.

use onnx::Cancel;

use super::{Hearing, LONGEST, Options, Segment, seconds};
use crate::Result;
use crate::audio::{RATE, clean};
use crate::vad::{Ear, FRAME, Smoothing, spans};

/// New speech before the stretch is heard again: 0.6 s.
const AGAIN: usize = RATE as usize * 6 / 10;
/// Sound kept before speech begins, for its first consonant: 0.5 s.
const LEAD: usize = RATE as usize / 2 / FRAME;

/// What a listener tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// So far: what two hearings agreed on, and what may change.
    Partial { stable: String, unstable: String },
    /// A stretch that is over.
    Final(Segment),
}

/// Listens to one speaker.
pub struct Listener {
    hearing: Hearing,
    options: Options,
    ear: Ear,
    samples: Vec<f32>,
    probabilities: Vec<f32>,
    /// Samples before those that are held.
    gone: usize,
    heard_at: usize,
    last: String,
    stable: usize,
}

impl Hearing {
    /// # Errors
    /// What `onnx` says when the voice-activity model is missing.
    pub fn listen(&self, options: Options) -> Result<Listener> {
        let ear = Ear::new(&self.runtime)?;
        let (samples, probabilities, last) = (Vec::new(), Vec::new(), String::new());
        Ok(Listener { hearing: self.clone(), options, ear, samples, probabilities, gone: 0, heard_at: 0, last, stable: 0 })
    }
}

impl Listener {
    /// Takes the next samples: 16 kHz, one channel, any number of them.
    ///
    /// # Errors
    /// `Model` when stopped; what was taken so far is kept.
    pub fn push(&mut self, samples: &[f32], cancel: &Cancel) -> Result<Vec<Heard>> {
        let from = self.samples.len();
        self.samples.extend_from_slice(samples);
        clean(&mut self.samples[from..]);
        let mut out = Vec::new();
        while (self.probabilities.len() + 1) * FRAME <= self.samples.len() {
            let from = self.probabilities.len() * FRAME;
            self.probabilities.push(self.ear.frame(&self.samples[from..from + FRAME], cancel)?);
            out.extend(self.over(cancel)?);
        }
        out.extend(self.partial(cancel)?);
        Ok(out)
    }

    /// The rest, when the microphone is closed.
    ///
    /// # Errors
    /// As `push`.
    pub fn end(&mut self, cancel: &Cancel) -> Result<Vec<Heard>> {
        self.samples.resize(self.samples.len().next_multiple_of(FRAME), 0.0);
        let mut out = self.push(&[], cancel)?;
        out.extend(self.finish(self.probabilities.len(), cancel)?);
        Ok(out)
    }

    /// Ends the stretch when it is over, and forgets silence.
    fn over(&mut self, cancel: &Cancel) -> Result<Option<Heard>> {
        let how = Smoothing::default();
        let frames = self.probabilities.len();
        let Some(span) = spans(&self.probabilities, &how).first().copied() else {
            let speaking = self.probabilities.iter().rev().take(how.min_silence).any(|probability| *probability >= how.end);
            if !speaking && frames > 2 * LEAD {
                self.forget(frames - LEAD);
            }
            return Ok(None);
        };
        let quiet = self.probabilities.iter().rev().take_while(|probability| **probability < how.end).count();
        let long = frames - span.start;
        if quiet >= how.min_silence + how.pad || long >= LONGEST && quiet > 0 || long >= LONGEST + LONGEST / 4 {
            return self.finish(frames, cancel);
        }
        Ok(None)
    }

    fn finish(&mut self, frames: usize, cancel: &Cancel) -> Result<Option<Heard>> {
        let spans = spans(&self.probabilities, &Smoothing::default());
        let segment = match (spans.first(), spans.last()) {
            (Some(first), Some(last)) => {
                let window = crate::vad::Span { start: first.start, end: last.end, sure: first.sure };
                self.hearing.window(&self.samples, window, self.gone, &self.options, cancel)?
            }
            _ => None,
        };
        self.forget(frames);
        (self.heard_at, self.stable) = (0, 0);
        self.last.clear();
        Ok(segment.map(Heard::Final))
    }

    /// Hears the open stretch again when enough is new.
    fn partial(&mut self, cancel: &Cancel) -> Result<Option<Heard>> {
        let spans = spans(&self.probabilities, &Smoothing::default());
        let Some(first) = spans.first().filter(|_| self.samples.len() >= self.heard_at + AGAIN) else { return Ok(None) };
        self.heard_at = self.samples.len();
        let quick = Options { beams: 1, mend: false, ..self.options.clone() };
        let line = self.hearing.understand(&self.samples[first.start * FRAME..], &quick, cancel)?;
        let Some(line) = line.filter(|line| line.text != self.last) else { return Ok(None) };
        self.stable = agreed(&self.last, &line.text);
        let cut = line.text.char_indices().nth(self.stable).map_or(line.text.len(), |(at, _)| at);
        let (stable, unstable) = line.text.split_at(cut);
        let told = Heard::Partial { stable: stable.to_owned(), unstable: unstable.to_owned() };
        self.last = line.text;
        Ok(Some(told))
    }

    fn forget(&mut self, frames: usize) {
        let many = (frames * FRAME).min(self.samples.len());
        self.samples.drain(..many);
        self.probabilities.drain(..frames.min(self.probabilities.len()));
        self.gone += many;
        self.heard_at = self.heard_at.saturating_sub(many);
    }

    /// Seconds that were taken in.
    pub fn seconds(&self) -> f64 {
        seconds(self.gone + self.samples.len())
    }
}

/// Characters at the head that both have.
fn agreed(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_hearings_agree_on_is_stable() {
        assert_eq!(agreed("我要退", "我要退货"), 3);
        assert_eq!(agreed("", "我"), 0);
    }
}
