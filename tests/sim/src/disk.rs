//! A desk's file, in memory: every call is one transaction, and the power may go before or after any of them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use domain::edit::Edit;
use domain::field::Noun;
use domain::scope::{self, Facts, Scope, Way};
use domain::{Id, Millis};
use sync::chain::{Chain, Head, digest};
use sync::exchange::{Cursor, Item, Page, Reason, Verdict};
use sync::plant::{self, Bug};
use sync::replica::{Outgoing, Replica, Standing};
use sync::rewrite::{Right, rewrite};
use sync::{Action, Author, DeviceId, Dot, Hlc, Op, Seen, Stamped, Ticker};

use crate::card::Card;

/// An op of this desk's own log.
#[derive(Clone)]
pub struct Own {
    pub bytes: Rc<Vec<u8>>,
    pub digest: [u8; 32],
    pub chain: Chain,
    pub op: Rc<Op>,
    pub refused: Option<Reason>,
    /// Its record left this desk; only the digest stays.
    pub erased: bool,
}

/// The power went.
#[derive(Debug)]
pub struct Dark;

impl std::fmt::Display for Dark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the power went")
    }
}

impl std::error::Error for Dark {}

/// Everything that is durable on a desk.
#[derive(Clone)]
pub struct Disk {
    pub device: DeviceId,
    pub log: Vec<Own>,
    pub foreign: HashMap<Dot, Rc<Op>>,
    pub cards: BTreeMap<Id, Card>,
    /// The whole that a record belongs to.
    roots: HashMap<Id, Id>,
    pub children: BTreeMap<Id, BTreeSet<Id>>,
    pub acked: Head,
    pub epoch: u64,
    pub settled: u64,
    pub offset: Millis,
    pub ordinal: u32,
    pub doubtful: BTreeSet<Id>,
    pub cursors: BTreeMap<Scope, Cursor>,
    /// Bytes that could not be read.
    pub quarantine: HashSet<Vec<u8>>,
    /// What people were told of their own ops.
    pub told: BTreeMap<Dot, Reason>,
    /// With the planted bug: what was looked at, whether it was stored or not.
    pub seen: HashSet<Dot>,
    /// Calls until the power goes: before it, or (odd) after it.
    pub fuse: Option<u32>,
    pub purged: usize,
    /// The newest clock that came from others.
    pub newest: Hlc,
}

impl Disk {
    pub fn new(device: DeviceId) -> Self {
        Disk {
            device,
            log: Vec::new(),
            foreign: HashMap::new(),
            cards: BTreeMap::new(),
            roots: HashMap::new(),
            children: BTreeMap::new(),
            acked: Head::genesis(device),
            epoch: 0,
            settled: 0,
            offset: 0,
            ordinal: 0,
            doubtful: BTreeSet::new(),
            cursors: BTreeMap::new(),
            quarantine: HashSet::new(),
            told: BTreeMap::new(),
            seen: HashSet::new(),
            fuse: None,
            purged: 0,
            newest: Hlc::ZERO,
        }
    }

    pub fn head(&self) -> Head {
        self.log.last().map_or(Head::genesis(self.device), |own| Head { seq: self.log.len() as u64, chain: own.chain })
    }

    pub fn root_of(&self, id: Id) -> Id {
        self.roots.get(&id).copied().unwrap_or(id)
    }

    fn author(&self, without_after: u64) -> Author {
        let own = self.log.iter().take(without_after as usize);
        let newest = own.map(|own| own.op.hlc).chain(self.foreign.values().map(|op| op.hlc)).max().unwrap_or(Hlc::ZERO);
        let chain = self.chain_of(without_after).unwrap_or(Chain::genesis(self.device));
        Author { device: self.device, next_seq: without_after + 1, ticker: Ticker { last: newest }, chain }
    }

    fn chain_of(&self, seq: u64) -> Option<Chain> {
        if seq == 0 { Some(Chain::genesis(self.device)) } else { self.log.get(seq as usize - 1).map(|own| own.chain) }
    }

