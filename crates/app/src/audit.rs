//! The audit trail: what is written into it, and reading it.

use domain::audit::{Audit, AuditAction, Outcome};
use domain::field::audit as column;
use domain::staff::Staff;
use domain::{Edit, Id, New, Noun};
use store::audit::AuditQuery;

use crate::calls::Call;
use crate::desk::{Caller, Desk, Who};
use crate::error::Error;
use crate::shape::StaffCard;
use crate::shapes;

shapes! {
    pub struct ListAudit { staff: Option<Id>, action: Option<AuditAction>, after: Option<i64>, before: Option<i64>, #[serde(default)] offset: i64, limit: i64 }

    pub struct AuditRow { id: Id, at: i64, staff: Option<StaffCard>, account: Option<String>, action: AuditAction, outcome: Outcome, about: Option<Id>, about_noun: Option<String>, about_title: String, detail: Option<String>, device: String, seq: i64 }

    pub struct AuditPage { rows: Vec<AuditRow>, total: i64, /** Whether this device's chain verifies to its head. */ chain_ok: bool }
}

/// One entry to be.
pub(crate) struct Trace {
    pub action: AuditAction,
    pub staff: Option<Id>,
    pub about: Option<(Noun, Id)>,
    pub outcome: Outcome,
    pub detail: Option<String>,
    pub account: Option<String>,
    pub shop: Option<Id>,
}

impl Trace {
    pub fn of(action: AuditAction) -> Self {
        Trace { action, staff: None, about: None, outcome: Outcome::Done, detail: None, account: None, shop: None }
    }

    /// What a signed-in person did with a record.
    pub fn by(who: &Who, action: AuditAction, about: Option<(Noun, Id)>, detail: impl Into<String>) -> Self {
        let detail = Some(detail.into()).filter(|text: &String| !text.is_empty());
        Trace { staff: Some(who.id()), about, detail, account: Some(who.staff.account.clone()), shop: who.shop, ..Trace::of(action) }
    }

    pub fn edits(self, desk: &Desk) -> Vec<Edit> {
        New::of(Noun::Audit, desk.new_id())
            .with(column::at, desk.now())
            .with(column::staff, self.staff)
            .with(column::action, self.action)
            .with(column::about, self.about.map(|(_, id)| id))
            .with(column::about_noun, self.about.map(|(noun, _)| noun.name()))
            .with(column::outcome, self.outcome)
            .with(column::detail, self.detail)
            .with(column::account, self.account)
            .with(column::shop, self.shop)
            .edits()
    }
}

/// Calls whose changes stand in the trail: all but those that only keep a person's own place (drafts, what was read,
/// preferences), that sign in and out (which leave a trace of their own), and imports (one trace for the whole).
pub(crate) fn is_traced(call: &Call) -> bool {
    let own_place = ["draft.", "session.", "import."].iter().any(|start| call.name.starts_with(start));
    call.writes && !own_place && call.name != "conversation.mark"
}

/// The entry of a change, to be committed with it; none when nothing changed or when the call wrote an entry of its own.
pub(crate) fn change(desk: &Desk, who: &Who, call: &str, edits: &[Edit]) -> Vec<Edit> {
    match edits.first() {
        Some(first) if edits.iter().all(|edit| edit.noun != Noun::Audit) => {
            Trace::by(who, AuditAction::Change, Some((first.noun, first.id)), call).edits(desk)
        }
        _ => Vec::new(),
    }
}

/// Records that a person opened a customer's card: once for each sitting, however often the screen reads it anew.
pub(crate) async fn viewed(desk: &Desk, caller: &Caller, customer: Id) -> Result<(), Error> {
    if !desk.sessions().first_look(caller.session.as_deref(), customer) {
        return Ok(());
    }
    let trace = Trace::by(caller.who()?, AuditAction::ViewPersonal, Some((Noun::Customer, customer)), "");
    desk.pen(caller).await?.commit(trace.edits(desk)).await
}

/// Records a call that someone's roles did not allow.
pub(crate) async fn denied(desk: &Desk, who: &Who, call: &str) -> Result<(), Error> {
    let trace = Trace { outcome: Outcome::Refused, ..Trace::by(who, AuditAction::Denied, None, call) };
    desk.pen_as(Some(who.id())).await.commit(trace.edits(desk)).await
}

pub(crate) async fn list(desk: &Desk, _: &Caller, input: ListAudit) -> Result<AuditPage, Error> {
    let query = AuditQuery {
        staff: input.staff,
        action: input.action,
        after: input.after,
        before: input.before,
        offset: input.offset.max(0),
        limit: input.limit.clamp(1, 500),
    };
    let entries = desk.store().audit(&query).await?;
    let people: Vec<Id> = entries.iter().filter_map(|entry| entry.staff).collect();
    let people = desk.store().get_many::<Staff>(&people).await?;
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        rows.push(row(desk, entry, &people).await?);
    }
    let chain_ok = desk.store().verify().await.is_ok();
    Ok(AuditPage { rows, total: desk.store().audit_count(&query).await?, chain_ok })
}

async fn row(desk: &Desk, entry: Audit, people: &[Staff]) -> Result<AuditRow, Error> {
    let written = desk.store().ops_of(entry.id).await?.into_iter().next();
    Ok(AuditRow {
        id: entry.id,
        at: entry.at,
        staff: people.iter().find(|person| Some(person.id) == entry.staff).map(StaffCard::from),
        account: entry.account,
        action: entry.action,
        outcome: entry.outcome,
        about: entry.about,
        about_title: about_title(desk, entry.about_noun.as_deref(), entry.about).await?,
        about_noun: entry.about_noun,
        detail: entry.detail,
        device: written.as_ref().map(|op| op.device.to_string()).unwrap_or_default(),
        seq: written.map_or(0, |op| op.seq as i64),
    })
}

/// What the record is called, for people: a name or a number, nothing that a list would mask.
async fn about_title(desk: &Desk, noun: Option<&str>, id: Option<Id>) -> Result<String, Error> {
    let (Some(noun), Some(id)) = (noun.and_then(Noun::from_name), id) else { return Ok(String::new()) };
    let store = desk.store();
    Ok(match noun {
        Noun::Customer => store.get::<domain::customer::Customer>(id).await?.map(|customer| customer.name),
        Noun::Ticket => store.get::<domain::ticket::Ticket>(id).await?.map(|ticket| ticket.number),
        Noun::Staff => store.get::<Staff>(id).await?.map(|staff| staff.name),
        Noun::Article => store.get::<domain::knowledge::Article>(id).await?.map(|article| article.title),
        _ => None,
    }
    .unwrap_or_default())
}
