//! The index as the desk holds it: opened once, written by one, searched by many. Every write is one commit that carries
//! the position in the log it reflects, so a crash leaves an index that knows what it has not seen. Damage is an error
//! that names the way out, never a panic and never an empty answer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tantivy::collector::DocSetCollector;
use tantivy::directory::error::{LockError, OpenReadError};
use tantivy::directory::{MmapDirectory, RamDirectory};
use tantivy::indexer::LogMergePolicy;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{Directory, DocAddress, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term};

use crate::hybrid::{self, Candidate, Lexical};
use crate::lengths::Lengths;
use crate::plan::{Plan, Weights};
use crate::schema::{self, FORMAT, Fields, Stored};
use crate::sealed::{self, SealedDirectory};
use crate::vectors::Near;
use crate::{Document, Error, Hit, Kind, Query, Result, rank, snippet, tokens};

/// Bound on the memory of documents not yet on disk, over all indexing threads.
const WRITER_BYTES: usize = 64 << 20;
const WRITER_THREADS_MAX: usize = 2;
/// An index smaller than this is read through and compared with its checksums when it is opened.
const VERIFY_BYTES_MAX: u64 = 32 << 20;

/// A search index. Cheap to share behind an `Arc`; `write` takes turns, `search` never waits for it.
pub struct Index {
    path: PathBuf,
    index: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
    weights: Weights,
    lengths: Lengths,
    writer: Mutex<Option<IndexWriter>>,
    cursor: AtomicU64,
}

/// What a commit says of itself.
#[derive(Serialize, Deserialize)]
struct Payload {
    format: u32,
    cursor: u64,
}

impl Index {
    /// Opens the index in `dir`, or makes an empty one with cursor 0. With a key, every file in it is sealed.
    ///
    /// # Errors
    /// `Corrupt`, `Version` and `WrongKey` for what only a rebuild mends; `Disk` for the rest.
    pub fn open(dir: &Path, key: Option<[u8; 32]>) -> Result<Index> {
        let disk = |error: std::io::Error| Error::Disk { path: dir.to_owned(), reason: error.to_string() };
        std::fs::create_dir_all(dir).map_err(disk)?;
        guarded(dir, || {
            let plain = MmapDirectory::open(dir).map_err(|error| explain(dir, error.into()))?;
            match key {
                Some(key) => {
                    sealed::check_key(dir, Some(&key))?;
                    Index::of(dir, Box::new(SealedDirectory::new(Box::new(plain), key)), false)
                }
                None => {
                    sealed::check_key(dir, None)?;
                    Index::of(dir, Box::new(plain), true)
                }
            }
        })
    }

    /// An empty index that is gone with the process.
    pub fn in_memory() -> Index {
        Index::of(Path::new("(memory)"), Box::new(RamDirectory::create()), false).expect("an empty directory in memory has nothing to be refused for")
    }

