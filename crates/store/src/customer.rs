//! Reads of customers: pages, look-up by identity, figures and the timeline over all channels.

use domain::customer::{Customer, Tier};
use domain::field::{self, Noun};
use domain::permission::Scope;
use domain::{Id, Millis, Value};

use crate::clause::{Clause, ids};
use crate::conversation::{id, tagged};
use crate::rows::marks;
use crate::{Store, StoreError};

/// What a page of customers asks for.
#[derive(Clone, Debug, Default)]
pub struct CustomerQuery {
    pub tags: Vec<String>,
    pub tier: Option<Tier>,
    pub shop: Option<Id>,
    /// Only these, when a text search came first.
    pub only: Option<Vec<Id>>,
    pub offset: i64,
    pub limit: i64,
}

/// Figures of one customer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomerFigures {
    pub conversations: i64,
    pub tickets: i64,
    pub open_tickets: i64,
    pub ratings: i64,
    pub rating_sum: i64,
    pub shops: i64,
    pub seen_at: Option<Millis>,
}

/// One entry of a customer's way through all channels.
#[derive(Clone, Debug)]
pub struct Passage {
    pub at: Millis,
    pub noun: Noun,
    pub id: Id,
}

impl Store {
    pub async fn customers(&self, query: &CustomerQuery) -> Result<Vec<Customer>, StoreError> {
        let clause = conditions(query);
        let mut binds = clause.binds.clone();
        binds.extend([query.limit.into(), query.offset.into()]);
        self.select(&format!("{} ORDER BY customer.d_seen_at DESC, id DESC LIMIT ? OFFSET ?", clause.sql()), binds).await
    }

    pub async fn customer_count(&self, query: &CustomerQuery) -> Result<i64, StoreError> {
        let clause = conditions(query);
        self.number(&format!("SELECT count(*) FROM customer {}", clause.sql()), clause.binds).await
    }

    /// Customers that hold the identity `kind:value`, merged ones included.
    pub async fn customers_known_as(&self, identity: &str) -> Result<Vec<Customer>, StoreError> {
        let sql = format!(
            "WHERE deleted = 0 AND id IN (SELECT id FROM dot WHERE noun = {} AND field = {} AND member = ?)",
            Noun::Customer.code(),
            field::customer::identities.code
        );
        self.select(&sql, vec![identity.into()]).await
    }

    /// Ids of those merged into any of the customers.
    pub async fn merged_into_any(&self, winners: &[Id]) -> Result<Vec<Id>, StoreError> {
        let sql = format!("SELECT id FROM customer WHERE merged_into IN ({}) AND deleted = 0", marks(winners.len()));
        Ok(self.values(&sql, ids(winners)).await?.into_iter().filter_map(|mut row| id(row.pop()?)).collect())
    }

    /// A customer's identities, each with a name that says nothing of it: the op that first added it.
    pub async fn identity_keys(&self, customer: Id) -> Result<Vec<(String, String)>, StoreError> {
        let sql = format!("SELECT device, seq, member FROM dot WHERE id = ? AND field = {} ORDER BY device, seq", field::customer::identities.code);
        let mut keys: Vec<(String, String)> = Vec::new();
        for row in self.values(&sql, vec![customer.into()]).await? {
            let Ok([Value::Int(device), Value::Int(seq), Value::Text(stored)]) = <[Value; 3]>::try_from(row) else { continue };
            if keys.iter().all(|(_, known)| *known != stored) {
                keys.push((format!("{device:x}-{seq:x}"), stored));
            }
        }
        Ok(keys)
    }

