//! Opening the file: one program at a time, the right key, a format this program knows, and nothing recreated in silence.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::pool::PoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row, SqliteConnection};
use sync::DeviceId;
use tokio::sync::Mutex;

use crate::StoreError;
use crate::log;
use crate::pen::Writer;

/// The schema, one file per format version. A released file is never edited; the next version adds one.
const MIGRATIONS: &[&str] = &[include_str!("../../../migrations/desk/0001_first.sql")];
/// `ZHGU`: tells our file from any other SQLite file.
const APPLICATION_ID: i64 = 0x5a48_4755;
/// A few readers are enough for one console; each holds its own page cache.
const READERS: u32 = 3;

/// The 256-bit key that the file, the attachments and the index are sealed with.
#[derive(Clone)]
pub struct Key(pub [u8; 32]);

impl Key {
    /// A key for another purpose, from which this one cannot be found.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        blake3::derive_key(&format!("zhanggui 2026 {purpose}"), &self.0)
    }

    /// SQLCipher takes a raw key as a blob literal and then skips its slow derivation.
    fn pragma(&self) -> String {
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
    pub(crate) readers: SqlitePool,
    pub(crate) writer: Arc<Mutex<Writer>>,
    pub(crate) folder: Folder,
    pub(crate) blob_key: Arc<[u8; 32]>,
    device: DeviceId,
    _lock: Arc<File>,
}

impl Store {
    /// Makes a new file for `device`. Fails if one is there.
    pub async fn create(folder: &Folder, key: &Key, device: DeviceId) -> Result<Store, StoreError> {
        std::fs::create_dir_all(&folder.0).map_err(|cause| StoreError::ReadOnly { path: folder.0.clone(), detail: cause.to_string() })?;
        let lock = folder.lock()?;
        if folder.exists() {
            return Err(StoreError::Exists(folder.0.clone()));
        }
        let path = folder.database();
        let mut connection = connect(&path, key, true).await?;
        found(&mut connection, device).await.map_err(|cause| StoreError::at(cause, &path))?;
        Store::with(connection, folder, key, device, lock).await
    }

    /// Opens the file that is there, upgrading an older format.
    pub async fn open(folder: &Folder, key: &Key) -> Result<Store, StoreError> {
        if !folder.exists() {
            return Err(StoreError::Missing(folder.0.clone()));
        }
        let lock = folder.lock()?;
        let path = folder.database();
        let mut connection = connect(&path, key, false).await?;
        upgrade(&mut connection, &path).await?;
        let device = log::device(&mut connection).await.map_err(|cause| StoreError::at(cause, &path))?;
        Store::with(connection, folder, key, device, lock).await
    }

    async fn with(mut connection: SqliteConnection, folder: &Folder, key: &Key, device: DeviceId, lock: File) -> Result<Store, StoreError> {
        let path = folder.database();
        let author = log::author(&mut connection, device).await?;
        let readers = PoolOptions::new()
            .max_connections(READERS)
            .connect_with(options(&path, key, false).read_only(true))
            .await
            .map_err(|cause| StoreError::at(cause, &path))?;
        Ok(Store {
            readers,
            writer: Arc::new(Mutex::new(Writer { connection, author })),
            folder: folder.clone(),
            blob_key: Arc::new(key.derive("attachments")),
            device,
            _lock: Arc::new(lock),
        })
    }

    pub fn device(&self) -> DeviceId {
        self.device
    }

    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Reads every page; an empty answer means the file is sound. Slow on large files.
    pub async fn check(&self) -> Result<Vec<String>, StoreError> {
        let rows = sqlx::query("PRAGMA quick_check").fetch_all(&self.readers).await?;
        Ok(rows.iter().map(|row| row.get::<String, _>(0)).filter(|line| line != "ok").collect())
    }

    /// Lets no more pages be written than there are, as a full disk would. For tests of what a full disk does.
    #[doc(hidden)]
    pub async fn limit_pages(&self, pages: i64) -> Result<(), StoreError> {
        let mut writer = self.writer.lock().await;
        sqlx::query(AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"))).execute(&mut writer.connection).await?;
        Ok(())
    }

    /// Writes everything to the file and closes it.
    pub async fn close(&self) {
        self.readers.close().await;
        let mut writer = self.writer.lock().await;
        // The log is durable already; a checkpoint only shortens the next start.
        if let Err(cause) = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut writer.connection).await {
            tracing::warn!(%cause, "the write-ahead log was not folded in");
        }
    }
}

fn options(path: &Path, key: &Key, create: bool) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(create)
        .pragma("key", key.pragma())
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("temp_store", "MEMORY")
        .pragma("secure_delete", "ON")
        .pragma("cache_size", "-16000")
        .busy_timeout(Duration::from_secs(5))
        .statement_cache_capacity(400)
        .disable_statement_logging()
}

async fn connect(path: &Path, key: &Key, create: bool) -> Result<SqliteConnection, StoreError> {
    SqliteConnection::connect_with(&options(path, key, create)).await.map_err(|cause| StoreError::at(cause, path))
}

/// Lays out an empty file.
async fn found(connection: &mut SqliteConnection, device: DeviceId) -> Result<(), sqlx::Error> {
    let mut tx = connection.begin().await?;
    for migration in MIGRATIONS {
        sqlx::raw_sql(*migration).execute(&mut *tx).await?;
    }
    let version = MIGRATIONS.len();
    sqlx::raw_sql(AssertSqlSafe(format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {version}"))).execute(&mut *tx).await?;
    sqlx::query("INSERT INTO meta (key, value) VALUES ('device', ?)").bind(device.0 as i64).execute(&mut *tx).await?;
    tx.commit().await
}

async fn pragma(connection: &mut SqliteConnection, name: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(AssertSqlSafe(format!("PRAGMA {name}"))).fetch_one(connection).await
}

/// Brings an older file to this program's format; refuses a newer one and anything that is not ours.
async fn upgrade(connection: &mut SqliteConnection, path: &Path) -> Result<(), StoreError> {
    let at = |cause| StoreError::at(cause, path);
    let found = pragma(connection, "user_version").await.map_err(at)?;
    let known = MIGRATIONS.len() as i64;
    if found > known {
        return Err(StoreError::Newer { path: path.into(), found, known });
    }
    if pragma(connection, "application_id").await.map_err(at)? != APPLICATION_ID || found < 1 {
        return Err(StoreError::Damaged { path: path.into(), detail: "the file holds no desk".into() });
    }
    for (version, migration) in MIGRATIONS.iter().enumerate().skip(found as usize) {
        let mut tx = connection.begin().await.map_err(at)?;
        sqlx::raw_sql(*migration).execute(&mut *tx).await.map_err(at)?;
        sqlx::raw_sql(AssertSqlSafe(format!("PRAGMA user_version = {}", version + 1))).execute(&mut *tx).await.map_err(at)?;
        tx.commit().await.map_err(at)?;
        tracing::info!(version = version + 1, "the file was upgraded");
    }
    Ok(())
}
