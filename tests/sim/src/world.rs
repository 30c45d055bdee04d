//! One run: desks, hubs, the lines between them and everything that happens to them, step by step.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

use domain::scope::Scope;
use domain::{Id, Millis};
use sync::exchange::{Answer, Denied, Item, Reply, Request};
use sync::hub;
use sync::ledger::{Changes, Epoch, OpState};
use sync::link::{Lane, Link};
use sync::plant::{self, Bug};
use sync::{DeviceId, Dot, Ticker};

use crate::base::{Base, Grants, Key, Transaction};
use crate::check::{self, Truth};
use crate::dice::Dice;
use crate::disk::{Dark, Disk};
use crate::mirror::Mirror;
use crate::plan::Plan;
use crate::work::{Clerk, Known};

const SHOPS: usize = 4;
const DEPARTMENTS: usize = 2;
/// After the faults stop, everything must be quiet within this time.
const PATIENCE: Millis = 30 * 60_000;

/// What was broken, and how to see it again.
#[derive(Debug)]
pub struct Broken {
    pub step: usize,
    pub what: String,
}

/// Something that must always hold did not.
#[derive(Debug)]
pub struct Violation(pub String);

pub type Outcome<T> = Result<T, Violation>;

macro_rules! violated {
    ($($said:tt)*) => { Err($crate::world::Violation(format!($($said)*))) };
}
pub(crate) use violated;

pub struct Desk {
    pub disk: Disk,
    pub link: Link,
    ticker: Ticker,
    staff: Id,
    shop: usize,
    pub head_office: bool,
    /// How wrong its clock is.
    skew: Millis,
    /// Counts starts: what was asked before a crash is not waited for after it.
    boot: u64,
    /// Its folder as somebody copied it some time ago.
    copy: Option<Box<Disk>>,
    /// It was copied or put back: what it had written since is not expected anywhere.
    pub is_copy: bool,
    parted: BTreeSet<usize>,
}

enum What {
    Ask { hub: usize, desk: usize, boot: u64, number: u64, request: Request },
    Tell { desk: usize, boot: u64, number: u64, reply: Option<Reply> },
    Poke { desk: usize },
    Commit { staged: u64 },
}

struct Staged {
    hub: usize,
    request: Request,
    /// When it was answered.
    at: Millis,
    /// What its device had heard then.
    grants: Grants,
    taken: BTreeSet<Key>,
    changes: Changes,
    answer: (usize, u64, u64, Reply),
    grown: Vec<Scope>,
}

/// Counts of what happened, to know that the simulator went there.
pub type Seen = BTreeMap<&'static str, u64>;

pub struct World {
    pub plan: Plan,
    dice: Dice,
    pub now: Millis,
    pub base: Base,
    backup: Option<Box<Base>>,
    pub desks: Vec<Desk>,
    shops: Vec<Id>,
    departments: Vec<Id>,
    known: Known,
    queue: BinaryHeap<Reverse<(Millis, u64)>>,
    waiting: HashMap<u64, What>,
    counter: u64,
    locks: HashMap<Key, u64>,
    staged: BTreeMap<u64, Staged>,
    faults: bool,
    pub seen: Seen,
    pub truth: Truth,
    trace: u64,
    restored: bool,
    mirror: Option<Box<dyn Mirror>>,
}

fn id(kind: u8, number: usize) -> Id {
    let mut bytes = [kind; 16];
    bytes[15] = number as u8;
    bytes[14] = (number >> 8) as u8;
    Id(bytes)
}

impl World {
    pub fn new(plan: Plan) -> Self {
        let mut dice = Dice::new(plan.seed);
        let shops: Vec<Id> = (0..SHOPS).map(|at| id(0xa0, at)).collect();
        let departments: Vec<Id> = (0..DEPARTMENTS).map(|at| id(0xb0, at)).collect();
        let mut base = Base { epoch: Epoch { number: dice.roll() >> 1, restored: None }, ..Base::default() };
        let desks = (0..plan.desks).map(|at| Desk::new(at, &mut dice)).collect::<Vec<_>>();
        for (at, desk) in desks.iter().enumerate() {
            base.enrol(desk.disk.device, desk.head_office, home_of(at, &shops), &scopes_of(at, &shops, &departments));
        }
        World {
            plan,
            dice,
            now: 1_700_000_000_000,
            base,
            backup: None,
            desks,
            shops,
            departments,
            known: Known::default(),
            queue: BinaryHeap::new(),
            waiting: HashMap::new(),
            counter: 0,
            locks: HashMap::new(),
            staged: BTreeMap::new(),
            faults: true,
            seen: Seen::new(),
            truth: Truth::default(),
            trace: 0,
            restored: false,
            mirror: None,
        }
    }

