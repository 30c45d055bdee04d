//! A file seen three ways: its code, its strings and its comments, each of the file's own length with the rest blanked out, so
//! that a place in one is the same place in all.
//!
//! Rust is read exactly (raw strings, nested comments, lifetimes beside characters). TypeScript is read by line: templates stay
//! code, and a quote inside a pattern literal can mislead it to the end of that line and no further.

#[derive(Default)]
pub struct Views {
    pub code: String,
    pub strings: String,
    pub comments: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Is {
    Code,
    String,
    Comment,
}

impl Views {
    /// Empty for a file that is neither Rust nor TypeScript.
    pub fn of(path: &str, text: &str) -> Views {
        let marks = match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "rs" => Marker::new(text).rust(),
            "ts" | "tsx" | "mts" => Marker::new(text).typescript(),
            _ => return Views::default(),
        };
        let only = |kind| {
            let kept = text.bytes().zip(&marks).map(|(byte, is)| if *is == kind || byte == b'\n' { byte } else { b' ' });
            // Marks change only beside ASCII, so no character is cut.
            String::from_utf8_lossy(&kept.collect::<Vec<u8>>()).into_owned()
        };
        Views { code: only(Is::Code), strings: only(Is::String), comments: only(Is::Comment) }
    }
}

/// The line of a byte offset, counted from 1.
pub fn line_at(text: &str, offset: usize) -> usize {
    1 + text.as_bytes()[..offset].iter().filter(|byte| **byte == b'\n').count()
}

struct Marker<'t> {
    text: &'t [u8],
    at: usize,
    marks: Vec<Is>,
}

impl<'t> Marker<'t> {
    fn new(text: &'t str) -> Self {
        Marker { text: text.as_bytes(), at: 0, marks: Vec::with_capacity(text.len()) }
    }

    fn rest(&self) -> &'t [u8] {
        &self.text[self.at..]
    }

    fn take(&mut self, bytes: usize, is: Is) {
        let bytes = bytes.min(self.text.len() - self.at);
        self.marks.extend(std::iter::repeat_n(is, bytes));
        self.at += bytes;
    }

    fn rust(mut self) -> Vec<Is> {
        while self.at < self.text.len() {
            match self.rest() {
                [b'/', b'/', ..] => self.take(line_length(self.rest()), Is::Comment),
                [b'/', b'*', ..] => self.take(nested_comment_length(self.rest()), Is::Comment),
                [b'"', ..] => self.quoted(b'"', 0),
                [b'\'', ..] => self.character(),
                rest if starts_word(self.text, self.at) && raw_hashes(rest).is_some() => self.raw(),
                _ => self.take(1, Is::Code),
            }
        }
        self.marks
    }

    fn typescript(mut self) -> Vec<Is> {
        while self.at < self.text.len() {
            match self.rest() {
                [b'/', b'/', ..] => self.take(line_length(self.rest()), Is::Comment),
                [b'/', b'*', ..] => self.take(until(self.rest(), b"*/"), Is::Comment),
                [quote @ (b'"' | b'\''), ..] => self.quoted(*quote, line_length(self.rest())),
                _ => self.take(1, Is::Code),
            }
        }
        self.marks
    }

    /// The quotes stay code. `longest` ends it early; 0 is no limit.
    fn quoted(&mut self, quote: u8, longest: usize) {
        self.take(1, Is::Code);
        let rest = if longest == 0 { self.rest() } else { &self.rest()[..longest - 1] };
        let mut length = 0;
        while length < rest.len() && rest[length] != quote {
            length += if rest[length] == b'\\' { 2 } else { 1 };
        }
        self.take(length.min(rest.len()), Is::String);
        if self.rest().first() == Some(&quote) {
            self.take(1, Is::Code);
        }
    }

    fn character(&mut self) {
        let inside = character_length(self.rest()).saturating_sub(2);
        self.take(1, Is::Code);
        self.take(inside, Is::String);
        self.take(inside.min(1), Is::Code);
    }

    fn raw(&mut self) {
        let (opening, hashes) = raw_hashes(self.rest()).unwrap_or((1, 0));
        self.take(opening, Is::Code);
        let closing: Vec<u8> = std::iter::once(b'"').chain(std::iter::repeat_n(b'#', hashes)).collect();
        let inside = position(self.rest(), &closing).unwrap_or(self.rest().len());
        self.take(inside, Is::String);
        self.take(closing.len(), Is::Code);
    }
}

