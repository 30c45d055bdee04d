//! A head as bytes: a header with name and version, numbers in little-endian order, and a checksum over all before it.
//!
//! These bytes are compiled into the program, so damage means a broken build or a wrong file; either way it is told by name.

use super::Scale;
use super::dense::Kernel;
use super::head::{Head, Seen};
use super::linear::Linear;
use crate::{Error, Result};

const MAGIC: &[u8; 8] = b"zg-head\0";
/// Raised whenever features, hashing or layout change.
const VERSION: u32 = 1;
const CHECK: usize = 32;

impl Head {
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer(MAGIC.to_vec());
        out.number(VERSION);
        out.float(self.threshold);
        [&self.full, &self.plain].into_iter().for_each(|scale| out.scale(scale));
        out.small(self.linear.scale);
        out.small(self.linear.bias);
        out.bytes(&self.linear.weights);
        out.small(self.kernel.gamma);
        out.number(self.kernel.width as u32);
        out.bytes(&self.kernel.landmarks);
        out.floats(&self.kernel.scales);
        out.floats(&self.kernel.weights);
        let fingerprints = self.seen.fingerprints();
        out.number(fingerprints.len() as u32);
        fingerprints.into_iter().for_each(|print| out.number(print));
        let check = blake3::hash(&out.0);
        out.0.extend_from_slice(check.as_bytes());
        out.0
    }

    /// `name` is told in errors.
    ///
    /// # Errors
    /// `Head` when the bytes are not a head, of another version, or damaged.
    pub fn from_bytes(name: &'static str, bytes: &[u8]) -> Result<Head> {
        let wrong = |reason: &str| Error::Head { name, reason: reason.to_owned() };
        let body = bytes.len().checked_sub(CHECK).map(|end| &bytes[..end]).ok_or_else(|| wrong("it is too short"))?;
        let rest = body.strip_prefix(MAGIC).ok_or_else(|| wrong("it does not begin like one"))?;
        let mut reader = Reader(rest);
        let version = reader.number().ok_or_else(|| wrong("it is cut off"))?;
        if version != VERSION {
            return Err(wrong(&format!("it is of version {version} and this program reads {VERSION}")));
        }
        if blake3::hash(body).as_bytes() != &bytes[body.len()..] {
            return Err(wrong("its checksum is wrong"));
        }
        reader.head().ok_or_else(|| wrong("its parts do not fit together"))
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, number: u32) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    fn small(&mut self, number: f32) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    fn float(&mut self, number: f64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    fn bytes(&mut self, bytes: &[i8]) {
        self.number(bytes.len() as u32);
        self.0.extend(bytes.iter().map(|&byte| byte as u8));
    }

    fn floats(&mut self, floats: &[f32]) {
        self.number(floats.len() as u32);
        floats.iter().for_each(|&float| self.small(float));
    }

    fn scale(&mut self, scale: &Scale) {
        self.float(scale.bias);
        self.number(scale.weights.len() as u32);
        scale.weights.iter().for_each(|&weight| self.float(weight));
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn head(&mut self) -> Option<Head> {
        let threshold = self.float()?;
        let (full, plain) = (self.scale()?, self.scale()?);
        let linear = Linear { scale: self.small()?, bias: self.small()?, weights: self.bytes()? };
        let (gamma, width) = (self.small()?, self.number()? as usize);
        let kernel = Kernel { gamma, width, landmarks: self.bytes()?, scales: self.floats()?, weights: self.floats()? };
        let seen = self.list(Reader::number)?;
        let rows = kernel.scales.len();
        let fits = kernel.weights.len() == rows && kernel.landmarks.len() == rows * width && self.0.is_empty();
        fits.then(|| Head { linear, kernel, full, plain, threshold, seen: Seen::of_fingerprints(seen) })
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    fn number(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn small(&mut self) -> Option<f32> {
        self.take().map(f32::from_le_bytes)
    }

    fn float(&mut self) -> Option<f64> {
        self.take().map(f64::from_le_bytes)
    }

    fn bytes(&mut self) -> Option<Vec<i8>> {
        let length = self.number()? as usize;
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken.iter().map(|&byte| byte as i8).collect())
    }

    fn floats(&mut self) -> Option<Vec<f32>> {
        self.list(Reader::small)
    }

    fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.number()?;
        (0..length).map(|_| one(self)).collect()
    }

    fn scale(&mut self) -> Option<Scale> {
        let bias = self.float()?;
        Some(Scale { bias, weights: self.list(Reader::float)? })
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn some_head() -> Head {
        Head {
            linear: Linear { scale: 0.5, bias: -0.25, weights: vec![1, -2, 3] },
            kernel: Kernel { gamma: 2.0, width: 2, landmarks: vec![1, 2, 3, 4], scales: vec![0.1, 0.2], weights: vec![1.0, -1.0] },
            full: Scale { weights: vec![1.0, 2.0], bias: 0.5 },
            plain: Scale { weights: vec![3.0], bias: -0.5 },
            threshold: 0.6,
            seen: Seen::of(["一", "二"]),
        }
    }

    fn check(change: impl FnOnce(&mut Vec<u8>), wanted: Expect) {
        let mut bytes = some_head().to_bytes();
        change(&mut bytes);
        wanted.assert_eq(&Head::from_bytes("abuse", &bytes).map_or_else(|error| error.to_string(), |_| "read".to_owned()));
    }

    #[test]
    fn what_was_written_is_read() {
        assert_eq!(Head::from_bytes("abuse", &some_head().to_bytes()).unwrap(), some_head());
    }

    #[test]
    fn damage_is_told_by_name() {
        check(
            |bytes| bytes.truncate(3),
            expect!["the trained file of abuse cannot be used: it is too short; train it anew with `cargo run --release -p nlp --example train`"],
        );
        check(
            |bytes| bytes[0] = b'x',
            expect![
                "the trained file of abuse cannot be used: it does not begin like one; train it anew with `cargo run --release -p nlp --example train`"
            ],
        );
        check(
            |bytes| bytes[8] = 9,
            expect![
                "the trained file of abuse cannot be used: it is of version 9 and this program reads 1; train it anew with `cargo run --release -p nlp --example train`"
            ],
        );
        check(
            |bytes| bytes[40] ^= 1,
            expect![
                "the trained file of abuse cannot be used: its checksum is wrong; train it anew with `cargo run --release -p nlp --example train`"
            ],
        );
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), cut in 0_usize..300) {
            prop_assert!(Head::from_bytes("any", &bytes).is_err());
            let mut whole = some_head().to_bytes();
            whole.truncate(cut.min(whole.len() - 1));
            prop_assert!(Head::from_bytes("cut", &whole).is_err());
        }
    }
}
