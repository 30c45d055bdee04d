//! English text at a bilingual kiosk: phones of other countries, people by what leads to them, street addresses.
//!
//! Cards, e-mail, IBAN and SSN are the same in both languages and stand with the codes and numbers.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::context::{Cue, cue_with_distance};
use super::text::{Text, pattern};
use super::{Candidate, Kind};

static AMERICAN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:\+?1[\-. ])?(?:\([2-9][0-9]{2}\)\s?|[2-9][0-9]{2}[\-. ])[0-9]{3}[\-. ][0-9]{4}(?:\s?(?:x|ext\.?)\s?[0-9]{1,6})?"));
/// Any grouped number; a phone only where a word says so.
static GROUPED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\+?(?:\([0-9]{1,4}\)|[0-9])[0-9]{1,10}(?:[ \-./]?(?:\([0-9]{1,4}\)|[0-9]{1,9})){0,6}(?:\s?x[0-9]{1,6})?"));
static INTERNATIONAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:\+|(?-u:\b)00)[1-9][0-9]{0,2}(?:[ \-.]?\(?[0-9]{1,5}\)?){2,6}"));

/// Capitalised words, initials and particles of a Western name.
const WESTERN: &str = r"\p{Lu}[\p{L}'’\-]+(?:\s(?:\p{Lu}\.?\s)?(?:(?:van|von|de|da|der|den|la|le|el|bin|al|di|dos|del)\s){0,2}\p{Lu}[\p{L}'’\-]+){0,2}|\p{Lu}\p{Ll}+\s\p{Lu}\.?";
static INTRODUCED: LazyLock<Regex> = LazyLock::new(|| {
    let leads = r"[Mm]y name is|[Mm]y name['’]s|[Nn]ame's|[Tt]his is|I am called|[Cc]all me|[Nn]ame on (?:the )?card(?: is)?:?|[Cc]ontact person:?|[Cc]ardholder:?|[Rr]ecipient:?|[Cc]onsignee:?|[Ff]ull name:?|[Nn]ame(?:d)?:|[Aa]ttn:?|[Aa]ttention:?|[Ss]igned by|[Kk]ind regards,?|[Bb]est regards,?|[Ss]incerely,?|[Rr]egards,?|[Bb]est,|[Tt]hanks,|[Dd]ear|[Hh]i,? I'm|[Hh]ello,? I'm|I'm|[Hh]i,? this is|[Ss]peak (?:to|with)|[Tt]alk to|[Aa]sk for|was called|is called|people call me|[Cc]orrect it to|want to add|[Dd]eliver to|[Ss]hip to|[Ii]ssued to|我叫|名字叫|姓名:|联系人:|收件人:|我朋友|朋友|那个|找|叫|我是";
    pattern(&format!(r"(?:^|[^\p{{L}}])(?:{leads})\s*({WESTERN})"))
});
static MISTER: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"(?-u:\b)(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Madam|MR|MRS|MS)\.?\s({WESTERN})")));
static STREET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:(?:room|rm|flat|unit|apt|suite|building|bldg|block|floor)\.?\s?#?[a-z0-9\-]{1,6},?\s){0,4}(?:no\.?\s?)?[0-9]{1,5}[a-z]?,?\s(?:(?:north|south|east|west|n|s|e|w)\.?\s)?(?:[\p{L}'’\-]+\s){1,4}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|way|court|ct|place|pl|square|terrace|close|crescent|highway|parkway)(?-u:\b)\.?(?:,?\s(?:apt|suite|unit|flat|room|floor|bldg)\.?\s?#?[a-z0-9\-]+)?(?:,\s\p{L}+(?:\s\p{L}+)?){0,3}(?:\s(?:[A-Z]{2}\s)?[0-9]{5,6})?",
    )
});

/// A room in a named estate: `Room 1203, Building 5, Sunshine Garden, Chaoyang District`.
static ESTATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:(?:room|rm|flat|unit|apt|apartment|suite|building|bldg|block|floor)\.?\s?#?[a-z0-9\-]{1,6},?\s){1,4}(?:[\p{L}'’]+\s){1,4}(?:gardens?|plaza|mansion|estate|village|community|tower|cent(?:er|re)|residence|apartments?|compound|court|bay|park)(?-u:\b)(?:,\s?\p{L}+(?:\s\p{L}+){0,2}){0,4}",
    )
});

