//! Markdown through `pulldown-cmark`: headings, lists, tables, code, HTML inside. Bold and italics are dropped; a link
//! keeps its address behind its words. Front matter is ignored.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::block::{Blocks, Document};
use crate::encoding;
use crate::grid::Grid;
use crate::html;
use crate::limits::Meter;
use crate::unreadable::{Excess, Unreadable};

pub(crate) fn read(title: String, bytes: &[u8], meter: &mut Meter<'_>) -> Result<Document, Unreadable> {
    let text = encoding::decode(bytes)?;
    // The parser builds the whole tree before the first event, so its input is bounded rather than metered.
    let limit = meter.limits.text_bytes;
    if text.len() > limit {
        return Err(Unreadable::TooMuch { what: Excess::Text, limit: limit as u64 });
    }
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut state = State::new(Blocks::new(meter));
    for event in Parser::new_ext(&text, options) {
        state.blocks.meter.tick()?;
        state.event(event)?;
    }
    Ok(state.blocks.finish(None, title))
}

struct State<'m, 'a> {
    blocks: Blocks<'m, 'a>,
    text: String,
    /// One entry per open list: is it numbered.
    lists: Vec<bool>,
    /// The next item continues the list before it.
    joined: bool,
    in_item: bool,
    ignored: bool,
    html: String,
    /// Start of the words and address of every open link.
    links: Vec<(usize, String)>,
    grid: Grid,
    row: Vec<String>,
    line: u32,
}

impl<'m, 'a> State<'m, 'a> {
    fn new(blocks: Blocks<'m, 'a>) -> Self {
        Self {
            blocks,
            text: String::new(),
            lists: Vec::new(),
            joined: false,
            in_item: false,
            ignored: false,
            html: String::new(),
            links: Vec::new(),
            grid: Grid::default(),
            row: Vec::new(),
            line: 0,
        }
    }