    /// Removes the index in `dir`, whatever state it is in; the first half of a rebuild. Nothing else may have it open.
    pub fn remove(dir: &Path) -> Result<()> {
        match std::fs::remove_dir_all(dir) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::Disk { path: dir.to_owned(), reason: error.to_string() }),
            _ => Ok(()),
        }
    }

    fn of(path: &Path, directory: Box<dyn Directory>, verify: bool) -> Result<Index> {
        let (schema, fields) = schema::build();
        let explain = |error| explain(path, error);
        let exists = tantivy::Index::exists(&*directory).map_err(|error| explain(error.into()))?;
        // A crash can lose a whole folder, but never only the file that lists the others.
        if !exists && directory.exists(Path::new(".managed.json")).map_err(|error| explain(error.into()))? {
            return Err(Error::Corrupt { path: path.to_owned(), reason: "meta.json is gone".to_owned() });
        }
        let index = match exists {
            true => tantivy::Index::open(directory),
            false => tantivy::Index::create(directory, schema.clone(), tantivy::IndexSettings::default()),
        }
        .map_err(explain)?;
        tokens::register(index.tokenizers());
        let metas = index.load_metas().map_err(explain)?;
        let payload = read_payload(path, metas.payload.as_deref(), metas.segments.is_empty())?;
        if index.schema() != schema {
            return Err(Error::Version { path: path.to_owned(), found: "another shape".to_owned(), expected: FORMAT });
        }
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(explain)?;
        let opened = Index {
            path: path.to_owned(),
            index,
            reader,
            fields,
            weights: Weights::TUNED,
            lengths: Lengths::default(),
            writer: Mutex::new(None),
            cursor: AtomicU64::new(payload.cursor),
        };
        if verify && opened.bytes() <= VERIFY_BYTES_MAX {
            opened.verify()?;
        }
        Ok(opened)
    }

    /// The position in the log up to which the index reflects it; 0 for a new one.
    pub fn cursor(&self) -> u64 {
        self.cursor.load(Ordering::Acquire)
    }

    /// How many documents there are.
    pub fn len(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The size of the index's live files, in bytes.
    pub fn bytes(&self) -> u64 {
        let usage = self.reader.searcher().space_usage();
        usage.map_or(0, |usage| usage.total().get_bytes())
    }

    /// Replaces `upserts`, removes `deletes` and records `cursor`, all or nothing. What was written is found by every
    /// search that starts after this returns. An id in both is removed.
    pub fn write(&self, upserts: &[Document], deletes: &[(Kind, [u8; 16])], cursor: u64) -> Result<()> {
        self.with_writer(|writer| {
            for document in upserts {
                writer.delete_term(self.key_term(document.kind, &document.id));
                writer.add_document(self.fields.encode(document))?;
            }
            for (kind, id) in deletes {
                writer.delete_term(self.key_term(*kind, id));
            }
            commit(writer, cursor)
        })?;
        self.show(cursor)
    }

    /// Throws away what is there and writes `documents` instead, in one commit. Searches see the old index until then.
    pub fn rebuild(&self, documents: impl IntoIterator<Item = Document>, cursor: u64) -> Result<()> {
        self.with_writer(|writer| {
            writer.delete_all_documents()?;
            for document in documents {
                writer.add_document(self.fields.encode(&document))?;
            }
            commit(writer, cursor)
        })?;
        self.show(cursor)
    }

    /// Empties the index and sets its cursor to 0.
    pub fn wipe(&self) -> Result<()> {
        self.rebuild(std::iter::empty(), 0)
    }

    /// Waits until the merges that the writes so far started are done: for measurements, and before the folder is let go.
    pub fn settle(&self) -> Result<()> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            self.guarded(|| writer.wait_merging_threads())?;
        }
        self.show(self.cursor())
    }

    /// The hits of a query, best first.
    pub fn search(&self, query: &Query) -> Result<Vec<Hit>> {
        let plan = Plan::new(&query.text, &self.weights);
        self.guarded(|| {
            let searcher = self.reader.searcher();
            let mut hits = Vec::new();
            for found in rank::best(&searcher, &self.fields, &self.lengths, &plan, query)? {
                hits.push(snippet::hit(&plan.asked, self.stored(&searcher, found.address)?, found.score));
            }
            Ok(hits)
        })
    }

    /// The hits of a query by its words and by its meaning, best first. `near` says how near which passages are, as
    /// `Vectors::near` finds them under the same kinds and scopes.
    pub fn search_near(&self, query: &Query, near: Vec<Near>) -> Result<Vec<Hit>> {
        let plan = Plan::new(&query.text, &self.weights);
        let deep = Query { limit: hybrid::DEPTH.max(query.offset + query.limit), offset: 0, ..query.clone() };
        self.guarded(|| {
            let searcher = self.reader.searcher();
            let mut lexical = Vec::new();
            for found in rank::best(&searcher, &self.fields, &self.lengths, &plan, &deep)? {
                let (kind, id) = self.identity(&searcher, found.address)?;
                lexical.push(Lexical { kind, id, score: found.score, address: found.address });
            }
            let mut hits = Vec::new();
            for candidate in hybrid::fuse(lexical, near) {
                if hits.len() == query.offset + query.limit {
                    break;
                }
                let Some(address) = self.address(&searcher, &candidate)? else { continue };
                let stored = self.stored(&searcher, address)?;
                hits.push(match &candidate.near {
                    Some(near) => snippet::near(&plan.asked, stored, candidate.score, near),
                    None => snippet::hit(&plan.asked, stored, candidate.score),
                });
            }
            Ok(hits.into_iter().skip(query.offset).collect())
        })
    }

    fn stored(&self, searcher: &Searcher, address: DocAddress) -> tantivy::Result<Stored> {
        let document: TantivyDocument = searcher.doc(address)?;
        self.fields.decode(&document).ok_or_else(|| TantivyError::InternalError("a stored document is not one of ours".to_owned()))
    }

    fn identity(&self, searcher: &Searcher, address: DocAddress) -> tantivy::Result<(Kind, [u8; 16])> {
        self.stored(searcher, address).map(|stored| (stored.kind, stored.id))
    }

    /// Where a candidate lies; nothing for one whose document has gone since its vector was made.
    fn address(&self, searcher: &Searcher, candidate: &Candidate) -> tantivy::Result<Option<DocAddress>> {
        if candidate.address.is_some() {
            return Ok(candidate.address);
        }
        let term = self.key_term(candidate.kind, &candidate.id);
        let lookup = TermQuery::new(term, IndexRecordOption::Basic);
        Ok(searcher.search(&lookup, &DocSetCollector)?.into_iter().next())
    }

    /// How many visible documents have a word of the query in them; `limit` and `offset` do not matter.
    pub fn count(&self, query: &Query) -> Result<usize> {
        let plan = Plan::new(&query.text, &self.weights);
        self.guarded(|| rank::count(&self.reader.searcher(), &self.fields, &plan, query))
    }

    /// Reads every file and compares it with its checksum; some seconds for a gigabyte.
    pub fn verify(&self) -> Result<()> {
        let damaged = self.guarded(|| self.index.validate_checksum())?;
        match damaged.into_iter().next() {
            None => Ok(()),
            Some(file) => Err(Error::Corrupt { path: self.path.clone(), reason: format!("{} has changed", file.display()) }),
        }
    }

    fn key_term(&self, kind: Kind, id: &[u8; 16]) -> Term {
        Term::from_field_bytes(self.fields.key, &schema::key(kind, id))
    }

    fn with_writer(&self, work: impl FnOnce(&mut IndexWriter) -> tantivy::Result<()>) -> Result<()> {
        let mut held = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let done = self.guarded(|| {
            if held.is_none() {
                *held = Some(self.new_writer()?);
            }
            work(held.as_mut().expect("filled above"))
        });
        if done.is_err() {
            // A writer that refused once may hold half a batch; the next write starts from the last commit.
            *held = None;
        }
        done
    }

    fn new_writer(&self) -> tantivy::Result<IndexWriter> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(WRITER_THREADS_MAX);
        let writer = self.index.writer_with_num_threads(threads, WRITER_BYTES)?;
        let mut merging = LogMergePolicy::default();
        // The desk commits a document at a time; small segments are folded together early so that searches see few.
        merging.set_min_layer_size(1_000);
        writer.set_merge_policy(Box::new(merging));
        Ok(writer)
    }

    fn show(&self, cursor: u64) -> Result<()> {
        self.guarded(|| self.reader.reload())?;
        self.lengths.keep(&self.reader.searcher());
        self.cursor.store(cursor, Ordering::Release);
        Ok(())
    }

    fn guarded<T>(&self, work: impl FnOnce() -> tantivy::Result<T>) -> Result<T> {
        guarded(&self.path, || work().map_err(|error| explain(&self.path, error)))
    }
}

