//! What has not reached the hub, and what it did not share: the queue that a person can read.
//!
//! It is read beside whoever writes, and worked out anew only when the log or the hub's word on it has moved: a screen asks
//! every few seconds. Of records that the person may not see it tells how many there are and nothing else.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::field::Noun;
use domain::refusal::Lang;
use domain::{Id, Millis};
use store::Store;
use store::replica::Told;
use store::replica::backlog::{Backlog, Line};
use sync::exchange::Reason;
use sync::{DeviceId, Dot};

use super::{SeenTold, ToldRow, WaitingList, WaitingRow, Write};
use crate::cards;
use crate::desk::{Caller, Desk};
use crate::error::{Code, Error};
use crate::shape::Nothing;
use crate::title::titles;

/// Records that a list shows; of the rest it says how many.
const ROWS_MAX: usize = 200;

/// The backlog as it was last worked out, and for which place in the log.
#[derive(Default)]
pub(super) struct Kept(Mutex<Option<(Line, Arc<Backlog>)>>);

impl Kept {
    pub async fn backlog(&self, store: &Store, line: Line) -> Result<Arc<Backlog>, Error> {
        if let Some((at, backlog)) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner)
            && *at == line
        {
            return Ok(Arc::clone(backlog));
        }
        let backlog = Arc::new(store.backlog(line).await?);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((line, Arc::clone(&backlog)));
        Ok(backlog)
    }
}

/// What waits; nothing on a desk without a hub, however long its log.
pub(super) async fn backlog(desk: &Desk) -> Result<(Line, Arc<Backlog>), Error> {
    let line = desk.store().line().await?;
    if !desk.hub().is_enrolled() {
        return Ok((line, Arc::default()));
    }
    Ok((line, desk.hub().kept.backlog(desk.store(), line).await?))
}

/// Own changes that the hub does not have, by record.
pub async fn waiting(desk: &Desk, caller: &Caller, _: Nothing) -> Result<WaitingList, Error> {
    let (line, backlog) = backlog(desk).await?;
    let shown = &backlog.records[..backlog.records.len().min(ROWS_MAX)];
    let records: Vec<(Noun, Id)> = shown.iter().filter_map(|record| Some((record.noun?, record.id))).collect();
    let titles = titles(desk, caller.who()?, records).await?;
    let people: Vec<Id> = shown.iter().filter_map(|record| record.actor).collect();
    let people = cards::staff(desk, people).await?;
    let row = |record: &store::replica::backlog::Waiting| WaitingRow {
        noun: record.noun,
        id: record.id,
        title: titles.get(&record.id).map(|title| title.text.clone()),
        who: record.actor.and_then(|id| people.get(&id).cloned()),
        since: here(record.since, line),
        at: here(record.at, line),
        changes: record.changes,
    };
    Ok(WaitingList { rows: shown.iter().map(row).collect(), records: backlog.records.len() as i64, changes: backlog.changes })
}

/// Tickets and conversations of which something is not at the hub yet.
pub async fn unsent(desk: &Desk, _: &Caller, _: Nothing) -> Result<Vec<Id>, Error> {
    let (_, backlog) = backlog(desk).await?;
    let rows = backlog.records.iter().filter(|record| matches!(record.noun, Some(Noun::Ticket | Noun::Conversation)));
    Ok(rows.map(|record| record.id).collect())
}

/// Refuses while something is unsent, with how much and the oldest in its words: for closing a shift.
pub async fn check_close(desk: &Desk, caller: &Caller, _: Nothing) -> Result<Nothing, Error> {
    let (line, backlog) = backlog(desk).await?;
    let Some(oldest) = backlog.records.first() else { return Ok(Nothing {}) };
    let titles = titles(desk, caller.who()?, oldest.noun.map(|noun| (noun, oldest.id))).await?;
    let title = titles.get(&oldest.id).map(|title| title.text.as_str()).filter(|text| !text.is_empty());
    let age = (desk.now() - here(oldest.since, line)).max(0) / 60_000;
    let (zh, en) = (oldest_words(Lang::Zh, title, age), oldest_words(Lang::En, title, age));
    let n = backlog.changes;
    Err(Error::new(
        Code::Refused,
        format!("还有 {n} 条没有传到总部，{zh}。等传完再关机，或找总部。"),
        format!("{n} changes have not reached head office; {en}. Wait until they have before switching off, or ask head office."),
    ))
}

