//! `foundry`: brings models to the shelf. Started by `cargo xtask models`.

use clap::{Parser, Subcommand};
use foundry::{Fetch, fetch, record};
use onnx::{Shelf, State};

#[derive(Parser)]
struct Arguments {
    /// The shelf.
    folder: std::path::PathBuf,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Bring what is missing; all models of this machine when none is named.
    Fetch { names: Vec<String> },
    /// Print what the manifest should say of the files of a model.
    Record { name: String },
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let shelf = Shelf::open(arguments.folder)?;
    match arguments.task {
        Task::Fetch { names } => bring(&shelf, &names),
        Task::Record { name } => tell(&shelf, &name),
    }
}

fn bring(shelf: &Shelf, names: &[String]) -> anyhow::Result<()> {
    if !fetch(&Fetch { shelf, only: names, tell: &|line| println!("{line}") })? {
        println!("another fetch is under way on this shelf");
    }
    for found in shelf.look() {
        let state = match found.state {
            State::Ready => "ready".to_owned(),
            State::Missing => "missing".to_owned(),
            State::Damaged(why) => why,
        };
        println!("{:<24} {:>4} MB  {state}", found.model.name, found.model.bytes() >> 20);
    }
    Ok(())
}

fn tell(shelf: &Shelf, name: &str) -> anyhow::Result<()> {
    let model = shelf.manifest().named(name).ok_or_else(|| onnx::Error::Unknown(name.to_owned()))?;
    for file in record(shelf, model)? {
        println!("path = \"{}\"\nbytes = {}\nsha256 = \"{}\"\n", file.path, file.bytes, file.sha256);
    }
    Ok(())
}
