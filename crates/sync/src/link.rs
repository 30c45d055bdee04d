//! The desk's side of the line: when to ask for what, and what to make of the answer.
//!
//! Two lanes that never wait for each other: what goes up and what comes down. It owns no clock, no socket and no thread: the
//! time and a random number are told, requests come out, replies go in, and everything that must last stands in the replica.
//! Losing all of its own state costs nothing but a repeated question.

use std::collections::BTreeSet;

use domain::id::Id;
use domain::time::Millis;

use crate::clock::Dot;
use crate::exchange::{Answer, Denied, Page, Pull, Push, Reply, Request};
use crate::op::Op;
use crate::plant::{self, Bug};
use crate::replica::{Replica, Standing};
use crate::rewrite::Right;

/// Bytes of ops that are sent up in one go.
pub const PUSH_BYTES: usize = 256 * 1024;
/// Bytes of ops that one page should have.
pub const PULL_BYTES: u32 = 512 * 1024;
/// A question without an answer is asked again after this long.
pub const PATIENCE_MS: Millis = 20_000;
/// How long to wait after the first failure; doubled with each further one.
const FIRST_WAIT_MS: Millis = 1_000;
const LONGEST_WAIT_MS: Millis = 300_000;
/// Without a poke, the hub is asked this often.
pub const IDLE_MS: Millis = 30_000;
/// A clock that differs less from the hub's is right.
pub const OFFSET_MS: Millis = 120_000;
/// A restored hub is refilled by its desks for this long, before a desk asks it what it may no longer hold.
pub const REFILL_MS: Millis = 15 * 60_000;
/// Wholes that one check asks about.
const CHECK: usize = 1_000;

/// Which way a question goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    Up,
    Down,
}

/// A question to be sent; its answer comes back with the same number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub number: u64,
    pub request: Request,
}

/// How the line stands, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Not heard yet since the start.
    Trying,
    Connected,
    /// Since when nothing was heard.
    Offline {
        since: Millis,
    },
    Denied(Denied),
}

#[derive(Clone, Debug, Default)]
struct Road {
    /// Number of the question that is out, and since when.
    out: Option<(u64, Millis)>,
    /// Not before this.
    after: Millis,
    failures: u32,
    /// Something happened that makes asking worthwhile.
    wanted: bool,
}

/// What the desk knows of the line. Nothing here outlives the program.
#[derive(Clone, Debug)]
pub struct Link {
    up: Road,
    down: Road,
    next: u64,
    state: State,
    /// The hub's log of this device is another one than ours, from here on.
    parted: Option<u64>,
    /// Wholes that the check which is out asks about.
    asked: Vec<Id>,
    /// Not before this.
    check_after: Millis,
    /// What the hub had of our log when the question on the way down was asked.
    asked_at: u64,
    /// Until when a restored hub is given to hear from others before it is asked what must go.
    refilling: Option<Millis>,
    was: Option<Sent>,
    /// What a restored hub asked for and is held here.
    offer: Vec<Vec<u8>>,
    /// What was offered already: a hub that could not use it must not be told it for ever.
    looked: BTreeSet<Dot>,
}

/// What the question that is out on the way up was about.
#[derive(Clone, Copy, Debug)]
struct Sent {
    from: u64,
}

impl Link {
    /// `numbers` makes the questions of this run of the program unlike those of any run before.
    pub fn new(numbers: u64) -> Self {
        let road = Road { wanted: true, ..Road::default() };
        Link {
            up: road.clone(),
            down: road,
            next: numbers,
            state: State::Trying,
            parted: None,
            asked: Vec::new(),
            check_after: 0,
            asked_at: 0,
            refilling: None,
            was: None,
            offer: Vec::new(),
            looked: BTreeSet::new(),
        }
    }

    pub const fn state(&self) -> State {
        self.state
    }

    /// Something was written here.
    pub fn wrote(&mut self) {
        self.up.wanted = true;
    }

    /// The hub has something new.
    pub fn poke(&mut self) {
        self.down.wanted = true;
    }

    /// The network came back, or a person asked to try now.
    pub fn try_now(&mut self) {
        for road in [&mut self.up, &mut self.down] {
            road.wanted = true;
            road.after = 0;
            road.failures = 0;
        }
    }

    /// What to ask now on a lane; none when it is waiting, resting or has nothing to ask.
    pub fn ask<R: Replica>(&mut self, lane: Lane, now: Millis, replica: &mut R) -> Result<Option<Question>, R::Error> {
        if !self.is_free(lane, now) {
            return Ok(None);
        }
        let standing = replica.standing()?;
        let request = match lane {
            Lane::Up => self.ask_up(&standing, replica)?,
            Lane::Down => self.ask_down(&standing, now, replica)?,
        };
        Ok(request.map(|request| self.send(lane, now, request)))
    }

