//! How well [`crate::recognise`] finds personal data, on any file that marks it: our own, `pii_en`'s, or one whose author we
//! never met. Reading is lenient about names and shapes of fields; scoring is not lenient about spans.
//!
//! A found span counts when it overlaps a marked one of the same kind; `strict_…` wants the very same characters. Kinds
//! that no line of the file marks are not judged, because silence about them is not a statement; they are counted apart.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onnx::Cancel;
use serde::Serialize;
use serde_json::Value;

use crate::lac::Lac;
use crate::recognise::{Found, Kind, recognise, recognise_with};

/// Why a file cannot be measured.
#[derive(Debug, thiserror::Error)]
pub enum PiiError {
    #[error("line {line} is no JSON: {source}. Write one object per line, or one array")]
    Json { line: usize, source: serde_json::Error },
    #[error("line {line} has no text. Give it a field \"text\"")]
    NoText { line: usize },
    #[error(transparent)]
    Model(#[from] crate::Error),
    #[error("the file holds no sentence")]
    Empty,
}

/// A sentence and what its author marked in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sentence {
    pub text: String,
    pub spans: Vec<Span>,
    /// `held`, `tune` or whatever the file says.
    pub split: Option<String>,
}

/// Offsets in characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
}

/// Figures over all judged kinds, and for each.
#[derive(Debug, Clone, Serialize)]
pub struct PiiReport {
    pub sentences: usize,
    pub spans: usize,
    #[serde(flatten)]
    pub all: Figures,
    /// By rules alone, when a model took part in `all`.
    pub baseline: Option<Figures>,
    pub per_kind: BTreeMap<&'static str, Figures>,
    /// Spans found of kinds that the file never marks.
    pub unjudged: BTreeMap<&'static str, usize>,
}

/// Shares of 0 to 1; of nothing, 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Figures {
    pub marked: usize,
    pub found: usize,
    pub recall: f64,
    pub precision: f64,
    pub f1: f64,
    pub strict_recall: f64,
    pub strict_precision: f64,
}

/// A span that one side has and the other has not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mistake {
    pub text: String,
    pub span: String,
    pub kind: Kind,
    /// Marked and not found; otherwise found and not marked.
    pub missed: bool,
}

/// Reads a file and scores it. `split` keeps the sentences of one split.
pub fn pii(file: &str, split: Option<&str>) -> Result<PiiReport, PiiError> {
    Ok(score(&of_split(file, split)?, &|text| recognise(text)))
}

/// As `pii`, with a model that proposes people; `baseline` holds the rules alone.
///
/// # Errors
/// As `pii`; what the model says.
pub fn pii_with(file: &str, split: Option<&str>, lac: &Lac) -> Result<PiiReport, PiiError> {
    let sentences = of_split(file, split)?;
    let mut people = HashMap::new();
    for sentence in &sentences {
        people.insert(sentence.text.as_str(), lac.people(&sentence.text, &Cancel::new())?);
    }
    let found = |text: &str| recognise_with(text, None, people.get(text).map(Vec::as_slice).unwrap_or_default());
    Ok(PiiReport { baseline: Some(score(&sentences, &|text| recognise(text)).all), ..score(&sentences, &found) })
}

/// The sentences of one split, or all.
fn of_split(file: &str, split: Option<&str>) -> Result<Vec<Sentence>, PiiError> {
    let mut sentences = read(file)?;
    sentences.retain(|sentence| split.is_none_or(|split| sentence.split.as_deref() == Some(split)));
    if sentences.is_empty() { Err(PiiError::Empty) } else { Ok(sentences) }
}

/// Reads JSON lines or one JSON array.
pub fn read(file: &str) -> Result<Vec<Sentence>, PiiError> {
    let file = file.trim_start_matches('\u{feff}').trim();
    if file.starts_with('[') {
        let rows: Vec<Value> = serde_json::from_str(file).map_err(|source| PiiError::Json { line: 1, source })?;
        return rows.iter().enumerate().map(|(at, row)| sentence(row, at + 1)).collect();
    }
    let lines = file.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let parse = |(at, line): (usize, &str)| {
        let row = serde_json::from_str(line).map_err(|source| PiiError::Json { line: at + 1, source })?;
        sentence(&row, at + 1)
    };
    let sentences: Vec<Sentence> = lines.map(parse).collect::<Result<_, _>>()?;
    if sentences.is_empty() { Err(PiiError::Empty) } else { Ok(sentences) }
}

fn field<'v>(row: &'v Value, names: &[&str]) -> Option<&'v Value> {
    names.iter().find_map(|name| row.get(*name)).filter(|value| !value.is_null())
}

