//! OpenDocument sheets, read from their one XML part. Own code because a row or column may claim to repeat a million
//! times: repeats of blank cells are counted here, never laid out.

use crate::block::Table;
use crate::clean;
use crate::grid::{Grid, Region};
use crate::limits::{COLUMNS, Meter};
use crate::sheet;
use crate::unreadable::{Excess, Unreadable};
use crate::xml::{self, Step};

use quick_xml::events::BytesStart;

/// Sheet names and tables of `content.xml`.
pub(crate) fn tables(content: &[u8], meter: &mut Meter<'_>) -> Result<Vec<(String, Table)>, Unreadable> {
    let mut state = State::default();
    xml::walk("content.xml", content, meter, |step, meter| state.step(step, meter))?;
    Ok(state.tables)
}

#[derive(Default)]
struct State {
    tables: Vec<(String, Table)>,
    name: String,
    grid: Grid,
    line: u32,
    row_repeat: u32,
    cells: Vec<String>,
    /// Blank cells not yet laid out.
    blank: usize,
    cell_repeat: usize,
    value: Option<String>,
    text: String,
    in_cell: bool,
    /// Depth inside a comment, whose text is not the cell's.
    note: usize,
}

impl State {
    fn step(&mut self, step: Step<'_>, meter: &mut Meter<'_>) -> Result<(), Unreadable> {
        match step {
            Step::Open(name, tag) => self.open(&name, &tag),
            Step::Close(name) => self.close(&name, meter)?,
            Step::Text(text) if self.in_cell && self.note == 0 => self.text.push_str(&text),
            Step::Text(_) => {}
        }
        Ok(())
    }

    fn open(&mut self, name: &str, tag: &BytesStart<'_>) {
        match name {
            "table" => {
                self.name = xml::attribute(tag, "name").unwrap_or_default();
                self.grid = Grid::default();
                self.line = 0;
            }
            "table-row" => {
                self.line = self.line.saturating_add(1);
                self.row_repeat = count(tag, "number-rows-repeated");
                self.cells.clear();
                self.blank = 0;
            }
            "table-cell" | "covered-table-cell" => self.open_cell(tag),
            "annotation" => self.note += 1,
            "s" => self.text.push(' '),
            "tab" => self.text.push(' '),
            "line-break" => self.text.push('\n'),
            _ => {}
        }
    }

    fn open_cell(&mut self, tag: &BytesStart<'_>) {
        self.in_cell = true;
        self.text.clear();
        self.cell_repeat = count(tag, "number-columns-repeated") as usize;
        let attribute = |name: &str| xml::attribute(tag, name);
        self.value = match attribute("value-type").as_deref() {
            Some("float") => attribute("value").and_then(|v| v.parse().ok()).map(sheet::number),
            Some("date") => attribute("date-value").map(|v| sheet::iso(&v)),
            _ => None,
        };
        let (rows, columns) = (count(tag, "number-rows-spanned"), count(tag, "number-columns-spanned") as usize);
        if rows > 1 || columns > 1 {
            let left = self.cells.len() + self.blank;
            let lines = (self.line, self.line.saturating_add(rows - 1));
            self.grid.merge(Region { lines, columns: (left, left.saturating_add(columns - 1)) });
        }
    }

    fn close(&mut self, name: &str, meter: &mut Meter<'_>) -> Result<(), Unreadable> {
        match name {
            "p" if self.in_cell && self.note == 0 => self.text.push('\n'),
            "annotation" => self.note = self.note.saturating_sub(1),
            "table-cell" | "covered-table-cell" => self.close_cell()?,
            "table-row" => self.close_row(meter)?,
            "table" => {
                let grid = std::mem::take(&mut self.grid);
                let name = clean::line(&self.name);
                self.tables.extend(grid.into_table(meter)?.map(|table| (name, table)));
            }
            _ => {}
        }
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Unreadable> {
        self.in_cell = false;
        let text = self.value.take().unwrap_or_else(|| clean::text(&self.text));
        if text.is_empty() {
            self.blank = self.blank.saturating_add(self.cell_repeat);
            return Ok(());
        }
        let width = self.cells.len().saturating_add(self.blank).saturating_add(self.cell_repeat);
        if width > COLUMNS {
            return Err(Unreadable::TooMuch { what: Excess::Columns, limit: COLUMNS as u64 });
        }
        self.cells.resize(self.cells.len() + self.blank, String::new());
        self.cells.resize(width, text);
        self.blank = 0;
        Ok(())
    }

    fn close_row(&mut self, meter: &mut Meter<'_>) -> Result<(), Unreadable> {
        let first = self.line;
        self.line = self.line.saturating_add(self.row_repeat.saturating_sub(1));
        if self.cells.is_empty() {
            return Ok(());
        }
        (0..self.row_repeat).try_for_each(|i| self.grid.row(first.saturating_add(i), self.cells.clone(), meter))
    }
}

/// A count attribute, at least 1.
fn count(tag: &BytesStart<'_>, name: &str) -> u32 {
    xml::attribute(tag, name).and_then(|v| v.parse().ok()).unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use expect_test::{Expect, expect};

    fn check(rows: &str, expect: Expect) {
        let source = format!(
            r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><table:table table:name="价目">{rows}</table:table></office:document-content>"#
        );
        let limits = Limits::default();
        let out = match tables(source.as_bytes(), &mut Meter::new(&limits)) {
            Err(reason) => reason.to_string(),
            Ok(tables) => tables.iter().map(|(n, t)| format!("{n} {:?} {:?} {:?}", t.header, t.rows, t.lines)).collect(),
        };
        expect.assert_eq(&out);
    }

    #[test]
    fn values_are_taken_over_what_is_shown_and_comments_are_left_out() {
        check(
            concat!(
                r#"<table:table-row><table:table-cell><text:p>品名</text:p></table:table-cell><table:table-cell><text:p>价</text:p></table:table-cell>"#,
                r#"<table:table-cell><text:p>日期</text:p></table:table-cell></table:table-row>"#,
                r#"<table:table-row><table:table-cell><office:annotation><text:p>批注</text:p></office:annotation><text:p>电<text:s/>池</text:p></table:table-cell>"#,
                r#"<table:table-cell office:value-type="float" office:value="399"><text:p>¥399.00</text:p></table:table-cell>"#,
                r#"<table:table-cell office:value-type="date" office:date-value="2024-05-01"><text:p>24/5/1</text:p></table:table-cell></table:table-row>"#,
            ),
            expect![[r#"价目 ["品名", "价", "日期"] [["电 池", "399", "2024-05-01"]] [2]"#]],
        );
    }

    #[test]
    fn a_million_blank_repeats_cost_nothing_and_filled_ones_are_counted() {
        let blank = concat!(
            r#"<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16383"/></table:table-row>"#,
            r#"<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
            r#"<table:table-row><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row>"#,
        );
        check(blank, expect![[r#"价目 ["a"] [["b"]] [1048002]"#]]);
        check(
            r#"<table:table-row table:number-rows-repeated="4000000000"><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>"#,
            expect!["file has more than 200000 Rows"],
        );
    }
}
