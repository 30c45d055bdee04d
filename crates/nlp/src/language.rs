//! Which language a message is in, so that the kiosk answers in it: Chinese, English, both, or another.
//!
//! Counts letters and knows a hundred common words; product codes and numbers say nothing. Pure.

use serde::{Deserialize, Serialize};

use crate::recognise::text::is_han;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    Zh,
    En,
    /// Sentences of both, not a Chinese sentence that names a model.
    Mixed,
    Other,
}

/// A language and how sure, 0 to 1. A text without letters is [`Language::Other`] at 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Guess {
    pub language: Language,
    pub confidence: f32,
}

const ENGLISH: &str = "the a an is are was were be been am i you he she it we they my your his her its our their this that these those of to in on at for from with by and or but not no yes do does did have has had can could will would should may what when where who why how which there here please thanks thank hello hi ok okay want need buy price much many order refund return help open close time store shop if so me us them all any some one two new get got up out about than then just very too don't can't isn't i'm it's warranty delivery battery charger coffee tea milk ice sugar";

struct Counts {
    han: usize,
    words: usize,
    english: usize,
    other: usize,
}

/// Guesses the language of a message.
pub fn language(text: &str) -> Guess {
    let counts = count(text);
    let guess = |language, confidence: f32| Guess { language, confidence: confidence.clamp(0.0, 0.99) };
    let (han, words, english, other) = (counts.han as f32, counts.words as f32, counts.english as f32, counts.other as f32);
    if counts.other > counts.han && counts.other > 2 * counts.words {
        return guess(Language::Other, other / (han + words + other));
    }
    if counts.han == 0 && counts.words == 0 {
        return guess(Language::Other, 0.0);
    }
    // Two Chinese characters carry about as much as one English word.
    let chinese = han / 2.0;
    if counts.han > 0 && (counts.english < 3 || chinese > 3.0 * english) {
        return guess(Language::Zh, 0.5 + 0.5 * chinese / (chinese + english));
    }
    if counts.han > 1 && chinese * 4.0 > english {
        return guess(Language::Mixed, 0.6 + 0.4 * (chinese.min(english) / chinese.max(english)));
    }
    let share = english / words.max(1.0);
    if share >= 0.2 || counts.words <= 3 && counts.english >= 1 {
        return guess(Language::En, 0.55 + 0.45 * (share * 1.6).min(1.0) * (words / 3.0).min(1.0));
    }
    guess(Language::Other, 0.4 + 0.4 * (1.0 - share) * (words / 6.0).min(1.0))
}

fn count(text: &str) -> Counts {
    let mut counts = Counts { han: 0, words: 0, english: 0, other: 0 };
    for c in text.chars() {
        counts.han += usize::from(is_han(c));
        let foreign = c.is_alphabetic() && !c.is_ascii() && !is_han(c) && !matches!(c, 'ａ'..='ｚ' | 'Ａ'..='Ｚ' | 'À'..='ɏ');
        counts.other += usize::from(foreign);
    }
    // Kana among Chinese characters is Japanese.
    if text.chars().any(|c| matches!(c, 'ぁ'..='ヿ')) {
        counts.other += counts.han;
        counts.han = 0;
    }
    for word in text.split(|c: char| !(c.is_alphanumeric() && !is_han(c) || matches!(c, '\'' | '’' | '-' | '_'))) {
        let letters = !word.is_empty() && word.chars().all(|c| c.is_alphabetic() && !is_han(c) && c < '\u{250}' || matches!(c, '\'' | '’'));
        if letters {
            counts.words += 1;
            let lower = word.to_lowercase().replace('’', "'");
            counts.english += usize::from(ENGLISH.split(' ').any(|known| known == lower));
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn check(lines: &[&str], expected: Expect) {
        let shown: Vec<String> = lines.iter().map(|line| format!("{:?} {line}", language(line).language)).collect();
        expected.assert_eq(&shown.join("\n"));
    }

    #[test]
    fn messages_of_a_shop() {
        check(
            &[
                "HZ02A-406 多少钱",
                "How much is this one?",
                "你好, can you please tell me 这个 battery how much",
                "Bonjour, je voudrais acheter un vélo électrique",
                "この商品はありますか",
                "얼마예요",
                "请问有没有 oat milk",
                "12345",
                "OK",
                "請問有現貨嗎",
            ],
            expect![[r#"
                Zh HZ02A-406 多少钱
                En How much is this one?
                Mixed 你好, can you please tell me 这个 battery how much
                Other Bonjour, je voudrais acheter un vélo électrique
                Other この商品はありますか
                Other 얼마예요
                Zh 请问有没有 oat milk
                Other 12345
                En OK
                Zh 請問有現貨嗎"#]],
        );
    }

    proptest! {
        #[test]
        fn confidence_is_a_share(text in "\\PC{0,60}") {
            prop_assert!((0.0..=1.0).contains(&language(&text).confidence));
        }
    }
}
