//! What can go wrong while models are fetched and made.

use std::path::PathBuf;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Shelf(#[from] onnx::Error),
    #[error("`{0}` is not installed; it fetches packages of its registry")]
    NoClient(&'static str),
    #[error("`{command}` failed: {told}")]
    Client { command: String, told: String },
    #[error("{package} is another file than the manifest names (sha256 {found} instead of {wanted})")]
    Package { package: String, wanted: String, found: String },
    #[error("no package has a member `{0}`")]
    NoMember(String),
    #[error("{path} is not a package that can be read")]
    Archive { path: PathBuf, source: std::io::Error },
    #[error("{url} cannot be fetched: {reason}")]
    Url { url: String, reason: String },
    #[error("there is no converter `{0}`")]
    NoConverter(String),
    #[error("{what}: {reason}")]
    Input { what: &'static str, reason: String },
    #[error("{path} cannot be written")]
    Write { path: PathBuf, source: std::io::Error },
    #[error("{model}: no source could give it\n{}", .tried.join("\n"))]
    NoSource { model: String, tried: Vec<String> },
}

/// The input of a converter is not what it says it converts.
pub(crate) fn wrong(what: &'static str, reason: impl ToString) -> Error {
    Error::Input { what, reason: reason.to_string() }
}
