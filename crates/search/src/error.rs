//! What can go wrong with an index, and the way out of each. An index is never repaired in place: it is derived, so the
//! way out is to write it again. It must never hide damage behind an empty answer.

use std::path::PathBuf;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the search index at {} is damaged ({reason}); rebuild it: zg index rebuild", path.display())]
    Corrupt { path: PathBuf, reason: String },
    #[error(
        "the search index at {} is of format {found}, this program writes format {expected}; rebuild it: zg index rebuild",
        path.display()
    )]
    Version { path: PathBuf, found: String, expected: u32 },
    #[error(
        "the search index at {} was sealed with another key or not sealed at all; rebuild it: zg index rebuild",
        path.display()
    )]
    WrongKey { path: PathBuf },
    #[error("another program is writing the search index at {}; close it and try again", path.display())]
    InUse { path: PathBuf },
    #[error("the search index at {} could not be read or written ({reason}); check the disk and the folder's permissions", path.display())]
    Disk { path: PathBuf, reason: String },
    #[error("no vectors could be made: {0}")]
    NoVectors(String),
    #[error("{file}:{line}: {reason}", file = file.display())]
    EvalLine { file: PathBuf, line: usize, reason: String },
    #[error("{}: {reason}", file.display())]
    EvalFile { file: PathBuf, reason: String },
}

impl Error {
    /// Whether writing the index again is the way out; waiting and retrying is not.
    pub fn needs_rebuild(&self) -> bool {
        matches!(self, Error::Corrupt { .. } | Error::Version { .. } | Error::WrongKey { .. })
    }
}
