//! Whether a message insults, for a mark that a supervisor may look at. It never blocks a customer and never answers for a person.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::classify::{Basis, Doc, Head};
use crate::{Embedder, Result};

const NAME: &str = "abuse";
static BYTES: &[u8] = include_bytes!("../data/abuse.bin");
static HEAD: OnceLock<Head> = OnceLock::new();

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Abuse {
    pub abusive: bool,
    /// Calibrated probability on lines half of which are abusive; in a shop's day far fewer are.
    pub probability: f64,
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
pub fn abuse(text: &str, embedder: Option<&Embedder>) -> Result<Abuse> {
    let vector = embedder.map(|embedder| embedder.one(text)).transpose()?;
    of_doc(&Doc::new(text, vector.as_deref()))
}

/// # Errors
/// A damaged head.
pub fn of_doc(doc: &Doc) -> Result<Abuse> {
    let head = head()?;
    let answer = head.answer(doc);
    let probability = if doc.grams.is_empty() { 0.0 } else { answer.probability };
    Ok(Abuse { abusive: probability >= head.threshold, probability, basis: answer.basis })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    /// On n-grams alone: no weights are needed.
    fn check(texts: &[&str], wanted: Expect) {
        let told = |text: &&str| abuse(text, None).map_or_else(|error| error.to_string(), |a| a.abusive.to_string());
        let lines: Vec<String> = texts.iter().map(|text| format!("{} {text}", told(text))).collect();
        wanted.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn insults_and_plain_complaints() {
        check(
            &["你们这群垃圾，滚出去", "外地人都是小偷，恶心", "质量太差了，我要退货", "等了一个小时还没送到", "请问几点关门", ""],
            expect![[r#"
            true 你们这群垃圾，滚出去
            true 外地人都是小偷，恶心
            false 质量太差了，我要退货
            false 等了一个小时还没送到
            false 请问几点关门
            false "#]],
        );
    }

    proptest! {
        #[test]
        fn any_text_has_a_probability(text in any::<String>()) {
            let told = abuse(&text, None).unwrap();
            prop_assert!((0.0..=1.0).contains(&told.probability));
        }
    }
}
