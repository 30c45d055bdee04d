//! Taking in a push: what of it is new, what of that is shared, and what its author must be told.
//!
//! A transaction of ops stands or falls as one. Nothing is dropped: what is refused or cannot be read is kept with its bytes
//! and its author hears why. What the hub has already is compared and not taken twice.

use std::collections::{BTreeMap, BTreeSet};

use domain::field::Noun;
use domain::id::Id;
use domain::scope::{self, Scope};
use domain::time::Millis;
use domain::value::Value;

use super::place::{Work, values};
use super::{AHEAD_MS, Done, serve};
use crate::chain::{Chain, Head};
use crate::clock::Hlc;
use crate::exchange::{Answer, Cursor, Denied, Item, Push, Reason, Reply, Verdict};
use crate::ledger::{Changes, Device, Grant, Held, Ledger, OpState};
use crate::op::{Action, Op, Tx};
use crate::plant::{self, Bug};

/// Takes a push in, as far as it goes.
pub(super) fn take<L: Ledger>(ledger: &mut L, device: Device, push: &Push, now: Millis) -> Result<Done, L::Error> {
    let epoch = ledger.epoch()?.number;
    let reply = |head, answer| Reply { epoch, now, head, ordinal: device.ordinal, answer };
    if linked(push.before, &push.items).chain != push.chain {
        return Ok(Done { reply: reply(device.head, Answer::Denied(Denied::Damaged)), grown: Vec::new() });
    }
    let mut batch = Batch { items: Vec::new(), ahead: false, head: device.head, held: Vec::new() };
    if let Some(skip) = fresh(&device, push) {
        batch.read(&device, &push.items[skip..], now);
    }
    let mut changes = Changes::default();
    let grown = if batch.items.is_empty() { Vec::new() } else { batch.decide(ledger, &device, push, &mut changes)? };
    if !changes.is_empty() {
        ledger.write(changes)?;
    }
    let verdicts = verdicts(ledger, push, &batch)?;
    let gone = gone(ledger, &device, push)?;
    Ok(Done { reply: reply(batch.head, Answer::Pushed { verdicts, gone, ahead: batch.ahead }), grown })
}

/// Takes in ops of other devices that were lost with an older life of the hub. Their digests stand in their authors' chains,
/// so nobody can slip in anything else.
pub(super) fn offered<L: Ledger>(ledger: &mut L, device: &Device, ops: &[Vec<u8>]) -> Result<Vec<Scope>, L::Error> {
    let mut work = Work::new(ledger, device.home);
    let mut changes = Changes::default();
    let known: Vec<Op> = ops.iter().filter_map(|bytes| Op::decode(bytes).ok()).filter(is_readable).collect();
    work.load_for(&known.iter().collect::<Vec<_>>())?;
    for op in known {
        let bytes = op.encode();
        let wanted = work.ledger.log_of(op.device, op.seq, op.seq)?.pop().filter(|held| held.state == OpState::Wanted);
        if wanted.is_some_and(|held| held.digest() == crate::chain::digest(&bytes)) {
            work.take(&op)?;
            // Its own author lacks it as well, and an author is not told its own lines.
            work.tell_whole(work.root_of(&op));
            work.end_transaction();
            changes.found.push((op.device, Held { seq: op.seq, id: op.id, state: OpState::Shared, bytes, came: None }));
        }
    }
    let grown = work.finish(&mut changes)?;
    if !changes.is_empty() {
        ledger.write(changes)?;
    }
    Ok(grown)
}

fn linked(before: Head, items: &[Item]) -> Head {
    items.iter().fold(before, |head, item| Head { seq: head.seq + 1, chain: link(head, item) })
}

fn link(head: Head, item: &Item) -> Chain {
    match item {
        Item::Op(bytes) => head.chain.link(bytes),
        Item::Withheld { digest, .. } | Item::Erased(digest) => head.chain.link_digest(digest),
    }
}

/// How many of the items the hub has already; none when they do not follow what it has: a gap or another log.
///
/// The reply's head tells the desk which of the two it is.
fn fresh(device: &Device, push: &Push) -> Option<usize> {
    if plant::has(Bug::NoDedupe) {
        return (push.before.seq <= device.head.seq).then_some(0);
    }
    let skip = device.head.seq.checked_sub(push.before.seq)? as usize;
    let known = push.items.get(..skip)?;
    let same = linked(push.before, known).chain == device.head.chain;
    (same || plant::has(Bug::ForkTaken)).then_some(skip)
}

/// The new items of a push.
struct Batch {
    items: Vec<New>,
    /// An item is further in the future than a clock may be; what follows it waits.
    ahead: bool,
    head: Head,
    held: Vec<Held>,
}

struct New {
    seq: u64,
    bytes: Vec<u8>,
    /// When it was written, as far as can be known.
    hlc: Hlc,
    /// The transaction it says it is of.
    tx: Tx,
    /// None for what stays at home or cannot be read.
    op: Option<Op>,
    /// What becomes of an item without an op.
    otherwise: OpState,
    chain: Chain,
}

