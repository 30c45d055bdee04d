//! Chinese numerals become digits where they are a number that one writes so: phone and order numbers, money, dates, times,
//! measures, percentages. Where they are a word (一下, 三心二意, 十分) they stay.

/// Measures behind which a number of several characters is written in digits.
const MEASURES: [&str; 66] = [
    "块", "元", "毛", "角", "美元", "欧元", "万元", "亿元", "度", "年", "月", "日", "号", "点", "时", "分钟", "小时", "秒", "天", "周", "星期", "岁",
    "斤", "公斤", "千克", "克", "吨", "米", "厘米", "毫米", "公里", "千米", "平方", "平米", "升", "毫升", "折", "倍", "楼", "层", "栋", "室", "单",
    "件", "台", "瓶", "箱", "盒", "包", "袋", "个", "位", "人", "名", "次", "张", "支", "条", "双", "套", "辆", "家", "页", "寸", "码", "分",
];
/// Measures behind which even one character is.
const SURE: [&str; 8] = ["块钱", "元", "美元", "点钟", "点半", "点整", "月", "公斤"];
/// Words before which a row of three or four digits is a number that is read out.
const CALLED: [&str; 14] = ["电话", "手机", "号码", "尾号", "单号", "订单", "工号", "卡号", "编号", "密码", "房间", "验证码", "拨打", "热线"];
/// Words behind which `三点` is a time and not three points.
const DAYTIMES: [&str; 10] = ["上午", "下午", "早上", "晚上", "中午", "凌晨", "傍晚", "今天", "明天", "后天"];
/// A spoken row of digits that is never a phrase.
const ROW: usize = 5;

/// Characters that make a word of the 一 before them. The recogniser sometimes writes its one as a digit: 1共350元.
const ONE_WORDS: [char; 10] = ['共', '起', '样', '定', '直', '些', '般', '旦', '切', '律'];

/// Rewrites what is written in digits.
pub fn to_digits(text: &str) -> String {
    let characters = words_again(text);
    let (mut out, mut at) = (String::new(), 0);
    while at < characters.len() {
        if let Some((long, digits)) = percentage(&characters[at..]) {
            out.push_str(&digits);
            at += long;
            continue;
        }
        let long = run(&characters[at..]);
        if long == 0 {
            out.push(characters[at]);
            at += 1;
            continue;
        }
        let (taken, written) = rewrite(&characters, at, long, &out);
        out.push_str(&written);
        at += taken;
    }
    out
}

/// A lone digit one that is part of a word becomes that word's first character.
fn words_again(text: &str) -> Vec<char> {
    let mut characters: Vec<char> = text.chars().collect();
    for at in 0..characters.len().saturating_sub(1) {
        let alone = at == 0 || !characters[at - 1].is_ascii_alphanumeric() && !matches!(characters[at - 1], '.' | '-');
        if characters[at] == '1' && alone && ONE_WORDS.contains(&characters[at + 1]) {
            characters[at] = '一';
        }
    }
    characters
}

/// Digits of the longest row that is read out one by one, Chinese or not, dashes and commas between them aside.
pub fn longest_row(text: &str) -> usize {
    let bare = text.chars().filter(|c| !matches!(c, '-' | ',' | '，' | '.' | ' ' | '、'));
    let (mut row, mut longest) = (0, 0);
    for c in bare {
        row = if c.is_ascii_digit() || digit(c).is_some() { row + 1 } else { 0 };
        longest = longest.max(row);
    }
    longest
}

/// How many characters of the numeral at `at` were taken, and how they are written.
fn rewrite(characters: &[char], at: usize, long: usize, before: &str) -> (usize, String) {
    let numeral = &characters[at..at + long];
    let after: String = characters[at + long..].iter().take(3).collect();
    let plain = || (long, numeral.iter().collect::<String>());
    if numeral.iter().all(|c| digit(*c).is_some()) {
        let called = CALLED.iter().any(|word| tail(before, 6).contains(word));
        let row = long >= ROW
            || long >= 3 && (called || numeral.contains(&'幺') || after.starts_with('年'))
            || long == 2 && (after.starts_with('后') || after.starts_with('年')) && numeral[1] != '十';
        if row {
            return (long, numeral.iter().filter_map(|c| digit(*c)).map(|d| char::from(b'0' + d)).collect());
        }
    }
    let decimal = decimal(&characters[at..], long);
    let (taken, value) = match &decimal {
        Some((taken, written)) => (*taken, Some(written.clone())),
        None => (long, value(numeral).map(|value| value.to_string())),
    };
    let Some(written) = value.filter(|_| is_number(numeral, characters, at, taken, before, decimal.is_some())) else { return plain() };
    (taken, short(&written))
}

