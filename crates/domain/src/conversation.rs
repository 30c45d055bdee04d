//! A conversation: one customer, one channel, one thread of messages, until it is ended.

use crate::id::Id;

crate::tags! {
    pub enum Channel {
        Counter = "counter",
        Kiosk = "kiosk",
        Wecom = "wecom",
        WechatKf = "wechat_kf",
        Hotline = "hotline",
        App = "app",
        Miniprogram = "miniprogram",
        Web = "web",
    }
}

crate::tags! {
    pub enum ConversationState { Open = "open", Ended = "ended" }
}

crate::tags! {
    /// How the customer seems to feel. Calm is not shown.
    pub enum Mood { Calm = "calm", Pleased = "pleased", Anxious = "anxious", Angry = "angry" }
}

crate::record! {
    pub struct Conversation of conversation {
        channel: Channel,
        customer: Option<Id>,
        shop: Option<Id>,
        department: Option<Id>,
        assignee: Option<Id>,
        state: ConversationState,
        subject: Option<String>,
        tags: Vec<String>,
        snoozed_until: Option<i64>,
        /// When the next reply is promised; none while nobody waits for one.
        reply_due: Option<i64>,
        first_due: Option<i64>,
        first_replied_at: Option<i64>,
        ended_at: Option<i64>,
        mood: Option<Mood>,
        ticket: Option<Id>,
        opened_at: i64,
        external: Option<String>,
        opened_by: Option<Id>,
        paused_at: Option<i64>,
        /// Staff id → milliseconds up to which they have read.
        read_marks: std::collections::BTreeMap<String, String>,
    }
}

impl ConversationState {
    pub fn may_become(self, to: ConversationState) -> bool {
        self != to
    }
}

mod change;
mod talk;

pub use change::{NewConversation, Route, Unsent, assign, claim, end, mark, open, reopen, route, set_customer, set_mood, set_ticket, snooze, tag};
pub use talk::{Budget, Hearing, REOPEN_WITHIN, Said, Saying, budget, hear, say, unsend};
