//! Ticket types, canned replies, macros and shared views, as a head office would have set them up.

use std::collections::BTreeMap;

use domain::canned::CannedChange;
use domain::intent::IntentChange;
use domain::macros::MacroChange;
use domain::ticket_type::{TicketType, TypeChange};
use domain::time::{DAY, MINUTE};
use domain::view::{Filter, ViewChange};
use domain::{Id, Millis, record};

use super::company::Chain;
use super::data::{Data, ViewData};
use super::days::Days;
use super::ledger::Ledger;
use crate::error::Error;

/// Ticket types by name.
pub type Kinds = BTreeMap<String, TicketType>;
/// Canned replies by shortcut.
pub type Replies = BTreeMap<String, Id>;

pub fn write(data: &Data, chain: &Chain, days: &Days, ledger: &mut Ledger) -> Result<(Kinds, Replies), Error> {
    let admin = chain.person("admin").map(|person| person.id);
    let at = days.beginning() + 30 * MINUTE;
    let kinds = kinds(data, chain, admin, at, ledger)?;
    let mut replies = Replies::new();
    for reply in &data.words.canned {
        let change = CannedChange {
            title: reply.title.clone(),
            shortcut: reply.shortcut.clone(),
            body: reply.body.clone(),
            category: reply.category.clone(),
            ..CannedChange::default()
        };
        replies.insert(reply.shortcut.clone(), ledger.make(at + DAY, admin, |ctx| domain::canned::save(None, change, &[], ctx))?);
    }
    for known in &data.words.macros {
        let change = MacroChange { name: known.name.clone(), steps: known.steps.clone(), applies: known.applies.clone(), ..MacroChange::default() };
        ledger.make(at + 2 * DAY, admin, |ctx| domain::macros::save(None, change, ctx))?;
    }
    for (position, view) in data.words.views.iter().enumerate() {
        let change = ViewChange {
            name: view.name.clone(),
            of: view.of,
            filter: filter(view, chain, &kinds, days),
            shared: true,
            columns: Vec::new(),
            position: position as i64,
            shop: view.shop.as_ref().and_then(|code| chain.place(code)).map(|place| chain.places[place].id),
        };
        ledger.make(at + 3 * DAY, admin, |ctx| domain::view::save(None, change, true, ctx))?;
    }
    Ok((kinds, replies))
}

/// What customers want, in their words; last of all, so that everything else keeps its ids.
pub fn teach(data: &Data, chain: &Chain, (kinds, replies): (&Kinds, &Replies), days: &Days, ledger: &mut Ledger) -> Result<(), Error> {
    let admin = chain.person("admin").map(|person| person.id);
    for intent in &data.intents {
        let change = IntentChange {
            name: intent.name.clone(),
            examples: intent.examples.clone(),
            kind: kinds.get(&intent.kind).map(|kind| kind.id),
            reply: replies.get(&intent.reply).copied(),
            ..IntentChange::default()
        };
        ledger.make(days.beginning() + 4 * DAY, admin, |ctx| domain::intent::save(None, change, &[], ctx))?;
    }
    Ok(())
}

fn kinds(data: &Data, chain: &Chain, admin: Option<Id>, at: Millis, ledger: &mut Ledger) -> Result<Kinds, Error> {
    let mut kinds = Kinds::new();
    for (position, kind) in data.types.iter().enumerate() {
        let change = TypeChange {
            name: kind.name.clone(),
            fields: kind.fields.clone(),
            checklist: kind.checklist.clone(),
            department: kind.department.as_ref().and_then(|name| chain.departments.get(name)).copied(),
            priority: Some(kind.priority),
            position: position as i64,
            ..TypeChange::default()
        };
        let made = ledger.decide(at, admin, None, |ctx| domain::ticket_type::save(None, change, ctx))?;
        kinds.insert(kind.name.clone(), record::made(made.id, &made.edits).map_err(Error::internal)?);
        ledger.note(at, admin, made.edits);
    }
    Ok(kinds)
}

fn filter(view: &ViewData, chain: &Chain, kinds: &Kinds, days: &Days) -> Filter {
    Filter {
        states: view.states.clone(),
        shops: view.shop.iter().filter_map(|code| chain.place(code)).map(|place| chain.places[place].id).collect(),
        kinds: view.kind.iter().filter_map(|name| kinds.get(name)).map(|kind| kind.id).collect(),
        departments: view.department.iter().filter_map(|name| chain.departments.get(name)).copied().collect(),
        tags: view.tags.clone(),
        due_soon: view.due_soon,
        live_only: view.live,
        resolved_after: view.resolved_days.map(|back| days.ago(back, 0)),
        sort: Some(view.sort),
        ..Filter::default()
    }
}
