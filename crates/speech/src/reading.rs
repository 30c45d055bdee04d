//! Reading a text aloud, up to phonemes: what is written becomes what is said, and each spoken word knows where in the
//! original it stands. No model is needed here and nothing fails: what cannot be read is passed over.
//!
//! `rules` turn numbers, dates, money, codes and English into words; `han` gives characters their sound in their word;
//! `sandhi` bends the tones; `phoneme` and `english` spell the sounds in the alphabet that the voice knows.

pub mod english;
mod fold;
mod han;
pub mod number;
pub mod phoneme;
mod rules;
mod sandhi;

use std::ops::Range;

pub use rules::{Piece, pieces};
use sandhi::Syllable;

/// While someone holds it, the dictionary that reading needs stays in memory; the last one who lets go frees it.
pub(crate) struct Reader;

impl Drop for Reader {
    fn drop(&mut self) {
        words::let_go();
    }
}

/// How long the voice rests after a word, from none to a new paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pause {
    None,
    /// Brackets, dashes, the dot in a foreign name.
    Slight,
    /// 、
    Listing,
    /// ，and the colon
    Comma,
    /// ；
    Semicolon,
    /// …
    Trailing,
    Stop,
    Exclamation,
    Question,
    Paragraph,
}

impl Pause {
    /// The mark that tells the voice how to end, as it was taught.
    pub fn mark(self) -> &'static str {
        match self {
            Pause::None => "",
            Pause::Slight | Pause::Listing | Pause::Comma => ",",
            Pause::Semicolon => ";",
            Pause::Trailing => "…",
            Pause::Stop | Pause::Paragraph => ".",
            Pause::Exclamation => "!",
            Pause::Question => "?",
        }
    }

    /// Silence in seconds at the voice's usual speed.
    pub fn seconds(self) -> f32 {
        match self {
            Pause::None => 0.0,
            Pause::Slight => 0.08,
            Pause::Listing => 0.12,
            Pause::Comma => 0.18,
            Pause::Semicolon => 0.26,
            Pause::Trailing => 0.35,
            Pause::Stop | Pause::Exclamation | Pause::Question => 0.38,
            Pause::Paragraph => 0.55,
        }
    }

    /// Whether a sentence ends here.
    pub fn ends_sentence(self) -> bool {
        self >= Pause::Trailing
    }

    fn of(c: char) -> Option<Self> {
        Some(match c {
            '(' | '—' | '"' => Pause::Slight,
            '、' => Pause::Listing,
            ',' | ':' => Pause::Comma,
            ';' => Pause::Semicolon,
            '…' => Pause::Trailing,
            '。' => Pause::Stop,
            '!' => Pause::Exclamation,
            '?' => Pause::Question,
            '\n' => Pause::Paragraph,
            _ => return None,
        })
    }
}

/// A word as it will be spoken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Characters (not bytes, not UTF-16 units) of the original text that it speaks.
    pub span: Range<usize>,
    /// What is said: Han characters, an English word, or one letter.
    pub said: String,
    /// Pinyin with spoken tones, one for each Han character; empty for English.
    pub pinyin: Vec<String>,
    /// Kokoro's phonemes.
    pub phonemes: String,
    /// The rest after it.
    pub pause: Pause,
}

/// Read a text into spoken words, in order. Empty when there is nothing to say.
pub fn read(text: &str) -> Vec<Word> {
    let mut composer = Composer::default();
    for piece in pieces(text) {
        composer.take(&piece);
    }
    composer.end_run();
    composer.words
}

/// The spoken form as text, for people and for tests: words without digits, pauses as marks.
pub fn spoken(text: &str) -> String {
    let mut said = String::new();
    let mut latin = false;
    for word in read(text) {
        let is_latin = word.pinyin.is_empty();
        if is_latin && latin {
            said.push(' ');
        }
        latin = is_latin && word.pause == Pause::None;
        said.push_str(&word.said);
        said.push_str(match word.pause {
            Pause::Slight => "·",
            Pause::Listing => "、",
            Pause::Comma => "，",
            Pause::Paragraph => "¶",
            other => other.mark(),
        });
    }
    said
}

