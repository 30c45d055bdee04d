//! Speech to text: where someone speaks, what Whisper makes of it, what the language and the shop's own words say to that.
//!
//! One window of sound at a time, so a recording of hours takes the memory of half a minute. It writes no word that nobody said:
//! silence, music and noise stay without text. It knows no tickets and keeps no sound.

mod choose;
mod guard;
mod listen;

use std::path::PathBuf;
use std::sync::Arc;

use onnx::{Aside, Cancel, Runtime};
use serde::Serialize;

use crate::Result;
use crate::audio::{RATE, Recording};
use crate::lexicon::Lexicon;
use crate::lexicon::words::Words;
use crate::vad::{self, Ear, FRAME, Smoothing, Span};
use crate::whisper::{Model, Search, Tokens};

pub use crate::whisper::Language;
pub use choose::Candidate;
pub use listen::{Heard, Listener};

/// Longest window: 20 s. Whisper takes 30 and loses words towards the end.
const LONGEST: usize = 20 * RATE as usize / FRAME;
/// Spans with a shorter pause between them are heard together: 1.5 s.
const JOIN: usize = 3 * RATE as usize / FRAME / 2;
/// Sound held while a file is read: a minute, far more than a window.
const HELD: usize = 60 * RATE as usize;

/// What to listen for.
#[derive(Clone, Debug)]
pub struct Options {
    pub language: Language,
    /// The shop's own words.
    pub lexicon: Arc<Lexicon>,
    /// Numbers in digits where one writes them so.
    pub digits: bool,
    /// Beams of the search; 1 is quick and worse, for partial results.
    pub beams: usize,
    /// Mend words that sound like sense.
    pub mend: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options { language: Language::Chinese, lexicon: Arc::default(), digits: true, beams: 5, mend: true }
    }
}

/// A stretch of talk.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Segment {
    /// Seconds from the beginning of the recording.
    pub start: f64,
    pub end: f64,
    pub text: String,
    /// 0 to 1: the mean probability of its tokens.
    pub confidence: f32,
}

impl Segment {
    /// When each character was said, guessed by its share of the stretch: within half a second for even talk.
    pub fn characters(&self) -> Vec<(char, f64)> {
        let many = self.text.chars().count().max(1) as f64;
        self.text.chars().zip(0u32..).map(|(c, at)| (c, self.start + (self.end - self.start) * f64::from(at) / many)).collect()
    }
}

/// Everything that was said.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Transcript {
    /// Seconds of sound.
    pub seconds: f64,
    pub segments: Vec<Segment>,
}

impl Transcript {
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.segments.iter().for_each(|segment| append(&mut out, &segment.text));
        out
    }
}

/// Joins what was said after a pause: a blank between two Latin words, nothing between Chinese sentences.
pub fn append(text: &mut String, next: &str) {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii());
    if latin(text.chars().last()) && latin(next.chars().next()) {
        text.push(' ');
    }
    text.push_str(next);
}

/// The listener's models. Clones share them.
#[derive(Clone)]
pub struct Hearing {
    runtime: Runtime,
    model: Model,
    tokeniser: PathBuf,
    tokens: Aside<Tokens>,
    words: Aside<Arc<Words>>,
}

impl Hearing {
    /// # Errors
    /// What `onnx` says when a model is missing; `SideFile` when its tokenizer is broken.
    pub fn new(runtime: &Runtime) -> Result<Hearing> {
        let (model, tokenizer) = Model::new(runtime)?;
        Ear::new(runtime)?;
        let hearing = Hearing { runtime: runtime.clone(), model, tokeniser: tokenizer, tokens: Aside::new(runtime), words: Aside::new(runtime) };
        hearing.tokens()?;
        Ok(hearing)
    }

    fn tokens(&self) -> Result<Arc<Tokens>> {
        self.tokens.get(|| Tokens::open(&self.tokeniser))
    }

    /// The words of the language; nothing when the built-in file is broken.
    fn words(&self) -> Option<Arc<Words>> {
        Some(Arc::clone(&*self.words.get(|| Words::built_in().ok_or(())).ok()?))
    }

    /// Loads everything now rather than under the first word.
    ///
    /// # Errors
    /// What loading says.
    pub fn warm(&self, cancel: &Cancel) -> Result<()> {
        let quick = Options { beams: 1, ..Options::default() };
        self.understand(&[0.0; RATE as usize], &quick, cancel)?;
        self.words();
        Ok(())
    }

    /// Hears a clip that is in memory: 16 kHz, one channel.
    ///
    /// # Errors
    /// `Model` when stopped or when a model fails.
    pub fn clip(&self, samples: &[f32], options: &Options, cancel: &Cancel) -> Result<Transcript> {
        let mut samples = samples.to_vec();
        crate::audio::clean(&mut samples);
        let probabilities = Ear::new(&self.runtime)?.frames(&samples, cancel)?;
        let mut out = Transcript { seconds: seconds(samples.len()), segments: Vec::new() };
        for window in windows(&probabilities) {
            out.segments.extend(self.window(&samples, window, 0, options, cancel)?);
        }
        Ok(out)
    }

