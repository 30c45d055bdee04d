//! One customer's card, masked, with figures over every card that was merged into it; and cards that look like the same
//! person.

use std::collections::BTreeSet;

use domain::customer::{Customer, Identity, mask, mask_address, mask_birthday};
use domain::{Id, Noun};
use store::customer::CustomerFigures;

use super::find::{families, found, rows, survivors};
use super::{CustomerDetail, CustomerRow, CustomerStats, IdentityView};
use crate::desk::{Caller, Desk};
use crate::error::Error;
use crate::shape::{ById, CustomerCard};
use crate::{audit, cards, search};

/// Look-alikes that are shown.
const DUPLICATES_MAX: usize = 20;

pub(crate) async fn get(desk: &Desk, caller: &Caller, input: ById) -> Result<CustomerDetail, Error> {
    let customer = found(desk, input.id).await?;
    audit::viewed(desk, caller, customer.id).await?;
    let family = families(desk, &[customer.id]).await?;
    let merged = cards::customers(desk, family.iter().copied().filter(|id| *id != customer.id)).await?;
    Ok(CustomerDetail {
        card: CustomerCard::from(&customer),
        identities: identities(desk, &customer).await?,
        home_shop: cards::shops(desk, customer.home_shop).await?.into_values().next(),
        stats: stats(desk.store().customer_figures(&family).await?),
        merged: merged.into_values().collect(),
        member_since: customer.member_since,
        birthday: customer.birthday.as_deref().map(mask_birthday),
        gender: customer.gender,
        address: customer.address.as_deref().map(mask_address),
        notes: customer.notes,
        consent: customer.consent,
        fields: customer.fields,
        points: customer.points,
        spent_year_cents: customer.spent_year_cents,
        language: customer.language,
    })
}

async fn identities(desk: &Desk, customer: &Customer) -> Result<Vec<IdentityView>, Error> {
    let keys = desk.store().identity_keys(customer.id).await?;
    let view = |(key, stored): (String, String)| {
        let identity = Identity::parse(&stored)?;
        Some(IdentityView { key, kind: identity.kind, shown: mask(identity.kind, &identity.value) })
    };
    Ok(keys.into_iter().filter_map(view).collect())
}

fn stats(figures: CustomerFigures) -> CustomerStats {
    CustomerStats {
        conversations: figures.conversations,
        tickets: figures.tickets,
        open_tickets: figures.open_tickets,
        rating_average: (figures.ratings > 0).then(|| figures.rating_sum as f64 / figures.ratings as f64),
        ratings: figures.ratings,
        shops_visited: figures.shops,
        last_seen_at: figures.seen_at,
    }
}

/// Cards that share a number or the whole name with this one.
pub(crate) async fn duplicates(desk: &Desk, caller: &Caller, input: ById) -> Result<Vec<CustomerRow>, Error> {
    let customer = found(desk, input.id).await?;
    let mut alike: Vec<Id> = Vec::new();
    for identity in &customer.identities {
        alike.extend(desk.store().customers_known_as(identity).await?.iter().map(|other| other.id));
    }
    let named = search::ids(desk, caller.who()?, Noun::Customer, &customer.name, DUPLICATES_MAX * 5).await?;
    let named: Vec<Customer> = desk.store().get_many(&named).await?;
    alike.extend(named.iter().filter(|other| same_name(&other.name, &customer.name)).map(|other| other.id));
    let standing = survivors(desk, alike.iter().copied()).await?;
    let mut seen = BTreeSet::from([customer.id]);
    let others = alike.iter().filter_map(|id| standing.get(id)).filter(|other| seen.insert(other.id));
    rows(desk, others.take(DUPLICATES_MAX).cloned().collect()).await
}

/// Spaces and letter case make no other person.
fn same_name(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect::<String>();
    plain(one) == plain(other)
}
