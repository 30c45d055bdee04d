//! Business time: adding hours that the shop is open, and counting the open time between two moments.
//!
//! A calendar is read once into [`Hours`] and then only arithmetic is left. Every search has an end: a calendar
//! that never opens answers `None`, it does not loop.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Calendar, DaySpans};
use crate::time::{DAY, MINUTE, Millis};

/// Days that [`Hours::add`] looks ahead before it gives up.
pub const SEARCH_DAYS: i64 = 400;
/// Days that [`Hours::between`] counts at most: a clock set to 1970 must not freeze a list.
const COUNT_DAYS: i64 = 36_525;
/// The year 9999, beyond which a moment is taken for damage.
const LAST_MOMENT: Millis = 253_402_300_799_999;

/// Spans of one day in milliseconds after local midnight, in order and apart.
type Spans = Vec<(Millis, Millis)>;

/// A calendar ready for arithmetic at one place's offset from UTC.
#[derive(Clone, Debug)]
pub struct Hours {
    offset: Millis,
    week: [Spans; 7],
    holidays: BTreeSet<i64>,
    extra: BTreeMap<i64, Spans>,
}

impl Hours {
    /// `offset_min` is minutes east of UTC: 480 in China.
    pub fn of(calendar: &Calendar, offset_min: i64) -> Self {
        let day = |weekday: usize| calendar.week.0.get(weekday).map(spans).unwrap_or_default();
        Hours {
            offset: offset_min.clamp(-1440, 1440) * MINUTE,
            week: std::array::from_fn(day),
            holidays: calendar.holidays.0.keys().filter_map(|date| day_number(date)).collect(),
            extra: calendar.extra_days.0.iter().filter_map(|(date, hours)| Some((day_number(date)?, spans(hours)))).collect(),
        }
    }

    /// The first moment by which `business_ms` of open time have passed since `start`.
    ///
    /// `None` when that is more than [`SEARCH_DAYS`] away, for a calendar that never opens, and for absurd moments.
    pub fn add(&self, start: Millis, business_ms: Millis) -> Option<Millis> {
        if start.abs() > LAST_MOMENT {
            return None;
        }
        if business_ms <= 0 {
            return Some(start);
        }
        let mut left = business_ms;
        let first = self.day_of(start);
        for day in first..=first + SEARCH_DAYS {
            for (from, to) in self.open(day) {
                let from = from.max(start);
                if to - from >= left {
                    return Some(from + left);
                }
                left -= (to - from).max(0);
            }
        }
        None
    }

    /// Open milliseconds between two moments; 0 when `b` is not after `a`.
    pub fn between(&self, a: Millis, b: Millis) -> Millis {
        let (a, b) = (a.clamp(-LAST_MOMENT, LAST_MOMENT), b.clamp(-LAST_MOMENT, LAST_MOMENT));
        if b <= a {
            return 0;
        }
        let first = self.day_of(a);
        let last = self.day_of(b).min(first + COUNT_DAYS);
        (first..=last).flat_map(|day| self.open(day)).map(|(from, to)| (to.min(b) - from.max(a)).max(0)).sum()
    }

    pub fn is_open(&self, at: Millis) -> bool {
        at.abs() <= LAST_MOMENT && self.open(self.day_of(at)).any(|(from, to)| (from..to).contains(&at))
    }

    /// Local days since 1970-01-01.
    fn day_of(&self, at: Millis) -> i64 {
        (at + self.offset).div_euclid(DAY)
    }

    /// The open spans of a local day as moments. A holiday wins over an extra day.
    fn open(&self, day: i64) -> impl Iterator<Item = (Millis, Millis)> + '_ {
        // 1970-01-01 was a Thursday, the fourth day of a week that begins on Monday.
        let weekday = (day + 3).rem_euclid(7) as usize;
        let spans: &[(Millis, Millis)] = match self.extra.get(&day) {
            _ if self.holidays.contains(&day) => &[],
            Some(extra) => extra,
            None => &self.week[weekday],
        };
        let midnight = day * DAY - self.offset;
        spans.iter().map(move |(from, to)| (midnight + from, midnight + to))
    }
}

impl Calendar {
    /// See [`Hours::add`]. Build [`Hours`] once when many moments are asked for.
    pub fn add(&self, offset_min: i64, start: Millis, business_ms: Millis) -> Option<Millis> {
        Hours::of(self, offset_min).add(start, business_ms)
    }
    /// See [`Hours::between`].
    pub fn between(&self, offset_min: i64, a: Millis, b: Millis) -> Millis {
        Hours::of(self, offset_min).between(a, b)
    }
}

/// Days since 1970-01-01 of a date `YYYY-MM-DD`.
pub fn day_number(date: &str) -> Option<i64> {
    let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()?;
    Some(date.signed_duration_since(NaiveDate::default()).num_days())
}

/// Sorted, cut to the day, and joined where they touch or overlap.
fn spans(day: &DaySpans) -> Spans {
    let mut sorted: Vec<_> = day.0.iter().map(|(from, to)| (from.max(&0) * MINUTE, to.min(&1440) * MINUTE)).collect();
    sorted.retain(|(from, to)| from < to);
    sorted.sort_unstable();
    let mut joined: Spans = Vec::new();
    for (from, to) in sorted {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}
