//! The tasks of `cargo xtask` that need the product's own crates. Started by `xtask`, not by people.

use std::path::Path;
use std::process::{Command, Stdio};

use clap::{Parser, Subcommand};

#[derive(Parser)]
enum Task {
    /// Measure one area.
    #[command(subcommand)]
    Bench(Bench),
}

#[derive(Subcommand)]
enum Bench {
    Search {
        #[arg(long, default_value_t = 1_200_000)]
        documents: usize,
        /// Without the encryption that the desk's index has.
        #[arg(long)]
        plain: bool,
        /// Also SQLite FTS5 and MiniSearch, by `tests/peers/search` (needs Node).
        #[arg(long)]
        peers: bool,
    },
    Store {
        #[arg(long, default_value_t = 200_000)]
        tickets: u64,
        #[arg(long, default_value_t = 1_000_000)]
        messages: u64,
        /// Only the JSON, for programs.
        #[arg(long)]
        json: bool,
    },
}

fn main() -> anyhow::Result<()> {
    match Task::parse() {
        Task::Bench(Bench::Search { documents, plain, peers }) => bench_search(documents, plain, peers),
        Task::Bench(Bench::Store { tickets, messages, json }) => bench_store(store::bench::Size { tickets, messages }, json),
    }
}

fn bench_search(documents: usize, plain: bool, peers: bool) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let key = (!plain).then_some([7; 32]);
    let report = search::bench::run(folder.path(), key, documents)?;
    println!("{}", serde_json::to_string_pretty(&report)?);
    if peers { peers_of_search(documents) } else { Ok(()) }
}

/// The heap that MiniSearch may take: it keeps its index in memory.
const PEER_HEAP: &str = "--max-old-space-size=16000";

fn peers_of_search(documents: usize) -> anyhow::Result<()> {
    let peers = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/peers/search");
    let folder = tempfile::tempdir()?;
    search::bench::write_for_peers(folder.path(), documents)?;
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    done(Command::new(npm).args(["ci", "--no-audit", "--no-fund"]).current_dir(&peers).stdout(Stdio::null()))?;
    done(Command::new("node").arg(PEER_HEAP).arg("peers.mjs").arg(folder.path()).current_dir(&peers))
}

fn done(command: &mut Command) -> anyhow::Result<()> {
    let status = command.status()?;
    anyhow::ensure!(status.success(), "{} ended with {status}", command.get_program().display());
    Ok(())
}

#[tokio::main]
async fn bench_store(size: store::bench::Size, json: bool) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let report = store::bench::run(folder.path(), size).await?;
    if json {
        println!("{}", serde_json::to_string_pretty(&report)?);
        return Ok(());
    }
    println!(
        "{} tickets, {} messages, {} ops, {:.2} GB, filled in {:.0} s\n",
        report.tickets,
        report.messages,
        report.ops,
        report.file_bytes as f64 / 1e9,
        report.load_s
    );
    println!("| what | rows | p50 ms | p95 ms | raw p50 ms | raw p95 ms | ratio |\n|---|--:|--:|--:|--:|--:|--:|");
    for line in &report.lines {
        println!(
            "| {} | {} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} |",
            line.what, line.rows, line.p50_ms, line.p95_ms, line.raw_p50_ms, line.raw_p95_ms, line.ratio
        );
    }
    let import = &report.import;
    println!(
        "\nimport of {} ops: {:.0} ops/s, raw {:.0} ops/s, ratio {:.2}",
        import.ops, import.ops_per_second, import.raw_ops_per_second, import.ratio
    );
    Ok(())
}
