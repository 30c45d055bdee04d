//! The inbox and the thread: lists with counts, messages, replies with undo, notes, snooze, hand-on.

use domain::Id;
use domain::conversation::{Channel, Conversation, Mood};
use domain::inbox::InboxView;
use domain::message::{Audience, AuthorKind, Carried, Message};
use domain::view::Sort;

use crate::rating::RatingView;
use crate::shape::{CustomerCard, ShopCard, StaffCard};
use crate::shapes;
use crate::ticket::TicketRow;

mod change;
mod draft;
mod inbox;
mod sending;
mod talk;
mod thread;
mod voice;

pub(crate) use change::{assign, bulk, check_reach, claim, end, mark, reopen, route, set_customer, set_mood, snooze, tag};
pub(crate) use draft::save_draft;
pub(crate) use inbox::{channel_words, counts, list, preview};
pub(crate) use sending::start_sending;
pub(crate) use talk::{check_gaps, hear, open, retry, say, saying, tickets_answered, unsend};
pub(crate) use thread::{get, messages, visible};
pub(crate) use voice::transcribe;

shapes! {
    pub struct ListConversations {
        view: InboxView,
        channel: Option<Channel>,
        /// A saved view narrows further.
        saved: Option<Id>,
        #[serde(default)]
        text: String,
        #[serde(default)]
        unread_only: bool,
        sort: Option<Sort>,
        #[serde(default)]
        offset: i64,
        limit: i64,
    }

    pub struct ConversationRow {
        id: Id,
        channel: Channel,
        customer: Option<CustomerCard>,
        /// Customer's name, or what stands in for it.
        title: String,
        state: String,
        last_at: i64,
        preview: String,
        preview_from: Option<AuthorKind>,
        unread: i64,
        reply_due: Option<i64>,
        paused: bool,
        mood: Option<Mood>,
        has_draft: bool,
        draft: Option<String>,
        ticket_number: Option<String>,
        assignee: Option<StaffCard>,
        shop: Option<ShopCard>,
        snoozed_until: Option<i64>,
        unsent: i64,
        mentioned: bool,
        tags: Vec<String>,
    }

    pub struct ConversationPage { rows: Vec<ConversationRow>, total: i64 }

    pub struct InboxCounts { views: Vec<crate::shape::ViewCount>, channels: Vec<crate::shape::ViewCount>, saved: Vec<crate::shape::ViewCount> }

    /// Ends one. `anyway` is said by a person who was told that words of ours have not gone out.
    pub struct EndConversation { id: Id, #[ts(optional)] anyway: Option<bool> }

    /// How many messages the channel still lets us send, and until when. A channel that counts no messages has none of
    /// this while its window is open, and `0` of `0` once it has closed.
    pub struct Budget { left: i64, of: i64, until: i64 }

    pub struct ConversationDetail {
        conversation: Conversation,
        customer: Option<CustomerCard>,
        shop: Option<ShopCard>,
        assignee: Option<StaffCard>,
        department: Option<String>,
        tickets: Vec<TicketRow>,
        budget: Option<Budget>,
        draft: Option<DraftView>,
        rating: Option<RatingView>,
        unread: i64,
    }

    pub struct DraftView { text: String, internal: bool, at: i64 }

    pub struct SaveDraft { about: Id, text: String, internal: bool }

    pub struct MessagesAsk { id: Id, before: Option<i64>, limit: i64 }

    pub struct MessageView { message: Message, author: Option<StaffCard>, held_until: Option<i64> }

    pub struct MessagePage { messages: Vec<MessageView>, more: bool }

    pub struct OpenConversation {
        customer: Option<Id>,
        channel: Channel,
        shop: Option<Id>,
        #[serde(default)]
        subject: String,
        /// The customer's first words, if any.
        #[serde(default)]
        text: String,
    }

    /// Writes down what the customer said (counter, hotline).
    pub struct Hear {
        id: Id,
        text: String,
        #[serde(default)] attachments: Vec<Carried>,
        /// What a voice note among the attachments says.
        #[serde(default)] transcript: Option<String>,
    }

    pub struct Say {
        id: Id,
        text: String,
        #[serde(default)]
        attachments: Vec<Carried>,
        /// What a voice note among the attachments says.
        #[serde(default)]
        transcript: Option<String>,
        audience: Audience,
        /// Staff ids named with @.
        #[serde(default)]
        mentions: Vec<Id>,
        reply_to: Option<Id>,
        #[serde(default)]
        and_end: bool,
    }

    pub struct Transcribed { text: String }

    pub struct Said { message: Id, held_until: Option<i64> }

    pub struct AssignConversation { id: Id, staff: Option<Id> }

    pub struct RouteConversation { id: Id, shop: Option<Id>, department: Option<Id>, #[serde(default)] note: String }

    pub struct Snooze { id: Id, until: Option<i64> }

    pub struct MarkConversation { id: Id, read: bool }

    pub struct SetConversationCustomer { id: Id, customer: Id }

    pub struct SetMood { id: Id, mood: Mood }

    pub struct BulkConversations { ids: Vec<Id>, action: ConversationAction }
}

/// What can be done to many conversations at once.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum ConversationAction {
    Assign { staff: Option<Id> },
    End,
    Tag { tag: String },
    Snooze { until: i64 },
    MarkRead,
}
