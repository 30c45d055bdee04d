//! Who gets which record, and who may write it: the equality keys that records are handed out by.
//!
//! A scope is never named by a desk: the hub works it out from the record's own fields, so that a desk cannot address what
//! is not its own. Records move in wholes: a message goes where its conversation goes. This module never asks who is
//! asking; it only says what a record belongs to.

use std::collections::{BTreeMap, BTreeSet};

use crate::field::{self, Field, Noun};
use crate::id::Id;
use crate::value::Value;

/// A key that desks are granted and records stand under. In the order in which a desk wants to hear of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Shops, staff, roles, calendars and what else everyone must know first.
    Policy,
    Shop(Id),
    Department(Id),
    /// Articles and what hangs on them.
    Knowledge,
    /// What only head office reads: the audit trail, suggestions of nobody's shop.
    HeadOffice,
}

impl Scope {
    /// One byte for the kind, sixteen for the id.
    pub fn to_bytes(self) -> [u8; 17] {
        let (kind, id) = match self {
            Scope::Policy => (1, Id([0; 16])),
            Scope::Shop(id) => (2, id),
            Scope::Department(id) => (3, id),
            Scope::Knowledge => (4, Id([0; 16])),
            Scope::HeadOffice => (5, Id([0; 16])),
        };
        let mut bytes = [kind; 17];
        bytes[1..].copy_from_slice(&id.0);
        bytes
    }

    /// None for bytes that are no scope of this program.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (kind, id) = bytes.split_first()?;
        let id = Id(id.try_into().ok()?);
        match kind {
            1 => Some(Scope::Policy),
            2 => Some(Scope::Shop(id)),
            3 => Some(Scope::Department(id)),
            4 => Some(Scope::Knowledge),
            5 => Some(Scope::HeadOffice),
            _ => None,
        }
    }
}

/// How a noun's records find their desks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// All of them stand under one scope.
    Fixed(Scope),
    /// By their shop and department; under `otherwise` when they name none, or else where they were made.
    Fields { otherwise: Option<Scope> },
    /// With the record that the first of these fields names.
    With(&'static [Field]),
    /// They stay on the device that made them; only their hashes are told.
    Stays,
}

/// The way of a noun.
pub const fn way(noun: Noun) -> Way {
    match noun {
        Noun::Organisation | Noun::Shop | Noun::Department | Noun::Role | Noun::Staff => Way::Fixed(Scope::Policy),
        Noun::TicketType | Noun::Calendar | Noun::SlaPolicy | Noun::Intent => Way::Fixed(Scope::Policy),
        Noun::Category | Noun::Article | Noun::Revision => Way::Fixed(Scope::Knowledge),
        Noun::CannedReply | Noun::Macro | Noun::View => Way::Fields { otherwise: Some(Scope::Policy) },
        Noun::Customer | Noun::Conversation | Noun::Ticket => Way::Fields { otherwise: None },
        Noun::Suggestion => Way::Fields { otherwise: Some(Scope::HeadOffice) },
        Noun::Message => Way::With(&[field::message::conversation, field::message::ticket]),
        Noun::Reminder => Way::With(&[field::reminder::about]),
        Noun::Rating => Way::With(&[field::rating::about]),
        Noun::Attachment | Noun::Audit => Way::Fixed(Scope::HeadOffice),
        Noun::Draft => Way::Stays,
    }
}

/// Fields that place a record or the records it brings along: all that a hub must remember of it.
pub const fn facts(noun: Noun) -> &'static [Field] {
    match noun {
        Noun::Conversation => &[
            field::conversation::shop,
            field::conversation::department,
            field::conversation::customer,
            field::conversation::ticket,
            field::conversation::assignee,
        ],
        Noun::Ticket => {
            &[field::ticket::shop, field::ticket::department, field::ticket::customer, field::ticket::conversation, field::ticket::assignee]
        }
        Noun::Customer => &[field::customer::home_shop, field::customer::merged_into],
        Noun::CannedReply => &[field::canned_reply::shop],
        Noun::Macro => &[field::macros::shop],
        Noun::View => &[field::view::shop],
        Noun::Suggestion => &[field::suggestion::shop],
        _ => &[],
    }
}

/// The values of a record's [`facts`], by field code.
pub type Facts = BTreeMap<u16, Value>;

/// The scopes that the record's own fields put it under; `home` is where its maker is at home, so that nothing is nobody's.
pub fn own(noun: Noun, facts: &Facts, home: Scope) -> BTreeSet<Scope> {
    let named = |field: Option<Field>| field.and_then(|field| id_of(facts, field));
    match way(noun) {
        Way::Fixed(scope) => BTreeSet::from([scope]),
        Way::Fields { otherwise } => {
            let shop = named(shop_of(noun)).map(Scope::Shop);
            let department = named(department_of(noun)).map(Scope::Department);
            let own: BTreeSet<Scope> = shop.into_iter().chain(department).collect();
            if own.is_empty() { BTreeSet::from([otherwise.unwrap_or(home)]) } else { own }
        }
        Way::With(_) | Way::Stays => BTreeSet::new(),
    }
}

