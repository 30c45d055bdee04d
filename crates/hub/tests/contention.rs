//! Several hubs over one database, and desks that all write about the same customers at once.
//!
//! The simulator shows what the rules decide; it has locks of its own. Here the database's locks are what keeps the story
//! straight: no line of a log is skipped by who reads while others write, and who follows a shop ends with every op of what
//! stands there.

mod log;
mod server;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::Id;
use domain::field::{Noun, conversation, customer};
use domain::scope::Scope;
use hub::{Administration, Database};
use log::{Log, NOW, cell, id};
use server::Server;
use sync::exchange::{Answer, Cursor, Pull, Request};
use sync::ledger::Ledger;
use sync::{DeviceId, Dot, Op};

const DESKS: u64 = 4;
const PUSHES: u64 = 30;
const CUSTOMERS: u64 = 5;
const DEPARTMENT: Scope = Scope::Department(Id([0xb0; 16]));
/// They write nothing: one hears every shop, one only the first.
const LISTENERS: [u64; 2] = [100, 101];

fn shop(desk: u64) -> Id {
    id(0xa0, desk)
}

/// Desks and listeners are enrolled before anything is written.
fn enrol(database: &Database) {
    let done = database.within(true, |ledger| {
        for desk in 1..=DESKS {
            ledger.enrol(DeviceId(desk), false, Scope::Shop(shop(desk)), &[Scope::Shop(shop(desk)), DEPARTMENT])?;
        }
        let all: Vec<Scope> = (1..=DESKS).map(|desk| Scope::Shop(shop(desk))).chain([DEPARTMENT]).collect();
        ledger.enrol(DeviceId(LISTENERS[0]), true, Scope::HeadOffice, &all)?;
        ledger.enrol(DeviceId(LISTENERS[1]), false, all[0], &all[..1])
    });
    done.expect("enrolled");
}

/// One transaction: a customer whom others write about as well, and a conversation with that customer.
fn push(log: &mut Log, at: u64) -> Request {
    let desk = log.device.0;
    let whom = id(0xc0, (at * 7 + desk) % CUSTOMERS);
    let talk = vec![
        cell(conversation::customer, whom.into()),
        cell(conversation::shop, shop(desk).into()),
        cell(conversation::department, Id([0xb0; 16]).into()),
    ];
    let card = vec![cell(customer::name, format!("{desk}/{at}").into())];
    // Now and then the card comes long after the first who brings it.
    let about = if at > 3 { vec![(Noun::Customer, whom, card)] } else { Vec::new() };
    log.push(about.into_iter().chain([(Noun::Conversation, id(desk as u8, at), talk)]).collect())
}

fn write(database: &Database, desk: u64) -> u64 {
    let device = DeviceId(desk);
    let mut log = Log::new(device);
    for at in 0..PUSHES {
        let request = push(&mut log, at);
        let done = database.answer(&request, NOW).expect("is taken");
        assert_eq!(done.reply.head, log.head, "desk {desk}, push {at}: {:?}", done.reply.answer);
        assert!(matches!(done.reply.answer, Answer::Pushed { ref verdicts, .. } if verdicts.is_empty()), "{:?}", done.reply.answer);
    }
    log.head.seq
}

/// Hears all there is until the writers are done and nothing more comes.
fn listen(database: &Database, listener: u64, writing: &AtomicUsize) -> BTreeSet<Dot> {
    let device = DeviceId(listener);
    let mut heard = BTreeSet::new();
    let mut follows: BTreeMap<Scope, Cursor> = BTreeMap::new();
    loop {
        let was_writing = writing.load(Ordering::SeqCst) > 0;
        let request =
            Request::Pull(Pull { device, epoch: 1, follows: follows.iter().map(|(scope, cursor)| (*scope, *cursor)).collect(), bytes: 4_000 });
        let Answer::Pulled(page) = database.answer(&request, NOW).expect("is told").reply.answer else { panic!("a page") };
        let is_still = page.cursors.is_empty() && !page.more;
        heard.extend(page.ops.iter().map(|bytes| Op::decode(bytes).expect("an op").dot()));
        follows.extend(page.cursors.into_iter().filter_map(|(scope, cursor)| Some((scope, cursor?))));
        if is_still && !was_writing {
            return heard;
        }
    }
}

