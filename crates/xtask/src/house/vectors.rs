//! `cargo xtask bench vectors`: finding by meaning at several sizes, beside an approximate index.

use clap::Args;
use search::bench::vectors::{Peer, Row, run};

#[derive(Args)]
pub struct Told {
    /// Sizes of the table.
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 64_000, 1_000_000])]
    passages: Vec<usize>,
    /// Also USearch's HNSW, whole numbers as ours (compiles C++).
    #[arg(long)]
    peer: bool,
    #[arg(long)]
    json: bool,
}

impl Told {
    pub fn run(self) -> anyhow::Result<()> {
        let embedder = nlp::Embedder::new(&onnx::Runtime::usual()?)?;
        embedder.warm()?;
        let embed = |texts: &[&str]| -> Result<Vec<Vec<f32>>, Box<dyn std::error::Error + Send + Sync>> {
            Ok(embedder.embed(texts, &onnx::Cancel::new())?.iter().map(|vector| vector.to_vec()).collect())
        };
        println!("| passages | table MB | filled in s | vector p50 / p95 ms | table p50 / p95 ms | hybrid p50 / p95 ms |{PEER_HEAD}");
        println!("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        for &passages in &self.passages {
            let folder = tempfile::tempdir()?;
            let mut peer = if self.peer { Some(peer(passages)?) } else { None };
            let beside = peer.as_mut().map(|peer| peer.as_mut() as &mut dyn Peer);
            let resident = || onnx::memory::resident_mb().unwrap_or_default();
            let row = run(folder.path(), passages, &embed, &resident, beside)?;
            if self.json { println!("{}", serde_json::to_string(&row)?) } else { line(&row) }
        }
        Ok(())
    }
}

const PEER_HEAD: &str = " HNSW MB | built in s | p50 / p95 ms | recall@10 |";

fn line(row: &Row) {
    let times = |times: &search::bench::vectors::Times| format!("{:.2} / {:.2}", times.p50_ms, times.p95_ms);
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

#[cfg(feature = "peers")]
fn peer(passages: usize) -> anyhow::Result<Box<dyn Peer>> {
    Ok(Box::new(crate::hnsw::Hnsw::new(passages)?))
}

#[cfg(not(feature = "peers"))]
fn peer(_: usize) -> anyhow::Result<Box<dyn Peer>> {
    anyhow::bail!("this build has no peer: `cargo xtask bench vectors --peer` makes one that has")
}
