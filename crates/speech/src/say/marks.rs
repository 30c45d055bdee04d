//! When each word is spoken: from the durations that the model tells, else from how many sounds the word has.

use std::ops::Range;

use super::plan::Piece;
use crate::reading::Word;

/// A stretch of the original text and when it is spoken.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Characters (not bytes) of the original text.
    pub span: Range<usize>,
    /// Seconds from the beginning of all that is said.
    pub start: f32,
    pub end: f32,
}

/// Share of each word of a piece in its sound, `0.0..=1.0`, in order. `durations` has a number for each token, the two ends
/// included; of another length it is not believed.
pub fn shares(words: &[Word], piece: &Piece, durations: Option<&[f32]>) -> Vec<Range<f32>> {
    let counts: Vec<usize> = words[piece.words.clone()].iter().map(|w| w.phonemes.chars().count() + w.pause.mark().len().min(1)).collect();
    let tokens: usize = counts.iter().sum::<usize>() + counts.len().saturating_sub(1);
    let told = durations.filter(|d| d.len() >= tokens + 2 && d.iter().all(|x| x.is_finite() && *x >= 0.0));
    match told {
        Some(durations) => by_durations(&counts, durations),
        None => by_weight(&words[piece.words.clone()]),
    }
}

fn by_durations(counts: &[usize], durations: &[f32]) -> Vec<Range<f32>> {
    let total: f32 = durations.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    let mut at = 1;
    let mut before = durations[0];
    counts
        .iter()
        .map(|count| {
            let length: f32 = durations[at..at + count].iter().sum();
            let share = before / total..(before + length) / total;
            before += length + durations.get(at + count).copied().unwrap_or_default();
            at += count + 1;
            share
        })
        .collect()
}

fn by_weight(words: &[Word]) -> Vec<Range<f32>> {
    let weights: Vec<(f32, f32)> = words.iter().map(|w| (weight(&w.phonemes), w.pause.seconds() * 5.0)).collect();
    // The rest after the last word is not part of the piece's sound.
    let rests: f32 = weights.iter().rev().skip(1).map(|(_, rest)| rest).sum();
    let total = (weights.iter().map(|(w, _)| w).sum::<f32>() + rests).max(f32::MIN_POSITIVE);
    let mut before = 0.0;
    weights
        .into_iter()
        .map(|(length, rest)| {
            let share = before / total..(before + length) / total;
            before += length + rest;
            share
        })
        .collect()
}

/// Length of a word in syllables: vowels weigh most, marks of tone and stress nothing.
fn weight(phonemes: &str) -> f32 {
    let each = |c: char| match c {
        '→' | '↗' | '↓' | '↘' | 'ˈ' | 'ˌ' | 'ʰ' => 0.0,
        'j' | 'w' | 'ɥ' | 'n' | 'ŋ' => 0.2,
        c if "aeiouyɤəɚɨʊɛɔɑæɪʌɜAIOWY".contains(c) => 0.6,
        _ => 0.3,
    };
    phonemes.chars().map(each).sum::<f32>().max(0.1)
}

/// Marks of a piece whose sound lies at `at` seconds and lasts `seconds`; words of one written thing are one mark.
pub fn marks(words: &[Word], piece: &Piece, shares: &[Range<f32>], at: f32, seconds: f32) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for (word, share) in words[piece.words.clone()].iter().zip(shares) {
        let (start, end) = (at + share.start.clamp(0.0, 1.0) * seconds, at + share.end.clamp(0.0, 1.0) * seconds);
        match marks.last_mut() {
            Some(last) if last.span == word.span => last.end = end,
            _ => marks.push(Mark { span: word.span.clone(), start, end }),
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::plan::pieces;
    use super::*;
    use crate::reading::read;

    fn told(text: &str, durations: Option<&[f32]>) -> String {
        let words = read(text);
        let piece = Piece { words: 0..words.len(), ..pieces(&words, true)[0].clone() };
        let marks = marks(&words, &piece, &shares(&words, &piece, durations), 1.0, 2.0);
        let chars: Vec<char> = text.chars().collect();
        marks
            .iter()
            .map(|m| format!("{} {:.2}-{:.2}", chars[m.span.clone()].iter().collect::<String>(), m.start, m.end))
            .collect::<Vec<_>>()
            .join(", ")
    }

    #[test]
    fn words_take_turns() {
        expect!["共 1.00-1.21, ¥12.50 1.21-2.15, 请 2.32-2.53, 扫码 2.53-3.00"].assert_eq(&told("共¥12.50，请扫码", None));
    }

    #[test]
    fn durations_are_believed_when_they_fit() {
        let words = read("你好吗");
        let tokens = words.iter().map(|w| w.phonemes.chars().count()).sum::<usize>() + words.len() - 1;
        let mut durations = vec![1.0; tokens + 2];
        durations[0] = 10.0;
        expect!["你好 1.95-2.62, 吗 2.71-2.90"].assert_eq(&told("你好吗", Some(&durations)));
        assert_eq!(told("你好吗", Some(&[1.0, 2.0])), told("你好吗", None));
    }

    proptest::proptest! {
        #[test]
        fn marks_never_run_back(text in "[你好银行，。0-9a-zA-Z]{1,60}") {
            let words = read(&text);
            for piece in pieces(&words, true) {
                let marks = marks(&words, &piece, &shares(&words, &piece, None), 0.0, 3.0);
                proptest::prop_assert!(marks.windows(2).all(|w| w[0].end <= w[1].start + 1e-4));
                proptest::prop_assert!(marks.iter().all(|m| m.start <= m.end && m.end <= 3.0001));
            }
        }
    }
}
