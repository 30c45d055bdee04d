//! Bad input of every kind through the public door: nothing panics, nothing hangs, every refusal is a reason.

use encoding_rs::GB18030;
use expect_test::expect;
use proptest::prelude::*;

use crate::fixtures::{bomb, docx, pdf, render, sheet_xml, xlsx, xlsx_of, zipped};
use crate::limits::Limits;
use crate::unreadable::Unreadable;
use crate::{articles, read, table, to_markdown};

/// A reading that must end, whatever it says.
fn survive(name: &str, bytes: &[u8]) {
    let limits = Limits::default();
    if let Ok(document) = read(name, bytes, &limits) {
        let _ = (to_markdown(&document), articles(&document));
    }
    let _ = table(name, bytes, &limits);
}

#[test]
fn a_pdf_of_200_mb_is_refused_at_once() {
    let bytes = vec![b'%'; 200 << 20];
    let limit = 64 << 20;
    assert_eq!(read("大.pdf", &bytes, &Limits::default()), Err(Unreadable::TooLarge { bytes: 200 << 20, limit }));
}

#[test]
fn bombs_in_office_files_are_stopped() {
    let size = 24 << 20;
    for (name, part) in [("a.docx", "word/document.xml"), ("a.xlsx", "xl/workbook.xml")] {
        let bytes = bomb(part, size);
        assert!(bytes.len() < size / 100, "{}", bytes.len());
        assert!(matches!(read(name, &bytes, &Limits::default()), Err(Unreadable::Bomb { .. })), "{name}");
    }
    let ods = zipped(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &vec![b' '; size])]);
    assert!(matches!(read("a.ods", &ods, &Limits::default()), Err(Unreadable::Bomb { .. })));
}

