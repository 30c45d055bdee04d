//! `cargo xtask codegen`: the TypeScript twin of the list of calls.

use crate::shell;

pub fn codegen(check: bool) -> anyhow::Result<()> {
    shell::run(&mut house(if check { "codegen --check" } else { "codegen" }))
}

/// A task that needs the product's crates, built apart from this program.
fn house(task: &str) -> std::process::Command {
    shell::cargo(&format!("run --quiet --package xtask --bin house --features house -- {task}"))
}
