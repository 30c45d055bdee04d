//! Conversations that are open at this moment: written by hand, counted back from now, so that the inbox is alive
//! whenever the sample is made.
//!
//! Their promises are counted from now too, also at night: nobody tries out an inbox in which nothing is due.

use domain::conversation::{self, Conversation, NewConversation};
use domain::draft::Draft;
use domain::edit::Edit;
use domain::message::{Delivery, Words};
use domain::record;
use domain::ticket::Ticket;
use domain::time::MINUTE;
use domain::{Id, Millis};

use super::chance::Chance;
use super::data::LiveTalk;
use super::ledger::Ledger;
use super::plan::PlannedTicket;
use super::scene::{Scene, Stage};
use super::talks::Thread;
use crate::error::Error;

/// One line: who says it, how many minutes ago, what.
struct Line<'a> {
    who: &'a str,
    ago: i64,
    text: &'a str,
}

fn line(text: &str) -> Option<Line<'_>> {
    let (head, text) = text.split_once(": ")?;
    let (who, ago) = head.split_once(' ')?;
    Some(Line { who, ago: ago.parse().ok()?, text })
}

/// A conversation before it is played: its id, and that of the ticket that comes out of it.
pub struct PlannedLive {
    id: Id,
    ticket: Option<Id>,
}

/// Places the open conversations and their tickets in time. The customers stand in the same order.
pub fn plan(stage: &Stage<'_>, ledger: &mut Ledger) -> (Vec<PlannedLive>, Vec<PlannedTicket>) {
    let mut chance = Chance::of("live");
    let (mut talks, mut tickets) = (Vec::new(), Vec::new());
    for (client, talk) in stage.data.live.iter().enumerate() {
        let begins = ago(stage, talk.lines.first());
        let id = ledger.id(begins);
        let ticket = ticket(stage, talk, client, id, &mut chance, ledger);
        talks.push(PlannedLive { id, ticket: ticket.as_ref().map(|ticket| ticket.id) });
        tickets.extend(ticket);
    }
    (talks, tickets)
}

fn ago(stage: &Stage<'_>, text: Option<&String>) -> Millis {
    stage.days.now - text.and_then(|text| line(text)).map_or(0, |line| line.ago) * MINUTE
}

fn ticket(stage: &Stage<'_>, talk: &LiveTalk, client: usize, conversation: Id, chance: &mut Chance, ledger: &mut Ledger) -> Option<PlannedTicket> {
    let wanted = talk.matter.as_ref()?;
    let matter = stage.data.matters.iter().position(|matter| matter.id == *wanted)?;
    let at = ago(stage, talk.lines.get(1).or(talk.lines.first())) + MINUTE / 2;
    let place = stage.chain.place(&talk.shop)?;
    let drawn = stage.scene(at, place, client, &stage.data.matters[matter].casting, chance);
    let product = talk.model.as_ref().and_then(|model| stage.data.products.iter().position(|product| product.model == *model));
    let clerk = talk.assignee.as_ref().and_then(|account| stage.chain.people.iter().position(|person| person.account == *account));
    let scene = Scene {
        product: product.unwrap_or(drawn.product),
        fault: talk.fault,
        usage: 0,
        days: talk.days.unwrap_or(drawn.days),
        clerk: clerk.unwrap_or(drawn.clerk),
        ..drawn
    };
    Some(PlannedTicket {
        id: ledger.id(at),
        number: String::new(),
        matter,
        scene,
        channel: talk.channel,
        talk: Some(conversation),
        live: true,
        words: talk.words.clone(),
    })
}

pub fn write(stage: &Stage<'_>, planned: &[PlannedLive], tickets: &[Ticket], ledger: &mut Ledger) -> Result<(), Error> {
    for (client, (talk, planned)) in stage.data.live.iter().zip(planned).enumerate() {
        let ticket = tickets.iter().find(|ticket| Some(ticket.id) == planned.ticket);
        Playing { stage, talk, client }.play(planned, ticket, ledger)?;
    }
    Ok(())
}

