//! The lines of a file for auditors: text that any tool shows and that a checker can be written for in an afternoon.
//!
//! `zhanggui-audit 1 whole|one HUB`, then `receipt`, `day` with its `head`s, `log` with its `op`s, and `end`. Numbers of devices
//! are 16 hexadecimal digits, bytes are hexadecimal, places in a log are decimal.

use std::fmt;
use std::str::FromStr;

use super::super::{Day, Proof, PublicKey, Receipt, Signed};
use crate::chain::{Chain, Digest, Head};
use crate::clock::DeviceId;

const FIRST: &str = "zhanggui-audit";
const VERSION: &str = "1";

/// What the file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Every device of the hub.
    Whole,
    /// One device, with a proof that its heads are in the days.
    One,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    Begin {
        extent: Extent,
        hub: PublicKey,
    },
    Receipt {
        receipt: Receipt,
        signed: Signed,
    },
    Day {
        day: Day,
        signed: Signed,
    },
    /// Where a log stood on the day above.
    Head {
        device: DeviceId,
        head: Head,
        proof: Option<Proof>,
    },
    /// The ops of this device follow, up to this head.
    Log {
        device: DeviceId,
        head: Head,
    },
    Op {
        seq: u64,
        digest: Digest,
        chain: Chain,
        bytes: Option<Vec<u8>>,
    },
    End,
}

/// The text is none of these lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadLine;

struct Hex<'b>(&'b [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    Hex(bytes).to_string()
}

/// None unless the text is lower-case hexadecimal digits, two for each byte.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

/// The same, for as many bytes as are wanted.
pub fn unhex_array<const N: usize>(text: &str) -> Option<[u8; N]> {
    unhex(text)?.try_into().ok()
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Record::Begin { extent, hub } => {
                let extent = if *extent == Extent::Whole { "whole" } else { "one" };
                write!(f, "{FIRST} {VERSION} {extent} {}", Hex(&hub.0))
            }
            Record::Receipt { receipt, signed } => write!(f, "receipt {} {}", Hex(&receipt.to_bytes()), Hex(&signed.0)),
            Record::Day { day, signed } => write!(f, "day {} {}", Hex(&day.to_bytes()), Hex(&signed.0)),
            Record::Head { device, head, proof: None } => write!(f, "head {device} {} {}", head.seq, head.chain),
            Record::Head { device, head, proof: Some(proof) } => write!(f, "head {device} {} {} {}", head.seq, head.chain, Hex(&proof.to_bytes())),
            Record::Log { device, head } => write!(f, "log {device} {} {}", head.seq, head.chain),
            Record::Op { seq, digest, chain, bytes: None } => write!(f, "op {seq} {} {chain}", Hex(digest)),
            Record::Op { seq, digest, chain, bytes: Some(bytes) } => write!(f, "op {seq} {} {chain} {}", Hex(digest), Hex(bytes)),
            Record::End => f.write_str("end"),
        }
    }
}

impl FromStr for Record {
    type Err = BadLine;

    fn from_str(line: &str) -> Result<Self, BadLine> {
        let words: Vec<&str> = line.split(' ').collect();
        let found = match words.as_slice() {
            [FIRST, VERSION, extent, hub] => begin(extent, hub),
            ["receipt", receipt, signed] => receipt_of(receipt, signed),
            ["day", day, signed] => day_of(day, signed),
            ["head", device, seq, chain] => head_of(device, seq, chain, None),
            ["head", device, seq, chain, proof] => unhex(proof).and_then(|proof| head_of(device, seq, chain, Some(Proof::from_bytes(&proof)?))),
            ["log", device, seq, chain] => log_of(device, seq, chain),
            ["op", seq, digest, chain] => op_of(seq, digest, chain, None),
            ["op", seq, digest, chain, bytes] => unhex(bytes).and_then(|bytes| op_of(seq, digest, chain, Some(bytes))),
            ["end"] => Some(Record::End),
            _ => None,
        };
        found.ok_or(BadLine)
    }
}

fn begin(extent: &str, hub: &str) -> Option<Record> {
    let extent = match extent {
        "whole" => Extent::Whole,
        "one" => Extent::One,
        _ => return None,
    };
    Some(Record::Begin { extent, hub: PublicKey(unhex_array(hub)?) })
}

fn receipt_of(receipt: &str, signed: &str) -> Option<Record> {
    Some(Record::Receipt { receipt: Receipt::from_bytes(&unhex(receipt)?)?, signed: Signed(unhex_array(signed)?) })
}

fn day_of(day: &str, signed: &str) -> Option<Record> {
    Some(Record::Day { day: Day::from_bytes(&unhex(day)?)?, signed: Signed(unhex_array(signed)?) })
}

fn place(device: &str, seq: &str, chain: &str) -> Option<(DeviceId, Head)> {
    let device = u64::from_be_bytes(unhex_array(device)?);
    Some((DeviceId(device), Head { seq: seq.parse().ok()?, chain: Chain(unhex_array(chain)?) }))
}

fn head_of(device: &str, seq: &str, chain: &str, proof: Option<Proof>) -> Option<Record> {
    place(device, seq, chain).map(|(device, head)| Record::Head { device, head, proof })
}

fn log_of(device: &str, seq: &str, chain: &str) -> Option<Record> {
    place(device, seq, chain).map(|(device, head)| Record::Log { device, head })
}

fn op_of(seq: &str, digest: &str, chain: &str, bytes: Option<Vec<u8>>) -> Option<Record> {
    Some(Record::Op { seq: seq.parse().ok()?, digest: unhex_array(digest)?, chain: Chain(unhex_array(chain)?), bytes })
}
