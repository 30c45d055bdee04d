//! What happened in the sample chain, by whom and when, and how it gets into the log in the order of its times.
//!
//! A commit has one actor and one time; fourteen months have thousands. So the happenings are stamped as this device's
//! own ops here, each with its person and its moment, and handed to the store in large batches. Histories then read as
//! if the chain had really lived them. Nothing is stamped later than now.

use std::collections::BTreeMap;

use domain::edit::Edit;
use domain::field::Noun;
use domain::{Ctx, Id, Made, Millis, Verdict};
use sync::{Author, Dot, Hlc, RowClock, Seen, Stamped};

use crate::desk::Desk;
use crate::error::Error;

/// Ops per transaction.
const BATCH: usize = 2_000;

/// One thing that somebody did.
#[derive(Debug)]
pub struct Happening {
    pub at: Millis,
    pub actor: Option<Id>,
    pub edits: Vec<Edit>,
}

pub struct Ledger {
    now: Millis,
    made: u64,
    happenings: Vec<Happening>,
}

impl Ledger {
    pub fn new(now: Millis) -> Self {
        Ledger { now, made: 0, happenings: Vec::new() }
    }

    /// The moment, unless it has not come yet.
    pub fn past(&self, at: Millis) -> Millis {
        at.min(self.now)
    }

    /// A fresh id that is the same in every run.
    pub fn id(&mut self, at: Millis) -> Id {
        self.made += 1;
        id_of(at, self.made)
    }

    /// Runs a rule as if it were `at`. `first` becomes the first id that the rule asks for.
    pub fn decide<T>(&mut self, at: Millis, actor: Option<Id>, first: Option<Id>, rule: impl FnOnce(&mut Ctx<'_>) -> Verdict<T>) -> Result<T, Error> {
        let (made, mut first) = (&mut self.made, first);
        let mut ids = || {
            first.take().unwrap_or_else(|| {
                *made += 1;
                id_of(at, *made)
            })
        };
        Ok(rule(&mut Ctx { now: at, actor, ids: &mut ids })?)
    }

    pub fn note(&mut self, at: Millis, actor: Option<Id>, edits: Vec<Edit>) {
        if !edits.is_empty() {
            self.happenings.push(Happening { at: self.past(at), actor, edits });
        }
    }

    /// Makes a record by its rule.
    pub fn make(&mut self, at: Millis, actor: Option<Id>, rule: impl FnOnce(&mut Ctx<'_>) -> Verdict<Made>) -> Result<Id, Error> {
        let made = self.decide(at, actor, None, rule)?;
        self.note(at, actor, made.edits);
        Ok(made.id)
    }

    /// Everything in the order of its time; what has the same time stays in the order it was noted in.
    pub fn in_order(mut self) -> Vec<Happening> {
        self.happenings.sort_by_key(|happening| happening.at);
        self.happenings
    }
}

fn id_of(at: Millis, made: u64) -> Id {
    let hash = blake3::hash(&made.to_be_bytes());
    let mut random = [0; 10];
    random.copy_from_slice(&hash.as_bytes()[..10]);
    Id::v7(at, random)
}

/// Writes the happenings into an empty desk.
pub async fn write(desk: &Desk, happenings: Vec<Happening>) -> Result<(), Error> {
    let mut author = Author::new(desk.store().device());
    let mut sight = Sight::default();
    let mut pen = desk.store().pen().await;
    let mut batch: Vec<Stamped> = Vec::with_capacity(BATCH + 100);
    for Happening { at, actor, edits } in happenings {
        let stamped = author.stamp(edits, actor, at, &sight).map_err(Error::internal)?;
        sight.see(&stamped);
        batch.extend(stamped);
        if batch.len() >= BATCH {
            pen.apply(std::mem::take(&mut batch)).await?;
            desk.indexer().poke();
        }
    }
    pen.apply(batch).await?;
    desk.indexer().poke();
    Ok(())
}

/// The clocks of what was stamped so far: everybody in the sample has seen what came before.
#[derive(Default)]
struct Sight(BTreeMap<(Noun, Id), RowClock>);

impl Sight {
    fn see(&mut self, stamped: &[Stamped]) {
        for op in stamped.iter().map(|stamped| &stamped.op) {
            if let Some(noun) = op.known_noun() {
                self.0.entry((noun, op.id)).or_default().apply(op);
            }
        }
    }
}

impl Seen for Sight {
    fn base(&self, noun: Noun, id: Id, field: u16, key: Option<&str>) -> Option<Hlc> {
        self.0.get(&(noun, id))?.base(field, key)
    }

    /// Nothing in the sample is ever taken out of a set.
    fn dots(&self, _: Noun, _: Id, _: u16, _: &str) -> Vec<Dot> {
        Vec::new()
    }
}
