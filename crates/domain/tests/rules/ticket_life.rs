//! A ticket moves through its states, and its clocks follow.

use domain::machine;
use domain::record::applied;
use domain::ticket::{CheckChange, NewTicket, Solving, Ticket, TicketState, check as tick, heard, open, open_points, replied, step};
use domain::time::{DAY, HOUR, MINUTE};
use domain::{Edit, Millis, Verdict, field};
use expect_test::expect;
use proptest::prelude::*;

use crate::kit::*;
use crate::promises::terms;

fn go(ticket: &Ticket, to: TicketState, now: Millis) -> Verdict<Vec<Edit>> {
    at(now, |ctx| step(ticket, None, to, &Solving::default(), Some(&terms()), ctx))
}

fn promised() -> Ticket {
    let new = NewTicket { assignee: Some(ME), ..plain() };
    Ticket { id: TICKET, ..born(now(|ctx| open(new, None, Some(&terms()), ctx))) }
}

fn state_after(ticket: &Ticket, to: TicketState, now: Millis) -> Ticket {
    after(ticket, &go(ticket, to, now))
}

#[test]
fn a_step_that_the_machine_lacks_names_those_it_has() {
    check(
        go(&Ticket { state: TicketState::Closed, ..ticket() }, TicketState::WaitingOther, NOW),
        expect![[r#"
        no: ticket.step
          「已关闭」的工单不能直接变成「等别处」，可以变成：处理中
          A ticket that is closed cannot become waiting for others at once. It can become: open
    "#]],
    );
}

#[test]
fn a_step_to_where_it_stands_is_nothing() {
    check(
        go(&ticket(), TicketState::Open, NOW),
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn resolving_asks_for_required_fields_and_lines_first() {
    let kind = repair_type();
    let start: Ticket = born(now(|ctx| open(NewTicket { assignee: Some(ME), ..plain() }, Some(&kind), None, ctx)));
    let solve = |ticket: &Ticket, anyway| {
        now(|ctx| step(ticket, Some(&kind), TicketState::Resolved, &Solving { resolution: "换了发热盘".into(), anyway }, None, ctx))
    };
    check(
        solve(&start, true),
        expect![[r#"
        no: ticket.unfinished
          还差 2 项才能解决：「机身编号」还没登记，「试机」还没做
          Before it can be resolved (2): “机身编号” is still empty, “试机” is not done
    "#]],
    );

    let mut ready = start.clone();
    ready.fields.insert("serial".into(), "AF-520".into());
    let key = ready.checklist.0.iter().find(|(_, item)| item.required).expect("one line is required").0.clone();
    let ready = after(&ready, &now(|ctx| tick(&ready, &CheckChange::Tick { key, done: true }, ctx)));
    let points: Vec<_> = open_points(&ready, Some(&kind)).into_iter().map(|point| (point.blocks, point.zh)).collect();
    assert_eq!(points, [(false, "「拍照留底」还没做".to_owned())]);
    check(
        solve(&ready, false),
        expect![[r#"
        no: ticket.open_checks
          清单还有 1 条没做：「拍照留底」还没做。不做也行，选「就这样解决」
          Checklist lines still open (1): “拍照留底” is not done. Choose “Resolve anyway” to leave them
    "#]],
    );
    check(
        solve(&ready, true),
        expect![[r#"
        ticket #1: resolved_at=03-02 10:00, resolution=换了发热盘
        ticket #1: state open -> resolved
    "#]],
    );
}

#[test]
fn waiting_for_the_customer_stops_the_clock_and_their_answer_moves_it() {
    let waiting = state_after(&promised(), TicketState::WaitingCustomer, march(2, 11, 30));
    assert_eq!(due(waiting.paused_at), "03-02 11:30");
    // 11:30 to 14:00 is an hour and a half of open time: lunch does not count.
    let edits = at(march(2, 14, 0), |ctx| heard(&waiting, Some(&terms()), ctx));
    check(
        Ok(edits),
        expect![[r#"
        ticket it: first_due=03-02 14:30, resolve_due=03-04 11:30, paused_at=none, paused_total_ms=5400000
        ticket it: state waiting_customer -> open
    "#]],
    );
}

#[test]
fn a_resolved_ticket_stands_still_until_it_is_opened_again() {
    let solved = state_after(&promised(), TicketState::Resolved, march(2, 11, 0));
    check(
        go(&solved, TicketState::Open, march(3, 11, 0)),
        expect![[r#"
        ticket it: first_due=03-03 12:00, resolve_due=03-05 10:00, resolved_at=none, paused_total_ms=39600000
        ticket it: state resolved -> open
    "#]],
    );
}

#[test]
fn closing_keeps_when_it_was_resolved() {
    let solved = state_after(&promised(), TicketState::Resolved, march(2, 11, 0));
    assert_eq!(state_after(&solved, TicketState::Closed, march(5, 11, 0)).resolved_at, Some(march(2, 11, 0)));
}

#[test]
fn the_first_answer_keeps_the_first_promise_and_the_next_words_start_the_next() {
    let answered = applied(&promised(), &at(march(2, 10, 20), |ctx| replied(&promised(), ctx))).expect("readable");
    check(
        Ok(at(march(2, 15, 0), |ctx| heard(&answered, Some(&terms()), ctx))),
        expect![[r#"
        ticket it: next_due=03-02 19:00
    "#]],
    );
}

#[test]
fn words_about_a_closed_ticket_change_nothing() {
    let closed = Ticket { state: TicketState::Closed, ..ticket() };
    check(
        Ok(now(|ctx| heard(&closed, None, ctx))),
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn every_way_is_made_of_allowed_steps() {
    for from in TicketState::ALL {
        for to in TicketState::ALL {
            let way = from.way(*to);
            let mut at = *from;
            for next in &way {
                assert!(machine::allowed(field::ticket::state, at.as_str(), next.as_str()), "{from:?} to {to:?} over {next:?}");
                at = *next;
            }
            let end = if *to == TicketState::New && at != TicketState::New { TicketState::Open } else { *to };
            assert_eq!(at, end, "{from:?} to {to:?}");
        }
    }
}

#[test]
fn the_machine_knows_words_that_are_no_state() {
    let state = field::ticket::state;
    assert!(machine::allowed(state, "", "open"));
    assert!(!machine::allowed(state, "open", "gone"));
    assert!(!machine::allowed(state, "gone", "open"));
    assert!(!machine::allowed(state, "new", "closed"));
    assert!(machine::allowed(field::conversation::state, "ended", "open"));
}

proptest! {
    #[test]
    fn pausing_and_resuming_at_once_changes_nothing(minutes in 0i64..100_000) {
        let moment = NOW + minutes * MINUTE;
        let paused = state_after(&promised(), TicketState::WaitingCustomer, moment);
        let resumed = state_after(&paused, TicketState::Open, moment);
        prop_assert_eq!(resumed, promised());
    }

    #[test]
    fn a_pause_keeps_the_business_time_that_was_left(before in 0i64..3_000, pause in 0i64..20_000) {
        let (stop, go_on) = (NOW + before * MINUTE, NOW + (before + pause) * MINUTE);
        let hours = terms().hours;
        let resumed = state_after(&state_after(&promised(), TicketState::WaitingCustomer, stop), TicketState::Open, go_on);
        let left = |due: Option<Millis>, from| hours.between(from, due.expect("promised"));
        let late = promised().resolve_due.expect("promised") < stop;
        prop_assert!(late || left(resumed.resolve_due, go_on) == left(promised().resolve_due, stop));
    }

    #[test]
    fn many_short_pauses_move_a_promise_like_one_long_one(cuts in proptest::collection::vec(1i64..2_000, 1..5)) {
        let mut split = state_after(&promised(), TicketState::WaitingCustomer, NOW);
        let mut moment = NOW;
        for cut in cuts {
            moment += cut * MINUTE;
            split = state_after(&split, TicketState::Open, moment);
            split = state_after(&split, TicketState::WaitingCustomer, moment);
        }
        let whole = state_after(&promised(), TicketState::WaitingCustomer, NOW);
        let end = moment + HOUR;
        prop_assert_eq!(state_after(&split, TicketState::Open, end).resolve_due, state_after(&whole, TicketState::Open, end).resolve_due);
    }

    #[test]
    fn no_run_of_steps_leaves_an_impossible_ticket(steps in proptest::collection::vec((0..TicketState::ALL.len(), 0i64..3 * DAY), 0..20)) {
        let mut ticket = promised();
        let mut moment = NOW;
        for (state, wait) in steps {
            moment += wait;
            if let Ok(edits) = go(&ticket, TicketState::ALL[state], moment) {
                ticket = applied(&ticket, &edits).expect("readable");
            }
            prop_assert_eq!(ticket.paused_at.is_some(), ticket.state == TicketState::WaitingCustomer);
            prop_assert_eq!(ticket.resolved_at.is_some(), !ticket.state.is_live());
            prop_assert!(ticket.paused_total_ms >= 0);
        }
    }
}
