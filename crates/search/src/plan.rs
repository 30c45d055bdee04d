//! From what the user typed to the terms that are looked up. A plan is a flat list of weighted terms, because only a flat
//! disjunction of terms can be pruned block by block; there are no phrases and no nested clauses. It is also what
//! explains a hit afterwards: `asked` holds the pieces of the query that highlights and reasons are made of.

use crate::codes::{self, Part};
use crate::fold::Folded;
use crate::words::{self, Run, Script};

/// Which field a term belongs to; the plan knows fields by role, not by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Role {
    TitleWords,
    TitleGrams,
    TextWords,
    TextGrams,
    Names,
    Codes,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clause {
    pub role: Role,
    pub token: String,
    pub boost: f32,
    /// The token is the last thing typed and may be unfinished.
    pub unfinished: bool,
    /// A lone character of a longer stretch: it moves a hit up, but is no reason for one.
    pub hint: bool,
}

/// How much each kind of evidence counts. Tuned on four public Chinese question sets for hit@1: dictionary words carry most,
/// lone characters more than pairs, because a pair is either a word already or seldom means anything.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weights {
    pub title_words: f32,
    pub title_single: f32,
    pub title_pair: f32,
    pub text_words: f32,
    pub text_single: f32,
    pub text_pair: f32,
    pub names: f32,
    pub pinyin: f32,
    pub code_whole: f32,
    pub code_part: f32,
}

impl Weights {
    pub const TUNED: Weights = Weights {
        title_words: 0.3,
        title_single: 0.2,
        title_pair: 0.2,
        text_words: 1.5,
        text_single: 1.0,
        text_pair: 0.3,
        names: 1.5,
        pinyin: 3.0,
        // Text scores stay below some hundred, so a code outranks any text.
        code_whole: 10_000.0,
        code_part: 1_000.0,
    };
}

/// A query longer than this is cut: it is a pasted document, and its beginning says enough.
const QUERY_CHARS_MAX: usize = 512;
/// Pinyin is typed in one piece or syllable by syllable; longer runs of Latin words are English.
const PINYIN_PIECES_MAX: usize = 6;
const CODE_CHARS_MAX: usize = 32;
/// What follows an amount and never a phone or a ticket number.
const MEASURES: &str = "年月日元块角个天点分秒次件台条折岁层楼人平米公毫千克升寸斤两瓦伏安双套杯瓶箱袋盒只支张份位期周季度小多左以";

#[derive(Debug)]
pub(crate) struct Plan {
    pub clauses: Vec<Clause>,
    pub asked: Asked,
}

/// The query itself, cut the way documents are, to explain hits with.
#[derive(Debug)]
pub(crate) struct Asked {
    pub original: Vec<char>,
    pub folded: Folded,
    /// Terms of two characters and more, single characters where nothing longer was typed, and whole Latin tokens.
    pub terms: Vec<Piece>,
    pub pinyin: Vec<Piece>,
    pub codes: Vec<Piece>,
}

/// A term and where in the folded query it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub text: String,
    pub start: usize,
    pub end: usize,
    pub script: Script,
}

impl Plan {
    pub fn new(text: &str, weights: &Weights) -> Plan {
        let original: Vec<char> = text.chars().take(QUERY_CHARS_MAX).collect();
        let folded = Folded::of(&original.iter().collect::<String>());
        let runs = words::runs(&folded.chars);
        let mut clauses = Clauses::default();
        let mut asked =
            Asked { pinyin: pinyin_pieces(&folded.chars, &runs), codes: code_pieces(&folded.chars, &runs), terms: Vec::new(), original, folded };
        asked.plan_words(&runs, weights, &mut clauses);
        asked.plan_grams(&runs, weights, &mut clauses);
        asked.plan_spelled(&runs, weights, &mut clauses);
        for piece in &asked.pinyin {
            clauses.add(Role::Names, &Clause::new(&piece.text, weights.pinyin));
        }
        for piece in &asked.codes {
            plan_code(piece, weights, &mut clauses);
        }
        Plan { clauses: clauses.list, asked }
    }
}

impl Asked {
    fn plan_words(&mut self, runs: &[Run], weights: &Weights, clauses: &mut Clauses) {
        let Asked { folded, terms, .. } = self;
        words::dictionary_words(&folded.chars, runs, |start, end, word| {
            let mut clause = Clause::new(word, weights.title_words);
            clause.hint = end == start + 1 && !alone(runs, start);
            clauses.add(Role::TitleWords, &clause);
            clauses.add(Role::TextWords, &clause.boosted(weights.text_words));
            if end > start + 1 {
                terms.push(Piece { text: word.to_owned(), start, end, script: Script::Dense });
            }
        });
    }

