//! Decides what a file is, by its first bytes and its parts before its name. A name that claims something else is an
//! answer of its own, because a file that lies about its type is never read as what it claims.

use crate::archive::Archive;
use crate::clean;
use crate::limits::Limits;
use crate::ole;
use crate::unreadable::{Kind, Unreadable};

/// A readable format. `Xlsx` stands for every spreadsheet: xlsx, xlsm, xls and ods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Format {
    Markdown,
    Text,
    Html,
    Docx,
    Pdf,
    Xlsx,
    Csv,
}

/// First bytes of files that are known but not text.
const MAGICS: &[(&[u8], Kind)] = &[
    (b"%PDF-", Kind::Pdf),
    (ole::MAGIC, Kind::OldWord),
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
    (b"\x89PNG", Kind::Image),
    (b"\xff\xd8\xff", Kind::Image),
    (b"GIF8", Kind::Image),
    (b"BM", Kind::Image),
    (b"II*\0", Kind::Image),
    (b"MM\0*", Kind::Image),
    (b"RIFF", Kind::Media),
    (b"OggS", Kind::Media),
    (b"ID3", Kind::Media),
    (b"\x1aE\xdf\xa3", Kind::Media),
    (b"Rar!", Kind::Archive),
    (b"7z\xbc\xaf", Kind::Archive),
    (b"\x1f\x8b", Kind::Archive),
    (b"BZh", Kind::Archive),
    (b"\xfd7zXZ", Kind::Archive),
    (b"MZ", Kind::Program),
    (b"\x7fELF", Kind::Program),
    (b"SQLite format 3", Kind::Binary),
];

/// What the file is, from its content first.
///
/// # Errors
/// `WrongType` when name and content disagree, `Unsupported` for content that is not read, `Encrypted`, `Damaged`,
/// `Empty`.
pub fn sniff(name: &str, bytes: &[u8]) -> Result<Format, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    let claimed = clean::extension(name);
    match content(bytes, &claimed)? {
        Kind::Text | Kind::Html => text_format(&claimed, bytes),
        found => match (format_of(found), claim(&claimed)) {
            (Some(format), Some(wanted)) if format == wanted => Ok(format),
            (Some(format), None) => Ok(format),
            (None, None) => Err(Unreadable::Unsupported { found }),
            // A .doc or .ppt that is what it says lies about nothing; it is only not readable.
            (None, Some(Format::Docx)) if found == Kind::OldWord && claimed == "doc" => Err(Unreadable::Unsupported { found }),
            (_, Some(_)) => Err(Unreadable::WrongType { claimed, found }),
        },
    }
}

fn format_of(kind: Kind) -> Option<Format> {
    match kind {
        Kind::Pdf => Some(Format::Pdf),
        Kind::Word => Some(Format::Docx),
        Kind::Sheet | Kind::OldSheet => Some(Format::Xlsx),
        _ => None,
    }
}

fn claim(extension: &str) -> Option<Format> {
    Some(match extension {
        "md" | "markdown" | "mkd" => Format::Markdown,
        "txt" | "text" | "log" => Format::Text,
        "html" | "htm" | "xhtml" => Format::Html,
        "docx" | "docm" | "dotx" | "doc" => Format::Docx,
        "pdf" => Format::Pdf,
        "xlsx" | "xlsm" | "xltx" | "xls" | "ods" | "et" => Format::Xlsx,
        "csv" | "tsv" | "tab" => Format::Csv,
        _ => return None,
    })
}

fn text_format(claimed: &str, bytes: &[u8]) -> Result<Format, Unreadable> {
    let found = if looks_like_html(bytes) { Kind::Html } else { Kind::Text };
    match claim(claimed) {
        Some(text @ (Format::Markdown | Format::Text | Format::Html | Format::Csv)) => match (text, found) {
            (Format::Csv, Kind::Html) => Err(Unreadable::WrongType { claimed: claimed.into(), found }),
            _ => Ok(text),
        },
        Some(_) => Err(Unreadable::WrongType { claimed: claimed.into(), found }),
        None if found == Kind::Html => Ok(Format::Html),
        None => Ok(Format::Text),
    }
}

fn content(bytes: &[u8], claimed: &str) -> Result<Kind, Unreadable> {
    let head = &bytes[..bytes.len().min(1024)];
    // Mail gateways and old printers put a few bytes before the header; readers accept up to 1,024.
    if claimed == "pdf" && !head.starts_with(b"PK") && head.windows(5).any(|w| w == b"%PDF-") {
        return Ok(Kind::Pdf);
    }
    if head.len() > 12 && &head[4..8] == b"ftyp" {
        return Ok(Kind::Media);
    }
    let known = MAGICS.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, kind)| *kind);
    match known {
        Some(Kind::Zip) => office(bytes),
        Some(Kind::OldWord) => ole::kind(bytes),
        // Two letters are too few to tell a picture or program from a text that begins with them.
        Some(Kind::Image | Kind::Program) if (head.starts_with(b"BM") || head.starts_with(b"MZ")) && !head.contains(&0) => Ok(Kind::Text),
        Some(kind) => Ok(kind),
        None if is_text(head) => Ok(Kind::Text),
        None => Ok(Kind::Binary),
    }
}