    /// Hears a recording of any length, and tells each stretch as soon as it is understood.
    ///
    /// # Errors
    /// As [`Recording::next_block`]; `EmptyAudio` when there is no sample; `Model` when stopped.
    pub fn recording(&self, mut recording: Recording, options: &Options, cancel: &Cancel, mut tell: impl FnMut(&Segment)) -> Result<Transcript> {
        let mut ear = Ear::new(&self.runtime)?;
        let (mut samples, mut probabilities, mut gone) = (Vec::new(), Vec::new(), 0usize);
        let mut out = Transcript::default();
        loop {
            let block = recording.next_block()?;
            let ended = block.is_none();
            samples.extend(block.unwrap_or_default());
            while (probabilities.len() + 1) * FRAME <= samples.len() || ended && probabilities.len() * FRAME < samples.len() {
                let from = probabilities.len() * FRAME;
                probabilities.push(ear.frame(&samples[from..samples.len().min(from + FRAME)], cancel)?);
            }
            if samples.len() < HELD && !ended {
                continue;
            }
            let heard = self.held(&samples, &probabilities, gone, ended, options, cancel)?;
            heard.0.iter().for_each(&mut tell);
            out.segments.extend(heard.0);
            let done = heard.1.min(probabilities.len());
            samples.drain(..(done * FRAME).min(samples.len()));
            probabilities.drain(..done);
            gone += done * FRAME;
            if ended {
                out.seconds = seconds(gone + samples.len());
                return if gone + samples.len() == 0 { Err(crate::Error::EmptyAudio) } else { Ok(out) };
            }
        }
    }

    /// Hears what is held of a long recording, except a last stretch that may go on; tells how many frames are done with.
    fn held(
        &self,
        samples: &[f32],
        probabilities: &[f32],
        gone: usize,
        ended: bool,
        options: &Options,
        cancel: &Cancel,
    ) -> Result<(Vec<Segment>, usize)> {
        let mut windows = windows(probabilities);
        let mut done = probabilities.len();
        if let Some(last) = windows.last().filter(|last| !ended && last.end + JOIN > probabilities.len()) {
            // A breath of a whole minute is cut all the same.
            if last.start > 0 {
                done = last.start;
                windows.pop();
            }
        }
        let mut out = Vec::new();
        for window in windows {
            out.extend(self.window(samples, window, gone, options, cancel)?);
        }
        Ok((out, done))
    }

    fn window(&self, samples: &[f32], window: Span, gone: usize, options: &Options, cancel: &Cancel) -> Result<Option<Segment>> {
        let (from, to) = ((window.start * FRAME).min(samples.len()), (window.end * FRAME).min(samples.len()));
        let line = self.understand(&samples[from..to], options, cancel)?;
        Ok(line.map(|line| Segment { start: seconds(gone + from), end: seconds(gone + to), text: line.text, confidence: line.confidence }))
    }

    /// All texts that one window of at most 30 s could be, with what speaks for each: for measuring and tuning.
    ///
    /// # Errors
    /// `Model` when stopped.
    #[doc(hidden)]
    pub fn candidates(&self, samples: &[f32], options: &Options, cancel: &Cancel) -> Result<Vec<Candidate>> {
        Ok(self.consider(samples, options, cancel)?.candidates)
    }

    /// Seconds of a clip in which the first model finds a voice: for measuring.
    pub(crate) fn taken_for_speech(&self, samples: &[f32], cancel: &Cancel) -> Result<f64> {
        let windows = windows(&Ear::new(&self.runtime)?.frames(samples, cancel)?);
        Ok(seconds(windows.iter().map(|window| (window.end - window.start) * FRAME).sum()))
    }

    fn search(options: &Options, samples: usize) -> Search {
        // Quick speakers reach 9 tokens a second; a loop runs to the end of what is allowed.
        Search { beams: options.beams.clamp(1, 16), longest: 24 + samples * 9 / RATE as usize }
    }
}

fn windows(probabilities: &[f32]) -> Vec<Span> {
    vad::windows(&vad::spans(probabilities, &Smoothing::default()), probabilities, LONGEST, JOIN)
}

fn seconds(samples: usize) -> f64 {
    samples as f64 / f64::from(RATE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(text: &str) -> Segment {
        Segment { start: 1.0, end: 3.0, text: text.to_owned(), confidence: 0.9 }
    }

    #[test]
    fn stretches_are_joined_as_one_writes() {
        let all = |texts: &[&str]| Transcript { seconds: 9.0, segments: texts.iter().map(|text| segment(text)).collect() }.text();
        assert_eq!(all(&["你好。", "我要退货"]), "你好。我要退货");
        assert_eq!(all(&["hello", "world", "你好"]), "hello world你好");
        assert_eq!(all(&[]), "");
    }

    #[test]
    fn characters_are_spread_over_their_stretch() {
        assert_eq!(segment("你好").characters(), [('你', 1.0), ('好', 2.0)]);
        assert!(segment("").characters().is_empty());
    }
}
