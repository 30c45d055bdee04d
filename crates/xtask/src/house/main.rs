//! The tasks of `cargo xtask` that need the product's own crates. Started by `xtask`, not by people. It only dispatches: what is
//! measured is measured by the crate it belongs to, and a file here gives it work and prints what it says.

mod asr;
mod assist;
mod memory;
mod models;
mod peer;
mod retrieval;
mod search;
mod store;
mod tts;
mod vectors;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

#[derive(Parser)]
enum Task {
    /// Measure one area.
    #[command(subcommand)]
    Bench(Bench),
    /// The clip that `bench onnx` hears, made apart so that its process begins plain.
    #[command(hide = true)]
    Clip { to: PathBuf },
    /// A desk of `bench memory`, in a process of its own.
    #[command(hide = true)]
    DeskMemory(memory::One),
}

#[derive(Subcommand)]
enum Bench {
    Search(search::Told),
    Store(store::Told),
    Onnx(models::Told),
    Memory(memory::Told),
    Asr(asr::Told),
    Assist(assist::Told),
    Tts(tts::Told),
    Retrieval(retrieval::Told),
    Vectors(vectors::Told),
}

fn main() -> anyhow::Result<()> {
    // Before anything else has touched memory.
    let plain_mb = onnx::memory::resident_mb().unwrap_or_default();
    match Task::parse() {
        Task::Clip { to } => models::clip(&to),
        Task::DeskMemory(one) => one.run(),
        Task::Bench(Bench::Search(told)) => told.run(),
        Task::Bench(Bench::Store(told)) => told.run(),
        Task::Bench(Bench::Onnx(told)) => told.run(plain_mb),
        Task::Bench(Bench::Memory(told)) => told.run(),
        Task::Bench(Bench::Asr(told)) => told.run(),
        Task::Bench(Bench::Assist(told)) => told.run(),
        Task::Bench(Bench::Tts(told)) => told.run(),
        Task::Bench(Bench::Retrieval(told)) => told.run(),
        Task::Bench(Bench::Vectors(told)) => told.run(),
    }
}
