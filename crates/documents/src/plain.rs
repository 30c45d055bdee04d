//! Plain text: paragraphs by blank lines, headings and lists by the marks people type (「一、」「第 1 条」「1.」「-」).
//! A guess may miss a heading; it must never drop or reorder a line.

use crate::block::{Blocks, Document};
use crate::clean;
use crate::encoding;
use crate::limits::Meter;
use crate::unreadable::Unreadable;

/// A heading is at most this long, in characters.
const HEADING_CHARS: usize = 40;

/// 「3.5 元一杯」 is a price and no section.
const UNITS: &str = "元块折倍米升克斤伏安年月天日点";

pub(crate) fn read(title: String, bytes: &[u8], meter: &mut Meter<'_>) -> Result<Document, Unreadable> {
    let text = encoding::decode(bytes)?;
    let lines: Vec<String> = text.lines().map(clean::line).collect();
    let mut blocks = Blocks::new(meter);
    let mut stated = None;
    for group in lines.split(|line| line.is_empty()).filter(|group| !group.is_empty()) {
        match group {
            [only] if blocks.is_empty() && is_title(only) => {
                blocks.heading(1, only)?;
                stated = Some(only.clone());
            }
            _ => read_group(group, &mut blocks)?,
        }
    }
    Ok(blocks.finish(stated, title))
}

/// Lines between two blank lines.
fn read_group(lines: &[String], blocks: &mut Blocks<'_, '_>) -> Result<(), Unreadable> {
    let widest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
    let mut paragraph = String::new();
    for (i, line) in lines.iter().enumerate() {
        blocks.meter.tick()?;
        let numbered_beside = [i.wrapping_sub(1), i + 1].iter().any(|j| lines.get(*j).is_some_and(|l| number(l).is_some()));
        let kind = classify(line, numbered_beside);
        if !matches!(kind, Kind::Words) {
            blocks.paragraph(&std::mem::take(&mut paragraph))?;
        }
        match kind {
            Kind::Heading(level) => blocks.heading(level, line.trim_start_matches('#'))?,
            Kind::Item { ordered, text } => blocks.item(ordered, 0, text, i > 0)?,
            Kind::Words => append(&mut paragraph, line, i.checked_sub(1).map(|j| lines[j].as_str()), widest),
        }
    }
    blocks.paragraph(&paragraph)
}

enum Kind<'a> {
    Heading(u8),
    Item { ordered: bool, text: &'a str },
    Words,
}

fn classify(line: &str, numbered_beside: bool) -> Kind<'_> {
    if let Some(text) = bullet(line) {
        return Kind::Item { ordered: false, text };
    }
    if let Some(text) = number(line)
        && (numbered_beside || !is_heading_text(line))
    {
        return Kind::Item { ordered: true, text };
    }
    heading_level(line).map_or(Kind::Words, Kind::Heading)
}

/// A short first line with no end of sentence.
fn is_title(line: &str) -> bool {
    is_heading_text(line) && bullet(line).is_none() && number(line).is_none()
}

/// Level of a line that looks like a heading: 1 for chapters, 2 for 「一、」 and sections, 3 for 「（一）」 and 「1.」 and
/// articles, 4 for `1.1`.
pub(crate) fn heading_level(line: &str) -> Option<u8> {
    if !is_heading_text(line) {
        return None;
    }
    if let Some(rest) = line.strip_prefix('第') {
        let rest = rest.trim_start();
        let unit = rest.trim_start_matches(|c: char| is_chinese_number(c) || c.is_ascii_digit() || c == ' ').chars().next()?;
        return if unit == rest.chars().next()? { None } else { unit_level(unit) };
    }
    let marks = line.chars().take_while(|c| *c == '#').count();
    if (1..=6).contains(&marks) && line[marks..].starts_with(' ') {
        return Some(marks as u8);
    }
    if line.starts_with('【') && line.ends_with('】') {
        return Some(2);
    }
    chinese_numbered(line).or_else(|| decimal_level(line))
}

fn unit_level(unit: char) -> Option<u8> {
    match unit {
        '章' | '篇' | '编' | '部' => Some(1),
        '节' => Some(2),
        '条' | '步' => Some(3),
        _ => None,
    }
}

/// 「一、」 is 2, 「（一）」 is 3.
fn chinese_numbered(line: &str) -> Option<u8> {
    let inner = line.strip_prefix(['（', '(']);
    let rest = inner.unwrap_or(line);
    let after = rest.trim_start_matches(is_chinese_number);
    let digits = rest.len() - after.len();
    let (close, level): (&[char], u8) = if inner.is_some() { (&['）', ')'], 3) } else { (&['、', '.', '．'], 2) };
    (digits > 0 && after.starts_with(close) && after.chars().count() > 1).then_some(level)
}

/// `1. x` and `1、x` are 3, `1.1 x` is 4, `1.1.1 x` is 5.
fn decimal_level(line: &str) -> Option<u8> {
    let end = line.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (mark, rest) = line.split_at(end);
    let parts = mark.split('.').filter(|p| !p.is_empty()).count();
    let short = mark.split('.').all(|p| p.len() <= 2);
    let separated = mark.ends_with('.') || rest.starts_with(['、', '．']) || (parts > 1 && rest.starts_with(' '));
    let words = rest.trim_start_matches(['、', '．', ' ']);
    let wordy = words.chars().next().is_some_and(|c| c.is_alphabetic() && !(parts == 2 && UNITS.contains(c)));
    (parts > 0 && short && separated && wordy).then_some((2 + parts as u8).min(6))
}