    /// Figures over the customer and those merged into it.
    pub async fn customer_figures(&self, all: &[Id]) -> Result<CustomerFigures, StoreError> {
        let who = marks(all.len());
        let live = "state IN ('new', 'open', 'waiting_customer', 'waiting_other')";
        let sql = format!(
            "SELECT (SELECT count(*) FROM conversation WHERE customer IN ({who}) AND deleted = 0),
                    (SELECT count(*) FROM ticket WHERE customer IN ({who}) AND deleted = 0),
                    (SELECT count(*) FROM ticket WHERE customer IN ({who}) AND deleted = 0 AND merged_into IS NULL AND {live}),
                    (SELECT count(*) FROM rating WHERE customer IN ({who}) AND deleted = 0),
                    (SELECT coalesce(sum(score), 0) FROM rating WHERE customer IN ({who}) AND deleted = 0),
                    (SELECT count(DISTINCT shop) FROM conversation WHERE customer IN ({who}) AND deleted = 0),
                    (SELECT max(d_seen_at) FROM customer WHERE id IN ({who}))"
        );
        let binds = std::iter::repeat_n(ids(all), 7).flatten().collect();
        let row = self.values(&sql, binds).await?.pop().unwrap_or_default();
        let number = |column: usize| match row.get(column) {
            Some(Value::Int(number)) => Some(*number),
            _ => None,
        };
        let count = |column| number(column).unwrap_or(0);
        Ok(CustomerFigures {
            conversations: count(0),
            tickets: count(1),
            open_tickets: count(2),
            ratings: count(3),
            rating_sum: count(4),
            shops: count(5),
            seen_at: number(6),
        })
    }

    /// Live tickets of each customer, for list rows: customers without any are left out.
    pub async fn open_tickets_of(&self, customers: &[Id]) -> Result<Vec<(Id, i64)>, StoreError> {
        let sql = format!(
            "SELECT customer, count(*) FROM ticket WHERE customer IN ({}) AND deleted = 0 AND merged_into IS NULL
             AND state IN ('new', 'open', 'waiting_customer', 'waiting_other') GROUP BY customer",
            marks(customers.len())
        );
        Ok(self.values(&sql, ids(customers)).await?.into_iter().filter_map(pair).collect())
    }

    /// When each customer was last seen.
    pub async fn seen_at(&self, customers: &[Id]) -> Result<Vec<(Id, i64)>, StoreError> {
        let sql = format!("SELECT id, d_seen_at FROM customer WHERE d_seen_at IS NOT NULL AND id IN ({})", marks(customers.len()));
        Ok(self.values(&sql, ids(customers)).await?.into_iter().filter_map(pair).collect())
    }

    /// Conversations, tickets and ratings before a time in the shops of the scope, newest first.
    pub async fn passages(&self, all: &[Id], scope: &Scope, before: Millis, limit: i64) -> Result<Vec<Passage>, StoreError> {
        let mut binds = Vec::new();
        let mut part = |noun: &str, at: &str| {
            let clause = Clause::of(noun).among("customer", ids(all)).within("shop", scope).and(format!("{at} < ?"), [before.into()]);
            binds.extend(clause.binds.iter().cloned());
            format!("SELECT {at} AS at, '{noun}' AS noun, id FROM {noun} {}", clause.sql())
        };
        let parts = [part("conversation", "opened_at"), part("ticket", "opened_at"), part("rating", "at")];
        let sql = format!("{} ORDER BY at DESC LIMIT ?", parts.join(" UNION ALL "));
        binds.push(limit.into());
        Ok(self.values(&sql, binds).await?.into_iter().filter_map(passage).collect())
    }
}

fn pair(row: Vec<Value>) -> Option<(Id, i64)> {
    match <[Value; 2]>::try_from(row).ok()? {
        [Value::Bytes(id), Value::Int(number)] => Some((Id(id.try_into().ok()?), number)),
        _ => None,
    }
}

fn passage(row: Vec<Value>) -> Option<Passage> {
    match <[Value; 3]>::try_from(row).ok()? {
        [Value::Int(at), Value::Text(noun), Value::Bytes(id)] => Some(Passage { at, noun: Noun::from_name(&noun)?, id: Id(id.try_into().ok()?) }),
        _ => None,
    }
}

fn conditions(query: &CustomerQuery) -> Clause {
    let mut clause = Clause::of("customer")
        .and("customer.merged_into IS NULL", [])
        .and_some("customer.tier = ?", query.tier)
        .and_some("customer.home_shop = ?", query.shop);
    if let Some(only) = &query.only {
        clause = if only.is_empty() { clause.and("0", []) } else { clause.among("customer.id", ids(only)) };
    }
    tagged(clause, "customer", Noun::Customer, field::customer::tags.code, &query.tags)
}
