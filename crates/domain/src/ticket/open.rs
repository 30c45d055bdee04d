//! How a ticket begins: its number, its type's fields and checklist, and the promises that start to run.

use std::collections::BTreeMap;

use crate::conversation::Channel;
use crate::ctx::{Ctx, Made};
use crate::id::Id;
use crate::record::creation;
use crate::refusal::{Refusal, Verdict};
use crate::sla::{Metric, Terms};
use crate::tag::tags;
use crate::text::{Label, MESSAGE_MAX, SUBJECT_MAX, clean, required_line};
use crate::ticket_type::{CheckTemplate, TicketType, field_values};

use super::{CheckItem, Checklist, Priority, Ticket, TicketState, TicketUndo};

pub(super) const SUBJECT: Label<'_> = Label::new("标题", "Subject");
pub(super) const DESCRIPTION: Label<'_> = Label::new("说明", "Description");

/// A ticket somebody wants to open.
#[derive(Clone, Debug, Default)]
pub struct NewTicket {
    /// From [`number`]; the caller owns the counter.
    pub number: String,
    pub subject: String,
    pub description: String,
    pub priority: Option<Priority>,
    pub customer: Option<Id>,
    pub shop: Option<Id>,
    pub department: Option<Id>,
    pub assignee: Option<Id>,
    pub conversation: Option<Id>,
    pub channel: Option<Channel>,
    pub tags: Vec<String>,
    /// Custom field key → what was typed.
    pub fields: BTreeMap<String, String>,
    pub parent: Option<Id>,
}

/// How ticket numbers tell a device from the others of the chain, which has them in order: A to Z without I and O, then AA.
pub fn letters(ordinal: u32) -> String {
    const LETTERS: &[u8; 24] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
    let (rest, last) = (ordinal / 24, char::from(LETTERS[(ordinal % 24) as usize]));
    let before = rest.checked_sub(1).map(letters).unwrap_or_default();
    format!("{before}{last}")
}

/// A ticket number: shop code, device letter, counter, e.g. `HZ02A-1842`. Made without asking anybody.
pub fn number(shop_code: &str, device: &str, counter: u64) -> String {
    format!("{shop_code}{device}-{counter}")
}

/// Opens a ticket. Custom fields are checked for form, not for being filled: that is asked when it is resolved.
pub fn open(new: NewTicket, kind: Option<&TicketType>, terms: Option<&Terms>, ctx: &mut Ctx<'_>) -> Verdict<Made> {
    let ticket = begin(new, kind, terms, ctx)?;
    Ok(Made { id: ticket.id, edits: creation(&ticket) })
}

pub(super) fn begin(new: NewTicket, kind: Option<&TicketType>, terms: Option<&Terms>, ctx: &mut Ctx<'_>) -> Verdict<Ticket> {
    check_kind(kind)?;
    let priority = new.priority.or(kind.and_then(|kind| kind.priority)).unwrap_or(Priority::Normal);
    let due = |metric| terms.and_then(|terms| terms.due(priority, metric, ctx.now));
    let (first_due, resolve_due) = (due(Metric::FirstReply), due(Metric::Resolve));
    let mut fields = field_values(kind, &new.fields)?;
    fields.retain(|_, text| !text.is_empty());
    Ok(Ticket {
        id: ctx.id(),
        subject: required_line(SUBJECT, &new.subject, SUBJECT_MAX)?,
        description: some_text(clean(DESCRIPTION, &new.description, MESSAGE_MAX)?),
        tags: tags(&new.tags)?,
        fields,
        checklist: kind.map(|kind| start_checklist(&kind.checklist.0, 0, ctx)).unwrap_or_default(),
        number: new.number,
        kind: kind.map(|kind| kind.id),
        state: if new.assignee.is_some() { TicketState::Open } else { TicketState::New },
        priority,
        customer: new.customer,
        shop: new.shop,
        department: new.department.or(kind.and_then(|kind| kind.department)),
        assignee: new.assignee,
        watchers: Vec::new(),
        parent: new.parent,
        links: Vec::new(),
        merged_into: None,
        conversation: new.conversation,
        opened_at: ctx.now,
        opened_by: ctx.actor,
        first_due,
        resolve_due,
        first_replied_at: None,
        resolved_at: None,
        paused_at: None,
        channel: new.channel,
        resolution: None,
        split_from: None,
        snoozed_until: None,
        paused_total_ms: 0,
        next_due: None,
        merge_undo: TicketUndo::default(),
    })
}

pub(super) fn check_kind(kind: Option<&TicketType>) -> Verdict<()> {
    match kind.filter(|kind| kind.archived) {
        None => Ok(()),
        Some(kind) => Err(Refusal::new(
            "ticket.kind_archived",
            format!("「{}」这类工单已经停用，换一个类型", kind.name),
            format!("The type “{}” is no longer in use. Choose another", kind.name),
        )),
    }
}

pub(super) fn some_text(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// The lines of a type as items of a new checklist, after `position` lines that are there already.
pub(super) fn start_checklist(lines: &[CheckTemplate], position: i64, ctx: &mut Ctx<'_>) -> Checklist {
    let item = |(place, line): (i64, &CheckTemplate)| {
        let item = CheckItem { text: line.text.clone(), required: line.required, position: place, ..CheckItem::default() };
        (ctx.id().to_string(), item)
    };
    Checklist((position..).zip(lines).map(item).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use expect_test::expect;

    use super::letters;

    #[test]
    fn every_device_has_letters_of_its_own_that_are_read_aloud_without_doubt() {
        expect!["A B Z AA AB AZ BA ZZ AAA"].assert_eq(&[0, 1, 23, 24, 25, 47, 48, 599, 600].map(letters).join(" "));
        let all: BTreeSet<String> = (0..20_000).map(letters).collect();
        assert_eq!(all.len(), 20_000);
        assert!(all.iter().all(|letters| !letters.contains(['I', 'O'])));
    }
}
