//! The one door to a hub's database, whichever it is: transactions for the rules, and what an administrator does.
//!
//! A reading transaction sees one moment and holds nobody up. What devices say they have heard is the only thing that it may
//! write, and that is kept aside and written after it, on its own: it matters only that it is never ahead of the desk. A
//! transaction that is dropped without [`Transaction::commit`] is undone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use domain::Id;
use domain::scope::Scope;
use domain::time::Millis;
use sync::exchange::Request;
use sync::hub::{self, Done};
use sync::ledger::{Because, Changes, Device, DeviceState, Entry, Epoch, Grant, Held, Ledger, Record};
use sync::{DeviceId, Dot, Head};

use crate::LedgerError;

mod audit;
mod heard;
mod postgres;
mod rows;
mod sqlite;
mod trust;

pub use audit::{Sealed, Wanted};
pub use postgres::{Crier, News};
pub use trust::{CODE_MS, Invitation, Late, Newcomer, Succeeded};

/// So often is a transaction begun again that others were in the way of; each time at least one of them has passed.
const TRIES: usize = 50;

/// A hub's database. It may be asked from several threads, each of which waits while it is answered.
pub struct Database {
    keeper: Keeper,
    heard: heard::Aside,
}

enum Keeper {
    Sqlite(Box<sqlite::Sqlite>),
    Postgres(postgres::Postgres),
}

/// Where a hub's database is.
enum Address {
    File(PathBuf),
    Server(String),
}

impl Address {
    fn of(address: &str) -> Result<Self, LedgerError> {
        let is_server = ["postgres://", "postgresql://"].iter().any(|start| address.starts_with(start));
        match address.strip_prefix("sqlite:") {
            Some(path) if !path.is_empty() => Ok(Address::File(PathBuf::from(path))),
            _ if is_server => Ok(Address::Server(address.to_owned())),
            _ => Err(LedgerError::Address(address.to_owned())),
        }
    }
}

impl Database {
    /// Makes a hub where there is none; `epoch` is any number from chance.
    pub fn create(address: &str, epoch: u64) -> Result<Self, LedgerError> {
        match Address::of(address)? {
            Address::File(path) => sqlite::Sqlite::create(&path, epoch).map(Box::new).map(Keeper::Sqlite),
            Address::Server(server) => postgres::Postgres::create(&server, epoch).map(Keeper::Postgres),
        }
        .map(Database::of)
    }

    /// Opens the hub that is there, upgrading an older format.
    pub fn open(address: &str) -> Result<Self, LedgerError> {
        match Address::of(address)? {
            Address::File(path) => sqlite::Sqlite::open(&path).map(Box::new).map(Keeper::Sqlite),
            Address::Server(server) => postgres::Postgres::open(&server).map(Keeper::Postgres),
        }
        .map(Database::of)
    }

    fn of(keeper: Keeper) -> Self {
        Database { keeper, heard: heard::Aside::default() }
    }

    /// What desks say they have heard is written down only this often: a thousand of them say it a thousand times a second.
    #[must_use]
    pub fn writing_heard_every(mut self, pause: Duration) -> Self {
        self.heard = heard::Aside::every(pause);
        self
    }

    /// The file, where the database is one.
    pub fn file(&self) -> Option<&std::path::Path> {
        match &self.keeper {
            Keeper::Sqlite(file) => Some(file.path()),
            Keeper::Postgres(_) => None,
        }
    }

    /// What the database's own machine takes the time to be, where it has one.
    pub fn clock(&self) -> Result<Option<Millis>, LedgerError> {
        match &self.keeper {
            Keeper::Sqlite(_) => Ok(None),
            Keeper::Postgres(server) => server.clock().map(Some),
        }
    }

    /// A copy in one file, as the hub is at one moment. PostgreSQL has tools of its own for that.
    pub fn back_up(&self, to: &std::path::Path) -> Result<(), LedgerError> {
        match &self.keeper {
            Keeper::Sqlite(file) => file.back_up(to),
            Keeper::Postgres(_) => Err(LedgerError::NoBackup),
        }
    }

    /// Hears what grows at other hubs over the same server, and tells them what grows here. A file has no other hub.
    pub fn others(&self, heard: impl Fn(News) + Send + 'static) -> Option<Crier> {
        match &self.keeper {
            Keeper::Sqlite(_) => None,
            Keeper::Postgres(server) => Some(server.others(heard)),
        }
    }