#[test]
fn an_entity_bomb_expands_to_nothing() {
    let body = "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><w:document xmlns:w='w'><w:body><w:p><w:r><w:t>x&b;y</w:t></w:r></w:p></w:body></w:document>";
    expect![[r#"
        《a》
        p xy
    "#]]
    .assert_eq(&render("a.docx", &zipped(&[("word/document.xml", body.as_bytes())])));
}

#[test]
fn a_file_that_lies_keeps_its_words_out_of_the_reason() {
    let reason = read("秘密.pdf", &zipped(&[("机密.txt", b"x")]), &Limits::default()).expect_err("not a pdf");
    for lang in [crate::Lang::Zh, crate::Lang::En] {
        assert!(!reason.text(lang).contains("机密") && !reason.text(lang).contains("秘密"), "{}", reason.text(lang));
    }
}

#[test]
fn deep_nesting_in_every_markup_ends() {
    let deep = |open: &str, n: usize| open.repeat(n);
    survive("a.html", deep("<div><ul><li><b>", 10_000).as_bytes());
    survive("a.html", deep("<table><tr><td>", 10_000).as_bytes());
    survive("a.md", deep("> ", 5_000).as_bytes());
    survive("a.md", deep("- ", 5_000).as_bytes());
    survive("a.md", deep("[", 20_000).as_bytes());
    survive("a.docx", &docx(&deep("<w:tbl><w:tr><w:tc>", 10_000)));
    survive("a.docx", &docx(&deep("<w:p>", 50_000)));
    survive("a.xlsx", &xlsx_of(&[("s", &sheet_xml(&deep("<row><c>", 5_000), ""))]));
    survive("a.pdf", format!("%PDF-1.4\n1 0 obj\n{}", deep("[", 100_000)).as_bytes());
    survive("a.pdf", format!("%PDF-1.4\n1 0 obj\n{}", deep("<</A", 100_000)).as_bytes());
}

#[test]
fn a_tag_with_very_many_attributes_stops_at_the_wall() {
    let attributes: String = (0..400_000).map(|i| format!(" a{i}")).collect();
    let limits = Limits { wall: std::time::Duration::from_millis(50), ..Limits::default() };
    let result = read("a.html", format!("<p{attributes}>x").as_bytes(), &limits);
    assert!(matches!(result, Err(Unreadable::TooSlow { .. })), "{result:?}");
}

#[test]
fn text_past_the_limit_is_refused_not_cut() {
    let limits = Limits { text_bytes: 1000, ..Limits::default() };
    for name in ["a.txt", "a.md", "a.html"] {
        let text = "保修两年。\n\n".repeat(200);
        assert!(matches!(read(name, text.as_bytes(), &limits), Err(Unreadable::TooMuch { .. })), "{name}");
    }
}

#[test]
fn an_import_reads_the_same_table_from_every_format() {
    let rows: &[&[&str]] = &[&["姓名", "手机号"], &["张伟明", "13800005678"]];
    let csv = "姓名,手机号\n张伟明,13800005678\n";
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(csv.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let html = "<table><tr><th>姓名<th>手机号<tr><td>张伟明<td>13800005678</table>";
    let expected = table("a.csv", csv.as_bytes(), &Limits::default()).expect("a csv");
    let gbk = GB18030.encode(csv).0.into_owned();
    for (name, bytes) in [("a.csv", gbk), ("a.csv", utf16), ("a.xlsx", xlsx(rows)), ("a.html", html.as_bytes().to_vec())] {
        assert_eq!(table(name, &bytes, &Limits::default()).as_ref(), Ok(&expected), "{name}");
    }
    assert_eq!(table("a.txt", "没有表".as_bytes(), &Limits::default()), Err(Unreadable::NoTable));
}

fn valid() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("a.docx", docx("<w:p><w:r><w:t>保修两年</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")),
        ("a.xlsx", xlsx(&[&["问题", "答案"], &["几天能退", "七天"]])),
        ("a.pdf", pdf(&["The battery is covered for one year.", "second page"])),
        ("a.html", b"<!doctype html><h1>a</h1><ul><li>b<table><tr><td>c</table><pre>d".to_vec()),
        ("a.md", "---\nx: y\n---\n# 标题\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- x\n  1. y\n".as_bytes().to_vec()),
        ("a.csv", GB18030.encode("姓名,备注\n张伟明,\"一,\n二\"\n").0.into_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600), kind in 0usize..10) {
        let (name, magic): (&str, &[u8]) = [
            ("a.pdf", &b"%PDF-1.5\n"[..]), ("a.docx", b"PK\x03\x04"), ("a.xls", crate::ole::MAGIC), ("a.csv", b""),
            ("a.txt", b""), ("a.md", b""), ("a.html", b"<html>"), ("a.ods", b"PK\x05\x06"), ("a", b""), ("a.csv", b"\xff\xfe"),
        ][kind];
        survive(name, &[magic, &bytes].concat());
    }

    #[test]
    fn a_valid_file_cut_or_changed_anywhere_never_panics(at in 0.0f64..1.0, change in any::<u8>(), cut in any::<bool>()) {
        for (name, mut bytes) in valid() {
            let at = ((bytes.len() - 1) as f64 * at) as usize;
            if cut {
                bytes.truncate(at);
            } else {
                bytes[at] = change;
            }
            survive(name, &bytes);
        }
    }

    #[test]
    fn markup_of_random_pieces_never_panics(pieces in proptest::collection::vec(0usize..14, 0..60)) {
        let html = ["<table>", "</table>", "<tr>", "<td rowspan=9 colspan=3>", "</td>", "<li>", "<ul>", "</ul>", "<nav>", "</nav>", "<h1>", "文", "<pre>", "<a href=http://x>"];
        let docx_pieces = ["<w:p>", "</w:p>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:vMerge/>", "<w:gridSpan w:val='4'/>", "<w:t>", "</w:t>", "字", "<w:del/>"];
        let pick = |list: [&str; 14]| pieces.iter().map(|i| list[*i]).collect::<String>();
        survive("a.html", pick(html).as_bytes());
        survive("a.docx", &docx(&pick(docx_pieces)));
    }
}
