//! How well is the voice understood, and how soon does it begin? Sentences are said, read back by a recogniser, and both
//! texts compared as pinyin without tones after their numbers became words. 幺 counts as 一: it is the same digit.

use std::ops::ControlFlow;
use std::time::Instant;

use serde::Serialize;

use crate::rate::Rate;
use crate::reading;
use crate::say::{RATE, Speaker};
use crate::{Error, Result};

/// A recogniser to read back with.
pub trait Transcribe {
    /// Text of 16 kHz mono speech.
    ///
    /// # Errors
    /// Whatever the recogniser meets.
    fn transcribe(&mut self, samples16k: &[f32]) -> Result<String>;
}

/// What was measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    pub sentences: usize,
    pub voice: String,
    /// Wrong, missing and added syllables over the syllables that were to be said.
    pub pinyin_error: f64,
    /// Seconds until the first sound over the sentence's length.
    pub first_audio_ratio_p50: f64,
    pub first_audio_ratio_p95: f64,
    /// Seconds of making over seconds of sound.
    pub rtf: f64,
}

/// One sentence, for looking at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    pub text: String,
    pub heard: String,
    pub errors: usize,
    pub syllables: usize,
    pub first_audio_ratio: f64,
    pub seconds: f64,
    pub made_in: f64,
}

/// Say each line of `list` and read it back. `tell` gets every row as it is done.
///
/// # Errors
/// `Table` for an empty list; what the voice or the recogniser meets.
pub fn measure(speaker: &Speaker, ears: &mut dyn Transcribe, list: &str, voice: &str, tell: &mut dyn FnMut(&Row)) -> Result<Report> {
    let lines: Vec<&str> = list.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
    if lines.is_empty() {
        return Err(Error::Table { file: "the list of sentences".to_owned(), what: "there is no sentence in it".to_owned() });
    }
    // Loading the model is not part of how soon a sentence begins.
    speaker.warm()?;
    let mut rows = Vec::with_capacity(lines.len());
    for line in lines {
        let row = said_and_heard(speaker, ears, line, voice)?;
        tell(&row);
        rows.push(row);
    }
    Ok(report(&rows, voice))
}

fn said_and_heard(speaker: &Speaker, ears: &mut dyn Transcribe, text: &str, voice: &str) -> Result<Row> {
    let began = Instant::now();
    let (mut samples, mut first) = (Vec::new(), None);
    speaker.say(text, voice, 1.0, &onnx::Cancel::new(), &mut |chunk| {
        first.get_or_insert_with(|| began.elapsed().as_secs_f64());
        samples.extend(chunk.samples);
        ControlFlow::Continue(())
    })?;
    let made_in = began.elapsed().as_secs_f64();
    let seconds = samples.len() as f64 / f64::from(RATE);
    let heard = ears.transcribe(&at_16k(&samples)?)?;
    let (said, back) = (syllables(text), syllables(&heard));
    Ok(Row {
        errors: distance(&said, &back),
        syllables: said.len(),
        first_audio_ratio: first.unwrap_or_default() / seconds.max(f64::EPSILON),
        text: text.to_owned(),
        heard,
        seconds,
        made_in,
    })
}

fn at_16k(samples: &[f32]) -> Result<Vec<f32>> {
    let mut rate = Rate::new(RATE, 16_000)?;
    let mut out = rate.push(samples)?;
    out.extend(rate.finish()?);
    Ok(out)
}

fn syllables(text: &str) -> Vec<String> {
    let digit_one = |s: String| if s == "yao" { "yi".to_owned() } else { s };
    reading::toneless(text).into_iter().map(digit_one).collect()
}

fn report(rows: &[Row], voice: &str) -> Report {
    let sum = |of: fn(&Row) -> f64| rows.iter().map(of).sum::<f64>();
    let mut ratios: Vec<f64> = rows.iter().map(|r| r.first_audio_ratio).collect();
    ratios.sort_by(f64::total_cmp);
    let rank = |share: f64| ratios[((ratios.len() as f64 * share).ceil() as usize).clamp(1, ratios.len()) - 1];
    Report {
        sentences: rows.len(),
        voice: voice.to_owned(),
        pinyin_error: sum(|r| r.errors as f64) / sum(|r| r.syllables as f64).max(1.0),
        first_audio_ratio_p50: rank(0.5),
        first_audio_ratio_p95: rank(0.95),
        rtf: sum(|r| r.made_in) / sum(|r| r.seconds).max(f64::EPSILON),
    }
}

/// Edit distance of two rows of syllables.
fn distance(said: &[String], heard: &[String]) -> usize {
    let mut row: Vec<usize> = (0..=heard.len()).collect();
    for (i, a) in said.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, b) in heard.iter().enumerate() {
            let change = corner + usize::from(a != b);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[heard.len()]
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn both_sides_are_made_alike() {
        let pairs = [
            ("电话138-0013-8000", "电话一三八零零一三八零零零"),
            ("共¥12.50", "共12元5角"),
            ("11月27日9:30", "十一月二十七日九点三十分"),
            ("连Wi-Fi", "连wifi"),
            ("您好", "你好吗"),
        ];
        let told: Vec<String> =
            pairs.iter().map(|(a, b)| format!("{a} {b} {}/{}", distance(&syllables(a), &syllables(b)), syllables(a).len())).collect();
        expect![[r#"
            电话138-0013-8000 电话一三八零零一三八零零零 0/13
            共¥12.50 共12元5角 0/6
            11月27日9:30 十一月二十七日九点三十分 0/12
            连Wi-Fi 连wifi 0/2
            您好 你好吗 2/2"#]]
        .assert_eq(&told.join("\n"));
    }

    #[test]
    fn the_report_adds_up() {
        let row = |errors, ratio| Row {
            text: String::new(),
            heard: String::new(),
            errors,
            syllables: 10,
            first_audio_ratio: ratio,
            seconds: 2.0,
            made_in: 1.0,
        };
        expect![[r#"Report { sentences: 3, voice: "v", pinyin_error: 0.1, first_audio_ratio_p50: 0.2, first_audio_ratio_p95: 0.3, rtf: 0.5 }"#]]
            .assert_eq(&format!("{:?}", report(&[row(1, 0.3), row(0, 0.1), row(2, 0.2)], "v")));
    }
}
