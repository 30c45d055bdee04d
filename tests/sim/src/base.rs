//! The hubs' database, in memory: committed rows, locks, and transactions that are durable only when they say so.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::Id;
use domain::scope::Scope;
use sync::chain::Head;
use sync::exchange::{Cursor, Request};
use sync::ledger::{Because, Changes, Device, DeviceState, Entry, Epoch, Grant, Held, Ledger, OpState, Record};
use sync::plant::{self, Bug};
use sync::{DeviceId, Dot};

/// A row that a transaction holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    Device(DeviceId),
    Record(Id),
    Head(Scope),
}

/// Scopes that a device hears, whether they are live, and how far it has heard them.
pub type Grants = BTreeMap<Scope, (bool, Option<Cursor>)>;

#[derive(Clone, Debug)]
pub struct Enrolled {
    pub device: Device,
    pub grants: Grants,
}

/// What is committed.
#[derive(Clone, Debug, Default)]
pub struct Base {
    pub epoch: Epoch,
    pub devices: BTreeMap<DeviceId, Enrolled>,
    pub ops: BTreeMap<DeviceId, BTreeMap<u64, Held>>,
    pub records: HashMap<Id, Record>,
    pub because: HashMap<Id, BTreeSet<(Scope, Id)>>,
    pub members: BTreeMap<Scope, BTreeMap<Id, usize>>,
    pub left: HashMap<Id, BTreeMap<Scope, u64>>,
    pub logs: BTreeMap<Scope, BTreeMap<u64, Entry>>,
    pub heads: BTreeMap<Scope, u64>,
    pub trimmed: BTreeMap<Scope, u64>,
    /// Records by root, and ops by record.
    pub children: HashMap<Id, BTreeSet<Id>>,
    pub of_record: HashMap<Id, Vec<Dot>>,
    /// What was broken, if anything was; a hub must never see it.
    pub broken: Option<String>,
}

impl Base {
    pub fn enrol(&mut self, device: DeviceId, head_office: bool, home: Scope, scopes: &[Scope]) {
        let ordinal = self.devices.len() as u32;
        let row = Device { device, head: Head::genesis(device), state: DeviceState::Live, head_office, home, ordinal };
        let grants = scopes.iter().map(|scope| (*scope, (true, None))).collect();
        self.devices.insert(device, Enrolled { device: row, grants });
    }

    /// A new name with the same rights.
    pub fn succeed(&mut self, old: DeviceId, new: DeviceId) {
        let Some(row) = self.devices.get(&old).cloned() else { return };
        let scopes: Vec<Scope> = row.grants.iter().filter(|(_, (live, _))| *live).map(|(scope, _)| *scope).collect();
        self.enrol(new, row.device.head_office, row.device.home, &scopes);
    }

    pub fn grant(&mut self, device: DeviceId, scope: Scope, live: bool) {
        let Some(row) = self.devices.get_mut(&device) else { return };
        let heard = row.grants.get(&scope).and_then(|(_, heard)| *heard);
        row.grants.insert(scope, (live, heard));
    }

    pub fn granted(&self, device: DeviceId) -> BTreeSet<Scope> {
        let grants = self.devices.get(&device).into_iter().flat_map(|row| &row.grants);
        grants.filter(|(_, (live, _))| *live).map(|(scope, _)| *scope).collect()
    }

    /// The grants of whoever asks.
    pub fn grants_of(&self, request: &Request) -> Grants {
        self.devices.get(&sync::hub::device_of(request)).map(|row| row.grants.clone()).unwrap_or_default()
    }

    /// Every op that is shared or was, by device and sequence.
    pub fn held(&self) -> impl Iterator<Item = (DeviceId, &Held)> {
        self.ops.iter().flat_map(|(device, log)| log.values().map(move |held| (*device, held)))
    }

    /// Cuts the older half of a scope's log.
    pub fn trim(&mut self, scope: Scope) {
        let head = self.heads.get(&scope).copied().unwrap_or_default();
        let up_to = head.saturating_sub(head / 2);
        if let Some(log) = self.logs.get_mut(&scope) {
            *log = log.split_off(&(up_to + 1));
            self.trimmed.insert(scope, up_to);
        }
    }

    /// The ops of one record, in the order in which they came.
    pub fn of_record(&self, id: Id) -> impl Iterator<Item = (Dot, &Held)> {
        let dots = self.of_record.get(&id).into_iter().flatten();
        dots.filter_map(|dot| Some((*dot, self.ops.get(&dot.device)?.get(&dot.seq)?)))
    }

    /// Puts short forms in the place of ops.
    pub fn shorten(&mut self, short: &[sync::Op]) {
        for op in short {
            if let Some(held) = self.ops.get_mut(&op.device).and_then(|log| log.get_mut(&op.seq)) {
                held.came = Some(held.digest());
                held.bytes = op.encode();
            }
        }
    }

