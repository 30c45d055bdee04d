//! What is said in a conversation: the customer heard, the reply sent, the reply taken back, and how many replies a
//! channel still allows.
//!
//! Hearing and saying are the only two rules that move a conversation's reply promises.

use crate::ctx::Ctx;
use crate::edit::Edit;
use crate::id::Id;
use crate::message::{Audience, AuthorKind, Delivery, Message, Words};
use crate::record::{changes, creation};
use crate::refusal::{Refusal, Verdict};
use crate::sla::{Metric, Terms};
use crate::ticket::Priority;
use crate::time::{HOUR, Millis};

use super::{Channel, Conversation, ConversationState};

/// A customer who writes within this time after the end goes on in the same conversation.
pub const REOPEN_WITHIN: Millis = 48 * HOUR;

/// What becomes of a customer's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hearing {
    Heard {
        message: Id,
        reopened: bool,
        edits: Vec<Edit>,
    },
    /// The conversation ended too long ago: open a new one and let it hear the words.
    NewNeeded,
}

/// A customer's words arrive, or a clerk writes down what was said at the counter. `ctx.actor` is who wrote it down.
pub fn hear(conversation: &Conversation, words: Words, terms: Option<&Terms>, ctx: &mut Ctx<'_>) -> Verdict<Hearing> {
    let ended = conversation.state == ConversationState::Ended;
    if ended && conversation.ended_at.is_some_and(|at| ctx.now - at > REOPEN_WITHIN) {
        return Ok(Hearing::NewNeeded);
    }
    let said = words.message(AuthorKind::Customer, Audience::Customer, ctx)?;
    let said = Message { conversation: Some(conversation.id), author: conversation.customer, ..said };
    let mut next = Conversation { state: ConversationState::Open, ended_at: None, snoozed_until: None, ..conversation.clone() };
    promise_reply(&mut next, terms, ctx.now);
    let mut edits = creation(&said);
    edits.extend(changes(conversation, &next));
    Ok(Hearing::Heard { message: said.id, reopened: ended, edits })
}

/// Promises a reply to words of `since`. Somebody who waits already keeps the earlier promise.
fn promise_reply(next: &mut Conversation, terms: Option<&Terms>, since: Millis) {
    let Some(terms) = terms else { return };
    let due = |metric| terms.due(Priority::Normal, metric, since);
    if next.first_replied_at.is_some() {
        next.reply_due = next.reply_due.or_else(|| due(Metric::NextReply));
        return;
    }
    next.first_due = next.first_due.or_else(|| due(Metric::FirstReply));
    next.reply_due = next.reply_due.or(next.first_due);
}

/// A reply or note, said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub message: Id,
    /// Until when it can be taken back; none when it is said at once.
    pub held_until: Option<Millis>,
    pub edits: Vec<Edit>,
}

/// What saying something depends on besides the conversation.
#[derive(Clone, Debug, Default)]
pub struct Saying {
    /// From [`budget`].
    pub budget: Option<Budget>,
    /// How long a reply can be taken back, in milliseconds.
    pub undo_ms: Millis,
}

/// Says something: to the customer, or to colleagues as a note.
///
/// A reply keeps the reply promise, and the first to answer an unassigned conversation takes it. Words that leave
/// the machine are held for the undo time; at the counter, on a kiosk and on the phone they are said at once.
pub fn say(conversation: &Conversation, words: Words, audience: Audience, saying: &Saying, ctx: &mut Ctx<'_>) -> Verdict<Said> {
    if audience == Audience::Colleagues {
        return note(conversation, words, ctx);
    }
    conversation.open_now()?;
    check_budget(saying.budget, ctx.now)?;
    let author = if ctx.actor.is_some() { AuthorKind::Staff } else { AuthorKind::System };
    let said = words.message(author, audience, ctx)?;
    let delivery = first_delivery(conversation.channel, saying.undo_ms);
    let said = Message { conversation: Some(conversation.id), delivery: Some(delivery), ..said };
    let next = Conversation {
        reply_due: None,
        first_replied_at: conversation.first_replied_at.or(Some(ctx.now)),
        assignee: conversation.assignee.or(ctx.actor),
        ..conversation.clone()
    };
    let mut edits = creation(&said);
    edits.extend(changes(conversation, &next));
    Ok(Said { message: said.id, held_until: said.held_until(saying.undo_ms), edits })
}

