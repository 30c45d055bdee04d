//! Intents are taught by phrases, learnt anew when phrases change, and honest about what fits none of them.

use expect_test::expect;
use serde_json::{Value as Json, json};

use crate::common::{Installation, check, text};

pub async fn taught(at: &Installation, name: &str, phrases: &[&str], kind: Json) -> Json {
    at.call(
        "intent.save",
        json!({ "id": null, "name": name, "examples": phrases, "kind": kind, "department": null, "priority": null, "reply": null }),
    )
    .await
}

pub const EXCHANGE: [&str; 5] = ["锅起泡了能换吗", "我想换一个新的", "刚买的就坏了给换不换", "盖子裂了可以换新吗", "收到是坏的要换货"];
pub const INVOICE: [&str; 5] = ["帮我开张发票", "电子发票发我邮箱", "发票抬头写错了", "要开增值税专用发票", "发票一直没收到"];

#[tokio::test]
async fn what_was_taught_is_recognised_and_what_was_not_is_none_of_these() {
    let at = Installation::new().await;
    expect!["先教至少两个意图，才分得出来。"].assert_eq(&at.refused("intent.try", json!({ "text": "能换吗" })).await);
    taught(&at, "想换货", &EXCHANGE, Json::Null).await;
    taught(&at, "要发票", &INVOICE, Json::Null).await;
    let guess = at.call("intent.try", json!({ "text": "杯子起泡了可以换一个新的吗" })).await;
    assert_eq!((&guess["name"], guess["intent"].is_string(), &guess["plain"]), (&json!("想换货"), true, &json!(true)), "{guess}");
    let guess = at.call("intent.try", json!({ "text": "How tall is Mount Everest" })).await;
    assert_eq!(guess["intent"], Json::Null, "{guess}");
}

#[tokio::test]
async fn a_changed_phrase_is_learnt_and_an_archived_intent_forgotten() {
    let at = Installation::new().await;
    taught(&at, "想换货", &EXCHANGE, Json::Null).await;
    taught(&at, "要发票", &INVOICE, Json::Null).await;
    let hours = taught(&at, "问门店", &["你们几点关门", "周末营业吗", "店里几点开门"], Json::Null).await["id"].clone();
    let asked = json!({ "text": "今天几点关门" });
    assert_eq!(at.call("intent.try", asked.clone()).await["name"], "问门店");
    at.call("intent.archive", json!({ "id": hours })).await;
    assert_ne!(at.call("intent.try", asked).await["name"], "问门店");
    assert_eq!(at.call("intent.list", json!({})).await.as_array().unwrap().len(), 2);
    expect!["找不到这个意图。可能已删除，或不在您的门店。"].assert_eq(&at.refused("intent.archive", json!({ "id": hours })).await);
}

#[tokio::test]
async fn only_who_keeps_the_settings_teaches() {
    let at = Installation::new().await;
    let (_, clerk) = at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    let save = json!({ "id": null, "name": "想换货", "examples": EXCHANGE, "kind": null, "department": null, "priority": null, "reply": null });
    check(at.refused_to(&clerk, "intent.save", save).await, expect!["Forbidden: 您的角色不能做这一步（intent.save）。需要时找店长或管理员开通。"]);
    taught(&at, "想换货", &EXCHANGE, Json::Null).await;
    let listed = at.as_person(&clerk, "intent.list", json!({})).await.unwrap();
    assert_eq!(text(&listed[0]["name"]), "想换货");
}
