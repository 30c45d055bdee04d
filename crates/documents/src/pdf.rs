//! The text layer of a pdf, page by page, through `lopdf`'s object reader. Own text code above it because every step
//! is metered here: no font table is laid out, no stream inflates without limit. Pictures are not looked at.

mod cmap;
mod font;
mod layout;
mod page;

use lopdf::{DecompressError, Dictionary, Document as Objects, Error, LoadOptions, Stream};

use crate::block::{Blocks, Document};
use crate::find::{contains, find};
use crate::isolate;
use crate::limits::{Limits, Meter};
use crate::unreadable::{Excess, Unreadable};
use page::{Line, Reader};

/// What one page or font stream may inflate to. A page of dense text is ~100 KB, a drawing ~10 MB.
const STREAM_BYTES: usize = 32 << 20;

/// Objects, written plainly or in object streams: each byte may cost ~50 in memory once parsed.
const STRUCTURE_BYTES: u64 = 32 << 20;

pub(crate) fn read(title: String, bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    let (bytes, limits) = (bytes.to_vec(), limits.clone());
    isolate::apart(limits.wall, move || {
        let mut meter = Meter::new(&limits);
        weigh(&bytes, &mut meter)?;
        let objects = load(&bytes)?;
        drop(bytes);
        let pages = lines(&objects, &mut meter)?;
        let mut blocks = Blocks::new(&mut meter);
        layout::arrange(pages, &mut blocks)?;
        Ok(blocks.finish(None, title))
    })
}

fn load(bytes: &[u8]) -> Result<Objects, Unreadable> {
    let options = LoadOptions { max_decompressed_size: Some(STREAM_BYTES), ..LoadOptions::default() };
    let objects = Objects::load_mem_with_options(bytes, options).map_err(|e| broken(&e, bytes.len()))?;
    if objects.is_encrypted() {
        return Err(Unreadable::Encrypted);
    }
    Ok(objects)
}

/// Lines of every page, or the reason there are none.
fn lines(objects: &Objects, meter: &mut Meter<'_>) -> Result<Vec<Vec<Line>>, Unreadable> {
    let ids: Vec<_> = objects.page_iter().take(meter.limits.pages + 1).collect();
    if ids.len() > meter.limits.pages {
        return Err(Unreadable::TooMuch { what: Excess::Pages, limit: meter.limits.pages as u64 });
    }
    if ids.is_empty() {
        return Err(Unreadable::damaged("pdf without pages"));
    }
    let mut reader = Reader::new(objects);
    let pages = ids.iter().map(|id| reader.page(*id, meter)).collect::<Result<Vec<_>, _>>()?;
    let chars: usize = pages.iter().flatten().map(|line| line.text.chars().filter(|c| c.is_alphanumeric()).count()).sum();
    // A scan may still carry a stamped page number.
    if chars < 4 * ids.len() {
        return Err(Unreadable::NoText { pages: ids.len() });
    }
    Ok(pages)
}

fn broken(error: &Error, file: usize) -> Unreadable {
    match error {
        Error::InvalidPassword | Error::Decryption(_) | Error::UnsupportedSecurityHandler(_) => Unreadable::Encrypted,
        Error::Decompress(DecompressError::MemoryLimitExceeded { limit }) => Unreadable::Bomb { file: file as u64, limit: *limit as u64 },
        _ => Unreadable::damaged("pdf objects"),
    }
}

/// Refuses a file whose objects would unfold past [`STRUCTURE_BYTES`], before the object reader sees it. It looks at
/// everything outside streams, and at object streams inflated.
fn weigh(bytes: &[u8], meter: &mut Meter<'_>) -> Result<(), Unreadable> {
    let mut structure = 0u64;
    let mut at = 0;
    while let Some(found) = find(bytes, at, b"stream") {
        meter.tick()?;
        let dictionary = &bytes[at..found];
        structure += dictionary.len() as u64;
        let data_end = find(bytes, found, b"endstream").unwrap_or(bytes.len());
        let tail = &dictionary[dictionary.len().saturating_sub(1024)..];
        if contains(tail, b"ObjStm") || contains(tail, b"#") {
            structure += inflated(&bytes[found + 6..data_end.max(found + 6)], bytes.len())?;
        }
        if structure > STRUCTURE_BYTES {
            break;
        }
        at = (data_end + 9).min(bytes.len());
    }
    structure += (bytes.len() - at) as u64;
    if structure > STRUCTURE_BYTES {
        return Err(Unreadable::Bomb { file: bytes.len() as u64, limit: STRUCTURE_BYTES });
    }
    Ok(())
}

/// Inflated length of a deflated stream; what does not inflate costs its own length.
fn inflated(data: &[u8], file: usize) -> Result<u64, Unreadable> {
    let start = data.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(0);
    let mut dictionary = Dictionary::new();
    dictionary.set("Filter", lopdf::Object::Name(b"FlateDecode".to_vec()));
    match Stream::new(dictionary, data[start..].to_vec()).decompressed_content_with_limit(STREAM_BYTES) {
        Ok(content) => Ok(content.len() as u64),
        Err(error @ Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => Err(broken(&error, file)),
        Err(_) => Ok(data.len() as u64),
    }
}

#[cfg(test)]
mod tests;
