//! A chain's years in a file: generated, the same for the same size, shaped like a desk's (few of everything is open).

use domain::edit::{Edit, New};
use domain::field::{Noun, conversation, customer, message, ticket};
use domain::time::{DAY, HOUR, MINUTE};
use domain::{Id, Millis};

/// The moment that the file is measured at.
pub const NOW: Millis = 1_790_000_000_000;
/// Messages of the one long thread, which the newest ticket came out of.
pub const LONG: u64 = 200;
const STAFF: u64 = 40;
const SHOPS: u64 = 12;
const YEARS: Millis = 2;

/// How much there is. Every ticket came out of a conversation of its own.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub tickets: u64,
    pub messages: u64,
}

impl Size {
    fn messages_of(self, nth: u64) -> u64 {
        if nth + 1 == self.tickets { LONG } else { self.messages / self.tickets }
    }

    fn opened(self, nth: u64) -> Millis {
        NOW - YEARS * 365 * DAY + (YEARS * 365 * DAY - HOUR) / self.tickets as i64 * nth as i64
    }

    /// The last fiftieth is what people still work on.
    fn is_open(self, nth: u64) -> bool {
        nth >= self.tickets - self.tickets / 50
    }

    /// When a closed case ended: a day after it began, or this morning for those that ended last.
    fn ended(self, nth: u64) -> Millis {
        let before_open = self.tickets - self.tickets / 50 - nth;
        if before_open <= 600 { NOW - before_open as i64 * MINUTE } else { self.opened(nth) + DAY }
    }
}

fn id(kind: u8, nth: u64) -> Id {
    let mut random = [kind; 10];
    random[2..].copy_from_slice(&nth.to_be_bytes());
    Id::v7(NOW - YEARS * 365 * DAY + nth as i64, random)
}

pub fn staff(nth: u64) -> Id {
    id(1, nth % STAFF)
}

pub fn shop(nth: u64) -> Id {
    id(2, nth % SHOPS)
}

pub fn conversation_id(nth: u64) -> Id {
    id(3, nth)
}

pub fn ticket_id(nth: u64) -> Id {
    id(4, nth)
}

/// A ticket with the conversation that it came out of, its messages, and for every tenth a new customer.
pub fn case(size: Size, nth: u64) -> Vec<Edit> {
    let mut edits = Vec::new();
    if nth.is_multiple_of(10) {
        edits.extend(new_customer(nth));
    }
    edits.extend(new_conversation(size, nth));
    for at in 0..size.messages_of(nth) {
        edits.extend(new_message(size, nth, at));
    }
    edits.extend(new_ticket(size, nth));
    edits
}

fn new_customer(nth: u64) -> Vec<Edit> {
    New::of(Noun::Customer, id(5, nth / 10))
        .with(
            customer::name,
            format!("{}{}", ["张", "王", "李", "赵", "周"][nth as usize / 10 % 5], ["伟明", "敏", "秀英", "建国"][nth as usize / 50 % 4]),
        )
        .with(customer::home_shop, shop(nth))
        .with_all(customer::identities, [format!("phone:138{nth:08}")])
        .edits()
}

fn new_conversation(size: Size, nth: u64) -> Vec<Edit> {
    let opened = size.opened(nth);
    let open = size.is_open(nth);
    let made = New::of(Noun::Conversation, conversation_id(nth))
        .with(conversation::channel, ["counter", "wecom", "hotline", "app", "web"][nth as usize % 5])
        .with(conversation::customer, id(5, nth / 10))
        .with(conversation::shop, shop(nth / 3))
        .with(conversation::subject, "空气炸锅涂层起泡")
        .with(conversation::opened_at, opened)
        .with(conversation::ticket, ticket_id(nth));
    let made = if open {
        made.with(conversation::reply_due, NOW + (nth % 600) as i64 * MINUTE - HOUR)
    } else {
        made.with(conversation::ended_at, size.ended(nth))
    };
    let made = if open && nth.is_multiple_of(13) { made.with(conversation::snoozed_until, NOW + HOUR) } else { made };
    let made = if nth.is_multiple_of(7) && open { made } else { made.with(conversation::assignee, staff(nth)) };
    made.at(conversation::state, if open { "open" } else { "ended" }).edits()
}

