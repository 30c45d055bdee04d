//! Canned replies: who sees which, and how their gaps are filled.

use crate::common::{Installation, text};
use expect_test::expect;
use serde_json::{Value as Json, json};

fn canned(title: &str, shortcut: &str, body: &str, private: bool) -> Json {
    json!({ "id": null, "title": title, "shortcut": shortcut, "body": body, "shop": null, "private": private })
}

async fn rendered(at: &Installation, body: &str, conversation: Json) -> String {
    let reply = at.call("canned.save", canned("问候", "hi", body, false)).await["id"].clone();
    let filled = at.call("canned.render", json!({ "id": reply, "conversation": conversation, "ticket": null })).await;
    format!("{} | {}", text(&filled["text"]), filled["missing"])
}

#[tokio::test]
async fn gaps_are_filled_from_the_conversation_and_the_rest_is_named() {
    let at = Installation::new().await;
    let customer = at.call("customer.create", json!({ "name": "张伟明", "tier": "gold", "home_shop": null })).await["id"].clone();
    let talk = at.call("conversation.open", json!({ "customer": customer, "channel": "counter", "shop": null })).await["id"].clone();
    let body = "{{customer.name}}您好，{{customer.tier}}。{{organisation.name}}{{shop.name}}，{{today}}，{{staff.name}}。单号 {{ticket.number}}";
    expect![[r#"张伟明您好，金卡。青禾生活西湖店，6 月 1 日，周岚。单号 {{ticket.number}} | ["ticket.number"]"#]]
        .assert_eq(&rendered(&at, body, talk.clone()).await);
    let say = json!({ "id": talk, "text": "单号 {{ticket.number}}", "audience": "customer", "reply_to": null });
    expect!["「工单号」还空着，填上或删掉再发"].assert_eq(&at.refused("conversation.say", say).await);
}

#[tokio::test]
async fn every_variable_has_a_value_somewhere() {
    let at = Installation::new().await;
    let shop = json!({ "id": at.shop, "code": "HZ01", "name": "西湖店", "address": "文三路 9 号", "phone": "0571-88886666", "calendar": null });
    at.call("shop.save", shop).await;
    let customer = at.call("customer.create", json!({ "name": "张伟明", "tier": "gold", "home_shop": null })).await["id"].clone();
    let ticket = json!({ "subject": "换货", "kind": null, "priority": null, "customer": customer, "shop": null, "department": null, "assignee": null, "conversation": null, "channel": null, "parent": null });
    let ticket = at.call("ticket.create", ticket).await["id"].clone();
    let body: String = domain::canned::VARIABLES.iter().map(|variable| format!("{{{{{}}}}} ", variable.name)).collect();
    let reply = at.call("canned.save", canned("全部", "all", &body, false)).await["id"].clone();
    let filled = at.call("canned.render", json!({ "id": reply, "conversation": null, "ticket": ticket })).await;
    assert_eq!(filled["missing"], json!([]), "{}", filled["text"]);
}

#[tokio::test]
async fn private_replies_are_seen_by_their_owner_and_shared_ones_are_kept_by_managers() {
    let at = Installation::new().await;
    at.call("canned.save", canned("退货", "tui", "七天内可退", false)).await;
    at.call("canned.save", canned("我的", "wo", "稍等", true)).await;
    let (_, clerk) = at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    let titles = |replies: Json| replies.as_array().unwrap().iter().map(|reply| text(&reply["title"])).collect::<Vec<_>>();
    assert_eq!(titles(at.call("canned.list", json!({ "text": "" })).await).len(), 2);
    assert_eq!(titles(at.as_person(&clerk, "canned.list", json!({ "text": "" })).await.unwrap()), ["退货"]);
    assert_eq!(titles(at.call("canned.list", json!({ "text": "/TU" })).await), ["退货"]);
    let refused = at.as_person(&clerk, "canned.save", canned("新", "xin", "好", false)).await.unwrap_err();
    expect!["共用的常用语由店长或主管来改，可以存一条只给自己用"].assert_eq(&refused.zh);
    at.as_person(&clerk, "canned.save", canned("新", "xin", "好", true)).await.unwrap();
}

#[tokio::test]
async fn an_archived_reply_is_gone() {
    let at = Installation::new().await;
    let reply = at.call("canned.save", canned("退货", "tui", "七天内可退", false)).await;
    at.call("canned.archive", reply.clone()).await;
    assert_eq!(at.call("canned.list", json!({})).await, json!([]));
}
