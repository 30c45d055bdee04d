//! The bytes of what a hub's database keeps and does not look into: facts, cursors, twins of a line, reasons.
//!
//! They stand in columns for years, so they are as strict as ops: one form each, and whatever else is found is refused and
//! never guessed at. What a database must sort or select by (sequences, scopes, states) is a column of its own and not here.

use std::collections::BTreeMap;

use domain::scope::Scope;
use domain::value::Value;

use crate::clock::{DeviceId, Dot, Hlc, Stamp};
use crate::codec::{Input, Out, Written, to_bytes, write_value};
use crate::exchange::{Cursor, Reason};
use crate::op::Malformed;

/// What is remembered of a record, by field.
pub type Facts = BTreeMap<u16, (Value, Stamp)>;

/// Scopes that one line may stand in at once; a bound so that damaged bytes end.
const MAX_ALSO: usize = 1 << 12;
/// Facts of one record, far more than a noun has.
const MAX_FACTS: u64 = 1 << 10;

const C_WALK: u16 = 0;
const C_LOG: u16 = 1;
const C_LEAVING: u16 = 2;

const R_HEAD_OFFICE: u16 = 1;
const R_NOT_YOURS: u16 = 2;
const R_CLAIMED: u16 = 3;
const R_KEPT: u16 = 4;

/// `{field: [value, hlc, device, seq]}`, fields in order.
pub fn encode_facts(facts: &Facts) -> Vec<u8> {
    to_bytes(48 * facts.len() + 1, |out| {
        out.map(facts.len() as u64)?;
        facts.iter().try_for_each(|(field, (value, stamp))| {
            out.u16(*field)?.array(4)?;
            write_value(out, value)?;
            out.u64(stamp.hlc.0)?.u64(stamp.device.0)?.u64(stamp.seq).map(|_| ())
        })
    })
}

pub fn decode_facts(bytes: &[u8]) -> Result<Facts, Malformed> {
    let facts = strictly(bytes, |input| {
        let pairs = input.pairs("facts")?;
        if pairs > MAX_FACTS {
            return Err(Malformed::Many { found: pairs, limit: MAX_FACTS as usize });
        }
        (0..pairs).map(|_| read_fact(input)).collect::<Result<Facts, _>>()
    })?;
    canonical(bytes, facts, encode_facts)
}

fn read_fact(input: &mut Input<'_>) -> Result<(u16, (Value, Stamp)), Malformed> {
    let field = input.small("a field")?;
    input.tuple(4, "a fact")?;
    let value = input.value("a value")?;
    let hlc = Hlc(input.number("a clock")?);
    let device = DeviceId(input.number("a device")?);
    Ok((field, (value, Stamp { hlc, device, seq: input.number("a sequence")? })))
}

/// `[0, at, then]`, `[1, seq, since]`, both with a dot when they stand within a list of ops, or `[2, after]`.
pub fn encode_cursor(cursor: &Cursor) -> Vec<u8> {
    to_bytes(40, |out| write_cursor(out, cursor))
}

fn write_cursor(out: &mut Out, cursor: &Cursor) -> Written {
    match cursor {
        Cursor::Walk { at, part, then } => {
            out.array(if part.is_some() { 5 } else { 3 })?.u16(C_WALK)?.bytes(&at.0)?.u64(*then)?;
            write_part(out, *part)
        }
        Cursor::Log { seq, part, since } => {
            out.array(if part.is_some() { 5 } else { 3 })?.u16(C_LOG)?.u64(*seq)?.u64(*since)?;
            write_part(out, *part)
        }
        Cursor::Leaving { after } => out.array(2)?.u16(C_LEAVING)?.bytes(&after.0).map(|_| ()),
    }
}

fn write_part(out: &mut Out, part: Option<Dot>) -> Written {
    let Some(dot) = part else { return Ok(()) };
    out.u64(dot.device.0)?.u64(dot.seq).map(|_| ())
}

