//! Another ledger that lives through the same run, to show that it tells the same story.
//!
//! Everything that becomes durable at the simulated hubs is heard in that order. Crashes, locks and what was never committed
//! stay the simulator's own; a mirror sees only commits.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Debug;

use domain::scope::Scope;
use domain::{Id, Millis};
use sync::exchange::{Reply, Request};
use sync::ledger::{Because, Changes, Entry, Grant, Held, Ledger, OpState, Record, What};
use sync::{DeviceId, Dot, Op};

use crate::base::{Base, Transaction};
use crate::world::{Outcome, violated};

pub trait Mirror {
    /// The hubs' database is this one from now on: at the beginning, and when a backup is put back.
    fn restored(&mut self, base: &Base) -> Outcome<()>;
    fn granted(&mut self, device: DeviceId, scope: Scope, live: bool) -> Outcome<()>;
    fn succeeded(&mut self, old: DeviceId, new: DeviceId) -> Outcome<()>;
    fn pulled(&mut self, customer: Id, scope: Scope, grown: &[Scope]) -> Outcome<()>;
    fn trimmed(&mut self, scope: Scope, up_to: u64) -> Outcome<()>;
    /// These ops are kept in a shorter form.
    fn shortened(&mut self, short: &[Op], base: &Base) -> Outcome<()>;
    /// A request, and what the simulated hub answered.
    fn answered(&mut self, request: &Request, now: Millis, reply: &Reply, grown: &[Scope]) -> Outcome<()>;
    /// The run is over.
    fn rests(&mut self, base: &Base) -> Outcome<()>;
}

/// All that a base holds but its devices, grants, epoch and what was cut of logs, as changes of an empty ledger.
///
/// A head whose log was cut to the end stands with a line that must be cut again.
pub fn changes(base: &Base) -> Changes {
    let because = base.because.iter().flat_map(|(root, of)| of.iter().map(|(scope, cause)| Because { root: *root, scope: *scope, cause: *cause }));
    let left = base.left.iter().flat_map(|(root, of)| of.iter().map(|(scope, seq)| (*root, *scope, *seq)));
    let log = |scope: &Scope, head: u64| -> Vec<Entry> {
        let log: Vec<Entry> = base.logs.get(scope).into_iter().flat_map(|log| log.values().cloned()).collect();
        let cut = Entry { seq: head, root: Id([0; 16]), what: What::Leave };
        if log.is_empty() && head > 0 { vec![cut] } else { log }
    };
    Changes {
        ops: base.held().map(|(device, held)| (device, held.clone())).collect(),
        records: base.records.iter().map(|(id, record)| (*id, record.clone())).collect(),
        because: because.collect(),
        left: left.collect(),
        entries: base.heads.iter().map(|(scope, head)| (*scope, log(scope, *head))).collect(),
        ..Changes::default()
    }
}

/// The kept rows of these ops, as they now are.
pub fn rows(ops: &[Op], base: &Base) -> Vec<(DeviceId, Held)> {
    let held = |op: &Op| Some((op.device, base.ops.get(&op.device)?.get(&op.seq)?.clone()));
    ops.iter().filter_map(held).collect()
}

const ALL: usize = 1 << 30;

/// Everything that the base holds stands in the ledger, in the same order.
pub fn same<L: Ledger>(ledger: &mut L, base: &Base) -> Outcome<()> {
    alike("the epoch", ledger.epoch(), base.epoch)?;
    base.devices.keys().try_for_each(|device| of_device(ledger, base, *device))?;
    let locks = HashMap::new();
    let mut simulated = Transaction { base, locks: &locks, writing: false, taken: BTreeSet::new(), changes: Changes::default() };
    alike("what is wanted", ledger.wanted(ALL), simulated.wanted(ALL).unwrap_or_default())?;
    alike("the ops of all wholes", ledger.ops_of(&roots_of(base)), simulated.ops_of(&roots_of(base)).unwrap_or_default())?;
    scopes(ledger, base)?;
    wholes(ledger, base)
}

