//! Sealing at rest: a tantivy directory whose files are encrypted page by page, opened a page at a time as they are read.
//!
//! A file is `magic, salt, page*`. Its key is derived from the index key, the salt and its own name, so that files cannot
//! be swapped; a page's nonce is its number, and the last page says that it is last, so that none can be cut off, moved
//! or replaced unnoticed. Damage reads as an error of kind `InvalidData`. No plain byte of a document reaches the disk;
//! names and sizes of files are not hidden.

use std::fmt;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce, Tag};
use lru::LruCache;
use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, OwnedBytes, TerminatingWrite, WatchCallback, WatchHandle, WritePtr,
};

use crate::{Error, Result};

const MAGIC: &[u8; 4] = b"ZGS1";
const SALT: usize = 32;
const HEADER: usize = MAGIC.len() + SALT;
const PAGE: usize = 16 << 10;
const TAG: usize = 16;
/// Opened pages kept in memory. Posting lists and term dictionaries are read again by every search, so what a desk's
/// searches touch should fit; 1.2 million documents need some 60 MB.
const CACHE_BYTES_MAX: usize = 96 << 20;

/// The file that tells, before anything is read, whether a key is the right one.
const SEAL_FILE: &str = "seal";
const SEAL_TEXT: &[u8] = b"zhanggui search index";

/// Whether the index in `dir` is sealed with `key` (or with none); a folder without an index takes any.
pub(crate) fn check_key(dir: &Path, key: Option<&[u8; 32]>) -> Result<()> {
    let path = dir.join(SEAL_FILE);
    let disk = |error: io::Error| Error::Disk { path: dir.to_owned(), reason: error.to_string() };
    let wrong = || Error::WrongKey { path: dir.to_owned() };
    let there = match std::fs::read(&path) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(disk(error)),
    };
    let expected = key.map(|key| *blake3::keyed_hash(key, SEAL_TEXT).as_bytes());
    match (there, expected) {
        (None, None) => Ok(()),
        (Some(there), Some(expected)) if there == expected => Ok(()),
        (None, Some(expected)) if !dir.join("meta.json").exists() => std::fs::write(&path, expected).map_err(disk),
        _ => Err(wrong()),
    }
}

/// A directory over another one, which it fills with sealed files.
#[derive(Clone)]
pub(crate) struct SealedDirectory {
    inner: Box<dyn Directory>,
    key: [u8; 32],
    cache: Arc<Cache>,
}

impl fmt::Debug for SealedDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedDirectory({:?})", self.inner)
    }
}

impl SealedDirectory {
    pub fn new(inner: Box<dyn Directory>, key: [u8; 32]) -> SealedDirectory {
        SealedDirectory { inner, key, cache: Arc::new(Cache::default()) }
    }

    fn cipher(&self, path: &Path, salt: &[u8]) -> ChaCha20Poly1305 {
        let mut named = salt.to_vec();
        named.extend_from_slice(path.to_string_lossy().as_bytes());
        ChaCha20Poly1305::new(&Key::from(*blake3::keyed_hash(&self.key, &named).as_bytes()))
    }

    fn writer<W: Write>(&self, path: &Path, mut inner: W) -> io::Result<SealedWriter<W>> {
        let mut salt = [0; SALT];
        getrandom::fill(&mut salt).map_err(io::Error::other)?;
        inner.write_all(MAGIC)?;
        inner.write_all(&salt)?;
        let page = Vec::with_capacity(PAGE + TAG);
        Ok(SealedWriter { inner, cipher: self.cipher(path, &salt), page, pages: 0 })
    }

    fn reader(&self, path: &Path, sealed: Arc<dyn FileHandle>) -> io::Result<SealedFile> {
        let sealed_len = sealed.len();
        let body = sealed_len.checked_sub(HEADER).filter(|&body| body >= TAG).ok_or_else(|| damaged(path))?;
        let header = sealed.read_bytes(0..HEADER)?;
        if &header[..MAGIC.len()] != MAGIC {
            return Err(damaged(path));
        }
        let pages = body.div_ceil(PAGE + TAG);
        let len = body.checked_sub(pages * TAG).ok_or_else(|| damaged(path))?;
        let cipher = self.cipher(path, &header[MAGIC.len()..]);
        let salt = header[MAGIC.len()..].try_into().map_err(|_| damaged(path))?;
        Ok(SealedFile { path: path.to_owned(), sealed, cipher, salt, pages, len, cache: Arc::clone(&self.cache) })
    }
}

fn damaged(path: &Path) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{} has changed or was sealed with another key", path.display()))
}

fn nonce(page: usize) -> Nonce {
    let mut nonce = [0; 12];
    nonce[..8].copy_from_slice(&(page as u64).to_le_bytes());
    Nonce::from(nonce)
}

