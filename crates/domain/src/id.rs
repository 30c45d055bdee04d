//! Identity of every record: a UUIDv7 made on the device that first writes it.
//!
//! Ids sort by creation time, which keeps B-trees append-only, and never need the hub.
//! This module never reads a clock or a random source: both are arguments.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::time::Millis;

/// A 128-bit UUID, shown in the hyphenated lower-case form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(into = "String", try_from = "String")]
#[ts(type = "string")]
pub struct Id(pub [u8; 16]);

impl Id {
    /// Builds a version-7 UUID from milliseconds since 1970 and ten random bytes.
    pub fn v7(now: Millis, random: [u8; 10]) -> Self {
        let mut bytes = [0u8; 16];
        bytes[..6].copy_from_slice(&now.max(0).to_be_bytes()[2..]);
        bytes[6..].copy_from_slice(&random);
        bytes[6] = (bytes[6] & 0x0f) | 0x70;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Id(bytes)
    }

    /// A fixed id for records that every installation seeds alike (built-in roles, the standard calendar).
    /// `kind` and `number` are the same everywhere, so two devices that seed make one record.
    pub const fn seed(kind: u8, number: u8) -> Self {
        Id([0, 0, 0, 0, 0, kind, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number])
    }

    /// Whether it is one of those.
    pub const fn is_seed(&self) -> bool {
        matches!(self.0, [0, 0, 0, 0, 0, _, 0x70, 0, 0x80, ..])
    }

    /// Milliseconds since 1970 that the id was made at.
    pub fn made_at(&self) -> Millis {
        let mut wide = [0u8; 8];
        wide[2..].copy_from_slice(&self.0[..6]);
        Millis::from_be_bytes(wide)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The text was not a UUID of 32 hexadecimal digits.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not an id: expected 32 hexadecimal digits, with or without hyphens")]
pub struct BadId(String);

impl FromStr for Id {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let bad = || BadId(text.chars().take(64).collect());
        let digits: Vec<u8> = text.bytes().filter(|b| *b != b'-').collect();
        if digits.len() != 32 {
            return Err(bad());
        }
        let mut bytes = [0u8; 16];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| bad())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| bad())?;
        }
        Ok(Id(bytes))
    }
}

impl TryFrom<String> for Id {
    type Error = BadId;
    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

impl From<Id> for String {
    fn from(id: Id) -> String {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_when_it_was_made_and_survives_its_text() {
        let id = Id::v7(1_700_000_000_123, [0xff; 10]);
        assert_eq!(id.made_at(), 1_700_000_000_123);
        assert_eq!(id.to_string().parse::<Id>().expect("an id's own text"), id);
        assert_eq!(&id.to_string()[14..15], "7");
    }

    #[test]
    fn ids_made_later_sort_later() {
        assert!(Id::v7(5, [0xff; 10]) < Id::v7(6, [0; 10]));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "1", "zz000000-0000-7000-8000-000000000000", "好好好好好好好好好好好"] {
            assert!(text.parse::<Id>().is_err(), "{text}");
        }
    }
}
