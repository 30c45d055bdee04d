//! Text from people, made fit to keep: control and invisible direction characters out, line ends alike, length bounded.
//!
//! Every free text passes here before it reaches an edit. Nothing is cut short silently: too long is refused,
//! so that nobody loses the end of what they wrote.

use crate::refusal::{Refusal, Verdict};

/// Characters in one message, note or comment.
pub const MESSAGE_MAX: usize = 20_000;
pub const SUBJECT_MAX: usize = 200;
pub const NAME_MAX: usize = 80;
/// Short remarks: reasons, reminders, addresses.
pub const REMARK_MAX: usize = 500;
/// The body of a knowledge article.
pub const ARTICLE_MAX: usize = 200_000;

/// What a field is called on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label<'a> {
    pub zh: &'a str,
    pub en: &'a str,
}

impl<'a> Label<'a> {
    pub const fn new(zh: &'a str, en: &'a str) -> Self {
        Label { zh, en }
    }
}

/// Cleans a text that may be empty and may have several lines.
///
/// Refuses with `text.too_long` when more than `max_chars` characters are left.
pub fn clean(label: Label<'_>, text: &str, max_chars: usize) -> Verdict<String> {
    within(label, tidy(text), max_chars)
}

/// Like [`clean`], and refuses an empty text with `text.empty`.
pub fn required(label: Label<'_>, text: &str, max_chars: usize) -> Verdict<String> {
    filled(label, clean(label, text, max_chars)?)
}

/// Like [`clean`] for names and titles: line ends and tabs become single spaces.
pub fn line(label: Label<'_>, text: &str, max_chars: usize) -> Verdict<String> {
    let words = tidy(text).split_whitespace().collect::<Vec<_>>().join(" ");
    within(label, words, max_chars)
}

/// Like [`line`], and refuses an empty text with `text.empty`.
pub fn required_line(label: Label<'_>, text: &str, max_chars: usize) -> Verdict<String> {
    filled(label, line(label, text, max_chars)?)
}

/// The cleaning alone, without limits.
pub fn tidy(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let kept: String = text.chars().filter(|c| !is_unwanted(*c)).collect();
    kept.trim().to_owned()
}

/// Control characters, and marks that reverse or hide what stands on the screen. Joiners stay: emoji need them.
fn is_unwanted(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn within(label: Label<'_>, text: String, max_chars: usize) -> Verdict<String> {
    let length = text.chars().count();
    if length <= max_chars {
        return Ok(text);
    }
    Err(Refusal::new(
        "text.too_long",
        format!("「{}」最多 {max_chars} 字，现在 {length} 字，删短些再存", label.zh),
        format!("{} is {length} characters long; the limit is {max_chars}. Shorten it", label.en),
    ))
}

fn filled(label: Label<'_>, text: String) -> Verdict<String> {
    if !text.is_empty() {
        return Ok(text);
    }
    Err(Refusal::new("text.empty", format!("「{}」还没写", label.zh), format!("{} is still empty", label.en)))
}

/// Full-width ASCII and the ideographic space as their narrow twins: `１３８` reads as `138`.
pub fn narrow(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' => ' ',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    const NOTE: Label<'_> = Label::new("备注", "Note");

    fn check(verdict: Verdict<String>, expected: Expect) {
        expected.assert_eq(&match verdict {
            Ok(text) => format!("{text:?}"),
            Err(no) => format!("{}\n{}\n{}", no.rule, no.zh, no.en),
        });
    }

    #[test]
    fn line_ends_become_alike_and_control_characters_go() {
        check(clean(NOTE, "  一\r\n二\r三\u{0}\u{7}\t四\u{202e}\u{feff} ", 100), expect![[r#""一\n二\n三\t四""#]]);
    }

    #[test]
    fn a_name_is_one_line() {
        check(line(NOTE, "张\n 伟\t明", 100), expect![[r#""张 伟 明""#]]);
    }

    #[test]
    fn too_long_says_limit_and_length() {
        check(
            clean(NOTE, "一二三四五", 4),
            expect![[r#"
            text.too_long
            「备注」最多 4 字，现在 5 字，删短些再存
            Note is 5 characters long; the limit is 4. Shorten it"#]],
        );
    }

    #[test]
    fn a_text_of_nothing_visible_is_empty() {
        check(
            required(NOTE, " \u{200b}\n\u{3000}", 4),
            expect![[r#"
            text.empty
            「备注」还没写
            Note is still empty"#]],
        );
    }

    #[test]
    fn joined_emoji_survive() {
        check(clean(NOTE, "👨‍👩‍👧", 10), expect![[r#""👨\u{200d}👩\u{200d}👧""#]]);
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing_more(text in any::<String>()) {
            let once = tidy(&text);
            prop_assert_eq!(tidy(&once), once.clone());
            let dirty = once.contains(['\r', '\0']);
            prop_assert!(!dirty);
        }

        #[test]
        fn narrow_keeps_the_number_of_characters(text in any::<String>()) {
            prop_assert_eq!(narrow(&text).chars().count(), text.chars().count());
        }
    }
}