const SAID: [&str; 5] = [
    "上个月在你们店里买的空气炸锅，涂层起泡了，这个能换吗",
    "您好，请您带上小票和机器到店里，我们先看一下批次",
    "小票找不到了，手机里有付款记录行不行",
    "可以的，付款记录也算凭证，批次在保修范围里就直接换新",
    "好的，那我周六下午过去，谢谢",
];

fn new_message(size: Size, nth: u64, at: u64) -> Vec<Edit> {
    let mut edits = said(message_id(nth, at), conversation_id(nth), at, size.opened(nth) + at as i64 * MINUTE);
    let last_of_ours = at == 3 && size.is_open(nth);
    if last_of_ours && nth.is_multiple_of(9) {
        edits.push(Edit::set(message_id(nth, at), message::delivery, "pending"));
    }
    if last_of_ours && nth.is_multiple_of(11) {
        edits.push(Edit::set(message_id(nth, at), message::mentions, domain::value::to_json(&[staff(3).to_string()])));
    }
    edits
}

/// The record of a thread's message; threads are shorter than a thousand.
fn message_id(nth: u64, at: u64) -> Id {
    id(6, nth * 1_000 + at)
}

/// One message as the desk writes it.
pub fn said(id: Id, thread: Id, at: u64, when: Millis) -> Vec<Edit> {
    let by_customer = at.is_multiple_of(2);
    let made = New::of(Noun::Message, id)
        .with(message::conversation, thread)
        .with(message::author_kind, if by_customer { "customer" } else { "staff" })
        .with(message::audience, "customer")
        .with(message::form, "text")
        .with(message::text, SAID[at as usize % SAID.len()])
        .with(message::at, when);
    let made = if by_customer { made } else { made.with(message::author, staff(at)).with(message::delivery, "sent") };
    made.edits()
}

/// An id for what is written while the clock runs; `nth` never meets one of the file's own.
pub fn fresh_message(nth: u64) -> Id {
    id(7, nth)
}

fn new_ticket(size: Size, nth: u64) -> Vec<Edit> {
    let opened = size.opened(nth);
    let open = size.is_open(nth);
    let made = New::of(Noun::Ticket, ticket_id(nth))
        .with(ticket::number, format!("HZ{:02}A-{nth}", nth % SHOPS))
        .with(ticket::subject, "空气炸锅涂层起泡，要求换新")
        .with(ticket::description, "顾客买了三周，第五次用时发现炸篮涂层起泡，没有磕碰。有付款记录，没有小票。")
        .with(ticket::priority, ["low", "normal", "normal", "high", "urgent"][nth as usize % 5])
        .with(ticket::customer, id(5, nth / 10))
        .with(ticket::shop, shop(nth / 3))
        .with(ticket::conversation, conversation_id(nth))
        .with(ticket::channel, ["counter", "wecom", "hotline", "app", "web"][nth as usize % 5])
        .with(ticket::opened_at, opened)
        .with(ticket::first_due, opened + HOUR)
        .with(ticket::resolve_due, opened + 2 * DAY);
    let made = if nth.is_multiple_of(7) && open { made } else { made.with(ticket::assignee, staff(nth)) };
    let made = if open { made } else { made.with(ticket::resolved_at, size.ended(nth)).with(ticket::first_replied_at, opened + MINUTE) };
    let state = if open { ["new", "open", "waiting_customer", "waiting_other"][nth as usize % 4] } else { ["resolved", "closed"][nth as usize % 2] };
    made.at(ticket::state, state).edits()
}
