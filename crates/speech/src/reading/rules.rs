//! From what is written to what is said: an ordered list of patterns, each tried where a word or a number begins.
//! The first that agrees wins, so the special stands before the general. What no pattern takes is said as it stands.
//!
//! A rule's answer is spoken text: Han characters, English words, single letters to be spelled, and `,` for a short rest.
//! No digit is left in it. Rules never look further than the clause they stand in.

mod amount;
mod code;
mod when;

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::fold::{Folded, fold};

/// A stretch of the original and what is said for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Characters (not bytes) of the original text.
    pub span: Range<usize>,
    /// Spoken text: see the module.
    pub said: String,
}

/// What stands around a match; neither reaches over a line.
pub(super) struct Around<'a> {
    pub before: &'a str,
    pub after: &'a str,
}

impl Around<'_> {
    /// The last character before the match that is not a space or a colon.
    pub fn last(&self) -> Option<char> {
        self.before.chars().rev().find(|c| !matches!(c, ' ' | ':' | '"' | '('))
    }

    /// The next character after the match that is not a space.
    pub fn next(&self) -> Option<char> {
        self.after.trim_start().chars().next()
    }

    /// Whether one of the words stands in the ten characters before.
    pub fn follows_any(&self, words: &[&str]) -> bool {
        let near: String = near_before(self.before, 10);
        words.iter().any(|w| near.contains(w))
    }
}

/// The end of the clause that is being read, at most `count` characters of it.
fn near_before(before: &str, count: usize) -> String {
    let mut near: Vec<char> = before.chars().rev().take_while(|c| !matches!(c, ',' | '。' | ';' | '!' | '?' | '\n')).take(count).collect();
    near.reverse();
    near.into_iter().collect()
}

pub(super) type Say = fn(&Captures<'_>, &Around<'_>) -> Option<String>;

pub(super) struct Rule {
    pattern: Regex,
    say: Say,
}

/// A rule of the list. A pattern that does not compile leaves its rule out; a test counts them.
pub(super) fn rule(pattern: &str, say: Say) -> Option<Rule> {
    Regex::new(&format!(r"\A(?:{pattern})")).ok().map(|pattern| Rule { pattern, say })
}

static RULES: LazyLock<Vec<Rule>> =
    LazyLock::new(|| [code::links(), when::rules(), code::numbers(), amount::rules(), code::words()].into_iter().flatten().flatten().collect());

/// No token that is read aloud is longer than this; it bounds the work at each place of a hostile text.
const LONGEST: usize = 400;

/// Read a text into pieces, in order. Their spans never overlap; pictures and unknown signs have none.
pub fn pieces(text: &str) -> Vec<Piece> {
    Scan::over(&fold(text)).run()
}

struct Scan<'a> {
    folded: &'a Folded,
    text: String,
    /// Byte of `text` where each character starts, and one past the last.
    starts: Vec<usize>,
}

impl<'a> Scan<'a> {
    fn over(folded: &'a Folded) -> Self {
        let text: String = folded.chars.iter().collect();
        let mut starts: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        starts.push(text.len());
        Self { folded, text, starts }
    }

    fn run(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut at = 0;
        while at < self.folded.chars.len() {
            let c = self.folded.chars[at];
            match if begins(c) { self.best(at) } else { None } {
                Some((length, said)) => {
                    pieces.push(self.piece(at..at + length, said));
                    at += length;
                }
                None => {
                    if let Some(said) = as_it_stands(c, self.folded.chars.get(at + 1).copied()) {
                        pieces.push(self.piece(at..at + 1, said));
                    }
                    at += 1;
                }
            }
        }
        pieces
    }

    fn best(&self, at: usize) -> Option<(usize, String)> {
        let end = (at + LONGEST).min(self.folded.chars.len());
        let rest = &self.text[self.starts[at]..self.starts[end]];
        let around_at = |length: usize| Around {
            before: &self.text[self.starts[at.saturating_sub(24)]..self.starts[at]],
            after: &self.text[self.starts[at + length]..self.starts[(at + length + 24).min(self.folded.chars.len())]],
        };
        RULES.iter().find_map(|rule| {
            let found = rule.pattern.captures(rest)?;
            let length = found.get(0)?.as_str().chars().count();
            let said = (rule.say)(&found, &around_at(length))?;
            (length > 0).then_some((length, said))
        })
    }

    fn piece(&self, at: Range<usize>, said: String) -> Piece {
        let origin = &self.folded.origin;
        Piece { span: origin[at.start]..origin[at.end - 1] + 1, said }
    }
}

/// Where a rule may begin: letters, digits and the signs that lead a number.
fn begins(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '¥' | '$' | '€' | '£' | '+' | '-' | '#' | '&' | '*' | '=' | '第' | '~' | '/' | '@' | '×' | '±' | '°' | '_' | '—' | '"')
        || c.is_alphabetic() && !is_han(c)
}

/// Han characters, the iteration mark and 〇.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇' | '々')
}

fn as_it_stands(c: char, next: Option<char>) -> Option<String> {
    let said = match c {
        c if is_han(c) => c,
        ',' | '、' | '。' | ';' | ':' | '!' | '?' | '…' | '\n' | '—' => c,
        '.' if next.is_none_or(|n| n == ' ' || n == '\n' || is_han(n)) => '。',
        '.' | '·' | '(' | ')' | '[' | ']' | '{' | '}' | '《' | '》' | '【' | '】' | '<' | '>' | '|' | '~' => '(',
        ' ' => ' ',
        _ => return None,
    };
    Some(said.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        let groups = [code::links(), when::rules(), code::numbers(), amount::rules(), code::words()];
        for (g, group) in groups.iter().enumerate() {
            assert!(!group.is_empty());
            for (i, rule) in group.iter().enumerate() {
                assert!(rule.is_some(), "rule {i} of group {g} does not compile");
            }
        }
    }

    #[test]
    fn the_clause_bounds_the_look_back() {
        let around = Around { before: "订单,共", after: "" };
        assert!(!around.follows_any(&["订单"]));
        assert!(Around { before: "您的订单号是", after: "" }.follows_any(&["订单"]));
    }
}
