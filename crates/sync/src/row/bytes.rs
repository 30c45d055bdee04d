//! A row clock's bytes: stored in every row, so written as differences from the put that made the record.
//!
//! These bytes never leave the desk. A key is never given another meaning; bytes that cannot be read are not mended
//! but made again from the log.

use crate::clock::{DeviceId, Dot, Hlc, Stamp};
use crate::codec::{Input, Out, Written, to_bytes};
use crate::op::Malformed;

use super::{First, Met, Position, RowClock};

const K_FIRST: u16 = 0;
const K_CELLS: u16 = 1;
const K_STEPS: u16 = 2;
const K_REMOVED: u16 = 3;
/// Left out while it is the stamp of the first put.
const K_EDITED: u16 = 4;
const K_DELETED: u16 = 5;

/// Far more than a record can have by hand; a bound so that damaged bytes end.
const MAX_ENTRIES: usize = 1 << 20;

impl RowClock {
    /// About 20 bytes for a record that was made and not changed; empty for one without ops.
    pub fn encode(&self) -> Vec<u8> {
        if *self == RowClock::default() { Vec::new() } else { to_bytes(32, |out| self.write(out)) }
    }

    /// Reads what [`RowClock::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Result<RowClock, Malformed> {
        let mut clock = RowClock::default();
        if bytes.is_empty() {
            return Ok(clock);
        }
        let mut input = Input::new(bytes);
        for _ in 0..input.pairs("a row clock")? {
            clock.read_entry(&mut input)?;
        }
        input.end()?;
        clock.edited = clock.edited.or(clock.first.map(|first| first.stamp));
        Ok(clock)
    }

    fn origin(&self) -> Stamp {
        self.first.map_or(Stamp::ZERO, |first| first.stamp)
    }

    fn write(&self, out: &mut Out) -> Written {
        let origin = self.origin();
        let edited = self.edited.filter(|edited| *edited != origin);
        let parts = [
            self.first.is_some(),
            !self.cells.is_empty(),
            !self.steps.is_empty(),
            !self.removed.is_empty(),
            edited.is_some(),
            self.deleted.is_some(),
        ];
        out.map(parts.iter().filter(|part| **part).count() as u64)?;
        self.write_first(out)?;
        self.write_cells(out, origin)?;
        self.write_steps(out, origin)?;
        self.write_removed(out, origin)?;
        for (key, stamp) in [(K_EDITED, edited), (K_DELETED, self.deleted)] {
            if let Some(stamp) = stamp {
                out.u16(key)?;
                write_stamp(out, origin, stamp)?;
            }
        }
        Ok(())
    }

    fn write_first(&self, out: &mut Out) -> Written {
        if let Some(First { stamp, fields }) = self.first {
            out.u16(K_FIRST)?.array(4)?.u64(stamp.hlc.0)?.u64(stamp.device.0)?.u64(stamp.seq)?.u64(fields)?;
        }
        Ok(())
    }

    fn write_cells(&self, out: &mut Out, origin: Stamp) -> Written {
        if self.cells.is_empty() {
            return Ok(());
        }
        out.u16(K_CELLS)?.array(self.cells.len() as u64)?;
        for ((field, key), met) in &self.cells {
            out.array(4)?.u16(*field)?;
            write_text(out, key.as_deref())?;
            out.bool(met.contested)?;
            write_stamp(out, origin, met.stamp)?;
        }
        Ok(())
    }

    fn write_steps(&self, out: &mut Out, origin: Stamp) -> Written {
        if self.steps.is_empty() {
            return Ok(());
        }
        out.u16(K_STEPS)?.array(self.steps.len() as u64)?;
        for (field, position) in &self.steps {
            out.array(3)?.u16(*field)?;
            write_text(out, position.state.as_deref())?;
            write_stamp(out, origin, position.newest)?;
        }
        Ok(())
    }

    fn write_removed(&self, out: &mut Out, origin: Stamp) -> Written {
        if self.removed.is_empty() {
            return Ok(());
        }
        out.u16(K_REMOVED)?.array(self.removed.len() as u64)?;
        for dot in &self.removed {
            if dot.device == origin.device {
                out.array(1)?.u64(dot.seq)?;
            } else {
                out.array(2)?.u64(dot.seq)?.u64(dot.device.0)?;
            }
        }
        Ok(())
    }

    fn read_entry(&mut self, input: &mut Input<'_>) -> Result<(), Malformed> {
        let origin = self.origin();
        match input.small("a key of a row clock")? {
            K_FIRST => self.first = Some(read_first(input)?),
            K_CELLS => self.cells = input.list("cells", MAX_ENTRIES, |i| read_cell(i, origin))?.into_iter().collect(),
            K_STEPS => self.steps = input.list("steps", MAX_ENTRIES, |i| read_step(i, origin))?.into_iter().collect(),
            K_REMOVED => self.removed = input.list("dots", MAX_ENTRIES, |i| read_dot(i, origin))?.into_iter().collect(),
            K_EDITED => self.edited = Some(read_stamp(input, origin)?),
            K_DELETED => self.deleted = Some(read_stamp(input, origin)?),
            _ => return Err(input.wrong("a key of a row clock")),
        }
        Ok(())
    }
}

