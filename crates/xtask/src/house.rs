//! The tasks of `cargo xtask` that need the product's own crates. Started by `xtask`, not by people.

use std::path::Path;

use anyhow::Context;
use clap::{Parser, Subcommand};

#[derive(Parser)]
enum Task {
    /// Write ui/src/ipc/bindings.ts.
    Codegen {
        #[arg(long)]
        check: bool,
    },
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
        Task::Codegen { check } => codegen(check),
        Task::Bench(Bench::Search { documents, plain }) => bench_search(documents, plain),
    }
}

fn codegen(check: bool) -> anyhow::Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/ipc/bindings.ts");
    let fresh = app::bindings::typescript();
    // Git may have given the file this system's line ends.
    let stands = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if stands == fresh {
        return Ok(());
    }
    if check {
        let (line, (old, new)) = first_difference(&stands, &fresh);
        anyhow::bail!("ui/src/ipc/bindings.ts is stale at line {line}: `{old}` is now `{new}`. Run `cargo xtask codegen`");
    }
    std::fs::write(&path, fresh).with_context(|| path.display().to_string())?;
    println!("ui/src/ipc/bindings.ts written");
    Ok(())
}

/// The first line, counted from 1, in which two different texts differ.
fn first_difference<'t>(old: &'t str, new: &'t str) -> (usize, (&'t str, &'t str)) {
    let end = "the end of the file";
    let longest = old.lines().count().max(new.lines().count());
    let padded = |text: &'t str| text.lines().chain(std::iter::repeat(end));
    let pairs = padded(old).zip(padded(new)).take(longest);
    pairs.enumerate().find(|(_, (old, new))| old != new).map_or((longest, (end, end)), |(at, pair)| (at + 1, pair))
}

fn bench_search(documents: usize, plain: bool) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let key = (!plain).then_some([7; 32]);
    let report = search::bench::run(folder.path(), key, documents)?;
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_differs_is_named() {
        assert_eq!(first_difference("a\nb\nc\n", "a\nB\nc\n"), (2, ("b", "B")));
        assert_eq!(first_difference("a\n", "a\nb\n"), (2, ("the end of the file", "b")));
        assert_eq!(first_difference("", "a\n"), (1, ("the end of the file", "a")));
    }
}
