//! Reads files that mark personal data, whoever wrote them: JSON of many shapes here, text with tags in [`super::plain`].
//!
//! Names and shapes of fields are guessed leniently. Offsets are of characters, unless only UTF-16 units or bytes fit all the marks
//! of the file. A mark that names no place of its sentence is dropped.

use serde_json::{Map, Value};

use super::kinds::kind_of;
use super::{PiiError, Sentence, Span, plain};
use crate::recognise::Kind;

const TEXTS: [&str; 16] = [
    "text",
    "full_text",
    "sentence",
    "content",
    "query",
    "utterance",
    "input",
    "message",
    "raw",
    "raw_text",
    "source_text",
    "unmasked_text",
    "文本",
    "句子",
    "内容",
    "data",
];
const MARKS: [&str; 20] = [
    "spans",
    "entities",
    "labels",
    "label",
    "annotations",
    "pii",
    "ents",
    "targets",
    "marks",
    "gold",
    "expected",
    "tags",
    "pii_spans",
    "privacy_mask",
    "span_labels",
    "result",
    "answers",
    "标注",
    "实体",
    "output",
];
const STARTS: [&str; 9] = ["start", "start_position", "start_offset", "begin", "start_idx", "start_char", "offset", "from", "s"];
const ENDS: [&str; 8] = ["end", "end_position", "end_offset", "end_idx", "end_char", "stop", "to", "e"];
const KINDS: [&str; 11] = ["kind", "type", "label", "entity_type", "entity_group", "tag", "category", "entity", "labels", "类型", "标签"];
const VALUES: [&str; 9] = ["text", "value", "entity_value", "word", "span", "surface", "content", "mention", "文本"];
/// Fields of a mark that, when false, say that it is none: a card whose check digit is wrong.
const HOLDS: [&str; 5] = ["valid", "is_valid", "checksum_valid", "is_pii", "personal"];

/// Reads JSON lines, a JSON array, an object that holds one, or text with tags.
pub fn read(file: &str) -> Result<Vec<Sentence>, PiiError> {
    let file = file.trim_start_matches('\u{feff}').trim();
    if file.is_empty() {
        return Err(PiiError::Empty);
    }
    if plain::is_plain(file) {
        return plain::read(file);
    }
    let rows = match serde_json::from_str(file) {
        Ok(whole) => listed(whole),
        Err(source) if file.starts_with('[') => return Err(PiiError::Json { line: 1, source }),
        Err(_) => lines(file)?,
    };
    let unit = Unit::of_rows(&rows);
    let sentences: Vec<Sentence> = rows.iter().map(|(line, row)| sentence(row, *line, unit)).collect::<Result<_, _>>()?;
    if sentences.is_empty() { Err(PiiError::Empty) } else { Ok(sentences) }
}

fn lines(file: &str) -> Result<Vec<(usize, Value)>, PiiError> {
    let lines = file.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| serde_json::from_str(line).map(|row| (at + 1, row)).map_err(|source| PiiError::Json { line: at + 1, source })).collect()
}

/// The rows of an array, or of an object's first field that holds objects; an object without one is a row itself.
fn listed(whole: Value) -> Vec<(usize, Value)> {
    let number = |rows: Vec<Value>| rows.into_iter().enumerate().map(|(at, row)| (at + 1, row)).collect();
    match whole {
        Value::Array(rows) => number(rows),
        Value::Object(fields) if text_of(&fields).is_none() => {
            let inner = fields.values().find_map(|value| value.as_array().filter(|rows| rows.first().is_some_and(Value::is_object)));
            inner.map_or_else(|| vec![(1, Value::Object(fields.clone()))], |rows| number(rows.clone()))
        }
        row => vec![(1, row)],
    }
}

fn field<'v>(row: &'v Map<String, Value>, names: &[&str]) -> Option<&'v Value> {
    names.iter().filter_map(|name| row.get(*name)).find(|value| !value.is_null())
}

