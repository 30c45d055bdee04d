//! A conversation's life besides what is said: opened, claimed, passed on, put to sleep, ended, opened again.

use crate::ctx::{Ctx, Made, wake_time};
use crate::edit::Edit;
use crate::field::conversation as field;
use crate::id::Id;
use crate::message::{Audience, Words};
use crate::record::{changes, creation};
use crate::refusal::{Refusal, Verdict};
use crate::text::{Label, SUBJECT_MAX, line};
use crate::time::Millis;

use super::talk::{Saying, say};
use super::{Channel, Conversation, ConversationState, Mood};

/// A conversation somebody opens.
#[derive(Clone, Debug)]
pub struct NewConversation {
    pub channel: Channel,
    pub customer: Option<Id>,
    pub shop: Option<Id>,
    pub department: Option<Id>,
    pub assignee: Option<Id>,
    pub subject: String,
    /// The channel's own id of the thread.
    pub external: Option<String>,
}

impl Conversation {
    pub(crate) fn open_now(&self) -> Verdict<()> {
        if self.state == ConversationState::Open {
            return Ok(());
        }
        Err(Refusal::new("conversation.ended", "会话已经结束，先重新打开", "The conversation has ended. Reopen it first"))
    }
}

pub fn open(new: NewConversation, ctx: &mut Ctx<'_>) -> Verdict<Made> {
    let subject = line(Label::new("主题", "Subject"), &new.subject, SUBJECT_MAX)?;
    let conversation = Conversation {
        id: ctx.id(),
        channel: new.channel,
        customer: new.customer,
        shop: new.shop,
        department: new.department,
        assignee: new.assignee,
        state: ConversationState::Open,
        subject: (!subject.is_empty()).then_some(subject),
        tags: Vec::new(),
        snoozed_until: None,
        reply_due: None,
        first_due: None,
        first_replied_at: None,
        ended_at: None,
        mood: None,
        ticket: None,
        opened_at: ctx.now,
        external: new.external,
        opened_by: ctx.actor,
        paused_at: None,
        read_marks: Default::default(),
    };
    Ok(Made { id: conversation.id, edits: creation(&conversation) })
}

/// Takes a conversation that nobody holds. `holder` is the name of who does, for the refusal.
pub fn claim(conversation: &Conversation, holder: Option<&str>, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    conversation.open_now()?;
    let me = ctx.person()?;
    match conversation.assignee {
        Some(other) if other != me => {
            let (zh, en) = (holder.unwrap_or("别的同事"), holder.unwrap_or("A colleague"));
            Err(Refusal::new("conversation.held", format!("{zh}在接待，要接手就让 TA 转给您"), format!("{en} is on it. Ask them to pass it to you")))
        }
        _ => assign(conversation, Some(me)),
    }
}

/// Gives a conversation to a person, or to nobody.
pub fn assign(conversation: &Conversation, staff: Option<Id>) -> Verdict<Vec<Edit>> {
    conversation.open_now()?;
    Ok(changes(conversation, &Conversation { assignee: staff, ..conversation.clone() }))
}

/// Where a conversation goes: another shop, another department, with a word to the colleagues there.
#[derive(Clone, Debug, Default)]
pub struct Route {
    pub shop: Option<Id>,
    pub department: Option<Id>,
    pub note: String,
}

/// Passes a conversation on; whoever is there claims it.
pub fn route(conversation: &Conversation, route: Route, ctx: &mut Ctx<'_>) -> Verdict<Vec<Edit>> {
    conversation.open_now()?;
    // In another shop the old department means nothing.
    let moves = route.shop.is_some_and(|shop| conversation.shop != Some(shop));
    let next = Conversation {
        shop: route.shop.or(conversation.shop),
        department: if moves { route.department } else { route.department.or(conversation.department) },
        assignee: None,
        ..conversation.clone()
    };
    if (next.shop, next.department) == (conversation.shop, conversation.department) {
        return Err(Refusal::new(
            "conversation.already_there",
            "会话已经在那里，换个门店或部门",
            "The conversation is there already. Choose another shop or department",
        ));
    }
    let mut edits = changes(conversation, &next);
    if !route.note.trim().is_empty() {
        edits.extend(say(conversation, Words::of(route.note), Audience::Colleagues, &Saying::default(), ctx)?.edits);
    }
    Ok(edits)
}

/// Words of ours that have not gone out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unsent {
    /// Held or waiting for the channel; they still go out after the end.
    pub waiting: i64,
    pub failed: i64,
}

/// Ends a conversation. `anyway` is for a person who was told of unsent words and ends all the same.
pub fn end(conversation: &Conversation, unsent: Unsent, anyway: bool, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    conversation.open_now()?;
    // What only waits for the line goes out by itself, also after the end; what is stuck needs a person.
    if !anyway && unsent.failed > 0 {
        let failed = unsent.failed;
        return Err(Refusal::new(
            "conversation.unsent",
            format!("还有 {failed} 条没发出去，重发或撤掉再结束"),
            format!("Stuck: {failed}. Send them again or take them back first"),
        ));
    }
    let next =
        Conversation { state: ConversationState::Ended, ended_at: Some(ctx.now), reply_due: None, snoozed_until: None, ..conversation.clone() };
    Ok(changes(conversation, &next))
}

pub fn reopen(conversation: &Conversation) -> Verdict<Vec<Edit>> {
    Ok(changes(conversation, &Conversation { state: ConversationState::Open, ended_at: None, ..conversation.clone() }))
}

/// Puts a conversation to sleep until a moment, or wakes it.
pub fn snooze(conversation: &Conversation, until: Option<Millis>, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    conversation.open_now()?;
    let snoozed_until = until.map(|until| wake_time(until, ctx.now)).transpose()?;
    Ok(changes(conversation, &Conversation { snoozed_until, ..conversation.clone() }))
}

/// Marks what the person has read: everything, or everything before `last_customer_at`, the customer's last words.
pub fn mark(conversation: &Conversation, read: bool, last_customer_at: Option<Millis>, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    let me = ctx.person()?.to_string();
    // A message stamped ahead of this clock is read too.
    let newest = last_customer_at.map_or(ctx.now, |at| at.max(ctx.now));
    let upto = if read { newest } else { last_customer_at.map_or(0, |at| at - 1) };
    let known = conversation.read_marks.get(&me).and_then(|text| text.parse::<Millis>().ok());
    let nothing_new = read && known.is_some_and(|known| last_customer_at.is_none_or(|at| at <= known));
    Ok((!nothing_new).then(|| Edit::set_key(conversation.id, field::read_marks, me, upto.to_string())).into_iter().collect())
}

pub fn tag(conversation: &Conversation, add: &[String], remove: &[String]) -> Verdict<Vec<Edit>> {
    crate::tag::change(conversation.id, field::tags, &conversation.tags, add, remove)
}

pub fn set_mood(conversation: &Conversation, mood: Mood) -> Verdict<Vec<Edit>> {
    Ok(changes(conversation, &Conversation { mood: Some(mood), ..conversation.clone() }))
}

pub fn set_customer(conversation: &Conversation, customer: Id) -> Verdict<Vec<Edit>> {
    Ok(changes(conversation, &Conversation { customer: Some(customer), ..conversation.clone() }))
}

/// The ticket that came out of the conversation.
pub fn set_ticket(conversation: &Conversation, ticket: Option<Id>) -> Verdict<Vec<Edit>> {
    Ok(changes(conversation, &Conversation { ticket, ..conversation.clone() }))
}
