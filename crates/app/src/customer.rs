//! The customer card: find, read (masked), write, reveal (recorded), merge and un-merge.

use std::collections::BTreeMap;

use domain::Id;
use domain::conversation::Channel;
use domain::customer::{IdentityKind, Tier};

use crate::shape::{CustomerCard, ShopCard};
use crate::shapes;

mod find;
mod page;
mod trail;
mod write;

pub(crate) use find::{families, find, found, ids, list, survivors};
pub(crate) use page::{duplicates, get};
pub(crate) use trail::timeline;
pub(crate) use write::{add_identity, consent, create, merge, remove_identity, reveal, tag, unmerge, update};

shapes! {
    pub struct ListCustomers {
        #[serde(default)]
        text: String,
        #[serde(default)]
        tags: Vec<String>,
        tier: Option<Tier>,
        shop: Option<Id>,
        #[serde(default)]
        offset: i64,
        limit: i64,
    }

    pub struct CustomerRow { card: CustomerCard, home_shop: Option<ShopCard>, last_seen_at: Option<i64>, open_tickets: i64, spent_year_cents: i64, points: i64 }

    pub struct CustomerPage { rows: Vec<CustomerRow>, total: i64 }

    /// A phone number or its last digits, a member number, a name or its pinyin.
    pub struct FindCustomer { text: String, #[serde(default)] limit: i64 }

    pub struct IdentityView {
        /// Names the identity in later calls without saying it.
        key: String,
        kind: IdentityKind,
        /// Masked.
        shown: String,
    }

    pub struct CustomerStats { conversations: i64, tickets: i64, open_tickets: i64, rating_average: Option<f64>, ratings: i64, shops_visited: i64, last_seen_at: Option<i64> }

    pub struct CustomerDetail {
        card: CustomerCard,
        identities: Vec<IdentityView>,
        member_since: Option<i64>,
        birthday: Option<String>,
        gender: Option<String>,
        /// Masked.
        address: Option<String>,
        notes: Option<String>,
        consent: BTreeMap<String, String>,
        fields: BTreeMap<String, String>,
        home_shop: Option<ShopCard>,
        points: i64,
        spent_year_cents: i64,
        language: Option<String>,
        merged: Vec<CustomerCard>,
        stats: CustomerStats,
    }

    pub struct TimelineAsk { id: Id, before: Option<i64>, limit: i64 }

    pub struct TimelineEntry {
        at: i64,
        /// `conversation`, `ticket` or `rating`.
        noun: String,
        id: Id,
        title: String,
        detail: String,
        channel: Option<Channel>,
        shop: Option<ShopCard>,
        state: String,
        number: Option<String>,
    }

    pub struct CreateCustomer {
        name: String,
        #[serde(default)]
        phone: String,
        #[serde(default)]
        member_no: String,
        tier: Option<Tier>,
        home_shop: Option<Id>,
        #[serde(default)]
        tags: Vec<String>,
        #[serde(default)]
        notes: String,
    }

    /// A missing field stays as it is; an empty text clears it.
    pub struct UpdateCustomer {
        id: Id,
        name: Option<String>,
        tier: Option<Tier>,
        birthday: Option<String>,
        gender: Option<String>,
        address: Option<String>,
        notes: Option<String>,
        home_shop: Option<Id>,
        language: Option<String>,
        #[serde(default)]
        fields: BTreeMap<String, String>,
    }

    pub struct TagChange { id: Id, #[serde(default)] add: Vec<String>, #[serde(default)] remove: Vec<String> }

    pub struct AddIdentity { id: Id, kind: IdentityKind, value: String }

    pub struct RemoveIdentity { id: Id, key: String }

    pub struct SetConsent { id: Id, purpose: String, given: bool }

    /// `what`: an identity's key, or `address`, `birthday`.
    pub struct Reveal { id: Id, what: String }

    pub struct Revealed { value: String }

    pub struct MergeCustomers { winner: Id, loser: Id }
}
