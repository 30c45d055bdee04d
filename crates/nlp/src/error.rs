//! What can go wrong while text is understood.

use std::path::PathBuf;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Model(#[from] onnx::Error),
    #[error("{path} is not a tokeniser that can be read: {reason}; fetch the model anew with `cargo xtask models`")]
    Tokeniser { path: PathBuf, reason: String },
    #[error("the text cannot be cut into tokens: {0}")]
    Tokens(String),
    #[error("the model gave {found} numbers where {wanted} were expected")]
    Output { wanted: usize, found: usize },
    #[error("the trained file of {name} cannot be used: {reason}; train it anew with `cargo run --release -p nlp --example train`")]
    Head { name: &'static str, reason: String },
    #[error("{path} cannot be read: {source}")]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{path}, line {line}: {reason}")]
    Line { path: PathBuf, line: usize, reason: String },
    #[error("nothing can be learnt from these examples: {0}")]
    Examples(String),
}

impl Error {
    /// Whether installing a model would help.
    pub fn is_missing(&self) -> bool {
        matches!(self, Error::Model(error) if error.is_missing())
    }
}