/// What stands under a scope in the end.
fn stands(ledger: &mut impl Ledger, scope: Scope) -> BTreeSet<Dot> {
    let roots = ledger.members(scope, Id([0; 16]), 1 << 20).expect("members");
    ledger.ops_of(&roots).expect("ops").into_iter().map(|(_, dot, _)| dot).collect()
}

fn keeps_the_story(hubs: [Database; 2]) {
    enrol(&hubs[0]);
    let writing = AtomicUsize::new(DESKS as usize);
    let (written, heard) = std::thread::scope(|scope| {
        let (hubs, writing) = (&hubs, &writing);
        let listeners = LISTENERS.map(|listener| scope.spawn(move || listen(&hubs[listener as usize % 2], listener, writing)));
        let writers = (1..=DESKS).map(|desk| {
            scope.spawn(move || {
                let _over = Over(writing);
                write(&hubs[desk as usize % 2], desk)
            })
        });
        let writers: Vec<_> = writers.collect();
        let written: u64 = writers.into_iter().map(|writer| writer.join().expect("a desk")).sum();
        (written, listeners.map(|listener| listener.join().expect("a listener")))
    });
    assert_eq!(heard[0].len() as u64, written, "who follows everything has heard everything");
    let mut ledger = hubs[1].begin(false).expect("begins");
    assert_eq!(heard[1], stands(&mut ledger, Scope::Shop(shop(1))), "who follows one shop has heard what stands there");
    for scope in (1..=DESKS).map(|desk| Scope::Shop(shop(desk))).chain([DEPARTMENT]) {
        let (log, head) = (ledger.log(scope, 0, 1 << 20).expect("a log"), ledger.head(scope).expect("a head"));
        assert!(log.iter().map(|entry| entry.seq).eq(1..=head), "{scope:?} has a gap");
    }
}

/// A writer that is over, however it ended.
struct Over<'a>(&'a AtomicUsize);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[test]
fn two_hubs_over_one_file_keep_the_story() {
    let folder = tempfile::tempdir().expect("a folder");
    let address = format!("sqlite:{}", folder.path().join("hub.db").display());
    keeps_the_story([Database::create(&address, 1).expect("a hub"), Database::open(&address).expect("the same")]);
}

#[test]
fn two_hubs_over_one_server_keep_the_story() {
    let Some(server) = Server::start() else { return };
    let first = Database::create(&server.database(1), 1).expect("a hub");
    keeps_the_story([first, Database::open(&server.database_url(1)).expect("the same")]);
}

#[test]
fn what_is_dropped_has_never_been() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start();
    let addresses = [Some(format!("sqlite:{}", folder.path().join("hub.db").display())), server.as_ref().map(|server| server.database(1))];
    for address in addresses.into_iter().flatten() {
        let database = Database::create(&address, 1).expect("a hub");
        let mut dropped = database.begin(true).expect("begins");
        dropped.enrol(DeviceId(7), false, Scope::Policy, &[Scope::Policy]).expect("enrolled");
        drop(dropped);
        assert!(database.begin(false).expect("begins").listed().expect("devices").is_empty(), "{address}");
        assert!(database.begin(false).expect("begins").set_grant(DeviceId(7), Scope::Policy, true).is_err(), "a reader wrote to {address}");
    }
}

#[test]
fn a_place_with_a_hub_or_without_is_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let address = format!("sqlite:{}", folder.path().join("hub.db").display());
    let said = |found: Result<Database, hub::LedgerError>| {
        found.map(drop).expect_err("refused").to_string().replace(&folder.path().display().to_string(), "")
    };
    assert_eq!(said(Database::open(&address)), "/hub.db holds no hub yet: make one with `zg-hub init`");
    drop(Database::create(&address, 1).expect("a hub"));
    assert_eq!(
        said(Database::create(&address, 1)),
        "/hub.db holds a hub already and was left as it is: choose another place, or go on with this one"
    );
    rusqlite::Connection::open(folder.path().join("hub.db")).expect("opens").execute("UPDATE version SET number = 9", []).expect("is newer now");
    assert_eq!(
        said(Database::open(&address)),
        "/hub.db was written by a newer program (format 9, this one reads 2) and was left as it is: update zg-hub"
    );
    assert!(said(Database::open("mysql://x")).contains("write sqlite:PATH or postgres://user@host/name"));
}
