//! English inside Chinese: a list of words that shops use, the names of the letters, and a small set of letter-to-sound
//! rules for the rest, all in the phonemes that Kokoro was taught. It does not try to be an English voice.

use std::collections::HashMap;
use std::sync::LazyLock;

static WORDS: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| include_str!("../../data/english.txt").lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')).collect());

/// Names of the letters A to Z, stressed.
const LETTERS: [&str; 26] = [
    "ˈA",
    "bˈi",
    "sˈi",
    "dˈi",
    "ˈi",
    "ˈɛf",
    "ʤˈi",
    "ˈAʧ",
    "ˈI",
    "ʤˈA",
    "kˈA",
    "ˈɛl",
    "ˈɛm",
    "ˈɛn",
    "ˈO",
    "pˈi",
    "kjˈu",
    "ˈɑɹ",
    "ˈɛs",
    "tˈi",
    "jˈu",
    "vˈi",
    "dˈʌbəlju",
    "ˈɛks",
    "wˈI",
    "zˈi",
];

/// Longer words than this are not pronounced but spelled no further: a hostile text must not cost.
const LONGEST_WORD: usize = 40;

/// How a word is looked up: small letters, no accents.
pub fn key(word: &str) -> String {
    word.to_lowercase()
}

/// Whether the word's sound is listed.
pub fn known(word: &str) -> bool {
    WORDS.contains_key(key(word).as_str())
}

/// Whether a word that is not listed is to be spelled: capitals, one letter, or nothing to sing on.
pub fn abbreviates(word: &str) -> bool {
    let letters: Vec<char> = word.chars().filter(|c| c.is_ascii_alphabetic()).collect();
    let capitals = letters.iter().filter(|c| c.is_ascii_uppercase()).count();
    let vowels = letters.iter().filter(|c| "aeiouyAEIOUY".contains(**c)).count();
    letters.len() < 2 || vowels == 0 || (capitals == letters.len() && letters.len() <= 5)
}

/// Phonemes of a word or of a single letter. Empty when there is no Latin letter in it.
pub fn phonemes(word: &str) -> String {
    let key = key(word);
    if let Some(listed) = WORDS.get(key.as_str()).filter(|_| key.len() > 1) {
        return (*listed).to_owned();
    }
    let letters: Vec<char> = key.chars().map(base_letter).filter(char::is_ascii_lowercase).take(LONGEST_WORD).collect();
    match letters.as_slice() {
        [one] => LETTERS[(*one as u8 - b'a') as usize].to_owned(),
        many => as_pinyin(many).unwrap_or_else(|| sounded(many)),
    }
}

/// Names of firms are often pinyin: `zhanggui` is two Chinese syllables. Only what English would hardly spell so is taken for one.
fn as_pinyin(letters: &[char]) -> Option<String> {
    let word: String = letters.iter().collect();
    let foreign = ["zh", "x", "ang", "eng", "ong", "iao", "uang", "iang", "ui", "uo", "ao", "qi"].iter().any(|mark| word.contains(mark));
    if !foreign || word.len() < 5 {
        return None;
    }
    let mut said = String::new();
    let mut rest = word.as_str();
    while !rest.is_empty() {
        let (length, sound) = (2..=rest.len().min(6)).rev().find_map(|n| super::phoneme::syllable(&format!("{}1", &rest[..n])).map(|s| (n, s)))?;
        said.push_str(&sound);
        rest = &rest[length..];
    }
    Some(said)
}

fn base_letter(c: char) -> char {
    match c {
        'à'..='å' | 'æ' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        c => c,
    }
}

/// Spellings and their sounds, longest first; what stands at the end of a word has a `$`.
const SPELLINGS: [(&str, &str); 72] = [
    ("tion", "ʃən"),
    ("sion", "ʒən"),
    ("ture", "ʧəɹ"),
    ("ight", "It"),
    ("ough", "O"),
    ("tch", "ʧ"),
    ("dge", "ʤ"),
    ("eau", "O"),
    ("igh", "I"),
    ("ing$", "ɪŋ"),
    ("ers$", "əɹz"),
    ("er$", "əɹ"),
    ("or$", "əɹ"),
    ("ar$", "ɑɹ"),
    ("le$", "əl"),
    ("ed$", "d"),
    ("es$", "z"),
    ("ey$", "i"),
    ("y$", "i"),
    ("ow$", "O"),
    ("ch", "ʧ"),
    ("sh", "ʃ"),
    ("th", "θ"),
    ("ph", "f"),
    ("wh", "w"),
    ("ck", "k"),
    ("ng", "ŋ"),
    ("qu", "kw"),
    ("kn", "n"),
    ("wr", "ɹ"),
    ("gh", "ɡ"),
    ("ee", "i"),
    ("ea", "i"),
    ("oo", "u"),
    ("ou", "W"),
    ("ow", "W"),
    ("oi", "Y"),
    ("oy", "Y"),
    ("ai", "A"),
    ("ay", "A"),
    ("ei", "A"),
    ("ie", "i"),
    ("au", "ɔ"),
    ("aw", "ɔ"),
    ("oa", "O"),
    ("ue", "u"),
    ("ew", "u"),
    ("ar", "ɑɹ"),
    ("er", "ɜɹ"),
    ("ir", "ɜɹ"),
    ("ur", "ɜɹ"),
    ("or", "ɔɹ"),
    ("x", "ks"),
    ("c", "k"),
    ("q", "k"),
    ("j", "ʤ"),
    ("y", "j"),
    ("g", "ɡ"),
    ("r", "ɹ"),
    ("a", "æ"),
    ("e", "ɛ"),
    ("i", "ɪ"),
    ("o", "ɑ"),
    ("u", "ʌ"),
    ("ss", "s"),
    ("ll", "l"),
    ("tt", "t"),
    ("pp", "p"),
    ("ff", "f"),
    ("mm", "m"),
    ("nn", "n"),
    ("zz", "z"),
];

