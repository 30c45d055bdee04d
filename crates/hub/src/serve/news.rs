//! What grew lately, for desks that wait for it.
//!
//! A desk says up to where it heard the last time, so that what grows while it takes something down is news to it as well: a
//! wait that only began to listen when it arrived would miss just that, and the desk would find out half a minute later. It
//! never says what a record holds, only that a scope grew.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Mutex, PoisonError};

use domain::scope::Scope;
use tokio::sync::watch;

use crate::News;

/// So much is remembered; whoever is further behind asks for itself.
const KEPT: usize = 4_096;

pub struct Board {
    /// Another one for every run of every hub: a mark of elsewhere says nothing here.
    run: u64,
    told: Mutex<VecDeque<(u64, News)>>,
    last: watch::Sender<u64>,
}

/// Up to where a desk has heard: it is handed out and comes back as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    run: u64,
    number: u64,
}

impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}.{}", self.run, self.number)
    }
}

impl Mark {
    pub fn read(text: &str) -> Option<Mark> {
        let (run, number) = text.split_once('.')?;
        Some(Mark { run: u64::from_str_radix(run, 16).ok()?, number: number.parse().ok()? })
    }
}

impl Board {
    /// `run`: any number from chance.
    pub fn new(run: u64) -> Self {
        Board { run, told: Mutex::default(), last: watch::Sender::new(0) }
    }

    /// Something grew, here or at another hub over the same database.
    pub fn tell(&self, grown: News) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let number = *self.last.borrow() + 1;
        told.push_back((number, grown));
        if told.len() > KEPT {
            told.pop_front();
        }
        self.last.send_replace(number);
    }

    pub fn mark(&self) -> Mark {
        Mark { run: self.run, number: *self.last.borrow() }
    }

    /// Waits until something grew of `heard` after `since`; at once when it did already, or when nobody knows: then the desk
    /// takes down what there is, and has a mark.
    pub async fn grew(&self, heard: &BTreeSet<Scope>, since: Option<Mark>) {
        let mut last = self.last.subscribe();
        let Some(mut after) = since.filter(|since| since.run == self.run) else { return };
        loop {
            let reached = *last.borrow_and_update();
            if self.has_grown(heard, after.number) {
                return;
            }
            after.number = reached;
            if last.changed().await.is_err() {
                return;
            }
        }
    }

    fn has_grown(&self, heard: &BTreeSet<Scope>, after: u64) -> bool {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let is_forgotten = told.front().is_some_and(|(first, _)| *first > after + 1);
        is_forgotten || told.iter().rev().take_while(|(number, _)| *number > after).any(|(_, grown)| concerns(grown, heard))
    }
}

fn concerns(news: &News, heard: &BTreeSet<Scope>) -> bool {
    match news {
        News::Grown(scopes) => scopes.iter().any(|scope| heard.contains(scope)),
        News::Missed => true,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn grew(news: &Board, since: Option<Mark>) -> bool {
        let heard = BTreeSet::from([Scope::Policy]);
        let mut waiting = Box::pin(news.grew(&heard, since));
        let mut idle = std::task::Context::from_waker(std::task::Waker::noop());
        waiting.as_mut().poll(&mut idle).is_ready()
    }

    #[test]
    fn what_grew_between_two_waits_is_not_missed() {
        let news = Board::new(7);
        let before = news.mark();
        assert!(!grew(&news, Some(before)), "nothing yet");
        news.tell(News::Grown(vec![Scope::Knowledge]));
        assert!(!grew(&news, Some(before)), "of what is not heard");
        news.tell(News::Grown(vec![Scope::Policy]));
        assert!(grew(&news, Some(before)));
        let between = news.mark();
        news.tell(News::Missed);
        assert!(grew(&news, Some(between)), "it may have been of what is heard");
        assert!(!grew(&news, Some(news.mark())), "heard already");
        assert!(grew(&news, None), "a newcomer is given a mark first");
    }

    #[test]
    fn a_mark_of_another_run_or_too_far_back_is_answered_at_once() {
        let news = Board::new(7);
        let first = news.mark();
        assert!(grew(&news, Some(Mark { run: 8, number: 0 })));
        (0..=KEPT).for_each(|_| news.tell(News::Grown(vec![Scope::Knowledge])));
        assert!(grew(&news, Some(first)), "nobody knows what was forgotten");
        assert!(!grew(&news, Some(Mark { run: 7, number: 2 })), "the oldest that is still known");
    }

    #[test]
    fn a_mark_comes_back_from_its_text() {
        let mark = Mark { run: u64::MAX, number: 42 };
        assert_eq!(Mark::read(&mark.to_string()), Some(mark));
        assert_eq!(Mark::read("nonsense"), None);
    }

    #[tokio::test]
    async fn who_waits_is_woken() {
        let news = Arc::new(Board::new(7));
        let other = Arc::clone(&news);
        let since = news.mark();
        let waiting = tokio::spawn(async move { other.grew(&BTreeSet::from([Scope::Policy]), Some(since)).await });
        tokio::task::yield_now().await;
        news.tell(News::Grown(vec![Scope::Knowledge]));
        tokio::task::yield_now().await;
        news.tell(News::Grown(vec![Scope::Policy]));
        waiting.await.expect("it was woken");
    }
}