    /// What a person writes, in one transaction.
    pub fn commit(&mut self, edits: Vec<Edit>, actor: Option<Id>, now: Millis, ticker: &mut Ticker) -> Result<Vec<Rc<Op>>, Dark> {
        self.power()?;
        let mut author = Author { ticker: *ticker, next_seq: self.log.len() as u64 + 1, device: self.device, chain: self.head().chain };
        let stamped = author.stamp(edits, actor, now + self.offset, &*self).unwrap_or_default();
        *ticker = author.ticker;
        let ops: Vec<Rc<Op>> = stamped.into_iter().map(|stamped| self.keep(stamped)).collect();
        ops.iter().for_each(|op| self.show(op));
        // Nothing is heard yet, so that a record may come and go at the hub before this desk begins to listen.
        if self.cursors.is_empty() {
            let shared = ops.iter().filter(|op| op.known_noun().is_some_and(may_leave));
            let roots: Vec<Id> = shared.map(|op| self.root_of(op.id)).collect();
            self.doubtful.extend(roots.into_iter().filter(|root| !root.is_seed()));
        }
        self.spent()?;
        Ok(ops)
    }

    /// An op of a program that does not exist yet.
    pub fn commit_strange(&mut self, now: Millis, ticker: &mut Ticker) -> Result<Rc<Op>, Dark> {
        self.power()?;
        let (seq, hlc) = (self.log.len() as u64 + 1, ticker.tick(now + self.offset));
        let action = Action::Put(vec![sync::Cell { field: 1, key: None, value: domain::Value::Int(seq as i64), base: None }]);
        let tx = sync::Tx { first: seq, len: 1 };
        let op = Op { version: sync::op::VERSION, device: self.device, seq, hlc, tx, actor: None, noun: 999, id: Id([9; 16]), action };
        let bytes = op.encode();
        let chain = self.head().chain.link(&bytes);
        Ok(self.keep(Stamped { op, bytes, chain }))
    }

    fn keep(&mut self, stamped: Stamped) -> Rc<Op> {
        let op = Rc::new(stamped.op);
        let digest = digest(&stamped.bytes);
        self.log.push(Own { bytes: Rc::new(stamped.bytes), digest, chain: stamped.chain, op: op.clone(), refused: None, erased: false });
        op
    }

    /// The clock as it stands after a start: later than all that is stored.
    pub fn ticker(&self) -> Ticker {
        self.author(self.log.len() as u64).ticker
    }

    /// Writes an op into its record.
    fn show(&mut self, op: &Rc<Op>) {
        if op.known_noun().is_none() || op.misfit().is_some() {
            return;
        }
        if let Some(root) = parent(op) {
            self.roots.insert(op.id, root);
            // Known before by a later op, it stood alone.
            if self.children.get_mut(&op.id).is_some_and(|alone| alone.remove(&op.id) && alone.is_empty()) {
                self.children.remove(&op.id);
                self.doubtful.remove(&op.id);
            }
        }
        self.children.entry(self.root_of(op.id)).or_default().insert(op.id);
        self.cards.entry(op.id).or_default().take(op);
    }

    /// Wholes that others may have to do with. What every desk has alike need never leave, and a hub may not know it.
    fn held_roots(&self) -> Vec<Id> {
        let stays = |root: &Id| self.cards.get(root).and_then(|card| Noun::from_code(card.noun)).is_some_and(|noun| !may_leave(noun));
        self.children.keys().copied().filter(|root| !stays(root) && !root.is_seed()).collect()
    }

    /// Makes a record again from the ops that count.
    fn rebuild(&mut self, id: Id) {
        self.cards.remove(&id);
        let own = self.log.iter().filter(|own| !own.erased && own.refused.is_none_or(|reason| !reason.is_refusal())).map(|own| &own.op);
        let mut ops: Vec<Rc<Op>> = own.chain(self.foreign.values()).filter(|op| op.id == id).cloned().collect();
        ops.sort_by_key(|op| op.stamp());
        ops.iter().for_each(|op| self.show(op));
        if ops.is_empty() {
            self.forget(id);
        }
    }

