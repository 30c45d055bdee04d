//! `cargo xtask`: everything this repository is built, checked and measured by.
//!
//! One road for people and machines: CI runs `cargo xtask test` and nothing else. This program depends on no crate of the
//! product, so that `setup` builds where the product does not build yet; what needs the product is in `house.rs`.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod codegen;
mod dist;
mod models;
mod run;
mod setup;
mod shell;
mod test;
mod tidy;
mod ui;
mod window;

/// Zhanggui's build entry points.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what building needs (Debian, Ubuntu) or say what to install.
    Setup {
        /// Also what the tests need: a browser, a screen without a monitor, a key store.
        #[arg(long)]
        tests: bool,
    },
    /// Build, and open the desktop on the sample chain; with no display, serve it to a browser.
    Run {
        /// Do not fetch the models for speech, search by meaning and reading aloud.
        #[arg(long)]
        no_models: bool,
    },
    /// Fetch, check and convert the models; what is there is not fetched again.
    Models {
        /// Print what models/manifest.toml should say of the named model's files.
        #[arg(long, requires = "names")]
        record: bool,
        names: Vec<String>,
    },
    /// Check everything, from formatting to the journeys in the real window.
    Test {
        /// Leave out the desktop and the journeys.
        #[arg(long)]
        fast: bool,
        /// Only the sections whose name holds this word, as in `cargo xtask test window`.
        #[arg(conflicts_with = "fast")]
        section: Option<String>,
    },
    /// Write the generated TypeScript from the list of calls.
    Codegen {
        /// Write nothing; fail when the committed file differs.
        #[arg(long)]
        check: bool,
    },
    /// Check the rules of the house that no compiler knows.
    Tidy {
        /// Lower the numbers in ratchets.toml to what is left.
        #[arg(long)]
        tighten: bool,
    },
    /// Measure: `cargo xtask bench` lists the areas.
    Bench {
        area: Option<String>,
        /// Passed on to the area.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        rest: Vec<String>,
    },
    /// Show something: `sync` starts a hub and two desks, cuts the cable between them and mends it.
    Demo { what: Demo },
    /// Build the packages that people install.
    Dist {
        /// Passed on to the Tauri bundler, as in `cargo xtask dist --bundles deb`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        rest: Vec<String>,
    },
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Demo {
    Sync,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Setup { tests } => setup::setup(if tests { setup::For::Tests } else { setup::For::Building }),
        Task::Run { no_models } => run::run(!no_models),
        Task::Models { record, names } => models::models(record, &names),
        Task::Test { fast, section } => test::test(fast, section.as_deref()),
        Task::Codegen { check } => codegen::codegen(check),
        Task::Tidy { tighten } => tidy::tidy(tighten),
        Task::Bench { area, rest } => bench::bench(area.as_deref(), &rest),
        Task::Demo { what: Demo::Sync } => run::demo("demo.mjs"),
        Task::Dist { rest } => dist::dist(&rest),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
