//! Tickets: list, page, life, relations, hand-over, bulk.

use std::collections::BTreeMap;

use domain::Id;
use domain::conversation::Channel;
use domain::message::Message;
use domain::sla::{Metric, PromiseState};
use domain::ticket::{CheckChange, Priority, Relation, Ticket, TicketState};
use domain::ticket_type::TicketType;
use domain::view::Filter;

use crate::rating::RatingView;
use crate::shape::{CustomerCard, ShopCard, StaffCard};
use crate::shapes;

mod change;
mod page;
mod relation;
mod row;
mod story;

pub(crate) use change::{assign, checklist, comment, create, delete, hand_over, next_number, snooze, step, tag, update, watch};
pub(crate) use page::{counts, get, list};
pub(crate) use relation::{bulk, merge, relate, split, unmerge};
pub(crate) use row::rows;
pub(crate) use story::words::label;
pub(crate) use story::{history, story};

shapes! {
    /// One promise: when it is due and how it stands. `paused` promises have no running clock.
    pub struct PromiseView { metric: Metric, due: i64, state: PromiseState, started: i64, left_ms: i64 }

    pub struct TicketRow {
        id: Id,
        number: String,
        subject: String,
        kind: Option<Id>,
        kind_name: String,
        state: TicketState,
        priority: Priority,
        customer: Option<CustomerCard>,
        assignee: Option<StaffCard>,
        department: Option<String>,
        shop: Option<ShopCard>,
        channel: Option<Channel>,
        promise: Option<PromiseView>,
        opened_at: i64,
        updated_at: i64,
        tags: Vec<String>,
        checks_done: i64,
        checks: i64,
        merged_into: Option<Id>,
        snoozed_until: Option<i64>,
    }

    pub struct ListTickets { filter: Filter, #[serde(default)] offset: i64, limit: i64 }

    pub struct TicketPage { rows: Vec<TicketRow>, total: i64 }

    /// By id, or by number.
    pub struct GetTicket { id: Option<Id>, #[serde(default)] number: String }

    pub struct TicketDetail {
        ticket: Ticket,
        kind: Option<TicketType>,
        customer: Option<CustomerCard>,
        assignee: Option<StaffCard>,
        opened_by: Option<StaffCard>,
        shop: Option<ShopCard>,
        department: Option<String>,
        watchers: Vec<StaffCard>,
        promises: Vec<PromiseView>,
        parent: Option<TicketRow>,
        children: Vec<TicketRow>,
        links: Vec<TicketRow>,
        merged: Vec<TicketRow>,
        merged_into: Option<TicketRow>,
        next_states: Vec<TicketState>,
        /// Why it cannot be resolved yet, as sentences.
        open_points: Vec<String>,
        rating: Option<RatingView>,
        messages: i64,
        draft: Option<crate::conversation::DraftView>,
        updated_at: i64,
    }

    /// One line of the story: who did what, in words; a message where something was said.
    pub struct StoryEntry {
        at: i64,
        who: Option<StaffCard>,
        /// `customer`, `staff`, `ai`, `system`, or `promise` for what lies ahead.
        actor: String,
        /// `opened`, `message`, `note`, `state`, `assigned`, `field`, `checked`, `linked`, `merged`, `split`, `promise`, `rated`.
        what: String,
        text: String,
        message: Option<Message>,
        ticket: Option<TicketRow>,
    }

    pub struct Story { entries: Vec<StoryEntry> }

    /// One change of one field, from the log.
    pub struct HistoryEntry { at: i64, who: Option<StaffCard>, field: String, label: String, from: Option<String>, to: Option<String>, device: String, seq: i64 }

    pub struct History { entries: Vec<HistoryEntry> }

    pub struct CreateTicket {
        subject: String,
        #[serde(default)]
        description: String,
        kind: Option<Id>,
        priority: Option<Priority>,
        customer: Option<Id>,
        shop: Option<Id>,
        department: Option<Id>,
        assignee: Option<Id>,
        conversation: Option<Id>,
        channel: Option<Channel>,
        #[serde(default)]
        tags: Vec<String>,
        #[serde(default)]
        fields: BTreeMap<String, String>,
        parent: Option<Id>,
    }

    pub struct CreatedTicket { id: Id, number: String }

    /// A missing field stays as it is; an empty text clears it.
    pub struct UpdateTicket {
        id: Id,
        subject: Option<String>,
        description: Option<String>,
        kind: Option<Id>,
        priority: Option<Priority>,
        customer: Option<Id>,
        #[serde(default)]
        fields: BTreeMap<String, String>,
    }

    pub struct MoveTicket {
        id: Id,
        to: TicketState,
        #[serde(default)]
        resolution: String,
        /// Resolve although optional checklist lines are open.
        #[serde(default)]
        anyway: bool,
    }

    pub struct AssignTicket { id: Id, staff: Option<Id> }

    pub struct HandOver {
        id: Id,
        department: Id,
        staff: Option<Id>,
        /// What they are asked to do.
        ask: String,
        /// What the customer is told, if anything.
        #[serde(default)]
        tell_customer: String,
        due: Option<i64>,
    }

    pub struct Comment {
        id: Id,
        text: String,
        #[serde(default)] mentions: Vec<Id>,
        #[serde(default)] attachments: Vec<domain::message::Carried>,
        /// What a voice note among the attachments says.
        #[serde(default)] transcript: Option<String>,
    }

    pub struct Watch { id: Id, watching: bool }

    pub struct ChangeChecklist { id: Id, change: CheckChange }

    pub struct Relate { id: Id, other: Id, relation: Relation, on: bool }

    pub struct MergeTickets { into: Id, ids: Vec<Id> }

    pub struct SplitTicket {
        id: Id,
        subject: String,
        kind: Option<Id>,
        department: Option<Id>,
        /// Checklist lines that move to the new ticket.
        #[serde(default)]
        checks: Vec<String>,
        /// Notes and messages that are quoted in it.
        #[serde(default)]
        messages: Vec<Id>,
    }

    pub struct BulkTickets { ids: Vec<Id>, action: TicketAction }
}

/// What can be done to many tickets at once.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum TicketAction {
    Assign { staff: Option<Id> },
    Move { to: TicketState },
    Priority { to: Priority },
    Tag { tag: String },
    Untag { tag: String },
    Department { to: Id },
}
