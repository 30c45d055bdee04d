//! What is said: conversations opened, customers heard, replies sent, taken back and sent again.
//!
//! A reply that leaves the machine is held for the undo time and released by [`super::sending`]; a ticket's reply
//! promise is kept only when the words go, never while they can be taken back.

use domain::canned::VARIABLES;
use domain::conversation::{Conversation, Hearing, NewConversation, Saying};
use domain::edit::Edit;
use domain::message::{Audience, Carried, Delivery, Message, Words};
use domain::record::{applied, made};
use domain::shop::Shop;
use domain::sla::{CONVERSATION_POLICY, Terms, policy_of};
use domain::staff::Staff;
use domain::ticket::Ticket;
use domain::ticket_type::TicketType;
use domain::{Id, Record, field};

use super::thread::{budget, visible};
use super::{Hear, OpenConversation, Said, Say};
use crate::desk::{Caller, Desk, Pen, Who};
use crate::error::{Code, Error};
use crate::shape::{ById, Created, Nothing};
use crate::{customer, session, sla};

/// What saying something in the conversation depends on now.
pub(crate) async fn saying(desk: &Desk, conversation: &Conversation) -> Result<Saying, Error> {
    let undo_ms = session::organisation(desk).await?.setting("undo_send_ms");
    Ok(Saying { budget: budget(desk, conversation).await?, undo_ms })
}

async fn terms(desk: &Desk, conversation: &Conversation) -> Result<Option<Terms>, Error> {
    sla::terms(desk, CONVERSATION_POLICY, conversation.shop).await
}

/// A person opens a conversation and takes it: the customer stands before them or is on the line.
pub(crate) async fn open(desk: &Desk, caller: &Caller, input: OpenConversation) -> Result<Created, Error> {
    let who = caller.who()?;
    let mut pen = desk.pen(caller).await?;
    let shop = input.shop.or(who.shop);
    check_shop(desk, who, shop).await?;
    let new = NewConversation {
        channel: input.channel,
        customer: customer_of(desk, input.customer).await?,
        shop,
        department: None,
        assignee: Some(who.id()),
        subject: input.subject,
        external: None,
    };
    let opened = pen.decide(|ctx| domain::conversation::open(new, ctx))?;
    let mut edits = opened.edits;
    if !input.text.trim().is_empty() {
        let conversation: Conversation = made(opened.id, &edits).map_err(Error::internal)?;
        edits.extend(heard(desk, &pen, &conversation, Words::of(input.text)).await?.0);
    }
    pen.commit(edits).await?;
    Ok(Created { id: opened.id })
}

async fn check_shop(desk: &Desk, who: &Who, shop: Option<Id>) -> Result<(), Error> {
    let Some(id) = shop else { return Ok(()) };
    let found = desk.store().get::<Shop>(id).await?.filter(|shop| !shop.closed && who.scope.covers(Some(shop.id)));
    found.map(|_| ()).ok_or_else(|| Error::not_found("家店", "shop"))
}

/// The customer that stands for the one named.
async fn customer_of(desk: &Desk, named: Option<Id>) -> Result<Option<Id>, Error> {
    let Some(id) = named else { return Ok(None) };
    Ok(Some(customer::found(desk, id).await?.id))
}

pub(crate) async fn hear(desk: &Desk, caller: &Caller, input: Hear) -> Result<Created, Error> {
    let mut pen = desk.pen(caller).await?;
    let conversation = visible(desk, caller.who()?, input.id).await?;
    check_stored(desk, &input.attachments).await?;
    let words = Words { attachments: input.attachments, transcript: input.transcript, ..Words::of(input.text) };
    let (edits, message) = heard(desk, &pen, &conversation, words).await?;
    pen.commit(edits).await?;
    Ok(Created { id: message })
}

/// The edits by which a customer's words arrive, and the message they make. Long after the end they open a new
/// conversation on the same channel.
async fn heard(desk: &Desk, pen: &Pen<'_>, conversation: &Conversation, words: Words) -> Result<(Vec<Edit>, Id), Error> {
    let terms = terms(desk, conversation).await?;
    match pen.decide(|ctx| domain::conversation::hear(conversation, words.clone(), terms.as_ref(), ctx))? {
        Hearing::Heard { message, mut edits, .. } => {
            edits.extend(tickets_hear(desk, pen, conversation.id).await?);
            Ok((edits, message))
        }
        Hearing::NewNeeded => heard_anew(pen, conversation, words, terms.as_ref()),
    }
}

fn heard_anew(pen: &Pen<'_>, ended: &Conversation, words: Words, terms: Option<&Terms>) -> Result<(Vec<Edit>, Id), Error> {
    let new = NewConversation {
        channel: ended.channel,
        customer: ended.customer,
        shop: ended.shop,
        department: ended.department,
        assignee: None,
        subject: String::new(),
        external: ended.external.clone(),
    };
    let opened = pen.decide(|ctx| domain::conversation::open(new, ctx))?;
    let conversation: Conversation = made(opened.id, &opened.edits).map_err(Error::internal)?;
    match pen.decide(|ctx| domain::conversation::hear(&conversation, words, terms, ctx))? {
        Hearing::Heard { message, edits, .. } => Ok(([opened.edits, edits].concat(), message)),
        Hearing::NewNeeded => Err(Error::internal("a conversation that was just opened cannot have ended")),
    }
}

