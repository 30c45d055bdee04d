//! Cutting folded text into what is looked up: dictionary words and character 1-2-grams for Han and its neighbours, whole
//! tokens for everything spelled with letters and digits. Words rank better, grams miss nothing; the index keeps both.
//! Input is always folded text; offsets are characters of it.

use std::sync::{Arc, OnceLock};

use ::words::Jieba;

/// A stretch of folded text under one rule, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub start: usize,
    pub end: usize,
    pub script: Script,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    /// Written without spaces: Han, kana, hangul.
    Dense,
    /// Letters and digits, split where letters meet digits: `af520` is two runs that touch.
    Letters,
    Digits,
}

/// The dictionary, had by the first text that needs it and held for as long as the process lives: a search never waits for it again.
pub(crate) fn dictionary() -> &'static Arc<Jieba> {
    static DICTIONARY: OnceLock<Arc<Jieba>> = OnceLock::new();
    DICTIONARY.get_or_init(::words::dictionary)
}

fn script(c: char) -> Option<Script> {
    if is_dense(c) {
        Some(Script::Dense)
    } else if c.is_numeric() {
        Some(Script::Digits)
    } else if c.is_alphabetic() {
        Some(Script::Letters)
    } else {
        None
    }
}

pub(crate) fn is_dense(c: char) -> bool {
    matches!(c,
        '\u{3005}' | '\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// The runs of folded text, in order.
pub(crate) fn runs(chars: &[char]) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    for (at, &c) in chars.iter().enumerate() {
        let Some(script) = script(c) else { continue };
        match found.last_mut() {
            Some(last) if last.end == at && last.script == script => last.end = at + 1,
            _ => found.push(Run { start: at, end: at + 1, script }),
        }
    }
    found
}

/// Tokens spelled with letters and digits: every run as it is, and compounds as one (`af-520` gives `af`, `520`, `af520`;
/// `3.5` gives `3`, `5`, `3.5`), so a model number is found however it is hyphenated.
pub(crate) fn spelled(chars: &[char], runs: &[Run], mut emit: impl FnMut(usize, usize, &str)) {
    let mut text = String::new();
    for group in runs.chunk_by(|a, b| joins(chars, a, b)) {
        if group[0].script == Script::Dense {
            continue;
        }
        for run in group {
            emit_joined(chars, &mut text, run.start..run.end, |_| true, &mut emit);
        }
        if group.len() > 1 {
            let decimal = group.iter().all(|run| run.script == Script::Digits);
            let (start, end) = (group[0].start, group[group.len() - 1].end);
            emit_joined(chars, &mut text, start..end, |c| c.is_alphanumeric() || (decimal && c == '.'), &mut emit);
        }
    }
}

fn emit_joined(
    chars: &[char],
    text: &mut String,
    range: std::ops::Range<usize>,
    keep: impl Fn(char) -> bool,
    emit: &mut impl FnMut(usize, usize, &str),
) {
    text.clear();
    text.extend(chars[range.clone()].iter().filter(|&&c| keep(c)));
    emit(range.start, range.end, text);
}

fn joins(chars: &[char], a: &Run, b: &Run) -> bool {
    if a.script == Script::Dense || b.script == Script::Dense {
        return false;
    }
    let linked = b.start == a.end + 1 && matches!(chars[a.end], '-' | '_' | '.' | '/');
    b.start == a.end || linked
}

/// Dictionary words of the dense runs, longer words together with the words inside them.
pub(crate) fn dictionary_words(chars: &[char], runs: &[Run], mut emit: impl FnMut(usize, usize, &str)) {
    for run in runs.iter().filter(|run| run.script == Script::Dense) {
        let text: String = chars[run.start..run.end].iter().collect();
        for token in dictionary().cut_for_search(&text, true) {
            emit(run.start + token.start, run.start + token.end, token.word);
        }
    }
}

/// Characters and pairs of neighbouring characters of the dense runs.
pub(crate) fn grams(chars: &[char], runs: &[Run], mut emit: impl FnMut(usize, usize, &str)) {
    let mut text = String::new();
    for run in runs.iter().filter(|run| run.script == Script::Dense) {
        for at in run.start..run.end {
            for end in at + 1..=(at + 2).min(run.end) {
                text.clear();
                text.extend(&chars[at..end]);
                emit(at, end, &text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;
    use crate::fold::fold;
    use crate::tokens::Cut;

    fn check(cut: Cut, text: &str, expected: Expect) {
        expected.assert_eq(&cut.tokens(text).iter().collect::<Vec<_>>().join(" "));
    }

    #[test]
    fn words_come_whole_and_with_the_words_inside_them() {
        check(Cut::Words, "電飯煲無法加熱", expect!["饭煲 电饭煲 无法 加热"]);
        check(Cut::Words, "中华人民共和国", expect!["中华 华人 人民 共和 共和国 中华人民共和国"]);
    }

    #[test]
    fn grams_are_characters_and_pairs_within_a_stretch() {
        check(Cut::Grams, "退货，OK了", expect!["退 退货 货 了"]);
        check(Cut::Grams, "ｶﾞｽ カフェ", expect!["カ ガ ゙ ゙ス ス カ カフ フ フェ ェ"]);
    }

    #[test]
    fn letters_and_digits_come_apart_and_together() {
        check(Cut::Words, "AF-520", expect!["af 520 af520"]);
        check(Cut::Words, "af520", expect!["af 520 af520"]);
        check(Cut::Words, "3.5mm 2024-05-01 v1.2", expect!["3 5 mm 35mm 2024 05 01 20240501 v 1 2 v12"]);
        check(Cut::Words, "a - b e-bike", expect!["a b e bike ebike"]);
    }

    proptest! {
        #[test]
        fn every_cut_stands_where_it_says(text in any::<String>()) {
            let chars: Vec<char> = fold(&text).chars().collect();
            let runs = runs(&chars);
            let stands = |start: usize, end: usize, token: &str| {
                assert_eq!(chars[start..end].iter().collect::<String>(), token);
            };
            dictionary_words(&chars, &runs, stands);
            grams(&chars, &runs, stands);
            spelled(&chars, &runs, |start, end, token| {
                assert!(start < end && end <= chars.len() && !token.is_empty());
                assert!(token.chars().all(|c| chars[start..end].contains(&c)));
            });
        }
    }
}
