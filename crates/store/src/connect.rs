//! Opening the file: one program at a time, the right key, a format this program knows, and nothing recreated in silence.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use sync::DeviceId;
use tokio::sync::Mutex;

use crate::pen::Writer;
use crate::readers::Readers;
use crate::{StoreError, log, rechain};

/// The schema, one file per format version. A released file is never edited; the next version adds one.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("../../../migrations/desk/0001_first.sql"),
    include_str!("../../../migrations/desk/0002_counts.sql"),
    include_str!("../../../migrations/desk/0003_intents.sql"),
    include_str!("../../../migrations/desk/0004_replica.sql"),
];
/// `ZHGU`: tells our file from any other SQLite file.
const APPLICATION_ID: i64 = 0x5a48_4755;
/// A few readers are enough for one console; each holds its own page cache.
const READERS: usize = 3;

/// The 256-bit key that the file, the attachments and the index are sealed with.
#[derive(Clone)]
pub struct Key(pub [u8; 32]);

impl Key {
    /// A key for another purpose, from which this one cannot be found.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        blake3::derive_key(&format!("zhanggui 2026 {purpose}"), &self.0)
    }

    /// SQLCipher takes a raw key as a blob literal and then skips its slow derivation.
    pub(crate) fn pragma(&self) -> String {
        let hex: String = self.0.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("\"x'{hex}'\"")
    }
}

/// Where an installation keeps its things.
#[derive(Clone, Debug)]
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn database(&self) -> PathBuf {
        self.0.join("desk.db")
    }
    pub fn blobs(&self) -> PathBuf {
        self.0.join("blobs")
    }
    /// Vectors of passages, sealed, derived like the index.
    pub fn vectors(&self) -> PathBuf {
        self.0.join("vectors")
    }
    pub fn index(&self) -> PathBuf {
        self.0.join("index")
    }
    pub fn exists(&self) -> bool {
        self.database().exists()
    }

    /// Held while the program runs, so that two programs never share a folder.
    fn lock(&self) -> Result<File, StoreError> {
        let path = self.0.join("desk.lock");
        let denied = |cause: std::io::Error| StoreError::ReadOnly { path: self.0.clone(), detail: cause.to_string() };
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(denied)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(std::fs::TryLockError::WouldBlock) => Err(StoreError::InUse(self.0.clone())),
            Err(std::fs::TryLockError::Error(cause)) => Err(denied(cause)),
        }
    }
}

/// An open desk file. Clones share it.
#[derive(Clone)]
pub struct Store {
    pub(crate) readers: Readers,
    pub(crate) writer: Arc<Mutex<Writer>>,
    pub(crate) folder: Folder,
    pub(crate) blob_key: Arc<[u8; 32]>,
    /// What this desk is called; the writer changes it when the hub gives it another name.
    device: Arc<AtomicU64>,
    _lock: Arc<File>,
}

impl Store {
    /// Makes a new file for `device`. Fails if one is there.
    pub async fn create(folder: &Folder, key: &Key, device: DeviceId) -> Result<Store, StoreError> {
        let (folder, key) = (folder.clone(), key.clone());
        blocking(move || {
            std::fs::create_dir_all(&folder.0).map_err(|cause| StoreError::ReadOnly { path: folder.0.clone(), detail: cause.to_string() })?;
            let lock = folder.lock()?;
            if folder.exists() {
                return Err(StoreError::Exists(folder.0));
            }
            let path = folder.database();
            let mut connection = connect(&path, &key, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
            found(&mut connection, device).map_err(|cause| StoreError::at(cause, &path))?;
            Store::with(connection, folder, &key, lock)
        })
        .await
    }

    /// Opens the file that is there, upgrading an older format.
    pub async fn open(folder: &Folder, key: &Key) -> Result<Store, StoreError> {
        let (folder, key) = (folder.clone(), key.clone());
        blocking(move || {
            if !folder.exists() {
                return Err(StoreError::Missing(folder.0));
            }
            let lock = folder.lock()?;
            let path = folder.database();
            // SQLite would begin a new database in an empty file; ours is never empty, so something has emptied it.
            if std::fs::metadata(&path)?.len() == 0 {
                return Err(StoreError::Damaged { path, detail: "the file is empty".into() });
            }
            let mut connection = connect(&path, &key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            upgrade(&mut connection, &path)?;
            Store::with(connection, folder, &key, lock)
        })
        .await
    }

    fn with(connection: Connection, folder: Folder, key: &Key, lock: File) -> Result<Store, StoreError> {
        let path = folder.database();
        let writer = Writer::new(connection)?;
        let device = writer.device.clone();
        let readers = (0..READERS).map(|_| connect(&path, key, OpenFlags::SQLITE_OPEN_READ_ONLY)).collect::<Result<_, _>>()?;
        Ok(Store {
            readers: Readers::new(readers),
            writer: Arc::new(Mutex::new(writer)),
            folder,
            blob_key: Arc::new(key.derive("attachments")),
            device,
            _lock: Arc::new(lock),
        })
    }

    /// A file that is not sealed and cannot be read through the store: for tests of what lies in its raw bytes.
    #[cfg(test)]
    pub(crate) fn plain(folder: &Folder, device: DeviceId) -> Result<Store, StoreError> {
        std::fs::create_dir_all(&folder.0)?;
        let lock = folder.lock()?;
        let mut connection = Connection::open(folder.database())?;
        stable_plans(&connection)?;
        connection.execute_batch(&format!("PRAGMA journal_mode = WAL; {SETTINGS}"))?;
        found(&mut connection, device)?;
        let writer = Writer::new(connection)?;
        let device = writer.device.clone();
        Ok(Store {
            readers: Readers::new(vec![]),
            writer: Arc::new(Mutex::new(writer)),
            folder: folder.clone(),
            blob_key: Arc::new([0; 32]),
            device,
            _lock: Arc::new(lock),
        })
    }

    pub fn device(&self) -> DeviceId {
        DeviceId(self.device.load(Ordering::Acquire))
    }

    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Reads every page; an empty answer means the file is sound. Slow on large files.
    pub async fn check(&self) -> Result<Vec<String>, StoreError> {
        let lines = self.values("PRAGMA quick_check", vec![]).await?.into_iter().flatten();
        Ok(lines.filter_map(|line| if let domain::Value::Text(line) = line { Some(line) } else { None }).filter(|line| line != "ok").collect())
    }

    /// Lets no more pages be written than there are, as a full disk would. For tests of what a full disk does.
    #[doc(hidden)]
    pub async fn limit_pages(&self, pages: i64) -> Result<(), StoreError> {
        Ok(self.writer.lock().await.connection.pragma_update(None, "max_page_count", pages)?)
    }

    /// After records have left this desk: makes sure that nothing of them is in the raw bytes of the file either, and says
    /// whether there was anything to do.
    ///
    /// The file overwrites what is deleted, but pages that were once divided may still hold a copy of it between their rows, which
    /// only writing the whole file anew takes away. It takes the time of a copy, as much memory as the file is long, and holds
    /// the pen: for a quiet hour.
    pub async fn sweep(&self) -> Result<bool, StoreError> {
        let store = self.clone();
        blocking(move || store.sweep_now()).await
    }

    pub(crate) fn sweep_now(&self) -> Result<bool, StoreError> {
        let writer = self.writer.blocking_lock();
        if log::is_swept(&writer.connection)? {
            return Ok(false);
        }
        writer.connection.execute_batch("VACUUM")?;
        log::set_swept(&writer.connection, true)?;
        writer.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
        Ok(true)
    }

    /// Writes everything to the file and closes it.
    pub async fn close(&self) {
        self.readers.close();
        let writer = self.writer.lock().await;
        // The log is durable already; a checkpoint only shortens the next start.
        if let Err(cause) = writer.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)") {
            tracing::warn!(%cause, "the write-ahead log was not folded in");
        }
    }
}

