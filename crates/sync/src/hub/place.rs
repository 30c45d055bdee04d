//! Where records stand: follows the facts of a transaction's ops to scopes entered and left.
//!
//! Works on what it loaded and writes nothing; [`Work::finish`] hands over what changed. A root stands under a scope as long
//! as one cause is left, so that losing one of two reasons takes nothing from anybody.

use std::collections::{BTreeMap, BTreeSet};

use domain::field::{Kind, Noun};
use domain::id::Id;
use domain::scope::{self, Facts, Scope, Way};

use crate::clock::{DeviceId, Stamp};
use crate::ledger::{Because, Changes, Entry, Ledger, PULLED, Record, What};
use crate::op::{Action, Cell, Op};
use crate::plant::{self, Bug};

/// The records that one transaction touches.
pub(super) struct Work<'l, L: Ledger> {
    pub ledger: &'l mut L,
    /// Of the device whose ops are taken in.
    home: Scope,
    records: BTreeMap<Id, Loaded>,
    /// Causes by root, as loaded.
    before: BTreeMap<Id, BTreeSet<(Scope, Id)>>,
    /// Causes by root, as they now are.
    causes: BTreeMap<Id, BTreeSet<(Scope, Id)>>,
    /// Scopes of roots as they were logged last, to tell what a transaction changed.
    logged: BTreeMap<Id, BTreeSet<Scope>>,
    /// Roots whose causes were looked at since the last transaction.
    touched: BTreeSet<Id>,
    /// Records that began since the last transaction.
    fresh: Vec<Id>,
    lines: Vec<Line>,
    /// Ops of the transaction at hand, by root.
    runs: Vec<Run>,
}

#[derive(Clone)]
struct Loaded {
    record: Record,
    /// It begins with the ops of the transaction at hand.
    is_new: bool,
    changed: bool,
}

/// The noun of a record of which only parts have come so far.
pub(super) const UNKNOWN: u16 = 0;

impl Loaded {
    fn new(op: &Op, root: Id, home: Scope) -> Self {
        let record = Record { noun: op.noun, root, by: op.device, home, facts: BTreeMap::new() };
        Loaded { record, is_new: true, changed: true }
    }

    /// A whole of which only a part is known: when it comes, the part must be told with it.
    fn unknown(root: Id, by: DeviceId, home: Scope) -> Self {
        Loaded { record: Record { noun: UNKNOWN, root, by, home, facts: BTreeMap::new() }, is_new: false, changed: true }
    }
}

/// One line that will stand in the logs of `scopes`.
struct Line {
    root: Id,
    scopes: BTreeSet<Scope>,
    what: LineWhat,
}

enum LineWhat {
    Ops { device: DeviceId, first: u64, last: u64 },
    Enter,
    Leave,
}

struct Run {
    root: Id,
    device: DeviceId,
    first: u64,
    last: u64,
}

impl<'l, L: Ledger> Work<'l, L> {
    pub fn new(ledger: &'l mut L, home: Scope) -> Self {
        Work {
            ledger,
            home,
            records: BTreeMap::new(),
            before: BTreeMap::new(),
            causes: BTreeMap::new(),
            logged: BTreeMap::new(),
            touched: BTreeSet::new(),
            fresh: Vec::new(),
            lines: Vec::new(),
            runs: Vec::new(),
        }
    }

    /// Loads what these ops can touch: their records, the wholes those belong to, and what they bring.
    pub fn load_for(&mut self, ops: &[&Op]) -> Result<(), L::Error> {
        let mut ids: BTreeSet<Id> = ops.iter().map(|op| op.id).collect();
        ids.extend(ops.iter().flat_map(|op| named(op)));
        self.load(&ids.into_iter().collect::<Vec<_>>())
    }

    /// Loads records with everything that hangs together with them.
    pub fn load(&mut self, ids: &[Id]) -> Result<(), L::Error> {
        let mut wanted: BTreeSet<Id> = ids.iter().copied().collect();
        // Record, then its whole: two steps at most.
        for _ in 0..2 {
            let missing: Vec<Id> = wanted.iter().copied().filter(|id| !self.before.contains_key(id)).collect();
            if missing.is_empty() {
                return Ok(());
            }
            wanted = self.load_some(&missing)?;
        }
        Ok(())
    }

