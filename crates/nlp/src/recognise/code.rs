//! Codes with letters: plates, passports, frame numbers, e-mail, WeChat and QQ ids, IBAN, SSN; and order and parcel
//! numbers, which are nobody's secret but must not be taken for one.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::context::{Cue, cue_before, near};
use super::text::{Match, Text, pattern};
use super::{Candidate, Kind};
use crate::checksum;

pub(super) fn find(text: &Text, out: &mut Vec<Candidate>) {
    for rule in [emails, wechats, qqs, plates, bike_plates, passports, frames, ibans, ssns, orders, parcels] {
        rule(text, out);
    }
}

/// Declares patterns that are compiled at their first use.
macro_rules! patterns {
    ($($name:ident = $source:expr;)*) => {
        $(static $name: LazyLock<Regex> = LazyLock::new(|| pattern($source));)*
    };
}

patterns! {
    EMAIL = r"(?i)[a-z0-9][a-z0-9._%+\-]{0,63}(?:@|\s?(?:艾特|\(at\)|\[at\])\s?)(?:[a-z0-9\-]{1,63}(?:\.|\s?(?:点|\[dot\])\s?)){1,4}(?:[a-z]{2,12})(?-u:\b)";
    WECHAT = r"(?i)(?:微信|威信|薇信|v信|vx|wx|wechat|weixin|卫星|绿泡泡|加v|加我v|\+v|v)(?:id|号码|账号|帐号|号|联系|名)?(?:\s|是|为|叫|搜索|搜|加我|加一下|加|我|:|就是|还是|改成|[\-=~—→])*([a-z][a-z0-9_\-]{4,19})";
    QQ = r"(?i)(?:qq|扣扣|企鹅|球球)(?:号码|账号|号)?(?:\s|是|为|搜|加我|加一下|加|我|:|就是)*([1-9][0-9]{4,10})";
    PLATE = r"(?i)([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使])\s?([a-z])\s?[·•\.\-\s]?\s?((?:[a-z0-9零一二三四五六七八九幺拐洞两]\s?){4,6}[挂学警港澳领]?)";
    PLATE_HEAD = r"(?i)^[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使][a-z][·•\.\-]?[0-9a-z]{1,4}$";
    BIKE_PLATE = r"(?i)(?:车牌|牌照|号牌|上牌|车号|牌子号|行驶证号|备案号)(?:号码|号)?(?:\s|是|为|:|登记的|登记|写的|就是)*([一-鿿]{0,3}\s?[a-z]{0,2}\s?[·•\.\-]?\s?[0-9][a-z0-9]{3,7}|[a-z]{1,2}[0-9a-z]{4,7})";
    PASSPORT = r"(?i)(?:[egdsp]\s?[0-9]{8}|[e][a-hj-np-z][0-9]{7}|[hmc][0-9]{8,10}|[0-9]{8}|[a-z]{1,2}[0-9]{6,8}|[0-9]{9})";
    FRAME = r"(?i)[a-z0-9]{10,20}";
    IBAN = r"(?i)[a-z]{2}[0-9]{2}(?:\s?[a-z0-9]{4}){2,7}(?:\s?[a-z0-9]{1,3})?";
    SSN = r"([0-9]{3})[\- ]([0-9]{2})[\- ]([0-9]{4})";
    ORDER = r"(?i)(?:订单编号|订单号|订单|单号|工单号|工单|流水号|交易号|order\s?(?:number|no\.?|id)?|ticket\s?(?:number|no\.?)?)(?:是|为|:|\s|#|后|尾号|号)*([a-z]{0,6}[\-#]?[0-9][a-z0-9\-]{4,29})";
    PARCEL = r"(?i)(?:(?:运单号|运单|快递单号|快递号|物流单号|物流号|单号|tracking\s?(?:number|no\.?)?)(?:是|为|:|\s)*([a-z]{0,4}[0-9]{8,20})|(?-u:\b)((?:sf|yt|zto|sto|jdv|jt|yd|jd|ems)[a-z]{0,2}[0-9]{10,15})(?-u:\b))";
    DOCUMENTS = r"(?i)护照|passport|通行证|台胞证|回乡证";
    FRAMES = r"(?i)车架|vin|识别代码|大架号|车身号|整车编码";
    PLATES = r"(?i)车牌|牌照|号牌|牌号|上牌|plate|车";
    IBANS = r"(?i)iban";
    SSNS = r"(?i)ssn|social security";
}

/// No letter, digit or hyphen touches the range.
fn stands_alone(text: &Text, range: &Range<usize>) -> bool {
    let touches = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_');
    let hyphen = |c: char, far: char| c == '-' && far.is_ascii_alphanumeric();
    let (before, after) = (text.before(range.start), text.at(range.end));
    !touches(before) && !touches(after) && !hyphen(before, text.before(range.start.saturating_sub(1))) && !hyphen(after, text.at(range.end + 1))
}

