//! `cargo xtask bench vectors`: finding by meaning at several sizes, beside an approximate index.

use std::path::Path;
use std::process::Command;

use clap::Args;
use search::bench::vectors::{Failure, Peer, PeerRow, Row, Times, run};

use crate::peer::{answer, python, sources};

#[derive(Args)]
pub struct Told {
    /// Sizes of the table.
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 64_000, 1_000_000])]
    passages: Vec<usize>,
    /// Also USearch's HNSW, by `tests/peers/vectors` (needs Python).
    #[arg(long)]
    peer: bool,
    #[arg(long)]
    json: bool,
}

impl Told {
    pub fn run(self) -> anyhow::Result<()> {
        let runtime = onnx::Runtime::usual()?;
        println!("| passages | table MB | filled in s | vector p50 / p95 ms | table p50 / p95 ms | hybrid p50 / p95 ms |{PEER_HEAD}");
        println!("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        for &passages in &self.passages {
            // A new one for each size: it keeps vectors, and a question must not find its own of the size before.
            let embedder = nlp::Embedder::new(&runtime)?;
            embedder.warm()?;
            let embed = |texts: &[&str]| -> Result<Vec<Vec<f32>>, Failure> {
                Ok(embedder.embed(texts, &onnx::Cancel::new())?.iter().map(|vector| vector.to_vec()).collect())
            };
            let folder = tempfile::tempdir()?;
            let beside: Option<Peer> = if self.peer { Some(&hnsw) } else { None };
            let resident = || onnx::memory::resident_mb().unwrap_or_default();
            let row = run(folder.path(), passages, &embed, &resident, beside)?;
            if self.json { println!("{}", serde_json::to_string(&row)?) } else { line(&row) }
        }
        Ok(())
    }
}

const PEER_HEAD: &str = " HNSW MB | built in s | p50 / p95 ms | recall@10 |";

fn line(row: &Row) {
    let times = |times: &Times| format!("{:.2} / {:.2}", times.p50_ms, times.p95_ms);
    let peer = row.peer.as_ref().map_or_else(
        || " | | | |".to_owned(),
        |peer| format!(" {:.0} | {:.1} | {} | {:.3} |", peer.memory_mb, peer.build_s, times(&peer.near), peer.recall_at_10),
    );
    println!(
        "| {} | {:.1} | {:.1} | {} | {} | {} |{peer}",
        row.passages,
        row.table_mb,
        row.fill_s,
        times(&row.embed),
        times(&row.flat),
        times(&row.hybrid)
    );
}

fn hnsw(folder: &Path) -> Result<PeerRow, Failure> {
    let told = answer(Command::new(python("vectors")?).arg(sources("vectors").join("peer.py")).arg(folder))?;
    Ok(serde_json::from_str(told.trim())?)
}
