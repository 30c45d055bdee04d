//! Other texts that sound like the heard one and make more sense: a lattice of words over its syllables, searched with what
//! words usually follow each other.
//!
//! It only proposes. Whether a proposal wins is decided with the sound at hand (`hear`).

use super::Lexicon;
use super::sound::{self, STRANGE, Syllable};
use super::words::{NONE, UNKNOWN_COST, Words};

/// How far to look.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    /// Paths kept at each character.
    pub paths: usize,
    /// Texts given back, the heard one not counted.
    pub texts: usize,
    /// Weight of a slip of hearing against a nat of sense.
    pub slip: f32,
    /// Slips of a word may cost this much for each of its characters.
    pub per_character: f32,
}

impl Default for Reach {
    fn default() -> Reach {
        Reach { paths: 16, texts: 12, slip: 1.5, per_character: 1.3 }
    }
}

/// Longest word of the model that is looked up.
const LONGEST: usize = 5;
/// What a digit, a Latin letter or a sign costs: the same on every path.
const SIGN_COST: f32 = 3.0;
/// Digits in a row that are a number and not words.
const ROW: usize = 5;
/// What a shop's own word costs for itself and for each character: a rare word of the model costs about as much.
const OWN_COST: f32 = 7.0;
const OWN_COST_EACH: f32 = 0.4;

/// A text with what speaks against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub text: String,
    /// Nats: how little sense it makes.
    pub sense: f32,
    /// Nats: how far it is from what was heard.
    pub slips: f32,
    /// Words of the shop's lexicon in it.
    pub own: usize,
}

struct Arc {
    to: usize,
    word: u32,
    text: String,
    slips: f32,
    /// For what is no word of the model; words of the model cost what stands before them says.
    fixed: Option<f32>,
    own: bool,
}

#[derive(Clone)]
struct Path {
    before: [u32; 2],
    text: String,
    sense: f32,
    slips: f32,
    own: usize,
}

/// The heard text itself first, then what sounds like it, the most sensible first.
pub fn proposals(heard: &str, words: &Words, own: &Lexicon, reach: &Reach) -> Vec<Proposal> {
    let characters: Vec<char> = heard.chars().collect();
    let sounds: Vec<Vec<Syllable>> = characters.iter().map(|c| sound::readings(*c)).collect();
    let lattice: Vec<Vec<Arc>> = (0..characters.len()).map(|at| arcs(&characters, &sounds, at, words, own, reach)).collect();
    let mut out = vec![best_reading(&characters, words, own)];
    for path in walk(&lattice, words, reach) {
        if out.iter().all(|known| known.text != path.text) && out.len() <= reach.texts {
            out.push(Proposal { text: path.text, sense: path.sense, slips: path.slips, own: path.own });
        }
    }
    out
}

fn best_reading(characters: &[char], words: &Words, own: &Lexicon) -> Proposal {
    let lattice: Vec<Vec<Arc>> = (0..characters.len()).map(|at| straight_arcs(characters, at, words, own)).collect();
    let reach = Reach { paths: 8, texts: 1, slip: 1.0, per_character: 0.0 };
    let text = characters.iter().collect();
    let best = walk(&lattice, words, &reach).into_iter().next();
    best.map_or(Proposal { text, sense: 0.0, slips: 0.0, own: 0 }, |path| Proposal { text: path.text, sense: path.sense, slips: 0.0, own: path.own })
}

/// Best paths from the first to the last character, the best first.
fn walk(lattice: &[Vec<Arc>], words: &Words, reach: &Reach) -> Vec<Path> {
    let mut at: Vec<Vec<Path>> = vec![Vec::new(); lattice.len() + 1];
    at[0].push(Path { before: [NONE, NONE], text: String::new(), sense: 0.0, slips: 0.0, own: 0 });
    let worth = |path: &Path| path.sense + reach.slip * path.slips;
    for (place, arcs) in lattice.iter().enumerate() {
        let mut paths = std::mem::take(&mut at[place]);
        paths.sort_by(|a, b| worth(a).total_cmp(&worth(b)));
        paths.dedup_by(|a, b| a.text == b.text && a.before == b.before);
        paths.truncate(reach.paths);
        for arc in arcs {
            at[arc.to].extend(paths.iter().map(|path| path.on(arc, words)));
        }
    }
    let mut ended = at.pop().unwrap_or_default();
    ended.sort_by(|a, b| worth(a).total_cmp(&worth(b)));
    ended
}

impl Path {
    fn on(&self, arc: &Arc, words: &Words) -> Path {
        let cost = arc.fixed.unwrap_or_else(|| words.cost(self.before, arc.word));
        Path {
            before: [self.before[1], arc.word],
            text: format!("{}{}", self.text, arc.text),
            sense: self.sense + cost,
            slips: self.slips + arc.slips,
            own: self.own + usize::from(arc.own),
        }
    }
}

/// The words that stand there as heard.
fn straight_arcs(characters: &[char], at: usize, words: &Words, own: &Lexicon) -> Vec<Arc> {
    if in_row(characters, at) {
        return vec![Arc { fixed: Some(SIGN_COST), ..no_word(characters[at], at) }];
    }
    let mut out = Vec::new();
    for long in 1..=LONGEST.max(own.longest()).min(characters.len() - at) {
        let text: String = characters[at..at + long].iter().collect();
        if own.contains(&text) {
            out.push(own_arc(at + long, &text, 0.0));
        }
        match words.number(&text) {
            Some(word) => out.push(Arc { to: at + long, word, text, slips: 0.0, fixed: None, own: false }),
            None if long == 1 => out.push(no_word(characters[at], at)),
            None => {}
        }
    }
    out
}