    /// A record of which nothing is left that counts.
    fn forget(&mut self, id: Id) {
        let root = self.root_of(id);
        let children = self.children.entry(root).or_default();
        children.remove(&id);
        if children.is_empty() {
            self.children.remove(&root);
            self.doubtful.remove(&root);
        }
    }

    fn has_after(&self, root: Id, seq: u64) -> bool {
        self.log.iter().skip(seq as usize).any(|own| self.root_of(own.op.id) == root)
    }

    fn let_go(&mut self, root: Id, asked_at: u64) {
        if self.has_after(root, asked_at.min(self.acked.seq)) && !plant::has(Bug::PurgedUnsent) {
            if self.children.contains_key(&root) {
                self.doubtful.insert(root);
            }
        } else {
            self.purge(root);
        }
    }

    fn purge(&mut self, root: Id) {
        self.doubtful.remove(&root);
        let ids = self.children.remove(&root).unwrap_or_default();
        self.doubtful.remove(&root);
        for id in &ids {
            self.cards.remove(id);
            self.roots.remove(id);
        }
        self.foreign.retain(|_, op| !ids.contains(&op.id));
        for own in self.log.iter_mut().filter(|own| ids.contains(&own.op.id)) {
            own.erased = true;
        }
        self.purged += 1;
    }

    /// One op of a page.
    fn receive(&mut self, bytes: &[u8]) {
        let Ok(op) = Op::decode(bytes) else {
            self.quarantine.insert(bytes.to_vec());
            return;
        };
        let dot = op.dot();
        if op.device == self.device {
            if let Some(own) = self.log.get_mut(op.seq as usize - 1)
                && own.erased
            {
                own.erased = false;
                let op = own.op.clone();
                self.show(&op);
            }
            return;
        }
        if self.foreign.contains_key(&dot) || (plant::has(Bug::SeenBeforeStored) && self.seen.contains(&dot)) {
            return;
        }
        let op = Rc::new(op);
        self.newest = self.newest.max(op.hlc);
        self.foreign.insert(dot, op.clone());
        if op.known_noun().is_none() {
            self.quarantine.insert(bytes.to_vec());
        }
        self.show(&op);
    }

    /// Burns the fuse: true when the power goes now.
    fn burn(&mut self) -> bool {
        let Some(left) = self.fuse else { return false };
        self.fuse = left.checked_sub(1);
        left == 0
    }

    /// Before a transaction: nothing of it is on the disk yet.
    fn power(&mut self) -> Result<(), Dark> {
        if self.burn() { Err(Dark) } else { Ok(()) }
    }

    /// After a transaction: it is on the disk, but whoever asked for it never hears so.
    fn spent(&mut self) -> Result<(), Dark> {
        if self.burn() { Err(Dark) } else { Ok(()) }
    }
}

/// What is everybody's, and what only goes up, never has to leave.
const fn may_leave(noun: Noun) -> bool {
    matches!(scope::way(noun), Way::Fields { .. } | Way::With(_))
}

fn parent(op: &Op) -> Option<Id> {
    let Way::With(fields) = scope::way(op.known_noun()?) else { return None };
    let Action::Put(cells) = &op.action else { return None };
    let facts: Facts = cells.iter().filter(|cell| cell.key.is_none()).map(|cell| (cell.field, cell.value.clone())).collect();
    fields.iter().find_map(|field| scope::id_of(&facts, *field))
}

impl Seen for &mut Disk {
    fn base(&self, noun: Noun, id: Id, field: u16, key: Option<&str>) -> Option<Hlc> {
        Seen::base(&**self, noun, id, field, key)
    }
    fn dots(&self, noun: Noun, id: Id, field: u16, member: &str) -> Vec<Dot> {
        Seen::dots(&**self, noun, id, field, member)
    }
}

impl Seen for Disk {
    fn base(&self, _: Noun, id: Id, field: u16, key: Option<&str>) -> Option<Hlc> {
        self.cards.get(&id)?.clock.base(field, key)
    }

