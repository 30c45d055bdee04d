//! `/ToUnicode` tables: which text a character code stands for. Ranges are kept as ranges, because a file may claim
//! one of four billion codes.

use std::collections::BTreeMap;

/// Longest text of one code, UTF-16 units: the longest ligatures have three, some fonts map whole words.
const UNITS: usize = 16;
/// More entries than any font has glyphs.
const ENTRIES: usize = 200_000;

/// A parsed table.
#[derive(Debug, Default)]
pub(super) struct CMap {
    /// (Code length in bytes, first code) to (last code, text of the first).
    ranges: BTreeMap<(u8, u32), (u32, Vec<u16>)>,
    one_byte: bool,
    two_byte: bool,
}

#[derive(Debug, PartialEq)]
enum Token {
    Code(Vec<u8>),
    Open,
    Close,
    Word(Vec<u8>),
}

impl CMap {
    pub fn parse(source: &[u8]) -> Self {
        let mut map = Self::default();
        let mut held: Vec<Token> = Vec::new();
        let mut rest = source;
        while let Some((token, next)) = token(rest) {
            rest = next;
            match &token {
                Token::Word(word) => {
                    match word.as_slice() {
                        b"endbfchar" => map.chars(&held),
                        b"endbfrange" => map.ranges(&held),
                        b"endcodespacerange" => map.spaces(&held),
                        _ => {}
                    }
                    held.clear();
                }
                _ => held.push(token),
            }
        }
        map
    }

    /// Codes are one byte long, by what the table says of itself.
    pub fn is_one_byte(&self) -> bool {
        self.one_byte && !self.two_byte
    }

    pub fn get(&self, length: u8, code: u32) -> Option<String> {
        let ((_, first), (last, units)) = self.ranges.range(..=(length, code)).next_back()?;
        let in_range = self.ranges.contains_key(&(length, *first)) && (*first..=*last).contains(&code);
        if !in_range {
            return None;
        }
        let mut units = units.clone();
        if let Some(unit) = units.last_mut() {
            *unit = unit.wrapping_add((code - first) as u16);
        }
        let text = String::from_utf16_lossy(&units);
        Some(text).filter(|t| !t.contains('\u{fffd}'))
    }

    fn insert(&mut self, code: &[u8], last: u32, text: &[u8]) {
        let units: Vec<u16> = match text {
            [only] => vec![u16::from(*only)],
            _ => text.chunks_exact(2).take(UNITS).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect(),
        };
        if self.ranges.len() < ENTRIES && !units.is_empty() && (1..=4).contains(&code.len()) {
            self.ranges.insert((code.len() as u8, value(code)), (last, units));
        }
    }

    fn chars(&mut self, held: &[Token]) {
        for pair in held.chunks_exact(2) {
            if let [Token::Code(code), Token::Code(text)] = pair {
                self.insert(code, value(code), text);
            }
        }
    }

    fn ranges(&mut self, held: &[Token]) {
        let mut tokens = held.iter();
        while let (Some(Token::Code(first)), Some(Token::Code(last))) = (tokens.next(), tokens.next()) {
            match tokens.next() {
                Some(Token::Code(text)) => self.insert(first, value(last), text),
                Some(Token::Open) => self.listed(first, tokens.by_ref()),
                _ => return,
            }
        }
    }

    /// `<01> <03> [<0041> <0042> <0043>]`
    fn listed<'t>(&mut self, first: &[u8], tokens: impl Iterator<Item = &'t Token>) {
        let start = value(first);
        for (i, token) in (0u32..).zip(tokens) {
            let Token::Code(text) = token else { return };
            let code = start.wrapping_add(i).to_be_bytes();
            let code = &code[4 - first.len().clamp(1, 4)..];
            self.insert(code, value(code), text);
        }
    }

    fn spaces(&mut self, held: &[Token]) {
        for token in held {
            if let Token::Code(code) = token {
                self.one_byte |= code.len() == 1;
                self.two_byte |= code.len() > 1;
            }
        }
    }
}

/// Codes of up to four bytes, big end first.
fn value(code: &[u8]) -> u32 {
    code.iter().rev().take(4).rev().fold(0, |n, b| n << 8 | u32::from(*b))
}

fn token(source: &[u8]) -> Option<(Token, &[u8])> {
    let start = source.iter().position(|b| !b.is_ascii_whitespace() && *b != 0)?;
    let source = &source[start..];
    match source[0] {
        b'<' if source.get(1) != Some(&b'<') => {
            let end = source.iter().position(|b| *b == b'>').unwrap_or(source.len());
            let rest = source.get(end + 1..).unwrap_or_default();
            Some((Token::Code(hex(&source[1..end])), rest))
        }
        b'[' => Some((Token::Open, &source[1..])),
        b']' => Some((Token::Close, &source[1..])),
        b'%' => {
            let end = source.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(source.len());
            Some((Token::Word(Vec::new()), &source[end..]))
        }
        _ => {
            let stop = |b: &u8| b.is_ascii_whitespace() || b"<[]%".contains(b);
            let end = source.iter().skip(1).position(stop).map_or(source.len(), |i| i + 1);
            Some((Token::Word(source[..end].to_vec()), &source[end..]))
        }
    }
}

fn hex(digits: &[u8]) -> Vec<u8> {
    let mut nibbles: Vec<u8> = digits.iter().filter_map(|b| (*b as char).to_digit(16)).map(|n| n as u8).collect();
    if nibbles.len() % 2 == 1 {
        nibbles.push(0);
    }
    nibbles.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(source: &str) -> CMap {
        CMap::parse(source.as_bytes())
    }

    #[test]
    fn chars_ranges_and_lists_are_looked_up() {
        let map = map("1 begincodespacerange <0000> <FFFF> endcodespacerange\n2 beginbfchar <0001> <4FDD> <0002> <4FEE6599> endbfchar\n\
             2 beginbfrange <0010><0012><0041> <0020> <0021> [<7535> <6C60>] endbfrange");
        let text = |code| map.get(2, code).unwrap_or_default();
        assert_eq!([1, 2, 0x10, 0x12, 0x20, 0x21].map(text), ["保", "修料", "A", "C", "电", "池"]);
        assert_eq!([0x13, 0x22, 0].map(|code| map.get(2, code)), [None, None, None]);
        assert_eq!(map.get(1, 1), None);
        assert!(!map.is_one_byte());
    }

    #[test]
    fn a_range_of_four_billion_codes_costs_one_entry() {
        let map = map("1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange");
        assert_eq!(map.ranges.len(), 1);
        assert_eq!(map.get(4, 2), Some("C".into()));
    }

    #[test]
    fn noise_is_an_empty_table() {
        for source in ["", "<", "[[[", "beginbfchar <1", "endbfrange endbfchar <<", "%"] {
            assert!(map(source).ranges.is_empty(), "{source}");
        }
    }
}