const fn shop_of(noun: Noun) -> Option<Field> {
    match noun {
        Noun::Conversation => Some(field::conversation::shop),
        Noun::Ticket => Some(field::ticket::shop),
        Noun::Customer => Some(field::customer::home_shop),
        Noun::CannedReply => Some(field::canned_reply::shop),
        Noun::Macro => Some(field::macros::shop),
        Noun::View => Some(field::view::shop),
        Noun::Suggestion => Some(field::suggestion::shop),
        _ => None,
    }
}

const fn department_of(noun: Noun) -> Option<Field> {
    match noun {
        Noun::Conversation => Some(field::conversation::department),
        Noun::Ticket => Some(field::ticket::department),
        _ => None,
    }
}

/// The records that must be wherever this one is: who reads a conversation reads its customer's card.
pub fn brings(noun: Noun, facts: &Facts) -> BTreeSet<Id> {
    let fields: &[Field] = match noun {
        Noun::Conversation => &[field::conversation::customer, field::conversation::ticket],
        Noun::Ticket => &[field::ticket::customer, field::ticket::conversation],
        Noun::Customer => &[field::customer::merged_into],
        _ => &[],
    };
    fields.iter().filter_map(|field| id_of(facts, *field)).collect()
}

/// The customer whose history the record is part of.
pub fn customer(noun: Noun, facts: &Facts) -> Option<Id> {
    match noun {
        Noun::Conversation => id_of(facts, field::conversation::customer),
        Noun::Ticket => id_of(facts, field::ticket::customer),
        _ => None,
    }
}

/// The field that says whose work a record is; two who take it at once cannot both have it.
pub const fn assignee(noun: Noun) -> Option<Field> {
    match noun {
        Noun::Conversation => Some(field::conversation::assignee),
        Noun::Ticket => Some(field::ticket::assignee),
        _ => None,
    }
}

/// Ids are stored as bytes or as text.
pub fn id_of(facts: &Facts, field: Field) -> Option<Id> {
    match facts.get(&field.code)? {
        Value::Bytes(bytes) => bytes.as_slice().try_into().ok().map(Id),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

/// Whether a branch may write this field, or (with none) make and take away records of the noun. The rest is head office's.
pub fn branch_writes(noun: Noun, field: Option<u16>) -> bool {
    use field::{article, staff};
    let among = |fields: &[Field]| field.is_some_and(|code| fields.iter().any(|field| field.code == code));
    match noun {
        Noun::Staff => among(&[staff::password, staff::pin, staff::must_change_password, staff::preferences, staff::password_at]),
        Noun::Article => among(&[article::votes]),
        Noun::Organisation | Noun::Shop | Noun::Department | Noun::Role => false,
        Noun::TicketType | Noun::Calendar | Noun::SlaPolicy | Noun::Intent | Noun::Category | Noun::Revision => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    const SHOP: Id = Id([1; 16]);
    const DEPARTMENT: Id = Id([2; 16]);
    const CUSTOMER: Id = Id([3; 16]);
    const HOME: Id = Id([4; 16]);

    fn check(noun: Noun, facts: &[(Field, Id)], expected: Expect) {
        let facts: Facts = facts.iter().map(|(field, id)| (field.code, (*id).into())).collect();
        expected.assert_eq(&format!("{:?} brings {}", own(noun, &facts, Scope::Shop(HOME)), brings(noun, &facts).len()));
    }

    #[test]
    fn a_conversation_stands_in_its_shop_and_its_department_and_brings_its_customer() {
        use field::conversation as c;
        check(
            Noun::Conversation,
            &[(c::shop, SHOP), (c::department, DEPARTMENT), (c::customer, CUSTOMER)],
            expect!["{Shop(01010101-0101-0101-0101-010101010101), Department(02020202-0202-0202-0202-020202020202)} brings 1"],
        );
    }

    #[test]
    fn what_names_no_shop_goes_where_its_noun_says() {
        check(Noun::View, &[], expect!["{Policy} brings 0"]);
        check(Noun::Suggestion, &[], expect!["{HeadOffice} brings 0"]);
        check(Noun::Customer, &[], expect!["{Shop(04040404-0404-0404-0404-040404040404)} brings 0"]);
        check(Noun::Message, &[], expect!["{} brings 0"]);
    }

    #[test]
    fn a_scope_comes_back_from_its_bytes() {
        for scope in [Scope::Policy, Scope::Shop(SHOP), Scope::Department(DEPARTMENT), Scope::Knowledge, Scope::HeadOffice] {
            assert_eq!(Scope::from_bytes(&scope.to_bytes()), Some(scope));
        }
        assert_eq!(Scope::from_bytes(&[9; 17]), None);
        assert_eq!(Scope::from_bytes(&[1]), None);
    }

    #[test]
    fn a_branch_writes_its_own_password_and_no_permission() {
        assert!(branch_writes(Noun::Staff, Some(field::staff::password.code)));
        assert!(!branch_writes(Noun::Staff, Some(field::staff::roles.code)));
        assert!(!branch_writes(Noun::Staff, None));
        assert!(branch_writes(Noun::Ticket, None));
    }

    /// Local nouns are exactly those that stay, or a draft would leave the desk by another door.
    #[test]
    fn what_is_local_stays() {
        for noun in Noun::ALL {
            assert_eq!(noun.is_local(), way(*noun) == Way::Stays, "{noun:?}");
        }
    }
}
