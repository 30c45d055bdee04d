//! Looks for a word in bytes. Only for short words in parts of files; it remembers nothing between calls.

/// Where `word` first stands at or after `from`.
pub(crate) fn find(bytes: &[u8], from: usize, word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|b| *b == first)?;
        if bytes[at..].starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
}

pub(crate) fn contains(bytes: &[u8], word: &[u8]) -> bool {
    find(bytes, 0, word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_at_its_first_place_from_a_start() {
        assert_eq!(find(b"endstream stream", 0, b"stream"), Some(3));
        assert_eq!(find(b"endstream stream", 4, b"stream"), Some(10));
        assert_eq!(find(b"strea", 0, b"stream"), None);
        assert_eq!(find(b"x", 9, b"x"), None);
        assert!(!contains(b"x", b""));
    }
}
