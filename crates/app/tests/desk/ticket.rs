//! A ticket's life at the counter: opened from a conversation, worked on by several people, promised, solved.

use domain::Id;
use domain::time::{HOUR, MINUTE, SECOND};
use expect_test::expect;
use serde_json::{Value as Json, json};

use crate::common::{Installation, MONDAY_TEN, check, id, lines, outcome, text};

pub async fn opened(at: &Installation, subject: &str) -> Id {
    id(&at.call("ticket.create", json!({ "subject": subject })).await["id"])
}

pub async fn detail(at: &Installation, ticket: Id) -> Json {
    at.call("ticket.get", json!({ "id": ticket })).await
}

/// A type with a field that must be filled, a line that must be done and one that may.
async fn exchange(at: &Installation) -> Id {
    let kind = json!({
        "name": "换货", "priority": "high",
        "fields": [{ "key": "order", "label": "订单号", "form": "order", "required": true }],
        "checklist": [{ "text": "验机", "required": true }, { "text": "拍照" }],
    });
    id(&at.call("ticket_type.save", kind).await["id"])
}

fn story_line(entry: &Json) -> String {
    format!("{} | {} | {}", text(&entry["actor"]), text(&entry["what"]), text(&entry["text"]))
}

#[tokio::test]
async fn a_conversation_becomes_a_ticket_that_knows_where_it_came_from() {
    let at = Installation::new().await;
    let customer = at.call("customer.create", json!({ "name": "张伟明", "phone": "13812345678" })).await["id"].clone();
    let talk = json!({ "customer": customer, "channel": "counter", "text": "炸锅涂层掉了" });
    let talk = at.call("conversation.open", talk).await["id"].clone();
    let kind = exchange(&at).await;
    let new = json!({ "subject": "炸锅换货", "kind": kind, "customer": customer, "conversation": talk, "channel": "counter", "tags": ["涂层"] });
    let made = at.call("ticket.create", new).await;
    let ticket = detail(&at, id(&made["id"])).await;
    let told = format!(
        "{} {} {} {} by {}, {} lines, {} promises, customer {}",
        text(&made["number"]),
        ticket["ticket"]["state"],
        ticket["ticket"]["priority"],
        ticket["ticket"]["tags"],
        text(&ticket["opened_by"]["name"]),
        ticket["ticket"]["checklist"].as_object().unwrap().len(),
        ticket["promises"].as_array().unwrap().len(),
        text(&ticket["customer"]["phone"]),
    );
    check(told, expect![[r#"HZ01A-1 "new" "high" ["涂层"] by 周岚, 2 lines, 2 promises, customer 138****5678"#]]);
    let talk = at.call("conversation.get", json!({ "id": talk })).await;
    assert_eq!((&talk["tickets"][0]["number"], &talk["conversation"]["ticket"]), (&made["number"], &made["id"]));
    let story = at.call("ticket.story", json!({ "id": made["id"] })).await;
    check(
        lines(&story["entries"], story_line),
        expect![[r#"
        staff | opened | 建单，类型「换货」，级别 高
        customer | message | 
        promise | promise | 首次回复顾客
        promise | promise | 约定解决"#]],
    );
}

#[tokio::test]
async fn numbers_count_up_per_shop_and_a_ticket_is_found_by_its_own() {
    let at = Installation::new().await;
    let other = at.call("shop.save", json!({ "code": "HZ02", "name": "武林店" })).await["id"].clone();
    let mut numbers = Vec::new();
    for shop in [json!(at.shop), other.clone(), json!(at.shop), other] {
        numbers.push(text(&at.call("ticket.create", json!({ "subject": "换货", "shop": shop })).await["number"]));
    }
    check(numbers.join(" "), expect!["HZ01A-1 HZ02A-1 HZ01A-2 HZ02A-2"]);
    assert_eq!(at.call("ticket.get", json!({ "number": " hz01a-2 " })).await["ticket"]["number"], "HZ01A-2");
    check(at.refused("ticket.get", json!({ "number": "HZ01A-9" })).await, expect!["找不到这张工单。可能已删除，或不在您的门店。"]);
}

#[tokio::test]
async fn a_ticket_moves_along_its_states_and_only_there() {
    let at = Installation::new().await;
    let ticket = opened(&at, "换货").await;
    let mut told = Vec::new();
    for to in ["resolved", "closed", "open", "waiting_other", "new", "waiting_customer", "resolved", "closed", "waiting_other", "open"] {
        let said = outcome(at.try_call("ticket.move", json!({ "id": ticket, "to": to, "resolution": "换了新的" })).await);
        told.push(format!("{to}: {said}"));
    }
    check(
        told.join("\n"),
        expect![[r#"
        resolved: done
        closed: done
        open: done
        waiting_other: done
        new: Refused: 「等别处」的工单不能直接变成「新建」，可以变成：处理中、等顾客、已解决
        waiting_customer: done
        resolved: done
        closed: done
        waiting_other: Refused: 「已关闭」的工单不能直接变成「等别处」，可以变成：处理中
        open: done"#]],
    );
    let now = detail(&at, ticket).await;
    assert_eq!((&now["ticket"]["resolution"], &now["ticket"]["resolved_at"]), (&json!("换了新的"), &Json::Null), "open again, its words kept");
    let history = at.call("ticket.history", json!({ "id": ticket })).await;
    let moved = |entry: &Json| entry["field"] == "state";
    let states: Vec<String> = history["entries"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| moved(entry))
        .map(|entry| format!("{} → {}", entry["from"], entry["to"]))
        .collect();
    check(
        states.join("\n"),
        expect![[r#"
        "已关闭" → "处理中"
        "已解决" → "已关闭"
        "等顾客" → "已解决"
        "等别处" → "等顾客"
        "处理中" → "等别处"
        "已关闭" → "处理中"
        "已解决" → "已关闭"
        "新建" → "已解决"
        null → "新建""#]],
    );
}

#[tokio::test]
async fn what_must_be_done_stands_between_a_ticket_and_its_end() {
    let at = Installation::new().await;
    let kind = exchange(&at).await;
    let ticket = id(&at.call("ticket.create", json!({ "subject": "炸锅换货", "kind": kind })).await["id"]);
    at.call("ticket.move", json!({ "id": ticket, "to": "open" })).await;
    let resolve = async |anyway: bool| outcome(at.try_call("ticket.move", json!({ "id": ticket, "to": "resolved", "anyway": anyway })).await);
    let mut told = vec![resolve(true).await];
    at.call("ticket.update", json!({ "id": ticket, "fields": { "order": "QH-20260601-7" } })).await;
    told.push(resolve(true).await);
    let list = detail(&at, ticket).await["ticket"]["checklist"].clone();
    let (key, _) = list.as_object().unwrap().iter().find(|(_, item)| item["text"] == "验机").unwrap();
    at.call("ticket.checklist", json!({ "id": ticket, "change": { "do": "tick", "key": key, "done": true } })).await;
    told.push(resolve(false).await);
    told.push(resolve(true).await);
    check(
        told.join("\n"),
        expect![[r#"
        Refused: 还差 2 项才能解决：「订单号」还没登记，「验机」还没做
        Refused: 还差 1 项才能解决：「验机」还没做
        Refused: 清单还有 1 条没做：「拍照」还没做。不做也行，选「就这样解决」
        done"#]],
    );
}

#[tokio::test]
async fn a_checklist_is_written_ticked_reworded_and_its_required_lines_stay() {
    let at = Installation::new().await;
    let ticket = opened(&at, "换货").await;
    let change = async |change: Json| outcome(at.try_call("ticket.checklist", json!({ "id": ticket, "change": change })).await);
    change(json!({ "do": "add", "text": "问仓库", "required": true })).await;
    change(json!({ "do": "add", "text": "回电话", "required": false })).await;
    let list = detail(&at, ticket).await["ticket"]["checklist"].clone();
    let key = |words: &str| list.as_object().unwrap().iter().find(|(_, item)| item["text"] == words).unwrap().0.clone();
    let (ask, call) = (key("问仓库"), key("回电话"));
    let told = [
        change(json!({ "do": "tick", "key": call, "done": true })).await,
        change(json!({ "do": "reword", "key": call, "text": " 晚上回电话 " })).await,
        change(json!({ "do": "remove", "key": ask })).await,
        change(json!({ "do": "remove", "key": call })).await,
        change(json!({ "do": "tick", "key": call, "done": true })).await,
        change(json!({ "do": "add", "text": "  ", "required": false })).await,
    ];
    check(
        told.join("\n"),
        expect![[r#"
        done
        done
        Refused: 「问仓库」是必做的，删不了；做完打勾就行
        done
        Refused: 这一条已经被别人删了，刷新看看
        Refused: 「清单」还没写"#]],
    );
    assert_eq!(detail(&at, ticket).await["ticket"]["checklist"].as_object().unwrap().len(), 1);
}

#[tokio::test]
async fn a_ticket_handed_over_tells_the_next_one_what_to_do_and_the_customer_that_it_goes_on() {
    let at = Installation::new().await;
    let talk = at.call("conversation.open", json!({ "channel": "counter", "text": "车闸响" })).await["id"].clone();
    let repair = at.call("department.save", json!({ "name": "维修部" })).await["id"].clone();
    let ticket = id(&at.call("ticket.create", json!({ "subject": "车闸异响", "conversation": talk })).await["id"]);
    at.pass(MINUTE);
    let hand = json!({ "id": ticket, "department": repair, "ask": "看看刹车片", "tell_customer": "师傅下午给您回话", "due": MONDAY_TEN + HOUR });
    at.call("ticket.hand_over", hand).await;
    at.pass(SECOND);
    let now = detail(&at, ticket).await;
    check(format!("{} {}", text(&now["department"]), now["ticket"]["state"]), expect![[r#"维修部 "waiting_other""#]]);
    assert_eq!(now["ticket"]["first_replied_at"], MONDAY_TEN + MINUTE, "the customer was answered");
    let said = at.call("conversation.messages", json!({ "id": talk, "limit": 9 })).await;
    check(
        lines(&said["messages"], |view| format!("{} {}", text(&view["message"]["author_kind"]), text(&view["message"]["text"]))),
        expect![[r#"
        customer 车闸响
        staff 师傅下午给您回话"#]],
    );
    let story = at.call("ticket.story", json!({ "id": ticket })).await;
    let mut told: Vec<String> = story["entries"].as_array().unwrap().iter().map(story_line).collect();
    // What happened in one moment has no order.
    told[2..7].sort();
    check(
        told.join("\n"),
        expect![[r#"
        staff | opened | 建单，级别 普通
        customer | message | 
        staff | assigned | 转交给维修部
        staff | field | 加上关注的人：周岚
        staff | message | 
        staff | note | 
        staff | state | 改成「等别处」
        promise | promise | 约定解决"#]],
    );

    let alone = opened(&at, "没有会话的").await;
    let hand = |tell: &str| json!({ "id": alone, "department": repair, "ask": "看看", "tell_customer": tell });
    check(at.refused("ticket.hand_over", hand("好的")).await, expect!["这张工单没有关联会话，没法告诉顾客。先空着这一栏，或另外联系。"]);
    let gap = json!({ "id": ticket, "department": repair, "ask": "看看", "tell_customer": "单号 {{ticket.number}}" });
    check(at.refused("ticket.hand_over", gap).await, expect!["工单已经在那里，换个部门或换个人"]);
    at.call("ticket.hand_over", hand("")).await;
}

#[tokio::test]
async fn a_clock_stands_still_while_the_customer_is_waited_for() {
    let at = Installation::new().await;
    let talk = at.call("conversation.open", json!({ "channel": "counter", "text": "要换货" })).await["id"].clone();
    let ticket = id(&at.call("ticket.create", json!({ "subject": "换货", "conversation": talk })).await["id"]);
    at.call("ticket.move", json!({ "id": ticket, "to": "open" })).await;
    let due = async || detail(&at, ticket).await["ticket"]["resolve_due"].as_i64().unwrap();
    let promised = due().await;
    at.call("ticket.move", json!({ "id": ticket, "to": "waiting_customer" })).await;
    let states = |promises: &Json| lines(promises, |promise| format!("{} {}", text(&promise["metric"]), text(&promise["state"])));
    check(
        states(&detail(&at, ticket).await["promises"]),
        expect![[r#"
        first_reply paused
        resolve paused"#]],
    );
    at.later(HOUR).await;
    assert_eq!(due().await, promised, "nothing is written while a clock stands");
    at.call("conversation.hear", json!({ "id": talk, "text": "小票找到了" })).await;
    assert_eq!(due().await, promised + HOUR, "an open hour of waiting is an hour more");
    check(&detail(&at, ticket).await["ticket"]["state"], expect![[r#""open""#]]);
}

#[tokio::test]
async fn taking_a_ticket_is_everybody_s_and_giving_it_is_a_manager_s() {
    let at = Installation::new().await;
    let (shop, clerk) = at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    let (lin, boss) = (at.staff("lin").await, at.staff("admin").await);
    let ticket = id(&at.call("ticket.create", json!({ "subject": "换货", "shop": shop })).await["id"]);
    let assign = async |staff: Option<Id>| outcome(at.as_person(&clerk, "ticket.assign", json!({ "id": ticket, "staff": staff })).await);
    let told = [assign(Some(boss)).await, assign(Some(lin)).await, assign(Some(boss)).await, assign(None).await];
    check(
        told.join("\n"),
        expect![[r#"
        Forbidden: 把工单派给别人要店长或主管来做；没人接的您可以自己接。
        done
        Forbidden: 把工单派给别人要店长或主管来做；没人接的您可以自己接。
        done"#]],
    );
    let given = json!({ "ids": [ticket], "action": { "do": "assign", "staff": boss } });
    check(at.refused_to(&clerk, "ticket.bulk", given).await, expect!["Forbidden: 派单要店长或主管来做。"]);
    at.call("ticket.assign", json!({ "id": ticket, "staff": lin })).await;
    let mine = at.as_person(&clerk, "ticket.counts", json!({})).await.unwrap();
    assert_eq!(mine.as_array().unwrap().iter().find(|count| count["key"] == "mine").unwrap()["count"], 1);
}

#[tokio::test]
async fn a_ticket_is_given_or_handed_over_only_to_someone_who_can_open_it() {
    let at = Installation::new().await;
    let (there, _) = at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    let lin = at.staff("lin").await;
    let here = opened(&at, "换货").await;
    let theirs = id(&at.call("ticket.create", json!({ "subject": "退货", "shop": there })).await["id"]);
    let repair = at.call("department.save", json!({ "shop": null, "name": "维修部", "archived": false })).await["id"].clone();
    let hand = |ticket: Id| json!({ "id": ticket, "department": repair, "staff": lin, "ask": "看看", "tell_customer": "" });
    check(at.refused("ticket.hand_over", hand(here)).await, expect!["林小雨 看不到这家店的会话和工单，换一位同事，或先转到 TA 的门店"]);
    let bulk = json!({ "ids": [here, theirs], "action": { "do": "assign", "staff": lin } });
    let outcome = at.call("ticket.bulk", bulk).await;
    check(
        format!("{} done, {}", outcome["done"], lines(&outcome["refused"], |refused| text(&refused["why"]))),
        expect!["1 done, 林小雨 看不到这家店的会话和工单，换一位同事，或先转到 TA 的门店"],
    );
    assert_eq!(detail(&at, here).await["ticket"]["assignee"], Json::Null, "nothing was written");
    assert_eq!(detail(&at, theirs).await["ticket"]["assignee"], json!(lin));
    at.call("ticket.bulk", json!({ "ids": [theirs], "action": { "do": "assign", "staff": null } })).await;
    at.call("ticket.hand_over", hand(theirs)).await;
    assert_eq!(detail(&at, theirs).await["ticket"]["assignee"], json!(lin));
}

#[tokio::test]
async fn notes_tags_watching_and_sleep_leave_their_mark_and_a_deleted_ticket_is_gone() {
    let at = Installation::new().await;
    let ticket = opened(&at, "换货").await;
    at.call("ticket.comment", json!({ "id": ticket, "text": "仓库说周三到货" })).await;
    at.call("ticket.tag", json!({ "id": ticket, "add": ["急", " 急 ", "仓库"], "remove": [] })).await;
    at.call("ticket.tag", json!({ "id": ticket, "remove": ["急"] })).await;
    at.call("ticket.watch", json!({ "id": ticket, "watching": true })).await;
    check(at.refused("ticket.snooze", json!({ "id": ticket, "until": MONDAY_TEN })).await, expect!["这个时间已经过了，换一个以后的时间"]);
    at.call("ticket.snooze", json!({ "id": ticket, "until": MONDAY_TEN + HOUR })).await;
    let now = detail(&at, ticket).await;
    let told = format!("{} {} {}", now["ticket"]["tags"], text(&now["watchers"][0]["name"]), now["ticket"]["snoozed_until"]);
    check(told, expect![[r#"["仓库"] 周岚 1780282800000"#]]);

    at.call("ticket.delete", json!({ "id": ticket })).await;
    at.indexed().await;
    check(at.refused("ticket.get", json!({ "id": ticket })).await, expect!["找不到这张工单。可能已删除，或不在您的门店。"]);
    assert_eq!(at.call("search.find", json!({ "text": "换货", "nouns": ["ticket"] })).await["hits"], json!([]));
}

#[tokio::test]
async fn what_was_resolved_today_is_what_was_resolved_today() {
    let at = Installation::new().await;
    let resolved = async |at: &Installation, subject: &str| {
        let made = at.call("ticket.create", json!({ "subject": subject })).await["id"].clone();
        for to in ["open", "resolved"] {
            at.call("ticket.move", json!({ "id": made, "to": to, "resolution": "换了新的" })).await;
        }
    };
    resolved(&at, "昨天的").await;
    let at = at.restarted(domain::time::DAY).await;
    resolved(&at, "今天的").await;
    let midnight = (at.desk.now() + 8 * domain::time::HOUR).div_euclid(domain::time::DAY) * domain::time::DAY - 8 * domain::time::HOUR;
    let filter = json!({ "states": ["resolved", "closed"], "resolved_after": midnight });
    let page = at.call("ticket.list", json!({ "filter": filter, "limit": 9 })).await;
    assert_eq!((page["total"].clone(), page["rows"][0]["subject"].clone()), (json!(1), json!("今天的")));
    let counts = at.call("ticket.counts", json!({})).await;
    let today = counts.as_array().unwrap().iter().find(|count| count["key"] == "resolved_today").unwrap();
    assert_eq!(today["count"], 1);
}