/// Whether what follows makes it a number.
fn is_number(numeral: &[char], characters: &[char], at: usize, taken: usize, before: &str, decimal: bool) -> bool {
    let after: String = characters[at + taken..].iter().take(3).collect();
    let measured = MEASURES.iter().any(|measure| after.starts_with(measure));
    let sure = SURE.iter().any(|measure| after.starts_with(measure));
    let daytime = after.starts_with('点') && DAYTIMES.iter().any(|word| before.ends_with(word));
    let dated = (after.starts_with('日') || after.starts_with('号')) && before.ends_with('月');
    let half = after.starts_with('分') && !after.starts_with("分钟") && before.ends_with('点');
    // 十分 is a word; 十分钟 is a time. 一月 is a month, 一元 money, 一块 is not: together.
    let word = numeral == ['十'] && after.starts_with('分') && !after.starts_with("分钟") && !half
        || numeral == ['千']
        || numeral == ['万']
        || numeral == ['百'];
    match numeral.len() {
        _ if word => false,
        1 if numeral == ['十'] => measured || dated,
        1 => sure && !(numeral == ['一'] && after.starts_with("元")) || daytime || dated || decimal && measured,
        2 if numeral.iter().all(|c| digit(*c).is_some()) => false,
        _ => measured && !numeral.ends_with(&['千']) || decimal || numeral.len() >= 4,
    }
}

/// 370000 is 37万: the eye counts no zeros.
fn short(written: &str) -> String {
    for (zeros, unit) in [(8, "亿"), (4, "万")] {
        let Some(head) = written.len().checked_sub(zeros).filter(|head| *head > 0) else { continue };
        if !written.contains('.') && written[head..].bytes().all(|byte| byte == b'0') {
            return format!("{}{unit}", &written[..head]);
        }
    }
    written.to_owned()
}

fn percentage(characters: &[char]) -> Option<(usize, String)> {
    let rest = characters.strip_prefix(&['百', '分', '之'])?;
    let long = run(rest);
    let (taken, written) = match decimal(rest, long) {
        Some(decimal) => decimal,
        None => (long, value(&rest[..long]).filter(|_| long > 0)?.to_string()),
    };
    Some((3 + taken, format!("{written}%")))
}

/// `一点五`: an integer, 点, digits.
fn decimal(characters: &[char], long: usize) -> Option<(usize, String)> {
    if characters.get(long) != Some(&'点') {
        return None;
    }
    let whole = value(&characters[..long])?;
    let places: String = characters[long + 1..].iter().map_while(|c| digit(*c).filter(|_| *c != '两')).map(|d| char::from(b'0' + d)).collect();
    let after = characters.get(long + 1 + places.len());
    let goes_on = after.is_some_and(|c| unit(*c).is_some_and(|unit| unit < 10_000));
    // 三点五分 is a time of day.
    (!places.is_empty() && !goes_on && after != Some(&'分')).then(|| (long + 1 + places.len(), format!("{whole}.{places}")))
}

fn run(characters: &[char]) -> usize {
    characters.iter().take_while(|c| digit(**c).is_some() || unit(**c).is_some()).count()
}

fn digit(c: char) -> Option<u8> {
    "零一二三四五六七八九".chars().position(|known| known == c).map(|at| at as u8).or(match c {
        '〇' => Some(0),
        '幺' => Some(1),
        '两' => Some(2),
        _ => None,
    })
}

fn unit(c: char) -> Option<u64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1_000),
        '万' => Some(10_000),
        '亿' => Some(100_000_000),
        _ => None,
    }
}

/// The value of a numeral; a row of digits without units is read digit by digit. Nothing when it is none, or too large.
pub fn value(numeral: &[char]) -> Option<u64> {
    if numeral.is_empty() {
        return None;
    }
    if numeral.iter().all(|c| digit(*c).is_some()) {
        return numeral.iter().try_fold(0u64, |sum, c| sum.checked_mul(10)?.checked_add(u64::from(digit(*c)?)));
    }
    let (mut whole, mut part, mut last, mut last_unit) = (0u64, 0u64, None, 1u64);
    for &c in numeral {
        if let Some(digit) = digit(c) {
            if last.is_some_and(|last| last != 0) {
                return None;
            }
            last = Some(u64::from(digit));
            continue;
        }
        let unit = unit(c)?;
        if unit >= 10_000 {
            part = part.checked_add(last.take().unwrap_or(0))?;
            if part == 0 && whole == 0 {
                return None;
            }
            (whole, part) =
                if unit > 10_000 { (whole.checked_add(part)?.checked_mul(unit)?, 0) } else { (whole.checked_add(part.checked_mul(unit)?)?, 0) };
        } else {
            let times = last.take().unwrap_or(if unit == 10 { 1 } else { 0 });
            if times == 0 {
                return None;
            }
            part = part.checked_add(times * unit)?;
        }
        last_unit = unit;
    }
    // 三百五 is 350, 三百零五 is 305.
    let zero_before = numeral.len() >= 2 && digit(numeral[numeral.len() - 2]) == Some(0);
    let last = last.unwrap_or(0) * if last_unit >= 100 && !zero_before { last_unit / 10 } else { 1 };
    whole.checked_add(part)?.checked_add(last)
}

