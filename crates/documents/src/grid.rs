//! Turns raw cells into a [`Table`]: finds the header under title rows, fills merged cells, drops what is blank. Every
//! table source (csv, sheets, docx, html, pdf) passes here, so that import sees one shape.

use crate::block::Table;
use crate::limits::{COLUMNS, Meter};
use crate::unreadable::{Excess, Unreadable};

/// The header is looked for in this many rows.
const HEADER_ROWS: usize = 20;

/// Row spans further back than this many merges are not looked for: a page of spans would cost quadratic time.
const COVERING: usize = 256;

/// Cells as they stand in the file.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    rows: Vec<(u32, Vec<String>)>,
    merged: Vec<Region>,
}

/// Merged cells: inclusive lines (1-based, as the rows') and columns (0-based).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Region {
    pub lines: (u32, u32),
    pub columns: (usize, usize),
}

impl Grid {
    /// Adds a row; rows come in the order of their lines.
    pub fn row(&mut self, line: u32, cells: Vec<String>, meter: &mut Meter<'_>) -> Result<(), Unreadable> {
        if cells.len() > COLUMNS {
            return Err(Unreadable::TooMuch { what: Excess::Columns, limit: COLUMNS as u64 });
        }
        if cells.iter().all(String::is_empty) {
            return meter.tick();
        }
        meter.row()?;
        cells.iter().try_for_each(|cell| meter.cell(cell))?;
        self.rows.push((line, cells));
        Ok(())
    }

    pub fn merge(&mut self, region: Region) {
        if self.merged.len() < 100_000 {
            self.merged.push(region);
        }
    }

    /// Whether a merge from a row above covers this cell.
    pub fn is_covered(&self, line: u32, column: usize) -> bool {
        let covers = |region: &&Region| {
            (region.lines.0..=region.lines.1).contains(&line) && region.lines.0 < line && (region.columns.0..=region.columns.1).contains(&column)
        };
        self.merged.iter().rev().take(COVERING).any(|region| covers(&region))
    }

    pub fn is_single_column(&self) -> bool {
        self.rows.iter().all(|(_, cells)| filled(cells) <= 1)
    }

    /// Every cell in reading order, for layout tables that are no tables.
    pub fn into_cells(self) -> impl Iterator<Item = String> {
        self.rows.into_iter().flat_map(|(_, cells)| cells).filter(|cell| !cell.is_empty())
    }

    /// The table, `None` when there is no row at all.
    pub fn into_table(mut self, meter: &mut Meter<'_>) -> Result<Option<Table>, Unreadable> {
        self.fill_merged(meter)?;
        let Some(at) = self.header_row() else {
            return Ok(None);
        };
        let body = self.rows.split_off(at + 1);
        let Some((_, header)) = self.rows.pop() else {
            return Ok(None);
        };
        let width = body.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0).max(header.len());
        let columns = used_columns(&header, &body, width);
        let mut table = Table { header: named(&header, &columns), ..Table::default() };
        for (line, cells) in body {
            meter.tick()?;
            let cells = pick(cells, &columns);
            let short = columns.len().saturating_sub(filled(&cells));
            (0..short).try_for_each(|_| meter.cell(""))?;
            if cells != table.header {
                table.rows.push(cells);
                table.lines.push(line);
            }
        }
        Ok(Some(table))
    }

    /// Gives every merged cell the text of its first one.
    fn fill_merged(&mut self, meter: &mut Meter<'_>) -> Result<(), Unreadable> {
        for region in std::mem::take(&mut self.merged) {
            meter.tick()?;
            let (left, right) = (region.columns.0, region.columns.1.min(COLUMNS - 1));
            let first = self.rows.partition_point(|(line, _)| *line < region.lines.0);
            let after = self.rows.partition_point(|(line, _)| *line <= region.lines.1);
            let Some(text) = self.rows.get(first).filter(|(line, _)| *line == region.lines.0) else {
                continue;
            };
            let Some(text) = text.1.get(left).filter(|text| !text.is_empty()).cloned() else {
                continue;
            };
            for (_, cells) in self.rows.get_mut(first..after).unwrap_or_default() {
                meter.tick()?;
                let missing = (right + 1).saturating_sub(cells.len());
                (0..missing).try_for_each(|_| meter.cell(""))?;
                cells.resize(cells.len() + missing, String::new());
                for cell in cells.iter_mut().take(right + 1).skip(left).filter(|cell| cell.is_empty()) {
                    meter.cell(&text)?;
                    cell.clone_from(&text);
                }
            }
        }
        Ok(())
    }

    /// The first row about as wide as the table. A title merged over all columns holds one text many times, a line
    /// such as 「制表人：…　日期：…」 holds few, so both stay above.
    fn header_row(&self) -> Option<usize> {
        let top = &self.rows[..self.rows.len().min(HEADER_ROWS)];
        let widest = top.iter().map(|(_, cells)| filled(cells)).max()?;
        top.iter().position(|(_, cells)| distinct(cells) * 5 >= widest * 3).or_else(|| top.iter().position(|(_, cells)| filled(cells) == widest))
    }
}