fn sentence(row: &Value, line: usize) -> Result<Sentence, PiiError> {
    let text = field(row, &["text", "full_text", "sentence", "content", "query", "utterance", "input"]).and_then(Value::as_str);
    let text = text.ok_or(PiiError::NoText { line })?.to_owned();
    let chars: Vec<char> = text.chars().collect();
    let marks = field(row, &["spans", "entities", "labels", "label", "annotations", "pii", "ents", "targets"]);
    let mut spans = Vec::new();
    match marks {
        Some(Value::Array(items)) => items.iter().for_each(|item| mark(item, &chars, &mut spans)),
        Some(Value::Object(kinds)) => kinds.iter().for_each(|(kind, value)| named(kind, value, &chars, &mut spans)),
        _ => {}
    }
    spans.sort_by_key(|span: &Span| span.start);
    let split = field(row, &["split", "set"]).and_then(Value::as_str).map(str::to_owned);
    Ok(Sentence { text, spans, split })
}

/// `{start, end, kind}`, `{type, text}`, `[start, end, kind]` or `[kind, text]`.
fn mark(item: &Value, chars: &[char], spans: &mut Vec<Span>) {
    let number = |names: &[&str]| field(item, names).and_then(Value::as_u64).map(|at| at as usize);
    let string = |names: &[&str]| field(item, names).and_then(Value::as_str);
    let (kind, value, start, end) = match item {
        Value::Array(parts) => {
            let numbers: Vec<usize> = parts.iter().filter_map(Value::as_u64).map(|at| at as usize).collect();
            let strings: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
            let kind = strings.iter().copied().find(|word| kind_of(word).is_some());
            let value = strings.iter().copied().find(|word| Some(*word) != kind);
            (kind, value, numbers.first().copied(), numbers.get(1).copied())
        }
        _ => {
            let start = number(&["start", "start_position", "start_offset", "begin", "start_idx", "offset", "from"]);
            let end = number(&["end", "end_position", "end_offset", "end_idx", "stop", "to"]);
            let end = end.or_else(|| Some(start? + number(&["length", "len"])?));
            let kind = string(&["kind", "type", "label", "entity_type", "entity_group", "tag", "category", "entity"]);
            (kind, string(&["text", "value", "entity_value", "word", "span", "surface"]), start, end)
        }
    };
    let Some(kind) = kind.and_then(kind_of) else { return };
    if let Some((start, end)) = place(chars, value, start.zip(end), spans, kind) {
        spans.push(Span { start, end, kind });
    }
}

fn named(kind: &str, value: &Value, chars: &[char], spans: &mut Vec<Span>) {
    let Some(known) = kind_of(kind) else { return };
    match value {
        Value::String(text) => {
            if let Some((start, end)) = place(chars, Some(text), None, spans, known) {
                spans.push(Span { start, end, kind: known });
            }
        }
        Value::Array(values) => values.iter().for_each(|value| named(kind, value, chars, spans)),
        _ => {}
    }
}

/// Where a mark stands: its offsets when its text is there (an inclusive end too), otherwise the next place of its text.
fn place(chars: &[char], value: Option<&str>, offsets: Option<(usize, usize)>, spans: &[Span], kind: Kind) -> Option<(usize, usize)> {
    let fits = |start: usize, end: usize| {
        chars.get(start..end).is_some_and(|slice| !slice.is_empty() && value.is_none_or(|value| slice.iter().collect::<String>() == value))
    };
    if let Some((start, end)) = offsets {
        if fits(start, end) {
            return Some((start, end));
        }
        if value.is_some() && fits(start, end + 1) {
            return Some((start, end + 1));
        }
    }
    let wanted: Vec<char> = value?.chars().collect();
    let free = |start: &usize| !spans.iter().any(|span| span.kind == kind && span.start == *start);
    let start = chars.windows(wanted.len().max(1)).enumerate().filter(|(_, window)| *window == wanted).map(|(at, _)| at).find(free)?;
    Some((start, start + wanted.len()))
}

