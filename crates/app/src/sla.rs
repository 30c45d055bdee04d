//! Business calendars and promise policies.

use domain::Id;
use domain::shop::{CHINA_OFFSET_MIN, Shop};
use domain::sla::{Calendar, CalendarChange, ExtraDays, Holidays, PolicyChange, STANDARD_CALENDAR, SlaPolicy, Targets, Terms, Week};

use crate::desk::{Caller, Desk};
use crate::error::Error;
use crate::shape::{Created, Nothing};
use crate::shapes;

shapes! {
    pub struct SaveCalendar { id: Option<Id>, name: String, week: Week, holidays: Holidays, extra_days: ExtraDays, #[serde(default)] archived: bool }

    pub struct SaveSlaPolicy { id: Option<Id>, name: String, calendar: Option<Id>, targets: Targets, pause_states: Vec<String>, #[serde(default)] archived: bool, #[serde(default)] position: i64 }
}

pub(crate) async fn calendars(desk: &Desk, _: &Caller, _: Nothing) -> Result<Vec<Calendar>, Error> {
    Ok(desk.store().all().await?)
}

pub(crate) async fn save_calendar(desk: &Desk, caller: &Caller, input: SaveCalendar) -> Result<Created, Error> {
    let mut pen = desk.pen(caller).await?;
    let existing = match input.id {
        None => None,
        Some(id) => Some(desk.store().get::<Calendar>(id).await?.ok_or_else(|| Error::not_found("个日历", "calendar"))?),
    };
    let change =
        CalendarChange { name: input.name, week: input.week, holidays: input.holidays, extra_days: input.extra_days, archived: input.archived };
    let made = pen.decide(|ctx| domain::sla::save_calendar(existing.as_ref(), change, ctx))?;
    pen.commit(made.edits).await?;
    Ok(Created { id: made.id })
}

pub(crate) async fn policies(desk: &Desk, _: &Caller, _: Nothing) -> Result<Vec<SlaPolicy>, Error> {
    let mut policies: Vec<SlaPolicy> = desk.store().all().await?;
    policies.sort_by(|a, b| (a.position, &a.name).cmp(&(b.position, &b.name)));
    Ok(policies)
}

pub(crate) async fn save_policy(desk: &Desk, caller: &Caller, input: SaveSlaPolicy) -> Result<Created, Error> {
    let mut pen = desk.pen(caller).await?;
    let existing = match input.id {
        None => None,
        Some(id) => Some(desk.store().get::<SlaPolicy>(id).await?.ok_or_else(|| Error::not_found("个承诺", "policy"))?),
    };
    let change = PolicyChange {
        name: input.name,
        calendar: input.calendar,
        targets: input.targets,
        pause_states: input.pause_states,
        archived: input.archived,
        position: input.position,
    };
    let made = pen.decide(|ctx| domain::sla::save_policy(existing.as_ref(), change, ctx))?;
    pen.commit(made.edits).await?;
    Ok(Created { id: made.id })
}

/// What is promised under a policy in a shop: its targets over the hours of the policy's calendar, or else the shop's.
pub(crate) async fn terms(desk: &Desk, policy: Id, shop: Option<Id>) -> Result<Option<Terms>, Error> {
    let Some(policy) = desk.store().get::<SlaPolicy>(policy).await?.filter(|policy| !policy.archived) else { return Ok(None) };
    let shop = match shop {
        Some(shop) => desk.store().get::<Shop>(shop).await?,
        None => None,
    };
    let calendar = policy.calendar.or(shop.as_ref().and_then(|shop| shop.calendar)).unwrap_or(STANDARD_CALENDAR);
    let Some(calendar) = desk.store().get::<Calendar>(calendar).await? else { return Ok(None) };
    Ok(Some(Terms::new(policy, &calendar, shop.map_or(CHINA_OFFSET_MIN, |shop| shop.utc_offset_min))))
}
