//! The shop's own words (products, shops, staff, streets) and the words of the language, as a help to hearing.
//!
//! A word of the lexicon is proposed only where something was heard that sounds like it; whether it wins is decided with the sound.

pub(crate) mod mend;
pub(crate) mod sound;
pub(crate) mod words;

use std::collections::HashSet;

use sound::Syllable;

/// Longer entries are sentences, not words.
const LONGEST_ENTRY: usize = 16;
/// A name of four syllables may be heard wrong in one of them beyond recognition.
const WILD_PER_CHARACTER: f32 = 0.9;
/// Nearer ones are worth telling the decoder beforehand: a prompt full of strange words costs half a point of character errors.
const NEAR_PER_CHARACTER: f32 = 0.65;

/// The shop's own words.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    entries: Vec<Entry>,
    texts: HashSet<String>,
    longest: usize,
}

#[derive(Clone, Debug)]
struct Entry {
    text: String,
    characters: Vec<char>,
    sounds: Vec<Vec<Syllable>>,
}

impl Lexicon {
    /// Words of two to sixteen characters; others, and those said twice, are left out. Latin words only help as they stand.
    pub fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Lexicon {
        let mut lexicon = Lexicon::default();
        for word in words {
            let text = fast2s::convert(word.trim());
            let characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
            if (2..=LONGEST_ENTRY).contains(&characters.len()) && lexicon.texts.insert(characters.iter().collect()) {
                let sounds = characters.iter().map(|c| sound::readings(*c)).collect();
                lexicon.longest = lexicon.longest.max(characters.len());
                lexicon.entries.push(Entry { text: characters.iter().collect(), characters, sounds });
            }
        }
        lexicon
    }

    /// One word a line.
    pub fn parse(lines: &str) -> Lexicon {
        Lexicon::new(lines.lines())
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(crate) fn longest(&self) -> usize {
        self.longest
    }

    pub(crate) fn contains(&self, text: &str) -> bool {
        self.texts.contains(text)
    }

    /// Entries that sound like what was heard from `at` on, with their length and how far they are.
    pub(crate) fn sounding(&self, heard: &[char], sounds: &[Vec<Syllable>], at: usize) -> Vec<(&str, usize, f32)> {
        let mut out = Vec::new();
        for entry in &self.entries {
            let long = entry.characters.len();
            if at + long <= heard.len() {
                let far = entry.far(&heard[at..at + long], &sounds[at..at + long]);
                out.extend(far.map(|far| (entry.text.as_str(), long, far)));
            }
        }
        out.sort_by(|a, b| a.2.total_cmp(&b.2));
        out.truncate(6);
        out
    }

    /// Entries that are in one of the texts, or nearly: what is worth telling the decoder beforehand.
    pub(crate) fn hot(&self, texts: &[String], many: usize) -> Vec<&str> {
        let mut found: Vec<(f32, &str)> = Vec::new();
        for text in texts {
            let heard: Vec<char> = text.chars().collect();
            let sounds: Vec<Vec<Syllable>> = heard.iter().map(|c| sound::readings(*c)).collect();
            for at in 0..heard.len() {
                for (name, long, far) in self.sounding(&heard, &sounds, at) {
                    if far <= NEAR_PER_CHARACTER * long as f32 && found.iter().all(|(_, known)| *known != name) {
                        found.push((far / long as f32, name));
                    }
                }
            }
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        found.into_iter().take(many).map(|(_, name)| name).collect()
    }
}

impl Entry {
    fn far(&self, heard: &[char], sounds: &[Vec<Syllable>]) -> Option<f32> {
        let (mut sum, mut strange) = (0.0, 0);
        for (i, c) in self.characters.iter().enumerate() {
            if *c != heard[i] {
                let far = sound::far_readings(&self.sounds[i], &sounds[i]);
                strange += usize::from(far >= sound::STRANGE);
                sum += far.min(2.5) + 0.05;
                if strange > self.characters.len() / 3 || sum > WILD_PER_CHARACTER * self.characters.len() as f32 {
                    return None;
                }
            }
        }
        Some(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(heard: &str, words: &[&str], expect: Expect) {
        expect.assert_eq(&Lexicon::new(words.iter().copied()).hot(&[heard.to_owned()], 8).join(" "));
    }

    #[test]
    fn words_are_hot_when_something_sounds_like_them() {
        check("我在空家花园", &["孔家花园", "人民广场"], expect!["孔家花园"]);
        check("找王小明退货", &["王晓明", "王小民", "李大力"], expect!["王晓明 王小民"]);
        check("今天天气很好", &["孔家花园"], expect![""]);
    }

    #[test]
    fn single_characters_sentences_and_doubles_are_left_out() {
        assert_eq!(Lexicon::parse("王\n王晓明\n 王晓明 \n\n這是一句很長很長很長很長很長很長的話\n優惠券").len(), 2);
    }
}
