//! What can be held against each other in a sentence: amounts, counts with their unit, shares, durations, clocks, days, phones.
//!
//! Every fact has a unit, and only facts of one unit are ever compared: three days and three items are no contradiction. Values
//! are written in one form (二十四小时 and 1 天 are the same), so that another spelling is none either.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::Kind;
use crate::money::numeral;
use crate::recognise::text::pattern;
use crate::recognise::{self, recognise};

/// One figure of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub kind: Kind,
    /// What it counts, in one word: `hour`, `yuan`, `次`.
    pub unit: String,
    pub value: String,
    /// Characters of the sentence.
    pub range: Range<usize>,
}

const NUMBER: &str = r"(?:[0-9][0-9,]*(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千万半]+)";
const UNITS: &str = "个工作日|工作日|个自然日|自然日|个小时|小时|个钟头|分钟|秒|个月|周年|年|个星期|星期|周|天|日|次|件|个|台|张|份|款|家|人|位|倍|层|米|厘米|公里|千米|公斤|千克|斤|克|毫升|升|瓦|伏|度|寸|积分|分|折|字|页|条|km|kg|cm|mm|ml|mAh|Wh|W|V|L|g|℃";
const ENGLISH: &str = "business days?|working days?|days?|hours?|hrs?|minutes?|mins?|seconds?|weeks?|months?|years?|times|items?|points|stars?|percent|usd|dollars?|yuan|rmb|euros?|miles?";

static COUNTED: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i)({NUMBER})(?:\s?(?:-|–|~|～|—|至|到|to)\s?({NUMBER}))?\s?({ENGLISH}\b|{UNITS})")));
static PERCENT: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"({NUMBER})\s?[%％]|百分之({NUMBER})")));
static DOLLARS: LazyLock<Regex> = LazyLock::new(|| pattern(r"([$€£])\s?([0-9][0-9,]*(?:\.[0-9]+)?)"));
static CLOCK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b([0-9]{1,2})(?::([0-9]{2}))?\s?(am|pm)\b"));
static WEEKDAY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(?:周|星期|礼拜)([一二三四五六日天])|\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b"));
static MONTHLY: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"每(?:个)?月({NUMBER})[日号]")));

/// The facts of a sentence, in order, without overlaps.
pub fn facts(sentence: &str) -> Vec<Fact> {
    let mut found: Vec<Fact> = Vec::new();
    let mut add = |fact: Option<Fact>| {
        if let Some(fact) =
            fact.filter(|fact| !found.iter().any(|known: &Fact| known.range.start < fact.range.end && fact.range.start < known.range.end))
        {
            found.push(fact);
        }
    };
    named(sentence).into_iter().for_each(|fact| add(Some(fact)));
    each(&MONTHLY, sentence, |hit| fact(sentence, hit, Kind::Date, "day of month", spelled(hit.get(1)?.as_str())?))
        .into_iter()
        .for_each(|fact| add(Some(fact)));
    each(&PERCENT, sentence, |hit| fact(sentence, hit, Kind::Percent, "%", spelled(hit.get(1).or(hit.get(2))?.as_str())?))
        .into_iter()
        .for_each(|fact| add(Some(fact)));
    each(&DOLLARS, sentence, |hit| fact(sentence, hit, Kind::Money, &hit[1], spelled(&hit[2])?)).into_iter().for_each(|fact| add(Some(fact)));
    each(&CLOCK, sentence, |hit| fact(sentence, hit, Kind::Time, "clock", clock(hit)?)).into_iter().for_each(|fact| add(Some(fact)));
    each(&COUNTED, sentence, |hit| counted(sentence, hit)).into_iter().for_each(|fact| add(Some(fact)));
    each(&WEEKDAY, sentence, |hit| fact(sentence, hit, Kind::Date, "weekday", weekday(hit)?)).into_iter().for_each(|fact| add(Some(fact)));
    found.sort_by_key(|fact| fact.range.start);
    found
}

