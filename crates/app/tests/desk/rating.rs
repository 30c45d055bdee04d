//! What the customer thought of it: once, from one to five, with whoever served them.

use expect_test::expect;
use serde_json::json;

use crate::common::{Installation, check, outcome};

#[tokio::test]
async fn a_rating_stands_with_the_ticket_its_customer_and_its_story() {
    let at = Installation::new().await;
    let customer = at.call("customer.create", json!({ "name": "张伟明" })).await["id"].clone();
    let ticket = at.call("ticket.create", json!({ "subject": "换货", "customer": customer })).await["id"].clone();
    let give = async |noun: &str, score: i64| {
        outcome(at.try_call("rating.give", json!({ "noun": noun, "about": ticket, "score": score, "comment": " 很快\u{0} " })).await)
    };
    let told = [
        give("ticket", 0).await,
        give("ticket", 6).await,
        give("conversation", 5).await,
        give("customer", 5).await,
        give("ticket", 4).await,
        give("ticket", 5).await,
    ];
    check(
        told.join("\n"),
        expect![[r#"
        Refused: 评分是 1 到 5 分，现在是 0
        Refused: 评分是 1 到 5 分，现在是 6
        NotFound: 找不到这个会话。可能已删除，或不在您的门店。
        Refused: 只能给会话和工单评分
        done
        Refused: 已经评过 4 分，一次只评一回"#]],
    );
    let page = at.call("ticket.get", json!({ "id": ticket })).await;
    assert_eq!((&page["rating"]["score"], &page["rating"]["comment"]), (&json!(4), &json!("很快")));
    let stats = at.call("customer.get", json!({ "id": customer })).await["stats"].clone();
    assert_eq!((&stats["ratings"], &stats["rating_average"]), (&json!(1), &json!(4.0)));
    let story = at.call("ticket.story", json!({ "id": ticket })).await;
    assert!(story["entries"].as_array().unwrap().iter().any(|entry| entry["what"] == "rated"), "{story}");
}
