//! Bugs that can be planted, to prove that the simulator would see them.
//!
//! Without the feature `planted`, which only the simulator turns on, [`has`] is false at compile time and nothing of this is
//! in the program.

/// A mistake that somebody once made in a system like this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    /// The hub takes a batch again that it has.
    NoDedupe,
    /// The hub answers before its transaction is on the disk.
    AckBeforeCommit,
    /// The desk stores its cursor before the rows that it speaks of.
    CursorApart,
    /// Sequences of a scope are given out without holding the scope's head to the commit.
    LooseSequence,
    /// The desk forgets to purge when it crashes in between.
    ForgottenLeave,
    /// Writers of the same tick are not told apart by device.
    TiedClocks,
    /// What arrived is remembered as seen before it is stored.
    SeenBeforeStored,
    /// Removals are forgotten after a while, whoever has not heard of them.
    TimedForgetting,
    /// The hub serves what was a member when it was logged.
    StaleMembership,
    /// Another op under the same name is taken for the same one.
    ForkTaken,
    /// The hub takes ops from the future.
    NoClockCheck,
    /// A refused op stays in its author's rows.
    RefusedStays,
    /// The desk purges before its own words went up.
    PurgedUnsent,
    /// A record that enters a scope brings only what is written after it.
    EmptyEnter,
    /// A restored hub keeps its old epoch.
    SameEpoch,
    /// A refused op stops all behind it.
    BlockedQueue,
    /// Stamping anew does not name the values that were seen anew.
    LostBases,
    /// An op that cannot be read is dropped.
    DroppedPoison,
}

impl Bug {
    pub const ALL: &'static [Bug] = &[
        Bug::NoDedupe,
        Bug::AckBeforeCommit,
        Bug::CursorApart,
        Bug::LooseSequence,
        Bug::ForgottenLeave,
        Bug::TiedClocks,
        Bug::SeenBeforeStored,
        Bug::TimedForgetting,
        Bug::StaleMembership,
        Bug::ForkTaken,
        Bug::NoClockCheck,
        Bug::RefusedStays,
        Bug::PurgedUnsent,
        Bug::EmptyEnter,
        Bug::SameEpoch,
        Bug::BlockedQueue,
        Bug::LostBases,
        Bug::DroppedPoison,
    ];
}

#[cfg(feature = "planted")]
mod planted {
    use super::Bug;
    use std::cell::Cell;

    thread_local! {
        static BUG: Cell<Option<Bug>> = const { Cell::new(None) };
    }

    /// Plants a bug in what runs on this thread, or takes it out.
    pub fn plant(bug: Option<Bug>) {
        BUG.set(bug);
    }

    pub fn has(bug: Bug) -> bool {
        BUG.get() == Some(bug)
    }
}

#[cfg(feature = "planted")]
pub use planted::{has, plant};

#[cfg(not(feature = "planted"))]
pub const fn has(_: Bug) -> bool {
    false
}