    pub fn begin(&self, writing: bool) -> Result<Transaction<'_>, LedgerError> {
        let over = match &self.keeper {
            Keeper::Sqlite(file) => Over::Sqlite(file.begin(writing)?),
            Keeper::Postgres(server) => Over::Postgres(server.begin(writing)?),
        };
        Ok(Transaction { database: self, over, writing, heard: rows::Heard::new() })
    }

    fn remember(&self, heard: rows::Heard) -> Result<(), LedgerError> {
        let due = self.heard.lay(heard);
        match &self.keeper {
            _ if due.is_empty() => Ok(()),
            Keeper::Sqlite(file) => file.remember(&due),
            Keeper::Postgres(server) => server.remember(&due),
        }
    }

    /// Does all of the work durably or none of it, and begins again when another transaction was in the way.
    pub fn within<T>(&self, writing: bool, work: impl Fn(&mut Transaction<'_>) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        let once = || -> Result<T, LedgerError> {
            let mut transaction = self.begin(writing)?;
            let done = work(&mut transaction)?;
            transaction.commit()?;
            Ok(done)
        };
        let mut done = once();
        for _ in 1..TRIES {
            match done {
                Err(cause) if cause.is_passing() => done = once(),
                _ => break,
            }
        }
        done
    }

    /// Answers one request of a device that was authenticated as the one it names. What comes back is durable and may be sent.
    pub fn answer(&self, request: &Request, now: Millis) -> Result<Done, LedgerError> {
        self.within(is_writing(request), |transaction| hub::answer(transaction, request, now))
    }

    /// A shop asks for a customer at its counter; the scopes that grew.
    pub fn pull_customer(&self, customer: Id, scope: Scope) -> Result<Vec<Scope>, LedgerError> {
        self.within(true, |transaction| hub::pull_customer(transaction, customer, scope))
    }
}

/// Whether answering takes in something. A pull is not that: what it writes is only how far the desk has heard.
pub const fn is_writing(request: &Request) -> bool {
    matches!(request, Request::Push(_) | Request::Offer { .. })
}

/// One transaction over either database.
pub struct Transaction<'d> {
    database: &'d Database,
    over: Over<'d>,
    writing: bool,
    heard: rows::Heard,
}

enum Over<'d> {
    Sqlite(sqlite::Transaction<'d>),
    Postgres(postgres::Transaction<'d>),
}

impl Transaction<'_> {
    /// Everything is on the disk when this returns.
    pub fn commit(mut self) -> Result<(), LedgerError> {
        self.end("COMMIT")?;
        self.database.remember(std::mem::take(&mut self.heard))
    }

    fn end(&mut self, how: &str) -> Result<(), LedgerError> {
        match &mut self.over {
            Over::Sqlite(transaction) => transaction.end(how),
            Over::Postgres(transaction) => transaction.end(how),
        }
    }
}

impl Drop for Transaction<'_> {
    /// Undoes what was not committed. There is nobody to tell when that fails: a server does it by itself when the connection
    /// is not well enough to ask, and what a file is left with, the next BEGIN reports.
    fn drop(&mut self) {
        let _ = self.end("ROLLBACK");
    }
}

/// A device and what it hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub device: Device,
    pub grants: Vec<Grant>,
}

/// How much a scope holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Volume {
    pub scope: Scope,
    /// Lines that its log ever had.
    pub head: u64,
    /// The log begins after this line.
    pub trimmed: u64,
    /// Wholes that stand under it now.
    pub wholes: u64,
}

/// What head office does with its hub, within a writing transaction.
pub trait Administration: Ledger<Error = LedgerError> {
    /// What no device has had, so that every desk makes ticket numbers of its own.
    fn next_ordinal(&mut self) -> Result<u32, LedgerError>;

    /// A device and its rights that are not there yet.
    fn add(&mut self, device: &Device, scopes: &[Scope]) -> Result<(), LedgerError>;

    /// Gives a scope or takes it back; what was heard of it stays known.
    fn set_grant(&mut self, device: DeviceId, scope: Scope, live: bool) -> Result<(), LedgerError>;

    fn set_state(&mut self, device: DeviceId, state: DeviceState) -> Result<(), LedgerError>;

    fn listed(&mut self) -> Result<Vec<Listed>, LedgerError>;

    fn volumes(&mut self) -> Result<Vec<Volume>, LedgerError>;

    /// Ops that are kept and were not shared, after a place, in order.
    fn refused(&mut self, after: Dot, limit: usize) -> Result<Vec<(DeviceId, Held)>, LedgerError>;

