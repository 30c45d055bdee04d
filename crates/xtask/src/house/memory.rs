//! `cargo xtask bench memory`: a whole desk on the sample chain, once without models and once with, each in a process of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use app::model::bench::{self, Report, Taken};
use clap::Args;

use crate::peer::done;

/// A desk that used every model and let them go may take so much more than one that has none.
const LEFT_MB: f64 = 60.0;
const ALL_MB: f64 = 900.0;

#[derive(Args)]
pub struct Told {
    #[arg(long)]
    json: bool,
}

/// One of the desks, as the process that is measured is told.
#[derive(Args)]
pub struct One {
    folder: PathBuf,
    models: PathBuf,
    clip: PathBuf,
}

impl Told {
    pub fn run(self) -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let [desk, nowhere, clip] = ["desk", "nowhere", "clip.wav"].map(|name| folder.path().join(name));
        done(Command::new(std::env::current_exe()?).arg("clip").arg(&clip))?;
        waited(bench::lay_out(&desk))?;
        let plain = measured(&desk, &nowhere, &clip)?;
        let thinking = measured(&desk, &onnx::Shelf::usual_folder(Path::new("models/weights")), &clip)?;
        if self.json {
            println!("{}", serde_json::json!({ "plain": plain, "thinking": thinking }));
        } else {
            print(&plain, &thinking);
        }
        Ok(())
    }
}

impl One {
    pub fn run(self) -> anyhow::Result<()> {
        let report = waited(bench::run(&self.folder, &self.models, &self.clip))?;
        println!("{}", serde_json::to_string(&report)?);
        Ok(())
    }
}

#[tokio::main]
async fn waited<T>(work: impl Future<Output = Result<T, app::error::Error>>) -> anyhow::Result<T> {
    work.await.map_err(|error| anyhow::anyhow!("{error:?}"))
}

fn measured(desk: &Path, models: &Path, clip: &Path) -> anyhow::Result<Report> {
    let out = Command::new(std::env::current_exe()?).arg("desk-memory").args([desk, models, clip]).output()?;
    let told = String::from_utf8_lossy(&out.stdout);
    let last = told.lines().last().unwrap_or_default();
    serde_json::from_str(last).with_context(|| format!("the desk said: {last}{}", String::from_utf8_lossy(&out.stderr)))
}

fn print(plain: &Report, thinking: &Report) {
    println!("| | resident MB | of it the process's own |\n|---|--:|--:|");
    let row = |what: &str, taken: Taken| println!("| {what} | {:.0} | {:.0} |", taken.all, taken.own);
    row("a desk without models, after work", plain.worked);
    row("the same, after it idled", plain.idle);
    row("a desk with models, after the same work", thinking.worked);
    row("all models used", thinking.used);
    row("after they idled", thinking.idle);
    let kept = |right: bool| if right { "kept" } else { "MISSED" };
    println!("\nthe most at any moment: {:.0} MB", thinking.most);
    println!("all used: {:.0} MB, bar {ALL_MB:.0}: {}", thinking.used.all, kept(thinking.used.all <= ALL_MB));
    let left = thinking.idle.all - plain.idle.all;
    let own = thinking.idle.own - plain.idle.own;
    println!("idle: {left:.0} MB over the desk without models ({own:.0} its own), bar {LEFT_MB:.0}: {}", kept(left <= LEFT_MB));
}
