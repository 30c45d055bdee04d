//! Conversations from a customer's first words to the end, on a real desk.

use std::time::Duration;

use crate::common::{Installation, MONDAY_TEN, id, text};
use domain::Id;
use domain::time::{MINUTE, SECOND};
use expect_test::expect;
use serde_json::{Value as Json, json};

async fn opened(at: &Installation, channel: &str, words: &str) -> Id {
    id(&at.call("conversation.open", json!({ "customer": null, "channel": channel, "shop": null, "text": words })).await["id"])
}

fn reply(id: Id, words: &str) -> Json {
    json!({ "id": id, "text": words, "audience": "customer", "reply_to": null })
}

async fn listed(at: &Installation, view: &str, words: &str) -> Json {
    let ask = json!({ "view": view, "channel": null, "saved": null, "text": words, "sort": null, "limit": 50 });
    at.call("conversation.list", ask).await
}

async fn deliveries(at: &Installation, id: Id) -> Vec<String> {
    let page = at.call("conversation.messages", json!({ "id": id, "before": null, "limit": 50 })).await;
    let messages = page["messages"].as_array().unwrap();
    messages.iter().map(|view| format!("{} {}", view["message"]["text"], view["message"]["delivery"])).collect()
}

async fn count(at: &Installation, view: &str) -> i64 {
    let counts = at.call("conversation.counts", json!({})).await;
    counts["views"].as_array().unwrap().iter().find(|count| count["key"] == view).unwrap()["count"].as_i64().unwrap()
}

