//! The desk's file and the simulator's disk live the same life and are the same after every call.
//!
//! What the simulator proved of its disk in memory holds for the file only as long as the two do not part. Chance is a seed;
//! what parts is told with the seed and the step.

use std::collections::BTreeMap;

use domain::field::{self, Field, Kind};
use domain::scope::Scope;
use domain::{Edit, Id, Noun, Value};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sim::dice::Dice;
use sim::disk::Disk;
use store::replica::DeskReplica;
use store::{Folder, Store};
use sync::chain::Head;
use sync::exchange::{Cursor, Page, Reason, Verdict};
use sync::plant::Bug;
use sync::rewrite::Right;
use sync::{Action, Author, Cell, DeviceId, Dot, Op, Replica, Seen, Ticker, Unseen};
use tokio::runtime::Runtime;

use crate::support::{KEY, NOW, Place, picture, place, raw};

const YEAR: i64 = 365 * 86_400_000;
const TAGS: [&str; 3] = ["涂层", "急", "退货"];

/// A file, its model, and the world around both.
struct Twins {
    runtime: Runtime,
    place: Place,
    store: Store,
    file: DeskReplica,
    raw: Connection,
    disk: Disk,
    ticker: Ticker,
    dice: Dice,
    now: i64,
    known: BTreeMap<Noun, Vec<Id>>,
    others: Vec<Author>,
    heard: Vec<Vec<u8>>,
    made: u64,
}

impl Twins {
    fn new(seed: u64) -> Self {
        let (runtime, place) = (Runtime::new().unwrap(), place());
        let store = runtime.block_on(Store::create(&place.folder, &KEY, DeviceId(1_000))).unwrap();
        Twins {
            file: store.replica(),
            raw: raw(&place.folder.database()),
            runtime,
            place,
            store,
            disk: Disk::new(DeviceId(1_000)),
            ticker: Ticker::default(),
            dice: Dice::new(seed),
            now: NOW,
            known: BTreeMap::new(),
            others: vec![Author::new(DeviceId(1)), Author::new(DeviceId(2_000))],
            heard: Vec::new(),
            made: 0,
        }
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.dice.hits(percent * 100)
    }

    fn fresh(&mut self, noun: Noun) -> Id {
        self.made += 1;
        let mut random = [0; 10];
        random[..8].copy_from_slice(&self.dice.roll().to_be_bytes());
        let id = Id::v7(NOW + self.made as i64, random);
        self.known.entry(noun).or_default().push(id);
        id
    }

    fn pick(&mut self, noun: Noun) -> Id {
        let known = self.known.get(&noun).cloned().unwrap_or_default();
        let newest = known.len().saturating_sub(8);
        self.dice.pick(&known[newest..]).copied().unwrap_or_else(|| self.fresh(noun))
    }

    fn root(&mut self) -> Id {
        let noun =
            [Noun::Customer, Noun::Conversation, Noun::Ticket, Noun::Message, Noun::Conversation, Noun::Ticket, Noun::Role][self.dice.below(7)];
        self.pick(noun)
    }

    fn text(&mut self) -> String {
        format!("话{}{}", self.dice.below(5), "长".repeat(self.dice.below(60)))
    }

    fn edits(&mut self) -> Vec<Edit> {
        let some = 1 + self.dice.below(3);
        (0..some).flat_map(|_| self.edit()).collect()
    }

    fn edit(&mut self) -> Vec<Edit> {
        match self.dice.below(14) {
            0 | 1 => self.open(),
            2..=5 => self.say(),
            6 => self.ticket(),
            7 => self.person(),
            8 => vec![Edit::set(self.pick(Noun::Message), field::message::delivery, ["held", "sent"][self.dice.below(2)])],
            9 => self.tag(),
            10 => vec![Edit::set_key(self.pick(Noun::Ticket), field::ticket::fields, "型号", self.text())],
            11 => self.state(),
            12 => self.beside(),
            _ => self.rare(),
        }
    }

    fn open(&mut self) -> Vec<Edit> {
        use field::conversation as c;
        let (customer, text) = (self.pick(Noun::Customer), self.text());
        let id = if self.chance(70) { self.fresh(Noun::Conversation) } else { self.pick(Noun::Conversation) };
        vec![Edit::put(Noun::Conversation, id, vec![(c::customer, customer.into()), (c::subject, text.into()), (c::opened_at, self.now.into())])]
    }

