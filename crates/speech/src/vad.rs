//! Where someone speaks: Silero's probability for each 32 ms, smoothed into spans, and spans packed into windows for Whisper.
//!
//! It only tells speech from the rest; it never throws sound away between two words of one breath.

use onnx::{Cancel, Kind, Runtime, Session, Tensor};

use crate::Result;
use crate::audio::RATE;

/// Samples that the model takes at once: 32 ms.
pub const FRAME: usize = 512;
/// Samples of the frame before that it wants to see again.
const CONTEXT: usize = 64;

/// How probabilities become spans. Lengths in frames of 32 ms.
#[derive(Clone, Copy, Debug)]
pub struct Smoothing {
    /// A span begins at this probability.
    pub begin: f32,
    /// And ends below this one, so that a swallowed syllable does not cut it.
    pub end: f32,
    /// Shorter spans are clicks.
    pub min_speech: usize,
    /// Shorter pauses are breath.
    pub min_silence: usize,
    /// Kept on both sides: the model hears a consonant late.
    pub pad: usize,
}

impl Default for Smoothing {
    fn default() -> Smoothing {
        Smoothing { begin: 0.5, end: 0.35, min_speech: 5, min_silence: 12, pad: 12 }
    }
}

/// Someone speaks from the first frame up to the one before `end`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    pub start: usize,
    pub end: usize,
    /// Highest probability inside.
    pub sure: f32,
}

/// The model with what it remembers of the stream.
pub struct Ear {
    session: Session,
    state: Tensor,
    context: Vec<f32>,
}

impl Ear {
    /// # Errors
    /// What `onnx` says when the model is missing or damaged.
    pub fn new(runtime: &Runtime) -> Result<Ear> {
        let session = runtime.of_kind(Kind::VoiceActivity)?.session("silero_vad.onnx")?;
        // A tensor can only be made once the library is there.
        session.warm()?;
        Ok(Ear { session, state: Tensor::f32(&[2, 1, 128], vec![0.0; 256])?, context: vec![0.0; CONTEXT] })
    }

    /// The probability that someone speaks in these 512 samples, which follow those of the call before.
    ///
    /// # Errors
    /// `Model` when it is stopped.
    pub fn frame(&mut self, samples: &[f32], cancel: &Cancel) -> Result<f32> {
        let mut input = self.context.clone();
        input.extend(samples.iter().take(FRAME));
        input.resize(CONTEXT + FRAME, 0.0);
        self.context.copy_from_slice(&input[FRAME..]);
        let given = vec![
            ("input", Tensor::f32(&[1, CONTEXT + FRAME], input)?),
            ("state", self.state.clone()),
            ("sr", Tensor::i64(&[], vec![i64::from(RATE)])?),
        ];
        let mut out = self.session.run(given, cancel)?;
        self.state = out.take("stateN")?;
        let probability = out.take("output")?;
        Ok(probability.floats()?.1.first().copied().unwrap_or(0.0))
    }

    /// All frames of a sound.
    ///
    /// # Errors
    /// As `frame`.
    pub fn frames(&mut self, samples: &[f32], cancel: &Cancel) -> Result<Vec<f32>> {
        samples.chunks(FRAME).map(|chunk| self.frame(chunk, cancel)).collect()
    }
}

/// The spans in which someone speaks.
pub fn spans(probabilities: &[f32], how: &Smoothing) -> Vec<Span> {
    let mut raw: Vec<Span> = Vec::new();
    let mut open: Option<Span> = None;
    let mut quiet = 0;
    for (at, &probability) in probabilities.iter().enumerate() {
        match &mut open {
            None if probability >= how.begin => open = Some(Span { start: at, end: at + 1, sure: probability }),
            None => {}
            Some(span) => {
                quiet = if probability < how.end { quiet + 1 } else { 0 };
                span.sure = span.sure.max(probability);
                if quiet == 0 {
                    span.end = at + 1;
                }
                if quiet >= how.min_silence {
                    raw.extend(open.take());
                    quiet = 0;
                }
            }
        }
    }
    raw.extend(open);
    raw.retain(|span| span.end - span.start >= how.min_speech);
    padded(raw, probabilities.len(), how.pad)
}

