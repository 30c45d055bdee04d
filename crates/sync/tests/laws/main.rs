//! The laws of replication, checked on histories that no honest desk would write and on ones that many would.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod generate;
mod merging;
mod simulation;
mod table;
mod wire;
