//! Dates and times of day.

use regex::Captures;

use super::super::number::{cardinal, counted, digits};
use super::{Around, Rule, rule};

pub(super) fn rules() -> Vec<Option<Rule>> {
    vec![
        rule(DATE, full_date),
        rule(r"((?:19|20)\d\d)\s*年?\s*[-~—至到]\s*((?:19|20)?\d\d)年", |c, _| Some(format!("{}年到{}年", digits(&c[1]), digits(&c[2])))),
        rule(r"((?:1[5-9]|20|21)\d\d)(年|春|夏|秋|冬|款|版|财年|届)", |c, _| Some(format!("{}{}", digits(&c[1]), &c[2]))),
        rule(r"((?:19|20)\d\d)[-/](0[1-9]|1[0-2])", year_and_month),
        rule(r"(\d\d)年(1[0-2]|0?[1-9])月", |c, _| Some(format!("{}年{}月", digits(&c[1]), cardinal(&c[2])))),
        rule(r"(1[0-2]|0?[1-9])月\s*([0-3]?\d)\s*([日号])?\s*[-~—至到]\s*(1[0-2]|0?[1-9])月\s*([0-3]?\d)\s*([日号])?", two_days),
        rule(r"(1[0-2]|0?[1-9])月\s*([0-3]?\d)\s*[日号]?\s*[-~—至到]\s*([0-3]?\d)\s*([日号])", |c, _| {
            Some(format!("{}月{}到{}{}", cardinal(&c[1]), cardinal(&c[2]), cardinal(&c[3]), &c[4]))
        }),
        rule(r"(1[0-2]|0?[1-9])月\s*([0-3]?\d)([日号])?", month_and_day),
        rule(r"([0-2]?\d):([0-5]\d)(?::[0-5]\d)?\s*[-~—至到]+\s*([0-2]?\d):([0-5]\d)(?::[0-5]\d)?", two_times),
        rule(r"([0-2]?\d):([0-5]\d)(?::([0-5]\d))?\s*([aApP]\.?[mM]\b\.?)?", one_time),
        rule(r"(1[0-2]|0?[1-9])\s*([aApP]\.?[mM])\b\.?", |c, _| Some(format!("{}{}点", half_of_day(&c[2]), counted(&c[1])))),
        rule(r"(1[0-2]|0?[1-9])/([0-3]?\d)\s*[-~—至到]\s*(1[0-2]|0?[1-9])/([0-3]?\d)", two_slashed),
        rule(r"(1[0-2]|0?[1-9])/([0-3]?\d)([日号])?", slashed),
        rule(r"(\d{1,2})\s*[-~—]\s*(\d{1,2})(月份?|日|号|点半?|时)", |c, _| {
            let first = if c[3].starts_with(['点', '时']) { counted(&c[1]) } else { cardinal(&c[1]) };
            let last = if c[3].starts_with(['点', '时']) { counted(&c[2]) } else { cardinal(&c[2]) };
            Some(format!("{first}到{last}{}", &c[3]))
        }),
    ]
}

const DATE: &str = r"((?:19|20)\d\d)([-/.年])\s*(\d{1,2})([-/.月])\s*(\d{1,2})(?:\s*([日号]))?(?:T)?";

fn valid(month: &str, day: &str) -> bool {
    matches!(month.parse(), Ok(1..=12)) && matches!(day.parse(), Ok(1..=31))
}

fn full_date(c: &Captures<'_>, around: &Around<'_>) -> Option<String> {
    let same_sign = c[2] == c[4] || &c[2] == "年";
    if !same_sign || !valid(&c[3], &c[5]) || around.after.starts_with(|c: char| c.is_ascii_digit()) && !c[0].ends_with('T') {
        return None;
    }
    Some(format!("{}年{}月{}{}", digits(&c[1]), cardinal(&c[3]), cardinal(&c[5]), c.get(6).map_or("日", |m| m.as_str())))
}