    fn load_some(&mut self, ids: &[Id]) -> Result<BTreeSet<Id>, L::Error> {
        let mut further = BTreeSet::new();
        for (id, record) in self.ledger.records(ids)? {
            further.insert(record.root);
            self.records.insert(id, Loaded { record, is_new: false, changed: false });
        }
        let mut found: BTreeMap<Id, BTreeSet<(Scope, Id)>> = ids.iter().map(|id| (*id, BTreeSet::new())).collect();
        for Because { root, scope, cause } in self.ledger.because(ids)? {
            found.entry(root).or_default().insert((scope, cause));
        }
        for (root, causes) in found {
            self.logged.insert(root, causes.iter().map(|(scope, _)| *scope).collect());
            self.causes.insert(root, causes.clone());
            self.before.insert(root, causes);
        }
        Ok(further)
    }

    pub fn record(&self, id: Id) -> Option<&Record> {
        self.records.get(&id).map(|loaded| &loaded.record)
    }

    /// The whole that an op is part of, as far as is known.
    pub fn root_of(&self, op: &Op) -> Id {
        match self.records.get(&op.id) {
            // A record known only by a later op than the one that places it stands alone until that one comes.
            Some(loaded) if loaded.record.root != op.id => loaded.record.root,
            _ => parent(op).unwrap_or(op.id),
        }
    }

    pub fn scopes(&self, root: Id) -> BTreeSet<Scope> {
        self.causes.get(&root).map(|causes| causes.iter().map(|(scope, _)| *scope).collect()).unwrap_or_default()
    }

    /// Takes in one op that is to be shared.
    pub fn take(&mut self, op: &Op) -> Result<(), L::Error> {
        let root = self.root_of(op);
        if let Some(before) = self.note(op, root) {
            self.replace(op.id, &before)?;
        }
        match self.runs.last_mut() {
            Some(run) if run.root == root && run.device == op.device && run.last + 1 == op.seq => run.last = op.seq,
            _ => self.runs.push(Run { root, device: op.device, first: op.seq, last: op.seq }),
        }
        Ok(())
    }

    /// Tells a whole anew wherever it stands.
    pub fn tell_whole(&mut self, root: Id) {
        self.runs.retain(|run| run.root != root);
        self.lines.extend(joined(root, &self.causes));
    }

    /// Remembers the facts of an op. When its record may now stand elsewhere, what the facts were before.
    fn note(&mut self, op: &Op, root: Id) -> Option<Facts> {
        let home = self.home;
        if root != op.id {
            self.records.entry(root).or_insert_with(|| Loaded::unknown(root, op.device, home));
        }
        let mut begins = !self.records.contains_key(&op.id);
        if begins {
            self.fresh.push(op.id);
        }
        let loaded = self.records.entry(op.id).or_insert_with(|| Loaded::new(op, root, home));
        if loaded.record.noun == UNKNOWN {
            begins = true;
            loaded.record = Record { noun: op.noun, by: op.device, home, ..loaded.record.clone() };
            loaded.changed = true;
        }
        if loaded.record.root != root {
            loaded.record.root = root;
            loaded.changed = true;
            self.lines.extend(joined(root, &self.causes));
        }
        let noun = op.known_noun()?;
        let before = values(&loaded.record);
        let mut moved = begins && op.id == root;
        for cell in facts_in(noun, op) {
            if put_fact(&mut loaded.record, noun, cell, op.stamp()) {
                loaded.changed = true;
                moved = true;
            }
        }
        moved.then_some(before)
    }

    /// Works out anew where a whole stands and what it brings there.
    fn replace(&mut self, id: Id, before: &Facts) -> Result<(), L::Error> {
        let Some(loaded) = self.records.get(&id) else { return Ok(()) };
        let Some(noun) = Noun::from_code(loaded.record.noun) else { return Ok(()) };
        let facts = values(&loaded.record);
        let (own, brought, left) = (scope::own(noun, &facts, loaded.record.home), scope::brings(noun, &facts), scope::brings(noun, before));
        self.load(&brought.union(&left).copied().collect::<Vec<_>>())?;
        self.cause(id, id, &own);
        for other in left.difference(&brought) {
            self.cause(*other, id, &BTreeSet::new());
        }
        for other in &brought {
            self.cause(*other, id, &own);
        }
        let (was, is) = (scope::customer(noun, before), scope::customer(noun, &facts));
        if let Some(was) = was.filter(|was| Some(*was) != is) {
            self.cause(id, was, &BTreeSet::new());
        }
        if let Some(is) = is {
            let scopes = self.pulled_by(is);
            self.cause(id, is, &scopes);
        }
        Ok(())
    }

