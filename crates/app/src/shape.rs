//! What calls take and give, where several nouns share a shape.
//!
//! Shapes carry what a screen shows, already masked for the person who asked; records never leave `app` raw
//! where they hold personal data.

use domain::Id;
use domain::customer::Tier;
use domain::refusal::Lang;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Declares call shapes with the derives that every shape has. Inputs may leave out fields marked `#[serde(default)]`.
#[macro_export]
macro_rules! shapes {
    ($($(#[$meta:meta])* pub struct $name:ident { $($(#[$fmeta:meta])* $field:ident : $type:ty),* $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, ::serde::Serialize, ::serde::Deserialize, ::ts_rs::TS)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$fmeta])* pub $field: $type),* }
    )+};
}

shapes! {
    /// For calls that take or give nothing.
    pub struct Nothing {}

    pub struct ById { id: Id }

    pub struct Created { id: Id }

    pub struct StaffCard { id: Id, name: String, account: String }

    pub struct ShopCard { id: Id, code: String, name: String }

    /// A customer as lists and threads show them; the phone is masked.
    pub struct CustomerCard {
        id: Id,
        name: String,
        tier: Option<Tier>,
        /// `138****5678`, or none.
        phone: Option<String>,
        member_no: Option<String>,
        tags: Vec<String>,
    }

    /// A text with the spans that matched, in characters from the start.
    pub struct Marked { text: String, marks: Vec<(usize, usize)> }

    /// Why one of many was not done.
    pub struct Refused { id: Id, why: String }

    pub struct BulkOutcome { done: i64, refused: Vec<Refused> }

    /// Count of one view, and how many of them are late.
    pub struct ViewCount { key: String, count: i64, late: i64 }
}

/// Which language a call's words come back in.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, TS)]
pub struct Words {
    pub lang: Lang,
}

impl From<&domain::staff::Staff> for StaffCard {
    fn from(staff: &domain::staff::Staff) -> Self {
        StaffCard { id: staff.id, name: staff.name.clone(), account: staff.account.clone() }
    }
}

impl From<&domain::shop::Shop> for ShopCard {
    fn from(shop: &domain::shop::Shop) -> Self {
        ShopCard { id: shop.id, code: shop.code.clone(), name: shop.name.clone() }
    }
}
