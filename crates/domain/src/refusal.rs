//! "No", said by a rule: why, in the person's language, and what they can do instead.
//!
//! A refusal is not a failure: nothing broke, and the same words come to the screen, the terminal and the log.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The languages that the product speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// A rule's "no". `rule` names the rule for tests and logs; the texts are whole sentences for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{rule}: {en}")]
pub struct Refusal {
    pub rule: &'static str,
    pub zh: String,
    pub en: String,
}

impl Refusal {
    pub fn new(rule: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Refusal { rule, zh: zh.into(), en: en.into() }
    }
    pub fn text(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// What a rule answers.
pub type Verdict<T> = Result<T, Refusal>;
