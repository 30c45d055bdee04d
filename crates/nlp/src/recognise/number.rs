//! Numbers of people: phones, ID cards, bank cards, cut out of runs of digits by shape, check digit and the word before.
//!
//! A number inside a longer unbroken row of digits or letters is never one of these.

use std::ops::Range;

use super::context::{Cue, cue_with_distance};
use super::digits::{Group, Run, runs};
use super::text::Text;
use super::{Candidate, Kind};
use crate::checksum;

/// Groups that one number may be broken into.
const GROUPS_MAX: usize = 11;
/// The longest number: a bank card, or a phone with its country and extension.
const DIGITS_MAX: usize = 22;

pub(super) fn find(text: &Text, out: &mut Vec<Candidate>) {
    for run in runs(text) {
        find_in(text, &run, out);
    }
}

fn find_in(text: &Text, run: &Run, out: &mut Vec<Candidate>) {
    let mut from = 0;
    while from < run.len() {
        let most = run.len().min(from + GROUPS_MAX);
        let hit = (from + 1..=most).rev().find_map(|to| Some((to, read(text, &run[from..to])?)));
        match hit {
            Some((to, found)) => {
                out.push(found);
                from = to;
            }
            None => from += 1,
        }
    }
}

/// A stretch of groups with what the rules ask about it.
struct Stretch<'a> {
    text: &'a Text,
    groups: &'a [Group],
    digits: String,
    range: Range<usize>,
    cue: Cue,
    /// Characters between the cue and the number.
    gap: usize,
}

impl Stretch<'_> {
    fn sizes(&self) -> Vec<usize> {
        self.groups.iter().map(|group| group.digits.len()).collect()
    }
    fn spoken(&self) -> bool {
        self.groups.iter().any(|group| group.spoken)
    }
    fn found(&self, kind: Kind, value: String, confidence: f32) -> Option<Candidate> {
        Some(Candidate { kind, range: self.range.clone(), value, confidence })
    }
    fn is_document(&self) -> bool {
        matches!(self.cue, Cue::Order | Cue::Parcel | Cue::Thing) && self.gap <= 8
    }
}

fn read(text: &Text, groups: &[Group]) -> Option<Candidate> {
    let size: usize = groups.iter().map(|group| group.digits.len()).sum();
    let pairs = groups.iter().all(|group| group.digits.len() < 3 && !group.spoken) && groups.iter().any(|group| group.digits.len() == 2);
    if !(7..=DIGITS_MAX).contains(&size) || pairs {
        return None;
    }
    let digits: String = groups.iter().flat_map(|group| &group.digits).map(|digit| char::from(b'0' + digit.value)).collect();
    let range = groups.first()?.start()..groups.last()?.end();
    if !is_free(text, &range) {
        return None;
    }
    let (cue, gap) = cue_with_distance(text, range.start);
    let stretch = Stretch { text, groups, digits, range, cue, gap };
    id_card(&stretch).or_else(|| mobile(&stretch)).or_else(|| bank_card(&stretch)).or_else(|| abroad(&stretch)).or_else(|| landline(&stretch))
}

/// No letter or digit touches the number, save a word that introduces it (`tel138…`, `vx138…`).
fn is_free(text: &Text, range: &Range<usize>) -> bool {
    let before = text.before(range.start);
    let after = text.at(range.end);
    if after.is_ascii_digit() || (after.is_ascii_alphabetic() && !matches!(after, 'x' | 'X')) || matches!(after, '%' | '@' | '元' | '块') {
        return false;
    }
    let decimal = after == '.' && text.at(range.end + 1).is_ascii_digit();
    !decimal && (!before.is_ascii_alphanumeric() || introduces(text, range.start)) && !matches!(before, '@' | '$' | '¥' | '#' | '_')
}

fn introduces(text: &Text, start: usize) -> bool {
    let word: String = text.slice(start.saturating_sub(8)..start).chars().rev().take_while(char::is_ascii_alphabetic).collect();
    let word: String = word.chars().rev().collect::<String>().to_lowercase();
    ["tel", "phone", "mobile", "vx", "wx", "v", "qq", "no", "t", "m", "call", "wechat", "id", "p"].contains(&word.as_str())
}

