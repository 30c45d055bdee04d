//! What every test of a rule needs: a fixed time, named people, fresh ids, and edits printed as text.

use std::cell::Cell;
use std::collections::BTreeMap;

use chrono::DateTime;
use domain::record::{applied, made};
use domain::ticket::{NewTicket, Ticket};
use domain::ticket_type::{CheckTemplate, CheckTemplates, FieldForm, FieldSchema, FieldSchemas, TicketType};
use domain::time::{HOUR, MINUTE};
use domain::{Act, Ctx, Edit, Id, Made, Millis, Record, Refusal, Value, Verdict};
use expect_test::Expect;

/// Monday 2026-03-02 10:00 in China.
pub const NOW: Millis = 1_772_416_800_000;

pub const ME: Id = Id::seed(200, 1);
pub const COLLEAGUE: Id = Id::seed(200, 2);
pub const CUSTOMER: Id = Id::seed(200, 3);
pub const OTHER_CUSTOMER: Id = Id::seed(200, 4);
pub const SHOP: Id = Id::seed(200, 5);
pub const OTHER_SHOP: Id = Id::seed(200, 6);
pub const REPAIRS: Id = Id::seed(200, 7);
pub const TYPE: Id = Id::seed(200, 8);
pub const CONVERSATION: Id = Id::seed(200, 9);
pub const TICKET: Id = Id::seed(200, 10);

const NAMES: &[(Id, &str)] = &[
    (ME, "me"),
    (COLLEAGUE, "colleague"),
    (CUSTOMER, "customer"),
    (OTHER_CUSTOMER, "other_customer"),
    (SHOP, "shop"),
    (OTHER_SHOP, "other_shop"),
    (REPAIRS, "repairs"),
    (TYPE, "type"),
    (CONVERSATION, "it"),
    (TICKET, "it"),
];

thread_local! {
    static FRESH: Cell<u8> = const { Cell::new(0) };
}

