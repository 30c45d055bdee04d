//! Where a text is cut for the voice: a short first piece, so that sound comes soon, then longer ones, because a voice
//! that sees a whole clause sounds better. A piece never reaches over the end of a sentence and always fits the model.

use std::ops::Range;

use crate::reading::{Pause, Word};

/// One run of the model: a range of words and how it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub words: Range<usize>,
    pub pause: Pause,
}

/// Tokens that one run may hold: the model takes 510, two are the ends, one may be a mark.
const MOST_TOKENS: usize = 480;

/// Beats (syllables) of the first piece when the sentence is long enough to be cut.
const FIRST: Range<usize> = 3..8;

/// The first piece takes this share of its sentence. The model gives 0.4 s of silence before and 1.0 s after a piece, which
/// cost as much as speech and are trimmed; so later pieces are few and long, and only the first is short.
const FIRST_SHARE: f32 = 0.34;

/// A sentence of fewer beats is not cut without a comma.
const WHOLE: usize = 7;

/// A later piece has at most so many beats; above it sounds no better and only comes later.
const LONGEST: usize = 36;

/// A long text is read and said block by block: no block is longer than this many characters by more than a sentence,
/// and none is longer than twice that.
const BLOCK: usize = 300;

/// Blocks of a text with the place of their first character, cut at the ends of sentences.
pub fn blocks(text: &str) -> Vec<(usize, &str)> {
    let mut blocks = Vec::new();
    let (mut from, mut start, mut count) = (0, 0, 0);
    for (i, c) in text.char_indices() {
        count += 1;
        let ends = count >= BLOCK && matches!(c, '。' | '！' | '？' | '!' | '?' | '\n' | '…')
            || count >= 2 * BLOCK && !c.is_ascii_alphanumeric()
            || count >= 4 * BLOCK;
        if ends {
            let end = i + c.len_utf8();
            blocks.push((start, &text[from..end]));
            (from, start, count) = (end, start + count, 0);
        }
    }
    if from < text.len() {
        blocks.push((start, &text[from..]));
    }
    blocks
}

/// Cut the words of a block; only the very first piece of a text has to be short.
pub fn pieces(words: &[Word], opening: bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut start = 0;
    for (i, word) in words.iter().enumerate() {
        if word.pause.ends_sentence() || i + 1 == words.len() {
            sentence(words, start..i + 1, opening, &mut pieces);
            start = i + 1;
        }
    }
    pieces
}

fn sentence(words: &[Word], all: Range<usize>, opening: bool, pieces: &mut Vec<Piece>) {
    let total: usize = words[all.clone()].iter().map(beats).sum();
    let mut at = all.start;
    while at < all.end {
        let limit = match pieces.last() {
            None if !opening => LONGEST,
            None => ((total as f32 * FIRST_SHARE) as usize).clamp(FIRST.start, FIRST.end),
            Some(last) => (3 * words[last.words.clone()].iter().map(beats).sum::<usize>()).clamp(18, LONGEST),
        };
        let whole = total <= WHOLE && pieces.is_empty();
        let end = if whole { fitting(words, at, all.end) } else { cut(words, at..all.end, limit) };
        pieces.push(Piece { words: at..end, pause: words[end - 1].pause });
        at = end;
    }
}

/// The end of a piece that begins at `all.start`: at a comma near the limit if there is one, else between two words.
fn cut(words: &[Word], all: Range<usize>, limit: usize) -> usize {
    let end = fitting(words, all.start, all.end);
    let mut spoken = 0;
    let mut at_pause = None;
    let mut at_word = None;
    for (i, word) in words.iter().enumerate().take(end).skip(all.start) {
        spoken += beats(word);
        let left: usize = words[i + 1..all.end].iter().map(beats).sum();
        if spoken > limit && (at_pause.is_some() || at_word.is_some()) && word.pause < Pause::Listing {
            break;
        }
        if word.pause >= Pause::Listing && spoken <= limit + limit / 2 {
            at_pause = Some(i + 1);
        }
        if spoken <= limit && spoken >= FIRST.start && left >= FIRST.start && may_part(words, i) {
            at_word = Some(i + 1);
        }
        if spoken > limit + limit / 2 {
            break;
        }
    }
    let left: usize = words[all.start..end].iter().map(beats).sum();
    if left <= limit && end == all.end {
        return end;
    }
    at_pause.or(at_word).unwrap_or_else(|| (all.start + 1).max(end.min(all.start + limit)))
}