/// Opens pages in place; `bytes` are sealed pages, of which the first is number `first`.
fn open_pages(cipher: &ChaCha20Poly1305, first: usize, total: usize, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::with_capacity(bytes.len());
    for (page, sealed) in (first..).zip(bytes.chunks(PAGE + TAG)) {
        let (body, tag) = sealed.split_at_checked(sealed.len().checked_sub(TAG)?)?;
        let start = plain.len();
        plain.extend_from_slice(body);
        let last = [u8::from(page + 1 == total)];
        let tag = Tag::try_from(tag).ok()?;
        cipher.decrypt_inout_detached(&nonce(page), &last, plain[start..].as_mut().into(), &tag).ok()?;
    }
    Some(plain)
}

struct SealedWriter<W: Write> {
    inner: W,
    cipher: ChaCha20Poly1305,
    page: Vec<u8>,
    pages: usize,
}

impl<W: Write> SealedWriter<W> {
    fn seal_page(&mut self, last: bool) -> io::Result<()> {
        let sealed = self.cipher.encrypt_inout_detached(&nonce(self.pages), &[u8::from(last)], self.page.as_mut_slice().into());
        let tag = sealed.map_err(|_| io::Error::other("a page could not be sealed"))?;
        self.page.extend_from_slice(&tag);
        self.inner.write_all(&self.page)?;
        self.page.clear();
        self.pages += 1;
        Ok(())
    }
}

impl<W: Write> Write for SealedWriter<W> {
    /// A full page waits until it is known whether another follows.
    fn write(&mut self, mut bytes: &[u8]) -> io::Result<usize> {
        let written = bytes.len();
        while !bytes.is_empty() {
            if self.page.len() == PAGE {
                self.seal_page(false)?;
            }
            let (now, later) = bytes.split_at(bytes.len().min(PAGE - self.page.len()));
            self.page.extend_from_slice(now);
            bytes = later;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for SealedWriter<WritePtr> {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.seal_page(true)?;
        self.inner.terminate_ref(token)
    }
}

struct SealedFile {
    path: PathBuf,
    sealed: Arc<dyn FileHandle>,
    cipher: ChaCha20Poly1305,
    /// Names the file in the cache: no two files share one, not even under the same name.
    salt: [u8; SALT],
    pages: usize,
    len: usize,
    cache: Arc<Cache>,
}

impl fmt::Debug for SealedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedFile({}, {} bytes)", self.path.display(), self.len)
    }
}

impl HasLen for SealedFile {
    fn len(&self) -> usize {
        self.len
    }
}

impl SealedFile {
    /// The opened pages `range`, from the cache if they were read together before.
    fn pages(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let key = (self.salt, range.start, range.end);
        if let Some(known) = self.cache.get(&key) {
            return Ok(known);
        }
        let end = self.sealed.len().min(HEADER + range.end * (PAGE + TAG));
        let bytes = self.sealed.read_bytes(HEADER + range.start * (PAGE + TAG)..end)?;
        let plain = open_pages(&self.cipher, range.start, self.pages, &bytes).ok_or_else(|| damaged(&self.path))?;
        let plain = OwnedBytes::new(plain);
        self.cache.put(key, plain.clone());
        Ok(plain)
    }
}

impl FileHandle for SealedFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.len {
            return Err(damaged(&self.path));
        }
        if range.is_empty() {
            return Ok(OwnedBytes::empty());
        }
        let first = range.start / PAGE;
        let plain = self.pages(first..range.end.div_ceil(PAGE))?;
        Ok(plain.slice(range.start - first * PAGE..range.end - first * PAGE))
    }
}

type Pages = ([u8; SALT], usize, usize);

/// Opened pages, least recently used out first. The library reads the same ranges again and again, so a range is kept as
/// one piece and handed out without copying.
#[derive(Default)]
struct Cache {
    kept: Mutex<Kept>,
}

struct Kept {
    ranges: LruCache<Pages, OwnedBytes>,
    bytes: usize,
}

impl Default for Kept {
    fn default() -> Kept {
        Kept { ranges: LruCache::unbounded(), bytes: 0 }
    }
}

impl Cache {
    fn get(&self, key: &Pages) -> Option<OwnedBytes> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).ranges.get(key).cloned()
    }

    fn put(&self, key: Pages, bytes: OwnedBytes) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes += bytes.len();
        if let Some(before) = kept.ranges.put(key, bytes) {
            kept.bytes -= before.len();
        }
        while kept.bytes > CACHE_BYTES_MAX {
            let Some((_, dropped)) = kept.ranges.pop_lru() else { break };
            kept.bytes -= dropped.len();
        }
    }
}