fn each(pattern: &LazyLock<Regex>, sentence: &str, read: impl Fn(&Captures<'_>) -> Option<Fact>) -> Vec<Fact> {
    pattern.captures_iter(sentence).filter_map(|hit| read(&hit)).collect()
}

fn fact(sentence: &str, hit: &Captures<'_>, kind: Kind, unit: &str, value: String) -> Option<Fact> {
    let whole = hit.get(0)?;
    let start = sentence.get(..whole.start())?.chars().count();
    Some(Fact { kind, unit: unit.to_lowercase(), value, range: start..start + whole.as_str().chars().count() })
}

/// What the rules for personal data already know: money, phones, dates and times of day.
fn named(sentence: &str) -> Vec<Fact> {
    let kept = recognise(sentence).into_iter().filter_map(|found| {
        let (kind, unit) = match found.kind {
            recognise::Kind::Money => (Kind::Money, "yuan"),
            recognise::Kind::Phone | recognise::Kind::Hotline => (Kind::Phone, "phone"),
            recognise::Kind::Time => (Kind::Time, "clock"),
            recognise::Kind::Date if found.value.contains(|c: char| c.is_ascii_digit()) && !found.value.ends_with(['前', '后']) => {
                (Kind::Date, "date")
            }
            _ => return None,
        };
        let value = if unit == "yuan" { plain(found.value.parse().ok()?) } else { found.value.replace('号', "日") };
        Some(Fact { kind, unit: unit.to_owned(), value, range: found.start..found.end })
    });
    kept.collect()
}

fn counted(sentence: &str, hit: &Captures<'_>) -> Option<Fact> {
    let (unit, scale) = unit(hit.get(3)?.as_str());
    let first = number(hit.get(1)?.as_str())? * scale;
    let value = match hit.get(2) {
        Some(last) => format!("{}-{}", plain(first), plain(number(last.as_str())? * scale)),
        None => plain(first),
    };
    // 一个, 一家, 一次: as often an article as a figure. 第三天 counts nothing, 三分之一 is a fraction.
    let before = sentence.get(..hit.get(0)?.start())?;
    let article = hit[1] == *"一"
        && ["个", "件", "台", "张", "份", "款", "家", "人", "位", "条", "次", "度", "分"].contains(&&hit[3])
        && !before.ends_with(['每', '仅', '限']);
    let after = sentence.get(hit.get(0)?.end()..)?;
    let dated = hit[3] == *"日" && before.trim_end().ends_with('月');
    let ordinal =
        dated || before.trim_end().ends_with(['第', '几', '#']) || before.ends_with(|c: char| c.is_ascii_alphanumeric()) || after.starts_with("之");
    let kind = match unit.as_str() {
        "hour" | "workday" => Kind::Duration,
        "yuan" | "$" => Kind::Money,
        "%" => Kind::Percent,
        _ => Kind::Count,
    };
    if article || ordinal { None } else { fact(sentence, hit, kind, &unit, value) }
}

/// One unit per dimension, and what one of it is worth.
fn unit(said: &str) -> (String, f64) {
    let said = said.to_lowercase();
    let (unit, scale) = match said.trim_end_matches('s') {
        "天" | "日" | "个自然日" | "自然日" | "day" => ("hour", 24.0),
        "个工作日" | "工作日" | "business day" | "working day" => ("workday", 1.0),
        "小时" | "个小时" | "个钟头" | "hour" | "hr" => ("hour", 1.0),
        "分钟" | "minute" | "min" => ("hour", 1.0 / 60.0),
        "秒" | "second" => ("hour", 1.0 / 3600.0),
        "周" | "星期" | "个星期" | "week" => ("hour", 168.0),
        "个月" | "month" => ("hour", 730.0),
        "年" | "周年" | "year" => ("hour", 8760.0),
        "千克" | "公斤" | "kg" => ("克", 1000.0),
        "斤" => ("克", 500.0),
        "克" | "g" => ("克", 1.0),
        "公里" | "千米" | "km" => ("米", 1000.0),
        "厘米" | "cm" => ("米", 0.01),
        "升" | "l" => ("毫升", 1000.0),
        "瓦" => ("w", 1.0),
        "伏" => ("v", 1.0),
        "度" => ("℃", 1.0),
        "位" | "人" => ("人", 1.0),
        "time" => ("次", 1.0),
        "point" => ("积分", 1.0),
        "percent" => ("%", 1.0),
        "usd" | "dollar" => ("$", 1.0),
        "yuan" | "rmb" => ("yuan", 1.0),
        other => (other, 1.0),
    };
    (unit.to_owned(), scale)
}

pub(super) fn number(said: &str) -> Option<f64> {
    said.replace(',', "").parse().ok().or_else(|| numeral(said)).filter(|number| number.is_finite())
}

fn spelled(said: &str) -> Option<String> {
    number(said).map(plain)
}

fn plain(number: f64) -> String {
    let text = format!("{number:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn clock(hit: &Captures<'_>) -> Option<String> {
    let hour: u32 = hit[1].parse().ok().filter(|hour| (1..=12).contains(hour))?;
    let minute = hit.get(2).map_or("00", |minute| minute.as_str());
    let late = hit[3].eq_ignore_ascii_case("pm");
    Some(format!("{:02}:{minute}", hour % 12 + if late { 12 } else { 0 }))
}

fn weekday(hit: &Captures<'_>) -> Option<String> {
    let english = ["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"];
    let at = match (hit.get(1), hit.get(2)) {
        (Some(day), _) => "一二三四五六日".find(day.as_str()).map_or(6, |at| at / 3),
        (None, Some(day)) => english.iter().position(|name| day.as_str().eq_ignore_ascii_case(name))?,
        (None, None) => return None,
    };
    Some((at + 1).to_string())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(sentence: &str, wanted: Expect) {
        let told: Vec<String> =
            facts(sentence).iter().map(|fact| format!("{}..{} {} {}", fact.range.start, fact.range.end, fact.value, fact.unit)).collect();
        wanted.assert_eq(&told.join(", "));
    }

    #[test]
    fn figures_have_a_unit_and_one_spelling() {
        check("签收后7天内，或者一周，168小时", expect!["3..5 168 hour, 9..11 168 hour, 12..17 168 hour"]);
        check("3-5个工作日到账，手续费百分之二", expect!["0..7 3-5 workday, 13..17 2 %"]);
        check("满99元减十块，打八折，最多3次", expect!["1..4 99 yuan, 5..7 10 yuan, 9..11 8 折, 14..16 3 次"]);
        check(
            "早上九点到晚上9:30，每周一休息，每月8号会员日",
            expect!["0..4 09:00 clock, 5..11 21:30 clock, 13..15 1 weekday, 18..22 8 day of month"],
        );
        check(
            "Call 400-820-1234 from 9am to 5:30 pm on Mondays; refunds take 3 to 5 business days and cost $2.50",
            expect!["5..17 4008201234 phone, 23..26 09:00 clock, 30..37 17:30 clock, 41..48 1 weekday, 63..83 3-5 workday, 93..98 2.5 $"],
        );
    }

    #[test]
    fn articles_and_ordinals_are_no_figures() {
        check("送一个杯子，第三天到，三分之一，型号A7个", expect![""]);
    }
}
