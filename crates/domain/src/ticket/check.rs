//! A ticket's checklist, line by line. Every line merges on its own, so two people can tick at once.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ctx::Ctx;
use crate::edit::Edit;
use crate::record::changes;
use crate::refusal::{Refusal, Verdict};
use crate::text::{Label, required_line};
use crate::ticket_type::{CHECK_TEXT_MAX, CHECKS_MAX};

use super::{CheckItem, Ticket};

/// One change of a checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum CheckChange {
    Add { text: String, required: bool },
    Tick { key: String, done: bool },
    Reword { key: String, text: String },
    Remove { key: String },
}

pub fn check(ticket: &Ticket, change: &CheckChange, ctx: &mut Ctx<'_>) -> Verdict<Vec<Edit>> {
    ticket.unmerged()?;
    let mut next = ticket.clone();
    let list = &mut next.checklist.0;
    match change {
        CheckChange::Add { text, required } => {
            let item = added(ticket, text, *required)?;
            list.insert(ctx.id().to_string(), item);
        }
        CheckChange::Tick { key, done } => {
            let item = list.get_mut(key).ok_or_else(no_line)?;
            if item.done != *done {
                *item = CheckItem { done: *done, done_by: ctx.actor.filter(|_| *done), done_at: done.then_some(ctx.now), ..item.clone() };
            }
        }
        CheckChange::Reword { key, text } => list.get_mut(key).ok_or_else(no_line)?.text = line(text)?,
        CheckChange::Remove { key } => {
            let item = list.remove(key).ok_or_else(no_line)?;
            removable(&item)?;
        }
    }
    Ok(changes(ticket, &next))
}

fn line(text: &str) -> Verdict<String> {
    required_line(Label::new("清单", "Checklist line"), text, CHECK_TEXT_MAX)
}

fn added(ticket: &Ticket, text: &str, required: bool) -> Verdict<CheckItem> {
    let items = &ticket.checklist.0;
    if items.len() >= CHECKS_MAX {
        return Err(Refusal::new(
            "ticket.checks",
            format!("清单已经有 {CHECKS_MAX} 条，先删几条或拆成两张工单"),
            format!("The checklist has {CHECKS_MAX} lines already. Remove some, or split the ticket"),
        ));
    }
    let position = items.values().map(|item| item.position + 1).max().unwrap_or(0);
    Ok(CheckItem { text: line(text)?, required, position, ..CheckItem::default() })
}

fn no_line() -> Refusal {
    Refusal::new("ticket.check_gone", "这一条已经被别人删了，刷新看看", "Somebody has removed this line. Look again")
}

fn removable(item: &CheckItem) -> Verdict<()> {
    if !item.required {
        return Ok(());
    }
    Err(Refusal::new(
        "ticket.check_required",
        format!("「{}」是必做的，删不了；做完打勾就行", item.text),
        format!("“{}” is required and stays. Tick it when it is done", item.text),
    ))
}