/// Work that may wait for the disk, on a thread that may wait.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, StoreError> + Send + 'static) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work).await.map_err(|cause| StoreError::Io(std::io::Error::other(cause)))?
}

fn connect(path: &Path, key: &Key, flags: OpenFlags) -> Result<Connection, StoreError> {
    let open = || -> Result<Connection, rusqlite::Error> {
        let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        stable_plans(&connection)?;
        connection.execute_batch(&format!(
            "PRAGMA cipher_log_level = NONE; PRAGMA key = {}; PRAGMA journal_mode = WAL; {}",
            key.pragma(),
            SETTINGS
        ))?;
        connection.set_prepared_statement_cache_capacity(400);
        Ok(connection)
    };
    open().map_err(|cause| StoreError::at(cause, path))
}

/// A statement is planned once and not again for every new value bound to it: a seventh of an import's time.
pub(crate) fn stable_plans(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

/// Every commit is on the disk when it returns; what was deleted is overwritten; 16 MB of pages stay in memory.
pub(crate) const SETTINGS: &str = "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; PRAGMA cache_size = -16000;";

/// Lays out an empty file.
fn found(connection: &mut Connection, device: DeviceId) -> Result<(), rusqlite::Error> {
    let tx = connection.transaction()?;
    MIGRATIONS.iter().try_for_each(|migration| tx.execute_batch(migration))?;
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", MIGRATIONS.len() as i64)?;
    tx.execute("INSERT INTO meta (key, value) VALUES ('device', ?)", [device.0 as i64])?;
    tx.commit()
}

fn pragma(connection: &Connection, path: &Path, name: &str) -> Result<i64, StoreError> {
    connection.pragma_query_value(None, name, |row| row.get(0)).map_err(|cause| StoreError::at(cause, path))
}

/// Brings an older file to this program's format; refuses a newer one and anything that is not ours.
fn upgrade(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let found = pragma(connection, path, "user_version")?;
    let known = MIGRATIONS.len() as i64;
    if found > known {
        return Err(StoreError::Newer { path: path.into(), found, known });
    }
    if pragma(connection, path, "application_id")? != APPLICATION_ID || found < 1 {
        return Err(StoreError::Damaged { path: path.into(), detail: "the file holds no desk".into() });
    }
    for (version, migration) in MIGRATIONS.iter().enumerate().skip(found as usize) {
        step_up(connection, migration, version + 1, path)?;
        tracing::info!(version = version + 1, "the file was upgraded");
    }
    Ok(())
}

fn step_up(connection: &mut Connection, migration: &str, version: usize, path: &Path) -> Result<(), StoreError> {
    let at = |cause| StoreError::at(cause, path);
    let tx = connection.transaction().map_err(at)?;
    tx.execute_batch(migration).map_err(at)?;
    if version == rechain::FORMAT {
        rechain::rechain(&tx)?;
    }
    tx.pragma_update(None, "user_version", version as i64).map_err(at)?;
    tx.commit().map_err(at)
}
