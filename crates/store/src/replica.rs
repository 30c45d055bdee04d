//! The desk's file as the exchange with the hub sees it: [`sync::Replica`] on the one SQLite file.
//!
//! Every call is one durable transaction through the one writer, taking its turn with whoever holds a pen, so that a page's
//! rows stand or fall with its cursors. The rules are those of the simulator's disk (`tests/sim/src/disk.rs`), and a test
//! holds the two against each other. It never speaks to a hub: `sync::link` does, over whatever line there is.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::scope::Scope;
use domain::{Id, Millis, Value};
use rusqlite::Connection;
use sync::chain::{Chain, Head};
use sync::exchange::{Cursor, Page, Verdict};
use sync::replica::{Outgoing, Standing};
use sync::rewrite::Right;
use sync::trust::{Receipt, Signed};
use sync::{Author, DeviceId, Dot, Op, Replica, Stamped};
use tokio::sync::Mutex;

use crate::pen::{Change, Writer, receive};
use crate::rows::{read, value};
use crate::{Store, StoreError, log};

pub mod backlog;
mod own;
mod receipt;
pub(crate) mod standing;
mod told;
mod whole;

pub use told::Told;

/// The file in the hands of the exchange. Its calls wait for the disk and for the pen: use it on a thread that may block, and
/// never while that thread holds a pen.
pub struct DeskReplica {
    writer: Arc<Mutex<Writer>>,
    changes: BTreeSet<Change>,
    /// The hub's receipt for what is acknowledged next.
    receipt: Option<(Receipt, Signed)>,
}

impl Store {
    /// The hub's newest receipt for each name this desk ever had and each life of the hub.
    pub async fn receipts(&self) -> Result<Vec<(Receipt, Signed)>, StoreError> {
        receipt::all(&self.writer.lock().await.connection)
    }

    pub fn replica(&self) -> DeskReplica {
        DeskReplica { writer: self.writer.clone(), changes: BTreeSet::new(), receipt: None }
    }
}

impl DeskReplica {
    /// The records that changed since this was last asked, those that left this desk among them: what screens refetch.
    pub fn changes(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.changes).into_iter().collect()
    }

    /// The hub's receipt, checked by whoever heard it, for the acknowledgement that is taken in next.
    pub fn countersigned(&mut self, receipt: Option<(Receipt, Signed)>) {
        self.receipt = receipt;
    }

    /// Somebody has seen that these ops were not shared: they need not be told again.
    pub fn seen(&mut self, dots: &[Dot]) -> Result<(), StoreError> {
        self.write(|tx, _| told::seen(tx, dots).map(|()| Vec::new()))
    }

    fn read<T>(&mut self, job: impl FnOnce(&Connection, &Author) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let writer = self.writer.blocking_lock();
        job(&writer.connection, &writer.author)
    }

    fn write(&mut self, job: impl FnOnce(&Connection, &mut Author) -> Result<Vec<Change>, StoreError>) -> Result<(), StoreError> {
        let changes = self.writer.blocking_lock().transact(job)?;
        self.changes.extend(changes);
        Ok(())
    }
}

impl Replica for DeskReplica {
    type Error = StoreError;

    fn standing(&mut self) -> Result<Standing, StoreError> {
        self.read(standing::standing)
    }

    fn follows(&mut self) -> Result<Vec<(Scope, Cursor)>, StoreError> {
        self.read(|file, _| standing::follows(file))
    }

    fn outgoing(&mut self, after: u64, bytes: usize) -> Result<Option<Outgoing>, StoreError> {
        self.read(|file, author| own::outgoing(file, author.device, after, bytes))
    }

    fn chain_at(&mut self, seq: u64) -> Result<Option<Chain>, StoreError> {
        self.read(|file, author| own::chain_at(file, author.device, seq))
    }

    fn acknowledge(&mut self, from: u64, head: Head, verdicts: &[Verdict], doubtful: &[Id]) -> Result<(), StoreError> {
        let receipt = self.receipt.take().filter(|(receipt, _)| receipt.head == head);
        self.write(|tx, author| {
            standing::set_acked(tx, head)?;
            receipt.iter().try_for_each(|(receipt, signed)| receipt::keep(tx, receipt, signed))?;
            let changed = own::judge(tx, author.device, from, head.seq, verdicts)?;
            let changes = whole::rebuild(tx, &changed)?;
            standing::doubt_held(tx, doubtful)?;
            Ok(changes)
        })
    }

