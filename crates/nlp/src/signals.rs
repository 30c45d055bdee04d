//! Whether a message is urgent or wants to buy, as a probability: trained heads beside the word lists of `urgency` and `purchase`,
//! which tell the reasons. On sentences that neither saw the word lists are little better than chance and the heads are right nine
//! times in ten. A head tells no reason and decides nothing.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::classify::{Basis, Doc, Head};
use crate::{Embedder, Result};

static URGENCY: (&[u8], OnceLock<Head>) = (include_bytes!("../data/urgency.bin"), OnceLock::new());
static PURCHASE: (&[u8], OnceLock<Head>) = (include_bytes!("../data/purchase.bin"), OnceLock::new());

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    Urgency,
    Purchase,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    pub yes: bool,
    /// Calibrated on messages of which nearly half are yes; in a quiet shop it is too high.
    pub probability: f64,
    pub basis: Basis,
}

impl Signal {
    /// The trained head, read at the first call.
    ///
    /// # Errors
    /// `Head` when the file in the program is damaged.
    pub fn head(self) -> Result<&'static Head> {
        match self {
            Signal::Urgency => crate::classify::once(&URGENCY.1, "urgency", URGENCY.0),
            Signal::Purchase => crate::classify::once(&PURCHASE.1, "purchase", PURCHASE.0),
        }
    }

    /// Without an embedder the answer stands on n-grams alone and says so.
    ///
    /// # Errors
    /// What the sentence model says, or a damaged head.
    pub fn told(self, text: &str, embedder: Option<&Embedder>) -> Result<Told> {
        let vector = embedder.map(|embedder| embedder.one(text)).transpose()?;
        self.of_doc(&Doc::new(text, vector.as_deref()))
    }

    /// # Errors
    /// A damaged head.
    pub fn of_doc(self, doc: &Doc) -> Result<Told> {
        let head = self.head()?;
        let answer = head.answer(doc);
        let probability = if doc.grams.is_empty() { 0.0 } else { answer.probability };
        Ok(Told { yes: probability >= head.threshold, probability, basis: answer.basis })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn silence_is_neither() {
        for signal in [Signal::Urgency, Signal::Purchase] {
            assert!(!signal.told("", None).unwrap().yes);
        }
    }

    proptest! {
        #[test]
        fn any_text_has_a_probability(text in any::<String>()) {
            for signal in [Signal::Urgency, Signal::Purchase] {
                prop_assert!((0.0..=1.0).contains(&signal.told(&text, None).unwrap().probability));
            }
        }
    }
}