fn filled(cells: &[String]) -> usize {
    cells.iter().filter(|cell| !cell.is_empty()).count()
}

fn distinct(cells: &[String]) -> usize {
    let mut seen: Vec<&String> = cells.iter().filter(|cell| !cell.is_empty()).collect();
    seen.sort_unstable();
    seen.dedup();
    seen.len()
}

/// Columns that have a name or any text below.
fn used_columns(header: &[String], body: &[(u32, Vec<String>)], width: usize) -> Vec<usize> {
    let mut used: Vec<bool> = (0..width).map(|i| header.get(i).is_some_and(|name| !name.is_empty())).collect();
    for (_, cells) in body {
        for (used, cell) in used.iter_mut().zip(cells) {
            *used |= !cell.is_empty();
        }
    }
    (0..width).filter(|i| used[*i]).collect()
}

/// Names of the columns on one line each; a column without one gets its spreadsheet letter.
fn named(header: &[String], columns: &[usize]) -> Vec<String> {
    let name = |i: &usize| match header.get(*i) {
        Some(name) if !name.is_empty() => name.replace('\n', " "),
        _ => letter(*i),
    };
    columns.iter().map(name).collect()
}

fn pick(mut cells: Vec<String>, columns: &[usize]) -> Vec<String> {
    columns.iter().map(|i| cells.get_mut(*i).map(std::mem::take).unwrap_or_default()).collect()
}

/// `A`, `B`, … `Z`, `AA`.
fn letter(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    if column < 26 { last.to_string() } else { format!("{}{last}", letter(column / 26 - 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use expect_test::{Expect, expect};

    fn check(rows: &[&[&str]], merged: &[Region], expect: Expect) {
        let limits = Limits::default();
        let mut meter = Meter::new(&limits);
        let mut grid = Grid { merged: merged.to_vec(), ..Grid::default() };
        for (line, cells) in (1..).zip(rows) {
            grid.row(line, cells.iter().map(|c| c.to_string()).collect(), &mut meter).expect("small");
        }
        let table = grid.into_table(&mut meter).expect("small").unwrap_or_default();
        let mut out = table.header.join("|") + "\n";
        for (line, cells) in table.lines.iter().zip(&table.rows) {
            out += &format!("{line}: {}\n", cells.join("|"));
        }
        expect.assert_eq(&out);
    }

    #[test]
    fn the_header_is_found_under_a_title_and_a_note() {
        check(
            &[
                &["客户登记表"],
                &["制表人：李娜", "", "", "日期：6 月"],
                &[],
                &["姓名", "手机号", "", "生日"],
                &["张伟明", "13800005678", "", "5-1"],
                &["", "", "", ""],
                &["李娜", "13900001234"],
            ],
            &[],
            expect![[r#"
                制表人：李娜|B|日期：6 月
                4: 姓名|手机号|生日
                5: 张伟明|13800005678|5-1
                7: 李娜|13900001234|
            "#]],
        );
    }

    #[test]
    fn merged_categories_are_filled_down_and_group_headers_give_way() {
        check(
            &[&["分类", "内容", ""], &["", "问题", "答案"], &["退换", "几天能退", "七天"], &["", "要发票吗", "要"]],
            &[Region { lines: (1, 2), columns: (0, 0) }, Region { lines: (1, 1), columns: (1, 2) }, Region { lines: (3, 4), columns: (0, 0) }],
            expect![[r#"
                分类|内容|内容
                2: 分类|问题|答案
                3: 退换|几天能退|七天
                4: 退换|要发票吗|要
            "#]],
        );
    }

    #[test]
    fn columns_without_a_name_get_a_letter_and_repeated_headers_go() {
        check(
            &[&["a", "", "c"], &["1", "2", "3", ""], &["a", "B", "c"], &["4", "", "6", "7"]],
            &[],
            expect![[r#"
            a|B|c|D
            2: 1|2|3|
            3: a|B|c|
            4: 4||6|7
        "#]],
        );
    }

    #[test]
    fn letters_go_past_z() {
        assert_eq!([0, 25, 26, 701, 702].map(letter), ["A", "Z", "AA", "ZZ", "AAA"]);
    }

    #[test]
    fn one_very_wide_row_cannot_widen_all_others_for_free() {
        let limits = Limits { table_bytes: 1 << 20, ..Limits::default() };
        let mut meter = Meter::new(&limits);
        let mut grid = Grid::default();
        let mut wide = vec![String::new(); COLUMNS];
        wide[COLUMNS - 1] = "x".into();
        let mut rows = vec![wide];
        rows.extend((0..1000).map(|_| vec!["y".to_string()]));
        let added = (1..).zip(rows).try_for_each(|(line, row)| grid.row(line, row, &mut meter));
        assert!(added.and_then(|()| grid.into_table(&mut meter)).is_ok_and(|t| t.is_some_and(|t| t.header.len() == 2)));
    }
}
