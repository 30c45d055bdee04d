//! The desk and its hub: enrolling, how the line stands for people, and trying again.
//!
//! A desk without a hub is a whole desk. When to ask what of the hub is `sync::link`'s business; this only keeps where the hub
//! is and tells the truth about what has not gone up yet (`queue`).

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};

use domain::{Id, Noun};
use serde::{Deserialize, Serialize};
use store::Key;
use sync::Replica;
use sync::link::State;
use sync::trust::PublicKey;
use sync::trust::audit::{hex, unhex, unhex_array};
use ts_rs::TS;

use crate::desk::{Caller, Desk};
use crate::error::{Code, Error};
use crate::shape::{Nothing, StaffCard};
use crate::shapes;

mod drive;
mod line;
mod queue;

use drive::{Event, Told};
use line::{Line, LineError};
pub(crate) use queue::{check_close, seen, told, unsent, waiting};

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
        /// When the oldest of them was written, in milliseconds since 1970; 0 when none waits.
        oldest: i64,
        /// Records of which the hub did not share a change, and nobody has seen it yet.
        refused: i64,
        /// What the hub calls this device.
        device: String,
        /// How far this machine's clock is from the hub's, in milliseconds; 0 when it is right.
        clock_off_ms: i64,
        /// Since when the hub was not heard, in milliseconds since 1970; 0 when it is.
        since: i64,
        /// Why not, for support; empty when it is heard.
        trouble: String,
    }

    /// One write, as the log names it.
    pub struct Write { device: String, seq: i64 }

    pub struct WaitingRow {
        /// None for one that only a newer program knows.
        noun: Option<Noun>,
        id: Id,
        /// None for a record that is not this person's to see.
        title: Option<String>,
        /// Who changed it last.
        who: Option<StaffCard>,
        since: i64,
        at: i64,
        changes: i64,
    }

    /// The oldest first; `records` and `changes` count those that are not listed too.
    pub struct WaitingList { rows: Vec<WaitingRow>, records: i64, changes: i64 }

    pub struct ToldRow {
        noun: Option<Noun>,
        id: Id,
        /// None for a record that has left this desk, or is not this person's to see.
        title: Option<String>,
        who: Option<StaffCard>,
        at: i64,
        /// `head_office`, `not_yours`, `claimed`, or `kept` for what the hub will share once it can read it.
        reason: String,
        /// Who had it first, for `claimed`.
        holder: Option<StaffCard>,
        writes: Vec<Write>,
    }

    /// Without any writes: all that there are.
    pub struct SeenTold { #[serde(default)] writes: Vec<Write> }

    /// A desk that waits for the people and shops of its chain.
    pub struct Joining {
        url: String,
        is_heard: bool,
        /// Why the hub is not heard, for support; empty when it is.
        trouble: String,
        /// Changes that have arrived.
        heard: i64,
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
    kept: queue::Kept,
}

impl Hub {
    pub fn new(folder: PathBuf, key: &Key) -> Self {
        let told = Told { state: State::Trying, trouble: String::new() };
        Hub { secret: key.derive("device"), folder, told: Arc::new(Mutex::new(told)), events: Mutex::default(), kept: queue::Kept::default() }
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

/// How the line stands and what waits. A screen asks for it every few seconds, so it waits for nobody who writes.
pub async fn state(desk: &Desk, _: &Caller, _: Nothing) -> Result<HubState, Error> {
    let hub = desk.hub();
    let url = hub.place().map(|place| place.url).unwrap_or_default();
    let told = hub.told();
    let (at, backlog) = queue::backlog(desk).await?;
    let (line, since) = match told.state {
        _ if url.is_empty() => (LineState::Alone, 0),
        State::Trying => (LineState::Trying, 0),
        State::Connected => (LineState::Connected, 0),
        State::Offline { since } => (LineState::Offline, since),
        State::Denied(_) => (LineState::Denied, 0),
    };
    Ok(HubState {
        url,
        line,
        waiting: backlog.changes,
        oldest: backlog.since.map_or(0, |since| queue::here(since, at)),
        refused: queue::told_count(desk).await?,
        device: at.device.to_string(),
        clock_off_ms: at.offset,
        since,
        trouble: told.trouble,
    })
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
    // What every installation seeds alike stays at home on all of them, so this one needs its own; once, however often the
    // code is mistyped.
    if desk.store().count(Noun::Role).await? == 0 {
        let seeds = [domain::permission::seeds(caller.lang), domain::sla::seeds(caller.lang)].concat();
        desk.pen_as(None).await.seed(seeds).await?;
    }
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
    let (code, zh, en) = match &cause {
        LineError::Unreachable(_) => {
            (Code::NoHub, "连不上总部，看看地址和网络。", "Head office cannot be reached. Check the address and the network.")
        }
        LineError::Foreign => (
            Code::NoHub,
            "答话的不是总部：地址写错了，或者网络要先登录。",
            "Something else answered: correct the address, or sign in to the network first.",
        ),
        LineError::Said(why) => {
            return Error::new(
                Code::NoHub,
                format!("总部没有听懂，看看地址：{why}"),
                format!("Head office did not understand. Check the address: {why}"),
            );
        }
        LineError::NoTls => (
            Code::NoHub,
            "答话的那一头没有加密（TLS）。看看地址和端口；总部就在这台机器上时写 http://。",
            "What answers does not speak TLS. Check the address and the port; for a hub on this machine write http://.",
        ),
        LineError::Bare => (
            Code::NoHub,
            "地址要以 https:// 开头；只有装在这台机器上的总部可以用 http://。",
            "The address must begin with https://, unless the hub is on this machine.",
        ),
        LineError::Expired => {
            (Code::NoHub, "总部的证书过期了，或者这台机器的钟不对。", "The hub's certificate has ended, or this machine's clock is wrong.")
        }
        LineError::OtherName => (Code::NoHub, "总部的证书不是给这个地址的。", "The hub's certificate is for another address."),
        LineError::OtherAuthority | LineError::Unproved => (
            Code::Refused,
            "认不出总部的证书：注册码用过或过期了，或者有人挡在中间。注册码没有发出去。",
            "The hub could not show who it is: the code was used or is too old, or somebody stands in between. The code was not sent.",
        ),
        LineError::Code(_) | LineError::NotTaken(_) | LineError::Forged | LineError::Receipt | LineError::Message(_) => (
            Code::Refused,
            "总部没有接受这个注册码：输错了、用过了，或过了 15 分钟。向总部要一个新的。",
            "Head office did not take the code: mistyped, used before, or older than 15 minutes. Ask for a new one.",
        ),
    };
    Error::new(code, zh, en).because(cause)
}

/// How far a desk that joined a chain has come, before anybody can sign in.
pub(crate) async fn joining(desk: &Desk) -> Result<Option<Joining>, Error> {
    let Some(place) = desk.hub().place() else { return Ok(None) };
    let told = desk.hub().told();
    // The rest of the log is its own: what every installation seeds.
    let heard = (desk.store().position().await? - desk.store().line().await?.head as i64).max(0);
    Ok(Some(Joining { url: place.url, is_heard: told.state == State::Connected, trouble: told.trouble, heard }))
}
