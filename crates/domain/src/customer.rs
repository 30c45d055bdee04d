//! One customer card for every channel: identities, consent, tags, custom fields.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

crate::tags! {
    /// How a customer is known on a channel.
    pub enum IdentityKind {
        Phone = "phone",
        Member = "member",
        Wecom = "wecom",
        Wechat = "wechat",
        App = "app",
        Web = "web",
        Email = "email",
    }
}

crate::tags! {
    pub enum Tier { Regular = "regular", Silver = "silver", Gold = "gold", Black = "black" }
}

crate::record! {
    pub struct Customer of customer {
        name: String,
        /// `kind:value`, e.g. `phone:13812345678`.
        identities: Vec<String>,
        tier: Option<Tier>,
        member_since: Option<i64>,
        birthday: Option<String>,
        gender: Option<String>,
        address: Option<String>,
        notes: Option<String>,
        tags: Vec<String>,
        /// Purpose → milliseconds when it was given, or `0` when it was withdrawn.
        consent: std::collections::BTreeMap<String, String>,
        fields: std::collections::BTreeMap<String, String>,
        home_shop: Option<crate::id::Id>,
        merged_into: Option<crate::id::Id>,
        points: i64,
        spent_year_cents: i64,
        language: Option<String>,
        /// What a merge added to the winner, so that it can be taken back.
        merge_undo: CustomerUndo,
    }
}

/// What a merge added to the customer it went into, kept on the one that was merged away.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CustomerUndo {
    pub identities: Vec<String>,
    pub tags: Vec<String>,
}
crate::json_note!(CustomerUndo);

mod change;
mod identity;
mod mask;
mod merge;

pub use change::{CustomerChange, Holder, NewCustomer, add_identity, consent, create, remove_identity, tag, update};
pub use identity::{Identity, phone};
pub use mask::{mask, mask_address, mask_birthday, mask_identity};
pub use merge::{merge, unmerge};