/// Words that lean on the one before them.
const LEANING: &str = "的了吗呢吧啊呀地得着过们个上里下嘛哦点分元角块年月日号度到之";

fn may_part(words: &[Word], i: usize) -> bool {
    let Some(next) = words.get(i + 1) else { return false };
    let leaning = next.said.chars().count() == 1 && next.said.chars().all(|c| LEANING.contains(c));
    let same_thing = next.span.start < words[i].span.end;
    let english = next.pinyin.is_empty() && words[i].pinyin.is_empty();
    !leaning && !same_thing && !english
}

/// How far a run may go before the model is full.
fn fitting(words: &[Word], start: usize, end: usize) -> usize {
    let mut tokens = 0;
    for (i, word) in words.iter().enumerate().take(end).skip(start) {
        tokens += word.phonemes.chars().count() + 3;
        if tokens > MOST_TOKENS && i > start {
            return i;
        }
    }
    end
}

/// Syllables, or their like in English.
pub fn beats(word: &Word) -> usize {
    if !word.pinyin.is_empty() {
        return word.pinyin.len();
    }
    word.phonemes.chars().filter(|c| "AIOQWYaeiouɑɔəɛɜɪʊʌæᵊɐɚ".contains(*c)).count().max(1)
}

/// The phonemes of a piece as the model was taught them: words apart, a mark at each pause.
pub fn phonemes(words: &[Word], piece: &Piece) -> String {
    let mut said = String::new();
    for (i, word) in words[piece.words.clone()].iter().enumerate() {
        if i > 0 {
            said.push(' ');
        }
        said.push_str(&word.phonemes);
        said.push_str(word.pause.mark());
    }
    if piece.pause == Pause::None {
        said.push(',');
    }
    said
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::reading::read;

    fn check(text: &str, expect: Expect) {
        let words = read(text);
        let said: Vec<String> =
            pieces(&words, true).iter().map(|p| words[p.words.clone()].iter().map(|w| w.said.as_str()).collect::<String>()).collect();
        expect.assert_eq(&said.join("|"));
    }

    #[test]
    fn the_first_piece_is_short() {
        check("您好，欢迎致电客服中心，请问有什么可以帮您？", expect!["您好|欢迎致电客服中心请问有什么可以帮您"]);
        check("我想把裤子换小一号需要自己付运费吗？好的。谢谢您的来电，再见！", expect!["我想把裤子|换小一号需要自己付运费吗|好的|谢谢您的来电再见"]);
        check("退款将在3-5个工作日内原路退回您的银行卡。", expect!["退款将在|三到五个工作日内原路退回您的银行卡"]);
        check("好的，谢谢。", expect!["好的谢谢"]);
        check("", expect![""]);
    }

    #[test]
    fn a_text_without_commas_is_cut_between_words() {
        let text = "我们会在收到您寄回的商品并且检查没有问题以后".repeat(3);
        check(
            &text,
            expect![
                "我们会在收到您|寄回的商品并且检查没有问题以后我们会在收到|您寄回的商品并且检查没有问题以后我们会在收到您寄回的商品并且检查没有|问题以后"
            ],
        );
    }

    #[test]
    fn later_blocks_do_not_begin_short() {
        let words = read("我想把裤子换小一号需要自己付运费吗？");
        assert!(pieces(&words, false).len() < pieces(&words, true).len());
    }

    proptest::proptest! {
        #[test]
        fn blocks_are_the_text(text in "[好a。\\n]{0,3000}") {
            let blocks = blocks(&text);
            proptest::prop_assert_eq!(blocks.iter().map(|(_, b)| *b).collect::<String>(), text.as_str());
            let mut at = 0;
            for (start, block) in blocks {
                proptest::prop_assert_eq!(start, at);
                at += block.chars().count();
            }
        }

        #[test]
        fn pieces_cover_all_words_and_fit(text in "[你好我们的产品，。！ 银行ABCabc0-9一二不]{0,300}") {
            let words = read(&text);
            let cut = pieces(&words, true);
            let mut at = 0;
            for piece in &cut {
                proptest::prop_assert_eq!(piece.words.start, at);
                proptest::prop_assert!(piece.words.end > at);
                proptest::prop_assert!(phonemes(&words, piece).chars().count() <= 509);
                at = piece.words.end;
            }
            proptest::prop_assert_eq!(at, words.len());
        }
    }
}