    fn event(&mut self, event: Event<'_>) -> Result<(), Unreadable> {
        match event {
            Event::Start(tag) => self.start(tag)?,
            Event::End(tag) => self.end(tag)?,
            Event::Text(_) | Event::Code(_) if self.ignored => {}
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text.push_str(&text);
            }
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(html) if html.to_ascii_lowercase().starts_with("<br") => self.text.push('\n'),
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => self.text.push('\n'),
            Event::TaskListMarker(done) => self.text.push_str(if done { "☑ " } else { "☐ " }),
            Event::Rule | Event::InlineHtml(_) | Event::FootnoteReference(_) => {}
        }
        Ok(())
    }

    /// A line end inside a paragraph is a space between words and nothing between hanzi.
    fn soft_break(&mut self) {
        if self.text.chars().last().is_some_and(|c| !crate::clean::is_wide(c)) {
            self.text.push(' ');
        }
    }

    fn start(&mut self, tag: Tag<'_>) -> Result<(), Unreadable> {
        match tag {
            Tag::MetadataBlock(_) => self.ignored = true,
            Tag::List(first) => {
                self.flush()?;
                self.joined = !self.lists.is_empty();
                self.lists.push(first.is_some());
            }
            Tag::Item => {
                self.flush()?;
                self.in_item = true;
            }
            Tag::CodeBlock(_) => {
                self.flush()?;
            }
            Tag::Link { dest_url, .. } => self.links.push((self.text.len(), dest_url.into_string())),
            Tag::Image { .. } => self.links.push((self.text.len(), String::new())),
            Tag::Table(_) => {
                self.flush()?;
                self.grid = Grid::default();
                self.line = 0;
            }
            Tag::Paragraph | Tag::Heading { .. } | Tag::HtmlBlock | Tag::BlockQuote(_) if !self.in_item => self.flush()?,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd) -> Result<(), Unreadable> {
        match tag {
            TagEnd::Heading(level) if !self.in_item => {
                let text = std::mem::take(&mut self.text);
                self.blocks.heading(level as u8, &text)
            }
            TagEnd::Paragraph if self.in_item => {
                self.text.push('\n');
                Ok(())
            }
            TagEnd::Paragraph | TagEnd::Item | TagEnd::BlockQuote(_) => self.flush(),
            TagEnd::List(_) => {
                self.flush()?;
                self.lists.pop();
                self.in_item = !self.lists.is_empty();
                Ok(())
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::MetadataBlock(_) => {
                self.ignored = false;
                Ok(())
            }
            TagEnd::Link => {
                self.end_link();
                Ok(())
            }
            TagEnd::Image => self.end_image(),
            TagEnd::HtmlBlock => html::append(&std::mem::take(&mut self.html), &mut self.blocks),
            TagEnd::TableCell => {
                let cell = crate::clean::text(&std::mem::take(&mut self.text));
                self.row.push(cell);
                Ok(())
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                self.line += 1;
                let row = std::mem::take(&mut self.row);
                self.grid.row(self.line, row, self.blocks.meter)
            }
            TagEnd::Table => {
                let table = std::mem::take(&mut self.grid).into_table(self.blocks.meter)?;
                table.map_or(Ok(()), |table| self.blocks.table(table))
            }
            _ => Ok(()),
        }
    }

    /// Ends the paragraph or item being read.
    fn flush(&mut self) -> Result<(), Unreadable> {
        let text = std::mem::take(&mut self.text);
        if text.trim().is_empty() {
            return Ok(());
        }
        self.links.clear();
        match self.lists.last() {
            Some(ordered) if self.in_item => {
                let depth = u8::try_from(self.lists.len() - 1).unwrap_or(u8::MAX);
                self.blocks.item(*ordered, depth, &text, self.joined)?;
                self.joined = true;
                Ok(())
            }
            _ => self.blocks.paragraph(&text),
        }
    }

    fn end_code(&mut self) -> Result<(), Unreadable> {
        let code = std::mem::take(&mut self.text);
        self.blocks.code(&code)
    }

    fn end_link(&mut self) {
        if let Some((start, address)) = self.links.pop() {
            let words = self.text.get(start..).unwrap_or_default();
            if address.starts_with("http") && !words.contains(address.as_str()) {
                self.text.push_str(&format!(" ({address})"));
            }
        }
    }

    /// A picture alone in its paragraph is a block; inside words only its description stays.
    fn end_image(&mut self) -> Result<(), Unreadable> {
        let Some((0, _)) = self.links.pop() else {
            return Ok(());
        };
        if self.in_item || !self.links.is_empty() {
            return Ok(());
        }
        let alt = std::mem::take(&mut self.text);
        self.blocks.image(&alt)
    }
}

#[cfg(test)]
mod tests {
    use crate::fixtures::render;
    use expect_test::{Expect, expect};

    fn check(text: &str, expect: Expect) {
        expect.assert_eq(&render("规定.md", text.as_bytes()));
    }

    #[test]
    fn headings_in_both_styles_and_front_matter_left_out() {
        check(
            "---\ntitle: x\n---\n# 退换货\n\n二级\n---\n七天内凭**小票**，\n见[官网](https://example.com/a)。\n",
            expect![[r#"
            《退换货》
            h1 退换货
            h2 二级
            p 七天内凭小票，见官网 (https://example.com/a)。
        "#]],
        );
    }

    #[test]
    fn lists_nest_and_tables_and_code_stay_whole() {
        check(
            "1. 拍照\n2. 登记\n   - 姓名\n   - 电话\n3. 换新\n\n* 甲\n\n  续行\n* 乙\n\n| 品名 | 价 |\n|---|--:|\n| 电池 | 399 |\n\n```\na  b\n```\n",
            expect![[r#"
                《规定》
                1. 拍照
                1. 登记
                  - 姓名
                  - 电话
                1. 换新
                - 甲⏎续行
                - 乙
                |= 品名 | 价
                | 电池 | 399
                code a  b
            "#]],
        );
    }

    #[test]
    fn pictures_html_and_quotes() {
        check(
            "![拆机图](a.png)\n\n> 先断电\n\n<table><tr><td>问</td><td>答</td></tr><tr><td>a</td><td>b</td></tr></table>\n\n行一<br>行二\n",
            expect![[r#"
            《规定》
            image 拆机图
            p 先断电
            |= 问 | 答
            | a | b
            p 行一⏎行二
        "#]],
        );
    }
}
