//! Word documents: headings by style or outline level, lists, tables, pictures' descriptions. Deleted text, field
//! codes and tables of contents are left out; text boxes are read once, where they are anchored.

mod styles;

use quick_xml::events::BytesStart;

use crate::archive::Archive;
use crate::block::{Blocks, Document};
use crate::clean;
use crate::grid::{Grid, Region};
use crate::limits::{COLUMNS, Meter};
use crate::unreadable::Unreadable;
use crate::xml::{self, Step};
use styles::{Numbering, Role, Styles};

/// Paragraphs inside text boxes inside paragraphs; Word itself makes two levels.
const NESTING: usize = 16;

pub(crate) fn read(title: String, bytes: &[u8], meter: &mut Meter<'_>) -> Result<Document, Unreadable> {
    let mut archive = Archive::open(bytes, meter.limits)?;
    let part = |archive: &mut Archive<'_>, name: &str| Ok(archive.part(name)?.unwrap_or_default());
    let main = main_part(&mut archive)?;
    let styles = Styles::read(&part(&mut archive, "word/styles.xml")?, meter)?;
    let numbering = Numbering::read(&part(&mut archive, "word/numbering.xml")?, meter)?;
    let mut body = Body::new(&styles, &numbering, Blocks::new(meter));
    walk_body(&main, &mut body)?;
    let (blocks, stated) = (body.blocks, body.title);
    Ok(blocks.finish(stated, title))
}

/// `word/document.xml`, or the numbered name some programs write.
fn main_part(archive: &mut Archive<'_>) -> Result<Vec<u8>, Unreadable> {
    let names = archive.names();
    let is_main = |name: &&String| {
        let number = name.strip_prefix("word/document").and_then(|rest| rest.strip_suffix(".xml"));
        number.is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()))
    };
    let name = names.iter().find(is_main).ok_or_else(|| Unreadable::damaged("word/document.xml"))?;
    archive.part(name)?.ok_or_else(|| Unreadable::damaged("word/document.xml"))
}

fn walk_body(main: &[u8], body: &mut Body<'_, '_, '_>) -> Result<(), Unreadable> {
    let limits = body.blocks.meter.limits.clone();
    let mut clock = Meter::new(&limits);
    xml::walk("word/document.xml", main, &mut clock, |step, _| match step {
        Step::Open(name, tag) => body.open(&name, &tag),
        Step::Close(name) => body.close(&name),
        Step::Text(text) => {
            body.text(&text);
            Ok(())
        }
    })
}

/// A paragraph being read.
#[derive(Default)]
struct Words {
    text: String,
    style: String,
    outline: Option<u8>,
    list: Option<(String, u8)>,
    pictures: Vec<String>,
}

/// The outermost table being read.
#[derive(Default)]
struct Cells {
    grid: Grid,
    depth: usize,
    line: u32,
    row: Vec<String>,
    cell: String,
    span: usize,
    continues: bool,
    /// First line of the vertical merge open in each column.
    merges: Vec<(usize, u32)>,
}

struct Body<'s, 'm, 'a> {
    styles: &'s Styles,
    numbering: &'s Numbering,
    blocks: Blocks<'m, 'a>,
    title: Option<String>,
    paragraphs: Vec<Words>,
    table: Option<Cells>,
    in_text: bool,
    /// Depth inside elements whose content is left out.
    hidden: usize,
    list: Option<String>,
}

impl<'s, 'm, 'a> Body<'s, 'm, 'a> {
    fn new(styles: &'s Styles, numbering: &'s Numbering, blocks: Blocks<'m, 'a>) -> Self {
        Self { styles, numbering, blocks, title: None, paragraphs: Vec::new(), table: None, in_text: false, hidden: 0, list: None }
    }