    /// Wholes that stand in the history of a customer.
    fn history(&self, id: Id) -> Vec<Id> {
        let of = |record: &Record| Noun::from_code(record.noun).and_then(|noun| scope::customer(noun, &values(record)));
        self.records.iter().filter(|(_, loaded)| of(&loaded.record) == Some(id)).map(|(other, _)| *other).collect()
    }

    fn pulled_by(&self, customer: Id) -> BTreeSet<Scope> {
        let causes = self.causes.get(&customer).into_iter().flatten();
        causes.filter(|(_, cause)| *cause == PULLED).map(|(scope, _)| *scope).collect()
    }

    /// Makes `scopes` all the scopes that `root` has because of `cause`.
    fn cause(&mut self, root: Id, cause: Id, scopes: &BTreeSet<Scope>) {
        self.touched.insert(root);
        let causes = self.causes.entry(root).or_default();
        causes.retain(|(scope, because)| *because != cause || scopes.contains(scope));
        causes.extend(scopes.iter().map(|scope| (*scope, cause)));
    }

    /// A shop pulled a customer: the card and all its history.
    pub fn pulled(&mut self, customer: Id, scope: Scope) -> Result<(), L::Error> {
        let causes: Vec<Id> = self.causes.get(&customer).into_iter().flatten().map(|(_, cause)| *cause).collect();
        self.load(&causes)?;
        self.causes.entry(customer).or_default().insert((scope, PULLED));
        self.touched.insert(customer);
        for root in self.history(customer) {
            self.touched.insert(root);
            self.causes.entry(root).or_default().insert((scope, customer));
        }
        self.end_transaction();
        Ok(())
    }

    /// Turns what the transaction's ops did into lines of logs.
    pub fn end_transaction(&mut self) {
        let runs = std::mem::take(&mut self.runs);
        let mut entered: BTreeMap<Id, BTreeSet<Scope>> = BTreeMap::new();
        let touched: BTreeSet<Id> = std::mem::take(&mut self.touched);
        for root in touched {
            if let Some(gained) = self.moved(root) {
                entered.insert(root, gained);
            }
        }
        for run in runs {
            let mut scopes = self.scopes(run.root);
            if let Some(entered) = entered.get(&run.root) {
                scopes.retain(|scope| !entered.contains(scope));
            }
            if !scopes.is_empty() {
                self.lines.push(Line { root: run.root, scopes, what: LineWhat::Ops { device: run.device, first: run.first, last: run.last } });
            }
        }
        for id in std::mem::take(&mut self.fresh) {
            if let Some(loaded) = self.records.get_mut(&id) {
                loaded.is_new = false;
            }
        }
    }

    /// Notes in the logs which scopes a whole entered and left; returns those it entered with ops that were there before.
    fn moved(&mut self, root: Id) -> Option<BTreeSet<Scope>> {
        let (was, is) = (self.logged.get(&root).cloned().unwrap_or_default(), self.scopes(root));
        let gained: BTreeSet<Scope> = is.difference(&was).copied().collect();
        let lost: BTreeSet<Scope> = was.difference(&is).copied().collect();
        self.logged.insert(root, is);
        if !lost.is_empty() {
            self.lines.push(Line { root, scopes: lost, what: LineWhat::Leave });
        }
        // Of a record that begins in this very transaction the ops themselves say everything.
        let begins = self.records.get(&root).is_none_or(|loaded| loaded.is_new);
        if gained.is_empty() || begins || plant::has(Bug::EmptyEnter) {
            return None;
        }
        self.lines.push(Line { root, scopes: gained.clone(), what: LineWhat::Enter });
        Some(gained)
    }

