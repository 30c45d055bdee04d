//! Whether a message praises or complains, for the mark beside a conversation. A person reads the message; the mark only sorts.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::classify::{Basis, Doc, Head};
use crate::{Embedder, Result};

const NAME: &str = "sentiment";
static BYTES: &[u8] = include_bytes!("../data/sentiment.bin");
static HEAD: OnceLock<Head> = OnceLock::new();

/// Nearer to even than this, in probability, and nothing is said. Of shopping reviews a tenth falls in here, and every third of
/// them would be told wrong.
const EVEN: f64 = 0.2;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    Positive,
    /// Neither, both, or not clear.
    Neutral,
    Negative,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sentiment {
    pub tone: Tone,
    /// Calibrated probability that the text is positive rather than negative.
    pub positive: f64,
    pub basis: Basis,
}

/// The trained head, read at the first call.
///
/// # Errors
/// `Head` when the file in the program is damaged.
pub fn head() -> Result<&'static Head> {
    super::classify::once(&HEAD, NAME, BYTES)
}

/// Without an embedder the answer stands on n-grams alone and says so.
///
/// # Errors
/// What the sentence model says, or a damaged head.
pub fn sentiment(text: &str, embedder: Option<&Embedder>) -> Result<Sentiment> {
    let vector = embedder.map(|embedder| embedder.one(text)).transpose()?;
    of_doc(&Doc::new(text, vector.as_deref()))
}

/// # Errors
/// A damaged head.
pub fn of_doc(doc: &Doc) -> Result<Sentiment> {
    let answer = head()?.answer(doc);
    let positive = if doc.grams.is_empty() { 0.5 } else { answer.probability };
    let tone = match positive {
        p if p >= 0.5 + EVEN => Tone::Positive,
        p if p <= 0.5 - EVEN => Tone::Negative,
        _ => Tone::Neutral,
    };
    Ok(Sentiment { tone, positive, basis: answer.basis })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    /// On n-grams alone: no weights are needed.
    fn check(texts: &[&str], wanted: Expect) {
        let told = |text: &&str| sentiment(text, None).map_or_else(|error| error.to_string(), |s| format!("{:?}", s.tone));
        let lines: Vec<String> = texts.iter().map(|text| format!("{} {text}", told(text))).collect();
        wanted.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn service_sentences() {
        check(
            &[
                "服务态度特别好，下次还来",
                "奶茶很好喝，包装也漂亮",
                "质量太差了，用了两天就坏了",
                "等了一个小时还没送到，再也不来了",
                "刹车修了三次还是坏的，太失望了",
                "",
                "🙂",
            ],
            expect![[r#"
                Positive 服务态度特别好，下次还来
                Positive 奶茶很好喝，包装也漂亮
                Negative 质量太差了，用了两天就坏了
                Negative 等了一个小时还没送到，再也不来了
                Negative 刹车修了三次还是坏的，太失望了
                Neutral 
                Neutral 🙂"#]],
        );
    }

    #[test]
    fn long_text_is_read_by_its_head() {
        let text = "房间很干净，服务很好。".repeat(100_000);
        assert_eq!(sentiment(&text, None).unwrap().tone, Tone::Positive);
    }

    proptest! {
        #[test]
        fn any_text_has_a_probability(text in any::<String>()) {
            let told = sentiment(&text, None).unwrap();
            prop_assert!((0.0..=1.0).contains(&told.positive));
            prop_assert_eq!(told.basis, Basis::Grams);
        }
    }
}
