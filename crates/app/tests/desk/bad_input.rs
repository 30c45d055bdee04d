//! What no screen sends but somebody will: wrong shapes, endless texts, numbers at the edge, records that never were.
//! Each is told in both languages, nothing is written, and the desk goes on.

use app::error::Code;
use domain::{Id, Lang};
use expect_test::expect;
use serde_json::{Value as Json, json};

use crate::common::{Installation, MONDAY_TEN, both, check, id};

async fn told(at: &Installation, call: &str, input: Json) -> String {
    match at.try_call(call, input).await {
        Ok(output) => panic!("{call} went through: {output}"),
        Err(error) => both(&error),
    }
}

#[tokio::test]
async fn a_malformed_call_is_told_what_is_wrong_and_changes_nothing() {
    let at = Installation::new().await;
    let before = at.desk.store().position().await.unwrap();
    let mut said = Vec::new();
    for (call, input) in [
        ("ticket.create", Json::Null),
        ("ticket.watch", json!([])),
        ("ticket.create", json!({ "subject": 5 })),
        ("ticket.watch", json!({ "id": Id([1; 16]), "watching": true, "surprise": true })),
        ("ticket.create", json!({ "subject": "换货", "priority": "very" })),
        ("ticket.get", json!({ "id": "not-an-id" })),
        ("ticket.list", json!({ "filter": {}, "limit": "many" })),
        ("ticket.list", json!({ "filter": {}, "limit": 1.5 })),
        ("conversation.open", json!({ "channel": "pigeon" })),
        ("ticket.bulk", json!({ "ids": [], "action": { "do": "explode" } })),
    ] {
        let error = at.try_call(call, input).await.expect_err(call);
        assert_eq!(error.code, Code::Malformed, "{call}");
        assert!(error.zh.starts_with(&format!("「{call}」的内容不对：")), "{}", error.zh);
        said.push(error.en);
    }
    check(
        said.join("\n"),
        expect![[r#"
            The input of `ticket.create` is not right: missing field `subject`
            The input of `ticket.watch` is not right: invalid length 0, expected struct Watch with 2 elements
            The input of `ticket.create` is not right: invalid type: integer `5`, expected a string
            The input of `ticket.watch` is not right: unknown field `surprise`, expected `id` or `watching`
            The input of `ticket.create` is not right: unknown variant `very`, expected one of `low`, `normal`, `high`, `urgent`
            The input of `ticket.get` is not right: `not-an-id` is not an id: expected 32 hexadecimal digits, with or without hyphens
            The input of `ticket.list` is not right: invalid type: string "many", expected i64
            The input of `ticket.list` is not right: invalid type: floating point `1.5`, expected i64
            The input of `conversation.open` is not right: unknown variant `pigeon`, expected one of `counter`, `kiosk`, `wecom`, `wechat_kf`, `hotline`, `app`, `miniprogram`, `web`
            The input of `ticket.bulk` is not right: unknown variant `explode`, expected one of `assign`, `move`, `priority`, `tag`, `untag`, `department`"#]],
    );
    assert_eq!(at.desk.store().position().await.unwrap(), before);
}

#[tokio::test]
async fn a_call_that_does_not_exist_and_bytes_that_are_none_are_told() {
    let at = Installation::new().await;
    let mut said = Vec::new();
    for (call, input) in [
        ("ticket.remove", json!({})),
        ("", json!({})),
        ("TICKET.GET", json!({})),
        ("attachment.put", json!({ "name": "a", "media_type": "b", "bytes": "%%%" })),
    ] {
        said.push(told(&at, call, input).await);
    }
    check(
        said.join("\n\n"),
        expect![[r#"
        UnknownCall
        没有「ticket.remove」这个调用。界面和程序版本可能不一致，重新打开试试。
        There is no call `ticket.remove`. The screen and the program may differ in version; reopen it.

        UnknownCall
        没有「」这个调用。界面和程序版本可能不一致，重新打开试试。
        There is no call ``. The screen and the program may differ in version; reopen it.

        UnknownCall
        没有「TICKET.GET」这个调用。界面和程序版本可能不一致，重新打开试试。
        There is no call `TICKET.GET`. The screen and the program may differ in version; reopen it.

        Malformed
        文件内容没有传完整，重新选一次。
        The file did not arrive whole; choose it again."#]],
    );
}

#[tokio::test]
async fn nothing_endless_is_repeated_in_an_answer() {
    let at = Installation::new().await;
    let endless = "长".repeat(500_000);
    for (call, input) in [
        (endless.as_str(), json!({})),
        ("ticket.create", json!({ "subject": "换货", "priority": endless })),
        ("ticket.create", json!({ "subject": "换货", endless.as_str(): 1 })),
        ("ticket.get", json!({ "id": endless })),
        ("ticket.get", json!({ "number": endless })),
        ("attachment.get", json!({ "hash": endless })),
        ("session.unlock", json!({ "secret": endless })),
        ("customer.add_identity", json!({ "id": Id([1; 16]), "kind": "phone", "value": endless })),
        ("import.keep_knowledge", json!({ "token": endless, "keys": [], "publish": false })),
    ] {
        let error = at.try_call(call, input).await.unwrap_err();
        let size = error.shape(Lang::Zh).detail.unwrap_or_default().len() + both(&error).len();
        assert!(size < 2_000, "{:.40}: {size} bytes", call);
    }
    let error = at.signed_in(&endless, &endless).await.unwrap_err();
    assert_eq!(error.code, Code::Refused);
    let hits = at.call("search.find", json!({ "text": endless })).await["hits"].clone();
    assert_eq!(hits, json!([]));
}

#[tokio::test]
async fn a_text_past_its_limit_is_refused_and_not_cut() {
    let at = Installation::new().await;
    let ticket = crate::ticket::opened(&at, "换货").await;
    let talk = at.call("conversation.open", json!({ "channel": "counter" })).await["id"].clone();
    let long = |chars: usize| "长".repeat(chars);
    let mut said = Vec::new();
    for (call, input) in [
        ("ticket.create", json!({ "subject": long(201) })),
        ("ticket.create", json!({ "subject": "换货", "description": long(20_001) })),
        ("ticket.comment", json!({ "id": ticket, "text": long(20_001) })),
        ("ticket.tag", json!({ "id": ticket, "add": [long(100)] })),
        ("conversation.say", json!({ "id": talk, "text": long(20_001), "audience": "customer" })),
        ("conversation.hear", json!({ "id": talk, "text": long(20_001) })),
        ("draft.save", json!({ "about": talk, "text": long(200_001), "internal": false })),
        ("customer.create", json!({ "name": long(81) })),
        ("customer.create", json!({ "name": "张", "phone": long(30) })),
        ("knowledge.save", json!({ "title": "t", "body": long(200_001) })),
        ("knowledge.suggest", json!({ "text": long(20_001) })),
        ("canned.save", json!({ "title": "t", "shortcut": long(100), "body": "b" })),
        ("session.set_preference", json!({ "key": long(61), "value": "" })),
        ("session.set_preference", json!({ "key": "k", "value": long(4_001) })),
        ("shop.save", json!({ "code": long(9), "name": "店" })),
        ("staff.save", json!({ "account": long(70), "name": "某", "roles": [], "shops": [] })),
        ("role.save", json!({ "name": long(81), "permissions": [] })),
        ("organisation.save", json!({ "name": long(200), "idle_lock_min": 10, "undo_send_ms": 0, "password_days": 0 })),
    ] {
        let error = at.try_call(call, input).await.expect_err(call);
        assert_eq!(error.code, Code::Refused, "{call}: {}", error.zh);
        said.push(format!("{call}: {} / {}", error.zh, error.en));
    }
    check(
        said.join("\n"),
        expect![[r#"
        ticket.create: 「标题」最多 200 字，现在 201 字，删短些再存 / Subject is 201 characters long; the limit is 200. Shorten it
        ticket.create: 「说明」最多 20000 字，现在 20001 字，删短些再存 / Description is 20001 characters long; the limit is 20000. Shorten it
        ticket.comment: 「内容」最多 20000 字，现在 20001 字，删短些再存 / Text is 20001 characters long; the limit is 20000. Shorten it
        ticket.tag: 「标签」最多 40 字，现在 100 字，删短些再存 / Tag is 100 characters long; the limit is 40. Shorten it
        conversation.say: 「内容」最多 20000 字，现在 20001 字，删短些再存 / Text is 20001 characters long; the limit is 20000. Shorten it
        conversation.hear: 「内容」最多 20000 字，现在 20001 字，删短些再存 / Text is 20001 characters long; the limit is 20000. Shorten it
        draft.save: 「草稿」最多 200000 字，现在 200001 字，删短些再存 / Draft is 200001 characters long; the limit is 200000. Shorten it
        customer.create: 「姓名」最多 80 字，现在 81 字，删短些再存 / Name is 81 characters long; the limit is 80. Shorten it
        customer.create: 「长长长长长长长长长长长长长长长长长长长长长长长长」不像电话号码：手机 11 位，座机带区号，香港号码前面写 +852 / “长长长长长长长长长长长长长长长长长长长长长长长长” does not look like a phone number: 11 digits for a mobile, landlines with area code, +852 before Hong Kong numbers
        knowledge.save: 「正文」最多 200000 字，现在 200001 字，删短些再存 / Text is 200001 characters long; the limit is 200000. Shorten it
        knowledge.suggest: 「建议」最多 20000 字，现在 20001 字，删短些再存 / Suggestion is 20001 characters long; the limit is 20000. Shorten it
        canned.save: 快捷码要 1 到 20 个字，用汉字、字母、数字、短横或下划线 / A shortcut has 1 to 20 letters, digits, hyphens or underscores
        session.set_preference: 「设置」最多 60 字，现在 61 字，删短些再存 / Setting is 61 characters long; the limit is 60. Shorten it
        session.set_preference: 「设置」最多 4000 字，现在 4001 字，删短些再存 / Setting is 4001 characters long; the limit is 4000. Shorten it
        shop.save: 门店代号要 2 到 6 位大写字母或数字，像 HZ02 / A shop code has 2 to 6 capital letters or digits, like HZ02
        staff.save: 账号要 2 到 32 位小写字母、数字、点、短横或下划线，字母或数字开头 / An account has 2 to 32 small letters, digits, dots, hyphens or underscores and begins with a letter or digit
        role.save: 「角色名称」最多 80 字，现在 81 字，删短些再存 / Role name is 81 characters long; the limit is 80. Shorten it
        organisation.save: 「公司名称」最多 80 字，现在 200 字，删短些再存 / Organisation is 200 characters long; the limit is 80. Shorten it"#]],
    );
}

#[tokio::test]
async fn what_cannot_be_seen_is_taken_out_of_what_is_kept() {
    let at = Installation::new().await;
    let hidden = "换\u{0}货\u{202e}单\u{7}\u{feff}\r\n第二行";
    let ticket = json!({ "subject": hidden, "description": hidden, "tags": [hidden] });
    let ticket = id(&at.call("ticket.create", ticket).await["id"]);
    let kept = crate::ticket::detail(&at, ticket).await["ticket"].clone();
    check(
        format!("{} {} {}", kept["subject"], kept["description"], kept["tags"]),
        expect![[r#""换货单 第二行" "换货单\n第二行" ["换货单 第二行"]"#]],
    );
    at.indexed().await;
    assert_eq!(at.call("search.find", json!({ "text": "换\u{0}货单" })).await["hits"].as_array().unwrap().len(), 1);
    for call in ["customer.find", "search.find"] {
        at.call(call, json!({ "text": "\u{0}\u{202e}' OR 1=1 --\\\"*%_" })).await;
    }
    let empty = at.refused("ticket.create", json!({ "subject": "\u{0}\u{200b}" })).await;
    check(empty, expect!["「标题」还没写"]);
}

#[tokio::test]
async fn numbers_at_the_edge_break_nothing() {
    let at = Installation::new().await;
    let ticket = crate::ticket::opened(&at, "换货").await;
    let talk = at.call("conversation.open", json!({ "channel": "counter", "text": "x" })).await["id"].clone();
    let customer = at.call("customer.create", json!({ "name": "张伟明" })).await["id"].clone();
    let article = at.call("knowledge.save", json!({ "title": "t", "body": "b" })).await;
    let department = at.call("department.save", json!({ "name": "维修部" })).await["id"].clone();
    for edge in [i64::MIN, i64::MIN + 1, -1, 0, i64::MAX - 1, i64::MAX] {
        let steps = json!({ "name": "睡", "steps": [{ "do": "snooze", "minutes": edge }], "applies": "ticket" });
        let snooze = at.try_call("macro.save", steps).await.map(|made| made["id"].clone()).unwrap_or_default();
        let target = json!({ "first_reply_min": edge, "next_reply_min": edge, "resolve_min": edge });
        for (call, input) in [
            ("conversation.snooze", json!({ "id": talk, "until": edge })),
            ("ticket.snooze", json!({ "id": ticket, "until": edge })),
            ("macro.run", json!({ "id": snooze, "noun": "ticket", "about": ticket })),
            ("reminder.set", json!({ "due": edge, "note": "x" })),
            ("ticket.hand_over", json!({ "id": ticket, "department": department, "ask": "看", "due": edge })),
            ("knowledge.publish", json!({ "id": article["id"], "revision": article["revision"], "effective_at": edge })),
            ("knowledge.get", json!({ "id": article["id"] })),
            ("knowledge.save_category", json!({ "name": format!("{edge}"), "position": edge })),
            ("organisation.save", json!({ "name": "青禾", "idle_lock_min": edge, "undo_send_ms": edge, "password_days": edge })),
            ("sla.save", json!({ "name": format!("{edge}"), "targets": { "normal": target }, "pause_states": [], "position": edge })),
            ("rating.give", json!({ "noun": "ticket", "about": ticket, "score": edge })),
            ("ticket.list", json!({ "filter": { "opened_after": edge, "opened_before": edge }, "offset": edge, "limit": edge })),
            ("conversation.list", json!({ "view": "all", "offset": edge, "limit": edge })),
            ("conversation.messages", json!({ "id": talk, "before": edge, "limit": edge })),
            ("customer.list", json!({ "offset": edge, "limit": edge })),
            ("customer.find", json!({ "text": "张", "limit": edge })),
            ("customer.timeline", json!({ "id": customer, "before": edge, "limit": edge })),
            ("knowledge.list", json!({ "offset": edge, "limit": edge })),
            ("knowledge.search", json!({ "text": "b", "limit": edge })),
            ("search.find", json!({ "text": "换货", "limit": edge })),
            ("audit.list", json!({ "after": edge, "before": edge, "offset": edge, "limit": edge })),
        ] {
            if let Err(error) = at.try_call(call, input).await {
                let expected = matches!(error.code, Code::Refused | Code::Forbidden | Code::Malformed | Code::NotFound);
                assert!(expected, "{call} with {edge}: {error} {:?}", error.shape(Lang::En).detail);
            }
        }
    }
    let policies = at.call("sla.list", json!({})).await;
    for policy in policies.as_array().unwrap() {
        let kind = json!({ "name": policy["name"], "fields": [], "checklist": [], "sla": policy["id"] });
        let kind = at.call("ticket_type.save", kind).await["id"].clone();
        at.call("ticket.create", json!({ "subject": "换货", "kind": kind })).await;
    }
    at.desk.store().verify().await.unwrap();
}

#[tokio::test]
async fn records_that_are_not_there_are_not_found_and_never_made() {
    let at = Installation::new().await;
    let nobody = Id([7; 16]);
    let before = at.desk.store().position().await.unwrap();
    for (call, input) in [
        ("ticket.get", json!({ "id": nobody })),
        ("ticket.create", json!({ "subject": "x", "customer": nobody })),
        ("ticket.create", json!({ "subject": "x", "kind": nobody })),
        ("ticket.create", json!({ "subject": "x", "shop": nobody })),
        ("ticket.create", json!({ "subject": "x", "conversation": nobody })),
        ("ticket.create", json!({ "subject": "x", "parent": nobody })),
        ("conversation.open", json!({ "channel": "counter", "customer": nobody })),
        ("conversation.open", json!({ "channel": "counter", "shop": nobody })),
        ("conversation.hear", json!({ "id": nobody, "text": "x" })),
        ("customer.get", json!({ "id": nobody })),
        ("customer.merge", json!({ "winner": nobody, "loser": nobody })),
        ("knowledge.get", json!({ "id": nobody })),
        ("knowledge.publish", json!({ "id": nobody, "revision": nobody })),
        ("knowledge.suggest", json!({ "article": nobody, "text": "x" })),
        ("knowledge.decide", json!({ "id": nobody, "take": true })),
        ("macro.run", json!({ "id": nobody, "noun": "ticket", "about": nobody })),
        ("view.delete", json!({ "id": nobody })),
        ("reminder.done", json!({ "id": nobody })),
        ("reminder.set", json!({ "noun": "ticket", "about": nobody, "due": MONDAY_TEN + 1 })),
        ("rating.give", json!({ "noun": "ticket", "about": nobody, "score": 5 })),
        ("staff.reset_password", json!({ "id": nobody })),
        ("canned.render", json!({ "id": nobody })),
        ("import.keep_table", json!({ "token": "0", "mapping": {} })),
    ] {
        let error = at.try_call(call, input.clone()).await.err().unwrap_or_else(|| panic!("{call} {input} went through"));
        assert_eq!(error.code, Code::NotFound, "{call} {input}: {}", error.zh);
    }
    assert_eq!(at.desk.store().position().await.unwrap(), before);
}
