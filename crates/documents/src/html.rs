//! HTML as a stream of tokens, without a tree: a tree builder needs quadratic time on deep nesting, and blocks need no
//! tree. Scripts, styles, navigation and footers are dropped.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use crate::block::{Blocks, Document};
use crate::clean;
use crate::encoding;
use crate::grid::{Grid, Region};
use crate::limits::{COLUMNS, Meter};
use crate::unreadable::Unreadable;

/// The clock is looked at between pieces of this size: one tag with very many attributes costs quadratic time.
const PIECE_BYTES: usize = 4 << 10;

const DROPPED: [&str; 11] = ["script", "style", "noscript", "template", "svg", "iframe", "nav", "footer", "select", "button", "object"];

const BREAKING: [&str; 30] = [
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "aside",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "form",
    "fieldset",
    "figure",
    "figcaption",
    "address",
    "details",
    "summary",
    "hr",
    "body",
    "html",
    "head",
    "center",
    "h1",
    "h2",
    "h3",
    "h4",
];

pub(crate) fn read(title: String, bytes: &[u8], meter: &mut Meter<'_>) -> Result<Document, Unreadable> {
    let text = match charset(bytes) {
        Some(label) => encoding::decode_labelled(&label, bytes)?,
        None => encoding::decode(bytes)?,
    };
    let mut blocks = Blocks::new(meter);
    let stated = walk(&text, &mut blocks)?;
    let fallback = Some(clean::line(&stated)).filter(|t| !t.is_empty()).unwrap_or(title);
    Ok(blocks.finish(None, fallback))
}

/// Adds a fragment of HTML to blocks being collected.
pub(crate) fn append(fragment: &str, blocks: &mut Blocks<'_, '_>) -> Result<(), Unreadable> {
    walk(fragment, blocks).map(drop)
}

/// Reads all of `text`; gives the content of `<title>`.
fn walk(text: &str, blocks: &mut Blocks<'_, '_>) -> Result<String, Unreadable> {
    let tokenizer = Tokenizer::new(Sink(RefCell::new(Page::new(blocks))), TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut rest = text;
    while !rest.is_empty() {
        let end = (PIECE_BYTES..=PIECE_BYTES + 3).find(|i| rest.is_char_boundary(*i)).unwrap_or(rest.len());
        let (piece, next) = rest.split_at(end.min(rest.len()));
        queue.push_back(StrTendril::from(piece));
        let _ = tokenizer.feed(&queue);
        tokenizer.sink.0.borrow_mut().check()?;
        rest = next;
    }
    tokenizer.end();
    let page = tokenizer.sink.0.into_inner();
    page.finish()
}

/// The label in `<meta charset=…>` or `content="…; charset=…"`.
fn charset(bytes: &[u8]) -> Option<String> {
    let head: String = bytes.iter().take(2048).map(|b| if b.is_ascii() { b.to_ascii_lowercase() as char } else { ' ' }).collect();
    let (_, after) = head.split_once("charset=")?;
    let label: String = after.trim_start_matches(['"', '\'', ' ']).chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
    Some(label).filter(|label| !label.is_empty())
}

struct Sink<'p, 'm, 'a>(RefCell<Page<'p, 'm, 'a>>);

impl TokenSink for Sink<'_, '_, '_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        if page.stopped.is_some() {
            return TokenSinkResult::Continue;
        }
        match page.token(token) {
            Ok(Some(raw)) => TokenSinkResult::RawData(raw),
            Ok(None) => TokenSinkResult::Continue,
            Err(reason) => {
                page.stopped = Some(reason);
                TokenSinkResult::Continue
            }
        }
    }
}

