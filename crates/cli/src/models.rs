//! `zg models`: what models are on this machine's shelf, whether they are what they should be, and letting go of them.
//!
//! Fetching is `cargo xtask models` in a checkout; an installed desk brings its own.

use clap::Subcommand;
use onnx::{Shelf, State};

#[derive(Subcommand)]
pub enum Models {
    /// What there should be and what there is.
    List,
    /// Hash every file anew and compare it with the manifest.
    Verify,
    /// Remove a model's files.
    Remove { name: String },
}

impl Models {
    pub fn run(self, folder: &std::path::Path) -> anyhow::Result<()> {
        let shelf = Shelf::open(Shelf::usual_folder(&folder.join("models")))?;
        match self {
            Models::List => list(&shelf),
            Models::Verify => verify(&shelf),
            Models::Remove { name } => Ok(shelf.remove(&name)?),
        }
    }
}

fn list(shelf: &Shelf) -> anyhow::Result<()> {
    println!("{}", shelf.folder().display());
    for found in shelf.look() {
        let model = &found.model;
        println!("{:<24} {:<16} {:>4} MB  {:<11} {}", model.name, model.kind, model.bytes() >> 20, model.licence, word(&found.state));
    }
    Ok(())
}

fn verify(shelf: &Shelf) -> anyhow::Result<()> {
    let mut whole = true;
    for model in shelf.manifest().here() {
        let state = shelf.verify(model);
        whole &= !matches!(state, State::Damaged(_));
        println!("{:<24} {}", model.name, word(&state));
    }
    anyhow::ensure!(whole, "some models are not what they should be; fetch them anew with `cargo xtask models`");
    Ok(())
}

fn word(state: &State) -> String {
    match state {
        State::Ready => "ready".to_owned(),
        State::Missing => "missing".to_owned(),
        State::Damaged(why) => why.clone(),
    }
}
