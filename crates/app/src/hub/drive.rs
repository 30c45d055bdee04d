//! The background exchange: a thread that holds the link and the file, and one thread per lane that waits for the hub.
//!
//! What goes up never waits for what comes down. It holds the desk only faintly: a desk that is closed ends it. Everything
//! that must last is in the file, so that it may be ended at any moment.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use store::replica::DeskReplica;
use sync::exchange::Reply;
use sync::link::{Lane, Link, Question, State};

use super::line::{Countersigned, Line, LineError};
use crate::desk::{Desk, FaintDesk};
use crate::secrets;

/// Looks at least this often whether a pause is over or the desk was closed.
const GLANCE: Duration = Duration::from_millis(500);

/// What wakes the thread.
pub(super) enum Event {
    Heard {
        number: u64,
        reply: Result<(Reply, Option<Box<Countersigned>>), LineError>,
    },
    /// The hub has something new.
    Poked,
    Wrote,
    TryNow,
}

/// What the thread tells the rest of the program.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub state: State,
    /// Why nothing was heard last time, in English; empty when something was.
    pub trouble: String,
}

/// Starts the exchange; it ends with the desk or when nobody holds the sender any more.
pub(super) fn start(desk: &Desk, line: Line, told: Arc<Mutex<Told>>) -> Sender<Event> {
    let (events, heard) = channel();
    let line = Arc::new(line);
    let faint = desk.faint();
    let replica = desk.store().replica();
    let lanes = [lane(Arc::clone(&line), events.clone()), lane(Arc::clone(&line), events.clone())];
    forward_writes(desk, events.clone());
    wait_for_news(desk.faint(), line, events.clone());
    let job = Exchange { link: Link::new(u64::from_be_bytes(secrets::random())), replica, lanes, told };
    std::thread::spawn(move || job.run(&faint, &heard));
    events
}

/// A thread that sends one question after another.
fn lane(line: Arc<Line>, events: Sender<Event>) -> Sender<Question> {
    let (questions, asked) = channel::<Question>();
    std::thread::spawn(move || {
        for Question { number, request } in asked {
            let reply = line.ask(&request);
            if events.send(Event::Heard { number, reply }).is_err() {
                return;
            }
        }
    });
    questions
}

/// Hears of every commit, so that it goes up at once.
fn forward_writes(desk: &Desk, events: Sender<Event>) {
    let mut changes = desk.changes();
    tokio::spawn(async move {
        use tokio::sync::broadcast::error::RecvError;
        while !matches!(changes.recv().await, Err(RecvError::Closed)) {
            if events.send(Event::Wrote).is_err() {
                return;
            }
        }
    });
}

/// Lets the hub hold a question until there is news, and asks again.
fn wait_for_news(faint: FaintDesk, line: Arc<Line>, events: Sender<Event>) {
    std::thread::spawn(move || {
        while let Some(desk) = faint.awake() {
            let device = desk.store().device();
            drop(desk);
            match line.wait(device) {
                Ok(true) if events.send(Event::Poked).is_err() => return,
                Ok(_) => {}
                // The exchange itself finds out what is wrong; this only must not hammer on a closed door. News that came
                // meanwhile was told to nobody, so it is asked for.
                Err(_) => {
                    std::thread::park_timeout(GLANCE * 4);
                    if events.send(Event::Poked).is_err() {
                        return;
                    }
                }
            }
        }
    });
}

struct Exchange {
    link: Link,
    replica: DeskReplica,
    lanes: [Sender<Question>; 2],
    told: Arc<Mutex<Told>>,
}

impl Exchange {
    fn run(mut self, faint: &FaintDesk, heard: &Receiver<Event>) {
        loop {
            let Some(desk) = faint.awake() else { return };
            let now = desk.now();
            if let Err(cause) = self.ask(now) {
                tracing::error!(%cause, "the exchange could not read the file");
                self.tell(cause.to_string());
            }
            desk.announce(self.replica.changes());
            drop(desk);
            let event = match heard.recv_timeout(GLANCE) {
                Ok(event) => event,
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let Some(desk) = faint.awake() else { return };
            self.take(event, desk.now());
            desk.announce(self.replica.changes());
        }
    }

    fn ask(&mut self, now: i64) -> Result<(), store::StoreError> {
        for (lane, way) in [Lane::Up, Lane::Down].into_iter().zip(&self.lanes) {
            if let Some(question) = self.link.ask(lane, now, &mut self.replica)? {
                // A lane ends only with the exchange itself.
                let _ = way.send(question);
            }
        }
        Ok(())
    }

    fn take(&mut self, event: Event, now: i64) {
        match event {
            Event::Wrote => self.link.wrote(),
            Event::Poked => self.link.poke(),
            Event::TryNow => self.link.try_now(),
            Event::Heard { number, reply: Ok((reply, receipt)) } => {
                self.replica.countersigned(receipt.map(|receipt| *receipt));
                let taken = self.link.heard(number, &reply, now, &mut self.replica);
                self.tell(taken.map_or_else(|cause| cause.to_string(), |()| String::new()));
            }
            Event::Heard { number, reply: Err(cause) } => {
                tracing::debug!(error = %cause, "the hub was not heard");
                self.link.failed(number, now, u64::from_be_bytes(secrets::random()));
                self.tell(cause.to_string());
            }
        }
    }

    fn tell(&self, trouble: String) {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Told { state: self.link.state(), trouble };
    }
}
