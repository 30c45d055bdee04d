//! The lives of tickets, each step by the same rules as at a counter: opened, taken, handed over, waited for, ticked off,
//! resolved, closed.

use std::collections::BTreeMap;

use domain::conversation::Channel;
use domain::edit::Edit;
use domain::message::Words;
use domain::record;
use domain::sla::Terms;
use domain::ticket::{CheckChange, HandOver, NewTicket, Priority, Solving, Ticket, TicketChange, TicketState};
use domain::ticket_type::TicketType;
use domain::time::{DAY, HOUR, MINUTE};
use domain::{Ctx, Id, Millis, Verdict};

use super::chance::Chance;
use super::data::Matter;
use super::ledger::Ledger;
use super::plan::PlannedTicket;
use super::scene::Stage;
use super::settings::Kinds;
use super::text::{Slots, fill};
use crate::error::Error;

/// A resolved ticket closes by itself after this long.
const CLOSES_AFTER: Millis = 3 * DAY;
/// A custom field that stands this far down the form is filled in while working, not while opening.
const ASKED_AT_ONCE: usize = 3;

/// A ticket while it is lived through.
pub struct Life<'a> {
    pub ticket: Ticket,
    kind: &'a TicketType,
    terms: &'a Terms,
    /// When the last thing happened to it.
    pub at: Millis,
}

impl<'a> Life<'a> {
    pub fn open(
        planned: &PlannedTicket,
        new: NewTicket,
        kind: &'a TicketType,
        terms: &'a Terms,
        opener: Id,
        ledger: &mut Ledger,
    ) -> Result<Self, Error> {
        let at = planned.scene.at;
        let made = ledger.decide(at, Some(opener), Some(planned.id), |ctx| domain::ticket::open(new, Some(kind), Some(terms), ctx))?;
        let ticket = record::made(made.id, &made.edits).map_err(Error::internal)?;
        ledger.note(at, Some(opener), made.edits);
        Ok(Life { ticket, kind, terms, at })
    }

    /// Somebody does something to the ticket; nothing happens before what happened last.
    pub fn act(
        &mut self,
        at: Millis,
        who: Option<Id>,
        ledger: &mut Ledger,
        rule: impl FnOnce(&Ticket, &TicketType, &Terms, &mut Ctx<'_>) -> Verdict<Vec<Edit>>,
    ) -> Result<(), Error> {
        self.at = ledger.past(self.at.max(at));
        let edits = ledger.decide(self.at, who, None, |ctx| rule(&self.ticket, self.kind, self.terms, ctx))?;
        self.ticket = record::applied(&self.ticket, &edits).map_err(Error::internal)?;
        ledger.note(self.at, who, edits);
        Ok(())
    }

    pub fn step(&mut self, to: TicketState, at: Millis, who: Option<Id>, ledger: &mut Ledger) -> Result<(), Error> {
        self.act(at, who, ledger, |ticket, kind, terms, ctx| domain::ticket::step(ticket, Some(kind), to, &Solving::default(), Some(terms), ctx))
    }

    pub fn comment(&mut self, text: String, mentions: Vec<Id>, at: Millis, who: Id, ledger: &mut Ledger) -> Result<(), Error> {
        let words = Words { mentions, ..Words::of(text) };
        self.act(at, Some(who), ledger, |ticket, _, _, ctx| Ok(domain::ticket::comment(ticket, words, ctx)?.edits))
    }

    /// Ticks lines off: all that are required, the others as chance has it.
    fn tick(&mut self, all: bool, at: Millis, who: Id, chance: &mut Chance, ledger: &mut Ledger) -> Result<(), Error> {
        let open: Vec<String> = self
            .ticket
            .checklist
            .0
            .iter()
            .filter(|(_, item)| !item.done && (chance.percent(80) || (all && item.required)))
            .map(|(key, _)| key.clone())
            .collect();
        self.act(at, Some(who), ledger, |ticket, _, _, ctx| {
            let (mut next, mut edits) = (ticket.clone(), Vec::new());
            for key in open {
                let ticked = domain::ticket::check(&next, &CheckChange::Tick { key, done: true }, ctx)?;
                next = record::applied(&next, &ticked).unwrap_or(next);
                edits.extend(ticked);
            }
            Ok(edits)
        })
    }
}

/// Lives through every planned ticket and returns those that may be tied to others, as they stand.
pub fn write(stage: &Stage<'_>, kinds: &Kinds, planned: &[PlannedTicket], ledger: &mut Ledger) -> Result<Vec<Ticket>, Error> {
    let mut chance = Chance::of("tickets");
    let mut standing = Vec::with_capacity(planned.len());
    for ticket in planned {
        standing.push(Playing::new(stage, kinds, ticket, &mut chance)?.play(&mut chance, ledger)?);
    }
    Ok(standing)
}

/// One planned ticket with its cast and words.
struct Playing<'a> {
    stage: &'a Stage<'a>,
    planned: &'a PlannedTicket,
    matter: &'a Matter,
    kind: &'a TicketType,
    slots: Slots,
    clerk: Id,
    /// Who does the work.
    worker: Id,
}

