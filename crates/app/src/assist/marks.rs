//! What to watch out for in the customer's last words: tone, abuse, danger, threats, hurry, a wish to buy, personal data.
//!
//! Each mark names the words behind it where words decided. Thresholds are those of the models' cards; a mark is a hint to a person.

use nlp::classify::Doc;
use nlp::recognise::{Found, Kind};
use nlp::sentiment::Tone;
use nlp::urgency::{Reason, Why};
use nlp::{Embedder, abuse, purchase, sentiment, urgency};

use super::{AssistMark, Mark};
use crate::error::Error;

/// The score from which words of hurry are a mark.
const URGENT: f32 = 0.5;
const PURCHASE: f32 = 0.5;

/// `texts` newest first, with what they name.
pub(super) fn marks(texts: &[String], named: &[Vec<Found>], embedder: Option<&Embedder>) -> Result<Vec<AssistMark>, Error> {
    let mut marks = told(texts);
    if let Some(last) = texts.first() {
        marks.extend(toned(last, embedder).map_err(Error::internal)?);
    }
    marks.extend(personal(texts, named));
    Ok(marks)
}

fn hundredths(share: f64) -> i64 {
    (share.clamp(0.0, 1.0) * 100.0).round() as i64
}

/// By the words themselves: the strongest of the last messages counts.
fn told(texts: &[String]) -> Vec<AssistMark> {
    let urgencies: Vec<_> = texts.iter().map(|text| urgency::urgency(text)).collect();
    let words_of = |whys: &[Why]| {
        let certain = urgencies.iter().flat_map(|urgency| &urgency.reasons).filter(|reason| !reason.doubted && whys.contains(&reason.why));
        once(certain.map(|reason: &Reason<Why>| reason.word.clone()))
    };
    let score = urgencies.iter().map(|urgency| urgency.score).fold(0.0, f32::max);
    let strength = hundredths(f64::from(score));
    let mut marks = Vec::new();
    for (mark, whys) in [(Mark::Danger, &[Why::Danger, Why::Injury][..]), (Mark::Threat, &[Why::Threat][..])] {
        let words = words_of(whys);
        if !words.is_empty() {
            marks.push(AssistMark { mark, strength, words });
        }
    }
    if score >= URGENT {
        marks.push(AssistMark { mark: Mark::Urgent, strength, words: words_of(&[Why::Hurry, Why::Damage, Why::Waiting, Why::Anger]) });
    }
    let best = texts.iter().map(|text| purchase::purchase_intent(text)).max_by(|a, b| a.score.total_cmp(&b.score));
    if let Some(wish) = best.filter(|wish| wish.score >= PURCHASE) {
        let words = once(wish.reasons.iter().filter(|reason| !reason.doubted).map(|reason| reason.word.clone()));
        marks.push(AssistMark { mark: Mark::Purchase, strength: hundredths(f64::from(wish.score)), words });
    }
    marks
}

/// By the tone of the last message as a whole.
fn toned(last: &str, embedder: Option<&Embedder>) -> Result<Vec<AssistMark>, nlp::Error> {
    let vector = embedder.map(|embedder| embedder.one(last)).transpose()?;
    let doc = Doc::new(last, vector.as_deref());
    let mut marks = Vec::new();
    let tone = sentiment::of_doc(&doc)?;
    if tone.tone == Tone::Negative {
        marks.push(AssistMark { mark: Mark::Negative, strength: hundredths(1.0 - tone.positive), words: Vec::new() });
    }
    let abuse = abuse::of_doc(&doc)?;
    if abuse.abusive {
        marks.push(AssistMark { mark: Mark::Abusive, strength: hundredths(abuse.probability), words: Vec::new() });
    }
    Ok(marks)
}

/// Numbers that should not stand in a chat.
fn personal(texts: &[String], named: &[Vec<Found>]) -> Option<AssistMark> {
    let delicate = |found: &&Found| matches!(found.kind, Kind::IdCard | Kind::BankCard | Kind::Passport | Kind::Ssn | Kind::Iban);
    let found = texts.iter().zip(named).find_map(|(_, named)| named.iter().find(delicate))?;
    Some(AssistMark { mark: Mark::Personal, strength: hundredths(f64::from(found.confidence)), words: Vec::new() })
}

fn once(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    words.for_each(|word| {
        if !kept.contains(&word) {
            kept.push(word);
        }
    });
    kept
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expected: Expect) {
        let named = vec![nlp::recognise::recognise(text)];
        let marks = told(&[text.to_owned()]).into_iter().chain(personal(&[text.to_owned()], &named));
        let lines: Vec<String> = marks.map(|mark| format!("{:?} {} {:?}", mark.mark, mark.strength, mark.words)).collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn words_of_danger_and_threats_are_marked_with_the_words() {
        check(
            "空气炸锅冒烟了，再不处理我打12315",
            expect![[r#"
            Danger 94 ["冒烟"]
            Threat 94 ["12315"]
            Urgent 94 []"#]],
        );
    }

    #[test]
    fn what_is_denied_is_no_mark() {
        check("没有冒烟，就是问问怎么清洗", expect![[r#""#]]);
    }

    #[test]
    fn a_wish_to_buy_is_marked() {
        check("这款多少钱，我想买两台", expect![[r#"Purchase 93 ["多少钱", "想买"]"#]]);
    }

    #[test]
    fn a_card_number_is_marked_without_being_repeated() {
        check("身份证11010519491231002X", expect!["Personal 99 []"]);
    }
}
