//! Reminders for oneself.

use domain::conversation::Conversation;
use domain::reminder::Reminder;
use domain::ticket::Ticket;
use domain::{Id, Noun};

use crate::desk::{Caller, Desk, Who};
use crate::error::Error;
use crate::shape::{ById, Created, Nothing};
use crate::{cards, shapes};

shapes! {
    pub struct ReminderRow { id: Id, about: Option<Id>, about_noun: Option<Noun>, title: String, due: i64, note: String }

    pub struct SetReminder { noun: Option<Noun>, about: Option<Id>, due: i64, #[serde(default)] note: String }
}

pub(crate) async fn list(desk: &Desk, caller: &Caller, _: Nothing) -> Result<Vec<ReminderRow>, Error> {
    let who = caller.who()?;
    let reminders = desk.store().reminders_of(who.id()).await?;
    let mut rows = Vec::with_capacity(reminders.len());
    for reminder in reminders {
        rows.push(ReminderRow {
            id: reminder.id,
            title: title(desk, who, &reminder).await?,
            about: reminder.about,
            about_noun: reminder.about_noun(),
            due: reminder.due,
            note: reminder.note,
        });
    }
    Ok(rows)
}

/// What it is about in words; nothing of a record that has gone to a shop where the person does not work.
async fn title(desk: &Desk, who: &Who, reminder: &Reminder) -> Result<String, Error> {
    let Some((noun, id)) = reminder.about_noun().zip(reminder.about) else { return Ok(String::new()) };
    Ok(match noun {
        Noun::Ticket => ticket(desk, who, id).await?.map(|ticket| format!("{} {}", ticket.number, ticket.subject)),
        Noun::Conversation => {
            let customer = conversation(desk, who, id).await?.and_then(|conversation| conversation.customer);
            cards::customers(desk, customer).await?.into_values().next().map(|card| card.name)
        }
        _ => None,
    }
    .unwrap_or_default())
}

async fn ticket(desk: &Desk, who: &Who, id: Id) -> Result<Option<Ticket>, Error> {
    Ok(desk.store().get::<Ticket>(id).await?.filter(|found| who.scope.covers(found.shop)))
}

async fn conversation(desk: &Desk, who: &Who, id: Id) -> Result<Option<Conversation>, Error> {
    Ok(desk.store().get::<Conversation>(id).await?.filter(|found| who.scope.covers(found.shop)))
}

pub(crate) async fn set(desk: &Desk, caller: &Caller, input: SetReminder) -> Result<Created, Error> {
    let who = caller.who()?;
    let mut pen = desk.pen(caller).await?;
    match input.noun.zip(input.about) {
        Some((Noun::Ticket, id)) if ticket(desk, who, id).await?.is_none() => return Err(Error::not_found("张工单", "ticket")),
        Some((Noun::Conversation, id)) if conversation(desk, who, id).await?.is_none() => return Err(Error::not_found("个会话", "conversation")),
        _ => {}
    }
    let made = pen.decide(|ctx| domain::reminder::set(input.noun.zip(input.about), input.due, &input.note, ctx))?;
    pen.commit(made.edits).await?;
    Ok(Created { id: made.id })
}

pub(crate) async fn done(desk: &Desk, caller: &Caller, input: ById) -> Result<Nothing, Error> {
    let mut pen = desk.pen(caller).await?;
    let reminder: Reminder = desk.store().get(input.id).await?.ok_or_else(|| Error::not_found("条提醒", "reminder"))?;
    let edits = pen.decide(|ctx| domain::reminder::done(&reminder, ctx))?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}
