//! The task that lets held replies go when their undo time is over.
//!
//! It holds neither the pen nor the desk while it sleeps, wakes for the next due message or when a message changes, and
//! finds replies again that were held before the program was killed. Channels without a gateway keep their messages
//! `pending`: nothing here ever says that words went out which did not.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use domain::message::Delivery;
use domain::{Id, Millis, Noun};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use super::talk::tickets_answered;
use crate::calls::Change;
use crate::desk::{Desk, FaintDesk};
use crate::error::{Code, Error};
use crate::session;

/// Looks at the held messages at most this often.
const REST_MIN: Duration = Duration::from_secs(1);
/// The clock may be set while the task sleeps, so it never sleeps longer than this while something is held.
const REST_MAX: Duration = Duration::from_secs(60);
/// Messages let go in one commit.
const BATCH: i64 = 500;

type Changes = Receiver<Arc<Vec<Change>>>;

pub(crate) fn start_sending(desk: &Desk) {
    tokio::spawn(keep_sending(desk.faint(), desk.changes()));
}

async fn keep_sending(desk: FaintDesk, mut changes: Changes) {
    loop {
        let Some(awake) = desk.awake() else { return };
        let rest = match release_due(&awake).await {
            Ok(rest) => rest,
            // Closed under way: what is held is found again at the next start.
            Err(_) if desk.awake().is_none() => return,
            Err(cause) => {
                tracing::error!(%cause, "held messages could not be released");
                Some(REST_MAX)
            }
        };
        drop(awake);
        if !pause(&mut changes, rest).await {
            return;
        }
    }
}

/// Sleeps for `rest`, or for good when nothing is held, and wakes when a message changes; `false` when the desk is gone.
async fn pause(changes: &mut Changes, rest: Option<Duration>) -> bool {
    tokio::time::sleep(REST_MIN).await;
    let further = rest.map(|rest| rest.saturating_sub(REST_MIN));
    match further {
        None => message_changed(changes).await,
        Some(further) => tokio::time::timeout(further, message_changed(changes)).await.unwrap_or(true),
    }
}

async fn message_changed(changes: &mut Changes) -> bool {
    loop {
        match changes.recv().await {
            Ok(batch) if batch.iter().any(|change| change.noun == Noun::Message) => return true,
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => return true,
            Err(RecvError::Closed) => return false,
        }
    }
}

/// Lets every message go whose time has come; says how long nothing more is due, `None` when nothing is held.
async fn release_due(desk: &Desk) -> Result<Option<Duration>, Error> {
    let undo_ms = match session::organisation(desk).await {
        Ok(organisation) => organisation.setting("undo_send_ms"),
        Err(error) if error.code == Code::NotSetUp => return Ok(None),
        Err(error) => return Err(error),
    };
    if next_due(desk, undo_ms).await?.is_some_and(|due| due <= desk.now()) {
        release(desk, undo_ms).await?;
    }
    let next = next_due(desk, undo_ms).await?;
    Ok(next.map(|due| Duration::from_millis((due - desk.now()).max(0) as u64).clamp(REST_MIN, REST_MAX)))
}

async fn next_due(desk: &Desk, undo_ms: Millis) -> Result<Option<Millis>, Error> {
    Ok(desk.store().messages_in(Delivery::Held, 1).await?.first().and_then(|message| message.held_until(undo_ms)))
}

async fn release(desk: &Desk, undo_ms: Millis) -> Result<(), Error> {
    let mut pen = desk.pen_as(None).await;
    let held = desk.store().messages_in(Delivery::Held, BATCH).await?;
    let (mut edits, mut answered) = (Vec::new(), BTreeSet::<Id>::new());
    for message in &held {
        let released = domain::message::release(message, undo_ms, desk.now());
        answered.extend(message.conversation.filter(|_| !released.is_empty()));
        edits.extend(released);
    }
    for conversation in answered {
        edits.extend(tickets_answered(desk, &pen, conversation).await?);
    }
    pen.commit(edits).await
}
