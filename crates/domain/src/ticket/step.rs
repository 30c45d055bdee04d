//! How a ticket moves through its states, what must be done before it is resolved, and how its clocks follow.

use crate::ctx::Ctx;
use crate::edit::Edit;
use crate::record::changes;
use crate::refusal::{Lang, Refusal, Verdict};
use crate::sla::{Metric, Terms};
use crate::text::{Label, MESSAGE_MAX, clean};
use crate::ticket_type::TicketType;
use crate::time::Millis;

use super::open::some_text;
use super::{CheckItem, Ticket, TicketState};

/// How a person wants to resolve a ticket.
#[derive(Clone, Debug, Default)]
pub struct Solving {
    /// What was done; may be empty.
    pub resolution: String,
    /// Resolve although optional checklist lines are open.
    pub anyway: bool,
}

/// Something that is not done yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenPoint {
    /// Resolving is refused while it stands; otherwise it is asked about once.
    pub blocks: bool,
    pub zh: String,
    pub en: String,
}

/// Moves a ticket to another state. Being there already is no change.
pub fn step(
    ticket: &Ticket,
    kind: Option<&TicketType>,
    to: TicketState,
    solving: &Solving,
    terms: Option<&Terms>,
    ctx: &Ctx<'_>,
) -> Verdict<Vec<Edit>> {
    ticket.unmerged()?;
    if ticket.state == to {
        return Ok(Vec::new());
    }
    if !ticket.state.may_become(to) {
        return Err(wrong_step(ticket.state, to));
    }
    let mut next = moved(ticket, to, terms, ctx.now);
    if to == TicketState::Resolved {
        check_solved(ticket, kind, solving.anyway)?;
        let resolution = clean(Label::new("处理结果", "Resolution"), &solving.resolution, MESSAGE_MAX)?;
        next.resolution = some_text(resolution).or(next.resolution);
    }
    Ok(changes(ticket, &next))
}

fn wrong_step(from: TicketState, to: TicketState) -> Refusal {
    let names = |lang| from.next().iter().map(|state| state.words(lang)).collect::<Vec<_>>();
    Refusal::new(
        "ticket.step",
        format!("「{}」的工单不能直接变成「{}」，可以变成：{}", from.words(Lang::Zh), to.words(Lang::Zh), names(Lang::Zh).join("、")),
        format!(
            "A ticket that is {} cannot become {} at once. It can become: {}",
            from.words(Lang::En),
            to.words(Lang::En),
            names(Lang::En).join(", ")
        ),
    )
}

/// The ticket in state `to`, with its clocks paused, resumed, stopped or started again as that state asks.
pub(super) fn moved(ticket: &Ticket, to: TicketState, terms: Option<&Terms>, now: Millis) -> Ticket {
    let stood_since = ticket.paused_at.or(if ticket.state.is_live() { None } else { ticket.resolved_at });
    let mut next = resumed(ticket, stood_since, terms, now);
    next.state = to;
    match to {
        TicketState::Resolved => {
            next.resolved_at = Some(now);
            next.snoozed_until = None;
            next.next_due = None;
        }
        // A ticket that is closed stays resolved since when it was.
        TicketState::Closed => next.resolved_at = ticket.resolved_at,
        _ => next.resolved_at = None,
    }
    if terms.is_some_and(|terms| terms.policy.pauses_in(to)) {
        next.paused_at = Some(now);
    }
    next
}

/// The ticket with its due times moved by the business time that stood still since `since`.
fn resumed(ticket: &Ticket, since: Option<Millis>, terms: Option<&Terms>, now: Millis) -> Ticket {
    let mut next = Ticket { paused_at: None, ..ticket.clone() };
    if let (Some(since), Some(terms)) = (since, terms) {
        let stood_ms = terms.stood_still(since, now);
        if next.first_replied_at.is_none() {
            next.first_due = terms.shift(next.first_due, stood_ms);
        }
        next.next_due = terms.shift(next.next_due, stood_ms);
        next.resolve_due = terms.shift(next.resolve_due, stood_ms);
        next.paused_total_ms += stood_ms;
    }
    next
}

/// What is not done yet, required points first.
pub fn open_points(ticket: &Ticket, kind: Option<&TicketType>) -> Vec<OpenPoint> {
    let missing = kind.map(|kind| kind.missing(&ticket.fields)).unwrap_or_default();
    let fields = missing.into_iter().map(|schema| OpenPoint {
        blocks: true,
        zh: format!("「{}」还没登记", schema.label),
        en: format!("“{}” is still empty", schema.label),
    });
    let mut items: Vec<&CheckItem> = ticket.checklist.0.values().filter(|item| !item.done).collect();
    items.sort_by_key(|item| (!item.required, item.position));
    let lines = items.into_iter().map(|item| OpenPoint {
        blocks: item.required,
        zh: format!("「{}」还没做", item.text),
        en: format!("“{}” is not done", item.text),
    });
    fields.chain(lines).collect()
}

fn check_solved(ticket: &Ticket, kind: Option<&TicketType>, anyway: bool) -> Verdict<()> {
    let points = open_points(ticket, kind);
    let (blocking, optional): (Vec<_>, Vec<_>) = points.iter().partition(|point| point.blocks);
    if !blocking.is_empty() {
        let (zh, en) = sentences(&blocking);
        return Err(Refusal::new(
            "ticket.unfinished",
            format!("还差 {} 项才能解决：{zh}", blocking.len()),
            format!("Before it can be resolved ({}): {en}", blocking.len()),
        ));
    }
    if optional.is_empty() || anyway {
        return Ok(());
    }
    let (zh, en) = sentences(&optional);
    Err(Refusal::new(
        "ticket.open_checks",
        format!("清单还有 {} 条没做：{zh}。不做也行，选「就这样解决」", optional.len()),
        format!("Checklist lines still open ({}): {en}. Choose “Resolve anyway” to leave them", optional.len()),
    ))
}

fn sentences(points: &[&OpenPoint]) -> (String, String) {
    let join = |of: fn(&OpenPoint) -> &str, mark| points.iter().map(|point| of(point)).collect::<Vec<_>>().join(mark);
    (join(|point| &point.zh, "，"), join(|point| &point.en, ", "))
}

/// The customer said something about the ticket: the next reply is promised, a wait for them ends, a resolved
/// ticket opens again. Closed and merged tickets are left alone.
pub fn heard(ticket: &Ticket, terms: Option<&Terms>, ctx: &Ctx<'_>) -> Vec<Edit> {
    if ticket.merged_into.is_some() || ticket.state == TicketState::Closed {
        return Vec::new();
    }
    let wakes = matches!(ticket.state, TicketState::WaitingCustomer | TicketState::Resolved);
    let mut next = if wakes { moved(ticket, TicketState::Open, terms, ctx.now) } else { ticket.clone() };
    next.snoozed_until = None;
    if next.first_replied_at.is_some() && next.next_due.is_none() {
        next.next_due = terms.and_then(|terms| terms.due(next.priority, Metric::NextReply, ctx.now));
    }
    changes(ticket, &next)
}

/// Somebody answered the customer about the ticket: the reply promises are kept.
pub fn replied(ticket: &Ticket, ctx: &Ctx<'_>) -> Vec<Edit> {
    if ticket.merged_into.is_some() {
        return Vec::new();
    }
    let next = Ticket { first_replied_at: ticket.first_replied_at.or(Some(ctx.now)), next_due: None, ..ticket.clone() };
    changes(ticket, &next)
}
