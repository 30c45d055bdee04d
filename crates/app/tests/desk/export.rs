//! Taking data out: readable by a spreadsheet, harmless in it, and no more than the person may see.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use expect_test::expect;
use serde_json::{Value as Json, json};

use crate::common::{Installation, check, id, text};

/// The exported files, by name and text.
async fn exported(at: &Installation, session: &str, nouns: Json, format: &str) -> Vec<(String, String)> {
    let out = at.as_person(session, "export.run", json!({ "nouns": nouns, "format": format })).await.unwrap();
    let file = |file: &Json| (text(&file["name"]), String::from_utf8(STANDARD.decode(text(&file["bytes"])).unwrap()).unwrap());
    out["files"].as_array().unwrap().iter().map(file).collect()
}

/// Someone who may export, but works in one shop and may not see personal data in full.
async fn exporter(at: &Installation, shop: domain::Id) -> String {
    let role = json!({ "name": "报表", "permissions": ["export.data", "ticket.work", "conversation.work", "customer.read", "knowledge.read"] });
    let role = id(&at.call("role.save", role).await["id"]);
    at.person("bao", "鲍表", role, &[shop]).await
}

#[tokio::test]
async fn a_table_opens_in_a_spreadsheet_and_runs_nothing_there() {
    let at = Installation::new().await;
    for name in ["=HYPERLINK(\"http://x\")", "+1", "张,伟\"明\""] {
        at.call("customer.create", json!({ "name": name, "phone": "", "notes": "一\n二" })).await;
    }
    let files = exported(&at, &at.session, json!(["customer"]), "csv").await;
    let (name, table) = &files[0];
    assert_eq!((name.as_str(), table.starts_with('\u{feff}')), ("customer.csv", true));
    let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let column = reader.headers().unwrap().iter().position(|header| header == "name").unwrap();
    let mut names: Vec<String> = reader.records().map(|row| row.unwrap()[column].to_owned()).collect();
    names.sort();
    check(
        names.join("\n"),
        expect![[r#"
        '=HYPERLINK("http://x")
        +1
        张,伟"明""#]],
    );
}

#[tokio::test]
async fn lines_of_json_hold_every_record_and_no_secret() {
    let at = Installation::new().await;
    at.call("session.set_pin", json!({ "password": crate::common::PASSWORD, "pin": "483920" })).await;
    at.call("ticket.create", json!({ "subject": "换货" })).await;
    let everything = json!([
        "shop",
        "department",
        "role",
        "staff",
        "customer",
        "conversation",
        "message",
        "ticket",
        "ticket_type",
        "calendar",
        "sla_policy",
        "canned_reply",
        "macro",
        "view",
        "rating",
        "category",
        "article",
        "revision",
        "suggestion"
    ]);
    let files = exported(&at, &at.session, everything, "jsonl").await;
    let count = |(name, lines): &(String, String)| {
        assert!(lines.lines().all(|line| serde_json::from_str::<Json>(line).unwrap().is_object()), "{name}");
        format!("{name} {}", lines.lines().count())
    };
    check(
        files.iter().map(count).collect::<Vec<_>>().join("\n"),
        expect![[r#"
        shop.jsonl 1
        department.jsonl 0
        role.jsonl 6
        staff.jsonl 1
        customer.jsonl 0
        conversation.jsonl 0
        message.jsonl 0
        ticket.jsonl 1
        ticket_type.jsonl 0
        calendar.jsonl 2
        sla_policy.jsonl 2
        canned_reply.jsonl 0
        macros.jsonl 0
        view.jsonl 0
        rating.jsonl 0
        category.jsonl 0
        article.jsonl 0
        revision.jsonl 0
        suggestion.jsonl 0"#]],
    );
    let all: String = files.iter().map(|(_, lines)| lines.as_str()).collect();
    assert!(!all.contains("argon2"), "no hash of a password or PIN leaves the desk");
    for noun in ["audit", "draft", "reminder", "attachment"] {
        let said = at.refused("export.run", json!({ "nouns": [noun], "format": "csv" })).await;
        assert!(said.contains("不能导出"), "{said}");
    }
}

#[tokio::test]
async fn other_shops_stay_out_of_it_with_all_that_was_said_there() {
    let at = Installation::new().await;
    let (theirs, clerk) = at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    let exporter = exporter(&at, theirs).await;
    for (session, words) in [(&at.session, "西湖店的话"), (&clerk, "武林店的话")] {
        let talk = at.as_person(session, "conversation.open", json!({ "channel": "counter", "text": words })).await.unwrap();
        let new = json!({ "subject": words, "conversation": talk["id"] });
        let ticket = at.as_person(session, "ticket.create", new).await.unwrap();
        at.as_person(session, "ticket.comment", json!({ "id": ticket["id"], "text": format!("备注：{words}") })).await.unwrap();
        let rate = json!({ "noun": "ticket", "about": ticket["id"], "score": 5, "comment": words });
        at.as_person(session, "rating.give", rate).await.unwrap();
    }
    for (shops, body) in [(json!([at.shop]), "西湖店的话"), (json!([theirs]), "武林店的话"), (json!([]), "大家的话")] {
        crate::knowledge::published(&at, body, body, shops).await;
    }
    at.call("canned.save", json!({ "title": "我的", "shortcut": "wo", "body": "西湖店的话", "private": true })).await;
    let nouns = json!(["conversation", "message", "ticket", "rating", "article", "revision", "canned_reply"]);
    for (name, lines) in exported(&at, &exporter, nouns, "jsonl").await {
        assert!(!lines.contains("西湖店的话"), "{name}: {lines}");
        assert!(name == "conversation.jsonl" || name == "canned_reply.jsonl" || lines.contains("武林店的话"), "{name}: {lines}");
    }
}

#[tokio::test]
async fn personal_data_goes_out_in_full_only_with_the_right_to_see_it() {
    let at = Installation::new().await;
    let customer = at.call("customer.create", json!({ "name": "张伟明", "phone": "13812345678", "member_no": "QH0042" })).await["id"].clone();
    at.call("customer.update", json!({ "id": customer, "birthday": "1990-05-01", "address": "文三路 9 号" })).await;
    let exporter = exporter(&at, at.shop).await;
    let secrets = ["13812345678", "QH0042", "1990-05-01", "文三路"];
    for format in ["csv", "jsonl"] {
        let masked = exported(&at, &exporter, json!(["customer", "staff"]), format).await;
        let full = exported(&at, &at.session, json!(["customer"]), format).await;
        for secret in secrets {
            assert!(!masked.iter().any(|(_, lines)| lines.contains(secret)), "{secret} in {masked:?}");
            assert!(full[0].1.contains(secret), "{secret}");
        }
    }
}