/// Widened on both sides; where two meet they share the pause.
fn padded(mut spans: Vec<Span>, whole: usize, pad: usize) -> Vec<Span> {
    let tight = spans.clone();
    for (i, span) in spans.iter_mut().enumerate() {
        let before = i.checked_sub(1).map_or(0, |left| tight[left].end.midpoint(tight[i].start));
        let after = tight.get(i + 1).map_or(whole, |right| tight[i].end.midpoint(right.start));
        span.start = span.start.saturating_sub(pad).max(before);
        span.end = (span.end + pad).min(after).min(whole);
    }
    spans
}

/// Spans joined into windows of at most `longest` frames, cut at pauses; a breath that is longer is cut where it is quietest.
pub fn windows(spans: &[Span], probabilities: &[f32], longest: usize, join: usize) -> Vec<Span> {
    let longest = longest.max(2);
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if span.end - last.start <= longest && span.start - last.end <= join => {
                last.end = span.end;
                last.sure = last.sure.max(span.sure);
            }
            _ => out.push(*span),
        }
        while let Some(last) = out.last_mut().filter(|last| last.end - last.start > longest) {
            let cut = quietest(probabilities, last.start + longest / 2, last.start + longest);
            let rest = Span { start: cut, ..*last };
            last.end = cut;
            out.push(rest);
        }
    }
    out
}

fn quietest(probabilities: &[f32], from: usize, to: usize) -> usize {
    let worth = |at: usize| probabilities.get(at).copied().unwrap_or(0.0);
    (from..to).rev().min_by(|a, b| worth(*a).total_cmp(&worth(*b))).unwrap_or(to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    /// `#` speaks, `+` hums between the two thresholds, `.` is silent.
    fn heard(picture: &str) -> Vec<f32> {
        picture
            .chars()
            .map(|c| {
                if c == '#' {
                    0.9
                } else if c == '+' {
                    0.4
                } else {
                    0.0
                }
            })
            .collect()
    }

    fn told(spans: &[Span]) -> String {
        spans.iter().map(|span| format!("{}-{}", span.start, span.end)).collect::<Vec<_>>().join(" ")
    }

    fn check(picture: &str, expect: Expect) {
        let how = Smoothing { begin: 0.5, end: 0.35, min_speech: 3, min_silence: 4, pad: 2 };
        expect.assert_eq(&told(&spans(&heard(picture), &how)));
    }

    #[test]
    fn clicks_and_hums_are_no_speech_and_breath_is_no_pause() {
        check("", expect![""]);
        check("....##......+++++++....#....", expect![""]);
        check("....####..####......", expect!["2-16"]);
        check("....####++++++##....", expect!["2-18"]);
        check("....####....####....", expect!["2-10 10-18"]);
        check("###", expect!["0-3"]);
        check("###......", expect!["0-5"]);
    }

    #[test]
    fn windows_are_packed_and_a_long_breath_is_cut_where_it_is_quiet() {
        let probabilities = heard("#####...#####.....#########+#########");
        let how = Smoothing { begin: 0.5, end: 0.35, min_speech: 3, min_silence: 3, pad: 0 };
        let spans = spans(&probabilities, &how);
        expect!["0-5 8-13 18-37"].assert_eq(&told(&spans));
        expect!["0-13 18-27 27-37"].assert_eq(&told(&windows(&spans, &probabilities, 14, 9)));
        expect!["0-37"].assert_eq(&told(&windows(&spans, &probabilities, 100, 9)));
        expect!["0-5 8-13 18-37"].assert_eq(&told(&windows(&spans, &probabilities, 100, 1)));
    }

    proptest! {
        #[test]
        fn spans_and_windows_stay_in_order_inside_the_sound(probabilities in proptest::collection::vec(0.0f32..1.0, 0..400), longest in 0usize..60) {
            let spans = spans(&probabilities, &Smoothing { min_silence: 2, min_speech: 2, ..Smoothing::default() });
            for windows in [spans.clone(), windows(&spans, &probabilities, longest, 10)] {
                prop_assert!(windows.iter().all(|span| span.start < span.end && span.end <= probabilities.len()));
                prop_assert!(windows.windows(2).all(|pair| pair[0].end <= pair[1].start));
            }
        }
    }
}
