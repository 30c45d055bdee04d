//! Spreadsheets: xlsx and xls through `calamine`, ods through [`crate::ods`]. `calamine` has no limits of its own, so
//! the file is weighed before it is opened and xlsx cells are streamed, never laid out as a full rectangle.

use std::io::Cursor;

use calamine::{Data, Dimensions, ExcelDateTime, Reader, SheetVisible, Xls, XlsError, Xlsx, XlsxError};

use crate::archive::Archive;
use crate::block::Table;
use crate::clean;
use crate::grid::{Grid, Region};
use crate::isolate;
use crate::limits::{COLUMNS, Limits, Meter};
use crate::ods;
use crate::ole;
use crate::unreadable::{Excess, Unreadable};

/// Sheet names and tables of every visible sheet that holds one.
pub(crate) fn tables(bytes: &[u8], limits: &Limits) -> Result<Vec<(String, Table)>, Unreadable> {
    let limits = &Limits { wall: limits.table_wall, ..limits.clone() };
    if bytes.starts_with(ole::MAGIC) {
        ole::check_area(bytes)?;
        return apart(bytes, limits, xls);
    }
    let mut archive = Archive::open(bytes, limits)?;
    if let Some(content) = archive.part("content.xml")? {
        return ods::tables(&content, &mut Meter::new(limits));
    }
    // Merges stand behind the cells: looking for them is a second reading of the whole sheet.
    let merges = archive.check_all(b"mergeCell")?;
    apart(bytes, limits, move |bytes, meter| xlsx(bytes, merges, meter))
}

fn apart<F>(bytes: &[u8], limits: &Limits, read: F) -> Result<Vec<(String, Table)>, Unreadable>
where
    F: FnOnce(Vec<u8>, &mut Meter<'_>) -> Result<Vec<(String, Table)>, Unreadable> + Send + 'static,
{
    let (bytes, limits) = (bytes.to_vec(), limits.clone());
    isolate::apart(limits.wall, move || read(bytes, &mut Meter::new(&limits)))
}

fn xlsx(bytes: Vec<u8>, merges: bool, meter: &mut Meter<'_>) -> Result<Vec<(String, Table)>, Unreadable> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|e| broken_xlsx(&e))?;
    let mut out = Vec::new();
    for name in visible(&book) {
        let merged = if merges { book.merge_cells_by_sheet_name(&name).unwrap_or_default() } else { Vec::new() };
        let mut rows = Rows::new(merged);
        let mut cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            // Chart and dialog sheets hold no cells.
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(e) => return Err(broken_xlsx(&e)),
        };
        while let Some(cell) = cells.next_cell().map_err(|e| broken_xlsx(&e))? {
            let (row, column) = cell.get_position();
            rows.cell(row, column, &Data::from(cell.get_value().clone()), meter)?;
        }
        out.extend(rows.finish(meter)?.map(|table| (clean::line(&name), table)));
    }
    Ok(out)
}

fn xls(bytes: Vec<u8>, meter: &mut Meter<'_>) -> Result<Vec<(String, Table)>, Unreadable> {
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|e| broken_xls(&e))?;
    let mut out = Vec::new();
    for name in visible(&book) {
        let mut rows = Rows::new(book.merge_cells_by_sheet_name(&name).unwrap_or_default());
        let range = book.worksheet_range(&name).map_err(|e| broken_xls(&e))?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            rows.cell(top + row as u32, left + column as u32, value, meter)?;
        }
        out.extend(rows.finish(meter)?.map(|table| (clean::line(&name), table)));
    }
    Ok(out)
}

fn visible<R: Reader<Cursor<Vec<u8>>>>(book: &R) -> Vec<String> {
    let sheets = book.sheets_metadata().iter();
    sheets.filter(|sheet| sheet.visible == SheetVisible::Visible).map(|sheet| sheet.name.clone()).collect()
}

