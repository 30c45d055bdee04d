//! Numbers as words: how many, which one, how much. It only ever sees ASCII digits; finding numbers in a text is not done here.

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Longer numbers than this many digits are read digit by digit: nobody counts in units above 亿亿.
const COUNTABLE: usize = 16;

/// One by one: `2026` is 二零二六. Anything but digits is left out.
pub fn digits(text: &str) -> String {
    text.chars().filter_map(|c| c.to_digit(10)).map(|d| DIGITS[d as usize]).collect()
}

/// One by one as telephone numbers are told, with 幺 for one so that it is not heard as seven.
pub fn phone_digits(text: &str) -> String {
    digits(text).replace('一', "幺")
}

/// How many: `10086` is 一万零八十六. Commas are grouping and are dropped; what is too long to count is read by digits.
pub fn cardinal(text: &str) -> String {
    let clean: String = text.chars().filter(char::is_ascii_digit).collect();
    let trimmed = clean.trim_start_matches('0');
    match trimmed.len() {
        0 => "零".to_owned(),
        n if n > COUNTABLE => digits(&clean),
        _ => count(trimmed),
    }
}

/// How many of a thing: two is 两 and not 二 before a measure word.
pub fn counted(text: &str) -> String {
    let word = cardinal(text);
    if word == "二" { "两".to_owned() } else { word }
}

/// A number that may have a fraction: `12.50` is 十二点五零.
pub fn decimal(text: &str) -> String {
    match text.split_once('.') {
        Some((whole, part)) if !part.is_empty() => format!("{}点{}", cardinal(whole), digits(part)),
        _ => cardinal(text),
    }
}

/// A number with or without a fraction before a measure word.
pub fn quantity(text: &str) -> String {
    if text.contains('.') { decimal(text) } else { counted(text) }
}

/// An amount in yuan as it is written in a contract: `12.05` is 十二元零五分, `0.5` is 五角.
/// More than two places are no coins, and are read as a decimal.
pub fn money(text: &str, unit: &str) -> String {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 2 || part.trim_end_matches('0').is_empty() {
        return if part.len() > 2 { format!("{}{unit}", decimal(text)) } else { format!("{}{unit}", counted(whole)) };
    }
    let coins = part.as_bytes();
    let (tenths, cents) = (coins[0], coins.get(1).copied().unwrap_or(b'0'));
    let whole_is_nothing = whole.chars().all(|c| c == '0' || c == ',');
    let mut said = if whole_is_nothing { String::new() } else { format!("{}{unit}", counted(whole)) };
    match tenths {
        b'0' if !whole_is_nothing => said.push('零'),
        b'0' => {}
        _ => said.push_str(&format!("{}角", counted(&(tenths as char).to_string()))),
    }
    if cents != b'0' {
        said.push_str(&format!("{}分", cardinal(&(cents as char).to_string())));
    }
    said
}

fn count(digits: &str) -> String {
    let mut said = String::new();
    let mut gap = false;
    let groups = groups_of_four(digits);
    for (i, group) in groups.iter().enumerate() {
        let rank = groups.len() - 1 - i;
        let value: u32 = group.parse().unwrap_or(0);
        if value == 0 {
            gap = true;
            continue;
        }
        if !said.is_empty() && (gap || value < 1000) {
            said.push('零');
        }
        gap = false;
        said.push_str(&group_words(value, said.is_empty(), rank > 0));
        said.push_str(["", "万", "亿", "万亿"][rank.min(3)]);
    }
    said
}

fn groups_of_four(digits: &str) -> Vec<&str> {
    let head = digits.len() % 4;
    let mut groups = Vec::new();
    if head > 0 {
        groups.push(&digits[..head]);
    }
    groups.extend((head..digits.len()).step_by(4).map(|i| &digits[i..i + 4]));
    groups
}

/// 1 to 9999. `first` drops the 一 of 一十 at the very start; `ranked` says that 万 or 亿 follows, where two is 两.
fn group_words(value: u32, first: bool, ranked: bool) -> String {
    if value == 2 && ranked {
        return "两".to_owned();
    }
    let mut said = String::new();
    let mut gap = false;
    for (size, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = (value / size) % 10;
        if digit == 0 {
            gap = !said.is_empty();
            continue;
        }
        if gap {
            said.push('零');
            gap = false;
        }
        match (digit, size) {
            (1, 10) if said.is_empty() && first => {}
            (2, 1000) => said.push('两'),
            (2, 100) if said.is_empty() => said.push('两'),
            _ => said.push(DIGITS[digit as usize]),
        }
        said.push_str(name);
    }
    said
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn how_many() {
        let numbers = [
            "0",
            "7",
            "10",
            "12",
            "20",
            "100",
            "101",
            "110",
            "120",
            "200",
            "1000",
            "1001",
            "1010",
            "2222",
            "10000",
            "10086",
            "20000",
            "100000",
            "120034",
            "1,234,567",
            "100000000",
            "200000002",
            "1000000000000",
            "12345678901234567",
        ];
        let said: Vec<String> = numbers.iter().map(|n| format!("{n} {}", cardinal(n))).collect();
        expect![[r#"
            0 零
            7 七
            10 十
            12 十二
            20 二十
            100 一百
            101 一百零一
            110 一百一十
            120 一百二十
            200 两百
            1000 一千
            1001 一千零一
            1010 一千零一十
            2222 两千二百二十二
            10000 一万
            10086 一万零八十六
            20000 两万
            100000 十万
            120034 十二万零三十四
            1,234,567 一百二十三万四千五百六十七
            100000000 一亿
            200000002 两亿零二
            1000000000000 一万亿
            12345678901234567 一二三四五六七八九零一二三四五六七"#]]
        .assert_eq(&said.join("\n"));
    }

    #[test]
    fn money_is_yuan_jiao_fen() {
        let said: Vec<String> = ["12.50", "12.5", "12.05", "12.55", "0.5", "0.05", "2", "2.20", "199", "199.00", "1,299.9", "7.255", "0", "0.00"]
            .iter()
            .map(|n| format!("{n} {}", money(n, "元")))
            .collect();
        expect![[r#"
            12.50 十二元五角
            12.5 十二元五角
            12.05 十二元零五分
            12.55 十二元五角五分
            0.5 五角
            0.05 五分
            2 两元
            2.20 两元两角
            199 一百九十九元
            199.00 一百九十九元
            1,299.9 一千二百九十九元九角
            7.255 七点二五五元
            0 零元
            0.00 零元"#]]
        .assert_eq(&said.join("\n"));
    }

    #[test]
    fn one_by_one() {
        expect!["二零二六 幺三八 三点零五 两 两点五"].assert_eq(&format!(
            "{} {} {} {} {}",
            digits("2026"),
            phone_digits("138"),
            decimal("3.05"),
            quantity("2"),
            quantity("2.5").replace('二', "两")
        ));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text in ".{0,60}") {
            let _ = (cardinal(&text), digits(&text), decimal(&text), quantity(&text));
        }

        /// Counting up never says the same words for two numbers.
        #[test]
        fn different_numbers_sound_different(a in 0u64..10_000_000_000, b in 0u64..10_000_000_000) {
            proptest::prop_assert_eq!(a == b, cardinal(&a.to_string()) == cardinal(&b.to_string()));
        }
    }
}
