//! `load`: the exchange measured, each figure beside a peer's from the same run; started by `cargo xtask bench sync`.
//!
//! The hub is the real program in a process of its own, desks are real files, the line is real HTTP on loopback. Nothing here
//! is a test: it prints and judges nothing.

use std::path::PathBuf;

use clap::Parser;

mod catch_up;
mod chain;
mod desk;
mod ingest;
mod line;
mod news;
mod office;
mod pouch;

#[derive(Parser)]
struct Told {
    /// The optimised `zg-hub`.
    #[arg(long)]
    hub: PathBuf,
    /// One of ingest, catch-up, first-sync, news, idle, pouch, growth; all when left out.
    only: Option<String>,
    /// Tickets, with twice as many messages and some six ops each, that four desks send up and one takes down.
    #[arg(long, default_value_t = 16_000)]
    tickets: u64,
    /// Tickets of the first sync, with ten messages each.
    #[arg(long, default_value_t = 50_000)]
    first: u64,
    #[arg(long, default_value_t = 1_000)]
    sockets: usize,
    #[arg(long, default_value_t = 5_000)]
    idle: usize,
}

type Part = (&'static str, fn(&Told) -> anyhow::Result<()>);

const PARTS: &[Part] = &[
    ("ingest", |told| ingest::run(&told.hub, told.tickets)),
    ("catch-up", |told| catch_up::run(&told.hub, told.tickets)),
    ("first-sync", |told| catch_up::first(&told.hub, told.first)),
    ("news", |told| news::run(&told.hub, told.sockets)),
    ("idle", |told| news::idle(&told.hub, told.idle)),
    ("pouch", |told| pouch::run(&told.hub, told.tickets)),
    ("growth", |told| ingest::growth(&told.hub)),
];

fn main() -> anyhow::Result<()> {
    let told = Told::parse();
    let chosen = |name: &str| told.only.as_deref().is_none_or(|only| only == name);
    anyhow::ensure!(PARTS.iter().any(|(name, _)| chosen(name)), "there is no such part");
    for (name, run) in PARTS.iter().filter(|(name, _)| chosen(name)) {
        println!("\n## {name}\n");
        run(&told)?;
    }
    Ok(())
}
