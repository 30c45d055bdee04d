//! Small classifiers over n-grams and sentence vectors, with what they need to be honest: calibration, an error estimate, a file
//! format that notices damage.
//!
//! A `Head` answers one yes-or-no question. It has two members, a linear one over hashed n-grams and a kernel one over the sentence
//! vector, and two calibrations: for both members, and for n-grams alone on a machine without the sentence model. Heads are trained
//! by `train`, kept as one file each and never change while the program runs.

pub mod calibrate;
pub mod dense;
mod file;
mod head;
pub mod linear;
pub mod random;
pub mod solve;

pub use calibrate::Scale;
pub use head::{Head, Seen};

use serde::{Deserialize, Serialize};

/// What an answer stands on: says whether the sentence model took part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// N-grams and the sentence vector.
    Full,
    /// N-grams alone: the sentence model is not installed.
    Grams,
}

/// One text as the classifiers see it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Doc {
    /// Hashed n-grams and their counts, by rising hash.
    pub grams: Vec<(u32, f32)>,
    /// The sentence vector, of length one; none when the model is not installed.
    pub vector: Option<Vec<f32>>,
}

impl Doc {
    pub fn new(text: &str, vector: Option<&[f32]>) -> Doc {
        let vector = vector.filter(|vector| vector.iter().all(|number| number.is_finite())).map(<[f32]>::to_vec);
        Doc { grams: crate::grams::grams(text), vector }
    }

    /// The same text on a machine without the sentence model.
    pub fn without_vector(&self) -> Doc {
        Doc { grams: self.grams.clone(), vector: None }
    }
}

/// Docs of many texts, embedded together when an embedder is there.
///
/// # Errors
/// What the sentence model says; without one nothing can fail.
pub fn docs<T: AsRef<str>>(texts: &[T], embedder: Option<&crate::Embedder>) -> crate::Result<Vec<Doc>> {
    let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    let Some(embedder) = embedder else { return Ok(texts.iter().map(|text| Doc::new(text, None)).collect()) };
    let vectors = embedder.embed(&texts, &onnx::Cancel::new())?;
    Ok(texts.iter().zip(&vectors).map(|(text, vector)| Doc::new(text, Some(vector))).collect())
}

/// Reads a head that is compiled in, once.
pub(crate) fn once(cell: &'static std::sync::OnceLock<Head>, name: &'static str, bytes: &[u8]) -> crate::Result<&'static Head> {
    if let Some(head) = cell.get() {
        return Ok(head);
    }
    let head = Head::from_bytes(name, bytes)?;
    Ok(cell.get_or_init(|| head))
}
