//! Amounts of money as customers write and say them: ¥1,299.00, 三块五, 一百二, 两万三, 3.5w, 100多块.
//!
//! The value is yuan with two decimals. Counts, sizes and dates are not money. Pure.

use std::sync::LazyLock;

use regex::Regex;

use crate::recognise::text::{Text, pattern};
use crate::recognise::{Candidate, Kind};

const SAID: &str = "[零〇一二两三四五六七八九十百千万亿半]";

static SIGNED: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)(?:¥|￥|rmb|cny|人民币)\s?([0-9][0-9,]*(?:\.[0-9]{1,2})?)\s?(万|w|k|千)?"));
static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)([0-9][0-9,]*(?:\.[0-9]+)?)\s?(万|w|k|千|百)?\s?(多|来|几)?\s?(?:(元|块钱|块|圆|rmb|yuan)(?:(?:([0-9])(?:毛|角)?)?(?:([0-9])分)?)(?:钱|整)?|(毛钱|毛|角))",
    )
});
static SPOKEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "({SAID}+)(多|来|几)?(?:(元|块钱|块|圆)([一二两三四五六七八九半])?(?:毛|角)?(?:([一二三四五六七八九])分)?(?:钱|整)?|(毛钱|毛|角))"
    ))
});
/// 一百二, 三千八, 两万五 after a verb of price; 一百二 alone could count anything.
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "(?:卖|价格|价钱|只要|要价|标价|原价|现价|优惠|便宜|花了|付了|退了|退我|退|收了|收|才|报价|定价|一共|总共|合计|补差价|差价|押金|定金|补)(?:了|是|要|你|我)?({SAID}{{2,}}|[0-9]+(?:\\.[0-9]+)?万)"
    ))
});

pub(crate) fn find(text: &Text, out: &mut Vec<Candidate>) {
    for hit in text.matches(&SIGNED) {
        let amount = hit.group(1).and_then(|range| number(text.slice(range)));
        let scale = hit.group(2).map_or(1.0, |range| scale(text.slice(range)));
        push(out, hit.whole(), amount.map(|amount| amount * scale));
    }
    for hit in text.matches(&WRITTEN) {
        if !text.before(hit.whole().start).is_ascii_alphanumeric() {
            push(out, hit.whole(), written(text, &hit));
        }
    }
    for hit in text.matches(&SPOKEN) {
        push(out, hit.whole(), spoken(text, &hit));
    }
    for hit in text.matches(&BARE) {
        if let Some(range) = hit.group(1)
            && text.slice(range.clone()).contains(['百', '千', '万'])
            && !is_counted(text.at(range.end))
        {
            let said = text.slice(range.clone());
            let digits = said.strip_suffix('万').and_then(number).map(|amount| amount * 10_000.0);
            push(out, range, digits.or_else(|| numeral(said)));
        }
    }
}

fn push(out: &mut Vec<Candidate>, range: std::ops::Range<usize>, yuan: Option<f64>) {
    if let Some(yuan) = yuan.filter(|yuan| yuan.is_finite()) {
        out.push(Candidate { kind: Kind::Money, range, value: format!("{yuan:.2}"), confidence: 0.9 });
    }
}

fn is_counted(c: char) -> bool {
    matches!(
        c,
        '个' | '台'
            | '件'
            | '天'
            | '次'
            | '人'
            | '米'
            | '克'
            | '瓦'
            | '公'
            | '年'
            | '分'
            | '号'
            | '家'
            | '杯'
            | '度'
            | '瓶'
            | '辆'
            | '多'
            | '里'
            | '平'
    )
}

fn written(text: &Text, hit: &crate::recognise::text::Match) -> Option<f64> {
    let slice = |at: usize| hit.group(at).map(|range| text.slice(range));
    let amount = number(slice(1)?)? * slice(2).map_or(1.0, scale);
    if slice(7).is_some() {
        return Some(amount / 10.0);
    }
    let digit = |at: usize| slice(at).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0);
    Some(amount + digit(5) / 10.0 + digit(6) / 100.0)
}