fn year_and_month(c: &Captures<'_>, around: &Around<'_>) -> Option<String> {
    let goes_on = around.after.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '元' | '个'));
    (!goes_on).then(|| format!("{}年{}月", digits(&c[1]), cardinal(&c[2])))
}

fn month_and_day(c: &Captures<'_>, around: &Around<'_>) -> Option<String> {
    if !valid(&c[1], &c[2]) || around.after.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(format!("{}月{}{}", cardinal(&c[1]), cardinal(&c[2]), c.get(3).map_or("日", |m| m.as_str())))
}

fn two_days(c: &Captures<'_>, _: &Around<'_>) -> Option<String> {
    let day = |m: usize, d: usize, s: usize| format!("{}月{}{}", cardinal(&c[m]), cardinal(&c[d]), c.get(s).map_or("日", |m| m.as_str()));
    (valid(&c[1], &c[2]) && valid(&c[4], &c[5])).then(|| format!("{}到{}", day(1, 2, 3), day(4, 5, 6)))
}

fn two_times(c: &Captures<'_>, _: &Around<'_>) -> Option<String> {
    Some(format!("{}到{}", clock(&c[1], &c[2])?, clock(&c[3], &c[4])?))
}

fn one_time(c: &Captures<'_>, around: &Around<'_>) -> Option<String> {
    if around.after.starts_with(|c: char| c.is_ascii_digit() || c == ':') {
        return None;
    }
    let half = c.get(4).map_or("", |m| half_of_day(m.as_str()));
    let seconds = c.get(3).map_or(String::new(), |s| if s.as_str() == "00" { String::new() } else { format!("{}秒", cardinal(s.as_str())) });
    Some(format!("{half}{}{seconds}", clock(&c[1], &c[2])?))
}

fn half_of_day(mark: &str) -> &'static str {
    if mark.starts_with(['a', 'A']) { "上午" } else { "下午" }
}

/// `9`, `05` → 九点零五分; `21`, `00` → 二十一点.
fn clock(hour: &str, minute: &str) -> Option<String> {
    if hour.parse::<u8>().ok()? > 24 {
        return None;
    }
    let hour = if matches!(hour, "0" | "00") { "零".to_owned() } else { counted(hour) };
    Some(match minute {
        "00" => format!("{hour}点"),
        m if m.starts_with('0') => format!("{hour}点零{}分", cardinal(m)),
        m => format!("{hour}点{}分", cardinal(m)),
    })
}

/// Words after a slashed pair that make it a date.
const DAY_WORDS: [&str; 12] = ["日", "号", "前", "后", "起", "之前", "之后", "以前", "上午", "下午", "晚", "开"];
/// Words before a slashed pair that make it a date.
const DATE_LEADS: [&str; 12] = ["日期", "时间", "日", "于", "在", "从", "到", "至", "截止", "截至", "月", "周"];

/// `11/27` is a day and `1/2` is a half: small proper fractions stay fractions unless the words around speak of a day.
fn slashed(c: &Captures<'_>, around: &Around<'_>) -> Option<String> {
    let (month, day): (u8, u8) = (c[1].parse().ok()?, c[2].parse().ok()?);
    let goes_on = around.after.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '%'));
    if goes_on || !(1..=31).contains(&day) {
        return None;
    }
    let spoken_of = c.get(3).is_some() || DAY_WORDS.iter().any(|w| around.after.trim_start().starts_with(w)) || around.follows_any(&DATE_LEADS);
    let fraction = month < day && day <= 10 && !c[1].starts_with('0');
    (spoken_of || !fraction).then(|| format!("{}月{}{}", cardinal(&c[1]), cardinal(&c[2]), c.get(3).map_or("日", |m| m.as_str())))
}

fn two_slashed(c: &Captures<'_>, _: &Around<'_>) -> Option<String> {
    let day = |m: usize| format!("{}月{}日", cardinal(&c[m]), cardinal(&c[m + 1]));
    (valid(&c[1], &c[2]) && valid(&c[3], &c[4])).then(|| format!("{}到{}", day(1), day(3)))
}
