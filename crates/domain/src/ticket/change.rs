//! Changes of a ticket in place: its words and fields, who works on it, tags, watchers, sleep.

use std::collections::{BTreeMap, BTreeSet};

use crate::ctx::{Ctx, Made, wake_time};
use crate::edit::Edit;
use crate::field::{Noun, ticket as field};
use crate::id::Id;
use crate::message::{Audience, AuthorKind, Message, Words};
use crate::record::{changes, creation};
use crate::refusal::{Refusal, Verdict};
use crate::reminder::Reminder;
use crate::sla::{Metric, Terms};
use crate::text::{Label, MESSAGE_MAX, REMARK_MAX, SUBJECT_MAX, clean, required, required_line};
use crate::ticket_type::{CheckTemplate, TicketType, field_values};
use crate::time::Millis;

use super::open::{DESCRIPTION, SUBJECT, check_kind, some_text, start_checklist};
use super::step::moved;
use super::{Priority, Ticket, TicketState};

/// What changes of a ticket; `None` leaves a part as it is, an empty text clears it.
#[derive(Clone, Debug, Default)]
pub struct TicketChange {
    pub subject: Option<String>,
    pub description: Option<String>,
    pub kind: Option<Id>,
    pub priority: Option<Priority>,
    pub customer: Option<Id>,
    pub department: Option<Id>,
    pub fields: BTreeMap<String, String>,
}

/// Changes a ticket. `kind` is the type it has afterwards and `terms` that type's promises: another priority or
/// type promises anew, counted from when the ticket was opened.
pub fn update(ticket: &Ticket, kind: Option<&TicketType>, change: TicketChange, terms: Option<&Terms>, ctx: &mut Ctx<'_>) -> Verdict<Vec<Edit>> {
    ticket.unmerged()?;
    let mut next = ticket.clone();
    if let Some(subject) = &change.subject {
        next.subject = required_line(SUBJECT, subject, SUBJECT_MAX)?;
    }
    if let Some(description) = &change.description {
        next.description = some_text(clean(DESCRIPTION, description, MESSAGE_MAX)?);
    }
    for (key, text) in field_values(kind, &change.fields)? {
        if text.is_empty() {
            next.fields.remove(&key)
        } else {
            next.fields.insert(key, text)
        };
    }
    next.customer = change.customer.or(next.customer);
    next.department = change.department.or(next.department);
    next.priority = change.priority.unwrap_or(next.priority);
    if change.kind.is_some_and(|kind| Some(kind) != ticket.kind) {
        check_kind(kind)?;
        next.kind = change.kind;
        add_lines(&mut next, kind.map(|kind| kind.checklist.0.as_slice()).unwrap_or_default(), ctx);
    }
    if (next.priority, next.kind) != (ticket.priority, ticket.kind) {
        promise_anew(&mut next, terms);
    }
    Ok(changes(ticket, &next))
}

/// Appends the lines that the list does not have yet: changing the type to and fro makes no doubles.
fn add_lines(ticket: &mut Ticket, lines: &[CheckTemplate], ctx: &mut Ctx<'_>) {
    let known: BTreeSet<_> = ticket.checklist.0.values().map(|item| item.text.as_str()).collect();
    let fresh: Vec<CheckTemplate> = lines.iter().filter(|line| !known.contains(line.text.as_str())).cloned().collect();
    let position = ticket.checklist.0.values().map(|item| item.position + 1).max().unwrap_or(0);
    ticket.checklist.0.extend(start_checklist(&fresh, position, ctx).0);
}

fn promise_anew(ticket: &mut Ticket, terms: Option<&Terms>) {
    let Some(terms) = terms else { return };
    let due = |metric| terms.shift(terms.due(ticket.priority, metric, ticket.opened_at), ticket.paused_total_ms);
    let (first, resolve) = (due(Metric::FirstReply), due(Metric::Resolve));
    if ticket.first_replied_at.is_none() {
        ticket.first_due = first;
    }
    if ticket.resolved_at.is_none() {
        ticket.resolve_due = resolve;
    }
}

/// Gives a ticket to a person, or to nobody. The first person to get a new ticket opens it.
pub fn assign(ticket: &Ticket, staff: Option<Id>, terms: Option<&Terms>, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    ticket.unmerged()?;
    let begins = ticket.state == TicketState::New && staff.is_some();
    let next = if begins { moved(ticket, TicketState::Open, terms, ctx.now) } else { ticket.clone() };
    Ok(changes(ticket, &Ticket { assignee: staff, ..next }))
}

