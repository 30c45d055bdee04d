//! Search that follows every commit, forgives how people type, and shows nobody more than their screens do.

use expect_test::expect;
use serde_json::{Value as Json, json};

use crate::common::{Installation, check, lines, text};

async fn found(at: &Installation, words: &str) -> Json {
    at.indexed().await;
    at.call("search.find", json!({ "text": words })).await["hits"].clone()
}

fn told(hits: &Json) -> String {
    lines(hits, |hit| format!("{} {} | {}", text(&hit["noun"]), text(&hit["title"]["text"]), text(&hit["detail"])))
}

/// One of each kind that can be found.
async fn filled(at: &Installation) -> (Json, Json) {
    let customer = json!({ "name": "张伟明", "phone": "13812345678", "member_no": "QH0042" });
    let customer = at.call("customer.create", customer).await["id"].clone();
    let talk = json!({ "customer": customer, "channel": "app", "text": "空气炸锅的炸篮掉漆了" });
    let talk = at.call("conversation.open", talk).await["id"].clone();
    at.call("ticket.create", json!({ "subject": "炸篮换货", "customer": customer, "conversation": talk })).await;
    crate::knowledge::published(at, "炸篮保养", "掉漆可以换新篮", json!([])).await;
    (customer, talk)
}

#[tokio::test]
async fn everything_is_found_however_it_is_named() {
    let at = Installation::new().await;
    filled(&at).await;
    for (words, wanted) in [
        ("炸篮", "ticket"),
        ("zwm", "customer"),
        ("zhangweiming", "customer"),
        ("张伟", "customer"),
        ("5678", "customer"),
        ("138 1234 5678", "customer"),
        ("qh0042", "customer"),
        ("HZ01A-1", "ticket"),
        ("hz01a1", "ticket"),
        ("掉漆", "message"),
    ] {
        let hits = found(&at, words).await;
        assert!(hits.as_array().unwrap().iter().any(|hit| hit["noun"] == wanted), "{words}: {}", told(&hits));
    }
    let mut kinds: Vec<String> = found(&at, "炸篮").await.as_array().unwrap().iter().map(|hit| text(&hit["noun"])).collect();
    kinds.sort();
    check(kinds.join(" "), expect!["article message ticket"]);
    let only = at.call("search.find", json!({ "text": "炸篮", "nouns": ["article"] })).await;
    check(told(&only["hits"]), expect!["article 炸篮保养 | "]);
    assert_eq!((found(&at, "  ").await, found(&at, "qqzzx").await), (json!([]), json!([])));
}

