//! Text to speech on the device: Kokoro reads Chinese with the English in it, piece by piece, so that the first sound
//! comes while the rest is still being made. The text is never kept or logged.

mod marks;
mod model;
mod plan;
mod shape;

use std::ops::{ControlFlow, Range};

use crate::reading::{self, Reader, Word};
use crate::{Error, Result};
pub use marks::Mark;
use model::{Kokoro, Made, Utter};
pub use model::{Voice, Voices};
use plan::Piece;
pub use shape::RATE;

/// The voice that our own recogniser understands best; see the measured table in the model card.
pub const USUAL_VOICE: &str = "zf_xiaobei";

/// Speeds that still sound like speech.
pub const SPEEDS: std::ops::RangeInclusive<f32> = 0.5..=2.0;

/// A stretch of speech, ready to be played after the one before.
#[derive(Debug, Clone, PartialEq)]
pub struct Chunk {
    /// Mono at [`RATE`], -1 to 1. Follows the chunk before without a gap: pauses are in it.
    pub samples: Vec<f32>,
    /// Where it begins, in seconds from the beginning of all that is said.
    pub at: f32,
    /// Characters (Unicode scalars, not bytes, not UTF-16 units) of the original text that it speaks.
    pub span: Range<usize>,
    /// When each word is heard, on the same clock as `at`.
    pub marks: Vec<Mark>,
}

/// What was said in the end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Said {
    /// Length of the sound that was given out, in seconds.
    pub seconds: f32,
    /// Whether the sink or the canceller ended it early.
    pub stopped: bool,
}

/// A voice model that is ready to speak. Clones share it.
#[derive(Clone)]
pub struct Speaker {
    model: std::sync::Arc<dyn Utter>,
    voices: Voices,
    /// Held while it is spoken, let go with the model.
    reader: Option<onnx::Aside<Reader>>,
}

impl Speaker {
    /// The text-to-speech model of the shelf. It is loaded when it first speaks.
    ///
    /// # Errors
    /// `Model` when there is none or its files are not what the manifest says; `SideFile` when its vocabulary or voices are not usable.
    pub fn open(runtime: &onnx::Runtime) -> Result<Self> {
        let chosen = runtime.of_kind(onnx::Kind::TextToSpeech)?;
        let reader = Some(onnx::Aside::new(runtime));
        Ok(Self { voices: Voices::of(&chosen)?, model: std::sync::Arc::new(Kokoro::open(runtime, &chosen)?), reader })
    }

    /// Voices that can be asked for, the usual one first.
    pub fn voices(&self) -> Vec<Voice> {
        self.voices.list()
    }

    /// Load the model before it is needed.
    ///
    /// # Errors
    /// `Model` when it cannot be loaded.
    pub fn warm(&self) -> Result<()> {
        self.model.warm()
    }

    /// Say a text. `sink` gets each chunk as soon as it is made and may break off; `cancel` stops a running model too.
    /// A text with nothing to say makes no chunk. A speed outside [`SPEEDS`] is brought inside.
    ///
    /// # Errors
    /// `UnknownVoice`; `Model` when the model fails; `VoiceAnswer` when what it gives is no sound.
    pub fn say(&self, text: &str, voice: &str, speed: f32, cancel: &onnx::Cancel, sink: &mut Sink<'_>) -> Result<Said> {
        let style = self.voices.find(voice)?;
        let _held = self.reader.as_ref().map(|reader| reader.get(|| Ok::<Reader, Error>(Reader))).transpose()?;
        let mut line = Line::new(within(speed));
        for (start, block) in plan::blocks(text) {
            let mut words = reading::read(block);
            for word in &mut words {
                word.span = word.span.start + start..word.span.end + start;
            }
            if self.say_block(&words, &style, &mut line, cancel, sink)?.is_break() {
                return Ok(line.said(true));
            }
        }
        if let Some(last) = line.finish() {
            let _ = sink(last);
        }
        Ok(line.said(false))
    }