fn roots_of(base: &Base) -> Vec<Id> {
    base.records.values().map(|record| record.root).collect::<BTreeSet<Id>>().into_iter().collect()
}

fn of_device<L: Ledger>(ledger: &mut L, base: &Base, device: DeviceId) -> Outcome<()> {
    let Some(row) = base.devices.get(&device) else { return Ok(()) };
    alike("a device", ledger.device(device), Some(row.device.clone()))?;
    let grants = row.grants.iter().map(|(scope, (live, heard))| Grant { scope: *scope, live: *live, heard: *heard });
    alike("the grants of a device", ledger.grants(device), grants.collect())?;
    let log: Vec<Held> = base.ops.get(&device).into_iter().flat_map(|log| log.values().cloned()).collect();
    let is_shared = |held: &&Held| held.state == OpState::Shared;
    let shared: Vec<(Dot, Vec<u8>)> = log.iter().filter(is_shared).map(|held| (Dot { device, seq: held.seq }, held.bytes.clone())).collect();
    alike("the shared ops of a device", ledger.ops_in(&[(device, 1, log.len() as u64)]), shared)?;
    alike("the log of a device", ledger.log_of(device, 1, i64::MAX as u64), log)
}

fn scopes<L: Ledger>(ledger: &mut L, base: &Base) -> Outcome<()> {
    for (scope, head) in &base.heads {
        alike("the head of a scope", ledger.head(*scope), *head)?;
        alike("what was cut of a scope", ledger.trimmed(*scope), base.trimmed.get(scope).copied().unwrap_or_default())?;
        let log: Vec<_> = base.logs.get(scope).into_iter().flat_map(|log| log.values().cloned()).collect();
        alike("the log of a scope", ledger.log(*scope, 0, ALL), log)?;
        let members: Vec<Id> = base.members.get(scope).into_iter().flat_map(|members| members.keys().copied()).collect();
        alike("the members of a scope", ledger.members(*scope, Id([0; 16]), ALL), members)?;
    }
    Ok(())
}

fn wholes<L: Ledger>(ledger: &mut L, base: &Base) -> Outcome<()> {
    let mut records: Vec<(Id, Record)> = base.records.iter().map(|(id, record)| (*id, record.clone())).collect();
    records.sort_unstable_by_key(|(id, _)| *id);
    let ids: Vec<Id> = records.iter().map(|(id, _)| *id).collect();
    alike("the records", ledger.records(&ids), records)?;
    let mut because: Vec<(Id, Scope, Id)> =
        base.because.iter().flat_map(|(root, of)| of.iter().map(|(scope, cause)| (*root, *scope, *cause))).collect();
    because.sort_unstable();
    let roots: Vec<Id> = base.because.keys().copied().collect();
    let found = ledger.because(&roots).map(|found| {
        let mut found: Vec<(Id, Scope, Id)> = found.into_iter().map(|because| (because.root, because.scope, because.cause)).collect();
        found.sort_unstable();
        found
    });
    alike("where wholes stand", found, because)?;
    let mut left: Vec<(Id, Scope, u64)> = base.left.iter().flat_map(|(root, of)| of.iter().map(|(scope, seq)| (*root, *scope, *seq))).collect();
    left.sort_unstable();
    let roots: Vec<Id> = base.left.keys().copied().collect();
    let found = ledger.left(&roots).map(|mut found| {
        found.sort_unstable();
        found
    });
    alike("what wholes left", found, left)
}

fn alike<T: PartialEq + Debug>(what: &str, found: Result<T, impl std::error::Error>, expected: T) -> Outcome<()> {
    match found {
        Ok(found) if found == expected => Ok(()),
        Ok(found) => violated!("{what} differs: the mirror has {found:?}, the simulated hub {expected:?}"),
        Err(cause) => violated!("{what} could not be read: {cause}"),
    }
}