    /// Lets another ledger live the same life; asked before anything has happened.
    pub fn mirrored(mut self, mut mirror: Box<dyn Mirror>) -> Outcome<Self> {
        mirror.restored(&self.base)?;
        self.mirror = Some(mirror);
        Ok(self)
    }

    /// What becomes durable is heard by the mirror as well, which must come to the same.
    fn mirror(&mut self, hear: impl FnOnce(&mut dyn Mirror, &Base) -> Outcome<()>) {
        if let Some(mirror) = &mut self.mirror
            && let Err(Violation(what)) = hear(mirror.as_mut(), &self.base)
        {
            self.base.broken.get_or_insert(what);
        }
    }

    /// A request becomes durable. Its answer is worked out once more on what is committed now: what was decided under locks
    /// must not have become another decision since.
    fn mirror_answer(&mut self, request: &Request, at: Millis, staged: Option<&Changes>) {
        if self.mirror.is_none() {
            return;
        }
        let (locks, writing) = (HashMap::new(), staged.is_some());
        let mut transaction = Transaction { base: &self.base, locks: &locks, writing, taken: BTreeSet::new(), changes: Changes::default() };
        let Ok(done) = hub::answer(&mut transaction, request, at) else { return };
        if staged.is_some_and(|staged| *staged != transaction.changes) {
            let device = hub::device_of(request);
            self.base.broken.get_or_insert(format!("what {device:?} sent was decided on rows that changed before it was durable"));
        }
        self.mirror(|mirror, _| mirror.answered(request, at, &done.reply, &done.grown));
    }

    /// Runs the plan, lets everything come to rest and looks at what is left.
    pub fn run(mut self) -> Result<Report, Broken> {
        for step in 0..self.plan.steps {
            self.step().and_then(|()| self.checked()).map_err(|Violation(what)| Broken { step, what })?;
        }
        let steps = self.plan.steps;
        self.rest().and_then(|()| check::at_rest(&self)).map_err(|Violation(what)| Broken { step: steps, what })?;
        self.mirror(|mirror, base| mirror.rests(base));
        self.checked().map_err(|Violation(what)| Broken { step: steps, what })?;
        Ok(Report { seen: self.seen, trace: self.trace, ops: self.base.held().count() })
    }

    fn checked(&mut self) -> Outcome<()> {
        match self.base.broken.take() {
            Some(what) => Err(Violation(what)),
            None => Ok(()),
        }
    }

    fn saw(&mut self, what: &'static str) {
        *self.seen.entry(what).or_default() += 1;
    }

    fn step(&mut self) -> Outcome<()> {
        let pause = self.dice.below(1_200) as Millis;
        self.now += pause;
        self.misfortune();
        if self.dice.hits(6_500) {
            let desk = self.dice.below(self.desks.len());
            self.write(desk);
        }
        let desk = self.dice.below(self.desks.len());
        self.ask(desk)?;
        self.deliver()
    }

    fn clock(&self, desk: usize) -> Millis {
        self.now + self.desks[desk].skew
    }

    fn write(&mut self, at: usize) {
        let now = self.clock(at);
        let strange = self.faults && self.dice.hits(self.plan.poison);
        let desk = &mut self.desks[at];
        let edits = {
            let disk = &desk.disk;
            let holds = |id: Id| disk.cards.contains_key(&id);
            let clerk = Clerk {
                staff: desk.staff,
                shop: self.shops[desk.shop],
                shops: &self.shops,
                departments: &self.departments,
                head_office: desk.head_office,
                holds: &holds,
            };
            self.known.work(&mut self.dice, &clerk)
        };
        let staff = desk.staff;
        let done = match strange {
            true => desk.disk.commit_strange(now, &mut desk.ticker).map(|_| ()),
            false if edits.is_empty() => Ok(()),
            false => desk.disk.commit(edits, Some(staff), now, &mut desk.ticker).map(|_| ()),
        };
        desk.link.wrote();
        if done.is_err() {
            self.dark(at);
        }
    }

