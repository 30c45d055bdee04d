//! Amounts: money, shares, measures, ranges, fractions and plain numbers.

use regex::Captures;

use super::super::number::{cardinal, counted, decimal, digits, money, quantity};
use super::{Around, Rule, rule};

/// A number with grouping commas and perhaps a fraction.
const NUMBER: &str = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?";

pub(super) fn rules() -> Vec<Option<Rule>> {
    let n = NUMBER;
    vec![
        rule(&format!(r"[¥$€£]\s?({n})\s*[-~—至到]\s*[¥$€£]?\s?({n})"), money_range),
        rule(&format!(r"([¥$€£])\s?({n})\s*([万亿千百])?\s*(?:元|块)?"), signed_money),
        rule(&format!(r"({n})\s*[-~—]\s*({n})\s*(元|块)"), |c, _| Some(format!("{}到{}", quantity(&c[1]), money(&c[2], &c[3])))),
        rule(&format!(r"({n})\s*(元|块)"), written_money),
        rule(&format!(r"(-)?({n})\s*%\s*[-~—至到]\s*({n})\s*%"), |c, _| Some(format!("百分之{}到百分之{}", decimal(&c[2]), decimal(&c[3])))),
        rule(&format!(r"({n})\s*[-~—]\s*({n})\s*%"), |c, _| Some(format!("百分之{}到{}", decimal(&c[1]), decimal(&c[2])))),
        rule(&format!(r"([-+])?({n})\s*([%‰])"), share),
        rule(&format!(r"(-)?({n})\s*{UNITS}?\s*[-~—至到]\s*(-)?({n})\s*({UNITS})"), measured_range),
        rule(&format!(r"(-)?({n})\s*({UNITS})"), measured),
        rule(r"第\s*(\d+)\s*[-~—至到]\s*第?(\d+)", |c, _| Some(format!("第{}到{}", cardinal(&c[1]), cardinal(&c[2])))),
        rule(r"第\s*(\d+)", |c, _| Some(format!("第{}", cardinal(&c[1])))),
        rule(r"(\d{1,4})(?:/|⁄)(\d{1,4})", fraction),
        rule(&format!(r"({n})\s*[x×*]\s*({n})(?:\s*[x×*]\s*({n}))?"), product),
        rule(r"(\d{1,4}(?:\.\d+)?):(\d{1,4}(?:\.\d+)?)", |c, _| Some(format!("{}比{}", decimal(&c[1]), decimal(&c[2])))),
        rule(r"([a-zA-Z]{0,2})(\d+(?:\.\d+){2,})", |c, _| Some(format!("{}{}", letters(&c[1]), dotted(&c[2])))),
        rule(&format!(r"({n})\s*[-~—]\s*({n})([万亿千百]?)"), plain_range),
        rule(&format!(r"({n})\s*([-+=])\s*({n})(?:\s*([-+=])\s*({n}))?"), sum),
        rule(&format!(r"([-+])({n})"), signed_number),
        rule(r"#\s*(\d{1,4})", |c, _| Some(format!("{}号", cardinal(&c[1])))),
        rule(&format!(r"({n})\s?\+"), |c, a| (!a.after.starts_with(|c: char| c.is_ascii_alphanumeric())).then(|| format!("{}以上", quantity(&c[1])))),
        rule(&format!(r"({n})"), plain),
    ]
}

fn currency(sign: &str) -> &'static str {
    match sign {
        "$" => "美元",
        "€" => "欧元",
        "£" => "英镑",
        _ => "元",
    }
}

fn signed_money(c: &Captures<'_>, _: &Around<'_>) -> Option<String> {
    let unit = currency(&c[1]);
    Some(match c.get(3) {
        Some(size) => format!("{}{}{unit}", quantity(&c[2]), size.as_str()),
        None if unit == "元" => money(&c[2], unit),
        None => format!("{}{unit}", quantity(&c[2])),
    })
}

fn money_range(c: &Captures<'_>, _: &Around<'_>) -> Option<String> {
    Some(format!("{}到{}", money(&c[1], "元"), money(&c[2], currency(&c[0][..c[0].chars().next()?.len_utf8()]))))
}

fn written_money(c: &Captures<'_>, around: &Around<'_>) -> Option<String> {
    let goes_on = around.after.starts_with("/");
    let said = if &c[2] == "块" { block_money(&c[1], around) } else { money(&c[1], "元") };
    Some(if goes_on { said + "每" } else { said })
}