const VOWELS: &str = "aeiou";

fn sounded(letters: &[char]) -> String {
    let word: String = letters.iter().collect();
    let mut said = String::new();
    let mut at = 0;
    let mut stressed = false;
    while at < word.len() {
        let (length, sound) = next_sound(&word, at);
        let is_vowel = sound.starts_with(|c: char| "AIOWYiuɔɑɛæɪʌɜə".contains(c));
        if is_vowel && !stressed {
            said.push('ˈ');
            stressed = true;
        }
        said.push_str(&sound);
        at += length;
    }
    said
}

fn next_sound(word: &str, at: usize) -> (usize, String) {
    let rest = &word[at..];
    if let Some(long) = long_vowel(rest) {
        return long;
    }
    if rest == "e" && at > 1 {
        return (1, String::new());
    }
    if let Some(soft) = soft_consonant(rest) {
        return soft;
    }
    for (spelling, sound) in SPELLINGS.iter().chain(&[]) {
        match spelling.strip_suffix('$') {
            Some(end) if rest == end && at > 0 => return (rest.len(), (*sound).to_owned()),
            None if rest.starts_with(spelling) && !shorter_than_double(rest, spelling) => return (spelling.len(), (*sound).to_owned()),
            _ => {}
        }
    }
    (1, rest.chars().next().map(String::from).unwrap_or_default())
}

/// A doubled consonant is one sound.
fn shorter_than_double(rest: &str, spelling: &str) -> bool {
    let mut two = rest.chars();
    let (first, second) = (two.next(), two.next());
    spelling.len() == 1
        && first == second
        && first.is_some_and(|c| !VOWELS.contains(c))
        && SPELLINGS.iter().any(|(s, _)| s.len() == 2 && rest.starts_with(s))
}

/// `ate`, `ime`, `ode`: the silent e makes the vowel say its name.
fn long_vowel(rest: &str) -> Option<(usize, String)> {
    let [vowel, consonant, b'e'] = rest.as_bytes() else { return None };
    if VOWELS.contains(*consonant as char) || !consonant.is_ascii_lowercase() {
        return None;
    }
    let name = match vowel {
        b'a' => "A",
        b'e' => "i",
        b'i' => "I",
        b'o' => "O",
        b'u' => "u",
        _ => return None,
    };
    Some((1, name.to_owned()))
}

fn soft_consonant(rest: &str) -> Option<(usize, String)> {
    let two = rest.get(..2)?;
    match two {
        "ce" | "ci" | "cy" => Some((1, "s".to_owned())),
        "ge" | "gi" => Some((1, "ʤ".to_owned())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn words_letters_and_guesses() {
        let said: Vec<String> =
            ["WeChat", "App", "VIP", "iPhone", "Wi-Fi", "A", "w", "zhanggui", "nice", "cake", "shopping", "Lenovo", "Motion", "café", "q", "", "ß"]
                .iter()
                .map(|w| format!("{w} [{}]", phonemes(w)))
                .collect();
        expect![[r#"
            WeChat [wˈiʧˌæt]
            App [ˈæp]
            VIP [vˌiˌIpˈi]
            iPhone [ˈIfOn]
            Wi-Fi [wˈIfˌI]
            A [ˈA]
            w [dˈʌbəlju]
            zhanggui [ꭧa→ŋkwei→]
            nice [nˈIs]
            cake [kˈAk]
            shopping [ʃˈɑpɪŋ]
            Lenovo [lˈɛnɑvɑ]
            Motion [mˈɑʃən]
            café [kˈAf]
            q [kjˈu]
             []
            ß []"#]]
        .assert_eq(&said.join("\n"));
    }

    #[test]
    fn what_is_spelled() {
        let spelled: Vec<&str> =
            ["SKU", "GPS", "Lenovo", "HTML", "nike", "CRM", "x", "hmm", "LENOVO", "BMW"].into_iter().filter(|w| abbreviates(w)).collect();
        expect!["SKU GPS HTML CRM x hmm BMW"].assert_eq(&spelled.join(" "));
    }

    proptest::proptest! {
        /// Nothing that Kokoro has no token for ever comes out.
        #[test]
        fn only_phonemes_come_out(word in "[a-zA-Z]{1,50}") {
            let said = phonemes(&word);
            proptest::prop_assert!(!said.is_empty() || word.eq_ignore_ascii_case("e"));
            proptest::prop_assert!(said.chars().all(super::super::phoneme::is_token), "{said}");
        }
    }
}
