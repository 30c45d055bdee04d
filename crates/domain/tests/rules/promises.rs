//! Business time and the promises counted in it.

use std::collections::BTreeMap;

use domain::Millis;
use domain::refusal::Lang;
use domain::sla::{
    Calendar, CalendarChange, DaySpans, ExtraDays, Holidays, Hours, PolicyChange, SlaPolicy, Target, Targets, Terms, Week, day_number, promises,
    save_calendar, save_policy, seeds,
};
use domain::ticket::{NewTicket, Ticket, TicketState, open};
use domain::time::{DAY, HOUR, MINUTE};
use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::kit::*;

const CHINA: i64 = 480;

/// The standard policy on the standard calendar, in China.
pub fn terms() -> Terms {
    Terms::new(SlaPolicy::standard(Lang::Zh), &Calendar::standard(Lang::Zh), CHINA)
}

/// Standard hours on weekdays only; 5 March is a holiday, Saturday 7 March is worked from 10 to 12.
fn spring() -> Calendar {
    let standard = Calendar::standard(Lang::Zh);
    let mut week = standard.week.0.clone();
    week[5] = DaySpans::default();
    week[6] = DaySpans::default();
    Calendar {
        week: Week(week),
        holidays: Holidays([("2026-03-05".to_owned(), "店庆".to_owned())].into()),
        extra_days: ExtraDays([("2026-03-07".to_owned(), DaySpans(vec![(600, 720)]))].into()),
        ..standard
    }
}

fn never() -> Calendar {
    Calendar { week: Week::default(), ..Calendar::standard(Lang::Zh) }
}