    fn say(&mut self) -> Vec<Edit> {
        use field::message as m;
        let in_ticket = self.chance(30);
        let (of, whole): (Field, Id) =
            if in_ticket { (m::ticket, self.pick(Noun::Ticket)) } else { (m::conversation, self.pick(Noun::Conversation)) };
        let (id, text, mentioned) = (self.fresh(Noun::Message), self.text(), format!("[\"{}\"]", Id([7; 16])));
        let mut fields = vec![(of, whole.into()), (m::text, text.into()), (m::at, self.now.into()), (m::form, "text".into())];
        fields.extend([(m::audience, "customer".into()), (m::author_kind, ["customer", "staff"][self.dice.below(2)].into())]);
        if self.chance(30) {
            fields.push((m::mentions, mentioned.into()));
        }
        vec![Edit::put(Noun::Message, id, fields)]
    }

    fn ticket(&mut self) -> Vec<Edit> {
        use field::ticket as t;
        let (customer, text) = (self.pick(Noun::Customer), self.text());
        let id = if self.chance(60) { self.fresh(Noun::Ticket) } else { self.pick(Noun::Ticket) };
        vec![Edit::put(Noun::Ticket, id, vec![(t::customer, customer.into()), (t::subject, text.into())])]
    }

    fn person(&mut self) -> Vec<Edit> {
        let id = if self.chance(50) { self.fresh(Noun::Customer) } else { self.pick(Noun::Customer) };
        vec![Edit::set(id, field::customer::name, self.text())]
    }

    fn tag(&mut self) -> Vec<Edit> {
        let (id, tag) = (self.pick(Noun::Ticket), TAGS[self.dice.below(3)]);
        vec![if self.chance(60) { Edit::add(id, field::ticket::tags, tag) } else { Edit::remove(id, field::ticket::tags, tag) }]
    }

    fn state(&mut self) -> Vec<Edit> {
        let states = ["", "new", "open", "resolved"];
        let (from, to) = (states[self.dice.below(4)], states[1 + self.dice.below(3)]);
        vec![Edit::step(self.pick(Noun::Ticket), field::ticket::state, from, to)]
    }

    /// What hangs on another record: a reminder, or a draft that stays at home.
    fn beside(&mut self) -> Vec<Edit> {
        let about = self.root();
        if self.chance(40) {
            let id = self.fresh(Noun::Reminder);
            return vec![Edit::put(Noun::Reminder, id, vec![(field::reminder::about, about.into()), (field::reminder::note, self.text().into())])];
        }
        let id = if self.chance(50) { self.fresh(Noun::Draft) } else { self.pick(Noun::Draft) };
        vec![Edit::put(Noun::Draft, id, vec![(field::draft::about, about.into()), (field::draft::text, self.text().into())])]
    }

    fn rare(&mut self) -> Vec<Edit> {
        let noun = [Noun::Ticket, Noun::Message, Noun::Conversation, Noun::Role][self.dice.below(4)];
        let id = self.pick(noun);
        vec![if noun == Noun::Role { Edit::set(id, field::role::name, self.text()) } else { Edit::delete(noun, id) }]
    }

    /// What every installation has alike, written at the beginning of time.
    fn seed(&mut self) {
        let seeds = (1..4).map(|number| Edit::set(Id::seed(4, number), field::role::name, format!("角色{number}"))).collect::<Vec<_>>();
        self.known.insert(Noun::Role, (1..4).map(|number| Id::seed(4, number)).collect());
        self.disk.commit(seeds.clone(), None, 0, &mut self.ticker).unwrap();
        self.runtime.block_on(async { self.store.pen().await.commit(seeds, None, 0).await }).unwrap();
    }

    fn commit(&mut self) {
        self.now += 1 + self.dice.below(5_000) as i64;
        // Now and then the machine's clock stands in the next year.
        let now = if self.chance(3) { self.now + YEAR } else { self.now };
        let edits = self.edits();
        self.disk.commit(edits.clone(), Some(Id([5; 16])), now, &mut self.ticker).unwrap();
        self.runtime.block_on(async { self.store.pen().await.commit(edits, Some(Id([5; 16])), now).await }).unwrap();
    }

