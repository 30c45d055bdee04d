//! Vectors kept between starts, sealed, by the hash of the text they were made of: making one costs milliseconds, reading one
//! back microseconds.
//!
//! A file of records of one size, each sealed by itself with its place as nonce. It only grows; a torn or damaged tail is cut off
//! and made again. Vectors of another model are thrown away, since they cannot be compared.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce, Tag};

use crate::vectors::Quantised;
use crate::{Error, Result};

const MAGIC: &[u8; 4] = b"ZGV1";
const SALT: usize = 32;
const MODEL: usize = 32;
const HEADER: usize = MAGIC.len() + SALT + MODEL;
const HASH: usize = 32;
const TAG: usize = 16;

/// The hash that a text's vector is kept under.
pub type TextHash = [u8; HASH];

/// The kept vectors of one model.
pub struct Kept(Mutex<Inner>);

struct Inner {
    path: PathBuf,
    file: File,
    cipher: ChaCha20Poly1305,
    width: usize,
    places: HashMap<TextHash, u64>,
    next: u64,
}

impl Kept {
    /// Opens the file, or begins it anew when it is of another model, another key, or not there. `width`: numbers of a vector.
    ///
    /// # Errors
    /// `Disk` when it can neither be read nor written.
    pub fn open(path: &Path, key: [u8; 32], model: &str, width: usize) -> Result<Kept> {
        let disk = |error: io::Error| Error::Disk { path: path.to_owned(), reason: error.to_string() };
        let model = *blake3::hash(model.as_bytes()).as_bytes();
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map_err(disk)?;
        let salt = match header(&mut file, &model) {
            Some(salt) => salt,
            None => begin(&mut file, &model).map_err(disk)?,
        };
        let cipher = ChaCha20Poly1305::new(&Key::from(derived(&key, &salt)));
        let mut inner = Inner { path: path.to_owned(), file, cipher, width, places: HashMap::new(), next: 0 };
        inner.scan().map_err(disk)?;
        Ok(Kept(Mutex::new(inner)))
    }

