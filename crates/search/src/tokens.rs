//! The tokenisers that tantivy knows by name. Each folds the text it is given, so a field can be written with the text
//! as the user sees it. They give no offsets: highlights are found on the original by `snippet`.

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use crate::fold::fold;
use crate::{codes, names, words};

/// How a field's text is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Dictionary words, and tokens of letters and digits.
    Words,
    /// Single characters and pairs of dense scripts only.
    Grams,
    /// `Grams` with the tokens of letters and digits: the baseline that needs no dictionary.
    GramsAndSpelled,
    Names,
    Codes,
}

impl Cut {
    pub const ALL: [Cut; 5] = [Cut::Words, Cut::Grams, Cut::GramsAndSpelled, Cut::Names, Cut::Codes];

    pub fn name(self) -> &'static str {
        match self {
            Cut::Words => "words",
            Cut::Grams => "grams",
            Cut::GramsAndSpelled => "grams_and_spelled",
            Cut::Names => "names",
            Cut::Codes => "codes",
        }
    }

    /// The tokens of a text that is not folded yet.
    pub fn tokens(self, text: &str) -> Tokens {
        let folded = fold(text);
        let mut out = Tokens::default();
        match self {
            Cut::Names => names::keys(&folded, |key| out.push(key)),
            Cut::Codes => codes::keys(&folded, |key| out.push(key)),
            Cut::Words | Cut::Grams | Cut::GramsAndSpelled => self.cut_text(&folded, &mut out),
        }
        out
    }

    fn cut_text(self, folded: &str, out: &mut Tokens) {
        let chars: Vec<char> = folded.chars().collect();
        let runs = words::runs(&chars);
        if self == Cut::Words {
            words::dictionary_words(&chars, &runs, |_, _, token| out.push(token));
        } else {
            words::grams(&chars, &runs, |_, _, token| out.push(token));
        }
        if self != Cut::Grams {
            words::spelled(&chars, &runs, |_, _, token| out.push(token));
        }
    }
}

/// Tells tantivy about every way of cutting.
pub(crate) fn register(known: &TokenizerManager) {
    for cut in Cut::ALL {
        known.register(cut.name(), TextAnalyzer::builder(cut).build());
    }
}

/// Tokens side by side in one buffer: a bulk load makes some hundred million of them.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    text: String,
    ends: Vec<usize>,
}

impl Tokens {
    fn push(&mut self, token: &str) {
        self.text.push_str(token);
        self.ends.push(self.text.len());
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|at| self.get(at))
    }

    fn get(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start..self.ends[at]]
    }
}

impl Tokenizer for Cut {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        Stream { tokens: self.tokens(text), next: 0, token: Token::default() }
    }
}

pub(crate) struct Stream {
    tokens: Tokens,
    next: usize,
    token: Token,
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        if self.next == self.tokens.ends.len() {
            return false;
        }
        self.token.reset();
        self.token.position = self.next;
        self.token.text.push_str(self.tokens.get(self.next));
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