    fn open(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<(), Unreadable> {
        if is_hidden(name) || self.hidden > 0 {
            self.hidden += usize::from(is_hidden(name));
            return Ok(());
        }
        match name {
            "p" => {
                if self.paragraphs.len() >= NESTING {
                    return Err(Unreadable::damaged("paragraphs nest too deep"));
                }
                self.paragraphs.push(Words::default());
            }
            "t" => self.in_text = true,
            "tab" | "ptab" => self.push(" "),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "sym" => self.push(""),
            "tbl" | "tr" | "tc" | "gridSpan" | "vMerge" | "gridBefore" => self.open_table_part(name, tag)?,
            _ => self.property(name, tag),
        }
        Ok(())
    }

    /// Properties of the paragraph being read.
    fn property(&mut self, name: &str, tag: &BytesStart<'_>) {
        let Some(words) = self.paragraphs.last_mut() else {
            return;
        };
        let val = || xml::attribute(tag, "val");
        match name {
            "pStyle" => words.style = val().unwrap_or_default(),
            "outlineLvl" => words.outline = val().and_then(|v| v.parse().ok()),
            "ilvl" => words.list.get_or_insert_default().1 = val().and_then(|v| v.parse().ok()).unwrap_or(0),
            "numId" => words.list.get_or_insert_default().0 = val().unwrap_or_default(),
            "docPr" => words.pictures.extend(xml::attribute(tag, "descr").filter(|d| !d.trim().is_empty())),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(words) = self.paragraphs.last_mut() {
            words.text.push_str(text);
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text && self.hidden == 0 {
            self.push(text);
        }
    }

    fn close(&mut self, name: &str) -> Result<(), Unreadable> {
        if is_hidden(name) {
            self.hidden = self.hidden.saturating_sub(1);
            return Ok(());
        }
        if self.hidden > 0 {
            return Ok(());
        }
        match name {
            "t" => self.in_text = false,
            "p" => self.close_paragraph()?,
            "tc" => self.close_cell(),
            "tr" => self.close_row()?,
            "tbl" => self.close_table()?,
            _ => {}
        }
        Ok(())
    }

    fn close_paragraph(&mut self) -> Result<(), Unreadable> {
        let Some(words) = self.paragraphs.pop() else {
            return Ok(());
        };
        if let Some(table) = &mut self.table {
            table.cell.push_str(&words.text);
            table.cell.push('\n');
            return Ok(());
        }
        match self.role(&words) {
            Role::Contents => {}
            Role::Title => {
                self.title.get_or_insert_with(|| clean::line(&words.text));
                self.blocks.heading(1, &words.text)?;
            }
            Role::Heading(level) => self.blocks.heading(level, &words.text)?,
            Role::Item { list, ordered, depth } => {
                let same = self.list.as_ref() == Some(&list);
                self.blocks.item(ordered, depth, &words.text, same)?;
                self.list = Some(list);
                return self.pictures(&words);
            }
            Role::Words => self.blocks.paragraph(&words.text)?,
        }
        if !words.text.trim().is_empty() {
            self.list = None;
        }
        self.pictures(&words)
    }

    fn pictures(&mut self, words: &Words) -> Result<(), Unreadable> {
        words.pictures.iter().try_for_each(|alt| self.blocks.image(alt))
    }

    fn role(&self, words: &Words) -> Role {
        let style = self.styles.role(&words.style);
        if matches!(style, Role::Title | Role::Heading(_) | Role::Contents) {
            return style;
        }
        if let Some(level) = words.outline.filter(|level| *level < 9) {
            return Role::Heading((level + 1).min(6));
        }
        let list = words.list.clone().or_else(|| self.styles.list(&words.style));
        match list {
            Some((id, depth)) if id != "0" && !id.is_empty() => Role::Item { ordered: self.numbering.is_ordered(&id, depth), list: id, depth },
            _ => style,
        }
    }

    fn open_table_part(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<(), Unreadable> {
        let table = match (&mut self.table, name) {
            (None, "tbl") => self.table.insert(Cells::default()),
            (Some(table), _) => table,
            (None, _) => return Ok(()),
        };
        let count = || xml::attribute(tag, "val").and_then(|v| v.parse().ok()).unwrap_or(1usize).clamp(1, COLUMNS);
        match name {
            "tbl" => table.depth += 1,
            _ if table.depth > 1 => {}
            "tr" => table.line += 1,
            "tc" => {
                table.cell.clear();
                (table.span, table.continues) = (1, false);
            }
            "gridSpan" => table.span = count(),
            "gridBefore" => table.row.resize(count(), String::new()),
            "vMerge" => {
                table.continues = xml::attribute(tag, "val").as_deref() != Some("restart");
                if !table.continues {
                    let column = table.row.len();
                    table.merges.retain(|(open, _)| *open != column);
                    table.merges.push((column, table.line));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close_cell(&mut self) {
        let Some(table) = self.table.as_mut().filter(|table| table.depth == 1) else {
            return;
        };
        let left = table.row.len();
        let top = match table.merges.iter().find(|(column, _)| table.continues && *column == left) {
            Some((_, line)) => *line,
            None => table.line,
        };
        if table.span > 1 || top < table.line {
            let columns = (left, left + table.span - 1);
            table.grid.merge(Region { lines: (top, table.line), columns });
        }
        table.row.push(clean::text(&table.cell));
        table.row.resize((left + table.span).min(COLUMNS + 1), String::new());
    }

    fn close_row(&mut self) -> Result<(), Unreadable> {
        let Some(table) = self.table.as_mut().filter(|table| table.depth == 1) else {
            return Ok(());
        };
        table.grid.row(table.line, std::mem::take(&mut table.row), self.blocks.meter)
    }

    fn close_table(&mut self) -> Result<(), Unreadable> {
        let Some(table) = &mut self.table else {
            return Ok(());
        };
        table.depth -= 1;
        if table.depth > 0 {
            return Ok(());
        }
        let Some(table) = self.table.take() else {
            return Ok(());
        };
        // A frame of one column around words is no table.
        if table.grid.is_single_column() {
            return table.grid.into_cells().try_for_each(|cell| self.blocks.paragraph(&cell));
        }
        let table = table.grid.into_table(self.blocks.meter)?;
        table.map_or(Ok(()), |table| self.blocks.table(table))
    }
}

/// Deleted and moved-away text, the older twin of a drawing, and properties that repeat names of content.
fn is_hidden(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "Fallback" | "instrText" | "delText" | "pPrChange" | "rPrChange" | "sectPr" | "tabs")
}

#[cfg(test)]
mod tests {
    use crate::fixtures::{docx, docx_of, render};
    use expect_test::{Expect, expect};

    const STYLES: &str = concat!(
        r#"<w:styles xmlns:w="w"><w:style w:styleId="a"><w:name w:val="Normal"/></w:style>"#,
        r#"<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>"#,
        r#"<w:style w:styleId="2"><w:name w:val="Heading 2"/></w:style>"#,
        r#"<w:style w:styleId="a3"><w:name w:val="Title"/></w:style>"#,
        r#"<w:style w:styleId="my"><w:name w:val="公司标题"/><w:basedOn w:val="2"/></w:style>"#,
        r#"<w:style w:styleId="lv"><w:name w:val="条"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>"#,
        r#"<w:style w:styleId="loop"><w:name w:val="x"/><w:basedOn w:val="loop"/></w:style>"#,
        r#"<w:style w:styleId="11"><w:name w:val="toc 1"/></w:style></w:styles>"#,
    );
    const NUMBERING: &str = concat!(
        r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>"#,
        r#"<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>"#,
        r#"<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"#,
    );

    fn p(style: &str, text: &str) -> String {
        format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
    }

    fn item(depth: u8, text: &str) -> String {
        format!(r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
    }

    fn check(body: &str, expect: Expect) {
        expect.assert_eq(&render("制度.docx", &docx_of(body, STYLES, NUMBERING)));
    }

    #[test]
    fn headings_are_found_by_localized_and_inherited_styles() {
        let body = [("a3", "门店手册"), ("11", "目录 1"), ("1", "售后"), ("my", "退换"), ("lv", "条款"), ("loop", "正文"), ("无", "x")]
            .map(|(style, text)| p(style, text))
            .concat();
        check(
            &body,
            expect![[r#"
            《门店手册》
            h1 门店手册
            h1 售后
            h2 退换
            h3 条款
            p 正文
            p x
        "#]],
        );
    }

    #[test]
    fn lists_keep_their_depth_and_kind() {
        check(
            &[item(0, "拍照"), item(0, "登记"), item(1, "姓名"), p("a", "完"), item(0, "再来")].concat(),
            expect![[r#"
                《制度》
                1. 拍照
                1. 登记
                  - 姓名
                p 完
                1. 再来
            "#]],
        );
    }

    #[test]
    fn deleted_text_field_codes_and_older_drawings_are_left_out() {
        check(
            concat!(
                r#"<w:p><w:r><w:t xml:space="preserve">保修 </w:t></w:r><w:del><w:r><w:delText>一年</w:delText></w:r></w:del>"#,
                r#"<w:ins><w:r><w:t>两年 &lt;整车&gt;</w:t></w:r></w:ins><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:br/><w:t>电池除外</w:t></w:r></w:p>"#,
                r#"<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:docPr id="1" descr="拆机图"/><w:txbxContent><w:p><w:r><w:t>框里的字</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>"#,
                r#"<mc:Fallback><w:pict><w:p><w:r><w:t>框里的字</w:t></w:r></w:p></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"#,
            ),
            expect![[r#"
                《制度》
                p 保修 两年 <整车>⏎电池除外
                p 框里的字
                image 拆机图
            "#]],
        );
    }

    #[test]
    fn tables_with_merged_and_nested_cells() {
        let tc = |props: &str, text: &str| format!("<w:tc><w:tcPr>{props}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
        let nested = format!("<w:tc><w:tbl><w:tr>{}{}</w:tr></w:tbl><w:p/></w:tc>", tc("", "内一"), tc("", "内二"));
        let body = format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr><w:tr>{}{nested}</w:tr></w:tbl><w:tbl><w:tr>{}</w:tr></w:tbl>",
            tc("", "分类"),
            tc("", "问题"),
            tc(r#"<w:vMerge w:val="restart"/>"#, "电池"),
            tc("", "鼓包"),
            tc("<w:vMerge/>", ""),
            tc("", "漏液"),
            tc("", "其他"),
            tc("", "提示框"),
        );
        check(
            &body,
            expect![[r#"
            《制度》
            |= 分类 | 问题
            | 电池 | 鼓包
            | 电池 | 漏液
            | 其他 | 内一⏎内二
            p 提示框
        "#]],
        );
    }

    #[test]
    fn a_document_that_ends_too_early_is_damaged() {
        expect!["file is damaged: word/document.xml"].assert_eq(&render("a.docx", &docx("<w:p><w:r>")));
    }
}
