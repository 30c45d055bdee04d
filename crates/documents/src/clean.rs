//! Makes text from files fit to keep: NFC, no control or invisible characters, plain spaces, one code for each hanzi.
//! It must never change a visible character into one that looks different, nor drop a digit.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// CJK radicals, of which browsers write 青 车 门 into a pdf as ⻘ ⻋ ⻔, and the hanzi they stand for.
const RADICALS: (&str, &str) = (
    "⺁⺅⺆⺈⺉⺊⺌⺍⺎⺒⺓⺕⺖⺘⺙⺛⺜⺝⺟⺠⺡⺣⺤⺦⺧⺨⺩⺫⺬⺭⺮⺰⺱⺲⺶⺹⺻⺼⺽⺾⻁⻂⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳⼾",
    "厂亻冂刀刂卜小小兀巳幺彐忄扌攵旡日月母民氵灬爫丬牛犭王目示礻竹纟罓罒羊耂聿肉臼艹虎衤西见角讠贝足车辶辶辶阝钅長长门阝雨青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟户",
);

/// One line: every run of whitespace becomes one space.
pub(crate) fn line(raw: &str) -> String {
    if is_clean(raw) {
        return raw.to_string();
    }
    let mut out = String::with_capacity(raw.len());
    for word in raw.split(char::is_whitespace) {
        let start = out.len();
        word.chars().filter(|c| is_kept(*c)).for_each(|c| push_usual(&mut out, c));
        if out.len() > start && start > 0 {
            out.insert(start, ' ');
        }
    }
    nfc(out)
}

/// Several lines, each as [`line()`]; blank ones are gone.
pub(crate) fn text(raw: &str) -> String {
    if is_clean(raw) {
        return raw.to_string();
    }
    let lines: Vec<String> = raw.split(['\n', '\r', '\u{b}', '\u{c}', '\u{2028}', '\u{2029}']).map(line).collect();
    lines.iter().filter(|l| !l.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n")
}

/// Keeps spaces and line breaks, drops control characters and blank lines around.
pub(crate) fn verbatim(raw: &str) -> String {
    let kept: String = raw.replace("\r\n", "\n").chars().filter(|c| matches!(c, '\n' | '\t') || is_kept(*c)).collect();
    let lines: Vec<&str> = kept.lines().map(str::trim_end).collect();
    nfc(lines.join("\n").trim_matches('\n').to_string())
}

/// File name without folders and extension, as a title of last resort.
pub(crate) fn file_stem(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = base.rsplit_once('.').map_or(base, |(stem, _)| if stem.is_empty() { base } else { stem });
    line(stem)
}

/// Lower-case extension without the dot; empty when there is none.
pub(crate) fn extension(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    base.rsplit_once('.').map_or_else(String::new, |(_, ext)| ext.trim().to_ascii_lowercase())
}

/// Full-width letters, digits and punctuation as their ASCII twins, ASCII in lower case; as many characters as before.
/// Only for comparing, never for keeping.
pub(crate) fn folded(raw: &str) -> String {
    raw.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' => ' ',
            _ => c,
        })
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Chinese, Japanese or Korean: scripts that are joined without a space.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c as u32, 0x2e80..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0xfe30..=0xfe4f | 0xff00..=0xffef
        | 0x20000..=0x3ffff)
}

/// Joins two pieces of one line: a space between words, none beside wide characters.
pub(crate) fn join(out: &mut String, next: &str) {
    if let (Some(last), Some(first)) = (out.chars().last(), next.chars().next())
        && !is_wide(last)
        && !is_wide(first)
        && !last.is_whitespace()
        && !first.is_whitespace()
    {
        out.push(' ');
    }
    out.push_str(next);
}

/// Needs nothing done: nine cells in ten, and the check costs a tenth of the work.
fn is_clean(raw: &str) -> bool {
    let mut before = ' ';
    for c in raw.chars() {
        let usual = matches!(c, ' '..='~' | '\u{3001}'..='\u{3029}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}');
        if !usual || (c == ' ' && before == ' ') {
            return false;
        }
        before = c;
    }
    before != ' ' || raw.is_empty()
}

/// Pushes a character, or the usual ones for which it is only another code: radicals and ligatures.
fn push_usual(out: &mut String, c: char) {
    match c {
        '\u{2e80}'..='\u{2eff}' | '\u{2f3e}' => {
            let at = RADICALS.0.chars().position(|radical| radical == c);
            out.push(at.and_then(|at| RADICALS.1.chars().nth(at)).unwrap_or(c));
        }
        '\u{2f00}'..='\u{2fd5}' | '\u{fb00}'..='\u{fb06}' => out.extend(std::iter::once(c).nfkc()),
        _ => out.push(c),
    }
}

fn is_kept(c: char) -> bool {
    let invisible = matches!(c as u32,
        0xad | 0x200b | 0x200e | 0x200f | 0x202a..=0x202e | 0x2060 | 0x2066..=0x2069 | 0xfeff | 0xfffc..=0xffff | 0xe000..=0xf8ff);
    !c.is_control() && !invisible && (c as u32) & 0xfffe != 0xfffe
}

fn nfc(text: String) -> String {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text;
    }
    text.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_invisible_characters_go_and_words_stay() {
        assert_eq!(line(" 电\u{0}池\u{200b}  保修\u{202e} 2\u{a0}年\t\n"), "电池 保修 2 年");
        assert_eq!(text("a\r\n\r\n b \u{b}c"), "a\nb\nc");
        assert_eq!(verbatim("\n  x = 1\r\n\ty\u{7}\n\n"), "  x = 1\n\ty");
    }

    #[test]
    fn decomposed_letters_are_composed() {
        assert_eq!(line("cafe\u{301}"), "café");
    }

    #[test]
    fn every_radical_has_its_hanzi_and_ligatures_are_letters() {
        assert_eq!(RADICALS.0.chars().count(), RADICALS.1.chars().count());
        assert_eq!(line("⻘⽲⽣活：整⻋保修，⻔店，客⼾，ﬁle"), "青禾生活：整车保修，门店，客户，file");
        for hanzi in RADICALS.1.chars() {
            assert_eq!(line(&hanzi.to_string()), hanzi.to_string());
        }
    }

    #[test]
    fn clean_text_is_left_as_it_is() {
        for raw in ["", "a b", "张伟明 13800005678", "价：399"] {
            assert!(is_clean(raw) && line(raw) == raw, "{raw}");
        }
        for raw in [" a", "a ", "a  b", "a\tb", "cafe\u{301}", "\u{200b}"] {
            assert!(!is_clean(raw), "{raw}");
        }
    }

    #[test]
    fn names_lose_folders_and_extension() {
        assert_eq!(file_stem("C:\\资料\\退换货.规定.docx"), "退换货.规定");
        assert_eq!(file_stem(".env"), ".env");
        assert_eq!(extension("a/b.PDF"), "pdf");
        assert_eq!(extension("README"), "");
    }

    #[test]
    fn chinese_lines_join_without_a_space() {
        let mut s = String::from("保修期为");
        join(&mut s, "两年");
        join(&mut s, "see terms");
        join(&mut s, "below");
        assert_eq!(s, "保修期为两年see terms below");
    }
}