    pub fn len(&self) -> usize {
        self.inner().places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The vector of a text, if it was kept and can be read.
    pub fn get(&self, text: &TextHash) -> Option<Quantised> {
        let mut inner = self.inner();
        let place = *inner.places.get(text)?;
        let (hash, vector) = inner.read(place).ok()??;
        (hash == *text).then_some(vector)
    }

    /// Keeps a vector.
    ///
    /// # Errors
    /// `Disk` when it cannot be written; what was kept before stays.
    pub fn put(&self, text: TextHash, vector: &Quantised) -> Result<()> {
        let mut inner = self.inner();
        if inner.places.contains_key(&text) || vector.numbers.len() != inner.width {
            return Ok(());
        }
        let path = inner.path.clone();
        inner.append(text, vector).map_err(|error| Error::Disk { path, reason: error.to_string() })
    }

    fn inner(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The salt of a file of this model.
fn header(file: &mut File, model: &[u8; MODEL]) -> Option<[u8; SALT]> {
    let mut head = [0; HEADER];
    file.seek(SeekFrom::Start(0)).ok()?;
    file.read_exact(&mut head).ok()?;
    let (magic, rest) = head.split_first_chunk::<4>()?;
    let (salt, found) = rest.split_first_chunk::<SALT>()?;
    (magic == MAGIC && found == model).then_some(*salt)
}

fn begin(file: &mut File, model: &[u8; MODEL]) -> io::Result<[u8; SALT]> {
    let mut salt = [0; SALT];
    getrandom::fill(&mut salt).map_err(io::Error::other)?;
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&[&MAGIC[..], &salt, model].concat())?;
    Ok(salt)
}

fn derived(key: &[u8; 32], salt: &[u8; SALT]) -> [u8; 32] {
    blake3::derive_key("zhanggui kept vectors 1", &[&key[..], salt].concat())
}

fn nonce(place: u64) -> Nonce {
    let mut nonce = [0; 12];
    nonce[..8].copy_from_slice(&place.to_le_bytes());
    Nonce::from(nonce)
}

impl Inner {
    fn plain(&self) -> usize {
        HASH + size_of::<f32>() + self.width
    }

    fn record(&self) -> usize {
        self.plain() + TAG
    }

    fn offset(&self, place: u64) -> u64 {
        HEADER as u64 + place * self.record() as u64
    }

    /// Learns where everything is; the first record that cannot be opened ends the file.
    fn scan(&mut self) -> io::Result<()> {
        let bytes = self.file.metadata()?.len().saturating_sub(HEADER as u64);
        for place in 0..bytes / self.record() as u64 {
            match self.read(place)? {
                Some((hash, _)) => drop(self.places.insert(hash, place)),
                None => break,
            }
            self.next = place + 1;
        }
        self.file.set_len(self.offset(self.next))
    }

    fn read(&mut self, place: u64) -> io::Result<Option<(TextHash, Quantised)>> {
        let mut sealed = vec![0; self.record()];
        self.file.seek(SeekFrom::Start(self.offset(place)))?;
        self.file.read_exact(&mut sealed)?;
        let (plain, tag) = sealed.split_at_mut(self.plain());
        let Ok(tag) = Tag::try_from(&*tag) else { return Ok(None) };
        if self.cipher.decrypt_inout_detached(&nonce(place), b"", plain.into(), &tag).is_err() {
            return Ok(None);
        }
        let sealed = &sealed[..self.plain()];
        let Some((hash, rest)) = sealed.split_first_chunk::<HASH>() else { return Ok(None) };
        let Some((scale, numbers)) = rest.split_first_chunk::<4>() else { return Ok(None) };
        let vector = Quantised { numbers: numbers.iter().map(|&number| number as i8).collect(), scale: f32::from_le_bytes(*scale) };
        Ok(Some((*hash, vector)))
    }

    fn append(&mut self, text: TextHash, vector: &Quantised) -> io::Result<()> {
        let mut record = Vec::with_capacity(self.record());
        record.extend(text);
        record.extend(vector.scale.to_le_bytes());
        record.extend(vector.numbers.iter().map(|&number| number as u8));
        let tag = self
            .cipher
            .encrypt_inout_detached(&nonce(self.next), b"", record.as_mut_slice().into())
            .map_err(|_| io::Error::other("sealing failed"))?;
        record.extend(tag.as_slice());
        // A write that was torn before is overwritten, never followed.
        self.file.seek(SeekFrom::Start(self.offset(self.next)))?;
        self.file.write_all(&record)?;
        self.places.insert(text, self.next);
        self.next += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(first: f32) -> Quantised {
        Quantised::of(&[first, 0.5, -0.25])
    }

    fn open(folder: &Path, key: u8, model: &str) -> Kept {
        Kept::open(&folder.join("vectors"), [key; 32], model, 3).expect("opened")
    }

    #[test]
    fn what_was_kept_is_there_after_a_start_and_only_for_its_model_and_key() {
        let folder = tempfile::tempdir().expect("a folder");
        open(folder.path(), 1, "a").put([7; 32], &vector(1.0)).expect("kept");
        assert_eq!(open(folder.path(), 1, "a").get(&[7; 32]), Some(vector(1.0)));
        assert_eq!(open(folder.path(), 1, "a").get(&[8; 32]), None);
        assert!(open(folder.path(), 2, "a").is_empty());
        open(folder.path(), 1, "a").put([7; 32], &vector(1.0)).expect("kept");
        assert!(open(folder.path(), 1, "b").is_empty());
    }

    #[test]
    fn a_torn_tail_is_cut_off_and_the_rest_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("vectors");
        let kept = open(folder.path(), 1, "a");
        (0..5).for_each(|n| kept.put([n; 32], &vector(f32::from(n))).expect("kept"));
        drop(kept);
        let whole = std::fs::read(&path).expect("read");
        std::fs::write(&path, &whole[..whole.len() - 3]).expect("written");
        let kept = open(folder.path(), 1, "a");
        assert_eq!(kept.len(), 4);
        kept.put([9; 32], &vector(9.0)).expect("kept");
        assert_eq!(open(folder.path(), 1, "a").get(&[9; 32]), Some(vector(9.0)));
    }

    #[test]
    fn no_plain_number_reaches_the_disk() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = open(folder.path(), 1, "a");
        kept.put([7; 32], &vector(1.0)).expect("kept");
        let bytes = std::fs::read(folder.path().join("vectors")).expect("read");
        assert!(!bytes.windows(32).any(|window| window == [7; 32]));
    }
}
