//! The whole desk through its real calls: one module per noun, each test on a real file with a clock that it moves.
//!
//! One binary, because every other one would link the whole house again.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod assist;
mod bad_clock;
mod bad_file;
mod bad_folder;
mod bad_input;
mod canned;
mod common;
mod conversation;
mod customer;
mod export;
mod files;
mod import;
mod import_look;
mod intent;
mod knowledge;
mod macros;
mod model;
mod permission;
mod rating;
mod reminder;
mod sample;
mod search;
mod session;
mod ticket;
mod together;
mod view;
