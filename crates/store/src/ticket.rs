//! Reads of tickets: pages of a filter, counts, relations, the next number.

use domain::field::{self, Noun};
use domain::inbox::DUE_SOON;
use domain::permission::Scope;
use domain::ticket::{Ticket, TicketState};
use domain::view::{Filter, Sort};
use domain::{Id, Millis, Record, Value};
use rusqlite::Row;

use crate::clause::{Clause, ids};
use crate::conversation::{tagged, whose};
use crate::rows::{Statement, columns, number, record, value};
use crate::{Store, StoreError};

/// What a page of tickets asks for.
#[derive(Clone, Debug)]
pub struct TicketQuery {
    pub filter: Filter,
    pub me: Id,
    pub scope: Scope,
    pub now: Millis,
    /// Only these, when a text search came first.
    pub only: Option<Vec<Id>>,
    pub offset: i64,
    pub limit: i64,
}

/// A ticket with what its list row shows.
#[derive(Clone, Debug)]
pub struct TicketLine {
    pub ticket: Ticket,
    pub updated_at: Millis,
    pub checks: i64,
    pub checks_done: i64,
}

const LIVE: &str = "t.state IN ('new', 'open', 'waiting_customer', 'waiting_other')";
/// The next promise that can still be broken.
const DUE: &str = "coalesce(CASE WHEN t.first_replied_at IS NULL THEN t.first_due END, t.next_due, t.resolve_due)";

impl Store {
    /// A page, and how many tickets there are in all.
    pub async fn tickets(&self, query: &TicketQuery) -> Result<(Vec<TicketLine>, i64), StoreError> {
        self.paged(page(query), count(query), line).await
    }

    pub async fn ticket_count(&self, query: &TicketQuery) -> Result<i64, StoreError> {
        let (sql, binds) = count(query);
        self.number(&sql, binds).await
    }

    /// How many of the query's live tickets have a promise that is broken.
    pub async fn ticket_late(&self, query: &TicketQuery) -> Result<i64, StoreError> {
        let clause = conditions(query).and(LIVE, []).and(format!("t.paused_at IS NULL AND {DUE} < ?"), [query.now.into()]);
        self.number(&format!("SELECT count(*) FROM ticket t {}", clause.sql()), clause.binds).await
    }

    pub async fn ticket_lines_of(&self, wanted: &[Id]) -> Result<Vec<TicketLine>, StoreError> {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let clause = Clause::of("t").among("t.id", ids(wanted));
        self.ticket_lines(&format!("{} ORDER BY t.opened_at", clause.sql()), clause.binds).await
    }

    /// Tickets in which `field` (parent, merged_into, conversation, customer) names the record, oldest first.
    pub async fn tickets_under(&self, field: field::Field, id: Id) -> Result<Vec<TicketLine>, StoreError> {
        let clause = Clause::of("t").and(format!("t.\"{}\" = ?", field.name), [id.into()]);
        self.ticket_lines(&format!("{} ORDER BY t.opened_at", clause.sql()), clause.binds).await
    }

    pub async fn ticket_by_number(&self, number: &str) -> Result<Option<Ticket>, StoreError> {
        Ok(self.select("WHERE number = ? AND deleted = 0", vec![number.into()]).await?.pop())
    }

    /// The how manieth device of its chain this desk is, from 0; alone it is the first.
    pub async fn ordinal(&self) -> Result<u32, StoreError> {
        Ok(self.number("SELECT ordinal FROM standing", vec![]).await? as u32)
    }

    /// The highest counter among numbers that start with `prefix` (`HZ02A-`); 0 when there is none.
    pub async fn last_ticket_counter(&self, prefix: &str) -> Result<i64, StoreError> {
        let sql = "SELECT max(CAST(substr(number, ?) AS INTEGER)) FROM ticket WHERE number >= ? AND number < ?";
        let after = format!("{}{}", &prefix[..prefix.len().saturating_sub(1)], '.');
        self.number(sql, vec![(prefix.len() as i64 + 1).into(), prefix.into(), after.into()]).await
    }

