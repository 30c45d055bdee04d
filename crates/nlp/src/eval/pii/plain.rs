//! Marked text that is no JSON: `<name>王丽</name>`, `[王丽](name)`, `{{name:王丽}}`; a tab and `name:王丽;phone:138…`; or a character
//! and its tag a line (`王 B-NAME`).

use std::sync::LazyLock;

use regex::Regex;

use super::kinds::kind_of;
use super::{PiiError, Sentence, Span};
use crate::recognise::Kind;
use crate::recognise::text::pattern;

static TAG: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"<([^<>/\s]{1,24})>([^<>]+)</[^<>]{1,24}>|\[([^\[\]]+)\]\(([^()]{1,24})\)|\{\{\s?([^{}::]{1,24})\s?[::]\s?([^{}]+?)\s?\}\}")
});
static VALUE: LazyLock<Regex> = LazyLock::new(|| pattern(r"([^;;|,\t::=]{1,24})[::=]([^;;|\t]+)"));
static TAGGED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\S)[ \t]+(?:O|[BIESM][\-_](\S+))$"));

/// No JSON: it begins with neither bracket, or with the bracket of a tag.
pub fn is_plain(file: &str) -> bool {
    let tagged = TAG.find(file).is_some_and(|tag| tag.start() == 0);
    tagged || !file.starts_with(['{', '['])
}

pub fn read(file: &str) -> Result<Vec<Sentence>, PiiError> {
    let tagged = file.lines().filter(|line| !line.trim().is_empty()).all(|line| TAGGED.is_match(line.trim()));
    let sentences: Vec<Sentence> = if tagged {
        file.replace('\r', "").split("\n\n").filter(|part| !part.trim().is_empty()).map(of_tags).collect()
    } else {
        file.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).map(of_line).collect()
    };
    if sentences.is_empty() { Err(PiiError::Empty) } else { Ok(sentences) }
}

fn of_tags(part: &str) -> Sentence {
    let (mut text, mut spans) = (String::new(), Vec::<Span>::new());
    for (at, line) in part.lines().enumerate() {
        let Some(caught) = TAGGED.captures(line.trim()) else { continue };
        text.push_str(&caught[1]);
        let begins = line.contains("B-") || line.contains("S-") || line.contains("B_");
        let Some(kind) = caught.get(2).and_then(|name| kind_of(name.as_str())) else { continue };
        match spans.last_mut().filter(|span| !begins && span.end == at && span.kind == kind) {
            Some(span) => span.end += 1,
            None => spans.push(Span { start: at, end: at + 1, kind }),
        }
    }
    Sentence { text, spans, split: None }
}

fn of_line(line: &str) -> Sentence {
    let (text, values) = line.split_once('\t').unwrap_or((line, ""));
    let mut sentence = inline(text);
    for value in VALUE.captures_iter(values) {
        let Some(kind) = kind_of(value[1].trim()) else { continue };
        let free = |start: usize| !sentence.spans.iter().any(|span| span.kind == kind && span.start == start);
        let place = sentence.text.match_indices(value[2].trim()).map(|(byte, _)| sentence.text[..byte].chars().count()).find(|start| free(*start));
        if let Some(start) = place {
            sentence.spans.push(Span { start, end: start + value[2].trim().chars().count(), kind });
        }
    }
    sentence
}

/// Takes the tags of known kinds out of a line; others stay as they stand.
fn inline(line: &str) -> Sentence {
    let (mut text, mut spans, mut at) = (String::new(), Vec::new(), 0);
    for caught in TAG.captures_iter(line) {
        let pairs = [(1, 2), (4, 3), (5, 6)].into_iter().filter_map(|(name, value)| Some((caught.get(name)?.as_str(), caught.get(value)?.as_str())));
        let known: Option<(Kind, &str)> = pairs.filter_map(|(name, value)| Some((kind_of(name)?, value))).next();
        let (Some(whole), Some((kind, value))) = (caught.get(0), known) else { continue };
        text.push_str(&line[at..whole.start()]);
        let start = text.chars().count();
        text.push_str(value);
        spans.push(Span { start, end: start + value.chars().count(), kind });
        at = whole.end();
    }
    text.push_str(&line[at..]);
    Sentence { text, spans, split: None }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(file: &str, expected: Expect) {
        let show = |span: &Span| format!("{} {}..{}", span.kind.as_str(), span.start, span.end);
        let sentences = read(file).unwrap_or_default();
        let shown = |sentence: &Sentence| format!("{} | {}", sentence.text, sentence.spans.iter().map(show).collect::<Vec<_>>().join(", "));
        expected.assert_eq(&sentences.iter().map(shown).collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn tags_in_the_text_and_values_behind_it() {
        check(
            "找<姓名>王丽</姓名>，<b>快</b>\n找[王丽](PERSON)\n找{{name:王丽}}吧\n找王丽\t姓名:王丽;电话:110",
            expect![[r#"
                找王丽，<b>快</b> | name 1..3
                找王丽 | name 1..3
                找王丽吧 | name 1..3
                找王丽 | name 1..3"#]],
        );
        check("找 O\n王 B-PER\n丽 I-PER\n\n好 O", expect![["找王丽 | name 1..3\n好 | "]]);
        assert!(is_plain("[王丽](name)来了") && !is_plain("[{\"text\": \"a\"}]") && !is_plain("{\"text\": 1}"));
    }
}
