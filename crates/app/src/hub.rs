//! The desk and its hub: enrolling, how the line stands for people, and trying again.
//!
//! A desk without a hub is a whole desk. When to ask what of the hub is `sync::link`'s business; this only keeps where the hub
//! is and tells the truth about what has not gone up yet.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use store::Key;
use sync::Replica;
use sync::link::State;
use sync::trust::PublicKey;
use sync::trust::audit::{hex, unhex, unhex_array};
use ts_rs::TS;

use crate::desk::{Caller, Desk};
use crate::error::{Code, Error};
use crate::shape::Nothing;
use crate::shapes;

mod drive;
mod line;

use drive::{Event, Told};
use line::{Line, LineError};

/// Where the hub is and what it is known by, in a file of the data folder; nothing in it is secret.
#[derive(Serialize, Deserialize)]
struct Place {
    url: String,
    /// The hub's public key in hexadecimal digits.
    hub: String,
    /// The certificate of the hub's own authority, where it has one, in hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    authority: Option<String>,
}

const PLACE: &str = "hub.json";

shapes! {
    /// How this desk stands towards its hub.
    pub struct HubState {
        /// Empty for a desk that has no hub.
        url: String,
        line: LineState,
        /// Own changes that the hub does not have.
        waiting: i64,
        /// Own changes that the hub has and did not share, and nobody has seen yet.
        refused: i64,
        /// How far this machine's clock is from the hub's, in milliseconds; 0 when it is right.
        clock_off_ms: i64,
        /// Since when the hub was not heard, in milliseconds since 1970; 0 when it is.
        since: i64,
        /// Why not, for support; empty when it is heard.
        trouble: String,
    }

    pub struct EnrolDesk {
        /// Such as `https://hub.example.com`.
        url: String,
        code: String,
        /// How people call this machine.
        name: String,
    }
}

/// The line, as people see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    /// No hub: everything stays here.
    Alone,
    Trying,
    Connected,
    Offline,
    /// The hub does not take this device any more.
    Denied,
}

/// The exchange of this desk, running or not.
pub(crate) struct Hub {
    /// The device's secret key follows from the file's.
    secret: [u8; 32],
    folder: PathBuf,
    told: Arc<Mutex<Told>>,
    events: Mutex<Option<Sender<Event>>>,
}

impl Hub {
    pub fn new(folder: PathBuf, key: &Key) -> Self {
        let told = Told { state: State::Trying, trouble: String::new() };
        Hub { secret: key.derive("device"), folder, told: Arc::new(Mutex::new(told)), events: Mutex::default() }
    }

    /// Goes on with the hub of last time, where there is one.
    pub fn start(&self, desk: &Desk) {
        if let Some(place) = self.place() {
            let line = self.line(&place);
            let events = drive::start(desk, line, Arc::clone(&self.told));
            *self.events.lock().unwrap_or_else(PoisonError::into_inner) = Some(events);
        }
    }

    pub fn is_enrolled(&self) -> bool {
        self.place().is_some()
    }

    fn line(&self, place: &Place) -> Line {
        let (hub, authority) = (unhex_array(&place.hub).map(PublicKey), place.authority.as_deref().and_then(unhex));
        Line::new(&place.url, sync::trust::Key::from_secret(self.secret), hub, authority.as_deref())
    }

    fn place(&self) -> Option<Place> {
        place_in(&self.folder)
    }

    fn keep_place(&self, place: &Place) -> std::io::Result<()> {
        std::fs::write(self.folder.join(PLACE), serde_json::to_vec(place)?)
    }

