//! Columns and tables that follow from other rows: previews, last activity, counts, mentions.
//!
//! Recomputed from the rows inside the transaction that changed them, never replicated, so that the order in which
//! ops arrive cannot matter.

use std::collections::{BTreeMap, BTreeSet};

use domain::field::{self, Noun};
use domain::{Id, Value};
use rusqlite::Connection;

use crate::StoreError;
use crate::apply::Loaded;
use crate::pen::Change;
use crate::rows::{all_values, execute, ids, read, value};

type Records = BTreeMap<(Noun, Id), Loaded>;

/// Preview text is cut here: a list row shows one line.
const PREVIEW_CHARS: i64 = 120;

/// Rows that show something of records, read before those change: a conversation that is another customer's now is no longer
/// the first one's.
#[derive(Default)]
pub(crate) struct Beside {
    conversations: BTreeSet<Id>,
    customers: BTreeSet<Id>,
}

impl Beside {
    pub fn of(connection: &Connection, records: impl Iterator<Item = (Noun, Id)>) -> Result<Self, StoreError> {
        let mut beside = Beside::default();
        for (noun, id) in records {
            match noun {
                Noun::Message => {
                    let sql = "SELECT conversation FROM message WHERE id = ? AND conversation IS NOT NULL";
                    beside.conversations.extend(ids(connection, sql, &[id.into()])?);
                }
                Noun::Conversation => {
                    let sql = "SELECT customer FROM conversation WHERE id = ? AND customer IS NOT NULL";
                    beside.customers.extend(ids(connection, sql, &[id.into()])?);
                }
                _ => {}
            }
        }
        Ok(beside)
    }

    /// What these records leave behind when they are written; none for those that stay where they are.
    pub fn moving(connection: &Connection, records: &Records) -> Result<Self, StoreError> {
        let moves = |noun: Noun, loaded: &Loaded| match noun {
            Noun::Message => loaded.values.contains_key(&field::message::conversation.code),
            Noun::Conversation => loaded.values.contains_key(&field::conversation::customer.code),
            _ => false,
        };
        let moving = records.iter().filter(|((noun, _), loaded)| loaded.touched && !loaded.is_new && moves(*noun, loaded));
        Beside::of(connection, moving.map(|(record, _)| *record))
    }

    /// Brings them up to date, after the records have changed.
    pub fn bring_up(self, connection: &Connection) -> Result<Vec<Change>, StoreError> {
        again(connection, &self.conversations, self.customers)
    }
}

/// Brings derived columns up to date and returns the records that changed by it.
pub(crate) fn derive(connection: &Connection, records: &Records, beside: Beside) -> Result<Vec<Change>, StoreError> {
    let mut conversations = touched(records, Noun::Conversation);
    conversations.extend(beside.conversations);
    for id in touched(records, Noun::Message) {
        conversations.extend(message_parents(connection, id, &records[&(Noun::Message, id)])?);
    }
    let mut customers = touched(records, Noun::Customer);
    customers.extend(beside.customers);
    let changes = again(connection, &conversations, customers)?;
    for id in touched(records, Noun::Ticket) {
        let loaded = &records[&(Noun::Ticket, id)];
        if !loaded.is_new {
            ticket(connection, id, loaded)?;
        }
    }
    Ok(changes)
}

/// Brings what these conversations and customers show of other rows up to date.
fn again(connection: &Connection, conversations: &BTreeSet<Id>, mut customers: BTreeSet<Id>) -> Result<Vec<Change>, StoreError> {
    for id in conversations {
        customers.extend(conversation(connection, *id)?);
    }
    for id in &customers {
        let sql = "UPDATE customer SET d_seen_at = (SELECT max(coalesce(d_last_at, opened_at)) FROM conversation WHERE customer = ?1 AND deleted = 0) WHERE id = ?1";
        execute(connection, sql, &[(*id).into()])?;
    }
    Ok(conversations.iter().map(|id| Change { noun: Noun::Conversation, id: *id }).collect())
}

