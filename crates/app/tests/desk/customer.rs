//! Customers: found however they are named, masked, merged and never shown in full without a record of it.

use crate::common::{Installation, id, text};
use domain::Id;
use domain::audit::AuditAction;
use domain::time::{MINUTE, SECOND};
use expect_test::expect;
use serde_json::{Value as Json, json};
use store::audit::AuditQuery;

async fn created(at: &Installation, name: &str, phone: &str, member_no: &str) -> Id {
    let new = json!({ "name": name, "phone": phone, "member_no": member_no, "tier": null, "home_shop": null });
    id(&at.call("customer.create", new).await["id"])
}

async fn names_found(at: &Installation, words: &str) -> Vec<String> {
    let rows = at.call("customer.find", json!({ "text": words })).await;
    rows.as_array().unwrap().iter().map(|row| text(&row["card"]["name"])).collect()
}

#[tokio::test]
async fn a_customer_is_found_by_number_tail_member_number_name_and_initials() {
    let at = Installation::new().await;
    created(&at, "张伟明", "138 1234 5678", "QH-0042").await;
    created(&at, "李娜", "13900001111", "").await;
    assert_eq!(names_found(&at, "13812345678").await, ["张伟明"], "the whole number is found before the index has it");
    at.indexed().await;
    for words in ["5678", "qh0042", "张伟明", "zwm", "zhangweiming"] {
        assert_eq!(names_found(&at, words).await.first().map(String::as_str), Some("张伟明"), "{words}");
    }
}

