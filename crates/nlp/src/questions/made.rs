//! Questions made from plain sentences that state a rule, a price or a time: the figure gives way to an interrogative.
//!
//! Chinese leaves the interrogative where the figure stood, so nothing else of the sentence moves. English asks by a few fixed
//! forms only. What happened once (2019年, 昨天) and what may be (可能) is no rule, and asks nothing.

use std::sync::LazyLock;

use regex::Regex;

use super::Asked;
use crate::contradict::{Figure, Kind, figures};
use crate::recognise::text::pattern;
use crate::sentences::sentences;

const LENGTH: std::ops::RangeInclusive<usize> = 4..=80;
/// A question of a clause longer than this reads like a form.
const CLAUSE_MAX: usize = 32;
/// Signs of a story, a guess or a greeting.
const TALK: &[&str] = &[
    "可能",
    "大概",
    "感觉",
    "觉得",
    "他",
    "她",
    "去年",
    "今年",
    "昨天",
    "今天",
    "那天",
    "前年",
    "已经",
    "成立",
    "曾",
    "谢谢",
    "我 ",
    "我觉得",
    "吗",
    "maybe",
    "yesterday",
    "last year",
    "i think",
];
/// Signs of a rule: without one a figure is only a figure.
const RULE: &[&str] = &[
    "内",
    "后",
    "前",
    "满",
    "每",
    "期",
    "时间",
    "费",
    "价",
    "电话",
    "热线",
    "包邮",
    "保修",
    "质保",
    "到账",
    "发货",
    "送达",
    "营业",
    "开门",
    "关门",
    "打烊",
    "返",
    "折",
    "最多",
    "最少",
    "限",
    "不超过",
    "押金",
    "定金",
    "积分",
    "会员日",
    "需",
    "收",
    "退",
    "换",
    "更换",
    "完成",
    "为",
    "是",
    "：",
];

static YES_NO: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(.{0,16}?)(不可以|不能|不支持|不接受|不提供|无需|不需要|不用|可以|支持|接受|提供|需要|能)([^，。；：]{2,20})$"));
static ENGLISH: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let form = |source: &str, question: &'static str| (pattern(source), question);
    vec![
        form(r"(?i)^you can(?:not|'t)? ([^.,;]{3,60})$", "Can I $1?"),
        form(r"(?i)^we (?:do not |don't )?(accept|offer|support|provide|ship|deliver|charge) ([^.,;]{2,60})$", "Do you $1 $2?"),
        form(
            r"(?i)^(the |our )?([a-z][a-z ]{2,40}?) takes? (?:about |up to )?[0-9a-z -]*(?:days?|hours?|weeks?|minutes?|months?)$",
            "How long does $1$2 take?",
        ),
        form(r"(?i)^(the |our )?([a-z][a-z ]{2,40}?) costs? (?:about )?[$€£]?[0-9.,]+[a-z ]*$", "How much does $1$2 cost?"),
        form(r"(?i)^(the |our )?([a-z][a-z ]{2,40}?) (open|close)s? at [0-9a-z:. ]+$", "When does $1$2 $3?"),
        form(r"(?i)^(the |our )?([a-z][a-z ]{2,40}?) (?:is|are) [0-9]+ (?:days?|hours?|weeks?|months?|years?)$", "How long is $1$2?"),
    ]
});

/// At most one for each sentence of a line.
pub fn questions(line: &str) -> Vec<Asked> {
    let line =
        line.trim_start_matches(['-', '*', '+', '>', ' ']).trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', '、', ' ']);
    sentences(line)
        .into_iter()
        .filter_map(|sentence| Some(Asked { question: question(&sentence.text)?, answer: sentence.text, sure: false }))
        .collect()
}

fn question(sentence: &str) -> Option<String> {
    let plain = sentence.trim_end_matches(['。', '.', '！', '!', '；', ';', ' ']);
    let lower = plain.to_lowercase();
    if !LENGTH.contains(&plain.chars().count()) || sentence.ends_with(['？', '?', '：', ':']) || TALK.iter().any(|word| lower.contains(word)) {
        return None;
    }
    if plain.chars().filter(char::is_ascii_alphabetic).count() * 2 > plain.chars().count() {
        return english(plain);
    }
    of_figure(plain).or_else(|| yes_or_no(plain))
}