fn touched(records: &Records, noun: Noun) -> BTreeSet<Id> {
    let range = (noun, Id([0; 16]))..=(noun, Id([0xff; 16]));
    records.range(range).filter(|(_, loaded)| loaded.touched).map(|((_, id), _)| *id).collect()
}

/// Notes who was named in a message and returns the conversation it belongs to.
fn message_parents(connection: &Connection, id: Id, loaded: &Loaded) -> Result<Option<Id>, StoreError> {
    let [conversation, ticket, at, mentions] = match loaded.is_new {
        true => [field::message::conversation, field::message::ticket, field::message::at, field::message::mentions]
            .map(|field| loaded.values.get(&field.code).cloned().unwrap_or(Value::Null)),
        false => {
            let sql = "SELECT conversation, ticket, at, mentions FROM message WHERE id = ?";
            let row = read(connection, sql, &[id.into()], all_values)?.pop();
            let Some(Ok(row)) = row.map(<[Value; 4]>::try_from) else { return Ok(None) };
            row
        }
    };
    let mentions: Vec<String> = domain::value::read("mentions", mentions)?;
    for staff in mentions.iter().filter_map(|text| text.parse::<Id>().ok()) {
        let binds = [staff.into(), id.into(), conversation.clone(), ticket.clone(), Value::Int(crate::rows::number(Some(&at)))];
        execute(connection, "INSERT OR IGNORE INTO mention (staff, message, conversation, ticket, at) VALUES (?, ?, ?, ?, ?)", &binds)?;
    }
    Ok(domain::value::read("conversation", conversation)?)
}

/// Recomputes a conversation's last words and counts; returns its customer.
fn conversation(connection: &Connection, id: Id) -> Result<Option<Id>, StoreError> {
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
    let customer = read(connection, &sql, &[id.into()], |row| Ok(value(row, 0)))?.pop();
    Ok(customer.map(|customer| domain::value::read("customer", customer)).transpose()?.flatten())
}

/// What follows from a ticket's own fields, as columns with their values.
fn ticket_columns(loaded: &Loaded) -> Vec<(&'static str, Value)> {
    let mut columns = vec![("d_updated_at", Value::Int(loaded.clock.edited().map_or(0, |stamp| stamp.hlc.ms())))];
    if let Some(Value::Text(checklist)) = loaded.values.get(&field::ticket::checklist.code) {
        let items: BTreeMap<String, String> = serde_json::from_str(checklist).unwrap_or_default();
        let done = items.values().filter(|item| item.contains("\"done\":true")).count();
        columns.extend([("d_checks", Value::Int(items.len() as i64)), ("d_checks_done", Value::Int(done as i64))]);
    }
    columns
}

fn ticket(connection: &Connection, id: Id, loaded: &Loaded) -> Result<(), StoreError> {
    let (names, mut binds): (Vec<_>, Vec<_>) = ticket_columns(loaded).into_iter().unzip();
    let assignments = names.iter().map(|name| format!("{name} = ?")).collect::<Vec<_>>().join(", ");
    binds.push(id.into());
    execute(connection, &format!("UPDATE ticket SET {assignments} WHERE id = ?"), &binds)
}

/// The derived columns that a new row is written with, so that it is written once; none where they follow from other rows.
pub(crate) const fn of_new(noun: Noun) -> &'static [&'static str] {
    match noun {
        Noun::Ticket => &["d_updated_at", "d_checks", "d_checks_done"],
        _ => &[],
    }
}

/// The values of [`of_new`], in its order.
pub(crate) fn values_of_new(noun: Noun, loaded: &Loaded) -> Vec<Value> {
    let known: BTreeMap<&str, Value> = if noun == Noun::Ticket { ticket_columns(loaded).into_iter().collect() } else { BTreeMap::new() };
    of_new(noun).iter().map(|name| known.get(name).cloned().unwrap_or(Value::Null)).collect()
}
