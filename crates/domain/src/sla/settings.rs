//! The calendars and policies that every installation starts with, and the rules for changing them.

use std::collections::BTreeMap;

use crate::ctx::{Ctx, Made};
use crate::edit::Edit;
use crate::id::Id;
use crate::record::{creation, difference};
use crate::refusal::{Lang, Refusal, Verdict};
use crate::text::{Label, NAME_MAX, line, required_line};
use crate::ticket::{Priority, TicketState};

use super::{Calendar, DaySpans, ExtraDays, Holidays, SlaPolicy, Target, Targets, Week, day_number};

/// 09:00-21:00 every day, lunch 12:00-13:00.
pub const STANDARD_CALENDAR: Id = Id::seed(11, 1);
pub const ROUND_THE_CLOCK: Id = Id::seed(11, 2);
/// For tickets whose type names no policy.
pub const STANDARD_POLICY: Id = Id::seed(12, 1);
/// For conversations, which have no priority: the `normal` targets count.
pub const CONVERSATION_POLICY: Id = Id::seed(12, 2);

const DAY_SPANS: &[(i64, i64)] = &[(9 * 60, 12 * 60), (13 * 60, 21 * 60)];
/// Minutes of first reply, next reply and solution. A standard day has 660 minutes.
const TICKET_TARGETS: &[(Priority, [i64; 3])] =
    &[(Priority::Low, [480, 660, 3_300]), (Priority::Normal, [120, 240, 1_320]), (Priority::High, [30, 60, 660]), (Priority::Urgent, [10, 15, 240])];
const CONVERSATION_REPLY_MIN: i64 = 5;

const NAME: Label<'_> = Label::new("名称", "Name");

impl Calendar {
    pub fn standard(lang: Lang) -> Self {
        built_in(STANDARD_CALENDAR, lang.pick("门店营业时间", "Shop hours"), DAY_SPANS)
    }
    pub fn round_the_clock(lang: Lang) -> Self {
        built_in(ROUND_THE_CLOCK, lang.pick("全天候", "Round the clock"), &[(0, 1440)])
    }
}

fn built_in(id: Id, name: &str, spans: &[(i64, i64)]) -> Calendar {
    Calendar {
        id,
        name: name.to_owned(),
        week: Week(vec![DaySpans(spans.to_vec()); 7]),
        holidays: Holidays::default(),
        extra_days: ExtraDays::default(),
        archived: false,
        builtin: true,
    }
}

impl SlaPolicy {
    pub fn standard(lang: Lang) -> Self {
        let targets = TICKET_TARGETS.iter().map(|(priority, [first, next, solve])| {
            let target = Target { first_reply_min: Some(*first), next_reply_min: Some(*next), resolve_min: Some(*solve) };
            (priority.as_str().to_owned(), target)
        });
        seeded_policy(STANDARD_POLICY, lang.pick("标准工单承诺", "Standard tickets"), targets.collect(), 0)
    }
    pub fn conversations(lang: Lang) -> Self {
        let reply = Some(CONVERSATION_REPLY_MIN);
        let target = Target { first_reply_min: reply, next_reply_min: reply, resolve_min: None };
        let targets = BTreeMap::from([(Priority::Normal.as_str().to_owned(), target)]);
        seeded_policy(CONVERSATION_POLICY, lang.pick("会话回复承诺", "Conversation replies"), targets, 1)
    }
}

fn seeded_policy(id: Id, name: &str, targets: BTreeMap<String, Target>, position: i64) -> SlaPolicy {
    SlaPolicy {
        id,
        name: name.to_owned(),
        calendar: Some(STANDARD_CALENDAR),
        targets: Targets(targets),
        pause_states: vec![TicketState::WaitingCustomer.as_str().to_owned()],
        archived: false,
        position,
    }
}

/// The edits that make the calendars and policies every installation starts with.
pub fn seeds(lang: Lang) -> Vec<Edit> {
    let calendars = [Calendar::standard(lang), Calendar::round_the_clock(lang)];
    let policies = [SlaPolicy::standard(lang), SlaPolicy::conversations(lang)];
    calendars.iter().flat_map(creation).chain(policies.iter().flat_map(creation)).collect()
}

/// What a calendar shall be; the whole of it.
#[derive(Clone, Debug, Default)]
pub struct CalendarChange {
    pub name: String,
    pub week: Week,
    pub holidays: Holidays,
    pub extra_days: ExtraDays,
    pub archived: bool,
}

/// Makes a calendar or rewrites one. Promises already given keep their due times.
pub fn save_calendar(existing: Option<&Calendar>, change: CalendarChange, ctx: &mut Ctx<'_>) -> Verdict<Made> {
    let name = required_line(NAME, &change.name, NAME_MAX)?;
    check_week(&change.week)?;
    check_dates(&change.holidays, &change.extra_days)?;
    let builtin = existing.is_some_and(|calendar| calendar.builtin);
    if builtin && change.archived {
        return Err(Refusal::new(
            "calendar.builtin",
            "自带的日历不能停用，改时间就行",
            "A built-in calendar cannot be archived. Change its hours instead",
        ));
    }
    let id = existing.map_or_else(|| ctx.id(), |calendar| calendar.id);
    let CalendarChange { week, holidays, extra_days, archived, .. } = change;
    let next = Calendar { id, name, week, holidays, extra_days, archived, builtin };
    Ok(Made { id, edits: difference(existing, &next) })
}

