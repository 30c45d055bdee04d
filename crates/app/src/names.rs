//! What stored values say to people: names for ids, words for states, labels for fields.
//!
//! One place for the record of changes and for the journal of conflicts, so that both say the same. Personal data is masked
//! here, because whoever reads a change has not asked to see it in full.

use std::collections::{BTreeMap, BTreeSet};

use domain::customer::{mask_address, mask_birthday};
use domain::field::{Field, Kind, customer, ticket};
use domain::knowledge::{Category, Revision};
use domain::refusal::Lang;
use domain::ticket::{CheckItem, Priority, Ticket, TicketState};
use domain::ticket_type::TicketType;
use domain::{Id, Value};

use crate::cards;
use crate::desk::Desk;
use crate::error::Error;
use crate::shape::StaffCard;

/// Names that values stand for.
pub(crate) struct Names {
    pub people: BTreeMap<Id, StaffCard>,
    kinds: BTreeMap<Id, TicketType>,
    others: BTreeMap<Id, String>,
    pub lang: Lang,
}

impl Names {
    /// Of these records, whatever they are.
    pub async fn read(desk: &Desk, lang: Lang, ids: impl IntoIterator<Item = Id>) -> Result<Names, Error> {
        let ids: Vec<Id> = ids.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        let store = desk.store();
        let mut others = cards::departments(desk, ids.iter().copied()).await?;
        others.extend(cards::shops(desk, ids.iter().copied()).await?.into_iter().map(|(id, card)| (id, card.name)));
        others.extend(cards::customers(desk, ids.iter().copied()).await?.into_iter().map(|(id, card)| (id, card.name)));
        others.extend(store.get_many::<Ticket>(&ids).await?.into_iter().map(|ticket| (ticket.id, ticket.number)));
        others.extend(store.get_many::<Category>(&ids).await?.into_iter().map(|category| (category.id, category.name)));
        others.extend(store.get_many::<Revision>(&ids).await?.into_iter().map(|revision| (revision.id, edition(&revision, lang))));
        let kinds = store.all::<TicketType>().await?.into_iter().map(|kind| (kind.id, kind)).collect();
        Ok(Names { people: cards::staff(desk, ids).await?, kinds, others, lang })
    }

    /// The field's name for people where it is a key of a ticket's own fields: its type's label.
    pub fn own_field(&self, key: &str) -> String {
        let schema = self.kinds.values().find_map(|kind| kind.field(key));
        schema.map_or_else(|| key.to_owned(), |schema| schema.label.clone())
    }

    /// A value for people; none for nothing. Of a set the key is the member.
    pub fn shown(&self, field: Field, key: Option<&str>, value: &Value) -> Option<String> {
        if field.kind == Kind::Set {
            let key = key.unwrap_or_default();
            let member = key.parse().map_or_else(|_| key.to_owned(), |id| self.name(id));
            return (*value != Value::Null).then_some(member);
        }
        match value {
            Value::Null => None,
            Value::Bool(flag) => Some(flag.to_string()),
            Value::Int(number) => Some(number.to_string()),
            Value::Bytes(_) => id_of(value).map(|id| self.name(id)),
            Value::Text(text) => Some(self.text(field, text)),
        }
    }

    fn text(&self, field: Field, text: &str) -> String {
        let known = match field {
            ticket::state => TicketState::from_tag(text).map(|state| state.words(self.lang).to_owned()),
            ticket::priority => Priority::from_tag(text).map(|priority| priority.words(self.lang).to_owned()),
            ticket::checklist => serde_json::from_str::<CheckItem>(text).ok().map(|item| check(&item)),
            customer::address => Some(mask_address(text)),
            customer::birthday => Some(mask_birthday(text)),
            _ => None,
        };
        known.unwrap_or_else(|| text.to_owned())
    }

    pub fn name(&self, id: Id) -> String {
        let person = self.people.get(&id).map(|card| card.name.clone());
        let kind = || self.kinds.get(&id).map(|kind| kind.name.clone());
        person.or_else(kind).or_else(|| self.others.get(&id).cloned()).unwrap_or_else(|| id.to_string())
    }
}

/// 「第 3 版：保温杯怎么退」
fn edition(revision: &Revision, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("第 {} 版：{}", revision.number, revision.title),
        Lang::En => format!("Revision {}: {}", revision.number, revision.title),
    }
}

pub(crate) fn check(item: &CheckItem) -> String {
    format!("{} {}", if item.done { "☑" } else { "☐" }, item.text)
}

pub(crate) fn id_of(value: &Value) -> Option<Id> {
    match value {
        Value::Bytes(bytes) => bytes.as_slice().try_into().ok().map(Id),
        _ => None,
    }
}
