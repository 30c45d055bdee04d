//! Looks inside the old compound files (.xls, .doc, and password-protected .docx/.xlsx). It decides what the file is
//! and whether an .xls would unfold into more cells than memory admits; it reads no cell values.

use std::io::{Cursor, Read};

use crate::unreadable::{Excess, Kind, Unreadable};

pub(crate) const MAGIC: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Cells of all sheets together, blank ones included: `calamine` keeps .xls sheets as full rectangles of 32-byte cells.
const CELLS: u64 = 4_000_000;
/// BIFF sheets end here.
const ROWS: u32 = 65_536;
const COLUMNS: u32 = 256;

/// What a compound file holds.
pub(crate) fn kind(bytes: &[u8]) -> Result<Kind, Unreadable> {
    let file = open(bytes)?;
    let has = |path: &str| file.is_stream(path);
    if has("EncryptedPackage") {
        Err(Unreadable::Encrypted)
    } else if has("Workbook") || has("Book") {
        Ok(Kind::OldSheet)
    } else if has("WordDocument") {
        Ok(Kind::OldWord)
    } else if has("PowerPoint Document") {
        Ok(Kind::Slides)
    } else if has("__properties_version1.0") {
        Ok(Kind::Mail)
    } else {
        Ok(Kind::Binary)
    }
}

/// Refuses an .xls whose sheets span more cells than [`CELLS`].
pub(crate) fn check_area(bytes: &[u8]) -> Result<(), Unreadable> {
    let stream = workbook(bytes)?;
    let mut total = 0u64;
    for start in sheet_starts(&stream) {
        total = total.saturating_add(area(stream.get(start..).unwrap_or_default())?);
        if total > CELLS {
            return Err(Unreadable::TooMuch { what: Excess::Rows, limit: u64::from(ROWS) });
        }
    }
    Ok(())
}

fn open(bytes: &[u8]) -> Result<cfb::CompoundFile<Cursor<&[u8]>>, Unreadable> {
    cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Unreadable::damaged("compound file"))
}

fn workbook(bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let mut file = open(bytes)?;
    let name = if file.is_stream("Workbook") { "Workbook" } else { "Book" };
    let broken = |_| Unreadable::damaged("workbook stream");
    let mut stream = Vec::new();
    // A stream cannot be longer than its file, whatever its entry says.
    let limit = bytes.len() as u64;
    file.open_stream(name).map_err(broken)?.take(limit).read_to_end(&mut stream).map_err(broken)?;
    Ok(stream)
}

/// BIFF records: type and length, two bytes each, then the body.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let (head, tail) = rest.split_at_checked(4)?;
        let len = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let (body, next) = tail.split_at_checked(len)?;
        rest = next;
        Some((u16::from_le_bytes([head[0], head[1]]), body))
    })
}

fn sheet_starts(stream: &[u8]) -> Vec<usize> {
    records(stream)
        .take_while(|(kind, _)| *kind != 0x000a)
        .filter(|(kind, _)| *kind == 0x0085)
        .filter_map(|(_, body)| Some(u32::from_le_bytes(body.get(..4)?.try_into().ok()?) as usize))
        .collect()
}

/// The rectangle around the cell records of one sheet, in cells.
fn area(sheet: &[u8]) -> Result<u64, Unreadable> {
    let (mut top, mut left, mut bottom, mut right) = (u32::MAX, u32::MAX, 0, 0);
    for (kind, body) in records(sheet).take_while(|(kind, _)| *kind != 0x000a) {
        let Some((row, first, last)) = cell_span(kind, body) else {
            continue;
        };
        if row >= ROWS || last >= COLUMNS || last < first {
            return Err(Unreadable::damaged("cell outside the sheet"));
        }
        (top, bottom) = (top.min(row), bottom.max(row));
        (left, right) = (left.min(first), right.max(last));
    }
    if top == u32::MAX {
        return Ok(0);
    }
    Ok(u64::from(bottom - top + 1) * u64::from(right - left + 1))
}

/// Row, first and last column of a record that holds cells.
fn cell_span(kind: u16, body: &[u8]) -> Option<(u32, u32, u32)> {
    let word = |at: usize| Some(u32::from(u16::from_le_bytes(body.get(at..at + 2)?.try_into().ok()?)));
    let (row, column) = (word(0)?, word(2)?);
    match kind {
        0x0006 | 0x0201 | 0x0203 | 0x0204 | 0x0205 | 0x027e | 0x00d6 | 0x00fd => Some((row, column, column)),
        0x00bd | 0x00be => Some((row, column, word(body.len().checked_sub(2)?)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::compound;

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(body.len() as u16).to_le_bytes(), body].concat()
    }

    fn blank(row: u16, column: u16) -> Vec<u8> {
        record(0x0201, &[row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat())
    }

    /// A workbook stream whose `sheets` bound-sheet records all point at one sheet with `cells`.
    fn workbook_stream(sheets: usize, cells: &[(u16, u16)]) -> Vec<u8> {
        let start = (sheets * 8 + 4) as u32;
        let mut stream: Vec<u8> = (0..sheets).flat_map(|_| record(0x0085, &start.to_le_bytes())).chain(record(0x000a, &[])).collect();
        stream.extend(cells.iter().flat_map(|(r, c)| blank(*r, *c)).chain(record(0x000a, &[])));
        stream
    }

    fn check(sheets: usize, cells: &[(u16, u16)]) -> Result<(), Unreadable> {
        check_area(&compound(&[("Workbook", &workbook_stream(sheets, cells))]))
    }

    #[test]
    fn a_sheet_of_two_far_cells_repeated_a_hundred_times_is_refused() {
        assert_eq!(check(1, &[(0, 0), (9, 9)]), Ok(()));
        assert!(matches!(check(100, &[(0, 0), (65_535, 255)]), Err(Unreadable::TooMuch { .. })));
    }

    #[test]
    fn a_column_past_the_sheet_is_damage() {
        assert_eq!(check(1, &[(0, 300)]), Err(Unreadable::damaged("cell outside the sheet")));
    }

    #[test]
    fn compound_files_are_told_apart() {
        let kind_of = |name: &str| kind(&compound(&[(name, b"x")]));
        assert_eq!(kind_of("WordDocument"), Ok(Kind::OldWord));
        assert_eq!(kind_of("EncryptedPackage"), Err(Unreadable::Encrypted));
        assert_eq!(kind_of("PowerPoint Document"), Ok(Kind::Slides));
    }
}
