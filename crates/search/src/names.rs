//! Names of people and shops: found by their characters, by pinyin in full (`zhangweiming`) and by initials (`zwm`), in any
//! reading their characters have (单 is shan and dan). Never used for running text, where so many spellings would find
//! everything.

use std::collections::HashSet;

use pinyin::ToPinyinMulti;

use crate::words;

/// A name of more characters than this is spelled in its first reading only, and only its beginnings are indexed.
const PERSON_MAX: usize = 4;
/// 解曾单 alone has 27 spellings; the common readings come first, so this many are enough.
const SPELLINGS_MAX: usize = 16;
const SHOP_MAX: usize = 24;

/// Every key under which a name is indexed: its characters and pairs, its letters, and its spellings.
pub(crate) fn keys(folded: &str, mut emit: impl FnMut(&str)) {
    let chars: Vec<char> = folded.chars().collect();
    let runs = words::runs(&chars);
    words::grams(&chars, &runs, |_, _, gram| emit(gram));
    words::spelled(&chars, &runs, |_, _, token| emit(token));
    for spelling in spellings(&chars) {
        emit(&spelling);
    }
}

/// All pinyin keys of a name, sorted and without repeats.
pub(crate) fn spellings(folded: &[char]) -> Vec<String> {
    let dense: Vec<char> = folded.iter().copied().filter(|&c| words::is_dense(c)).take(SHOP_MAX).collect();
    let mut found = Vec::new();
    for syllables in syllables(&dense) {
        let starts = if dense.len() <= PERSON_MAX { 0..syllables.len() } else { 0..1 };
        for start in starts {
            for end in start + 1..=syllables.len() {
                found.push(syllables[start..end].concat());
                found.push(syllables[start..end].iter().filter_map(|s| s.chars().next()).collect());
            }
        }
    }
    found.retain(|key| key.len() > 1);
    found.sort_unstable();
    found.dedup();
    found
}

/// The readings of a whole name, each a list of plain syllables.
fn syllables(dense: &[char]) -> Vec<Vec<String>> {
    let mut spelled: Vec<Vec<String>> = vec![Vec::new()];
    for &c in dense {
        let readings = readings(c, dense.len() <= PERSON_MAX);
        if readings.is_empty() {
            continue;
        }
        let mut longer = Vec::new();
        for reading in &readings {
            longer.extend(spelled.iter().map(|so_far| [so_far.as_slice(), std::slice::from_ref(reading)].concat()));
        }
        longer.truncate(SPELLINGS_MAX);
        spelled = longer;
    }
    spelled
}

fn readings(c: char, every: bool) -> Vec<String> {
    let Some(known) = c.to_pinyin_multi() else { return Vec::new() };
    let mut found: Vec<String> = Vec::new();
    for plain in known.into_iter().map(|reading| reading.plain()) {
        // 吕 is typed lv at keyboards and lu where the dots got lost.
        let typed = if plain.contains('ü') { vec![plain.replace('ü', "v"), plain.replace('ü', "u")] } else { vec![plain.to_owned()] };
        found.extend(typed.into_iter().filter(|spelling| spelling.is_ascii()));
    }
    if !every {
        found.truncate(1);
    }
    let mut seen = HashSet::new();
    found.retain(|reading| seen.insert(reading.clone()));
    found
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(name: &str, expected: Expect) {
        expected.assert_eq(&spellings(&name.chars().collect::<Vec<_>>()).join(" "));
    }

    #[test]
    fn a_person_is_spelled_in_every_part_and_reading() {
        check("张伟明", expect!["meng ming wei weimeng weiming wm zhang zhangwei zhangweimeng zhangweiming zw zwm"]);
        check("单田", expect!["chan chantian ct dan dantian dt shan shantian st tian"]);
        check("吕", expect!["lu lv"]);
    }

    #[test]
    fn a_shop_is_spelled_from_its_beginning_in_one_reading() {
        check("西湖文三路店", expect!["xh xhw xhws xhwsl xhwsld xi xihu xihuwen xihuwensan xihuwensanlu xihuwensanludian"]);
    }

    #[test]
    fn names_without_pinyin_have_no_spelling() {
        check("john smith", expect![[""]]);
        check("ひらがな", expect![[""]]);
        check("", expect![[""]]);
    }

    #[test]
    fn a_name_of_many_readings_stays_small() {
        let name: Vec<char> = "单单单单".chars().collect();
        assert!(syllables(&name).len() <= SPELLINGS_MAX);
    }
}
