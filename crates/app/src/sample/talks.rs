//! Conversations that are over: dialogues played line by line by the rules of hearing and saying, then ended and rated.

use domain::conversation::{self, Channel, Conversation, Hearing, NewConversation, Saying};
use domain::edit::{Act, Edit};
use domain::field::{self, Noun};
use domain::message::{Audience, Delivery, Form, Words};
use domain::rating::NewRating;
use domain::ticket::Ticket;
use domain::time::{HOUR, MINUTE};
use domain::{Ctx, Id, Millis, Value, Verdict, record};

use super::chance::Chance;
use super::data::Script;
use super::ledger::Ledger;
use super::plan::PlannedTalk;
use super::scene::Stage;
use super::text::{Slots, fill};
use crate::error::Error;

/// Why a message did not go out.
const STUCK: &str = "渠道没有回应";
/// How many of a hundred customers rate.
const RATES: u64 = 26;
const SCORES: [u64; 5] = [4, 4, 8, 26, 58];

/// A conversation while it goes on.
pub struct Thread {
    pub conversation: Conversation,
    pub at: Millis,
}

impl Thread {
    pub fn open(id: Id, new: NewConversation, at: Millis, by: Option<Id>, ledger: &mut Ledger) -> Result<Self, Error> {
        let made = ledger.decide(at, by, Some(id), |ctx| conversation::open(new, ctx))?;
        let conversation = record::made(made.id, &made.edits).map_err(Error::internal)?;
        ledger.note(at, by, made.edits);
        Ok(Thread { conversation, at })
    }

    pub fn act(
        &mut self,
        at: Millis,
        who: Option<Id>,
        ledger: &mut Ledger,
        rule: impl FnOnce(&Conversation, &mut Ctx<'_>) -> Verdict<Vec<Edit>>,
    ) -> Result<(), Error> {
        self.at = ledger.past(self.at.max(at));
        let edits = ledger.decide(self.at, who, None, |ctx| rule(&self.conversation, ctx))?;
        self.conversation = record::applied(&self.conversation, &edits).map_err(Error::internal)?;
        ledger.note(self.at, who, edits);
        Ok(())
    }

    /// The customer says something; a voice message carries its words as a transcript too.
    pub fn hear(
        &mut self,
        text: &str,
        voice: bool,
        at: Millis,
        by: Option<Id>,
        terms: Option<&domain::sla::Terms>,
        ledger: &mut Ledger,
    ) -> Result<(), Error> {
        self.act(at, by, ledger, |conversation, ctx| match conversation::hear(conversation, Words::of(text), terms, ctx)? {
            Hearing::Heard { edits, .. } if voice => Ok(spoken(edits, text)),
            Hearing::Heard { edits, .. } => Ok(edits),
            Hearing::NewNeeded => Ok(Vec::new()),
        })
    }

    pub fn say(&mut self, words: Words, delivery: Delivery, at: Millis, by: Option<Id>, ledger: &mut Ledger) -> Result<(), Error> {
        let direct = matches!(self.conversation.channel, Channel::Counter | Channel::Kiosk);
        self.act(at, by, ledger, |conversation, ctx| {
            let said = conversation::say(conversation, words, Audience::Customer, &Saying::default(), ctx)?;
            let edits = if direct { said.edits } else { with(said.edits, field::message::delivery, delivery.into()) };
            Ok(if delivery == Delivery::Failed { with(edits, field::message::failure, STUCK.into()) } else { edits })
        })
    }

    pub fn note(&mut self, text: String, mentions: Vec<Id>, at: Millis, by: Id, ledger: &mut Ledger) -> Result<(), Error> {
        let words = Words { mentions, ..Words::of(text) };
        self.act(at, Some(by), ledger, |conversation, ctx| {
            Ok(conversation::say(conversation, words, Audience::Colleagues, &Saying::default(), ctx)?.edits)
        })
    }

    pub fn end(&mut self, at: Millis, by: Option<Id>, ledger: &mut Ledger) -> Result<(), Error> {
        self.act(at, by, ledger, |conversation, ctx| conversation::end(conversation, conversation::Unsent::default(), true, ctx))
    }
}

/// The new message of the edits with one field as it stood after its delivery.
fn with(mut edits: Vec<Edit>, field: field::Field, value: Value) -> Vec<Edit> {
    for edit in edits.iter_mut().filter(|edit| edit.noun == Noun::Message) {
        if let Act::Put(fields) = &mut edit.act {
            fields.retain(|(known, _)| *known != field);
            fields.push((field, value.clone()));
        }
    }
    edits
}

fn spoken(edits: Vec<Edit>, text: &str) -> Vec<Edit> {
    with(with(edits, field::message::form, Form::Audio.into()), field::message::transcript, text.into())
}

/// Plays every planned conversation to its end.
pub fn write(stage: &Stage<'_>, planned: &[PlannedTalk], tickets: &[Ticket], ledger: &mut Ledger) -> Result<usize, Error> {
    let mut chance = Chance::of("talks");
    let mut ratings = 0;
    for talk in planned {
        let ticket = talk.ticket.map(|place| &tickets[place]);
        let playing = Playing::new(stage, talk, ticket);
        let ended = playing.play(&mut chance, ledger)?;
        if chance.percent(RATES) {
            playing.rate(ended, &mut chance, ledger)?;
            ratings += 1;
        }
    }
    Ok(ratings)
}

struct Playing<'a> {
    stage: &'a Stage<'a>,
    talk: &'a PlannedTalk,
    script: &'a Script,
    ticket: Option<&'a Ticket>,
    slots: Slots,
    clerk: Id,
}