impl Directory for SealedDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let sealed = self.inner.get_file_handle(path)?;
        match self.reader(path, sealed) {
            Ok(file) => Ok(Arc::new(file)),
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let inner = self.inner.open_write(path)?;
        let writer = self.writer(path, inner).map_err(|error| OpenWriteError::wrap_io_error(error, path.to_owned()))?;
        Ok(BufWriter::new(Box::new(writer)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let sealed = OwnedBytes::new(self.inner.atomic_read(path)?);
        let file = self.reader(path, Arc::new(sealed));
        let bytes = file.and_then(|file| file.pages(0..file.pages));
        bytes.map(|bytes| bytes.to_vec()).map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let mut sealed = Vec::with_capacity(HEADER + data.len() + TAG);
        let mut writer = self.writer(path, &mut sealed)?;
        writer.write_all(data)?;
        writer.seal_page(true)?;
        self.inner.atomic_write(path, &sealed)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tantivy::directory::RamDirectory;

    use super::*;

    const FILE: &str = "file";

    fn sealed() -> (RamDirectory, SealedDirectory) {
        let inner = RamDirectory::create();
        (inner.clone(), SealedDirectory::new(Box::new(inner), [3; 32]))
    }

    fn text(len: usize) -> Vec<u8> {
        (0..len).map(|at| (at * 31 + at / 251) as u8).collect()
    }

    fn write(directory: &SealedDirectory, name: &str, bytes: &[u8]) {
        let mut writer = directory.open_write(Path::new(name)).unwrap();
        writer.write_all(bytes).unwrap();
        writer.terminate().unwrap();
    }

    /// The sealed bytes under another name or changed, and what reading them gives.
    fn reread(inner: &RamDirectory, name: &str, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let directory = SealedDirectory::new(Box::new(inner.clone()), [3; 32]);
        inner.atomic_write(Path::new(name), bytes).unwrap();
        let file = directory.open_read(Path::new(name)).map_err(|_| damaged(Path::new(name)))?;
        file.read_bytes().map(|bytes| bytes.to_vec())
    }

    #[test]
    fn files_around_the_edges_of_a_page_come_back_whole() {
        for len in [0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, 3 * PAGE + 7] {
            let (_, directory) = sealed();
            write(&directory, FILE, &text(len));
            let file = directory.open_read(Path::new(FILE)).unwrap();
            assert_eq!(file.len(), len);
            assert_eq!(file.read_bytes().unwrap().as_slice(), text(len));
            directory.atomic_write(Path::new("meta"), &text(len)).unwrap();
            assert_eq!(directory.atomic_read(Path::new("meta")).unwrap(), text(len));
        }
    }

    #[test]
    fn pages_cannot_be_cut_off_moved_or_renamed() {
        let (inner, directory) = sealed();
        write(&directory, FILE, &text(2 * PAGE));
        let whole = inner.atomic_read(Path::new(FILE)).unwrap();
        assert!(reread(&inner, FILE, &whole).is_ok());
        assert!(reread(&inner, "other", &whole).is_err());
        assert!(reread(&inner, FILE, &whole[..HEADER + PAGE + TAG]).is_err());
        let (first, second) = whole[HEADER..].split_at(PAGE + TAG);
        assert!(reread(&inner, FILE, &[&whole[..HEADER], second, first].concat()).is_err());
        assert!(reread(&inner, FILE, &whole[..HEADER]).is_err());
        assert!(reread(&inner, FILE, &[]).is_err());
    }

    #[test]
    fn equal_files_look_different() {
        let (inner, directory) = sealed();
        write(&directory, "a", &text(100));
        write(&directory, "b", &text(100));
        let bytes = |name| inner.atomic_read(Path::new(name)).unwrap();
        assert_ne!(bytes("a")[HEADER..], bytes("b")[HEADER..]);
    }

    #[test]
    fn the_cache_keeps_to_its_bound() {
        let cache = Cache::default();
        for nth in 0..40 {
            cache.put(([nth; SALT], 0, 1), OwnedBytes::new(vec![0; CACHE_BYTES_MAX / 10]));
        }
        assert!(cache.kept.lock().unwrap().bytes <= CACHE_BYTES_MAX);
        assert!(cache.get(&([39; SALT], 0, 1)).is_some());
        assert!(cache.get(&([0; SALT], 0, 1)).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_range_reads_as_it_was_written(len in 0usize..70_000, ends in any::<(u16, u16)>()) {
            let (_, directory) = sealed();
            write(&directory, FILE, &text(len));
            let at = |end: u16| end as usize * len / usize::from(u16::MAX);
            let range = at(ends.0.min(ends.1))..at(ends.0.max(ends.1));
            let file = directory.open_read(Path::new(FILE)).unwrap();
            let read = file.read_bytes_slice(range.clone()).unwrap();
            prop_assert_eq!(read.as_slice(), &text(len)[range]);
        }

        #[test]
        fn no_changed_byte_goes_unnoticed(len in 0usize..40_000, at in any::<prop::sample::Index>(), flip in 1u8..) {
            let (inner, directory) = sealed();
            write(&directory, FILE, &text(len));
            let mut bytes = inner.atomic_read(Path::new(FILE)).unwrap();
            *at.get_mut(&mut bytes) ^= flip;
            prop_assert!(reread(&inner, FILE, &bytes).is_err());
        }
    }
}
