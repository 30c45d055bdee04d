//! Dates and times of day: 2026-11-27, 11月30号, 明天下午三点半, 上周五, in two hours' worth of ways people say them.
//!
//! Given the shop's local time a date is written out as ISO 8601; without it only full dates are, and the rest stays as said.

use std::sync::LazyLock;

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime};
use regex::Regex;

use crate::money::numeral;
use crate::recognise::text::{Match, Text, pattern};
use crate::recognise::{Candidate, Kind};

const N: &str = "(?:[0-9]{1,2}|[零一二两三四五六七八九十]{1,3})";

/// Groups: 1-3 full date; 4-5 month and day; 6 day word; 7-8 week; 9-10 counted days; then 11 part of day, 12 hour, 13 minute, 14 half/quarter; 15-16 clock.
static MOMENT: LazyLock<Regex> = LazyLock::new(|| {
    let date = format!(
        r"(?:([12][0-9]{{3}})\s?[年\-/.]\s?([0-9]{{1,2}})\s?[月\-/.]\s?([0-9]{{1,2}})\s?[日号]?|({N})月({N})[日号]?|(大前天|前天|昨天|今天|明天|后天|大后天|昨晚|今晚|明晚|今早|明早|昨日|今日|明日)|(上上|上|这|本|下下|下)?个?(?:周|星期|礼拜)([一二三四五六日天末1-6])|({N})(天前|天后|天以后|天之后))"
    );
    let clock = format!(
        r"(?:(凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|晚)?\s?(?:({N})点(?:钟|整)?(?:({N})分?|(半|一刻|三刻))?|([01]?[0-9]|2[0-3])[:：]([0-5][0-9])(?::[0-5][0-9])?))"
    );
    pattern(&format!(r"{date}(?:\s?的?(?:T|{clock})?)?|{clock}"))
});

/// Finds dates and times and writes them out where `now` allows.
pub(crate) fn find(text: &Text, now: Option<NaiveDateTime>, out: &mut Vec<Candidate>) {
    for hit in text.matches(&MOMENT) {
        let range = trimmed(text, hit.whole());
        let touches = text.before(range.start).is_ascii_alphanumeric() || text.at(range.end).is_ascii_digit();
        if range.is_empty() || touches || is_no_clock(text, &hit, range.end) {
            continue;
        }
        let said = text.slice(range.clone()).to_owned();
        let dated = (1..=10).any(|group| hit.group(group).is_some());
        let value = read(text, &hit, now).unwrap_or(said);
        out.push(Candidate { kind: if dated { Kind::Date } else { Kind::Time }, range, value, confidence: 0.85 });
    }
}

fn trimmed(text: &Text, mut range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    while range.end > range.start && matches!(text.before(range.end), ' ' | '的' | 'T') {
        range.end -= 1;
    }
    range
}

/// 一点 is more often "a little": a lone hour of one needs a part of the day, a minute or a sign that time is meant.
fn is_no_clock(text: &Text, hit: &Match, end: usize) -> bool {
    let dated = (1..=10).any(|group| hit.group(group).is_some());
    let hour = hit.group(18).or(hit.group(12));
    let said = [11, 13, 14, 16, 17, 19, 20, 22].iter().any(|group| hit.group(*group).is_some());
    let Some(hour) = hour.filter(|_| !dated && !said) else { return false };
    let whole = text.slice(hit.whole());
    let one = matches!(text.slice(hour), "一" | "两" | "三" | "1")
        && !whole.contains('钟')
        && !matches!(text.at(end), '到' | '前' | '开' | '左' | '来' | '过');
    one || text.at(end).is_ascii_digit()
}

fn read(text: &Text, hit: &Match, now: Option<NaiveDateTime>) -> Option<String> {
    let day = day(text, hit, now);
    let dated = (1..=10).any(|group| hit.group(group).is_some());
    let first = if dated { 11 } else { 17 };
    let time = time(text, hit, first, hit.group(6).map(|range| text.slice(range)));
    match (day, time) {
        (Some(day), Some((hour, minute))) => Some(format!("{day}T{hour:02}:{minute:02}")),
        (Some(day), None) => Some(day.to_string()),
        (None, Some((hour, minute))) if !dated => Some(format!("{hour:02}:{minute:02}")),
        _ => None,
    }
}

fn count(text: &Text, hit: &Match, group: usize) -> Option<u32> {
    let said = text.slice(hit.group(group)?);
    said.parse().ok().or_else(|| numeral(said).map(|value| value as u32))
}

