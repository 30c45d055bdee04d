//! One text in the spelling that the rules read: full-width forms narrowed, Traditional characters simplified, each
//! character still at its own place, so that a rule's offsets are the original's offsets. Must never add or drop a character.

use std::cell::OnceCell;
use std::ops::Range;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::context::{self, Said};

/// The folded text. Offsets are characters, the same in the original and here.
pub(crate) struct Text {
    pub chars: Vec<char>,
    /// The folded characters as one string, for the regular expressions.
    pub spelled: String,
    /// `starts[i]` is the byte of `spelled` where character `i` begins; one longer than `chars`.
    starts: Vec<usize>,
    said: OnceCell<Vec<Said>>,
}

impl Text {
    pub fn of(raw: &str) -> Text {
        let narrowed: String = raw.chars().map(narrow).collect();
        let simple = if narrowed.is_ascii() { narrowed.clone() } else { fast2s::convert(&narrowed) };
        let chars: Vec<char> = narrowed.chars().collect();
        let simple: Vec<char> = simple.chars().collect();
        // The table maps character to character; should one entry ever not, the text is read unsimplified.
        let chars = if simple.len() == chars.len() { simple } else { chars };
        let spelled: String = chars.iter().collect();
        let starts = spelled.char_indices().map(|(at, _)| at).chain([spelled.len()]).collect();
        Text { chars, spelled, starts, said: OnceCell::new() }
    }

    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// The characters of a range; an impossible range is empty.
    pub fn slice(&self, range: Range<usize>) -> &str {
        let byte = |at: usize| self.starts[at.min(self.len())];
        self.spelled.get(byte(range.start)..byte(range.end)).unwrap_or_default()
    }

    /// The words that introduce numbers, in order; found at the first question.
    pub fn said(&self) -> &[Said] {
        self.said.get_or_init(|| context::all(self))
    }

    /// The character at `at`, or a line end outside of the text.
    pub fn at(&self, at: usize) -> char {
        self.chars.get(at).copied().unwrap_or('\n')
    }

    /// The character before `at`, or a line end.
    pub fn before(&self, at: usize) -> char {
        at.checked_sub(1).map_or('\n', |at| self.at(at))
    }

    /// A byte of `spelled` as a character offset.
    pub fn char_of(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start < byte)
    }

    /// Every match of `pattern`, whole and by group, in character offsets.
    pub fn matches<'t>(&'t self, pattern: &'t Regex) -> impl Iterator<Item = Match> + 't {
        pattern.captures_iter(&self.spelled).map(|caught| {
            let range = |group: regex::Match<'_>| self.char_of(group.start())..self.char_of(group.end());
            Match { groups: caught.iter().map(|group| group.map(range)).collect() }
        })
    }
}

/// Where a pattern matched.
pub(crate) struct Match {
    groups: Vec<Option<Range<usize>>>,
}

impl Match {
    pub fn whole(&self) -> Range<usize> {
        self.group(0).unwrap_or(0..0)
    }

    pub fn group(&self, at: usize) -> Option<Range<usize>> {
        self.groups.get(at).cloned().flatten()
    }
}

/// Compatibility forms that stand for exactly one character. Circled and squared numbers count things and stay as they are.
fn narrow(c: char) -> char {
    if c.is_ascii() || matches!(c, '\u{2460}'..='\u{24ff}' | '\u{3200}'..='\u{33ff}') {
        return c;
    }
    if matches!(c, '\u{4e00}'..='\u{9fff}') {
        return c;
    }
    let mut forms = std::iter::once(c).nfkc();
    match (forms.next(), forms.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{323af}' | '〇')
}

/// Characters that show nothing: zero-width joiners, variation selectors, the keycap ring.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}' | '\u{20e3}' | '\u{00ad}')
}

/// Compiles a pattern of this crate. One that does not compile matches nothing; the tests go through every pattern.
pub(crate) fn pattern(source: &str) -> Regex {
    Regex::new(source).unwrap_or_else(|error| {
        debug_assert!(false, "{error}");
        never()
    })
}

fn never() -> Regex {
    #[expect(clippy::unwrap_used, reason = "a literal that compiles")]
    Regex::new(r"[^\s\S]").unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wide_digits_and_traditional_characters_keep_their_places() {
        let text = Text::of("電話１３８，①臺");
        assert_eq!(text.spelled, "电话138,①台");
        assert_eq!(text.slice(2..5), "138");
    }

    proptest! {
        #[test]
        fn every_character_keeps_its_place(raw in "\\PC{0,60}") {
            prop_assert_eq!(Text::of(&raw).len(), raw.chars().count());
        }
    }
}
