//! Reminders for oneself: set, listed with what they are about, ticked off.

use domain::time::{DAY, HOUR};
use expect_test::expect;
use serde_json::{Value as Json, json};

use crate::common::{Installation, MONDAY_TEN, check, lines, text};

#[tokio::test]
async fn a_reminder_tells_what_it_is_about_and_goes_when_it_is_done() {
    let at = Installation::new().await;
    let customer = at.call("customer.create", json!({ "name": "张伟明" })).await["id"].clone();
    let talk = at.call("conversation.open", json!({ "customer": customer, "channel": "counter" })).await["id"].clone();
    let ticket = at.call("ticket.create", json!({ "subject": "换货" })).await["id"].clone();
    let set = async |noun: Json, about: &Json, due: i64, note: &str| {
        at.call("reminder.set", json!({ "noun": noun, "about": about, "due": due, "note": note })).await
    };
    set(json!("ticket"), &ticket, MONDAY_TEN + 2 * HOUR, "问仓库").await;
    set(json!("conversation"), &talk, MONDAY_TEN + HOUR, "").await;
    let third = set(Json::Null, &Json::Null, MONDAY_TEN + 3 * HOUR, "交班").await;
    let list = async || {
        let line = |row: &Json| format!("{} | {} | {}", text(&row["title"]), text(&row["note"]), row["due"].as_i64().unwrap() - MONDAY_TEN);
        lines(&at.call("reminder.list", json!({})).await, line)
    };
    check(
        list().await,
        expect![[r#"
        张伟明 |  | 3600000
        HZ01A-1 换货 | 问仓库 | 7200000
         | 交班 | 10800000"#]],
    );
    at.call("reminder.done", third.clone()).await;
    at.call("reminder.done", third).await;
    check(
        list().await,
        expect![[r#"
        张伟明 |  | 3600000
        HZ01A-1 换货 | 问仓库 | 7200000"#]],
    );
}

#[tokio::test]
async fn a_reminder_lies_ahead_says_something_and_is_one_s_own() {
    let at = Installation::new().await;
    let clerk = at.person("lin", "林小雨", crate::common::role(crate::common::CLERK), &[at.shop]).await;
    let set = |due: i64, note: &str| json!({ "due": due, "note": note });
    let told = [
        at.refused("reminder.set", set(MONDAY_TEN, "交班")).await,
        at.refused("reminder.set", set(MONDAY_TEN + 400 * DAY, "交班")).await,
        at.refused("reminder.set", set(MONDAY_TEN + HOUR, " ")).await,
    ];
    check(
        told.join("\n"),
        expect![[r#"
        提醒时间要在以后的一年之内，换一个时间
        提醒时间要在以后的一年之内，换一个时间
        写一句要提醒什么"#]],
    );
    let mine = at.call("reminder.set", set(MONDAY_TEN + HOUR, "交班")).await;
    check(at.refused_to(&clerk, "reminder.done", mine).await, expect!["Refused: 这是同事的提醒，由 TA 自己来完成"]);
    assert_eq!(at.as_person(&clerk, "reminder.list", json!({})).await.unwrap(), json!([]));
}

#[tokio::test]
async fn a_reminder_tells_nothing_of_what_moved_to_another_shop() {
    let at = Installation::new().await;
    let (_, clerk) = at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    let talk = at.as_person(&clerk, "conversation.open", json!({ "channel": "counter" })).await.unwrap()["id"].clone();
    let customer = at.call("customer.create", json!({ "name": "张伟明" })).await["id"].clone();
    at.call("conversation.set_customer", json!({ "id": talk, "customer": customer })).await;
    let set = json!({ "noun": "conversation", "about": talk, "due": MONDAY_TEN + HOUR, "note": "回电话" });
    at.as_person(&clerk, "reminder.set", set).await.unwrap();
    let title = async || text(&at.as_person(&clerk, "reminder.list", json!({})).await.unwrap()[0]["title"]);
    assert_eq!(title().await, "张伟明");
    at.call("conversation.route", json!({ "id": talk, "shop": at.shop })).await;
    assert_eq!(title().await, "", "this shop does not see it any more");
}
