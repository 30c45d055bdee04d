//! A hub's database in PostgreSQL: for a chain whose hubs are several, or whose database is somebody's work.
//!
//! What a writing transaction reads for its decision it locks: the device, the records (those that are not there yet as well),
//! and last the heads of the scopes it writes to, each in order. It sees what was committed before it got the lock, so two
//! hubs decide as one. Rows go as arrays, one statement for all of a kind. Nothing is announced from within a transaction:
//! PostgreSQL would let one commit at a time.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::Id;
use domain::scope::Scope;
use postgres::types::ToSql;
use postgres::{Client, Row, Statement};
use sync::ledger::{Because, Changes, Device, DeviceState, Entry, Epoch, Grant, Held, Ledger, Record};
use sync::{Chain, DeviceId, Dot, Head};

use super::rows::{self, Heard, Line, OpRow, signed};
use crate::LedgerError;
use address::Address;

mod address;
mod administration;
mod audit;
mod news;
mod trust;
mod write;

/// The schema, one file per format version. A released file is never edited; the next version adds one.
const MIGRATIONS: &[&str] =
    &[include_str!("../../../../migrations/hub-postgres/0001_begin.sql"), include_str!("../../../../migrations/hub-postgres/0002_trust.sql")];
/// Held while the schema is made or changed, so that hubs that start at once do it one after the other.
const SCHEMA_LOCK: i64 = 0x5a48_4842;

type Given<'a> = &'a [&'a (dyn ToSql + Sync)];

pub use news::{Crier, News};

pub struct Postgres {
    server: Arc<Address>,
    /// Connections that nobody is using.
    idle: Mutex<Vec<Link>>,
}

/// A connection and what it has prepared.
struct Link {
    client: Client,
    prepared: HashMap<&'static str, Statement>,
}

impl Link {
    fn to(server: &Address) -> Result<Self, LedgerError> {
        let mut client = server.connect()?;
        // Whoever set the server to promise less than a commit that is on the disk did not mean the hub; more than that stays.
        client.batch_execute("SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'")?;
        // Statements are prepared while tables are empty, when reading them whole looks cheapest; the plan stays, the tables grow.
        // Everything is asked for by key. Without this 100,000 ops into a new hub came in at 6,000 a second instead of 33,000.
        // The one table without a key then looks dear enough to compile a plan for, which takes longer than anything it saves.
        client.batch_execute("SET enable_seqscan = off; SET jit = off")?;
        Ok(Link { client, prepared: HashMap::new() })
    }

    fn prepare(&mut self, statement: &'static str) -> Result<Statement, LedgerError> {
        if let Some(prepared) = self.prepared.get(statement) {
            return Ok(prepared.clone());
        }
        let prepared = self.client.prepare(statement)?;
        self.prepared.insert(statement, prepared.clone());
        Ok(prepared)
    }

    fn rows(&mut self, statement: &'static str, given: Given<'_>) -> Result<Vec<Row>, LedgerError> {
        let statement = self.prepare(statement)?;
        Ok(self.client.query(&statement, given)?)
    }

    fn run(&mut self, statement: &'static str, given: Given<'_>) -> Result<(), LedgerError> {
        let statement = self.prepare(statement)?;
        self.client.execute(&statement, given)?;
        Ok(())
    }
}

impl Postgres {
    pub fn create(server: &str, epoch: u64) -> Result<Self, LedgerError> {
        let server = Address::of(server)?;
        let mut link = Link::to(&server)?;
        let mut schema = locked_schema(&mut link.client)?;
        if found_version(&mut schema)?.is_some() {
            return Err(LedgerError::Exists(server.place().to_owned()));
        }
        MIGRATIONS.iter().try_for_each(|migration| schema.batch_execute(migration))?;
        schema.execute("INSERT INTO version (number) VALUES ($1)", &[&(MIGRATIONS.len() as i32)])?;
        schema.execute("INSERT INTO epoch (only_one, number) VALUES (1, $1)", &[&signed(epoch)])?;
        schema.commit()?;
        Ok(Self::with(server, link))
    }

    pub fn open(server: &str) -> Result<Self, LedgerError> {
        let server = Address::of(server)?;
        let mut link = Link::to(&server)?;
        let mut schema = locked_schema(&mut link.client)?;
        let found = found_version(&mut schema)?.ok_or_else(|| LedgerError::Missing(server.place().to_owned()))?;
        let known = MIGRATIONS.len() as i64;
        if found > known {
            return Err(LedgerError::Newer { address: server.place().to_owned(), found, known });
        }
        MIGRATIONS.iter().skip(rows::number(found)? as usize).try_for_each(|migration| schema.batch_execute(migration))?;
        if found < known {
            schema.execute("UPDATE version SET number = $1", &[&(known as i32)])?;
        }
        schema.commit()?;
        Ok(Self::with(server, link))
    }

    fn with(server: Address, link: Link) -> Self {
        Postgres { server: Arc::new(server), idle: Mutex::new(vec![link]) }
    }

    pub fn clock(&self) -> Result<domain::time::Millis, LedgerError> {
        let mut asked = self.begin(false)?;
        let found = asked.all("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint", &[], |row| Ok(row.try_get(0)?))?;
        asked.end("COMMIT")?;
        found.into_iter().next().ok_or(LedgerError::stored("the time"))
    }

    /// Hears what other hubs over this server tell, and tells them.
    pub fn others(&self, heard: impl Fn(News) + Send + 'static) -> Crier {
        news::start(&self.server, heard)
    }

    pub fn begin(&self, writing: bool) -> Result<Transaction<'_>, LedgerError> {
        let how = if writing { "BEGIN ISOLATION LEVEL READ COMMITTED" } else { "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" };
        let link = self.begun(how)?;
        Ok(Transaction { server: self, link: Some(Box::new(link)), locking: writing })
    }

    /// A connection with a transaction open. One that has died while nobody used it is not the caller's trouble.
    fn begun(&self, how: &str) -> Result<Link, LedgerError> {
        while let Some(mut link) = self.idle().pop() {
            if link.client.batch_execute(how).is_ok() {
                return Ok(link);
            }
        }
        let mut link = Link::to(&self.server)?;
        link.client.batch_execute(how)?;
        Ok(link)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Link>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a reading transaction was told devices have heard. Nobody waits for the disk: losing it makes the hub only more
    /// lenient, and the desk says it again.
    pub fn remember(&self, heard: &Heard) -> Result<(), LedgerError> {
        let mut after = self.begin(true)?;
        after.link()?.client.batch_execute("SET LOCAL synchronous_commit = off")?;
        write::heard(after.link()?, heard)?;
        after.end("COMMIT")
    }
}

fn locked_schema(client: &mut Client) -> Result<postgres::Transaction<'_>, LedgerError> {
    let mut transaction = client.transaction()?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&SCHEMA_LOCK])?;
    Ok(transaction)
}