struct Playing<'a> {
    stage: &'a Stage<'a>,
    talk: &'a LiveTalk,
    client: usize,
}

impl Playing<'_> {
    fn staff(&self, account: Option<&str>) -> Option<Id> {
        self.stage.chain.person(account?).map(|person| person.id)
    }

    fn play(&self, planned: &PlannedLive, ticket: Option<&Ticket>, ledger: &mut Ledger) -> Result<(), Error> {
        let (talk, stage) = (self.talk, self.stage);
        let begins = ago(stage, talk.lines.first());
        let assignee = self.staff(talk.assignee.as_deref());
        let new = NewConversation {
            channel: talk.channel,
            customer: Some(stage.clients[self.client].id),
            shop: stage.chain.place(&talk.shop).map(|place| stage.chain.places[place].id),
            department: talk.department.as_ref().and_then(|name| stage.chain.departments.get(name)).copied(),
            assignee: None,
            subject: talk.subject.clone().unwrap_or_default(),
            external: None,
        };
        let mut thread = Thread::open(planned.id, new, begins, None, ledger)?;
        if assignee.is_some() {
            thread.act(begins, assignee, ledger, |conversation, _| conversation::assign(conversation, assignee))?;
        }
        for line in talk.lines.iter().filter_map(|text| line(text)) {
            self.line(&mut thread, &line, assignee, ledger)?;
        }
        if let Some(ticket) = ticket {
            thread.act(ticket.opened_at, assignee, ledger, |conversation, _| conversation::set_ticket(conversation, Some(ticket.id)))?;
        }
        let last = thread.at;
        thread.act(last, assignee, ledger, |conversation, _| self.marks(conversation))?;
        self.draft(planned.id, ledger);
        Ok(())
    }

    fn line(&self, thread: &mut Thread, line: &Line<'_>, assignee: Option<Id>, ledger: &mut Ledger) -> Result<(), Error> {
        let at = self.stage.days.now - line.ago * MINUTE;
        match line.who {
            "c" | "v" => thread.hear(line.text, line.who == "v", at, None, None, ledger),
            "s" => {
                thread.say(Words::of(line.text), Delivery::Read, at, assignee, ledger)?;
                thread.act(at, assignee, ledger, |conversation, ctx| conversation::mark(conversation, true, Some(at), ctx))
            }
            "s!" => thread.say(Words::of(line.text), Delivery::Failed, at, assignee, ledger),
            note => {
                let by = self
                    .staff(note.strip_prefix("n@"))
                    .or(assignee)
                    .ok_or_else(|| Error::internal(format!("nobody wrote the note 「{}」", line.text)))?;
                thread.note(line.text.to_owned(), self.stage.chain.named(line.text), at, by, ledger)
            }
        }
    }

    /// Tags, mood, sleep, and when the next reply is promised.
    fn marks(&self, conversation: &Conversation) -> Result<Vec<Edit>, domain::Refusal> {
        let (talk, now) = (self.talk, self.stage.days.now);
        let promised = talk.promise.map(|minutes| now + minutes * MINUTE);
        let first = conversation.first_replied_at.map_or(promised, |at| Some(at.max(conversation.opened_at + MINUTE)));
        let next = Conversation {
            mood: talk.mood,
            reply_due: promised,
            first_due: first,
            snoozed_until: talk.snooze.map(|minutes| now + minutes * MINUTE),
            ..conversation.clone()
        };
        let mut edits = record::changes(conversation, &next);
        edits.extend(conversation::tag(conversation, &talk.tags, &[])?);
        Ok(edits)
    }

    fn draft(&self, about: Id, ledger: &mut Ledger) {
        let Some((draft, staff)) = self.talk.draft.as_ref().and_then(|draft| Some((draft, self.staff(Some(&draft.by))?))) else { return };
        let at = self.stage.days.now - MINUTE;
        let kept = Draft { id: ledger.id(at), staff, about, text: draft.text.clone(), internal: draft.internal, at };
        ledger.note(at, Some(staff), record::creation(&kept));
    }
}
