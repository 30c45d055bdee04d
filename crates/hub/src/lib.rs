//! What the hub of head office stores, and its administration: one story over SQLite and over PostgreSQL.
//!
//! The rules of the exchange are `sync::hub`'s; here they meet a database. A reply leaves only after its transaction is on the
//! disk, and a transaction that is dropped has never been. No rule about records, scopes or devices is decided here, and no
//! byte of an op is looked into.

pub mod error;
pub mod ledger;

pub use error::LedgerError;
pub use ledger::{Administration, Database, Listed, Transaction, Volume};