/// The customer's words wake the tickets that wait for them.
async fn tickets_hear(desk: &Desk, pen: &Pen<'_>, conversation: Id) -> Result<Vec<Edit>, Error> {
    let mut edits = Vec::new();
    for ticket in tickets(desk, conversation).await? {
        let kind = match ticket.kind {
            Some(kind) => desk.store().get::<TicketType>(kind).await?,
            None => None,
        };
        let terms = sla::terms(desk, policy_of(kind.and_then(|kind| kind.sla)), ticket.shop).await?;
        edits.extend(pen.decide(|ctx| Ok(domain::ticket::heard(&ticket, terms.as_ref(), ctx)))?);
    }
    Ok(edits)
}

/// An answer to the customer keeps the reply promises of the conversation's tickets.
pub(crate) async fn tickets_answered(desk: &Desk, pen: &Pen<'_>, conversation: Id) -> Result<Vec<Edit>, Error> {
    let mut edits = Vec::new();
    for ticket in tickets(desk, conversation).await?.iter().filter(|ticket| ticket.state.is_live()) {
        edits.extend(pen.decide(|ctx| Ok(domain::ticket::replied(ticket, ctx)))?);
    }
    Ok(edits)
}

async fn tickets(desk: &Desk, conversation: Id) -> Result<Vec<Ticket>, Error> {
    let lines = desk.store().tickets_under(field::ticket::conversation, conversation).await?;
    Ok(lines.into_iter().map(|line| line.ticket).collect())
}

pub(crate) async fn say(desk: &Desk, caller: &Caller, input: Say) -> Result<Said, Error> {
    let who = caller.who()?;
    let mut pen = desk.pen(caller).await?;
    let conversation = visible(desk, who, input.id).await?;
    check_stored(desk, &input.attachments).await?;
    if input.audience == Audience::Customer {
        check_gaps(&input.text)?;
    }
    let saying = saying(desk, &conversation).await?;
    let words = Words {
        attachments: input.attachments,
        transcript: input.transcript,
        mentions: colleagues(desk, &input.mentions).await?,
        reply_to: input.reply_to,
        ..Words::of(input.text.clone())
    };
    let said = pen.decide(|ctx| domain::conversation::say(&conversation, words, input.audience, &saying, ctx))?;
    let mut edits = said.edits.clone();
    if input.audience == Audience::Customer && said.held_until.is_none() {
        edits.extend(tickets_answered(desk, &pen, conversation.id).await?);
    }
    if input.and_end {
        let after = applied(&conversation, &said.edits).map_err(Error::internal)?;
        // Whoever sends and ends in one step knows of the words on their way.
        edits.extend(pen.decide(|ctx| domain::conversation::end(&after, Default::default(), true, ctx))?);
    }
    edits.extend(super::draft::spent(desk, who, conversation.id, &input.text).await?);
    pen.commit(edits).await?;
    Ok(Said { message: said.message, held_until: said.held_until })
}

/// Files must be stored before a message names them, or the reader would find nothing.
async fn check_stored(desk: &Desk, attachments: &[Carried]) -> Result<(), Error> {
    for carried in attachments {
        if desk.store().attachment(&carried.hash).await?.is_none() {
            let name = &carried.name;
            return Err(Error::new(
                Code::Refused,
                format!("附件「{name}」还没存好，重新加一次"),
                format!("The file “{name}” was not stored. Attach it again"),
            ));
        }
    }
    Ok(())
}

/// A customer must never read the braces of a canned reply that was not filled in.
pub(crate) fn check_gaps(text: &str) -> Result<(), Error> {
    let gaps = domain::canned::render(text, &|_| None).missing;
    let Some(gap) = VARIABLES.iter().find(|variable| gaps.iter().any(|gap| gap == variable.name)) else { return Ok(()) };
    Err(Error::new(Code::Refused, format!("「{}」还空着，填上或删掉再发", gap.zh), format!("“{}” is still a gap. Fill it in or take it out", gap.en)))
}

/// Those named who work here.
async fn colleagues(desk: &Desk, named: &[Id]) -> Result<Vec<Id>, Error> {
    let people = desk.store().get_many::<Staff>(named).await?;
    Ok(named.iter().copied().filter(|id| people.iter().any(|person| person.id == *id && !person.disabled)).collect())
}

/// The message and its conversation, if the person may see them.
pub(super) async fn message(desk: &Desk, who: &Who, id: Id) -> Result<(Message, Conversation), Error> {
    let missing = || Error::not_found("条消息", "message");
    let message = desk.store().get::<Message>(id).await?.ok_or_else(missing)?;
    let conversation = message.conversation.ok_or_else(missing)?;
    let conversation = visible(desk, who, conversation).await.map_err(|_| missing())?;
    Ok((message, conversation))
}

pub(crate) async fn unsend(desk: &Desk, caller: &Caller, input: ById) -> Result<Nothing, Error> {
    let mut pen = desk.pen(caller).await?;
    let (message, conversation) = message(desk, caller.who()?, input.id).await?;
    let waiting_since = desk.store().waiting_since(conversation.id, message.id()).await?;
    let terms = terms(desk, &conversation).await?;
    let edits = pen.decide(|ctx| domain::conversation::unsend(&conversation, &message, waiting_since, terms.as_ref(), ctx))?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}

pub(crate) async fn retry(desk: &Desk, caller: &Caller, input: ById) -> Result<Nothing, Error> {
    let mut pen = desk.pen(caller).await?;
    let (message, _) = message(desk, caller.who()?, input.id).await?;
    // Two people may press it at once; what waits already needs no second push.
    if message.delivery == Some(Delivery::Pending) {
        return Ok(Nothing {});
    }
    pen.commit(domain::message::retry(&message)?).await?;
    Ok(Nothing {})
}