/// 块 also counts soap: only a fraction makes coins of it.
fn block_money(amount: &str, _: &Around<'_>) -> String {
    if amount.contains('.') { money(amount, "块") } else { format!("{}块", counted(amount)) }
}

fn share(c: &Captures<'_>, _: &Around<'_>) -> Option<String> {
    let sign = match c.get(1).map(|m| m.as_str()) {
        Some("-") => "负",
        Some(_) => "正",
        None => "",
    };
    let whole = if &c[3] == "%" { "百分之" } else { "千分之" };
    Some(format!("{sign}{whole}{}", decimal(&c[2])))
}

/// Longer names first, because the first that fits is taken.
const UNITS: &str = r"(?:km/h|m/s|kWh|kW|mAh|Ah|Wh|GHz|MHz|kHz|Hz|MPa|kPa|hPa|°[CF]|kcal|km2|km|kg|cm2|cm3|cm|mm2|mm|m2|m3|mg|ml|mL|ML|dB|rpm|min|ms|kJ|N·m|h|g|L|l|W|V|A|m|s|°)";

fn unit_name(unit: &str) -> &'static str {
    const NAMES: [(&str, &str); 42] = [
        ("km/h", "公里每小时"),
        ("m/s", "米每秒"),
        ("kWh", "千瓦时"),
        ("kW", "千瓦"),
        ("mAh", "毫安时"),
        ("Ah", "安时"),
        ("Wh", "瓦时"),
        ("GHz", "吉赫兹"),
        ("MHz", "兆赫兹"),
        ("kHz", "千赫兹"),
        ("Hz", "赫兹"),
        ("MPa", "兆帕"),
        ("kPa", "千帕"),
        ("hPa", "百帕"),
        ("°C", "摄氏度"),
        ("°F", "华氏度"),
        ("°", "度"),
        ("kcal", "千卡"),
        ("kJ", "千焦"),
        ("km2", "平方公里"),
        ("km", "公里"),
        ("kg", "公斤"),
        ("cm2", "平方厘米"),
        ("cm3", "立方厘米"),
        ("cm", "厘米"),
        ("mm2", "平方毫米"),
        ("mm", "毫米"),
        ("m2", "平方米"),
        ("m3", "立方米"),
        ("mg", "毫克"),
        ("ml", "毫升"),
        ("mL", "毫升"),
        ("ML", "毫升"),
        ("dB", "分贝"),
        ("rpm", "转每分"),
        ("min", "分钟"),
        ("ms", "毫秒"),
        ("N·m", "牛米"),
        ("h", "小时"),
        ("g", "克"),
        ("L", "升"),
        ("l", "升"),
    ];
    NAMES.iter().find(|(sign, _)| *sign == unit).map_or_else(|| short_unit(unit), |(_, name)| name)
}

fn short_unit(unit: &str) -> &'static str {
    match unit {
        "W" => "瓦",
        "V" => "伏",
        "A" => "安",
        "m" => "米",
        "s" => "秒",
        _ => "",
    }
}

fn measured(c: &Captures<'_>, around: &Around<'_>) -> Option<String> {
    if around.after.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    Some(format!("{}{}{}", below(c.get(1).is_some(), &c[3]), quantity(&c[2]), with_rate(unit_name(&c[3]), around)))
}

fn measured_range(c: &Captures<'_>, around: &Around<'_>) -> Option<String> {
    if around.after.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let unit = &c[5];
    let (first, last) = (below(c.get(1).is_some(), unit), below(c.get(3).is_some(), unit));
    Some(format!("{first}{}到{last}{}{}", quantity(&c[2]), quantity(&c[4]), with_rate(unit_name(unit), around)))
}

fn below(negative: bool, unit: &str) -> &'static str {
    match (negative, unit.starts_with('°')) {
        (true, true) => "零下",
        (true, false) => "负",
        _ => "",
    }
}

fn with_rate(unit: &str, around: &Around<'_>) -> String {
    let rated = around.after.strip_prefix('/').is_some_and(|rest| rest.starts_with(super::is_han));
    if rated { format!("{unit}每") } else { unit.to_owned() }
}