struct Page<'p, 'm, 'a> {
    blocks: &'p mut Blocks<'m, 'a>,
    stopped: Option<Unreadable>,
    title: String,
    in_title: bool,
    text: String,
    /// The dropped element being skipped and how many of it are open.
    dropped: Option<(String, usize)>,
    heading: Option<u8>,
    /// One entry per open list: is it numbered.
    lists: Vec<bool>,
    in_item: bool,
    fresh_list: bool,
    preformatted: bool,
    link: Option<(usize, String)>,
    table: Option<Cells>,
}

/// The outermost open table.
struct Cells {
    grid: Grid,
    /// Tables open, this one included.
    depth: usize,
    line: u32,
    row: Vec<String>,
    open: Option<(usize, usize)>,
}

impl<'p, 'm, 'a> Page<'p, 'm, 'a> {
    fn new(blocks: &'p mut Blocks<'m, 'a>) -> Self {
        Self {
            blocks,
            stopped: None,
            title: String::new(),
            in_title: false,
            text: String::new(),
            dropped: None,
            heading: None,
            lists: Vec::new(),
            in_item: false,
            fresh_list: true,
            preformatted: false,
            link: None,
            table: None,
        }
    }

    fn check(&mut self) -> Result<(), Unreadable> {
        self.blocks.meter.tick()?;
        self.stopped.take().map_or(Ok(()), Err)
    }

    fn finish(mut self) -> Result<String, Unreadable> {
        self.check()?;
        while self.table.is_some() {
            self.end_table()?;
        }
        self.flush()?;
        Ok(self.title)
    }

