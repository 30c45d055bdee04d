//! Beam search over the decoder, and scores of texts that others propose.

use onnx::Cancel;

use super::model::{Heard, Memory, Model, log_sum_exp};
use super::tokens::{END, Language, NO_SPEECH, SPACE, Tokens};
use crate::Result;

/// How wide and how far to search.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    /// Texts followed at once; 1 is greedy.
    pub beams: usize,
    /// No text is longer: 30 s of quick Chinese are about 200 tokens.
    pub longest: usize,
}

/// A text that the search ended with.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub tokens: Vec<u32>,
    /// Sum of the logarithms of its tokens' probabilities, the end included.
    pub log_probability: f32,
}

impl Found {
    /// Per token, the end included.
    pub fn mean(&self) -> f32 {
        self.log_probability / (self.tokens.len() + 1) as f32
    }
}

/// The decoder before a sound, with its prompt taken in.
pub struct Decoder<'a> {
    model: &'a Model,
    prompted: Memory,
    first: Vec<f32>,
    /// Of the token that says that nobody speaks, right behind the begin token; unknown when not asked for.
    pub no_speech: f32,
}

impl<'a> Decoder<'a> {
    /// Takes the prompt in.
    ///
    /// # Errors
    /// `Model` when stopped.
    pub fn new(model: &'a Model, sound: &Heard, prompt: &[u32], cancel: &Cancel) -> Result<Decoder<'a>> {
        let mut prompted = model.begin(sound)?;
        let keep = 4.min(prompt.len());
        let logits = model.step(&mut prompted, &[prompt.to_vec()], &[0], keep, cancel)?;
        let begin = logits.row(0, 0, keep)?;
        let no_speech = (begin.get(NO_SPEECH as usize).copied().unwrap_or(f32::MIN) - log_sum_exp(begin)).exp();
        let first = logits.row(0, keep - 1, keep)?.to_vec();
        Ok(Decoder { model, prompted, first, no_speech })
    }

    /// The texts that the search ended with, the best first by probability per token.
    ///
    /// # Errors
    /// `Model` when stopped.
    pub fn search(&self, how: &Search, cancel: &Cancel) -> Result<Vec<Found>> {
        let width = how.beams.max(1);
        let mut memory = self.prompted.clone();
        let mut open = expand(&[Found { tokens: Vec::new(), log_probability: 0.0 }], |_| Ok(&self.first), true, width)?;
        let mut done: Vec<Found> = Vec::new();
        for _ in 0..how.longest.max(1) {
            let (going, order) = settle(&mut done, open, width);
            if going.is_empty() || done.len() >= width && hopeless(&going, &done) {
                break;
            }
            let last: Vec<Vec<u32>> = going.iter().map(|found| vec![found.tokens.last().copied().unwrap_or(END)]).collect();
            let logits = self.model.step(&mut memory, &last, &order, 1, cancel)?;
            open = expand(&going, |row| logits.row(row, 0, 1), false, width)?;
            if open.iter().all(|(_, found)| repeats(&found.tokens)) {
                done.extend(going.into_iter().map(|mut found| {
                    cut_repeats(&mut found.tokens);
                    found
                }));
                break;
            }
        }
        done.sort_by(|a, b| b.mean().total_cmp(&a.mean()));
        Ok(done)
    }

    /// The log-probabilities of whole texts, as if the search had ended with them.
    ///
    /// # Errors
    /// `Model` when stopped.
    pub fn score(&self, texts: &[Vec<u32>], cancel: &Cancel) -> Result<Vec<f32>> {
        let mut sorted: Vec<usize> = (0..texts.len()).collect();
        sorted.sort_by(|a, b| texts[*a].cmp(&texts[*b]));
        let mut out = vec![0.0; texts.len()];
        // Neighbours share their beginnings, which are run once. The logits of eight texts of twenty tokens are 33 MB.
        for part in sorted.chunks(8) {
            let rows: Vec<&[u32]> = part.iter().map(|at| texts[*at].as_slice()).collect();
            for (at, score) in part.iter().zip(self.score_neighbours(&rows, cancel)?) {
                out[*at] = score;
            }
        }
        Ok(out)
    }

    fn score_neighbours(&self, texts: &[&[u32]], cancel: &Cancel) -> Result<Vec<f32>> {
        let first = texts.first().copied().unwrap_or_default();
        let shared = texts.iter().map(|text| text.iter().zip(first).take_while(|(a, b)| a == b).count()).min().unwrap_or(0);
        let mut memory = self.prompted.clone();
        let (mut base, mut behind) = (0.0, self.first.clone());
        if shared > 0 {
            let logits = self.model.step(&mut memory, &[first[..shared].to_vec()], &[0], shared, cancel)?;
            base = log_probability(&self.first, first[0]);
            for (place, &token) in first[..shared].iter().enumerate().skip(1) {
                base += log_probability(logits.row(0, place - 1, shared)?, token);
            }
            behind = logits.row(0, shared - 1, shared)?.to_vec();
        }
        let long = texts.iter().map(|text| text.len() - shared).max().unwrap_or(0).max(1);
        let padded = texts.iter().map(|text| text[shared..].iter().copied().chain(std::iter::repeat(END)).take(long).collect());
        let padded: Vec<Vec<u32>> = padded.collect();
        let logits = self.model.step(&mut memory, &padded, &vec![0; texts.len()], long, cancel)?;
        let mut out = Vec::with_capacity(texts.len());
        for (row, text) in texts.iter().enumerate() {
            let mut sum = base;
            for (place, token) in text[shared..].iter().chain(&[END]).enumerate() {
                sum += match place {
                    0 => log_probability(&behind, *token),
                    _ => log_probability(logits.row(row, place - 1, long)?, *token),
                };
            }
            out.push(sum);
        }
        Ok(out)
    }
}

fn log_probability(logits: &[f32], token: u32) -> f32 {
    logits.get(token as usize).copied().unwrap_or(f32::MIN) - log_sum_exp(logits)
}

/// A step of the search: which open text it goes on from, and the text.
type Step = (usize, Found);

/// The best `2 x width` ways on from all open texts.
fn expand<'l>(open: &[Found], row: impl Fn(usize) -> Result<&'l [f32]>, first: bool, width: usize) -> Result<Vec<Step>> {
    let mut ways: Vec<(f32, usize, u32)> = Vec::new();
    for (from, found) in open.iter().enumerate() {
        let logits = row(from)?;
        let base = found.log_probability - log_sum_exp(logits);
        ways.extend(best(logits, 2 * width, first).into_iter().map(|(value, token)| (base + value, from, token)));
    }
    ways.sort_by(|a, b| b.0.total_cmp(&a.0));
    ways.truncate(2 * width);
    let step = |(log_probability, from, token): (f32, usize, u32)| {
        let mut tokens = open[from].tokens.clone();
        tokens.push(token);
        (from, Found { tokens, log_probability })
    };
    Ok(ways.into_iter().map(step).collect())
}