fn english(sentence: &str) -> Option<String> {
    let (hit, form) = ENGLISH.iter().find_map(|(pattern, form)| Some((pattern.captures(sentence)?, *form)))?;
    let mut question = String::new();
    hit.expand(form, &mut question);
    let mut letters = question.chars();
    let first = letters.next()?;
    // Only the first word was capitalised for its place.
    let rest = letters.as_str();
    let inner = ["The ", "Our "].iter().fold(rest.to_owned(), |text, word| text.replace(word, &word.to_lowercase()));
    let subject = hit.get(2).map(|subject| subject.as_str()).filter(|_| hit.get(1).is_none());
    let inner = subject.map_or(inner.clone(), |subject| inner.replace(subject, &lowered(subject)));
    Some(format!("{first}{inner}"))
}

fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// The first clause with a figure, asked for that figure.
fn of_figure(sentence: &str) -> Option<String> {
    let figures = figures(sentence);
    let first = figures.first()?;
    let characters: Vec<char> = sentence.chars().collect();
    let comma = |c: &char| matches!(c, '，' | '；' | ',' | '（' | '(');
    let start = characters[..first.range.start].iter().rposition(comma).map_or(0, |at| at + 1);
    let end = characters[first.range.end..].iter().position(comma).map_or(characters.len(), |at| first.range.end + at);
    // Two clocks are one span of time.
    let last = figures
        .iter()
        .take_while(|figure| figure.kind == first.kind && figure.range.end <= end)
        .last()
        .filter(|_| first.kind == Kind::Time)
        .unwrap_or(first);
    let text = |range: std::ops::Range<usize>| characters[range].iter().collect::<String>();
    let (before, after) = (text(start..first.range.start), text(last.range.end..end));
    let clause = format!("{before}{after}");
    let said: usize = clause.chars().filter(|c| c.is_alphabetic()).count();
    // 签收之日起 7 天内，…: what may be done until then stands in another clause.
    let open = ["内", "后", "前", "之内", "以内", "之后", "以后", "之前"].contains(&after.trim());
    let rule = !open && RULE.iter().any(|word| clause.contains(word));
    (rule && said >= 3 && end - start <= CLAUSE_MAX).then(|| asked(before.trim(), first, after.trim()))
}

fn asked(before: &str, figure: &Figure, after: &str) -> String {
    let names = after.is_empty()
        && (before.ends_with(['为', '是', '：', ':']) || before.ends_with("时间") || before.ends_with("电话") || before.ends_with("热线"));
    if names {
        let subject = before.trim_end_matches(['为', '是', '：', ':', ' ']);
        return format!("{subject}是{}？", whole(figure));
    }
    let before = before.strip_suffix('每').filter(|_| figure.kind == Kind::Duration && after.contains('次')).unwrap_or(before);
    format!("{before}{}{after}？", within(figure, after))
}

/// What a whole value is asked by.
fn whole(figure: &Figure) -> &'static str {
    match figure.kind {
        Kind::Money => "多少钱",
        Kind::Duration => "多久",
        Kind::Time => "几点",
        Kind::Date => "哪天",
        _ => "多少",
    }
}

fn within(figure: &Figure, after: &str) -> String {
    match figure.kind {
        Kind::Duration if figure.unit == "workday" => "几个工作日".to_owned(),
        Kind::Count => format!("多少{}", figure.unit),
        // 返多少积分, 充多少送多少: what follows names what is counted.
        Kind::Percent => "多少".to_owned(),
        Kind::Money if after.starts_with("运费") || after.starts_with("押金") => "多少".to_owned(),
        _ => whole(figure).to_owned(),
    }
}

/// 「门店支持货到付款」 → 「门店支持货到付款吗？」
fn yes_or_no(sentence: &str) -> Option<String> {
    let hit = YES_NO.captures(sentence)?;
    let (subject, mark, rest) = (&hit[1], &hit[2], &hit[3]);
    let inside = ["功", "性", "智", "节", "才", "只", "可", "不"].iter().any(|head| mark == "能" && subject.ends_with(head));
    let yes = match mark {
        "不可以" => "可以",
        "不用" | "无需" => "需要",
        other => other.strip_prefix('不').unwrap_or(other),
    };
    (!inside && !rest.contains(['，', '：'])).then(|| format!("{subject}{yes}{rest}吗？"))
}
