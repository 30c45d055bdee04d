//! Shops, departments, settings, ratings, reminders, saved views.

use domain::Noun;
use domain::rating::{NewRating, Rating, give};
use domain::reminder::{Reminder, done, set};
use domain::shop::*;
use domain::time::{DAY, HOUR};
use domain::view::{self, Filter, View, ViewChange, ViewOf, Whose};
use expect_test::expect;

use crate::kit::*;

fn shop_change(code: &str) -> ShopChange {
    ShopChange {
        code: code.into(),
        name: "西湖店".into(),
        address: String::new(),
        phone: "400-820-0000".into(),
        utc_offset_min: CHINA_OFFSET_MIN,
        calendar: None,
        closed: false,
    }
}

#[test]
fn a_shops_code_has_one_form_stands_once_and_stays() {
    let lines: Vec<String> = ["hz02", "H", "HZ-02", "ＨＺ０２", "HZ00002", "杭州"]
        .iter()
        .map(|text| format!("{text:?} -> {}", code(text).unwrap_or_else(|no| no.rule.to_owned())))
        .collect();
    expect![[r#"
        "hz02" -> HZ02
        "H" -> shop.code
        "HZ-02" -> shop.code
        "ＨＺ０２" -> HZ02
        "HZ00002" -> shop.code
        "杭州" -> shop.code"#]]
    .assert_eq(&lines.join("\n"));
    let shop: Shop = born(now(|ctx| save(None, shop_change("hz02"), &[], ctx)));
    check_made(
        now(|ctx| save(None, shop_change("HZ02"), std::slice::from_ref(&shop), ctx)),
        expect![[r#"
        no: shop.code_taken
          HZ02 是「西湖店」的代号，换一个
          HZ02 is the code of “西湖店”. Choose another
    "#]],
    );
    check_made(
        now(|ctx| save(Some(&shop), shop_change("HZ03"), &[], ctx)),
        expect![[r#"
        no: shop.code_fixed
          门店代号 HZ02 已经印在工单号里，改不了
          The code HZ02 stands in ticket numbers and cannot change
    "#]],
    );
    check_made(
        now(|ctx| save(Some(&shop), ShopChange { closed: true, ..shop_change("") }, &[], ctx)),
        expect![[r#"
        shop #1: closed=true
    "#]],
    );
    refused(now(|ctx| save(None, ShopChange { utc_offset_min: 9_999, ..shop_change("AB") }, &[], ctx)), "shop.offset");
}

#[test]
fn a_department_stands_once_in_its_shop() {
    let change = |shop| DepartmentChange { name: "维修".into(), shop, ..DepartmentChange::default() };
    let first: Department = born(now(|ctx| save_department(None, change(Some(SHOP)), &[], ctx)));
    let all = [first];
    check_made(
        now(|ctx| save_department(None, change(Some(SHOP)), &all, ctx)),
        expect![[r#"
        no: department.name_taken
          这里已经有「维修」，换个名字
          There is a “维修” here already. Choose another name
    "#]],
    );
    assert!(now(|ctx| save_department(None, change(Some(OTHER_SHOP)), &all, ctx)).is_ok());
}

#[test]
fn settings_have_bounds_and_a_usual_value() {
    check(
        save_organisation(None, "青禾生活", &[("undo_send_ms", 8_000)]),
        expect![[r#"
        organisation #1: name=青禾生活
        organisation #1: settings[undo_send_ms]=8000
    "#]],
    );
    check(
        save_organisation(None, "青禾生活", &[("idle_lock_min", 0)]),
        expect![[r#"
        no: organisation.setting_range
          「多久没动就锁屏（分钟）」要在 1 到 240 之间，现在是 0
          “Lock after idle minutes” lies between 1 and 240; this is 0
    "#]],
    );
    refused(save_organisation(None, "青禾生活", &[("colour", 1)]), "organisation.setting");
    let settings = [("idle_lock_min".to_owned(), "soon".to_owned()), ("undo_send_ms".to_owned(), "8000".to_owned())].into();
    let chain = Organisation { id: ORGANISATION, name: "青禾生活".into(), settings };
    assert_eq!(["idle_lock_min", "undo_send_ms", "password_days", "colour"].map(|key| chain.setting(key)), [10, 8_000, 0, 0]);
}

#[test]
fn a_rating_is_one_to_five_and_once() {
    let rate = |score, given: Option<&Rating>| {
        let new = NewRating {
            noun: Noun::Ticket,
            about: CONVERSATION,
            score,
            comment: " 很快 ".into(),
            customer: Some(CUSTOMER),
            staff: Some(ME),
            shop: Some(SHOP),
        };
        now(|ctx| give(new, given, ctx))
    };
    check_made(
        rate(5, None),
        expect![[r#"
        rating #1: about=it, about_noun=ticket, customer=customer, score=5, comment=很快, at=03-02 10:00, staff=me, shop=shop
    "#]],
    );
    check_made(
        rate(6, None),
        expect![[r#"
        no: rating.score
          评分是 1 到 5 分，现在是 6
          A rating is 1 to 5; this is 6
    "#]],
    );
    check_made(
        rate(4, Some(&born(rate(5, None)))),
        expect![[r#"
        no: rating.twice
          已经评过 5 分，一次只评一回
          Rated 5 already. One rating each
    "#]],
    );
    let odd = NewRating { noun: Noun::Shop, about: SHOP, score: 5, comment: String::new(), customer: None, staff: None, shop: None };
    refused(now(|ctx| give(odd, None, ctx)), "rating.about");
}

#[test]
fn a_reminder_lies_ahead_says_what_and_is_its_owners() {
    let note: Reminder = born(now(|ctx| set(None, NOW + HOUR, "回电话", ctx)));
    check(
        now(|ctx| done(&note, ctx)),
        expect![[r#"
        reminder #1: done_at=03-02 10:00
    "#]],
    );
    check(
        by(Some(COLLEAGUE), NOW, |ctx| done(&note, ctx)),
        expect![[r#"
        no: reminder.not_yours
          这是同事的提醒，由 TA 自己来完成
          This is a colleague's reminder. They tick it off themselves
    "#]],
    );
    refused(now(|ctx| set(None, NOW + HOUR, " ", ctx)), "reminder.empty");
    refused(now(|ctx| set(None, NOW, "回电话", ctx)), "reminder.due");
    refused(now(|ctx| set(None, NOW + 400 * DAY, "回电话", ctx)), "reminder.due");
    assert_eq!(born::<Reminder>(now(|ctx| set(Some((Noun::Ticket, CONVERSATION)), NOW + 1, "", ctx))).about_noun(), Some(Noun::Ticket));
}

#[test]
fn everybody_has_six_ticket_views() {
    let line = |view: view::BuiltinView| {
        format!("{} {} {}: {}", view.key, view.zh, view.en, serde_json::to_string(&view.filter).expect("a filter is plain data"))
    };
    let lines: Vec<String> = view::ticket_views(NOW).into_iter().map(line).collect();
    expect![[r#"
        mine 我的工单 My tickets: {"text":"","states":[],"priorities":[],"channels":[],"kinds":[],"shops":[],"departments":[],"assignee":"me","watching":false,"tags":[],"customer":null,"opened_after":null,"opened_before":null,"resolved_after":null,"due_soon":false,"live_only":true,"sort":"urgent"}
        due_soon 快到时限 Due soon: {"text":"","states":[],"priorities":[],"channels":[],"kinds":[],"shops":[],"departments":[],"assignee":null,"watching":false,"tags":[],"customer":null,"opened_after":null,"opened_before":null,"resolved_after":null,"due_soon":true,"live_only":true,"sort":"urgent"}
        unassigned 没人接的 Unassigned: {"text":"","states":[],"priorities":[],"channels":[],"kinds":[],"shops":[],"departments":[],"assignee":"nobody","watching":false,"tags":[],"customer":null,"opened_after":null,"opened_before":null,"resolved_after":null,"due_soon":false,"live_only":true,"sort":"oldest"}
        waiting_other 等别处 Waiting for others: {"text":"","states":["waiting_other"],"priorities":[],"channels":[],"kinds":[],"shops":[],"departments":[],"assignee":null,"watching":false,"tags":[],"customer":null,"opened_after":null,"opened_before":null,"resolved_after":null,"due_soon":false,"live_only":true,"sort":null}
        resolved_today 今天解决的 Resolved today: {"text":"","states":["resolved","closed"],"priorities":[],"channels":[],"kinds":[],"shops":[],"departments":[],"assignee":null,"watching":false,"tags":[],"customer":null,"opened_after":null,"opened_before":null,"resolved_after":1772416800000,"due_soon":false,"live_only":false,"sort":"updated"}
        all 全部工单 All tickets: {"text":"","states":[],"priorities":[],"channels":[],"kinds":[],"shops":[],"departments":[],"assignee":null,"watching":false,"tags":[],"customer":null,"opened_after":null,"opened_before":null,"resolved_after":null,"due_soon":false,"live_only":false,"sort":null}"#]].assert_eq(&lines.join("\n"));
}

#[test]
fn ones_own_views_are_ones_own_and_shared_ones_the_managers() {
    let change = |shared| ViewChange {
        name: "等我的退款".into(),
        of: ViewOf::Ticket,
        filter: Filter { text: " 退款\n".into(), assignee: Some(Whose::Me), ..Filter::default() },
        shared,
        columns: vec![],
        position: 0,
        shop: None,
    };
    let mine: View = born(now(|ctx| view::save(None, change(false), false, ctx)));
    assert_eq!((mine.filter.text.as_str(), mine.owner), ("退款", Some(ME)));
    check_made(
        now(|ctx| view::save(None, change(true), false, ctx)),
        expect![[r#"
        no: view.shared
          共用的视图由店长或主管来改，可以另存成自己的
          Shared views are kept by managers. Save one for yourself instead
    "#]],
    );
    check(
        by(Some(COLLEAGUE), NOW, |ctx| view::delete(&mine, true, ctx)),
        expect![[r#"
        no: view.not_yours
          这是同事自己的视图，另存一个再改
          This view belongs to a colleague. Save your own and change that
    "#]],
    );
    let shared: View = born(now(|ctx| view::save(None, change(true), true, ctx)));
    refused(by(Some(COLLEAGUE), NOW, |ctx| view::delete(&shared, false, ctx)), "view.shared");
    check(
        by(Some(COLLEAGUE), NOW, |ctx| view::delete(&shared, true, ctx)),
        expect![[r#"
        view #1: deleted
    "#]],
    );
}
