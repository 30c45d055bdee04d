//! One story on every database: a hub over a real one answers, byte for byte, what the simulated one answers.
//!
//! The simulator runs a bad world; every request that became durable there is answered again here, in the order of commits,
//! and at the end both hold the same. PostgreSQL is started by the tests themselves and stopped again.

mod server;

use domain::scope::Scope;
use domain::{Id, Millis};
use hub::{Administration, Database, LedgerError, Transaction};
use server::Server;
use sim::base::Base;
use sim::mirror::{self, Mirror};
use sim::world::Outcome;
use sim::{Plan, Violation, run_mirrored};
use sync::exchange::{Answer, Page, Reply, Request};
use sync::ledger::{Changes, Ledger};
use sync::{DeviceId, Op};

/// A database that lives through the simulator's run. Where a backup is put back there is another one.
struct Real<C> {
    create: C,
    database: Option<Database>,
}

impl<C: FnMut() -> Database> Real<C> {
    fn new(create: C) -> Self {
        Real { create, database: None }
    }

    fn database(&self) -> Outcome<&Database> {
        self.database.as_ref().ok_or_else(|| Violation("nothing has begun yet".to_owned()))
    }

    fn change<T>(&self, work: impl Fn(&mut Transaction<'_>) -> Result<T, LedgerError>) -> Outcome<T> {
        self.database()?.within(true, work).map_err(refused)
    }
}

fn refused(cause: LedgerError) -> Violation {
    Violation(format!("the database refused: {cause:?}"))
}

/// A reply with ops by their names.
fn spelled(reply: &Reply, grown: &[Scope]) -> String {
    match &reply.answer {
        Answer::Pulled(page) => {
            let ops: Vec<_> = page.ops.iter().filter_map(|bytes| Op::decode(bytes).ok()).map(|op| op.dot()).collect();
            let rest = Page { ops: Vec::new(), ..page.clone() };
            format!("with {:?} and {ops:?} {rest:?}", reply.head)
        }
        other => format!("with {:?} and {other:?}, growing {grown:?}", reply.head),
    }
}

/// Everything of a base, in one transaction.
fn load(ledger: &mut Transaction<'_>, base: &Base) -> Result<(), LedgerError> {
    ledger.set_epoch(base.epoch)?;
    let mut heard = Vec::new();
    for (device, row) in &base.devices {
        ledger.add(&row.device, &[])?;
        row.grants.iter().try_for_each(|(scope, (live, _))| ledger.set_grant(*device, *scope, *live))?;
        heard.extend(row.grants.iter().filter_map(|(scope, (_, heard))| Some((*device, *scope, Some((*heard)?)))));
    }
    ledger.write(Changes { heard, ..mirror::changes(base) })?;
    base.trimmed.iter().try_for_each(|(scope, up_to)| ledger.trim(*scope, *up_to))
}

impl<C: FnMut() -> Database> Mirror for Real<C> {
    fn restored(&mut self, base: &Base) -> Outcome<()> {
        self.database = Some((self.create)());
        self.change(|ledger| load(ledger, base))
    }

    fn granted(&mut self, device: DeviceId, scope: Scope, live: bool) -> Outcome<()> {
        self.change(|ledger| ledger.grant(device, scope, live))
    }

    fn succeeded(&mut self, old: DeviceId, new: DeviceId) -> Outcome<()> {
        self.change(|ledger| ledger.succeed(old, new))
    }

    fn pulled(&mut self, customer: Id, scope: Scope, grown: &[Scope]) -> Outcome<()> {
        let found = self.database()?.pull_customer(customer, scope).map_err(refused)?;
        if found == grown { Ok(()) } else { Err(Violation(format!("pulling {customer} grew {found:?} here and {grown:?} there"))) }
    }

    fn trimmed(&mut self, scope: Scope, up_to: u64) -> Outcome<()> {
        self.change(|ledger| ledger.trim(scope, up_to))
    }