    /// The power went at a desk, or its disk was full for a moment.
    fn dark(&mut self, at: usize) {
        self.desks[at].disk.fuse = None;
        if self.dice.hits(5_000) {
            self.restart(at);
            self.saw("crash within a store");
        } else {
            self.desks[at].ticker = self.desks[at].disk.ticker();
            self.saw("full disk");
        }
    }

    fn restart(&mut self, at: usize) {
        let numbers = self.dice.roll();
        let desk = &mut self.desks[at];
        desk.boot += 1;
        desk.link = Link::new(numbers);
        desk.ticker = desk.disk.ticker();
        desk.disk.fuse = None;
        desk.disk.seen.clear();
        if plant::has(Bug::ForgottenLeave) {
            desk.disk.doubtful.clear();
        }
    }

    fn ask(&mut self, at: usize) -> Outcome<()> {
        let now = self.clock(at);
        for lane in [Lane::Up, Lane::Down] {
            let desk = &mut self.desks[at];
            match desk.link.ask(lane, now, &mut desk.disk) {
                Ok(Some(question)) => {
                    let hub = self.dice.below(self.plan.hubs);
                    let boot = self.desks[at].boot;
                    self.post(at, hub, What::Ask { hub, desk: at, boot, number: question.number, request: question.request });
                }
                Ok(None) => {}
                Err(Dark) => self.dark(at),
            }
        }
        Ok(())
    }

    /// Puts a message on the line, where it may be lost, doubled, damaged or late.
    fn post(&mut self, desk: usize, hub: usize, mut what: What) {
        let cut = self.desks[desk].parted.contains(&hub);
        let lost = self.faults && self.dice.hits(self.plan.loss);
        if cut || lost {
            self.saw(if cut { "message into a cut line" } else { "message lost" });
            self.lose(what);
            return;
        }
        if self.faults && self.dice.hits(self.plan.damaged) {
            self.damage(&mut what);
        }
        if self.faults && self.dice.hits(self.plan.doubled) {
            self.saw("message doubled");
            if let Some(again) = again(&what) {
                self.send(again);
            }
        }
        self.send(what);
    }

    /// The asker hears at last that nothing came; now and then it hears nothing at all.
    fn lose(&mut self, what: What) {
        let (desk, boot, number) = match what {
            What::Ask { desk, boot, number, .. } | What::Tell { desk, boot, number, .. } => (desk, boot, number),
            What::Poke { .. } | What::Commit { .. } => return,
        };
        if self.dice.hits(7_000) {
            let after = self.dice.below(3_000) as Millis;
            self.schedule(after, What::Tell { desk, boot, number, reply: None });
        }
    }

    fn damage(&mut self, what: &mut What) {
        self.saw("message damaged");
        match what {
            What::Ask { request: Request::Push(push), .. } => {
                if let Some(Item::Op(bytes)) = push.items.first_mut() {
                    let at = self.dice.below(bytes.len());
                    bytes[at] ^= 1 << self.dice.below(8);
                }
            }
            // A frame carries a hash of its contents: what is damaged there is not read at all.
            What::Tell { reply, .. } => *reply = None,
            _ => {}
        }
    }

    fn send(&mut self, what: What) {
        let late = self.faults && self.dice.hits(self.plan.late);
        let after = self.dice.below(if late { 30_000 } else { 300 }) as Millis;
        self.schedule(after, what);
    }

    fn schedule(&mut self, after: Millis, what: What) {
        self.counter += 1;
        self.queue.push(Reverse((self.now + after, self.counter)));
        self.waiting.insert(self.counter, what);
    }

    fn deliver(&mut self) -> Outcome<()> {
        while let Some(Reverse((at, number))) = self.queue.peek().copied() {
            if at > self.now {
                return Ok(());
            }
            self.queue.pop();
            let Some(what) = self.waiting.remove(&number) else { continue };
            match what {
                What::Ask { hub, desk, boot, number, request } => self.answer(hub, desk, boot, number, request)?,
                What::Tell { desk, boot, number, reply } => self.tell(desk, boot, number, reply)?,
                What::Poke { desk } => self.desks[desk].link.poke(),
                What::Commit { staged } => self.commit(staged)?,
            }
        }
        Ok(())
    }