/// The best tokens of a row. Only words and the end may come; at first no end and no lone space.
fn best(logits: &[f32], many: usize, first: bool) -> Vec<(f32, u32)> {
    let mut top: Vec<(f32, u32)> = Vec::with_capacity(many + 1);
    for (token, &value) in (0u32..).zip(logits.iter().take(END as usize + 1)) {
        if top.len() == many && top.last().is_some_and(|worst| value <= worst.0) || first && (token == END || token == SPACE) {
            continue;
        }
        let at = top.partition_point(|other| other.0 >= value);
        top.insert(at, (value, token));
        top.truncate(many);
    }
    top
}

/// Puts ended texts aside and keeps the best `width` open ones with the rows they go on from.
fn settle(done: &mut Vec<Found>, steps: Vec<Step>, width: usize) -> (Vec<Found>, Vec<usize>) {
    let (mut going, mut order) = (Vec::new(), Vec::new());
    for (rank, (from, mut found)) in steps.into_iter().enumerate() {
        if found.tokens.last() == Some(&END) {
            if rank < width {
                found.tokens.pop();
                done.push(found);
            }
        } else if going.len() < width {
            going.push(found);
            order.push(from);
        }
    }
    (going, order)
}

/// Nothing that is open can still win.
fn hopeless(going: &[Found], done: &[Found]) -> bool {
    let best = done.iter().map(Found::mean).fold(f32::MIN, f32::max);
    going.iter().all(|found| found.mean() < best)
}

