//! The one writer. Whoever holds the pen decides and commits without anyone writing in between.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::edit::{Act, Edit};
use domain::field::Noun;
use domain::{Id, Millis};
use rusqlite::Connection;
use sync::author::Settled;
use sync::{Author, Dot, Hlc, Op, Seen, Stamped};
use tokio::sync::OwnedMutexGuard;

use crate::apply::{Batch, Outcome};
use crate::conflict::Decided;
use crate::replica::standing;
use crate::{Store, StoreError, conflict, log};

/// A record that a commit changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Change {
    pub noun: Noun,
    pub id: Id,
}

pub(crate) struct Writer {
    pub connection: Connection,
    pub author: Author,
    /// The author's device, for whoever has the store and not the pen.
    pub device: Arc<AtomicU64>,
}

/// The right to write, held by one caller at a time.
pub struct Pen {
    /// Absent only while a commit runs. In a lock of its own, never waited for, so that a pen can be lent by reference
    /// across threads although a connection cannot.
    writer: Mutex<Option<OwnedMutexGuard<Writer>>>,
}

impl Store {
    /// Waits for its turn to write.
    pub async fn pen(&self) -> Pen {
        Pen { writer: Mutex::new(Some(self.writer.clone().lock_owned().await)) }
    }
}

impl Pen {
    /// Stamps the edits as this device's next ops and writes them, log and tables, in one durable transaction.
    ///
    /// Returns after the disk has it. On an error nothing changed. A caller that goes away does not stop the commit.
    pub async fn commit(&mut self, edits: Vec<Edit>, actor: Option<Id>, now: Millis) -> Result<Vec<Change>, StoreError> {
        self.decide(edits, Vec::new(), actor, now).await
    }

    /// The same for edits that decide about values that lost: each decision's cell is written by one of the edits.
    pub async fn decide(&mut self, edits: Vec<Edit>, decided: Vec<Decided>, actor: Option<Id>, now: Millis) -> Result<Vec<Change>, StoreError> {
        if edits.is_empty() {
            return Ok(Vec::new());
        }
        self.run(Work::Commit { edits, decided, actor, now }).await
    }

    /// Takes in ops that other devices made, in the order given; what cannot be read is kept in quarantine.
    ///
    /// An op that is here already changes nothing.
    pub async fn apply(&mut self, ops: Vec<Stamped>) -> Result<Vec<Change>, StoreError> {
        self.run(Work::Apply(ops)).await
    }

    fn held(&mut self) -> &mut Option<OwnedMutexGuard<Writer>> {
        self.writer.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs the work to its end whoever waits: a half-observed commit would leave the author behind its log.
    async fn run(&mut self, work: Work) -> Result<Vec<Change>, StoreError> {
        let stopped = || StoreError::Io(std::io::Error::other("the writer stopped"));
        let mut writer = self.held().take().ok_or_else(stopped)?;
        let task = tokio::task::spawn_blocking(move || {
            let outcome = writer.run(work);
            (writer, outcome)
        });
        let (writer, outcome) = task.await.map_err(|_| stopped())?;
        *self.held() = Some(writer);
        outcome
    }
}

/// One transaction's worth of writing.
enum Work {
    Commit { edits: Vec<Edit>, decided: Vec<Decided>, actor: Option<Id>, now: Millis },
    Apply(Vec<Stamped>),
}

impl Writer {
    /// Takes up the file where its log ends.
    pub fn new(connection: Connection) -> Result<Writer, StoreError> {
        let device = log::device(&connection)?;
        let author = log::author(&connection, device)?;
        Ok(Writer { connection, author, device: Arc::new(AtomicU64::new(device.0)) })
    }

    fn run(&mut self, work: Work) -> Result<Vec<Change>, StoreError> {
        self.transact(|tx, author| match work {
            Work::Commit { edits, decided, actor, now } => commit(tx, author, edits, decided, (actor, now)),
            Work::Apply(ops) => apply(tx, author, ops),
        })
    }

    /// One transaction: all that `work` does, and the author as it leaves it, or nothing.
    pub fn transact<T>(&mut self, work: impl FnOnce(&Connection, &mut Author) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let mut author = self.author;
        let done = match work(&self.connection, &mut author) {
            Ok(done) => done,
            Err(cause) => {
                self.roll_back();
                return Err(cause);
            }
        };
        if let Err(cause) = self.connection.execute_batch("COMMIT") {
            self.roll_back();
            return Err(cause.into());
        }
        self.author = author;
        self.device.store(author.device.0, Ordering::Release);
        Ok(done)
    }

