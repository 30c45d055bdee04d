//! The tasks of `cargo xtask` that need the product's own crates. Started by `xtask`, not by people.

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
        #[arg(long, default_value_t = 100_000)]
        documents: usize,
        /// Without the encryption that the desk's index has.
        #[arg(long)]
        plain: bool,
    },
}

fn main() -> anyhow::Result<()> {
    match Task::parse() {
        Task::Bench(Bench::Search { documents, plain }) => bench_search(documents, plain),
    }
}

fn bench_search(documents: usize, plain: bool) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let key = (!plain).then_some([7; 32]);
    let report = search::bench::run(folder.path(), key, documents)?;
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}