/// The last tokens are a phrase of one to eight tokens said four times over (twelve times for a single token: digits repeat).
fn repeats(tokens: &[u32]) -> bool {
    (1..=8).any(|long| {
        let times = if long == 1 { 12 } else { 4 };
        let Some(start) = tokens.len().checked_sub(long * times) else { return false };
        let tail = &tokens[start..];
        let phrase = long == 1 || tail[..long].iter().any(|token| *token != tail[0]);
        phrase && tail.chunks(long).all(|part| part == &tail[..long])
    })
}

fn cut_repeats(tokens: &mut Vec<u32>) {
    for long in 1..=8usize {
        while tokens.len() >= 3 * long && tokens[tokens.len() - long..] == tokens[tokens.len() - 2 * long..tokens.len() - long] {
            tokens.truncate(tokens.len() - long);
        }
    }
}

/// Chinese or English, whichever the decoder finds more likely right behind the begin token.
///
/// # Errors
/// `Model` when stopped.
pub fn choose_language(model: &Model, sound: &Heard, cancel: &Cancel) -> Result<Language> {
    let mut memory = model.begin(sound)?;
    let logits = model.step(&mut memory, &[Tokens::begin()], &[0], 1, cancel)?;
    let row = logits.row(0, 0, 1)?;
    let worth = |language: Language| row.get(language.token() as usize).copied().unwrap_or(f32::MIN);
    Ok(if worth(Language::English) > worth(Language::Chinese) { Language::English } else { Language::Chinese })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(tokens: &[u32], log_probability: f32) -> Found {
        Found { tokens: tokens.to_vec(), log_probability }
    }

    #[test]
    fn the_best_tokens_come_in_order_and_no_control_token_among_them() {
        let mut row = vec![0.0f32; 51_865];
        (row[7], row[9], row[END as usize], row[50_300], row[SPACE as usize]) = (3.0, 2.0, 4.0, 99.0, 5.0);
        assert_eq!(best(&row, 3, true).iter().map(|way| way.1).collect::<Vec<_>>(), [7, 9, 0]);
        assert_eq!(best(&row, 3, false).iter().map(|way| way.1).collect::<Vec<_>>(), [SPACE, END, 7]);
    }

    #[test]
    fn ended_texts_are_put_aside_once_they_lead() {
        let mut done = Vec::new();
        let steps = vec![(0, found(&[5, END], -1.0)), (1, found(&[6, 7], -2.0)), (0, found(&[8, END], -3.0)), (2, found(&[9], -4.0))];
        let (going, order) = settle(&mut done, steps, 2);
        assert_eq!((done.len(), going.len(), order), (1, 2, vec![1, 2]));
        assert_eq!(done[0].tokens, [5]);
    }

    #[test]
    fn loops_are_seen_and_digits_are_not_loops() {
        assert!(repeats(&[1, 2, 1, 2, 1, 2, 1, 2]));
        assert!(!repeats(&[1, 0, 0, 0, 0, 0, 0, 0, 0]));
        assert!(repeats(&[4; 12]));
        let mut tokens = vec![9, 1, 2, 1, 2, 1, 2, 1, 2];
        cut_repeats(&mut tokens);
        assert_eq!(tokens, [9, 1, 2, 1, 2]);
    }
}
