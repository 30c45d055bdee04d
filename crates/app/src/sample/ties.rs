//! How some tickets hang together: parents with children, related ones, and a second ticket about the same matter that
//! was merged away.

use domain::ticket::{Relation, Ticket};
use domain::time::{HOUR, MINUTE};
use domain::{Id, Millis, record};

use super::chance::Chance;
use super::ledger::Ledger;
use super::scene::Stage;
use super::talks;
use crate::error::Error;

/// Pairs of related tickets, children under parents, and merges.
const RELATED: usize = 60;
const PARENTS: usize = 14;
const MERGED: usize = 6;
/// How many of a hundred solved tickets without a conversation are rated.
const RATED: u64 = 12;

pub fn write(stage: &Stage<'_>, tickets: &mut [Ticket], ledger: &mut Ledger) -> Result<usize, Error> {
    let mut chance = Chance::of("ties");
    let pairs = pairs(tickets);
    let mut pairs = pairs.into_iter();
    for (one, other) in pairs.by_ref().take(RELATED) {
        relate(stage, tickets, (one, other), Relation::Related, ledger)?;
    }
    for (parent, child) in pairs.by_ref().take(PARENTS) {
        relate(stage, tickets, (parent, child), Relation::Child, ledger)?;
    }
    merge(stage, tickets, ledger)?;
    rate(stage, tickets, &mut chance, ledger)
}

/// Tickets of one customer that follow each other, no ticket in two pairs.
fn pairs(tickets: &[Ticket]) -> Vec<(usize, usize)> {
    let mut waiting = std::collections::BTreeMap::new();
    let mut pairs = Vec::new();
    for (place, ticket) in tickets.iter().enumerate() {
        let Some(customer) = ticket.customer.filter(|_| !ticket.state.is_live()) else { continue };
        match waiting.remove(&customer) {
            Some(first) => pairs.push((first, place)),
            None => drop(waiting.insert(customer, place)),
        }
    }
    pairs
}

fn relate(stage: &Stage<'_>, tickets: &mut [Ticket], (one, other): (usize, usize), relation: Relation, ledger: &mut Ledger) -> Result<(), Error> {
    let at = after(stage, &tickets[one], &tickets[other]);
    let who = tickets[other].opened_by;
    let edits = ledger.decide(at, who, None, |_| domain::ticket::relate(&tickets[one], &tickets[other], relation, true, &|_| None))?;
    for place in [one, other] {
        tickets[place] = record::applied(&tickets[place], &edits).map_err(Error::internal)?;
    }
    ledger.note(at, who, edits);
    Ok(())
}

/// After everything that happened to either.
fn after(stage: &Stage<'_>, one: &Ticket, other: &Ticket) -> Millis {
    let last = |ticket: &Ticket| ticket.resolved_at.unwrap_or(ticket.opened_at) + 73 * HOUR;
    last(one).max(last(other)).min(stage.days.now - MINUTE)
}

/// Two live tickets of one customer become one.
fn merge(stage: &Stage<'_>, tickets: &mut [Ticket], ledger: &mut Ledger) -> Result<(), Error> {
    let settled = stage.days.now - 6 * HOUR;
    let live: Vec<usize> = (0..tickets.len()).filter(|place| tickets[*place].state.is_live() && tickets[*place].opened_at < settled).collect();
    let twin = |place: &usize| {
        live.iter().find(|other| *other != place && tickets[**other].customer == tickets[*place].customer).map(|other| (*place, *other))
    };
    let found: Vec<(usize, usize)> = live.iter().filter_map(twin).filter(|(one, other)| one < other).take(MERGED).collect();
    for (into, from) in found {
        if tickets[into].merged_into.is_some() || tickets[from].merged_into.is_some() {
            continue;
        }
        let (at, who): (Millis, Option<Id>) = (stage.days.now - 3 * MINUTE, tickets[into].assignee.or(tickets[into].opened_by));
        let edits = ledger.decide(at, who, None, |ctx| domain::ticket::merge(&tickets[into], &tickets[from], ctx))?;
        for place in [into, from] {
            tickets[place] = record::applied(&tickets[place], &edits).map_err(Error::internal)?;
        }
        ledger.note(at, who, edits);
    }
    Ok(())
}

fn rate(stage: &Stage<'_>, tickets: &[Ticket], chance: &mut Chance, ledger: &mut Ledger) -> Result<usize, Error> {
    let mut given = 0;
    for ticket in tickets.iter().filter(|ticket| ticket.conversation.is_none() && !ticket.state.is_live() && ticket.merged_into.is_none()) {
        let Some(solved) = ticket.resolved_at.filter(|_| chance.percent(RATED)) else { continue };
        let at = solved + chance.between(5, 600) * MINUTE;
        talks::rate(stage, (domain::Noun::Ticket, ticket.id), ticket.customer, ticket.assignee, ticket.shop, at, chance, ledger)?;
        given += 1;
    }
    Ok(given)
}