    fn plan_grams(&mut self, runs: &[Run], weights: &Weights, clauses: &mut Clauses) {
        let Asked { folded, terms, .. } = self;
        words::grams(&folded.chars, runs, |start, end, gram| {
            let hint = end == start + 1 && !alone(runs, start);
            let (title, body) = match hint {
                true => (weights.title_single, weights.text_single),
                false => (weights.title_pair, weights.text_pair),
            };
            let mut clause = Clause::new(gram, title);
            clause.hint = hint;
            clauses.add(Role::TitleGrams, &clause);
            clauses.add(Role::TextGrams, &clause.boosted(body));
            if !hint {
                clauses.add(Role::Names, &clause.boosted(weights.names));
                terms.push(Piece { text: gram.to_owned(), start, end, script: Script::Dense });
            }
        });
    }

    fn plan_spelled(&mut self, runs: &[Run], weights: &Weights, clauses: &mut Clauses) {
        let Asked { folded, terms, .. } = self;
        let typed_to = folded.chars.len();
        words::spelled(&folded.chars, runs, |start, end, token| {
            let unfinished = end == typed_to && token.chars().count() > 1;
            let mut clause = Clause::new(token, weights.title_words + weights.title_pair);
            clause.unfinished = unfinished;
            clauses.add(Role::TitleWords, &clause);
            clauses.add(Role::TextWords, &clause.boosted(weights.text_words + weights.text_pair));
            clauses.add(Role::Names, &clause.boosted(weights.names));
            terms.push(Piece { text: token.to_owned(), start, end, script: Script::Letters });
        });
    }
}

/// Whether a stretch of characters is this one character.
fn alone(runs: &[Run], at: usize) -> bool {
    runs.iter().any(|run| run.start == at && run.end == at + 1)
}

impl Clause {
    fn new(token: &str, boost: f32) -> Clause {
        Clause { role: Role::TitleWords, token: token.to_owned(), boost, unfinished: false, hint: false }
    }

    fn boosted(&self, boost: f32) -> Clause {
        Clause { boost, ..self.clone() }
    }
}

#[derive(Default)]
struct Clauses {
    list: Vec<Clause>,
}

impl Clauses {
    /// A term typed twice counts twice, as one clause.
    fn add(&mut self, role: Role, clause: &Clause) {
        match self.list.iter_mut().find(|known| known.role == role && known.token == clause.token) {
            Some(known) => {
                known.boost += clause.boost;
                known.unfinished |= clause.unfinished;
                known.hint &= clause.hint;
            }
            None => self.list.push(Clause { role, ..clause.clone() }),
        }
    }
}

fn plan_code(piece: &Piece, weights: &Weights, clauses: &mut Clauses) {
    let parts = piece.text.chars().count() >= codes::PART_MIN;
    for part in Part::ALL {
        let boost = if part == Part::Whole { weights.code_whole } else { weights.code_part };
        if parts || part == Part::Whole {
            clauses.add(Role::Codes, &Clause::new(&part.key(&piece.text), boost));
        }
    }
}

/// Neighbouring Latin pieces joined every way (`zhang wei ming` also as `zhangweiming`), as names may be spelled.
fn pinyin_pieces(chars: &[char], runs: &[Run]) -> Vec<Piece> {
    let mut found = Vec::new();
    let near = |a: &Run, b: &Run| chars[a.end..b.start].iter().all(|c| matches!(c, ' ' | '\'' | '-'));
    for group in runs.chunk_by(|a, b| latin(chars, a) && latin(chars, b) && near(a, b)) {
        if !latin(chars, &group[0]) || group.len() > PINYIN_PIECES_MAX {
            continue;
        }
        for from in 0..group.len() {
            for to in from..group.len() {
                let text: String = group[from..=to].iter().flat_map(|run| &chars[run.start..run.end]).collect();
                found.push(Piece { text, start: group[from].start, end: group[to].end, script: Script::Letters });
            }
        }
    }
    found.retain(|piece| piece.text.len() > 1);
    found
}

fn latin(chars: &[char], run: &Run) -> bool {
    run.script == Script::Letters && chars[run.start..run.end].iter().all(char::is_ascii_alphabetic)
}

