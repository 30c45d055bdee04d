//! The few CBOR shapes that ops and row clocks are made of, read strictly and written in exactly one way.
//!
//! Reading never allocates by a length it was told and never recurses: a value is a scalar, a list has a known bound.

use std::convert::Infallible;

use domain::id::Id;
use domain::value::Value;
use minicbor::data::Type;
use minicbor::{Decoder, Encoder, decode, encode};

use crate::op::Malformed;

pub(crate) type Out = Encoder<Vec<u8>>;
pub(crate) type Written = Result<(), encode::Error<Infallible>>;

/// Collects what `write` writes.
pub(crate) fn to_bytes(capacity: usize, write: impl FnOnce(&mut Out) -> Written) -> Vec<u8> {
    let mut out = Encoder::new(Vec::with_capacity(capacity));
    write(&mut out).expect("a Vec takes every byte");
    out.into_writer()
}

pub(crate) fn write_value(out: &mut Out, value: &Value) -> Written {
    match value {
        Value::Null => out.null()?,
        Value::Bool(b) => out.bool(*b)?,
        Value::Int(i) => out.i64(*i)?,
        Value::Text(text) => out.str(text)?,
        Value::Bytes(bytes) => out.bytes(bytes)?,
    };
    Ok(())
}

/// Reads one item after another and says where the bytes stop making sense.
pub(crate) struct Input<'b> {
    decoder: Decoder<'b>,
    length: usize,
}

impl<'b> Input<'b> {
    pub fn new(bytes: &'b [u8]) -> Self {
        Input { decoder: Decoder::new(bytes), length: bytes.len() }
    }

    pub fn wrong(&self, expected: &'static str) -> Malformed {
        Malformed::Shape { at: self.decoder.position(), expected }
    }

    fn read<T>(&mut self, expected: &'static str, read: impl FnOnce(&mut Decoder<'b>) -> Result<T, decode::Error>) -> Result<T, Malformed> {
        let at = self.decoder.position();
        read(&mut self.decoder).map_err(|_| Malformed::Shape { at, expected })
    }

    /// A number of at most `i64::MAX`: what a signed column can hold.
    pub fn number(&mut self, expected: &'static str) -> Result<u64, Malformed> {
        let found = self.read(expected, Decoder::u64)?;
        if found > i64::MAX as u64 { Err(self.wrong(expected)) } else { Ok(found) }
    }

    pub fn small(&mut self, expected: &'static str) -> Result<u16, Malformed> {
        self.read(expected, Decoder::u16)
    }

    pub fn count(&mut self, expected: &'static str) -> Result<u32, Malformed> {
        self.read(expected, Decoder::u32)
    }

    pub fn mask(&mut self, expected: &'static str) -> Result<u64, Malformed> {
        self.read(expected, Decoder::u64)
    }

    pub fn signed(&mut self, expected: &'static str) -> Result<i64, Malformed> {
        self.read(expected, Decoder::i64)
    }

    pub fn flag(&mut self, expected: &'static str) -> Result<bool, Malformed> {
        self.read(expected, Decoder::bool)
    }

    pub fn text(&mut self, expected: &'static str) -> Result<String, Malformed> {
        self.read(expected, Decoder::str).map(str::to_owned)
    }

    pub fn text_or_null(&mut self, expected: &'static str) -> Result<Option<String>, Malformed> {
        if self.read(expected, |d| d.datatype())? == Type::Null {
            self.read(expected, Decoder::null)?;
            return Ok(None);
        }
        self.text(expected).map(Some)
    }

    pub fn id(&mut self, expected: &'static str) -> Result<Id, Malformed> {
        let bytes = self.read(expected, Decoder::bytes)?;
        bytes.try_into().map(Id).map_err(|_| self.wrong(expected))
    }

    pub fn bytes(&mut self, expected: &'static str, limit: usize) -> Result<Vec<u8>, Malformed> {
        let bytes = self.read(expected, Decoder::bytes)?;
        if bytes.len() > limit { Err(Malformed::Long { bytes: bytes.len() }) } else { Ok(bytes.to_vec()) }
    }

    pub fn digest(&mut self, expected: &'static str) -> Result<[u8; 32], Malformed> {
        let bytes = self.read(expected, Decoder::bytes)?;
        bytes.try_into().map_err(|_| self.wrong(expected))
    }

    /// Passes over one item, whatever it is.
    pub fn skip(&mut self, expected: &'static str) -> Result<(), Malformed> {
        self.read(expected, Decoder::skip)
    }

    pub fn value(&mut self, expected: &'static str) -> Result<Value, Malformed> {
        match self.read(expected, |d| d.datatype())? {
            Type::Null => self.read(expected, Decoder::null).map(|()| Value::Null),
            Type::Bool => self.flag(expected).map(Value::Bool),
            Type::String => self.text(expected).map(Value::Text),
            Type::Bytes => self.read(expected, Decoder::bytes).map(|b| Value::Bytes(b.to_vec())),
            _ => self.signed(expected).map(Value::Int),
        }
    }

    /// The number of pairs of a map.
    pub fn pairs(&mut self, expected: &'static str) -> Result<u64, Malformed> {
        self.read(expected, Decoder::map)?.ok_or(self.wrong(expected))
    }

    /// The number of items of a list.
    pub fn items(&mut self, expected: &'static str) -> Result<u64, Malformed> {
        self.read(expected, Decoder::array)?.ok_or(self.wrong(expected))
    }

    /// A list of at most `limit` items, each read by `item`.
    pub fn list<T>(
        &mut self,
        expected: &'static str,
        limit: usize,
        mut item: impl FnMut(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Vec<T>, Malformed> {
        let found = self.items(expected)?;
        if found > limit as u64 {
            return Err(Malformed::Many { found, limit });
        }
        (0..found).map(|_| item(self)).collect()
    }

    pub fn tuple(&mut self, length: u64, expected: &'static str) -> Result<(), Malformed> {
        if self.items(expected)? == length { Ok(()) } else { Err(self.wrong(expected)) }
    }

    /// Nothing may follow.
    pub fn end(self) -> Result<(), Malformed> {
        match self.length - self.decoder.position() {
            0 => Ok(()),
            bytes => Err(Malformed::Trailing { bytes }),
        }
    }
}