fn commit(writer: &mut IndexWriter, cursor: u64) -> tantivy::Result<()> {
    let payload = serde_json::to_string(&Payload { format: FORMAT, cursor }).map_err(|error| TantivyError::InternalError(error.to_string()))?;
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(&payload);
    prepared.commit().map(drop)
}

fn read_payload(path: &Path, payload: Option<&str>, empty: bool) -> Result<Payload> {
    let version = |found: String| Error::Version { path: path.to_owned(), found, expected: FORMAT };
    match payload {
        None if empty => Ok(Payload { format: FORMAT, cursor: 0 }),
        None => Err(version("none".to_owned())),
        Some(text) => match serde_json::from_str::<Payload>(text) {
            Ok(payload) if payload.format == FORMAT => Ok(payload),
            Ok(payload) => Err(version(payload.format.to_string())),
            Err(_) => Err(version("unreadable".to_owned())),
        },
    }
}

/// Damaged files can make the library below panic where it trusts an offset; that too is damage, not the end of the desk.
fn guarded<T>(path: &Path, work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().cloned();
        let reason = said.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(Error::Corrupt { path: path.to_owned(), reason: reason.unwrap_or_else(|| "unreadable".to_owned()) })
    })
}

fn explain(path: &Path, error: TantivyError) -> Error {
    let path = path.to_owned();
    let reason = error.to_string();
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => Error::InUse { path },
        TantivyError::IncompatibleIndex(_) | TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(_)) => {
            Error::Version { path, found: "another library".to_owned(), expected: FORMAT }
        }
        TantivyError::IoError(io) if !is_damage(&io) => Error::Disk { path, reason },
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) if !is_damage(&io_error) => Error::Disk { path, reason },
        TantivyError::OpenDirectoryError(_) | TantivyError::OpenWriteError(_) | TantivyError::LockFailure(..) | TantivyError::SystemError(_) => {
            Error::Disk { path, reason }
        }
        _ => Error::Corrupt { path, reason },
    }
}

fn is_damage(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof)
}
