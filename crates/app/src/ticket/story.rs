//! What happened to a ticket: the story in sentences for people, and the field changes as the log has them.

use std::collections::{BTreeMap, BTreeSet};

use domain::field::ticket as column;
use domain::message::{AuthorKind, Message};
use domain::refusal::Lang;
use domain::sla::PromiseState;
use domain::ticket::{CheckItem, Priority, Ticket, TicketState};
use domain::ticket_type::TicketType;
use domain::{Id, Millis, Value};
use sync::{Action, Op};

use super::page::{kind_of, promise_views, visible};
use super::{History, HistoryEntry, Story, StoryEntry};
use crate::desk::{Caller, Desk};
use crate::error::Error;
use crate::shape::{ById, StaffCard};
use crate::{cards, rating};

mod words;

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

/// Names that values stand for.
struct Names {
    people: BTreeMap<Id, StaffCard>,
    departments: BTreeMap<Id, String>,
    kinds: BTreeMap<Id, TicketType>,
    tickets: BTreeMap<Id, String>,
    customers: BTreeMap<Id, String>,
    lang: Lang,
}

pub(crate) async fn history(desk: &Desk, caller: &Caller, input: ById) -> Result<History, Error> {
    let ticket = visible(desk, caller.who()?, input.id).await?;
    let writes = writes(&desk.store().ops_of(ticket.id).await?);
    let names = names(desk, caller.lang, &writes).await?;
    let entry = |write: &Written| HistoryEntry {
        at: write.at,
        who: write.actor.and_then(|id| names.people.get(&id).cloned()),
        field: write.field.name.to_owned(),
        label: names.label(write),
        from: names.shown(write, &write.from),
        to: names.shown(write, &write.to),
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
    let mentioned: BTreeSet<Id> =
        writes.iter().flat_map(|write| [&write.from, &write.to].into_iter().filter_map(id_of).chain(key_id(write))).collect();
    let of = |field: domain::Field| {
        writes.iter().filter(move |write| write.field == field).flat_map(|write| [&write.from, &write.to].into_iter().filter_map(id_of))
    };
    let tickets: Vec<Id> = mentioned.iter().copied().collect();
    Ok(Names {
        people: cards::staff(desk, mentioned.iter().copied().chain(writes.iter().filter_map(|write| write.actor))).await?,
        departments: cards::departments(desk, of(column::department)).await?,
        kinds: desk.store().all::<TicketType>().await?.into_iter().map(|kind| (kind.id, kind)).collect(),
        tickets: desk.store().get_many::<Ticket>(&tickets).await?.into_iter().map(|ticket| (ticket.id, ticket.number)).collect(),
        customers: cards::customers(desk, of(column::customer)).await?.into_iter().map(|(id, card)| (id, card.name)).collect(),
        lang,
    })
}

fn id_of(value: &Value) -> Option<Id> {
    match value {
        Value::Bytes(bytes) => bytes.as_slice().try_into().ok().map(Id),
        _ => None,
    }
}

fn key_id(write: &Written) -> Option<Id> {
    write.key.as_ref().and_then(|key| key.parse().ok())
}

impl Names {
    /// The field's name for people; custom fields by their type's label.
    fn label(&self, write: &Written) -> String {
        if write.field == column::fields
            && let Some(key) = &write.key
        {
            let schema = self.kinds.values().find_map(|kind| kind.field(key));
            return schema.map_or_else(|| key.clone(), |schema| schema.label.clone());
        }
        words::label(write.field, self.lang).to_owned()
    }

    /// A value for people: names for ids, words for states, none for nothing.
    fn shown(&self, write: &Written, value: &Value) -> Option<String> {
        if matches!(write.field.kind, domain::field::Kind::Set) {
            let member = key_id(write).map_or_else(|| write.key.clone().unwrap_or_default(), |id| self.name(id));
            return (*value != Value::Null).then_some(member);
        }
        match value {
            Value::Null => None,
            Value::Bool(flag) => Some(flag.to_string()),
            Value::Int(number) => Some(number.to_string()),
            Value::Bytes(_) => id_of(value).map(|id| self.name(id)),
            Value::Text(text) if write.field == column::state => Some(self.state(text)),
            Value::Text(text) if write.field == column::priority => Priority::from_tag(text).map(|priority| priority.words(self.lang).to_owned()),
            Value::Text(text) if write.field == column::checklist => serde_json::from_str::<CheckItem>(text).ok().map(|item| words::check(&item)),
            Value::Text(text) => Some(text.clone()),
        }
    }

    fn name(&self, id: Id) -> String {
        let person = self.people.get(&id).map(|card| card.name.clone());
        let kind = || self.kinds.get(&id).map(|kind| kind.name.clone());
        let other = || self.departments.get(&id).or(self.tickets.get(&id)).or(self.customers.get(&id)).cloned();
        person.or_else(kind).or_else(other).unwrap_or_else(|| id.to_string())
    }

    fn state(&self, tag: &str) -> String {
        TicketState::from_tag(tag).map_or_else(|| tag.to_owned(), |state| state.words(self.lang).to_owned())
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
