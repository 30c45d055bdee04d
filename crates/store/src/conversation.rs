//! Reads of conversations: the inbox's pages and counts.

use domain::conversation::{Channel, Conversation, Unsent};
use domain::inbox::{DUE_SOON, InboxView};
use domain::message::AuthorKind;
use domain::permission::Scope;
use domain::view::{Filter, Sort, Whose};
use domain::{Id, Millis, Value};
use rusqlite::Row;

use crate::clause::{Clause, ids};
use crate::rows::{Statement, columns, marks, number, record, value};
use crate::{Store, StoreError};

/// What an inbox page asks for.
#[derive(Clone, Debug)]
pub struct InboxQuery {
    pub view: InboxView,
    pub me: Id,
    pub scope: Scope,
    pub now: Millis,
    /// Start of the local day, for [`InboxView::EndedToday`].
    pub day_start: Millis,
    pub channel: Option<Channel>,
    pub filter: Option<Filter>,
    /// Only these, when a text search came first.
    pub only: Option<Vec<Id>>,
    pub unread_only: bool,
    pub sort: Sort,
    pub offset: i64,
    pub limit: i64,
}

/// A conversation with what its list row shows.
#[derive(Clone, Debug)]
pub struct InboxLine {
    pub conversation: Conversation,
    pub last_at: Millis,
    pub last_from: Option<AuthorKind>,
    pub preview: String,
    /// The customer's messages that `me` has not read.
    pub unread: i64,
    pub unsent: i64,
    pub mentioned: bool,
    pub draft: Option<String>,
}

const UNREAD: &str = "(SELECT count(*) FROM message m WHERE m.conversation = c.id AND m.author_kind = 'customer' AND m.at > coalesce(CAST(json_extract(c.read_marks, ?) AS INTEGER), 0))";
const AWAKE: &str = "(c.snoozed_until IS NULL OR c.snoozed_until <= ?)";

impl Store {
    /// A page, and how many conversations there are in all.
    pub async fn inbox(&self, query: &InboxQuery) -> Result<(Vec<InboxLine>, i64), StoreError> {
        self.paged(page(query), count(query), line).await
    }

    /// How many conversations the query's view holds, and how many of them are late.
    pub async fn inbox_count(&self, query: &InboxQuery) -> Result<(i64, i64), StoreError> {
        let (sql, binds) = count(query);
        let row = self.values(&sql, binds).await?.pop().unwrap_or_default();
        Ok((number(row.first()), number(row.get(1))))
    }

    /// The query's conversations per channel: the channel's tag, how many, and how many of them are late.
    pub async fn inbox_channels(&self, query: &InboxQuery) -> Result<Vec<(String, i64, i64)>, StoreError> {
        let clause = conditions(query);
        let sql = format!("SELECT c.channel, count(*), coalesce(sum(c.reply_due < ?), 0) FROM conversation c {} GROUP BY c.channel", clause.sql());
        let binds = std::iter::once(query.now.into()).chain(clause.binds).collect();
        let rows = self.values(&sql, binds).await?;
        let line = |row: Vec<Value>| match row.first() {
            Some(Value::Text(channel)) => Some((channel.clone(), number(row.get(1)), number(row.get(2)))),
            _ => None,
        };
        Ok(rows.into_iter().filter_map(line).collect())
    }

    /// Words of ours in one conversation that have not gone out.
    pub async fn unsent_of(&self, id: Id) -> Result<Unsent, StoreError> {
        let sql = "SELECT coalesce(sum(delivery <> 'failed'), 0), coalesce(sum(delivery = 'failed'), 0) FROM message
             WHERE conversation = ? AND delivery IN ('held', 'pending', 'failed') AND recalled IS NOT 1 AND deleted = 0";
        let row = self.values(sql, vec![id.into()]).await?.pop().unwrap_or_default();
        Ok(Unsent { waiting: number(row.first()), failed: number(row.get(1)) })
    }

