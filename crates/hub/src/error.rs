//! What can go wrong with the hub's database, told apart only where someone acts differently.

use sync::{DeviceId, Malformed};

/// Nothing that was acknowledged before is lost by any of these.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error("`{0}` is no address of a hub's database: write sqlite:PATH or postgres://user@host/name")]
    Address(String),
    #[error("{0} holds no hub yet: make one with `zg-hub init`")]
    Missing(String),
    #[error("{0} holds a hub already and was left as it is: choose another place, or go on with this one")]
    Exists(String),
    #[error("{address} was written by a newer program (format {found}, this one reads {known}) and was left as it is: update zg-hub")]
    Newer { address: String, found: i64, known: i64 },
    #[error("no device {0} is enrolled here: `zg-hub devices` lists those that are")]
    UnknownDevice(DeviceId),
    #[error("device {0} is enrolled already: enrol it under a new name, or grant it scopes")]
    Enrolled(DeviceId),
    #[error("device {0} was revoked: enrol a new one in its place")]
    Revoked(DeviceId),
    #[error("{what} in the database cannot be read: restore the last backup, then run `zg-hub restored`")]
    Stored {
        what: &'static str,
        #[source]
        cause: Option<Malformed>,
    },
    #[error("PostgreSQL is backed up by its own tools: pg_dump, or a base backup with its write-ahead log")]
    NoBackup,
    #[error("a reading transaction was asked to write: begin it as a writing one")]
    ReadOnly,
    #[error("no PostgreSQL answers at {place}: see that it runs, that the address is right and that it lets this user in")]
    Unreachable {
        place: String,
        #[source]
        cause: postgres::Error,
    },
    #[error("{0}: write sslmode=disable, prefer, require or verify-full; verify-full wants sslrootcert=FILE beside it")]
    Ssl(String),
    #[error("the PostgreSQL at {place} and this hub did not come to terms on TLS: its certificate must be of sslrootcert and for this name")]
    Untrusted {
        place: String,
        #[source]
        cause: postgres::Error,
    },
    #[error(transparent)]
    Tls(#[from] crate::tls::TlsError),
    #[error("the file could not be reached: see that its folder is there and may be written")]
    Io(#[from] std::io::Error),
    #[error("SQLite could not do it, and nothing of it was kept")]
    Sqlite(#[from] rusqlite::Error),
    #[error("PostgreSQL could not do it, and nothing of it was kept")]
    Postgres(#[from] postgres::Error),
}

impl LedgerError {
    /// Another transaction was in the way, and the same one may pass if it is begun again.
    pub fn is_passing(&self) -> bool {
        use postgres::error::SqlState;
        match self {
            LedgerError::Sqlite(cause) => {
                matches!(cause.sqlite_error_code(), Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked))
            }
            LedgerError::Postgres(cause) => {
                let passing = [&SqlState::T_R_SERIALIZATION_FAILURE, &SqlState::T_R_DEADLOCK_DETECTED, &SqlState::LOCK_NOT_AVAILABLE];
                cause.code().is_some_and(|code| passing.contains(&code))
            }
            _ => false,
        }
    }

    pub(crate) const fn stored(what: &'static str) -> Self {
        LedgerError::Stored { what, cause: None }
    }
}

/// The error with what caused it.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        said.push_str(&format!(": {deeper}"));
        cause = deeper.source();
    }
    said
}
