//! Rows of tickets: cards joined in bulk, the promise that matters now.

use std::collections::BTreeMap;

use domain::sla::{Promise, PromiseState, SlaPolicy, policy_of, promises};
use domain::ticket::Ticket;
use domain::ticket_type::TicketType;
use domain::{Id, Millis};
use store::ticket::TicketLine;

use super::{PromiseView, TicketRow};
use crate::cards;
use crate::desk::Desk;
use crate::error::Error;
use crate::shape::{CustomerCard, ShopCard, StaffCard};

/// What rows of a page are joined with.
struct Joined {
    kinds: BTreeMap<Id, TicketType>,
    policies: BTreeMap<Id, SlaPolicy>,
    customers: BTreeMap<Id, CustomerCard>,
    people: BTreeMap<Id, StaffCard>,
    shops: BTreeMap<Id, ShopCard>,
    departments: BTreeMap<Id, String>,
    now: Millis,
}

/// Turns lines into rows, in their order.
pub(crate) async fn rows(desk: &Desk, lines: Vec<TicketLine>) -> Result<Vec<TicketRow>, Error> {
    let tickets = || lines.iter().map(|line| &line.ticket);
    let joined = Joined {
        kinds: desk.store().all::<TicketType>().await?.into_iter().map(|kind| (kind.id, kind)).collect(),
        policies: desk.store().all::<SlaPolicy>().await?.into_iter().map(|policy| (policy.id, policy)).collect(),
        customers: cards::customers(desk, tickets().filter_map(|ticket| ticket.customer)).await?,
        people: cards::staff(desk, tickets().filter_map(|ticket| ticket.assignee)).await?,
        shops: cards::shops(desk, tickets().filter_map(|ticket| ticket.shop)).await?,
        departments: cards::departments(desk, tickets().filter_map(|ticket| ticket.department)).await?,
        now: desk.now(),
    };
    Ok(lines.into_iter().map(|line| joined.row(line)).collect())
}

impl Joined {
    fn row(&self, line: TicketLine) -> TicketRow {
        let ticket = line.ticket;
        let kind = ticket.kind.and_then(|id| self.kinds.get(&id));
        TicketRow {
            promise: self.promise(&ticket, kind),
            kind_name: kind.map(|kind| kind.name.clone()).unwrap_or_default(),
            customer: ticket.customer.and_then(|id| self.customers.get(&id).cloned()),
            assignee: ticket.assignee.and_then(|id| self.people.get(&id).cloned()),
            department: ticket.department.and_then(|id| self.departments.get(&id).cloned()),
            shop: ticket.shop.and_then(|id| self.shops.get(&id).cloned()),
            id: ticket.id,
            number: ticket.number,
            subject: ticket.subject,
            kind: ticket.kind,
            state: ticket.state,
            priority: ticket.priority,
            channel: ticket.channel,
            opened_at: ticket.opened_at,
            updated_at: line.updated_at,
            tags: ticket.tags,
            checks_done: line.checks_done,
            checks: line.checks,
            merged_into: ticket.merged_into,
            snoozed_until: ticket.snoozed_until,
        }
    }

    /// The promise nearest to being broken; when all are kept or lost, the last one.
    fn promise(&self, ticket: &Ticket, kind: Option<&TicketType>) -> Option<PromiseView> {
        let policy = self.policies.get(&policy_of(kind.and_then(|kind| kind.sla)))?;
        let all = promises(ticket, policy, self.now);
        let open = |promise: &&Promise| {
            matches!(promise.state, PromiseState::Running | PromiseState::Paused) || ticket.state.is_live() && promise.state == PromiseState::Late
        };
        let next = all.iter().filter(open).min_by_key(|promise| promise.due);
        next.or(all.last()).map(PromiseView::from)
    }
}

impl From<&Promise> for PromiseView {
    fn from(promise: &Promise) -> Self {
        PromiseView { metric: promise.metric, due: promise.due, state: promise.state, started: promise.started, left_ms: promise.left_ms }
    }
}