/// What two readings are compared by: pinyin without tones for each Han character, and each stretch of English as one
/// word of small letters, because `V I P`, `VIP` and `vip` are the same to the ear.
pub fn toneless(text: &str) -> Vec<String> {
    let mut heard: Vec<String> = Vec::new();
    let mut latin = false;
    for word in read(text) {
        if !word.pinyin.is_empty() {
            heard.extend(word.pinyin.iter().map(|p| phoneme::split_tone(p).0.to_owned()).map(without_erhua));
            latin = false;
            continue;
        }
        let letters: String = word.said.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        match heard.last_mut().filter(|_| latin) {
            Some(last) => last.push_str(&letters),
            None => heard.push(letters),
        }
        latin = true;
    }
    heard
}

fn without_erhua(body: String) -> String {
    if body == "er" { body } else { body.trim_end_matches('r').to_owned() }
}

/// Han characters gather in a run until something else comes; then the run is cut into words.
#[derive(Default)]
struct Composer {
    words: Vec<Word>,
    run: Vec<(char, Range<usize>, bool)>,
    latin: String,
    latin_span: Range<usize>,
}

impl Composer {
    fn take(&mut self, piece: &Piece) {
        let han = piece.said.chars().filter(|c| rules::is_han(*c)).count();
        let digits = han > 1 && piece.span.len() >= han && piece.said.chars().all(|c| "零一二三四五六七八九幺,".contains(c));
        for c in piece.said.chars() {
            if c.is_alphabetic() && !rules::is_han(c) || c == '\'' || c == '-' {
                self.end_run();
                self.latin.push(c);
                self.latin_span = piece.span.clone();
                continue;
            }
            self.end_latin();
            match Pause::of(c) {
                Some(pause) => self.pause(pause),
                None if rules::is_han(c) => self.run.push((c, piece.span.clone(), digits)),
                None => {}
            }
        }
        self.end_latin();
    }

    /// The longer of two pauses in a row wins; none leads a text.
    fn pause(&mut self, pause: Pause) {
        self.end_run();
        if let Some(last) = self.words.last_mut() {
            last.pause = if last.pause == Pause::Question && pause == Pause::Exclamation { Pause::Question } else { last.pause.max(pause) };
        }
    }

    fn end_latin(&mut self) {
        let said = std::mem::take(&mut self.latin);
        let phonemes = english::phonemes(&said);
        if !phonemes.is_empty() {
            self.words.push(Word { span: self.latin_span.clone(), said, pinyin: Vec::new(), phonemes, pause: Pause::None });
        }
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        if run.is_empty() {
            return;
        }
        let text: String = run.iter().map(|(c, _, _)| *c).collect();
        let mut breath = Vec::with_capacity(run.len());
        let words = han::read(&text);
        for word in &words {
            for (i, pinyin) in word.at.clone().zip(&word.pinyin) {
                breath.push(Syllable { c: run[i].0, pinyin: pinyin.clone(), starts: i == word.at.start, digit: run[i].2 });
            }
        }
        sandhi::apply(&mut breath);
        for word in words {
            let spoken = with_erhua(&breath[word.at.clone()]);
            self.words.extend(composed(&run[word.at], &spoken));
        }
    }
}

/// 儿 after a vowel of the same word is no syllable but a colour of the one before.
fn with_erhua(word: &[Syllable]) -> Vec<String> {
    let mut pinyin: Vec<String> = word.iter().map(|s| s.pinyin.clone()).collect();
    let stem = word.len().saturating_sub(2);
    let coloured = word.len() >= 2 && word[word.len() - 1].c == '儿' && !"女婴幼孤胎托患产健少".contains(word[stem].c);
    if coloured {
        let (body, tone) = phoneme::split_tone(&pinyin[stem]);
        pinyin[stem] = format!("{body}r{tone}");
        if let Some(last) = pinyin.last_mut() {
            last.clear();
        }
    }
    pinyin
}

fn composed(run: &[(char, Range<usize>, bool)], pinyin: &[String]) -> Option<Word> {
    let phonemes: String = pinyin.iter().filter_map(|p| phoneme::syllable(p)).collect();
    let (first, last) = (run.first()?, run.last()?);
    let word = Word {
        span: first.1.start..last.1.end,
        said: run.iter().map(|(c, _, _)| *c).collect(),
        pinyin: pinyin.iter().filter(|p| !p.is_empty()).cloned().collect(),
        phonemes,
        pause: Pause::None,
    };
    (!word.phonemes.is_empty()).then_some(word)
}