/// None where there is no hub.
fn found_version(schema: &mut postgres::Transaction<'_>) -> Result<Option<i64>, LedgerError> {
    let is_there: bool = schema.query_one("SELECT to_regclass('scope_head') IS NOT NULL AND to_regclass('version') IS NOT NULL", &[])?.try_get(0)?;
    if !is_there {
        return Ok(None);
    }
    let found: i32 = schema.query_one("SELECT number FROM version", &[])?.try_get(0)?;
    Ok(Some(i64::from(found)))
}

pub struct Transaction<'d> {
    server: &'d Postgres,
    /// None once it has ended.
    link: Option<Box<Link>>,
    /// What is read will be written by it. Over once it has written: what is asked after that is only told, and locking it
    /// behind the heads would be against the order.
    locking: bool,
}

impl Transaction<'_> {
    /// A connection on which that failed is given up, and with it the transaction.
    pub fn end(&mut self, how: &str) -> Result<(), LedgerError> {
        let Some(mut link) = self.link.take() else { return Ok(()) };
        link.client.batch_execute(how)?;
        self.server.idle().push(*link);
        Ok(())
    }

    fn link(&mut self) -> Result<&mut Link, LedgerError> {
        self.link.as_deref_mut().ok_or(LedgerError::ReadOnly)
    }

    fn all<T>(&mut self, statement: &'static str, given: Given<'_>, read: impl Fn(&Row) -> Result<T, LedgerError>) -> Result<Vec<T>, LedgerError> {
        self.link()?.rows(statement, given)?.iter().map(read).collect()
    }

    /// One number of one scope; none counts as 0.
    fn number_of(&mut self, statement: &'static str, scope: Scope) -> Result<u64, LedgerError> {
        let found = self.all(statement, &[&scope.to_bytes().as_slice()], |row| rows::number(row.try_get(0)?))?;
        Ok(found.into_iter().next().unwrap_or_default())
    }
}

fn bytes_of(ids: &[Id]) -> Vec<&[u8]> {
    ids.iter().map(|id| id.0.as_slice()).collect()
}

fn read_device(row: &Row) -> Result<Device, LedgerError> {
    let head = Head { seq: rows::number(row.try_get(1)?)?, chain: Chain(rows::hash(row.try_get(2)?)?) };
    let state = if row.try_get(3)? { DeviceState::Revoked } else { DeviceState::Live };
    let (home, ordinal) = (rows::scope(row.try_get(5)?)?, rows::small(row.try_get(6)?)?);
    Ok(Device { device: rows::device(row.try_get(0)?), head, state, head_office: row.try_get(4)?, home, ordinal })
}