    /// What others wrote: knowing what this desk shows, or not.
    fn written_elsewhere(&mut self) -> Vec<Vec<u8>> {
        let edits: Vec<Edit> = self.edits().into_iter().filter(|edit| !edit.noun.is_local()).collect();
        let other = self.dice.below(self.others.len());
        let seen: &dyn Seen = if self.dice.hits(5_000) { &self.disk } else { &Unseen };
        let mut author = self.others[other];
        let ops = author.stamp(edits, None, self.now, seen).unwrap();
        self.others[other] = author;
        ops.into_iter().map(|stamped| stamped.bytes).collect()
    }

    /// Bytes that cannot be read, or can and cannot be shown.
    fn strange(&mut self) -> Vec<u8> {
        if self.chance(50) {
            return vec![self.dice.below(256) as u8; 5];
        }
        let other = self.dice.below(2);
        let author = &mut self.others[other];
        let (seq, hlc) = (author.next_seq, author.ticker.tick(self.now));
        author.next_seq += 1;
        let (noun, key) = if seq % 2 == 0 { (999, None) } else { (Noun::Ticket.code(), Some("k".to_owned())) };
        let cells = vec![Cell { field: field::ticket::subject.code, key, value: Value::Int(1), base: None }];
        let tx = sync::Tx { first: seq, len: 1 };
        let op =
            Op { version: sync::op::VERSION, device: author.device, seq, hlc, tx, actor: None, noun, id: Id([9; 16]), action: Action::Put(cells) };
        op.encode()
    }

    fn page(&mut self) -> Page {
        let mut ops = self.written_elsewhere();
        ops.extend(self.written_elsewhere());
        if self.chance(20) {
            ops.push(self.strange());
        }
        self.heard.extend(ops.iter().cloned());
        for _ in 0..self.dice.below(4) {
            ops.extend(self.dice.pick(&self.heard).cloned());
        }
        let mine: Vec<Vec<u8>> = self.disk.log.iter().filter(|own| own.erased && own.refused.is_none()).map(|own| own.bytes.to_vec()).collect();
        for _ in 0..self.dice.below(3) {
            ops.extend(self.dice.pick(&mine).cloned());
        }
        let gone = (0..self.dice.below(3)).map(|_| self.root()).collect();
        let cursors = (0..self.dice.below(3)).map(|_| (self.scope(), self.cursor())).collect();
        Page { ops, gone, cursors, ..Page::default() }
    }

    fn scope(&mut self) -> Scope {
        [Scope::Policy, Scope::Shop(Id([3; 16])), Scope::Shop(Id([4; 16])), Scope::Department(Id([1; 16])), Scope::Knowledge][self.dice.below(5)]
    }

    fn cursor(&mut self) -> Option<Cursor> {
        let seq = self.dice.below(1 << 20) as u64;
        let part = self.chance(50).then_some(Dot { device: DeviceId(seq), seq: 4 });
        let at = Id([self.dice.below(256) as u8; 16]);
        let all = [Some(Cursor::Walk { at, part, then: seq }), Some(Cursor::Log { seq, part, since: 1 }), Some(Cursor::Leaving { after: at }), None];
        all[self.dice.below(4)]
    }

    fn take(&mut self) {
        let page = self.page();
        let asked_at = [self.disk.acked.seq, self.disk.head().seq, 0][self.dice.below(3)];
        let others = page.ops.iter().filter_map(|bytes| Op::decode(bytes).ok()).filter(|op| op.device != self.disk.device);
        others.for_each(|op| self.ticker.observe(op.hlc));
        self.disk.take(&page, asked_at).unwrap();
        self.file.take(&page, asked_at).unwrap();
    }

    /// The log up to the end of some transaction.
    fn some_head(&mut self, from: u64) -> Head {
        let ends = |own: &sim::disk::Own| own.op.seq + 1 == own.op.tx.first + u64::from(own.op.tx.len);
        let heads: Vec<Head> =
            self.disk.log.iter().skip(from as usize).filter(|own| ends(own)).map(|own| Head { seq: own.op.seq, chain: own.chain }).collect();
        let acked = self.disk.acked;
        self.dice.pick(&heads).copied().unwrap_or(acked)
    }

