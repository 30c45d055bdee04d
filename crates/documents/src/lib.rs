//! Reads the files people have into plain titled blocks: Markdown, text, HTML, Word, PDF, spreadsheets and CSV.
//!
//! It exists so that the parsing of untrusted files stays in one room with its own limits. Bytes go in, structure or
//! a plain reason comes out. It must never panic, hang, follow a link, touch the disk or trust a size written in a
//! file; every loop over file content is metered.

mod archive;
mod articles;
mod block;
mod clean;
mod delimited;
mod docx;
mod encoding;
mod find;
mod grid;
mod html;
mod isolate;
mod limits;
mod markdown;
mod ods;
mod ole;
mod pdf;
mod plain;
mod sheet;
mod sniff;
mod unreadable;
mod write;
mod xml;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod hostile;

pub use articles::{Draft, articles};
pub use block::{Block, Document, Item, Table};
pub use limits::Limits;
pub use sniff::{Format, sniff};
pub use unreadable::{Excess, Kind, Lang, Unreadable};
pub use write::to_markdown;

use limits::Meter;

/// Reads a file into a titled document. `name` is the file name with its extension; its stem is the title of last
/// resort. Tables of a spreadsheet become one block per sheet.
///
/// # Errors
/// Every reason a file cannot be read; see [`Unreadable`].
pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    let format = admit(name, bytes, limits)?;
    let document = isolate::caught(|| read_as(format, name, bytes, limits))?;
    if document.blocks.is_empty() {
        return Err(Unreadable::Empty);
    }
    Ok(document)
}

/// Reads the first sheet with a header of a csv or spreadsheet, for an import with a column mapping. Other formats
/// give their first table.
///
/// # Errors
/// As [`read`], and [`Unreadable::NoTable`] when there is no header row.
pub fn table(name: &str, bytes: &[u8], limits: &Limits) -> Result<Table, Unreadable> {
    let format = admit(name, bytes, limits)?;
    let tables = isolate::caught(|| match format {
        Format::Csv => delimited::tables(bytes, &mut Meter::new(limits)),
        Format::Xlsx => sheet::tables(bytes, limits),
        _ => read_as(format, name, bytes, limits).map(Document::into_tables),
    })?;
    tables.into_iter().map(|(_, table)| table).next().ok_or(Unreadable::NoTable)
}

fn admit(name: &str, bytes: &[u8], limits: &Limits) -> Result<Format, Unreadable> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(Unreadable::TooLarge { bytes: bytes.len() as u64, limit: limits.file_bytes });
    }
    sniff(name, bytes)
}

fn read_as(format: Format, name: &str, bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    let title = clean::file_stem(name);
    let mut meter = Meter::new(limits);
    match format {
        Format::Markdown => markdown::read(title, bytes, &mut meter),
        Format::Text => plain::read(title, bytes, &mut meter),
        Format::Html => html::read(title, bytes, &mut meter),
        Format::Docx => docx::read(title, bytes, &mut meter),
        Format::Pdf => pdf::read(title, bytes, limits),
        Format::Csv => Ok(Document::from_tables(title, delimited::tables(bytes, &mut meter)?)),
        Format::Xlsx => Ok(Document::from_tables(title, sheet::tables(bytes, limits)?)),
    }
}