    fn token(&mut self, token: Token) -> Result<Option<RawKind>, Unreadable> {
        self.blocks.meter.tick()?;
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => self.start(&tag),
            Token::TagToken(tag) => self.end(&tag.name).map(|()| None),
            Token::CharacterTokens(text) => {
                self.characters(&text);
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    fn characters(&mut self, text: &str) {
        if self.in_title {
            self.title.push_str(text);
        } else if self.dropped.is_none() {
            if self.preformatted {
                self.text.push_str(text);
            } else {
                // Line ends in the source are no line ends on the page.
                self.text.extend(text.chars().map(|c| if c == '\n' || c == '\r' { ' ' } else { c }));
            }
        }
    }

    fn start(&mut self, tag: &Tag) -> Result<Option<RawKind>, Unreadable> {
        let name: &str = &tag.name;
        if let Some((dropped, depth)) = &mut self.dropped {
            *depth += usize::from(dropped == name && !tag.self_closing);
            return Ok(raw_kind(name));
        }
        if DROPPED.contains(&name) {
            if !tag.self_closing {
                self.dropped = Some((name.to_string(), 1));
            }
            return Ok(raw_kind(name));
        }
        if BREAKING.contains(&name) || matches!(name, "pre" | "h5" | "h6") {
            self.flush()?;
        }
        match name {
            "title" => self.in_title = self.title.is_empty(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = name[1..].parse().ok(),
            "ul" | "ol" => {
                self.fresh_list = self.lists.is_empty();
                self.lists.push(name == "ol");
            }
            "li" => self.in_item = true,
            "pre" => self.preformatted = true,
            "br" => self.text.push('\n'),
            "a" => self.link = attribute(tag, "href").map(|href| (self.text.len(), href)),
            "img" => self.image(tag)?,
            "table" | "tr" | "td" | "th" => self.start_table_part(name, tag)?,
            _ => {}
        }
        Ok(raw_kind(name))
    }

    fn end(&mut self, name: &str) -> Result<(), Unreadable> {
        if let Some((dropped, depth)) = &mut self.dropped {
            if dropped == name {
                *depth -= 1;
                if *depth == 0 {
                    self.dropped = None;
                }
            }
            return Ok(());
        }
        match name {
            "title" => self.in_title = false,
            "a" => self.end_link(),
            "td" | "th" | "caption" if self.table.is_some() => self.end_cell()?,
            "tr" => self.end_row()?,
            "table" => self.end_table()?,
            _ if BREAKING.contains(&name) || matches!(name, "pre" | "h5" | "h6") => self.flush()?,
            _ => {}
        }
        match name {
            "ul" | "ol" => {
                self.lists.pop();
                self.in_item = !self.lists.is_empty() && self.in_item;
            }
            "li" => self.in_item = false,
            "pre" => self.preformatted = false,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = None,
            _ => {}
        }
        Ok(())
    }

    /// Ends the block being read. Inside a table cell only a line ends.
    fn flush(&mut self) -> Result<(), Unreadable> {
        if self.table.as_ref().is_some_and(|table| table.open.is_some()) {
            self.text.push('\n');
            return Ok(());
        }
        self.link = None;
        let text = std::mem::take(&mut self.text);
        if text.trim().is_empty() {
            return Ok(());
        }
        if let Some(level) = self.heading {
            return self.blocks.heading(level, &text);
        }
        if self.preformatted {
            return self.blocks.code(&text);
        }
        match self.lists.last() {
            Some(ordered) if self.in_item => {
                let depth = u8::try_from(self.lists.len() - 1).unwrap_or(u8::MAX);
                self.blocks.item(*ordered, depth, &text, !self.fresh_list)?;
                self.fresh_list = false;
                Ok(())
            }
            _ => self.blocks.paragraph(&text),
        }
    }

    fn end_link(&mut self) {
        if let Some((start, address)) = self.link.take() {
            let words = self.text.get(start..).unwrap_or_default();
            if address.starts_with("http") && !words.trim().is_empty() && !words.contains(&address) {
                self.text.push_str(&format!(" ({address})"));
            }
        }
    }

    fn image(&mut self, tag: &Tag) -> Result<(), Unreadable> {
        let Some(alt) = attribute(tag, "alt").filter(|alt| !alt.trim().is_empty()) else {
            return Ok(());
        };
        if !self.text.trim().is_empty() || self.table.is_some() || self.in_item || self.heading.is_some() {
            self.text.push_str(&alt);
            return Ok(());
        }
        self.blocks.image(&alt)
    }

    fn start_table_part(&mut self, name: &str, tag: &Tag) -> Result<(), Unreadable> {
        match (&mut self.table, name) {
            (None, "table") => {
                self.flush()?;
                self.table = Some(Cells { grid: Grid::default(), depth: 1, line: 0, row: Vec::new(), open: None });
            }
            (Some(table), "table") => {
                table.depth += 1;
                self.text.push('\n');
            }
            (Some(table), _) if table.depth > 1 => self.text.push(' '),
            (Some(_), "tr") => self.end_row()?,
            (Some(_), _) => {
                self.end_cell()?;
                let span = |name| attribute(tag, name).and_then(|v| v.trim().parse().ok()).unwrap_or(1usize).clamp(1, 1000);
                let open = Some((span("rowspan"), span("colspan")));
                if let Some(table) = &mut self.table {
                    table.open = open;
                }
            }
            (None, _) => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Unreadable> {
        let Some(table) = self.table.as_mut().filter(|table| table.depth == 1) else {
            self.text.push(' ');
            return Ok(());
        };
        let Some((rows, columns)) = table.open.take() else {
            // Text between cells, such as a caption.
            let text = std::mem::take(&mut self.text);
            return self.blocks.paragraph(&text);
        };
        self.link = None;
        let text = clean::text(&std::mem::take(&mut self.text));
        // A row span of the row above occupies its columns here.
        while table.grid.is_covered(table.line + 1, table.row.len()) {
            table.row.push(String::new());
        }
        let left = table.row.len();
        if rows > 1 || columns > 1 {
            let line = table.line + 1;
            table.grid.merge(Region { lines: (line, line + rows as u32 - 1), columns: (left, left + columns - 1) });
        }
        table.row.push(text);
        table.row.resize((left + columns).min(COLUMNS + 1), String::new());
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Unreadable> {
        if self.table.as_ref().is_none_or(|table| table.depth > 1) {
            self.text.push('\n');
            return Ok(());
        }
        self.end_cell()?;
        let Some(table) = &mut self.table else {
            return Ok(());
        };
        if !table.row.is_empty() {
            table.line += 1;
            table.grid.row(table.line, std::mem::take(&mut table.row), self.blocks.meter)?;
        }
        Ok(())
    }

    fn end_table(&mut self) -> Result<(), Unreadable> {
        if let Some(table) = self.table.as_mut().filter(|table| table.depth > 1) {
            table.depth -= 1;
            self.text.push('\n');
            return Ok(());
        }
        self.end_row()?;
        let Some(table) = self.table.take() else {
            return Ok(());
        };
        if table.grid.is_single_column() {
            return table.grid.into_cells().try_for_each(|cell| self.blocks.paragraph(&cell));
        }
        let table = table.grid.into_table(self.blocks.meter)?;
        table.map_or(Ok(()), |table| self.blocks.table(table))
    }
}

/// Elements whose content is no markup.
fn raw_kind(name: &str) -> Option<RawKind> {
    match name {
        "script" => Some(RawKind::ScriptData),
        "style" | "iframe" | "noembed" | "noframes" | "xmp" => Some(RawKind::Rawtext),
        "title" | "textarea" => Some(RawKind::Rcdata),
        _ => None,
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    tag.attrs.iter().find(|a| &*a.name.local == name).map(|a| a.value.to_string())
}

#[cfg(test)]
mod tests {
    use crate::fixtures::render;
    use expect_test::{Expect, expect};

    fn check(text: &str, expect: Expect) {
        expect.assert_eq(&render("page.html", text.as_bytes()));
    }

    #[test]
    fn a_page_loses_its_scripts_and_navigation() {
        check(
            "<!doctype html><title>保修 - 青禾</title><nav><ul><li>首页</ul></nav><script>if (a < b) '<p>x</p>'</script>\
             <h1>保修说明</h1><p>整车&nbsp;<b>两年</b>\n保修<br>电池一年<p>见<a href=https://example.com/w>细则</a><footer>版权</footer>",
            expect![[r#"
                《保修说明》
                h1 保修说明
                p 整车 两年 保修⏎电池一年
                p 见细则 (https://example.com/w)
            "#]],
        );
    }

    #[test]
    fn lists_nest_without_closing_tags() {
        check(
            "<ol><li>拍照<li>登记<ul><li>姓名<li>电话</ul><li>换新</ol><ul><li>甲</ul>",
            expect![[r#"
                《page》
                1. 拍照
                1. 登记
                  - 姓名
                  - 电话
                1. 换新
                - 甲
            "#]],
        );
    }

    #[test]
    fn tables_with_spans_and_layout_tables() {
        check(
            "<table><caption>价目</caption><tr><th>类<th>品名<th>价<tr><td rowspan=2>电池<td>48V<td>399<tr><td>60V<td>499</table>\
             <table><tr><td><p>只有<p>一格</table>",
            expect![[r#"
                《page》
                p 价目
                |= 类 | 品名 | 价
                | 电池 | 48V | 399
                | 电池 | 60V | 499
                p 只有⏎一格
            "#]],
        );
    }

    #[test]
    fn nested_tables_become_text_of_the_outer_cell() {
        check(
            "<table><tr><td>a<td><table><tr><td>b<td>c</table><tr><td>d<td>e</table>after",
            expect![[r#"
            《page》
            |= a | b c
            | d | e
            p after
        "#]],
        );
    }

    #[test]
    fn preformatted_text_pictures_and_wrong_nesting() {
        check(
            "<pre>a\n  b</pre><img alt='拆机图' src=x></b></p></table><h2>标题</h3><p>正文",
            expect![[r#"
            《page》
            code a⏎  b
            image 拆机图
            h2 标题
            p 正文
        "#]],
        );
    }
}
