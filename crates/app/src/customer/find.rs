//! Finding customers: lists, the look-up at the counter, and which card stands for a person after merges.
//!
//! A customer may walk into any shop, so everybody who may read customers finds every one; what they see is masked.

use std::collections::{BTreeMap, BTreeSet};

use domain::ctx::survivor;
use domain::customer::{Customer, Identity, IdentityKind};
use domain::{Id, Noun};
use store::customer::CustomerQuery;

use super::{CustomerPage, CustomerRow, FindCustomer, ListCustomers};
use crate::desk::{Caller, Desk, Who};
use crate::error::Error;
use crate::shape::CustomerCard;
use crate::{cards, search};

const PAGE_MAX: i64 = 200;
/// Hits of a text search that a list is narrowed to.
const HITS_MAX: usize = 500;
const FIND_MAX: i64 = 50;

pub(crate) async fn list(desk: &Desk, caller: &Caller, input: ListCustomers) -> Result<CustomerPage, Error> {
    let who = caller.who()?;
    let (offset, limit) = (input.offset.max(0), input.limit.clamp(1, PAGE_MAX));
    let query = CustomerQuery { tags: input.tags, tier: input.tier, shop: input.shop, only: None, offset, limit };
    if input.text.trim().is_empty() {
        let customers = desk.store().customers(&query).await?;
        let total = desk.store().customer_count(&query).await?;
        return Ok(CustomerPage { rows: rows(desk, customers).await?, total });
    }
    let ranked = ids(desk, who, &input.text, HITS_MAX).await?;
    let narrowed = CustomerQuery { only: Some(ranked.clone()), offset: 0, limit: HITS_MAX as i64, ..query };
    let mut customers = desk.store().customers(&narrowed).await?;
    let total = customers.len() as i64;
    customers.sort_by_key(|customer| ranked.iter().position(|id| *id == customer.id));
    let page = customers.into_iter().skip(offset as usize).take(limit as usize).collect();
    Ok(CustomerPage { rows: rows(desk, page).await?, total })
}

pub(crate) async fn find(desk: &Desk, caller: &Caller, input: FindCustomer) -> Result<Vec<CustomerRow>, Error> {
    let limit = if input.limit <= 0 { 10 } else { input.limit.min(FIND_MAX) };
    let ranked = ids(desk, caller.who()?, &input.text, limit as usize).await?;
    let mut customers: Vec<Customer> = desk.store().get_many(&ranked).await?;
    customers.sort_by_key(|customer| ranked.iter().position(|id| *id == customer.id));
    rows(desk, customers).await
}

/// Customers that a text names, best first, merged cards replaced by those that stand for them. Whoever is known by
/// exactly this number comes before everyone the index finds, and is found although the index has not caught up yet.
pub(crate) async fn ids(desk: &Desk, who: &Who, text: &str, limit: usize) -> Result<Vec<Id>, Error> {
    let mut found: Vec<Id> = Vec::new();
    for kind in IdentityKind::ALL {
        let Ok(identity) = Identity::new(*kind, text) else { continue };
        found.extend(desk.store().customers_known_as(&identity.to_string()).await?.iter().map(|customer| customer.id));
    }
    found.extend(search::ids(desk, who, Noun::Customer, text, limit).await?);
    let standing = survivors(desk, found.iter().copied()).await?;
    let mut seen = BTreeSet::new();
    let standing = found.iter().filter_map(|id| standing.get(id)).map(|customer| customer.id);
    Ok(standing.filter(|id| seen.insert(*id)).take(limit).collect())
}

/// The customer that stands for `id`: itself, or the card it was merged into.
pub(crate) async fn found(desk: &Desk, id: Id) -> Result<Customer, Error> {
    let standing = survivors(desk, [id]).await?.remove(&id);
    standing.ok_or_else(|| Error::not_found("位顾客", "customer"))
}

/// For each id the customer that stands for it now. Ids of customers that are gone are left out.
pub(crate) async fn survivors(desk: &Desk, ids: impl IntoIterator<Item = Id>) -> Result<BTreeMap<Id, Customer>, Error> {
    let asked: BTreeSet<Id> = ids.into_iter().collect();
    let mut known: BTreeMap<Id, Customer> = BTreeMap::new();
    let mut wanted: Vec<Id> = asked.iter().copied().collect();
    while !wanted.is_empty() {
        let loaded: Vec<Customer> = desk.store().get_many(&wanted).await?;
        wanted = loaded.iter().filter_map(|customer| customer.merged_into).filter(|id| !known.contains_key(id)).collect();
        known.extend(loaded.into_iter().map(|customer| (customer.id, customer)));
        wanted.retain(|id| !known.contains_key(id));
    }
    let standing = |id: Id| known.get(&survivor(id, &|id| known.get(&id)?.merged_into));
    Ok(asked.iter().filter_map(|id| Some((*id, standing(*id)?.clone()))).collect())
}

/// The customers and all cards that were merged into them, directly or over others.
pub(crate) async fn families(desk: &Desk, ids: &[Id]) -> Result<Vec<Id>, Error> {
    let mut all: BTreeSet<Id> = ids.iter().copied().collect();
    let mut latest: Vec<Id> = ids.to_vec();
    while !latest.is_empty() {
        let merged = desk.store().merged_into_any(&latest).await?;
        latest = merged.into_iter().filter(|id| all.insert(*id)).collect();
    }
    Ok(all.into_iter().collect())
}

/// Rows of customers, in their order.
pub(super) async fn rows(desk: &Desk, customers: Vec<Customer>) -> Result<Vec<CustomerRow>, Error> {
    let ids: Vec<Id> = customers.iter().map(|customer| customer.id).collect();
    let open: BTreeMap<Id, i64> = desk.store().open_tickets_of(&ids).await?.into_iter().collect();
    let seen: BTreeMap<Id, i64> = desk.store().seen_at(&ids).await?.into_iter().collect();
    let shops = cards::shops(desk, customers.iter().filter_map(|customer| customer.home_shop)).await?;
    let row = |customer: Customer| CustomerRow {
        card: CustomerCard::from(&customer),
        home_shop: customer.home_shop.and_then(|id| shops.get(&id).cloned()),
        last_seen_at: seen.get(&customer.id).copied(),
        open_tickets: open.get(&customer.id).copied().unwrap_or(0),
        spent_year_cents: customer.spent_year_cents,
        points: customer.points,
    };
    Ok(customers.into_iter().map(row).collect())
}