    /// The last words of each conversation, as its row shows them.
    pub async fn previews(&self, wanted: &[Id]) -> Result<Vec<(Id, String)>, StoreError> {
        let sql = format!("SELECT id, d_preview FROM conversation WHERE d_preview IS NOT NULL AND id IN ({})", marks(wanted.len()));
        let pair = |row: Vec<Value>| match <[Value; 2]>::try_from(row).ok()? {
            [Value::Bytes(id), Value::Text(words)] => Some((Id(id.try_into().ok()?), words)),
            _ => None,
        };
        Ok(self.values(&sql, ids(wanted)).await?.into_iter().filter_map(pair).collect())
    }

    /// Conversations of any of the customers, newest first.
    pub async fn conversation_ids_of(&self, customers: &[Id], limit: i64) -> Result<Vec<Id>, StoreError> {
        let sql =
            format!("SELECT id FROM conversation WHERE customer IN ({}) AND deleted = 0 ORDER BY opened_at DESC LIMIT ?", marks(customers.len()));
        let binds = ids(customers).into_iter().chain([limit.into()]).collect();
        Ok(self.values(&sql, binds).await?.into_iter().filter_map(|mut row| id(row.pop()?)).collect())
    }

    /// The customer's messages that `me` has not read in one conversation.
    pub async fn unread(&self, id: Id, me: Id) -> Result<i64, StoreError> {
        self.number(&format!("SELECT {UNREAD} FROM conversation c WHERE c.id = ?"), vec![read_mark(me), id.into()]).await
    }
}

pub(crate) fn page(query: &InboxQuery) -> Statement {
    let clause = conditions(query);
    let sql = format!(
        "SELECT {columns}, c.d_last_at, c.d_last_from, c.d_preview, {UNREAD}, c.d_unsent,
           EXISTS (SELECT 1 FROM mention n WHERE n.conversation = c.id AND n.staff = ?),
           (SELECT text FROM draft d WHERE d.staff = ? AND d.about = c.id AND d.deleted = 0 AND d.text <> '' LIMIT 1)
         FROM conversation c {where_} ORDER BY {order} LIMIT ? OFFSET ?",
        columns = qualified::<Conversation>("c"),
        where_ = clause.sql(),
        order = order(query),
    );
    let mut binds = vec![read_mark(query.me), query.me.into(), query.me.into()];
    binds.extend(clause.binds);
    binds.extend([query.limit.into(), query.offset.into()]);
    (sql, binds)
}

pub(crate) fn count(query: &InboxQuery) -> Statement {
    let clause = conditions(query);
    let sql = format!("SELECT count(*), coalesce(sum(c.reply_due < ?), 0) FROM conversation c {}", clause.sql());
    (sql, std::iter::once(query.now.into()).chain(clause.binds).collect())
}

/// An id as a column holds it.
pub(crate) fn id(value: Value) -> Option<Id> {
    match value {
        Value::Bytes(bytes) => Some(Id(bytes.try_into().ok()?)),
        _ => None,
    }
}

/// JSON path of a person's read mark.
fn read_mark(me: Id) -> Value {
    Value::Text(format!("$.\"{me}\""))
}

fn qualified<R: domain::Record>(table: &str) -> String {
    columns::<R>().split(", ").map(|column| format!("{table}.{column}")).collect::<Vec<_>>().join(", ")
}

fn line(row: &Row<'_>) -> Result<InboxLine, StoreError> {
    let first = <Conversation as domain::Record>::FIELDS.len() + 1;
    Ok(InboxLine {
        conversation: record::<Conversation>(row)?,
        last_at: number(Some(&value(row, first))),
        last_from: domain::value::read("d_last_from", value(row, first + 1))?,
        preview: domain::value::read("d_preview", value(row, first + 2))?,
        unread: number(Some(&value(row, first + 3))),
        unsent: number(Some(&value(row, first + 4))),
        mentioned: number(Some(&value(row, first + 5))) != 0,
        draft: domain::value::read("draft", value(row, first + 6))?,
    })
}

fn order(query: &InboxQuery) -> &'static str {
    // The plus keeps the order's index out where the view's own finds the few rows there are.
    let is_few = matches!(query.view, InboxView::Mentioned | InboxView::Snoozed | InboxView::Unsent | InboxView::EndedToday);
    match query.sort {
        Sort::Urgent | Sort::Priority => "c.reply_due IS NULL, c.reply_due, c.d_last_at DESC, c.id DESC",
        Sort::Newest | Sort::Updated if is_few => "+c.d_last_at DESC, c.id DESC",
        Sort::Newest | Sort::Updated => "c.d_last_at DESC, c.id DESC",
        Sort::Oldest => "c.d_last_at, c.id",
    }
}