fn spoken(text: &Text, hit: &crate::recognise::text::Match) -> Option<f64> {
    let slice = |at: usize| hit.group(at).map(|range| text.slice(range));
    let amount = numeral(slice(1)?)?;
    if slice(6).is_some() {
        return Some(amount / 10.0);
    }
    let part = |at: usize| slice(at).map_or(0.0, |text| if text == "半" { 5.0 } else { numeral(text).unwrap_or(0.0) });
    Some(amount + part(4) / 10.0 + part(5) / 100.0)
}

fn number(text: &str) -> Option<f64> {
    text.replace(',', "").parse().ok()
}

fn scale(unit: &str) -> f64 {
    match unit {
        "万" | "w" | "W" => 10_000.0,
        "千" | "k" | "K" => 1_000.0,
        "百" => 100.0,
        _ => 1.0,
    }
}

/// A Chinese numeral, colloquial too: 一百二 is 120, 两万三 is 23,000, 三点五 is not read here.
pub(crate) fn numeral(text: &str) -> Option<f64> {
    let (mut total, mut section, mut digit, mut last_unit) = (0.0, 0.0, None::<f64>, 1.0);
    let units = text.chars().filter(|c| "十百千万亿".contains(*c)).count();
    if units == 0 {
        return plain_digits(text);
    }
    for c in text.chars() {
        match c {
            '零' | '〇' => {
                digit = None;
                last_unit = 1.0;
            }
            '半' => digit = Some(0.5),
            '十' | '百' | '千' => {
                last_unit = match c {
                    '十' => 10.0,
                    '百' => 100.0,
                    _ => 1_000.0,
                };
                section += digit.take().unwrap_or(1.0) * last_unit;
            }
            '万' | '亿' => {
                last_unit = if c == '万' { 10_000.0 } else { 100_000_000.0 };
                total = (total + section + digit.take().unwrap_or(0.0)) * last_unit;
                section = 0.0;
            }
            _ => digit = Some(digit_of(c)?),
        }
    }
    Some(total + section + digit.unwrap_or(0.0) * if last_unit > 10.0 { last_unit / 10.0 } else { 1.0 })
}

fn plain_digits(text: &str) -> Option<f64> {
    if text == "半" {
        return Some(0.5);
    }
    text.chars().take(15).map(digit_of).try_fold(0.0, |sum, digit| Some(sum * 10.0 + digit?))
}

fn digit_of(c: char) -> Option<f64> {
    "零一二三四五六七八九".chars().position(|digit| digit == c).map(|at| at as f64).or(match c {
        '〇' => Some(0.0),
        '两' => Some(2.0),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(raw: &str, expected: Expect) {
        let mut found = Vec::new();
        let text = Text::of(raw);
        find(&text, &mut found);
        found.sort_by_key(|candidate| candidate.range.start);
        let lines: Vec<String> = found.iter().map(|candidate| format!("{} {}", text.slice(candidate.range.clone()), candidate.value)).collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn written_amounts() {
        check(
            "标价￥1,299.00，券后999元，定金3.5万，差2块5，押金100多块",
            expect![[r#"
                ¥1,299.00 1299.00
                999元 999.00
                3.5万 35000.00
                2块5 2.50
                100多块 100.00"#]],
        );
    }

    #[test]
    fn spoken_amounts() {
        check(
            "一杯十八块五，两万三千元的车才卖一万八，便宜一百二，五毛钱",
            expect![[r#"
                十八块五 18.50
                两万三千元 23000.00
                一万八 18000.00
                一百二 120.00
                五毛钱 0.50"#]],
        );
    }

    #[test]
    fn counts_are_not_money() {
        check("买了三百个杯子，2026年11月，HZ02A-406，48V20A", expect![[""]]);
    }
}
