//! `zg eval asr`: how many characters are heard wrong, whether numbers come out exactly, what a second of sound costs.
//!
//! Both sides are normalised alike: NFKC, Simplified, every numeral in digits, no signs, no blanks, lower case. It only measures;
//! the recordings stay where they are.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use cpu_time::ProcessTime;
use onnx::Cancel;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::hear::{Hearing, Options};
use crate::lexicon::Lexicon;
use crate::numerals;
use crate::{Error, Result};

/// A row of digits that must come out exactly: phone and order numbers.
const DIGIT_STRING: usize = 7;

/// What was measured.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub clips: usize,
    /// Seconds of sound.
    pub seconds: f64,
    /// Wrong, missing and superfluous characters over all characters.
    pub cer: f64,
    /// Of the first, third, fifth clip and so on; and of the others. What is tuned is tuned on one half and confirmed on the other.
    pub cer_even: f64,
    pub cer_odd: f64,
    /// Share of the clips with a row of seven digits or more whose rows came out exactly; nothing when there are none.
    pub digit_string_exact: Option<f64>,
    /// CPU seconds of all threads for a second of sound.
    pub cpu_s_per_audio_s: f64,
    /// Seconds on the clock for a second of sound.
    pub wall_s_per_audio_s: f64,
}

/// One clip.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Clip {
    pub name: String,
    pub wanted: String,
    pub heard: String,
    pub wrong: usize,
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    path: PathBuf,
    text: String,
}

/// Measures over every `every`th clip of a list. `tell` hears of each clip. The models are loaded before the clock runs.
///
/// # Errors
/// `Table` when the list has no column `flac` or `wav`, or no `text`; what reading and hearing say.
pub fn measure(hearing: &Hearing, list: &Path, every: usize, options: &Options, cancel: &Cancel, mut tell: impl FnMut(&Clip)) -> Result<Report> {
    let rows = rows(&std::fs::read_to_string(list)?, list)?.into_iter().step_by(every.max(1));
    hearing.clip(&vec![0.0; 16_000], options, cancel)?;
    hearing.warm(cancel)?;
    let mut report = Report::default();
    let (mut wrong, mut all, mut exact, mut digits) = ([0; 2], [0; 2], 0usize, 0usize);
    let (cpu, clock) = (ProcessTime::now(), Instant::now());
    for row in rows {
        let samples = crate::audio::read(&row.path)?;
        let transcript = hearing.clip(&samples, options, cancel)?;
        let (wanted, heard) = (normalised(&row.text), normalised(&transcript.text()));
        let errors = distance(&wanted, &heard);
        wrong[report.clips % 2] += errors;
        all[report.clips % 2] += wanted.chars().count();
        if let Some(right) = digit_strings_right(&wanted, &heard) {
            digits += 1;
            exact += usize::from(right);
        }
        report.clips += 1;
        report.seconds += transcript.seconds;
        let name = row.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        tell(&Clip { name, wanted, heard, wrong: errors });
    }
    let per_second = |value: f64| if report.seconds > 0.0 { value / report.seconds } else { 0.0 };
    report.cpu_s_per_audio_s = per_second(cpu.elapsed().as_secs_f64());
    report.wall_s_per_audio_s = per_second(clock.elapsed().as_secs_f64());
    let share = |wrong: usize, all: usize| wrong as f64 / all.max(1) as f64;
    report.cer = share(wrong.iter().sum(), all.iter().sum());
    (report.cer_even, report.cer_odd) = (share(wrong[0], all[0]), share(wrong[1], all[1]));
    report.digit_string_exact = (digits > 0).then(|| exact as f64 / digits as f64);
    Ok(report)
}

/// A lexicon file: one word a line.
///
/// # Errors
/// `File` when it cannot be read.
pub fn lexicon(path: &Path) -> Result<Arc<Lexicon>> {
    Ok(Arc::new(Lexicon::parse(&std::fs::read_to_string(path)?)))
}

