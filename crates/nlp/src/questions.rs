//! Questions that a text answers: those it asks itself, word for word, and those that a sentence with a rule, a price or a time
//! could be asked for.
//!
//! The answer is always a stretch of the text as it stands; only the question of a plain sentence is made, by putting an
//! interrogative where the figure was, and is marked as made. It proposes; a person ticks.

mod made;

use serde::{Deserialize, Serialize};

/// A question and the stretch of text that answers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub question: String,
    pub answer: String,
    /// The text asks it itself. Otherwise the question was made from the answer and wants a look.
    pub sure: bool,
}

/// A longer line that ends with a question mark is talk.
const QUESTION_MAX: usize = 60;
const ANSWER_MAX: usize = 4_000;
/// Of one text.
const ASKED_MAX: usize = 30;

const ASKS: &[&str] = &["问题", "提问", "问", "question", "q"];
const ANSWERS: &[&str] = &["答案", "回答", "答复", "答", "answer", "a"];

/// The questions of a text in Markdown, in order; those it asks itself first where it asks any.
pub fn questions(body: &str) -> Vec<Asked> {
    let lines: Vec<&str> = body.lines().map(str::trim).collect();
    let mut found = of_table(&lines);
    let mut taken = vec![false; lines.len()];
    let mut at = 0;
    while at < lines.len() {
        let Some(question) = question(lines[at]) else {
            at += 1;
            continue;
        };
        let end = (at + 1..lines.len()).find(|&next| ends(lines[next])).unwrap_or(lines.len());
        if let Some(answer) = answer(body, &lines[at + 1..end]) {
            taken[at..end].iter_mut().for_each(|taken| *taken = true);
            found.push(Asked { question, answer, sure: true });
        }
        at = end.max(at + 1);
    }
    let prose = lines.iter().zip(&taken).filter(|(line, taken)| !**taken && !line.starts_with(['#', '|'])).map(|(line, _)| *line);
    found.extend(prose.flat_map(made::questions));
    found.dedup_by(|a, b| a.question == b.question);
    found.truncate(ASKED_MAX);
    found
}

fn ends(line: &str) -> bool {
    line.starts_with('#') || question(line).is_some()
}

/// A line that asks: 「问：…」, `Q2. …`, a heading or a line of its own that ends with a question mark, bold or not.
fn question(line: &str) -> Option<String> {
    if let Some(text) = marked(line, ASKS) {
        return Some(text.to_owned());
    }
    let text = line.trim_start_matches('#').trim().trim_matches('*').trim();
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', '、', ' ']);
    let said = text.strip_suffix(['？', '?']);
    let asks = said.is_some_and(|said| !said.contains(['。', '！', '!'])) && text.chars().count() <= QUESTION_MAX;
    (asks && marked(line, ANSWERS).is_none() && !line.starts_with(['|', '-', '>'])).then(|| text.to_owned()).filter(|text| text.chars().count() > 2)
}

/// What stands behind 「问：」, 「问题 2、」, `A3.`.
fn marked<'a>(line: &'a str, words: &[&str]) -> Option<&'a str> {
    let line = line.trim_start_matches('#').trim().trim_matches('*').trim();
    let rest = words.iter().find_map(|word| line.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word)).map(|_| &line[word.len()..]))?;
    let rest = rest.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    let text = rest.strip_prefix([':', '：', '.', '、'])?.trim_start_matches('*').trim();
    (!text.is_empty()).then_some(text)
}

/// The lines below a question as they stand in the text, without 「答：」.
fn answer(body: &str, lines: &[&str]) -> Option<String> {
    let filled: Vec<&str> = lines.iter().copied().filter(|line| !line.is_empty()).collect();
    let (first, last) = (filled.first()?, filled.last()?);
    let start = offset(body, marked(first, ANSWERS).unwrap_or(first))?;
    let end = offset(body, last)? + last.len();
    let answer = body.get(start..end)?.trim();
    (!answer.is_empty() && answer.chars().count() <= ANSWER_MAX).then(|| answer.to_owned())
}

fn offset(body: &str, part: &str) -> Option<usize> {
    (part.as_ptr() as usize).checked_sub(body.as_ptr() as usize).filter(|at| at + part.len() <= body.len())
}

/// The rows of tables with a column of questions and one of answers.
fn of_table(lines: &[&str]) -> Vec<Asked> {
    let mut found = Vec::new();
    let mut columns: Option<(usize, usize)> = None;
    for line in lines {
        let cells: Vec<&str> = line.strip_prefix('|').map(|row| row.trim_end_matches('|').split('|').map(str::trim).collect()).unwrap_or_default();
        if cells.is_empty() {
            columns = None;
            continue;
        }
        let at = |words: &[&str]| cells.iter().position(|cell| words.iter().any(|word| cell.eq_ignore_ascii_case(word)));
        let Some((question, answer)) = columns else {
            columns = at(ASKS).zip(at(ANSWERS));
            continue;
        };
        let pair =
            cells.get(question).zip(cells.get(answer)).filter(|(q, a)| !q.is_empty() && !a.is_empty() && !a.chars().all(|c| "-: ".contains(c)));
        found.extend(pair.map(|(question, answer)| Asked { question: (*question).to_owned(), answer: (*answer).to_owned(), sure: true }));
    }
    found
}

#[cfg(test)]
mod tests;
