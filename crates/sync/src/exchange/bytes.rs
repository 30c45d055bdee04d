//! The bytes that a desk keeps of the exchange: how far it heard a scope, and why an op of its own was not shared.
//!
//! CBOR lists that begin with a number for the kind, each in exactly one form. A number is never given another meaning.
//! Bytes that cannot be read are an error and never a guess: a cursor read wrongly would pass over records in silence.

use domain::id::Id;

use crate::clock::{DeviceId, Dot};
use crate::codec::{Input, Out, Written, to_bytes};
use crate::exchange::{Cursor, Reason};
use crate::op::Malformed;

const WALK: u16 = 1;
const LOG: u16 = 2;
const LEAVING: u16 = 3;

impl Cursor {
    pub fn to_bytes(&self) -> Vec<u8> {
        to_bytes(48, |out| self.write(out))
    }

    /// Reads what [`Cursor::to_bytes`] wrote and nothing else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Cursor, Malformed> {
        let mut input = Input::new(bytes);
        let cursor = read_cursor(&mut input)?;
        input.end()?;
        if cursor.to_bytes() == bytes { Ok(cursor) } else { Err(Malformed::Form) }
    }

    fn write(&self, out: &mut Out) -> Written {
        match self {
            Cursor::Walk { at, part, then } => {
                out.array(4)?.u16(WALK)?.bytes(&at.0)?;
                write_part(out, *part)?;
                out.u64(*then)?;
            }
            Cursor::Log { seq, part, since } => {
                out.array(4)?.u16(LOG)?.u64(*seq)?;
                write_part(out, *part)?;
                out.u64(*since)?;
            }
            Cursor::Leaving { after } => {
                out.array(2)?.u16(LEAVING)?.bytes(&after.0)?;
            }
        }
        Ok(())
    }
}

/// A list of no dot or one.
fn write_part(out: &mut Out, part: Option<Dot>) -> Written {
    out.array(part.iter().count() as u64)?;
    part.iter().try_for_each(|dot| out.array(2)?.u64(dot.device.0)?.u64(dot.seq).map(|_| ()))
}

fn read_cursor(input: &mut Input<'_>) -> Result<Cursor, Malformed> {
    let items = input.items("a cursor")?;
    match (input.small("a kind of cursor")?, items) {
        (WALK, 4) => Ok(Cursor::Walk { at: input.id("a record's id")?, part: read_part(input)?, then: input.number("a sequence")? }),
        (LOG, 4) => Ok(Cursor::Log { seq: input.number("a sequence")?, part: read_part(input)?, since: input.number("a sequence")? }),
        (LEAVING, 2) => Ok(Cursor::Leaving { after: input.id("a record's id")? }),
        _ => Err(input.wrong("a kind of cursor with its parts")),
    }
}

fn read_part(input: &mut Input<'_>) -> Result<Option<Dot>, Malformed> {
    let dot = |input: &mut Input<'_>| {
        input.tuple(2, "a dot")?;
        Ok(Dot { device: DeviceId(input.number("a device")?), seq: input.number("a sequence")? })
    };
    Ok(input.list("a part", 1, dot)?.pop())
}

const HEAD_OFFICE: u16 = 1;
const NOT_YOURS: u16 = 2;
const CLAIMED: u16 = 3;
const KEPT: u16 = 4;

impl Reason {
    pub fn to_bytes(&self) -> Vec<u8> {
        let plain = |code: u16| to_bytes(2, |out| out.array(1)?.u16(code).map(|_| ()));
        match self {
            Reason::HeadOffice => plain(HEAD_OFFICE),
            Reason::NotYours => plain(NOT_YOURS),
            Reason::Claimed { by } => to_bytes(20, |out| out.array(2)?.u16(CLAIMED)?.bytes(&by.0).map(|_| ())),
            Reason::Kept => plain(KEPT),
        }
    }

    /// Reads what [`Reason::to_bytes`] wrote and nothing else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Reason, Malformed> {
        let mut input = Input::new(bytes);
        let items = input.items("a reason")?;
        let reason = match (input.small("a kind of reason")?, items) {
            (HEAD_OFFICE, 1) => Reason::HeadOffice,
            (NOT_YOURS, 1) => Reason::NotYours,
            (CLAIMED, 2) => Reason::Claimed { by: read_by(&mut input)? },
            (KEPT, 1) => Reason::Kept,
            _ => return Err(input.wrong("a kind of reason with its parts")),
        };
        input.end()?;
        if reason.to_bytes() == bytes { Ok(reason) } else { Err(Malformed::Form) }
    }
}

fn read_by(input: &mut Input<'_>) -> Result<Id, Malformed> {
    input.id("a staff member's id")
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    const AT: Id = Id([7; 16]);
    const PART: Dot = Dot { device: DeviceId(300), seq: 9 };

    fn cursors() -> Vec<Cursor> {
        let mut all = vec![Cursor::Leaving { after: AT }];
        for part in [None, Some(PART)] {
            all.push(Cursor::Walk { at: AT, part, then: 1 << 40 });
            all.push(Cursor::Log { seq: 5, part, since: 0 });
        }
        all
    }

    fn check(bytes: &[u8], expected: Expect) {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        expected.assert_eq(&hex);
    }

    #[test]
    fn cursors_and_reasons_come_back_from_their_bytes() {
        for cursor in cursors() {
            assert_eq!(Cursor::from_bytes(&cursor.to_bytes()), Ok(cursor));
        }
        for reason in [Reason::HeadOffice, Reason::NotYours, Reason::Claimed { by: AT }, Reason::Kept] {
            assert_eq!(Reason::from_bytes(&reason.to_bytes()), Ok(reason));
        }
    }

    /// Golden: files of every released version must be readable for ever.
    #[test]
    fn their_bytes_stay_what_they_are() {
        check(
            &Cursor::Walk { at: AT, part: Some(PART), then: 70_000 }.to_bytes(),
            expect!["84015007070707070707070707070707070707818219012c091a00011170"],
        );
        check(&Cursor::Log { seq: 5, part: None, since: 2 }.to_bytes(), expect!["8402058002"]);
        check(&Cursor::Leaving { after: AT }.to_bytes(), expect!["82035007070707070707070707070707070707"]);
        check(&Reason::Claimed { by: AT }.to_bytes(), expect!["82035007070707070707070707070707070707"]);
        check(&Reason::Kept.to_bytes(), expect!["8104"]);
    }

    #[test]
    fn what_is_cut_longer_or_written_otherwise_is_refused() {
        for cursor in cursors() {
            let bytes = cursor.to_bytes();
            for end in 0..bytes.len() {
                assert!(Cursor::from_bytes(&bytes[..end]).is_err());
            }
            assert_eq!(Cursor::from_bytes(&[bytes, vec![0]].concat()), Err(Malformed::Trailing { bytes: 1 }));
        }
        // The sequence 5 in two bytes instead of one.
        assert_eq!(Cursor::from_bytes(&[0x84, 0x02, 0x18, 0x05, 0x80, 0x02]), Err(Malformed::Form));
        assert!(Cursor::from_bytes(&[0x81, 0x09]).is_err());
        assert!(Reason::from_bytes(&[0x81, 0x03]).is_err());
    }
}
