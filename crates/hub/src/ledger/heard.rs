//! What desks say they have heard, until it is written down.
//!
//! It matters only that it is never ahead of the desk, so it may wait, and may be lost: the desk says it again. That a desk has
//! let go of a scope is written at once, because the scope ends with it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::scope::Scope;
use sync::DeviceId;
use sync::exchange::Cursor;

use super::rows::Heard;

#[derive(Default)]
pub struct Aside {
    pause: Duration,
    laid: Mutex<Laid>,
}

#[derive(Default)]
struct Laid {
    newest: BTreeMap<(DeviceId, Scope), Option<Cursor>>,
    written: Option<Instant>,
}

impl Aside {
    /// Nothing is due more often than after `pause`.
    pub fn every(pause: Duration) -> Self {
        Aside { pause, laid: Mutex::default() }
    }

    /// Lays it to the rest; what is to be written now, which is nothing most of the time.
    pub fn lay(&self, heard: Heard) -> Heard {
        let mut laid = self.laid.lock().unwrap_or_else(PoisonError::into_inner);
        laid.newest.extend(heard.into_iter().map(|(device, scope, cursor)| ((device, scope), cursor)));
        let is_due = laid.written.is_none_or(|written| written.elapsed() >= self.pause) || laid.newest.values().any(Option::is_none);
        if laid.newest.is_empty() || !is_due {
            return Heard::new();
        }
        laid.written = Some(Instant::now());
        std::mem::take(&mut laid.newest).into_iter().map(|((device, scope), cursor)| (device, scope, cursor)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: fn(u64) -> Option<Cursor> = |seq| Some(Cursor::Log { seq, part: None, since: 0 });

    #[test]
    fn without_a_pause_all_is_due_at_once() {
        let aside = Aside::default();
        assert_eq!(aside.lay(vec![(DeviceId(1), Scope::Policy, AT(1))]).len(), 1);
        assert_eq!(aside.lay(vec![(DeviceId(1), Scope::Policy, AT(2))]).len(), 1);
        assert_eq!(aside.lay(Heard::new()), Heard::new());
    }

    #[test]
    fn what_waits_is_the_newest_and_an_end_takes_it_along() {
        let aside = Aside::every(Duration::from_secs(3_600));
        assert_eq!(aside.lay(vec![(DeviceId(1), Scope::Policy, AT(1))]).len(), 1, "the first is written at once");
        assert_eq!(aside.lay(vec![(DeviceId(1), Scope::Policy, AT(2))]), Heard::new());
        assert_eq!(aside.lay(vec![(DeviceId(1), Scope::Policy, AT(3))]), Heard::new());
        let end = (DeviceId(2), Scope::Knowledge, None);
        assert_eq!(aside.lay(vec![end]), [(DeviceId(1), Scope::Policy, AT(3)), end]);
    }
}