fn note(conversation: &Conversation, words: Words, ctx: &mut Ctx<'_>) -> Verdict<Said> {
    let author = if ctx.actor.is_some() { AuthorKind::Staff } else { AuthorKind::System };
    let said = words.message(author, Audience::Colleagues, ctx)?;
    let said = Message { conversation: Some(conversation.id), ..said };
    Ok(Said { message: said.id, held_until: None, edits: creation(&said) })
}

fn first_delivery(channel: Channel, undo_ms: Millis) -> Delivery {
    match channel {
        // Said face to face, or on the phone that the clerk holds.
        Channel::Counter | Channel::Kiosk | Channel::Hotline => Delivery::Sent,
        _ if undo_ms > 0 => Delivery::Held,
        _ => Delivery::Pending,
    }
}

/// Takes a held reply back. The promise runs again for a customer who waits: `waiting_since` is when they wrote the
/// first words that no other reply has answered.
pub fn unsend(
    conversation: &Conversation,
    message: &Message,
    waiting_since: Option<Millis>,
    terms: Option<&Terms>,
    ctx: &Ctx<'_>,
) -> Verdict<Vec<Edit>> {
    if message.author.is_none() || message.author != ctx.actor {
        return Err(Refusal::new("message.not_yours", "这条是同事发的，由 TA 自己撤回", "A colleague sent this. Only they can take it back"));
    }
    if message.delivery != Some(Delivery::Held) || message.recalled {
        return Err(Refusal::new(
            "message.gone",
            "已经发出去了，撤不回来；再发一条说明吧",
            "It has gone out and cannot be taken back. Send another message to explain",
        ));
    }
    let mut next = conversation.clone();
    next.first_replied_at = next.first_replied_at.filter(|at| *at != message.at);
    if let Some(since) = waiting_since {
        promise_reply(&mut next, terms, since);
    }
    let mut edits = changes(message, &Message { recalled: true, ..message.clone() });
    edits.extend(changes(conversation, &next));
    Ok(edits)
}

/// What a channel still lets us send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Messages per window; `None` where the channel counts time only.
    pub of: Option<i64>,
    /// Messages left; `None` where they are not counted and the window is open.
    pub left: Option<i64>,
    /// When the window closes.
    pub until: Millis,
}

/// The channel's window and how many messages go into it.
const fn window(channel: Channel) -> Option<(Millis, Option<i64>)> {
    match channel {
        Channel::WechatKf | Channel::Miniprogram => Some((48 * HOUR, Some(5))),
        Channel::Wecom => Some((24 * HOUR, None)),
        Channel::Counter | Channel::Kiosk | Channel::Hotline | Channel::App | Channel::Web => None,
    }
}

/// What may still be sent: `None` on channels without a limit. `sent_since` counts our messages after the
/// customer's last words, held ones included.
pub fn budget(channel: Channel, last_customer_at: Option<Millis>, sent_since: i64, now: Millis) -> Option<Budget> {
    let (span, of) = window(channel)?;
    let until = last_customer_at.map_or(0, |at| at + span);
    let left = if until <= now { Some(0) } else { of.map(|of| (of - sent_since).max(0)) };
    Some(Budget { of, left, until })
}

fn check_budget(budget: Option<Budget>, now: Millis) -> Verdict<()> {
    match budget {
        Some(Budget { until, .. }) if until <= now => Err(Refusal::new(
            "conversation.window",
            "超过时限了，要等顾客再发一条",
            "The channel's time is over. Wait for the customer to write again",
        )),
        Some(Budget { left: Some(..=0), of, .. }) => Err(Refusal::new(
            "conversation.budget",
            format!("{} 条都用完了，要等顾客再发一条", of.unwrap_or(0)),
            format!("All {} messages are used. Wait for the customer to write again", of.unwrap_or(0)),
        )),
        _ => Ok(()),
    }
}
