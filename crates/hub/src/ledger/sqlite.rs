//! A hub's database in one SQLite file: for a chain that has one machine for its hub.
//!
//! One transaction writes at a time and every commit is on the disk before it returns; readers see the moment they began and
//! wait for nobody. In-process statements cost a microsecond, so many of one kind are a loop and not one large statement.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Id;
use domain::scope::Scope;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Params, Row, TransactionBehavior, params};
use sync::ledger::{Because, Changes, Device, DeviceState, Entry, Epoch, Grant, Held, Ledger, Record};
use sync::{Chain, DeviceId, Dot, Head};

use super::rows::{self, Heard, Line, OpRow, signed};
use crate::LedgerError;

mod administration;
mod audit;
mod trust;
mod write;

/// The schema, one file per format version. A released file is never edited; the next version adds one.
const MIGRATIONS: &[&str] =
    &[include_str!("../../../../migrations/hub-sqlite/0001_begin.sql"), include_str!("../../../../migrations/hub-sqlite/0002_trust.sql")];
/// `ZHHB`: tells a hub's file from a desk's and from any other.
const APPLICATION_ID: i64 = 0x5a48_4842;
/// Another program may hold the file as long as an administrator's command takes.
const PATIENCE: Duration = Duration::from_secs(10);

pub struct Sqlite {
    path: PathBuf,
    writer: Mutex<Connection>,
    /// Writes what need not be on the disk at once; used only by whoever holds the writer.
    light: Mutex<Connection>,
    /// Readers that nobody is using.
    readers: Mutex<Vec<Connection>>,
}

impl Sqlite {
    pub fn create(path: &Path, epoch: u64) -> Result<Self, LedgerError> {
        if path.exists() {
            return Err(LedgerError::Exists(path.display().to_string()));
        }
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        make_private(path)?;
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection.execute_batch("BEGIN IMMEDIATE")?;
        MIGRATIONS.iter().try_for_each(|migration| connection.execute_batch(migration))?;
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        connection.execute("INSERT INTO version (number) VALUES (?)", [MIGRATIONS.len() as i64])?;
        connection.execute("INSERT INTO epoch (only_one, number) VALUES (1, ?)", [signed(epoch)])?;
        connection.execute_batch("COMMIT")?;
        Self::with(path, connection)
    }

    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        let missing = || LedgerError::Missing(path.display().to_string());
        if !path.exists() {
            return Err(missing());
        }
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        if application != APPLICATION_ID {
            return Err(missing());
        }
        upgrade(&connection, path)?;
        Self::with(path, connection)
    }

    fn with(path: &Path, connection: Connection) -> Result<Self, LedgerError> {
        let light = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        light.execute_batch("PRAGMA synchronous = NORMAL")?;
        Ok(Sqlite { path: path.to_owned(), writer: Mutex::new(connection), light: Mutex::new(light), readers: Mutex::new(Vec::new()) })
    }

    pub fn begin(&self, writing: bool) -> Result<Transaction<'_>, LedgerError> {
        let lent = if writing { Lent::Writer(unpoisoned(&self.writer)) } else { Lent::Reader(self.reader()?) };
        lent.connection().execute_batch(if writing { "BEGIN IMMEDIATE" } else { "BEGIN" })?;
        Ok(Transaction { file: self, lent: Some(lent) })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A copy of the file as it is at one moment, while the hub goes on.
    pub fn back_up(&self, to: &Path) -> Result<(), LedgerError> {
        if to.exists() {
            return Err(LedgerError::Exists(to.display().to_string()));
        }
        make_private(to)?;
        let path = to.to_str().ok_or_else(|| LedgerError::Address(to.display().to_string()))?;
        self.reader()?.execute("VACUUM INTO ?", [path])?;
        Ok(())
    }

    fn reader(&self) -> Result<Connection, LedgerError> {
        let idle = unpoisoned(&self.readers).pop();
        idle.map_or_else(|| Ok(connect(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?), Ok)
    }

    /// What a reading transaction was told devices have heard. Nobody waits for the disk: losing it makes the hub only more
    /// lenient, and the desk says it again. The next commit that must be on the disk brings it along.
    pub fn remember(&self, heard: &Heard) -> Result<(), LedgerError> {
        let _turn = unpoisoned(&self.writer);
        let mut light = unpoisoned(&self.light);
        let after = light.transaction_with_behavior(TransactionBehavior::Immediate)?;
        write::heard(&after, heard)?;
        Ok(after.commit()?)
    }
}

