//! Who is at the desk: first run, passwords, the lock after wrong ones, the locked screen, and the till shared by PIN.

use app::desk::Caller;
use domain::time::{DAY, HOUR, MINUTE};
use domain::{Id, Lang};
use expect_test::expect;
use serde_json::{Value as Json, json};
use std::sync::Arc;

use crate::common::{Installation, MONDAY_TEN, OWN_PASSWORD, PASSWORD, both, check, desk_in, lines, organisation, outcome, text};

async fn sign_in(at: &Installation, account: &str, password: &str) -> String {
    outcome(at.signed_in(account, password).await.map(Json::from))
}

#[tokio::test]
async fn nothing_works_before_the_first_run_and_no_password_is_there_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(domain::time::FixedClock::at(MONDAY_TEN));
    let desk = desk_in(folder.path(), &clock).await.unwrap();
    let call = async |name: &str, input: Json| desk.call(Caller::default(), name, input).await;
    assert_eq!(call("setup.state", Json::Null).await.unwrap()["ready"], false);
    let mut told = vec![outcome(call("desk.state", json!({})).await)];
    for (account, password) in [("admin", "admin"), ("admin", ""), ("", ""), ("root", "root")] {
        told.push(outcome(call("session.sign_in", json!({ "account": account, "password": password })).await));
    }
    for password in ["", "admin", "12345678901", "Password123!", "admin-Qinghe-77", "Aa1-周岚-zhou-lan", "qinghe-shenghuo"] {
        told.push(format!("{password}: {}", outcome(call("setup.create", organisation(password)).await)));
    }
    check(
        told.join("\n"),
        expect![[r#"
        NotSetUp: 还没有设置好。先建公司、门店和管理员。
        NotSetUp: 还没有设置好。先建公司、门店和管理员。
        NotSetUp: 还没有设置好。先建公司、门店和管理员。
        NotSetUp: 还没有设置好。先建公司、门店和管理员。
        NotSetUp: 还没有设置好。先建公司、门店和管理员。
        : Refused: 密码要 10 到 128 位，现在 0 位
        admin: Refused: 密码要 10 到 128 位，现在 5 位
        12345678901: Refused: 大写、小写、数字、符号，至少用三种
        Password123!: Refused: 这个密码太常见，别人一猜就中，换一个
        admin-Qinghe-77: Refused: 密码里不要带账号或姓名，换一个
        Aa1-周岚-zhou-lan: Refused: 密码里不要带账号或姓名，换一个
        qinghe-shenghuo: Refused: 大写、小写、数字、符号，至少用三种"#]],
    );
    assert_eq!(desk.store().count(domain::Noun::Staff).await.unwrap(), 0, "nobody was made");

    let signed_in = call("setup.create", organisation(PASSWORD)).await.unwrap();
    assert_eq!((&signed_in["me"]["organisation"], &signed_in["me"]["must_change_password"]), (&json!("青禾生活"), &json!(false)));
    check(
        both(&call("setup.create", organisation(PASSWORD)).await.unwrap_err()),
        expect![[r#"
        Refused
        这里已经设置过了，直接登录就行。
        This is set up already. Sign in instead."#]],
    );
    assert_eq!(call("setup.state", Json::Null).await.unwrap()["ready"], true);
}

#[tokio::test]
async fn five_wrong_passwords_lock_for_fifteen_minutes_also_over_a_restart() {
    let at = Installation::new().await;
    at.person("lin", "林小雨", crate::common::role(crate::common::CLERK), &[at.shop]).await;
    at.pass(MINUTE);
    let mut told = Vec::new();
    for _ in 0..5 {
        told.push(sign_in(&at, "lin", "wrong-password-1").await);
    }
    told.push(sign_in(&at, " LIN ", OWN_PASSWORD).await);
    let at = at.restarted(5 * MINUTE).await;
    told.push(sign_in(&at, "lin", OWN_PASSWORD).await);
    let rows = at.call("staff.list", json!({})).await;
    let row = rows.as_array().unwrap().iter().find(|row| row["card"]["account"] == "lin").unwrap();
    assert_eq!(row["locked_until"], MONDAY_TEN + 16 * MINUTE, "managers see it");
    at.later(10 * MINUTE).await;
    told.push(sign_in(&at, "lin", OWN_PASSWORD).await);
    check(
        told.join("\n"),
        expect![[r#"
        Refused: 账号或密码不对。连续错 5 次会锁 15 分钟。
        Refused: 账号或密码不对。连续错 5 次会锁 15 分钟。
        Refused: 账号或密码不对。连续错 5 次会锁 15 分钟。
        Refused: 账号或密码不对。连续错 5 次会锁 15 分钟。
        Refused: 错的次数太多，账号锁着，还剩 15 分钟。忘了密码可以找管理员重设。
        Refused: 错的次数太多，账号锁着，还剩 15 分钟。忘了密码可以找管理员重设。
        Refused: 错的次数太多，账号锁着，还剩 10 分钟。忘了密码可以找管理员重设。
        done"#]],
    );
}

#[tokio::test]
async fn a_clock_set_back_does_not_take_the_lock_off() {
    let at = Installation::new().await;
    at.person("lin", "林小雨", crate::common::role(crate::common::CLERK), &[at.shop]).await;
    at.pass(-DAY);
    let mut told = Vec::new();
    for _ in 0..6 {
        told.push(sign_in(&at, "lin", "wrong-password-1").await);
    }
    assert!(told[5].contains("账号锁着"), "{told:?}");
}

#[tokio::test]
async fn a_new_password_ends_the_sessions_of_whoever_knew_the_old_one() {
    let at = Installation::new().await;
    let here = at.person("lin", "林小雨", crate::common::role(crate::common::CLERK), &[at.shop]).await;
    let elsewhere = at.signed_in("lin", OWN_PASSWORD).await.unwrap();
    let change = json!({ "old": OWN_PASSWORD, "new": "huan-le-yi-ge-88" });
    at.as_person(&here, "session.set_password", change).await.unwrap();
    let me = async |session: &str| at.as_person(session, "session.me", json!({})).await.is_ok();
    assert_eq!((me(&here).await, me(&elsewhere).await), (true, false));
}

#[tokio::test]
async fn a_new_one_time_password_ends_the_lock_and_must_be_changed_at_once() {
    let at = Installation::new().await;
    let session = at.person("lin", "林小雨", crate::common::role(crate::common::CLERK), &[at.shop]).await;
    at.pass(MINUTE);
    for _ in 0..5 {
        sign_in(&at, "lin", "wrong-password-1").await;
    }
    at.pass(MINUTE);
    let lin = at.staff("lin").await;
    let once = text(&at.call("staff.reset_password", json!({ "id": lin })).await["password"]);
    check(at.refused_to(&session, "ticket.counts", json!({})).await, expect!["SignedOut: 还没有登录，或登录已过期。重新登录即可，写的内容都在。"]);
    assert_ne!(sign_in(&at, "lin", OWN_PASSWORD).await, "done", "the old one is over");
    let session = at.signed_in("lin", &once).await.unwrap();
    check(at.refused_to(&session, "ticket.counts", json!({})).await, expect!["MustChangePassword: 这是一次性密码，先换成自己的。"]);
    assert_eq!(at.as_person(&session, "session.me", json!({})).await.unwrap()["must_change_password"], true);
    let change = async |old: &str, new: &str| outcome(at.as_person(&session, "session.set_password", json!({ "old": old, "new": new })).await);
    let told = [
        change("wrong-password-1", "Other-Word-55").await,
        change(&once, &once).await,
        change(&once, "short-1A").await,
        change(&once, "lin-Zai-Men-Dian-1").await,
        change(&once, "Other-Word-55").await,
    ];
    check(
        told.join("\n"),
        expect![[r#"
        Refused: 账号或密码不对。连续错 5 次会锁 15 分钟。
        Refused: 新密码和旧的一样，换一个。
        Refused: 密码要 10 到 128 位，现在 8 位
        Refused: 密码里不要带账号或姓名，换一个
        done"#]],
    );
    at.as_person(&session, "ticket.counts", json!({})).await.unwrap();
}

#[tokio::test]
async fn nobody_learns_from_the_answer_who_exists() {
    let at = Installation::new().await;
    let (known, unknown) = (sign_in(&at, "admin", "wrong-password-1").await, sign_in(&at, "nobody", "wrong-password-1").await);
    assert_eq!(known, unknown);
    for _ in 0..4 {
        sign_in(&at, "nobody", "wrong-password-1").await;
    }
    check(sign_in(&at, "nobody", "wrong-password-1").await, expect!["Refused: 错的次数太多，账号锁着，还剩 15 分钟。忘了密码可以找管理员重设。"]);
}

#[tokio::test]
async fn a_screen_left_alone_locks_itself_and_opens_for_its_person() {
    let at = Installation::new().await;
    let lock_min = at.call("organisation.get", json!({})).await["idle_lock_min"].as_i64().unwrap();
    at.pass(lock_min * MINUTE);
    at.call("session.me", json!({})).await;
    at.pass(lock_min * MINUTE + 1);
    assert_eq!(at.call("desk.state", json!({})).await["sync"], "this_device_only", "the bar below stays alive");
    check(
        both(&at.try_call("session.me", json!({})).await.unwrap_err()),
        expect![[r#"
        Locked
        屏幕锁着。输入密码或 PIN 解锁，写的内容都在。
        The screen is locked. Unlock it with your password or PIN; what you wrote is kept."#]],
    );
    check(at.refused("session.unlock", json!({ "secret": "000000" })).await, expect!["账号或密码不对。连续错 5 次会锁 15 分钟。"]);
    at.call("session.unlock", json!({ "secret": PASSWORD })).await;
    at.call("session.lock", json!({})).await;
    assert_eq!(at.try_call("ticket.counts", json!({})).await.unwrap_err().code, app::error::Code::Locked);
    at.call("session.unlock", json!({ "secret": PASSWORD })).await;
    at.call("session.sign_out", json!({})).await;
    check(
        both(&at.try_call("session.me", json!({})).await.unwrap_err()),
        expect![[r#"
        SignedOut
        还没有登录，或登录已过期。重新登录即可，写的内容都在。
        You are not signed in, or the session has ended. Sign in again; what you wrote is kept."#]],
    );
}

#[tokio::test]
async fn a_session_ends_with_the_day_even_when_it_is_used() {
    let at = Installation::new().await;
    let mut hours = 0;
    let error = loop {
        at.pass(HOUR);
        match at.try_call("session.unlock", json!({ "secret": PASSWORD })).await {
            Ok(_) => hours += 1,
            Err(error) => break error,
        }
    };
    check(format!("{hours} h, {:?}", error.code), expect!["16 h, SignedOut"]);
}

#[tokio::test]
async fn a_till_is_handed_on_by_pin_among_those_who_proved_themselves_here() {
    let at = Installation::new().await;
    let clerk = at.person("lin", "林小雨", crate::common::role(crate::common::CLERK), &[at.shop]).await;
    let set = async |session: &str, pin: &str, password: &str| {
        outcome(at.as_person(session, "session.set_pin", json!({ "password": password, "pin": pin })).await)
    };
    let told = [
        set(&clerk, "123456", OWN_PASSWORD).await,
        set(&clerk, "48392", OWN_PASSWORD).await,
        set(&clerk, "483920", "wrong-password-1").await,
        set(&clerk, "４８３９２０", OWN_PASSWORD).await,
        set(&at.session, "730518", PASSWORD).await,
    ];
    check(
        told.join("\n"),
        expect![[r#"
        Refused: 这个 PIN 太好猜，别用重复或连着的数字
        Refused: PIN 要 6 位数字
        Refused: 账号或密码不对。连续错 5 次会锁 15 分钟。
        done
        done"#]],
    );
    let till = at.desk.call(Caller::default(), "session.till", Json::Null).await.unwrap();
    check(
        lines(&till, |card| text(&card["name"])),
        expect![[r#"
        林小雨
        周岚"#]],
    );
    let lin = at.staff("lin").await;
    let switch = async |staff: Id, pin: &str| {
        let caller = Caller::new(Some(at.session.clone()), Lang::Zh);
        at.desk.call(caller, "session.switch", json!({ "staff": staff, "pin": pin })).await
    };
    check(outcome(switch(lin, "730518").await), expect!["Refused: 账号或密码不对。连续错 5 次会锁 15 分钟。"]);
    let switched = switch(lin, "483920").await.unwrap();
    assert_eq!(switched["me"]["staff"]["name"], "林小雨");
    assert_eq!(at.try_call("session.me", json!({})).await.unwrap_err().code, app::error::Code::SignedOut, "the one before is out");
    let theirs = text(&switched["session"]);
    at.as_person(&theirs, "session.lock", json!({})).await.unwrap();
    at.as_person(&theirs, "session.unlock", json!({ "secret": "483920" })).await.unwrap();
    at.pass(MINUTE);
    for _ in 0..5 {
        switch(lin, "111222").await.unwrap_err();
    }
    check(outcome(switch(lin, "483920").await), expect!["Refused: 错的次数太多，账号锁着，还剩 15 分钟。忘了密码可以找管理员重设。"]);
    let at = at.restarted(0).await;
    check(
        at.refused("session.switch", json!({ "staff": lin, "pin": "483920" })).await,
        expect!["还没有登录，或登录已过期。重新登录即可，写的内容都在。"],
    );
}

#[tokio::test]
async fn someone_who_left_is_out_at_once_and_the_last_administrator_stays() {
    let at = Installation::new().await;
    let clerk = at.person("lin", "林小雨", crate::common::role(crate::common::CLERK), &[at.shop]).await;
    let (lin, me) = (at.staff("lin").await, at.staff("admin").await);
    let role = crate::common::role;
    let save =
        |id: Id, account: &str, role: Id| json!({ "id": id, "account": account, "name": "某某", "roles": [role], "shops": [], "disabled": true });
    at.call("staff.save", save(lin, "lin", role(crate::common::CLERK))).await;
    assert_eq!(at.as_person(&clerk, "session.me", json!({})).await.unwrap_err().code, app::error::Code::SignedOut);
    assert_ne!(sign_in(&at, "lin", OWN_PASSWORD).await, "done");
    check(at.refused("staff.save", save(me, "admin", role(4))).await, expect!["不能停用自己的账号，让别的管理员来"]);
    let roles = json!({ "id": me, "account": "admin", "name": "周岚", "roles": [role(crate::common::CLERK)], "shops": [at.shop] });
    check(at.refused("staff.save", roles).await, expect!["这是最后一位管理员，先让另一位同事当管理员"]);
    let twice = json!({ "account": "ADMIN", "name": "另一位", "roles": [role(crate::common::CLERK)], "shops": [at.shop] });
    check(at.refused("staff.save", twice).await, expect!["账号「admin」是「周岚」的，换一个"]);
}

#[tokio::test]
async fn passwords_grow_old_where_the_organisation_says_so() {
    let at = Installation::new().await;
    let save = json!({ "name": "青禾生活", "idle_lock_min": 10, "undo_send_ms": 5000, "password_days": 90 });
    at.call("organisation.save", save).await;
    let at = at.restarted(91 * 24 * HOUR).await;
    check(at.refused_to(&at.session, "ticket.counts", json!({})).await, expect!["MustChangePassword: 这是一次性密码，先换成自己的。"]);
    at.call("session.set_password", json!({ "old": PASSWORD, "new": OWN_PASSWORD })).await;
    at.call("ticket.counts", json!({})).await;
}
