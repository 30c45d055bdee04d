//! Models on the device: what there should be (manifest), what there is (shelf), and running it (sessions of ONNX Runtime).
//!
//! Everything that thinks goes through here, so that one place knows what is loaded, what it costs, how many threads it may
//! take, and how to say what is missing. It knows tensors and files; it never knows what a sentence or a sound is, never
//! fetches anything, and never runs a file whose hash is not the manifest's.

mod aside;
pub mod bench;
mod cancel;
mod error;
mod manifest;
pub mod memory;
mod reports;
mod runtime;
mod session;
mod shelf;
mod signature;
mod tensor;

pub use aside::Aside;
pub use cancel::Cancel;
pub use error::{Error, Result};
pub use manifest::{File, Kind, Make, Manifest, Model, Package, Source};
pub use reports::forbid_reports;
pub use runtime::{Budget, Chosen, Held, Runtime};
pub use session::{Outputs, Session};
pub use shelf::{Fetching, Found, Shelf, State, sha256_of};
pub use signature::Signature;
pub use tensor::Tensor;
