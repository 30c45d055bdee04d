//! Blocks as Markdown, such that reading it back gives the same blocks. Words of the file are escaped, so text that
//! looks like markup stays text.

use crate::block::{Block, Document, Item, Table};

/// The document as Markdown, with its title as the first heading unless it has one of that name.
pub fn to_markdown(document: &Document) -> String {
    let titled = matches!(document.blocks.first(), Some(Block::Heading { text, .. }) if *text == document.title);
    let title = (!titled && !document.title.is_empty()).then(|| Block::Heading { level: 1, text: document.title.clone() });
    blocks_to_markdown(title.iter().chain(&document.blocks))
}

pub(crate) fn blocks_to_markdown<'b>(blocks: impl IntoIterator<Item = &'b Block>) -> String {
    let mut out = String::new();
    let mut last: Option<&Block> = None;
    for block in blocks {
        if last.is_some_and(|last| lists_touch(last, block)) {
            // Two lists in a row would be read as one.
            out.push_str("<!-- -->\n\n");
        }
        out.push_str(&one(block));
        out.push_str("\n\n");
        last = Some(block);
    }
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

fn lists_touch(last: &Block, next: &Block) -> bool {
    matches!((last, next), (Block::List(a), Block::List(b)) if a.first().map(|i| i.ordered) == b.first().map(|i| i.ordered))
}

fn one(block: &Block) -> String {
    match block {
        Block::Heading { level, text } => format!("{} {}", "#".repeat((*level).clamp(1, 6).into()), heading(text)),
        Block::Paragraph(text) => lines(text, "\\\n"),
        Block::List(items) => list(items),
        Block::Table(table) => rows(table),
        Block::Code(text) => {
            let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            format!("{fence}\n{text}\n{fence}")
        }
        Block::Image { alt } => format!("![{}]()", escape(alt).replace(']', "\\]").replace("\\\\]", "\\]")),
    }
}

/// A trailing run of `#` would be taken for the closing of the heading.
fn heading(text: &str) -> String {
    let text = escape(text);
    match text.strip_suffix('#') {
        Some(start) => format!("{start}\\#"),
        None => text,
    }
}

fn list(items: &[Item]) -> String {
    let mut out = String::new();
    let mut numbers = [0usize; 9];
    for item in items {
        let depth = usize::from(item.depth).min(8);
        numbers[depth] += 1;
        numbers[depth + 1..].fill(0);
        let mark = if item.ordered { format!("{}. ", numbers[depth]) } else { "- ".to_string() };
        // Three columns are enough for `1. `; from the tenth item on, one more.
        let indent = "    ".repeat(depth);
        out.push_str(&format!("{indent}{mark}{}\n", lines(&item.text, &format!("\\\n{indent}    "))));
    }
    out.trim_end().to_string()
}

fn rows(table: &Table) -> String {
    let row = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| escape(cell).replace('|', "\\|").replace('\n', "<br>")).collect();
        format!("| {} |", cells.join(" | "))
    };
    let mut out = vec![row(&table.header), format!("|{}", " --- |".repeat(table.header.len()))];
    out.extend(table.rows.iter().map(|cells| row(cells)));
    out.join("\n")
}

fn lines(text: &str, end: &str) -> String {
    text.split('\n').map(line).collect::<Vec<_>>().join(end)
}

/// Escapes what would begin a block at the start of a line.
fn line(text: &str) -> String {
    let escaped = escape(text);
    let digits = escaped.len() - escaped.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let numbered = (1..=9).contains(&digits) && escaped[digits..].starts_with(['.', ')']);
    if numbered {
        return format!("{}\\{}", &escaped[..digits], &escaped[digits..]);
    }
    match escaped.chars().next() {
        Some('#' | '-' | '+' | '>' | '=' | '|' | ':') => format!("\\{escaped}"),
        _ => escaped,
    }
}

