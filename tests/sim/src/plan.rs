//! What goes wrong in one run, and how often. Drawn from the seed, printed when the run fails, and read back from a file.

use std::fmt;
use std::str::FromStr;

use crate::dice::Dice;

macro_rules! plan {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// Chances are in ten thousand; each seed has only some of the faults, so that they are also met one at a time.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Plan {
            pub seed: u64,
            pub desks: usize,
            pub hubs: usize,
            pub steps: usize,
            $($(#[$doc])* pub $name: u32),*
        }

        impl Plan {
            /// A world in which nothing goes wrong.
            pub const fn calm(seed: u64, desks: usize, hubs: usize, steps: usize) -> Self {
                Plan { seed, desks, hubs, steps, $($name: 0),* }
            }

            fn set(&mut self, name: &str, value: u64) -> bool {
                match name {
                    "seed" => self.seed = value,
                    "desks" => self.desks = value as usize,
                    "hubs" => self.hubs = value as usize,
                    "steps" => self.steps = value as usize,
                    $(stringify!($name) => self.$name = value as u32,)*
                    _ => return false,
                }
                true
            }
        }

        impl fmt::Display for Plan {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                writeln!(f, "seed {}\ndesks {}\nhubs {}\nsteps {}", self.seed, self.desks, self.hubs, self.steps)?;
                $(writeln!(f, "{} {}", stringify!($name), self.$name)?;)*
                Ok(())
            }
        }
    };
}

plan! {
    /// A message is lost.
    loss,
    /// A message arrives twice.
    doubled,
    /// A message waits long, so that others overtake it.
    late,
    /// A message is damaged on the way.
    damaged,
    /// A desk and a hub stop hearing each other, per step.
    parted,
    /// They hear each other again, per step.
    joined,
    /// A desk loses its power, per step.
    desk_crash,
    /// A desk loses its power in the middle of storing, per store.
    desk_torn,
    /// A hub loses its power, per step.
    hub_crash,
    /// A desk's clock jumps, per step.
    clock_jump,
    /// Head office changes what a desk may hear, per step.
    grants,
    /// A desk's folder is copied and both go on, per step.
    clones,
    /// A desk's folder is put back as it was some time ago, per step.
    rolled_back,
    /// The hub's database is put back as it was some time ago, per step.
    restored,
    /// An op that no program of this version reads, per write.
    poison,
    /// Old lines of scopes' logs are cut, per step.
    trimmed,
    /// What was overwritten is told shorter from now on, per step.
    folded,
    /// A shop pulls a customer, per step.
    pulled,
}

impl Plan {
    /// The plan of a seed.
    pub fn of(seed: u64, desks: usize, hubs: usize, steps: usize) -> Self {
        let mut dice = Dice::new(seed ^ 0x5eed_0f41);
        let mut plan = Plan::calm(seed, desks, hubs, steps);
        let mut sometimes = |most: u32| if dice.hits(5_000) { dice.below(most as usize) as u32 + 1 } else { 0 };
        plan.loss = sometimes(3_000);
        plan.doubled = sometimes(3_000);
        plan.late = sometimes(3_000);
        plan.damaged = sometimes(300);
        plan.parted = sometimes(200);
        plan.joined = 400;
        plan.desk_crash = sometimes(60);
        plan.desk_torn = sometimes(100);
        plan.hub_crash = sometimes(60);
        plan.clock_jump = sometimes(60);
        plan.grants = sometimes(80);
        plan.clones = sometimes(6);
        plan.rolled_back = sometimes(6);
        plan.restored = sometimes(6);
        // A folder that was copied or put back has given up the name under which a restored hub would ask for its log again.
        if plan.restored > 0 {
            (plan.clones, plan.rolled_back) = (0, 0);
        }
        plan.poison = sometimes(200);
        plan.trimmed = sometimes(40);
        plan.folded = sometimes(40);
        // Only what is older than any backup that could be put back is told shorter: a short op cannot prove what it was.
        if plan.restored > 0 {
            plan.folded = 0;
        }
        plan.pulled = sometimes(60);
        plan
    }
}

/// A line of a plan that says nothing.
#[derive(Debug)]
pub struct BadPlan(String);

impl fmt::Display for BadPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no line of a plan: expected a name and a number", self.0)
    }
}

impl std::error::Error for BadPlan {}

impl FromStr for Plan {
    type Err = BadPlan;

    fn from_str(text: &str) -> Result<Self, BadPlan> {
        let mut plan = Plan::calm(0, 8, 2, 3_000);
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let bad = || BadPlan(line.to_owned());
            let (name, value) = line.trim().split_once(' ').ok_or_else(bad)?;
            let value = value.trim().parse().map_err(|_| bad())?;
            if !plan.set(name, value) {
                return Err(bad());
            }
        }
        Ok(plan)
    }
}
