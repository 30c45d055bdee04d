//! One window: what Whisper heard, what sounds like it, and which of these it was.
//!
//! A candidate wins by its sound (Whisper's own probability of it), its sense (the language's words) and the shop's own words.

use onnx::Cancel;

use super::guard::{Signs, loops, said};
use super::{Hearing, Language, Options, seconds};
use crate::Result;
use crate::lexicon::Lexicon;
use crate::lexicon::mend::{self, Reach};
use crate::lexicon::words::Words;
use crate::numerals;
use crate::whisper::{Decoder, Found, Sound, Tokens, choose_language};

/// The style that Whisper goes on in: Simplified, with signs. Measured on 100 clips: .166 with it, .178 without a prompt.
const STYLE: &str = "以下是普通话的句子，客服对话。";
/// Weights of sense, slips and own words against the logarithm of the sound's probability.
/// Tuned on one half of 200 clips, confirmed on the other; each lies on a plateau.
const SENSE: f32 = 0.4;
const SLIPS: f32 = 0.3;
const OWN: f32 = 3.0;
/// For each character: both probabilities fall with length, and nothing said is always likeliest.
const LENGTH: f32 = 1.2;
/// A whole mobile number is likelier than one with a digit too many.
const MOBILE: f32 = 4.0;
/// Texts of the search that are mended.
const MENDED: usize = 3;
/// Proposals that are scored with the sound.
const PROPOSED: usize = 20;
/// Hot words told to the decoder.
const HOT: usize = 12;

/// Least seconds of the window. Shorter ones make the model repeat itself: greedy character errors of 200 clips rose from .168 (10 s)
/// to .275 (clip + 1 s); with beams 8 s are as good as 10 s at three quarters of the cost.
const WINDOW: usize = 8;
/// Numbers are heard again as they are spoken, a character a digit, in a wider window: of ten mobile numbers 9 instead of 6 came first.
const NUMBERS: &str = "以下是普通话的句子，客服对话。电话：一三八零零一三八零零零。";
const NUMBER_WINDOW: usize = 13;
const MANY_DIGITS: usize = 6;
/// Under this mean the text is no text: heard once more without the prompt.
const LOST: f32 = -1.0;

/// A text that a window could be.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Candidate {
    pub text: String,
    /// Logarithm of Whisper's probability.
    pub sound: f32,
    /// Nats of nonsense.
    pub sense: f32,
    /// Nats of slips from what was heard.
    pub slips: f32,
    /// Own words in it.
    pub own: usize,
}

impl Candidate {
    fn worth(&self) -> f32 {
        let mobile = if has_mobile(&self.text) { MOBILE } else { 0.0 };
        self.sound + self.prior() + mobile
    }

    /// All but the sound.
    fn prior(&self) -> f32 {
        let long = self.text.chars().filter(|c| c.is_alphanumeric()).count() as f32;
        LENGTH * long - SENSE * self.sense - SLIPS * self.slips + OWN * self.own as f32
    }
}

/// What a window was found to be.
pub struct Considered {
    pub candidates: Vec<Candidate>,
    pub signs: Signs,
}

/// A line that was said.
pub struct Line {
    pub text: String,
    pub confidence: f32,
}

impl Hearing {
    /// The text of one window, if someone said something.
    pub(super) fn understand(&self, samples: &[f32], options: &Options, cancel: &Cancel) -> Result<Option<Line>> {
        let considered = self.consider(samples, options, cancel)?;
        let best = best(&considered.candidates);
        tracing::debug!(signs = ?considered.signs, candidates = considered.candidates.len(), "heard a window");
        let Some(best) = best.filter(|best| said(&best.text, &considered.signs)) else { return Ok(None) };
        let text = if options.digits { numerals::to_digits(&best.text) } else { best.text.clone() };
        Ok(Some(Line { text, confidence: considered.signs.mean.exp() }))
    }

    pub(super) fn consider(&self, samples: &[f32], options: &Options, cancel: &Cancel) -> Result<Considered> {
        let mut sound = self.model.hear(samples, WINDOW, cancel)?;
        let language = match options.language {
            Language::Auto => choose_language(&self.model, &sound, cancel)?,
            told => told,
        };
        let tokens = self.tokens()?;
        let mut style = if language == Language::English { "" } else { STYLE };
        let mut decoder = Decoder::new(&self.model, &sound, &tokens.prompt(style, language), cancel)?;
        let no_speech = decoder.no_speech;
        let search = Self::search(options, samples.len());
        let mut found = decoder.search(&search, cancel)?;
        let best = found.first().map_or_else(String::new, |best| tokens.decode(&best.tokens));
        if found.first().is_none_or(|best| best.mean() < LOST) || loops(&best) || !best.contains(char::is_alphanumeric) {
            found.extend(self.again(&sound, language, options, samples.len(), cancel)?);
            found.sort_by(|a, b| b.mean().total_cmp(&a.mean()));
        } else if options.beams > 1 && language == Language::Chinese && numerals::longest_row(&best) >= MANY_DIGITS {
            (sound, style) = (self.model.hear(samples, NUMBER_WINDOW, cancel)?, NUMBERS);
            decoder = Decoder::new(&self.model, &sound, &tokens.prompt(style, language), cancel)?;
            found = decoder.search(&search, cancel)?;
        }
        let signs = Signs { no_speech, mean: found.first().map_or(f32::MIN, Found::mean), seconds: seconds(samples.len()) };
        let plain = plain(&found, &tokens);
        let words = if options.mend && language == Language::Chinese { self.words() } else { None };
        let candidates = match words {
            Some(words) => self.mended(&decoder, &sound, style, &plain, &words, options, cancel)?,
            None => plain,
        };
        Ok(Considered { candidates, signs })
    }

