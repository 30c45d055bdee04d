//! What a desk stores, as the exchange sees it.
//!
//! Each call is one durable transaction: after a crash it happened as a whole or not at all. The cursor stands with the
//! rows that it speaks of, and what was acknowledged with the refusals that came with it. What is written while no scope is
//! heard yet is doubtful: it may come and go at the hub before this desk begins to listen.

use domain::id::Id;
use domain::scope::Scope;
use domain::time::Millis;

use crate::chain::{Chain, Head};
use crate::clock::{DeviceId, Dot};
use crate::exchange::{Cursor, Item, Page, Verdict};
use crate::rewrite::Right;

/// Where a desk stands towards the hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub device: DeviceId,
    /// The end of its own log.
    pub head: Head,
    /// What the hub has of it, as far as the desk knows.
    pub acked: Head,
    /// 0 before the hub was ever heard.
    pub epoch: u64,
    /// Own ops that an earlier life of the hub acknowledged.
    pub settled: u64,
    /// What is added to this machine's clock to get the hub's, in milliseconds.
    pub offset: Millis,
    /// The how manieth device of the chain it is, from 0, as the hub says.
    pub ordinal: u32,
}

/// Own ops on their way up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    pub items: Vec<Item>,
    pub chain: Chain,
    /// What was said of them before, where it was.
    pub verdicts: Vec<Verdict>,
}

/// A desk's storage.
pub trait Replica {
    type Error: std::error::Error + Send + Sync + 'static;

    fn standing(&mut self) -> Result<Standing, Self::Error>;

    fn follows(&mut self) -> Result<Vec<(Scope, Cursor)>, Self::Error>;

    /// Whole transactions of the own log after `seq`: about so many bytes, at least one transaction, none at the end.
    fn outgoing(&mut self, after: u64, bytes: usize) -> Result<Option<Outgoing>, Self::Error>;

    /// The chain of the own log after its `seq`-th op.
    fn chain_at(&mut self, seq: u64) -> Result<Option<Chain>, Self::Error>;

    /// The hub has the own log up to `head`. Of the ops after `from` up to there, those with a verdict were not shared, all
    /// others were: rows follow, in both directions. `gone` leave when nothing of them is unsent.
    fn acknowledge(&mut self, from: u64, head: Head, verdicts: &[Verdict], doubtful: &[Id]) -> Result<(), Self::Error>;

    /// Takes a page in: ops, cursors, and wholes that leave. The page was asked for when the hub had the own log up to
    /// `asked_at`: a whole with own ops after that does not leave but becomes doubtful, because they may have brought it back.
    fn take(&mut self, page: &Page, asked_at: u64) -> Result<(), Self::Error>;

    /// The hub is another one than before, or tells everything anew: no cursor holds any more, what was acknowledged is
    /// settled, and every whole that is held is doubtful.
    fn begin_anew(&mut self, epoch: u64) -> Result<(), Self::Error>;

    /// Own ops after `after` get clocks as if this machine's had been right.
    fn stamp_anew(&mut self, after: u64, right: Right) -> Result<(), Self::Error>;

    /// Remembers the difference to the hub's clock.
    fn set_offset(&mut self, offset: Millis) -> Result<(), Self::Error>;

    /// Remembers the how manieth device of the chain it is.
    fn set_ordinal(&mut self, ordinal: u32) -> Result<(), Self::Error>;

    /// From now on this desk is called `device`. Own ops after `after`, where its log and the hub's part, are written anew
    /// under that name; everything is heard anew and every whole is doubtful.
    fn adopt(&mut self, device: DeviceId, after: u64) -> Result<(), Self::Error>;

    /// Some wholes above `after`, in order, of which it is not sure that they may be held and of which nothing is unsent.
    fn doubtful(&mut self, after: Id, limit: usize) -> Result<Vec<Id>, Self::Error>;

    /// The hub was asked about these when it had the own log up to `asked_at`; of them, `gone` must leave, and those with own
    /// ops after that stay doubtful.
    fn settle(&mut self, asked: &[Id], gone: &[Id], asked_at: u64) -> Result<(), Self::Error>;

    /// Those of these ops of other devices that are held as they came.
    fn find(&mut self, wanted: &[Dot]) -> Result<Vec<Vec<u8>>, Self::Error>;

    /// The last own op up to which the hub's log and this one are surely the same, below `seq`.
    fn acked_below(&mut self, seq: u64) -> Result<u64, Self::Error>;
}