impl New {
    fn of(device: &Device, seq: u64, chain: Chain, item: &Item) -> Self {
        let bare = |bytes: &[u8], hlc, otherwise| New { seq, bytes: bytes.to_vec(), hlc, tx: Tx { first: seq, len: 1 }, op: None, otherwise, chain };
        match item {
            Item::Withheld { digest, hlc } => bare(digest, *hlc, OpState::Withheld),
            Item::Erased(digest) => bare(digest, Hlc::ZERO, OpState::Wanted),
            Item::Op(bytes) => match Op::decode(bytes).ok().filter(|op| op.device == device.device && op.seq == seq) {
                None => bare(bytes, Hlc::ZERO, OpState::Refused(Reason::Kept)),
                Some(op) => {
                    let new = bare(bytes, op.hlc, OpState::Refused(Reason::Kept));
                    New { tx: op.tx, op: Some(op).filter(is_readable), ..new }
                }
            },
        }
    }

    fn held(self, state: OpState) -> Held {
        let id = self.op.as_ref().map_or(Id([0; 16]), |op| op.id);
        Held { seq: self.seq, id, state, bytes: self.bytes, came: None }
    }
}

fn is_readable(op: &Op) -> bool {
    op.known_noun().is_some() && op.misfit().is_none()
}

impl Batch {
    fn read(&mut self, device: &Device, items: &[Item], now: Millis) {
        let mut head = device.head;
        for item in items {
            head = Head { seq: head.seq + 1, chain: link(head, item) };
            let new = New::of(device, head.seq, head.chain, item);
            if new.hlc.ms() > now + AHEAD_MS && !plant::has(Bug::NoClockCheck) {
                self.ahead = true;
                self.cut_transaction(&new);
                break;
            }
            self.items.push(new);
        }
        if let Some(last) = self.items.last() {
            self.head = Head { seq: last.seq, chain: last.chain };
        }
    }

    /// A transaction of which one op must wait waits as a whole.
    fn cut_transaction(&mut self, late: &New) {
        self.items.retain(|new| new.seq < late.tx.first);
    }

    fn decide<L: Ledger>(&mut self, ledger: &mut L, device: &Device, push: &Push, changes: &mut Changes) -> Result<Vec<Scope>, L::Error> {
        let grants = ledger.grants(device.device)?;
        let unsure = ledger.epoch()?.restored.map(|at| at + AHEAD_MS);
        let mut work = Work::new(ledger, device.home);
        let ops: Vec<&Op> = self.items.iter().filter_map(|new| new.op.as_ref()).collect();
        work.load_for(&ops)?;
        let roots: BTreeSet<Id> = ops.iter().map(|op| work.root_of(op)).collect();
        let left = work.ledger.left(&roots.into_iter().collect::<Vec<_>>())?;
        let settled = Settled { up_to: push.settled, verdicts: push.verdicts.iter().map(|verdict| (verdict.seq, verdict.reason)).collect() };
        let judge = Judge { device, grants: &grants, left: &left, settled, unsure };
        let mut items = std::mem::take(&mut self.items).into_iter().peekable();
        while let Some(first) = items.next() {
            let last = first.tx.first + u64::from(first.tx.len) - 1;
            let mut group = vec![first];
            while let Some(next) = items.next_if(|next| next.seq <= last) {
                group.push(next);
            }
            self.take_group(&mut work, &judge, group)?;
        }
        changes.head = Some((device.device, self.head));
        changes.ops = self.held.iter().cloned().map(|held| (device.device, held)).collect();
        work.finish(changes)
    }

    /// One transaction of ops.
    fn take_group<L: Ledger>(&mut self, work: &mut Work<'_, L>, judge: &Judge<'_>, group: Vec<New>) -> Result<(), L::Error> {
        let refused = group.iter().filter_map(|new| new.op.as_ref()).find_map(|op| judge.refuses(work, op));
        for new in group {
            let state = match (&new.op, refused) {
                (None, _) if plant::has(Bug::DroppedPoison) && new.otherwise == OpState::Refused(Reason::Kept) => continue,
                (None, _) => new.otherwise,
                (Some(_), Some(reason)) => OpState::Refused(reason),
                (Some(op), None) => {
                    work.take(op)?;
                    OpState::Shared
                }
            };
            self.held.push(new.held(state));
        }
        work.end_transaction();
        Ok(())
    }
}

/// May this device say this?
struct Judge<'a> {
    device: &'a Device,
    grants: &'a [Grant],
    left: &'a [(Id, Scope, u64)],
    settled: Settled,
    /// What was written up to here may have been shared by an earlier life of the hub whose answer was lost. Others may have
    /// it, so it can no longer be refused.
    unsure: Option<Millis>,
}

/// What an earlier life of the hub decided.
struct Settled {
    up_to: u64,
    verdicts: BTreeMap<u64, Reason>,
}

