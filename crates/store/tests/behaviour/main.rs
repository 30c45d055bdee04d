//! The store from outside: what is committed stays, what is replayed is the same, and a bad file is told, not mended.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod backlog;
mod blobs;
mod catalog;
mod commits;
mod faults;
mod merging;
mod mirror;
mod replica;
mod support;
mod upgrade;
