//! Whisper's vocabulary: text to numbers and back, the control tokens, the prompt.

use std::path::Path;

use tokenizers::Tokenizer;

use crate::{Error, Result};

pub const END: u32 = 50_257;
const BEGIN: u32 = 50_258;
const TRANSCRIBE: u32 = 50_359;
const BEFORE: u32 = 50_361;
pub const NO_SPEECH: u32 = 50_362;
const NO_TIMES: u32 = 50_363;
pub const SPACE: u32 = 220;
/// Of the 448 places, half are for the prompt.
const LONGEST_PROMPT: usize = 160;

/// What is spoken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// The more likely one of the two.
    Auto,
    #[default]
    Chinese,
    English,
}

impl Language {
    pub(crate) fn token(self) -> u32 {
        if self == Language::English { 50_259 } else { 50_260 }
    }
}

/// The tokenizer.
pub struct Tokens(Tokenizer);

impl Tokens {
    /// # Errors
    /// `SideFile` when the file is no tokenizer.
    pub fn open(path: &Path) -> Result<Tokens> {
        let wrong = |error: tokenizers::Error| Error::SideFile { file: path.display().to_string(), what: error.to_string() };
        Tokenizer::from_file(path).map(Tokens).map_err(wrong)
    }

    pub fn encode(&self, text: &str) -> Vec<u32> {
        self.0.encode(text, false).map_or_else(|_| Vec::new(), |encoding| encoding.get_ids().to_vec())
    }

    /// Broken characters at the end, which a partial result can have, are left out.
    pub fn decode(&self, tokens: &[u32]) -> String {
        let text = self.0.decode(tokens, true).unwrap_or_default();
        text.trim_matches(['\u{FFFD}', ' ']).to_owned()
    }

    /// What the decoder is told before it begins: the style and the hot words, then what to do.
    pub fn prompt(&self, before: &str, language: Language) -> Vec<u32> {
        let mut out = Vec::new();
        if !before.is_empty() {
            let words = self.encode(&format!(" {before}"));
            out.push(BEFORE);
            out.extend(&words[..words.len().min(LONGEST_PROMPT)]);
        }
        out.extend([BEGIN, language.token(), TRANSCRIBE, NO_TIMES]);
        out
    }

    /// Where in a prompt the decoder tells language and silence: behind the begin token.
    pub fn begin() -> Vec<u32> {
        vec![BEGIN]
    }
}