fn squeezed(text: &Text, range: Range<usize>) -> String {
    text.slice(range).chars().filter(|c| !c.is_whitespace()).collect()
}

fn push(out: &mut Vec<Candidate>, kind: Kind, range: Range<usize>, value: String, confidence: f32) {
    out.push(Candidate { kind, range, value, confidence });
}

fn emails(text: &Text, out: &mut Vec<Candidate>) {
    for hit in text.matches(&EMAIL) {
        let range = hit.whole();
        let value = squeezed(text, range.clone()).to_lowercase();
        let value = ["艾特", "(at)", "[at]"].iter().fold(value, |value, at| value.replace(at, "@")).replace("点", ".").replace("[dot]", ".");
        push(out, Kind::Email, range, value, 0.98);
    }
}

/// Words that follow 微信 and are no id.
const NOT_IDS: [&str; 22] = [
    "app", "pay", "wechat", "iphone", "android", "phone", "email", "hello", "please", "thanks", "official", "mini", "store", "group", "windows",
    "http", "https", "number", "account", "contact", "and", "message",
];

fn wechats(text: &Text, out: &mut Vec<Candidate>) {
    for hit in text.matches(&WECHAT) {
        let (Some(id), whole) = (hit.group(1), hit.whole()) else { continue };
        let spelled = text.slice(id.clone());
        let cue = text.slice(whole.start..id.start);
        let bare = cue.trim().eq_ignore_ascii_case("v") || cue.len() <= 2;
        let sure = spelled.bytes().any(|b| b.is_ascii_digit() || b == b'_' || b == b'-')
            || ["号", "id", "搜", "加", "是", "叫", ":"].iter().any(|word| cue.to_lowercase().contains(word));
        let touched = text.before(whole.start).is_ascii_alphanumeric() || text.at(id.end) == '@' || text.at(id.end).is_ascii_alphanumeric();
        let mail = text.at(id.end) == '.' && text.at(id.end + 1).is_ascii_alphabetic();
        if touched || mail || !sure || bare && !cue.contains(':') || spelled.len() < 5 || NOT_IDS.contains(&spelled.to_lowercase().as_str()) {
            continue;
        }
        push(out, Kind::Wechat, id, spelled.to_owned(), 0.92);
    }
}

fn qqs(text: &Text, out: &mut Vec<Candidate>) {
    for hit in text.matches(&QQ) {
        let Some(id) = hit.group(1) else { continue };
        if !text.at(id.end).is_ascii_alphanumeric() && text.at(id.end) != '@' {
            let value = text.slice(id.clone()).to_owned();
            push(out, Kind::Qq, id, value, 0.93);
        }
    }
}

fn plates(text: &Text, out: &mut Vec<Candidate>) {
    for hit in text.matches(&PLATE) {
        if let Some((range, value)) = plate(text, &hit) {
            push(out, Kind::Plate, range, value, 0.95);
        }
    }
}

fn plate(text: &Text, hit: &Match) -> Option<(Range<usize>, String)> {
    let whole = hit.whole();
    let tail_at = hit.group(3)?;
    let mut end = tail_at.end;
    while text.before(end) == ' ' {
        end -= 1;
    }
    let tail: String = squeezed(text, tail_at.start..end).chars().map(plate_digit).collect::<String>().to_uppercase();
    let range = whole.start..end;
    let spaced = text.slice(tail_at.start..end).contains(' ');
    let special = tail.chars().next_back().is_some_and(|c| !c.is_ascii());
    let size = tail.chars().count();
    let energy = size == 6
        && (tail.starts_with(|c: char| c.is_ascii_alphabetic()) && tail[2..].bytes().all(|b| b.is_ascii_digit())
            || tail[..5].bytes().all(|b| b.is_ascii_digit()));
    let letters = tail.bytes().filter(u8::is_ascii_alphabetic).count();
    let asked = near(text, &range, 10, &PLATES);
    let fits = size == 5 && letters <= if asked { 4 } else { 3 } || energy && (letters > 0 && !special);
    let unread = tail.contains(['I', 'O']) && !asked;
    let in_word = matches!(text.before(whole.start), '全' | '最' | '创' | '重' | '更' | '崭') || text.before(whole.start).is_ascii_alphanumeric();
    let touched = text.at(end).is_ascii_alphanumeric() || text.at(end) == '-' && text.at(end + 1).is_ascii_alphanumeric();
    let value = format!("{}{}", squeezed(text, whole.start..tail_at.start).replace(['·', '•', '.', '-'], "").to_uppercase(), tail);
    (fits && !touched && !unread && !in_word && (!spaced || asked || letters < 3)).then_some((range, value))
}

