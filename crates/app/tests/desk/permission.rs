//! Who may make which call: judged for every line of the list, and for records of shops one does not work in.

use app::calls::{CALLS, Call, Needs};
use app::desk::Caller;
use app::error::Code;
use domain::permission::Permission;
use domain::time::SECOND;
use domain::{Id, Lang};
use expect_test::expect;
use serde_json::{Value as Json, json};

use crate::common::{AUDITOR, Installation, MONDAY_TEN, check, id, role, text};

/// Input that no call takes: whoever is let in is told that it is malformed, and nothing happens.
fn nonsense() -> Json {
    json!("nonsense")
}

async fn code(at: &Installation, session: Option<&str>, call: &Call) -> Code {
    let caller = Caller::new(session.map(str::to_owned), Lang::Zh);
    match at.desk.call(caller, call.name, nonsense()).await {
        Ok(output) => panic!("{} took nonsense: {output}", call.name),
        Err(error) => {
            assert!(!error.zh.is_empty() && !error.en.is_empty(), "{} says it in both languages", call.name);
            error.code
        }
    }
}

/// What each call answers to a stranger, and to a person whose screen is locked.
fn expected(call: &Call) -> (Code, Code) {
    match call.needs {
        Needs::Nobody => (Code::Malformed, Code::Malformed),
        Needs::Session => (Code::SignedOut, Code::Malformed),
        Needs::SignedIn | Needs::May(_) => (Code::SignedOut, Code::Locked),
    }
}

#[tokio::test]
async fn a_stranger_and_a_locked_screen_reach_only_what_is_meant_for_them() {
    let at = Installation::new().await;
    at.call("session.lock", json!({})).await;
    for call in CALLS {
        let answers = (code(&at, None, call).await, code(&at, Some(&at.session), call).await);
        assert_eq!(answers, expected(call), "{}", call.name);
        assert_eq!(code(&at, Some("0123"), call).await, expected(call).0, "{}: a session that never was", call.name);
    }
}

#[tokio::test]
async fn every_call_refuses_who_lacks_exactly_its_permission_and_takes_who_has_only_that() {
    let at = Installation::new().await;
    let save = async |id: Json, permissions: Vec<Permission>| {
        at.call("role.save", json!({ "id": id, "name": "试", "permissions": permissions })).await["id"].clone()
    };
    let role = save(Json::Null, vec![Permission::TicketWork]).await;
    let session = at.person("shi", "石试", id(&role), &[at.shop]).await;
    let mut refused = 0;
    for permission in Permission::ALL {
        let calls: Vec<&Call> = CALLS.iter().filter(|call| call.needs == Needs::May(*permission)).collect();
        save(role.clone(), Permission::ALL.iter().copied().filter(|other| other != permission).collect()).await;
        for call in &calls {
            assert_eq!(code(&at, Some(&session), call).await, Code::Forbidden, "{} without {permission:?}", call.name);
            refused += 1;
        }
        save(role.clone(), vec![*permission]).await;
        for call in &calls {
            assert_eq!(code(&at, Some(&session), call).await, Code::Malformed, "{} with {permission:?} alone", call.name);
        }
    }
    let auditor = at.person("shen", "沈明", crate::common::role(AUDITOR), &[]).await;
    let trail = at.as_person(&auditor, "audit.list", json!({ "action": "denied", "limit": 1 })).await.unwrap();
    assert_eq!(trail["total"], refused, "every refusal stands in the trail");
}

