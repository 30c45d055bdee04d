//! Cutting text into the sentence model's pieces, the likeliest ones together.
//!
//! The library's own model keeps 128,000 pieces in maps within maps, 100 MB that take a quarter of a second to build; here they are one
//! sorted list of 5 MB. What comes before and after (folding, the marks of beginning and end) is the library's. Every text is cut as
//! the library would: its vectors depend on it.

use std::collections::HashMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tokenizers::models::unigram::UnigramTrainer;
use tokenizers::{
    AddedToken, DecoderWrapper, Model, NormalizerWrapper, PostProcessorWrapper, PreTokenizerWrapper, Result as Outcome, Token, TokenizerImpl,
};

use crate::{Error, Result};

/// The whole way from text to numbers.
pub type Tokeniser = TokenizerImpl<Unigram, NormalizerWrapper, PreTokenizerWrapper, PostProcessorWrapper, DecoderWrapper>;

/// What a character that no piece begins with costs, below the unlikeliest piece.
const UNKNOWN_COST: f64 = 10.0;

/// `tokenizer.json`, as far as it is read.
#[derive(Deserialize)]
struct Written {
    normalizer: Option<NormalizerWrapper>,
    pre_tokenizer: Option<PreTokenizerWrapper>,
    post_processor: Option<PostProcessorWrapper>,
    added_tokens: Vec<AddedToken>,
    model: WrittenModel,
}

#[derive(Deserialize)]
struct WrittenModel {
    #[serde(rename = "type")]
    kind: String,
    vocab: Vec<(String, f64)>,
    unk_id: u32,
    #[serde(default)]
    byte_fallback: bool,
}

/// # Errors
/// `Read`, or `Tokeniser` when it is not one of this kind.
pub fn open(path: &Path) -> Result<Tokeniser> {
    let wrong = |reason: String| Error::Tokeniser { path: path.to_owned(), reason };
    let bytes = fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let written: Written = serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
    if written.model.kind != "Unigram" || written.model.byte_fallback {
        return Err(wrong(format!("its model is {}, and only a plain Unigram is read", written.model.kind)));
    }
    let mut tokeniser = Tokeniser::new(Unigram::new(written.model.vocab, written.model.unk_id));
    tokeniser.with_normalizer(written.normalizer).with_pre_tokenizer(written.pre_tokenizer).with_post_processor(written.post_processor);
    tokeniser.add_special_tokens(&written.added_tokens);
    Ok(tokeniser)
}

/// Pieces with their log probabilities.
pub struct Unigram {
    /// All pieces, one behind the other.
    text: Box<str>,
    /// By the bytes of their pieces.
    rows: Box<[Row]>,
    /// The row of each number.
    by_id: Box<[u32]>,
    unknown: u32,
    unknown_score: f64,
}

struct Row {
    start: u32,
    length: u32,
    id: u32,
    score: f64,
}

/// The likeliest way to a place in a text.
#[derive(Clone, Copy)]
struct Way {
    from: usize,
    score: f64,
    known: bool,
}

impl Unigram {
    fn new(vocab: Vec<(String, f64)>, unknown: u32) -> Unigram {
        let least = vocab.iter().map(|(_, score)| *score).fold(f64::INFINITY, f64::min);
        let mut by_id = vec![0; vocab.len()];
        let mut sorted: Vec<(u32, (String, f64))> = (0..).zip(vocab).collect();
        sorted.sort_by(|a, b| a.1.0.as_bytes().cmp(b.1.0.as_bytes()).then(a.0.cmp(&b.0)));
        let mut text = String::new();
        let mut rows: Vec<Row> = Vec::with_capacity(sorted.len());
        for (id, (piece, score)) in sorted {
            let row = Row { start: text.len() as u32, length: piece.len() as u32, id, score };
            match rows.last_mut() {
                // Of a piece that is there twice the later counts.
                Some(last) if text[last.start as usize..] == piece => *last = Row { start: last.start, ..row },
                _ => {
                    text.push_str(&piece);
                    rows.push(row);
                }
            }
            by_id[id as usize] = rows.len() as u32 - 1;
        }
        Unigram { text: text.into(), rows: rows.into(), by_id: by_id.into(), unknown, unknown_score: least - UNKNOWN_COST }
    }

    fn piece(&self, row: &Row) -> &str {
        &self.text[row.start as usize..(row.start + row.length) as usize]
    }

    fn row(&self, piece: &str) -> Option<&Row> {
        let at = self.rows.binary_search_by(|row| self.piece(row).as_bytes().cmp(piece.as_bytes()));
        at.ok().map(|at| &self.rows[at])
    }

    /// Every piece that the text begins with, shortest first.
    fn beginnings(&self, text: &[u8], mut found: impl FnMut(&Row)) {
        let mut rows = &self.rows[..];
        for (depth, byte) in text.iter().enumerate() {
            // A piece that ends here is before those that go on.
            let there = |row: &Row| self.text.as_bytes()[row.start as usize..(row.start + row.length) as usize].get(depth);
            rows = &rows[rows.partition_point(|row| there(row) < Some(byte))..];
            rows = &rows[..rows.partition_point(|row| there(row) == Some(byte))];
            match rows.first() {
                Some(first) if first.length as usize == depth + 1 => found(first),
                Some(_) => {}
                None => return,
            }
        }
    }