impl<'a> Playing<'a> {
    fn new(stage: &'a Stage<'a>, kinds: &'a Kinds, planned: &'a PlannedTicket, chance: &mut Chance) -> Result<Self, Error> {
        let (matter, scene) = (&stage.data.matters[planned.matter], &planned.scene);
        let kind = kinds.get(&matter.kind).ok_or_else(|| Error::internal(format!("no ticket type {}", matter.kind)))?;
        let worker = match &matter.department {
            Some(department) if chance.percent(85) => stage.member(department, scene),
            _ => scene.clerk,
        };
        let (clerk, worker) = (stage.person(scene.clerk).id, stage.person(worker).id);
        let mut slots = stage.slots(scene, &planned.number);
        for (name, word) in &mut slots {
            *word = planned.words.get(*name).unwrap_or(word).clone();
        }
        Ok(Playing { stage, planned, matter, kind, slots, clerk, worker })
    }

    fn say(&self, text: &str, chance: &mut Chance) -> Result<String, Error> {
        fill(text, &self.slots, chance).map_err(Error::internal)
    }

    fn play(&self, chance: &mut Chance, ledger: &mut Ledger) -> Result<Ticket, Error> {
        let now = self.stage.days.now;
        let fields = self.fields(chance)?;
        let (first, later) = self.asked(fields);
        let untouched = self.planned.live && now - self.planned.scene.at < 10 * HOUR && chance.percent(60);
        let new = self.new_ticket(first, !untouched && chance.percent(70), chance)?;
        let mut life = Life::open(self.planned, new, self.kind, &self.stage.chain.terms, self.clerk, ledger)?;
        if untouched {
            return Ok(life.ticket);
        }
        self.begin(&mut life, chance, ledger)?;
        if self.planned.live {
            self.leave_unsolved(&mut life, chance, ledger)?;
        } else {
            self.solve(&mut life, later, chance, ledger)?;
        }
        Ok(life.ticket)
    }

    fn fields(&self, chance: &mut Chance) -> Result<BTreeMap<String, String>, Error> {
        self.matter.fields.iter().map(|(key, text)| Ok((key.clone(), self.say(text, chance)?))).collect()
    }