    fn road(&mut self, lane: Lane) -> &mut Road {
        match lane {
            Lane::Up => &mut self.up,
            Lane::Down => &mut self.down,
        }
    }

    fn is_free(&mut self, lane: Lane, now: Millis) -> bool {
        let road = self.road(lane);
        // A clock that was set back must not make a desk wait for years.
        if road.after > now + LONGEST_WAIT_MS {
            road.after = now;
        }
        if road.out.is_some_and(|(_, since)| now >= since + PATIENCE_MS || now < since) {
            road.out = None;
        }
        road.out.is_none() && now >= road.after
    }

    fn send(&mut self, lane: Lane, now: Millis, request: Request) -> Question {
        self.next = self.next.wrapping_add(1);
        let number = self.next;
        let road = self.road(lane);
        road.out = Some((number, now));
        road.wanted = false;
        Question { number, request }
    }

    fn ask_up<R: Replica>(&mut self, standing: &Standing, replica: &mut R) -> Result<Option<Request>, R::Error> {
        if self.parted.is_some() {
            return Ok(Some(Request::Rejoin { device: standing.device }));
        }
        if standing.head.seq <= standing.acked.seq {
            return Ok(None);
        }
        let Some(outgoing) = replica.outgoing(standing.acked.seq, PUSH_BYTES)? else { return Ok(None) };
        self.was = Some(Sent { from: standing.acked.seq });
        Ok(Some(Request::Push(Push {
            device: standing.device,
            epoch: standing.epoch,
            before: standing.acked,
            items: outgoing.items,
            chain: outgoing.chain,
            settled: standing.settled,
            verdicts: outgoing.verdicts,
        })))
    }

    fn ask_down<R: Replica>(&mut self, standing: &Standing, now: Millis, replica: &mut R) -> Result<Option<Request>, R::Error> {
        if !self.offer.is_empty() {
            let ops = self.offer.clone();
            return Ok(Some(Request::Offer { device: standing.device, epoch: standing.epoch, ops }));
        }
        self.asked_at = standing.acked.seq;
        let is_due = self.down.wanted || now >= self.down.after + IDLE_MS;
        if is_due {
            let pull = Pull { device: standing.device, epoch: standing.epoch, follows: replica.follows()?, bytes: PULL_BYTES };
            return Ok(Some(Request::Pull(pull)));
        }
        if self.refilling.is_some_and(|until| (now..now + REFILL_MS + 1).contains(&until))
            || (now < self.check_after && self.check_after <= now + IDLE_MS)
        {
            return Ok(None);
        }
        self.asked = replica.doubtful(self.asked.last().copied().unwrap_or(Id([0; 16])), CHECK)?;
        if self.asked.is_empty() {
            // Round once; what the hub could not say it may know when it is asked again.
            self.check_after = now + IDLE_MS;
        }
        let check = Request::Check { device: standing.device, epoch: standing.epoch, roots: self.asked.clone() };
        Ok((!self.asked.is_empty()).then_some(check))
    }

    /// No answer came: the line is down, or what answered was not the hub. `chance` is any random number.
    pub fn failed(&mut self, number: u64, now: Millis, chance: u64) {
        let Some(lane) = self.lane_of(number) else { return };
        let road = self.road(lane);
        let wait = (FIRST_WAIT_MS << road.failures.min(9)).min(LONGEST_WAIT_MS);
        road.out = None;
        road.failures = road.failures.saturating_add(1);
        road.wanted = true;
        // Between half and all of it, so that a thousand desks do not come back in the same second.
        road.after = now + wait / 2 + (chance % (wait as u64 / 2 + 1)) as Millis;
        if !matches!(self.state, State::Offline { .. } | State::Denied(_)) {
            self.state = State::Offline { since: now };
        }
    }

    fn lane_of(&self, number: u64) -> Option<Lane> {
        let is = |road: &Road| road.out.is_some_and(|(out, _)| out == number);
        if is(&self.up) { Some(Lane::Up) } else { is(&self.down).then_some(Lane::Down) }
    }

    /// Takes an answer in. One that nobody waits for any more is not looked at: what it says may be old.
    pub fn heard<R: Replica>(&mut self, number: u64, reply: &Reply, now: Millis, replica: &mut R) -> Result<(), R::Error> {
        let Some(lane) = self.lane_of(number) else { return Ok(()) };
        let road = self.road(lane);
        *road = Road { after: now, ..Road::default() };
        self.state = State::Connected;
        if let Answer::Denied(why) = reply.answer {
            self.denied(lane, why, now);
            return Ok(());
        }
        let standing = replica.standing()?;
        self.set_clock(&standing, reply, now, replica)?;
        if standing.ordinal != reply.ordinal {
            replica.set_ordinal(reply.ordinal)?;
        }
        if standing.epoch != reply.epoch {
            return self.met_another(&standing, reply, now, replica);
        }
        if self.has_parted(&standing, reply, replica)? {
            self.up.wanted = true;
            if !matches!(reply.answer, Answer::Rejoined(_)) {
                return Ok(());
            }
        }
        self.take(&standing, reply, now, replica)
    }