pub fn decode_cursor(bytes: &[u8]) -> Result<Cursor, Malformed> {
    let cursor = strictly(bytes, |input| {
        let items = input.items("a cursor")?;
        match (input.small("the kind of a cursor")?, items) {
            (C_WALK, 3 | 5) => {
                let (at, then) = (input.id("a record")?, input.number("a sequence")?);
                Ok(Cursor::Walk { at, then, part: read_part(input, items == 5)? })
            }
            (C_LOG, 3 | 5) => {
                let (seq, since) = (input.number("a sequence")?, input.number("a sequence")?);
                Ok(Cursor::Log { seq, since, part: read_part(input, items == 5)? })
            }
            (C_LEAVING, 2) => Ok(Cursor::Leaving { after: input.id("a record")? }),
            _ => Err(input.wrong("a cursor")),
        }
    })?;
    canonical(bytes, cursor, encode_cursor)
}

fn read_part(input: &mut Input<'_>, is_there: bool) -> Result<Option<Dot>, Malformed> {
    if !is_there {
        return Ok(None);
    }
    let device = DeviceId(input.number("a device")?);
    Ok(Some(Dot { device, seq: input.number("a sequence")? }))
}

/// `[[scope, seq], …]`: where else a line stands.
pub fn encode_also(also: &[(Scope, u64)]) -> Vec<u8> {
    to_bytes(28 * also.len() + 1, |out| {
        out.array(also.len() as u64)?;
        also.iter().try_for_each(|(scope, seq)| out.array(2)?.bytes(&scope.to_bytes())?.u64(*seq).map(|_| ()))
    })
}

pub fn decode_also(bytes: &[u8]) -> Result<Vec<(Scope, u64)>, Malformed> {
    let also = strictly(bytes, |input| {
        input.list("twins of a line", MAX_ALSO, |input| {
            input.tuple(2, "a twin of a line")?;
            Ok((read_scope(input)?, input.number("a sequence")?))
        })
    })?;
    canonical(bytes, also, |also| encode_also(also))
}

fn read_scope(input: &mut Input<'_>) -> Result<Scope, Malformed> {
    let Value::Bytes(bytes) = input.value("a scope")? else { return Err(input.wrong("a scope")) };
    Scope::from_bytes(&bytes).ok_or(input.wrong("a scope"))
}

/// `[reason]`, and for a claim who has it.
pub fn encode_reason(reason: &Reason) -> Vec<u8> {
    to_bytes(20, |out| {
        match reason {
            Reason::HeadOffice => out.array(1)?.u16(R_HEAD_OFFICE)?,
            Reason::NotYours => out.array(1)?.u16(R_NOT_YOURS)?,
            Reason::Claimed { by } => out.array(2)?.u16(R_CLAIMED)?.bytes(&by.0)?,
            Reason::Kept => out.array(1)?.u16(R_KEPT)?,
        };
        Ok(())
    })
}

pub fn decode_reason(bytes: &[u8]) -> Result<Reason, Malformed> {
    let reason = strictly(bytes, |input| {
        let items = input.items("a reason")?;
        match (input.small("a reason")?, items) {
            (R_HEAD_OFFICE, 1) => Ok(Reason::HeadOffice),
            (R_NOT_YOURS, 1) => Ok(Reason::NotYours),
            (R_CLAIMED, 2) => Ok(Reason::Claimed { by: input.id("who has it")? }),
            (R_KEPT, 1) => Ok(Reason::Kept),
            _ => Err(input.wrong("a reason")),
        }
    })?;
    canonical(bytes, reason, encode_reason)
}

