//! The two networks: sound to keys and values, and tokens to the next token's probabilities.

use onnx::{Cancel, Kind, Runtime, Session, Tensor};

use crate::audio::RATE;
use crate::mel::{BANDS, HOP, log_mel};
use crate::{Error, Result};

const LAYERS: usize = 6;
const HEADS: usize = 8;
const WIDTH: usize = 64;
/// 30 s, what the encoder has places for.
pub const LONGEST_FRAMES: usize = 3_000;
/// Silence kept behind the sound: without it the last word is lost.
const TAIL_FRAMES: usize = 150;

#[derive(Clone)]
pub struct Model {
    encoder: Session,
    decoder: Session,
}

/// The sound as the decoder attends to it. Clones share it.
#[derive(Clone)]
pub struct Heard(Vec<(String, Tensor)>);

/// What the decoder remembers of the tokens so far, one row for each text.
#[derive(Clone)]
pub struct Memory {
    sound: Heard,
    past: Vec<(String, Tensor)>,
    pub rows: usize,
}

/// Logits: `rows` x `kept` x vocabulary.
pub struct Logits {
    tensor: Tensor,
    pub vocabulary: usize,
}

impl Logits {
    /// The row of one text at one of the kept places.
    pub fn row(&self, text: usize, place: usize, kept: usize) -> Result<&[f32]> {
        let (_, data) = self.tensor.floats()?;
        let at = (text * kept + place) * self.vocabulary;
        data.get(at..at + self.vocabulary).ok_or_else(|| model_wrong("it gave too few logits"))
    }
}

impl Model {
    /// # Errors
    /// What `onnx` says when the model is missing or damaged.
    pub fn new(runtime: &Runtime) -> Result<(Model, std::path::PathBuf)> {
        let chosen = runtime.of_kind(Kind::SpeechToText)?;
        let model = Model { encoder: chosen.session("encoder.onnx")?.lean(), decoder: chosen.session("decoder.onnx")? };
        Ok((model, chosen.file("tokenizer.json")?))
    }

    /// Hears at most 30 s, with at least so many seconds of window.
    ///
    /// # Errors
    /// `Model` when stopped.
    pub fn hear(&self, samples: &[f32], window: usize, cancel: &Cancel) -> Result<Heard> {
        let least = window * RATE as usize / HOP;
        let frames = (samples.len().div_ceil(HOP) + TAIL_FRAMES).max(least).min(LONGEST_FRAMES).next_multiple_of(2);
        let mel = Tensor::f32(&[1, BANDS, frames], log_mel(samples, frames))?;
        let mut out = self.encoder.run(vec![("mel", mel)], cancel)?;
        let mut taken = Vec::with_capacity(2 * LAYERS);
        for layer in 0..LAYERS {
            for part in ["cross_k", "cross_v"] {
                let name = format!("{part}_{layer}");
                let tensor = out.take(&name)?;
                taken.push((name, tensor));
            }
        }
        Ok(Heard(taken))
    }

    /// An empty memory before a sound.
    ///
    /// # Errors
    /// Never in fact: the shapes are right.
    pub fn begin(&self, sound: &Heard) -> Result<Memory> {
        let mut past = Vec::with_capacity(2 * LAYERS);
        for layer in 0..LAYERS {
            for part in ["past_k", "past_v"] {
                past.push((format!("{part}_{layer}"), Tensor::f32(&[1, HEADS, 0, WIDTH], Vec::new())?));
            }
        }
        Ok(Memory { sound: sound.clone(), past, rows: 1 })
    }

    /// Takes the next tokens of every text (`texts` x equal lengths). `order` names for each text the row of the memory that it
    /// goes on from. Gives logits behind the last `keep` tokens.
    ///
    /// # Errors
    /// `Model` when stopped or when the model refuses.
    pub fn step(&self, memory: &mut Memory, texts: &[Vec<u32>], order: &[usize], keep: usize, cancel: &Cancel) -> Result<Logits> {
        let (rows, long) = (texts.len(), texts.first().map_or(0, Vec::len));
        let tokens: Vec<i64> = texts.iter().flatten().map(|token| i64::from(*token)).collect();
        let mut given: Vec<(&str, Tensor)> = vec![
            ("tokens", Tensor::i64(&[rows, long], tokens)?),
            ("keep", Tensor::i64(&[1], vec![keep as i64])?),
            ("order", Tensor::i64(&[rows], order.iter().map(|row| *row as i64).collect())?),
        ];
        let fed = memory.sound.0.iter().chain(&memory.past);
        given.extend(fed.map(|(name, tensor)| (name.as_str(), tensor.clone())));
        let mut out = self.decoder.run(given, cancel)?;
        for (name, tensor) in &mut memory.past {
            *tensor = out.take(&name.replace("past", "new"))?;
        }
        memory.rows = rows;
        let tensor = out.take("logits")?;
        let vocabulary = tensor.floats()?.0.last().map_or(0, |size| *size as usize);
        if vocabulary == 0 { Err(model_wrong("its vocabulary is empty")) } else { Ok(Logits { tensor, vocabulary }) }
    }
}

fn model_wrong(what: &str) -> Error {
    Error::SideFile { file: "decoder.onnx".to_owned(), what: what.to_owned() }
}

/// The logarithm of the sum of exponentials. Two passes that the compiler can make wide: this runs over 51,865 numbers a token.
pub fn log_sum_exp(row: &[f32]) -> f32 {
    let top = row.iter().copied().fold(f32::MIN, f32::max);
    let mut sums = [0.0f32; 16];
    let mut parts = row.chunks_exact(16);
    for part in &mut parts {
        for (sum, value) in sums.iter_mut().zip(part) {
            *sum += quick_exp(value - top);
        }
    }
    let rest: f32 = parts.remainder().iter().map(|value| quick_exp(value - top)).sum();
    top + (sums.iter().sum::<f32>() + rest).ln()
}

/// e^x for x <= 0 to five digits: the power of two by its bits, the rest by a polynomial.
fn quick_exp(x: f32) -> f32 {
    let y = x.max(-80.0) * std::f32::consts::LOG2_E;
    let whole = (y + 0.5).floor();
    let f = (y - whole) * std::f32::consts::LN_2;
    let fraction = 1.0 + f * (1.0 + f * (0.5 + f * (1.0 / 6.0 + f * (1.0 / 24.0 + f / 120.0))));
    fraction * f32::from_bits(((whole as i32 + 127) as u32) << 23)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_quick_sum_is_the_slow_one(row in proptest::collection::vec(-60.0f32..40.0, 1..200)) {
            let top = row.iter().copied().fold(f32::MIN, f32::max);
            let slow = f64::from(top) + row.iter().map(|value| f64::from(value - top).exp()).sum::<f64>().ln();
            prop_assert!((f64::from(log_sum_exp(&row)) - slow).abs() < 1e-3);
        }
    }
}
