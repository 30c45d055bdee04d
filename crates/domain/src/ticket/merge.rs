//! Two tickets that are one matter, and one ticket that is two.
//!
//! A merge deletes nothing: the ticket that goes closes and points to the other, and remembers what it gave so
//! that it can be taken back.

use crate::ctx::{Ctx, Made};
use crate::edit::Edit;
use crate::field::ticket as field;
use crate::id::Id;
use crate::record::{changes, creation};
use crate::refusal::{Refusal, Verdict};
use crate::sla::Terms;
use crate::ticket_type::TicketType;

use super::open::begin;
use super::relate::link;
use super::{Checklist, NewTicket, Ticket, TicketState, TicketUndo};

/// Merges `from` into `into`. Watchers, tags and links come along; `from` closes.
pub fn merge(into: &Ticket, from: &Ticket, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    check_merge(into, from)?;
    let undo = TicketUndo {
        state: Some(from.state),
        resolved_at: from.resolved_at,
        customer: from.customer.filter(|_| into.customer.is_none()),
        watchers: missing(&into.watchers, from.watchers.iter().cloned().chain(from.assignee.map(|id| id.to_string()))),
        tags: missing(&into.tags, from.tags.iter().cloned()),
        links: missing(&into.links, from.links.iter().filter(|id| **id != into.key()).cloned()),
    };
    let mut given = into.clone();
    given.watchers.extend(undo.watchers.iter().cloned());
    given.tags.extend(undo.tags.iter().cloned());
    given.links.extend(undo.links.iter().cloned());
    given.customer = into.customer.or(undo.customer);
    let gone =
        Ticket { merged_into: Some(into.id), merge_undo: undo, snoozed_until: None, resolved_at: from.resolved_at.or(Some(ctx.now)), ..from.clone() };
    let mut edits = changes(into, &given);
    edits.extend(changes(from, &gone));
    edits.extend(walk(from, TicketState::Closed));
    Ok(edits)
}

fn check_merge(into: &Ticket, from: &Ticket) -> Verdict<()> {
    if into.id == from.id {
        return Err(Refusal::new("ticket.merge_self", "要合并的是同一张工单，选另一张", "That is one and the same ticket. Choose another"));
    }
    from.unmerged()?;
    into.live()?;
    match (into.customer, from.customer) {
        (Some(one), Some(other)) if one != other => Err(Refusal::new(
            "ticket.merge_customers",
            format!("{} 和 {} 是两位顾客的，不能合并；同一个人就先合并顾客", into.number, from.number),
            format!("{} and {} belong to two customers. If they are one person, merge the customers first", into.number, from.number),
        )),
        _ => Ok(()),
    }
}

fn missing(known: &[String], more: impl Iterator<Item = String>) -> Vec<String> {
    let mut fresh: Vec<String> = Vec::new();
    for member in more {
        if !known.contains(&member) && !fresh.contains(&member) {
            fresh.push(member);
        }
    }
    fresh
}

/// One edit per state on the way: each step is judged again wherever it is merged.
fn walk(ticket: &Ticket, to: TicketState) -> Vec<Edit> {
    let mut at = ticket.state;
    let step = |next: TicketState| {
        let edit = Edit::step(ticket.id, field::state, at.as_str(), next.as_str());
        at = next;
        edit
    };
    ticket.state.way(to).into_iter().map(step).collect()
}

/// Takes a merge back: the ticket stands where it stood (a new one counts as open, somebody has seen it), and the
/// other gives back what it got.
pub fn unmerge(from: &Ticket, into: &Ticket) -> Verdict<Vec<Edit>> {
    if from.merged_into != Some(into.id) {
        return Err(Refusal::new(
            "ticket.not_merged",
            format!("{} 没有并到 {} 里，没什么可撤销的", from.number, into.number),
            format!("{} was not merged into {}, so there is nothing to undo", from.number, into.number),
        ));
    }
    let undo = &from.merge_undo;
    let back = Ticket { merged_into: None, merge_undo: TicketUndo::default(), resolved_at: undo.resolved_at, ..from.clone() };
    let mut left = into.clone();
    left.watchers.retain(|member| !undo.watchers.contains(member));
    left.tags.retain(|member| !undo.tags.contains(member));
    left.links.retain(|member| !undo.links.contains(member));
    left.customer = into.customer.filter(|customer| undo.customer != Some(*customer));
    let mut edits = changes(from, &back);
    edits.extend(walk(from, undo.state.unwrap_or(TicketState::Open)));
    edits.extend(changes(into, &left));
    Ok(edits)
}

/// What a new ticket takes out of another.
#[derive(Clone, Debug, Default)]
pub struct Split {
    pub number: String,
    pub subject: String,
    /// What is quoted from the first ticket.
    pub description: String,
    pub department: Option<Id>,
    /// Keys of the checklist lines that move.
    pub checks: Vec<String>,
}

/// Opens a second ticket for a part of the matter. Customer, shop and conversation stay the same, the chosen lines
/// move over, and each ticket links to the other.
pub fn split(ticket: &Ticket, split: Split, kind: Option<&TicketType>, terms: Option<&Terms>, ctx: &mut Ctx<'_>) -> Verdict<Made> {
    ticket.live()?;
    let new = NewTicket {
        number: split.number,
        subject: split.subject,
        description: split.description,
        priority: Some(ticket.priority),
        customer: ticket.customer,
        shop: ticket.shop,
        department: split.department,
        conversation: ticket.conversation,
        channel: ticket.channel,
        tags: ticket.tags.clone(),
        ..NewTicket::default()
    };
    let mut part = Ticket { split_from: Some(ticket.id), ..begin(new, kind, terms, ctx)? };
    let mut rest = ticket.clone();
    move_lines(&mut rest.checklist, &mut part.checklist, &split.checks);
    part.links.push(ticket.key());
    let mut edits = creation(&part);
    edits.extend(changes(ticket, &rest));
    edits.extend(link(ticket, &part, true));
    Ok(Made { id: part.id, edits })
}

fn move_lines(rest: &mut Checklist, part: &mut Checklist, keys: &[String]) {
    let mut position = part.0.values().map(|item| item.position + 1).max().unwrap_or(0);
    for key in keys {
        if let Some(mut item) = rest.0.remove(key) {
            item.position = position;
            position += 1;
            part.0.insert(key.clone(), item);
        }
    }
}
