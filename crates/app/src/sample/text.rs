//! Fills the texts of the sample: `{slot}` stands for a word of the scene, `[one|other]` for one of several ways to say it.
//!
//! A slot without a word is an error: no half-filled sentence reaches a screen.

use std::collections::BTreeMap;

use super::chance::Chance;

/// The words of one scene.
pub type Slots = BTreeMap<&'static str, String>;

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the text 「{text}」 of the sample {why}; correct the data file in crates/app/sample")]
pub struct BadText {
    text: String,
    why: String,
}

/// The text with its ways chosen and its slots filled.
pub fn fill(text: &str, slots: &Slots, chance: &mut Chance) -> Result<String, BadText> {
    let bad = |why: String| BadText { text: text.to_owned(), why };
    let chosen = choose(text, chance).ok_or_else(|| bad("has a bracket that does not close".to_owned()))?;
    let mut filled = String::with_capacity(chosen.len());
    let mut rest = chosen.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let (name, more) = after.split_once('}').ok_or_else(|| bad("has a brace that does not close".to_owned()))?;
        let word = slots.get(name).ok_or_else(|| bad(format!("asks for {{{name}}}, which the scene does not have")))?;
        filled += before;
        filled += word;
        rest = more;
    }
    Ok(filled + rest)
}

fn choose(text: &str, chance: &mut Chance) -> Option<String> {
    let mut chosen = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let (ways, more) = after.split_once(']')?;
        let ways: Vec<&str> = ways.split('|').collect();
        chosen += before;
        chosen += *chance.pick(&ways);
        rest = more;
    }
    Some(chosen + rest)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expected: Expect) {
        let slots = Slots::from([("shop", "杭州滨江店".to_owned()), ("days", "12".to_owned())]);
        let filled = fill(text, &slots, &mut Chance::of("text"));
        expected.assert_eq(&filled.unwrap_or_else(|bad| bad.to_string()));
    }

    #[test]
    fn slots_are_filled_and_one_way_is_chosen() {
        check("{shop}，第 {days} 天[。|。]", expect!["杭州滨江店，第 12 天。"]);
    }

    #[test]
    fn a_slot_without_a_word_is_told() {
        check(
            "{nobody}",
            expect![
                "the text 「{nobody}」 of the sample asks for {nobody}, which the scene does not have; correct the data file in crates/app/sample"
            ],
        );
    }

    #[test]
    fn an_open_bracket_is_told() {
        check("[甲|乙", expect!["the text 「[甲|乙」 of the sample has a bracket that does not close; correct the data file in crates/app/sample"]);
    }
}
