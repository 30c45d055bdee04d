//! `cargo xtask models`: brings the weights to `models/weights` (or `$ZG_MODELS`); see the crate `foundry`.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::shell;

/// `$ZG_MODELS`, else `models/weights`.
pub fn shelf() -> PathBuf {
    let told = std::env::var_os("ZG_MODELS").filter(|told| !told.is_empty()).map(PathBuf::from);
    told.unwrap_or_else(|| shell::root().join("models/weights"))
}

pub fn models(record: bool, names: &[String]) -> anyhow::Result<()> {
    let task = if record { "record" } else { "fetch" };
    shell::run(foundry(task).args(names))
}

/// Fetches beside whatever else goes on; the console shows how far it has come.
pub fn in_background() -> anyhow::Result<Child> {
    Ok(foundry("fetch").stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null()).spawn()?)
}

fn foundry(task: &str) -> Command {
    let mut command = shell::cargo("run --quiet --package foundry --");
    command.arg(shelf()).arg(task);
    command
}