    /// The likeliest way to every place.
    fn ways(&self, sentence: &str) -> Vec<Option<Way>> {
        let mut ways: Vec<Option<Way>> = vec![None; sentence.len() + 1];
        let better = |way: &mut Option<Way>, other: Way| {
            if way.is_none_or(|way| other.score > way.score) {
                *way = Some(other);
            }
        };
        for (start, c) in sentence.char_indices() {
            let so_far = ways[start].map_or(0.0, |way| way.score);
            let mut alone = false;
            self.beginnings(&sentence.as_bytes()[start..], |row| {
                let length = row.length as usize;
                alone |= length == c.len_utf8();
                better(&mut ways[start + length], Way { from: start, score: so_far + row.score, known: row.id != self.unknown });
            });
            if !alone {
                better(&mut ways[start + c.len_utf8()], Way { from: start, score: so_far + self.unknown_score, known: false });
            }
        }
        ways
    }

    /// The likeliest pieces in order; neighbours that are unknown are one.
    fn cut(&self, sentence: &str) -> Vec<Range<usize>> {
        let ways = self.ways(sentence);
        let mut cut: Vec<(Range<usize>, bool)> = Vec::new();
        let mut end = sentence.len();
        while let Some(way) = ways[end].filter(|_| end > 0) {
            match cut.last_mut() {
                Some((range, false)) if !way.known => range.start = way.from,
                _ => cut.push((way.from..end, way.known)),
            }
            end = way.from;
        }
        cut.into_iter().rev().map(|(range, _)| range).collect()
    }
}

impl Model for Unigram {
    type Trainer = UnigramTrainer;

    fn tokenize(&self, sentence: &str) -> Outcome<Vec<Token>> {
        let token = |at: Range<usize>| {
            let piece = &sentence[at.clone()];
            Token { id: self.row(piece).map_or(self.unknown, |row| row.id), value: piece.to_owned(), offsets: (at.start, at.end) }
        };
        Ok(self.cut(sentence).into_iter().map(token).collect())
    }

    fn token_to_id(&self, token: &str) -> Option<u32> {
        self.row(token).map(|row| row.id)
    }

    fn id_to_token(&self, id: u32) -> Option<String> {
        let row = *self.by_id.get(id as usize)?;
        self.rows.get(row as usize).map(|row| self.piece(row).to_owned())
    }

    fn get_vocab(&self) -> HashMap<String, u32> {
        self.rows.iter().map(|row| (self.piece(row).to_owned(), row.id)).collect()
    }

    fn get_vocab_size(&self) -> usize {
        self.by_id.len()
    }

    /// It is only read, never trained, so there is nothing to write.
    fn save(&self, _: &Path, _: Option<&str>) -> Outcome<Vec<PathBuf>> {
        Ok(Vec::new())
    }

    fn get_trainer(&self) -> UnigramTrainer {
        UnigramTrainer::default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tokenizers::Tokenizer;
    use tokenizers::models::unigram;

    use super::*;

    fn both(vocab: &[(&str, f64)]) -> (Unigram, unigram::Unigram) {
        let vocab: Vec<(String, f64)> = vocab.iter().map(|(piece, score)| ((*piece).to_owned(), *score)).collect();
        (Unigram::new(vocab.clone(), 0), unigram::Unigram::from(vocab, Some(0), false).unwrap())
    }

    const PIECES: [(&str, f64); 12] = [
        ("<unk>", 0.0),
        ("a", -3.0),
        ("b", -3.5),
        ("ab", -4.0),
        ("abc", -9.0),
        ("退", -5.0),
        ("退货", -6.0),
        ("货", -5.5),
        ("▁", -1.0),
        ("▁退", -7.5),
        ("货a", -6.0),
        ("b", -2.0),
    ];

    #[test]
    fn a_number_and_its_piece_tell_each_other() {
        let (own, theirs) = both(&PIECES);
        for piece in ["ab", "退货", "b", "z"] {
            assert_eq!(own.token_to_id(piece), theirs.token_to_id(piece), "{piece}");
        }
        assert_eq!((own.id_to_token(6).as_deref(), own.id_to_token(99)), (Some("退货"), None));
        assert_eq!((own.get_vocab_size(), own.get_vocab()), (12, theirs.get_vocab()));
    }

    #[test]
    fn texts_of_every_kind_are_cut_by_the_installed_model_as_the_library_cuts_them() {
        let path = onnx::Shelf::usual_folder(Path::new("models/weights")).join("use-multilingual/tokenizer.json");
        if !path.exists() {
            return;
        }
        let (own, theirs) = (open(&path).unwrap(), Tokenizer::from_file(&path).unwrap());
        let ours = include_str!("../../data/sentiment_own.tsv").lines().chain(include_str!("../../data/summary_zh.jsonl").lines());
        let odd = [
            "",
            " ",
            "<s>退货</s>",
            "𠮷野家 🍜🍜 ﷽ ｶﾞｽ",
            "How tall is Mount Everest?",
            "a\u{0}b\u{200b}\u{feff}",
            "１２３４５６７８９０ ①②③",
            "\n\n\t退\t货\n",
        ];
        for text in ours.chain(odd) {
            let [own, theirs] = [own.encode_fast(text, true).unwrap(), theirs.encode_fast(text, true).unwrap()];
            assert_eq!(own.get_ids(), theirs.get_ids(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_text_is_cut_as_the_library_cuts_it(text in "[abcz退货▁ 𠮷]{0,24}") {
            let (own, theirs) = both(&PIECES);
            prop_assert_eq!(own.tokenize(&text).unwrap(), theirs.tokenize(&text).unwrap());
        }
    }
}