/// None for a row that is only there to be locked.
fn read_record(row: &Row) -> Result<Option<(Id, Record)>, LedgerError> {
    let Some(noun) = row.try_get::<_, Option<i32>>(1)? else { return Ok(None) };
    let record = rows::record(i64::from(noun), row.try_get(2)?, row.try_get(3)?, row.try_get(4)?, row.try_get(5)?)?;
    Ok(Some((rows::id(row.try_get(0)?)?, record)))
}

fn read_line(row: &Row) -> Result<Entry, LedgerError> {
    let line = Line {
        seq: row.try_get(0)?,
        root: row.try_get(1)?,
        kind: row.try_get(2)?,
        device: row.try_get(3)?,
        first: row.try_get(4)?,
        last: row.try_get(5)?,
        also: row.try_get(6)?,
    };
    line.entry()
}

fn read_held(row: &Row) -> Result<Held, LedgerError> {
    let (reason, bytes, came) = (row.try_get(3)?, row.try_get(4)?, row.try_get(5)?);
    OpRow { seq: row.try_get(0)?, id: row.try_get(1)?, state: row.try_get(2)?, reason, bytes, came }.held()
}

fn read_grant(row: &Row) -> Result<Grant, LedgerError> {
    rows::grant(row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)
}

fn read_dot(row: &Row, at: usize) -> Result<Dot, LedgerError> {
    Ok(Dot { device: rows::device(row.try_get(at)?), seq: rows::number(row.try_get(at + 1)?)? })
}

