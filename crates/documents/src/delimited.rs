//! csv and tsv in whatever delimiter and encoding the till or the spreadsheet wrote. Values are kept as text: no cell
//! becomes a number or a date here, so leading zeros stay.

use csv::{ReaderBuilder, StringRecord};

use crate::block::Table;
use crate::clean;
use crate::encoding;
use crate::grid::Grid;
use crate::limits::Meter;
use crate::unreadable::Unreadable;

const DELIMITERS: [u8; 4] = *b",\t;|";
/// The delimiter is chosen by this many records.
const SAMPLE_RECORDS: usize = 50;

/// The one table of a csv, with an empty sheet name.
pub(crate) fn tables(bytes: &[u8], meter: &mut Meter<'_>) -> Result<Vec<(String, Table)>, Unreadable> {
    // The csv reader counts a line when it has read its `\n`, so every line gets one of its own, the last too.
    let mut text = encoding::decode(bytes)?.replace("\r\n", "\n").replace('\r', "\n");
    text.push('\n');
    let (delimiter, body) = stated_delimiter(&text).unwrap_or_else(|| (sniff_delimiter(&text), text.as_str()));
    let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(body.as_bytes());
    let mut grid = Grid::default();
    let mut record = StringRecord::new();
    // A spreadsheet gives a blank line a row, and a record one row however many lines stand in its quotes.
    let mut quoted = 0;
    while reader.read_record(&mut record).map_err(|_| Unreadable::damaged("csv record"))? {
        quoted += record.iter().map(|field| field.matches('\n').count() as u64).sum::<u64>();
        let row = (reader.position().line() - 1).saturating_sub(quoted);
        let cells = record.iter().map(cell).collect();
        grid.row(u32::try_from(row).unwrap_or(u32::MAX), cells, meter)?;
    }
    Ok(grid.into_table(meter)?.map(|table| (String::new(), table)).into_iter().collect())
}

/// Excel's own first line `sep=;`, which no spreadsheet shows as a row.
fn stated_delimiter(text: &str) -> Option<(u8, &str)> {
    let rest = text.strip_prefix("sep=")?;
    let delimiter = *rest.as_bytes().first().filter(|b| b.is_ascii() && **b != b'\n')?;
    let body = rest.get(1..)?;
    Some((delimiter, body.strip_prefix('\n')?))
}

/// The delimiter that gives the most records of one width above 1; the comma when none does.
fn sniff_delimiter(text: &str) -> u8 {
    let end = text.char_indices().nth(64 << 10).map_or(text.len(), |(i, _)| i);
    let sample = &text[..end];
    let best = DELIMITERS.into_iter().rev().max_by_key(|delimiter| agreement(*delimiter, sample));
    best.unwrap_or(b',')
}

/// How many sample records share the most usual width, and that width; zero for width 1.
fn agreement(delimiter: u8, sample: &str) -> (usize, usize) {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(sample.as_bytes());
    let mut widths: Vec<usize> = reader.records().take(SAMPLE_RECORDS).flatten().map(|record| record.len()).collect();
    widths.sort_unstable();
    widths.chunk_by(|a, b| a == b).map(|run| (run.len(), run[0])).filter(|(_, width)| *width > 1).max().unwrap_or((0, 0))
}

/// Tills write `="0012"` to keep zeros in Excel.
fn cell(raw: &str) -> String {
    let text = clean::text(raw);
    match text.strip_prefix("=\"").and_then(|t| t.strip_suffix('"')) {
        Some(inner) => inner.to_string(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::unreadable::Excess;
    use encoding_rs::GB18030;
    use expect_test::{Expect, expect};

    fn render(bytes: &[u8]) -> String {
        let limits = Limits::default();
        match tables(bytes, &mut Meter::new(&limits)) {
            Err(reason) => reason.to_string(),
            Ok(tables) => tables
                .iter()
                .map(|(_, table)| {
                    let rows = table.lines.iter().zip(&table.rows).map(|(line, cells)| format!("{line}: {cells:?}\n"));
                    format!("{:?}\n{}", table.header, rows.collect::<String>())
                })
                .collect(),
        }
    }

    fn check(bytes: &[u8], expect: Expect) {
        expect.assert_eq(&render(bytes));
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let text = "\n会员号,备注\n=\"0012\",\"先打电话,\n\n再上门\"\n\n\n0013,\n,\n0014,\"两\n行\"";
        let expected = expect![[r#"
            ["会员号", "备注"]
            3: ["0012", "先打电话,\n再上门"]
            6: ["0013", ""]
            8: ["0014", "两\n行"]
        "#]];
        expected.assert_eq(&render(text.as_bytes()));
        expected.assert_eq(&render(text.replace('\n', "\r\n").as_bytes()));
        expected.assert_eq(&render(format!("{text}\n\n").as_bytes()));
        expected.assert_eq(&render(format!("sep=,\n{text}").as_bytes()));
    }

    #[test]
    fn gbk_and_utf16_give_the_same_table() {
        let text = "姓名;手机号\r\n张伟明;13800005678\r\n李娜;13900001234\r\n";
        let utf16: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let gbk = GB18030.encode(text).0.into_owned();
        assert_eq!(render(&gbk), render(&utf16));
        check(
            &gbk,
            expect![[r#"
                ["姓名", "手机号"]
                2: ["张伟明", "13800005678"]
                3: ["李娜", "13900001234"]
            "#]],
        );
    }

    #[test]
    fn the_delimiter_is_the_one_that_agrees() {
        check(
            b"a\tb, c\n1\t2, 3\n4\t5\n",
            expect![[r#"
            ["a", "b, c"]
            2: ["1", "2, 3"]
            3: ["4", "5"]
        "#]],
        );
        check(
            b"sep=|\r\na|b\r\n1|2,3\r\n",
            expect![[r#"
                ["a", "b"]
                2: ["1", "2,3"]
            "#]],
        );
        check(
            "只有一列\n第一行，有逗号\n第二行".as_bytes(),
            expect![[r#"
            ["只有一列"]
            2: ["第一行，有逗号"]
            3: ["第二行"]
        "#]],
        );
    }

    #[test]
    fn an_unclosed_quote_is_named_by_its_size() {
        let text = format!("a,b\n1,\"{}", "x,y\n".repeat(20_000));
        let limits = Limits::default();
        assert_eq!(tables(text.as_bytes(), &mut Meter::new(&limits)), Err(Unreadable::TooMuch { what: Excess::Cell, limit: 32_768 }));
    }

    #[test]
    fn more_rows_than_the_limit_are_refused_not_cut() {
        let limits = Limits { rows: 2, ..Limits::default() };
        let result = tables(b"a,b\n1,2\n3,4\n", &mut Meter::new(&limits));
        assert_eq!(result, Err(Unreadable::TooMuch { what: Excess::Rows, limit: 2 }));
    }
}