    fn acknowledge(&mut self) {
        // Now and then what was judged before is judged again.
        let back = if self.chance(20) { self.dice.below(12) as u64 } else { 0 };
        let from = self.disk.acked.seq.saturating_sub(back);
        let head = self.some_head(self.disk.acked.seq);
        let mut verdicts = Vec::new();
        for seq in from + 1..=head.seq {
            let reasons = [Reason::NotYours, Reason::HeadOffice, Reason::Claimed { by: Id([6; 16]) }, Reason::Kept];
            if self.chance(25) {
                verdicts.push(Verdict { seq, reason: reasons[self.dice.below(4)] });
            }
        }
        let doubtful: Vec<Id> = (0..self.dice.below(3)).map(|_| self.root()).collect();
        self.disk.acknowledge(from, head, &verdicts, &doubtful).unwrap();
        self.file.acknowledge(from, head, &verdicts, &doubtful).unwrap();
    }

    /// Another hub, or the same one from a backup: it has less of the log.
    fn begin_anew(&mut self) {
        let epoch = if self.chance(60) { self.dice.roll() } else { self.disk.epoch.max(1) };
        self.disk.begin_anew(epoch).unwrap();
        self.file.begin_anew(epoch).unwrap();
        let back = self.some_head(0);
        if back.seq < self.disk.acked.seq && self.chance(50) {
            self.disk.acknowledge(back.seq, back, &[], &[]).unwrap();
            self.file.acknowledge(back.seq, back, &[], &[]).unwrap();
        }
    }

    fn settle(&mut self) {
        let asked = self.disk.doubtful(Id([0; 16]), 5).unwrap();
        let gone: Vec<Id> = asked.iter().copied().filter(|_| self.dice.hits(5_000)).collect();
        let asked_at = if self.chance(80) { self.disk.acked.seq } else { 0 };
        self.disk.settle(&asked, &gone, asked_at).unwrap();
        self.file.settle(&asked, &gone, asked_at).unwrap();
    }

    fn stamp_anew(&mut self) {
        let after = self.disk.acked.seq;
        let right = Right { offset: -YEAR, now: self.now };
        self.disk.stamp_anew(after, right).unwrap();
        self.file.stamp_anew(after, right).unwrap();
        self.ticker = self.disk.ticker();
    }

    fn adopt(&mut self) {
        let (device, after) = (DeviceId(1_000 + 1 + self.dice.below(1 << 30) as u64), self.disk.acked.seq);
        self.disk.adopt(device, after).unwrap();
        self.file.adopt(device, after).unwrap();
        self.ticker = self.disk.ticker();
    }

    fn reopen(&mut self) {
        self.runtime.block_on(self.store.close());
        let (folder, other) = (self.place.folder.clone(), place());
        // The lock goes with the last clone of the store.
        let raw_elsewhere = Connection::open_in_memory().unwrap();
        drop(std::mem::replace(&mut self.raw, raw_elsewhere));
        let spare = self.runtime.block_on(Store::create(&other.folder, &KEY, DeviceId(9))).unwrap();
        self.file = spare.replica();
        drop(std::mem::replace(&mut self.store, spare));
        self.store = self.runtime.block_on(Store::open(&folder, &KEY)).unwrap();
        self.file = self.store.replica();
        self.raw = raw(&folder.database());
        self.ticker = self.disk.ticker();
    }

