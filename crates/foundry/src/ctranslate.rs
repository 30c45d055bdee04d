//! CTranslate2's model file: a version, a name, tensors by name, and names that stand for another.

use std::collections::HashMap;

use half::f16;

use crate::Result;
use crate::error::wrong;
use crate::graph::Matrix;

const WHAT: &str = "CTranslate2 file";

/// The tensors of a file, still as its bytes.
pub struct Weights<'a>(HashMap<String, Stored<'a>>);

#[derive(Clone)]
struct Stored<'a> {
    dims: Vec<usize>,
    /// 0 f32, 1 i8, 2 i16, 3 i32, 4 f16.
    kind: u8,
    bytes: &'a [u8],
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or_else(|| wrong(WHAT, "it was cut off"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self, bytes: usize) -> Result<usize> {
        Ok(self.take(bytes)?.iter().rev().fold(0, |number, &byte| number << 8 | usize::from(byte)))
    }

    /// A length, and as many bytes with a zero at the end.
    fn text(&mut self) -> Result<String> {
        let length = self.number(2)?;
        let text = String::from_utf8_lossy(self.take(length)?).into_owned();
        Ok(text.trim_end_matches('\0').to_owned())
    }

    fn tensor(&mut self) -> Result<Stored<'a>> {
        let rank = self.number(1)?;
        let dims = (0..rank).map(|_| self.number(4)).collect::<Result<Vec<_>>>()?;
        let kind = self.number(1)? as u8;
        let length = self.number(4)?;
        Ok(Stored { dims, kind, bytes: self.take(length)? })
    }
}

impl<'a> Weights<'a> {
    pub fn read(bytes: &'a [u8]) -> Result<Weights<'a>> {
        let mut reader = Reader(bytes);
        let (_version, _name, _revision) = (reader.number(4)?, reader.text()?, reader.number(4)?);
        let mut tensors = HashMap::new();
        for _ in 0..reader.number(4)? {
            tensors.insert(reader.text()?, reader.tensor()?);
        }
        for _ in 0..reader.number(4)? {
            let (alias, name) = (reader.text()?, reader.text()?);
            if let Some(tensor) = tensors.get(&name).cloned() {
                tensors.insert(alias, tensor);
            }
        }
        Ok(Weights(tensors))
    }

    /// How many layers a side has.
    pub fn layers(&self, side: &str) -> usize {
        let there = |at: &usize| self.0.contains_key(&format!("{side}/layer_{at}/ffn/linear_0/weight"));
        (0..).take_while(there).count()
    }

    pub fn floats(&self, name: &str) -> Result<(Vec<usize>, Vec<f32>)> {
        let stored = self.0.get(name).ok_or_else(|| wrong(WHAT, format!("it has no {name}")))?;
        let data: Vec<f32> = match stored.kind {
            0 => stored.bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect(),
            4 => stored.bytes.as_chunks::<2>().0.iter().map(|bytes| f16::from_le_bytes(*bytes).to_f32()).collect(),
            other => return Err(wrong(WHAT, format!("{name} is of the type {other}, which is not read here"))),
        };
        if data.len() != stored.dims.iter().product::<usize>() {
            return Err(wrong(WHAT, format!("{name} does not have as many numbers as it says")));
        }
        Ok((stored.dims.clone(), data))
    }

    pub fn optional(&self, name: &str) -> Result<Option<Vec<f32>>> {
        if self.0.contains_key(name) { Ok(Some(self.floats(name)?.1)) } else { Ok(None) }
    }

    pub fn matrix(&self, name: &str) -> Result<Matrix> {
        let (dims, data) = self.floats(name)?;
        let [rows, columns] = dims[..] else { return Err(wrong(WHAT, format!("{name} is not a matrix"))) };
        Ok(Matrix { rows, columns, data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(length: u8) -> Vec<u8> {
        let mut bytes = vec![6, 0, 0, 0, 2, 0, b'w', 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, b'a', 0, 2, 1, 0, 0, 0, 2, 0, 0, 0, 0, length, 0, 0, 0];
        bytes.extend([1.0_f32, -2.0].iter().flat_map(|number| number.to_le_bytes()));
        bytes.extend([1, 0, 0, 0, 2, 0, b'b', 0, 2, 0, b'a', 0]);
        bytes
    }

    #[test]
    fn tensors_are_read_by_name_and_by_other_name() {
        let bytes = file(8);
        let weights = Weights::read(&bytes).expect("it reads");
        let matrix = weights.matrix("b").expect("a matrix");
        assert_eq!((matrix.rows, matrix.columns, matrix.data), (1, 2, vec![1.0, -2.0]));
        assert_eq!(weights.optional("c").expect("none"), None);
    }

    #[test]
    fn a_file_that_was_cut_off_says_so() {
        let told = |bytes: &[u8]| Weights::read(bytes).err().map(|error| error.to_string());
        assert_eq!(told(&file(8)[..40]), Some("CTranslate2 file: it was cut off".to_owned()));
        assert_eq!(told(&file(255)), Some("CTranslate2 file: it was cut off".to_owned()));
        assert_eq!(told(b""), Some("CTranslate2 file: it was cut off".to_owned()));
    }
}
