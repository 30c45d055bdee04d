//! The store from outside: what is committed stays, what is replayed is the same, and a bad file is told, not mended.

mod blobs;
mod catalog;
mod commits;
mod faults;
mod merging;
mod support;
