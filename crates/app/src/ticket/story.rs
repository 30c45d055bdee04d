//! What happened to a ticket: the story in sentences for people, and the field changes as the log has them.

use std::collections::BTreeMap;

use domain::field::ticket as column;
use domain::message::{AuthorKind, Message};
use domain::refusal::Lang;
use domain::sla::PromiseState;
use domain::ticket::Ticket;
use domain::{Id, Millis, Value};
use sync::{Action, Op};

use super::page::{kind_of, promise_views, visible};
use super::{History, HistoryEntry, Story, StoryEntry};
use crate::desk::{Caller, Desk};
use crate::error::Error;
use crate::names::{Names, id_of};
use crate::shape::{ById, StaffCard};
use crate::{cards, rating};

pub(crate) mod words;

/// Messages of the conversation that a story shows, at most.
const MESSAGES_MAX: i64 = 500;

/// One write of one field, in the order of the log.
struct Written {
    at: Millis,
    actor: Option<Id>,
    field: domain::Field,
    /// Key of a map field, member of a set.
    key: Option<String>,
    from: Value,
    to: Value,
    first: bool,
    device: String,
    seq: u64,
}

pub(crate) async fn history(desk: &Desk, caller: &Caller, input: ById) -> Result<History, Error> {
    let ticket = visible(desk, caller.who()?, input.id).await?;
    let writes = writes(&desk.store().ops_of(ticket.id).await?);
    let names = names(desk, caller.lang, &writes).await?;
    let entry = |write: &Written| HistoryEntry {
        at: write.at,
        who: write.actor.and_then(|id| names.people.get(&id).cloned()),
        field: write.field.name.to_owned(),
        label: write.label(&names),
        from: write.was(&names),
        to: write.is(&names),
        device: write.device.clone(),
        seq: write.seq as i64,
    };
    Ok(History { entries: writes.iter().rev().map(entry).collect() })
}

/// Unrolls ops into single writes, each with what stood there before.
fn writes(ops: &[Op]) -> Vec<Written> {
    let mut standing: BTreeMap<(u16, Option<String>), Value> = BTreeMap::new();
    let mut writes = Vec::new();
    let born = ops.first().map(|op| op.tx.first);
    for op in ops {
        for (code, key, to) in touched(op) {
            let Some(field) = op.known_noun().and_then(|noun| noun.field(code)) else { continue };
            let from = standing.insert((code, key.clone()), to.clone()).unwrap_or(Value::Null);
            if from == to {
                continue;
            }
            let first = Some(op.tx.first) == born;
            writes.push(Written { at: op.hlc.ms(), actor: op.actor, field, key, from, to, first, device: op.device.to_string(), seq: op.seq });
        }
    }
    writes
}

fn touched(op: &Op) -> Vec<(u16, Option<String>, Value)> {
    match &op.action {
        Action::Put(cells) => cells.iter().map(|cell| (cell.field, cell.key.clone(), cell.value.clone())).collect(),
        Action::Add { field, member } => vec![(*field, Some(member.clone()), Value::Bool(true))],
        Action::Remove { field, member, .. } => vec![(*field, Some(member.clone()), Value::Null)],
        Action::Step { field, to, .. } => vec![(*field, None, to.as_str().into())],
        Action::Delete => Vec::new(),
    }
}

async fn names(desk: &Desk, lang: Lang, writes: &[Written]) -> Result<Names, Error> {
    let mentioned = writes.iter().flat_map(|write| [&write.from, &write.to].into_iter().filter_map(id_of).chain(key_id(write)).chain(write.actor));
    Names::read(desk, lang, mentioned).await
}

fn key_id(write: &Written) -> Option<Id> {
    write.key.as_ref().and_then(|key| key.parse().ok())
}

impl Written {
    /// The field's name for people; custom fields by their type's label.
    fn label(&self, names: &Names) -> String {
        match &self.key {
            Some(key) if self.field == column::fields => names.own_field(key),
            _ => words::label(self.field, names.lang).to_owned(),
        }
    }

    fn was(&self, names: &Names) -> Option<String> {
        names.shown(self.field, self.key.as_deref(), &self.from)
    }

    fn is(&self, names: &Names) -> Option<String> {
        names.shown(self.field, self.key.as_deref(), &self.to)
    }
}

pub(crate) async fn story(desk: &Desk, caller: &Caller, input: ById) -> Result<Story, Error> {
    let ticket = visible(desk, caller.who()?, input.id).await?;
    let writes = writes(&desk.store().ops_of(ticket.id).await?);
    let names = names(desk, caller.lang, &writes).await?;
    let mut entries: Vec<StoryEntry> = words::sentences(&writes, &names);
    entries.extend(said(desk, &ticket).await?);
    if let Some(rating) = rating::of(desk, ticket.id).await? {
        let text = words::rated(rating.score, rating.comment.as_deref(), caller.lang);
        entries.push(StoryEntry { at: rating.at, who: None, actor: "customer".into(), what: "rated".into(), text, message: None, ticket: None });
    }
    entries.sort_by_key(|entry| entry.at);
    entries.extend(ahead(desk, caller.lang, &ticket).await?);
    Ok(Story { entries })
}

/// What was said about it: the conversation's messages since it began, and the ticket's own notes.
async fn said(desk: &Desk, ticket: &Ticket) -> Result<Vec<StoryEntry>, Error> {
    let store = desk.store();
    let mut messages = store.messages_of_ticket(ticket.id).await?;
    if let Some(conversation) = ticket.conversation {
        messages.extend(store.messages(conversation, Millis::MAX, MESSAGES_MAX).await?);
    }
    let people = cards::staff(desk, messages.iter().filter_map(|message| message.author)).await?;
    Ok(messages.into_iter().map(|message| spoken(message, &people)).collect())
}

fn spoken(message: Message, people: &BTreeMap<Id, StaffCard>) -> StoryEntry {
    let what = if message.audience == domain::message::Audience::Colleagues { "note" } else { "message" };
    let actor = match message.author_kind {
        AuthorKind::Customer => "customer",
        AuthorKind::Staff => "staff",
        AuthorKind::Ai => "ai",
        AuthorKind::System => "system",
    };
    let who = message.author.and_then(|id| people.get(&id).cloned());
    StoryEntry { at: message.at, who, actor: actor.into(), what: what.into(), text: String::new(), message: Some(message), ticket: None }
}

/// Promises that are still to be kept, in the order they fall due.
async fn ahead(desk: &Desk, lang: Lang, ticket: &Ticket) -> Result<Vec<StoryEntry>, Error> {
    let kind = kind_of(desk, ticket).await?;
    let mut promises = promise_views(desk, ticket, kind.as_ref()).await?;
    promises.retain(|promise| promise.state == PromiseState::Running && promise.due > desk.now());
    promises.sort_by_key(|promise| promise.due);
    let entry = |promise: super::PromiseView| StoryEntry {
        at: promise.due,
        who: None,
        actor: "promise".into(),
        what: "promise".into(),
        text: words::promise(promise.metric, lang).to_owned(),
        message: None,
        ticket: None,
    };
    Ok(promises.into_iter().map(entry).collect())
}
