//! `cargo xtask bench retrieval DIR`: every public set in a folder, by every mode, in one run.

use std::path::{Path, PathBuf};

use clap::Args;
use search::eval::{Mode, Report, Set};

const MODES: [Mode; 5] = [Mode::Lexical, Mode::Jieba, Mode::Grams, Mode::Dense, Mode::Hybrid];

#[derive(Args)]
pub struct Told {
    /// A folder of BEIR-like sets, each a folder with corpus.jsonl, queries.jsonl and qrels.tsv.
    folder: PathBuf,
}

impl Told {
    pub fn run(self) -> anyhow::Result<()> {
        let mut sets: Vec<PathBuf> = std::fs::read_dir(&self.folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
        sets.retain(|set| set.join("qrels.tsv").is_file());
        sets.sort();
        anyhow::ensure!(!sets.is_empty(), "{} holds no set", self.folder.display());
        let runtime = onnx::Runtime::usual()?;
        println!(
            "| set | documents | queries | mode | hit@1 | recall@10 | mrr@10 | ndcg@10 | p50 ms | p95 ms |\n|---|--:|--:|---|--:|--:|--:|--:|--:|--:|"
        );
        let mut verdicts = Vec::new();
        for set in sets {
            let name = set.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            verdicts.push(verdict(&name, &all(&runtime, &set, &name)?));
        }
        println!("\n{}", verdicts.join("\n"));
        Ok(())
    }
}

fn all(runtime: &onnx::Runtime, folder: &Path, name: &str) -> anyhow::Result<Vec<Report>> {
    let set = Set::read(folder)?;
    let mut reports = Vec::new();
    for mode in MODES {
        // A new one for each mode: it keeps vectors, and a question must not find its own of the mode before.
        let embedder = nlp::Embedder::new(runtime)?;
        embedder.warm()?;
        let embed = |texts: &[&str]| -> Result<Vec<Vec<f32>>, Box<dyn std::error::Error + Send + Sync>> {
            Ok(embedder.embed(texts, &onnx::Cancel::new())?.iter().map(|vector| vector.to_vec()).collect())
        };
        let report = set.measure(mode, Some(&embed))?;
        line(name, &report);
        reports.push(report);
    }
    Ok(reports)
}

fn tag(mode: Mode) -> &'static str {
    match mode {
        Mode::Lexical => "lexical",
        Mode::Dense => "dense",
        Mode::Hybrid => "hybrid",
        Mode::Jieba => "jieba",
        Mode::Grams => "grams",
    }
}

fn line(name: &str, report: &Report) {
    println!(
        "| {name} | {} | {} | {} | {:.3} | {:.3} | {:.3} | {:.3} | {:.2} | {:.2} |",
        report.documents,
        report.queries,
        tag(report.mode),
        report.hit_at_1,
        report.recall_at_10,
        report.mrr_at_10,
        report.ndcg_at_10,
        report.p50_ms,
        report.p95_ms
    );
}

type Figure = (&'static str, fn(&Report) -> f64);

/// Whether the hybrid is above every peer; our own words are a part of it and no peer.
fn verdict(name: &str, reports: &[Report]) -> String {
    let (hybrid, others): (Vec<&Report>, Vec<&Report>) = reports.iter().partition(|report| report.mode == Mode::Hybrid);
    let figures: [Figure; 2] = [("hit@1", |report| report.hit_at_1), ("ndcg@10", |report| report.ndcg_at_10)];
    let mut said = Vec::new();
    for (figure, of) in figures {
        let ours = hybrid.iter().map(|report| of(report)).fold(0.0, f64::max);
        let peers = others.iter().filter(|report| report.mode != Mode::Lexical);
        let Some(best) = peers.max_by(|a, b| of(a).total_cmp(&of(b))) else { continue };
        let verdict = if ours > of(best) { "best" } else { "NOT BEST" };
        said.push(format!("{figure} {ours:.4} {verdict} ({} {:.4})", tag(best.mode), of(best)));
    }
    format!("{name}: hybrid {}", said.join(", "))
}
