//! The people who work here, how they sign in, and the rules for passwords and PINs.
//!
//! Hashes are made in `app`; this module only judges what a person typed.

use crate::id::Id;

crate::record! {
    pub struct Staff of staff {
        /// What they sign in with; unique, lower case.
        account: String,
        name: String,
        phone: String,
        roles: Vec<String>,
        shops: Vec<String>,
        departments: Vec<String>,
        disabled: bool,
        /// argon2id in PHC form; never leaves `app`.
        #[serde(skip)] #[ts(skip)]
        password: Option<String>,
        #[serde(skip)] #[ts(skip)]
        pin: Option<String>,
        must_change_password: bool,
        preferences: std::collections::BTreeMap<String, String>,
        every_shop: bool,
        password_at: i64,
    }
}

impl Staff {
    pub fn shop_ids(&self) -> Vec<Id> {
        self.shops.iter().filter_map(|s| s.parse().ok()).collect()
    }
    pub fn role_ids(&self) -> Vec<Id> {
        self.roles.iter().filter_map(|s| s.parse().ok()).collect()
    }
}

mod change;
mod secret;

pub use change::{StaffChange, account, save, set_password, set_pin};
pub use secret::{LOCK_MS, check_password, check_pin, lock, password_expires};