fn broken_xlsx(error: &XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => Unreadable::Encrypted,
        _ => Unreadable::damaged("xlsx"),
    }
}

fn broken_xls(error: &XlsError) -> Unreadable {
    match error {
        XlsError::Password => Unreadable::Encrypted,
        _ => Unreadable::damaged("xls"),
    }
}

/// Gathers cells that come row by row.
struct Rows {
    grid: Grid,
    row: u32,
    cells: Vec<String>,
}

impl Rows {
    fn new(merged: Vec<Dimensions>) -> Self {
        let mut grid = Grid::default();
        for area in merged {
            let columns = (area.start.1 as usize, area.end.1 as usize);
            grid.merge(Region { lines: (area.start.0 + 1, area.end.0 + 1), columns });
        }
        Self { grid, row: 0, cells: Vec::new() }
    }

    fn cell(&mut self, row: u32, column: u32, value: &Data, meter: &mut Meter<'_>) -> Result<(), Unreadable> {
        meter.tick()?;
        let column = column as usize;
        if column >= COLUMNS {
            return Err(Unreadable::TooMuch { what: Excess::Columns, limit: COLUMNS as u64 });
        }
        let text = shown(value);
        if text.is_empty() {
            return Ok(());
        }
        if row != self.row {
            self.end_row(meter)?;
            self.row = row;
        }
        if column >= self.cells.len() {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text;
        Ok(())
    }

    fn end_row(&mut self, meter: &mut Meter<'_>) -> Result<(), Unreadable> {
        self.grid.row(self.row.saturating_add(1), std::mem::take(&mut self.cells), meter)
    }

    fn finish(mut self, meter: &mut Meter<'_>) -> Result<Option<Table>, Unreadable> {
        self.end_row(meter)?;
        self.grid.into_table(meter)
    }
}

/// A value as a person would type it: whole numbers without `.0`, dates as `2024-05-01`.
fn shown(value: &Data) -> String {
    match value {
        Data::String(text) => clean::text(text),
        Data::Int(n) => n.to_string(),
        Data::Float(n) => number(*n),
        Data::Bool(true) => "TRUE".into(),
        Data::Bool(false) => "FALSE".into(),
        Data::DateTime(moment) => moment_text(moment),
        Data::DateTimeIso(text) => iso(text),
        Data::DurationIso(text) => clean::line(text),
        _ => String::new(),
    }
}

/// Spreadsheets carry 15 digits; what lies beyond is noise of binary fractions, so 0.1 + 0.2 reads 0.3.
pub(crate) fn number(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 1e15 {
        return format!("{n:.0}");
    }
    let rounded: f64 = format!("{n:.14e}").parse().unwrap_or(n);
    format!("{rounded}")
}

fn moment_text(moment: &ExcelDateTime) -> String {
    let serial = moment.as_f64();
    if !serial.is_finite() {
        return String::new();
    }
    if moment.is_duration() {
        let seconds = (serial * 86_400.0).round().clamp(-1e15, 1e15) as i64;
        return format!("{}:{:02}:{:02}", seconds / 3600, (seconds / 60 % 60).abs(), (seconds % 60).abs());
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    let time = match second {
        0 => format!("{hour:02}:{minute:02}"),
        _ => format!("{hour:02}:{minute:02}:{second:02}"),
    };
    match serial {
        s if (0.0..1.0).contains(&s) => time,
        s if s.fract() == 0.0 => date,
        _ => format!("{date} {time}"),
    }
}

/// `2024-05-01T00:00:00` as a date alone, other moments with a space.
pub(crate) fn iso(text: &str) -> String {
    let text = clean::line(text);
    match text.split_once('T') {
        Some((date, time)) if time.trim_end_matches('Z').chars().all(|c| matches!(c, '0' | ':' | '.')) => date.into(),
        Some((date, time)) => format!("{date} {}", time.trim_end_matches('Z')),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{sheet_xml, xlsx as book, xlsx_of};
    use calamine::ExcelDateTimeType;
    use expect_test::{Expect, expect};

    fn check(bytes: &[u8], expect: Expect) {
        let out = match tables(bytes, &Limits::default()) {
            Err(reason) => reason.to_string(),
            Ok(tables) => tables.iter().map(|(name, t)| format!("{name} {:?} {:?} {:?}\n", t.header, t.rows, t.lines)).collect(),
        };
        expect.assert_eq(&out);
    }

    #[test]
    fn values_read_as_a_person_would_type_them() {
        assert_eq!([13_800_005_678.0, 0.1 + 0.2, -2.5, 1e21].map(number), ["13800005678", "0.3", "-2.5", "1000000000000000000000"]);
        let moment = |serial, kind| moment_text(&ExcelDateTime::new(serial, kind, false));
        assert_eq!(moment(45_413.0, ExcelDateTimeType::DateTime), "2024-05-01");
        assert_eq!(moment(45_413.354_166_666_664, ExcelDateTimeType::DateTime), "2024-05-01 08:30");
        assert_eq!(moment(0.5, ExcelDateTimeType::DateTime), "12:00");
        assert_eq!(moment(1.5, ExcelDateTimeType::TimeDelta), "36:00:00");
        assert_eq!(iso("2024-05-01T00:00:00"), "2024-05-01");
    }

    #[test]
    fn a_small_workbook() {
        check(
            &book(&[&["姓名", "手机号"], &["张伟明", "13800005678"], &["李娜", "13900001234"]]),
            expect![[r#"
            Sheet1 ["姓名", "手机号"] [["张伟明", "13800005678"], ["李娜", "13900001234"]] [2, 3]
        "#]],
        );
    }

    #[test]
    fn sheets_with_dates_merges_and_numbers() {
        let cells = concat!(
            r#"<row r="1"><c r="A1" t="inlineStr"><is><t>价目表</t></is></c></row>"#,
            r#"<row r="3"><c r="A3" t="inlineStr"><is><t>类</t></is></c><c r="B3" t="inlineStr"><is><t>价</t></is></c>"#,
            r#"<c r="C3" t="inlineStr"><is><t>日期</t></is></c></row>"#,
            r#"<row r="4"><c r="A4" t="inlineStr"><is><t>电池</t></is></c><c r="B4"><v>399</v></c><c r="C4" s="1"><v>45413</v></c></row>"#,
            r#"<row r="5"><c r="B5"><v>12.5</v></c><c r="C5" s="1"><v>45414</v></c></row>"#,
        );
        let merges = r#"<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="A4:A5"/></mergeCells>"#;
        check(
            &xlsx_of(&[("价目", &sheet_xml(cells, merges))]),
            expect![[r#"
            价目 ["类", "价", "日期"] [["电池", "399", "2024-05-01"], ["电池", "12.5", "2024-05-02"]] [4, 5]
        "#]],
        );
    }

    #[test]
    fn two_far_cells_cost_two_rows_and_not_a_rectangle() {
        let cells = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#;
        check(
            &xlsx_of(&[("s", &sheet_xml(cells, ""))]),
            expect![[r#"
            s ["1", "XFD"] [["", "2"]] [1048576]
        "#]],
        );
    }

    #[test]
    fn a_string_shared_by_too_many_cells_is_stopped() {
        let long = "长".repeat(30_000);
        let rows: String = (1..200).map(|r| format!(r#"<row r="{r}"><c r="A{r}" t="inlineStr"><is><t>{long}</t></is></c></row>"#)).collect();
        let limits = Limits { table_bytes: 1 << 20, ..Limits::default() };
        let result = tables(&xlsx_of(&[("s", &sheet_xml(&rows, ""))]), &limits);
        assert!(matches!(result, Err(Unreadable::TooMuch { .. } | Unreadable::Bomb { .. })), "{result:?}");
    }
}