    /// Everything that changed, with lines numbered; returns the scopes that grew.
    pub fn finish(self, changes: &mut Changes) -> Result<Vec<Scope>, L::Error> {
        let grown: BTreeSet<Scope> = self.lines.iter().flat_map(|line| line.scopes.iter().copied()).collect();
        let mut heads = self.ledger.lock_heads(&grown)?;
        for line in &self.lines {
            write_line(line, &mut heads, changes);
        }
        let changed = self.records.into_iter().filter(|(_, loaded)| loaded.changed);
        changes.records.extend(changed.map(|(id, loaded)| (id, loaded.record)));
        for (root, now) in &self.causes {
            let empty = BTreeSet::new();
            let was = self.before.get(root).unwrap_or(&empty);
            let because = |(scope, cause): &(Scope, Id)| Because { root: *root, scope: *scope, cause: *cause };
            changes.because.extend(now.difference(was).map(because));
            changes.no_longer.extend(was.difference(now).map(because));
        }
        Ok(grown.into_iter().collect())
    }
}

/// A record that was known by a later op has found its whole: who has the whole must have it as well.
fn joined(root: Id, causes: &BTreeMap<Id, BTreeSet<(Scope, Id)>>) -> Option<Line> {
    let scopes: BTreeSet<Scope> = causes.get(&root)?.iter().map(|(scope, _)| *scope).collect();
    (!scopes.is_empty()).then_some(Line { root, scopes, what: LineWhat::Enter })
}

fn write_line(line: &Line, heads: &mut BTreeMap<Scope, u64>, changes: &mut Changes) {
    let places: Vec<(Scope, u64)> = line.scopes.iter().map(|scope| (*scope, next(heads, *scope))).collect();
    for (scope, seq) in &places {
        let what = match line.what {
            LineWhat::Ops { device, first, last } => {
                What::Ops { device, first, last, also: places.iter().copied().filter(|(other, _)| other != scope).collect() }
            }
            LineWhat::Enter => What::Enter,
            LineWhat::Leave => What::Leave,
        };
        if what == What::Leave {
            changes.left.push((line.root, *scope, *seq));
        }
        changes.entries.entry(*scope).or_default().push(Entry { seq: *seq, root: line.root, what });
    }
}

fn next(heads: &mut BTreeMap<Scope, u64>, scope: Scope) -> u64 {
    let head = heads.entry(scope).or_default();
    *head += 1;
    *head
}

/// The whole that the op itself names.
fn parent(op: &Op) -> Option<Id> {
    let Way::With(fields) = scope::way(op.known_noun()?) else { return None };
    let Action::Put(cells) = &op.action else { return None };
    let facts: Facts = cells.iter().filter(|cell| cell.key.is_none()).map(|cell| (cell.field, cell.value.clone())).collect();
    fields.iter().find_map(|field| scope::id_of(&facts, *field))
}

/// Every record that an op names as its whole or brings along.
fn named(op: &Op) -> Vec<Id> {
    let brought = op.known_noun().map(|noun| {
        let facts: Facts = facts_in(noun, op).map(|cell| (cell.field, cell.value.clone())).collect();
        scope::brings(noun, &facts)
    });
    parent(op).into_iter().chain(brought.into_iter().flatten()).collect()
}

fn facts_in(noun: Noun, op: &Op) -> impl Iterator<Item = &Cell> {
    let cells: &[Cell] = if let Action::Put(cells) = &op.action { cells } else { &[] };
    cells.iter().filter(move |cell| cell.key.is_none() && scope::facts(noun).iter().any(|field| field.code == cell.field))
}

/// Merges one fact as every desk merges it; whether it changed.
fn put_fact(record: &mut Record, noun: Noun, cell: &Cell, stamp: Stamp) -> bool {
    let first_wins = noun.field(cell.field).is_some_and(|field| field.kind == Kind::Once);
    if let Some((_, stands)) = record.facts.get(&cell.field)
        && (stamp == *stands || (stamp > *stands) == first_wins)
    {
        return false;
    }
    record.facts.insert(cell.field, (cell.value.clone(), stamp));
    true
}

/// The facts without their clocks.
pub(super) fn values(record: &Record) -> Facts {
    record.facts.iter().map(|(field, (value, _))| (*field, value.clone())).collect()
}
