//! Hybrid logical clocks: the order in which writes count, close to wall time but never running backwards.
//!
//! A till's clock may stand at 1970 or jump by a year; what is written later on one desk must still count as later.
//! This module never asks for the time: "now" is an argument.

use std::fmt;

use domain::time::Millis;

/// 48 bits of milliseconds since 1970 and a 16-bit counter, in one comparable number.
///
/// Never above [`Hlc::LAST`], so that it also sorts rightly where numbers are signed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hlc(pub u64);

impl Hlc {
    pub const ZERO: Hlc = Hlc(0);
    /// The last clock there is, in the year 6429.
    pub const LAST: Hlc = Hlc(i64::MAX as u64);

    /// Times before 1970 count as 1970, times after [`Hlc::LAST`] as that one.
    pub fn new(ms: Millis, counter: u16) -> Self {
        let ms = ms.clamp(0, Hlc::LAST.ms()) as u64;
        Hlc(ms << 16 | u64::from(counter))
    }

    /// Milliseconds since 1970.
    pub const fn ms(self) -> Millis {
        (self.0 >> 16) as Millis
    }

    pub const fn counter(self) -> u16 {
        self.0 as u16
    }
}

impl fmt::Debug for Hlc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.ms(), self.counter())
    }
}

/// Gives out clocks that only grow, and remembers the newest clock it gave or saw.
///
/// Persist `last` with the ops (it is the largest clock of the log) and start from it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Ticker {
    pub last: Hlc,
}

impl Ticker {
    /// The next clock: strictly greater than any given or observed before, and not before `now`.
    ///
    /// When the counter is full the clock borrows the next millisecond. Only at [`Hlc::LAST`] does it stand still.
    pub fn tick(&mut self, now: Millis) -> Hlc {
        let after_last = Hlc(self.last.0.saturating_add(1));
        self.last = Hlc::new(now, 0).max(after_last).min(Hlc::LAST);
        self.last
    }

    /// Another device's clock was seen: what is written here from now on counts as later than that.
    pub fn observe(&mut self, seen: Hlc) {
        self.last = self.last.max(seen).min(Hlc::LAST);
    }
}

/// One incarnation of one installation. Random, at most `i64::MAX`, never used again after a restore or a fork.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct DeviceId(pub u64);

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "d{:x}", self.0)
    }
}

/// Names one op for ever: the `seq`-th op (from 1, without gaps) of a device.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Dot {
    pub device: DeviceId,
    pub seq: u64,
}

impl fmt::Debug for Dot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}#{}", self.device, self.seq)
    }
}

/// Where an op stands in the total order: by clock, then device, then sequence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Stamp {
    pub hlc: Hlc,
    pub device: DeviceId,
    pub seq: u64,
}

impl Stamp {
    pub const ZERO: Stamp = Stamp { hlc: Hlc::ZERO, device: DeviceId(0), seq: 0 };

    pub const fn dot(self) -> Dot {
        Dot { device: self.device, seq: self.seq }
    }
}

impl fmt::Debug for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}@{:?}", self.dot(), self.hlc)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(start: Hlc, nows: &[Millis], expected: Expect) {
        let mut ticker = Ticker { last: start };
        let ticks: Vec<Hlc> = nows.iter().map(|now| ticker.tick(*now)).collect();
        expected.assert_eq(&format!("{ticks:?}"));
    }

    #[test]
    fn a_clock_that_jumps_back_or_stands_at_1970_still_moves_forward() {
        check(Hlc::ZERO, &[1_000, 1_000, 900, 0, -5, 1_001], expect!["[1000.0, 1000.1, 1000.2, 1000.3, 1000.4, 1001.0]"]);
    }

    #[test]
    fn a_desk_that_never_knew_the_time_starts_just_after_1970() {
        check(Hlc::ZERO, &[0, 0, i64::MIN], expect!["[0.1, 0.2, 0.3]"]);
    }

    #[test]
    fn a_full_counter_borrows_the_next_millisecond() {
        check(Hlc::new(7, u16::MAX), &[7, 8], expect!["[8.0, 8.1]"]);
    }

    #[test]
    fn the_end_of_time_is_never_passed() {
        check(Hlc::ZERO, &[i64::MAX, i64::MAX], expect!["[140737488355327.0, 140737488355327.1]"]);
        check(Hlc::LAST, &[0], expect!["[140737488355327.65535]"]);
    }

    #[test]
    fn what_is_written_after_seeing_a_clock_counts_as_later() {
        let mut ticker = Ticker::default();
        ticker.observe(Hlc::new(5_000, 3));
        assert_eq!(ticker.tick(10), Hlc::new(5_000, 4));
        ticker.observe(Hlc::new(10, 0));
        assert_eq!(ticker.tick(10), Hlc::new(5_000, 5));
    }

    #[test]
    fn stamps_order_by_clock_then_device_then_sequence() {
        let stamp = |ms, device, seq| Stamp { hlc: Hlc::new(ms, 0), device: DeviceId(device), seq };
        let mut stamps = vec![stamp(2, 1, 1), stamp(1, 9, 9), stamp(2, 1, 2), stamp(2, 2, 1)];
        stamps.sort();
        expect!["[d9#9@1.0, d1#1@2.0, d1#2@2.0, d2#1@2.0]"].assert_eq(&format!("{stamps:?}"));
    }
}