/// Runs a rule as `me` at a time.
pub fn at<R>(now: Millis, rule: impl FnOnce(&mut Ctx<'_>) -> R) -> R {
    by(Some(ME), now, rule)
}

pub fn by<R>(actor: Option<Id>, now: Millis, rule: impl FnOnce(&mut Ctx<'_>) -> R) -> R {
    let mut ids = || {
        let number = FRESH.get().wrapping_add(1);
        FRESH.set(number);
        Id::seed(201, number)
    };
    rule(&mut Ctx { now, actor, ids: &mut ids })
}

/// Runs a rule as `me` at [`NOW`].
pub fn now<R>(rule: impl FnOnce(&mut Ctx<'_>) -> R) -> R {
    at(NOW, rule)
}

pub fn check(verdict: Verdict<Vec<Edit>>, expected: Expect) {
    expected.assert_eq(&match verdict {
        Ok(edits) => show(&edits),
        Err(refusal) => no(&refusal),
    });
}

pub fn check_made(verdict: Verdict<Made>, expected: Expect) {
    check(verdict.map(|made| made.edits), expected);
}

/// Checks only which rule said no, for refusals whose words another test shows.
pub fn refused<T: std::fmt::Debug>(verdict: Verdict<T>, rule: &str) {
    assert_eq!(verdict.expect_err("the rule refuses").rule, rule);
}

pub fn no(refusal: &Refusal) -> String {
    format!("no: {}\n  {}\n  {}\n", refusal.rule, refusal.zh, refusal.en)
}

pub fn said<T: ToString>(verdict: Verdict<T>) -> String {
    verdict.map_or_else(|refusal| no(&refusal), |value| value.to_string())
}

/// The record as it stands after edits.
pub fn after<R: Record + Clone>(record: &R, edits: &Verdict<Vec<Edit>>) -> R {
    applied(record, edits.as_ref().expect("the rule allows it")).expect("edits leave a readable record")
}

pub fn born<R: Record>(verdict: Verdict<Made>) -> R {
    let born = verdict.expect("the rule allows it");
    made(born.id, &born.edits).expect("a new record is readable")
}

/// A moment of March 2026 in China, as `day.hour:minute` would say it.
pub fn march(day: i64, hour: i64, minute: i64) -> Millis {
    NOW + (day - 2) * 24 * HOUR + (hour - 10) * HOUR + minute * MINUTE
}

pub fn clock(at: Millis) -> String {
    DateTime::from_timestamp_millis(at + 8 * HOUR).map_or("?".into(), |moment| moment.format("%m-%d %H:%M").to_string())
}

pub fn due(at: Option<Millis>) -> String {
    at.map_or("none".into(), clock)
}

pub fn show(edits: &[Edit]) -> String {
    let mut names = Names::default();
    let lines: Vec<String> = edits.iter().map(|edit| names.edit(edit)).collect();
    if lines.is_empty() { "nothing\n".into() } else { lines.join("\n") + "\n" }
}

#[derive(Default)]
struct Names(BTreeMap<Id, usize>);

impl Names {
    fn id(&mut self, id: Id) -> String {
        if let Some((_, name)) = NAMES.iter().find(|(known, _)| *known == id) {
            return (*name).to_owned();
        }
        let next = self.0.len() + 1;
        format!("#{}", self.0.entry(id).or_insert(next))
    }

    fn text(&mut self, text: &str) -> String {
        match text.parse::<Id>() {
            Ok(id) => self.id(id),
            Err(_) => text.to_owned(),
        }
    }

    fn value(&mut self, value: &Value) -> String {
        match value {
            Value::Null => "none".into(),
            Value::Bool(yes) => yes.to_string(),
            Value::Int(number) if *number > NOW / 2 => clock(*number),
            Value::Int(number) => number.to_string(),
            Value::Text(text) => self.text(text),
            Value::Bytes(bytes) => match <[u8; 16]>::try_from(bytes.as_slice()) {
                Ok(id) => self.id(Id(id)),
                Err(_) => format!("{} bytes", bytes.len()),
            },
        }
    }

    fn edit(&mut self, edit: &Edit) -> String {
        let who = format!("{} {}", edit.noun.name(), self.id(edit.id));
        match &edit.act {
            Act::Put(fields) => {
                let fields: Vec<_> = fields.iter().map(|(field, value)| format!("{}={}", field.name, self.value(value))).collect();
                format!("{who}: {}", fields.join(", "))
            }
            Act::PutKey(field, key, value) => format!("{who}: {}[{}]={}", field.name, self.text(key), self.value(value)),
            Act::Add(field, member) => format!("{who}: {} + {}", field.name, self.text(member)),
            Act::Remove(field, member) => format!("{who}: {} - {}", field.name, self.text(member)),
            Act::Step { field, from, to } => format!("{who}: {} {from} -> {to}", field.name),
            Act::Delete => format!("{who}: deleted"),
        }
    }
}

/// A type of ticket with one required field, one required and one optional checklist line.
pub fn repair_type() -> TicketType {
    let field = |key: &str, label: &str, form, required| FieldSchema {
        key: key.into(),
        label: label.into(),
        form,
        required,
        choices: if form == FieldForm::Choice { vec!["保内".into(), "保外".into()] } else { vec![] },
        hint: String::new(),
    };
    let line = |text: &str, required| CheckTemplate { text: text.into(), required };
    TicketType {
        id: TYPE,
        name: "维修".into(),
        fields: FieldSchemas(vec![
            field("serial", "机身编号", FieldForm::Order, true),
            field("warranty", "保修", FieldForm::Choice, false),
            field("price", "报价", FieldForm::Money, false),
        ]),
        checklist: CheckTemplates(vec![line("试机", true), line("拍照留底", false)]),
        department: Some(REPAIRS),
        priority: None,
        sla: None,
        archived: false,
        position: 0,
    }
}

pub fn plain() -> NewTicket {
    NewTicket { number: "HZ02A-1".into(), subject: "电饭煲不加热".into(), customer: Some(CUSTOMER), shop: Some(SHOP), ..NewTicket::default() }
}

/// A ticket without type or promises, opened at [`NOW`] and in my hands.
pub fn ticket() -> Ticket {
    let new = NewTicket { assignee: Some(ME), ..plain() };
    Ticket { id: TICKET, ..born(now(|ctx| domain::ticket::open(new, None, None, ctx))) }
}