/// Escapes marks that would change words inside a line. Marks between spaces or inside `HZ_07` are plain anyway.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let chars: Vec<char> = text.chars().collect();
    for (i, c) in chars.iter().copied().enumerate() {
        let before = i.checked_sub(1).map_or(' ', |i| chars[i]);
        let after = chars.get(i + 1).copied().unwrap_or(' ');
        let marks = match c {
            '\\' | '`' | '*' | '[' | '~' => true,
            '_' => !(before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric()),
            '<' => after.is_ascii_alphabetic() || matches!(after, '/' | '!' | '?'),
            '&' => after.is_ascii_alphanumeric() || after == '#',
            _ => false,
        };
        if marks {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use expect_test::expect;
    use proptest::prelude::*;

    fn document(blocks: Vec<Block>) -> Document {
        Document { title: "保修".into(), blocks }
    }

    fn item(depth: u8, ordered: bool, text: &str) -> Item {
        Item { depth, ordered, text: text.into() }
    }

    #[test]
    fn every_block_has_its_markdown() {
        let table = Table { header: vec!["品名".into(), "价|元".into()], rows: vec![vec!["电池\n48V".into(), "399".into()]], lines: vec![2] };
        let blocks = vec![
            Block::Heading { level: 2, text: "C#".into() },
            Block::Paragraph("第一行 *星*\n2. 第二行".into()),
            Block::List(vec![item(0, true, "拍照"), item(1, false, "正面\n侧面"), item(0, true, "登记")]),
            Block::List(vec![item(0, true, "另一个")]),
            Block::Table(table),
            Block::Code("a ``` b".into()),
            Block::Image { alt: "拆机图".into() },
        ];
        expect![[r#"
            # 保修

            ## C\#

            第一行 \*星\*\
            2\. 第二行

            1. 拍照
                - 正面\
                    侧面
            2. 登记

            <!-- -->

            1. 另一个

            | 品名 | 价\|元 |
            | --- | --- |
            | 电池<br>48V | 399 |

            ````
            a ``` b
            ````

            ![拆机图]()
        "#]]
        .assert_eq(&to_markdown(&document(blocks)));
    }

    fn words() -> impl Strategy<Value = String> {
        let mark = "[-#*_`~<>|=+.:!&\\[\\]()\\\\0-9a-z保修电池，。]";
        proptest::string::string_regex(&format!("{mark}{{1,8}}( {mark}{{1,6}}){{0,3}}")).expect("a regex of this test")
    }

    fn block() -> impl Strategy<Value = Block> {
        prop_oneof![
            (1u8..=6, words()).prop_map(|(level, text)| Block::Heading { level, text }),
            proptest::collection::vec(words(), 1..3).prop_map(|lines| Block::Paragraph(lines.join("\n"))),
            (any::<bool>(), proptest::collection::vec(words(), 1..4))
                .prop_map(|(ordered, texts)| Block::List(texts.into_iter().map(|text| Item { depth: 0, ordered, text }).collect())),
            (words(), words(), words(), any::<bool>()).prop_map(|(a, b, c, ordered)| Block::List(vec![
                Item { depth: 0, ordered, text: a },
                Item { depth: 1, ordered: !ordered, text: b },
                Item { depth: 0, ordered, text: c },
            ])),
            (words(), words(), words(), words()).prop_map(|(a, b, c, d)| Block::Table(Table {
                header: vec![a, b],
                rows: vec![vec![c, d]],
                lines: vec![2]
            })),
        ]
    }

    proptest! {
        #[test]
        fn markdown_read_back_gives_the_same_blocks(blocks in proptest::collection::vec(block(), 1..5)) {
            // A repeated header is dropped by design.
            prop_assume!(!blocks.iter().any(|b| matches!(b, Block::Table(t) if t.rows[0] == t.header)));
            let document = Document { title: String::new(), blocks };
            let markdown = to_markdown(&document);
            let read = crate::read("a.md", markdown.as_bytes(), &Limits::default()).map(|d| d.blocks);
            prop_assert_eq!(read, Ok(document.blocks), "{}", markdown);
        }
    }
}