fn fraction(c: &Captures<'_>, around: &Around<'_>) -> Option<String> {
    let goes_on = around.after.starts_with(['/', '.']) || around.after.starts_with(|c: char| c.is_ascii_digit());
    if goes_on || c[2].trim_start_matches('0').is_empty() {
        return None;
    }
    if &c[0] == "24/7" {
        return Some("二十四小时全天".to_owned());
    }
    Some(format!("{}分之{}", cardinal(&c[2]), cardinal(&c[1])))
}

fn product(c: &Captures<'_>, around: &Around<'_>) -> Option<String> {
    if around.after.starts_with(|c: char| c.is_ascii_alphanumeric()) && !around.after.starts_with(['c', 'm']) {
        return None;
    }
    let third = c.get(3).map_or(String::new(), |n| format!("乘{}", decimal(n.as_str())));
    Some(format!("{}乘{}{third}", decimal(&c[1]), decimal(&c[2])))
}

fn letters(text: &str) -> String {
    text.chars().map(|c| format!("{} ", c.to_ascii_uppercase())).collect()
}

/// A version: `1.10.3` is 一点十点三.
fn dotted(text: &str) -> String {
    text.split('.').map(|part| if part.len() > 2 { digits(part) } else { cardinal(part) }).collect::<Vec<_>>().join("点")
}

fn plain_range(c: &Captures<'_>, around: &Around<'_>) -> Option<String> {
    let code = around.after.starts_with(['-', '/']) || around.before.ends_with('-') || around.after.starts_with(|c: char| c.is_ascii_alphanumeric());
    let said = |n: &str| if around.next().is_some_and(is_measure) { quantity(n) } else { decimal(n) };
    (!code).then(|| format!("{}到{}{}", said(&c[1]), said(&c[2]), &c[3]))
}

fn sum(c: &Captures<'_>, _: &Around<'_>) -> Option<String> {
    let sign = |s: &str| match s {
        "+" => "加",
        "-" => "减",
        _ => "等于",
    };
    let tail = c.get(5).map_or(String::new(), |n| format!("{}{}", sign(&c[4]), decimal(n.as_str())));
    Some(format!("{}{}{}{tail}", decimal(&c[1]), sign(&c[2]), decimal(&c[3])))
}

fn signed_number(c: &Captures<'_>, around: &Around<'_>) -> Option<String> {
    if around.before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == ')') {
        return None;
    }
    Some(format!("{}{}", if &c[1] == "-" { "负" } else { "加" }, decimal(&c[2])))
}

/// Words before a number that make it a string of digits and not a count.
pub const CODE_LEADS: [&str; 30] = [
    "订单",
    "单号",
    "编号",
    "尾号",
    "验证码",
    "密码",
    "卡号",
    "工号",
    "房号",
    "号码",
    "邮编",
    "取件码",
    "口令",
    "代码",
    "学号",
    "群号",
    "微信号",
    "账号",
    "批号",
    "柜号",
    "票号",
    "航班",
    "车牌",
    "提货码",
    "券码",
    "兑换码",
    "流水号",
    "QQ",
    "识别码",
    "取餐码",
];

fn plain(c: &Captures<'_>, around: &Around<'_>) -> Option<String> {
    let number = &c[1];
    if number.contains('.') {
        return Some(decimal(number));
    }
    let is_count = around.next().is_some_and(is_measure);
    if !number.contains(',') && reads_by_digits(number, around, is_count) {
        return Some(super::code::grouped(number));
    }
    Some(if is_count { counted(number) } else { cardinal(number) })
}

fn reads_by_digits(number: &str, around: &Around<'_>, is_count: bool) -> bool {
    let padded = number.len() > 1 && number.starts_with('0');
    let long = number.len() >= 9;
    let named = number.len() >= 3 && !is_count && around.follows_any(&CODE_LEADS);
    let room = number.len() >= 3 && matches!(around.next(), Some('室' | '房' | '路')) && number.len() <= 4;
    padded || long || named || room
}

/// Whether a measure word, before which two is 两.
fn is_measure(c: char) -> bool {
    "个位份杯只条天块元层台辆次张盒瓶家年岁斤件双套箱袋包碗人名间种款组对支根颗粒片棵头匹本册篇首句门户口倍点分秒小周单笔趟场节米克升吨寸把批排座处项步遍轮折万亿千公毫厘平立夜晚".contains(c)
}
