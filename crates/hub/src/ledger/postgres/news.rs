//! What several hubs over one server tell each other: which scopes grew, so that whoever waits at another hub is woken.
//!
//! It is told right after the commit and not from within it: PostgreSQL lets transactions that announce something commit one at a
//! time. What a hub had no time to tell, and what nobody heard while a connection was down, costs a desk its next look (half a
//! minute) and nothing else; after such a gap everybody who waits is woken.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use domain::scope::Scope;
use postgres::fallible_iterator::FallibleIterator;
use postgres::{Client, Notification};
use sync::trust::audit::{hex, unhex};

use super::address::Address;
use crate::LedgerError;

/// A connection that brought nothing for so long is asked whether it is alive; this long is it waited for.
const STILL: Duration = Duration::from_secs(30);
const ALIVE: Duration = Duration::from_secs(5);
/// How often an ear looks whether it is still wanted.
const GLANCE: Duration = Duration::from_secs(1);
const AGAIN: Duration = Duration::from_secs(1);
/// A message may be 8,000 bytes long; of more scopes than this it only says that there are many.
const MOST: usize = 200;
const MANY: &str = "*";

/// What another hub told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    Grown(Vec<Scope>),
    /// Anything may have grown.
    Missed,
}

/// Tells the others. Hearing ends when it is dropped.
pub struct Crier {
    grown: std::sync::Mutex<Sender<Vec<Scope>>>,
    over: Arc<AtomicBool>,
}

impl Crier {
    pub fn tell(&self, grown: &[Scope]) {
        // A thread that is over has nobody to tell.
        let _ = self.grown.lock().unwrap_or_else(PoisonError::into_inner).send(grown.to_vec());
    }
}

impl Drop for Crier {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

pub(super) fn start(address: &Arc<Address>, heard: impl Fn(News) + Send + 'static) -> Crier {
    let (grown, told) = channel();
    let over = Arc::new(AtomicBool::new(false));
    // A hub does not hear itself.
    let me = format!("{:016x}", crate::chance());
    let (ear_address, ear_me, ear_over) = (Arc::clone(address), me.clone(), Arc::clone(&over));
    std::thread::spawn(move || listen(&ear_address, &ear_me, &ear_over, &heard));
    let mouth = Arc::clone(address);
    std::thread::spawn(move || tell(&mouth, &me, &told));
    Crier { grown: std::sync::Mutex::new(grown), over }
}

/// One message for all that grew while the last one was on its way.
fn tell(address: &Address, me: &str, told: &Receiver<Vec<Scope>>) {
    let mut client = None;
    while let Ok(first) = told.recv() {
        let mut grown: Vec<Scope> = first.into_iter().chain(told.try_iter().flatten()).collect();
        grown.sort_unstable();
        grown.dedup();
        let message = format!("{me} {}", spelt(&grown));
        // Once more on a fresh connection: the old one may have died while nobody used it.
        if let Err(first) = tell_once(&mut client, address, &message)
            && let Err(cause) = tell_once(&mut client, address, &message)
        {
            tracing::warn!(%first, %cause, "other hubs could not be told what grew; their desks look for themselves");
        }
    }
}

fn tell_once(client: &mut Option<Client>, address: &Address, message: &str) -> Result<(), LedgerError> {
    let mut link = client.take().map_or_else(|| address.connect(), Ok)?;
    link.execute("SELECT pg_notify('zg_hub', $1)", &[&message])?;
    *client = Some(link);
    Ok(())
}

fn listen(address: &Address, me: &str, over: &AtomicBool, heard: &impl Fn(News)) {
    while !over.load(Ordering::Relaxed) {
        if let Err(cause) = listen_once(address, me, over, heard) {
            tracing::warn!(error = %crate::error::chain(&cause), "news of other hubs are not heard; trying again");
            std::thread::park_timeout(AGAIN);
        }
    }
}

fn listen_once(address: &Address, me: &str, over: &AtomicBool, heard: &impl Fn(News)) -> Result<(), LedgerError> {
    let mut client = address.connect()?;
    client.batch_execute("LISTEN zg_hub")?;
    heard(News::Missed);
    let mut still = Duration::ZERO;
    while !over.load(Ordering::Relaxed) {
        still += GLANCE;
        if hear(&mut client, me, heard)? {
            still = Duration::ZERO;
        }
        if client.is_closed() || still >= STILL {
            client.is_valid(ALIVE)?;
            still = Duration::ZERO;
        }
    }
    Ok(())
}

/// Hears until nothing comes for a while; whether anything did.
fn hear(client: &mut Client, me: &str, heard: &impl Fn(News)) -> Result<bool, LedgerError> {
    let mut notifications = client.notifications();
    let mut arriving = notifications.timeout_iter(GLANCE);
    let mut any = false;
    while let Some(notification) = arriving.next()? {
        any = true;
        understood(&notification, me).into_iter().for_each(heard);
    }
    Ok(any)
}

/// None of what this hub told itself.
fn understood(notification: &Notification, me: &str) -> Option<News> {
    let (from, grown) = notification.payload().split_once(' ')?;
    if from == me {
        return None;
    }
    let scopes = grown.split(',').map(|scope| Scope::from_bytes(&unhex(scope)?)).collect::<Option<Vec<Scope>>>();
    Some(scopes.map_or(News::Missed, News::Grown))
}

fn spelt(grown: &[Scope]) -> String {
    match grown.len() {
        0..=MOST => grown.iter().map(|scope| hex(&scope.to_bytes())).collect::<Vec<_>>().join(","),
        _ => MANY.to_owned(),
    }
}
