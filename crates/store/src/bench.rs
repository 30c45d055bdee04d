//! How fast the file is read and written, beside SQLite's own library doing the same work in the same run.
//!
//! The peer runs the very statements that a page needs, prepared, on the calling thread, and keeps what it read: what
//! is compared is the road from a query to records, and whether the statements themselves are quick enough. Nothing
//! here is read by the product.

use std::path::Path;
use std::time::Instant;

use domain::conversation::Conversation;
use domain::customer::Customer;
use domain::inbox::InboxView;
use domain::permission::Scope;
use domain::ticket::Ticket;
use domain::time::DAY;
use domain::view::{Sort, ticket_views};
use serde::Serialize;
use sync::DeviceId;

use crate::conversation::InboxQuery;
use crate::rows::{Statement, columns};
use crate::ticket::TicketQuery;
use crate::{Folder, Key, Store, StoreError, conversation, ticket};

mod data;
mod raw;
mod writing;

pub use data::{NOW, Size, case, shop, staff};
use raw::Raw;

/// Rows of a first page, as the console asks for them.
const PAGE: i64 = 50;
const ROUNDS: usize = 60;
const KEY: Key = Key([7; 32]);

#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    #[error("the store could not do its part")]
    Store(#[from] StoreError),
    #[error("plain SQLite could not do its part")]
    Raw(#[from] rusqlite::Error),
    #[error("the folder for the bench could not be used")]
    Folder(#[from] std::io::Error),
}

type Result<T> = std::result::Result<T, BenchError>;

/// Milliseconds of one kind of work, ours and the peer's.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub what: String,
    pub rows: usize,
    pub p50_ms: f64,
    pub p95_ms: f64,
    pub raw_p50_ms: f64,
    pub raw_p95_ms: f64,
    /// Our median to the peer's.
    pub ratio: f64,
}

/// Ops per second of an import, ours and the peer's inserts of the same rows.
#[derive(Clone, Debug, Serialize)]
pub struct Import {
    pub ops: i64,
    pub ops_per_second: f64,
    pub raw_ops_per_second: f64,
    /// Our rate to the peer's.
    pub ratio: f64,
}

#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub tickets: i64,
    pub messages: i64,
    pub ops: i64,
    pub file_bytes: u64,
    pub load_s: f64,
    pub lines: Vec<Line>,
    pub import: Import,
}

/// Fills `dir`, which must be empty, and measures.
pub async fn run(dir: &Path, size: Size) -> Result<Report> {
    let folder = Folder(dir.join("desk"));
    let started = Instant::now();
    let store = Store::create(&folder, &KEY, DeviceId(1)).await?;
    writing::fill(&store, size, 0..size.tickets).await?;
    let load_s = started.elapsed().as_secs_f64();
    let (tickets, messages) = (store.count(domain::Noun::Ticket).await?, store.count(domain::Noun::Message).await?);
    let ops = store.position().await?;
    store.close().await;
    drop(store);

    let copy = dir.join("raw.db");
    let file_bytes = std::fs::copy(folder.database(), &copy)?;
    let store = Store::open(&folder, &KEY).await?;
    let raw = Raw::open(&copy, &KEY)?;
    let mut lines = inbox_lines(&store, &raw).await?;
    lines.extend(ticket_lines(&store, &raw).await?);
    lines.push(open_ticket(&store, &raw, size).await?);
    lines.push(writing::durable(&store, &raw, size).await?);
    let import = writing::import(dir).await?;
    Ok(Report { tickets, messages, ops, file_bytes, load_s, lines, import })
}

/// Times of both sides, taken in turns so that neither has the quieter machine.
#[derive(Default)]
struct Pair {
    ours: Vec<f64>,
    raw: Vec<f64>,
}

impl Pair {
    fn line(mut self, what: String, rows: usize) -> Line {
        let of = |times: &mut Vec<f64>, share| percentile(times, share);
        let (p50_ms, p95_ms) = (of(&mut self.ours, 0.50), of(&mut self.ours, 0.95));
        let (raw_p50_ms, raw_p95_ms) = (of(&mut self.raw, 0.50), of(&mut self.raw, 0.95));
        Line { what, rows, p50_ms, p95_ms, raw_p50_ms, raw_p95_ms, ratio: p50_ms / raw_p50_ms }
    }
}

fn percentile(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    let at = (times.len() as f64 * share).ceil() as usize;
    times.get(at.saturating_sub(1)).copied().unwrap_or_default()
}