    async fn ticket_lines(&self, clause: &str, binds: Vec<Value>) -> Result<Vec<TicketLine>, StoreError> {
        self.read(lines_where(clause), binds, line).await
    }
}

pub(crate) fn page(query: &TicketQuery) -> Statement {
    let clause = conditions(query);
    let order = order(query.filter.sort.unwrap_or(Sort::Updated));
    // The plus keeps an index of the order out where few rows are left to be sorted.
    let order = if query.filter.resolved_after.is_some() { format!("+{order}") } else { order };
    let sql = lines_where(&format!("{} ORDER BY {order} LIMIT ? OFFSET ?", clause.sql()));
    let binds = clause.binds.into_iter().chain([query.limit.into(), query.offset.into()]);
    (sql, binds.collect())
}

pub(crate) fn count(query: &TicketQuery) -> Statement {
    let clause = conditions(query);
    (format!("SELECT count(*) FROM ticket t {}", clause.sql()), clause.binds)
}

fn lines_where(clause: &str) -> String {
    let names = columns::<Ticket>().split(", ").map(|column| format!("t.{column}")).collect::<Vec<_>>().join(", ");
    format!("SELECT {names}, t.d_updated_at, t.d_checks, t.d_checks_done FROM ticket t {clause}")
}

fn line(row: &Row<'_>) -> Result<TicketLine, StoreError> {
    let first = Ticket::FIELDS.len() + 1;
    let number = |column: usize| number(Some(&value(row, column)));
    Ok(TicketLine { ticket: record(row)?, updated_at: number(first), checks: number(first + 1), checks_done: number(first + 2) })
}

fn order(sort: Sort) -> String {
    let rank = "CASE t.priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END";
    match sort {
        Sort::Urgent => format!("({LIVE}) DESC, t.paused_at IS NOT NULL, {DUE} IS NULL, {DUE}, t.d_updated_at DESC"),
        Sort::Newest => "t.opened_at DESC".into(),
        Sort::Oldest => "t.opened_at".into(),
        Sort::Updated => "t.d_updated_at DESC".into(),
        Sort::Priority => format!("{rank}, t.d_updated_at DESC"),
    }
}

fn conditions(query: &TicketQuery) -> Clause {
    let filter = &query.filter;
    let states: Vec<TicketState> = filter.states.clone();
    let mut clause = Clause::of("t")
        .and("t.merged_into IS NULL", [])
        .within("t.shop", &query.scope)
        .among(if filter.resolved_after.is_some() { "+t.state" } else { "t.state" }, states.into_iter().map(Value::from).collect())
        .among("t.priority", filter.priorities.iter().map(|p| Value::from(*p)).collect())
        .among("t.channel", filter.channels.iter().map(|c| Value::from(*c)).collect())
        .among("t.kind", ids(&filter.kinds))
        .among("t.shop", ids(&filter.shops))
        .among("t.department", ids(&filter.departments))
        .and_some("t.customer = ?", filter.customer)
        .and_some("t.opened_at >= ?", filter.opened_after)
        .and_some("t.opened_at < ?", filter.opened_before)
        .and_some("t.resolved_at >= ?", filter.resolved_after)
        .and_if(filter.live_only, LIVE, []);
    if filter.due_soon {
        clause = clause.and(LIVE, []).and(format!("t.paused_at IS NULL AND {DUE} < ?"), [(query.now + DUE_SOON).into()]);
    }
    if filter.watching {
        clause = tagged(clause, "t", Noun::Ticket, field::ticket::watchers.code, &[query.me.to_string()]);
    }
    if let Some(only) = &query.only {
        clause = if only.is_empty() { clause.and("0", []) } else { clause.among("t.id", ids(only)) };
    }
    clause = tagged(clause, "t", Noun::Ticket, field::ticket::tags.code, &filter.tags);
    whose(clause, "t", filter.assignee.as_ref(), query.me)
}