    fn step(&mut self) -> &'static str {
        match self.dice.below(100) {
            0..=39 => (self.commit(), "commit").1,
            40..=61 => (self.take(), "take").1,
            62..=77 => (self.acknowledge(), "acknowledge").1,
            78..=84 => (self.settle(), "settle").1,
            85..=89 => (self.begin_anew(), "begin anew").1,
            90..=92 => (self.stamp_anew(), "stamp anew").1,
            93..=94 => (self.adopt(), "adopt").1,
            95..=96 => (self.set_offset(), "set offset").1,
            _ => (self.reopen(), "reopen").1,
        }
    }

    fn set_offset(&mut self) {
        let offset = [0, YEAR, -YEAR / 2][self.dice.below(3)];
        self.disk.set_offset(offset).unwrap();
        self.file.set_offset(offset).unwrap();
    }

    fn compare(&mut self, place: &str) {
        assert_eq!(self.file.standing().unwrap(), self.disk.standing().unwrap(), "{place}");
        assert_eq!(self.store.device(), self.disk.device, "{place}");
        assert_eq!(self.file.follows().unwrap(), self.disk.follows().unwrap(), "{place}");
        for after in [0, self.disk.acked.seq, self.dice.below(self.disk.log.len() + 1) as u64] {
            let bytes = [1, 800, 1 << 20][self.dice.below(3)];
            assert_eq!(self.file.outgoing(after, bytes).unwrap(), self.disk.outgoing(after, bytes).unwrap(), "{place}: after {after}, {bytes}");
            assert_eq!(self.file.chain_at(after).unwrap(), self.disk.chain_at(after).unwrap(), "{place}");
        }
        assert_eq!(self.file.chain_at(1 << 40).unwrap(), None, "{place}");
        assert_eq!(self.file.acked_below(7).unwrap(), self.disk.acked_below(7).unwrap(), "{place}");
        // Before the hub was met the file need not know what the first meeting makes doubtful anyway.
        if self.disk.epoch != 0 {
            for (after, limit) in [(Id([0; 16]), 1_000), (self.root(), 3)] {
                assert_eq!(self.file.doubtful(after, limit).unwrap(), self.disk.doubtful(after, limit).unwrap(), "{place}: doubtful");
            }
        }
        let wanted: Vec<Dot> =
            (0..8).map(|_| Dot { device: DeviceId([1, 2_000, 1_000][self.dice.below(3)]), seq: 1 + self.dice.below(80) as u64 }).collect();
        assert_eq!(self.file.find(&wanted).unwrap(), self.disk.find(&wanted).unwrap(), "{place}: find");
        self.compare_records(place);
        let told: BTreeMap<Dot, Reason> = self.runtime.block_on(self.store.told()).unwrap().into_iter().map(|told| (told.dot, told.reason)).collect();
        assert_eq!(told, self.disk.told, "{place}: told");
        assert_eq!(self.runtime.block_on(self.store.verify()).unwrap(), self.disk.head(), "{place}: chain");
    }

    fn compare_records(&mut self, place: &str) {
        let (file, model) = (shown_by_file(&self.raw), shown_by_model(&self.disk));
        for key in model.keys().chain(file.keys()) {
            assert_eq!(file.get(key), model.get(key), "{place}: {key:?}");
        }
    }
}

/// (noun, record) → field → what can be seen there.
type Shown = BTreeMap<(&'static str, Id), BTreeMap<String, String>>;

fn shown_by_model(disk: &Disk) -> Shown {
    let mut all = Shown::new();
    for (id, card) in &disk.cards {
        let noun = Noun::from_code(card.noun).unwrap();
        let seen = all.entry((noun.name(), *id)).or_default();
        let fields = noun.fields().iter().map(|field| (field.name.to_owned(), of_model(card, field)));
        seen.extend(fields.filter(|(_, text)| !text.is_empty()));
        seen.insert("deleted".into(), i32::from(card.view.deleted).to_string());
        for ((field, key), lost) in &card.view.journal {
            for loser in lost {
                seen.insert(format!("lost {field} {} {:?}", key.as_deref().unwrap_or_default(), loser.stamp.dot()), String::new());
            }
        }
    }
    all
}

fn of_model(card: &sim::card::Card, field: &Field) -> String {
    let view = &card.view;
    match field.kind {
        Kind::Map => {
            let keys = view.cells.iter().filter(|((code, _), value)| *code == field.code && **value != Value::Null);
            let map: BTreeMap<String, String> = keys.map(|((_, key), value)| (key.clone().unwrap_or_default(), text(value))).collect();
            if map.is_empty() { String::new() } else { serde_json::to_string(&map).unwrap() }
        }
        Kind::Set => view.sets.get(&field.code).map_or(String::new(), |members| serde_json::to_string(&members.keys().collect::<Vec<_>>()).unwrap()),
        Kind::Step => view.steps.get(&field.code).cloned().unwrap_or_default(),
        _ => view.cells.get(&(field.code, None)).map_or(String::new(), text),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(flag) => i32::from(*flag).to_string(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Bytes(bytes) => bytes.iter().map(|b| format!("{b:02x}")).collect(),
    }
}

fn cell(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(bytes) => bytes.iter().map(|b| format!("{b:02x}")).collect(),
    }
}

fn shown_by_file(raw: &Connection) -> Shown {
    let mut all = Shown::new();
    for noun in Noun::ALL {
        let names: Vec<&str> = noun.fields().iter().map(|field| field.name).chain(["deleted"]).collect();
        let columns: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        let mut statement = raw.prepare_cached(&format!("SELECT id, {} FROM {}", columns.join(", "), noun.name())).unwrap();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let id = Id(row.get_ref(0).unwrap().as_blob().unwrap().try_into().unwrap());
            let fields = names.iter().enumerate().map(|(at, name)| ((*name).to_owned(), cell(row.get_ref(at + 1).unwrap())));
            let seen = all.entry((noun.name(), id)).or_default();
            seen.extend(fields.filter(|(_, text)| !["", "{}", "[]"].contains(&text.as_str())));
        }
    }
    let mut statement = raw.prepare_cached("SELECT noun, id, field, key, device, seq FROM conflict").unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let noun = Noun::from_code(row.get::<_, i64>(0).unwrap() as u16).unwrap();
        let id = Id(row.get_ref(1).unwrap().as_blob().unwrap().try_into().unwrap());
        let dot = Dot { device: DeviceId(row.get::<_, i64>(4).unwrap() as u64), seq: row.get::<_, i64>(5).unwrap() as u64 };
        let lost = format!("lost {} {} {dot:?}", row.get::<_, i64>(2).unwrap(), row.get::<_, String>(3).unwrap());
        all.entry((noun.name(), id)).or_default().insert(lost, String::new());
    }
    all
}

