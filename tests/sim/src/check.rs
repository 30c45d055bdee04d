//! What must always hold, worked out from the ops alone and by other means than the hub's.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use domain::field::Noun;
use domain::id::Id;
use domain::scope::{self, Facts, Scope, Way};
use domain::time::Millis;
use sync::chain::Head;
use sync::exchange::{Page, Pull, Reason};
use sync::hub::AHEAD_MS;
use sync::ledger::{Changes, Held, OpState};
use sync::merge;
use sync::plant::{self, Bug};
use sync::{Action, DeviceId, Dot, Op};

use crate::base::Base;
use crate::card::specified;
use crate::dice::Dice;
use crate::disk::Disk;
use crate::world::{Outcome, Violation, World, place, violated};

/// What an onlooker who sees everything knows.
#[derive(Default)]
pub struct Truth {
    shared: HashMap<Dot, Rc<Op>>,
    of_record: BTreeMap<Id, Vec<Rc<Op>>>,
    pulled: BTreeSet<(Id, Scope)>,
}

impl Truth {
    /// A transaction becomes durable.
    pub fn taken(&mut self, changes: &Changes, now: Millis) -> Outcome<()> {
        for (device, held) in changes.ops.iter().chain(&changes.found) {
            let dot = Dot { device: *device, seq: held.seq };
            if held.state != OpState::Shared {
                continue;
            }
            let op = Op::decode(&held.bytes).map_err(|cause| Violation(format!("{} is shared and cannot be read: {cause}", place(dot))))?;
            if op.hlc.ms() > now + AHEAD_MS {
                return violated!("{} of {} ms in the future was shared", place(dot), op.hlc.ms() - now);
            }
            self.note(op);
        }
        Ok(())
    }

    fn note(&mut self, op: Op) {
        let op = Rc::new(op);
        if self.shared.insert(op.dot(), op.clone()).is_none() {
            self.of_record.entry(op.id).or_default().push(op);
        }
    }

    pub fn restored(&mut self, base: &Base) {
        let pulled = std::mem::take(&mut self.pulled);
        *self = Truth::default();
        let was_pulled =
            |(customer, scope): &(Id, Scope)| base.because.get(customer).is_some_and(|causes| causes.contains(&(*scope, sync::ledger::PULLED)));
        self.pulled = pulled.into_iter().filter(was_pulled).collect();
        for (_, held) in base.held().filter(|(_, held)| held.state == OpState::Shared) {
            if let Ok(op) = Op::decode(&held.bytes) {
                self.note(op);
            }
        }
    }

    pub fn pulled(&mut self, customer: Id, scope: Scope) {
        self.pulled.insert((customer, scope));
    }

    /// A page goes to a desk: nothing of it may belong to a whole that stands under none of its scopes.
    pub fn page(&self, base: &Base, pull: &Pull, page: &Page, sample: bool) -> Outcome<()> {
        if !sample || page.ops.is_empty() {
            return Ok(());
        }
        let (granted, places) = (base.granted(pull.device), self.places(base));
        for op in page.ops.iter().filter_map(|bytes| Op::decode(bytes).ok()) {
            let root = self.root_of(op.id);
            let stands = places.get(&root).cloned().unwrap_or_default();
            if stands.is_disjoint(&granted) {
                return violated!("{} of a {:?} that stands under {stands:?} was sent to {:?}", place(op.dot()), op.known_noun(), pull.device);
            }
        }
        Ok(())
    }

