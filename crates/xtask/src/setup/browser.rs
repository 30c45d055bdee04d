//! The Chromium that the journeys drive: the system's, else the one that Playwright brings.

use std::path::PathBuf;

use anyhow::Context;

use crate::shell;

const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// `CHROMIUM` names another one.
pub fn find() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    named.or_else(|| shell::on_path(&NAMES)).or_else(fetched)
}

pub fn fetch() -> anyhow::Result<()> {
    shell::run(&mut shell::npm("exec -- playwright install --with-deps chromium"))
        .context("the journeys need Chromium: install one, or name it in CHROMIUM")
}

fn fetched() -> Option<PathBuf> {
    let script = "process.stdout.write(require('playwright-core').chromium.executablePath())";
    let mut node = shell::command("node", ["-e", script]);
    let path = PathBuf::from(shell::answer(node.current_dir(shell::root().join("ui")))?);
    path.is_file().then_some(path)
}
