//! The meaning of short texts as vectors: near vectors, near meaning, across Chinese and English.
//!
//! Vectors are of length one, so their inner product is their cosine. They are kept by the text's hash until the model idles, up to a
//! bound: the same question is asked again and again. It never decides what is near enough.

mod unigram;

use std::collections::HashMap;
use std::num::NonZero;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;
use onnx::{Aside, Cancel, Chosen, Kind, Runtime, Session, Tensor};
use unigram::Tokeniser;

use crate::{Error, Result};

/// Texts of one run; more gain nothing on a few cores and hold the session longer.
const BATCH: usize = 32;
/// Tokens of one text that are read; the encoder averages, and the tail of a page says little that its head does not.
const TOKENS_MAX: usize = 256;
/// Characters that can fill `TOKENS_MAX`, so that a megabyte of text is not cut into tokens for nothing.
const CHARACTERS_MAX: usize = 2_000;
/// 8,192 vectors of 512 numbers are 16 MB.
const KEPT: usize = 8_192;

/// One multilingual sentence encoder. Clones share it.
#[derive(Clone)]
pub struct Embedder(Arc<Shared>);

struct Shared {
    model: Chosen,
    session: Session,
    tokeniser: Aside<Tokeniser>,
    kept: Aside<Known>,
}

/// Vectors by the hash of their text.
type Known = Mutex<LruCache<[u8; 32], Vector>>;

/// A vector of length one.
pub type Vector = Arc<[f32]>;

impl Embedder {
    /// The installed encoder. Nothing is loaded until the first text.
    ///
    /// # Errors
    /// `Model` says what is missing or damaged.
    pub fn new(runtime: &Runtime) -> Result<Embedder> {
        let model = runtime.of_kind(Kind::Embedding)?;
        let session = model.session("model.onnx")?;
        Ok(Embedder(Arc::new(Shared { model, session, tokeniser: Aside::new(runtime), kept: Aside::new(runtime) })))
    }

    /// Names the weights: vectors of different models must never be compared.
    pub fn hash(&self) -> &str {
        self.0.model.hash()
    }

    /// Loads tokeniser and weights now rather than under the first text.
    ///
    /// # Errors
    /// What loading says.
    pub fn warm(&self) -> Result<()> {
        self.both().map(drop)
    }

    /// The tokeniser, and the weights loaded. Where both are missing they are loaded side by side: someone may be waiting.
    fn both(&self) -> Result<Arc<Tokeniser>> {
        if self.0.session.is_loaded() {
            return self.tokeniser();
        }
        std::thread::scope(|scope| {
            let weights = scope.spawn(|| self.0.session.warm());
            let tokeniser = self.tokeniser();
            // What a thread that panicked would have loaded, the run loads.
            weights.join().unwrap_or(Ok(()))?;
            tokeniser
        })
    }

    /// # Errors
    /// What loading or running the model says.
    pub fn one(&self, text: &str) -> Result<Vector> {
        let mut vectors = self.embed(&[text], &Cancel::new())?;
        vectors.pop().ok_or(Error::Output { wanted: 1, found: 0 })
    }

    /// A vector per text, in their order. Equal texts are run once.
    ///
    /// # Errors
    /// What loading or running the model says; `Cancelled` between two batches.
    pub fn embed(&self, texts: &[&str], cancel: &Cancel) -> Result<Vec<Vector>> {
        let keys: Vec<[u8; 32]> = texts.iter().map(|text| *blake3::hash(text.as_bytes()).as_bytes()).collect();
        let mut known: HashMap<[u8; 32], Vector> = HashMap::new();
        let mut wanted: Vec<(usize, [u8; 32])> = Vec::new();
        let kept = self.kept()?;
        for (at, key) in keys.iter().enumerate() {
            if known.contains_key(key) || wanted.iter().any(|(_, other)| other == key) {
                continue;
            }
            match locked(&kept).get(key) {
                Some(vector) => drop(known.insert(*key, Arc::clone(vector))),
                None => wanted.push((at, *key)),
            }
        }
        for batch in wanted.chunks(BATCH) {
            let words: Vec<&str> = batch.iter().map(|(at, _)| texts[*at]).collect();
            for ((_, key), vector) in batch.iter().zip(self.run(&words, cancel)?) {
                locked(&kept).put(*key, Arc::clone(&vector));
                known.insert(*key, vector);
            }
        }
        keys.iter().map(|key| known.get(key).cloned().ok_or(Error::Output { wanted: texts.len(), found: known.len() })).collect()
    }

    fn run(&self, texts: &[&str], cancel: &Cancel) -> Result<Vec<Vector>> {
        let (mut ids, mut splits) = (Vec::new(), vec![0_i64]);
        let tokeniser = self.both()?;
        for text in texts {
            ids.extend(tokens(&tokeniser, text)?);
            splits.push(ids.len() as i64);
        }
        let inputs = vec![("ids", Tensor::i32(&[ids.len()], ids)?), ("splits", Tensor::i64(&[splits.len()], splits)?)];
        // One text is a question that someone waits for; many are pages, whose room is given back.
        let session = if texts.len() > 1 { self.0.session.clone().lean() } else { self.0.session.clone() };
        let output = session.run(inputs, cancel)?.first()?;
        let (_, numbers) = output.floats()?;
        let width = numbers.len() / texts.len().max(1);
        if width == 0 || numbers.len() != width * texts.len() {
            return Err(Error::Output { wanted: texts.len(), found: numbers.len() });
        }
        Ok(numbers.chunks(width).map(of_length_one).collect())
    }

    fn tokeniser(&self) -> Result<Arc<Tokeniser>> {
        self.0.tokeniser.get(|| unigram::open(&self.0.model.file("tokenizer.json")?))
    }

    fn kept(&self) -> Result<Arc<Known>> {
        self.0.kept.get(|| Ok(Mutex::new(LruCache::new(NonZero::new(KEPT).unwrap_or(NonZero::<usize>::MIN)))))
    }
}

fn locked(known: &Known) -> MutexGuard<'_, LruCache<[u8; 32], Vector>> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

fn tokens(tokeniser: &Tokeniser, text: &str) -> Result<Vec<i32>> {
    let head = text.char_indices().nth(CHARACTERS_MAX).map_or(text, |(end, _)| &text[..end]);
    let encoding = tokeniser.encode_fast(head, true).map_err(|error| Error::Tokens(error.to_string()))?;
    let mut ids: Vec<i32> = encoding.get_ids().iter().map(|&id| id as i32).collect();
    if let Some(&end) = ids.last().filter(|_| ids.len() > TOKENS_MAX) {
        ids.truncate(TOKENS_MAX - 1);
        ids.push(end);
    }
    Ok(ids)
}

/// Numbers that are none, or all zero, become a vector that is near nothing.
fn of_length_one(numbers: &[f32]) -> Vector {
    let length = numbers.iter().map(|number| number * number).sum::<f32>().sqrt();
    if length.is_finite() && length > 0.0 { numbers.iter().map(|number| number / length).collect() } else { vec![0.0; numbers.len()].into() }
}
