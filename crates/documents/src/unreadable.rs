//! Why a file cannot be read, in words for the person who chose it. Each reason says what happened and the way out;
//! it must never carry text taken from the file.

use serde::{Deserialize, Serialize};

/// Language of a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lang {
    Zh,
    En,
}

/// What a file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    Pdf,
    Word,
    OldWord,
    Sheet,
    OldSheet,
    Slides,
    Zip,
    Archive,
    Image,
    Media,
    Program,
    Html,
    Text,
    Mail,
    Binary,
}

/// What a file has too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Excess {
    Rows,
    Columns,
    /// Bytes of text.
    Text,
    /// Characters in one cell.
    Cell,
    Pages,
}

/// Why a file was not read. `Display` is for logs; [`Unreadable::text`] is for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("file has {bytes} bytes, the limit is {limit}")]
    TooLarge { bytes: u64, limit: u64 },
    /// `claimed` is the extension in lower case, without the dot.
    #[error("file is named .{claimed} but is {found:?}")]
    WrongType { claimed: String, found: Kind },
    #[error("file is protected by a password")]
    Encrypted,
    /// `detail` names the part that broke, in English, for logs.
    #[error("file is damaged: {detail}")]
    Damaged { detail: String },
    #[error("file of {file} bytes inflates past {limit} bytes")]
    Bomb { file: u64, limit: u64 },
    #[error("pdf of {pages} pages holds no text")]
    NoText { pages: usize },
    #[error("{found:?} files are not read")]
    Unsupported { found: Kind },
    #[error("the text encoding was not recognised")]
    Encoding,
    #[error("file has more than {limit} {what:?}")]
    TooMuch { what: Excess, limit: u64 },
    #[error("reading took longer than {seconds} s")]
    TooSlow { seconds: u64 },
    #[error("file holds no table with a header row")]
    NoTable,
    #[error("file is empty")]
    Empty,
}

impl Unreadable {
    pub(crate) fn damaged(detail: impl Into<String>) -> Self {
        Self::Damaged { detail: detail.into() }
    }

    /// What happened and the way out, in one or two sentences.
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::TooLarge { bytes, limit } => {
                format!("文件有 {}，最多能读 {}。拆成几个小文件再导入。", size(*bytes), size(*limit))
            }
            Self::WrongType { claimed, found } => {
                format!("文件名是 .{claimed}，里面其实是{}。改对扩展名，或用原来的软件另存一份再导入。", found.zh())
            }
            Self::Encrypted => "文件设了密码，打不开。用原来的软件打开，去掉密码另存一份再导入。".into(),
            Self::Damaged { .. } => "文件坏了，或没下载完整。用原来的软件打开看看，能打开就另存一份再导入。".into(),
            Self::Bomb { file, limit } => {
                format!("文件只有 {}，解开超过 {}，不像正常文件，没有读。确认来源后另存一份再导入。", size(*file), size(*limit))
            }
            Self::NoText { pages } => {
                format!("{pages} 页里没有文字，应该是扫描件。先做文字识别（OCR），或直接粘贴文字。")
            }
            Self::Unsupported { found } => {
                format!("这是{}，读不了。{}", found.zh(), found.way_out_zh())
            }
            Self::Encoding => "认不出文字编码。用记事本打开，另存为 UTF-8 再导入。".into(),
            Self::TooMuch { what, limit } => too_much_zh(*what, *limit),
            Self::TooSlow { seconds } => {
                format!("{seconds} 秒还没读完，先停了。把文件拆小，或另存一份再导入。")
            }
            Self::NoTable => "没找到带表头的表格。第一行写列名，例如「姓名」「手机号」，再导入。".into(),
            Self::Empty => "文件里没有内容。看看是不是选错了文件。".into(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::TooLarge { bytes, limit } => {
                format!("The file is {}; the most that can be read is {}. Split it and import the parts.", size(*bytes), size(*limit))
            }
            Self::WrongType { claimed, found } => {
                format!("The file is named .{claimed} but holds {}. Correct the extension, or save it again from its own program.", found.en())
            }
            Self::Encrypted => "The file has a password. Open it in its own program, save a copy without the password, and import that.".into(),
            Self::Damaged { .. } => {
                "The file is damaged or was not fully downloaded. If its own program opens it, save a copy and import that.".into()
            }
            Self::Bomb { file, limit } => format!(
                "The file is only {} but unpacks to more than {}, so it was left alone. Check where it came from and save it again.",
                size(*file),
                size(*limit)
            ),
            Self::NoText { pages } => {
                format!("No text on {pages} pages: probably a scan. Run text recognition (OCR) first, or paste the text.")
            }
            Self::Unsupported { found } => format!("This is {}, which cannot be read. {}", found.en(), found.way_out_en()),
            Self::Encoding => "The text encoding was not recognised. Open the file in a text editor, save it as UTF-8, and import that.".into(),
            Self::TooMuch { what, limit } => too_much_en(*what, *limit),
            Self::TooSlow { seconds } => {
                format!("Reading was stopped after {seconds} s. Split the file, or save it again and import the copy.")
            }
            Self::NoTable => "No table with a header row was found. Put column names such as “Name” and “Phone” in the first row.".into(),
            Self::Empty => "The file has no content. Check that it is the right one.".into(),
        }
    }
}