fn day(text: &Text, hit: &Match, now: Option<NaiveDateTime>) -> Option<NaiveDate> {
    if let Some(year) = count(text, hit, 1) {
        return NaiveDate::from_ymd_opt(year as i32, count(text, hit, 2)?, count(text, hit, 3)?);
    }
    let today = now?.date();
    if let Some(month) = count(text, hit, 4) {
        return near_year(today, month, count(text, hit, 5)?);
    }
    if let Some(range) = hit.group(6) {
        return today.checked_add_signed(Duration::days(day_word(text.slice(range))));
    }
    if let Some(range) = hit.group(8) {
        return week_day(today, hit.group(7).map_or("", |lead| text.slice(lead)), text.slice(range));
    }
    let days = i64::from(count(text, hit, 9)?);
    let back = text.slice(hit.group(10)?).ends_with('前');
    today.checked_add_signed(Duration::days(if back { -days } else { days }))
}

/// The year that puts the day nearest to today: 1月2号 said in December is next year's.
fn near_year(today: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    let years = [today.year() - 1, today.year(), today.year() + 1];
    years.into_iter().filter_map(|year| NaiveDate::from_ymd_opt(year, month, day)).min_by_key(|date| (*date - today).num_days().abs())
}

fn day_word(word: &str) -> i64 {
    match word {
        "大前天" => -3,
        "前天" => -2,
        "昨天" | "昨晚" | "昨日" => -1,
        "明天" | "明晚" | "明早" | "明日" => 1,
        "后天" => 2,
        "大后天" => 3,
        _ => 0,
    }
}

fn week_day(today: NaiveDate, lead: &str, day: &str) -> Option<NaiveDate> {
    let monday = today.checked_sub_signed(Duration::days(i64::from(today.weekday().num_days_from_monday())))?;
    let weeks = match lead {
        "上上" => -2,
        "上" => -1,
        "下" => 1,
        "下下" => 2,
        _ => 0,
    };
    let offset = "一二三四五六日".chars().position(|c| day.starts_with(c)).or_else(|| day.parse::<usize>().ok().map(|at| at - 1));
    let offset = offset.unwrap_or(if day == "末" { 5 } else { 6 });
    monday.checked_add_signed(Duration::days(weeks * 7 + offset as i64))
}

/// Hour and minute; `first` is the group where the clock begins.
fn time(text: &Text, hit: &Match, first: usize, day_word: Option<&str>) -> Option<(u32, u32)> {
    let part = hit.group(first).map(|range| text.slice(range)).or(day_word.filter(|word| word.ends_with('晚'))).unwrap_or_default();
    let (hour, minute) = match count(text, hit, first + 1) {
        Some(hour) => (hour, minute(text, hit, first)),
        None => (count(text, hit, first + 4)?, count(text, hit, first + 5)?),
    };
    let late = matches!(part, "下午" | "傍晚" | "晚上" | "夜里" | "晚" | "昨晚" | "今晚" | "明晚") && hour < 12 || part == "中午" && hour < 3;
    let hour = if late { hour + 12 } else { hour };
    (hour < 25 && minute < 60).then_some((hour % 24, minute))
}

fn minute(text: &Text, hit: &Match, first: usize) -> u32 {
    match hit.group(first + 3).map(|range| text.slice(range)) {
        Some("半") => 30,
        Some("一刻") => 15,
        Some("三刻") => 45,
        _ => count(text, hit, first + 2).unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(raw: &str, expected: Expect) {
        // A Friday.
        let now = NaiveDate::from_ymd_opt(2026, 11, 27).and_then(|day| day.and_hms_opt(10, 0, 0));
        let mut found = Vec::new();
        let text = Text::of(raw);
        find(&text, now, &mut found);
        let lines: Vec<String> = found.iter().map(|candidate| format!("{} {}", text.slice(candidate.range.clone()), candidate.value)).collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn relative_days_count_from_now() {
        check(
            "明天下午三点半来，上周五买的，下周二上午10点，3天前，今晚八点",
            expect![[r#"
                明天下午三点半 2026-11-28T15:30
                上周五 2026-11-20
                下周二上午10点 2026-12-01T10:00
                3天前 2026-11-24
                今晚八点 2026-11-27T20:00"#]],
        );
    }

    #[test]
    fn written_dates_and_clocks() {
        check(
            "2026-11-27 14:05 下单，11月30号前到，1月2日退，14:30 关门，十一月三十号",
            expect![[r#"
                2026-11-27 14:05 2026-11-27T14:05
                11月30号 2026-11-30
                1月2日 2027-01-02
                14:30 14:30
                十一月三十号 2026-11-30"#]],
        );
    }

    #[test]
    fn a_little_is_not_one_o_clock() {
        check("便宜一点，快一点，下午一点到", expect![["下午一点 13:00"]]);
    }

    #[test]
    fn without_a_clock_words_stay() {
        let mut found = Vec::new();
        find(&Text::of("明天下午来，2026年1月5日"), None, &mut found);
        let values: Vec<String> = found.into_iter().map(|candidate| candidate.value).collect();
        assert_eq!(values, ["明天", "2026-01-05"]);
    }
}
