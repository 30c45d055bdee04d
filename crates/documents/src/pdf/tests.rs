//! A pdf written by hand, page by page, and what is read from it.

use super::*;
use crate::fixtures::{pdf, pdf_of, render};
use expect_test::{Expect, expect};

const LATIN: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

/// A Chinese font as most programs write it: codes without meaning, and a table.
const CHINESE: &str = "<< /Type /Font /Subtype /Type0 /BaseFont /S /Encoding /Identity-H /ToUnicode 1000 0 R /DescendantFonts [1001 0 R] >>";

fn chinese(contents: &[String], letters: &str) -> Vec<u8> {
    let pairs: String = (1..).zip(letters.encode_utf16()).map(|(i, c)| format!("<{i:04X}> <{c:04X}>\n")).collect();
    let table = format!("1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfchar\n{pairs}endbfchar");
    let extra = format!("<< /Length {} >>\nstream\n{table}\nendstream\n---\n<< /Type /Font /Subtype /CIDFontType2 /DW 1000 >>", table.len());
    pdf_of(contents, CHINESE, &extra)
}

/// Codes of `text` in the font made by [`chinese`] from `letters`.
fn hex(letters: &str, text: &str) -> String {
    let code = |c: char| letters.chars().position(|l| l == c).map_or(0, |i| i + 1);
    text.chars().map(|c| format!("{:04X}", code(c))).collect()
}

fn check(bytes: &[u8], expect: Expect) {
    expect.assert_eq(&render("保修.pdf", bytes));
}

#[test]
fn chinese_text_is_read_through_its_table() {
    let letters = "整车保修两年电池一，凭小票登记。";
    let show = |size: u8, y: u16, text: &str| format!("BT /F1 {size} Tf 72 {y} Td <{}> Tj ET\n", hex(letters, text));
    let content =
        [show(20, 720, "保修"), show(12, 690, "整车保修两年，电池一年，凭小票登记整车保修两年整车保修两年，凭小票"), show(12, 674, "登记。")];
    check(
        &chinese(&[content.concat()], letters),
        expect![[r#"
        《保修》
        h1 保修
        p 整车保修两年，电池一年，凭小票登记整车保修两年整车保修两年，凭小票登记。
    "#]],
    );
}

#[test]
fn lines_are_joined_words_made_whole_and_running_lines_dropped() {
    let page = |n: usize, body: &str| {
        let running = format!("BT /F1 9 Tf 72 770 Td (Shop manual 2024) Tj ET BT /F1 9 Tf 300 30 Td (- {n} -) Tj ET\n");
        format!("{running}BT /F1 12 Tf 14 TL 72 700 Td {body} ET")
    };
    let first = "(The battery must be charged for eight hours before the first ride. The bat-) Tj T* (tery is never left empty.) Tj 0 -40 Td (1. Take a photo) Tj T* (2. Open a ticket) Tj";
    let second = "[(Sec) -20 (ond) -300 (page)] TJ";
    check(
        &pdf_of(&[page(1, first), page(2, second), page(3, "(Third page) Tj")], LATIN, ""),
        expect![[r#"
            《保修》
            p The battery must be charged for eight hours before the first ride. The battery is never left empty.
            1. Take a photo
            1. Open a ticket
            p Second page
            p Third page
        "#]],
    );
}

#[test]
fn words_far_apart_in_several_lines_are_a_table() {
    let row = |y: u16, a: &str, b: &str| format!("BT /F1 12 Tf 72 {y} Td ({a}) Tj ET BT /F1 12 Tf 300 {y} Td ({b}) Tj ET\n");
    let content = [row(700, "Part", "Price"), row(680, "Battery 48V", "399"), row(660, "Brake pads", "39")].concat();
    check(
        &pdf_of(&[content + &row(600, "Left", "right")], LATIN, ""),
        expect![[r#"
            《保修》
            |= Part | Price
            | Battery 48V | 399
            | Brake pads | 39
            | Left | right
        "#]],
    );
}

#[test]
fn text_inside_forms_is_read_and_a_form_in_itself_ends() {
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    let form = "BT /F1 12 Tf 72 700 Td (inside a form) Tj ET /Fm Do";
    let extra =
        format!("<< /Type /XObject /Subtype /Form /Resources << /XObject << /Fm 1000 0 R >> >> /Length {} >>\nstream\n{form}\nendstream", form.len());
    let mut bytes = pdf_of(&["/Fm Do".to_string()], font, &extra);
    let from = b"/Resources << /Font << /F1 3 0 R >> >>";
    let to = b"/Resources << /Font << /F1 3 0 R >> /XObject << /Fm 1000 0 R >> >>";
    let at = bytes.windows(from.len()).position(|w| w == from).expect("the fixture has resources");
    bytes.splice(at..at + from.len(), to.iter().copied());
    assert!(render("a.pdf", &bytes).contains("p inside a form"), "{}", render("a.pdf", &bytes));
}

#[test]
fn a_scan_has_no_text() {
    check(
        &pdf_of(&["q 612 0 0 792 0 0 cm Q".to_string(), "BT /F1 9 Tf 300 30 Td (2) Tj ET".to_string()], LATIN, ""),
        expect!["pdf of 2 pages holds no text"],
    );
}

#[test]
fn a_pdf_with_a_password_says_so() {
    let bytes = String::from_utf8_lossy(&pdf(&["secret text"]))
        .replace("/Root 1 0 R", "/Root 1 0 R /Encrypt 900 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]");
    let locked = format!("<< /Filter /Standard /V 1 /R 2 /P -44 /O <{0}> /U <{0}> >>", "5a".repeat(32));
    let bytes = bytes.replace("xref\n0 1\n", &format!("900 0 obj\n{locked}\nendobj\nxref\n0 1\n"));
    check(bytes.as_bytes(), expect!["file is protected by a password"]);
}

#[test]
fn a_pdf_cut_short_is_damaged_or_read_in_part() {
    let bytes = pdf(&["first page of the manual", "second page"]);
    for end in (0..bytes.len()).step_by(37) {
        let _ = render("a.pdf", &bytes[..end]);
    }
    check(&bytes[..60], expect!["file is damaged: pdf objects"]);
}

#[test]
fn more_pages_than_the_limit_are_refused() {
    let limits = Limits { pages: 2, ..Limits::default() };
    let result = read("a".into(), &pdf(&["one", "two", "three"]), &limits);
    assert_eq!(result, Err(Unreadable::TooMuch { what: Excess::Pages, limit: 2 }));
}

#[test]
fn a_file_that_is_all_objects_is_refused_before_it_is_parsed() {
    let mut bytes = b"%PDF-1.5\n1 0 obj\n[".to_vec();
    bytes.extend(b"0 ".repeat(17 << 20));
    assert!(matches!(read("a".into(), &bytes, &Limits::default()), Err(Unreadable::Bomb { .. })));
}