/// How many clips a list has.
///
/// # Errors
/// As [`measure`].
pub fn clips(list: &Path) -> Result<usize> {
    Ok(rows(&std::fs::read_to_string(list)?, list)?.len())
}

fn rows(table: &str, path: &Path) -> Result<Vec<Row>> {
    let wrong = |what: &str| Error::Table { file: path.display().to_string(), what: what.to_owned() };
    let mut lines = table.trim_start_matches('\u{FEFF}').lines();
    let header: Vec<&str> = lines.next().unwrap_or("").split('\t').map(str::trim).collect();
    let column = |name: &str| header.iter().position(|known| *known == name);
    let folder = ["flac", "wav"].into_iter().find(|name| column(name).is_some()).ok_or_else(|| wrong("it has no column `flac` or `wav`"))?;
    let (file, text) = (column(folder).unwrap_or(0), column("text").ok_or_else(|| wrong("it has no column `text`"))?);
    let folder = path.parent().unwrap_or(Path::new(".")).join(folder);
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let (file, text) = (cells.get(file)?, cells.get(text)?);
        Some(Row { path: folder.join(file.trim()), text: (*text).to_owned() })
    };
    lines.filter(|line| !line.trim().is_empty()).map(|line| row(line).ok_or_else(|| wrong("a line has too few columns"))).collect()
}

/// A text as it is compared.
pub fn normalised(text: &str) -> String {
    let folded: String = text.nfkc().collect();
    let simple = fast2s::convert(&folded).to_lowercase();
    let characters: Vec<char> = without_thousands(&simple).replace("百分之", " ").chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < characters.len() {
        let long = characters[at..].iter().take_while(|c| is_numeral(**c)).count();
        if long == 0 {
            out.push(characters[at]);
            at += 1;
        } else {
            out.push_str(&all_digits(&characters[at..at + long]));
            at += long;
        }
    }
    out.retain(char::is_alphanumeric);
    out
}

/// 3,500 is 3500, and 1, 2 are two numbers.
fn without_thousands(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let digit = |at: usize| characters.get(at).is_some_and(char::is_ascii_digit);
    let thousands = |at: usize| at > 0 && digit(at - 1) && (1..=3).all(|step| digit(at + step)) && !digit(at + 4);
    characters.iter().enumerate().filter(|(at, c)| **c != ',' || !thousands(*at)).map(|(_, c)| *c).collect()
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "零〇一幺二两三四五六七八九十百千万亿点.".contains(c)
}

/// Every numeral in digits, mixed ones (144亿) too; what has no value stays, its single digits written as such.
fn all_digits(numeral: &[char]) -> String {
    if numeral.iter().any(|c| "十百千万亿".contains(*c))
        && let Some(value) = mixed(numeral)
    {
        return value;
    }
    let single = |c: &char| match c {
        '点' => '点',
        c => numerals::value(&[*c]).and_then(|value| char::from_digit(value as u32, 10)).unwrap_or(*c),
    };
    let row: String = numeral.iter().map(single).collect();
    // 一点五 is 1.5, whose point goes with the other signs; a 点 beside nothing is a word.
    let inner: Vec<char> = row.chars().collect();
    let digit = |at: Option<usize>| at.and_then(|at| inner.get(at)).is_some_and(char::is_ascii_digit);
    inner.iter().enumerate().filter(|(at, c)| **c != '点' || !(digit(at.checked_sub(1)) && digit(Some(at + 1)))).map(|(_, c)| *c).collect()
}