    /// SQLite ends a transaction by itself on some errors (a full disk): nothing left to roll back is what we want.
    fn roll_back(&self) {
        let _ = self.connection.execute_batch("ROLLBACK");
    }
}

/// The only place where edits meet a clock: `now` is this machine's, and what is stamped is the hub's as far as it is known.
fn commit(
    tx: &Connection,
    author: &mut Author,
    edits: Vec<Edit>,
    decided: Vec<Decided>,
    (actor, now): (Option<Id>, Millis),
) -> Result<Vec<Change>, StoreError> {
    let hearing = standing::hearing(tx)?;
    let settled: Vec<Option<Settled>> = decided.into_iter().map(|decided| conflict::settled(tx, decided, &edits)).collect::<Result<_, _>>()?;
    let settled = settled.into_iter().flatten().collect();
    let mut batch = Batch::load(tx, edits.iter().map(|edit| (edit.noun, edit.id)))?;
    let dots = held_dots(tx, &edits)?;
    let stamped = author.settle(edits, settled, actor, now.saturating_add(hearing.offset), &Sight { batch: &batch, dots: &dots })?;
    let shared: BTreeSet<Id> = stamped.iter().filter(|stamped| may_leave(&stamped.op)).map(|s| s.op.id).collect();
    let outcome = batch.write(tx, stamped)?;
    if hearing.is_deaf {
        standing::doubt_records(tx, &shared)?;
    }
    Ok(outcome.changes)
}

fn apply(tx: &Connection, author: &mut Author, ops: Vec<Stamped>) -> Result<Vec<Change>, StoreError> {
    let own = ops.iter().rfind(|stamped| stamped.op.device == author.device).map(|stamped| (stamped.op.seq, stamped.chain));
    let Outcome { changes } = receive(tx, author, ops, &[])?;
    // Our own log coming back: into an empty file on replay, from a copy after a restore.
    if let Some((seq, chain)) = own.filter(|(seq, _)| *seq >= author.next_seq) {
        author.next_seq = seq + 1;
        author.chain = chain;
    }
    Ok(changes)
}

/// Takes in ops that are not in the log yet, and shows again those of `back`, whose bytes are in the log already.
pub(crate) fn receive(tx: &Connection, author: &mut Author, ops: Vec<Stamped>, back: &[Op]) -> Result<Outcome, StoreError> {
    let fresh = log::fresh(tx, ops)?;
    let newest = fresh.iter().map(|stamped| stamped.op.hlc).max();
    let (known, strange): (Vec<_>, Vec<_>) = fresh.into_iter().partition(|stamped| is_readable(&stamped.op));
    log::quarantine(tx, &strange)?;
    let all = known.iter().map(|stamped| &stamped.op).chain(back);
    let mut batch = Batch::load(tx, all.filter_map(|op| Some((op.known_noun()?, op.id))))?;
    batch.show(tx, back)?;
    let outcome = batch.write(tx, known)?;
    author.ticker.observe(newest.unwrap_or(Hlc::ZERO));
    Ok(outcome)
}

pub(crate) fn is_readable(op: &Op) -> bool {
    op.known_noun().is_some() && op.misfit().is_none()
}

/// The adds that the edits' removals can see: (record, field, member) → dots.
type HeldDots = BTreeMap<(Id, u16, String), Vec<Dot>>;

fn held_dots(connection: &Connection, edits: &[Edit]) -> Result<HeldDots, StoreError> {
    let mut held = HeldDots::new();
    for edit in edits {
        if let Act::Remove(field, member) = &edit.act {
            let dots = crate::apply::dots(connection, edit.id, field.code, member)?;
            held.insert((edit.id, field.code, member.clone()), dots);
        }
    }
    Ok(held)
}

/// What the author sees while stamping: the clocks that were loaded, and the dots.
struct Sight<'b> {
    batch: &'b Batch,
    dots: &'b HeldDots,
}

impl Seen for Sight<'_> {
    fn base(&self, noun: Noun, id: Id, field: u16, key: Option<&str>) -> Option<Hlc> {
        self.batch.clock(noun, id)?.base(field, key)
    }
    fn dots(&self, _: Noun, id: Id, field: u16, member: &str) -> Vec<Dot> {
        self.dots.get(&(id, field, member.to_owned())).cloned().unwrap_or_default()
    }
}

/// A record of the op may have to leave this desk one day.
fn may_leave(op: &Op) -> bool {
    !op.stays_home() && op.known_noun().is_some_and(crate::replica::standing::may_leave)
}
