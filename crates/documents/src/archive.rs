//! A zip whose parts are inflated under a running total. Sizes written in the zip are never believed, and nothing is
//! written to disk, so part names cannot lead anywhere.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::find::contains;
use crate::limits::Limits;
use crate::unreadable::Unreadable;

/// More parts than any office file has; a workbook of 1,000 sheets and pictures stays below 5,000.
const PARTS: usize = 20_000;

/// Longest word looked for, bytes.
const KEPT: usize = 32;

/// An open zip with its running total.
pub(crate) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    limits: &'a Limits,
    file_bytes: u64,
    inflated: u64,
}

impl<'a> Archive<'a> {
    pub fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, Unreadable> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken("directory", &e))?;
        if zip.len() > PARTS {
            return Err(Unreadable::damaged("more parts than an office file has"));
        }
        Ok(Self { zip, limits, file_bytes: bytes.len() as u64, inflated: 0 })
    }

    /// Names of all parts.
    pub fn names(&self) -> Vec<String> {
        (0..self.zip.len()).filter_map(|i| self.zip.name_for_index(i).and_then(Result::ok).map(|name| name.into_owned())).collect()
    }

    /// One part, `None` when it is not there.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        match self.zip.index_for_name(name) {
            Some(index) => self.inflate(index).map(Some),
            None => Ok(None),
        }
    }

    /// Inflates every part once and throws it away, so that a reader without limits of its own may follow. Tells
    /// whether `word` stands in any part.
    pub fn check_all(&mut self, word: &[u8]) -> Result<bool, Unreadable> {
        let mut found = false;
        for index in 0..self.zip.len() {
            let mut inflated = self.inflated;
            let (limits, file_bytes) = (self.limits, self.file_bytes);
            let mut part = self.zip.by_index(index).map_err(|e| broken("part", &e))?;
            // The end of one piece is kept before the next, for a word that lies across.
            let mut buffer = vec![0; KEPT + (64 << 10)];
            loop {
                let read = part.read(&mut buffer[KEPT..]);
                let n = read.map_err(|_| Unreadable::damaged("part cannot be inflated"))?;
                if n == 0 {
                    break;
                }
                inflated += n as u64;
                limits.inflated(inflated, file_bytes)?;
                found = found || contains(&buffer[..KEPT + n], word);
                buffer.copy_within(n..n + KEPT, 0);
            }
            drop(part);
            self.inflated = inflated;
        }
        Ok(found)
    }

    fn inflate(&mut self, index: usize) -> Result<Vec<u8>, Unreadable> {
        let mut part = self.zip.by_index(index).map_err(|e| broken("part", &e))?;
        let mut out = Vec::new();
        loop {
            let read = (&mut part).take(256 << 10).read_to_end(&mut out);
            let n = read.map_err(|_| Unreadable::damaged("part cannot be inflated"))?;
            if n == 0 {
                return Ok(out);
            }
            self.inflated += n as u64;
            self.limits.inflated(self.inflated, self.file_bytes)?;
        }
    }
}

fn broken(what: &str, error: &ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(reason) if reason.to_lowercase().contains("password") => Unreadable::Encrypted,
        _ => Unreadable::damaged(format!("zip {what}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{bomb, zipped};

    #[test]
    fn parts_are_found_by_name() {
        let bytes = zipped(&[("a.xml", b"one"), ("b/c.xml", b"two")]);
        let limits = Limits::default();
        let mut archive = Archive::open(&bytes, &limits).expect("a zip just made");
        assert_eq!(archive.part("b/c.xml"), Ok(Some(b"two".to_vec())));
        assert_eq!(archive.part("c.xml"), Ok(None));
        assert_eq!(archive.names(), ["a.xml", "b/c.xml"]);
    }

    #[test]
    fn a_word_is_found_wherever_it_lies() {
        let limits = Limits::default();
        for at in [0, 65_530, 65_536, 200_000] {
            let mut part: Vec<u8> = (0..300_000u32).map(|i| b'a' + (i % 7) as u8).collect();
            part[at..at + 10].copy_from_slice(b"<mergeCell");
            let bytes = zipped(&[("p", &part)]);
            let mut archive = Archive::open(&bytes, &limits).expect("a zip just made");
            assert_eq!(archive.check_all(b"<mergeCell"), Ok(true), "{at}");
        }
        let bytes = zipped(&[("p", b"merge")]);
        let mut archive = Archive::open(&bytes, &limits).expect("a zip just made");
        assert_eq!(archive.check_all(b"<mergeCell"), Ok(false));
    }

    #[test]
    fn a_bomb_is_stopped_while_inflating() {
        let bytes = bomb("word/document.xml", 24 << 20);
        let limits = Limits::default();
        let mut archive = Archive::open(&bytes, &limits).expect("a zip just made");
        assert!(matches!(archive.part("word/document.xml"), Err(Unreadable::Bomb { .. })));
        let mut archive = Archive::open(&bytes, &limits).expect("a zip just made");
        assert!(matches!(archive.check_all(b"x"), Err(Unreadable::Bomb { .. })));
    }

    #[test]
    fn many_small_parts_add_up_to_a_bomb() {
        let part = vec![b' '; 4 << 20];
        let names: Vec<String> = (0..4).map(|i| format!("p{i}")).collect();
        let parts: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), part.as_slice())).collect();
        let bytes = zipped(&parts);
        let limits = Limits::default();
        let mut archive = Archive::open(&bytes, &limits).expect("a zip just made");
        assert!(matches!(archive.check_all(b"x"), Err(Unreadable::Bomb { .. })));
    }
}
