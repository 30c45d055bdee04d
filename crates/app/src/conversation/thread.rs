//! One conversation with all that stands beside its thread, and the thread itself, page by page.
//!
//! Opening marks nothing read: the screen says so itself once a person has seen the words.

use std::collections::BTreeSet;

use domain::conversation::Conversation;
use domain::field;
use domain::message::{AuthorKind, Message};
use domain::{Id, Millis};

use super::{Budget, ConversationDetail, DraftView, MessagePage, MessageView, MessagesAsk};
use crate::desk::{Caller, Desk, Who};
use crate::error::Error;
use crate::shape::{ById, CustomerCard};
use crate::ticket::TicketRow;
use crate::{cards, customer, rating, session, ticket};

const PAGE_MAX: i64 = 200;

/// The conversation, if the person may see it.
pub(crate) async fn visible(desk: &Desk, who: &Who, id: Id) -> Result<Conversation, Error> {
    let found = desk.store().get::<Conversation>(id).await?.filter(|found| who.scope.covers(found.shop));
    found.ok_or_else(|| Error::not_found("个会话", "conversation"))
}

pub(crate) async fn get(desk: &Desk, caller: &Caller, input: ById) -> Result<ConversationDetail, Error> {
    let who = caller.who()?;
    let conversation = visible(desk, who, input.id).await?;
    let customers = customer::survivors(desk, conversation.customer).await?;
    Ok(ConversationDetail {
        customer: customers.values().next().map(CustomerCard::from),
        shop: cards::shops(desk, conversation.shop).await?.into_values().next(),
        assignee: cards::staff(desk, conversation.assignee).await?.into_values().next(),
        department: cards::departments(desk, conversation.department).await?.into_values().next(),
        tickets: tickets(desk, who, &conversation).await?,
        budget: shown(budget(desk, &conversation).await?),
        draft: desk.store().draft_of(who.id(), conversation.id).await?.map(|draft| DraftView {
            text: draft.text,
            internal: draft.internal,
            at: draft.at,
        }),
        rating: rating::of(desk, conversation.id).await?,
        unread: desk.store().unread(conversation.id, who.id()).await?,
        conversation,
    })
}

/// Tickets that came out of the conversation or were linked to it.
async fn tickets(desk: &Desk, who: &Who, conversation: &Conversation) -> Result<Vec<TicketRow>, Error> {
    let mut lines = desk.store().tickets_under(field::ticket::conversation, conversation.id).await?;
    let linked: Vec<Id> = conversation.ticket.into_iter().filter(|id| lines.iter().all(|line| line.ticket.id != *id)).collect();
    lines.extend(desk.store().ticket_lines_of(&linked).await?);
    lines.retain(|line| who.scope.covers(line.ticket.shop));
    ticket::rows(desk, lines).await
}

/// What the channel still lets us send, as the rule sees it.
pub(super) async fn budget(desk: &Desk, conversation: &Conversation) -> Result<Option<domain::conversation::Budget>, Error> {
    let wrote_at = desk.store().customer_wrote_at(conversation.id).await?;
    let sent = desk.store().sent_since(conversation.id, wrote_at.unwrap_or(0)).await?;
    Ok(domain::conversation::budget(conversation.channel, wrote_at, sent, desk.now()))
}

fn shown(budget: Option<domain::conversation::Budget>) -> Option<Budget> {
    let budget = budget?;
    Some(Budget { left: budget.left?, of: budget.of.unwrap_or(0), until: budget.until })
}

pub(crate) async fn messages(desk: &Desk, caller: &Caller, input: MessagesAsk) -> Result<MessagePage, Error> {
    let conversation = visible(desk, caller.who()?, input.id).await?;
    let limit = input.limit.clamp(1, PAGE_MAX);
    let mut messages = desk.store().messages(conversation.id, input.before.unwrap_or(Millis::MAX), limit + 1).await?;
    let more = messages.len() as i64 > limit;
    if more {
        messages.remove(0);
    }
    let authors: BTreeSet<Id> = messages.iter().filter_map(author).collect();
    let authors = cards::staff(desk, authors).await?;
    let undo_ms = session::organisation(desk).await?.setting("undo_send_ms");
    let view = |message: Message| MessageView {
        author: author(&message).and_then(|id| authors.get(&id).cloned()),
        held_until: message.held_until(undo_ms),
        message,
    };
    Ok(MessagePage { messages: messages.into_iter().map(view).collect(), more })
}

/// The colleague who wrote it; a customer's words are the customer's whoever wrote them down.
fn author(message: &Message) -> Option<Id> {
    message.author.filter(|_| message.author_kind == AuthorKind::Staff)
}