    fn told(&self) -> Told {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn send(&self, event: Event) {
        if let Some(events) = &*self.events.lock().unwrap_or_else(PoisonError::into_inner) {
            // Where the exchange has ended with its desk nobody needs to hear it.
            let _ = events.send(event);
        }
    }
}

fn place_in(folder: &Path) -> Option<Place> {
    serde_json::from_slice(&std::fs::read(folder.join(PLACE)).ok()?).ok()
}

/// The key of the hub that the desk in this folder was let in by, in hexadecimal digits.
pub fn known_in(folder: &Path) -> Option<String> {
    place_in(folder).map(|place| place.hub)
}

/// How the line stands and what waits.
pub async fn state(desk: &Desk, _: &Caller, _: Nothing) -> Result<HubState, Error> {
    let hub = desk.hub();
    let url = hub.place().map(|place| place.url).unwrap_or_default();
    let told = hub.told();
    let refused = desk.store().told().await?.len() as i64;
    let mut replica = desk.store().replica();
    let standing = tokio::task::spawn_blocking(move || replica.standing()).await.map_err(|_| Error::internal("the exchange stopped"))??;
    let (line, since) = match told.state {
        _ if url.is_empty() => (LineState::Alone, 0),
        State::Trying => (LineState::Trying, 0),
        State::Connected => (LineState::Connected, 0),
        State::Offline { since } => (LineState::Offline, since),
        State::Denied(_) => (LineState::Denied, 0),
    };
    let waiting = standing.head.seq.saturating_sub(standing.acked.seq) as i64;
    Ok(HubState { url, line, waiting, refused, clock_off_ms: standing.offset, since, trouble: told.trouble })
}

/// Lets this desk into a chain, for a code that head office made.
pub async fn enrol(desk: &Desk, _: &Caller, asked: EnrolDesk) -> Result<Nothing, Error> {
    let hub = desk.hub();
    if hub.place().is_some() {
        return Err(refused("这台机器已经接上总部了。", "This desk has its hub already."));
    }
    let line = hub.line(&Place { url: asked.url.clone(), hub: String::new(), authority: None });
    let device = desk.store().device();
    let known = tokio::task::spawn_blocking(move || line.enrol(&asked.code, device, &asked.name));
    let known = known.await.map_err(|_| Error::internal("enrolling stopped"))?.map_err(not_enrolled)?;
    if known.device != device {
        let mut replica = desk.store().replica();
        let adopted = tokio::task::spawn_blocking(move || replica.adopt(known.device, 0));
        adopted.await.map_err(|_| Error::internal("enrolling stopped"))??;
    }
    let kept = hub.keep_place(&Place { url: asked.url, hub: hex(&known.hub.0), authority: known.authority.as_deref().map(hex) });
    kept.map_err(|cause| Error::internal(cause.to_string()))?;
    hub.start(desk);
    Ok(Nothing {})
}

/// The same for a desk on which nothing is set up yet: its people, shops and knowledge come from the hub.
pub async fn join(desk: &Desk, caller: &Caller, asked: EnrolDesk) -> Result<Nothing, Error> {
    if crate::setup::state(desk, caller, Nothing {}).await?.ready {
        return Err(refused(
            "这台机器已经有自己的数据，登录后在设置里接入总部。",
            "This desk has data of its own. Sign in and enrol it in the settings.",
        ));
    }
    // What every installation seeds alike stays at home on all of them, so this one needs its own.
    let seeds = [domain::permission::seeds(caller.lang), domain::sla::seeds(caller.lang)].concat();
    desk.pen_as(None).await.seed(seeds).await?;
    enrol(desk, caller, asked).await
}

/// Tries the line at once.
pub async fn try_now(desk: &Desk, _: &Caller, _: Nothing) -> Result<Nothing, Error> {
    desk.hub().send(Event::TryNow);
    Ok(Nothing {})
}

fn refused(zh: &str, en: &str) -> Error {
    Error::new(Code::Refused, zh, en)
}

fn not_enrolled(cause: LineError) -> Error {
    let (zh, en) = match &cause {
        LineError::Unreachable(_) => ("连不上总部，看看地址和网络。", "The hub cannot be reached. Check the address and the network."),
        LineError::Foreign => {
            ("答话的不是总部：网络要先登录，或者地址写错了。", "Something else answered: sign in to the network, or correct the address.")
        }
        LineError::Bare | LineError::NoTls => (
            "地址要以 https:// 开头；只有装在这台机器上的总部可以用 http://。",
            "The address must begin with https://, unless the hub is on this machine.",
        ),
        LineError::Expired => ("总部的证书过期了，或者这台机器的钟不对。", "The hub's certificate has ended, or this machine's clock is wrong."),
        LineError::OtherName => ("总部的证书不是给这个地址的。", "The hub's certificate is for another address."),
        LineError::OtherAuthority | LineError::Unproved => (
            "认不出总部的证书：注册码用过或过期了，或者有人挡在中间。注册码没有发出去。",
            "The hub could not show who it is: the code was used or is too old, or somebody stands in between. The code was not sent.",
        ),
        LineError::Code(_) | LineError::Said(_) | LineError::Forged | LineError::Receipt | LineError::Message(_) => {
            ("总部没有接受这个注册码。", "The hub did not take the code.")
        }
    };
    Error::new(Code::Refused, format!("{zh}（{cause}）"), format!("{en} ({cause})"))
}
