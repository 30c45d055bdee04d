//! What the hub of head office stores, and its administration: one story over SQLite and over PostgreSQL.
//!
//! The rules of the exchange are `sync::hub`'s; here they meet a database. A reply leaves only after its transaction is on the
//! disk, and a transaction that is dropped has never been. No rule about records, scopes or devices is decided here, and no
//! byte of an op is looked into.

pub mod error;
pub mod ledger;
pub mod serve;
pub mod tls;

pub use error::LedgerError;
pub use ledger::{
    Administration, CODE_MS, Crier, Database, Invitation, Late, Listed, Newcomer, News, Sealed, Succeeded, Transaction, Volume, Wanted,
};

/// Bytes from the operating system's random source.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// A random number that columns of either database can hold; 0 means none.
pub fn chance() -> u64 {
    (u64::from_be_bytes(random()) >> 1).max(1)
}
