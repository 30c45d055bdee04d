//! Folding: the one spelling under which text is indexed, asked and highlighted. Full-width and compatibility forms
//! (NFKC), upper case and Traditional characters come out the same. Every folded character remembers which character of
//! the original it came from, because highlights are drawn on the original. Must never reorder text.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Folded text and, for each of its characters, where it came from.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Folded {
    pub chars: Vec<char>,
    /// `origin[i]` is the character of the original that `chars[i]` came from. One longer than `chars`; the last is the
    /// length of the original in characters.
    pub origin: Vec<usize>,
}

impl Folded {
    pub fn of(text: &str) -> Folded {
        let mut folded = Folded::default();
        walk(text, |at, c| {
            folded.chars.push(c);
            folded.origin.push(at);
        });
        folded.origin.push(text.chars().count());
        let spelled: String = folded.chars.iter().collect();
        folded.chars = simplify(&spelled).chars().collect();
        folded
    }

    /// The original characters under `start..end` of the folded text.
    pub fn original(&self, start: usize, end: usize) -> (usize, usize) {
        let from = self.origin[start];
        let mut next = end;
        // A ligature gives several characters of one origin; its whole original is covered by any of them.
        while next < self.chars.len() && self.origin[next] == self.origin[end - 1] {
            next += 1;
        }
        (from, self.origin[next])
    }
}

/// The folded spelling alone.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    walk(text, |_, c| out.push(c));
    simplify(&out)
}

fn simplify(text: &str) -> String {
    if text.is_ascii() { text.to_owned() } else { fast2s::convert(text) }
}

fn walk(text: &str, mut emit: impl FnMut(usize, char)) {
    let mut rest = text.chars().enumerate().peekable();
    while let Some((at, c)) = rest.next() {
        let marked = rest.peek().is_some_and(|&(_, next)| is_mark(next));
        if is_plain(c) && !marked {
            emit(at, c.to_ascii_lowercase());
            continue;
        }
        let mut cluster = String::from(c);
        while let Some((_, mark)) = rest.next_if(|&(_, next)| is_mark(next)) {
            cluster.push(mark);
        }
        for composed in cluster.nfkc().flat_map(char::to_lowercase) {
            emit(at, composed);
        }
    }
}

/// Characters that normalisation leaves alone; nearly all of a Chinese desk's text, so the slow road is seldom taken.
fn is_plain(c: char) -> bool {
    c.is_ascii() || ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn is_mark(c: char) -> bool {
    !c.is_ascii() && canonical_combining_class(c) != 0
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: Expect) {
        expected.assert_eq(&fold(text));
    }

    #[test]
    fn one_spelling_for_every_way_of_writing() {
        check("ＡＦ－５２０", expect!["af-520"]);
        check("電飯鍋說明書", expect!["电饭锅说明书"]);
        check("ﬁre ㎏ ① Ⅳ", expect!["fire kg 1 iv"]);
        check("cafe\u{301} CAFÉ", expect!["café café"]);
        check("ｶﾞｽ", expect!["ガス"]);
    }

    #[test]
    fn a_ligature_is_covered_whole_by_any_of_its_letters() {
        let folded = Folded::of("aﬁb");
        assert_eq!(folded.chars.iter().collect::<String>(), "afib");
        assert_eq!(folded.original(1, 2), (1, 2));
        assert_eq!(folded.original(0, 4), (0, 3));
    }

    proptest! {
        #[test]
        fn folding_remembers_where_every_character_came_from(text in any::<String>()) {
            let folded = Folded::of(&text);
            prop_assert_eq!(folded.chars.iter().collect::<String>(), fold(&text));
            prop_assert_eq!(folded.origin.len(), folded.chars.len() + 1);
            prop_assert!(folded.origin.is_sorted());
            prop_assert_eq!(folded.origin.last().copied(), Some(text.chars().count()));
        }

        #[test]
        fn what_is_folded_stays_as_it_is(text in "[a-z0-9一-龥 ，。]{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
