//! Names of things: addresses of the net, telephone numbers, codes, models, English words and abbreviations.

use regex::Captures;

use super::super::english;
use super::super::number::{cardinal, digits, phone_digits};
use super::amount::CODE_LEADS;
use super::{Around, Rule, rule};

pub(super) fn links() -> Vec<Option<Rule>> {
    vec![
        rule(r"(?i)(?:https?|ftp)://([\w.-]+)[\w./?=&%#:~+@-]*", |c, _| Some(net_name(&c[1]))),
        rule(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", |c, _| Some(net_name(&c[0]))),
        rule(r"(?i)(?:[a-z0-9-]+\.)+(?:com|cn|net|org|io|top|shop|vip|app|info|me|tv|cc)\b(?:/[\w./?=&%#:~+-]*)?", |c, _| {
            Some(net_name(c[0].split('/').next().unwrap_or_default()))
        }),
        rule(r"@([A-Za-z]\w*)", |c, _| Some(said_word(&c[1]))),
    ]
}

pub(super) fn numbers() -> Vec<Option<Rule>> {
    vec![
        rule(r"(?:\+?86[- ]?)?(1[3-9]\d)([- ]?)(\d{4})[- ]?(\d{4})", mobile),
        rule(r"(1[3-9]\d|\d{2,4})\*{2,}(\d{2,4})", |c, _| Some(format!("{},星号,{}", phone_digits(&c[1]), phone_digits(&c[2])))),
        rule(r"([48]00)[- ]?(\d{3,4})[- ]?(\d{3,4})", toll_free),
        rule(r"\(?(0\d{2,3})\)?[- ]?(\d{3,4})[- ]?(\d{4})(?:[-转](\d{1,5}))?", landline),
        rule(r"(\d{3,8})(?:[-转](\d{1,5}))?", short_line),
        rule(r"(?i)No\.?\s?(\d+)", |c, a| (!a.before.ends_with(|c: char| c.is_ascii_alphanumeric())).then(|| format!("第{}", cardinal(&c[1])))),
        rule(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)+", hyphened),
        rule(r"(\d{4})\s(\d{4})\s(\d{4})(?:\s(\d{4}))?(?:\s(\d{1,4}))?", |c, _| {
            Some(c.iter().skip(1).flatten().map(|g| digits(g.as_str())).collect::<Vec<_>>().join(","))
        }),
    ]
}

pub(super) fn words() -> Vec<Option<Rule>> {
    vec![
        rule(r"[A-Za-z][A-Za-z0-9]*\d[A-Za-z0-9]*\+?", model),
        rule(r"(\d+)([A-Za-z][A-Za-z0-9]*)", model),
        rule(r"(?i)wi-?fi\b", |_, _| Some("wifi".to_owned())),
        rule(r"(?i)e-?mail", |_, _| Some("email".to_owned())),
        rule(r"[A-Za-zÀ-ɏ]+(?:'[A-Za-z]{1,2}\b)?", |c, _| Some(said_word(&c[0]))),
        rule(r"&", |_, _| Some("和".to_owned())),
        rule(r"\+", |_, a| {
            let joins = a.next().is_some_and(|c| c.is_alphanumeric());
            let said = if joins { "加" } else { "plus" };
            a.last().is_some_and(char::is_alphanumeric).then(|| said.to_owned())
        }),
        rule(r"±", |_, _| Some("正负".to_owned())),
        rule(r"=", |_, _| Some("等于".to_owned())),
        rule(r"\*{3,}", |_, _| Some(",星号,".to_owned())),
        rule(r"—+|-{2,}", |_, _| Some("—".to_owned())),
        rule(r"/", |_, a| {
            let per = a.last().is_some_and(|c| "元块角斤份次天".contains(c)) && a.next().is_some_and(super::is_han);
            Some(if per { String::new() } else { "(".to_owned() })
        }),
        rule(r"[-~_#*@+°×]+", |_, _| Some(" ".to_owned())),
    ]
}

fn mobile(c: &Captures<'_>, around: &Around<'_>) -> Option<String> {
    if around.after.starts_with(|c: char| c.is_ascii_alphanumeric()) || around.before.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let grouped = format!("{},{},{}", phone_digits(&c[1]), phone_digits(&c[3]), phone_digits(&c[4]));
    let abroad = if c[0].starts_with("+86") || c[0].starts_with("86") { "八六," } else { "" };
    Some(format!("{abroad}{grouped}"))
}

fn toll_free(c: &Captures<'_>, around: &Around<'_>) -> Option<String> {
    let length = c[2].len() + c[3].len();
    if around.after.starts_with(|c: char| c.is_ascii_digit()) || length != 7 {
        return None;
    }
    Some([&c[1], &c[2], &c[3]].map(phone_digits).join(","))
}

fn landline(c: &Captures<'_>, around: &Around<'_>) -> Option<String> {
    if around.after.starts_with(|c: char| c.is_ascii_digit()) || around.before.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let extension = c.get(4).map_or(String::new(), |e| format!(",转{}", phone_digits(e.as_str())));
    Some(format!("{},{},{}{extension}", phone_digits(&c[1]), phone_digits(&c[2]), phone_digits(&c[3])))
}

/// Words before a number that make it one to be dialled.
const DIAL_LEADS: [&str; 14] = ["电话", "热线", "拨打", "致电", "手机", "来电", "拨", "分机", "座机", "专线", "客服号", "联系方式", "传真", "打给"];

/// `95588` after 拨打, or a number that everybody knows.
fn short_line(c: &Captures<'_>, around: &Around<'_>) -> Option<String> {
    if around.after.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '%')) {
        return None;
    }
    let number = &c[1];
    let known = matches!(number, "110" | "119" | "120" | "122") && around.follows_any(&DIAL_LEADS)
        || matches!(number, "10000" | "10010" | "10086" | "12315" | "12306" | "12345" | "12348") && !around.after.starts_with(['元', '个', '块'])
        || number.len() == 5 && number.starts_with("95") && !around.after.starts_with(['元', '个', '块', '人']);
    let dialled = around.follows_any(&DIAL_LEADS) && !around.next().is_some_and(|c| "元块个次天分小秒位人折年%".contains(c));
    if !(known || dialled) {
        return None;
    }
    let extension = c.get(2).map_or(String::new(), |e| format!(",转{}", phone_digits(e.as_str())));
    let said = if number.len() > 5 { grouped(number).replace('一', "幺") } else { phone_digits(number) };
    Some(said + &extension)
}