fn check_week(week: &Week) -> Verdict<()> {
    if week.0.len() != 7 {
        return Err(Refusal::new(
            "calendar.week",
            format!("一周要写 7 天，现在有 {} 天", week.0.len()),
            format!("A week has 7 days; this one has {}", week.0.len()),
        ));
    }
    week.0.iter().try_for_each(check_spans)
}

fn check_spans(day: &DaySpans) -> Verdict<()> {
    let mut end = 0;
    for (from, to) in &day.0 {
        if *from < end || from >= to || *to > 1440 {
            return Err(Refusal::new(
                "calendar.span",
                format!("营业时段 {} 到 {} 不对：要先后排好、不重叠、在一天之内", clock(*from), clock(*to)),
                format!("The hours {} to {} do not fit: in order, apart, within one day", clock(*from), clock(*to)),
            ));
        }
        end = *to;
    }
    Ok(())
}

fn clock(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes.div_euclid(60), minutes.rem_euclid(60))
}

fn check_dates(holidays: &Holidays, extra: &ExtraDays) -> Verdict<()> {
    if let Some(date) = holidays.0.keys().chain(extra.0.keys()).find(|date| day_number(date).is_none()) {
        let (date, _) = date.char_indices().nth(20).map_or((date.as_str(), ""), |(cut, _)| date.split_at(cut));
        return Err(Refusal::new(
            "calendar.date",
            format!("「{date}」不是日期，写成 2026-10-01 这样"),
            format!("“{date}” is not a date. Write it like 2026-10-01"),
        ));
    }
    if let Some(date) = extra.0.keys().find(|date| holidays.0.contains_key(*date)) {
        return Err(Refusal::new(
            "calendar.both",
            format!("{date} 又是放假又是调休上班，只能留一个"),
            format!("{date} is both a holiday and a working day. Keep one"),
        ));
    }
    holidays.0.values().try_for_each(|why| line(Label::new("放假原因", "Holiday"), why, NAME_MAX).map(drop))?;
    extra.0.values().try_for_each(check_spans)
}

/// What a policy shall be; the whole of it.
#[derive(Clone, Debug, Default)]
pub struct PolicyChange {
    pub name: String,
    pub calendar: Option<Id>,
    pub targets: Targets,
    pub pause_states: Vec<String>,
    pub archived: bool,
    pub position: i64,
}

/// Business minutes in a target: a year of round-the-clock days, which [`super::SEARCH_DAYS`] can still reach.
const TARGET_MAX_MIN: i64 = 365 * 1440;

/// Makes a policy or rewrites one. Promises already given keep their due times.
pub fn save_policy(existing: Option<&SlaPolicy>, change: PolicyChange, ctx: &mut Ctx<'_>) -> Verdict<Made> {
    let name = required_line(NAME, &change.name, NAME_MAX)?;
    change.targets.0.iter().try_for_each(|(priority, target)| check_target(priority, target))?;
    if let Some(state) = change.pause_states.iter().find(|tag| !TicketState::from_tag(tag).is_some_and(TicketState::is_live)) {
        return Err(Refusal::new(
            "sla.pause_state",
            format!("「{state}」不是能暂停计时的工单状态"),
            format!("“{state}” is not a ticket state in which the clock can pause"),
        ));
    }
    let id = existing.map_or_else(|| ctx.id(), |policy| policy.id);
    if change.archived && (id == STANDARD_POLICY || id == CONVERSATION_POLICY) {
        return Err(Refusal::new(
            "sla.builtin",
            "自带的承诺不能停用，改目标或清空目标就行",
            "A built-in policy cannot be archived. Change or clear its targets instead",
        ));
    }
    let PolicyChange { calendar, targets, pause_states, archived, position, .. } = change;
    let next = SlaPolicy { id, name, calendar, targets, pause_states, archived, position };
    Ok(Made { id, edits: difference(existing, &next) })
}

fn check_target(priority: &str, target: &Target) -> Verdict<()> {
    if Priority::from_tag(priority).is_none() {
        return Err(Refusal::new("sla.priority", format!("没有「{priority}」这个优先级"), format!("There is no priority “{priority}”")));
    }
    let minutes = [target.first_reply_min, target.next_reply_min, target.resolve_min];
    match minutes.into_iter().flatten().find(|minutes| !(1..=TARGET_MAX_MIN).contains(minutes)) {
        None => Ok(()),
        Some(found) => Err(Refusal::new(
            "sla.target",
            format!("承诺时间要在 1 分钟到 365 天之间，现在是 {found} 分钟；不承诺就留空"),
            format!("A target lies between 1 minute and 365 days; this is {found} minutes. Leave it empty to promise nothing"),
        )),
    }
}
