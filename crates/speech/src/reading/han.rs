//! How Han characters sound here: words are cut, then each takes its reading from, in this order, the project's own
//! phrases (found anywhere, longest first), the derived phrase table (inside one word), a rule for a lone character that
//! its neighbours decide, and at last the character's usual reading.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use pinyin::ToPinyin as _;

use super::phoneme::split_tone;

/// A word of the run and the pinyin of its characters, with tones as in a dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Characters of the run.
    pub at: Range<usize>,
    /// One syllable a character, `zhong1`; empty for a character that nobody reads.
    pub pinyin: Vec<String>,
}

type Table = HashMap<&'static str, Vec<&'static str>>;

static OWN: LazyLock<Table> = LazyLock::new(|| table(include_str!("../../data/own_phrases.txt")));
static PHRASES: LazyLock<Table> = LazyLock::new(|| table(include_str!("../../data/phrases.txt")));

/// The longest phrase of either table, in characters.
const LONGEST_PHRASE: usize = 8;

/// Runs are cut in stretches of this many characters: the cutter's work grows faster than the text.
const STRETCH: usize = 600;

fn table(text: &'static str) -> Table {
    let lines = text.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once(' '));
    lines.map(|(word, pinyin)| (word, syllables(pinyin))).filter(|(word, s)| word.chars().count() == s.len()).collect()
}

/// `yin2hang2` → `yin2`, `hang2`.
fn syllables(pinyin: &str) -> Vec<&str> {
    pinyin.split_inclusive(|c: char| c.is_ascii_digit()).collect()
}

/// Cut a run of Han characters into words and read them.
pub fn read(run: &str) -> Vec<Word> {
    let chars: Vec<char> = run.chars().collect();
    let mut words: Vec<Word> = chars.chunks(STRETCH).enumerate().flat_map(|(i, chunk)| cut(chunk, i * STRETCH)).collect();
    let own = own_phrases(&chars, &words);
    join_under(&mut words, &own);
    let bounds: Vec<Range<usize>> = words.iter().map(|w| w.at.clone()).collect();
    for (i, word) in words.iter_mut().enumerate() {
        word.pinyin = read_word(&chars, &bounds, i);
    }
    for (at, pinyin) in own {
        for (i, syllable) in at.zip(pinyin) {
            let holder = words.partition_point(|w| w.at.end <= i);
            if let Some(word) = words.get_mut(holder) {
                let within = i - word.at.start;
                word.pinyin[within] = (*syllable).to_owned();
            }
        }
    }
    words
}

fn cut(chunk: &[char], offset: usize) -> Vec<Word> {
    let text: String = chunk.iter().collect();
    let mut at = offset;
    words::dictionary()
        .cut(&text, true)
        .into_iter()
        .map(|token| {
            let start = at;
            at += token.word.chars().count();
            Word { at: start..at, pinyin: Vec::new() }
        })
        .collect()
}