fn oldest_words(lang: Lang, title: Option<&str>, minutes: i64) -> String {
    match (lang, title) {
        (Lang::Zh, Some(title)) => format!("最早的是「{title}」，{minutes} 分钟前"),
        (Lang::Zh, None) => format!("最早的在 {minutes} 分钟前"),
        (Lang::En, Some(title)) => format!("the oldest is “{title}”, {minutes} min ago"),
        (Lang::En, None) => format!("the oldest is {minutes} min old"),
    }
}

/// What was not shared, one entry for a record and a reason: a person did one thing and not five ops.
struct Group {
    last: Told,
    writes: Vec<Dot>,
}

/// Nobody waits to hear of the audit trail, which goes with the change it is about.
fn groups(told: Vec<Told>) -> Vec<Group> {
    let mut groups: BTreeMap<(Id, Reason), Group> = BTreeMap::new();
    for told in told.into_iter().filter(|told| told.noun != Some(Noun::Audit)) {
        let dot = told.dot;
        groups.entry((told.id, told.reason)).or_insert_with(|| Group { last: told, writes: Vec::new() }).writes.push(dot);
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    groups.sort_by_key(|group| (std::cmp::Reverse(group.last.at), group.last.id));
    groups
}

pub(super) async fn told_count(desk: &Desk) -> Result<i64, Error> {
    Ok(groups(desk.store().told().await?).len() as i64)
}

/// What the hub did not share and nobody has seen yet.
pub async fn told(desk: &Desk, caller: &Caller, _: Nothing) -> Result<Vec<ToldRow>, Error> {
    let mut groups = groups(desk.store().told().await?);
    groups.truncate(ROWS_MAX);
    let records: Vec<(Noun, Id)> = groups.iter().filter_map(|group| Some((group.last.noun?, group.last.id))).collect();
    let titles = titles(desk, caller.who()?, records).await?;
    let named: Vec<Id> = groups.iter().flat_map(|group| [group.last.actor, holder(group.last.reason)]).flatten().collect();
    let people = cards::staff(desk, named).await?;
    let line = desk.store().line().await?;
    let row = |group: Group| ToldRow {
        noun: group.last.noun,
        id: group.last.id,
        title: titles.get(&group.last.id).map(|title| title.text.clone()),
        who: group.last.actor.and_then(|id| people.get(&id).cloned()),
        at: here(group.last.at, line),
        reason: reason(group.last.reason).to_owned(),
        holder: holder(group.last.reason).and_then(|id| people.get(&id).cloned()),
        writes: group.writes.iter().map(Write::from).collect(),
    };
    Ok(groups.into_iter().map(row).collect())
}

const fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::HeadOffice => "head_office",
        Reason::NotYours => "not_yours",
        Reason::Claimed { .. } => "claimed",
        Reason::Kept => "kept",
    }
}

const fn holder(reason: Reason) -> Option<Id> {
    if let Reason::Claimed { by } = reason { Some(by) } else { None }
}

/// Somebody has read these; without any, all of them.
pub async fn seen(desk: &Desk, _: &Caller, input: SeenTold) -> Result<Nothing, Error> {
    let named: Vec<Dot> = input.writes.iter().filter_map(Write::dot).collect();
    let all = desk.store().told().await?;
    let is_meant = |told: &Told| input.writes.is_empty() || told.noun == Some(Noun::Audit) || named.contains(&told.dot);
    let dots: Vec<Dot> = all.iter().filter(|told| is_meant(told)).map(|told| told.dot).collect();
    let mut replica = desk.store().replica();
    let seen = tokio::task::spawn_blocking(move || replica.seen(&dots));
    seen.await.map_err(|_| Error::internal("the file's writer stopped"))??;
    Ok(Nothing {})
}

impl Write {
    pub(crate) fn dot(&self) -> Option<Dot> {
        Some(Dot { device: DeviceId(u64::from_str_radix(&self.device, 16).ok()?), seq: u64::try_from(self.seq).ok()? })
    }
}

impl From<&Dot> for Write {
    fn from(dot: &Dot) -> Self {
        Write { device: format!("{:016x}", dot.device.0), seq: dot.seq as i64 }
    }
}

/// When something was written, by this machine's clock.
pub(super) const fn here(at: Millis, line: Line) -> Millis {
    at.saturating_sub(line.offset)
}