    /// Another life of the hub begins, with its first push or with a backup put back.
    fn set_epoch(&mut self, epoch: Epoch) -> Result<(), LedgerError>;

    /// Cuts a scope's log up to a line, that one included: who has not heard it begins anew.
    fn trim(&mut self, scope: Scope, up_to: u64) -> Result<(), LedgerError>;

    fn enrol(&mut self, device: DeviceId, head_office: bool, home: Scope, scopes: &[Scope]) -> Result<(), LedgerError> {
        if self.device(device)?.is_some() {
            return Err(LedgerError::Enrolled(device));
        }
        let ordinal = self.next_ordinal()?;
        self.add(&Device { device, head: Head::genesis(device), state: DeviceState::Live, head_office, home, ordinal }, scopes)
    }

    fn grant(&mut self, device: DeviceId, scope: Scope, live: bool) -> Result<(), LedgerError> {
        self.device(device)?.ok_or(LedgerError::UnknownDevice(device))?;
        self.set_grant(device, scope, live)
    }

    fn revoke(&mut self, device: DeviceId) -> Result<(), LedgerError> {
        self.device(device)?.ok_or(LedgerError::UnknownDevice(device))?;
        self.set_state(device, DeviceState::Revoked)
    }

    /// A new name with the same rights, for a folder that was copied or put back. The old name stays: its copy may go on.
    fn succeed(&mut self, old: DeviceId, new: DeviceId) -> Result<(), LedgerError> {
        let device = self.device(old)?.ok_or(LedgerError::UnknownDevice(old))?;
        if device.state == DeviceState::Revoked {
            return Err(LedgerError::Revoked(old));
        }
        let scopes: Vec<Scope> = self.grants(old)?.iter().filter(|grant| grant.live).map(|grant| grant.scope).collect();
        self.enrol(new, device.head_office, device.home, &scopes)
    }
}

macro_rules! forward {
    ($($name:ident($($given:ident: $kind:ty),*) -> $found:ty;)*) => {
        $(fn $name(&mut self, $($given: $kind),*) -> Result<$found, LedgerError> {
            match &mut self.over {
                Over::Sqlite(transaction) => transaction.$name($($given),*),
                Over::Postgres(transaction) => transaction.$name($($given),*),
            }
        })*
    };
}

impl Ledger for Transaction<'_> {
    type Error = LedgerError;

    forward! {
        epoch() -> Epoch;
        device(device: DeviceId) -> Option<Device>;
        records(ids: &[Id]) -> Vec<(Id, Record)>;
        because(roots: &[Id]) -> Vec<Because>;
        left(roots: &[Id]) -> Vec<(Id, Scope, u64)>;
        lock_heads(scopes: &BTreeSet<Scope>) -> BTreeMap<Scope, u64>;
        head(scope: Scope) -> u64;
        log(scope: Scope, after: u64, limit: usize) -> Vec<Entry>;
        trimmed(scope: Scope) -> u64;
        members(scope: Scope, after: Id, limit: usize) -> Vec<Id>;
        log_of(device: DeviceId, first: u64, last: u64) -> Vec<Held>;
        ops_of(roots: &[Id]) -> Vec<(Id, Dot, Vec<u8>)>;
        ops_in(ranges: &[(DeviceId, u64, u64)]) -> Vec<(Dot, Vec<u8>)>;
        wanted(limit: usize) -> Vec<Dot>;
        grants(device: DeviceId) -> Vec<Grant>;
    }

    fn write(&mut self, changes: Changes) -> Result<(), LedgerError> {
        if !self.writing {
            self.heard.extend(rows::only_heard(changes)?);
            return Ok(());
        }
        match &mut self.over {
            Over::Sqlite(transaction) => transaction.write(changes),
            Over::Postgres(transaction) => transaction.write(changes),
        }
    }
}

impl Administration for Transaction<'_> {
    forward! {
        next_ordinal() -> u32;
        add(device: &Device, scopes: &[Scope]) -> ();
        set_grant(device: DeviceId, scope: Scope, live: bool) -> ();
        set_state(device: DeviceId, state: DeviceState) -> ();
        listed() -> Vec<Listed>;
        volumes() -> Vec<Volume>;
        refused(after: Dot, limit: usize) -> Vec<(DeviceId, Held)>;
        set_epoch(epoch: Epoch) -> ();
        trim(scope: Scope, up_to: u64) -> ();
    }
}
