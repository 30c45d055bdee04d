//! Runs of digits as people write and say them: `138 0013 8000`, `幺三八零零…`, `三个八`, full-width, with pauses.
//!
//! A run is groups of digits with short separators; what a stretch of groups means is decided elsewhere. One pass, no backtracking.

use super::text::{Text, is_invisible};

/// One digit and the characters that say it: `三个八` is three digits over the same three characters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Digit {
    pub value: u8,
    pub start: usize,
    pub end: usize,
}

/// Digits that stand together.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub digits: Vec<Digit>,
    pub spoken: bool,
}

impl Group {
    pub fn start(&self) -> usize {
        self.digits.first().map_or(0, |digit| digit.start)
    }
    pub fn end(&self) -> usize {
        self.digits.last().map_or(0, |digit| digit.end)
    }
}

/// Groups with nothing but separators between them.
pub(crate) type Run = Vec<Group>;

/// Every run of the text, in order.
pub(crate) fn runs(text: &Text) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let Some(group) = group_at(text, at) else {
            at += 1;
            continue;
        };
        at = group.end();
        match runs.last_mut() {
            Some(run) if joins(text, run, &group) => run.push(group),
            _ => runs.push(vec![group]),
        }
    }
    runs
}

fn group_at(text: &Text, start: usize) -> Option<Group> {
    let spoken = spoken_digit(text.at(start)).is_some();
    let mut digits: Vec<Digit> = Vec::new();
    let mut at = start;
    while let Some(next) = digits_at(text, at, spoken) {
        at = next.last().map_or(at + 1, |digit| digit.end);
        digits.extend(next);
        while is_invisible(text.at(at)) {
            at += 1;
        }
    }
    (!digits.is_empty()).then_some(Group { digits, spoken })
}

fn digits_at(text: &Text, at: usize, spoken: bool) -> Option<Vec<Digit>> {
    let value = |c: char| if spoken { spoken_digit(c) } else { c.to_digit(10).map(|d| d as u8) };
    let first = value(text.at(at))?;
    // 三个八; not of written digits, where 2个138… counts things.
    if spoken
        && (2..=8).contains(&first)
        && text.at(at + 1) == '个'
        && let Some(said) = value(text.at(at + 2))
    {
        return Some(vec![Digit { value: said, start: at, end: at + 3 }; usize::from(first)]);
    }
    Some(vec![Digit { value: first, start: at, end: at + 1 }])
}

fn spoken_digit(c: char) -> Option<u8> {
    Some(match c {
        '零' | '〇' | '洞' => 0,
        '一' | '幺' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' | '拐' => 7,
        '八' | '捌' => 8,
        '九' | '玖' | '勾' => 9,
        _ => return None,
    })
}

/// What people say between the parts of a number.
const PAUSES: [&str; 14] = ["呃", "嗯", "啊", "哦", "那个", "然后", "然后是", "再", "后面是", "后面", "接着", "接着是", "杠", "横杠"];

fn joins(text: &Text, run: &Run, next: &Group) -> bool {
    let Some(last) = run.last() else { return false };
    let between = text.slice(last.end()..next.start());
    let plain = between.chars().filter(|c| !is_invisible(*c)).collect::<String>();
    let short = plain.chars().count() <= 3 && plain.chars().all(is_separator);
    let trimmed = plain.trim_matches(|c: char| is_separator(c));
    short || PAUSES.contains(&trimmed)
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '\t' | '-' | '‐' | '‑' | '–' | '—' | '−' | '·' | '.' | ',' | '、' | '_' | '/' | '(' | ')' | '。' | '…' | '~')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(raw: &str) -> Vec<String> {
        let show = |group: &Group| group.digits.iter().map(|digit| digit.value.to_string()).collect::<String>();
        runs(&Text::of(raw)).iter().map(|run| run.iter().map(show).collect::<Vec<_>>().join("-")).collect()
    }

    #[test]
    fn pauses_join_and_words_part() {
        assert_eq!(said("幺三八，呃零零一三 8000 转 12"), ["138-0013-8000", "12"]);
        assert_eq!(said("１３８ 0013，8000。"), ["138-0013-8000"]);
        assert_eq!(said("1\u{fe0f}\u{20e3}3\u{fe0f}\u{20e3}8"), ["138"]);
    }

    #[test]
    fn three_eights_are_three_digits() {
        assert_eq!(said("一三九三个八四个零"), ["1398880000"]);
        assert_eq!(said("买了三个苹果"), ["3"]);
    }
}