    /// The fields that are filled in when the ticket is opened, and those that follow.
    fn asked(&self, fields: BTreeMap<String, String>) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
        let at_once = |key: &String| self.kind.fields.0.iter().position(|schema| schema.key == *key).is_none_or(|place| place < ASKED_AT_ONCE);
        fields.into_iter().partition(|(key, _)| at_once(key))
    }

    fn new_ticket(&self, fields: BTreeMap<String, String>, taken: bool, chance: &mut Chance) -> Result<NewTicket, Error> {
        let scene = &self.planned.scene;
        let department =
            self.matter.department.as_ref().filter(|_| self.matter.hand.is_none()).and_then(|name| self.stage.chain.departments.get(name));
        let urgent = chance.percent(4).then_some(Priority::High);
        Ok(NewTicket {
            number: self.planned.number.clone(),
            subject: self.say(&self.matter.subject, chance)?,
            description: self.say(&self.matter.description, chance)?,
            priority: self.matter.priority.or(urgent),
            customer: Some(self.stage.clients[scene.client].id),
            shop: Some(self.stage.chain.places[scene.place].id),
            department: department.or_else(|| self.stage.chain.departments.get(&self.stage.chain.places[scene.place].code)).copied(),
            assignee: taken.then_some(if self.matter.hand.is_some() { self.clerk } else { self.worker }),
            conversation: self.planned.talk,
            channel: Some(self.planned.channel),
            tags: self.matter.tags.clone(),
            fields,
            parent: None,
        })
    }

    /// Taken by somebody, answered, handed over, watched.
    fn begin(&self, life: &mut Life<'_>, chance: &mut Chance, ledger: &mut Ledger) -> Result<(), Error> {
        let manager = self.stage.person(self.stage.chain.places[self.planned.scene.place].manager).id;
        if life.ticket.assignee.is_none() {
            let (at, whom) = (life.at + chance.between(1, 35) * MINUTE, if self.matter.hand.is_some() { self.clerk } else { self.worker });
            life.act(at, Some(manager), ledger, |ticket, _, terms, ctx| domain::ticket::assign(ticket, Some(whom), Some(terms), ctx))?;
        }
        let answered = if matches!(self.planned.channel, Channel::Counter | Channel::Hotline) { chance.between(0, 3) } else { chance.between(2, 70) };
        life.act(life.at + answered * MINUTE, Some(self.clerk), ledger, |ticket, _, _, ctx| Ok(domain::ticket::replied(ticket, ctx)))?;
        if chance.percent(14) {
            life.act(life.at + MINUTE, Some(manager), ledger, |ticket, _, _, _| domain::ticket::watch(ticket, manager, true))?;
        }
        if let (Some(ask), Some(department)) =
            (&self.matter.hand, self.matter.department.as_ref().and_then(|name| self.stage.chain.departments.get(name)))
        {
            let hand = HandOver {
                department: *department,
                staff: Some(self.worker).filter(|worker| *worker != self.clerk),
                ask: self.say(ask, chance)?,
                due: None,
            };
            life.act(life.at + chance.between(4, 50) * MINUTE, Some(self.clerk), ledger, |ticket, _, terms, ctx| {
                domain::ticket::hand_over(ticket, hand, Some(terms), ctx)
            })?;
        }
        Ok(())
    }

    /// Unsolved at present: in work, or waiting for the customer or for others. Old ones mostly wait.
    fn leave_unsolved(&self, life: &mut Life<'_>, chance: &mut Chance, ledger: &mut Ledger) -> Result<(), Error> {
        let age = self.stage.days.now - life.at;
        let later = |chance: &mut Chance| life.at + age * chance.between(5, 30) / 100;
        let at = later(chance);
        if chance.percent(65) {
            self.note(life, at, chance, ledger)?;
        }
        life.tick(false, life.at + MINUTE, self.worker, chance, ledger)?;
        let draw = chance.between(1, 100);
        let to = match life.ticket.state {
            TicketState::WaitingOther if draw <= 45 => return Ok(()),
            _ if age < DAY && draw <= 70 => TicketState::Open,
            _ if draw <= 62 => TicketState::WaitingCustomer,
            _ if draw <= 78 => TicketState::WaitingOther,
            _ => TicketState::Open,
        };
        if to != life.ticket.state {
            life.step(to, life.at + 3 * MINUTE, Some(self.worker), ledger)?;
        }
        Ok(())
    }

    fn solve(&self, life: &mut Life<'_>, later: BTreeMap<String, String>, chance: &mut Chance, ledger: &mut Ledger) -> Result<(), Error> {
        let end = self.solved_at(life, chance);
        let part = |percent: i64, from: Millis| from + (end - from) * percent / 100;
        let from = life.at;
        if chance.percent(70) {
            self.note(life, part(20, from), chance, ledger)?;
        }
        if chance.percent(16) {
            life.step(TicketState::WaitingCustomer, part(30, from), Some(self.worker), ledger)?;
            life.act(part(55, from), None, ledger, |ticket, _, terms, ctx| Ok(domain::ticket::heard(ticket, Some(terms), ctx)))?;
            life.act(part(60, from), Some(self.clerk), ledger, |ticket, _, _, ctx| Ok(domain::ticket::replied(ticket, ctx)))?;
        }
        if life.ticket.state == TicketState::WaitingOther {
            life.step(TicketState::Open, part(70, from), Some(self.worker), ledger)?;
        }
        if chance.percent(35) {
            self.note(life, part(80, from), chance, ledger)?;
        }
        let change = TicketChange { fields: later, ..TicketChange::default() };
        life.act(part(90, from), Some(self.worker), ledger, |ticket, kind, terms, ctx| {
            domain::ticket::update(ticket, Some(kind), change, Some(terms), ctx)
        })?;
        life.tick(true, part(92, from), self.worker, chance, ledger)?;
        let resolution = self.say(chance.pick::<String>(&self.matter.resolutions), chance)?;
        let solving = Solving { resolution, anyway: true };
        life.act(end, Some(self.worker), ledger, |ticket, kind, terms, ctx| {
            domain::ticket::step(ticket, Some(kind), TicketState::Resolved, &solving, Some(terms), ctx)
        })?;
        let closes = life.at + CLOSES_AFTER;
        if closes < self.stage.days.now {
            life.step(TicketState::Closed, closes, None, ledger)?;
        }
        Ok(())
    }

    /// Within the matter's usual hours, seldom much later, and always past.
    fn solved_at(&self, life: &Life<'_>, chance: &mut Chance) -> Millis {
        let now = self.stage.days.now;
        let minutes = chance.between(self.matter.hours.0 * 60, self.matter.hours.1 * 60);
        let stretch = if chance.percent(7) { chance.between(180, 320) } else { 100 };
        let usual = self.stage.chain.terms.hours.add(life.at, minutes * stretch / 100 * MINUTE).unwrap_or(life.at + HOUR);
        if usual < now - 5 * MINUTE { usual } else { life.at + (now - life.at) * 7 / 10 }
    }

    fn note(&self, life: &mut Life<'_>, at: Millis, chance: &mut Chance, ledger: &mut Ledger) -> Result<(), Error> {
        let text = self.say(chance.pick::<String>(&self.matter.notes), chance)?;
        let mentions = self.stage.chain.named(&text);
        let who = if mentions.contains(&self.clerk) || chance.percent(60) { self.worker } else { self.clerk };
        life.comment(text, mentions, at, who, ledger)
    }
}
