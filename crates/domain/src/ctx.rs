//! What a decision may know of the world outside its records: the time, who asks, and where fresh ids come from.
//!
//! All three are handed in, so that the same state and command always give the same edits. Rules never reach
//! around this for a clock or a random number.

use crate::edit::Edit;
use crate::id::Id;
use crate::refusal::{Refusal, Verdict};
use crate::time::Millis;

pub struct Ctx<'a> {
    pub now: Millis,
    /// The person who asks; none for the program itself.
    pub actor: Option<Id>,
    pub ids: &'a mut dyn FnMut() -> Id,
}

impl Ctx<'_> {
    pub fn id(&mut self) -> Id {
        (self.ids)()
    }

    /// The person who asks, for rules that need one.
    pub fn person(&self) -> Verdict<Id> {
        self.actor.ok_or_else(|| Refusal::new("actor.missing", "这一步要有人来做，先登录再试", "This needs a person. Sign in and try again"))
    }
}

/// A new record and the edits that make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub id: Id,
    pub edits: Vec<Edit>,
}

/// Time a record may be put to sleep for, in milliseconds.
pub const SNOOZE_MAX: Millis = 90 * crate::time::DAY;

/// A time to wake up at: later than now and within [`SNOOZE_MAX`].
pub(crate) fn wake_time(until: Millis, now: Millis) -> Verdict<Millis> {
    if until <= now {
        return Err(Refusal::new("snooze.past", "这个时间已经过了，换一个以后的时间", "That time has passed. Choose a later one"));
    }
    if until - now > SNOOZE_MAX {
        return Err(Refusal::new("snooze.far", "最多推后 90 天，换一个近些的时间", "90 days at most. Choose an earlier time"));
    }
    Ok(until)
}

/// Follows a chain of merges to the record that stands for `id` now. Two devices that merged the same pair both
/// ways make a ring; then the smallest id of the ring stands, on every device alike.
pub fn survivor(id: Id, merged_into: &dyn Fn(Id) -> Option<Id>) -> Id {
    let mut seen = vec![id];
    let mut at = id;
    while let Some(next) = merged_into(at) {
        if let Some(start) = seen.iter().position(|past| *past == next) {
            return seen[start..].iter().copied().min().unwrap_or(next);
        }
        seen.push(next);
        at = next;
    }
    at
}