#[tokio::test]
async fn nothing_personal_is_shown_in_full() {
    let at = Installation::new().await;
    let customer = created(&at, "张伟明", "13812345678", "QH0042").await;
    let update = json!({ "id": customer, "name": null, "tier": null, "birthday": "1990-05-01", "gender": null, "address": "浙江省杭州市西湖区文三路 9 号", "notes": null, "home_shop": null, "language": null });
    at.call("customer.update", update).await;
    let detail = at.call("customer.get", json!({ "id": customer })).await;
    let shown = detail.to_string();
    for secret in ["13812345678", "QH0042", "1990-05-01", "文三路"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    expect![[r#""138****5678" "1990" "浙江省杭州市西湖区****""#]]
        .assert_eq(&format!("{} {} {}", detail["card"]["phone"], detail["birthday"], detail["address"]));

    let masked = json!({ "id": customer, "name": null, "tier": null, "birthday": "1990", "gender": null, "address": "浙江省杭州市西湖区****", "notes": null, "home_shop": null, "language": null });
    at.call("customer.update", masked).await;
    let kept = at.call("customer.reveal", json!({ "id": customer, "what": "address" })).await;
    assert_eq!(kept["value"], "浙江省杭州市西湖区文三路 9 号", "a masked text sent back changes nothing");
}

#[tokio::test]
async fn a_look_at_a_number_is_on_record_without_the_number() {
    let at = Installation::new().await;
    let customer = created(&at, "张伟明", "13812345678", "").await;
    let detail = at.call("customer.get", json!({ "id": customer })).await;
    let key = detail["identities"][0]["key"].clone();
    let shown = at.call("customer.reveal", json!({ "id": customer, "what": key })).await;
    assert_eq!(shown["value"], "13812345678");
    let query = AuditQuery { staff: None, action: Some(AuditAction::Reveal), after: None, before: None, offset: 0, limit: 9 };
    let trail = at.desk.store().audit(&query).await.unwrap();
    assert_eq!(trail.iter().map(|entry| (entry.about, entry.detail.as_deref())).collect::<Vec<_>>(), [(Some(customer), Some("phone 138****5678"))]);

    at.call("customer.remove_identity", json!({ "id": customer, "key": key })).await;
    expect!["卡上没有这一项，可能刚被改过，刷新看看。"].assert_eq(&at.refused("customer.reveal", json!({ "id": customer, "what": key })).await);
}

#[tokio::test]
async fn a_number_belongs_to_one_customer() {
    let at = Installation::new().await;
    created(&at, "张伟明", "13812345678", "").await;
    let other = created(&at, "李娜", "", "").await;
    expect!["138****5678 已经登记在「张伟明」名下，打开那张卡，或合并两张"]
        .assert_eq(&at.refused("customer.add_identity", json!({ "id": other, "kind": "phone", "value": "+86 138-1234-5678" })).await);
}

#[tokio::test]
async fn a_merged_card_leads_to_the_one_that_stands_and_back() {
    let at = Installation::new().await;
    let (winner, loser) = (created(&at, "张伟明", "13812345678", "").await, created(&at, "张伟明", "", "QH0042").await);
    at.call("conversation.open", json!({ "customer": loser, "channel": "counter", "shop": null, "text": "换滤芯" })).await;
    at.indexed().await;
    let twins = at.call("customer.duplicates", json!({ "id": winner })).await;
    assert_eq!(twins[0]["card"]["id"], loser.to_string());

    at.call("customer.merge", json!({ "winner": winner, "loser": loser })).await;
    at.indexed().await;
    let detail = at.call("customer.get", json!({ "id": loser })).await;
    assert_eq!((&detail["card"]["id"], &detail["stats"]["conversations"], &detail["merged"][0]["id"]), (&json!(winner), &json!(1), &json!(loser)));
    let rows = at.call("customer.find", json!({ "text": "QH0042" })).await;
    assert_eq!(rows.as_array().unwrap().iter().map(|row| row["card"]["id"].clone()).collect::<Vec<_>>(), [json!(winner)]);
    let page = at.call("conversation.list", json!({ "view": "all", "channel": null, "saved": null, "sort": null, "limit": 9 })).await;
    assert_eq!(page["rows"][0]["customer"]["id"], json!(winner));

    at.call("customer.unmerge", json!({ "id": loser })).await;
    assert_eq!(at.call("customer.get", json!({ "id": loser })).await["card"]["id"], json!(loser));
    expect!["「张伟明」没有并到「张伟明」里，没什么可撤销的"].assert_eq(&at.refused("customer.unmerge", json!({ "id": loser })).await);
}

#[tokio::test]
async fn the_trail_tells_every_channel_in_words_and_no_other_shop_s() {
    let at = Installation::new().await;
    let customer = created(&at, "张伟明", "13812345678", "").await;
    let talk =
        at.call("conversation.open", json!({ "customer": customer, "channel": "wechat_kf", "shop": null, "text": "滤芯什么时候换" })).await["id"]
            .clone();
    at.pass(MINUTE);
    at.call("rating.give", json!({ "noun": "conversation", "about": talk, "score": 5, "comment": "很快" })).await;
    at.pass(SECOND);
    at.call("conversation.open", json!({ "customer": customer, "channel": "counter", "shop": null, "subject": "刹车异响" })).await;
    let ask = json!({ "id": customer, "before": null, "limit": 10 });
    let trail = at.call("customer.timeline", ask.clone()).await;
    let line =
        |entry: &Json| format!("{} | {} | {} | {}", text(&entry["noun"]), text(&entry["title"]), text(&entry["detail"]), text(&entry["state"]));
    expect![[r#"
        conversation | 刹车异响 | 周岚 接待 | open
        rating | 打了 5 分 | 周岚 接待 · 「很快」 | 5
        conversation | 微信客服会话 | 周岚 接待 · 「滤芯什么时候换」 | open"#]]
    .assert_eq(&trail.as_array().unwrap().iter().map(line).collect::<Vec<_>>().join("\n"));

    let (_, clerk) = at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    assert_eq!(at.as_person(&clerk, "customer.timeline", ask).await.unwrap(), json!([]));
}

#[tokio::test]
async fn a_list_is_narrowed_and_paged() {
    let at = Installation::new().await;
    for n in 0..5 {
        let customer = created(&at, &format!("王芳{n}"), &format!("1391111000{n}"), "").await;
        at.call("customer.tag", json!({ "id": customer, "add": if n % 2 == 0 { vec!["以旧换新"] } else { vec![] } })).await;
    }
    at.indexed().await;
    let list = |more: Json| {
        let mut ask = json!({ "tier": null, "shop": null, "limit": 2 });
        ask.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        at.call("customer.list", ask)
    };
    let tagged = list(json!({ "tags": ["以旧换新"] })).await;
    assert_eq!((tagged["total"].clone(), tagged["rows"].as_array().unwrap().len()), (json!(3), 2));
    let worded = list(json!({ "text": "王芳", "offset": 4 })).await;
    assert_eq!((worded["total"].clone(), worded["rows"].as_array().unwrap().len()), (json!(5), 1));
}