fn tail(text: &str, characters: usize) -> &str {
    let start = text.char_indices().rev().nth(characters.saturating_sub(1)).map_or(0, |(at, _)| at);
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn check(texts: &str, expect: Expect) {
        expect.assert_eq(&texts.split_whitespace().map(to_digits).collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn rows_of_digits_are_numbers() {
        check(
            "一三八零零一三八零零零 我的电话是幺三八零零幺三八零零零 尾号三二一八 打幺幺零 二零一五年 零零后 订单号二零二四一一二七零零三",
            expect![[r#"
            13800138000
            我的电话是13800138000
            尾号3218
            打110
            2015年
            00后
            订单号20241127003"#]],
        );
    }

    #[test]
    fn a_one_that_is_part_of_a_word_is_written_as_the_word() {
        check(
            "前送到1共三百五十元 1起来 11直行 A1定",
            expect![[r#"
            前送到一共350元
            一起来
            11直行
            A1定"#]],
        );
    }

    #[test]
    fn money_measures_dates_and_times_are_numbers() {
        check(
            "三百二十五块 一共三块钱 一百四十四亿美元 三百七十万公款 十二月五日 下午三点 三点半 十分钟 一点五倍 百分之八十 百分之三点五 三十一度 两万五千块 三百五十毫升 十五个",
            expect![[r#"
            325块
            一共3块钱
            144亿美元
            370万公款
            12月5日
            下午3点
            3点半
            10分钟
            1.5倍
            80%
            3.5%
            31度
            25000块
            350毫升
            15个"#]],
        );
    }

    #[test]
    fn words_stay_words() {
        check(
            "一下 一起 三心二意 十分感谢 一块去 五颜六色 千万别 万一 一点都不 七上八下 六本木 一个 三点建议 四家相关 乱七八糟 百货 千元 两三个 九牛一毛",
            expect![[r#"
            一下
            一起
            三心二意
            十分感谢
            一块去
            五颜六色
            千万别
            万一
            一点都不
            七上八下
            六本木
            一个
            三点建议
            四家相关
            乱七八糟
            百货
            千元
            两三个
            九牛一毛"#]],
        );
    }

    #[test]
    fn rows_are_counted_across_dashes() {
        for (text, long) in [("1392-5800-457", 11), ("一三八零零", 5), ("我有一三八", 3), ("没有", 0), ("30度12", 2)] {
            assert_eq!(longest_row(text), long, "{text}");
        }
    }

    #[test]
    fn numerals_have_values() {
        let told = |text: &str| format!("{text} {:?}", value(&text.chars().collect::<Vec<_>>()));
        let texts = "十 二十 三百五 三百零五 一千零一 三万五 一亿零五万 十百 五五十 万 一二三 九千九百九十九亿";
        expect![[r#"
            十 Some(10)
            二十 Some(20)
            三百五 Some(350)
            三百零五 Some(305)
            一千零一 Some(1001)
            三万五 Some(35000)
            一亿零五万 Some(100050000)
            十百 None
            五五十 None
            万 None
            一二三 Some(123)
            九千九百九十九亿 Some(999900000000)"#]]
        .assert_eq(&texts.split(' ').map(told).collect::<Vec<_>>().join("\n"));
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "[零一二三四五六七八九十百千万亿点分之块个年a，😀]{0,40}") {
            let _ = to_digits(&text);
        }

        #[test]
        fn written_numbers_are_read_back(number in 1u64..99_999_999) {
            let spoken: Vec<char> = spoken(number).chars().collect();
            prop_assert_eq!(value(&spoken), Some(number));
        }
    }

    fn spoken(number: u64) -> String {
        let four = |part: u64| {
            let (mut out, mut zero) = (String::new(), false);
            for (unit, name) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
                let digit = part / unit % 10;
                if digit > 0 {
                    out.push_str(if zero { "零" } else { "" });
                    out.push("零一二三四五六七八九".chars().nth(digit as usize).unwrap_or('零'));
                    out.push_str(name);
                }
                zero = digit == 0 && !out.is_empty();
            }
            out
        };
        let (high, low) = (number / 10_000, number % 10_000);
        match (high, low) {
            (0, low) => four(low),
            (high, 0) => four(high) + "万",
            (high, low) => format!("{}万{}{}", four(high), if low < 1_000 { "零" } else { "" }, four(low)),
        }
    }
}
