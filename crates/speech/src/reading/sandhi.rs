//! How tones change beside each other: 一 and 不 by what follows, a third tone before a third tone, and what grows light.
//! It changes tones and never which syllable is said.

use super::phoneme::split_tone;

/// One syllable on its way to be spoken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Syllable {
    pub c: char,
    /// `zhong1`.
    pub pinyin: String,
    /// Whether a word begins here.
    pub starts: bool,
    /// Whether a digit is told one by one, so that 一 keeps its tone.
    pub digit: bool,
}

impl Syllable {
    fn tone(&self) -> u8 {
        split_tone(&self.pinyin).1
    }

    fn set(&mut self, tone: u8) {
        let body = split_tone(&self.pinyin).0.to_owned();
        self.pinyin = format!("{body}{tone}");
    }
}

/// Change the tones of one breath, a stretch without a pause.
pub fn apply(breath: &mut [Syllable]) {
    yi_and_bu(breath);
    third_tones(breath);
}

fn yi_and_bu(breath: &mut [Syllable]) {
    for i in 0..breath.len() {
        let next = breath.get(i + 1).map(|s| (s.c, s.tone(), s.digit));
        let previous = i.checked_sub(1).map(|p| (breath[p].c, breath[p].digit));
        match breath[i].c {
            '一' if breath[i].tone() == 1 && !breath[i].digit => {
                if let Some(tone) = yi(previous.map(|p| p.0), next, breath[i].starts) {
                    breath[i].set(tone);
                }
            }
            '不' if breath[i].tone() == 4 && next.is_some_and(|(_, tone, _)| tone == 4) => breath[i].set(2),
            _ => {}
        }
    }
}

const DIGITS: &str = "零一二三四五六七八九十百千万亿点幺";

/// The tone of 一: kept in ordinals and at the end of a number, the fourth before all but a fourth.
fn yi(previous: Option<char>, next: Option<(char, u8, bool)>, starts: bool) -> Option<u8> {
    let (c, tone, _) = next?;
    let counts = "百千万亿".contains(c);
    let ordinal = previous == Some('第') || c == '月' || c == '号' || c == '日' || c == '楼' || c == '等' && starts;
    let in_number = previous.is_some_and(|p| DIGITS.contains(p)) || DIGITS.contains(c);
    if ordinal || in_number && !counts {
        return None;
    }
    Some(if tone == 4 || c == '个' { 2 } else { 4 })
}

/// Of two third tones the first rises. In a longer row the words are kept together: 我想｜买水 rises at 我 and 买.
fn third_tones(breath: &mut [Syllable]) {
    let mut at = 0;
    while at < breath.len() {
        let row = breath[at..].iter().take_while(|s| s.tone() == 3).count();
        if row >= 2 {
            rise(&mut breath[at..at + row]);
        }
        at += row.max(1);
    }
}

fn rise(row: &mut [Syllable]) {
    let last = row.len() - 1;
    let low: Vec<bool> = (0..row.len()).map(|i| i == last || stays_low(row, i)).collect();
    for (syllable, low) in row.iter_mut().zip(low) {
        if !low {
            syllable.set(2);
        }
    }
}

/// The end of a word of two or more, followed by another such word, may rest: both readings are heard, this one is clearer.
fn stays_low(row: &[Syllable], i: usize) -> bool {
    let ends_word = row[i + 1].starts && i > 0 && !row[i].starts;
    let next_is_long = row.get(i + 2).is_some_and(|s| !s.starts);
    ends_word && next_is_long
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expect: Expect) {
        let mut breath = Vec::new();
        let chars: Vec<char> = text.chars().collect();
        for word in super::super::han::read(text) {
            for (i, pinyin) in word.at.clone().zip(word.pinyin) {
                breath.push(Syllable { c: chars[i], pinyin, starts: i == word.at.start, digit: false });
            }
        }
        apply(&mut breath);
        let said: Vec<String> = breath.iter().map(|s| format!("{}{}", if s.starts { " " } else { "" }, s.pinyin)).collect();
        expect.assert_eq(said.concat().trim());
    }

    #[test]
    fn yi_and_bu_follow_what_comes() {
        check(
            "一个一天一次一起第一百一十一一百一千一万一月一号",
            expect!["yi2ge5 yi4tian1 yi2ci4 yi4qi3 di4 yi1bai3yi1shi2 yi1 yi4bai3 yi4qian1yi2wan4 yi1yue4 yi1hao4"],
        );
        check("不是不好不要不行去不去", expect!["bu2shi4 bu4hao3 bu2yao4 bu4xing2 qu4bu2qu4"]);
    }

    #[test]
    fn third_tones_rise() {
        check(
            "你好我想买水展览馆所有产品几点手表给我五百",
            expect!["ni2hao2 wo2 xiang2 mai2 shui2 zhan2lan2guan3 suo2you3 chan2pin3 ji2dian3 shou2biao2 gei2 wo2 wu2bai3"],
        );
    }
}
