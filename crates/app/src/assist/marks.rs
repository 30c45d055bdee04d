//! What to watch out for in the customer's last words: tone, abuse, danger, threats, hurry, a wish to buy, personal data.
//!
//! Each mark names the words behind it where words decided. Thresholds are those of the models' cards; a mark is a hint to a person.

use nlp::classify::Doc;
use nlp::recognise::{Found, Kind};
use nlp::sentiment::Tone;
use nlp::signals::Signal;
use nlp::urgency::{Reason, Why};
use nlp::{Embedder, abuse, purchase, sentiment, urgency};

use super::{AssistMark, Mark};
use crate::error::Error;

/// Heads are calibrated on texts half of which are unhappy, urgent or want to buy; in a shop's day far fewer are, so without a telling
/// word a head must be this sure.
const SURE: f64 = 0.85;

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

/// Danger and threats by the words themselves, in any of the last messages.
fn told(texts: &[String]) -> Vec<AssistMark> {
    let urgencies: Vec<_> = texts.iter().map(|text| urgency::urgency(text)).collect();
    let strength = hundredths(f64::from(urgencies.iter().map(|urgency| urgency.score).fold(0.0, f32::max)));
    let words = |whys: &[Why]| once(urgencies.iter().flat_map(|urgency| certain(&urgency.reasons, whys)));
    let marks = [(Mark::Danger, words(&[Why::Danger, Why::Injury])), (Mark::Threat, words(&[Why::Threat]))];
    marks.into_iter().filter(|(_, words)| !words.is_empty()).map(|(mark, words)| AssistMark { mark, strength, words }).collect()
}

fn certain(reasons: &[Reason<Why>], whys: &[Why]) -> Vec<String> {
    reasons.iter().filter(|reason| !reason.doubted && whys.contains(&reason.why)).map(|reason| reason.word.clone()).collect()
}

/// Hurry and a wish to buy: a head says whether, words say why.
fn signalled(last: &str, doc: &Doc) -> Result<Vec<AssistMark>, nlp::Error> {
    let hurry = once(certain(&urgency::urgency(last).reasons, &[Why::Hurry, Why::Damage, Why::Waiting, Why::Anger]).into_iter());
    let wish = purchase::purchase_intent(last).reasons;
    let wish = once(wish.into_iter().filter(|reason| !reason.doubted && speaks_for(reason.why)).map(|reason| reason.word));
    let mut marks = Vec::new();
    for (signal, mark, words) in [(Signal::Urgency, Mark::Urgent, hurry), (Signal::Purchase, Mark::Purchase, wish)] {
        let told = signal.of_doc(doc)?;
        // What somebody wants to buy they name; a head alone takes every question about goods for it.
        let telling = !words.is_empty() || mark == Mark::Urgent && told.probability >= SURE;
        if told.yes && telling {
            marks.push(AssistMark { mark, strength: hundredths(told.probability), words });
        }
    }
    Ok(marks)
}

fn speaks_for(why: purchase::Why) -> bool {
    !matches!(why, purchase::Why::AfterSales | purchase::Why::Owned)
}

/// By the tone of the last message as a whole.
fn toned(last: &str, embedder: Option<&Embedder>) -> Result<Vec<AssistMark>, nlp::Error> {
    let vector = embedder.map(|embedder| embedder.one(last)).transpose()?;
    let doc = Doc::new(last, vector.as_deref());
    let mut marks = signalled(last, &doc)?;
    let tone = sentiment::of_doc(&doc)?;
    if tone.tone == Tone::Negative && 1.0 - tone.positive >= SURE {
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
        let marks = marks(&[text.to_owned()], &named, None).unwrap();
        let lines: Vec<String> = marks.iter().map(|mark| format!("{:?} {} {:?}", mark.mark, mark.strength, mark.words)).collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn words_of_danger_and_threats_are_marked_with_the_words() {
        check(
            "空气炸锅冒烟了，再不处理我打12315",
            expect![[r#"
                Danger 94 ["冒烟"]
                Threat 94 ["12315"]"#]],
        );
    }

    #[test]
    fn what_is_denied_is_no_mark() {
        check("没有冒烟，就是问问怎么清洗", expect!["Negative 86 []"]);
    }

    #[test]
    fn a_wish_to_buy_is_marked() {
        check("这款多少钱，我想买两台", expect![[r#"Purchase 96 ["多少钱", "想买"]"#]]);
    }

    #[test]
    fn a_card_number_is_marked_without_being_repeated() {
        check("身份证11010519491231002X", expect!["Personal 97 []"]);
    }
}