fn id_card(stretch: &Stretch) -> Option<Candidate> {
    let digits = &stretch.digits;
    if digits.len() == 17
        && let Some(end) = end_of_x(stretch.text, stretch.range.end)
    {
        let value = format!("{digits}X");
        let range = stretch.range.start..end;
        return checksum::id_card(&value).then_some(Candidate { kind: Kind::IdCard, range, value, confidence: 0.99 });
    }
    if digits.len() == 18 && checksum::id_card(digits) && !has_x(stretch) {
        return stretch.found(Kind::IdCard, digits.clone(), 0.99);
    }
    let old = digits.len() == 15 && checksum::id_card_15(digits) && !has_x(stretch) && !stretch.is_document();
    let asked = stretch.cue == Cue::IdCard;
    (old && (asked || stretch.groups.len() == 1)).then(|| stretch.found(Kind::IdCard, digits.clone(), if asked { 0.95 } else { 0.75 }))?
}

fn has_x(stretch: &Stretch) -> bool {
    matches!(stretch.text.at(stretch.range.end), 'x' | 'X')
}

/// The end of a final `X`, written or said, when it ends the number.
fn end_of_x(text: &Text, at: usize) -> Option<usize> {
    let skipped = at + usize::from(matches!(text.at(at), ' ' | '-'));
    let words = ["埃克斯", "艾克斯", "叉", "x", "X"];
    let word = words.iter().find(|word| text.slice(skipped..skipped + word.chars().count()) == **word)?;
    let end = skipped + word.chars().count();
    (!text.at(end).is_ascii_alphanumeric()).then_some(end)
}

fn mobile(stretch: &Stretch) -> Option<Candidate> {
    if has_x(stretch) || (stretch.is_document() && stretch.gap <= 4) {
        return None;
    }
    let digits = stretch.digits.as_str();
    let country = ["0086", "86", "0"].into_iter().find(|code| digits.len() == 11 + code.len() && digits.starts_with(code));
    let local = &digits[country.map_or(0, str::len)..];
    let unused = matches!(local.as_bytes().get(1..3), Some([b'4', b'0'..=b'4'])) && stretch.cue != Cue::Phone;
    let shape = !unused && local.len() == 11 && local.starts_with('1') && ('3'..='9').contains(&local.chars().nth(1).unwrap_or('0'));
    if !shape || !is_phone_grouping(stretch, country.map_or(0, str::len)) {
        return None;
    }
    let mut range = stretch.range.clone();
    if country.is_some_and(|code| code != "0") && stretch.text.before(range.start) == '+' {
        range.start -= 1;
    }
    Some(Candidate { kind: Kind::Phone, range, value: local.to_owned(), confidence: 0.98 })
}

/// Dates and prices are broken otherwise: `1998-12-31 123` has eleven digits too.
fn is_phone_grouping(stretch: &Stretch, skipped: usize) -> bool {
    let mut sizes = stretch.sizes();
    if skipped > 0 && sizes.first() == Some(&skipped) {
        sizes.remove(0);
    } else if let Some(first) = sizes.first_mut() {
        *first = first.saturating_sub(skipped);
    }
    let fair = matches!(sizes.as_slice(), [11] | [3, ..] | [7, 4] | [4, 4, 3] | [4, 3, 4] | [5, 6] | [6, 5] | [7, 2, 2] | [4, 7] | [8, 3]);
    fair && !(sizes.first() == Some(&3) && sizes.len() > 5) || sizes.iter().all(|size| *size == 1) || stretch.spoken() && stretch.cue == Cue::Phone
}

fn bank_card(stretch: &Stretch) -> Option<Candidate> {
    let digits = stretch.digits.as_str();
    let asked = stretch.cue == Cue::Card;
    let usual = match digits.len() {
        16 | 19 => true,
        17 | 18 => asked,
        12..=15 => {
            asked && stretch.text.slice(stretch.range.start.saturating_sub(12)..stretch.range.start).is_ascii()
                || stretch.groups.len() == 3 && digits.starts_with('3') && digits.len() == 15
        }
        _ => false,
    };
    if !usual || stretch.is_document() || stretch.cue == Cue::IdCard && stretch.gap < 4 || !checksum::luhn(digits) {
        return None;
    }
    let fours = stretch.sizes().split_last().is_some_and(|(last, rest)| *last <= 4 && rest.iter().all(|size| *size == 4));
    let whole = stretch.groups.len() == 1;
    let grouped = whole || fours || asked || matches!(stretch.sizes().as_slice(), [6, ..] | [4, 6, 5]);
    let issued = [
        "62", "4", "51", "52", "53", "54", "55", "35", "34", "37", "36", "30", "60", "65", "68", "69", "95", "90", "22", "23", "24", "25", "26", "27",
    ];
    (grouped && (asked || issued.iter().any(|head| digits.starts_with(head))))
        .then(|| stretch.found(Kind::BankCard, digits.to_owned(), if asked { 0.99 } else { 0.9 }))?
}