fn is_heading_text(line: &str) -> bool {
    let ends = ['。', '；', '，', '、', '：', '！', '.', ';', ',', ':', '!', '…', '”', '"'];
    let words = line.chars().any(char::is_alphabetic);
    words && !line.ends_with(ends) && !line.contains(['。', '；']) && line.chars().count() <= HEADING_CHARS
}

fn is_chinese_number(c: char) -> bool {
    "零〇一二三四五六七八九十百".contains(c)
}

/// The text behind a bullet.
pub(crate) fn bullet(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(['-', '*', '+', '•', '·', '●', '○', '◆', '■', '▪', '➢', '–', '—'])?;
    let typed = line.starts_with(['-', '*', '+', '–', '—']);
    let text = rest.trim_start();
    (!text.is_empty() && (!typed || text.len() < rest.len())).then_some(text)
}

/// The text behind `1.` `1、` `1)` `（1）` `①`.
pub(crate) fn number(line: &str) -> Option<&str> {
    let first = line.chars().next()?;
    if ('①'..='⑳').contains(&first) {
        return Some(line[first.len_utf8()..].trim_start()).filter(|text| !text.is_empty());
    }
    let inner = line.strip_prefix(['（', '(']);
    let rest = inner.unwrap_or(line);
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = rest.len() - after.len();
    let close: &[char] = if inner.is_some() { &['）', ')'] } else { &['.', '、', '．', ')', '）'] };
    let text = after.strip_prefix(close)?;
    let decimal = after.starts_with('.') && text.starts_with(|c: char| c.is_ascii_digit());
    ((1..=2).contains(&digits) && !decimal && !text.trim().is_empty()).then(|| text.trim_start())
}

/// Adds a line to a paragraph: joined where the line before was filled to the margin, on a line of its own otherwise.
fn append(paragraph: &mut String, line: &str, before: Option<&str>, widest: usize) {
    let wrapped = before.is_some_and(|before| {
        let sentence_end = before.ends_with(['。', '！', '？', '；', '：', '.', '!', '?', ':']);
        (40..=120).contains(&widest) && width(before) * 5 >= widest * 4 && !sentence_end
    });
    if paragraph.is_empty() || wrapped {
        clean::join(paragraph, line);
    } else {
        paragraph.push('\n');
        paragraph.push_str(line);
    }
}

/// Columns on a typewriter: wide characters count two.
fn width(line: &str) -> usize {
    line.chars().map(|c| if clean::is_wide(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::render;
    use expect_test::{Expect, expect};

    fn check(text: &str, expect: Expect) {
        expect.assert_eq(&render("说明.txt", text.as_bytes()));
    }

    #[test]
    fn headings_lists_and_paragraphs_of_a_store_rule() {
        check(
            "退换货规定\n\n一、七天无理由\n凭小票，包装完好。\n食品除外。\n\n二、质量问题\n1. 拍照\n2. 登记工单\n3. 换新\n\n（一）电池\n- 鼓包\n- 漏液\n",
            expect![[r#"
                《退换货规定》
                h1 退换货规定
                h2 一、七天无理由
                p 凭小票，包装完好。⏎食品除外。
                h2 二、质量问题
                1. 拍照
                1. 登记工单
                1. 换新
                h3 （一）电池
                - 鼓包
                - 漏液
            "#]],
        );
    }

    #[test]
    fn a_number_with_text_below_is_a_heading_and_a_row_of_numbers_is_a_list() {
        check(
            "1. 刹车异响\n先检查碟片。\n\n2. 充不进电\n先换充电器。\n\n1、开机\n2、长按 5 秒\n",
            expect![[r#"
                《说明》
                h3 1. 刹车异响
                p 先检查碟片。
                h3 2. 充不进电
                p 先换充电器。
                1. 开机
                1. 长按 5 秒
            "#]],
        );
    }

    #[test]
    fn lines_wrapped_at_a_margin_are_joined_and_short_ones_kept() {
        check(
            "The battery must be charged for at least eight hours before the\nfirst ride, and never be left\nempty.\n\n营业时间\n09:00-21:00\n电话 0571-88880000\n",
            expect![[r#"
                《说明》
                p The battery must be charged for at least eight hours before the first ride, and never be left⏎empty.
                p 营业时间⏎09:00-21:00⏎电话 0571-88880000
            "#]],
        );
    }

    #[test]
    fn sentences_and_prices_are_not_headings() {
        for line in ["第一次来店的客人送一杯。", "3.5 元一杯", "一、二楼都能退，凭小票。", "2024.05.01 起执行", "第二杯半价", "12345"]
        {
            assert_eq!(heading_level(line), None, "{line}");
        }
        let levels = ["第一章 总则", "第 3 条 保修范围", "一、总则", "（二）电池", "1. 开机", "1.2 关机", "【注意事项】"];
        assert_eq!(levels.map(heading_level), [1, 3, 2, 3, 3, 4, 2].map(Some));
    }
}