    /// A hub takes up a request: a read is answered at once, a write when it is durable.
    fn answer(&mut self, hub: usize, desk: usize, boot: u64, number: u64, request: Request) -> Outcome<()> {
        if let Request::Rejoin { device } = request {
            return self.rejoin(hub, desk, boot, number, device);
        }
        let writing = matches!(request, Request::Push(_) | Request::Offer { .. });
        let mut transaction = Transaction { base: &self.base, locks: &self.locks, writing, taken: BTreeSet::new(), changes: Changes::default() };
        let Ok(done) = hub::answer(&mut transaction, &request, self.now) else {
            self.saw("row held by the other hub");
            let after = self.dice.below(60) as Millis + 5;
            self.schedule(after, What::Ask { hub, desk, boot, number, request });
            return Ok(());
        };
        let (taken, changes) = (transaction.taken, transaction.changes);
        if let (Request::Pull(pull), Answer::Pulled(page)) = (&request, &done.reply.answer) {
            let sample = self.dice.hits(100);
            self.truth.page(&self.base, pull, page, sample)?;
        }
        if !writing {
            self.mirror_answer(&request, self.now, None);
            self.base.commit(changes);
            self.post(desk, hub, What::Tell { desk, boot, number, reply: Some(done.reply) });
            return Ok(());
        }
        if plant::has(Bug::AckBeforeCommit) {
            self.post(desk, hub, What::Tell { desk, boot, number, reply: Some(done.reply.clone()) });
        }
        self.counter += 1;
        let staged = self.counter;
        for key in &taken {
            self.locks.insert(*key, staged);
        }
        self.staged.insert(
            staged,
            Staged {
                hub,
                at: self.now,
                grants: self.base.grants_of(&request),
                request,
                taken,
                changes,
                answer: (desk, boot, number, done.reply),
                grown: done.grown,
            },
        );
        let after = self.dice.below(120) as Millis;
        self.schedule(after, What::Commit { staged });
        Ok(())
    }

    fn commit(&mut self, staged: u64) -> Outcome<()> {
        let Some(Staged { hub, request, at, grants, taken, changes, answer: (desk, boot, number, reply), grown }) = self.staged.remove(&staged)
        else {
            return Ok(());
        };
        for key in taken {
            self.locks.remove(&key);
        }
        // What a device has heard is written without waiting for its push, so the push may stand before or after that. A mirror
        // knows only one order; there the transaction is undone and begun again, as a database may at any time.
        if self.mirror.is_some() && grants != self.base.grants_of(&request) {
            self.saw("push begun again because its desk had heard more");
            self.schedule(5, What::Ask { hub, desk, boot, number, request });
            return Ok(());
        }
        self.truth.taken(&changes, self.now)?;
        if !changes.found.is_empty() {
            self.saw("lost op given back by another desk");
        }
        for (_, held) in &changes.ops {
            match held.state {
                OpState::Refused(reason) => self.saw(match reason {
                    sync::exchange::Reason::Claimed { .. } => "claim refused",
                    sync::exchange::Reason::Kept => "op kept unread",
                    sync::exchange::Reason::NotYours => "op of another's record refused",
                    sync::exchange::Reason::HeadOffice => "op of head office's refused",
                }),
                _ => self.saw("op taken"),
            }
        }
        self.mirror_answer(&request, at, Some(&changes));
        self.base.commit(changes);
        self.poke(&grown);
        if !plant::has(Bug::AckBeforeCommit) {
            self.post(desk, hub, What::Tell { desk, boot, number, reply: Some(reply) });
        }
        Ok(())
    }

    fn poke(&mut self, grown: &[Scope]) {
        for at in 0..self.desks.len() {
            let granted = self.base.granted(self.desks[at].disk.device);
            if grown.iter().any(|scope| granted.contains(scope)) && self.dice.hits(8_000) {
                self.schedule(50, What::Poke { desk: at });
            }
        }
    }

    fn rejoin(&mut self, hub: usize, desk: usize, boot: u64, number: u64, device: DeviceId) -> Outcome<()> {
        let fresh = DeviceId(self.dice.roll() >> 1);
        self.base.succeed(device, fresh);
        self.mirror(|mirror, _| mirror.succeeded(device, fresh));
        self.saw("new name given");
        let head = self.base.devices.get(&device).map_or(sync::Head::genesis(device), |row| row.device.head);
        let ordinal = self.base.devices.get(&fresh).map_or(0, |row| row.device.ordinal);
        let reply = Reply { epoch: self.base.epoch.number, now: self.now, head, ordinal, answer: Answer::Rejoined(fresh) };
        self.post(desk, hub, What::Tell { desk, boot, number, reply: Some(reply) });
        Ok(())
    }