/// Reads all of the bytes.
fn strictly<T>(bytes: &[u8], read: impl FnOnce(&mut Input<'_>) -> Result<T, Malformed>) -> Result<T, Malformed> {
    let mut input = Input::new(bytes);
    let read = read(&mut input)?;
    input.end()?;
    Ok(read)
}

/// Another spelling of the same is not what was written.
fn canonical<T>(bytes: &[u8], read: T, encode: impl FnOnce(&T) -> Vec<u8>) -> Result<T, Malformed> {
    if encode(&read) == bytes { Ok(read) } else { Err(Malformed::Form) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::Id;
    use expect_test::{Expect, expect};

    const DOT: Dot = Dot { device: DeviceId(7), seq: 9 };

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn check<T: PartialEq + std::fmt::Debug>(value: &T, encode: fn(&T) -> Vec<u8>, decode: fn(&[u8]) -> Result<T, Malformed>, expected: Expect) {
        let bytes = encode(value);
        expected.assert_eq(&hex(&bytes));
        assert_eq!(decode(&bytes).as_ref(), Ok(value));
        for short in 0..bytes.len() {
            assert!(decode(&bytes[..short]).is_err(), "{short} bytes were enough");
        }
        assert!(decode(&[bytes.as_slice(), &[0]].concat()).is_err(), "a byte more was taken");
    }

    #[test]
    fn golden_bytes_of_facts() {
        let stamp = Stamp { hlc: Hlc::new(1_760_000_000_000, 2), device: DOT.device, seq: DOT.seq };
        let facts = Facts::from([(1, (Value::Bytes(vec![1; 16]), stamp)), (300, (Value::Null, Stamp::ZERO))]);
        check(&facts, encode_facts, decode_facts, expect!["a2018450010101010101010101010101010101011b0199c82cc0000002070919012c84f6000000"]);
        check(&Facts::new(), encode_facts, decode_facts, expect!["a0"]);
    }

    #[test]
    fn golden_bytes_of_cursors() {
        let at = Id([0xab; 16]);
        check(&Cursor::Walk { at, part: None, then: 5 }, encode_cursor, decode_cursor, expect!["830050abababababababababababababababab05"]);
        check(&Cursor::Walk { at, part: Some(DOT), then: 5 }, encode_cursor, decode_cursor, expect!["850050abababababababababababababababab050709"]);
        check(&Cursor::Log { seq: 70_000, part: None, since: 3 }, encode_cursor, decode_cursor, expect!["83011a0001117003"]);
        check(&Cursor::Log { seq: 70_000, part: Some(DOT), since: 3 }, encode_cursor, decode_cursor, expect!["85011a00011170030709"]);
        check(&Cursor::Leaving { after: at }, encode_cursor, decode_cursor, expect!["820250abababababababababababababababab"]);
    }

    #[test]
    fn golden_bytes_of_twins_of_a_line() {
        let also = vec![(Scope::Policy, 1), (Scope::Shop(Id([2; 16])), 300)];
        check(
            &also,
            |also| encode_also(also),
            decode_also,
            expect!["8282510100000000000000000000000000000000018251020202020202020202020202020202020219012c"],
        );
        check(&Vec::new(), |also| encode_also(also), decode_also, expect!["80"]);
    }

    #[test]
    fn golden_bytes_of_reasons() {
        check(&Reason::HeadOffice, encode_reason, decode_reason, expect!["8101"]);
        check(&Reason::NotYours, encode_reason, decode_reason, expect!["8102"]);
        check(&Reason::Claimed { by: Id([3; 16]) }, encode_reason, decode_reason, expect!["82035003030303030303030303030303030303"]);
        check(&Reason::Kept, encode_reason, decode_reason, expect!["8104"]);
    }

    #[test]
    fn another_spelling_is_refused() {
        // The number 1 in two bytes; fields out of order; a scope that this program does not know.
        assert_eq!(decode_reason(&[0x81, 0x18, 0x01]), Err(Malformed::Form));
        let fact = [0x84, 0xf6, 0x00, 0x00, 0x00];
        let turned = [&[0xa2, 0x02][..], &fact, &[0x01], &fact].concat();
        assert_eq!(decode_facts(&turned), Err(Malformed::Form));
        let strange = [&[0x81, 0x82, 0x51][..], &[9; 17], &[0x01]].concat();
        assert!(matches!(decode_also(&strange), Err(Malformed::Shape { .. })));
    }
}