/// The kinds as unknown authors call them, compared without case, spaces, `-` and `_`.
const ALIASES: [(Kind, &[&str]); 19] = [
    (
        Kind::Phone,
        &[
            "phone",
            "mobile",
            "tel",
            "telephone",
            "phonenumber",
            "mobilephone",
            "mobilenumber",
            "cellphone",
            "landline",
            "fixedphone",
            "fax",
            "手机号",
            "手机",
            "手机号码",
            "电话",
            "电话号码",
            "座机",
            "固话",
            "联系电话",
            "联系方式",
        ],
    ),
    (
        Kind::IdCard,
        &[
            "idcard",
            "id",
            "idnumber",
            "idno",
            "idcardnumber",
            "identity",
            "identitycard",
            "nationalid",
            "citizenid",
            "chinaid",
            "cnid",
            "身份证",
            "身份证号",
            "身份证号码",
            "证件号",
            "证件号码",
        ],
    ),
    (
        Kind::BankCard,
        &[
            "bankcard",
            "bankcardnumber",
            "bank",
            "creditcard",
            "creditcardnumber",
            "debitcard",
            "card",
            "cardnumber",
            "bankaccount",
            "银行卡",
            "银行卡号",
            "卡号",
            "信用卡",
            "信用卡号",
        ],
    ),
    (Kind::Passport, &["passport", "passportnumber", "passportno", "护照", "护照号", "通行证"]),
    (
        Kind::Plate,
        &[
            "plate",
            "licenseplate",
            "licenceplate",
            "carplate",
            "platenumber",
            "carnumber",
            "vehicleplate",
            "licenseplatenumber",
            "ebikeplate",
            "车牌",
            "车牌号",
            "车牌号码",
            "牌照",
        ],
    ),
    (Kind::Address, &["address", "addr", "streetaddress", "homeaddress", "location", "postaladdress", "地址", "住址", "收货地址", "家庭住址"]),
    (Kind::Name, &["name", "person", "personname", "per", "fullname", "people", "customername", "nameperson", "姓名", "人名", "名字", "联系人"]),
    (Kind::Email, &["email", "mail", "emailaddress", "邮箱", "电子邮箱", "邮件"]),
    (Kind::Wechat, &["wechat", "wechatid", "weixin", "wx", "wxid", "vx", "微信", "微信号"]),
    (Kind::Qq, &["qq", "qqnumber", "qqid", "qq号"]),
    (Kind::Iban, &["iban", "ibancode"]),
    (Kind::Ssn, &["ssn", "usssn", "socialsecuritynumber"]),
    (Kind::Frame, &["frame", "vin", "framenumber", "frameno", "chassis", "vehicleid", "车架号", "车架"]),
    (Kind::Order, &["order", "orderid", "ordernumber", "orderno", "ticket", "ticketnumber", "订单号", "订单", "工单号", "单号"]),
    (Kind::Parcel, &["parcel", "tracking", "trackingnumber", "waybill", "快递单号", "运单号", "快递"]),
    (Kind::Hotline, &["hotline"]),
    (Kind::Money, &["money", "amount", "price", "金额", "价格"]),
    (Kind::Date, &["date", "datetime", "日期"]),
    (Kind::Time, &["time", "时间"]),
];

fn kind_of(name: &str) -> Option<Kind> {
    let plain: String = name.to_lowercase().chars().filter(|c| !matches!(c, ' ' | '-' | '_')).collect();
    let plain = plain.strip_prefix("b").filter(|_| name.starts_with("B-")).unwrap_or(&plain);
    ALIASES.iter().find(|(_, names)| names.contains(&plain)).map(|(kind, _)| *kind)
}

/// Finds what a text names.
type Find<'f> = &'f dyn Fn(&str) -> Vec<Found>;

fn found_in(sentence: &Sentence, find: Find) -> Vec<Span> {
    find(&sentence.text).into_iter().map(|found| Span { start: found.start, end: found.end, kind: found.kind }).collect()
}

fn overlaps(a: &Span, b: &Span) -> bool {
    a.kind == b.kind && a.start < b.end && b.start < a.end
}

/// Kinds that the file marks at least once; of a file without marks, all personal kinds.
fn judged(sentences: &[Sentence]) -> BTreeSet<Kind> {
    let marked: BTreeSet<Kind> = sentences.iter().flat_map(|sentence| &sentence.spans).map(|span| span.kind).collect();
    if marked.is_empty() { Kind::ALL.into_iter().filter(|kind| kind.is_personal()).collect() } else { marked }
}

#[derive(Default)]
struct Counts {
    marked: usize,
    met: usize,
    met_strictly: usize,
    found: usize,
    right: usize,
    right_strictly: usize,
}

impl Counts {
    fn add(&mut self, marked: &[&Span], found: &[&Span]) {
        self.marked += marked.len();
        self.found += found.len();
        self.met += marked.iter().filter(|span| found.iter().any(|other| overlaps(span, other))).count();
        self.right += found.iter().filter(|span| marked.iter().any(|other| overlaps(span, other))).count();
        let exact = found.iter().filter(|span| marked.contains(span)).count();
        self.met_strictly += exact;
        self.right_strictly += exact;
    }