fn write_text(out: &mut Out, text: Option<&str>) -> Written {
    match text {
        Some(text) => out.str(text)?,
        None => out.null()?,
    };
    Ok(())
}

fn write_stamp(out: &mut Out, origin: Stamp, stamp: Stamp) -> Written {
    if stamp.device == origin.device {
        out.array(2)?.i64(apart(stamp.hlc.0, origin.hlc.0))?.i64(apart(stamp.seq, origin.seq))?;
    } else {
        out.array(3)?.u64(stamp.hlc.0)?.u64(stamp.device.0)?.u64(stamp.seq)?;
    }
    Ok(())
}

const fn apart(a: u64, b: u64) -> i64 {
    a.wrapping_sub(b) as i64
}

fn read_first(input: &mut Input<'_>) -> Result<First, Malformed> {
    input.tuple(4, "the first put")?;
    Ok(First { stamp: read_whole(input)?, fields: input.mask("a set of fields")? })
}

fn read_whole(input: &mut Input<'_>) -> Result<Stamp, Malformed> {
    let (hlc, device) = (input.number("a clock")?, input.number("a device")?);
    Ok(Stamp { hlc: Hlc(hlc), device: DeviceId(device), seq: input.number("a sequence")? })
}

fn read_stamp(input: &mut Input<'_>, origin: Stamp) -> Result<Stamp, Malformed> {
    match input.items("a stamp")? {
        2 => {
            let hlc = origin.hlc.0.checked_add_signed(input.signed("a distance")?);
            let seq = origin.seq.checked_add_signed(input.signed("a distance")?);
            let (Some(hlc), Some(seq)) = (hlc, seq) else { return Err(input.wrong("a distance within range")) };
            Ok(Stamp { hlc: Hlc(hlc), device: origin.device, seq })
        }
        3 => read_whole(input),
        _ => Err(input.wrong("a stamp")),
    }
}

fn read_cell(input: &mut Input<'_>, origin: Stamp) -> Result<((u16, Option<String>), Met), Malformed> {
    input.tuple(4, "a cell's clock")?;
    let cell = (input.small("a field")?, input.text_or_null("a map key")?);
    let contested = input.flag("true or false")?;
    Ok((cell, Met { stamp: read_stamp(input, origin)?, contested }))
}

fn read_step(input: &mut Input<'_>, origin: Stamp) -> Result<(u16, Position), Malformed> {
    input.tuple(3, "a step's clock")?;
    let (field, state) = (input.small("a field")?, input.text_or_null("a state")?);
    Ok((field, Position { newest: read_stamp(input, origin)?, state }))
}

fn read_dot(input: &mut Input<'_>, origin: Stamp) -> Result<Dot, Malformed> {
    let items = input.items("a dot")?;
    let seq = input.number("a sequence")?;
    match items {
        1 => Ok(Dot { device: origin.device, seq }),
        2 => Ok(Dot { device: DeviceId(input.number("a device")?), seq }),
        _ => Err(input.wrong("a dot")),
    }
}
