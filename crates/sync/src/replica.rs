//! What a desk stores, as the exchange sees it.
//!
//! Each call is one durable transaction: after a crash it happened as a whole or not at all. The cursor stands with the
//! rows that it speaks of, and what was acknowledged with the refusals that came with it.

use domain::id::Id;
use domain::scope::Scope;
use domain::time::Millis;

use crate::chain::{Chain, Head};
use crate::clock::DeviceId;
use crate::exchange::{Cursor, Item, Page, Verdict};

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
    /// What is added to this machine's clock to get the hub's, in milliseconds.
    pub offset: Millis,
    /// After everything was heard anew: ask which of the wholes that are held must go.
    pub check: bool,
}

/// Own ops on their way up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    pub items: Vec<Item>,
    pub chain: Chain,
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
    fn acknowledge(&mut self, from: u64, head: Head, verdicts: &[Verdict], gone: &[Id]) -> Result<(), Self::Error>;

    /// Takes a page in: ops, cursors, and wholes that leave. A whole with unsent ops leaves when they went up; one that is
    /// told again stays.
    fn take(&mut self, page: &Page) -> Result<(), Self::Error>;

    /// The hub is another one than before, or tells everything anew: no cursor holds any more.
    fn begin_anew(&mut self, epoch: u64) -> Result<(), Self::Error>;

    /// Own ops after `after` get clocks as if this machine's had been right; `offset` as in [`Standing`].
    fn stamp_anew(&mut self, after: u64, offset: Millis) -> Result<(), Self::Error>;

    /// Remembers the difference to the hub's clock.
    fn set_offset(&mut self, offset: Millis) -> Result<(), Self::Error>;

    /// From now on this desk is called `device`. Own ops after `after`, where its log and the hub's part, are written anew
    /// under that name; everything is heard anew.
    fn adopt(&mut self, device: DeviceId, after: u64) -> Result<(), Self::Error>;

    /// Wholes that are held and were wholly sent, above `after`.
    fn roots(&mut self, after: Id, limit: usize) -> Result<Vec<Id>, Self::Error>;

    /// The check went on to here; none when it is over. These must go.
    fn checked(&mut self, gone: &[Id], is_over: bool) -> Result<(), Self::Error>;

    /// The last own op up to which the hub's log and this one are surely the same, below `seq`.
    fn acked_below(&mut self, seq: u64) -> Result<u64, Self::Error>;
}
