//! Which steps the state machines allow, by the words that are stored: what a merge asks when a step comes late.

use crate::conversation::ConversationState;
use crate::field::{self, Field};
use crate::ticket::TicketState;

/// Whether `field` may go from state `from` to `to`. The first step, from nothing, may start anywhere.
pub fn allowed(field: Field, from: &str, to: &str) -> bool {
    match field {
        field::ticket::state => known(TicketState::from_tag, from, to, TicketState::may_become),
        field::conversation::state => known(ConversationState::from_tag, from, to, ConversationState::may_become),
        _ => true,
    }
}

fn known<S: Copy>(read: fn(&str) -> Option<S>, from: &str, to: &str, may: fn(S, S) -> bool) -> bool {
    match (read(from), read(to)) {
        (Some(from), Some(to)) => may(from, to),
        (None, Some(_)) => from.is_empty(),
        (_, None) => false,
    }
}