    fn tell(&mut self, at: usize, boot: u64, number: u64, reply: Option<Reply>) -> Outcome<()> {
        let now = self.clock(at);
        let chance = self.dice.roll();
        let desk = &mut self.desks[at];
        if desk.boot != boot {
            return Ok(());
        }
        let Some(reply) = reply else {
            desk.link.failed(number, now, chance);
            return Ok(());
        };
        if reply.answer == Answer::Denied(Denied::Unknown) {
            return violated!("desk {at} is unknown to the hub");
        }
        let (was, purged) = (desk.disk.acked, desk.disk.purged);
        let device = desk.disk.device;
        if desk.link.heard(number, &reply, now, &mut desk.disk).is_err() {
            self.dark(at);
        }
        let desk = &mut self.desks[at];
        // What came from others counts as seen, so that what is written next is later.
        desk.ticker = if desk.disk.device == device { desk.ticker } else { desk.disk.ticker() };
        observe(desk, &reply);
        self.trace = self.trace.rotate_left(7) ^ desk.disk.head().seq ^ (self.now as u64);
        if desk.disk.purged > purged {
            self.saw("whole let go");
        }
        let (device, acked) = (self.desks[at].disk.device, self.desks[at].disk.acked);
        let durable = self.base.devices.get(&device).map_or(0, |row| row.device.head.seq);
        if acked.seq > durable && !self.restored {
            return violated!("desk {at} was told that {} is safe, and the hub has it up to {durable}", acked.seq);
        }
        if self.desks[at].disk.acked != was {
            self.saw("acknowledged");
        }
        Ok(())
    }

    /// Everything that may go wrong in this step.
    fn misfortune(&mut self) {
        if !self.faults {
            return;
        }
        let desk = self.dice.below(self.desks.len());
        let hub = self.dice.below(self.plan.hubs);
        let plan = self.plan.clone();
        if self.dice.hits(plan.parted) {
            self.desks[desk].parted.insert(hub);
            self.saw("line cut");
        }
        if self.dice.hits(plan.joined) {
            self.desks[desk].parted.clear();
        }
        if self.dice.hits(plan.desk_crash) {
            self.restart(desk);
            self.saw("desk crash");
        }
        if self.dice.hits(plan.desk_torn) {
            self.desks[desk].disk.fuse = Some(self.dice.below(4) as u32);
        }
        if self.dice.hits(plan.hub_crash) {
            self.hub_crash(hub);
        }
        if self.dice.hits(plan.clock_jump) {
            self.desks[desk].skew = jump(&mut self.dice);
            self.saw("clock jump");
        }
        self.policy_changes(desk, &plan);
        self.storage_changes(desk, &plan);
    }

    fn hub_crash(&mut self, hub: usize) {
        let lost: Vec<u64> = self.staged.iter().filter(|(_, staged)| staged.hub == hub).map(|(number, _)| *number).collect();
        for number in lost {
            if let Some(staged) = self.staged.remove(&number) {
                staged.taken.iter().for_each(|key| {
                    self.locks.remove(key);
                });
                let (desk, boot, number, _) = staged.answer;
                self.lose(What::Tell { desk, boot, number, reply: None });
                self.saw("hub crash with a transaction open");
            }
        }
        self.saw("hub crash");
    }

    fn policy_changes(&mut self, desk: usize, plan: &Plan) {
        let device = self.desks[desk].disk.device;
        if desk > 0 && self.dice.hits(plan.grants) && self.staged.is_empty() {
            let shop = self.dice.below(SHOPS);
            let scope = if self.dice.hits(6_000) { Scope::Shop(self.shops[shop]) } else { Scope::Department(self.departments[shop % DEPARTMENTS]) };
            let live = !self.base.granted(device).contains(&scope);
            self.base.grant(device, scope, live);
            self.mirror(|mirror, _| mirror.granted(device, scope, live));
            self.saw(if live { "scope granted" } else { "scope taken away" });
        }
        if self.dice.hits(plan.pulled) && self.staged.is_empty() {
            let scope = Scope::Shop(self.shops[self.desks[desk].shop]);
            let Some(customer) = self.dice.pick(&self.known.customers).copied().filter(|id| self.base.records.contains_key(id)) else { return };
            let locks = HashMap::new();
            let mut transaction = Transaction { base: &self.base, locks: &locks, writing: true, taken: BTreeSet::new(), changes: Changes::default() };
            let grown = hub::pull_customer(&mut transaction, customer, scope).unwrap_or_default();
            let changes = transaction.changes;
            self.base.commit(changes);
            self.mirror(|mirror, _| mirror.pulled(customer, scope, &grown));
            self.truth.pulled(customer, scope);
            self.poke(&grown);
            self.saw("customer pulled");
        }
    }