/// The text of a row, also of one that keeps it in an object of its own (`{"data": {"text": …}}`).
fn text_of(row: &Map<String, Value>) -> Option<&str> {
    TEXTS.iter().filter_map(|name| row.get(*name)).find_map(|value| match value {
        Value::String(text) => Some(text.as_str()),
        Value::Object(inner) => field(inner, &TEXTS).and_then(Value::as_str),
        _ => None,
    })
}

fn sentence(row: &Value, line: usize, unit: Unit) -> Result<Sentence, PiiError> {
    let row = row.as_object().ok_or(PiiError::NoText { line })?;
    let text = text_of(row).ok_or(PiiError::NoText { line })?;
    let mut place = Place::new(text, unit);
    marks(row).iter().for_each(|mark| place.mark(mark));
    let mut spans = place.spans;
    spans.sort_by_key(|span| span.start);
    let split = field(row, &["split", "set", "subset"]).and_then(Value::as_str).map(str::to_owned);
    Ok(Sentence { text: text.to_owned(), spans, split })
}

/// A kind with the text it marks, its offsets, or both.
#[derive(Debug, Clone, PartialEq)]
struct Mark {
    kind: Kind,
    value: Option<String>,
    offsets: Option<(usize, usize)>,
}

/// Every mark of a row; of a row without a field for them, its own fields that are called like a kind.
fn marks(row: &Map<String, Value>) -> Vec<Mark> {
    let mut out = Vec::new();
    match field(row, &MARKS) {
        Some(value @ (Value::Array(_) | Value::Object(_))) => collect(value, &mut out),
        _ => row.iter().filter(|(name, _)| !TEXTS.contains(&name.as_str())).for_each(|(name, value)| named(name, value, &mut out)),
    }
    out
}

fn collect(value: &Value, out: &mut Vec<Mark>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_one(item, out)),
        Value::Object(kinds) => kinds.iter().for_each(|(kind, value)| named(kind, value, out)),
        _ => {}
    }
}

/// `{start, end, kind}`, `{type, text}`, `[start, end, kind]`, `[kind, text]`, or an object that holds a list of such.
fn collect_one(item: &Value, out: &mut Vec<Mark>) {
    match item {
        Value::Array(parts) => out.extend(of_tuple(parts)),
        Value::Object(fields) => match (of_object(fields), field(fields, &["result", "spans", "entities"])) {
            (Some(mark), _) => out.push(mark),
            (None, Some(inner)) => collect(inner, out),
            (None, None) => fields.iter().for_each(|(kind, value)| named(kind, value, out)),
        },
        _ => {}
    }
}

fn of_tuple(parts: &[Value]) -> Option<Mark> {
    let mut numbers = parts.iter().filter_map(Value::as_u64).map(|at| at as usize);
    let strings: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
    let name = strings.iter().copied().find(|word| kind_of(word).is_some())?;
    let value = strings.iter().copied().find(|word| *word != name).map(str::to_owned);
    Some(Mark { kind: kind_of(name)?, value, offsets: numbers.next().zip(numbers.next()) })
}

fn of_object(fields: &Map<String, Value>) -> Option<Mark> {
    if HOLDS.iter().any(|name| fields.get(*name) == Some(&Value::Bool(false))) {
        return None;
    }
    // Label Studio keeps the offsets and labels of a mark in an object of its own.
    if let Some(inner) = fields.get("value").and_then(Value::as_object) {
        return of_object(inner);
    }
    let number = |names: &[&str]| field(fields, names).and_then(Value::as_u64).map(|at| at as usize);
    let name = KINDS.iter().filter_map(|name| fields.get(*name)).find_map(|value| {
        let first = value.as_array().and_then(|names| names.first()).unwrap_or(value);
        first.as_str().and_then(kind_of)
    })?;
    let (start, end) = (number(&STARTS), number(&ENDS));
    let end = end.or_else(|| Some(start? + number(&["length", "len"])?));
    let pair = field(fields, &["span", "offsets", "position", "indices"]).and_then(Value::as_array);
    let pair = pair.and_then(|pair| Some((pair.first()?.as_u64()? as usize, pair.get(1)?.as_u64()? as usize)));
    let value = field(fields, &VALUES).and_then(Value::as_str).filter(|value| kind_of(value) != Some(name) || value.chars().count() > 8);
    Some(Mark { kind: name, value: value.map(str::to_owned), offsets: start.zip(end).or(pair) })
}

