//! Tickets are opened, filled in and changed.

use domain::ticket::{
    CheckChange, HandOver, NewTicket, Priority, Ticket, TicketChange, assign, check as tick, hand_over, number, open, snooze, tag, update, watch,
};
use domain::ticket_type::{FieldForm, FieldSchema, TypeChange, field_value, save};
use domain::time::{DAY, HOUR};
use expect_test::expect;
use proptest::prelude::*;

use crate::kit::*;
use crate::promises::terms;

#[test]
fn a_number_is_shop_device_and_counter() {
    assert_eq!(number("HZ02", "A", 1842), "HZ02A-1842");
}

#[test]
fn a_new_ticket_takes_fields_lines_department_and_promises_from_its_type() {
    let new =
        NewTicket {
            fields: [("price".into(), "￥1,299.5".into()), ("warranty".into(), String::new())].into(), tags: vec!["#急".into()], ..plain()
        };
    check_made(
        now(|ctx| open(new, Some(&repair_type()), Some(&terms()), ctx)),
        expect![[r#"
        ticket #1: number=HZ02A-1, subject=电饭煲不加热, kind=type, priority=normal, customer=customer, shop=shop, department=repairs, opened_at=03-02 10:00, opened_by=me, first_due=03-02 12:00, resolve_due=03-04 10:00, paused_total_ms=0
        ticket #1: state  -> new
        ticket #1: tags + 急
        ticket #1: fields[price]=1299.50
        ticket #1: checklist[#2]={"text":"试机","done":false,"required":true,"position":0,"done_by":null,"done_at":null}
        ticket #1: checklist[#3]={"text":"拍照留底","done":false,"required":false,"position":1,"done_by":null,"done_at":null}
    "#]],
    );
}

#[test]
fn a_ticket_given_to_somebody_is_open_at_once() {
    assert_eq!(ticket().state.as_str(), "open");
}

#[test]
fn a_ticket_without_subject_is_refused() {
    check_made(
        now(|ctx| open(NewTicket { subject: " \n".into(), ..plain() }, None, None, ctx)),
        expect![[r#"
        no: text.empty
          「标题」还没写
          Subject is still empty
    "#]],
    );
}

#[test]
fn a_field_that_the_type_lacks_is_refused() {
    let new = NewTicket { fields: [("colour".into(), "red".into())].into(), ..plain() };
    check_made(
        now(|ctx| open(new, Some(&repair_type()), None, ctx)),
        expect![[r#"
        no: ticket.field_unknown
          这类工单没有「colour」这一项，换个类型或去掉这一项
          This type of ticket has no field “colour”. Choose another type or leave it out
    "#]],
    );
}

#[test]
fn a_choice_that_is_none_is_refused() {
    let new = NewTicket { fields: [("warranty".into(), "不知道".into())].into(), ..plain() };
    check_made(
        now(|ctx| open(new, Some(&repair_type()), None, ctx)),
        expect![[r#"
        no: ticket.field_form
          「保修」要从选项里挑一个，现在写的是「不知道」
          “保修” needs one of its choices; it says “不知道”
    "#]],
    );
}

fn field(form: FieldForm, text: &str) -> String {
    let schema = FieldSchema { key: "k".into(), label: "项".into(), form, required: false, choices: vec!["甲".into()], hint: String::new() };
    field_value(&schema, text).unwrap_or_else(|no| no.rule.to_owned())
}

#[test]
fn field_values_are_kept_in_one_form() {
    let cases = [
        (FieldForm::Number, "１２.５０"),
        (FieldForm::Number, "-0"),
        (FieldForm::Number, "+7"),
        (FieldForm::Number, "1e9"),
        (FieldForm::Number, "1."),
        (FieldForm::Money, "¥399"),
        (FieldForm::Money, "12.5元"),
        (FieldForm::Money, "1.999"),
        (FieldForm::Money, "-20"),
        (FieldForm::Date, "2026年3月5日"),
        (FieldForm::Date, "2026/3/5"),
        (FieldForm::Date, "2026-02-30"),
        (FieldForm::Date, "明天"),
        (FieldForm::Flag, "是"),
        (FieldForm::Flag, "No"),
        (FieldForm::Flag, "大概"),
        (FieldForm::Phone, "１３８ ０００１ ５６７８"),
        (FieldForm::Phone, "12345"),
        (FieldForm::Order, "so 2026-0001"),
        (FieldForm::Order, "订单一"),
        (FieldForm::Choice, "甲"),
        (FieldForm::Choice, "乙"),
        (FieldForm::Text, " a\nb "),
    ];
    let lines: Vec<String> = cases.iter().map(|(form, text)| format!("{} {text:?} -> {}", form.as_str(), field(*form, text))).collect();
    expect![[r#"
        number "１２.５０" -> 12.5
        number "-0" -> 0
        number "+7" -> 7
        number "1e9" -> ticket.field_form
        number "1." -> ticket.field_form
        money "¥399" -> 399.00
        money "12.5元" -> 12.50
        money "1.999" -> ticket.field_form
        money "-20" -> -20.00
        date "2026年3月5日" -> 2026-03-05
        date "2026/3/5" -> 2026-03-05
        date "2026-02-30" -> ticket.field_form
        date "明天" -> ticket.field_form
        flag "是" -> true
        flag "No" -> false
        flag "大概" -> ticket.field_form
        phone "１３８ ０００１ ５６７８" -> 13800015678
        phone "12345" -> customer.phone
        order "so 2026-0001" -> SO2026-0001
        order "订单一" -> ticket.field_form
        choice "甲" -> 甲
        choice "乙" -> ticket.field_form
        text " a\nb " -> a b"#]]
    .assert_eq(&lines.join("\n"));
}

proptest! {
    #[test]
    fn a_kept_number_reads_as_itself(text in "[-+]?[0-9]{1,9}(\\.[0-9]{1,4})?") {
        let once = field(FieldForm::Number, &text);
        prop_assert_eq!(field(FieldForm::Number, &once), once.clone());
        prop_assert_eq!(once.parse::<f64>().ok(), text.parse::<f64>().ok().map(|n| n + 0.0));
    }

    #[test]
    fn no_field_form_panics(text in any::<String>(), form in 0..FieldForm::ALL.len()) {
        field(FieldForm::ALL[form], &text);
    }
}

#[test]
fn only_what_differs_is_written() {
    let change = TicketChange { subject: Some("电饭煲不加热".into()), description: Some("插上没反应".into()), ..TicketChange::default() };
    check(
        now(|ctx| update(&ticket(), None, change, None, ctx)),
        expect![[r#"
        ticket it: description=插上没反应
    "#]],
    );
}

#[test]
fn a_higher_priority_promises_anew_from_the_opening() {
    let start: Ticket = born(now(|ctx| open(plain(), None, Some(&terms()), ctx)));
    let change = TicketChange { priority: Some(Priority::Urgent), ..TicketChange::default() };
    check(
        at(NOW + HOUR, |ctx| update(&start, None, change, Some(&terms()), ctx)),
        expect![[r#"
        ticket #1: priority=urgent, first_due=03-02 10:10, resolve_due=03-02 15:00
    "#]],
    );
}

#[test]
fn changing_the_type_twice_doubles_no_line() {
    let change = || TicketChange { kind: Some(TYPE), ..TicketChange::default() };
    let once = after(&ticket(), &now(|ctx| update(&ticket(), Some(&repair_type()), change(), None, ctx)));
    let back = Ticket { kind: None, ..once.clone() };
    let twice = after(&back, &now(|ctx| update(&back, Some(&repair_type()), change(), None, ctx)));
    assert_eq!((once.checklist.0.len(), twice.checklist), (2, once.checklist));
}

#[test]
fn the_first_assignment_opens_a_new_ticket() {
    let start: Ticket = born(now(|ctx| open(plain(), None, None, ctx)));
    check(
        now(|ctx| assign(&start, Some(COLLEAGUE), None, ctx)),
        expect![[r#"
        ticket #1: assignee=colleague
        ticket #1: state new -> open
    "#]],
    );
    check(
        now(|ctx| assign(&ticket(), None, None, ctx)),
        expect![[r#"
        ticket it: assignee=none
    "#]],
    );
}

#[test]
fn a_hand_over_waits_for_others_asks_watches_and_reminds() {
    let hand = HandOver { department: REPAIRS, staff: Some(COLLEAGUE), ask: "换发热盘".into(), due: Some(march(3, 18, 0)) };
    check(
        now(|ctx| hand_over(&ticket(), hand, None, ctx)),
        expect![[r#"
        ticket it: department=repairs, assignee=colleague
        ticket it: state open -> waiting_other
        ticket it: watchers + me
        message #1: author_kind=staff, author=me, audience=colleagues, form=text, text=换发热盘, attachments=[], at=03-02 10:00, mentions=["00000000-00c8-7000-8000-000000000002"], ticket=it, recalled=false
        reminder #2: staff=me, about=it, about_noun=ticket, due=03-03 18:00, note=换发热盘
    "#]],
    );
}

#[test]
fn a_hand_over_says_what_to_do() {
    let hand = HandOver { department: REPAIRS, staff: None, ask: String::new(), due: None };
    check(
        now(|ctx| hand_over(&ticket(), hand, None, ctx)),
        expect![[r#"
        no: text.empty
          「要对方做什么」还没写
          What to do is still empty
    "#]],
    );
}

#[test]
fn a_hand_over_to_where_it_is_is_refused() {
    let there = Ticket { department: Some(REPAIRS), assignee: None, ..ticket() };
    let hand = HandOver { department: REPAIRS, staff: None, ask: "看看".into(), due: None };
    refused(now(|ctx| hand_over(&there, hand, None, ctx)), "ticket.already_there");
}

#[test]
fn lines_are_ticked_reworded_added_and_removed() {
    let start: Ticket = born(now(|ctx| open(plain(), Some(&repair_type()), None, ctx)));
    let key = |text: &str| start.checklist.0.iter().find(|(_, item)| item.text == text).expect("the line is there").0.clone();
    let change = |change: CheckChange| now(|ctx| tick(&start, &change, ctx));
    check(
        change(CheckChange::Tick { key: key("试机"), done: true }),
        expect![[r#"
        ticket #1: checklist[#2]={"text":"试机","done":true,"required":true,"position":0,"done_by":"00000000-00c8-7000-8000-000000000001","done_at":1772416800000}
    "#]],
    );
    check(
        change(CheckChange::Tick { key: key("试机"), done: false }),
        expect![[r#"
        nothing
    "#]],
    );
    check(
        change(CheckChange::Reword { key: key("试机"), text: "试机三分钟".into() }),
        expect![[r#"
        ticket #1: checklist[#2]={"text":"试机三分钟","done":false,"required":true,"position":0,"done_by":null,"done_at":null}
    "#]],
    );
    check(
        change(CheckChange::Add { text: "擦干净".into(), required: false }),
        expect![[r#"
        ticket #1: checklist[#2]={"text":"擦干净","done":false,"required":false,"position":2,"done_by":null,"done_at":null}
    "#]],
    );
    check(
        change(CheckChange::Remove { key: key("拍照留底") }),
        expect![[r#"
        ticket #1: checklist[#2]=none
    "#]],
    );
    check(
        change(CheckChange::Remove { key: key("试机") }),
        expect![[r#"
        no: ticket.check_required
          「试机」是必做的，删不了；做完打勾就行
          “试机” is required and stays. Tick it when it is done
    "#]],
    );
    check(
        change(CheckChange::Tick { key: "gone".into(), done: true }),
        expect![[r#"
        no: ticket.check_gone
          这一条已经被别人删了，刷新看看
          Somebody has removed this line. Look again
    "#]],
    );
}

#[test]
fn tags_are_cleaned_and_counted() {
    check(
        tag(&ticket(), &["＃急件".into(), "急件".into()], &["没有的".into()]),
        expect![[r#"
        ticket it: tags + 急件
    "#]],
    );
    let many: Vec<String> = (0..31).map(|n| format!("标签{n}")).collect();
    check(
        tag(&ticket(), &many, &[]),
        expect![[r#"
        no: tag.too_many
          最多 30 个标签，这样就有 31 个了，先去掉几个
          30 tags at most; this would make 31. Remove some first
    "#]],
    );
    check(
        tag(&ticket(), &["长".repeat(41)], &[]),
        expect![[r#"
        no: text.too_long
          「标签」最多 40 字，现在 41 字，删短些再存
          Tag is 41 characters long; the limit is 40. Shorten it
    "#]],
    );
}

#[test]
fn watching_twice_is_watching_once() {
    check(
        watch(&ticket(), ME, true),
        expect![[r#"
        ticket it: watchers + me
    "#]],
    );
    let watched = after(&ticket(), &watch(&ticket(), ME, true));
    check(
        watch(&watched, ME, true),
        expect![[r#"
        nothing
    "#]],
    );
    check(
        watch(&watched, ME, false),
        expect![[r#"
        ticket it: watchers - me
    "#]],
    );
}

#[test]
fn sleep_ends_later_than_now_and_within_ninety_days() {
    let sleep = |until| now(|ctx| snooze(&ticket(), Some(until), ctx));
    check(
        sleep(NOW + DAY),
        expect![[r#"
        ticket it: snoozed_until=03-03 10:00
    "#]],
    );
    check(
        sleep(NOW),
        expect![[r#"
        no: snooze.past
          这个时间已经过了，换一个以后的时间
          That time has passed. Choose a later one
    "#]],
    );
    check(
        sleep(NOW + 91 * DAY),
        expect![[r#"
        no: snooze.far
          最多推后 90 天，换一个近些的时间
          90 days at most. Choose an earlier time
    "#]],
    );
}

#[test]
fn a_type_needs_keys_apart_and_choices_to_choose_from() {
    let schema = |key: &str, label: &str, form| FieldSchema {
        key: key.into(),
        label: label.into(),
        form,
        required: false,
        choices: vec![],
        hint: String::new(),
    };
    let kind = |fields| TypeChange { name: "退货".into(), fields, ..TypeChange::default() };
    let two = vec![schema("a", "甲", FieldForm::Text), schema("a", "乙", FieldForm::Text)];
    check_made(
        now(|ctx| save(None, kind(two), ctx)),
        expect![[r#"
        no: ticket_type.field_twice
          「乙」写了两次，改一个名字或代号
          “乙” stands twice. Change one label or key
    "#]],
    );
    check_made(
        now(|ctx| save(None, kind(vec![schema("a", "甲", FieldForm::Choice)]), ctx)),
        expect![[r#"
        no: ticket_type.choices
          「甲」要有 1 到 100 个选项，现在有 0 个
          “甲” needs 1 to 100 choices; it has 0
    "#]],
    );
    check_made(
        now(|ctx| save(None, kind(vec![schema("甲", "甲", FieldForm::Text)]), ctx)),
        expect![[r#"
        no: ticket_type.field_key
          「甲」的代号要用 1 到 40 个小写字母、数字或下划线
          The key of “甲” takes 1 to 40 lower-case letters, digits or underscores
    "#]],
    );
    check_made(
        now(|ctx| save(None, kind(vec![schema("a", "甲", FieldForm::Text)]), ctx)),
        expect![[r#"
        ticket_type #1: name=退货, fields=[{"key":"a","label":"甲","form":"text","required":false,"choices":[],"hint":""}], checklist=[], archived=false, position=0
    "#]],
    );
}
