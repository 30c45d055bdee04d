//! Files that are not what they say, or more than they say: refused in words that help, while the desk goes on.

use expect_test::expect;
use serde_json::{Value as Json, json};

use crate::common::{Installation, both, check, text};
use crate::files::{docx, file, xlsx, zipped};

/// What base64 of that many bytes of a pdf looks like, without making them twice.
fn pdf_of(megabytes: usize) -> Json {
    json!({ "name": "大.pdf", "bytes": "JVBERi0x".repeat((megabytes << 20) / 6 + 1) })
}

/// How each file of an import was judged, in both languages.
async fn judged(at: &Installation, files: Vec<Json>) -> String {
    let mut told = Vec::new();
    for lang in [domain::Lang::Zh, domain::Lang::En] {
        let caller = app::desk::Caller::new(Some(at.session.clone()), lang);
        let preview = at.desk.call(caller, "import.read_knowledge", json!({ "files": files })).await.unwrap();
        assert_eq!(preview["articles"], json!([]));
        let line = |file: &Json| format!("{}: {}", text(&file["name"]), text(&file["error"]));
        told.push(crate::common::lines(&preview["files"], line));
    }
    told.join("\n")
}

#[tokio::test]
async fn a_pdf_of_200_mb_is_refused_with_its_size_and_the_limit() {
    let at = Installation::new().await;
    check(
        judged(&at, vec![pdf_of(200)]).await,
        expect![[r#"
        大.pdf: 文件 200 MB，超过 64 MB。压缩一下，或拆成几份。
        大.pdf: The file is 200 MB, more than 64 MB. Compress it or split it."#]],
    );
    let put = |megabytes: usize| {
        let mut input = pdf_of(megabytes);
        input["media_type"] = json!("application/pdf");
        input
    };
    check(
        both(&at.try_call("attachment.put", put(200)).await.unwrap_err()),
        expect![[r#"
        Refused
        文件 200 MB，超过 25 MB。压缩一下，或拆成几份。
        The file is 200 MB, more than 25 MB. Compress it or split it."#]],
    );
    check(
        both(&at.try_call("attachment.put", put(26)).await.unwrap_err()),
        expect![[r#"
        Refused
        文件 26 MB，超过 25 MB。压缩一下，或拆成几份。
        The file is 26 MB, more than 25 MB. Compress it or split it."#]],
    );
    at.call("attachment.put", put(24)).await;
}

#[tokio::test]
async fn a_pdf_of_60_mb_of_nothing_comes_to_an_end() {
    let at = Installation::new().await;
    check(
        judged(&at, vec![pdf_of(60)]).await,
        expect![[r#"
        大.pdf: 文件只有 60 MB，解开超过 32 MB，不像正常文件，没有读。确认来源后另存一份再导入。
        大.pdf: The file is only 60 MB but unpacks to more than 32 MB, so it was left alone. Check where it came from and save it again."#]],
    );
}

#[tokio::test]
async fn a_file_that_lies_about_its_kind_is_told_what_it_is() {
    let at = Installation::new().await;
    let png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR";
    let files = vec![
        file("图.pdf", png),
        file("表.docx", &xlsx(&[&["a"], &["b"]])),
        file("文.xlsx", &docx(&["保修"])),
        file("包.docx", &zipped(&[("a.txt", b"x")])),
        file("程序.csv", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff"),
        file("老.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"),
        file("截断.pdf", b"%PDF-1.7\n1 0 obj\n<<"),
        file("..\\..\\etc/passwd", b"\x00\x01\x02\x03"),
        file("没有名字", b""),
    ];
    check(
        judged(&at, files).await,
        expect![[r#"
        图.pdf: 文件名是 .pdf，里面其实是图片。改对扩展名，或用原来的软件另存一份再导入。
        表.docx: 文件名是 .docx，里面其实是电子表格。改对扩展名，或用原来的软件另存一份再导入。
        文.xlsx: 文件名是 .xlsx，里面其实是 Word 文档。改对扩展名，或用原来的软件另存一份再导入。
        包.docx: 文件名是 .docx，里面其实是压缩包。改对扩展名，或用原来的软件另存一份再导入。
        程序.csv: 文件名是 .csv，里面其实是程序。改对扩展名，或用原来的软件另存一份再导入。
        老.doc: 文件坏了，或没下载完整。用原来的软件打开看看，能打开就另存一份再导入。
        截断.pdf: 文件坏了，或没下载完整。用原来的软件打开看看，能打开就另存一份再导入。
        ..\..\etc/passwd: 文件里没有内容。看看是不是选错了文件。
        没有名字: 文件里没有内容。看看是不是选错了文件。
        图.pdf: The file is named .pdf but holds an image. Correct the extension, or save it again from its own program.
        表.docx: The file is named .docx but holds a spreadsheet. Correct the extension, or save it again from its own program.
        文.xlsx: The file is named .xlsx but holds a Word document. Correct the extension, or save it again from its own program.
        包.docx: The file is named .docx but holds an archive. Correct the extension, or save it again from its own program.
        程序.csv: The file is named .csv but holds a program. Correct the extension, or save it again from its own program.
        老.doc: The file is damaged or was not fully downloaded. If its own program opens it, save a copy and import that.
        截断.pdf: The file is damaged or was not fully downloaded. If its own program opens it, save a copy and import that.
        ..\..\etc/passwd: The file has no content. Check that it is the right one.
        没有名字: The file has no content. Check that it is the right one."#]],
    );
}

#[tokio::test]
async fn a_small_file_that_unpacks_without_end_is_left_alone() {
    let at = Installation::new().await;
    let size = 96 << 20;
    let spaces = vec![b' '; size];
    let word = zipped(&[("word/document.xml", &spaces)]);
    let sheet = zipped(&[("xl/workbook.xml", &spaces)]);
    assert!(word.len() + sheet.len() < size / 100);
    check(
        judged(&at, vec![file("a.docx", &word), file("a.xlsx", &sheet)]).await,
        expect![[r#"
        a.docx: 文件只有 95 KB，解开超过 9.3 MB，不像正常文件，没有读。确认来源后另存一份再导入。
        a.xlsx: 文件只有 95 KB，解开超过 9.3 MB，不像正常文件，没有读。确认来源后另存一份再导入。
        a.docx: The file is only 95 KB but unpacks to more than 9.3 MB, so it was left alone. Check where it came from and save it again.
        a.xlsx: The file is only 95 KB but unpacks to more than 9.3 MB, so it was left alone. Check where it came from and save it again."#]],
    );
    let table = json!({ "noun": "customer", "file": file("a.xlsx", &sheet) });
    check(
        both(&at.try_call("import.read_table", table).await.unwrap_err()),
        expect![[r#"
        Refused
        文件只有 95 KB，解开超过 9.3 MB，不像正常文件，没有读。确认来源后另存一份再导入。
        The file is only 95 KB but unpacks to more than 9.3 MB, so it was left alone. Check where it came from and save it again."#]],
    );
    at.call("ticket.counts", json!({})).await;
}

#[tokio::test]
async fn tables_that_are_none_are_refused_by_name() {
    let at = Installation::new().await;
    let mut told = Vec::new();
    for (name, bytes) in [
        ("空.csv", b"".to_vec()),
        ("二进制.csv", (0..=255).cycle().take(4_000).collect()),
        ("引号.csv", format!("姓名,备注\n张,\"{}", "长".repeat(200_000)).into_bytes()),
        ("宽.csv", format!("{}\n", "列,".repeat(20_000)).into_bytes()),
        ("文.docx", docx(&["没有表"])),
        ("乱码.csv", b"\xff\xfe\x00\xd8\x00\xd8\x00\xd8".to_vec()),
    ] {
        match at.try_call("import.read_table", json!({ "noun": "customer", "file": file(name, &bytes) })).await {
            Ok(preview) => told.push(format!("{name}: {} columns, {} rows", preview["columns"].as_array().unwrap().len(), preview["total"])),
            Err(error) => told.push(format!("{name}: {} / {}", error.zh, error.en)),
        }
    }
    check(
        told.join("\n"),
        expect![[r#"
        空.csv: 文件里没有内容。看看是不是选错了文件。 / The file has no content. Check that it is the right one.
        二进制.csv: 2 columns, 1 rows
        引号.csv: 有一格超过 32,768 个字，多半是引号没配对。查一下再导入。 / One cell is longer than 32,768 characters, most likely an unclosed quote. Check it and import again.
        宽.csv: 超过 16,384 列。删掉用不到的列再导入。 / More than 16,384 columns. Remove the ones not needed and import again.
        文.docx: 没找到带表头的表格。第一行写列名，例如「姓名」「手机号」，再导入。 / No table with a header row was found. Put column names such as “Name” and “Phone” in the first row.
        乱码.csv: 认不出文字编码。用记事本打开，另存为 UTF-8 再导入。 / The text encoding was not recognised. Open the file in a text editor, save it as UTF-8, and import that."#]],
    );
}

#[tokio::test]
async fn an_attachment_that_is_gone_or_was_never_there_is_told() {
    let at = Installation::new().await;
    let mut told = Vec::new();
    for hash in ["0".repeat(64), "../../desk.db".to_owned(), String::new()] {
        told.push(both(&at.try_call("attachment.get", json!({ "hash": hash })).await.unwrap_err()));
    }
    told.dedup();
    check(
        told.join("\n"),
        expect![[r#"
        Failed
        附件不在本机，或已损坏。
        The attachment is not on this machine, or it is damaged."#]],
    );
    let talk = at.call("conversation.open", json!({ "channel": "counter" })).await["id"].clone();
    let carried = json!([{ "hash": "0".repeat(64), "name": "a.png", "media_type": "image/png", "bytes": 3, "duration_ms": 0 }]);
    let say = json!({ "id": talk, "text": "看图", "audience": "customer", "attachments": carried });
    check(at.refused("conversation.say", say).await, expect!["附件「a.png」还没存好，重新加一次"]);
}