    fn take(&mut self, page: &Page, asked_at: u64) -> Result<(), StoreError> {
        self.write(|tx, author| {
            let mut changes = take_ops(tx, author, &page.ops)?;
            for root in &page.gone {
                changes.extend(whole::let_go(tx, author, *root, asked_at)?);
            }
            page.cursors.iter().try_for_each(|(scope, cursor)| standing::hear(tx, *scope, *cursor))?;
            Ok(changes)
        })
    }

    fn begin_anew(&mut self, epoch: u64) -> Result<(), StoreError> {
        self.write(|tx, author| {
            let was = standing::standing(tx, author)?;
            standing::hear_anew(tx)?;
            let settled = if was.epoch == epoch { was.settled } else { was.settled.max(was.acked.seq) };
            standing::set_epoch(tx, epoch, settled)?;
            Ok(Vec::new())
        })
    }

    fn stamp_anew(&mut self, after: u64, right: Right) -> Result<(), StoreError> {
        self.write(|tx, author| {
            let device = author.device;
            let tail = own::cut(tx, device, after)?;
            own::write_anew(tx, author, device, &tail, right)
        })
    }

    fn set_offset(&mut self, offset: Millis) -> Result<(), StoreError> {
        self.write(|tx, _| standing::set_offset(tx, offset).map(|()| Vec::new()))
    }

    fn set_ordinal(&mut self, ordinal: u32) -> Result<(), StoreError> {
        self.write(|tx, _| standing::set_ordinal(tx, ordinal).map(|()| Vec::new()))
    }

    fn adopt(&mut self, device: DeviceId, after: u64) -> Result<(), StoreError> {
        self.write(|tx, author| {
            let tail = own::cut(tx, author.device, after)?;
            let tail = own::leave_seeds(tx, tail)?;
            own::hand_over(tx, author.device)?;
            standing::rename(tx, device)?;
            standing::hear_anew(tx)?;
            own::write_anew(tx, author, device, &tail, Right { offset: 0, now: Millis::MAX })
        })
    }

    fn doubtful(&mut self, after: Id, limit: usize) -> Result<Vec<Id>, StoreError> {
        self.read(|file, author| standing::doubtful(file, &standing::standing(file, author)?, after, limit))
    }

    fn settle(&mut self, asked: &[Id], gone: &[Id], asked_at: u64) -> Result<(), StoreError> {
        self.write(|tx, author| {
            asked.iter().try_for_each(|root| standing::trust(tx, *root))?;
            let mut changes = Vec::new();
            for root in gone {
                changes.extend(whole::let_go(tx, author, *root, asked_at)?);
            }
            Ok(changes)
        })
    }

    fn find(&mut self, wanted: &[Dot]) -> Result<Vec<Vec<u8>>, StoreError> {
        self.read(|file, author| {
            let foreign = wanted.iter().filter(|dot| dot.device != author.device);
            let found: Vec<Option<Vec<u8>>> = foreign.map(|dot| held(file, *dot)).collect::<Result<_, _>>()?;
            Ok(found.into_iter().flatten().collect())
        })
    }

    fn acked_below(&mut self, seq: u64) -> Result<u64, StoreError> {
        Ok(self.standing()?.acked.seq.min(seq))
    }
}

/// Ops of a page: those of other devices are new or here already; own ones are only of use where theirs were erased.
fn take_ops(tx: &Connection, author: &mut Author, ops: &[Vec<u8>]) -> Result<Vec<Change>, StoreError> {
    let (mut foreign, mut back) = (Vec::new(), Vec::new());
    for bytes in ops {
        match Op::decode(bytes) {
            Err(why) => log::quarantine_bytes(tx, bytes, &why)?,
            Ok(op) if op.device != author.device => foreign.push(Stamped { op, bytes: bytes.clone(), chain: log::NO_CHAIN }),
            Ok(op) => {
                if own::restore(tx, &op, bytes)? {
                    back.push(op);
                }
            }
        }
    }
    Ok(receive(tx, author, foreign, &back)?.changes)
}

/// The bytes of another device's op, in the log or in quarantine. What stayed at home under a former name of this desk still does.
fn held(file: &Connection, dot: Dot) -> Result<Option<Vec<u8>>, StoreError> {
    let sql = "SELECT bytes FROM op WHERE device = ?1 AND seq = ?2 UNION ALL SELECT bytes FROM quarantine WHERE device = ?1 AND seq = ?2";
    let binds = [Value::Int(dot.device.0 as i64), Value::Int(dot.seq as i64)];
    let Some(Value::Bytes(bytes)) = read(file, sql, &binds, |row| Ok(value(row, 0)))?.into_iter().next() else { return Ok(None) };
    let is_shared = Op::decode(&bytes).is_ok_and(|op| !op.stays_home());
    Ok(is_shared.then_some(bytes))
}

#[cfg(test)]
mod tests;