/// Whether a character is one of a row of digits that is read out: they make no sense, and any is as likely as another.
fn in_row(characters: &[char], at: usize) -> bool {
    let digit = |c: &&char| "零一二三四五六七八九幺".contains(**c);
    let before = characters[..at].iter().rev().take_while(digit).count();
    let from = characters[at..].iter().take_while(digit).count();
    from > 0 && before + from >= ROW
}

fn no_word(c: char, at: usize) -> Arc {
    let fixed = if sound::readings(c).is_empty() { SIGN_COST } else { UNKNOWN_COST };
    Arc { to: at + 1, word: NONE, text: c.to_string(), slips: 0.0, fixed: Some(fixed), own: false }
}

fn own_arc(to: usize, text: &str, slips: f32) -> Arc {
    let fixed = OWN_COST + OWN_COST_EACH * text.chars().count() as f32;
    Arc { to, word: NONE, text: text.to_owned(), slips, fixed: Some(fixed), own: true }
}

/// And those that sound like what was heard there.
fn arcs(characters: &[char], sounds: &[Vec<Syllable>], at: usize, words: &Words, own: &Lexicon, reach: &Reach) -> Vec<Arc> {
    let mut out = straight_arcs(characters, at, words, own);
    if in_row(characters, at) {
        return out;
    }
    for long in 1..=LONGEST.min(characters.len() - at) {
        let span = &sounds[at..at + long];
        for key in sound::keys(span) {
            for &word in words.sounding(key).iter().take(if long == 1 { 24 } else { 60 }) {
                let name = words.name(word);
                let Some(slips) = slips(&characters[at..at + long], span, name, reach.per_character) else { continue };
                if slips > 0.0 && out.iter().all(|arc| arc.word != word) {
                    out.push(Arc { to: at + long, word, text: name.to_owned(), slips, fixed: None, own: false });
                }
            }
        }
    }
    for (name, long, slips) in own.sounding(characters, sounds, at) {
        if slips > 0.0 {
            out.push(own_arc(at + long, name, slips));
        }
    }
    out
}

/// How far a word is from what was heard; nothing when it is too far.
fn slips(heard: &[char], sounds: &[Vec<Syllable>], name: &str, per_character: f32) -> Option<f32> {
    let mut sum = 0.0;
    let mut many = 0;
    for (c, (was, readings)) in name.chars().zip(heard.iter().zip(sounds)) {
        many += 1;
        if c != *was {
            let far = sound::far_readings(readings, &sound::readings(c));
            sum += if far >= STRANGE { return None } else { far + 0.05 };
        }
    }
    (many == heard.len() && sum <= per_character * many as f32).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn told(heard: &str, own: &[&str]) -> String {
        let words = Words::built_in().expect("the built-in file is whole");
        let own = Lexicon::new(own.iter().copied());
        let all = proposals(heard, &words, &own, &Reach { texts: 3, ..Reach::default() });
        all.iter().map(|p| format!("{} {:.0}+{:.1}", p.text, p.sense, p.slips)).collect::<Vec<_>>().join("\n")
    }

    fn check(heard: &str, own: &[&str], expect: Expect) {
        expect.assert_eq(&told(heard, own));
    }

    #[test]
    fn nonsense_finds_the_words_that_sound_like_it() {
        check(
            "奉皇",
            &[],
            expect![[r#"
            奉皇 22+0.0
            凤凰 10+0.1
            锋芒 13+0.9
            盼望 12+1.8"#]],
        );
        check(
            "也没办法迅速环节成实话的难题",
            &[],
            expect![[r#"
            也没办法迅速环节成实话的难题 69+0.0
            也没办法迅速环节城市化的难题 61+0.4
            也没办法迅速缓解城市化的难题 61+1.0
            也没办法迅速环节城市化的男是 63+0.8"#]],
        );
        check(
            "我要退货",
            &[],
            expect![[r#"
            我要退货 21+0.0
            我要退化 22+0.7
            我要退火 25+0.3
            我由退货 26+0.6"#]],
        );
    }

    #[test]
    fn the_shops_own_words_are_found_by_their_sound() {
        check(
            "我在空家花园",
            &["孔家花园"],
            expect![[r#"
            我在空家花园 36+0.0
            我在孔家花园 17+0.3
            我再孔家花园 20+0.4
            我才孔家花园 19+0.9"#]],
        );
        check(
            "一下",
            &["怡夏"],
            expect![[r#"
            一下 7+0.0
            怡夏 8+0.4
            以下 10+0.3
            一些 8+2.3"#]],
        );
    }

    #[test]
    fn signs_and_rare_characters_stay() {
        check("A😀𠮷1", &[], expect!["A😀𠮷1 12+0.0"]);
        check("", &[], expect![" 0+0.0"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn the_heard_text_comes_first_and_no_text_twice(heard in "[一-龥a9，😀]{0,12}") {
            let words = Words::built_in().expect("the built-in file is whole");
            let all = proposals(&heard, &words, &Lexicon::default(), &Reach::default());
            prop_assert_eq!(&all[0].text, &heard);
            let distinct: std::collections::HashSet<_> = all.iter().map(|p| &p.text).collect();
            prop_assert_eq!(distinct.len(), all.len());
            prop_assert!(all.iter().all(|p| p.text.chars().count() == heard.chars().count()));
        }
    }
}