    fn shared(&self, dot: Dot) -> Option<(Dot, Vec<u8>)> {
        let held = self.ops.get(&dot.device)?.get(&dot.seq)?;
        (held.state == OpState::Shared).then(|| (dot, held.bytes.clone()))
    }

    pub fn commit(&mut self, changes: Changes) {
        for (device, held) in changes.ops {
            self.of_record.entry(held.id).or_default().push(Dot { device, seq: held.seq });
            let log = self.ops.entry(device).or_default();
            if log.insert(held.seq, held).is_some() {
                self.broken = Some(format!("an op of {device:?} was written twice"));
            }
        }
        if let Some((device, head)) = changes.head
            && let Some(row) = self.devices.get_mut(&device)
        {
            row.device.head = head;
        }
        for (device, held) in changes.found {
            self.of_record.entry(held.id).or_default().push(Dot { device, seq: held.seq });
            self.ops.entry(device).or_default().insert(held.seq, held);
        }
        for (id, record) in changes.records {
            if let Some(old) = self.records.get(&id) {
                self.children.entry(old.root).or_default().remove(&id);
            }
            self.children.entry(record.root).or_default().insert(id);
            self.records.insert(id, record);
        }
        self.place(&changes.no_longer, &changes.because);
        for (root, scope, seq) in changes.left {
            self.left.entry(root).or_default().insert(scope, seq);
        }
        for (scope, entries) in changes.entries {
            self.append(scope, entries);
        }
        for (device, scope, heard) in changes.heard {
            self.hear(device, scope, heard);
        }
    }

    fn place(&mut self, no_longer: &BTreeSet<Because>, because: &BTreeSet<Because>) {
        for Because { root, scope, cause } in no_longer {
            if self.because.entry(*root).or_default().remove(&(*scope, *cause)) {
                let members = self.members.entry(*scope).or_default();
                if let Some(count) = members.get_mut(root) {
                    *count -= 1;
                    if *count == 0 {
                        members.remove(root);
                    }
                }
            }
        }
        for Because { root, scope, cause } in because {
            if self.because.entry(*root).or_default().insert((*scope, *cause)) {
                *self.members.entry(*scope).or_default().entry(*root).or_default() += 1;
            }
        }
    }

    fn append(&mut self, scope: Scope, entries: Vec<Entry>) {
        let head = self.heads.entry(scope).or_default();
        for entry in entries {
            if entry.seq != *head + 1 {
                self.broken = Some(format!("{scope:?} goes from {head} to {}", entry.seq));
            }
            *head = entry.seq;
            self.logs.entry(scope).or_default().insert(entry.seq, entry);
        }
    }

    fn hear(&mut self, device: DeviceId, scope: Scope, heard: Option<Cursor>) {
        let Some(row) = self.devices.get_mut(&device) else { return };
        match (heard, row.grants.get_mut(&scope)) {
            (Some(cursor), Some(grant)) => grant.1 = Some(cursor),
            (None, Some((false, _))) => {
                row.grants.remove(&scope);
            }
            _ => {}
        }
    }
}

/// Someone else holds a row that is needed: try again.
#[derive(Debug)]
pub struct Busy;

impl std::fmt::Display for Busy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a row is held by another transaction")
    }
}

impl std::error::Error for Busy {}

/// One transaction: reads what is committed, holds what it read, keeps what it would write.
pub struct Transaction<'b> {
    pub base: &'b Base,
    /// Who holds what among the transactions that are open.
    pub locks: &'b HashMap<Key, u64>,
    pub writing: bool,
    pub taken: BTreeSet<Key>,
    pub changes: Changes,
}

impl Transaction<'_> {
    fn take(&mut self, key: Key) -> Result<(), Busy> {
        if !self.writing || (plant::has(Bug::LooseSequence) && matches!(key, Key::Head(_))) {
            return Ok(());
        }
        if self.locks.contains_key(&key) {
            return Err(Busy);
        }
        self.taken.insert(key);
        Ok(())
    }
}

