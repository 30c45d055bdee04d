//! Personal data with its middle hidden: what leaves the device, a log or an export may carry this form only.
//!
//! The masks are those that the console shows (138****5678, 张**, 上海市浦东新区****) and never have the length of what they
//! hide. Redacting twice gives the same text. What the recogniser does not see is not hidden: this lowers a risk, it is no proof.
//!
//! `domain::customer::mask` hides the fields of a customer's card by the same shapes on its own, because neither room may know the
//! other: who changes one looks at the other.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::recognise::{Found, Kind, recognise};

const STARS: &str = "****";
/// A mask can bring two halves of another number together only so often; texts settle in one or two rounds.
const ROUNDS: usize = 8;

/// A text without its personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redacted {
    pub text: String,
    pub spans: Vec<Masked>,
}

/// One hidden span.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Masked {
    pub kind: Kind,
    /// Offsets in characters of the original text.
    pub start: usize,
    pub end: usize,
    /// What stands there instead.
    pub mask: String,
}

/// Hides every span of a personal kind.
pub fn redact(text: &str) -> Redacted {
    let chars: Vec<char> = text.chars().collect();
    let mut spans: Vec<Masked> = Vec::new();
    for _ in 0..ROUNDS {
        let shown = Shown::of(&chars, &spans);
        let new: Vec<Masked> = recognise(&shown.text).iter().filter(|found| found.kind.is_personal()).filter_map(|found| shown.hide(found)).collect();
        if new.is_empty() {
            break;
        }
        new.into_iter().for_each(|masked| insert(&mut spans, masked));
    }
    Redacted { text: Shown::of(&chars, &spans).text, spans }
}

/// The text with spans hidden, and where each of its characters comes from.
struct Shown {
    text: String,
    chars: Vec<char>,
    origin: Vec<Range<usize>>,
}

impl Shown {
    fn of(chars: &[char], spans: &[Masked]) -> Shown {
        let mut shown = Shown { text: String::new(), chars: Vec::new(), origin: Vec::new() };
        let mut at = 0;
        for span in spans {
            (at..span.start).for_each(|place| shown.push(chars[place], place..place + 1));
            span.mask.chars().for_each(|c| shown.push(c, span.start..span.end));
            at = span.end;
        }
        (at..chars.len()).for_each(|place| shown.push(chars[place], place..place + 1));
        shown.text = shown.chars.iter().collect();
        shown
    }

    fn push(&mut self, c: char, origin: Range<usize>) {
        self.chars.push(c);
        self.origin.push(origin);
    }

    /// The mask for what was found here, in the original's offsets; `None` when it is already one.
    fn hide(&self, found: &Found) -> Option<Masked> {
        let raw: String = self.chars.get(found.start..found.end)?.iter().collect();
        let mask = mask(found.kind, &found.value, &raw);
        let after: String = self.chars[found.end..].iter().take(STARS.len()).collect();
        if mask == raw || mask == format!("{raw}{after}") {
            return None;
        }
        Some(Masked { kind: found.kind, start: self.origin.get(found.start)?.start, end: self.origin.get(found.end - 1)?.end, mask })
    }
}

/// Puts a span in its place; it swallows the spans that it covers.
fn insert(spans: &mut Vec<Masked>, mut masked: Masked) {
    let touches = |span: &Masked| span.start < masked.end && masked.start < span.end;
    let (old, mut rest): (Vec<Masked>, Vec<Masked>) = spans.drain(..).partition(touches);
    masked.start = old.iter().map(|span| span.start).chain([masked.start]).min().unwrap_or(masked.start);
    masked.end = old.iter().map(|span| span.end).chain([masked.end]).max().unwrap_or(masked.end);
    rest.push(masked);
    rest.sort_by_key(|span| span.start);
    *spans = rest;
}

/// The masked form of a span: `value` is its normalised value, `raw` what the text says.
pub fn mask(kind: Kind, value: &str, raw: &str) -> String {
    match kind {
        Kind::Phone => phone(value),
        Kind::IdCard => ends(value, 3, 4),
        Kind::BankCard | Kind::Iban => ends(value, 4, 4),
        Kind::Passport => ends(value, 1, 2),
        Kind::Plate => ends(value, 2, 1),
        Kind::Ssn => tail(value, 4),
        Kind::Qq => tail(value, 2),
        Kind::Wechat if value.chars().count() >= 8 => ends(value, 2, 2),
        Kind::Email => email(value),
        Kind::Address => address(value),
        Kind::Name => format!("{}**", value.chars().next().unwrap_or('*')),
        Kind::Wechat => STARS.to_owned(),
        _ => raw.to_owned(),
    }
}