    fn storage_changes(&mut self, desk: usize, plan: &Plan) {
        if self.desks[desk].copy.is_none() && (plan.rolled_back > 0 || plan.clones > 0) && self.dice.hits(50) {
            self.desks[desk].copy = Some(Box::new(self.desks[desk].disk.clone()));
        }
        if desk > 0 && self.dice.hits(plan.rolled_back) {
            self.roll_back(desk);
        }
        if desk > 0 && self.dice.hits(plan.clones) {
            self.clone_desk(desk);
        }
        if self.backup.is_none() && plan.restored > 0 && self.staged.is_empty() && self.dice.hits(30) {
            self.backup = Some(Box::new(self.base.clone()));
        }
        if self.dice.hits(plan.restored) {
            self.restore();
        }
        if self.dice.hits(plan.trimmed)
            && let Some(scope) = self.base.heads.keys().nth(self.dice.below(self.base.heads.len().max(1))).copied()
        {
            self.base.trim(scope);
            self.mirror(|mirror, base| mirror.trimmed(scope, base.trimmed.get(&scope).copied().unwrap_or_default()));
            self.saw("log cut");
        }
        if self.dice.hits(plan.folded) && self.staged.is_empty() {
            let short = self.truth.shortened(&self.base, &mut self.dice);
            if !short.is_empty() {
                self.saw("ops told shorter");
            }
            self.base.shorten(&short);
            self.mirror(|mirror, base| mirror.shortened(&short, base));
        }
    }

    fn roll_back(&mut self, desk: usize) {
        let Some(copy) = self.desks[desk].copy.take() else { return };
        self.desks[desk].disk = *copy;
        self.desks[desk].is_copy = true;
        self.restart(desk);
        self.saw("desk put back");
    }

    /// The copy takes the place of another desk, so that their number stays.
    fn clone_desk(&mut self, from: usize) {
        let to = self.desks.len() - 1;
        if from == to || self.desks[to].is_copy {
            return;
        }
        let (disk, shop) = (self.desks[from].disk.clone(), self.desks[from].shop);
        self.desks[to].disk = disk;
        self.desks[to].shop = shop;
        self.desks[to].is_copy = true;
        self.desks[from].is_copy = true;
        self.restart(to);
        self.saw("desk copied");
    }

    fn restore(&mut self) {
        let Some(backup) = self.backup.take() else { return };
        let fresh = self.dice.roll() >> 1;
        let devices = std::mem::take(&mut self.base.devices);
        let (epoch, commits) = (self.base.epoch, *backup);
        self.base = commits;
        self.base.epoch = Epoch { number: if plant::has(Bug::SameEpoch) { epoch.number } else { fresh }, restored: Some(self.now) };
        for (device, row) in devices {
            let scopes: Vec<Scope> = row.grants.iter().filter(|(_, (live, _))| *live).map(|(scope, _)| *scope).collect();
            if !self.base.devices.contains_key(&device) {
                self.base.enrol(device, row.device.head_office, row.device.home, &scopes);
            }
        }
        self.staged.clear();
        self.locks.clear();
        self.restored = true;
        self.truth.restored(&self.base);
        self.mirror(|mirror, base| mirror.restored(base));
        self.saw("hub restored");
    }

    pub const fn was_restored(&self) -> bool {
        self.restored
    }