impl Ledger for Transaction<'_> {
    type Error = Busy;

    fn epoch(&mut self) -> Result<Epoch, Busy> {
        Ok(self.base.epoch)
    }

    fn device(&mut self, device: DeviceId) -> Result<Option<Device>, Busy> {
        self.take(Key::Device(device))?;
        Ok(self.base.devices.get(&device).map(|row| row.device.clone()))
    }

    fn records(&mut self, ids: &[Id]) -> Result<Vec<(Id, Record)>, Busy> {
        ids.iter().try_for_each(|id| self.take(Key::Record(*id)))?;
        let pending: HashMap<Id, Record> = self.changes.records.iter().cloned().collect();
        let of = |id: &Id| pending.get(id).or_else(|| self.base.records.get(id)).map(|record| (*id, record.clone()));
        Ok(ids.iter().filter_map(of).collect())
    }

    fn because(&mut self, roots: &[Id]) -> Result<Vec<Because>, Busy> {
        let mut found = BTreeSet::new();
        for root in roots {
            let causes = self.base.because.get(root).into_iter().flatten();
            found.extend(causes.map(|(scope, cause)| Because { root: *root, scope: *scope, cause: *cause }));
        }
        found.retain(|because| !self.changes.no_longer.contains(because));
        found.extend(self.changes.because.iter().filter(|because| roots.contains(&because.root)));
        Ok(found.into_iter().collect())
    }

    fn left(&mut self, roots: &[Id]) -> Result<Vec<(Id, Scope, u64)>, Busy> {
        let of = |root: &Id| self.base.left.get(root).into_iter().flatten().map(|(scope, seq)| (*root, *scope, *seq)).collect::<Vec<_>>();
        let pending = self.changes.left.iter().filter(|(root, ..)| roots.contains(root)).copied();
        Ok(roots.iter().flat_map(of).chain(pending).collect())
    }

    fn lock_heads(&mut self, scopes: &BTreeSet<Scope>) -> Result<BTreeMap<Scope, u64>, Busy> {
        scopes.iter().try_for_each(|scope| self.take(Key::Head(*scope)))?;
        Ok(scopes.iter().map(|scope| (*scope, self.base.heads.get(scope).copied().unwrap_or_default())).collect())
    }

    fn head(&mut self, scope: Scope) -> Result<u64, Busy> {
        Ok(self.base.heads.get(&scope).copied().unwrap_or_default())
    }

    fn log(&mut self, scope: Scope, after: u64, limit: usize) -> Result<Vec<Entry>, Busy> {
        let log = self.base.logs.get(&scope);
        Ok(log.into_iter().flat_map(|log| log.range(after + 1..)).take(limit).map(|(_, entry)| entry.clone()).collect())
    }

    fn trimmed(&mut self, scope: Scope) -> Result<u64, Busy> {
        Ok(self.base.trimmed.get(&scope).copied().unwrap_or_default())
    }

    fn members(&mut self, scope: Scope, after: Id, limit: usize) -> Result<Vec<Id>, Busy> {
        let after = (std::ops::Bound::Excluded(after), std::ops::Bound::Unbounded);
        let members = self.base.members.get(&scope);
        Ok(members.into_iter().flat_map(|members| members.range(after)).take(limit).map(|(id, _)| *id).collect())
    }

    fn log_of(&mut self, device: DeviceId, first: u64, last: u64) -> Result<Vec<Held>, Busy> {
        let log = self.base.ops.get(&device);
        Ok(log.into_iter().flat_map(|log| log.range(first..=last.max(first))).map(|(_, held)| held.clone()).collect())
    }

    fn ops_of(&mut self, roots: &[Id]) -> Result<Vec<(Id, Dot, Vec<u8>)>, Busy> {
        let mut ops = Vec::new();
        for root in roots {
            let ids = self.base.children.get(root).into_iter().flatten();
            let mut dots: Vec<Dot> = ids.filter_map(|id| self.base.of_record.get(id)).flatten().copied().collect();
            dots.sort_unstable();
            ops.extend(dots.into_iter().filter_map(|dot| self.base.shared(dot)).map(|(dot, bytes)| (*root, dot, bytes)));
        }
        Ok(ops)
    }

    fn ops_in(&mut self, ranges: &[(DeviceId, u64, u64)]) -> Result<Vec<(Dot, Vec<u8>)>, Busy> {
        let of = |(device, first, last): &(DeviceId, u64, u64)| (*first..=*last).map(|seq| Dot { device: *device, seq }).collect::<Vec<_>>();
        Ok(ranges.iter().flat_map(of).filter_map(|dot| self.base.shared(dot)).collect())
    }

    fn wanted(&mut self, limit: usize) -> Result<Vec<Dot>, Busy> {
        if self.base.epoch.restored.is_none() {
            return Ok(Vec::new());
        }
        let wanted = self.base.held().filter(|(_, held)| held.state == OpState::Wanted);
        Ok(wanted.map(|(device, held)| Dot { device, seq: held.seq }).take(limit).collect())
    }

    fn grants(&mut self, device: DeviceId) -> Result<Vec<Grant>, Busy> {
        let grants = self.base.devices.get(&device).into_iter().flat_map(|row| &row.grants);
        Ok(grants.map(|(scope, (live, heard))| Grant { scope: *scope, live: *live, heard: *heard }).collect())
    }

    fn write(&mut self, changes: Changes) -> Result<(), Busy> {
        self.changes = changes;
        Ok(())
    }
}
