//! Codes: ticket numbers, phones, member numbers, plates. People say the end of a phone and type the beginning of a ticket
//! number, so both ends are indexed, each under a mark of its own so that a whole code outranks a part. Punctuation
//! inside a code never matters. Input is folded text.

/// Shorter ends and beginnings than this match too much to be worth a posting.
pub(crate) const PART_MIN: usize = 4;

/// Longer codes keep their whole key and this much of both ends; nobody types more.
const PART_MAX: usize = 24;

/// How a key of the code field was made; the first character of the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Whole,
    Beginning,
    End,
}

impl Part {
    pub const ALL: [Part; 3] = [Part::Whole, Part::End, Part::Beginning];

    pub fn key(self, code: &str) -> String {
        let mark = match self {
            Part::Whole => '=',
            Part::Beginning => '^',
            Part::End => '$',
        };
        format!("{mark}{code}")
    }
}

/// A code without what people put between its characters.
pub(crate) fn bare(folded: &str) -> String {
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Every key under which a code is indexed. A whole code is also an end and a beginning of itself, so that a code typed
/// in full collects all three.
pub(crate) fn keys(folded: &str, mut emit: impl FnMut(&str)) {
    let code: Vec<char> = bare(folded).chars().collect();
    if code.is_empty() {
        return;
    }
    let text = |part: &[char]| part.iter().collect::<String>();
    emit(&Part::Whole.key(&text(&code)));
    for length in PART_MIN..=code.len().min(PART_MAX) {
        emit(&Part::Beginning.key(&text(&code[..length])));
        emit(&Part::End.key(&text(&code[code.len() - length..])));
    }
}

/// Whether `asked` (bare) finds `code` (folded), and so is a reason for the hit.
pub(crate) fn finds(asked: &str, code: &str) -> bool {
    let code = bare(code);
    let part = asked.chars().count() >= PART_MIN && (code.starts_with(asked) || code.ends_with(asked));
    code == asked || part
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(code: &str, expected: Expect) {
        let mut found = Vec::new();
        keys(code, |key| found.push(key.to_owned()));
        expected.assert_eq(&found.join(" "));
    }

    #[test]
    fn a_code_is_indexed_whole_and_by_both_ends() {
        check(
            "hz07a-1842",
            expect!["=hz07a1842 ^hz07 $1842 ^hz07a $a1842 ^hz07a1 $7a1842 ^hz07a18 $07a1842 ^hz07a184 $z07a1842 ^hz07a1842 $hz07a1842"],
        );
        check("a-12", expect!["=a12"]);
        check("-·", expect![[""]]);
    }

    #[test]
    fn a_very_long_code_costs_no_more_than_its_ends() {
        let mut count = 0;
        keys(&"7".repeat(10_000), |_| count += 1);
        assert_eq!(count, 1 + 2 * (PART_MAX - PART_MIN + 1));
    }

    #[test]
    fn a_part_is_a_reason_only_from_four_characters_on() {
        assert!(finds("6208", "139-1234-6208"));
        assert!(finds("1391234", "139-1234-6208"));
        assert!(finds("12", "1-2"));
        assert!(!finds("208", "139-1234-6208"));
        assert!(!finds("1234", "139-1234-6208"));
    }
}