#[tokio::test]
async fn what_is_changed_taken_back_or_merged_away_is_found_so() {
    let at = Installation::new().await;
    let (customer, talk) = filled(&at).await;
    let said = json!({ "id": talk, "text": "明天给您寄滤网", "audience": "customer" });
    let said = at.call("conversation.say", said).await["message"].clone();
    assert_eq!(found(&at, "滤网").await.as_array().unwrap().len(), 1);
    at.call("conversation.unsend", json!({ "id": said })).await;
    assert_eq!(told(&found(&at, "滤网").await), "", "taken back is gone");
    at.call("customer.update", json!({ "id": customer, "name": "章维鸣" })).await;
    check(
        told(&found(&at, "章维鸣").await),
        expect![[r#"
        customer 章维鸣 | 138****5678
        ticket 炸篮换货 | HZ01A-1"#]],
    );
    assert!(!told(&found(&at, "张伟明").await).contains("customer"), "the old name leads nowhere");
    let twin = at.call("customer.create", json!({ "name": "章维鸣", "phone": "13700001111" })).await["id"].clone();
    at.call("customer.merge", json!({ "winner": customer, "loser": twin })).await;
    let hits = found(&at, "章维鸣").await;
    assert_eq!(hits.as_array().unwrap().iter().filter(|hit| hit["noun"] == "customer").count(), 1);
}

#[tokio::test]
async fn a_role_finds_only_the_kinds_it_may_open() {
    let at = Installation::new().await;
    filled(&at).await;
    at.indexed().await;
    let editor = at.person("bian", "卞文", crate::common::role(crate::common::EDITOR), &[]).await;
    let auditor = at.person("shen", "沈明", crate::common::role(crate::common::AUDITOR), &[]).await;
    let kinds = async |session: &str| {
        let hits = at.as_person(session, "search.find", json!({ "text": "炸篮 张伟明" })).await.unwrap()["hits"].clone();
        lines(&hits, |hit| text(&hit["noun"]))
    };
    check(format!("{} / {}", kinds(&editor).await, kinds(&auditor).await), expect!["article / "]);
    let asked = at.as_person(&editor, "search.find", json!({ "text": "张伟明", "nouns": ["customer"] })).await.unwrap();
    assert_eq!(asked["hits"], json!([]), "asking for a kind by name gives no right to it");
}

#[tokio::test]
async fn an_index_that_is_made_anew_finds_the_same() {
    let at = Installation::new().await;
    filled(&at).await;
    let before: Vec<String> = [found(&at, "炸篮").await, found(&at, "5678").await].iter().map(told).collect();
    let state = at.call("desk.state", json!({})).await;
    let rebuilt = at.call("search.rebuild", json!({})).await;
    assert!(rebuilt["documents"].as_i64().unwrap() > 0 && rebuilt["documents"] == state["documents"], "{rebuilt} {state}");
    let after: Vec<String> = [found(&at, "炸篮").await, found(&at, "5678").await].iter().map(told).collect();
    assert_eq!(before, after);
    at.call("ticket.create", json!({ "subject": "炸篮补发" })).await;
    assert!(told(&found(&at, "补发").await).contains("补发"), "it goes on following");
}

#[tokio::test]
async fn a_damaged_index_is_made_anew_and_nothing_is_lost() {
    let at = Installation::new().await;
    filled(&at).await;
    let before = told(&found(&at, "炸篮").await);
    let index = at.desk.store().folder().index();
    let break_it = || {
        for file in std::fs::read_dir(&index).unwrap().flatten().filter(|file| file.path().is_file()) {
            std::fs::write(file.path(), b"broken").unwrap();
        }
    };
    let at = at.restarted_after(|_| break_it()).await;
    assert_eq!(told(&found(&at, "炸篮").await), before);
    at.calm().await;
}

#[tokio::test]
async fn what_moves_to_another_shop_is_found_there_and_no_longer_where_it_was() {
    let at = Installation::new().await;
    let (_, here) = at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    let (there, wang) = at.clerk_of_new_shop("HZ03", "wang", "王芳").await;
    let talk = at.as_person(&here, "conversation.open", json!({ "channel": "counter", "text": "后座的弹簧断了" })).await.unwrap()["id"].clone();
    at.indexed().await;
    let sees = async |session: &str| at.as_person(session, "search.find", json!({ "text": "弹簧" })).await.unwrap()["hits"].as_array().unwrap().len();
    assert_eq!((sees(&here).await, sees(&wang).await), (1, 0));
    at.as_person(&here, "conversation.route", json!({ "id": talk, "shop": there, "note": "那边有货" })).await.unwrap();
    at.indexed().await;
    assert_eq!((sees(&here).await, sees(&wang).await), (0, 1));
}

#[tokio::test]
async fn an_index_that_is_ahead_of_a_file_put_back_is_made_anew() {
    let at = Installation::new().await;
    filled(&at).await;
    at.indexed().await;
    let folder = at.folder.path().to_owned();
    let copy = |from: &str, to: &str| assert!(std::fs::copy(folder.join(from), folder.join(to)).unwrap() > 0);
    let at = at.restarted_after(|_| copy("desk.db", "backup.db")).await;
    for nth in 0..20 {
        at.call("ticket.create", json!({ "subject": format!("雪地胎 {nth}") })).await;
    }
    at.indexed().await;
    let at = at.restarted_after(|_| copy("backup.db", "desk.db")).await;
    at.call("ticket.create", json!({ "subject": "备份以后的第一张" })).await;
    assert!(told(&found(&at, "备份以后").await).contains("备份以后"));
    assert_eq!(told(&found(&at, "雪地胎").await), "", "what the file does not hold is not found");
}
