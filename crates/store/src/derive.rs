//! Columns and tables that follow from other rows: previews, last activity, counts, mentions.
//!
//! Recomputed from the rows inside the transaction that changed them, never replicated, so that the order in which
//! ops arrive cannot matter.

use std::collections::{BTreeMap, BTreeSet};

use domain::field::{self, Noun};
use domain::{Id, Value};
use sqlx::{Row, SqliteConnection};

use crate::StoreError;
use crate::apply::Loaded;
use crate::pen::Change;
use crate::rows::{bound, value};

type Records = BTreeMap<(Noun, Id), Loaded>;

/// Preview text is cut here: a list row shows one line.
const PREVIEW_CHARS: i64 = 120;

/// Brings derived columns up to date and returns the records that changed by it.
pub(crate) async fn derive(connection: &mut SqliteConnection, records: &Records) -> Result<Vec<Change>, StoreError> {
    let mut conversations = touched(records, Noun::Conversation);
    for id in touched(records, Noun::Message) {
        conversations.extend(message_parents(connection, id).await?);
    }
    let mut customers = touched(records, Noun::Customer);
    for id in &conversations {
        customers.extend(conversation(connection, *id).await?);
    }
    for id in &customers {
        let sql = "UPDATE customer SET d_seen_at = (SELECT max(coalesce(d_last_at, opened_at)) FROM conversation WHERE customer = ?1 AND deleted = 0) WHERE id = ?1";
        bound(sql.into(), vec![(*id).into()]).execute(&mut *connection).await?;
    }
    for id in touched(records, Noun::Ticket) {
        ticket(connection, id, &records[&(Noun::Ticket, id)]).await?;
    }
    Ok(conversations.into_iter().map(|id| Change { noun: Noun::Conversation, id }).collect())
}

fn touched(records: &Records, noun: Noun) -> BTreeSet<Id> {
    let range = (noun, Id([0; 16]))..=(noun, Id([0xff; 16]));
    records.range(range).filter(|(_, loaded)| loaded.touched).map(|((_, id), _)| *id).collect()
}

/// Notes who was named in a message and returns the conversation it belongs to.
async fn message_parents(connection: &mut SqliteConnection, id: Id) -> Result<Option<Id>, StoreError> {
    let sql = "SELECT conversation, ticket, at, mentions FROM message WHERE id = ?";
    let Some(row) = bound(sql.into(), vec![id.into()]).fetch_optional(&mut *connection).await? else { return Ok(None) };
    let mentions: Vec<String> = domain::value::read("mentions", value(&row, 3))?;
    for staff in mentions.iter().filter_map(|text| text.parse::<Id>().ok()) {
        let binds = vec![staff.into(), id.into(), value(&row, 0), value(&row, 1), Value::Int(row.try_get(2).unwrap_or(0))];
        bound("INSERT OR IGNORE INTO mention (staff, message, conversation, ticket, at) VALUES (?, ?, ?, ?, ?)".into(), binds)
            .execute(&mut *connection)
            .await?;
    }
    Ok(domain::value::read("conversation", value(&row, 0))?)
}

/// Recomputes a conversation's last words and counts; returns its customer.
async fn conversation(connection: &mut SqliteConnection, id: Id) -> Result<Option<Id>, StoreError> {
    let newest = |more: &str| {
        format!(
            "FROM message WHERE conversation = ?1 AND audience = 'customer' AND deleted = 0 AND recalled IS NOT 1 {more} ORDER BY at DESC, id DESC LIMIT 1"
        )
    };
    let sql = format!(
        "UPDATE conversation SET
           (d_last_at, d_last_from, d_preview) = (SELECT at, author_kind, CASE WHEN text = '' OR text IS NULL THEN '[' || form || ']' ELSE substr(text, 1, {PREVIEW_CHARS}) END {last}),
           d_customer_at = (SELECT at {customer}),
           d_reply_at = (SELECT at {reply}),
           d_unsent = (SELECT count(*) FROM message WHERE conversation = ?1 AND delivery IN ('held', 'pending', 'failed') AND deleted = 0 AND recalled IS NOT 1)
         WHERE id = ?1 RETURNING customer",
        last = newest(""),
        customer = newest("AND author_kind = 'customer'"),
        reply = newest("AND author_kind IN ('staff', 'ai')"),
    );
    let row = bound(sql, vec![id.into()]).fetch_optional(connection).await?;
    Ok(row.map(|row| domain::value::read("customer", value(&row, 0))).transpose()?.flatten())
}

async fn ticket(connection: &mut SqliteConnection, id: Id, loaded: &Loaded) -> Result<(), StoreError> {
    let edited = loaded.clock.edited().map_or(0, |stamp| stamp.hlc.ms());
    let mut assignments = "d_updated_at = ?".to_owned();
    let mut binds = vec![Value::Int(edited)];
    if let Some(Value::Text(checklist)) = loaded.values.get(&field::ticket::checklist.code) {
        let items: BTreeMap<String, String> = serde_json::from_str(checklist).unwrap_or_default();
        let done = items.values().filter(|item| item.contains("\"done\":true")).count();
        assignments += ", d_checks = ?, d_checks_done = ?";
        binds.extend([Value::Int(items.len() as i64), Value::Int(done as i64)]);
    }
    binds.push(id.into());
    bound(format!("UPDATE ticket SET {assignments} WHERE id = ?"), binds).execute(connection).await?;
    Ok(())
}