fn too_much_zh(what: Excess, limit: u64) -> String {
    match what {
        Excess::Rows => format!("超过 {} 行。拆成几个文件再导入。", grouped(limit)),
        Excess::Columns => format!("超过 {} 列。删掉用不到的列再导入。", grouped(limit)),
        Excess::Text => format!("文字超过 {}。拆成几个文件再导入。", size(limit)),
        Excess::Cell => format!("有一格超过 {} 个字，多半是引号没配对。查一下再导入。", grouped(limit)),
        Excess::Pages => format!("超过 {} 页。拆成几个文件再导入。", grouped(limit)),
    }
}

fn too_much_en(what: Excess, limit: u64) -> String {
    match what {
        Excess::Rows => format!("More than {} rows. Split the file and import the parts.", grouped(limit)),
        Excess::Columns => format!("More than {} columns. Remove the ones not needed and import again.", grouped(limit)),
        Excess::Text => format!("More than {} of text. Split the file and import the parts.", size(limit)),
        Excess::Cell => {
            format!("One cell is longer than {} characters, most likely an unclosed quote. Check it and import again.", grouped(limit))
        }
        Excess::Pages => format!("More than {} pages. Split the file and import the parts.", grouped(limit)),
    }
}

impl Kind {
    fn zh(self) -> &'static str {
        match self {
            Self::Pdf => " PDF",
            Self::Word => " Word 文档",
            Self::OldWord => "旧版 Word 文档（.doc）",
            Self::Sheet => "电子表格",
            Self::OldSheet => "旧版 Excel 表格（.xls）",
            Self::Slides => "演示文稿",
            Self::Zip | Self::Archive => "压缩包",
            Self::Image => "图片",
            Self::Media => "音频或视频",
            Self::Program => "程序",
            Self::Html => "网页",
            Self::Text => "纯文本",
            Self::Mail => "邮件",
            Self::Binary => "不认识的二进制内容",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::Pdf => "a PDF",
            Self::Word => "a Word document",
            Self::OldWord => "an old Word document (.doc)",
            Self::Sheet => "a spreadsheet",
            Self::OldSheet => "an old Excel sheet (.xls)",
            Self::Slides => "a slide deck",
            Self::Zip | Self::Archive => "an archive",
            Self::Image => "an image",
            Self::Media => "audio or video",
            Self::Program => "a program",
            Self::Html => "a web page",
            Self::Text => "plain text",
            Self::Mail => "a mail message",
            Self::Binary => "unknown binary content",
        }
    }

    fn way_out_zh(self) -> &'static str {
        match self {
            Self::OldWord => "用 Word 或 WPS 打开，另存为 .docx 再导入。",
            Self::Slides => "导出成 PDF 再导入。",
            Self::Zip | Self::Archive => "先解压，再选里面的文件。",
            Self::Image => "先做文字识别（OCR），或直接粘贴文字。",
            _ => "能读的有 md、txt、html、docx、pdf、xlsx、csv。",
        }
    }

    fn way_out_en(self) -> &'static str {
        match self {
            Self::OldWord => "Open it in Word or WPS, save it as .docx, and import that.",
            Self::Slides => "Export it as PDF and import that.",
            Self::Zip | Self::Archive => "Unpack it and choose the files inside.",
            Self::Image => "Run text recognition (OCR) first, or paste the text.",
            _ => "Readable types are md, txt, html, docx, pdf, xlsx and csv.",
        }
    }
}