/// Rows without their clocks, which may remember differently where they met trouble, and without quarantine, which is not replayed.
fn without_clocks(folder: &Folder) -> Vec<String> {
    let shown = |line: &str| match line.split_once(':') {
        Some(("quarantine", _)) => None,
        Some(("dot" | "conflict" | "mention", _)) => Some(line.to_owned()),
        _ => line.rsplit_once(" | ").map(|(shown, _)| shown.to_owned()),
    };
    // An emptied list and one that was never written are the same list.
    picture(folder).lines().filter_map(shown).map(|line| line.replace(" | []", " | -").replace(" | {}", " | -")).collect()
}

/// The tables are what the ops in the file make in an empty one, derived columns and mentions too.
fn check_replay(twins: Twins, seed: u64) {
    let Twins { runtime, place: here, store, file, raw, .. } = twins;
    drop((file, raw));
    let there = place();
    let replayed = runtime.block_on(async {
        let to = Store::create(&there.folder, &KEY, DeviceId(77)).await.unwrap();
        let ops = store.ops_after(0, 1_000_000).await.unwrap().into_iter().map(|(_, stamped)| stamped).collect();
        to.pen().await.apply(ops).await.unwrap();
        to.close().await;
        store.close().await;
        without_clocks(&there.folder)
    });
    drop(store);
    let ours = without_clocks(&here.folder);
    for (ours, replayed) in ours.iter().zip(&replayed) {
        assert_eq!(ours, replayed, "seed {seed}: replay");
    }
    assert_eq!(ours.len(), replayed.len(), "seed {seed}: replay");
}

fn live(seed: u64, steps: usize) {
    let mut twins = Twins::new(seed);
    twins.seed();
    for at in 0..steps {
        let what = twins.step();
        twins.compare(&format!("seed {seed}, step {at}: {what}"));
    }
    assert!(twins.disk.purged > 0, "seed {seed} let nothing go");
    check_replay(twins, seed);
}

#[test]
fn the_file_and_the_simulators_disk_are_the_same_after_every_call() {
    for seed in 1..=4 {
        live(seed, 250);
    }
}

/// A mirror that shows nothing proves nothing: with a bug in the model the two must part.
#[test]
fn a_bug_in_one_of_them_is_seen() {
    for bug in [Bug::RefusedStays, Bug::PurgedUnsent] {
        sync::plant::plant(Some(bug));
        let parted = (1..=4).any(|seed| std::panic::catch_unwind(|| live(seed, 250)).is_err());
        sync::plant::plant(None);
        assert!(parted, "{bug:?}");
    }
}