fn plate_digit(c: char) -> char {
    match c {
        '零' | '洞' => '0',
        '一' | '幺' => '1',
        '二' | '两' => '2',
        '三' => '3',
        '四' => '4',
        '五' => '5',
        '六' => '6',
        '七' | '拐' => '7',
        '八' => '8',
        '九' => '9',
        other => other,
    }
}

/// Plates of electric bicycles have no common form: only where a word introduces them.
fn bike_plates(text: &Text, out: &mut Vec<Candidate>) {
    for hit in text.matches(&BIKE_PLATE) {
        let Some(range) = hit.group(1) else { continue };
        let spelled = squeezed(text, range.clone());
        let digits = spelled.bytes().filter(u8::is_ascii_digit).count();
        // 沪A1234 is a car's plate that lacks a digit.
        let short = spelled.chars().count() < 7 && PLATE_HEAD.is_match(&spelled);
        let counts = short || matches!(text.at(range.end), '元' | '块' | '天' | '年' | '月' | '个' | '号' | '点');
        if digits >= 4 && stands_alone(text, &range) && !counts {
            push(out, Kind::Plate, range, spelled.to_uppercase(), 0.85);
        }
    }
}

fn passports(text: &Text, out: &mut Vec<Candidate>) {
    if !DOCUMENTS.is_match(&text.spelled) {
        return;
    }
    for hit in text.matches(&PASSPORT) {
        let range = hit.whole();
        let close = near(text, &range, 8, &DOCUMENTS);
        let cued = close || matches!(cue_before(text, range.start), Cue::Passport | Cue::IdCard);
        if stands_alone(text, &range) && cued {
            let value = squeezed(text, range.clone()).to_uppercase();
            push(out, Kind::Passport, range, value, 0.9);
        }
    }
}

/// Frame numbers: seventeen characters with a fitting check character, or anything a word introduces.
fn frames(text: &Text, out: &mut Vec<Candidate>) {
    for hit in text.matches(&FRAME) {
        let range = hit.whole();
        let spelled = text.slice(range.clone());
        let letters = spelled.bytes().filter(u8::is_ascii_alphabetic).count();
        let digits = spelled.len() - letters;
        if !stands_alone(text, &range) || digits < 4 {
            continue;
        }
        let asked = cue_before(text, range.start) == Cue::Frame || near(text, &range, 4, &FRAMES);
        let shaped =
            spelled.len() == 17 && letters >= 3 && spelled.starts_with(['L', 'l', '1', 'W', 'J', 'K', 'S', 'V', 'H']) && checksum::vin(spelled);
        if asked || shaped {
            push(out, Kind::Frame, range.clone(), spelled.to_uppercase(), if asked { 0.97 } else { 0.8 });
        }
    }
}

fn ibans(text: &Text, out: &mut Vec<Candidate>) {
    for hit in text.matches(&IBAN) {
        let range = hit.whole();
        let value = squeezed(text, range.clone()).to_uppercase();
        let known = checksum::iban(&value) || near(text, &range, 20, &IBANS) && value.len() >= 15;
        if known && stands_alone(text, &range) {
            push(out, Kind::Iban, range, value, 0.97);
        }
    }
}

fn ssns(text: &Text, out: &mut Vec<Candidate>) {
    for hit in text.matches(&SSN) {
        let range = hit.whole();
        let value: String = text.slice(range.clone()).chars().filter(char::is_ascii_digit).collect();
        let dashed = text.slice(range.clone()).matches('-').count() == 2;
        let asked = near(text, &range, 40, &SSNS);
        if stands_alone(text, &range) && checksum::ssn(&value) && (dashed || asked) {
            push(out, Kind::Ssn, range, value, if asked { 0.97 } else { 0.75 });
        }
    }
}

fn orders(text: &Text, out: &mut Vec<Candidate>) {
    for hit in text.matches(&ORDER) {
        let Some(range) = hit.group(1) else { continue };
        let value = text.slice(range.clone()).to_owned();
        if !text.at(range.end).is_ascii_alphanumeric() {
            push(out, Kind::Order, range, value, 0.8);
        }
    }
}

fn parcels(text: &Text, out: &mut Vec<Candidate>) {
    for hit in text.matches(&PARCEL) {
        let Some(range) = hit.group(1).or_else(|| hit.group(2)) else { continue };
        let value = text.slice(range.clone()).to_uppercase();
        if stands_alone(text, &range) {
            push(out, Kind::Parcel, range, value, 0.85);
        }
    }
}
