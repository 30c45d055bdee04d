//! `cargo xtask bench asr`: our ears and faster-whisper's with the same weights, on the same clips, one after the other in one run;
//! and, with `--noise`, what our ears make of minutes in which nobody says a word.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use clap::Args;
use onnx::{Cancel, Runtime};
use speech::eval::asr::{Report, clips, lexicon, measure};
use speech::eval::noise;
use speech::hear::{Hearing, Options};

use crate::peer::{answer, done, python, sources};

/// Of the peer's seconds of processor.
const CPU_BAR: f64 = 0.6;

#[derive(Args)]
pub struct Told {
    /// A table with the columns `flac` or `wav`, `seconds` and `text`, or the folder of a `transcripts.tsv`.
    list: Option<PathBuf>,
    /// The shop's own words, one a line; the peer is told them as its hot words.
    #[arg(long)]
    lexicon: Option<PathBuf>,
    /// About so many clips, spread over the table; all of them when not said.
    #[arg(long)]
    clips: Option<usize>,
    /// A Python that has the peer's packages; otherwise one is made under target/peers.
    #[arg(long)]
    python: Option<PathBuf>,
    /// The peer's weights, joined before.
    #[arg(long)]
    weights: Option<PathBuf>,
    /// Without the peer.
    #[arg(long)]
    alone: bool,
    /// Minutes of silence, street and music to listen to instead.
    #[arg(long, num_args = 0..=1, default_missing_value = "10", value_name = "MINUTES")]
    noise: Option<f64>,
}

impl Told {
    pub fn run(self) -> anyhow::Result<()> {
        let hearing = Hearing::new(&Runtime::usual()?)?;
        if let Some(minutes) = self.noise {
            return listen(&hearing, minutes);
        }
        let list = self.list.as_deref().context("which clips? A table or its folder is wanted")?;
        let list = if list.is_dir() { list.join("transcripts.tsv") } else { list.to_owned() };
        let every = clips(&list)?.div_ceil(self.clips.unwrap_or(usize::MAX).max(1)).max(1);
        let words = self.lexicon.as_deref().map(lexicon).transpose()?.unwrap_or_default();
        let ours = measure(&hearing, &list, every, &Options { lexicon: words, ..Options::default() }, &Cancel::new(), |_| ())?;
        println!(
            "| | clips | CER | first half | other half | digit strings exact | CPU-s per second | clock-s per second |\n|---|--:|--:|--:|--:|--:|--:|--:|"
        );
        line("ours", &ours);
        if self.alone {
            return Ok(());
        }
        let theirs = self.peer(&list, every)?;
        line("faster-whisper int8, beam 5", &theirs);
        let ratio = ours.cpu_s_per_audio_s / theirs.cpu_s_per_audio_s;
        println!("\nCPU of the peer's: {ratio:.2}, bar {CPU_BAR}: {}", if ratio <= CPU_BAR { "kept" } else { "MISSED" });
        Ok(())
    }

    fn peer(&self, list: &Path, every: usize) -> anyhow::Result<Report> {
        let python = match &self.python {
            Some(told) => told.clone(),
            None => python("asr")?,
        };
        let weights = match &self.weights {
            Some(told) => told.clone(),
            None => joined(&python)?,
        };
        let mut command = Command::new(python);
        command.arg(sources("asr").join("peer.py")).arg(weights).arg(list).args(["--every", &every.to_string()]);
        // As many as ours may take.
        command.args(["--threads", &onnx::Budget::default().threads.to_string()]);
        if let Some(words) = &self.lexicon {
            command.arg("--hotwords").arg(words);
        }
        Ok(serde_json::from_str(answer(&mut command)?.trim())?)
    }
}

/// The peer's weights, made of its packages at the first asking.
fn joined(python: &Path) -> anyhow::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/peers/asr-weights");
    // The last file that is written.
    if !folder.join("vocabulary.txt").is_file() {
        done(Command::new(python).arg(sources("asr").join("weights.py")).arg(&folder))?;
    }
    Ok(folder)
}

fn line(who: &str, report: &Report) {
    let exact = report.digit_string_exact.map_or_else(String::new, |share| format!("{share:.2}"));
    println!(
        "| {who} | {} | {:.1} % | {:.1} % | {:.1} % | {exact} | {:.3} | {:.3} |",
        report.clips,
        report.cer * 100.0,
        report.cer_even * 100.0,
        report.cer_odd * 100.0,
        report.cpu_s_per_audio_s,
        report.wall_s_per_audio_s
    );
}

fn listen(hearing: &Hearing, minutes: f64) -> anyhow::Result<()> {
    println!("| what | seconds | taken for speech, s | words heard | which |\n|---|--:|--:|--:|---|");
    let rows = noise::measure(hearing, minutes, &Options::default(), &Cancel::new(), |row| {
        println!("| {} | {:.0} | {:.1} | {} | {} |", row.what, row.seconds, row.taken_for_speech, row.words, row.heard);
    })?;
    let words: usize = rows.iter().map(|row| row.words).sum();
    println!("\n{words} words in {minutes} minutes, bar 0: {}", if words == 0 { "kept" } else { "MISSED" });
    Ok(())
}
