//! What the desk notices beside a conversation, through the real calls: by words alone, and with the models where they are.

use expect_test::expect;
use serde_json::{Value as Json, json};

use crate::common::{Installation, check, lines};
use crate::intent::{EXCHANGE, INVOICE, taught};
use crate::knowledge::published;

async fn exchange_type(at: &Installation) -> Json {
    let field =
        |key: &str, label: &str, form: &str| json!({ "key": key, "label": label, "form": form, "required": false, "choices": [], "hint": "" });
    let fields = [field("order", "订单号", "order"), field("bought_on", "购买日期", "date"), field("amount", "退款金额", "money")];
    let kind = json!({ "id": null, "name": "换货", "fields": fields, "checklist": [], "department": null, "priority": "normal", "sla": null, "archived": false, "position": 1 });
    at.call("ticket_type.save", kind).await["id"].clone()
}

async fn heard(at: &Installation, words: &[&str]) -> Json {
    let talk = at.call("conversation.open", json!({ "customer": null, "channel": "counter", "shop": null })).await["id"].clone();
    for text in words {
        at.call("conversation.hear", json!({ "id": talk, "text": text })).await;
    }
    talk
}

fn noticed(assist: &Json) -> String {
    let marks = lines(&assist["marks"], |mark| format!("mark {} {}", mark["mark"], mark["words"]));
    let entities = lines(&assist["entities"], |entity| format!("named {} {} = {}", entity["kind"], entity["text"], entity["value"]));
    format!("intent {}\n{marks}\n{entities}\nticket {}", assist["intent"]["name"], assist["ticket"])
}

#[tokio::test]
async fn words_alone_tell_what_is_wanted_named_and_dangerous() {
    let at = Installation::new().await;
    let kind = exchange_type(&at).await;
    taught(&at, "想换货", &EXCHANGE, kind.clone()).await;
    taught(&at, "要发票", &INVOICE, Json::Null).await;
    published(&at, "小家电换新", "15 天内涂层起泡可以换新。盒子丢了也能换，带上主机就行。", json!([])).await;
    at.indexed().await;
    let talk = heard(&at, &["你好", "锅起泡了能换一个新的吗，订单号DD20260501008，昨天买的，插上还冒烟，要带盒子吗"]).await;
    let mut assist = at.call("assist.look", json!({ "id": talk })).await;
    assert_eq!(assist["ticket"]["kind"], kind);
    assist["ticket"]["kind"] = json!("…");
    check(
        noticed(&assist),
        expect![[r#"
            intent "想换货"
            mark "danger" ["冒烟"]
            named "parcel" "DD20260501008" = "DD20260501008"
            named "date" "昨天" = "2026-05-31"
            ticket {"department":null,"fields":{"bought_on":"2026-05-31"},"kind":"…","priority":"urgent","subject":"锅起泡了能换一个新的吗，订单号DD20260501008，昨天买的，插上还冒烟"}"#]],
    );
    assert_eq!(assist["plain"], true);
    check(&assist["articles"][0]["answer"], expect![[r#""盒子丢了也能换，带上主机就行。""#]]);
}

#[tokio::test]
async fn a_ticket_that_was_solved_alike_is_shown_to_those_who_may_see_it() {
    let at = Installation::new().await;
    let solved = json!({ "subject": "不粘锅起泡要换新", "description": "煎蛋起泡", "kind": null, "priority": null, "customer": null, "shop": null, "department": null, "assignee": null, "conversation": null, "channel": null, "parent": null });
    let ticket = at.call("ticket.create", solved).await["id"].clone();
    at.call("ticket.move", json!({ "id": ticket, "to": "open" })).await;
    at.call("ticket.move", json!({ "id": ticket, "to": "resolved", "resolution": "换了新锅，旧锅收回" })).await;
    at.indexed().await;
    let talk = heard(&at, &["我的不粘锅起泡了，要换新"]).await;
    let assist = at.call("assist.look", json!({ "id": talk })).await;
    check(
        lines(&assist["similar"], |ticket| format!("{} → {}", ticket["subject"], ticket["resolution"])),
        expect![[r#""不粘锅起泡要换新" → "换了新锅，旧锅收回""#]],
    );
    let (_, clerk) = at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    check(at.refused_to(&clerk, "assist.look", json!({ "id": talk })).await, expect!["NotFound: 找不到这个会话。可能已删除，或不在您的门店。"]);
}

#[tokio::test]
async fn nothing_said_is_nothing_noticed_and_a_flood_of_words_is_read_to_a_bound() {
    let at = Installation::new().await;
    let talk = heard(&at, &[]).await;
    let assist = at.call("assist.look", json!({ "id": talk })).await;
    assert_eq!((&assist["about"], &assist["intent"], &assist["ticket"]), (&Json::Null, &Json::Null, &Json::Null));
    let flood = "😀龘A1".repeat(4_900);
    let talk = heard(&at, &[&flood, &flood]).await;
    assert!(at.call("assist.look", json!({ "id": talk })).await["about"].is_string());
}