    fn say_block(&self, words: &[Word], style: &[f32], line: &mut Line, cancel: &onnx::Cancel, sink: &mut Sink<'_>) -> Result<ControlFlow<()>> {
        for piece in plan::pieces(words, line.given == 0) {
            if cancel.is_cancelled() {
                return Ok(ControlFlow::Break(()));
            }
            let made = match self.model.utter(&plan::phonemes(words, &piece), style, line.speed, cancel) {
                Err(Error::Model(onnx::Error::Cancelled)) => return Ok(ControlFlow::Break(())),
                made => made?,
            };
            if sink(line.chunk(words, &piece, &made)).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Say a text into one buffer at [`RATE`].
    ///
    /// # Errors
    /// As [`Speaker::say`].
    pub fn whole(&self, text: &str, voice: &str, speed: f32, cancel: &onnx::Cancel) -> Result<Vec<f32>> {
        let mut samples = Vec::new();
        self.say(text, voice, speed, cancel, &mut |chunk| {
            samples.extend(chunk.samples);
            ControlFlow::Continue(())
        })?;
        Ok(samples)
    }
}

fn within(speed: f32) -> f32 {
    if speed.is_finite() { speed.clamp(*SPEEDS.start(), *SPEEDS.end()) } else { 1.0 }
}

/// Takes chunks as they are made; may break off.
type Sink<'a> = dyn FnMut(Chunk) -> ControlFlow<()> + 'a;

/// The line of sound as it grows.
struct Line {
    speed: f32,
    joiner: shape::Joiner,
    /// Samples given out so far.
    given: usize,
    /// What the last chunk spoke, for the tail that is still held.
    last: Range<usize>,
}

impl Line {
    fn new(speed: f32) -> Self {
        Self { speed, joiner: shape::Joiner::default(), given: 0, last: 0..0 }
    }

    fn chunk(&mut self, words: &[Word], piece: &Piece, made: &Made) -> Chunk {
        let voiced = shape::voiced(&made.samples);
        let at = self.given as f32 / RATE as f32;
        let marks = marks_of(words, piece, made, &voiced, at + self.joiner.held());
        let samples = self.joiner.push(made.samples[voiced].to_vec(), piece.pause.seconds() / self.speed);
        self.given += samples.len();
        let spoken = &words[piece.words.clone()];
        self.last = spoken.iter().map(|w| w.span.start).min().unwrap_or_default()..spoken.iter().map(|w| w.span.end).max().unwrap_or_default();
        Chunk { samples, at, span: self.last.clone(), marks }
    }

    fn finish(&mut self) -> Option<Chunk> {
        let at = self.given as f32 / RATE as f32;
        let samples = std::mem::take(&mut self.joiner).finish();
        self.given += samples.len();
        (!samples.is_empty()).then(|| Chunk { samples, at, span: self.last.clone(), marks: Vec::new() })
    }

    fn said(&self, stopped: bool) -> Said {
        Said { seconds: self.given as f32 / RATE as f32, stopped }
    }
}

/// Told durations are of all that the model gave; guessed shares are of what is speech in it.
fn marks_of(words: &[Word], piece: &Piece, made: &Made, voiced: &Range<usize>, starts: f32) -> Vec<Mark> {
    let shares = marks::shares(words, piece, made.durations.as_deref());
    let (whole, heard) = (made.samples.len() as f32 / RATE as f32, voiced.len() as f32 / RATE as f32);
    if made.durations.is_none() {
        return marks::marks(words, piece, &shares, starts, heard);
    }
    let cut = voiced.start as f32 / RATE as f32;
    let mut marks = marks::marks(words, piece, &shares, starts - cut, whole);
    for mark in &mut marks {
        mark.start = mark.start.clamp(starts, starts + heard);
        mark.end = mark.end.clamp(mark.start, starts + heard);
    }
    marks
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use expect_test::expect;

    use super::*;

    /// Says 60 ms of a tone for each phoneme, between two silences, as the real one does.
    struct Hum;

    impl Utter for Hum {
        fn utter(&self, phonemes: &str, _: &[f32], speed: f32, cancel: &onnx::Cancel) -> Result<Made> {
            cancel.check()?;
            let length = (phonemes.chars().count() as f32 * 1440.0 / speed) as usize;
            let mut samples = vec![0.0; 6000];
            let swell = |i: usize| (i.min(length - i) as f32 / 400.0).min(1.0);
            samples.extend((0..length).map(|i| 0.3 * swell(i) * (i as f32 * 0.07).sin()));
            samples.extend([0.0; 4800]);
            Ok(Made { samples, durations: None })
        }

        fn warm(&self) -> Result<()> {
            Ok(())
        }
    }

    fn hum() -> Speaker {
        Speaker { model: Arc::new(Hum), voices: Voices::bare(&["zf_xiaobei", "zm_yunxi"]), reader: None }
    }

    fn chunks(text: &str, speed: f32) -> Vec<Chunk> {
        let mut chunks = Vec::new();
        hum()
            .say(text, USUAL_VOICE, speed, &onnx::Cancel::new(), &mut |c| {
                chunks.push(c);
                ControlFlow::Continue(())
            })
            .unwrap();
        chunks
    }

    #[test]
    fn chunks_follow_each_other_and_name_their_text() {
        let text = "您好，欢迎致电客服中心，共¥12.50。😀谢谢！";
        let chars: Vec<char> = text.chars().collect();
        let said: Vec<String> = chunks(text, 1.0)
            .iter()
            .map(|c| {
                format!(
                    "{:.2}s {} [{}]",
                    c.at,
                    chars[c.span.clone()].iter().collect::<String>(),
                    c.marks
                        .iter()
                        .map(|m| format!("{}@{:.2}", chars[m.span.clone()].iter().collect::<String>(), m.start))
                        .collect::<Vec<_>>()
                        .join(" ")
                )
            })
            .collect();
        expect![[r#"
            0.00s 您好 [您好@0.00]
            0.78s 欢迎致电客服中心，共¥12.50 [欢迎@0.78 致电@1.28 客服@1.81 中心@2.23 共@2.97 ¥12.50@3.24]
            4.76s 谢谢 [谢谢@4.76]"#]]
        .assert_eq(&said.join("\n"));
    }

    #[test]
    fn the_sound_has_no_holes_and_no_clicks() {
        let chunks = chunks("我想把裤子换小一号需要自己付运费吗？好的，谢谢您。", 1.0);
        let mut at = 0;
        for chunk in &chunks {
            assert!((chunk.at * RATE as f32 - at as f32).abs() < 2.0);
            at += chunk.samples.len();
        }
        let all: Vec<f32> = chunks.into_iter().flat_map(|c| c.samples).collect();
        let steepest = all.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
        assert!(steepest < 0.05, "{steepest}");
    }

    #[test]
    fn it_can_be_stopped_from_both_sides() {
        let mut count = 0;
        let said = hum().say("一二三。四五六。七八九。", USUAL_VOICE, 1.0, &onnx::Cancel::new(), &mut |_| {
            count += 1;
            ControlFlow::Break(())
        });
        assert!(count == 1 && said.unwrap().stopped);
        let cancel = onnx::Cancel::new();
        cancel.cancel();
        let said = hum().say("一二三。", USUAL_VOICE, 1.0, &cancel, &mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!(said, Said { seconds: 0.0, stopped: true });
    }

    #[test]
    fn odd_requests() {
        let unknown = hum().whole("好", "zf_nobody", 1.0, &onnx::Cancel::new()).unwrap_err();
        expect![[r#"there is no voice "zf_nobody"; the voices here are zf_xiaobei, zm_yunxi"#]].assert_eq(&unknown.to_string());
        assert!(chunks("", 1.0).is_empty() && chunks("😀…—", 1.0).is_empty());
        let (slow, fast) = (chunks("您好。", -3.0), chunks("您好。", f32::NAN));
        assert!(slow[0].samples.len() > fast[0].samples.len());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_said_or_passed_over(text in "\\PC{0,80}") {
            let count = text.chars().count();
            for chunk in chunks(&text, 1.0) {
                proptest::prop_assert!(chunk.span.end <= count);
                proptest::prop_assert!(chunk.samples.iter().all(|s| s.abs() <= 1.0));
            }
        }
    }
}