/// `{"姓名": "王丽"}`, `{"phone": ["1…", "1…"]}`, `{"name": [[2, 4]]}`, `{"name": {"王丽": [[2, 3]]}}`.
fn named(name: &str, value: &Value, out: &mut Vec<Mark>) {
    let Some(kind) = kind_of(name) else { return };
    let told = |value: Option<&str>, offsets: Option<(usize, usize)>| Mark { kind, value: value.map(str::to_owned), offsets };
    match value {
        Value::String(text) => out.push(told(Some(text), None)),
        Value::Array(items) => match items.iter().map(Value::as_u64).collect::<Option<Vec<u64>>>().as_deref() {
            Some([start, end]) => out.push(told(None, Some((*start as usize, *end as usize)))),
            _ => items.iter().for_each(|item| named(name, item, out)),
        },
        Value::Object(fields) => match of_object(&Map::from_iter(fields.clone().into_iter().chain([("kind".to_owned(), name.into())]))) {
            Some(mark) if mark.value.is_some() || mark.offsets.is_some() => out.push(mark),
            _ => fields.keys().for_each(|text| out.push(told(Some(text), None))),
        },
        _ => {}
    }
}

/// What offsets count.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Unit {
    Characters,
    Utf16,
    Bytes,
}

impl Unit {
    /// The first unit in which every mark of the file lies where it says; characters when none does.
    fn of_rows(rows: &[(usize, Value)]) -> Unit {
        let fits = |unit: Unit| {
            rows.iter().filter_map(|(_, row)| row.as_object()).all(|row| {
                let place = Place::new(text_of(row).unwrap_or_default(), unit);
                marks(row).iter().filter(|mark| mark.offsets.is_some()).all(|mark| place.told(mark).is_some())
            })
        };
        [Unit::Characters, Unit::Utf16, Unit::Bytes].into_iter().find(|unit| fits(*unit)).unwrap_or(Unit::Characters)
    }

    fn size(self, c: char) -> usize {
        match self {
            Unit::Characters => 1,
            Unit::Utf16 => c.len_utf16(),
            Unit::Bytes => c.len_utf8(),
        }
    }
}

/// A sentence in which marks find their place.
struct Place {
    chars: Vec<char>,
    /// The offset of every character in the file's unit, and of the end.
    offsets: Vec<usize>,
    spans: Vec<Span>,
}

impl Place {
    fn new(text: &str, unit: Unit) -> Place {
        let chars: Vec<char> = text.chars().collect();
        let mut offsets = vec![0];
        for c in &chars {
            offsets.push(offsets.last().copied().unwrap_or(0) + unit.size(*c));
        }
        Place { chars, offsets, spans: Vec::new() }
    }

    fn mark(&mut self, mark: &Mark) {
        if let Some((start, end)) = self.told(mark).or_else(|| self.found(mark)) {
            self.spans.push(Span { start, end, kind: mark.kind });
        }
    }

    /// By its offsets, when its text is there (an inclusive end too).
    fn told(&self, mark: &Mark) -> Option<(usize, usize)> {
        let (start, end) = mark.offsets?;
        let start = self.offsets.binary_search(&start).ok()?;
        let end = self.offsets.binary_search(&end).ok()?;
        let fits = |end: usize| {
            let said = self.chars.get(start..end).filter(|said| !said.is_empty());
            said.is_some_and(|said| mark.value.as_ref().is_none_or(|value| value.chars().eq(said.iter().copied())))
        };
        let ends = if mark.value.is_some() { vec![end, end + 1] } else { vec![end] };
        ends.into_iter().find(|end| fits(*end)).map(|end| (start, end))
    }

