//! Promises: when the first reply, the next reply and the solution are due, and how each stands now.
//!
//! Due times are stored on the record when the clock starts, so that a later change of the policy never breaks a
//! promise that was already given. A pause moves them by the business time that stood still.

use crate::id::Id;
use crate::ticket::{Priority, Ticket, TicketState};
use crate::time::{MINUTE, Millis};

use super::{Calendar, Hours, SlaPolicy, Target};

crate::tags! { pub enum Metric { FirstReply = "first_reply", NextReply = "next_reply", Resolve = "resolve" } }
crate::tags! { pub enum PromiseState { Running = "running", Paused = "paused", Met = "met", Late = "late" } }

/// One promise as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    pub metric: Metric,
    pub due: Millis,
    pub started: Millis,
    pub state: PromiseState,
    /// Until the due time; negative once late. For a paused promise, what was left when it stopped; for a promise
    /// that was met or broken for good, how far before or after the due time that was.
    pub left_ms: Millis,
}

/// A policy with the hours it counts in: what rules need to set due times.
#[derive(Clone, Debug)]
pub struct Terms {
    pub policy: SlaPolicy,
    pub hours: Hours,
}

impl Terms {
    /// `offset_min` is the shop's, in minutes east of UTC.
    pub fn new(policy: SlaPolicy, calendar: &Calendar, offset_min: i64) -> Self {
        Terms { policy, hours: Hours::of(calendar, offset_min) }
    }

    /// When a promise that starts at `from` is due; `None` when the policy promises nothing.
    pub fn due(&self, priority: Priority, metric: Metric, from: Millis) -> Option<Millis> {
        let minutes = self.policy.target(priority).minutes(metric)?;
        self.hours.add(from, minutes.checked_mul(MINUTE)?)
    }

    /// Moves a due time by the business time that stood still.
    pub fn shift(&self, due: Option<Millis>, stood_ms: Millis) -> Option<Millis> {
        due.map(|due| self.hours.add(due, stood_ms).unwrap_or(due))
    }

    pub fn stood_still(&self, from: Millis, to: Millis) -> Millis {
        self.hours.between(from, to)
    }
}

impl SlaPolicy {
    pub fn target(&self, priority: Priority) -> Target {
        self.targets.0.get(priority.as_str()).cloned().unwrap_or_default()
    }

    /// Whether promises stand still while a ticket is in `state`.
    pub fn pauses_in(&self, state: TicketState) -> bool {
        self.pause_states.iter().any(|tag| tag == state.as_str())
    }
}

impl Target {
    pub const fn minutes(&self, metric: Metric) -> Option<i64> {
        match metric {
            Metric::FirstReply => self.first_reply_min,
            Metric::NextReply => self.next_reply_min,
            Metric::Resolve => self.resolve_min,
        }
    }
}

/// The promises that a ticket carries, in the order first reply, next reply, solution. A merged ticket has none:
/// the ticket that took it over keeps them.
pub fn promises(ticket: &Ticket, policy: &SlaPolicy, now: Millis) -> Vec<Promise> {
    if ticket.merged_into.is_some() {
        return Vec::new();
    }
    let stopped = policy.pauses_in(ticket.state).then(|| ticket.paused_at.unwrap_or(now));
    let solved = if ticket.state.is_live() { None } else { ticket.resolved_at };
    let promise = |metric, due: Option<Millis>, kept_at| due.map(|due| stand(metric, due, ticket.opened_at, kept_at, stopped, now));
    // A ticket that was solved needs no further reply.
    let next_due = ticket.next_due.filter(|_| solved.is_none());
    [
        promise(Metric::FirstReply, ticket.first_due, ticket.first_replied_at.or(solved)),
        promise(Metric::NextReply, next_due, None),
        promise(Metric::Resolve, ticket.resolve_due, solved),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// How one promise stands: kept at some moment, standing still since another, or running.
pub fn stand(metric: Metric, due: Millis, started: Millis, kept_at: Option<Millis>, stopped: Option<Millis>, now: Millis) -> Promise {
    let left_ms = due - kept_at.or(stopped).unwrap_or(now);
    let state = match (kept_at, stopped) {
        _ if left_ms < 0 => PromiseState::Late,
        (Some(_), _) => PromiseState::Met,
        (None, Some(_)) => PromiseState::Paused,
        (None, None) => PromiseState::Running,
    };
    Promise { metric, due, started, state, left_ms }
}

/// Policies are chosen by the ticket's type; this is the one for tickets without.
pub const fn policy_of(kind_sla: Option<Id>) -> Id {
    match kind_sla {
        Some(id) => id,
        None => super::STANDARD_POLICY,
    }
}
