//! One encrypted SQLite file: the op log and the tables that follow from it.
//!
//! There is one writer: [`Pen::commit`], [`Pen::apply`] and what the exchange with the hub tells ([`replica`]) take turns, and
//! log and tables change in one durable transaction or not at all. Rows are projections; replaying the log into an empty file gives the same tables.
//! No other crate of the desk contains SQL, and none may write a row.

mod apply;
pub mod audit;
pub mod bench;
pub mod blob;
mod bulk;
mod clause;
pub mod conflict;
mod connect;
pub mod conversation;
pub mod customer;
mod derive;
mod error;
pub mod knowledge;
pub mod log;
mod member;
pub mod message;
mod pen;
pub mod rating;
mod readers;
mod rechain;
pub mod replica;
mod rows;
pub mod staff;
pub mod ticket;

pub use connect::{Folder, Key, Store};
pub use error::StoreError;
pub use pen::{Change, Pen};
