//! The rules, shown: each test makes a state, gives a command, and prints the edits or the refusal that come out.
//!
//! Time stands at Monday 2026-03-02 10:00 in China unless a test says otherwise. Ids print as the names below or,
//! when fresh, as `#1`, `#2` in the order in which they appear.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod canned;
mod conversation;
mod customer;
mod edits;
mod intent;
mod kit;
mod knowledge;
mod macros;
mod people;
mod promises;
mod small;
mod texts;
mod ticket;
mod ticket_life;
mod ticket_ties;
