//! Macros: what the preview says is what happens, all of it or nothing.

use domain::Id;
use domain::time::SECOND;
use expect_test::expect;
use serde_json::{Value as Json, json};

use crate::common::{Installation, check, id, lines, text};
use crate::ticket::detail;

/// A ticket with the conversation it came from.
async fn matter(at: &Installation) -> (Id, Id) {
    let customer = at.call("customer.create", json!({ "name": "张伟明" })).await["id"].clone();
    let talk = id(&at.call("conversation.open", json!({ "customer": customer, "channel": "counter", "text": "要换货" })).await["id"]);
    at.pass(SECOND);
    let ticket = json!({ "subject": "换货", "customer": customer, "conversation": talk });
    (id(&at.call("ticket.create", ticket).await["id"]), talk)
}

async fn saved(at: &Installation, steps: Json) -> Json {
    at.call("macro.save", json!({ "name": "换货到货", "steps": steps, "applies": "ticket" })).await["id"].clone()
}

fn previewed(preview: &Json) -> String {
    let line = |line: &Json| match line["refused"].as_str() {
        None => text(&line["text"]),
        Some(why) => format!("{} ✗ {why}", text(&line["text"])),
    };
    format!("{}\nrunnable: {}", lines(&preview["lines"], line), preview["runnable"])
}

#[tokio::test]
async fn running_does_what_the_preview_said() {
    let at = Installation::new().await;
    let (ticket, talk) = matter(&at).await;
    let steps = json!([
        { "do": "assign_self" },
        { "do": "priority", "to": "high" },
        { "do": "add_tag", "tag": "到货" },
        { "do": "reply", "text": "{{customer.name}}您好，单号 {{ticket.number}} 的货到了" },
        { "do": "note", "text": "已通知" },
        { "do": "state", "to": "waiting_customer" },
    ]);
    let on = json!({ "id": saved(&at, steps).await, "noun": "ticket", "about": ticket });
    let before = at.desk.store().position().await.unwrap();
    check(
        previewed(&at.call("macro.preview", on.clone()).await),
        expect![[r#"
        转给我
        优先级改为「高」
        加标签「到货」
        回复顾客：张伟明您好，单号 HZ01A-1 的货到了
        写内部备注：已通知
        状态改为「等顾客」
        runnable: true"#]],
    );
    assert_eq!(at.desk.store().position().await.unwrap(), before, "a preview writes nothing");

    at.call("macro.run", on).await;
    let now = detail(&at, ticket).await;
    let told = format!("{} {} {} {}", now["ticket"]["state"], now["ticket"]["priority"], now["ticket"]["tags"], now["assignee"]["name"]);
    check(told, expect![[r#""waiting_customer" "high" ["到货"] "周岚""#]]);
    assert!(now["ticket"]["first_replied_at"].is_i64(), "the reply keeps the promise");
    let said = at.call("conversation.messages", json!({ "id": talk, "limit": 9 })).await;
    check(
        lines(&said["messages"], |view| text(&view["message"]["text"])),
        expect![[r#"
        要换货
        张伟明您好，单号 HZ01A-1 的货到了"#]],
    );
}

#[tokio::test]
async fn a_step_that_must_not_be_stops_all_of_them() {
    let at = Installation::new().await;
    let (ticket, talk) = matter(&at).await;
    let steps = json!([{ "do": "add_tag", "tag": "到货" }, { "do": "reply", "text": "等级 {{customer.tier}}" }, { "do": "state", "to": "closed" }]);
    let on = json!({ "id": saved(&at, steps).await, "noun": "ticket", "about": ticket });
    check(
        previewed(&at.call("macro.preview", on.clone()).await),
        expect![[r#"
        加标签「到货」
        回复顾客：等级 {{customer.tier}} ✗ 「会员等级」还没登记，补上再用
        状态改为「已关闭」 ✗ 「新建」的工单不能直接变成「已关闭」，可以变成：处理中、等顾客、等别处、已解决
        runnable: false"#]],
    );
    check(at.refused("macro.run", on).await, expect!["「会员等级」还没登记，补上再用"]);
    assert_eq!(detail(&at, ticket).await["ticket"]["tags"], json!([]), "the first step is not kept either");
    let said = at.call("conversation.messages", json!({ "id": talk, "limit": 9 })).await;
    assert_eq!(said["messages"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_macro_of_one_s_own_is_nobody_else_s_and_shared_ones_are_kept_by_managers() {
    let at = Installation::new().await;
    let (_, clerk) = at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    let own = json!({ "name": "我的", "steps": [{ "do": "assign_self" }], "applies": "ticket", "private": true });
    let own = at.as_person(&clerk, "macro.save", own).await.unwrap();
    assert_eq!(at.call("macro.list", json!({})).await, json!([]));
    assert_eq!(at.as_person(&clerk, "macro.list", json!({})).await.unwrap().as_array().unwrap().len(), 1);
    let ticket = crate::ticket::opened(&at, "换货").await;
    check(
        at.refused("macro.preview", json!({ "id": own["id"], "noun": "ticket", "about": ticket })).await,
        expect!["找不到这个宏。可能已删除，或不在您的门店。"],
    );
    let shared = json!({ "name": "公用", "steps": [{ "do": "assign_self" }], "applies": "ticket" });
    check(at.refused_to(&clerk, "macro.save", shared).await, expect!["Forbidden: 公用的由店长或主管来改，您可以存成自己的。"]);
    at.as_person(&clerk, "macro.archive", own).await.unwrap();
    assert_eq!(at.as_person(&clerk, "macro.list", json!({})).await.unwrap(), json!([]));
}