    /// At the next place of its text that no mark of its kind has taken.
    fn found(&self, mark: &Mark) -> Option<(usize, usize)> {
        let wanted: Vec<char> = mark.value.as_ref()?.trim().chars().collect();
        let free = |start: &usize| !self.spans.iter().any(|span| span.kind == mark.kind && span.start == *start);
        let places = self.chars.windows(wanted.len().max(1)).enumerate().filter(|(_, window)| *window == wanted).map(|(at, _)| at);
        let start = places.into_iter().find(free)?;
        Some((start, start + wanted.len()))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(file: &str, expected: Expect) {
        let show = |span: &Span| format!("{} {}..{}", span.kind.as_str(), span.start, span.end);
        let shown = match read(file) {
            Ok(sentences) => sentences.iter().flat_map(|sentence| &sentence.spans).map(show).collect::<Vec<_>>().join(", "),
            Err(error) => error.to_string(),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn shapes_of_other_authors_are_read() {
        check(r#"{"text": "我叫王丽", "spans": [{"start": 2, "end": 4, "kind": "姓名"}]}"#, expect![["name 2..4"]]);
        check(r#"{"sentence": "打13812345678", "entities": [{"type": "PHONE_NUMBER", "text": "13812345678"}]}"#, expect![["phone 1..12"]]);
        check(
            r#"[{"full_text": "I am Al", "spans": [{"entity_type": "PERSON", "entity_value": "Al", "start_position": 5, "end_position": 7}]}]"#,
            expect![["name 5..7"]],
        );
        check(r#"{"text": "王丽和王丽", "label": {"name": ["王丽", "王丽"]}}"#, expect![["name 0..2, name 3..5"]]);
        check(r#"{"text": "王丽", "label": [[0, 2, "PER"], ["ORG", "王"]]}"#, expect![["name 0..2"]]);
        check(r#"{"samples": [{"content": "找王丽", "pii": [{"label": "人名", "span": [1, 3]}]}]}"#, expect![["name 1..3"]]);
        check(r#"{"text": "找王丽", "label": {"name": {"王丽": [[1, 2]]}}}"#, expect![["name 1..3"]]);
        check(r#"{"text": "找王丽", "姓名": "王丽", "id": 7}"#, expect![["name 1..3"]]);
        check(
            r#"[{"data": {"text": "找王丽"}, "annotations": [{"result": [{"value": {"start": 1, "end": 3, "labels": ["NAME"]}}]}]}]"#,
            expect![["name 1..3"]],
        );
    }

    #[test]
    fn offsets_of_other_units_are_told_by_what_fits() {
        check(r#"{"text": "找王丽", "spans": [[3, 9, "name"]]}"#, expect![["name 1..3"]]);
        check(r#"{"text": "😀找王丽", "spans": [[3, 5, "name"]]}"#, expect![["name 2..4"]]);
        check(r#"{"text": "找王丽吧", "spans": [{"start": 1, "end": 2, "text": "王丽", "label": "name"}]}"#, expect![["name 1..3"]]);
    }

    #[test]
    fn what_says_that_it_is_none_is_none() {
        check(r#"{"text": "证110", "spans": [{"start": 1, "end": 4, "label": "ID_CARD", "valid": false}]}"#, expect![[""]]);
        check(r#"{"text": "证110", "spans": [{"start": 1, "end": 4, "label": "invalid_id_card"}]}"#, expect![[""]]);
        check(r#"{"text": "IP110", "spans": [{"start": 2, "end": 5, "label": "IP_ADDRESS"}]}"#, expect![[""]]);
    }

    #[test]
    fn a_file_that_cannot_be_read_says_where() {
        check(
            "{\"text\": \"a\"}\n{oops",
            expect![["line 2 is no JSON: key must be a string at line 1 column 2. Write one object per line, or one array"]],
        );
        check(r#"{"spans": []}"#, expect![[r#"line 1 has no text. Give it a field "text""#]]);
        check("", expect![["the file holds no sentence"]]);
    }
}
