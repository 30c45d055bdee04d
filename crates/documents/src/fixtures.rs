//! Files made by the tests themselves: zips, Word, sheets, pdf, compound files; and a text picture of a document.

use std::io::{Cursor, Write};

use crate::block::{Block, Document};
use crate::limits::Limits;

/// A document as text, one block a line, or the reason it was not read.
pub(crate) fn render(name: &str, bytes: &[u8]) -> String {
    match crate::read(name, bytes, &Limits::default()) {
        Ok(document) => picture(&document),
        Err(reason) => reason.to_string(),
    }
}

pub(crate) fn picture(document: &Document) -> String {
    let mut out = format!("《{}》\n", document.title);
    for block in &document.blocks {
        out += &match block {
            Block::Heading { level, text } => format!("h{level} {text}\n"),
            Block::Paragraph(text) => format!("p {}\n", text.replace('\n', "⏎")),
            Block::List(items) => items
                .iter()
                .map(|item| {
                    let mark = if item.ordered { "1." } else { "-" };
                    format!("{}{mark} {}\n", "  ".repeat(item.depth.into()), item.text.replace('\n', "⏎"))
                })
                .collect(),
            Block::Table(table) => {
                let rows = table.rows.iter().map(|row| format!("| {}\n", row.join(" | ").replace('\n', "⏎")));
                format!("|= {}\n{}", table.header.join(" | "), rows.collect::<String>())
            }
            Block::Code(text) => format!("code {}\n", text.replace('\n', "⏎")),
            Block::Image { alt } => format!("image {alt}\n"),
        };
    }
    out
}

pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, content) in parts {
        zip.start_file(*name, options.compression_level(Some(1))).expect("a name of its own");
        zip.write_all(content).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

/// A zip with one part of `size` spaces, about a thousandth of that when packed.
pub(crate) fn bomb(name: &str, size: usize) -> Vec<u8> {
    zipped(&[(name, &vec![b' '; size])])
}

pub(crate) fn docx(body: &str) -> Vec<u8> {
    docx_of(body, "<w:styles xmlns:w='w'/>", "<w:numbering xmlns:w='w'/>")
}

pub(crate) fn docx_of(body: &str, styles: &str, numbering: &str) -> Vec<u8> {
    let document = format!("<w:document xmlns:w='w' xmlns:mc='m' xmlns:wp='p'><w:body>{body}</w:body></w:document>");
    zipped(&[("word/document.xml", document.as_bytes()), ("word/styles.xml", styles.as_bytes()), ("word/numbering.xml", numbering.as_bytes())])
}

/// A workbook of one sheet of inline strings.
pub(crate) fn xlsx(rows: &[&[&str]]) -> Vec<u8> {
    let mut data = String::new();
    for (r, cells) in (1..).zip(rows) {
        data += &format!("<row r=\"{r}\">");
        for (c, text) in (b'A'..).zip(*cells) {
            data += &format!("<c r=\"{}{r}\" t=\"inlineStr\"><is><t>{text}</t></is></c>", c as char);
        }
        data += "</row>";
    }
    xlsx_of(&[("Sheet1", &sheet_xml(&data, ""))])
}

pub(crate) fn sheet_xml(rows: &str, after: &str) -> String {
    format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData>{after}</worksheet>"#)
}

/// A workbook; style 1 is a date.
pub(crate) fn xlsx_of(sheets: &[(&str, &str)]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let (mut list, mut rels) = (String::new(), String::new());
    for (i, (name, _)) in (1..).zip(sheets) {
        list += &format!(r#"<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>"#);
        rels += &format!(r#"<Relationship Id="rId{i}" Type="{REL}/worksheet" Target="worksheets/sheet{i}.xml"/>"#);
    }
    let workbook = format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{list}</sheets></workbook>"#);
    let rels = format!(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rels}</Relationships>"#);
    let styles = format!(r#"<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#);
    let root = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let names: Vec<String> = (1..=sheets.len()).map(|i| format!("xl/worksheets/sheet{i}.xml")).collect();
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
    ];
    parts.extend(names.iter().map(String::as_str).zip(sheets.iter().map(|(_, xml)| xml.as_bytes())));
    zipped(&parts)
}

pub(crate) fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory");
    for (name, content) in streams {
        file.create_stream(name).and_then(|mut stream| stream.write_all(content)).expect("memory");
    }
    file.flush().expect("memory");
    file.into_inner().into_inner()
}

/// A pdf with one line of Latin text a page.
pub(crate) fn pdf(pages: &[&str]) -> Vec<u8> {
    let contents: Vec<String> = pages.iter().map(|text| format!("BT /F1 12 Tf 72 700 Td ({text}) Tj ET")).collect();
    pdf_of(&contents, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>", "")
}

/// A pdf whose pages have `contents` and one font `/F1`; `extra` are further objects, numbered from 1000 and separated by `---` lines.
pub(crate) fn pdf_of(contents: &[String], font: &str, extra: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut offsets = Vec::new();
    let mut object = |out: &mut Vec<u8>, id: usize, body: &str| {
        offsets.push((id, out.len()));
        out.extend(format!("{id} 0 obj\n{body}\nendobj\n").bytes());
    };
    let kids: String = (0..contents.len()).map(|i| format!("{} 0 R ", 10 + 2 * i)).collect();
    object(&mut out, 1, "<< /Type /Catalog /Pages 2 0 R >>");
    object(
        &mut out,
        2,
        &format!("<< /Type /Pages /Kids [{kids}] /Count {} /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> >>", contents.len()),
    );
    object(&mut out, 3, font);
    for (i, content) in contents.iter().enumerate() {
        let (page, stream) = (10 + 2 * i, 11 + 2 * i);
        object(&mut out, page, &format!("<< /Type /Page /Parent 2 0 R /Contents {stream} 0 R >>"));
        object(&mut out, stream, &format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    for (i, body) in extra.split("\n---\n").filter(|body| !body.is_empty()).enumerate() {
        object(&mut out, 1000 + i, body);
    }
    let start = out.len();
    out.extend(b"xref\n0 1\n0000000000 65535 f \n");
    for (id, offset) in offsets {
        out.extend(format!("{id} 1\n{offset:010} 00000 n \n").bytes());
    }
    out.extend(format!("trailer\n<< /Size 2000 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}