impl Judge<'_> {
    fn refuses<L: Ledger>(&self, work: &Work<'_, L>, op: &Op) -> Option<Reason> {
        if op.seq <= self.settled.up_to {
            return self.settled.verdicts.get(&op.seq).copied().filter(|reason| reason.is_refusal());
        }
        let noun = op.known_noun()?;
        if !self.device.head_office && !branch_may(noun, op) {
            return Some(Reason::HeadOffice);
        }
        if self.unsure.is_some_and(|until| op.hlc.ms() <= until) {
            return None;
        }
        let root = work.root_of(op);
        if !self.is_theirs(work, root) {
            return Some(Reason::NotYours);
        }
        claimed(work, noun, op).map(|by| Reason::Claimed { by })
    }

    /// Whether the device hears the record, had not yet heard that it lost it, or made it.
    fn is_theirs<L: Ledger>(&self, work: &Work<'_, L>, root: Id) -> bool {
        let Some(record) = work.record(root) else { return true };
        if record.by == self.device.device {
            return true;
        }
        let scopes = work.scopes(root);
        let had = |grant: &Grant| {
            let heard = grant.heard.map_or(u64::MAX, heard_up_to);
            self.left.iter().any(|(left, scope, seq)| *left == root && *scope == grant.scope && *seq > heard)
        };
        // A whole that no scope holds yet is nobody's, so nothing of it can be another's secret.
        (scopes.is_empty() && self.left.iter().all(|(left, ..)| *left != root))
            || self.grants.iter().any(|grant| scopes.contains(&grant.scope) || had(grant))
    }
}

/// Entries of the scope's log that the device surely has stored.
pub(super) const fn heard_up_to(cursor: Cursor) -> u64 {
    match cursor {
        Cursor::Walk { then, .. } => then,
        Cursor::Log { seq, .. } => seq,
        Cursor::Leaving { .. } => u64::MAX,
    }
}

fn branch_may(noun: Noun, op: &Op) -> bool {
    match &op.action {
        Action::Put(cells) if cells.is_empty() => scope::branch_writes(noun, None),
        Action::Put(cells) => cells.iter().all(|cell| scope::branch_writes(noun, Some(cell.field))),
        Action::Add { field, .. } | Action::Remove { field, .. } | Action::Step { field, .. } => scope::branch_writes(noun, Some(*field)),
        Action::Delete => scope::branch_writes(noun, None),
    }
}

/// Who had taken the record when the author, not seeing it, took it for themselves.
fn claimed<L: Ledger>(work: &Work<'_, L>, noun: Noun, op: &Op) -> Option<Id> {
    let field = scope::assignee(noun)?;
    let Action::Put(cells) = &op.action else { return None };
    let cell = cells.iter().find(|cell| cell.field == field.code)?;
    let mine = |value: &Value| matches!((value, op.actor), (Value::Bytes(bytes), Some(actor)) if bytes.as_slice() == actor.0);
    let record = work.record(op.id)?;
    let (stands, stamp) = record.facts.get(&field.code)?;
    let unseen = cell.base != Some(stamp.hlc) && stamp.device != op.device;
    let by = scope::id_of(&values(record), field)?;
    (mine(&cell.value) && unseen && *stands != cell.value && op.actor != Some(by)).then_some(by)
}

/// What the author must be told of the items between its `before` and the head.
fn verdicts<L: Ledger>(ledger: &mut L, push: &Push, batch: &Batch) -> Result<Vec<Verdict>, L::Error> {
    let mut verdicts: Vec<Verdict> = batch.held.iter().filter_map(Held::verdict).collect();
    let known = batch.held.first().map_or(batch.head.seq, |held| held.seq - 1);
    if known > push.before.seq {
        let held = ledger.log_of(push.device, push.before.seq + 1, known)?;
        verdicts.extend(held.iter().filter_map(Held::verdict));
        verdicts.sort_unstable();
    }
    Ok(verdicts)
}

/// Wholes of the push, or brought along by them, that its author perhaps can no longer see.
fn gone<L: Ledger>(ledger: &mut L, device: &Device, push: &Push) -> Result<Vec<Id>, L::Error> {
    let ops = push.items.iter().filter_map(|item| if let Item::Op(bytes) = item { Op::decode(bytes).ok() } else { None });
    let ids: BTreeSet<Id> = ops.map(|op| op.id).collect();
    let records = ledger.records(&ids.into_iter().collect::<Vec<_>>())?;
    let mut roots: BTreeSet<Id> = records.iter().map(|(_, record)| record.root).collect();
    let brought = records.iter().filter_map(|(_, record)| Some(scope::brings(Noun::from_code(record.noun)?, &values(record))));
    roots.extend(brought.flatten());
    let serve::Checked { gone, unsure } = serve::check(ledger, device.device, &roots.into_iter().collect::<Vec<_>>())?;
    Ok([gone, unsure].concat())
}
