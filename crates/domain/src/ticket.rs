//! A ticket: work that outlives a conversation, with a state machine, promises and relations.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::conversation::Channel;
use crate::id::Id;
use crate::refusal::{Lang, Refusal, Verdict};

crate::tags! {
    pub enum TicketState {
        New = "new",
        Open = "open",
        /// The next move is the customer's; promises pause.
        WaitingCustomer = "waiting_customer",
        /// Another department, a supplier or stock must move first.
        WaitingOther = "waiting_other",
        Resolved = "resolved",
        Closed = "closed",
    }
}

crate::tags! { pub enum Priority { Low = "low", Normal = "normal", High = "high", Urgent = "urgent" } }

impl TicketState {
    /// The states that can follow this one.
    pub const fn next(self) -> &'static [TicketState] {
        use TicketState::*;
        match self {
            New => &[Open, WaitingCustomer, WaitingOther, Resolved],
            Open => &[WaitingCustomer, WaitingOther, Resolved],
            WaitingCustomer => &[Open, WaitingOther, Resolved],
            WaitingOther => &[Open, WaitingCustomer, Resolved],
            Resolved => &[Open, Closed],
            Closed => &[Open],
        }
    }
    pub fn may_become(self, to: TicketState) -> bool {
        self.next().contains(&to)
    }
    /// The states to pass through to get to `to`; empty when already there. Nothing becomes new again.
    pub fn way(self, to: TicketState) -> Vec<TicketState> {
        use TicketState::*;
        match (self, to) {
            _ if self == to => Vec::new(),
            _ if self.may_become(to) => vec![to],
            (Open, New) => Vec::new(),
            (_, New) => self.way(Open),
            (_, Closed) => vec![Resolved, Closed],
            _ => vec![Open, to],
        }
    }
    pub const fn words(self, lang: Lang) -> &'static str {
        use TicketState::*;
        match (self, lang) {
            (New, Lang::Zh) => "新建",
            (New, Lang::En) => "new",
            (Open, Lang::Zh) => "处理中",
            (Open, Lang::En) => "open",
            (WaitingCustomer, Lang::Zh) => "等顾客",
            (WaitingCustomer, Lang::En) => "waiting for customer",
            (WaitingOther, Lang::Zh) => "等别处",
            (WaitingOther, Lang::En) => "waiting for others",
            (Resolved, Lang::Zh) => "已解决",
            (Resolved, Lang::En) => "resolved",
            (Closed, Lang::Zh) => "已关闭",
            (Closed, Lang::En) => "closed",
        }
    }
    /// Whether work remains.
    pub const fn is_live(self) -> bool {
        !matches!(self, TicketState::Resolved | TicketState::Closed)
    }
}

impl Priority {
    pub const fn words(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Priority::Low, Lang::Zh) => "低",
            (Priority::Low, Lang::En) => "low",
            (Priority::Normal, Lang::Zh) => "普通",
            (Priority::Normal, Lang::En) => "normal",
            (Priority::High, Lang::Zh) => "高",
            (Priority::High, Lang::En) => "high",
            (Priority::Urgent, Lang::Zh) => "紧急",
            (Priority::Urgent, Lang::En) => "urgent",
        }
    }
}

/// One line of a ticket's checklist.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct CheckItem {
    pub text: String,
    pub done: bool,
    /// Must be done before the ticket can be resolved.
    pub required: bool,
    pub position: i64,
    pub done_by: Option<Id>,
    pub done_at: Option<i64>,
}

crate::record! {
    pub struct Ticket of ticket {
        /// Shop code, device letter, counter: `HZ02A-1842`.
        number: String,
        subject: String,
        description: Option<String>,
        kind: Option<Id>,
        state: TicketState,
        priority: Priority,
        customer: Option<Id>,
        shop: Option<Id>,
        department: Option<Id>,
        assignee: Option<Id>,
        watchers: Vec<String>,
        tags: Vec<String>,
        fields: BTreeMap<String, String>,
        checklist: Checklist,
        parent: Option<Id>,
        links: Vec<String>,
        merged_into: Option<Id>,
        conversation: Option<Id>,
        opened_at: i64,
        opened_by: Option<Id>,
        first_due: Option<i64>,
        resolve_due: Option<i64>,
        first_replied_at: Option<i64>,
        resolved_at: Option<i64>,
        paused_at: Option<i64>,
        channel: Option<Channel>,
        resolution: Option<String>,
        split_from: Option<Id>,
        snoozed_until: Option<i64>,
        paused_total_ms: i64,
        next_due: Option<i64>,
        /// What a merge moved, so that it can be taken back.
        merge_undo: TicketUndo,
    }
}

/// Item key → item. Each item merges on its own.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Checklist(pub BTreeMap<String, CheckItem>);

impl crate::value::FromValue for Checklist {
    const EXPECTED: &'static str = "a checklist";
    /// The map holds each item as JSON text, because keys merge one by one.
    fn from_value(value: crate::value::Value) -> Option<Self> {
        let texts: BTreeMap<String, String> = crate::value::from_json(value)?;
        texts.into_iter().map(|(key, text)| Some((key, serde_json::from_str(&text).ok()?))).collect::<Option<_>>().map(Checklist)
    }
}

impl From<Checklist> for crate::value::Value {
    fn from(list: Checklist) -> Self {
        let texts: BTreeMap<String, String> = list.0.into_iter().filter_map(|(key, item)| Some((key, serde_json::to_string(&item).ok()?))).collect();
        crate::value::to_json(&texts)
    }
}

/// What a merge changed, kept on the ticket that was merged away.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct TicketUndo {
    pub state: Option<TicketState>,
    pub resolved_at: Option<i64>,
    /// Given to the ticket it went into, which had none.
    pub customer: Option<Id>,
    /// Added to the ticket it went into.
    pub watchers: Vec<String>,
    pub tags: Vec<String>,
    pub links: Vec<String>,
}
crate::json_note!(TicketUndo);

impl Ticket {
    /// The ticket's own id as sets of other tickets hold it.
    pub fn key(&self) -> String {
        self.id.to_string()
    }

    /// A merged ticket takes no change: whatever is written there would be read by nobody.
    pub(crate) fn unmerged(&self) -> Verdict<()> {
        if self.merged_into.is_none() {
            return Ok(());
        }
        Err(Refusal::new(
            "ticket.merged",
            format!("{} 已经并到别的工单，到那张上去改，或先撤销合并", self.number),
            format!("{} was merged into another ticket. Change that one, or undo the merge first", self.number),
        ))
    }

    pub(crate) fn live(&self) -> Verdict<()> {
        self.unmerged()?;
        if self.state.is_live() {
            return Ok(());
        }
        Err(Refusal::new(
            "ticket.done",
            format!("{} {}，先重新打开", self.number, self.state.words(Lang::Zh)),
            format!("{} is {}. Reopen it first", self.number, self.state.words(Lang::En)),
        ))
    }
}

mod change;
mod check;
mod merge;
mod open;
mod relate;
mod step;

pub use change::{HandOver, TicketChange, assign, comment, delete, hand_over, snooze, tag, update, watch};
pub use check::{CheckChange, check};
pub use merge::{Split, merge, split, unmerge};
pub use open::{NewTicket, letters, number, open};
pub use relate::{Relation, relate};
pub use step::{OpenPoint, Solving, heard, open_points, replied, step};
