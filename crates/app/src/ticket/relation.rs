//! Tickets together: relations, merging, splitting, and one action on many.

use std::collections::BTreeMap;

use domain::Id;
use domain::edit::Edit;
use domain::message::Message;
use domain::permission::Permission;
use domain::refusal::Refusal;
use domain::ticket::{Solving, Split, Ticket, TicketChange};
use domain::ticket_type::TicketType;

use super::change::{Loaded, load, loaded, next_number};
use super::page::visible;
use super::{BulkTickets, CreatedTicket, MergeTickets, Relate, SplitTicket, TicketAction};
use crate::conversation;
use crate::desk::{Caller, Desk, Pen};
use crate::error::{Code, Error};
use crate::shape::{BulkOutcome, ById, Nothing, Refused};

/// Tickets that one bulk action takes, at most.
const BULK_MAX: usize = 1_000;
/// Generations of parents that are looked up.
const PARENTS_MAX: usize = 60;

pub(crate) async fn relate(desk: &Desk, caller: &Caller, input: Relate) -> Result<Nothing, Error> {
    let (mut pen, one) = load(desk, caller, input.id).await?;
    let other = visible(desk, caller.who()?, input.other).await?;
    let mut parents = parents(desk, one.ticket.parent).await?;
    parents.extend(self::parents(desk, other.parent).await?);
    parents.extend([&one.ticket, &other].into_iter().filter_map(|ticket| Some((ticket.id, ticket.parent?))));
    let edits = domain::ticket::relate(&one.ticket, &other, input.relation, input.on, &|id| parents.get(&id).copied())?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}

/// Ticket → its parent, from `start` upwards.
async fn parents(desk: &Desk, start: Option<Id>) -> Result<BTreeMap<Id, Id>, Error> {
    let (mut known, mut at) = (BTreeMap::new(), start);
    while let Some(id) = at.filter(|id| !known.contains_key(id) && known.len() < PARENTS_MAX) {
        at = desk.store().get::<Ticket>(id).await?.and_then(|ticket| ticket.parent);
        if let Some(parent) = at {
            known.insert(id, parent);
        }
    }
    Ok(known)
}

pub(crate) async fn merge(desk: &Desk, caller: &Caller, input: MergeTickets) -> Result<Nothing, Error> {
    let who = caller.who()?;
    for id in input.ids.iter().filter(|id| **id != input.into) {
        // One after the other, because each merge changes what the next one goes into.
        let mut pen = desk.pen(caller).await?;
        let (into, from) = (visible(desk, who, input.into).await?, visible(desk, who, *id).await?);
        let edits = pen.decide(|ctx| domain::ticket::merge(&into, &from, ctx))?;
        pen.commit(edits).await?;
    }
    Ok(Nothing {})
}

pub(crate) async fn unmerge(desk: &Desk, caller: &Caller, input: ById) -> Result<Nothing, Error> {
    let (mut pen, from) = load(desk, caller, input.id).await?;
    let not_merged = || Error::new(Code::Refused, "这张工单没有合并过，不用撤销。", "This ticket was not merged; there is nothing to undo.");
    let into = visible(desk, caller.who()?, from.ticket.merged_into.ok_or_else(not_merged)?).await?;
    pen.commit(domain::ticket::unmerge(&from.ticket, &into)?).await?;
    Ok(Nothing {})
}

pub(crate) async fn split(desk: &Desk, caller: &Caller, input: SplitTicket) -> Result<CreatedTicket, Error> {
    let (mut pen, whole) = load(desk, caller, input.id).await?;
    let kind = match input.kind.or(whole.ticket.kind) {
        Some(kind) => desk.store().get::<TicketType>(kind).await?,
        None => None,
    };
    let number = next_number(desk, whole.ticket.shop).await?;
    let said = desk.store().get_many::<Message>(&input.messages).await?;
    let quoted: Vec<String> = said.iter().filter(|message| belongs(message, &whole.ticket)).map(|message| format!("> {}", message.text)).collect();
    let split = Split {
        number: number.clone(),
        subject: input.subject,
        description: quoted.join("\n\n"),
        department: input.department,
        checks: input.checks,
    };
    let made = pen.decide(|ctx| domain::ticket::split(&whole.ticket, split, kind.as_ref(), whole.terms.as_ref(), ctx))?;
    pen.commit(made.edits).await?;
    Ok(CreatedTicket { id: made.id, number })
}

/// Whether the words were said about the ticket: nothing is quoted out of what the person may not read.
fn belongs(message: &Message, ticket: &Ticket) -> bool {
    message.ticket == Some(ticket.id) || message.conversation.is_some() && message.conversation == ticket.conversation
}

/// Judges every ticket alone and writes all that may in one transaction.
pub(crate) async fn bulk(desk: &Desk, caller: &Caller, input: BulkTickets) -> Result<BulkOutcome, Error> {
    let who = caller.who()?;
    if input.ids.len() > BULK_MAX {
        return Err(Error::new(
            Code::Refused,
            format!("一次最多改 {BULK_MAX} 单，分几次做。"),
            format!("{BULK_MAX} tickets at a time at most; do it in parts."),
        ));
    }
    if matches!(input.action, TicketAction::Assign { .. }) && !who.may(Permission::TicketAssign) {
        return Err(Error::new(Code::Forbidden, "派单要店长或主管来做。", "Giving tickets to others is for managers."));
    }
    let mut pen = desk.pen(caller).await?;
    let (mut edits, mut outcome) = (Vec::new(), BulkOutcome { done: 0, refused: Vec::new() });
    for id in input.ids {
        match try_one(desk, caller, &pen, id, &input.action).await {
            Ok(more) => {
                outcome.done += 1;
                edits.extend(more);
            }
            Err(error) if matches!(error.code, Code::Refused | Code::NotFound) => {
                outcome.refused.push(Refused { id, why: error.text(caller.lang).to_owned() })
            }
            Err(error) => return Err(error),
        }
    }
    pen.commit(edits).await?;
    Ok(outcome)
}

async fn try_one(desk: &Desk, caller: &Caller, pen: &Pen<'_>, id: Id, action: &TicketAction) -> Result<Vec<Edit>, Error> {
    let it = loaded(desk, visible(desk, caller.who()?, id).await?).await?;
    // Tickets of many shops may be chosen together, so who can open each is asked ticket by ticket.
    if let TicketAction::Assign { staff: Some(staff) } = action {
        conversation::check_reach(desk, *staff, it.ticket.shop).await?;
    }
    pen.decide(|ctx| act(&it, action, ctx))
}

fn act(it: &Loaded, action: &TicketAction, ctx: &mut domain::Ctx<'_>) -> Result<Vec<Edit>, Refusal> {
    let (ticket, kind, terms) = (&it.ticket, it.kind.as_ref(), it.terms.as_ref());
    match action {
        TicketAction::Assign { staff } => domain::ticket::assign(ticket, *staff, terms, ctx),
        TicketAction::Move { to } => domain::ticket::step(ticket, kind, *to, &Solving::default(), terms, ctx),
        TicketAction::Priority { to } => {
            let change = TicketChange { priority: Some(*to), ..TicketChange::default() };
            domain::ticket::update(ticket, kind, change, terms, ctx)
        }
        TicketAction::Tag { tag } => domain::ticket::tag(ticket, std::slice::from_ref(tag), &[]),
        TicketAction::Untag { tag } => domain::ticket::tag(ticket, &[], std::slice::from_ref(tag)),
        TicketAction::Department { to } => {
            let change = TicketChange { department: Some(*to), ..TicketChange::default() };
            domain::ticket::update(ticket, kind, change, terms, ctx)
        }
    }
}
