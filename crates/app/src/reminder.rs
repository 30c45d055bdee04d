//! Reminders for oneself.

use domain::conversation::Conversation;
use domain::reminder::Reminder;
use domain::ticket::Ticket;
use domain::{Id, Noun};

use crate::desk::{Caller, Desk};
use crate::error::Error;
use crate::shape::{ById, Created, Nothing};
use crate::{cards, shapes};

shapes! {
    pub struct ReminderRow { id: Id, about: Option<Id>, about_noun: Option<Noun>, title: String, due: i64, note: String }

    pub struct SetReminder { noun: Option<Noun>, about: Option<Id>, due: i64, #[serde(default)] note: String }
}

pub(crate) async fn list(desk: &Desk, caller: &Caller, _: Nothing) -> Result<Vec<ReminderRow>, Error> {
    let reminders = desk.store().reminders_of(caller.who()?.id()).await?;
    let mut rows = Vec::with_capacity(reminders.len());
    for reminder in reminders {
        rows.push(ReminderRow {
            id: reminder.id,
            title: title(desk, &reminder).await?,
            about: reminder.about,
            about_noun: reminder.about_noun(),
            due: reminder.due,
            note: reminder.note,
        });
    }
    Ok(rows)
}

async fn title(desk: &Desk, reminder: &Reminder) -> Result<String, Error> {
    let Some((noun, id)) = reminder.about_noun().zip(reminder.about) else { return Ok(String::new()) };
    Ok(match noun {
        Noun::Ticket => desk.store().get::<Ticket>(id).await?.map(|ticket| format!("{} {}", ticket.number, ticket.subject)),
        Noun::Conversation => {
            let customer = desk.store().get::<Conversation>(id).await?.and_then(|conversation| conversation.customer);
            cards::customers(desk, customer).await?.into_values().next().map(|card| card.name)
        }
        _ => None,
    }
    .unwrap_or_default())
}

pub(crate) async fn set(desk: &Desk, caller: &Caller, input: SetReminder) -> Result<Created, Error> {
    let mut pen = desk.pen(caller).await?;
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
