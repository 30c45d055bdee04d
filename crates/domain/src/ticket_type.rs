//! Kinds of ticket and the custom fields each asks for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ctx::{Ctx, Made};
use crate::id::Id;
use crate::record::difference;
use crate::refusal::{Refusal, Verdict};
use crate::text::{Label, NAME_MAX, SUBJECT_MAX, clean, line, narrow, required_line};
use crate::ticket::Priority;

crate::tags! {
    pub enum FieldForm { Text = "text", Long = "long", Number = "number", Money = "money", Date = "date", Choice = "choice", Flag = "flag", Phone = "phone", Order = "order", Product = "product" }
}

/// One custom field of a ticket type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FieldSchema {
    /// Stable key, ASCII.
    pub key: String,
    pub label: String,
    pub form: FieldForm,
    #[serde(default)]
    pub required: bool,
    /// For [`FieldForm::Choice`].
    #[serde(default)]
    pub choices: Vec<String>,
    #[serde(default)]
    pub hint: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct FieldSchemas(pub Vec<FieldSchema>);

/// A checklist line that new tickets of a type start with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckTemplate {
    pub text: String,
    #[serde(default)]
    pub required: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct CheckTemplates(pub Vec<CheckTemplate>);

crate::json_value!(FieldSchemas, CheckTemplates);

crate::record! {
    pub struct TicketType of ticket_type {
        name: String,
        fields: FieldSchemas,
        checklist: CheckTemplates,
        department: Option<Id>,
        priority: Option<Priority>,
        sla: Option<Id>,
        archived: bool,
        position: i64,
    }
}

/// Custom fields of one type.
pub const FIELDS_MAX: usize = 40;
/// Checklist lines of one type or ticket.
pub const CHECKS_MAX: usize = 100;
pub const CHECK_TEXT_MAX: usize = 200;
const LONG_MAX: usize = 5_000;
const CHOICES_MAX: usize = 100;

impl TicketType {
    pub fn field(&self, key: &str) -> Option<&FieldSchema> {
        self.fields.0.iter().find(|schema| schema.key == key)
    }

    /// Required fields that `values` leaves empty.
    pub fn missing<'a>(&'a self, values: &BTreeMap<String, String>) -> Vec<&'a FieldSchema> {
        let empty = |schema: &&FieldSchema| values.get(&schema.key).is_none_or(String::is_empty);
        self.fields.0.iter().filter(|schema| schema.required).filter(empty).collect()
    }
}

/// Reads what a person typed into a custom field and gives it in the one form it is kept in: numbers with plain
/// digits, money with two decimals, dates as `YYYY-MM-DD`, flags as `true` or `false`. An empty text stays empty.
pub fn field_value(schema: &FieldSchema, text: &str) -> Verdict<String> {
    let label = Label::new(&schema.label, &schema.label);
    let max_chars = match schema.form {
        FieldForm::Long => LONG_MAX,
        _ => SUBJECT_MAX,
    };
    let text = if schema.form == FieldForm::Long { clean(label, text, max_chars)? } else { line(label, text, max_chars)? };
    if text.is_empty() {
        return Ok(text);
    }
    let read = match schema.form {
        FieldForm::Text | FieldForm::Long | FieldForm::Product => Some(text.clone()),
        FieldForm::Number => number(&text),
        FieldForm::Money => money(&text),
        FieldForm::Date => date(&text),
        FieldForm::Choice => schema.choices.contains(&text).then(|| text.clone()),
        FieldForm::Flag => flag(&text),
        FieldForm::Phone => return crate::customer::phone(&text),
        FieldForm::Order => order(&text),
    };
    read.ok_or_else(|| misfit(schema, &text))
}

fn misfit(schema: &FieldSchema, text: &str) -> Refusal {
    let (zh, en) = match schema.form {
        FieldForm::Money => ("要写金额，最多两位小数，像 399.00", "needs an amount with up to two decimals, like 399.00"),
        FieldForm::Date => ("要写日期，像 2026-03-05", "needs a date like 2026-03-05"),
        FieldForm::Choice => ("要从选项里挑一个", "needs one of its choices"),
        FieldForm::Flag => ("要写「是」或「否」", "needs yes or no"),
        FieldForm::Order => ("要写订单号：字母、数字和短横", "needs an order number: letters, digits and hyphens"),
        _ => ("要写数字，像 12 或 3.5", "needs a number like 12 or 3.5"),
    };
    let shown: String = text.chars().take(40).collect();
    Refusal::new(
        "ticket.field_form",
        format!("「{}」{zh}，现在写的是「{shown}」", schema.label),
        format!("“{}” {en}; it says “{shown}”", schema.label),
    )
}