#[test]
fn hours_are_added_around_lunch_nights_weekends_and_holidays() {
    let cases = [
        ("within the morning", march(2, 10, 0), 60),
        ("up to lunch exactly", march(2, 10, 0), 120),
        ("over lunch", march(2, 11, 30), 60),
        ("from lunch", march(2, 12, 20), 10),
        ("over night", march(2, 20, 30), 60),
        ("before opening", march(2, 3, 0), 30),
        ("over the holiday", march(4, 20, 30), 60),
        ("into the worked Saturday", march(6, 20, 30), 60),
        ("over what is left of the weekend", march(7, 11, 30), 60),
        ("nothing", march(7, 23, 0), 0),
    ];
    let lines: Vec<String> = cases
        .iter()
        .map(|(what, start, minutes)| {
            format!("{} + {minutes:>3} min = {}  {what}", clock(*start), due(spring().add(CHINA, *start, minutes * MINUTE)))
        })
        .collect();
    expect![[r#"
        03-02 10:00 +  60 min = 03-02 11:00  within the morning
        03-02 10:00 + 120 min = 03-02 12:00  up to lunch exactly
        03-02 11:30 +  60 min = 03-02 13:30  over lunch
        03-02 12:20 +  10 min = 03-02 13:10  from lunch
        03-02 20:30 +  60 min = 03-03 09:30  over night
        03-02 03:00 +  30 min = 03-02 09:30  before opening
        03-04 20:30 +  60 min = 03-06 09:30  over the holiday
        03-06 20:30 +  60 min = 03-07 10:30  into the worked Saturday
        03-07 11:30 +  60 min = 03-09 09:30  over what is left of the weekend
        03-07 23:00 +   0 min = 03-07 23:00  nothing"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn a_calendar_that_never_opens_promises_nothing_and_ends() {
    assert_eq!(never().add(CHINA, NOW, 1), None);
    assert_eq!(never().between(CHINA, 0, NOW), 0);
    assert_eq!(spring().add(CHINA, NOW, i64::MAX), None);
    assert_eq!(spring().add(CHINA, i64::MAX, 1), None);
    assert!(spring().between(CHINA, i64::MIN, i64::MAX) > 0);
}

#[test]
fn round_the_clock_business_time_is_time() {
    let calendar = Calendar::round_the_clock(Lang::En);
    assert_eq!(calendar.add(CHINA, NOW, 100 * HOUR), Some(NOW + 100 * HOUR));
    assert_eq!(calendar.between(CHINA, NOW, NOW + 100 * HOUR), 100 * HOUR);
}

#[test]
fn a_place_has_its_own_midnight() {
    let open = |offset| Hours::of(&spring(), offset).is_open(march(2, 10, 0));
    assert_eq!((open(CHINA), open(0)), (true, false));
}

proptest! {
    #[test]
    fn between_undoes_add(start in 0i64..60 * DAY, business in 0i64..40 * DAY) {
        let start = NOW + start;
        let end = spring().add(CHINA, start, business).expect("the shop opens often enough");
        prop_assert_eq!(spring().between(CHINA, start, end), business);
    }

    #[test]
    fn more_business_time_ends_no_earlier(start in 0i64..60 * DAY, one in 0i64..20 * DAY, more in 0i64..20 * DAY) {
        let start = NOW + start;
        prop_assert!(spring().add(CHINA, start, one) <= spring().add(CHINA, start, one + more));
    }

    #[test]
    fn a_later_start_ends_no_earlier(start in 0i64..60 * DAY, later in 0i64..20 * DAY, business in 1i64..20 * DAY) {
        let start = NOW + start;
        prop_assert!(spring().add(CHINA, start, business) <= spring().add(CHINA, start + later, business));
    }

    #[test]
    fn parts_of_a_stretch_add_up(a in 0i64..30 * DAY, b in 0i64..30 * DAY, c in 0i64..30 * DAY) {
        let (one, two, three) = (NOW + a, NOW + a + b, NOW + a + b + c);
        let between = |from, to| spring().between(CHINA, from, to);
        prop_assert_eq!(between(one, two) + between(two, three), between(one, three));
    }

    #[test]
    fn holidays_are_never_counted(from in 0i64..DAY, to in 0i64..DAY) {
        let holiday = march(5, 0, 0);
        prop_assert_eq!(spring().between(CHINA, holiday + from, holiday + to), 0);
    }

    #[test]
    fn a_holiday_takes_a_promise_off_no_time(business in 1i64..10 * DAY) {
        let end = spring().add(CHINA, NOW, business).expect("the shop opens often enough");
        prop_assert!(!(march(5, 0, 1)..march(6, 0, 0)).contains(&end));
    }

    #[test]
    fn spans_in_any_order_and_overlap_count_once(spans in proptest::collection::vec((-100i64..1500, -100i64..1500), 0..6)) {
        let calendar = Calendar { week: Week(vec![DaySpans(spans.clone()); 7]), ..Calendar::standard(Lang::Zh) };
        let open = (0..1440).filter(|minute| spans.iter().any(|(from, to)| (from..to).contains(&minute))).count() as i64;
        prop_assert_eq!(calendar.between(0, 0, DAY), open * MINUTE);
    }

    #[test]
    fn absurd_calendars_and_moments_do_no_harm(offset in any::<i64>(), start in any::<i64>(), business in any::<i64>()) {
        let end = spring().add(offset, start, business);
        prop_assert!(end.is_none_or(|end| end >= start));
    }
}

fn check_promises(ticket: &Ticket, now: Millis, expected: Expect) {
    let line = |p: domain::sla::Promise| {
        let minutes = p.left_ms.div_euclid(MINUTE);
        format!("{} due {} {} {minutes} min", p.metric.as_str(), clock(p.due), p.state.as_str())
    };
    let lines: Vec<String> = promises(ticket, &SlaPolicy::standard(Lang::Zh), now).into_iter().map(line).collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn promises_run_pause_are_met_and_are_late() {
    let ticket: Ticket = born(now(|ctx| open(NewTicket { assignee: Some(ME), ..plain() }, None, Some(&terms()), ctx)));
    check_promises(
        &ticket,
        march(2, 11, 0),
        expect![[r#"
        first_reply due 03-02 12:00 running 60 min
        resolve due 03-04 10:00 running 2820 min"#]],
    );
    check_promises(
        &ticket,
        march(2, 18, 0),
        expect![[r#"
        first_reply due 03-02 12:00 late -360 min
        resolve due 03-04 10:00 running 2400 min"#]],
    );
    let answered = Ticket { first_replied_at: Some(march(2, 11, 0)), next_due: Some(march(2, 19, 0)), ..ticket.clone() };
    check_promises(
        &answered,
        march(2, 18, 0),
        expect![[r#"
        first_reply due 03-02 12:00 met 60 min
        next_reply due 03-02 19:00 running 60 min
        resolve due 03-04 10:00 running 2400 min"#]],
    );
    let paused = Ticket { state: TicketState::WaitingCustomer, paused_at: Some(march(2, 11, 0)), ..answered.clone() };
    check_promises(
        &paused,
        march(9, 11, 0),
        expect![[r#"
        first_reply due 03-02 12:00 met 60 min
        next_reply due 03-02 19:00 paused 480 min
        resolve due 03-04 10:00 paused 2820 min"#]],
    );
    let solved = Ticket { state: TicketState::Resolved, resolved_at: Some(march(5, 11, 0)), ..answered.clone() };
    check_promises(
        &solved,
        march(9, 11, 0),
        expect![[r#"
        first_reply due 03-02 12:00 met 60 min
        resolve due 03-04 10:00 late -1500 min"#]],
    );
    check_promises(&Ticket { merged_into: Some(ME), ..answered }, NOW, expect![[r#""#]]);
}

#[test]
fn every_installation_starts_with_two_calendars_and_two_policies() {
    let lines: Vec<String> = seeds(Lang::Zh).iter().map(|edit| format!("{} {}", edit.noun.name(), edit.id)).collect();
    expect![[r#"
        calendar 00000000-000b-7000-8000-000000000001
        calendar 00000000-000b-7000-8000-000000000002
        sla_policy 00000000-000c-7000-8000-000000000001
        sla_policy 00000000-000c-7000-8000-000000000002"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn a_calendar_is_checked_before_it_is_kept() {
    let good = || CalendarChange { name: "冬季".into(), week: spring().week, ..CalendarChange::default() };
    let save = |change| now(|ctx| save_calendar(None, change, ctx));
    assert!(save(good()).is_ok());
    check_made(
        save(CalendarChange { week: Week::default(), ..good() }),
        expect![[r#"
        no: calendar.week
          一周要写 7 天，现在有 0 天
          A week has 7 days; this one has 0
    "#]],
    );
    check_made(
        save(CalendarChange { week: Week(vec![DaySpans(vec![(600, 720), (700, 800)]); 7]), ..good() }),
        expect![[r#"
        no: calendar.span
          营业时段 11:40 到 13:20 不对：要先后排好、不重叠、在一天之内
          The hours 11:40 to 13:20 do not fit: in order, apart, within one day
    "#]],
    );
    check_made(
        save(CalendarChange { holidays: Holidays([("2026-13-01".into(), String::new())].into()), ..good() }),
        expect![[r#"
        no: calendar.date
          「2026-13-01」不是日期，写成 2026-10-01 这样
          “2026-13-01” is not a date. Write it like 2026-10-01
    "#]],
    );
    let both = CalendarChange { holidays: spring().holidays, extra_days: ExtraDays([("2026-03-05".into(), DaySpans::default())].into()), ..good() };
    check_made(
        save(both),
        expect![[r#"
        no: calendar.both
          2026-03-05 又是放假又是调休上班，只能留一个
          2026-03-05 is both a holiday and a working day. Keep one
    "#]],
    );
    check_made(
        now(|ctx| save_calendar(Some(&Calendar::standard(Lang::Zh)), CalendarChange { archived: true, ..good() }, ctx)),
        expect![[r#"
        no: calendar.builtin
          自带的日历不能停用，改时间就行
          A built-in calendar cannot be archived. Change its hours instead
    "#]],
    );
}

#[test]
fn a_policy_is_checked_before_it_is_kept() {
    let target = |minutes| Targets(BTreeMap::from([("high".to_owned(), Target { resolve_min: Some(minutes), ..Target::default() })]));
    let good = || PolicyChange { name: "加急".into(), targets: target(60), pause_states: vec!["waiting_other".into()], ..PolicyChange::default() };
    let save = |change| now(|ctx| save_policy(None, change, ctx));
    assert!(save(good()).is_ok());
    check_made(
        save(PolicyChange { targets: target(0), ..good() }),
        expect![[r#"
        no: sla.target
          承诺时间要在 1 分钟到 365 天之间，现在是 0 分钟；不承诺就留空
          A target lies between 1 minute and 365 days; this is 0 minutes. Leave it empty to promise nothing
    "#]],
    );
    check_made(
        save(PolicyChange { pause_states: vec!["closed".into()], ..good() }),
        expect![[r#"
        no: sla.pause_state
          「closed」不是能暂停计时的工单状态
          “closed” is not a ticket state in which the clock can pause
    "#]],
    );
}

#[test]
fn dates_that_do_not_exist_have_no_day() {
    assert_eq!((day_number("1970-01-02"), day_number("2026-02-29"), day_number("")), (Some(1), None, None));
}