/// What may be a code: the whole query, and every stretch of letters and digits with a digit in it, unless a measure
/// word follows it at once (2022年, 1500元).
fn code_pieces(chars: &[char], runs: &[Run]) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let mut offer = |start: usize, end: usize| {
        let text: String = chars[start..end].iter().filter(|c| c.is_alphanumeric()).collect();
        let fits = text.chars().count() <= CODE_CHARS_MAX && text.chars().any(|c| c.is_ascii_digit());
        if fits && !found.iter().any(|piece| piece.text == text) {
            found.push(Piece { text, start, end, script: Script::Digits });
        }
    };
    if let (Some(first), Some(last)) = (runs.first(), runs.last()) {
        offer(first.start, last.end);
    }
    let near = |a: &Run, b: &Run| chars[a.end..b.start].iter().all(|c| matches!(c, ' ' | '-' | '_' | '/' | '.'));
    for group in runs.chunk_by(|a, b| a.script != Script::Dense && b.script != Script::Dense && near(a, b)) {
        let (start, end) = (group[0].start, group[group.len() - 1].end);
        let amount = chars.get(end).is_some_and(|&c| MEASURES.contains(c));
        if group[0].script != Script::Dense && !amount {
            offer(start, end);
            group.iter().filter(|run| run.end - run.start >= codes::PART_MIN).for_each(|run| offer(run.start, run.end));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expected: Expect) {
        let plan = Plan::new(text, &Weights::TUNED);
        let list = |pieces: &[Piece]| pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ");
        let hints: Vec<_> = plan.clauses.iter().filter(|c| c.hint && c.role == Role::TextGrams).map(|c| c.token.as_str()).collect();
        let asked = &plan.asked;
        let lines = [
            format!("terms: {}", list(&asked.terms)),
            format!("pinyin: {}", list(&asked.pinyin)),
            format!("codes: {}", list(&asked.codes)),
            format!("hints: {}", hints.join(" ")),
        ];
        expected.assert_eq(&lines.map(|line| line.trim_end().to_owned()).join("\n"));
    }

    #[test]
    fn a_question_is_words_pairs_and_hints() {
        check(
            "电饭煲怎么退货",
            expect![[r#"
            terms: 饭煲 电饭煲 怎么 退货 电饭 饭煲 煲怎 怎么 么退 退货
            pinyin:
            codes:
            hints: 电 饭 煲 怎 么 退 货"#]],
        );
    }

    #[test]
    fn a_lone_character_is_a_term_and_not_a_hint() {
        check(
            "李 明",
            expect![[r#"
            terms: 李 明
            pinyin:
            codes:
            hints:"#]],
        );
    }

    #[test]
    fn latin_pieces_are_joined_every_way_a_name_may_be_spelled() {
        check(
            "zhang wei-ming",
            expect![[r#"
            terms: zhang wei ming weiming
            pinyin: zhang zhangwei zhangweiming wei weiming ming
            codes:
            hints:"#]],
        );
    }

    #[test]
    fn english_sentences_are_not_spelled_as_names() {
        check(
            "how do i get a refund for this order",
            expect![[r#"
            terms: how do i get a refund for this order
            pinyin:
            codes:
            hints:"#]],
        );
    }

    #[test]
    fn numbers_are_codes_unless_a_measure_word_follows() {
        check(
            "2022年买了1500元的锅，尾号6208的客户",
            expect![[r#"
            terms: 尾号 客户 年买 买了 元的 的锅 尾号 的客 客户 2022 1500 6208
            pinyin:
            codes: 2022年买了1500元的锅尾号6208的客户 6208
            hints: 年 买 了 元 的 锅 尾 号 客 户"#]],
        );
        check(
            "沪A·12345",
            expect![[r#"
            terms: 沪 a 12345
            pinyin:
            codes: 沪a12345 12345
            hints:"#]],
        );
        check(
            "138 1234-5678",
            expect![[r#"
            terms: 138 1234 5678 12345678
            pinyin:
            codes: 13812345678 1234 5678
            hints:"#]],
        );
    }

    #[test]
    fn what_is_typed_twice_counts_twice_as_one_clause() {
        let once = Plan::new("退货", &Weights::TUNED);
        let twice = Plan::new("退货 退货", &Weights::TUNED);
        assert_eq!(once.clauses.len(), twice.clauses.len());
        assert!(once.clauses.iter().zip(&twice.clauses).all(|(once, twice)| once.boost * 2.0 == twice.boost));
    }
}