    /// No more faults: everything that was said must arrive, and soon.
    fn rest(&mut self) -> Outcome<()> {
        self.faults = false;
        for desk in &mut self.desks {
            desk.parted.clear();
            desk.disk.fuse = None;
            desk.link.try_now();
        }
        let end = self.now + PATIENCE;
        while self.now < end {
            self.now += 100;
            (0..self.desks.len()).try_for_each(|at| self.ask(at))?;
            self.deliver()?;
            self.checked()?;
            if self.is_quiet() {
                return Ok(());
            }
        }
        let stuck: Vec<String> = self
            .desks
            .iter()
            .enumerate()
            .filter(|(_, desk)| !self.is_done(desk))
            .map(|(at, desk)| format!("desk {at}: {} {:?} skew {}", describe(&desk.disk), desk.link, desk.skew))
            .collect();
        violated!("not quiet {} minutes after the faults stopped: {}", PATIENCE / 60_000, stuck.join("; "))
    }

    fn is_quiet(&self) -> bool {
        self.staged.is_empty() && self.desks.iter().all(|desk| self.is_done(desk))
    }

    fn is_done(&self, desk: &Desk) -> bool {
        let disk = &desk.disk;
        let at_head = |scope: &Scope| match disk.cursors.get(scope) {
            Some(sync::exchange::Cursor::Log { seq, part: None, .. }) => *seq == self.base.heads.get(scope).copied().unwrap_or_default(),
            _ => false,
        };
        let granted = self.base.granted(disk.device);
        let only_granted = disk.cursors.keys().all(|scope| granted.contains(scope));
        disk.acked == disk.head() && disk.doubtful.is_empty() && disk.epoch == self.base.epoch.number && granted.iter().all(at_head) && only_granted
    }
}

fn describe(disk: &Disk) -> String {
    format!("{:?} sent {} of {}, {} doubtful, {:?}", disk.device, disk.acked.seq, disk.head().seq, disk.doubtful.len(), disk.cursors)
}

fn observe(desk: &mut Desk, reply: &Reply) {
    desk.ticker.observe(desk.disk.newest);
    if let Answer::Pushed { ahead: true, .. } = reply.answer {
        desk.ticker = desk.disk.ticker();
    }
}

/// A message that came twice.
fn again(what: &What) -> Option<What> {
    match what {
        What::Ask { hub, desk, boot, number, request } => {
            Some(What::Ask { hub: *hub, desk: *desk, boot: *boot, number: *number, request: request.clone() })
        }
        What::Tell { desk, boot, number, reply } => Some(What::Tell { desk: *desk, boot: *boot, number: *number, reply: reply.clone() }),
        What::Poke { .. } | What::Commit { .. } => None,
    }
}

fn jump(dice: &mut Dice) -> Millis {
    const MINUTE: Millis = 60_000;
    const DAY: Millis = 24 * 60 * MINUTE;
    [0, 1_000, -1_000, 4 * MINUTE, -5 * MINUTE, DAY, -DAY, 3_650 * DAY, -1_700_000_000_000][dice.below(9)]
}

fn home_of(at: usize, shops: &[Id]) -> Scope {
    if at == 0 { Scope::HeadOffice } else { Scope::Shop(shops[at % SHOPS]) }
}

/// The first desk is head office's and hears every shop; some also hear a department.
fn scopes_of(at: usize, shops: &[Id], departments: &[Id]) -> Vec<Scope> {
    let mut scopes = vec![Scope::Policy, Scope::Knowledge];
    if at == 0 {
        scopes.extend(shops.iter().copied().map(Scope::Shop));
        scopes.extend(departments.iter().copied().map(Scope::Department));
        scopes.push(Scope::HeadOffice);
    } else {
        scopes.push(Scope::Shop(shops[at % SHOPS]));
        if at.is_multiple_of(3) {
            scopes.push(Scope::Department(departments[at % DEPARTMENTS]));
        }
    }
    scopes
}

impl Desk {
    fn new(at: usize, dice: &mut Dice) -> Self {
        let disk = Disk::new(DeviceId(dice.roll() >> 1));
        Desk {
            disk,
            link: Link::new(dice.roll()),
            ticker: Ticker::default(),
            staff: id(0xc0, at),
            shop: at % SHOPS,
            head_office: at == 0,
            skew: 0,
            boot: 0,
            copy: None,
            is_copy: false,
            parted: BTreeSet::new(),
        }
    }
}

/// What a run came to.
#[derive(Debug)]
pub struct Report {
    pub seen: Seen,
    pub trace: u64,
    pub ops: usize,
}

/// Where an op of the hub's stands, for messages.
pub fn place(dot: Dot) -> String {
    format!("{:?}#{}", dot.device, dot.seq)
}
