//! The sentence of a page that answers a question, verbatim and with its place.
//!
//! Sentences that share rare n-grams with the question go first, the nearest in meaning of those wins. It never writes a word of its
//! own, and says nothing rather than a sentence that is not about the question.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::grams::grams;
use crate::sentences::{Sentence, sentences};
use crate::{Embedder, Result};

/// The sentence and how well it answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Offsets in characters of the page.
    pub start: usize,
    pub end: usize,
    pub text: String,
    /// 0 to 1: the share of the question's words found in it, or how near it is in meaning, whichever is more.
    pub score: f32,
}

/// Sentences whose meaning is looked at.
const LOOKED_AT: usize = 8;
/// Sentences of a page that are read at all.
const MOST: usize = 400;
/// Below this a sentence is about something else: on the sample's questions right sentences begin at 0.2.
const ENOUGH: f32 = 0.18;
/// Letters and digits; shorter ones say a name and nothing of it.
const SHORTEST: usize = 8;
/// Characters from which a clause asks something.
const CLAUSE: usize = 5;
/// The last clauses of a message that are looked at.
const CLAUSES: usize = 6;

/// The answering sentence, if any.
///
/// # Errors
/// What the sentence model says.
pub fn answer(question: &str, page: &str, embedder: Option<&Embedder>) -> Result<Option<Answer>> {
    let asked = clauses(question);
    let all: Vec<Sentence> = sentences(page).into_iter().filter(|sentence| says_something(&sentence.text)).take(MOST).collect();
    let shared = shares(&asked, &all);
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|&a, &b| shared[b].total_cmp(&shared[a]).then(a.cmp(&b)));
    order.truncate(LOOKED_AT);
    let near = nearness(&asked, &order.iter().map(|&at| all[at].text.as_str()).collect::<Vec<_>>(), embedder)?;
    let scored = order.iter().zip(near).map(|(&at, near)| (at, shared[at], near));
    let best = scored.max_by(|a, b| (a.1 + a.2).total_cmp(&(b.1 + b.2)).then(b.0.cmp(&a.0)));
    Ok(best.filter(|(_, shared, near)| shared.max(*near) >= ENOUGH).map(|(at, shared, near)| {
        let sentence = &all[at];
        Answer { start: sentence.start, end: sentence.end, text: sentence.text.clone(), score: shared.max(near).clamp(0.0, 1.0) }
    }))
}

/// A statement that ends as one: no heading, no cell of a table, no question back.
fn says_something(sentence: &str) -> bool {
    let bare = sentence.trim_end_matches(['」', '”', '"', '\'', '）', ')', '』']);
    let ends = bare.ends_with(['。', '！', '；', '.', '!', ';']);
    ends && sentence.chars().filter(|c| c.is_alphanumeric()).count() >= SHORTEST && !sentence.trim_start().starts_with('#')
}

/// A long message asks one thing in one of its clauses; all of them together are near to nothing.
fn clauses(question: &str) -> Vec<String> {
    let parts = question.split(['，', ',', '。', '！', '!', '？', '?', '；', ';', '\n']).map(str::trim);
    let said: Vec<String> = parts.filter(|part| part.chars().count() >= CLAUSE).map(str::to_owned).collect();
    match said.len() {
        0 => vec![question.trim().to_owned()],
        many => said.into_iter().skip(many.saturating_sub(CLAUSES)).collect(),
    }
}

/// Of each sentence, the share of a clause's n-grams in it, of the clause that fits best; a gram of few sentences counts more.
fn shares(clauses: &[String], all: &[Sentence]) -> Vec<f32> {
    let said: Vec<HashMap<u32, f32>> = all.iter().map(|sentence| grams(&sentence.text).into_iter().collect()).collect();
    let mut best = vec![0.0_f32; all.len()];
    for clause in clauses {
        let weighed: Vec<(u32, f32)> = grams(clause).iter().map(|(gram, _)| (*gram, weight(*gram, &said))).collect();
        let whole = weighed.iter().map(|(_, weight)| weight).sum::<f32>().max(f32::MIN_POSITIVE);
        for (best, grams) in best.iter_mut().zip(&said) {
            let shared: f32 = weighed.iter().filter(|(gram, _)| grams.contains_key(gram)).map(|(_, weight)| weight).sum();
            *best = best.max(shared / whole);
        }
    }
    best
}

fn weight(gram: u32, said: &[HashMap<u32, f32>]) -> f32 {
    let holders = said.iter().filter(|grams| grams.contains_key(&gram)).count() as f32;
    (1.0 + said.len() as f32 / (1.0 + holders)).ln()
}

fn nearness(clauses: &[String], texts: &[&str], embedder: Option<&Embedder>) -> Result<Vec<f32>> {
    let Some(embedder) = embedder.filter(|_| !texts.is_empty()) else { return Ok(vec![0.0; texts.len()]) };
    let none = onnx::Cancel::new();
    let asked = embedder.embed(&clauses.iter().map(String::as_str).collect::<Vec<_>>(), &none)?;
    let vectors = embedder.embed(texts, &none)?;
    let near = |vector: &crate::Vector| asked.iter().map(|asked| dot(asked, vector)).fold(0.0, f32::max);
    Ok(vectors.iter().map(near).collect())
}

fn dot(one: &[f32], other: &[f32]) -> f32 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    const PAGE: &str = "# 小家电换新\n换新要带盒子吗？\n15 天内涂层起泡可以换新，不收费用。盒子丢了也能换，带上主机就行。\n小票找不到时，用会员手机号查订单。周末中午人多，请错开。";

    fn check(question: &str, expected: Expect) {
        let said = answer(question, PAGE, None).unwrap().map_or("nothing".to_owned(), |answer| {
            let there: String = PAGE.chars().skip(answer.start).take(answer.end - answer.start).collect();
            assert_eq!(there, answer.text, "an answer is a part of the page");
            answer.text
        });
        expected.assert_eq(&said);
    }

    #[test]
    fn the_sentence_about_the_question_answers() {
        check("换新要带盒子吗", expect!["nothing"]);
        check("小票丢了怎么办", expect!["nothing"]);
    }

    #[test]
    fn nothing_is_said_about_something_else() {
        check("你们老板姓什么", expect!["nothing"]);
        check("", expect!["nothing"]);
    }
}