    fn ops_of(&self, id: Id) -> &[Rc<Op>] {
        self.of_record.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The whole a record belongs to: what its first writer said.
    pub fn root_of(&self, id: Id) -> Id {
        let named = |op: &Rc<Op>| {
            let Way::With(fields) = scope::way(op.known_noun()?) else { return None };
            let facts = written(op);
            fields.iter().find_map(|field| scope::id_of(&facts, *field))
        };
        self.ops_of(id).iter().find_map(named).unwrap_or(id)
    }

    /// Where every whole stands, from the merged records.
    pub fn places(&self, base: &Base) -> BTreeMap<Id, BTreeSet<Scope>> {
        let mut own: BTreeMap<Id, (Noun, Facts)> = BTreeMap::new();
        for (id, ops) in &self.of_record {
            let Some(noun) = ops.first().and_then(|op| op.known_noun()) else { continue };
            let row = merge::fold(ops.iter().map(Rc::as_ref), &|_, _, _| true);
            let facts = scope::facts(noun).iter().filter_map(|field| Some((field.code, row.cells.get(&(field.code, None))?.0.clone())));
            own.insert(*id, (noun, facts.collect()));
        }
        let mut places: BTreeMap<Id, BTreeSet<Scope>> = BTreeMap::new();
        for (id, (noun, facts)) in &own {
            let home = base.records.get(id).map_or(Scope::HeadOffice, |record| record.home);
            let scopes = scope::own(*noun, facts, home);
            for other in scope::brings(*noun, facts) {
                places.entry(other).or_default().extend(scopes.iter().copied());
            }
            places.entry(*id).or_default().extend(scopes);
            if let Some(customer) = scope::customer(*noun, facts) {
                let pulled = self.pulled.iter().filter(|(pulled, _)| *pulled == customer).map(|(_, scope)| *scope);
                places.entry(*id).or_default().extend(pulled);
            }
        }
        for (customer, scope) in &self.pulled {
            places.entry(*customer).or_default().insert(*scope);
        }
        places
    }

    /// Ops of some record that may be told shorter. With the planted bug, removals that are merely old are forgotten.
    pub fn shortened(&self, base: &Base, dice: &mut Dice) -> Vec<Op> {
        let Some(id) = self.of_record.keys().nth(dice.below(self.of_record.len())) else { return Vec::new() };
        let ops: Vec<Op> =
            base.of_record(*id).filter(|(_, held)| held.state == OpState::Shared).filter_map(|(_, held)| Op::decode(&held.bytes).ok()).collect();
        if plant::has(Bug::TimedForgetting) {
            let removals = self.shared.values().filter(|op| matches!(op.action, Action::Remove { .. }));
            return removals.map(|op| Op { action: Action::Put(Vec::new()), ..op.as_ref().clone() }).collect();
        }
        merge::shortened(&ops)
    }
}

fn written(op: &Op) -> Facts {
    let Action::Put(cells) = &op.action else { return Facts::new() };
    cells.iter().filter(|cell| cell.key.is_none()).map(|cell| (cell.field, cell.value.clone())).collect()
}

/// Everything arrived and nothing moves any more.
pub fn at_rest(world: &World) -> Outcome<()> {
    chains(&world.base)?;
    transactions(&world.base)?;
    let places = world.truth.places(&world.base);
    hub_places(world, &places)?;
    bases(world)?;
    ordinals(world)?;
    for (at, desk) in world.desks.iter().enumerate() {
        let named = |Violation(what)| Violation(format!("desk {at} {}: {what}", if desk.is_copy { "(a copy)" } else { "" }));
        log_is_up(world, &desk.disk).map_err(named)?;
        shows_the_truth(world, &desk.disk, &places).map_err(named)?;
        holds_nothing_else(world, &desk.disk, &places).map_err(named)?;
    }
    Ok(())
}

/// Every device's log at the hub is gapless and ends in the head that the hub signs for.
fn chains(base: &Base) -> Outcome<()> {
    for (device, row) in &base.devices {
        let mut head = Head::genesis(*device);
        for held in base.ops.get(device).into_iter().flat_map(|log| log.values()) {
            head = Head { seq: head.seq + 1, chain: head.chain.link_digest(&held.digest()) };
            if held.seq != head.seq {
                return violated!("the hub's log of {device:?} goes on with {} where {} belongs", held.seq, head.seq);
            }
        }
        if head != row.device.head {
            return violated!("the hub's log of {device:?} ends at {} and not at its head {}", head.seq, row.device.head.seq);
        }
    }
    Ok(())
}

/// What was written together was taken together.
fn transactions(base: &Base) -> Outcome<()> {
    let mut states: BTreeMap<(DeviceId, u64), BTreeSet<bool>> = BTreeMap::new();
    for (device, held) in base.held() {
        let shared = match held.state {
            OpState::Shared => true,
            OpState::Refused(reason) if reason.is_refusal() => false,
            OpState::Refused(_) | OpState::Withheld | OpState::Wanted => continue,
        };
        if let Ok(op) = Op::decode(&held.bytes) {
            states.entry((device, op.tx.first)).or_default().insert(shared);
        }
    }
    match states.into_iter().find(|(_, both)| both.len() > 1) {
        Some(((device, first), _)) => violated!("the transaction {device:?}#{first} was taken in part"),
        None => Ok(()),
    }
}

/// What an author says it saw was there to be seen.
fn bases(world: &World) -> Outcome<()> {
    if world.was_restored() {
        return Ok(());
    }
    let mut clocks: BTreeSet<(Id, sync::Hlc)> = BTreeSet::new();
    let decoded: Vec<Op> = world.base.held().filter_map(|(_, held)| Op::decode(&held.bytes).ok()).collect();
    clocks.extend(decoded.iter().map(|op| (op.id, op.hlc)));
    for op in &decoded {
        let Action::Put(cells) = &op.action else { continue };
        if let Some(base) = cells.iter().filter_map(|cell| cell.base).find(|base| !clocks.contains(&(op.id, *base))) {
            return violated!("{} saw a value of {base:?} that never was", place(op.dot()));
        }
    }
    Ok(())
}

/// The hub's own reckoning of where wholes stand is the onlooker's.
fn hub_places(world: &World, places: &BTreeMap<Id, BTreeSet<Scope>>) -> Outcome<()> {
    for (root, stands) in places {
        let at_hub: BTreeSet<Scope> = world.base.because.get(root).into_iter().flatten().map(|(scope, _)| *scope).collect();
        if &at_hub != stands {
            return violated!("the hub has {root} under {at_hub:?}, its ops say {stands:?}");
        }
    }
    Ok(())
}

/// No two desks would give a ticket the same number.
fn ordinals(world: &World) -> Outcome<()> {
    let mut holders: BTreeMap<u32, DeviceId> = BTreeMap::new();
    for desk in &world.desks {
        if let Some(other) = holders.insert(desk.disk.ordinal, desk.disk.device).filter(|other| *other != desk.disk.device) {
            return violated!("{other:?} and {:?} are both number {}", desk.disk.device, desk.disk.ordinal);
        }
    }
    Ok(())
}

/// All that was written here is at the hub, once, as it was written, and its author knows what became of it.
fn log_is_up(world: &World, disk: &Disk) -> Outcome<()> {
    let held: BTreeMap<u64, &Held> = world.base.held().filter(|(device, _)| *device == disk.device).map(|(_, held)| (held.seq, held)).collect();
    for own in &disk.log {
        let dot = own.op.dot();
        let Some(held) = held.get(&own.op.seq) else { return violated!("{} was written and is not at the hub", place(dot)) };
        if held.digest() != own.digest {
            return violated!("{} is another op at the hub", place(dot));
        }
        // Only a hub that was put back may lack the words of an op: their author let them go after it had them.
        if held.state == OpState::Wanted && !world.was_restored() {
            return violated!("{} went before the hub had its words", place(dot));
        }
        let reason = match held.state {
            OpState::Refused(reason) => Some(reason),
            _ => None,
        };
        if reason != own.refused && !own.erased {
            return violated!("{} is {reason:?} at the hub and {:?} at its author", place(dot), own.refused);
        }
        if let Some(reason) = reason.filter(|_| !disk.told.contains_key(&dot)) {
            return violated!("nobody was told that {} was not shared: {reason:?}", place(dot));
        }
        let unread = own.op.known_noun().is_none();
        if unread && reason != Some(Reason::Kept) {
            return violated!("{} cannot be read and is not kept", place(dot));
        }
    }
    Ok(())
}

/// Every record of every whole in the desk's scopes looks as its ops say.
fn shows_the_truth(world: &World, disk: &Disk, places: &BTreeMap<Id, BTreeSet<Scope>>) -> Outcome<()> {
    let granted = world.base.granted(disk.device);
    for (id, ops) in &world.truth.of_record {
        let root = world.truth.root_of(*id);
        let visible = places.get(&root).is_some_and(|stands| !stands.is_disjoint(&granted));
        if !visible {
            continue;
        }
        let Some(noun) = ops.first().map(|op| op.noun) else { continue };
        let expected = specified(noun, ops);
        let Some(card) = disk.cards.get(id) else {
            return violated!("{:?} {id} is missing\n{}", Noun::from_code(noun), story(world, disk, root, ops));
        };
        if card.view != expected {
            let missing: Vec<String> = ops.iter().filter(|op| !card.ops.contains(op)).map(|op| place(op.dot())).collect();
            let told = story(world, disk, root, ops);
            return violated!("{:?} {id} differs, without {missing:?}\n  shown {:?}\n  is    {expected:?}\n{told}", Noun::from_code(noun), card.view);
        }
    }
    Ok(())
}

/// What the hub knows of a whole, for whoever looks for the reason.
fn story(world: &World, disk: &Disk, root: Id, ops: &[Rc<Op>]) -> String {
    let held = |op: &Rc<Op>| world.base.ops.get(&op.device).and_then(|log| log.get(&op.seq)).map(|held| held.state);
    let states: Vec<String> = ops.iter().map(|op| format!("{} {:?}", place(op.dot()), held(op))).collect();
    let of_root = |log: &BTreeMap<u64, sync::ledger::Entry>| {
        log.values().filter(|entry| entry.root == root).map(|entry| format!("{entry:?}")).collect::<Vec<_>>()
    };
    let lines: Vec<String> = world.base.logs.iter().map(|(scope, log)| format!("  {scope:?} {:?}", of_root(log))).collect();
    format!("  ops {states:?}\n  desk {:?} at {:?}\n{}", disk.device, disk.cursors, lines.join("\n"))
}

/// Nothing is held of a whole that stands elsewhere.
fn holds_nothing_else(world: &World, disk: &Disk, places: &BTreeMap<Id, BTreeSet<Scope>>) -> Outcome<()> {
    let granted = world.base.granted(disk.device);
    for (id, card) in &disk.cards {
        let root = world.truth.root_of(*id);
        let Some(stands) = places.get(&root).filter(|stands| !stands.is_empty()) else { continue };
        let goes_up = stands.iter().all(|scope| *scope == Scope::HeadOffice);
        if stands.is_disjoint(&granted) && !goes_up {
            let ops: Vec<String> = card.ops.iter().map(|op| place(op.dot())).collect();
            let left = world.base.left.get(&root);
            return violated!(
                "{:?} {id} stands under {stands:?} and is still held with {ops:?}, root {root}, left {left:?}",
                Noun::from_code(card.noun)
            );
        }
    }
    for op in disk.foreign.values() {
        let root = world.truth.root_of(op.id);
        if places.get(&root).is_some_and(|stands| !stands.is_empty() && stands.is_disjoint(&granted)) {
            return violated!("{} of another's whole is still in the log", place(op.dot()));
        }
    }
    Ok(())
}