/// `138****5678`, `0571****6666`, `+852****4567`; of a short number the last two.
fn phone(value: &str) -> String {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    match value.as_bytes() {
        _ if digits < 10 => tail(value, 2),
        [b'+', ..] => ends(value, 4, 4),
        [b'0', second, ..] if !matches!(second, b'1' | b'2') => ends(value, 4, 4),
        _ => ends(value, 3, 4),
    }
}

/// First and last characters, and never more than half of all.
fn ends(value: &str, first: usize, last: usize) -> String {
    let chars: Vec<char> = value.chars().collect();
    if chars.len() < 2 * (first + last) - (first + last) / 2 {
        return tail(value, last.min(2));
    }
    format!("{}{STARS}{}", chars[..first].iter().collect::<String>(), chars[chars.len() - last..].iter().collect::<String>())
}

fn tail(value: &str, keep: usize) -> String {
    let chars: Vec<char> = value.chars().collect();
    let keep = keep.min(chars.len() / 2);
    format!("{STARS}{}", chars[chars.len() - keep..].iter().collect::<String>())
}

fn email(value: &str) -> String {
    match value.split_once('@') {
        Some((name, host)) => format!("{}***@{host}", name.chars().next().unwrap_or('*')),
        None => STARS.to_owned(),
    }
}

/// Keeps province, city and district; an address that names none is hidden whole.
fn address(value: &str) -> String {
    let chars: Vec<char> = value.chars().collect();
    let district = (1..chars.len().min(16)).find(|at| is_district(&chars, *at));
    let city = || (1..chars.len()).take(12).find(|at| chars[*at] == '市');
    match district.or_else(city) {
        Some(at) => format!("{}{STARS}", chars[..=at].iter().collect::<String>()),
        None => STARS.to_owned(),
    }
}

/// 区, 县 and 旗 name a district, but not in 小区, 社区, 园区 and the like.
fn is_district(chars: &[char], at: usize) -> bool {
    match chars[at] {
        '区' => !"小社园校厂景库住生商街营".contains(chars[at - 1]) && !chars[..at].iter().any(char::is_ascii_digit),
        '县' | '旗' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn check(text: &str, expected: Expect) {
        expected.assert_eq(&redact(text).text);
    }

    #[test]
    fn masks_are_those_of_the_console() {
        check("我叫张伟明，电话138 1234 5678", expect![["我叫张**，电话138****5678"]]);
        check("送到上海市浦东新区张江路88弄3号楼502室，王女士收", expect![["送到上海市浦东新区****，王**收"]]);
        check("车牌沪A12345，邮箱zhang@qq.com，座机0571-87654321", expect![["车牌沪A****5，邮箱z***@qq.com，座机0571****4321"]]);
        check("身份证11010519491231002X", expect![["身份证110****002X"]]);
        check("微信lily_2020abc，QQ123456789", expect![["微信li****bc，QQ****89"]]);
    }

    #[test]
    fn orders_and_prices_stay() {
        check("订单20261127000123456789，实付1299元，型号HZ02A-406", expect![["订单20261127000123456789，实付1299元，型号HZ02A-406"]]);
    }

    #[test]
    fn spans_are_of_the_original() {
        let redacted = redact("😀我叫李丽，电话一三八一二三四五六七八");
        let spans: Vec<(Kind, usize, usize)> = redacted.spans.iter().map(|span| (span.kind, span.start, span.end)).collect();
        assert_eq!(spans, [(Kind::Name, 3, 5), (Kind::Phone, 8, 19)]);
    }

    /// Pieces that meet in ways a person would not think of.
    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            "1[3-9][0-9]{9}",
            "[0-9]{1,19}",
            "(我叫|电话|身份证|地址|送到|车牌|微信|QQ|订单|，| |\n|-|收件人：|\\*{1,5}|[(]|。)",
            "(王丽|张伟明|欧阳女士|李师傅|上海市浦东新区张江路88号|浙江省杭州市余杭区|阳光花园3栋502|沪A12345|a@b.com|abc_12345|GB82WEST12345698765432)",
            "\\PC{0,4}",
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

        #[test]
        fn redacting_twice_changes_nothing(pieces in prop::collection::vec(piece(), 0..10)) {
            let once = redact(&pieces.concat()).text;
            prop_assert_eq!(&redact(&once).text, &once);
        }

        #[test]
        fn no_digits_of_a_secret_survive(pieces in prop::collection::vec(piece(), 0..10)) {
            let text = pieces.concat();
            let chars: Vec<char> = text.chars().collect();
            let redacted = redact(&text);
            for span in &redacted.spans {
                let raw: String = chars[span.start..span.end].iter().collect();
                let run = span.mask.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
                prop_assert!(run <= 4 || span.kind == Kind::Email, "{} -> {}", raw, span.mask);
            }
        }
    }
}
