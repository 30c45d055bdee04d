//! Lists of tickets, their counts, and the ticket page.

use domain::field::ticket as column;
use domain::sla::{SlaPolicy, policy_of, promises};
use domain::ticket::{Ticket, open_points};
use domain::ticket_type::TicketType;
use domain::time::{DAY, MINUTE};
use domain::view::{Filter, ViewOf, ticket_views};
use domain::{Id, Millis, Noun};
use store::ticket::TicketQuery;

use super::{GetTicket, ListTickets, PromiseView, TicketDetail, TicketPage, TicketRow, rows};
use crate::conversation::DraftView;
use crate::desk::{Caller, Desk, Who};
use crate::error::Error;
use crate::shape::{Nothing, ViewCount};
use crate::{cards, rating, search, view};

/// Rows of one page, at most.
const PAGE_MAX: i64 = 500;
/// Tickets that a text search narrows a list to, at most.
const MATCHES_MAX: usize = 500;

pub(crate) async fn list(desk: &Desk, caller: &Caller, input: ListTickets) -> Result<TicketPage, Error> {
    let who = caller.who()?;
    let only = matches(desk, who, &input.filter.text).await?;
    let query = TicketQuery { offset: input.offset.max(0), limit: input.limit.clamp(1, PAGE_MAX), only, ..query(desk, who, input.filter) };
    let (lines, total) = desk.store().tickets(&query).await?;
    Ok(TicketPage { rows: rows(desk, lines).await?, total })
}

fn query(desk: &Desk, who: &Who, filter: Filter) -> TicketQuery {
    TicketQuery { filter, me: who.id(), scope: who.scope.clone(), now: desk.now(), only: None, offset: 0, limit: PAGE_MAX }
}

/// The tickets that a text names: its number, or what the search finds.
async fn matches(desk: &Desk, who: &Who, text: &str) -> Result<Option<Vec<Id>>, Error> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(ticket) = desk.store().ticket_by_number(&text.to_uppercase()).await? {
        return Ok(Some(vec![ticket.id]));
    }
    Ok(Some(search::ids(desk, who, Noun::Ticket, text, MATCHES_MAX).await?))
}

pub(crate) async fn counts(desk: &Desk, caller: &Caller, _: Nothing) -> Result<Vec<ViewCount>, Error> {
    let who = caller.who()?;
    let watching = Filter { watching: true, live_only: true, ..Filter::default() };
    let builtin = ticket_views(day_start(desk, who)).into_iter().map(|view| (view.key.to_owned(), view.filter));
    let builtin = builtin.chain([("watching".to_owned(), watching)]);
    let saved = view::visible(desk, who, ViewOf::Ticket).await?.into_iter().map(|view| (view.id.to_string(), view.filter));
    let mut counts = Vec::new();
    for (key, filter) in builtin.chain(saved) {
        let only = matches(desk, who, &filter.text).await?;
        let query = TicketQuery { only, ..query(desk, who, filter) };
        counts.push(ViewCount { key, count: desk.store().ticket_count(&query).await?, late: desk.store().ticket_late(&query).await? });
    }
    Ok(counts)
}

/// The local midnight that today began with. Chains of one country share an offset; China's is the default.
pub(crate) fn day_start(desk: &Desk, _: &Who) -> Millis {
    let offset = domain::shop::CHINA_OFFSET_MIN * MINUTE;
    (desk.now() + offset).div_euclid(DAY) * DAY - offset
}

/// The ticket, if the person may see it.
pub(super) async fn visible(desk: &Desk, who: &Who, id: Id) -> Result<Ticket, Error> {
    let ticket = desk.store().get::<Ticket>(id).await?.filter(|ticket| who.scope.covers(ticket.shop));
    ticket.ok_or_else(|| Error::not_found("张工单", "ticket"))
}