/// Decimal text with plain digits: no leading zeros, no plus sign, thousands marks taken out.
fn number(text: &str) -> Option<String> {
    let text = narrow(text).replace([',', ' '], "");
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(&text)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |digits: &str| (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if !plain(whole) || !plain(part) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let part = part.trim_end_matches('0');
    let sign = if whole == "0" && part.is_empty() { "" } else { sign };
    Some(if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") })
}

fn money(text: &str) -> Option<String> {
    let bare = narrow(text).replace(['¥', '￥', '元', ' '], "");
    let number = number(&bare)?;
    let (whole, part) = number.split_once('.').unwrap_or((&number, ""));
    (part.len() <= 2).then(|| format!("{whole}.{part:0<2}"))
}

fn date(text: &str) -> Option<String> {
    let text = narrow(text).replace(['年', '月', '/', '.'], "-").replace(['日', ' '], "");
    let day = chrono::NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok()?;
    let year = chrono::Datelike::year(&day);
    (1900..=2200).contains(&year).then(|| day.format("%Y-%m-%d").to_string())
}

fn flag(text: &str) -> Option<String> {
    match text.to_lowercase().as_str() {
        "是" | "有" | "true" | "yes" | "1" => Some("true".to_owned()),
        "否" | "无" | "false" | "no" | "0" => Some("false".to_owned()),
        _ => None,
    }
}

fn order(text: &str) -> Option<String> {
    let text = narrow(text).replace(' ', "").to_uppercase();
    let fits = text.len() <= 64 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    fits.then_some(text)
}

/// Reads several custom fields. A field that the type does not have is refused: it would be kept and never shown.
pub fn field_values(kind: Option<&TicketType>, texts: &BTreeMap<String, String>) -> Verdict<BTreeMap<String, String>> {
    let one = |(key, text): (&String, &String)| {
        let schema = kind.and_then(|kind| kind.field(key)).ok_or_else(|| unknown_field(key))?;
        Ok((key.clone(), field_value(schema, text)?))
    };
    texts.iter().map(one).collect()
}

fn unknown_field(key: &str) -> Refusal {
    let key: String = key.chars().take(40).collect();
    Refusal::new(
        "ticket.field_unknown",
        format!("这类工单没有「{key}」这一项，换个类型或去掉这一项"),
        format!("This type of ticket has no field “{key}”. Choose another type or leave it out"),
    )
}

/// What a ticket type shall be; the whole of it.
#[derive(Clone, Debug, Default)]
pub struct TypeChange {
    pub name: String,
    pub fields: Vec<FieldSchema>,
    pub checklist: Vec<CheckTemplate>,
    pub department: Option<Id>,
    pub priority: Option<Priority>,
    pub sla: Option<Id>,
    pub archived: bool,
    pub position: i64,
}

/// Makes a ticket type or rewrites one. Tickets keep the values they have, also of fields that go.
pub fn save(existing: Option<&TicketType>, change: TypeChange, ctx: &mut Ctx<'_>) -> Verdict<Made> {
    let name = required_line(Label::new("类型名称", "Type name"), &change.name, NAME_MAX)?;
    let fields = check_schemas(change.fields)?;
    let checklist = check_templates(change.checklist)?;
    let id = existing.map_or_else(|| ctx.id(), |kind| kind.id);
    let TypeChange { department, priority, sla, archived, position, .. } = change;
    let next =
        TicketType { id, name, fields: FieldSchemas(fields), checklist: CheckTemplates(checklist), department, priority, sla, archived, position };
    Ok(Made { id, edits: difference(existing, &next) })
}

fn check_schemas(schemas: Vec<FieldSchema>) -> Verdict<Vec<FieldSchema>> {
    if schemas.len() > FIELDS_MAX {
        return Err(Refusal::new(
            "ticket_type.fields",
            format!("一类工单最多 {FIELDS_MAX} 项，现在有 {} 项", schemas.len()),
            format!("A type has at most {FIELDS_MAX} fields; this has {}", schemas.len()),
        ));
    }
    let mut kept: Vec<FieldSchema> = Vec::new();
    for schema in schemas {
        let schema = check_schema(schema)?;
        if kept.iter().any(|other| other.key == schema.key || other.label == schema.label) {
            return Err(Refusal::new(
                "ticket_type.field_twice",
                format!("「{}」写了两次，改一个名字或代号", schema.label),
                format!("“{}” stands twice. Change one label or key", schema.label),
            ));
        }
        kept.push(schema);
    }
    Ok(kept)
}

fn check_schema(schema: FieldSchema) -> Verdict<FieldSchema> {
    let label = required_line(Label::new("项目名称", "Field label"), &schema.label, NAME_MAX)?;
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if !(1..=40).contains(&schema.key.len()) || !schema.key.bytes().all(plain) {
        return Err(Refusal::new(
            "ticket_type.field_key",
            format!("「{label}」的代号要用 1 到 40 个小写字母、数字或下划线"),
            format!("The key of “{label}” takes 1 to 40 lower-case letters, digits or underscores"),
        ));
    }
    let choices = check_choices(&label, schema.form, &schema.choices)?;
    let hint = line(Label::new("提示", "Hint"), &schema.hint, SUBJECT_MAX)?;
    Ok(FieldSchema { label, choices, hint, ..schema })
}

fn check_choices(label: &str, form: FieldForm, choices: &[String]) -> Verdict<Vec<String>> {
    if form != FieldForm::Choice {
        return Ok(Vec::new());
    }
    let mut kept: Vec<String> = Vec::new();
    for choice in choices {
        let choice = line(Label::new("选项", "Choice"), choice, NAME_MAX)?;
        if !choice.is_empty() && !kept.contains(&choice) {
            kept.push(choice);
        }
    }
    if (1..=CHOICES_MAX).contains(&kept.len()) {
        return Ok(kept);
    }
    Err(Refusal::new(
        "ticket_type.choices",
        format!("「{label}」要有 1 到 {CHOICES_MAX} 个选项，现在有 {} 个", kept.len()),
        format!("“{label}” needs 1 to {CHOICES_MAX} choices; it has {}", kept.len()),
    ))
}

fn check_templates(lines: Vec<CheckTemplate>) -> Verdict<Vec<CheckTemplate>> {
    if lines.len() > CHECKS_MAX {
        return Err(Refusal::new(
            "ticket.checks",
            format!("清单最多 {CHECKS_MAX} 条，现在有 {} 条", lines.len()),
            format!("A checklist has at most {CHECKS_MAX} lines; this has {}", lines.len()),
        ));
    }
    let one =
        |line: CheckTemplate| Ok(CheckTemplate { text: required_line(Label::new("清单", "Checklist line"), &line.text, CHECK_TEXT_MAX)?, ..line });
    lines.into_iter().map(one).collect()
}