    fn denied(&mut self, lane: Lane, why: Denied, now: Millis) {
        self.state = State::Denied(why);
        let road = self.road(lane);
        road.after = now + if why == Denied::Damaged { 0 } else { IDLE_MS };
        road.wanted = true;
    }

    fn set_clock<R: Replica>(&self, standing: &Standing, reply: &Reply, now: Millis, replica: &mut R) -> Result<(), R::Error> {
        let offset = reply.now - now;
        let right = if offset.abs() < OFFSET_MS { 0 } else { offset };
        if (right - standing.offset).abs() >= OFFSET_MS { replica.set_offset(right) } else { Ok(()) }
    }

    /// A hub that was never heard, or one that was restored: what it has of our log it says itself, and it tells everything
    /// anew.
    fn met_another<R: Replica>(&mut self, standing: &Standing, reply: &Reply, now: Millis, replica: &mut R) -> Result<(), R::Error> {
        self.refilling = (standing.epoch != 0).then_some(now + REFILL_MS);
        replica.begin_anew(reply.epoch)?;
        // What is still out was asked of another life, with cursors that hold no more.
        (self.up.out, self.down.out) = (None, None);
        self.looked.clear();
        if !self.has_parted(standing, reply, replica)? && reply.head.seq < standing.acked.seq {
            replica.acknowledge(reply.head.seq, reply.head, &[], &[])?;
        }
        self.up.wanted = true;
        self.down.wanted = true;
        Ok(())
    }

    /// Whether the hub holds a log of our name that is not ours.
    fn has_parted<R: Replica>(&mut self, standing: &Standing, reply: &Reply, replica: &mut R) -> Result<bool, R::Error> {
        if plant::has(Bug::ForkTaken) {
            return Ok(false);
        }
        let ours = replica.chain_at(reply.head.seq)?;
        if ours == Some(reply.head.chain) {
            self.parted = None;
            return Ok(false);
        }
        self.parted = Some(replica.acked_below(reply.head.seq.min(standing.head.seq))?);
        Ok(true)
    }

    fn take<R: Replica>(&mut self, standing: &Standing, reply: &Reply, now: Millis, replica: &mut R) -> Result<(), R::Error> {
        match &reply.answer {
            Answer::Pushed { verdicts, gone, ahead } => {
                let from = self.was.take().map_or(standing.acked.seq, |sent| sent.from).min(reply.head.seq);
                if plant::has(Bug::BlockedQueue) && verdicts.iter().any(|verdict| verdict.reason.is_refusal()) {
                    return Ok(());
                }
                replica.acknowledge(from, reply.head, verdicts, gone)?;
                if *ahead {
                    let right = Right { offset: reply.now - now - standing.offset, now: reply.now };
                    replica.stamp_anew(reply.head.seq, right)?;
                }
                self.up.wanted = true;
            }
            Answer::Pulled(page) => self.turn(page, reply.epoch, replica)?,
            Answer::Checked { gone, unsure } => {
                let settled: Vec<Id> = self.asked.iter().copied().filter(|root| !unsure.contains(root)).collect();
                replica.settle(&settled, gone, self.asked_at)?;
            }
            Answer::Rejoined(device) => {
                let after = self.parted.take().unwrap_or(standing.acked.seq);
                replica.adopt(*device, after)?;
                // What is still out was asked under the old name.
                self.down.out = None;
                self.up.wanted = true;
                self.down.wanted = true;
            }
            Answer::Offered => {
                let offered = std::mem::take(&mut self.offer);
                self.looked.extend(offered.iter().filter_map(|bytes| Op::decode(bytes).ok()).map(|op| op.dot()));
                self.down.wanted = true;
            }
            Answer::Denied(_) => {}
        }
        Ok(())
    }

    fn turn<R: Replica>(&mut self, page: &Page, epoch: u64, replica: &mut R) -> Result<(), R::Error> {
        if page.check {
            replica.begin_anew(epoch)?;
            self.down.wanted = true;
            return Ok(());
        }
        let wanted: Vec<Dot> = page.wanted.iter().copied().filter(|dot| !self.looked.contains(dot)).collect();
        if !wanted.is_empty() {
            self.offer = replica.find(&wanted)?;
        }
        if !page.ops.is_empty() || !page.gone.is_empty() || !page.cursors.is_empty() {
            replica.take(page, self.asked_at)?;
        }
        // What was learnt may be more than a page, and a check may be due.
        self.down.wanted = page.more || !page.cursors.is_empty() || !self.offer.is_empty();
        Ok(())
    }
}
