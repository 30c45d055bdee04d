//! Several tickets at once: one matter on two tickets, two matters on one, families, and one action on many.

use domain::Id;
use domain::time::SECOND;
use expect_test::expect;
use serde_json::{Value as Json, json};

use crate::common::{Installation, check, id, lines, outcome, text};
use crate::ticket::{detail, opened};

fn numbers(rows: &Json) -> Vec<String> {
    rows.as_array().unwrap().iter().map(|row| text(&row["number"])).collect()
}

#[tokio::test]
async fn a_merge_brings_everything_along_and_can_be_taken_back() {
    let at = Installation::new().await;
    let customer = at.call("customer.create", json!({ "name": "张伟明" })).await["id"].clone();
    let (into, from) = (opened(&at, "炸锅换货").await, opened(&at, "炸锅的事").await);
    at.call("ticket.update", json!({ "id": from, "customer": customer })).await;
    at.call("ticket.tag", json!({ "id": from, "add": ["涂层"] })).await;
    at.call("ticket.watch", json!({ "id": from, "watching": true })).await;
    let stand = async |ticket: Id| {
        let it = detail(&at, ticket).await;
        let watchers = it["watchers"].as_array().unwrap().len();
        format!("{} {} {watchers} watching, {}", it["ticket"]["state"], it["ticket"]["tags"], it["customer"]["name"])
    };
    let before = [stand(into).await, stand(from).await];
    at.call("ticket.merge", json!({ "into": into, "ids": [into, from] })).await;
    let told = format!("{}\n{}\n{:?}", stand(into).await, stand(from).await, numbers(&detail(&at, into).await["merged"]));
    check(
        told,
        expect![[r#"
        "new" ["涂层"] 1 watching, "张伟明"
        "closed" ["涂层"] 1 watching, "张伟明"
        ["HZ01A-2"]"#]],
    );
    let told = [
        outcome(at.try_call("ticket.comment", json!({ "id": from, "text": "谁看得到" })).await),
        outcome(at.try_call("ticket.merge", json!({ "into": from, "ids": [into] })).await),
        outcome(at.try_call("ticket.delete", json!({ "id": into })).await),
    ];
    check(
        told.join("\n"),
        expect![[r#"
        Refused: HZ01A-2 已经并到别的工单，到那张上去改，或先撤销合并
        Refused: HZ01A-2 已经并到别的工单，到那张上去改，或先撤销合并
        Refused: 有 1 张工单并在 HZ01A-1 里，先撤销合并再删"#]],
    );

    at.call("ticket.unmerge", json!({ "id": from })).await;
    check(
        [before.join("\n"), stand(into).await, stand(from).await].join("\n"),
        expect![[r#"
        "new" [] 0 watching, null
        "new" ["涂层"] 1 watching, "张伟明"
        "new" [] 0 watching, null
        "open" ["涂层"] 1 watching, "张伟明""#]],
    );
    check(at.refused("ticket.unmerge", json!({ "id": from })).await, expect!["这张工单没有合并过，不用撤销。"]);
}

#[tokio::test]
async fn tickets_of_two_customers_stay_two() {
    let at = Installation::new().await;
    let mut tickets = Vec::new();
    for name in ["张伟明", "李娜"] {
        let customer = at.call("customer.create", json!({ "name": name })).await["id"].clone();
        tickets.push(id(&at.call("ticket.create", json!({ "subject": "换货", "customer": customer })).await["id"]));
    }
    check(
        at.refused("ticket.merge", json!({ "into": tickets[0], "ids": [tickets[1]] })).await,
        expect!["HZ01A-1 和 HZ01A-2 是两位顾客的，不能合并；同一个人就先合并顾客"],
    );
}

#[tokio::test]
async fn a_part_that_is_split_off_takes_its_lines_and_quotes_what_was_said() {
    let at = Installation::new().await;
    let talk = at.call("conversation.open", json!({ "channel": "counter", "text": "锅要换，还想退杯子" })).await["id"].clone();
    let whole = id(&at.call("ticket.create", json!({ "subject": "换锅", "conversation": talk })).await["id"]);
    at.call("ticket.checklist", json!({ "id": whole, "change": { "do": "add", "text": "收回杯子", "required": false } })).await;
    let key = detail(&at, whole).await["ticket"]["checklist"].as_object().unwrap().keys().next().unwrap().clone();
    let said = at.call("conversation.messages", json!({ "id": talk, "limit": 9 })).await["messages"][0]["message"]["id"].clone();
    at.pass(SECOND);
    let note = at.call("ticket.comment", json!({ "id": whole, "text": "杯子没拆封" })).await["id"].clone();
    let split = json!({ "id": whole, "subject": "退杯子", "checks": [key], "messages": [said, note] });
    let part = at.call("ticket.split", split).await;
    let now = detail(&at, id(&part["id"])).await;
    let told = format!("{} {}\n{}", text(&part["number"]), now["ticket"]["subject"], text(&now["ticket"]["description"]));
    check(
        told,
        expect![[r#"
        HZ01A-2 "退杯子"
        > 锅要换，还想退杯子

        > 杯子没拆封"#]],
    );
    assert_eq!((now["ticket"]["checklist"].as_object().unwrap().len(), numbers(&now["links"])), (1, vec!["HZ01A-1".to_owned()]));
    let rest = detail(&at, whole).await;
    assert_eq!((&rest["ticket"]["checklist"], numbers(&rest["links"])), (&json!({}), vec!["HZ01A-2".to_owned()]));
}

#[tokio::test]
async fn a_family_has_no_rings_and_a_tie_is_undone_on_both_sides() {
    let at = Installation::new().await;
    let (one, two, three) = (opened(&at, "一").await, opened(&at, "二").await, opened(&at, "三").await);
    let relate = async |id: Id, other: Id, relation: &str, on: bool| {
        outcome(at.try_call("ticket.relate", json!({ "id": id, "other": other, "relation": relation, "on": on })).await)
    };
    let told = [
        relate(one, two, "child", true).await,
        relate(two, three, "child", true).await,
        relate(one, three, "parent", true).await,
        relate(one, one, "related", true).await,
        relate(one, three, "related", true).await,
    ];
    check(
        told.join("\n"),
        expect![[r#"
        done
        done
        Refused: HZ01A-3 已经在 HZ01A-1 下面，不能反过来再放一次
        Refused: 工单不能和自己关联，选另一张
        done"#]],
    );
    let page = detail(&at, two).await;
    assert_eq!((text(&page["parent"]["number"]), numbers(&page["children"])), ("HZ01A-1".to_owned(), vec!["HZ01A-3".to_owned()]));
    assert_eq!(numbers(&detail(&at, three).await["links"]), ["HZ01A-1"]);
    relate(three, one, "related", false).await;
    relate(two, one, "parent", false).await;
    let page = detail(&at, one).await;
    assert_eq!((numbers(&page["links"]), numbers(&page["children"])), (vec![], vec![]));
}

#[tokio::test]
async fn each_ticket_of_many_is_judged_alone_and_all_that_may_change_together() {
    let at = Installation::new().await;
    let (one, two, three) = (opened(&at, "一").await, opened(&at, "二").await, opened(&at, "三").await);
    at.call("ticket.merge", json!({ "into": one, "ids": [three] })).await;
    let nobody = Id([9; 16]);
    let bulk = async |action: Json| {
        let outcome = at.call("ticket.bulk", json!({ "ids": [one, two, three, nobody], "action": action })).await;
        format!("{} done\n{}", outcome["done"], lines(&outcome["refused"], |refused| format!("  {}", text(&refused["why"]))))
    };
    let told = [
        bulk(json!({ "do": "move", "to": "open" })).await,
        bulk(json!({ "do": "priority", "to": "urgent" })).await,
        bulk(json!({ "do": "tag", "tag": "双十一" })).await,
        bulk(json!({ "do": "assign", "staff": at.staff("admin").await })).await,
    ];
    check(
        told.join("\n"),
        expect![[r#"
        2 done
          HZ01A-3 已经并到别的工单，到那张上去改，或先撤销合并
          找不到这张工单。可能已删除，或不在您的门店。
        2 done
          HZ01A-3 已经并到别的工单，到那张上去改，或先撤销合并
          找不到这张工单。可能已删除，或不在您的门店。
        2 done
          HZ01A-3 已经并到别的工单，到那张上去改，或先撤销合并
          找不到这张工单。可能已删除，或不在您的门店。
        2 done
          HZ01A-3 已经并到别的工单，到那张上去改，或先撤销合并
          找不到这张工单。可能已删除，或不在您的门店。"#]],
    );
    let rows = at.call("ticket.list", json!({ "filter": { "tags": ["双十一"], "priorities": ["urgent"], "assignee": "me" }, "limit": 9 })).await;
    assert_eq!((rows["total"].clone(), rows["rows"].as_array().unwrap().len()), (json!(2), 2));
    let many: Vec<Id> = (0..1_001).map(|_| at.desk.new_id()).collect();
    check(at.refused("ticket.bulk", json!({ "ids": many, "action": { "do": "tag", "tag": "x" } })).await, expect!["一次最多改 1000 单，分几次做。"]);
}

#[tokio::test]
async fn counts_of_tickets_agree_with_their_lists() {
    let at = Installation::new().await;
    for (n, to) in ["new", "open", "waiting_other", "resolved"].iter().enumerate() {
        let ticket = opened(&at, &format!("第 {n} 件")).await;
        for step in ["open", to] {
            let _ = at.try_call("ticket.move", json!({ "id": ticket, "to": step })).await;
        }
    }
    let counts = at.call("ticket.counts", json!({})).await;
    check(
        lines(&counts, |count| format!("{} {} {}", text(&count["key"]), count["count"], count["late"])),
        expect![[r#"
        mine 0 0
        due_soon 0 0
        unassigned 3 0
        waiting_other 1 0
        resolved_today 1 0
        all 4 0
        watching 0 0"#]],
    );
    let waiting = at.call("ticket.list", json!({ "filter": { "states": ["waiting_other"] }, "limit": 9 })).await;
    assert_eq!(waiting["total"], 1);
    let page = at.call("ticket.list", json!({ "filter": { "sort": "oldest" }, "offset": 3, "limit": 2 })).await;
    assert_eq!((page["total"].clone(), page["rows"].as_array().unwrap().len()), (json!(4), 1));
}