pub(super) async fn kind_of(desk: &Desk, ticket: &Ticket) -> Result<Option<TicketType>, Error> {
    match ticket.kind {
        Some(kind) => Ok(desk.store().get(kind).await?),
        None => Ok(None),
    }
}

pub(crate) async fn get(desk: &Desk, caller: &Caller, input: GetTicket) -> Result<TicketDetail, Error> {
    let who = caller.who()?;
    let id = match input.id {
        Some(id) => id,
        None => {
            let by_number = desk.store().ticket_by_number(&input.number.trim().to_uppercase()).await?;
            by_number.map(|ticket| ticket.id).ok_or_else(|| Error::not_found("张工单", "ticket"))?
        }
    };
    detail(desk, caller, visible(desk, who, id).await?).await
}

async fn detail(desk: &Desk, caller: &Caller, ticket: Ticket) -> Result<TicketDetail, Error> {
    let who = caller.who()?;
    let store = desk.store();
    let kind = kind_of(desk, &ticket).await?;
    let parse = |texts: &[String]| texts.iter().filter_map(|text| text.parse().ok()).collect::<Vec<Id>>();
    let watchers = parse(&ticket.watchers);
    let people = cards::staff(desk, watchers.iter().copied().chain(ticket.assignee).chain(ticket.opened_by)).await?;
    let messages = match ticket.conversation {
        Some(conversation) => store.message_count(conversation).await?,
        None => 0,
    };
    let draft = store.draft_of(who.id(), ticket.id).await?;
    Ok(TicketDetail {
        customer: cards::customers(desk, ticket.customer).await?.into_values().next(),
        assignee: ticket.assignee.and_then(|id| people.get(&id).cloned()),
        opened_by: ticket.opened_by.and_then(|id| people.get(&id).cloned()),
        shop: cards::shops(desk, ticket.shop).await?.into_values().next(),
        department: cards::departments(desk, ticket.department).await?.into_values().next(),
        watchers: watchers.iter().filter_map(|id| people.get(id).cloned()).collect(),
        promises: promise_views(desk, &ticket, kind.as_ref()).await?,
        parent: one(desk, ticket.parent).await?,
        children: under(desk, column::parent, ticket.id).await?,
        links: rows(desk, store.ticket_lines_of(&parse(&ticket.links)).await?).await?,
        merged: under(desk, column::merged_into, ticket.id).await?,
        merged_into: one(desk, ticket.merged_into).await?,
        next_states: if ticket.merged_into.is_none() { ticket.state.next().to_vec() } else { Vec::new() },
        open_points: open_points(&ticket, kind.as_ref()).into_iter().map(|point| caller.lang.pick(&point.zh, &point.en).to_owned()).collect(),
        rating: rating::of(desk, ticket.id).await?,
        messages,
        draft: draft.map(|draft| DraftView { text: draft.text, internal: draft.internal, at: draft.at }),
        updated_at: store.ticket_lines_of(&[ticket.id]).await?.first().map_or(ticket.opened_at, |line| line.updated_at),
        kind,
        ticket,
    })
}

pub(super) async fn promise_views(desk: &Desk, ticket: &Ticket, kind: Option<&TicketType>) -> Result<Vec<PromiseView>, Error> {
    let policy = desk.store().get::<SlaPolicy>(policy_of(kind.and_then(|kind| kind.sla))).await?;
    Ok(policy.map(|policy| promises(ticket, &policy, desk.now()).iter().map(PromiseView::from).collect()).unwrap_or_default())
}

async fn one(desk: &Desk, id: Option<Id>) -> Result<Option<TicketRow>, Error> {
    let Some(id) = id else { return Ok(None) };
    Ok(rows(desk, desk.store().ticket_lines_of(&[id]).await?).await?.pop())
}

async fn under(desk: &Desk, field: domain::Field, id: Id) -> Result<Vec<TicketRow>, Error> {
    rows(desk, desk.store().tickets_under(field, id).await?).await
}
