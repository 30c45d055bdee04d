//! Writes the end of a log anew: what nobody else has seen yet may still get another clock or another device.
//!
//! Needed when a desk learns that its clock stood in the future, and when a copied or restored folder finds that another
//! one has gone on under its name. What is said in the ops does not change: values, order, transactions and authors stay,
//! and what refers to a rewritten op (a base, a dot) refers to it under its new name. Never used on an op that the hub has.

use std::collections::BTreeMap;

use domain::time::Millis;

use crate::author::{Author, Stamped};
use crate::clock::{Dot, Hlc};
use crate::op::{Action, Op, Tx};
use crate::plant::{self, Bug};

/// What is known of the time now.
#[derive(Clone, Copy, Debug)]
pub struct Right {
    /// What must be added to clocks that were wrong, in milliseconds.
    pub offset: Millis,
    /// The hub's time: nothing was written later than this.
    pub now: Millis,
}

/// The ops of `tail`, in order, as the next ops of `author`. What was written later than now was written by a clock that was
/// wrong by the offset; everything else keeps its time.
///
/// `author` must not have seen the clocks of the tail, or they would come back.
pub fn rewrite(author: &mut Author, tail: &[Op], right: Right) -> Vec<Stamped> {
    let mut names = Names::default();
    tail.iter().map(|op| author.again(op, right, &mut names)).collect()
}

/// Old names of rewritten ops and what they are called now.
#[derive(Default)]
struct Names {
    clocks: BTreeMap<Hlc, Hlc>,
    dots: BTreeMap<Dot, Dot>,
}

impl Author {
    fn again(&mut self, op: &Op, right: Right, names: &mut Names) -> Stamped {
        let was = op.hlc.ms();
        let at = if was > right.now { was.saturating_add(right.offset).min(right.now) } else { was };
        let (seq, hlc) = (self.next_seq, self.ticker.tick(at));
        names.clocks.insert(op.hlc, hlc);
        names.dots.insert(op.dot(), Dot { device: self.device, seq });
        // A transaction that began before the tail cannot be: tails are cut between transactions.
        let first = seq.saturating_sub(op.seq - op.tx.first).max(1);
        let tx = Tx { first, len: op.tx.len };
        let op = Op { device: self.device, seq, hlc, tx, action: names.in_action(&op.action), ..op.clone() };
        let bytes = op.encode();
        self.next_seq += 1;
        self.chain = self.chain.link(&bytes);
        Stamped { op, bytes, chain: self.chain }
    }
}

impl Names {
    fn in_action(&self, action: &Action) -> Action {
        let mut action = action.clone();
        match &mut action {
            Action::Put(cells) => cells.iter_mut().filter_map(|cell| cell.base.as_mut()).for_each(|base| self.clock(base)),
            Action::Remove { dots, .. } => dots.iter_mut().for_each(|dot| *dot = self.dots.get(dot).copied().unwrap_or(*dot)),
            Action::Add { .. } | Action::Step { .. } | Action::Delete => {}
        }
        action
    }

    fn clock(&self, base: &mut Hlc) {
        if !plant::has(Bug::LostBases) {
            *base = self.clocks.get(base).copied().unwrap_or(*base);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::author::Unseen;
    use crate::chain::{Entry, Head, verify};
    use crate::clock::DeviceId;
    use domain::edit::Edit;
    use domain::field::ticket;
    use domain::id::Id;

    const TICKET: Id = Id([7; 16]);
    const YEAR: Millis = 365 * 86_400_000;
    const NEXT_YEAR: Right = Right { offset: -YEAR, now: 1_500 };

    fn written(device: u64, now: Millis) -> (Author, Vec<Stamped>) {
        let mut author = Author::new(DeviceId(device));
        let edits = vec![Edit::set(TICKET, ticket::subject, "一"), Edit::add(TICKET, ticket::tags, "急"), Edit::remove(TICKET, ticket::tags, "急")];
        let mut log = author.stamp(edits, None, now, &Unseen).expect("small");
        log.extend(author.stamp(vec![Edit::set(TICKET, ticket::subject, "二")], None, now + 5, &Unseen).expect("small"));
        (author, log)
    }

    fn ops(log: &[Stamped]) -> Vec<Op> {
        log.iter().map(|stamped| stamped.op.clone()).collect()
    }

    #[test]
    fn a_log_from_next_year_comes_back_to_today() {
        let (_, log) = written(1, YEAR + 1_000);
        let again = rewrite(&mut Author::new(DeviceId(1)), &ops(&log), NEXT_YEAR);
        assert!(again.iter().all(|stamped| stamped.op.hlc.ms() < 2_000));
        assert!(again.is_sorted_by(|a, b| a.op.hlc < b.op.hlc));
        assert_eq!(ops(&again).iter().map(|op| op.tx).collect::<Vec<_>>(), ops(&log).iter().map(|op| op.tx).collect::<Vec<_>>());
    }

    #[test]
    fn under_another_device_it_is_a_whole_log_and_removals_find_their_adds() {
        let (_, log) = written(1, 1_000);
        let mut author = Author::new(DeviceId(2));
        let again = rewrite(&mut author, &ops(&log[1..]), Right { offset: 0, now: Millis::MAX });
        let entries = again.iter().map(|s| Entry { seq: s.op.seq, bytes: &s.bytes, chain: s.chain });
        assert_eq!(verify(Head::genesis(DeviceId(2)), entries, Some(author.head())), Ok(author.head()));
        let Action::Remove { dots, .. } = &again[1].op.action else { panic!("the second is the removal") };
        assert_eq!(dots, &vec![again[0].op.dot()]);
    }

    #[test]
    fn a_base_within_the_tail_follows_its_value() {
        let mut author = Author::new(DeviceId(1));
        let mut log = author.stamp(vec![Edit::set(TICKET, ticket::subject, "一")], None, YEAR, &Unseen).expect("small");
        let seen = log[0].op.hlc;
        let Action::Put(cells) = &log[0].op.action else { panic!("a put") };
        let mut cell = cells[0].clone();
        cell.base = Some(seen);
        let second = Op { seq: 2, hlc: author.ticker.tick(YEAR), tx: Tx { first: 2, len: 1 }, action: Action::Put(vec![cell]), ..log[0].op.clone() };
        log.push(Stamped { bytes: second.encode(), op: second, chain: log[0].chain });
        let again = rewrite(&mut Author::new(DeviceId(1)), &ops(&log), NEXT_YEAR);
        let Action::Put(cells) = &again[1].op.action else { panic!("a put") };
        assert_eq!(cells[0].base, Some(again[0].op.hlc));
    }
}