pub(super) fn find(text: &Text, out: &mut Vec<Candidate>) {
    phones(text, out);
    people(text, out);
    for hit in text.matches(&STREET).chain(text.matches(&ESTATE)) {
        push(text, out, Kind::Address, hit.whole(), 0.8);
    }
}

fn push(text: &Text, out: &mut Vec<Candidate>, kind: Kind, range: Range<usize>, confidence: f32) {
    let value = text.slice(range.clone()).to_owned();
    out.push(Candidate { kind, range, value, confidence });
}

fn is_free(text: &Text, range: &Range<usize>) -> bool {
    let near = |c: char| c.is_ascii_alphanumeric() || matches!(c, '$' | '#' | '_' | '@');
    let joined = |c: char, far: char| matches!(c, '-' | '.' | '/') && far.is_ascii_alphanumeric();
    !near(text.before(range.start))
        && !near(text.at(range.end))
        && !joined(text.at(range.end), text.at(range.end + 1))
        && !joined(text.before(range.start), text.before(range.start.saturating_sub(1)))
}

fn phones(text: &Text, out: &mut Vec<Candidate>) {
    let digits = |range: &Range<usize>| text.slice(range.clone()).chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>();
    for hit in text.matches(&AMERICAN).chain(text.matches(&INTERNATIONAL)) {
        let range = hit.whole();
        let value = digits(&range);
        if is_free(text, &range)
            && !value.starts_with("400")
            && !value.starts_with("800")
            && (10..=16).contains(&value.len())
            && !is_document(text, range.start)
            && (!value.starts_with("00")
                || text.slice(range.clone()).contains([' ', '-', '.'])
                || cue_with_distance(text, range.start).0 == Cue::Phone)
        {
            out.push(Candidate { kind: Kind::Phone, range, value, confidence: 0.85 });
        }
    }
    for hit in text.matches(&GROUPED) {
        let range = hit.whole();
        let value = digits(&range);
        let (cue, gap) = cue_with_distance(text, range.start);
        let before = text.slice(range.start.saturating_sub(3)..range.start);
        let english = before.ends_with([' ', '\n']);
        let quad = text.slice(range.clone()).split('.').count() == 4;
        if !quad
            && cue == Cue::Phone
            && gap <= 10
            && english
            && is_free(text, &range)
            && (7..=15).contains(&value.len())
            && text.slice(range.start.saturating_sub(14)..range.start).is_ascii()
        {
            out.push(Candidate { kind: Kind::Phone, range, value, confidence: 0.8 });
        }
    }
}

fn is_document(text: &Text, start: usize) -> bool {
    let (cue, gap) = cue_with_distance(text, start);
    matches!(cue, Cue::Order | Cue::Parcel | Cue::Thing) && gap <= 4
}

/// Capitalised words that are nobody.
const NOBODY: &str = "Sir Madam Customer Team Support Service Manager Store Shop All There Order Friend Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December China Shanghai Beijing English Chinese American Apple Huawei Xiaomi Samsung The This That It Not Sorry Very So Just A An In On At From Looking Calling Interested Having Hi Hello Dear Thanks Thank Good Wechat WeChat Alipay Zhanggui Still Also Here Happy Going Trying Is Are To For Hiring";

fn people(text: &Text, out: &mut Vec<Candidate>) {
    for (pattern, whole) in [(&*INTRODUCED, false), (&*MISTER, true)] {
        for hit in text.matches(pattern) {
            let Some(name) = hit.group(1) else { continue };
            let first = text.slice(name.clone()).split(' ').next().unwrap_or_default();
            if !NOBODY.split(' ').any(|word| word == first) && first.chars().count() > 1 {
                push(text, out, Kind::Name, if whole { hit.whole() } else { name }, 0.8);
            }
        }
    }
}
