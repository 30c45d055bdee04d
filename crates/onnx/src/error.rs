//! What can go wrong with models, each with the way out.

use std::path::PathBuf;

use crate::Kind;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no model for {0} is installed; fetch it with `cargo xtask models`, or put it on the shelf {1}")]
    Missing(Kind, PathBuf),
    #[error("the model `{0}` is not in the manifest")]
    Unknown(String),
    #[error("ONNX Runtime is not installed: {0} is not there; fetch it with `cargo xtask models`")]
    NoLibrary(PathBuf),
    #[error("{path} is not a library of ONNX Runtime that this program can use ({reason}); fetch it anew with `cargo xtask models`")]
    Library { path: PathBuf, reason: String },
    #[error("this program has no ONNX Runtime for {0}")]
    Platform(String),
    #[error("{path} is not there; fetch the model anew with `cargo xtask models`")]
    NoFile { path: PathBuf },
    #[error("{path} has {found} bytes instead of {wanted}: it was cut off or is another file; fetch it anew with `cargo xtask models`")]
    Size { path: PathBuf, wanted: u64, found: u64 },
    #[error("{path} is another file than the manifest names (sha256 {found} instead of {wanted}); fetch it anew with `cargo xtask models`")]
    Hash { path: PathBuf, wanted: String, found: String },
    #[error("{file}: {name} is {found} where the manifest says {wanted}; this model cannot do the work of its kind")]
    Signature { file: String, name: String, wanted: String, found: String },
    #[error("{name} needs {needed_mb} MB and models may take {budget_mb} MB on this machine")]
    Memory { name: String, needed_mb: u64, budget_mb: u64 },
    #[error("{path}: {reason}")]
    Manifest { path: PathBuf, reason: String },
    #[error("{path} cannot be read")]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{path} cannot be loaded")]
    Load { path: PathBuf, source: ort::Error },
    #[error("the model stopped while it ran")]
    Run(#[source] ort::Error),
    #[error("a tensor does not have the shape or type that was asked for")]
    Tensor(#[source] ort::Error),
    #[error("a shape of {wanted} numbers was given {found}")]
    Shape { wanted: usize, found: usize },
    #[error("a tensor holds another kind of numbers")]
    Kind,
    #[error("the model gave no `{0}`")]
    NoOutput(String),
    #[error("stopped")]
    Cancelled,
}

impl Error {
    /// Whether installing models would help: the features that need them then say what is missing instead of failing.
    pub fn is_missing(&self) -> bool {
        matches!(self, Error::Missing(..) | Error::NoLibrary(_) | Error::NoFile { .. } | Error::Platform(_))
    }
}
