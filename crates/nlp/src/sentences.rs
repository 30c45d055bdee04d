//! Cuts a text into sentences with their places: for summaries, for reading aloud, for quoting the sentence that answers.
//!
//! Nothing is lost or changed: the sentences together are the text without the space between them. Linear, no dictionary.

use serde::{Deserialize, Serialize};

/// A stretch of text without a full stop is cut at a comma after so many characters, and anywhere after three times as many.
const LONG: usize = 120;

/// One sentence and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Offsets in characters.
    pub start: usize,
    pub end: usize,
    pub text: String,
}

/// The sentences of `text`, in order, trimmed; empty ones are left out.
pub fn sentences(text: &str) -> Vec<Sentence> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < chars.len() {
        if !ends(&chars, start, at) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < chars.len() && (is_closing(chars[end]) || is_stop(chars[end])) {
            end += 1;
        }
        push(&chars, start, end, &mut out);
        (start, at) = (end, end);
    }
    push(&chars, start, chars.len(), &mut out);
    out
}

fn push(chars: &[char], mut start: usize, mut end: usize, out: &mut Vec<Sentence>) {
    while start < end && chars[start].is_whitespace() {
        start += 1;
    }
    while end > start && chars[end - 1].is_whitespace() {
        end -= 1;
    }
    if chars[start..end].iter().any(|c| !is_stop(*c) && !is_closing(*c)) {
        out.push(Sentence { start, end, text: chars[start..end].iter().collect() });
    }
}

fn ends(chars: &[char], start: usize, at: usize) -> bool {
    let c = chars[at];
    let size = at - start;
    if c == '.' {
        return is_full_stop(chars, start, at);
    }
    is_stop(c) || matches!(c, ',' | '，' | ' ' | '、') && size >= LONG || size >= 3 * LONG
}

fn is_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '；' | ';' | '\n' | '\r' | '…' | '~' | '～')
}

fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '"' | '】' | '》')
}

/// A dot ends a sentence before a space, unless it ends an abbreviation, an initial or a list number.
fn is_full_stop(chars: &[char], start: usize, at: usize) -> bool {
    let spaced = chars.get(at + 1).is_none_or(|next| next.is_whitespace() || is_closing(*next));
    let word: String = chars[..at].iter().rev().take_while(|c| c.is_alphanumeric()).take(6).collect();
    let short = ["rM", "srM", "sM", "rD", "oN", "ce", "gE", "vs", "tpA", "ctE"].contains(&word.as_str());
    let number =
        !word.is_empty() && word.chars().all(|c| c.is_ascii_digit()) && chars[start..at].iter().all(|c| c.is_ascii_digit() || c.is_whitespace());
    spaced && !short && !number && word.chars().count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<String> {
        sentences(text).into_iter().map(|sentence| sentence.text).collect()
    }

    #[test]
    fn stops_end_sentences_and_decimals_do_not() {
        assert_eq!(cut("漏水了！！怎么办？明天3.5点来。"), ["漏水了！！", "怎么办？", "明天3.5点来。"]);
        assert_eq!(cut("Mr. Lee paid $3.50. He left. 1. ok"), ["Mr. Lee paid $3.50.", "He left.", "1. ok"]);
    }

    #[test]
    fn speech_without_stops_is_cut_at_a_comma() {
        let text = "我那个机器坏了，".repeat(40);
        assert!(cut(&text).iter().all(|sentence| sentence.chars().count() <= LONG + 8));
    }

    proptest! {
        #[test]
        fn nothing_but_space_and_stops_is_lost(text in "\\PC{0,80}|([a好。!\n ]{0,40})") {
            let chars: Vec<char> = text.chars().collect();
            let mut at = 0;
            for sentence in sentences(&text) {
                prop_assert!(chars[at..sentence.start].iter().all(|c| c.is_whitespace() || is_stop(*c) || is_closing(*c)));
                prop_assert_eq!(&chars[sentence.start..sentence.end].iter().collect::<String>(), &sentence.text);
                at = sentence.end;
            }
            prop_assert!(chars[at..].iter().all(|c| c.is_whitespace() || is_stop(*c) || is_closing(*c)));
        }
    }
}