#[tokio::test]
async fn a_walk_in_is_heard_answered_and_ended() {
    let at = Installation::new().await;
    let conversation = opened(&at, "counter", "电水壶漏水，能换吗").await;
    let row = &listed(&at, "waiting", "").await["rows"][0];
    expect!["电水壶漏水，能换吗 · 1 unread · customer"].assert_eq(&format!(
        "{} · {} unread · {}",
        text(&row["preview"]),
        row["unread"],
        text(&row["preview_from"])
    ));
    assert!(row["reply_due"].as_i64().unwrap() > MONDAY_TEN, "a reply is promised");

    at.pass(MINUTE);
    let said = at.call("conversation.say", reply(conversation, "能换，带小票来就行")).await;
    assert_eq!(said["held_until"], Json::Null, "at the counter words are said at once");
    expect![[r#"["\"电水壶漏水，能换吗\" null", "\"能换，带小票来就行\" \"sent\""]"#]]
        .assert_eq(&format!("{:?}", deliveries(&at, conversation).await));
    assert_eq!(count(&at, "waiting").await, 0);

    at.call("conversation.end", json!({ "id": conversation })).await;
    assert_eq!((count(&at, "open").await, count(&at, "ended_today").await, count(&at, "all").await), (0, 1, 1));
}

#[tokio::test]
async fn counts_agree_with_lists_in_every_view() {
    let at = Installation::new().await;
    for (channel, words) in [("counter", "一"), ("wecom", "二"), ("hotline", "三")] {
        let conversation = opened(&at, channel, words).await;
        at.pass(SECOND);
        if channel == "wecom" {
            at.call("conversation.say", reply(conversation, "在的")).await;
        }
        if channel == "hotline" {
            at.call("conversation.snooze", json!({ "id": conversation, "until": MONDAY_TEN + 60 * MINUTE })).await;
        }
    }
    for view in ["waiting", "mine", "mentioned", "snoozed", "unsent", "unassigned", "due_soon", "open", "ended_today", "all"] {
        let page = listed(&at, view, "").await;
        assert_eq!(page["total"], page["rows"].as_array().unwrap().len(), "{view}");
        assert_eq!(page["total"], count(&at, view).await, "{view}");
    }
    let counts = at.call("conversation.counts", json!({})).await;
    expect![[r#"[{"count":1,"key":"counter","late":0},{"count":1,"key":"wecom","late":0}]"#]].assert_eq(&counts["channels"].to_string());
}

#[tokio::test]
async fn a_reply_taken_back_is_gone_and_its_promise_runs_again() {
    let at = Installation::new().await;
    let conversation = opened(&at, "wechat_kf", "快递到哪了").await;
    let due = listed(&at, "open", "").await["rows"][0]["reply_due"].clone();
    at.pass(SECOND);
    let said = at.call("conversation.say", reply(conversation, "我查一下")).await;
    assert_eq!(listed(&at, "open", "").await["rows"][0]["reply_due"], Json::Null);
    let detail = at.call("conversation.get", json!({ "id": conversation })).await;
    assert_eq!((&detail["budget"]["left"], &detail["budget"]["of"]), (&json!(4), &json!(5)));

    at.call("conversation.unsend", json!({ "id": said["message"] })).await;
    assert_eq!(listed(&at, "open", "").await["rows"][0]["reply_due"], due);
    assert_eq!(deliveries(&at, conversation).await, [r#""快递到哪了" null"#]);
}

/// Waits until the conversation's last message stands so.
async fn until_delivery(at: &Installation, conversation: Id, wanted: &str) {
    let wait = async {
        while !deliveries(at, conversation).await.last().unwrap().ends_with(wanted) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), wait).await.expect("the message was never released");
}

#[tokio::test]
async fn a_held_reply_goes_when_its_time_is_over_and_then_waits_for_the_channel() {
    let at = Installation::new().await;
    let conversation = opened(&at, "app", "在吗").await;
    at.pass(SECOND);
    let said = at.call("conversation.say", reply(conversation, "在的")).await;
    assert_eq!(said["held_until"].as_i64().unwrap(), MONDAY_TEN + 6 * SECOND);
    at.pass(6 * SECOND);
    until_delivery(&at, conversation, r#""pending""#).await;
    expect!["已经发出去了，撤不回来；再发一条说明吧"].assert_eq(&at.refused("conversation.unsend", json!({ "id": said["message"] })).await);
}

#[tokio::test]
async fn a_reply_held_when_the_program_stopped_goes_after_the_restart() {
    let at = Installation::new().await;
    let conversation = opened(&at, "app", "在吗").await;
    at.pass(SECOND);
    at.call("conversation.say", reply(conversation, "在的")).await;
    let at = at.restarted(MINUTE).await;
    until_delivery(&at, conversation, r#""pending""#).await;
}

#[tokio::test]
async fn words_on_their_way_go_out_also_after_the_end() {
    let at = Installation::new().await;
    let conversation = opened(&at, "app", "在吗").await;
    at.pass(SECOND);
    at.call("conversation.say", reply(conversation, "在的")).await;
    at.call("conversation.end", json!({ "id": conversation })).await;
    assert_eq!((count(&at, "open").await, count(&at, "unsent").await), (0, 1));
    at.pass(6 * SECOND);
    until_delivery(&at, conversation, r#""pending""#).await;
}

#[tokio::test]
async fn words_long_after_the_end_open_a_new_conversation() {
    let at = Installation::new().await;
    let conversation = opened(&at, "counter", "在吗").await;
    at.call("conversation.end", json!({ "id": conversation })).await;
    let at = at.restarted(72 * 60 * MINUTE).await;
    at.call("conversation.hear", json!({ "id": conversation, "text": "又坏了" })).await;
    assert_eq!((count(&at, "open").await, count(&at, "all").await), (1, 2));
}

#[tokio::test]
async fn one_draft_is_kept_per_person_and_goes_with_its_words() {
    let at = Installation::new().await;
    let conversation = opened(&at, "counter", "在吗").await;
    let draft = |words: &str| json!({ "about": conversation, "text": words, "internal": false });
    let kept = async || at.call("conversation.get", json!({ "id": conversation })).await["draft"]["text"].clone();
    at.call("draft.save", draft("稍等")).await;
    at.call("draft.save", draft("稍等，我看看")).await;
    assert_eq!(kept().await, "稍等，我看看");
    assert_eq!(at.desk.store().count(domain::Noun::Draft).await.unwrap(), 1);

    at.call("conversation.say", reply(conversation, "别的话")).await;
    assert_eq!(kept().await, "稍等，我看看");
    at.call("conversation.say", reply(conversation, "稍等，我看看")).await;
    assert_eq!(kept().await, Json::Null);

    at.call("draft.save", draft("再写")).await;
    at.call("draft.save", draft("  ")).await;
    assert_eq!(at.desk.store().count(domain::Noun::Draft).await.unwrap(), 0);
}

#[tokio::test]
async fn another_shop_finds_none_of_it() {
    let at = Installation::new().await;
    let conversation = opened(&at, "counter", "漏水").await;
    let (shop, clerk) = at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    at.indexed().await;
    for (call, input) in [
        ("conversation.get", json!({ "id": conversation })),
        ("conversation.messages", json!({ "id": conversation, "before": null, "limit": 9 })),
        ("conversation.say", reply(conversation, "看看")),
        ("conversation.mark", json!({ "id": conversation, "read": true })),
    ] {
        let error = at.as_person(&clerk, call, input).await.expect_err(call);
        assert_eq!(error.code, app::error::Code::NotFound, "{call}");
    }
    let ask = json!({ "view": "all", "channel": null, "saved": null, "text": "漏水", "sort": null, "limit": 50 });
    assert_eq!(at.as_person(&clerk, "conversation.list", ask.clone()).await.unwrap()["total"], 0);
    assert_eq!(at.call("conversation.list", ask.clone()).await["total"], 1);

    at.call("conversation.route", json!({ "id": conversation, "shop": shop, "department": null, "note": "麻烦看下库存" })).await;
    assert_eq!(
        at.as_person(&clerk, "conversation.list", json!({ "view": "unassigned", "channel": null, "saved": null, "sort": null, "limit": 50 }))
            .await
            .unwrap()["total"],
        1
    );
}

#[tokio::test]
async fn a_conversation_is_given_only_to_someone_who_can_open_it() {
    let at = Installation::new().await;
    let conversation = opened(&at, "counter", "漏水").await;
    at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    let cards = at.call("staff.cards", json!({})).await;
    let clerk = cards.as_array().unwrap().iter().find(|card| card["account"] == "lin").unwrap()["id"].clone();
    expect!["林小雨 看不到这家店的会话和工单，换一位同事，或先转到 TA 的门店"]
        .assert_eq(&at.refused("conversation.assign", json!({ "id": conversation, "staff": clerk })).await);
}

#[tokio::test]
async fn each_of_many_is_judged_alone() {
    let at = Installation::new().await;
    let (one, two) = (opened(&at, "counter", "一").await, opened(&at, "app", "二").await);
    at.call("conversation.end", json!({ "id": two })).await;
    let outcome = at.call("conversation.bulk", json!({ "ids": [one, two], "action": { "do": "end" } })).await;
    expect![[r#"1 done; "会话已经结束，先重新打开""#]].assert_eq(&format!("{} done; {}", outcome["done"], outcome["refused"][0]["why"]));
    assert_eq!(count(&at, "open").await, 0);
}

#[tokio::test]
async fn reading_is_marked_only_when_it_is_said() {
    let at = Installation::new().await;
    let conversation = opened(&at, "counter", "漏水").await;
    let unread = async || at.call("conversation.get", json!({ "id": conversation })).await["unread"].clone();
    assert_eq!((unread().await, unread().await), (json!(1), json!(1)));
    at.call("conversation.mark", json!({ "id": conversation, "read": true })).await;
    assert_eq!(unread().await, 0);
    at.call("conversation.mark", json!({ "id": conversation, "read": false })).await;
    assert_eq!(unread().await, 1);
}

#[tokio::test]
async fn a_list_is_narrowed_by_words_said_and_by_the_customer_s_name() {
    let at = Installation::new().await;
    let customer =
        at.call("customer.create", json!({ "name": "张伟明", "phone": "13812345678", "tier": null, "home_shop": null })).await["id"].clone();
    let named = id(&at.call("conversation.open", json!({ "customer": customer, "channel": "counter", "shop": null, "text": "换滤芯" })).await["id"]);
    let other = opened(&at, "counter", "刹车异响").await;
    at.indexed().await;
    for (words, found) in [("刹车", vec![other]), ("zwm", vec![named]), ("5678", vec![named]), ("没有这样的话", vec![])] {
        let page = listed(&at, "all", words).await;
        let ids: Vec<Id> = page["rows"].as_array().unwrap().iter().map(|row| id(&row["id"])).collect();
        assert_eq!(ids, found, "{words}");
    }
}
