//! Ops, clocks, merging and the exchange between desks and hub: how many desks keep one truth without asking each other
//! first.
//!
//! Every change is an [`op::Op`]: stamped by its device's clock, chained to the op before it, and merged by rules
//! that give the same record whatever order the ops came in. Desks and hub speak as [`exchange`] says; [`link`] is the desk's
//! side of that, [`hub`] the other, each over a trait of storage. All bytes that are stored or sent are defined here.
//!
//! This crate never reads a file, a socket, a wall clock or a random source, never starts a thread and never knows
//! SQL: ops, clocks and times are arguments, effects and bytes are results. A byte once written by a released
//! version is readable for ever, so every op version has golden bytes in the tests.

pub mod author;
pub mod chain;
pub mod clock;
mod codec;
pub mod exchange;
pub mod hub;
pub mod ledger;
pub mod link;
pub mod merge;
pub mod op;
pub mod plant;
pub mod replica;
pub mod rewrite;
pub mod row;
pub mod trust;
pub mod wire;

pub use author::{Author, Seen, Stamped, TooLarge, Unseen};
pub use chain::{Broken, Chain, Head};
pub use clock::{DeviceId, Dot, Hlc, Stamp, Ticker};
pub use ledger::Ledger;
pub use op::{Action, Cell, Malformed, Op, Tx};
pub use replica::Replica;
pub use row::{Effect, RowClock};
