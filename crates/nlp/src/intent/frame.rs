//! The frame of a phrase: what it wants without what it names. 从南昌到广州的飞机票 and 从北京到上海的飞机票 have the same one.
//!
//! Words that the dictionary calls a person, a place, a number, a time, a set phrase, or does not know, give way to what they are.
//! On Chinese commands this is worth half a point over n-grams and the vector of the text as it stands. Phrases without
//! Chinese characters have no frame: the dictionary knows no English.

use crate::grams::bare;
use crate::recognise::lexicon::tagged;
use crate::recognise::text::is_han;

/// Kinds of words that name something, by the dictionary's tag, and what a reader of the masked phrase gets instead.
const NAMING: [(&str, &str); 10] = [
    ("nr", "某人"),
    ("ns", "某地"),
    ("nt", "某机构"),
    ("nz", "某某"),
    ("m", "几"),
    ("t", "某时"),
    ("eng", "abc"),
    ("i", "某某"),
    ("l", "某某"),
    ("x", "某某"),
];
/// Edges of the phrase, so that its first and last words count as such.
const EDGE: &str = "^";

/// Words of a phrase in order, each as it stands and as a reader of its frame sees it.
pub struct Frame {
    words: Vec<(String, Option<usize>)>,
}

impl Frame {
    pub fn of(text: &str) -> Frame {
        let bare = bare(text);
        let dictionary = words::dictionary();
        let words = if bare.chars().any(is_han) { tagged(&dictionary, &bare) } else { Vec::new() };
        Frame { words: words.into_iter().map(|(word, tag)| (word.to_owned(), naming(tag))).collect() }
    }

    /// The phrase with every naming word replaced; None when there is nothing to replace.
    pub fn masked(&self) -> Option<String> {
        let shown = |(word, naming): &(String, Option<usize>)| naming.map_or(word.clone(), |at| NAMING[at].1.to_owned());
        self.words.iter().any(|word| word.1.is_some()).then(|| self.words.iter().map(shown).collect())
    }

    /// Hashed words and pairs of neighbouring words with their counts, by rising hash.
    pub fn grams(&self) -> Vec<(u32, f32)> {
        if self.words.is_empty() {
            return Vec::new();
        }
        let tokens = self.words.iter().map(|(word, naming)| naming.map_or(word.as_str(), |at| NAMING[at].0));
        let tokens: Vec<&str> = std::iter::once(EDGE).chain(tokens).chain(std::iter::once(EDGE)).collect();
        let ones = tokens[1..tokens.len() - 1].iter().map(|token| hash(&[*token]));
        crate::grams::counted(ones.chain(tokens.windows(2).map(hash)).collect())
    }
}

/// Finer tags (`nrt`, `nrfg`) count as the kind that they begin with; `m` and `t` do not begin others' tags.
fn naming(tag: &str) -> Option<usize> {
    NAMING.iter().position(|(kind, _)| tag == *kind || kind.starts_with('n') && tag.starts_with(kind))
}

fn hash(tokens: &[&str]) -> u32 {
    let bytes = tokens.iter().flat_map(|token| token.bytes().chain(std::iter::once(0)));
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, wanted: Expect) {
        wanted.assert_eq(&Frame::of(text).masked().unwrap_or_default());
    }

    #[test]
    fn names_numbers_and_times_give_way() {
        check("从南昌到广州的飞机票", expect!["从某地到某地的飞机票"]);
        check("明天北京天气怎么样？", expect!["某时某地天气怎么样"]);
        check("怎么退货", expect![""]);
        check("card lost in Paris", expect![""]);
    }

    #[test]
    fn what_differs_by_a_name_has_the_same_frame() {
        assert_eq!(Frame::of("从南昌到广州").grams(), Frame::of("从北京到上海").grams());
        assert_ne!(Frame::of("从南昌到广州").grams(), Frame::of("去广州").grams());
        assert!(Frame::of("where is it").grams().is_empty());
    }

    proptest! {
        #[test]
        fn any_text_has_a_frame(text in any::<String>()) {
            let frame = Frame::of(&text);
            prop_assert!(frame.grams().windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
    }
}
