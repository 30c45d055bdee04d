//! A clock that was never set, and one that falls back while people work: told, and no change is lost or out of order.

use app::desk::Caller;
use domain::Lang;
use expect_test::expect;
use serde_json::json;

use crate::common::{Installation, MONDAY_TEN, PASSWORD, check, text};

#[tokio::test]
async fn a_clock_that_was_never_set_is_told_and_work_goes_on() {
    let at = Installation::at(0).await;
    let state = at.call("desk.state", json!({})).await;
    let english = at.desk.call(Caller::new(Some(at.session.clone()), Lang::En), "desk.state", json!({})).await.unwrap();
    check(
        format!("{}\n{}", state["warnings"], english["warnings"]),
        expect![[r#"
        ["这台机器的时间不对，先校准时间。照常能做，先后次序不会乱。"]
        ["This machine's clock is wrong; set it. Work goes on, and the order of changes stays right."]"#]],
    );
    let ticket = crate::ticket::opened(&at, "第一张").await;
    at.call("ticket.move", json!({ "id": ticket, "to": "open" })).await;
    let at = at.restarted(MONDAY_TEN).await;
    at.calm().await;
    crate::ticket::opened(&at, "第二张").await;
    let rows = at.call("ticket.list", json!({ "filter": { "sort": "oldest" }, "limit": 9 })).await["rows"].clone();
    check(
        crate::common::lines(&rows, |row| format!("{} {}", text(&row["number"]), text(&row["subject"]))),
        expect![[r#"
        HZ01A-1 第一张
        HZ01A-2 第二张"#]],
    );
    at.desk.store().verify().await.unwrap();
}

#[tokio::test]
async fn a_clock_that_falls_back_to_1970_loses_no_change_and_locks_nobody_out() {
    let at = Installation::new().await;
    let ticket = crate::ticket::opened(&at, "换货").await;
    at.call("ticket.update", json!({ "id": ticket, "subject": "先写的" })).await;
    at.pass(-MONDAY_TEN);
    at.call("ticket.update", json!({ "id": ticket, "subject": "后写的" })).await;
    assert_eq!(crate::ticket::detail(&at, ticket).await["ticket"]["subject"], "后写的");
    at.call("ticket.move", json!({ "id": ticket, "to": "waiting_customer" })).await;
    at.call("ticket.move", json!({ "id": ticket, "to": "open" })).await;
    at.signed_in("admin", PASSWORD).await.unwrap();
    let at = at.restarted(MONDAY_TEN).await;
    assert_eq!(crate::ticket::detail(&at, ticket).await["ticket"]["subject"], "后写的");
    at.indexed().await;
    assert_eq!(at.call("search.find", json!({ "text": "后写的" })).await["hits"].as_array().unwrap().len(), 1);
    at.desk.store().verify().await.unwrap();
}