/// `3.5万`, `一百四十四亿`, `五千`: digits with units behind them.
fn mixed(numeral: &[char]) -> Option<String> {
    if let Some(value) = numerals::value(numeral) {
        return Some(value.to_string());
    }
    let units = numeral.iter().rev().take_while(|c| "十百千万亿".contains(**c)).count();
    let (head, units) = numeral.split_at(numeral.len() - units);
    let factor = units.iter().try_fold(1u64, |product, c| {
        product.checked_mul(10u64.pow(match c {
            '十' => 1,
            '百' => 2,
            '千' => 3,
            '万' => 4,
            _ => 8,
        }))
    })?;
    if head.is_empty() {
        return Some(factor.to_string());
    }
    let head: String = head.iter().collect();
    let (whole, places) = head.split_once(['.', '点']).unwrap_or((&head, ""));
    let value = |part: &str| part.parse::<u64>().ok().or_else(|| numerals::value(&part.chars().collect::<Vec<_>>()));
    let whole = value(whole)?.checked_mul(factor)?;
    if places.is_empty() {
        return Some(whole.to_string());
    }
    let part = value(places)?.checked_mul(factor)? / 10u64.checked_pow(u32::try_from(places.chars().count()).ok()?)?;
    Some(whole.checked_add(part)?.to_string())
}

/// Whether all long rows of digits came out; nothing when there are none.
fn digit_strings_right(wanted: &str, heard: &str) -> Option<bool> {
    let strings = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_ascii_digit()).filter(|row| row.len() >= DIGIT_STRING).map(str::to_owned).collect()
    };
    let wanted = strings(wanted);
    (!wanted.is_empty()).then(|| wanted == strings(heard))
}

/// Levenshtein's distance in characters.
pub fn distance(a: &str, b: &str) -> usize {
    let other: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in other.iter().enumerate() {
            let best = (row[j + 1] + 1).min(row[j] + 1).min(corner + usize::from(x != *y));
            corner = std::mem::replace(&mut row[j + 1], best);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn check(texts: &str, expect: Expect) {
        expect.assert_eq(&texts.split('|').map(normalised).collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn two_ways_to_write_the_same_are_the_same() {
        check(
            "一三八零八五五三三幺六|1380-855-3316|三百七十万公款|370万公款|3,700,000公款|一百四十四亿美元|144億美元。|一点五倍|1.5倍|百分之八十|80%",
            expect![[r#"
            13808553316
            13808553316
            3700000公款
            3700000公款
            3700000公款
            14400000000美元
            14400000000美元
            15倍
            15倍
            80
            80"#]],
        );
        check(
            "零零后|００后|二零一五年|2015年|T E C H W E B|TechWeb|一点都不|上千元|五点五万|3.5万|六本木",
            expect![[r#"
            00后
            00后
            2015年
            2015年
            techweb
            techweb
            1点都不
            上1000元
            55000
            35000
            6本木"#]],
        );
    }

    #[test]
    fn distances_count_characters() {
        for (a, b, far) in [("", "", 0), ("一二三", "", 3), ("退货", "换货", 1), ("我要退货", "要退货吧", 2)] {
            assert_eq!(distance(a, b), far, "{a} {b}");
        }
    }

    #[test]
    fn lists_are_read_by_their_header() {
        let told = |table: &str| {
            rows(table, Path::new("/d/list.tsv"))
                .map(|rows| format!("{} {}", rows[0].path.display(), rows[0].text))
                .unwrap_or_else(|error| error.to_string())
        };
        assert_eq!(told("flac\tseconds\ttext\na.flac\t1\t你好\n"), "/d/flac/a.flac 你好");
        assert_eq!(told("text\twav\n你好\ta.wav\r\n"), "/d/wav/a.wav 你好");
        assert_eq!(told("mp3\ttext\na\tb\n"), "/d/list.tsv: it has no column `flac` or `wav`");
        assert_eq!(told("wav\tlang\na\tb\n"), "/d/list.tsv: it has no column `text`");
        assert_eq!(told("wav\ttext\na\n"), "/d/list.tsv: a line has too few columns");
    }

    #[test]
    fn digit_strings_are_right_or_wrong_or_not_there() {
        assert_eq!(digit_strings_right("电话13800138000", "13800138000"), Some(true));
        assert_eq!(digit_strings_right("13800138000", "138001380000"), Some(false));
        assert_eq!(digit_strings_right("31度", "32度"), None);
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing_and_panics_never(text in "[零一二三百千万亿点%,.a1９２😀 退貨]{0,30}") {
            let _ = normalised(&text);
        }
    }
}