    fn figures(&self) -> Figures {
        let share = |part: usize, of: usize| if of == 0 { 1.0 } else { part as f64 / of as f64 };
        let (recall, precision) = (share(self.met, self.marked), share(self.right, self.found));
        let f1 = if recall + precision == 0.0 { 0.0 } else { 2.0 * recall * precision / (recall + precision) };
        let (strict_recall, strict_precision) = (share(self.met_strictly, self.marked), share(self.right_strictly, self.found));
        Figures { marked: self.marked, found: self.found, recall, precision, f1, strict_recall, strict_precision }
    }
}

/// Runs the recogniser over the sentences and counts.
pub fn score(sentences: &[Sentence], find: Find) -> PiiReport {
    let kinds = judged(sentences);
    let mut all = Counts::default();
    let mut per_kind: BTreeMap<&'static str, Counts> = BTreeMap::new();
    let mut unjudged = BTreeMap::new();
    for sentence in sentences {
        let found = found_in(sentence, find);
        for other in found.iter().filter(|span| !kinds.contains(&span.kind)) {
            *unjudged.entry(other.kind.as_str()).or_insert(0) += 1;
        }
        for kind in &kinds {
            let of = |spans: &'_ [Span]| spans.iter().filter(|span| span.kind == *kind).cloned().collect::<Vec<Span>>();
            let (marked, found) = (of(&sentence.spans), of(&found));
            let (marked, found): (Vec<&Span>, Vec<&Span>) = (marked.iter().collect(), found.iter().collect());
            all.add(&marked, &found);
            per_kind.entry(kind.as_str()).or_default().add(&marked, &found);
        }
    }
    let figures = all.figures();
    let per_kind = per_kind.into_iter().map(|(kind, counts)| (kind, counts.figures())).collect();
    PiiReport { baseline: None, sentences: sentences.len(), spans: figures.marked, all: figures, per_kind, unjudged }
}

/// What was missed and what was found too much, to read and learn from.
pub fn mistakes(sentences: &[Sentence], find: Find) -> Vec<Mistake> {
    let kinds = judged(sentences);
    let mut out = Vec::new();
    for sentence in sentences {
        let found = found_in(sentence, find);
        let said = |span: &Span| sentence.text.chars().skip(span.start).take(span.end - span.start).collect::<String>();
        let mut tell = |span: &Span, missed: bool| out.push(Mistake { text: sentence.text.clone(), span: said(span), kind: span.kind, missed });
        sentence.spans.iter().filter(|span| !found.iter().any(|other| overlaps(span, other))).for_each(|span| tell(span, true));
        let extra = found.iter().filter(|span| kinds.contains(&span.kind) && !sentence.spans.iter().any(|other| overlaps(span, other)));
        extra.for_each(|span| tell(span, false));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(file: &str, expected: Expect) {
        let shown: Vec<String> = match read(file) {
            Ok(sentences) => sentences
                .iter()
                .flat_map(|sentence| &sentence.spans)
                .map(|span| format!("{} {}..{}", span.kind.as_str(), span.start, span.end))
                .collect(),
            Err(error) => vec![error.to_string()],
        };
        expected.assert_eq(&shown.join("\n"));
    }

    #[test]
    fn shapes_of_other_authors_are_read() {
        check(r#"{"text": "我叫王丽", "spans": [{"start": 2, "end": 4, "kind": "姓名"}]}"#, expect![["name 2..4"]]);
        check(r#"{"text": "打13812345678", "entities": [{"type": "PHONE_NUMBER", "text": "13812345678"}]}"#, expect![["phone 1..12"]]);
        check(
            r#"[{"full_text": "I am Al", "spans": [{"entity_type": "PERSON", "entity_value": "Al", "start_position": 5, "end_position": 7}]}]"#,
            expect![["name 5..7"]],
        );
        check(
            r#"{"text": "王丽和王丽", "label": {"name": ["王丽", "王丽"]}}"#,
            expect![[r#"
            name 0..2
            name 3..5"#]],
        );
        check(r#"{"text": "王丽", "label": [[0, 2, "PER"], ["ORG", "王"]]}"#, expect![["name 0..2"]]);
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

    #[test]
    fn kinds_that_are_never_marked_are_counted_apart() {
        let report = pii(r#"{"text": "打13812345678，a@b.com", "spans": [{"start": 1, "end": 12, "kind": "tel"}]}"#, None).unwrap();
        assert_eq!((report.all.recall, report.all.precision, report.unjudged.get("email")), (1.0, 1.0, Some(&1)));
    }
}