fn line_length(rest: &[u8]) -> usize {
    rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())
}

/// Up to and with `end`, or everything.
fn until(rest: &[u8], end: &[u8]) -> usize {
    position(rest, end).map_or(rest.len(), |at| at + end.len())
}

fn position(rest: &[u8], end: &[u8]) -> Option<usize> {
    rest.windows(end.len()).position(|window| window == end)
}

fn nested_comment_length(rest: &[u8]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match &rest[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// `'x'`, `'\n'`, `'掌'` whole; of a lifetime only the tick.
fn character_length(rest: &[u8]) -> usize {
    match rest {
        [_, b'\\', _, tail @ ..] => 3 + until(tail, b"'"),
        [_, first, ..] => {
            let width = match first {
                0xf0.. => 4,
                0xe0.. => 3,
                0xc0.. => 2,
                _ => 1,
            };
            if rest.get(1 + width) == Some(&b'\'') { width + 2 } else { 1 }
        }
        _ => 1,
    }
}

fn starts_word(text: &[u8], at: usize) -> bool {
    at == 0 || !(text[at - 1].is_ascii_alphanumeric() || text[at - 1] == b'_')
}

/// Length of `r##"` and its hashes, with a `b` or `c` before it.
fn raw_hashes(rest: &[u8]) -> Option<(usize, usize)> {
    let letter = usize::from(matches!(rest.first(), Some(b'b' | b'c')));
    let after = rest.get(letter..)?.strip_prefix(b"r")?;
    let hashes = after.iter().take_while(|byte| **byte == b'#').count();
    (after.get(hashes) == Some(&b'"')).then_some((letter + 1 + hashes + 1, hashes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of each view, spaces squeezed.
    fn check(path: &str, text: &str, code: &str, strings: &str, comments: &str) {
        let views = Views::of(path, text);
        let squeezed = |view: &str| view.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!([squeezed(&views.code), squeezed(&views.strings), squeezed(&views.comments)], [code, strings, comments]);
        assert_eq!([views.code.len(), views.strings.len(), views.comments.len()], [text.len(); 3]);
    }

    #[test]
    fn code_strings_and_comments_are_told_apart() {
        check("a.rs", "let a = \"b // c\"; // d \"e\"", "let a = \" \";", "b // c", "// d \"e\"");
    }

    #[test]
    fn a_raw_string_ends_at_its_own_hashes() {
        check("a.rs", "f(r#\"a \"b\" c\"#, br\"d\\\", 1)", "f(r#\" \"#, br\" \", 1)", "a \"b\" c d\\", "");
    }

    #[test]
    fn an_escaped_quote_does_not_end_a_string() {
        check("a.rs", r#"f("a \" b \\"); g"#, r#"f(" "); g"#, r#"a \" b \\"#, "");
    }

    #[test]
    fn a_lifetime_is_no_character_and_a_quote_character_opens_nothing() {
        check(
            "a.rs",
            "fn f<'a>(x: &'a str) { ['\"', '\\'', '掌', b'\\\\'] } // c",
            "fn f<'a>(x: &'a str) { [' ', ' ', ' ', b' '] }",
            "\" \\' 掌 \\\\",
            "// c",
        );
    }

    #[test]
    fn comments_nest() {
        check("a.rs", "a /* b /* c */ d */ e", "a e", "", "/* b /* c */ d */");
    }

    #[test]
    fn a_word_that_ends_in_r_opens_no_raw_string() {
        check("a.rs", "for\"a\"", "for\" \"", "a", "");
    }

    #[test]
    fn typescript_keeps_templates_as_code_and_a_stray_quote_to_its_line() {
        check("a.tsx", "const a = 'b'; // c\nconst d = `e ${f}`;", "const a = ' '; const d = `e ${f}`;", "b", "// c");
        check("a.tsx", "<p>it's</p>\nlet b;", "<p>it' let b;", "s</p>", "");
    }

    #[test]
    fn what_is_never_closed_ends_with_the_file() {
        check("a.rs", "a \"b", "a \"", "b", "");
        check("a.rs", "a /* b", "a", "", "/* b");
        check("a.rs", "a r#\"b", "a r#\"", "b", "");
    }

    #[test]
    fn lines_are_counted_from_one() {
        assert_eq!([line_at("a\nb", 0), line_at("a\nb", 2)], [1, 2]);
    }
}
