//! The seeded simulator: desks and hubs as they are, in a world as bad as can be, in one thread and with a clock of its own.
//!
//! A run is a seed. What went wrong can be seen again by the seed, or by the plan that is printed, and a plan can be made
//! smaller by hand. The rules under test are `sync`'s own; only disks, lines and people are made up here. It never sleeps,
//! never asks for the time and never takes chance from anywhere but the seed.

pub mod base;
pub mod card;
pub mod check;
pub mod dice;
pub mod disk;
pub mod mirror;
pub mod plan;
mod work;
pub mod world;

pub use mirror::Mirror;
pub use plan::Plan;
pub use world::{Broken, Report, Violation, World};

/// Runs one plan, with a bug planted or not.
pub fn run(plan: &Plan, bug: Option<sync::plant::Bug>) -> Result<Report, Broken> {
    sync::plant::plant(bug);
    let outcome = World::new(plan.clone()).run();
    sync::plant::plant(None);
    outcome
}

/// Runs one plan while another ledger lives through the same.
pub fn run_mirrored(plan: &Plan, mirror: Box<dyn Mirror>) -> Result<Report, Broken> {
    sync::plant::plant(None);
    World::new(plan.clone()).mirrored(mirror).map_err(|Violation(what)| Broken { step: 0, what })?.run()
}
