//! What a desk and the hub say to each other: requests, replies, pages and cursors.
//!
//! Every request may be lost, doubled or late, and every reply too; nothing here depends on a connection. A desk never names
//! the scopes it wants to write to: the hub works out where a record belongs.

use domain::id::Id;
use domain::scope::Scope;
use domain::time::Millis;

use crate::chain::{Chain, Digest, Head};
use crate::clock::{DeviceId, Dot, Hlc};

mod bytes;

/// The ops of the sender's own log that follow `before`, in whole transactions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Push {
    pub device: DeviceId,
    /// Where the hub stood when it was last heard; 0 before the first time.
    pub epoch: u64,
    pub before: Head,
    pub items: Vec<Item>,
    /// The chain after the last item: bytes damaged on the way are told from a forked log.
    pub chain: Chain,
    /// What an earlier life of the hub had decided: ops up to here were settled by it. Decided again, in another order, what
    /// others have long seen could be refused.
    pub settled: u64,
    /// Of those in this push, the ones it had not shared.
    pub verdicts: Vec<Verdict>,
}

/// One op of a log on its way up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    Op(Vec<u8>),
    /// It stays at home; the chain goes on over its digest. Its clock is told, because those behind it are not below it.
    Withheld {
        digest: Digest,
        hlc: Hlc,
    },
    /// It was sent once, and its record has left this desk since: whoever else holds it may give it back to a restored hub.
    Erased(Digest),
}

/// What is new in the scopes that the desk follows, and how far it has heard each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pull {
    pub device: DeviceId,
    pub epoch: u64,
    pub follows: Vec<(Scope, Cursor)>,
    /// The page should have about this many bytes of ops.
    pub bytes: u32,
}

/// How far a desk has heard a scope. Only the hub reads meaning into it; the desk stores it with the rows it came with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// Everything that stands under the scope, record by record: up to `at` all was told, and of `at` the ops up to `part`.
    /// The log goes on from `then`, where it stood when the walk began.
    Walk { at: Id, part: Option<Dot>, then: u64 },
    /// The scope's log up to `seq`, and of the entry after it the ops up to `part`. Followed since `since`.
    Log { seq: u64, part: Option<Dot>, since: u64 },
    /// The scope was taken from the desk: records up to `after` were told to go.
    Leaving { after: Id },
}

/// Some of what is new.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Page {
    /// Bytes of ops of any device.
    pub ops: Vec<Vec<u8>>,
    /// Wholes that this desk no longer may hold.
    pub gone: Vec<Id>,
    /// Where the scopes stand after this page; none when a scope is over.
    pub cursors: Vec<(Scope, Option<Cursor>)>,
    /// There is more already.
    pub more: bool,
    /// The hub's log no longer reaches back to where this desk was: it must hear everything anew and then ask about what it
    /// holds.
    pub check: bool,
    /// Ops that a restored hub knows only the digests of.
    pub wanted: Vec<Dot>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    Push(Push),
    Pull(Pull),
    /// Which of these wholes must go?
    Check {
        device: DeviceId,
        epoch: u64,
        roots: Vec<Id>,
    },
    /// Ops of other devices that the hub said it wants.
    Offer {
        device: DeviceId,
        epoch: u64,
        ops: Vec<Vec<u8>>,
    },
    /// Another desk has gone on under this name, or this folder is an old copy: a new name, please.
    Rejoin {
        device: DeviceId,
    },
}

/// What the hub says, with what every reply carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Changes when the hub was restored from a backup.
    pub epoch: u64,
    pub now: Millis,
    /// How much of the asking device's log the hub holds.
    pub head: Head,
    /// The how manieth device of the chain the asking one is, from 0; its ticket numbers differ by it from all others'.
    pub ordinal: u32,
    pub answer: Answer,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Durable up to the reply's head.
    Pushed {
        /// All ops between `before` and the head that were not taken as they were.
        verdicts: Vec<Verdict>,
        /// Wholes that were touched and are now elsewhere.
        gone: Vec<Id>,
        /// The op after the head is further in the future than a clock may be: stamp it anew.
        ahead: bool,
    },
    Pulled(Page),
    Checked {
        gone: Vec<Id>,
        /// The hub does not know these: it may hear of them yet.
        unsure: Vec<Id>,
    },
    Offered,
    Rejoined(DeviceId),
    Denied(Denied),
}

/// An op that the hub holds and did not share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Verdict {
    pub seq: u64,
    pub reason: Reason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Only head office writes this.
    HeadOffice,
    /// The record is not in any scope of the device, and was not when it last heard.
    NotYours,
    /// Somebody had taken it before; the hub had their claim first.
    Claimed { by: Id },
    /// The hub cannot read it and keeps its bytes until it can.
    Kept,
}

impl Reason {
    /// Whether the author must take it out of its own rows again.
    pub const fn is_refusal(self) -> bool {
        !matches!(self, Reason::Kept)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    #[error("the hub does not know this device: enrol it")]
    Unknown,
    #[error("this device was revoked by head office")]
    Revoked,
    #[error("the bytes were damaged on the way: send them again")]
    Damaged,
    #[error("this program is too old to be answered: update it; what it sends up is still taken")]
    Outdated,
}