    fn dots(&self, _: Noun, id: Id, field: u16, member: &str) -> Vec<Dot> {
        let dots = self.cards.get(&id).and_then(|card| card.view.sets.get(&field)).and_then(|members| members.get(member));
        dots.into_iter().flatten().copied().collect()
    }
}

impl Replica for Disk {
    type Error = Dark;

    fn standing(&mut self) -> Result<Standing, Dark> {
        let head = self.head();
        Ok(Standing {
            device: self.device,
            head,
            acked: self.acked,
            epoch: self.epoch,
            settled: self.settled,
            offset: self.offset,
            ordinal: self.ordinal,
        })
    }

    fn follows(&mut self) -> Result<Vec<(Scope, Cursor)>, Dark> {
        Ok(self.cursors.iter().map(|(scope, cursor)| (*scope, *cursor)).collect())
    }

    fn outgoing(&mut self, after: u64, bytes: usize) -> Result<Option<Outgoing>, Dark> {
        let mut items = Vec::new();
        let mut verdicts = Vec::new();
        let (mut size, mut chain) = (0, Chain::genesis(self.device));
        for own in self.log.iter().skip(after as usize) {
            if own.op.seq == own.op.tx.first && size >= bytes {
                break;
            }
            items.push(match (own.op.stays_home(), own.erased) {
                (true, _) => Item::Withheld { digest: own.digest, hlc: own.op.hlc },
                (false, true) => Item::Erased(own.digest),
                (false, false) => Item::Op(own.bytes.to_vec()),
            });
            verdicts.extend(own.refused.map(|reason| Verdict { seq: own.op.seq, reason }));
            size += own.bytes.len();
            chain = own.chain;
        }
        Ok(if items.is_empty() { None } else { Some(Outgoing { items, chain, verdicts }) })
    }

    fn chain_at(&mut self, seq: u64) -> Result<Option<Chain>, Dark> {
        Ok(self.chain_of(seq))
    }

    fn acknowledge(&mut self, from: u64, head: Head, verdicts: &[Verdict], doubtful: &[Id]) -> Result<(), Dark> {
        self.power()?;
        self.acked = head;
        let verdicts: BTreeMap<u64, Reason> = verdicts.iter().map(|verdict| (verdict.seq, verdict.reason)).collect();
        let mut changed = BTreeSet::new();
        for own in self.log.iter_mut().take(head.seq as usize).skip(from as usize) {
            let reason = verdicts.get(&own.op.seq).copied();
            let counts = |reason: Option<Reason>| reason.is_none_or(|reason| !reason.is_refusal());
            if counts(own.refused) != counts(reason) {
                changed.insert(own.op.id);
            }
            own.refused = reason;
            if let Some(reason) = reason {
                self.told.insert(own.op.dot(), reason);
            }
        }
        if !plant::has(Bug::RefusedStays) {
            changed.into_iter().for_each(|id| self.rebuild(id));
        }
        self.doubtful.extend(doubtful.iter().filter(|root| self.children.contains_key(root)));
        self.spent()
    }

    fn take(&mut self, page: &Page, asked_at: u64) -> Result<(), Dark> {
        if let Err(dark) = self.power() {
            self.seen.extend(page.ops.iter().filter_map(|bytes| Op::decode(bytes).ok()).map(|op| op.dot()));
            return Err(dark);
        }
        let hear = |disk: &mut Disk| {
            for (scope, cursor) in &page.cursors {
                match cursor {
                    Some(cursor) => disk.cursors.insert(*scope, *cursor),
                    None => disk.cursors.remove(scope),
                };
            }
        };
        if plant::has(Bug::CursorApart) || plant::has(Bug::ForgottenLeave) {
            if plant::has(Bug::ForgottenLeave) {
                page.ops.iter().for_each(|bytes| self.receive(bytes));
            }
            hear(self);
            self.spent()?;
        }
        page.ops.iter().for_each(|bytes| self.receive(bytes));
        page.gone.iter().for_each(|root| self.let_go(*root, asked_at));
        hear(self);
        self.spent()
    }