/// An empty file for this user alone: the hub's keys are in it, and SQLite gives its other files the same rights.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// A thread that panicked has undone its transaction, so what it held is whole.
fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(PATIENCE)?;
    if !flags.contains(OpenFlags::SQLITE_OPEN_READ_ONLY) {
        connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")?;
    }
    connection.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000")?;
    connection.set_prepared_statement_cache_capacity(100);
    Ok(connection)
}

/// Brings an older file to this program's format; refuses a newer one.
fn upgrade(connection: &Connection, path: &Path) -> Result<(), LedgerError> {
    let (found, known): (i64, i64) = (connection.query_row("SELECT number FROM version", [], |row| row.get(0))?, MIGRATIONS.len() as i64);
    if found > known {
        return Err(LedgerError::Newer { address: path.display().to_string(), found, known });
    }
    for (at, migration) in MIGRATIONS.iter().enumerate().skip(rows::number(found)? as usize) {
        connection.execute_batch(&format!("BEGIN IMMEDIATE; {migration}; UPDATE version SET number = {}; COMMIT", at + 1))?;
    }
    Ok(())
}

/// The connection that a transaction has for itself.
enum Lent<'d> {
    Writer(MutexGuard<'d, Connection>),
    Reader(Connection),
}

impl Lent<'_> {
    fn connection(&self) -> &Connection {
        match self {
            Lent::Writer(connection) => connection,
            Lent::Reader(connection) => connection,
        }
    }
}

pub struct Transaction<'d> {
    file: &'d Sqlite,
    /// None once it has ended.
    lent: Option<Lent<'d>>,
}

impl Transaction<'_> {
    pub fn end(&mut self, how: &str) -> Result<(), LedgerError> {
        let Some(lent) = self.lent.take() else { return Ok(()) };
        let ended = lent.connection().execute_batch(how);
        if ended.is_err() && !lent.connection().is_autocommit() {
            // A commit that failed leaves the transaction open: the disk may be full.
            lent.connection().execute_batch("ROLLBACK")?;
        }
        if let Lent::Reader(connection) = lent {
            unpoisoned(&self.file.readers).push(connection);
        }
        Ok(ended?)
    }

    fn connection(&self) -> Result<&Connection, LedgerError> {
        self.lent.as_ref().map(Lent::connection).ok_or(LedgerError::ReadOnly)
    }

    fn is_writing(&self) -> bool {
        matches!(self.lent, Some(Lent::Writer(_)))
    }

    fn all<T>(&self, statement: &str, given: impl Params, read: impl Fn(&Row<'_>) -> Result<T, LedgerError>) -> Result<Vec<T>, LedgerError> {
        let mut statement = self.connection()?.prepare_cached(statement)?;
        let mut rows = statement.query(given)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(read(row)?);
        }
        Ok(found)
    }

    /// One number of one scope; none counts as 0.
    fn number_of(&self, statement: &str, scope: Scope) -> Result<u64, LedgerError> {
        let found: Option<i64> = self.connection()?.prepare_cached(statement)?.query_row([scope.to_bytes()], |row| row.get(0)).optional()?;
        rows::number(found.unwrap_or_default())
    }
}

/// Bytes that stand in a row, not copied.
fn blob<'r>(row: &'r Row<'_>, at: usize) -> Result<&'r [u8], LedgerError> {
    row.get_ref(at)?.as_blob().map_err(|_| LedgerError::stored("a column of bytes"))
}