fn ms(started: Instant) -> f64 {
    started.elapsed().as_secs_f64() * 1e3
}

/// A clerk of one shop, and head office that sees all.
fn scopes() -> [(&'static str, Scope); 2] {
    [("clerk", Scope::Shops(vec![data::shop(3)])), ("head office", Scope::Every)]
}

async fn inbox_lines(store: &Store, raw: &Raw) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for (who, scope) in scopes() {
        for view in InboxView::ALL {
            let query = inbox(*view, scope.clone());
            let statements = [conversation::page(&query), conversation::count(&query)];
            let mut pair = Pair::default();
            let mut rows = 0;
            for round in 0..=ROUNDS {
                let started = Instant::now();
                rows = std::hint::black_box(store.inbox(&query).await?).0.len();
                let ours = ms(started);
                let theirs = time_raw(raw, &statements)?;
                pair.take(round, ours, theirs);
            }
            lines.push(pair.line(format!("inbox, {who}: {}", view.as_str()), rows));
        }
    }
    Ok(lines)
}

impl Pair {
    /// The first round fills the caches and is not counted.
    fn take(&mut self, round: usize, ours: f64, raw: f64) {
        if round > 0 {
            self.ours.push(ours);
            self.raw.push(raw);
        }
    }
}

fn inbox(view: InboxView, scope: Scope) -> InboxQuery {
    let newest = matches!(view, InboxView::Mentioned | InboxView::Snoozed | InboxView::Unsent | InboxView::EndedToday | InboxView::All);
    InboxQuery {
        view,
        me: data::staff(3),
        scope,
        now: data::NOW,
        day_start: data::NOW - DAY / 2,
        channel: None,
        filter: None,
        only: None,
        unread_only: false,
        sort: if newest { Sort::Newest } else { Sort::Urgent },
        offset: 0,
        limit: PAGE,
    }
}

async fn ticket_lines(store: &Store, raw: &Raw) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for (who, scope) in scopes() {
        for view in ticket_views(data::NOW - DAY / 2) {
            let query =
                TicketQuery { filter: view.filter, me: data::staff(3), scope: scope.clone(), now: data::NOW, only: None, offset: 0, limit: PAGE };
            let statements = [ticket::page(&query), ticket::count(&query)];
            let mut pair = Pair::default();
            let mut rows = 0;
            for round in 0..=ROUNDS {
                let started = Instant::now();
                rows = std::hint::black_box(store.tickets(&query).await?).0.len();
                let ours = ms(started);
                let theirs = time_raw(raw, &statements)?;
                pair.take(round, ours, theirs);
            }
            lines.push(pair.line(format!("tickets, {who}: {}", view.key), rows));
        }
    }
    Ok(lines)
}

fn time_raw(raw: &Raw, statements: &[Statement]) -> Result<f64> {
    let started = Instant::now();
    for (sql, binds) in statements {
        raw.rows(sql, binds)?;
    }
    Ok(ms(started))
}

/// The ticket, its customer, its conversation and the whole thread.
async fn open_ticket(store: &Store, raw: &Raw, size: Size) -> Result<Line> {
    let nth = size.tickets - 1;
    let (work, thread) = (data::ticket_id(nth), data::conversation_id(nth));
    let statements = [
        (format!("SELECT {} FROM ticket WHERE id = ? AND deleted = 0", columns::<Ticket>()), vec![work.into()]),
        (format!("SELECT {} FROM conversation WHERE id = ? AND deleted = 0", columns::<Conversation>()), vec![thread.into()]),
        (format!("SELECT {} FROM customer WHERE id = (SELECT customer FROM ticket WHERE id = ?)", columns::<Customer>()), vec![work.into()]),
        crate::message::page(thread, i64::MAX, data::LONG as i64),
    ];
    let mut pair = Pair::default();
    let mut rows = 0;
    for round in 0..=ROUNDS {
        let started = Instant::now();
        let ticket = store.get::<Ticket>(work).await?;
        std::hint::black_box(store.get::<Conversation>(thread).await?);
        if let Some(customer) = ticket.and_then(|ticket| ticket.customer) {
            std::hint::black_box(store.get::<Customer>(customer).await?);
        }
        rows = store.messages(thread, i64::MAX, data::LONG as i64).await?.len();
        let ours = ms(started);
        let theirs = time_raw(raw, &statements)?;
        pair.take(round, ours, theirs);
    }
    Ok(pair.line("open a ticket and its thread".to_owned(), rows))
}
