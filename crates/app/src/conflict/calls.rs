//! A decision by the call that changes the field in everyday work, so that its rule speaks and its promises follow.
//!
//! Where no call writes the field alone (a department comes with a hand-over, a setting with its whole form), and where a
//! value is put back to nothing, the cell is written as it was: its value passed the rule when it was first written.

use std::collections::BTreeMap;

use domain::conversation::Mood;
use domain::customer::Tier;
use domain::field::{self, Field};
use domain::ticket::Priority;
use domain::{Id, Value};

use super::Decision;
use crate::conversation::{AssignConversation, SetConversationCustomer, SetMood};
use crate::customer::UpdateCustomer;
use crate::desk::{Caller, Desk};
use crate::error::Error;
use crate::names::id_of;
use crate::shape::Nothing;
use crate::ticket::{AssignTicket, UpdateTicket};
use crate::{conversation, customer, ticket};

pub(super) async fn carry_out(desk: &Desk, caller: &Caller, decision: &Decision, by_its_call: bool) -> Result<Nothing, Error> {
    let (id, field, value) = (decision.decided.id, decision.field, &decision.value);
    if by_its_call {
        if let Some(change) = ticket_change(id, field, decision.decided.key.as_deref(), value) {
            return ticket::update(desk, caller, change).await;
        }
        if let Some(change) = customer_change(id, field, decision.decided.key.as_deref(), value) {
            return customer::update(desk, caller, change).await;
        }
        match (field, value) {
            (field::ticket::assignee, _) => return ticket::assign(desk, caller, AssignTicket { id, staff: id_of(value) }).await,
            (field::conversation::assignee, _) => {
                return conversation::assign(desk, caller, AssignConversation { id, staff: id_of(value) }).await;
            }
            (field::conversation::customer, Value::Bytes(_)) => {
                let Some(customer) = id_of(value) else { return as_it_was(desk, caller).await };
                return conversation::set_customer(desk, caller, SetConversationCustomer { id, customer }).await;
            }
            (field::conversation::mood, Value::Text(tag)) => {
                let Some(mood) = Mood::from_tag(tag) else { return as_it_was(desk, caller).await };
                return conversation::set_mood(desk, caller, SetMood { id, mood }).await;
            }
            _ => {}
        }
    }
    as_it_was(desk, caller).await
}

/// The pen itself writes what was decided and no edit writes.
async fn as_it_was(desk: &Desk, caller: &Caller) -> Result<Nothing, Error> {
    desk.pen(caller).await?.commit(Vec::new()).await?;
    Ok(Nothing {})
}

fn text(value: &Value) -> Option<String> {
    if let Value::Text(text) = value { Some(text.clone()) } else { None }
}

fn one_key(key: Option<&str>, value: &Value) -> Option<BTreeMap<String, String>> {
    Some(BTreeMap::from([(key?.to_owned(), text(value)?)]))
}

fn ticket_change(id: Id, field: Field, key: Option<&str>, value: &Value) -> Option<UpdateTicket> {
    use field::ticket as of;
    let nothing = || UpdateTicket { id, subject: None, description: None, kind: None, priority: None, customer: None, fields: BTreeMap::new() };
    Some(match field {
        of::subject => UpdateTicket { subject: Some(text(value)?), ..nothing() },
        of::description => UpdateTicket { description: Some(text(value)?), ..nothing() },
        of::kind => UpdateTicket { kind: Some(id_of(value)?), ..nothing() },
        of::priority => UpdateTicket { priority: Some(Priority::from_tag(&text(value)?)?), ..nothing() },
        of::customer => UpdateTicket { customer: Some(id_of(value)?), ..nothing() },
        of::fields => UpdateTicket { fields: one_key(key, value)?, ..nothing() },
        _ => return None,
    })
}

fn customer_change(id: Id, field: Field, key: Option<&str>, value: &Value) -> Option<UpdateCustomer> {
    use field::customer as of;
    let nothing = || UpdateCustomer {
        id,
        name: None,
        tier: None,
        birthday: None,
        gender: None,
        address: None,
        notes: None,
        home_shop: None,
        language: None,
        fields: BTreeMap::new(),
    };
    Some(match field {
        of::name => UpdateCustomer { name: Some(text(value)?), ..nothing() },
        of::tier => UpdateCustomer { tier: Some(Tier::from_tag(&text(value)?)?), ..nothing() },
        of::birthday => UpdateCustomer { birthday: Some(text(value)?), ..nothing() },
        of::gender => UpdateCustomer { gender: Some(text(value)?), ..nothing() },
        of::address => UpdateCustomer { address: Some(text(value)?), ..nothing() },
        of::notes => UpdateCustomer { notes: Some(text(value)?), ..nothing() },
        of::home_shop => UpdateCustomer { home_shop: Some(id_of(value)?), ..nothing() },
        of::language => UpdateCustomer { language: Some(text(value)?), ..nothing() },
        of::fields => UpdateCustomer { fields: one_key(key, value)?, ..nothing() },
        _ => return None,
    })
}