    /// Once more without a prompt and with two beams: what the style confuses. Once only, so that it ends.
    fn again(&self, sound: &Sound, language: Language, options: &Options, samples: usize, cancel: &Cancel) -> Result<Vec<Found>> {
        let decoder = Decoder::new(&self.model, sound, &self.tokens()?.prompt("", language), cancel)?;
        decoder.search(&Self::search(&Options { beams: 2, ..options.clone() }, samples), cancel)
    }

    #[expect(clippy::too_many_arguments, reason = "all of them are what one window is judged by")]
    fn mended(
        &self,
        decoder: &Decoder,
        sound: &Sound,
        style: &str,
        plain: &[Candidate],
        words: &Words,
        options: &Options,
        cancel: &Cancel,
    ) -> Result<Vec<Candidate>> {
        let own = &*options.lexicon;
        let mut out = proposed(plain, words, own);
        let heard: Vec<String> = plain.iter().take(MENDED).map(|heard| heard.text.clone()).collect();
        let hot = own.hot(&heard, HOT);
        if !hot.is_empty() {
            // Told the hot words, the decoder judges everything anew.
            let prompt = self.tokens()?.prompt(&format!("{style}{}。", hot.join("，")), Language::Chinese);
            let mut told = out.clone();
            told.iter_mut().for_each(|candidate| candidate.sound = f32::NAN);
            self.score(&Decoder::new(&self.model, sound, &prompt, cancel)?, &mut told, cancel)?;
            if best(&told).is_some_and(|best| best.own > 0) {
                return Ok(told);
            }
            // No own word was said: what it was told only confuses it about the others.
        }
        self.score(decoder, &mut out, cancel)?;
        Ok(out)
    }

    /// Scores those that have no score yet.
    fn score(&self, decoder: &Decoder, candidates: &mut [Candidate], cancel: &Cancel) -> Result<()> {
        let mut open: Vec<&mut Candidate> = candidates.iter_mut().filter(|candidate| candidate.sound.is_nan()).collect();
        let tokens = self.tokens()?;
        let texts: Vec<Vec<u32>> = open.iter().map(|candidate| tokens.encode(&candidate.text)).collect();
        for (candidate, score) in open.iter_mut().zip(decoder.score(&texts, cancel)?) {
            candidate.sound = score;
        }
        Ok(())
    }
}

/// The texts of the search, each once.
fn plain(found: &[Found], tokens: &Tokens) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    for found in found {
        let text = fast2s::convert(&tokens.decode(&found.tokens));
        if out.iter().all(|known| known.text != text) && !loops(&text) && text.contains(char::is_alphanumeric) {
            out.push(Candidate { text, sound: found.log_probability, sense: 0.0, slips: 0.0, own: 0 });
        }
    }
    out
}

fn best(candidates: &[Candidate]) -> Option<&Candidate> {
    candidates.iter().max_by(|a, b| a.worth().total_cmp(&b.worth()))
}

/// The heard texts and what sounds like them; of the latter only the likelier ones are worth the decoder's time.
fn proposed(plain: &[Candidate], words: &Words, own: &Lexicon) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    for (rank, heard) in plain.iter().enumerate() {
        let reach = Reach { texts: if rank < MENDED { 14 - 4 * rank } else { 0 }, ..Reach::default() };
        for (nth, proposal) in mend::proposals(&heard.text, words, own, &reach).into_iter().enumerate() {
            if out.iter().all(|known| known.text != proposal.text) {
                let sound = if nth == 0 { heard.sound } else { f32::NAN };
                out.push(Candidate { sound, text: proposal.text, sense: proposal.sense, slips: proposal.slips, own: proposal.own });
            }
        }
    }
    let heard = |candidate: &Candidate| plain.iter().any(|heard| heard.text == candidate.text);
    out.sort_by(|a, b| heard(b).cmp(&heard(a)).then(b.prior().total_cmp(&a.prior())));
    out.truncate(plain.len() + PROPOSED);
    out
}

/// Eleven digits that begin as mobile numbers do, with nothing but dashes and commas between them.
fn has_mobile(text: &str) -> bool {
    let bare: String = numerals::to_digits(text).chars().filter(|c| !matches!(c, '-' | ',' | '，' | ' ' | '、')).collect();
    let mut rows = bare.split(|c: char| !c.is_ascii_digit());
    rows.any(|row| row.len() == 11 && row.starts_with('1') && row.as_bytes()[1] >= b'3')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mobile_numbers_are_known_with_and_without_dashes() {
        assert!(
            has_mobile("一三九二五八零零四五七") && has_mobile("1392-5800-457") && has_mobile("电话13925800457。") && has_mobile("1317, 3532, 123")
        );
        assert!(!has_mobile("139258004577") && !has_mobile("12345678901") && !has_mobile("没有"));
    }
}