impl Ledger for Transaction<'_> {
    type Error = LedgerError;

    fn epoch(&mut self) -> Result<Epoch, LedgerError> {
        let found = self
            .all("SELECT number, restored FROM epoch", &[], |row| Ok(Epoch { number: rows::number(row.try_get(0)?)?, restored: row.try_get(1)? }))?;
        found.into_iter().next().ok_or(LedgerError::stored("the hub's epoch"))
    }

    fn device(&mut self, device: DeviceId) -> Result<Option<Device>, LedgerError> {
        let statement = match self.locking {
            true => "SELECT device, seq, chain, revoked, head_office, home, ordinal FROM device WHERE device = $1 FOR UPDATE",
            false => "SELECT device, seq, chain, revoked, head_office, home, ordinal FROM device WHERE device = $1",
        };
        Ok(self.all(statement, &[&(device.0 as i64)], read_device)?.into_iter().next())
    }

    fn records(&mut self, ids: &[Id]) -> Result<Vec<(Id, Record)>, LedgerError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids = bytes_of(ids);
        let statement = match self.locking {
            true => "SELECT id, noun, root, by, home, facts FROM record WHERE id = ANY($1) ORDER BY id FOR UPDATE",
            false => "SELECT id, noun, root, by, home, facts FROM record WHERE id = ANY($1) ORDER BY id",
        };
        if self.locking {
            self.link()?
                .run("INSERT INTO record (id) SELECT id FROM unnest($1::bytea[]) AS wanted(id) ORDER BY id ON CONFLICT DO NOTHING", &[&ids])?;
        }
        Ok(self.all(statement, &[&ids], read_record)?.into_iter().flatten().collect())
    }

    fn because(&mut self, roots: &[Id]) -> Result<Vec<Because>, LedgerError> {
        let statement = "SELECT root, scope, cause FROM because WHERE root = ANY($1)";
        self.all(statement, &[&bytes_of(roots)], |row| {
            Ok(Because { root: rows::id(row.try_get(0)?)?, scope: rows::scope(row.try_get(1)?)?, cause: rows::id(row.try_get(2)?)? })
        })
    }

    fn left(&mut self, roots: &[Id]) -> Result<Vec<(Id, Scope, u64)>, LedgerError> {
        let statement = "SELECT root, scope, seq FROM left_scope WHERE root = ANY($1)";
        self.all(statement, &[&bytes_of(roots)], |row| {
            Ok((rows::id(row.try_get(0)?)?, rows::scope(row.try_get(1)?)?, rows::number(row.try_get(2)?)?))
        })
    }

    fn lock_heads(&mut self, scopes: &BTreeSet<Scope>) -> Result<BTreeMap<Scope, u64>, LedgerError> {
        let wanted: Vec<Vec<u8>> = scopes.iter().map(|scope| scope.to_bytes().to_vec()).collect();
        if wanted.is_empty() {
            return Ok(BTreeMap::new());
        }
        let begin =
            "INSERT INTO scope_head (scope, head) SELECT scope, 0 FROM unnest($1::bytea[]) AS wanted(scope) ORDER BY scope ON CONFLICT DO NOTHING";
        self.link()?.run(begin, &[&wanted])?;
        let statement = "SELECT scope, head FROM scope_head WHERE scope = ANY($1) ORDER BY scope FOR UPDATE";
        let heads = self.all(statement, &[&wanted], |row| Ok((rows::scope(row.try_get(0)?)?, rows::number(row.try_get(1)?)?)))?;
        Ok(heads.into_iter().collect())
    }

    fn head(&mut self, scope: Scope) -> Result<u64, LedgerError> {
        self.number_of("SELECT head FROM scope_head WHERE scope = $1", scope)
    }

    fn log(&mut self, scope: Scope, after: u64, limit: usize) -> Result<Vec<Entry>, LedgerError> {
        let statement = "SELECT seq, root, kind, device, first, last, also FROM scope_log WHERE scope = $1 AND seq > $2 ORDER BY seq LIMIT $3";
        self.all(statement, &[&scope.to_bytes().as_slice(), &signed(after), &(limit as i64)], read_line)
    }

    fn trimmed(&mut self, scope: Scope) -> Result<u64, LedgerError> {
        self.number_of("SELECT up_to FROM scope_trim WHERE scope = $1", scope)
    }

    fn members(&mut self, scope: Scope, after: Id, limit: usize) -> Result<Vec<Id>, LedgerError> {
        let statement = "SELECT DISTINCT root FROM because WHERE scope = $1 AND root > $2 ORDER BY root LIMIT $3";
        self.all(statement, &[&scope.to_bytes().as_slice(), &after.0.as_slice(), &(limit as i64)], |row| rows::id(row.try_get(0)?))
    }

    fn log_of(&mut self, device: DeviceId, first: u64, last: u64) -> Result<Vec<Held>, LedgerError> {
        let statement = "SELECT seq, id, state, reason, bytes, came FROM op WHERE device = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq";
        self.all(statement, &[&(device.0 as i64), &signed(first), &signed(last)], read_held)
    }

    fn ops_of(&mut self, roots: &[Id]) -> Result<Vec<(Id, Dot, Vec<u8>)>, LedgerError> {
        let statement = "SELECT record.root, op.device, op.seq, op.bytes \
                         FROM unnest($1::bytea[]) WITH ORDINALITY AS wanted(root, place) \
                         JOIN record ON record.root = wanted.root AND record.noun IS NOT NULL \
                         JOIN op ON op.id = record.id AND op.state = 0 \
                         ORDER BY wanted.place, op.device, op.seq";
        self.all(statement, &[&bytes_of(roots)], |row| Ok((rows::id(row.try_get(0)?)?, read_dot(row, 1)?, row.try_get(3)?)))
    }

    fn ops_in(&mut self, ranges: &[(DeviceId, u64, u64)]) -> Result<Vec<(Dot, Vec<u8>)>, LedgerError> {
        if ranges.is_empty() {
            return Ok(Vec::new());
        }
        let devices: Vec<i64> = ranges.iter().map(|(device, ..)| device.0 as i64).collect();
        let (first, last): (Vec<i64>, Vec<i64>) = ranges.iter().map(|(_, first, last)| (signed(*first), signed(*last))).unzip();
        let statement = "SELECT op.device, op.seq, op.bytes \
                         FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS wanted(device, first, last, place) \
                         JOIN op ON op.device = wanted.device AND op.seq BETWEEN wanted.first AND wanted.last AND op.state = 0 \
                         ORDER BY wanted.place, op.seq";
        self.all(statement, &[&devices, &first, &last], |row| Ok((read_dot(row, 0)?, row.try_get(2)?)))
    }

    fn wanted(&mut self, limit: usize) -> Result<Vec<Dot>, LedgerError> {
        if self.epoch()?.restored.is_none() {
            return Ok(Vec::new());
        }
        self.all("SELECT device, seq FROM op WHERE state = 2 ORDER BY device, seq LIMIT $1", &[&(limit as i64)], |row| read_dot(row, 0))
    }

    fn grants(&mut self, device: DeviceId) -> Result<Vec<Grant>, LedgerError> {
        self.all("SELECT scope, live, heard FROM device_scope WHERE device = $1 ORDER BY scope", &[&(device.0 as i64)], read_grant)
    }

    fn write(&mut self, changes: Changes) -> Result<(), LedgerError> {
        self.locking = false;
        write::all(self.link()?, &changes)
    }
}