/// `+852 9123 4567`, `+44 20 7946 0958`.
fn abroad(stretch: &Stretch) -> Option<Candidate> {
    let plus = stretch.text.before(stretch.range.start) == '+';
    if !plus || !(9..=15).contains(&stretch.digits.len()) || stretch.digits.starts_with('0') {
        return None;
    }
    let range = stretch.range.start - 1..stretch.range.end;
    Some(Candidate { kind: Kind::Phone, range, value: format!("+{}", stretch.digits), confidence: 0.9 })
}

fn landline(stretch: &Stretch) -> Option<Candidate> {
    let digits = stretch.digits.as_str();
    let sizes = stretch.sizes();
    if has_x(stretch) || stretch.is_document() {
        return None;
    }
    if digits.len() == 10
        && (digits.starts_with("400") || digits.starts_with("800"))
        && matches!(sizes.as_slice(), [10] | [3, 3, 4] | [3, 7] | [4, 3, 3] | [3, 4, 3])
    {
        return stretch.found(Kind::Hotline, digits.to_owned(), 0.9);
    }
    let asked = stretch.cue == Cue::Phone && stretch.gap <= 8;
    let with_area = area_code(digits).filter(|area| is_landline_grouping(&sizes, *area, digits.len(), asked));
    let island = digits.len() == 10 && digits.starts_with("09") && (asked || matches!(sizes.as_slice(), [4, 3, 3] | [4, 6]));
    let short = asked
        && matches!(digits.len(), 7 | 8)
        && ('2'..='8').contains(&digits.chars().next().unwrap_or('0'))
        && matches!(sizes.as_slice(), [7 | 8] | [4, 4] | [3, 4]);
    if with_area.is_none() && !island && !short {
        return None;
    }
    let end = extension(stretch.text, stretch.range.end);
    let parenthesis = stretch.text.before(stretch.range.start) == '(' && stretch.text.slice(stretch.range.clone()).contains(')');
    let start = stretch.range.start - usize::from(parenthesis);
    Some(Candidate { kind: Kind::Phone, range: start..end, value: digits.to_owned(), confidence: if asked { 0.95 } else { 0.8 } })
}

/// Digits of the area code: 010 and 02x have three, the others four.
fn area_code(digits: &str) -> Option<usize> {
    let area = match digits.as_bytes() {
        [b'0', b'1', b'0', ..] | [b'0', b'2', b'0'..=b'9', ..] => 3,
        [b'0', b'3'..=b'9', b'1'..=b'9', _, ..] | [b'0', b'3'..=b'9', b'0', b'1'..=b'9', ..] => 4,
        _ => return None,
    };
    let local = digits.as_bytes().get(area)?;
    (matches!(digits.len() - area, 7 | 8) && matches!(local, b'2'..=b'9')).then_some(area)
}

fn is_landline_grouping(sizes: &[usize], area: usize, all: usize, asked: bool) -> bool {
    match sizes {
        [_] => asked || all >= 11,
        [first, ..] if *first == area => true,
        _ => asked,
    }
}

/// `转8001`, `-8001`, `分机 12`: the end of the extension, or `at`.
fn extension(text: &Text, at: usize) -> usize {
    for word in ["转分机", "转", "分机号", "分机", " 转", "-", " ext.", " ext", "ext"] {
        let mut from = at + word.chars().count();
        if text.slice(at..from).eq_ignore_ascii_case(word) {
            from += usize::from(text.at(from) == ' ');
            let digits = (from..text.len()).take_while(|place| text.at(*place).is_ascii_digit()).count();
            if (2..=5).contains(&digits) {
                return from + digits;
            }
        }
    }
    at
}