fn conditions(query: &InboxQuery) -> Clause {
    let mut clause = of_view(query).within("c.shop", &query.scope).and_some("c.channel = ?", query.channel);
    if let Some(only) = &query.only {
        clause = if only.is_empty() { clause.and("0", []) } else { clause.among("c.id", ids(only)) };
    }
    if query.unread_only {
        clause = clause.and(format!("{UNREAD} > 0"), [read_mark(query.me)]);
    }
    match &query.filter {
        Some(filter) => narrowed(clause, filter, query),
        None => clause,
    }
}

fn of_view(query: &InboxQuery) -> Clause {
    let (clause, now, me) = (Clause::of("c"), query.now, query.me);
    let open = |clause: Clause| clause.and("c.state = 'open'", []);
    match query.view {
        InboxView::Waiting => {
            open(clause).and("c.assignee = ? AND c.d_customer_at > coalesce(c.d_reply_at, 0)", [me.into()]).and(AWAKE, [now.into()])
        }
        InboxView::Mine => open(clause).and("c.assignee = ?", [me.into()]).and(AWAKE, [now.into()]),
        InboxView::Mentioned => clause.and("c.id IN (SELECT conversation FROM mention WHERE staff = ?)", [me.into()]),
        InboxView::Snoozed => open(clause).and("c.snoozed_until > ?", [now.into()]),
        InboxView::Unsent => clause.and("c.d_unsent > 0", []),
        InboxView::Unassigned => open(clause).and("c.assignee IS NULL", []).and(AWAKE, [now.into()]),
        InboxView::DueSoon => open(clause).and("c.reply_due < ?", [(now + DUE_SOON).into()]).and(AWAKE, [now.into()]),
        InboxView::Open => open(clause).and(AWAKE, [now.into()]),
        // The plus keeps the state's index out: today is a small part of everything that ever ended.
        InboxView::EndedToday => clause.and("+c.state = 'ended' AND c.ended_at >= ?", [query.day_start.into()]),
        InboxView::All => clause,
    }
}

fn narrowed(clause: Clause, filter: &Filter, query: &InboxQuery) -> Clause {
    let clause = clause
        .among("c.channel", filter.channels.iter().map(|channel| Value::from(*channel)).collect())
        .among("c.shop", ids(&filter.shops))
        .among("c.department", ids(&filter.departments))
        .and_some("c.customer = ?", filter.customer)
        .and_some("c.opened_at >= ?", filter.opened_after)
        .and_some("c.opened_at < ?", filter.opened_before)
        .and_if(filter.live_only, "c.state = 'open'", [])
        .and_if(filter.due_soon, "c.reply_due < ?", [(query.now + DUE_SOON).into()]);
    let clause = tagged(clause, "c", domain::Noun::Conversation, domain::field::conversation::tags.code, &filter.tags);
    whose(clause, "c", filter.assignee.as_ref(), query.me)
}

/// Rows that carry every one of the tags.
pub(crate) fn tagged(mut clause: Clause, table: &str, noun: domain::Noun, field: u16, tags: &[String]) -> Clause {
    for tag in tags {
        let condition = format!("{table}.id IN (SELECT id FROM dot WHERE noun = {} AND field = {field} AND member = ?)", noun.code());
        clause = clause.and(condition, [tag.as_str().into()]);
    }
    clause
}

pub(crate) fn whose(clause: Clause, table: &str, whose: Option<&Whose>, me: Id) -> Clause {
    match whose {
        None => clause,
        Some(Whose::Me) => clause.and(format!("{table}.assignee = ?"), [me.into()]),
        Some(Whose::Nobody) => clause.and(format!("{table}.assignee IS NULL"), []),
        Some(Whose::Staff(staff)) => clause.and(format!("{table}.assignee = ?"), [(*staff).into()]),
    }
}