/// A hand-over: to which department, maybe to whom, to do what, by when.
#[derive(Clone, Debug)]
pub struct HandOver {
    pub department: Id,
    pub staff: Option<Id>,
    pub ask: String,
    /// The giver is reminded then.
    pub due: Option<Millis>,
}

/// Hands a ticket to another department: it waits for others, the ask stands as a note, the giver keeps watching.
/// What the customer is told is a reply of its own.
pub fn hand_over(ticket: &Ticket, hand: HandOver, terms: Option<&Terms>, ctx: &mut Ctx<'_>) -> Verdict<Vec<Edit>> {
    ticket.live()?;
    let giver = ctx.person()?;
    if ticket.department == Some(hand.department) && ticket.assignee == hand.staff {
        return Err(Refusal::new(
            "ticket.already_there",
            "工单已经在那里，换个部门或换个人",
            "The ticket is there already. Choose another department or person",
        ));
    }
    let ask = required(Label::new("要对方做什么", "What to do"), &hand.ask, MESSAGE_MAX)?;
    let waits = ticket.state != TicketState::WaitingOther;
    let mut next = if waits { moved(ticket, TicketState::WaitingOther, terms, ctx.now) } else { ticket.clone() };
    next.department = Some(hand.department);
    next.assignee = hand.staff;
    add_watcher(&mut next, giver);
    let note = Words { mentions: hand.staff.into_iter().collect(), ..Words::of(ask.clone()) };
    let mut edits = changes(ticket, &next);
    edits.extend(comment(ticket, note, ctx)?.edits);
    if let Some(due) = hand.due {
        edits.extend(creation(&remind(ticket, giver, &ask, wake_time(due, ctx.now)?, ctx)));
    }
    Ok(edits)
}

fn add_watcher(ticket: &mut Ticket, staff: Id) {
    let key = staff.to_string();
    if !ticket.watchers.contains(&key) {
        ticket.watchers.push(key);
    }
}

fn remind(ticket: &Ticket, staff: Id, ask: &str, due: Millis, ctx: &mut Ctx<'_>) -> Reminder {
    Reminder {
        id: ctx.id(),
        staff,
        about: Some(ticket.id),
        about_noun: Some(Noun::Ticket.name().to_owned()),
        due,
        note: ask.chars().take(REMARK_MAX).collect(),
        done_at: None,
    }
}

/// Writes a comment that only colleagues see.
pub fn comment(ticket: &Ticket, words: Words, ctx: &mut Ctx<'_>) -> Verdict<Made> {
    ticket.unmerged()?;
    let author = if ctx.actor.is_some() { AuthorKind::Staff } else { AuthorKind::System };
    let message = words.message(author, Audience::Colleagues, ctx)?;
    let message = Message { ticket: Some(ticket.id), ..message };
    Ok(Made { id: message.id, edits: creation(&message) })
}

pub fn tag(ticket: &Ticket, add: &[String], remove: &[String]) -> Verdict<Vec<Edit>> {
    ticket.unmerged()?;
    crate::tag::change(ticket.id, field::tags, &ticket.tags, add, remove)
}

pub fn watch(ticket: &Ticket, staff: Id, watching: bool) -> Verdict<Vec<Edit>> {
    ticket.unmerged()?;
    let key = staff.to_string();
    let edit = match (watching, ticket.watchers.contains(&key)) {
        (true, false) => Some(Edit::add(ticket.id, field::watchers, key)),
        (false, true) => Some(Edit::remove(ticket.id, field::watchers, key)),
        _ => None,
    };
    Ok(edit.into_iter().collect())
}

/// Puts a ticket to sleep until a moment, or wakes it.
pub fn snooze(ticket: &Ticket, until: Option<Millis>, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    ticket.live()?;
    let snoozed_until = until.map(|until| wake_time(until, ctx.now)).transpose()?;
    Ok(changes(ticket, &Ticket { snoozed_until, ..ticket.clone() }))
}

/// Deletes a ticket. `merged` is how many tickets went into it: those would lose what they became.
pub fn delete(ticket: &Ticket, merged: usize) -> Verdict<Vec<Edit>> {
    if merged > 0 {
        return Err(Refusal::new(
            "ticket.holds_merged",
            format!("有 {merged} 张工单并在 {} 里，先撤销合并再删", ticket.number),
            format!("Tickets merged into it: {merged} ({}). Undo the merges first", ticket.number),
        ));
    }
    Ok(vec![Edit::delete(Noun::Ticket, ticket.id)])
}
