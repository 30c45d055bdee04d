//! `zg eval`: measure on public data, in the form that `docs/benchmarks.md` records.

use std::path::PathBuf;

use clap::Subcommand;
use search::eval::{Mode, Set};

#[derive(Subcommand)]
pub enum Eval {
    /// Retrieval on a BEIR-like folder (corpus.jsonl, queries.jsonl, qrels.tsv).
    Retrieval {
        folder: PathBuf,
        /// lexical, or a baseline: jieba, grams.
        #[arg(long, default_value = "lexical")]
        mode: String,
        #[arg(long)]
        json: bool,
    },
}

impl Eval {
    pub fn run(self) -> anyhow::Result<()> {
        let Eval::Retrieval { folder, mode, json } = self;
        let mode = Mode::from_tag(&mode).ok_or_else(|| anyhow::anyhow!("`{mode}` is no mode: lexical, jieba or grams"))?;
        let report = Set::read(&folder)?.measure(mode)?;
        if json {
            println!("{}", serde_json::to_string(&report)?);
        } else {
            println!("{report:#?}");
        }
        Ok(())
    }
}