    fn begin_anew(&mut self, epoch: u64) -> Result<(), Dark> {
        self.power()?;
        self.doubtful.extend(self.held_roots());
        if self.epoch != epoch {
            self.settled = self.settled.max(self.acked.seq);
        }
        self.epoch = epoch;
        self.cursors.clear();
        self.spent()
    }

    fn stamp_anew(&mut self, after: u64, right: Right) -> Result<(), Dark> {
        self.power()?;
        // Of an erased op nothing is left that could be written anew.
        let tail: Vec<Rc<Op>> = self.log.split_off(after as usize).into_iter().filter(|own| !own.erased).map(|own| own.op).collect();
        self.write_anew(&tail, after, right);
        self.spent()
    }

    fn set_offset(&mut self, offset: Millis) -> Result<(), Dark> {
        self.power()?;
        self.offset = offset;
        self.spent()
    }

    fn set_ordinal(&mut self, ordinal: u32) -> Result<(), Dark> {
        self.power()?;
        self.ordinal = ordinal;
        self.spent()
    }

    fn adopt(&mut self, device: DeviceId, after: u64) -> Result<(), Dark> {
        self.power()?;
        let tail: Vec<Rc<Op>> = self.log.split_off(after as usize).into_iter().filter(|own| !own.erased).map(|own| own.op).collect();
        for own in std::mem::take(&mut self.log) {
            let counts = !own.erased && own.refused.is_none_or(|reason| !reason.is_refusal());
            // Drafts too: their records are made from them again, and they still stay here.
            if counts {
                self.foreign.insert(own.op.dot(), own.op);
            }
        }
        // Under a new clock a seed would win over what others made of it.
        let (seeds, tail): (Vec<Rc<Op>>, Vec<Rc<Op>>) = tail.into_iter().partition(|op| op.is_seed());
        self.foreign.extend(seeds.into_iter().map(|op| (op.dot(), op)));
        self.device = device;
        self.acked = Head::genesis(device);
        self.settled = 0;
        self.cursors.clear();
        self.doubtful.extend(self.held_roots());
        self.write_anew(&tail, 0, Right { offset: 0, now: Millis::MAX });
        self.spent()
    }

    fn doubtful(&mut self, after: Id, limit: usize) -> Result<Vec<Id>, Dark> {
        let above = self.doubtful.range((std::ops::Bound::Excluded(after), std::ops::Bound::Unbounded));
        Ok(above.filter(|root| !self.has_after(**root, self.acked.seq)).take(limit).copied().collect())
    }

    fn settle(&mut self, asked: &[Id], gone: &[Id], asked_at: u64) -> Result<(), Dark> {
        self.power()?;
        asked.iter().for_each(|root| {
            self.doubtful.remove(root);
        });
        gone.iter().for_each(|root| self.let_go(*root, asked_at));
        self.spent()
    }

    fn find(&mut self, wanted: &[Dot]) -> Result<Vec<Vec<u8>>, Dark> {
        let is_shared = |op: &&Rc<Op>| !op.stays_home();
        let of = |dot: &Dot| self.foreign.get(dot).filter(is_shared).map(|op| op.encode());
        Ok(wanted.iter().filter_map(of).collect())
    }

    fn acked_below(&mut self, seq: u64) -> Result<u64, Dark> {
        Ok(self.acked.seq.min(seq))
    }
}

impl Disk {
    fn write_anew(&mut self, tail: &[Rc<Op>], after: u64, right: Right) {
        let mut author = self.author(after);
        let tail_ops: Vec<Op> = tail.iter().map(|op| op.as_ref().clone()).collect();
        let changed: BTreeSet<Id> = tail.iter().map(|op| op.id).collect();
        for stamped in rewrite(&mut author, &tail_ops, right) {
            self.keep(stamped);
        }
        changed.into_iter().for_each(|id| self.rebuild(id));
    }
}