impl<'a> Playing<'a> {
    fn new(stage: &'a Stage<'a>, talk: &'a PlannedTalk, ticket: Option<&'a Ticket>) -> Self {
        let number = ticket.map(|ticket| ticket.number.as_str()).unwrap_or_default();
        let slots = stage.slots(&talk.scene, number);
        Playing { stage, talk, script: &stage.data.scripts[talk.script], ticket, slots, clerk: stage.person(talk.scene.clerk).id }
    }

    /// Returns when it ended.
    fn play(&self, chance: &mut Chance, ledger: &mut Ledger) -> Result<Millis, Error> {
        let (scene, channel) = (&self.talk.scene, self.talk.channel);
        let new = NewConversation {
            channel,
            customer: Some(self.stage.clients[scene.client].id),
            shop: Some(self.stage.chain.places[scene.place].id),
            department: None,
            assignee: None,
            subject: self.script.topic.clone(),
            external: None,
        };
        let writes_down = matches!(channel, Channel::Counter | Channel::Hotline).then_some(self.clerk);
        let mut thread = Thread::open(self.talk.id, new, self.talk.times[0], writes_down, ledger)?;
        for (line, at) in self.script.lines.iter().zip(&self.talk.times) {
            self.line(&mut thread, line, *at, writes_down, chance, ledger)?;
        }
        self.mark(&mut thread, ledger)?;
        let end = (thread.at + chance.between(2, 50) * MINUTE).min(self.stage.days.now - HOUR);
        thread.end(end, Some(self.clerk), ledger)?;
        Ok(thread.at)
    }

    fn line(
        &self,
        thread: &mut Thread,
        line: &str,
        at: Millis,
        writes_down: Option<Id>,
        chance: &mut Chance,
        ledger: &mut Ledger,
    ) -> Result<(), Error> {
        let (who, text) = line.split_once(": ").unwrap_or(("c", line));
        let text = fill(text, &self.slots, chance).map_err(Error::internal)?;
        if text.is_empty() {
            return Ok(());
        }
        match who {
            "c" | "v" => {
                // After the first answer the promises of old conversations are of no interest to anybody.
                let terms = thread.conversation.first_replied_at.is_none().then_some(&self.stage.chain.talk_terms);
                thread.hear(&text, who == "v", at, writes_down, terms, ledger)
            }
            "n" => thread.note(text.clone(), self.stage.chain.named(&text), at, self.clerk, ledger),
            _ => {
                if let Some(ticket) = self.ticket.filter(|_| who == "t") {
                    thread.act(at, Some(self.clerk), ledger, |conversation, _| conversation::set_ticket(conversation, Some(ticket.id)))?;
                }
                let delivery = *chance.pick(&[Delivery::Read, Delivery::Read, Delivery::Read, Delivery::Delivered, Delivery::Sent]);
                thread.say(Words::of(text), delivery, at, Some(self.clerk), ledger)
            }
        }
    }

    fn mark(&self, thread: &mut Thread, ledger: &mut Ledger) -> Result<(), Error> {
        let at = thread.at;
        let (tags, mood) = (&self.script.tags, self.script.mood);
        thread.act(at, Some(self.clerk), ledger, |conversation, ctx| {
            let mut edits = conversation::tag(conversation, tags, &[])?;
            edits.extend(conversation::mark(conversation, true, Some(at), ctx)?);
            if let Some(mood) = mood {
                edits.extend(conversation::set_mood(conversation, mood)?);
            }
            Ok(edits)
        })
    }

    fn rate(&self, ended: Millis, chance: &mut Chance, ledger: &mut Ledger) -> Result<(), Error> {
        let customer = self.stage.clients[self.talk.scene.client].id;
        let shop = self.stage.chain.places[self.talk.scene.place].id;
        let about = (Noun::Conversation, self.talk.id);
        rate(self.stage, about, Some(customer), Some(self.clerk), Some(shop), ended + chance.between(1, 40) * MINUTE, chance, ledger)
    }
}

/// A customer rates a conversation or a ticket, and about every second one says why.
#[expect(clippy::too_many_arguments, reason = "a rating names everybody who had a part")]
pub fn rate(
    stage: &Stage<'_>,
    (noun, about): (Noun, Id),
    customer: Option<Id>,
    staff: Option<Id>,
    shop: Option<Id>,
    at: Millis,
    chance: &mut Chance,
    ledger: &mut Ledger,
) -> Result<(), Error> {
    let score = chance.weighted(SCORES.into_iter()) as i64 + 1;
    let comments = stage.data.slots.ratings.get(&score.to_string()).map(Vec::as_slice).unwrap_or_default();
    let comment = if chance.percent(48) && !comments.is_empty() { chance.pick(comments).clone() } else { String::new() };
    let new = NewRating { noun, about, score, comment, customer, staff, shop };
    ledger.make(at.min(stage.days.now), None, |ctx| domain::rating::give(new, None, ctx)).map(drop)
}