#[tokio::test]
async fn a_refusal_names_the_step_and_whom_to_ask() {
    let at = Installation::new().await;
    let (_, clerk) = at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    let error = at.as_person(&clerk, "ticket.delete", json!({ "id": Id([1; 16]) })).await.unwrap_err();
    check(
        crate::common::both(&error),
        expect![[r#"
        Forbidden
        您的角色不能做这一步（ticket.delete）。需要时找店长或管理员开通。
        Your role does not allow this (ticket.delete). Ask your shop manager or administrator."#]],
    );
}

/// Everything of one shop that another might ask for.
struct Theirs {
    ticket: Json,
    talk: Json,
    message: Json,
    app_message: Json,
    view: Json,
}

async fn theirs(at: &Installation) -> Theirs {
    let talk = at.call("conversation.open", json!({ "channel": "counter", "text": "西湖店的秘密" })).await["id"].clone();
    let ticket = at.call("ticket.create", json!({ "subject": "西湖店的秘密", "conversation": talk })).await["id"].clone();
    let message = at.call("conversation.messages", json!({ "id": talk, "limit": 1 })).await["messages"][0]["message"]["id"].clone();
    let app = at.call("conversation.open", json!({ "channel": "app", "text": "在吗" })).await["id"].clone();
    let say = json!({ "id": app, "text": "西湖店的秘密", "audience": "customer" });
    let app_message = at.call("conversation.say", say).await["message"].clone();
    let view = json!({ "name": "西湖店的秘密", "of": "ticket", "filter": {}, "shared": false });
    let view = at.call("view.save", view).await["id"].clone();
    Theirs { ticket, talk, message, app_message, view }
}

/// A manager of another shop, who may do everything there.
async fn neighbour(at: &Installation) -> (Id, String) {
    let everything: Vec<Permission> = Permission::ALL.iter().copied().filter(|permission| *permission != Permission::EveryShop).collect();
    let role = at.call("role.save", json!({ "name": "全能", "permissions": everything })).await["id"].clone();
    let shop = id(&at.call("shop.save", json!({ "code": "HZ02", "name": "武林店" })).await["id"]);
    (shop, at.person("lin", "林小雨", id(&role), &[shop]).await)
}

#[tokio::test]
async fn a_ticket_of_another_shop_is_not_there() {
    let at = Installation::new().await;
    let it = theirs(&at).await;
    let (shop, lin) = neighbour(&at).await;
    let mine = at.as_person(&lin, "ticket.create", json!({ "subject": "我的", "shop": shop })).await.unwrap()["id"].clone();
    let department = at.call("department.save", json!({ "name": "维修部" })).await["id"].clone();
    let steps = json!({ "name": "宏", "steps": [{ "do": "assign_self" }], "applies": "ticket", "private": true });
    let macro_id = at.as_person(&lin, "macro.save", steps).await.unwrap()["id"].clone();
    let (ticket, later) = (&it.ticket, MONDAY_TEN + 60_000);
    for (call, input) in [
        ("ticket.get", json!({ "id": ticket })),
        ("ticket.get", json!({ "number": "HZ01A-1" })),
        ("ticket.story", json!({ "id": ticket })),
        ("ticket.history", json!({ "id": ticket })),
        ("ticket.update", json!({ "id": ticket, "subject": "改" })),
        ("ticket.move", json!({ "id": ticket, "to": "open" })),
        ("ticket.assign", json!({ "id": ticket, "staff": null })),
        ("ticket.hand_over", json!({ "id": ticket, "department": department, "ask": "看" })),
        ("ticket.comment", json!({ "id": ticket, "text": "看" })),
        ("ticket.tag", json!({ "id": ticket, "add": ["x"] })),
        ("ticket.watch", json!({ "id": ticket, "watching": true })),
        ("ticket.checklist", json!({ "id": ticket, "change": { "do": "add", "text": "x", "required": false } })),
        ("ticket.relate", json!({ "id": ticket, "other": mine, "relation": "related", "on": true })),
        ("ticket.relate", json!({ "id": mine, "other": ticket, "relation": "related", "on": true })),
        ("ticket.merge", json!({ "into": mine, "ids": [ticket] })),
        ("ticket.merge", json!({ "into": ticket, "ids": [mine] })),
        ("ticket.unmerge", json!({ "id": ticket })),
        ("ticket.split", json!({ "id": ticket, "subject": "一半" })),
        ("ticket.snooze", json!({ "id": ticket, "until": later })),
        ("ticket.delete", json!({ "id": ticket })),
        ("ticket.create", json!({ "subject": "子", "parent": ticket })),
        ("ticket.create", json!({ "subject": "子", "shop": at.shop })),
        ("ticket.create", json!({ "subject": "子", "conversation": it.talk })),
        ("rating.give", json!({ "noun": "ticket", "about": ticket, "score": 1 })),
        ("macro.preview", json!({ "id": macro_id, "noun": "ticket", "about": ticket })),
        ("macro.run", json!({ "id": macro_id, "noun": "ticket", "about": ticket })),
        ("reminder.set", json!({ "noun": "ticket", "about": ticket, "due": later })),
        ("canned.save", json!({ "title": "a", "shortcut": "a", "body": "b", "shop": at.shop })),
    ] {
        not_found(&at, &lin, call, input).await;
    }
    let outcome = at.as_person(&lin, "ticket.bulk", json!({ "ids": [ticket], "action": { "do": "tag", "tag": "x" } })).await.unwrap();
    assert_eq!((&outcome["done"], outcome["refused"].as_array().unwrap().len()), (&json!(0), 1));
    let quoted = json!({ "id": mine, "subject": "一半", "messages": [it.message] });
    let part = at.as_person(&lin, "ticket.split", quoted).await.unwrap();
    let part = at.as_person(&lin, "ticket.get", json!({ "id": part["id"] })).await.unwrap();
    assert!(!part.to_string().contains("秘密"), "nothing is quoted out of another shop");
}

async fn not_found(at: &Installation, session: &str, call: &str, input: Json) {
    let told = input.to_string();
    match at.as_person(session, call, input).await {
        Ok(output) => panic!("{call} {told} went through: {output}"),
        Err(error) => assert_eq!(error.code, Code::NotFound, "{call} {told}: {}", error.zh),
    }
}

#[tokio::test]
async fn a_conversation_of_another_shop_is_not_there() {
    let at = Installation::new().await;
    let it = theirs(&at).await;
    let (_, lin) = neighbour(&at).await;
    let (talk, message, later) = (&it.talk, &it.app_message, MONDAY_TEN + 60_000);
    let customer = at.call("customer.create", json!({ "name": "张伟明" })).await["id"].clone();
    for (call, input) in [
        ("conversation.hear", json!({ "id": talk, "text": "x" })),
        ("conversation.say", json!({ "id": talk, "text": "x", "audience": "colleagues" })),
        ("conversation.unsend", json!({ "id": message })),
        ("conversation.retry", json!({ "id": message })),
        ("conversation.claim", json!({ "id": talk })),
        ("conversation.assign", json!({ "id": talk, "staff": null })),
        ("conversation.route", json!({ "id": talk })),
        ("conversation.end", json!({ "id": talk })),
        ("conversation.reopen", json!({ "id": talk })),
        ("conversation.snooze", json!({ "id": talk, "until": later })),
        ("conversation.tag", json!({ "id": talk, "add": ["x"] })),
        ("conversation.set_customer", json!({ "id": talk, "customer": customer })),
        ("conversation.set_mood", json!({ "id": talk, "mood": "angry" })),
        ("conversation.open", json!({ "channel": "counter", "shop": at.shop })),
        ("knowledge.for_conversation", json!({ "id": talk, "limit": 3 })),
        ("rating.give", json!({ "noun": "conversation", "about": talk, "score": 1 })),
        ("reminder.set", json!({ "noun": "conversation", "about": talk, "due": later })),
        ("view.delete", json!({ "id": it.view })),
    ] {
        not_found(&at, &lin, call, input).await;
    }
}

#[tokio::test]
async fn lists_counts_and_searches_show_nothing_of_another_shop() {
    let at = Installation::new().await;
    theirs(&at).await;
    let (_, lin) = neighbour(&at).await;
    at.indexed().await;
    for (call, input) in [
        ("ticket.list", json!({ "filter": {}, "limit": 9 })),
        ("ticket.list", json!({ "filter": { "text": "HZ01A-1" }, "limit": 9 })),
        ("ticket.list", json!({ "filter": { "shops": [at.shop] }, "limit": 9 })),
        ("conversation.list", json!({ "view": "all", "limit": 9 })),
        ("search.find", json!({ "text": "秘密" })),
        ("search.find", json!({ "text": "HZ01A-1" })),
        ("view.list", json!({ "of": "ticket" })),
    ] {
        let shown = at.as_person(&lin, call, input).await.unwrap();
        assert!(!shown.to_string().contains("秘密"), "{call}: {shown}");
    }
    let counts = at.as_person(&lin, "ticket.counts", json!({})).await.unwrap();
    assert!(counts.as_array().unwrap().iter().all(|count| count["count"] == 0), "{counts}");
}

#[tokio::test]
async fn a_phone_number_is_masked_wherever_it_shows() {
    let at = Installation::new().await;
    let new = json!({ "name": "张伟明", "phone": "13812345678", "member_no": "QH0042" });
    let customer = at.call("customer.create", new).await["id"].clone();
    at.call("customer.update", json!({ "id": customer, "birthday": "1990-05-01", "address": "浙江省杭州市西湖区文三路 9 号" })).await;
    let talk = at.call("conversation.open", json!({ "customer": customer, "channel": "counter", "text": "要换货" })).await["id"].clone();
    let ticket = at.call("ticket.create", json!({ "subject": "换货", "customer": customer, "conversation": talk })).await["id"].clone();
    at.indexed().await;
    for (call, input) in [
        ("customer.get", json!({ "id": customer })),
        ("customer.list", json!({ "limit": 9, "text": "13812345678" })),
        ("customer.find", json!({ "text": "5678" })),
        ("customer.timeline", json!({ "id": customer, "limit": 9 })),
        ("conversation.get", json!({ "id": talk })),
        ("conversation.list", json!({ "view": "all", "limit": 9 })),
        ("ticket.get", json!({ "id": ticket })),
        ("ticket.list", json!({ "filter": { "customer": customer }, "limit": 9 })),
        ("ticket.story", json!({ "id": ticket })),
        ("ticket.history", json!({ "id": ticket })),
        ("search.find", json!({ "text": "5678" })),
        ("staff.list", json!({})),
    ] {
        let shown = at.call(call, input).await.to_string();
        for secret in ["13812345678", "QH0042", "1990-05-01", "文三路"] {
            assert!(!shown.contains(secret), "{call} shows {secret}: {shown}");
        }
    }
}

#[tokio::test]
async fn the_trail_tells_who_looked_and_only_an_auditor_reads_it() {
    let at = Installation::new().await;
    let customer = at.call("customer.create", json!({ "name": "张伟明", "phone": "13812345678" })).await["id"].clone();
    let key = at.call("customer.get", json!({ "id": customer })).await["identities"][0]["key"].clone();
    at.call("customer.reveal", json!({ "id": customer, "what": key })).await;
    at.pass(SECOND);
    check(at.refused("audit.list", json!({ "limit": 9 })).await, expect!["您的角色不能做这一步（audit.list）。需要时找店长或管理员开通。"]);
    at.pass(SECOND);
    let auditor = at.person("shen", "沈明", role(AUDITOR), &[]).await;
    let trail = at.as_person(&auditor, "audit.list", json!({ "before": at.desk.now(), "limit": 20 })).await.unwrap();
    let line = |row: &Json| {
        format!(
            "{} {} {} {} {}",
            row["account"].as_str().unwrap_or("-"),
            text(&row["action"]),
            text(&row["outcome"]),
            text(&row["about_title"]),
            row["detail"].as_str().unwrap_or("-")
        )
    };
    let mut told: Vec<String> = trail["rows"].as_array().unwrap().iter().map(line).collect();
    told.sort();
    check(
        told.join("\n"),
        expect![[r#"
            admin change done 张伟明 customer.create
            admin denied refused  audit.list
            admin reveal done 张伟明 phone 138****5678
            admin view_personal done 张伟明 -"#]],
    );
    assert_eq!(trail["chain_ok"], true);
    assert!(!trail.to_string().contains("13812345678"), "the trail does not tell what was looked at");
}
