//! Hashed character and word n-grams: the features that need no model.
//!
//! Chinese characters give 1- to 4-grams across the whole text, other scripts give words, word pairs and 2- to 5-grams inside a
//! word with its edges marked. Each feature is a 32-bit FNV-1a hash; a head folds it into as many buckets as it has. The hash is
//! part of every trained file, so it must never change without training anew: a test holds it.

use unicode_normalization::UnicodeNormalization;

/// Characters of one text that are read: a page says in its first thousand characters what it is about, and a megabyte must not
/// hold a desk up.
const CHARACTERS_MAX: usize = 2_000;
/// Letters of one word that are cut into grams.
const WORD_MAX: usize = 40;

const CHINESE_GRAM: usize = 4;
const LETTER_GRAMS: std::ops::RangeInclusive<usize> = 2..=5;

/// Seeds that keep one kind of feature from being taken for another.
const OF_CHARACTERS: u32 = 0x811c_9dc5;
const OF_LETTERS: u32 = 0x2f6b_1d27;
const OF_WORDS: u32 = 0x7a3d_9e11;

/// NFKC, lower case, Simplified, white space folded into one blank, cut at `CHARACTERS_MAX`.
pub fn normal(text: &str) -> String {
    let head: String = text.chars().take(CHARACTERS_MAX).collect();
    let wide: String = head.nfkc().collect::<String>().to_lowercase();
    let mut out = String::with_capacity(wide.len());
    for word in fast2s::convert(&wide).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Only letters and digits of the normal form: two lines that differ in dots and blanks are the same line.
pub fn bare(text: &str) -> String {
    normal(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Distinct hashed features of a text and how often each stands there, by rising hash.
pub fn grams(text: &str) -> Vec<(u32, f32)> {
    let characters: Vec<char> = normal(text).chars().collect();
    let mut found = Vec::with_capacity(characters.len() * 4);
    of_characters(&characters, &mut found);
    of_words(&characters, &mut found);
    counted(found)
}

/// Distinct hashes and how often each came, by rising hash.
pub(crate) fn counted(mut found: Vec<u32>) -> Vec<(u32, f32)> {
    found.sort_unstable();
    let mut out: Vec<(u32, f32)> = Vec::with_capacity(found.len());
    for hash in found {
        match out.last_mut() {
            Some((last, count)) if *last == hash => *count += 1.0,
            _ => out.push((hash, 1.0)),
        }
    }
    out
}

/// Runs that hold a letter of a spaced script are left to `of_words`; a window that begins on one is skipped.
fn of_characters(characters: &[char], found: &mut Vec<u32>) {
    for start in 0..characters.len() {
        let mut hash = OF_CHARACTERS;
        for &c in characters[start..].iter().take(CHINESE_GRAM) {
            if is_spaced(c) {
                break;
            }
            hash = mixed(hash, c);
            found.push(hash);
        }
    }
}

fn of_words(characters: &[char], found: &mut Vec<u32>) {
    let mut before: Option<u32> = None;
    for word in characters.split(|&c| !is_spaced(c)).filter(|word| !word.is_empty()) {
        let word = &word[..word.len().min(WORD_MAX)];
        let whole = word.iter().fold(OF_WORDS, |hash, &c| mixed(hash, c));
        found.push(whole);
        if let Some(before) = before {
            found.push(mixed_number(before, whole));
        }
        before = Some(whole);
        of_letters(word, found);
    }
}

fn of_letters(word: &[char], found: &mut Vec<u32>) {
    let edged: Vec<char> = std::iter::once(' ').chain(word.iter().copied()).chain(std::iter::once(' ')).collect();
    for length in LETTER_GRAMS {
        found.extend(edged.windows(length).map(|gram| gram.iter().fold(OF_LETTERS, |hash, &c| mixed(hash, c))));
    }
}

/// Letters and digits of scripts that put blanks between words.
fn is_spaced(c: char) -> bool {
    c.is_ascii_alphanumeric() || (c.is_alphabetic() && (c as u32) < 0x2e80)
}

fn mixed(hash: u32, c: char) -> u32 {
    mixed_number(hash, c as u32)
}

fn mixed_number(hash: u32, number: u32) -> u32 {
    number.to_le_bytes().iter().fold(hash, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, wanted: Expect) {
        let found: Vec<String> = grams(text).iter().map(|(hash, count)| format!("{hash:08x}*{count}")).collect();
        wanted.assert_eq(&found.join(" "));
    }

    #[test]
    fn the_hash_that_trained_files_stand_on_never_changes() {
        check("退款", expect!["47ddf9ae*1 b8c58cce*1 d08465e5*1"]);
        check("ok ok", expect!["511dd735*1 6d9fbc23*2 868f60d3*2 9801dcec*2 9c6a1685*2 a6cfef98*2 bea6210c*1 d2253d23*2 d7643933*2"]);
    }

    #[test]
    fn width_case_script_and_blanks_do_not_matter() {
        assert_eq!(normal("  ＡＢＣ　退貨\n\n嗎 "), "abc 退货 吗");
        assert_eq!(grams("退貨ＯＫ"), grams("退货ok"));
        assert_eq!(bare("退 货，ＯＫ！！"), "退货ok");
    }

    #[test]
    fn words_of_spaced_scripts_give_pairs_and_edges() {
        let (one, other) = (grams("card lost"), grams("lost card"));
        assert_ne!(one, other, "the pair of words differs");
        let shared = one.iter().filter(|gram| other.contains(gram)).count();
        assert_eq!(shared, one.len() - 1, "and nothing else does");
    }

    #[test]
    fn a_megabyte_is_cut() {
        let long = "退".repeat(1 << 20);
        assert_eq!(grams(&long), grams(&long[.."退".len() * CHARACTERS_MAX]));
    }

    proptest! {
        #[test]
        fn any_text_gives_rising_distinct_hashes(text in any::<String>()) {
            let found = grams(&text);
            prop_assert!(found.windows(2).all(|pair| pair[0].0 < pair[1].0));
            prop_assert!(found.iter().all(|(_, count)| *count >= 1.0));
        }
    }
}
