//! The sample's calendar: every time is counted back from the day on which the sample is made, in China's time.
//!
//! Whoever makes the sample, and whenever, finds a chain that was busy until a moment ago.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use domain::Millis;
use domain::shop::CHINA_OFFSET_MIN;
use domain::time::{DAY, HOUR, MINUTE};

use super::chance::Chance;

/// Days that the sample reaches back: fourteen months.
pub const SPAN: i64 = 425;
const WEEKDAYS: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
/// Weight of each opening hour from 10:00 on: lunch and the time after work are busy.
const HOURS: [u64; 11] = [7, 10, 12, 9, 8, 9, 9, 8, 11, 12, 6];

#[derive(Clone, Copy, Debug)]
pub struct Days {
    pub now: Millis,
    /// Local midnight of the present day.
    pub today: Millis,
}

impl Days {
    pub fn new(now: Millis) -> Self {
        let offset = CHINA_OFFSET_MIN * MINUTE;
        Days { now, today: (now + offset).div_euclid(DAY) * DAY - offset }
    }

    /// When the chain began to work with this desk.
    pub fn beginning(&self) -> Millis {
        self.today - SPAN * DAY
    }

    /// A moment of a day some days ago, minutes after its midnight.
    pub fn ago(&self, days: i64, minute: i64) -> Millis {
        self.today - days * DAY + minute * MINUTE
    }

    /// A moment in opening hours of a past day: a little busier lately and at weekends.
    pub fn busy(&self, chance: &mut Chance) -> Millis {
        let mut day = self.past_day(chance);
        if self.weekday(self.ago(day, 0)) < 5 && chance.percent(25) {
            day = self.past_day(chance);
        }
        self.open_hour(day, chance)
    }

    fn past_day(&self, chance: &mut Chance) -> i64 {
        // The shops were fewer hands and fewer customers in the beginning.
        let (one, other) = (chance.between(1, SPAN - 2), chance.between(1, SPAN - 2));
        if chance.percent(35) { one.min(other) } else { one }
    }

    /// A moment in the opening hours of the day `days` ago.
    pub fn open_hour(&self, days: i64, chance: &mut Chance) -> Millis {
        let hour = 10 + chance.weighted(HOURS.into_iter()) as i64;
        self.ago(days, hour * 60 + chance.between(0, 59)) + chance.between(0, 59) * 1_000
    }

    /// 0 is Monday.
    pub fn weekday(&self, at: Millis) -> usize {
        self.date(at).weekday().num_days_from_monday() as usize
    }

    pub fn date(&self, at: Millis) -> NaiveDate {
        local(at).date_naive()
    }

    /// `2026-09-03`.
    pub fn iso(&self, at: Millis) -> String {
        self.date(at).format("%Y-%m-%d").to_string()
    }

    /// 「9 月 3 日」.
    pub fn words(&self, at: Millis) -> String {
        let date = self.date(at);
        format!("{} 月 {} 日", date.month(), date.day())
    }

    /// 「周四」.
    pub fn weekday_words(&self, at: Millis) -> &'static str {
        WEEKDAYS[self.weekday(at)]
    }

    /// `15:30`.
    pub fn clock(&self, at: Millis) -> String {
        local(at).format("%H:%M").to_string()
    }

    /// Ten in the morning of a date `YYYY-MM-DD`, and never later than some days ago.
    pub fn morning_of(&self, date: &str) -> Millis {
        let days = domain::sla::day_number(date).unwrap_or(0);
        let at = days * DAY - CHINA_OFFSET_MIN * MINUTE + 10 * HOUR;
        at.min(self.ago(4, 600))
    }
}

fn local(at: Millis) -> DateTime<FixedOffset> {
    let offset = CHINA_OFFSET_MIN * MINUTE;
    let shifted = DateTime::from_timestamp_millis(at + offset).unwrap_or_default();
    shifted.fixed_offset()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn times_are_told_as_the_shop_s_clock_shows_them() {
        // 2026-11-22 07:09:24 in China, the day before in UTC.
        let days = Days::new(1_795_302_564_000);
        let told = [days.iso(days.now), days.words(days.now), days.weekday_words(days.now).to_owned(), days.clock(days.now), days.clock(days.today)];
        expect!["2026-11-22 11 月 22 日 周日 07:09 00:00"].assert_eq(&told.join(" "));
    }

    #[test]
    fn a_busy_moment_is_past_and_in_opening_hours() {
        let days = Days::new(1_795_302_564_000);
        let mut chance = Chance::of("days");
        for _ in 0..1_000 {
            let at = days.busy(&mut chance);
            assert!(at < days.today && at > days.beginning());
            assert!(("10:00".to_owned()..="20:59".to_owned()).contains(&days.clock(at)));
        }
    }
}