/// Digits one by one with a rest after every four, as people tell long numbers.
pub(super) fn grouped(number: &str) -> String {
    let said: Vec<char> = digits(number).chars().collect();
    if said.len() <= 6 {
        return said.into_iter().collect();
    }
    let mut groups: Vec<String> = said.chunks(4).map(|g| g.iter().collect()).collect();
    if groups.len() > 1 && groups.last().is_some_and(|g| g.chars().count() == 1) {
        let tail = groups.pop().unwrap_or_default();
        if let Some(last) = groups.last_mut() {
            last.push_str(&tail);
        }
    }
    groups.join(",")
}

/// `DD-2026-001` letter by letter; `Wi-Fi`, `T-shirt` and `e-mail` are words, `3-5` is nobody's code.
fn hyphened(c: &Captures<'_>, around: &Around<'_>) -> Option<String> {
    let text = &c[0];
    if english::known(text) {
        return Some(english::key(text));
    }
    let parts: Vec<&str> = text.split(['-', '_']).collect();
    let letters = text.chars().any(|c| c.is_ascii_alphabetic());
    if !letters && (parts.len() < 3 || around.after.starts_with(['%', '.'])) {
        let coded = around.follows_any(&CODE_LEADS) && text.len() > 5;
        return coded.then(|| parts.iter().map(|p| digits(p)).collect::<Vec<_>>().join(","));
    }
    if !letters {
        return Some(parts.iter().map(|p| digits(p)).collect::<Vec<_>>().join(","));
    }
    if parts.first().is_some_and(|p| p.chars().all(|c| c.is_ascii_digit())) && parts.len() == 2 && parts[1].len() <= 5 && around.before.is_empty() {
        return None;
    }
    let said: Vec<String> = parts.iter().map(|p| coded_part(p)).collect();
    Some(said.join(if text.len() > 8 { "," } else { " " }))
}

fn coded_part(part: &str) -> String {
    if part.chars().all(|c| c.is_ascii_digit()) {
        return grouped(part);
    }
    if part.chars().all(|c| c.is_ascii_alphabetic()) { said_word(part) } else { mixed(part, false) }
}

/// `A8`, `S10`, `iPhone15`, `Y700`, `3D`, `5G`, `A20261127001`.
fn model(c: &Captures<'_>, around: &Around<'_>) -> Option<String> {
    let text = c[0].trim_end_matches('+');
    let coded = around.follows_any(&CODE_LEADS) || text.chars().filter(char::is_ascii_digit).count() >= 4;
    let plus = if c[0].ends_with('+') { " plus" } else { "" };
    Some(mixed(text, coded) + plus)
}

/// Runs of letters and digits in turn. In a code every sign is told; in a model short numbers are numbers.
fn mixed(text: &str, coded: bool) -> String {
    let mut said: Vec<String> = Vec::new();
    for run in runs(text) {
        said.push(match run.chars().next() {
            Some(c) if c.is_ascii_digit() && (coded || run.len() > 2 || run.starts_with('0')) => grouped(&run),
            Some(c) if c.is_ascii_digit() => cardinal(&run),
            _ if coded => spelled(&run),
            _ => said_word(&run),
        });
    }
    said.join(" ")
}

fn runs(text: &str) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    for c in text.chars() {
        match runs.last_mut() {
            Some(run) if run.ends_with(|p: char| p.is_ascii_digit() == c.is_ascii_digit()) => run.push(c),
            _ => runs.push(c.to_string()),
        }
    }
    runs
}

/// Letter by letter.
fn spelled(text: &str) -> String {
    text.chars().map(|c| c.to_ascii_uppercase().to_string()).collect::<Vec<_>>().join(" ")
}

/// A word that is spoken as a word, or its letters: what is known, what is written small and can be pronounced, is a word.
fn said_word(text: &str) -> String {
    let word = text.len() > 1 && (english::known(text) || !english::abbreviates(text));
    if word { english::key(text) } else { spelled(text) }
}

/// A host or an address: names as words where they can be pronounced, points and signs by name.
fn net_name(text: &str) -> String {
    let mut said: Vec<String> = Vec::new();
    for part in split_signs(text.trim_end_matches(['.', '/'])) {
        said.push(match part.as_str() {
            "." => "点".to_owned(),
            "@" => "at".to_owned(),
            "-" => "杠".to_owned(),
            "_" => "下划线".to_owned(),
            "+" => "加".to_owned(),
            "www" => "W W W".to_owned(),
            part => mixed(part, part.chars().any(|c| c.is_ascii_digit())),
        });
    }
    said.join(" ")
}

fn split_signs(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut fresh = true;
    for c in text.chars() {
        if !c.is_ascii_alphanumeric() {
            parts.push(c.to_string());
            fresh = true;
        } else if fresh {
            parts.push(c.to_string());
            fresh = false;
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}