/// Bytes as people write them: `64 MB`, `1.5 MB`, `12 KB`.
fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    match bytes {
        b if b < KIB => format!("{b} B"),
        b if b < KIB * KIB => format!("{} KB", b / KIB),
        b if b % (KIB * KIB) == 0 || b >= 10 * KIB * KIB => format!("{} MB", b / (KIB * KIB)),
        b => format!("{:.1} MB", b as f64 / (KIB * KIB) as f64),
    }
}

/// Digits in groups of three.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn every() -> Vec<Unreadable> {
        vec![
            Unreadable::TooLarge { bytes: 200 << 20, limit: 64 << 20 },
            Unreadable::WrongType { claimed: "pdf".into(), found: Kind::Zip },
            Unreadable::Encrypted,
            Unreadable::damaged("xref"),
            Unreadable::Bomb { file: 42 * 1024, limit: 8 << 20 },
            Unreadable::NoText { pages: 3 },
            Unreadable::Unsupported { found: Kind::OldWord },
            Unreadable::Unsupported { found: Kind::Media },
            Unreadable::Encoding,
            Unreadable::TooMuch { what: Excess::Rows, limit: 200_000 },
            Unreadable::TooMuch { what: Excess::Cell, limit: 32_768 },
            Unreadable::TooSlow { seconds: 20 },
            Unreadable::NoTable,
            Unreadable::Empty,
        ]
    }

    fn check(lang: Lang, expect: Expect) {
        expect.assert_eq(&every().iter().map(|u| u.text(lang) + "\n").collect::<String>());
    }

    #[test]
    fn every_reason_says_what_happened_and_the_way_out_in_chinese() {
        check(
            Lang::Zh,
            expect![[r#"
            文件有 200 MB，最多能读 64 MB。拆成几个小文件再导入。
            文件名是 .pdf，里面其实是压缩包。改对扩展名，或用原来的软件另存一份再导入。
            文件设了密码，打不开。用原来的软件打开，去掉密码另存一份再导入。
            文件坏了，或没下载完整。用原来的软件打开看看，能打开就另存一份再导入。
            文件只有 42 KB，解开超过 8 MB，不像正常文件，没有读。确认来源后另存一份再导入。
            3 页里没有文字，应该是扫描件。先做文字识别（OCR），或直接粘贴文字。
            这是旧版 Word 文档（.doc），读不了。用 Word 或 WPS 打开，另存为 .docx 再导入。
            这是音频或视频，读不了。能读的有 md、txt、html、docx、pdf、xlsx、csv。
            认不出文字编码。用记事本打开，另存为 UTF-8 再导入。
            超过 200,000 行。拆成几个文件再导入。
            有一格超过 32,768 个字，多半是引号没配对。查一下再导入。
            20 秒还没读完，先停了。把文件拆小，或另存一份再导入。
            没找到带表头的表格。第一行写列名，例如「姓名」「手机号」，再导入。
            文件里没有内容。看看是不是选错了文件。
        "#]],
        );
    }

    #[test]
    fn every_reason_says_the_same_in_english() {
        check(
            Lang::En,
            expect![[r#"
            The file is 200 MB; the most that can be read is 64 MB. Split it and import the parts.
            The file is named .pdf but holds an archive. Correct the extension, or save it again from its own program.
            The file has a password. Open it in its own program, save a copy without the password, and import that.
            The file is damaged or was not fully downloaded. If its own program opens it, save a copy and import that.
            The file is only 42 KB but unpacks to more than 8 MB, so it was left alone. Check where it came from and save it again.
            No text on 3 pages: probably a scan. Run text recognition (OCR) first, or paste the text.
            This is an old Word document (.doc), which cannot be read. Open it in Word or WPS, save it as .docx, and import that.
            This is audio or video, which cannot be read. Readable types are md, txt, html, docx, pdf, xlsx and csv.
            The text encoding was not recognised. Open the file in a text editor, save it as UTF-8, and import that.
            More than 200,000 rows. Split the file and import the parts.
            One cell is longer than 32,768 characters, most likely an unclosed quote. Check it and import again.
            Reading was stopped after 20 s. Split the file, or save it again and import the copy.
            No table with a header row was found. Put column names such as “Name” and “Phone” in the first row.
            The file has no content. Check that it is the right one.
        "#]],
        );
    }

    #[test]
    fn no_reason_shouts_or_begs() {
        for reason in every() {
            let zh = reason.text(Lang::Zh);
            assert!(!zh.contains('！') && !zh.contains('请') && !zh.contains("失败"), "{zh}");
            assert!(!reason.text(Lang::En).contains('!'));
        }
    }
}
