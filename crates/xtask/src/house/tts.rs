//! `cargo xtask bench tts LIST`: how well our own ears understand our own voice, and how soon it begins.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use onnx::{Cancel, Runtime};
use speech::eval::tts::{Transcribe, measure};
use speech::hear::{Hearing, Options};

/// Share of syllables, and of a sentence's length.
const ERROR_BAR: f64 = 0.06;
const FIRST_BAR: f64 = 0.35;

#[derive(Args)]
pub struct Told {
    /// Sentences, one a line.
    list: PathBuf,
    #[arg(long, default_value = speech::say::USUAL_VOICE)]
    voice: String,
    /// The sentences that were not understood, on standard error.
    #[arg(long)]
    verbose: bool,
}

struct Ears(Hearing);

impl Transcribe for Ears {
    fn transcribe(&mut self, samples16k: &[f32]) -> speech::Result<String> {
        Ok(self.0.clip(samples16k, &Options::default(), &Cancel::new())?.text())
    }
}

impl Told {
    pub fn run(self) -> anyhow::Result<()> {
        let runtime = Runtime::usual()?;
        let (speaker, mut ears) = (speech::Speaker::open(&runtime)?, Ears(Hearing::new(&runtime)?));
        let lines = std::fs::read_to_string(&self.list).with_context(|| self.list.display().to_string())?;
        let report = measure(&speaker, &mut ears, &lines, &self.voice, &mut |row| {
            if self.verbose && row.errors > 0 {
                eprintln!("{} of {}: {} -> {}", row.errors, row.syllables, row.text, row.heard);
            }
        })?;
        println!("| sentences | voice | pinyin error | first sound p50 | p95 | seconds of making per second |\n|--:|---|--:|--:|--:|--:|");
        println!(
            "| {} | {} | {:.1} % | {:.2} | {:.2} | {:.2} |",
            report.sentences,
            report.voice,
            report.pinyin_error * 100.0,
            report.first_audio_ratio_p50,
            report.first_audio_ratio_p95,
            report.rtf
        );
        let kept = |right: bool| if right { "kept" } else { "MISSED" };
        println!("\npinyin error, bar {:.0} %: {}", ERROR_BAR * 100.0, kept(report.pinyin_error <= ERROR_BAR));
        println!("first sound, bar {FIRST_BAR} of the sentence's length at p95: {}", kept(report.first_audio_ratio_p95 <= FIRST_BAR));
        Ok(())
    }
}
