//! Reminders: "bring this back to me at that time".

use crate::ctx::{Ctx, Made};
use crate::edit::Edit;
use crate::field::Noun;
use crate::id::Id;
use crate::record::{changes, creation};
use crate::refusal::{Refusal, Verdict};
use crate::text::{Label, REMARK_MAX, line};
use crate::time::{DAY, Millis};

const NOTE: Label<'_> = Label::new("提醒", "Reminder");

crate::record! {
    pub struct Reminder of reminder {
        staff: Id,
        about: Option<Id>,
        about_noun: Option<String>,
        due: i64,
        note: String,
        done_at: Option<i64>,
    }
}

impl Reminder {
    pub fn about_noun(&self) -> Option<Noun> {
        self.about_noun.as_deref().and_then(Noun::from_name)
    }
}

/// A reminder lies at most this far ahead.
const AHEAD_MAX: Millis = 366 * DAY;

/// Reminds the person who asks of a record, or of nothing but a note.
pub fn set(about: Option<(Noun, Id)>, due: Millis, note: &str, ctx: &mut Ctx<'_>) -> Verdict<Made> {
    let staff = ctx.person()?;
    if due <= ctx.now || due - ctx.now > AHEAD_MAX {
        return Err(Refusal::new(
            "reminder.due",
            "提醒时间要在以后的一年之内，换一个时间",
            "A reminder lies ahead, within a year. Choose another time",
        ));
    }
    let note = line(NOTE, note, REMARK_MAX)?;
    if note.is_empty() && about.is_none() {
        return Err(Refusal::new("reminder.empty", "写一句要提醒什么", "Write what to be reminded of"));
    }
    let reminder = Reminder {
        id: ctx.id(),
        staff,
        about: about.map(|(_, id)| id),
        about_noun: about.map(|(noun, _)| noun.name().to_owned()),
        due,
        note,
        done_at: None,
    };
    Ok(Made { id: reminder.id, edits: creation(&reminder) })
}

/// Ticks a reminder off. Only its owner can.
pub fn done(reminder: &Reminder, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    if ctx.actor != Some(reminder.staff) {
        return Err(Refusal::new(
            "reminder.not_yours",
            "这是同事的提醒，由 TA 自己来完成",
            "This is a colleague's reminder. They tick it off themselves",
        ));
    }
    Ok(changes(reminder, &Reminder { done_at: reminder.done_at.or(Some(ctx.now)), ..reminder.clone() }))
}