    fn shortened(&mut self, short: &[Op], base: &Base) -> Outcome<()> {
        self.change(|ledger| ledger.write(Changes { found: mirror::rows(short, base), ..Changes::default() }))
    }

    fn answered(&mut self, request: &Request, now: Millis, reply: &Reply, grown: &[Scope]) -> Outcome<()> {
        let done = self.database()?.answer(request, now).map_err(refused)?;
        let (found, expected) = (spelled(&done.reply, &done.grown), spelled(reply, grown));
        match done.reply == *reply && done.grown == grown {
            true => Ok(()),
            false => Err(Violation(format!("a request of {:?}\n  is answered {found}\n  and not     {expected}", sync::hub::device_of(request)))),
        }
    }

    fn rests(&mut self, base: &Base) -> Outcome<()> {
        let mut ledger = self.database()?.begin(false).map_err(refused)?;
        mirror::same(&mut ledger, base)
    }
}

/// Lines that fail, programs that crash, clocks that jump, people who change rights, folders that are put back; in every third
/// run a backup of the hub as well.
fn plan(seed: u64) -> Plan {
    let is_restored = seed.is_multiple_of(3);
    Plan {
        loss: 1_000,
        doubled: 1_500,
        late: 1_000,
        damaged: 100,
        parted: 100,
        joined: 400,
        desk_crash: 80,
        desk_torn: 80,
        hub_crash: 80,
        clock_jump: 40,
        grants: 300,
        rolled_back: if is_restored { 0 } else { 150 },
        restored: if is_restored { 300 } else { 0 },
        poison: 100,
        trimmed: 20,
        folded: if is_restored { 0 } else { 400 },
        pulled: 150,
        ..Plan::calm(seed, 5, 2, 400)
    }
}

/// The last five are among the few in which a backup is put back while others still hold what was lost.
const SEEDS: [u64; 10] = [1, 2, 5, 7, 8, 123, 198, 246, 291, 423];
/// What must have happened at least once, or nothing is shown of it.
const EVENTS: [&str; 8] = [
    "op taken",
    "customer pulled",
    "scope taken away",
    "op kept unread",
    "log cut",
    "ops told shorter",
    "new name given",
    "lost op given back by another desk",
];

/// Runs the seeds against databases made by `create`, and says what was seen.
fn lives_through(what: &str, create: impl Fn(u64) -> Database + Clone + 'static) {
    let mut seen = sim::world::Seen::new();
    let mut number = 0;
    for seed in SEEDS {
        let create = create.clone();
        let mut lives = (1..).map(move |life| create(seed * 100 + life));
        let real = Real::new(move || lives.next().expect("there is always one more"));
        let report = run_mirrored(&plan(seed), Box::new(real));
        let report = report.unwrap_or_else(|broken| panic!("{what}, seed {seed}, step {}: {}", broken.step, broken.what));
        report.seen.into_iter().for_each(|(what, times)| *seen.entry(what).or_default() += times);
        number += report.ops;
    }
    println!("{what} told the same story of {number} ops: {seen:?}");
    for event in EVENTS {
        assert!(seen.contains_key(event), "{event}: not seen, so nothing is shown of it");
    }
}

/// What was closed opens again with all it had.
fn is_kept(address: &str) {
    let kept = Database::open(address).expect("opens");
    assert!(kept.begin(false).expect("begins").listed().expect("devices").len() >= 5);
}

#[test]
fn sqlite_tells_the_same_story() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_owned();
    let address = move |number: u64| format!("sqlite:{}", path.join(format!("{number}.db")).display());
    let place = address.clone();
    lives_through("SQLite", move |number| Database::create(&place(number), number).expect("a hub"));
    is_kept(&address(101));
}

#[test]
fn postgres_tells_the_same_story() {
    let Some(server) = Server::start().map(std::rc::Rc::new) else { return };
    let place = server.clone();
    lives_through("PostgreSQL", move |number| Database::create(&place.database(number), number).expect("a hub"));
    is_kept(&server.database_url(101));
}
