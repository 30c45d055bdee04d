//! Yes and no: whether a clause allows, forbids, asks for or waives something, and what.

use std::ops::Range;

use super::frame::{Clause, Words, words};

/// What is said of a matter.
#[derive(Clone, Debug, PartialEq)]
pub struct Say {
    /// Only allowing is held against forbidding, and asking for against waiving.
    pub group: Group,
    pub yes: bool,
    /// Characters of the sentence.
    pub range: Range<usize>,
    pub about: Words,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Allowed,
    Needed,
}

/// Longest first: 不可以 is not 可以.
const MARKS: &[(&str, Group, bool)] = &[
    ("不可以", Group::Allowed, false),
    ("不支持", Group::Allowed, false),
    ("不允许", Group::Allowed, false),
    ("不接受", Group::Allowed, false),
    ("不提供", Group::Allowed, false),
    ("不能", Group::Allowed, false),
    ("不得", Group::Allowed, false),
    ("不予", Group::Allowed, false),
    ("不可", Group::Allowed, false),
    ("无法", Group::Allowed, false),
    ("禁止", Group::Allowed, false),
    ("谢绝", Group::Allowed, false),
    ("可以", Group::Allowed, true),
    ("支持", Group::Allowed, true),
    ("允许", Group::Allowed, true),
    ("接受", Group::Allowed, true),
    ("提供", Group::Allowed, true),
    ("不需要", Group::Needed, false),
    ("不必", Group::Needed, false),
    ("不用", Group::Needed, false),
    ("无需", Group::Needed, false),
    ("无须", Group::Needed, false),
    ("免费", Group::Needed, false),
    ("不收", Group::Needed, false),
    ("免收", Group::Needed, false),
    ("需要", Group::Needed, true),
    ("必须", Group::Needed, true),
    ("收费", Group::Needed, true),
    ("cannot", Group::Allowed, false),
    ("can't", Group::Allowed, false),
    ("can not", Group::Allowed, false),
    ("may not", Group::Allowed, false),
    ("must not", Group::Allowed, false),
    ("is not allowed", Group::Allowed, false),
    ("are not accepted", Group::Allowed, false),
    ("do not accept", Group::Allowed, false),
    ("do not offer", Group::Allowed, false),
    ("not support", Group::Allowed, false),
    ("is allowed", Group::Allowed, true),
    ("are accepted", Group::Allowed, true),
    ("accept", Group::Allowed, true),
    ("offer", Group::Allowed, true),
    ("support", Group::Allowed, true),
    ("can", Group::Allowed, true),
    ("may", Group::Allowed, true),
    ("not required", Group::Needed, false),
    ("no need", Group::Needed, false),
    ("required", Group::Needed, true),
    ("must", Group::Needed, true),
    ("可", Group::Allowed, true),
    ("能", Group::Allowed, true),
    ("需", Group::Needed, true),
];
/// 能 and 可 within other words.
const WITHIN: &[&str] = &["功能", "性能", "智能", "能量", "节能", "能耗", "许可", "可能", "可靠", "可口", "才能", "需求", "只能", "可乐"];

/// One saying per clause at most: the first mark tells.
pub fn says(sentence: &str, clauses: &[Clause]) -> Vec<Say> {
    let characters: Vec<char> = sentence.chars().collect();
    clauses.iter().filter_map(|clause| say(&characters, clause)).collect()
}

fn say(characters: &[char], clause: &Clause) -> Option<Say> {
    let text: String = characters[clause.range.clone()].iter().collect::<String>().to_lowercase();
    let hits = MARKS.iter().filter_map(|mark| Some((text.find(mark.0).filter(|at| stands(&text, mark.0, *at))?, mark)));
    let (at, (mark, group, yes)) = hits.min_by_key(|(at, mark)| (*at, std::cmp::Reverse(mark.0.len())))?;
    let start = clause.range.start + text.get(..at)?.chars().count();
    let rest = format!("{} {}", text.get(..at)?, text.get(at + mark.len()..)?);
    let about = words(&rest);
    (!about.is_empty()).then(|| Say { group: *group, yes: *yes, range: start..start + mark.chars().count(), about })
}

/// A whole word of English, and no part of another word of Chinese.
fn stands(text: &str, mark: &str, at: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let whole = !mark.is_ascii() || !letter(text[..at].chars().next_back()) && !letter(text[at + mark.len()..].chars().next());
    let within = WITHIN
        .iter()
        .any(|word| word.find(mark).is_some_and(|inside| at >= inside && text.get(at - inside..).is_some_and(|rest| rest.starts_with(word))));
    whole && !within
}
