//! Saved views: one's own, shared ones, and their counts.

use expect_test::expect;
use serde_json::{Value as Json, json};

use crate::common::{Installation, check, lines, text};

fn view(name: &str, shared: bool, filter: Json) -> Json {
    json!({ "name": name, "of": "ticket", "filter": filter, "shared": shared, "columns": ["number", "subject"] })
}

#[tokio::test]
async fn a_view_is_seen_by_its_owner_a_shared_one_by_the_shop_and_both_are_counted() {
    let at = Installation::new().await;
    let (_, clerk) = at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    at.call("ticket.create", json!({ "subject": "换货", "priority": "urgent" })).await;
    at.call("view.save", view("急件", false, json!({ "priorities": ["urgent"] }))).await;
    at.call("view.save", view("西湖店的", true, json!({}))).await;
    at.call("session.choose_shop", json!({ "shop": null })).await;
    at.call("view.save", view("大家的", true, json!({}))).await;
    let of = json!({ "of": "ticket" });
    check(
        lines(&at.call("view.list", of.clone()).await, |view| text(&view["name"])),
        expect![[r#"
        大家的
        急件
        西湖店的"#]],
    );
    check(lines(&at.as_person(&clerk, "view.list", of).await.unwrap(), |view| text(&view["name"])), expect!["大家的"]);
    let counts = at.call("ticket.counts", json!({})).await;
    let saved = counts.as_array().unwrap().iter().filter(|count| count["key"].as_str().unwrap().len() > 20);
    assert_eq!(saved.map(|count| count["count"].as_i64().unwrap()).collect::<Vec<_>>(), [1, 1, 1]);
    assert_eq!(at.call("view.list", json!({ "of": "conversation" })).await, json!([]));
}

#[tokio::test]
async fn a_view_is_changed_and_deleted_by_who_may() {
    let at = Installation::new().await;
    let clerk = at.person("lin", "林小雨", crate::common::role(crate::common::CLERK), &[at.shop]).await;
    let mine = at.call("view.save", view("我的", false, json!({}))).await["id"].clone();
    let ours = at.call("view.save", view("大家的", true, json!({}))).await["id"].clone();
    let change = |id: &Json, shared: bool| {
        let mut input = view("改名", shared, json!({}));
        input["id"] = id.clone();
        input
    };
    let told = [
        at.refused_to(&clerk, "view.save", view("新", true, json!({}))).await,
        at.refused_to(&clerk, "view.save", change(&mine, false)).await,
        at.refused_to(&clerk, "view.save", change(&ours, true)).await,
        at.refused_to(&clerk, "view.delete", json!({ "id": ours })).await,
        at.refused("view.save", view("  ", false, json!({}))).await,
    ];
    check(
        told.join("\n"),
        expect![[r#"
        Refused: 共用的视图由店长或主管来改，可以另存成自己的
        Refused: 这是同事自己的视图，另存一个再改
        Refused: 共用的视图由店长或主管来改，可以另存成自己的
        Refused: 共用的视图由店长或主管来改，可以另存成自己的
        「视图名称」还没写"#]],
    );
    at.call("view.delete", json!({ "id": mine })).await;
    check(lines(&at.call("view.list", json!({ "of": "ticket" })).await, |view| text(&view["name"])), expect!["大家的"]);
}