/// Which office file a zip is, by its parts.
fn office(bytes: &[u8]) -> Result<Kind, Unreadable> {
    let limits = Limits::default();
    let mut archive = Archive::open(bytes, &limits)?;
    let names = archive.names();
    let starts = |prefix: &str| names.iter().any(|name| name.starts_with(prefix));
    if starts("word/") {
        return Ok(Kind::Word);
    }
    if starts("xl/") {
        return Ok(Kind::Sheet);
    }
    if starts("ppt/") {
        return Ok(Kind::Slides);
    }
    match archive.part("mimetype")? {
        Some(mime) if mime.ends_with(b".spreadsheet") => Ok(Kind::Sheet),
        Some(mime) if mime.ends_with(b".presentation") => Ok(Kind::Slides),
        _ => Ok(Kind::Zip),
    }
}

/// No NUL, or NULs laid out as UTF-16 has them; few control characters.
fn is_text(head: &[u8]) -> bool {
    let marked = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    let nul_even = head.iter().step_by(2).filter(|b| **b == 0).count();
    let nul_odd = head.iter().skip(1).step_by(2).filter(|b| **b == 0).count();
    let wide = marked || (nul_even.min(nul_odd) * 20 <= nul_even.max(nul_odd) && nul_even + nul_odd > 0);
    let control = head.iter().filter(|b| **b < 9 || (14..32).contains(*b)).count();
    if nul_even + nul_odd > 0 { wide && head.len() > 3 } else { control * 20 <= head.len() }
}

fn looks_like_html(bytes: &[u8]) -> bool {
    let head: String = bytes.iter().take(1024).filter(|b| b.is_ascii() && **b != 0).map(|b| *b as char).collect();
    let head = head.trim_start().to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body", "<table"].iter().any(|tag| head.starts_with(tag))
        || (head.starts_with("<?xml") || head.starts_with("<!--")) && head.contains("<html")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{compound, docx, pdf, xlsx, zipped};
    use expect_test::{Expect, expect};

    fn check(name: &str, bytes: &[u8], expect: Expect) {
        expect.assert_eq(&match sniff(name, bytes) {
            Ok(format) => format!("{format:?}"),
            Err(reason) => reason.to_string(),
        });
    }

    #[test]
    fn content_decides_when_the_name_says_nothing() {
        check("file", &pdf(&["hello"]), expect!["Pdf"]);
        check("file.bin", &docx("<w:p/>"), expect!["Docx"]);
        check("下载", &xlsx(&[&["a"]]), expect!["Xlsx"]);
        check("page", b"<!DOCTYPE html><p>x", expect!["Html"]);
        check("notes", "退换货".as_bytes(), expect!["Text"]);
        check("a.csv", b"BMW,3\nAudi,4", expect!["Csv"]);
        check("wide.csv", &[0xff, 0xfe, b'a', 0, b',', 0], expect!["Csv"]);
    }

    #[test]
    fn a_file_that_lies_about_its_type_is_told_so() {
        check("a.pdf", &zipped(&[("x.txt", b"x")]), expect!["file is named .pdf but is Zip"]);
        check("a.pdf", &docx("<w:p/>"), expect!["file is named .pdf but is Word"]);
        check("a.docx", &pdf(&["hello"]), expect!["file is named .docx but is Pdf"]);
        check("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", expect!["file is named .xls but is Html"]);
        check("a.csv", &xlsx(&[&["a"]]), expect!["file is named .csv but is Sheet"]);
        check("a.md", b"\x7fELF\x02\x01\x01\0\0\0", expect!["file is named .md but is Program"]);
        check("a.xlsx", &docx("<w:p/>"), expect!["file is named .xlsx but is Word"]);
    }

    #[test]
    fn files_of_other_kinds_are_named() {
        check("a.doc", &compound(&[("WordDocument", b"x")]), expect!["OldWord files are not read"]);
        check("a.png", b"\x89PNG\r\n\x1a\n", expect!["Image files are not read"]);
        check("a.zip", &zipped(&[("x.txt", b"x")]), expect!["Zip files are not read"]);
        check("a.pptx", &zipped(&[("ppt/presentation.xml", b"x")]), expect!["Slides files are not read"]);
        check("a.docx", &compound(&[("EncryptedPackage", b"x")]), expect!["file is protected by a password"]);
        check("a.txt", b"", expect!["file is empty"]);
        check("a.dat", &[1, 0, 2, 3, 0, 0, 9, 0, 0, 1, 2, 3], expect!["Binary files are not read"]);
    }
}