fn blob_or_null<'r>(row: &'r Row<'_>, at: usize) -> Result<Option<&'r [u8]>, LedgerError> {
    row.get_ref(at)?.as_blob_or_null().map_err(|_| LedgerError::stored("a column of bytes"))
}

fn read_device(row: &Row<'_>) -> Result<Device, LedgerError> {
    let head = Head { seq: rows::number(row.get(1)?)?, chain: Chain(rows::hash(blob(row, 2)?)?) };
    let state = if row.get(3)? { DeviceState::Revoked } else { DeviceState::Live };
    let (home, ordinal) = (rows::scope(blob(row, 5)?)?, rows::small(row.get(6)?)?);
    Ok(Device { device: rows::device(row.get(0)?), head, state, head_office: row.get(4)?, home, ordinal })
}

fn read_record(row: &Row<'_>) -> Result<(Id, Record), LedgerError> {
    let record = rows::record(row.get(1)?, blob(row, 2)?, row.get(3)?, blob(row, 4)?, blob(row, 5)?)?;
    Ok((rows::id(blob(row, 0)?)?, record))
}

fn read_line(row: &Row<'_>) -> Result<Entry, LedgerError> {
    let line = Line {
        seq: row.get(0)?,
        root: row.get(1)?,
        kind: row.get(2)?,
        device: row.get(3)?,
        first: row.get(4)?,
        last: row.get(5)?,
        also: row.get(6)?,
    };
    line.entry()
}

fn read_held(row: &Row<'_>) -> Result<Held, LedgerError> {
    let (reason, came) = (blob_or_null(row, 3)?, blob_or_null(row, 5)?);
    OpRow { seq: row.get(0)?, id: blob(row, 1)?, state: row.get(2)?, reason, bytes: row.get(4)?, came }.held()
}

fn read_grant(row: &Row<'_>) -> Result<Grant, LedgerError> {
    rows::grant(blob(row, 0)?, row.get(1)?, blob_or_null(row, 2)?)
}

fn read_dot(row: &Row<'_>) -> Result<Dot, LedgerError> {
    Ok(Dot { device: rows::device(row.get(0)?), seq: rows::number(row.get(1)?)? })
}

