//! `cargo xtask bench search`: the index by itself and, when asked, beside FTS5 and MiniSearch.

use std::path::Path;
use std::process::{Command, Stdio};

use clap::Args;

use crate::peer::done;

#[derive(Args)]
pub struct Told {
    #[arg(long, default_value_t = 1_200_000)]
    documents: usize,
    /// Without the encryption that the desk's index has.
    #[arg(long)]
    plain: bool,
    /// Also SQLite FTS5 and MiniSearch, by `tests/peers/search` (needs Node).
    #[arg(long)]
    peers: bool,
}

impl Told {
    pub fn run(self) -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let key = (!self.plain).then_some([7; 32]);
        let report = search::bench::run(folder.path(), key, self.documents)?;
        println!("{}", serde_json::to_string_pretty(&report)?);
        if self.peers { peers(self.documents) } else { Ok(()) }
    }
}

/// The heap that MiniSearch may take: it keeps its index in memory.
const PEER_HEAP: &str = "--max-old-space-size=16000";

fn peers(documents: usize) -> anyhow::Result<()> {
    let peers = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/peers/search");
    let folder = tempfile::tempdir()?;
    search::bench::write_for_peers(folder.path(), documents)?;
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    done(Command::new(npm).args(["ci", "--no-audit", "--no-fund"]).current_dir(&peers).stdout(Stdio::null()))?;
    done(Command::new("node").arg(PEER_HEAP).arg("peers.mjs").arg(folder.path()).current_dir(&peers))
}
