//! How a ticket would begin: subject, type, priority, and the type's fields filled with what the customer named.
//!
//! A field is filled only when exactly one thing fits it; a guess between two is left to the clerk.

use std::collections::BTreeMap;

use domain::Millis;
use domain::intent::Intent;
use domain::ticket::Priority;
use domain::ticket_type::{FieldForm, FieldSchema, TicketType, field_value};
use nlp::summary::{Speaker, summary};

use super::{AssistEntity, AssistMark, AssistTicket, Line, Mark};
use crate::desk::Desk;
use crate::error::Error;

/// Characters of a suggested subject.
const SUBJECT: usize = 40;

/// `local_now`: the shop's wall clock as if it were UTC.
pub(super) async fn ticket(
    desk: &Desk,
    lines: &[Line],
    intent: Option<&Intent>,
    entities: &[AssistEntity],
    marks: &[AssistMark],
    local_now: Millis,
) -> Result<AssistTicket, Error> {
    let kind: Option<TicketType> = match intent.and_then(|intent| intent.kind) {
        Some(kind) => desk.store().get::<TicketType>(kind).await?.filter(|kind| !kind.archived),
        None => None,
    };
    let today = chrono::DateTime::from_timestamp_millis(local_now).map(|now| now.format("%Y-%m-%d").to_string()).unwrap_or_default();
    let fields = kind.as_ref().map(|kind| filled(&kind.fields.0, entities, &today)).unwrap_or_default();
    Ok(AssistTicket {
        subject: subject(lines),
        department: intent.and_then(|intent| intent.department).or(kind.as_ref().and_then(|kind| kind.department)),
        priority: priority(marks).or(intent.and_then(|intent| intent.priority)).or(kind.as_ref().and_then(|kind| kind.priority)),
        kind: kind.map(|kind| kind.id),
        fields,
    })
}

/// What the customer came for, in their words.
fn subject(lines: &[Line]) -> String {
    let said: Vec<(Speaker, &str)> =
        lines.iter().map(|line| (if line.customer { Speaker::Customer } else { Speaker::Agent }, line.text.as_str())).collect();
    let problem = summary(&said).problem.map(|line| line.text);
    let text = problem.or_else(|| lines.iter().rev().find(|line| line.customer).map(|line| line.text.clone())).unwrap_or_default();
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = one_line.chars().take(SUBJECT).collect();
    short.trim_end_matches(['。', '，', ',', '.', '！', '？', '!', '?']).to_owned()
}

/// Danger to people comes before any rule of the intent.
fn priority(marks: &[AssistMark]) -> Option<Priority> {
    let has = |mark: Mark| marks.iter().any(|known| known.mark == mark);
    match () {
        () if has(Mark::Danger) => Some(Priority::Urgent),
        () if has(Mark::Threat) || has(Mark::Urgent) => Some(Priority::High),
        () => None,
    }
}

fn filled(fields: &[FieldSchema], entities: &[AssistEntity], today: &str) -> BTreeMap<String, String> {
    let value = |schema: &FieldSchema| {
        let mut fitting = entities.iter().filter(|entity| fits(schema, entity, today));
        let only = fitting.next().filter(|_| fitting.next().is_none())?;
        field_value(schema, only.value.get(..10).filter(|_| schema.form == FieldForm::Date).unwrap_or(&only.value)).ok()
    };
    fields.iter().filter_map(|schema| Some((schema.key.clone(), value(schema)?))).filter(|(_, value)| !value.is_empty()).collect()
}

/// Words in a label that say what a field is for, where its form does not.
const PARCEL: &[&str] = &["运单", "快递", "parcel", "tracking"];
const PAST: &[&str] = &["买", "购", "下单", "收到", "bought", "purchase", "received"];
const ADDRESS: &[&str] = &["地址", "address"];
const EMAIL: &[&str] = &["邮箱", "email", "e-mail"];
const NAME: &[&str] = &["姓名", "联系人", "称呼", "contact"];

fn fits(schema: &FieldSchema, entity: &AssistEntity, today: &str) -> bool {
    let label = schema.label.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| label.contains(word));
    match (schema.form, entity.kind.as_str()) {
        (FieldForm::Phone, "phone") | (FieldForm::Money, "money") => true,
        (FieldForm::Order, "parcel") => says(PARCEL),
        (FieldForm::Order, "order") => !says(PARCEL),
        (FieldForm::Date, "date") => entity.value.get(..10).is_some_and(|day| is_day(day) && (day <= today) == says(PAST)),
        (FieldForm::Text, "address") => says(ADDRESS),
        (FieldForm::Text, "email") => says(EMAIL),
        (FieldForm::Text, "name") => says(NAME),
        (FieldForm::Text, "parcel") => says(PARCEL),
        _ => false,
    }
}

/// `2026-11-28`, and not words that were left as said.
fn is_day(day: &str) -> bool {
    chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok()
}

#[cfg(test)]
mod tests {
    use domain::Id;
    use expect_test::{Expect, expect};

    use super::*;

    fn schema(key: &str, label: &str, form: FieldForm) -> FieldSchema {
        FieldSchema { key: key.into(), label: label.into(), form, required: false, choices: Vec::new(), hint: String::new() }
    }

    fn check(text: &str, expected: Expect) {
        let now = chrono::NaiveDate::from_ymd_opt(2026, 11, 27).and_then(|day| day.and_hms_opt(10, 0, 0));
        let of = |found: nlp::recognise::Found| AssistEntity {
            kind: found.kind.as_str().to_owned(),
            text: String::new(),
            value: found.value,
            message: Id::seed(1, 1),
        };
        let entities: Vec<AssistEntity> = nlp::recognise::recognise_at(text, now).into_iter().map(of).collect();
        let fields = [
            schema("order", "订单号", FieldForm::Order),
            schema("parcel", "运单号", FieldForm::Order),
            schema("bought_on", "购买日期", FieldForm::Date),
            schema("visit_on", "上门日期", FieldForm::Date),
            schema("amount", "退款金额", FieldForm::Money),
            schema("address", "上门地址", FieldForm::Text),
            schema("phone", "联系电话", FieldForm::Phone),
        ];
        expected.assert_eq(&format!("{:?}", filled(&fields, &entities, "2026-11-27")));
    }

    #[test]
    fn what_was_named_goes_where_it_belongs() {
        check(
            "订单号DD20261101008，昨天买的，要退399元，后天上门取，电话13812345678",
            expect![[
                r#"{"amount": "399.00", "bought_on": "2026-11-26", "parcel": "DD20261101008", "phone": "13812345678", "visit_on": "2026-11-29"}"#
            ]],
        );
    }

    #[test]
    fn between_two_the_clerk_decides() {
        check("付了399元，券后359元", expect!["{}"]);
    }

    #[test]
    fn a_subject_is_the_customers_problem() {
        let line = |text: &str, customer| Line { id: Id::seed(1, 1), text: text.to_owned(), customer };
        let lines = [line("您好", true), line("您好，请讲", false), line("上周买的不粘锅煎了几次蛋就起泡掉皮了，怎么办？", true), line("嗯嗯", true)];
        expect!["上周买的不粘锅煎了几次蛋就起泡掉皮了，怎么办"].assert_eq(&subject(&lines));
    }
}