impl Ledger for Transaction<'_> {
    type Error = LedgerError;

    fn epoch(&mut self) -> Result<Epoch, LedgerError> {
        let (number, restored) =
            self.connection()?.prepare_cached("SELECT number, restored FROM epoch")?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Epoch { number: rows::number(number)?, restored })
    }

    fn device(&mut self, device: DeviceId) -> Result<Option<Device>, LedgerError> {
        let found =
            self.all("SELECT device, seq, chain, revoked, head_office, home, ordinal FROM device WHERE device = ?", [device.0 as i64], read_device)?;
        Ok(found.into_iter().next())
    }

    fn records(&mut self, ids: &[Id]) -> Result<Vec<(Id, Record)>, LedgerError> {
        let of = |id: &Id| self.all("SELECT id, noun, root, by, home, facts FROM record WHERE id = ?", [id.0], read_record);
        flat(ids.iter().map(of))
    }

    fn because(&mut self, roots: &[Id]) -> Result<Vec<Because>, LedgerError> {
        let read =
            |row: &Row<'_>| Ok(Because { root: rows::id(blob(row, 0)?)?, scope: rows::scope(blob(row, 1)?)?, cause: rows::id(blob(row, 2)?)? });
        flat(roots.iter().map(|root| self.all("SELECT root, scope, cause FROM because WHERE root = ? ORDER BY scope, cause", [root.0], read)))
    }

    fn left(&mut self, roots: &[Id]) -> Result<Vec<(Id, Scope, u64)>, LedgerError> {
        let read = |row: &Row<'_>| Ok((rows::id(blob(row, 0)?)?, rows::scope(blob(row, 1)?)?, rows::number(row.get(2)?)?));
        flat(roots.iter().map(|root| self.all("SELECT root, scope, seq FROM left_scope WHERE root = ? ORDER BY scope", [root.0], read)))
    }

    /// The one writer holds them already.
    fn lock_heads(&mut self, scopes: &BTreeSet<Scope>) -> Result<BTreeMap<Scope, u64>, LedgerError> {
        scopes.iter().map(|scope| Ok((*scope, self.head(*scope)?))).collect()
    }

    fn head(&mut self, scope: Scope) -> Result<u64, LedgerError> {
        self.number_of("SELECT head FROM scope_head WHERE scope = ?", scope)
    }

    fn log(&mut self, scope: Scope, after: u64, limit: usize) -> Result<Vec<Entry>, LedgerError> {
        let statement = "SELECT seq, root, kind, device, first, last, also FROM scope_log WHERE scope = ? AND seq > ? ORDER BY seq LIMIT ?";
        self.all(statement, params![scope.to_bytes(), signed(after), limit as i64], read_line)
    }

    fn trimmed(&mut self, scope: Scope) -> Result<u64, LedgerError> {
        self.number_of("SELECT up_to FROM scope_trim WHERE scope = ?", scope)
    }

    fn members(&mut self, scope: Scope, after: Id, limit: usize) -> Result<Vec<Id>, LedgerError> {
        let statement = "SELECT DISTINCT root FROM because WHERE scope = ? AND root > ? ORDER BY root LIMIT ?";
        self.all(statement, params![scope.to_bytes(), after.0, limit as i64], |row| rows::id(blob(row, 0)?))
    }

    fn log_of(&mut self, device: DeviceId, first: u64, last: u64) -> Result<Vec<Held>, LedgerError> {
        let statement = "SELECT seq, id, state, reason, bytes, came FROM op WHERE device = ? AND seq BETWEEN ? AND ? ORDER BY seq";
        self.all(statement, params![device.0 as i64, signed(first), signed(last)], read_held)
    }

    fn ops_of(&mut self, roots: &[Id]) -> Result<Vec<(Id, Dot, Vec<u8>)>, LedgerError> {
        let statement = "SELECT op.device, op.seq, op.bytes FROM record JOIN op ON op.id = record.id \
                         WHERE record.root = ? AND op.state = 0 ORDER BY op.device, op.seq";
        let of = |root: &Id| self.all(statement, [root.0], |row| Ok((*root, read_dot(row)?, row.get(2)?)));
        flat(roots.iter().map(of))
    }

    fn ops_in(&mut self, ranges: &[(DeviceId, u64, u64)]) -> Result<Vec<(Dot, Vec<u8>)>, LedgerError> {
        let statement = "SELECT device, seq, bytes FROM op WHERE device = ? AND seq BETWEEN ? AND ? AND state = 0 ORDER BY seq";
        let of = |(device, first, last): &(DeviceId, u64, u64)| {
            self.all(statement, params![device.0 as i64, signed(*first), signed(*last)], |row| Ok((read_dot(row)?, row.get(2)?)))
        };
        flat(ranges.iter().map(of))
    }

    fn wanted(&mut self, limit: usize) -> Result<Vec<Dot>, LedgerError> {
        if self.epoch()?.restored.is_none() {
            return Ok(Vec::new());
        }
        self.all("SELECT device, seq FROM op WHERE state = 2 ORDER BY device, seq LIMIT ?", [limit as i64], read_dot)
    }

    fn grants(&mut self, device: DeviceId) -> Result<Vec<Grant>, LedgerError> {
        self.all("SELECT scope, live, heard FROM device_scope WHERE device = ? ORDER BY scope", [device.0 as i64], read_grant)
    }

    fn write(&mut self, changes: Changes) -> Result<(), LedgerError> {
        write::all(self.connection()?, &changes)
    }
}

fn flat<T>(lists: impl Iterator<Item = Result<Vec<T>, LedgerError>>) -> Result<Vec<T>, LedgerError> {
    Ok(lists.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}
