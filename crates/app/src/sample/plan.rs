//! What happens when: conversations and tickets are placed in time first, so that ticket numbers count up with the days.

use std::collections::BTreeMap;

use domain::conversation::Channel;
use domain::time::{HOUR, MINUTE};
use domain::{Id, Millis};

use super::chance::Chance;
use super::data::Casting;
use super::ledger::Ledger;
use super::scene::{Scene, Stage};

pub const TALKS: usize = 1_900;
pub const TICKETS: usize = 3_000;
/// Tickets that are not solved yet.
pub const LIVE: usize = 120;
/// Days that unsolved tickets reach back.
const LIVE_DAYS: i64 = 12;
/// Conversations that are over ended at least this long ago.
const OVER: Millis = 2 * HOUR;

pub struct PlannedTalk {
    pub id: Id,
    pub script: usize,
    pub scene: Scene,
    pub channel: Channel,
    /// When each line is said.
    pub times: Vec<Millis>,
    pub ticket: Option<usize>,
}

pub struct PlannedTicket {
    pub id: Id,
    pub number: String,
    pub matter: usize,
    pub scene: Scene,
    pub channel: Channel,
    pub talk: Option<Id>,
    /// Unsolved at present.
    pub live: bool,
    /// Words of the scene that were said already.
    pub words: BTreeMap<String, String>,
}

pub struct Plan {
    pub talks: Vec<PlannedTalk>,
    pub tickets: Vec<PlannedTicket>,
}

/// Draws the past around the tickets of the conversations that are open now.
pub fn draw(stage: &Stage<'_>, mut tickets: Vec<PlannedTicket>, ledger: &mut Ledger) -> Plan {
    let mut chance = Chance::of("plan");
    let mut talks = Vec::with_capacity(TALKS);
    while talks.len() < TALKS {
        let talk = talk(stage, &mut tickets, &mut chance, ledger);
        talks.push(talk);
    }
    while tickets.len() < TICKETS {
        tickets.push(walk_in(stage, &mut chance, ledger));
    }
    number(stage, &mut talks, &mut tickets);
    choose_live(stage, &mut tickets, &mut chance);
    Plan { talks, tickets }
}

/// One of the castings that can play on the day of `at`.
fn playable<'c>(stage: &Stage<'_>, at: Millis, castings: impl Iterator<Item = &'c Casting> + Clone, chance: &mut Chance) -> usize {
    let day = stage.days.iso(at);
    let weights: Vec<u64> = castings.map(|casting| if casting.plays_on(&day) { casting.weight } else { 0 }).collect();
    chance.weighted(weights.into_iter())
}

fn talk(stage: &Stage<'_>, tickets: &mut Vec<PlannedTicket>, chance: &mut Chance, ledger: &mut Ledger) -> PlannedTalk {
    let at = moment(stage, chance);
    let script = playable(stage, at, stage.data.scripts.iter().map(|script| &script.casting), chance);
    let of = &stage.data.scripts[script];
    let scene = stage.cast(at, &of.casting, of.lang.is_some(), chance);
    let (channel, id) = (*chance.pick(&of.channels), ledger.id(at));
    let times = times(&of.lines, at, channel, chance);
    let opens = of.lines.iter().position(|line| line.starts_with("t:")).map(|line| times[line]);
    let matter = of.matter.as_ref().and_then(|wanted| stage.data.matters.iter().position(|matter| matter.id == *wanted));
    let ticket = opens.zip(matter).map(|(opened, matter)| {
        let scene = Scene { at: opened, ..scene };
        tickets.push(PlannedTicket {
            id: ledger.id(opened),
            number: String::new(),
            matter,
            scene,
            channel,
            talk: Some(id),
            live: false,
            words: BTreeMap::new(),
        });
        tickets.len() - 1
    });
    PlannedTalk { id, script, scene, channel, times, ticket }
}

/// Mostly any day, now and then one of the last days: what is recent is looked at most.
fn moment(stage: &Stage<'_>, chance: &mut Chance) -> Millis {
    let at = if chance.percent(5) { stage.days.open_hour(chance.between(1, 9), chance) } else { stage.days.busy(chance) };
    at.min(stage.days.now - OVER - HOUR)
}

/// A quick word at the counter, minutes apart in writing; the first answer mostly within the promise.
fn times(lines: &[String], at: Millis, channel: Channel, chance: &mut Chance) -> Vec<Millis> {
    let live = matches!(channel, Channel::Counter | Channel::Hotline | Channel::Kiosk);
    let mut time = at;
    let mut answered = false;
    let pause = |line: &String| {
        let ours = !line.starts_with(['c', 'v']);
        let seconds = match (live, ours, answered) {
            (true, ..) => chance.between(8, 45),
            (_, true, false) if chance.percent(12) => chance.between(310, 1_500),
            (_, true, false) => chance.between(20, 280),
            _ => chance.between(15, 260),
        };
        answered |= ours;
        time += seconds * 1_000;
        time
    };
    let times: Vec<Millis> = lines.iter().map(pause).collect();
    let first = times.first().copied().unwrap_or(at);
    times.into_iter().map(|time| time - first + at).collect()
}

/// A ticket that somebody at the counter or on the phone asks for.
fn walk_in(stage: &Stage<'_>, chance: &mut Chance, ledger: &mut Ledger) -> PlannedTicket {
    let at = if chance.percent(7) { stage.days.open_hour(chance.between(1, LIVE_DAYS), chance) } else { stage.days.busy(chance) };
    let at = at.min(stage.days.now - 20 * MINUTE);
    let matter = playable(stage, at, stage.data.matters.iter().map(|matter| &matter.casting), chance);
    let scene = stage.cast(at, &stage.data.matters[matter].casting, false, chance);
    let channel = *chance.pick(&[Channel::Counter, Channel::Counter, Channel::Counter, Channel::Hotline, Channel::Kiosk, Channel::App]);
    PlannedTicket { id: ledger.id(at), number: String::new(), matter, scene, channel, talk: None, live: false, words: BTreeMap::new() }
}

/// Sorts the tickets by time and counts them up per shop.
fn number(stage: &Stage<'_>, talks: &mut [PlannedTalk], tickets: &mut [PlannedTicket]) {
    tickets.sort_by_key(|ticket| (ticket.scene.at, ticket.id));
    let mut counters: BTreeMap<usize, u64> = BTreeMap::new();
    for ticket in tickets.iter_mut() {
        let counter = counters.entry(ticket.scene.place).or_default();
        *counter += 1;
        ticket.number = domain::ticket::number(&stage.chain.places[ticket.scene.place].code, "A", *counter);
    }
    let of_talk: BTreeMap<Id, usize> = tickets.iter().enumerate().filter_map(|(place, ticket)| Some((ticket.talk?, place))).collect();
    for talk in talks {
        talk.ticket = of_talk.get(&talk.id).copied();
    }
}

/// The newer a ticket, the likelier it is not solved yet.
fn choose_live(stage: &Stage<'_>, tickets: &mut [PlannedTicket], chance: &mut Chance) {
    let oldest = stage.days.ago(LIVE_DAYS, 0);
    let wanted = LIVE - tickets.iter().filter(|ticket| ticket.live).count();
    let recent = tickets.iter().enumerate().filter(|(_, ticket)| ticket.scene.at > oldest && !ticket.live);
    let mut drawn: Vec<(i64, usize)> =
        recent.map(|(place, ticket)| ((stage.days.now - ticket.scene.at) / MINUTE * chance.between(20, 100), place)).collect();
    drawn.sort_unstable();
    for (_, place) in drawn.into_iter().take(wanted) {
        tickets[place].live = true;
    }
}