/// The project's phrases in the run, left to right, the longest at each place that breaks no word in two.
fn own_phrases(chars: &[char], words: &[Word]) -> Vec<(Range<usize>, &'static [&'static str])> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let longest = (1..=LONGEST_PHRASE.min(chars.len() - at)).rev().find_map(|n| {
            let word: String = chars[at..at + n].iter().collect();
            OWN.get(word.as_str()).filter(|_| fits(words, &(at..at + n))).map(|pinyin| (n, pinyin.as_slice()))
        });
        match longest {
            Some((n, pinyin)) => {
                found.push((at..at + n, pinyin));
                at += n;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether a phrase lies inside one word or begins and ends where words do: 会计 is not in 音乐会计划.
fn fits(words: &[Word], at: &Range<usize>) -> bool {
    let first = words.partition_point(|w| w.at.end <= at.start);
    let last = words.partition_point(|w| w.at.start < at.end);
    let inside = last == first + 1;
    inside || words.get(first).is_some_and(|w| w.at.start == at.start) && last.checked_sub(1).is_some_and(|l| words[l].at.end == at.end)
}

/// A phrase that the cutter broke into pieces becomes one word, where it does not break another.
fn join_under(words: &mut Vec<Word>, own: &[(Range<usize>, &'static [&'static str])]) {
    for (at, _) in own {
        let first = words.partition_point(|w| w.at.end <= at.start);
        let last = words.partition_point(|w| w.at.start < at.end);
        let covers = last > first + 1 && words[first].at.start == at.start && words[last - 1].at.end == at.end;
        if covers {
            words.splice(first..last, [Word { at: at.clone(), pinyin: Vec::new() }]);
        }
    }
}

fn read_word(chars: &[char], bounds: &[Range<usize>], i: usize) -> Vec<String> {
    let at = bounds[i].clone();
    if at.len() == 1 {
        let previous = i.checked_sub(1).map(|p| &chars[bounds[p].clone()]);
        let next = bounds.get(i + 1).map(|n| &chars[n.clone()]);
        return vec![lone(chars[at.start], previous, next)];
    }
    let mut said = Vec::with_capacity(at.len());
    let word = &chars[at];
    while said.len() < word.len() {
        let rest = &word[said.len()..];
        let phrase = (2..=rest.len().min(LONGEST_PHRASE)).rev().find_map(|n| {
            let text: String = rest[..n].iter().collect();
            PHRASES.get(text.as_str())
        });
        match phrase {
            Some(pinyin) => said.extend(pinyin.iter().map(|p| (*p).to_owned())),
            None => said.push(in_word(rest[0], said.len(), word)),
        }
    }
    said
}

/// A character inside a longer word without a phrase of its own: suffixes are light.
fn in_word(c: char, at: usize, word: &[char]) -> String {
    let last = at > 0 && at + 1 == word.len();
    match c {
        '子' if last && word.len() == 2 => "zi5".to_owned(),
        '们' if last => "men5".to_owned(),
        '着' if last => "zhe5".to_owned(),
        '地' if at == 0 || word.len() == 2 => "di4".to_owned(),
        '个' if last => "ge5".to_owned(),
        c => usual(c),
    }
}

/// The usual reading, where the list's first one is not what shops mean by the character alone.
fn usual(c: char) -> String {
    let named = match c {
        '长' => "chang2",
        '得' => "de5",
        '的' => "de5",
        '了' => "le5",
        '着' => "zhe5",
        '干' => "gan1",
        '便' => "bian4",
        '调' => "tiao2",
        '差' => "cha4",
        '重' => "zhong4",
        '更' => "geng4",
        '没' => "mei2",
        '薄' => "bao2",
        '似' => "si4",
        '么' => "me5",
        '吗' | '嘛' => "ma5",
        '呢' => "ne5",
        '吧' => "ba5",
        '啊' => "a5",
        '呀' => "ya5",
        '哦' | '喔' => "o4",
        '哎' => "ai1",
        '嗯' => "en5",
        '谁' => "shei2",
        '〇' => "ling2",
        '幺' => "yao1",
        '给' => "gei3",
        '会' => "hui4",
        '看' => "kan4",
        '说' => "shuo1",
        '切' => "qie1",
        '夹' => "jia1",
        '炸' => "zha2",
        '粘' => "zhan1",
        '嚼' => "jiao2",
        '剥' => "bo1",
        '露' => "lu4",
        '晕' => "yun1",
        '扎' => "zha1",
        '挑' => "tiao1",
        '盛' => "sheng4",
        '塞' => "sai1",
        '扇' => "shan4",
        '散' => "san4",
        '省' => "sheng3",
        '朝' => "chao2",
        '载' => "zai4",
        '曾' => "ceng2",
        '卡' => "ka3",
        _ => return listed(c),
    };
    named.to_owned()
}

fn listed(c: char) -> String {
    c.to_pinyin().map(|p| ascii(p.with_tone_num_end())).unwrap_or_default()
}

/// `lü4` as `lv4`, and the neutral tone written out.
pub(super) fn ascii(pinyin: &str) -> String {
    let plain: String = pinyin.chars().map(|c| if c == 'ü' { 'v' } else { c }).collect();
    if plain.ends_with(|c: char| c.is_ascii_digit()) { plain } else { plain + "5" }
}

const NUMERALS: &str = "零一二两三四五六七八九十百千万亿半几每这那整";

/// A character that stands as a word of its own: its neighbours tell which one it is.
fn lone(c: char, previous: Option<&[char]>, next: Option<&[char]>) -> String {
    let before = previous.and_then(|w| w.last().copied());
    let after = next.and_then(|w| w.first().copied());
    let counted = before.is_some_and(|b| NUMERALS.contains(b));
    let named = match c {
        '地' if previous.is_some_and(|w| w.len() >= 2) && next.is_some() && !counted => "de5",
        '地' => "di4",
        '得' if before.is_none() || before.is_some_and(|b| "我你您他她它们就也都还总要".contains(b)) => "dei3",
        '还' if after.is_some_and(|a| "了钱款车书货清我你您".contains(a)) && before.is_some_and(|b| "已要来去没未可".contains(b)) => {
            "huan2"
        }
        '为' if after.is_some_and(|a| "您你我他她它这那大客顾用会广所其老新".contains(a)) || before.is_none() => "wei4",
        '为' => "wei2",
        '行' if counted => "hang2",
        '只' if counted => "zhi1",
        '分' if before.is_some_and(|b| "成水".contains(b)) => "fen4",
        '数' if next.is_none() && before.is_some_and(|b| "来再先".contains(b)) => "shu3",
        '长' if after == Some('了') && before.is_some_and(|b| "又还已".contains(b)) => "zhang3",
        '好' | '种' | '都' => return listed(c),
        '重' if after.is_some_and(|a| "装启发拍做打寄选填".contains(a)) => "chong2",
        '量' if after.is_some_and(|a| "一了体血尺身".contains(a)) => "liang2",
        '空' if before.is_some_and(|b| "有没".contains(b)) => "kong4",
        '干' if after.is_some_and(|a| "了什啥嘛活".contains(a)) => "gan4",
        '中' if after == Some('了') => "zhong4",
        '上' | '里' if before.is_some() && !counted && previous.is_some_and(|w| w.len() >= 2) => return format!("{}5", split_tone(&usual(c)).0),
        '过' if after == Some('的') || next.is_none() => "guo5",
        '个' if counted => "ge5",
        '儿' => "er2",
        _ => return usual(c),
    };
    named.to_owned()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expect: Expect) {
        let said: Vec<String> = read(text).iter().map(|w| w.pinyin.join("")).collect();
        expect.assert_eq(&said.join(" "));
    }

    #[test]
    fn many_readings_by_their_words() {
        check("银行行长说店长会重新为您办理还款", expect!["yin2hang2hang2zhang3 shuo1 dian4zhang3 hui4 chong2xin1 wei4nin2 ban4li3 huan2kuan3"]);
        check("还有一行字没看清重量还得称一称", expect!["hai2you3 yi1hang2zi4 mei2 kan4qing1 zhong4liang4 hai2dei3 cheng1 yi1cheng1"]);
        check("您得先好好地休息这个地方的确便宜", expect!["nin2dei3 xian1 hao3hao1de5 xiu1xi5 zhe4ge5 di4fang5 di2que4 pian2yi5"]);
        check("空调调到二十六度有空再更换外壳", expect!["kong1tiao2 tiao2 dao4 er4shi2liu4 du4 you3kong4 zai4 geng1huan4 wai4ke2"]);
        check("长度为三米成都的快递都发出了", expect!["chang2du4 wei2 san1mi3 cheng2du1 de5 kuai4di4 dou1 fa1chu1 le5"]);
        check("头发吹干了再烫两只都要干洗", expect!["tou2fa5 chui1gan1 le5 zai4 tang4 liang3zhi1 dou1 yao4 gan1xi3"]);
        check("为了您的爱好音乐会计划放假出差", expect!["wei4le5 nin2 de5 ai4hao4 yin1yue4hui4 ji4hua4 fang4jia4 chu1chai1"]);
    }

    #[test]
    fn every_own_phrase_has_a_syllable_a_character() {
        for line in include_str!("../../data/own_phrases.txt").lines().filter(|l| !l.starts_with('#')) {
            let (word, pinyin) = line.split_once(' ').unwrap();
            assert_eq!(word.chars().count(), syllables(pinyin).len(), "{line}");
            for syllable in syllables(pinyin) {
                assert!(super::super::phoneme::syllable(syllable).is_some(), "{line}");
            }
        }
    }

    #[test]
    fn the_derived_table_is_whole() {
        expect!["7369"].assert_eq(&PHRASES.len().to_string());
        for (word, syllables) in PHRASES.iter() {
            for syllable in syllables {
                assert!(super::super::phoneme::syllable(syllable).is_some(), "{word} {syllable}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn every_character_is_in_one_word(text in "[\u{4e00}-\u{4eff}的地得行长一不]{0,80}") {
            let words = read(&text);
            proptest::prop_assert_eq!(words.iter().map(|w| w.at.len()).sum::<usize>(), text.chars().count());
            proptest::prop_assert!(words.iter().all(|w| w.at.len() == w.pinyin.len()));
        }
    }
}
