//! An article from a draft to what everyone is told, and back; and what the branches want changed in it.

use domain::Id;
use domain::time::{DAY, HOUR, SECOND};
use expect_test::expect;
use serde_json::{Value as Json, json};

use crate::common::{Installation, MONDAY_TEN, check, id, lines, outcome, text};

/// Writes a draft, on top of `base` when the article is there already.
async fn draft(at: &Installation, article: Option<&Json>, title: &str, body: &str) -> Json {
    let base = article.map(|saved| &saved["revision"]);
    at.call("knowledge.save", json!({ "id": article.map(|saved| &saved["id"]), "title": title, "body": body, "base": base })).await
}

pub async fn published(at: &Installation, title: &str, body: &str, shops: Json) -> Json {
    let saved = at.call("knowledge.save", json!({ "title": title, "body": body, "shops": shops })).await;
    at.call("knowledge.publish", json!({ "id": saved["id"], "revision": saved["revision"] })).await;
    saved
}

async fn get(at: &Installation, session: &str, saved: &Json) -> Json {
    at.as_person(session, "knowledge.get", json!({ "id": saved["id"] })).await.unwrap()
}

async fn found(at: &Installation, session: &str, words: &str) -> Vec<String> {
    at.indexed().await;
    let hits = at.as_person(session, "knowledge.search", json!({ "text": words, "limit": 9 })).await.unwrap();
    hits.as_array().unwrap().iter().map(|hit| text(&hit["article"]["title"])).collect()
}

#[tokio::test]
async fn an_article_is_found_by_what_people_ask_and_shows_what_it_answers() {
    let at = Installation::new().await;
    let asked = json!({ "title": "退换凭证", "body": "凭会员手机号即可办理。", "questions": ["小票丢了还能退吗", "电子小票算不算"] });
    let saved = at.call("knowledge.save", asked).await;
    at.call("knowledge.publish", json!({ "id": saved["id"], "revision": saved["revision"] })).await;
    at.indexed().await;
    let hits = at.call("knowledge.search", json!({ "text": "小票丢了", "limit": 9 })).await;
    check(lines(&hits, |hit| format!("{} | {}", text(&hit["snippet"]["text"]), hit["why"])), expect![[r#"凭会员手机号即可办理。 | ["小票丢了"]"#]]);
    let talk = at.call("conversation.open", json!({ "channel": "counter", "text": "电子小票算不算" })).await;
    let fitting = at.call("knowledge.for_conversation", json!({ "id": talk["id"], "limit": 9 })).await;
    check(lines(&fitting, |hit| text(&hit["snippet"]["text"])), expect!["凭会员手机号即可办理。"]);
}

#[tokio::test]
async fn a_draft_is_reviewed_published_and_rolled_back() {
    let at = Installation::new().await;
    let (_, clerk) = at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    let first = draft(&at, None, "炸锅退换", "七天内可退").await;
    check(
        at.refused_to(&clerk, "knowledge.get", json!({ "id": first["id"] })).await,
        expect!["NotFound: 找不到这篇知识。可能已删除，或不在您的门店。"],
    );
    check(
        at.refused_to(&clerk, "knowledge.revision", json!({ "id": first["revision"] })).await,
        expect!["NotFound: 找不到这篇知识。可能已删除，或不在您的门店。"],
    );
    check(at.refused("knowledge.send_back", json!({ "id": first["id"], "why": "写清楚" })).await, expect!["这篇没有在送审，不用退回"]);
    at.call("knowledge.submit", json!({ "id": first["id"] })).await;
    at.call("knowledge.send_back", json!({ "id": first["id"], "why": "写清楚从哪天算" })).await;
    let page = get(&at, &at.session, &first).await;
    check(format!("{} {}", page["article"]["state"], lines(&page["suggestions"], |one| text(&one["text"]))), expect![[r#""draft" 写清楚从哪天算"#]]);

    let second = draft(&at, Some(&first), "炸锅退换", "收货起七天内可退").await;
    at.call("knowledge.publish", json!({ "id": second["id"], "revision": second["revision"] })).await;
    let page = get(&at, &clerk, &second).await;
    assert_eq!((&page["published"]["body"], &page["draft"]), (&json!("收货起七天内可退"), &Json::Null));
    let third = draft(&at, Some(&second), "炸锅退换（新）", "十五天内可退").await;
    assert_eq!(get(&at, &clerk, &third).await["published"]["number"], 2, "readers keep what is published");
    assert_eq!(get(&at, &at.session, &third).await["draft"]["number"], 3);
    check(
        at.refused("knowledge.roll_back", json!({ "id": third["id"], "revision": third["revision"] })).await,
        expect!["只能退回到现在这版（第 2 版）以前的"],
    );
    at.call("knowledge.roll_back", json!({ "id": third["id"], "revision": first["revision"] })).await;
    assert_eq!(get(&at, &clerk, &third).await["published"]["body"], "七天内可退");
    let row = |row: &Json| format!("{} published {} draft {}", row["number"], row["published"], row["draft"]);
    check(
        lines(&get(&at, &at.session, &third).await["revisions"], row),
        expect![[r#"
        3 published false draft true
        2 published false draft false
        1 published true draft false"#]],
    );
}

#[tokio::test]
async fn two_writers_do_not_write_over_each_other() {
    let at = Installation::new().await;
    let first = draft(&at, None, "开票", "当月可开").await;
    let hers = draft(&at, Some(&first), "开票", "当月可开，跨月找财务").await;
    let mine = json!({ "id": first["id"], "title": "开票", "body": "当天可开", "base": first["revision"] });
    check(at.refused("knowledge.save", mine).await, expect!["您写的时候别人存了新稿，先看看那一稿，再把您的改动放进去"]);
    let other = draft(&at, None, "发票抬头", "单位全称").await;
    check(at.refused("knowledge.publish", json!({ "id": first["id"], "revision": other["revision"] })).await, expect!["这一版是别的文章的，重新选"]);
    check(
        at.refused("knowledge.publish", json!({ "id": first["id"], "revision": first["revision"] })).await,
        expect!["这不是最新的稿子；要用旧的一版，走回退"],
    );
    assert_eq!(get(&at, &at.session, &hers).await["draft"]["body"], "当月可开，跨月找财务");
}

#[tokio::test]
async fn what_is_found_is_what_is_published_and_a_retired_article_is_nobody_s() {
    let at = Installation::new().await;
    let (_, clerk) = at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    let saved = published(&at, "电池鼓包", "立刻停用，放到室外", json!([])).await;
    draft(&at, Some(&saved), "电池鼓包", "送回门店充电").await;
    assert_eq!((found(&at, &clerk, "停用").await, found(&at, &clerk, "送回").await), (vec!["电池鼓包".to_owned()], vec![]));
    at.call("knowledge.retire", json!({ "id": saved["id"] })).await;
    assert_eq!(found(&at, &clerk, "停用").await, Vec::<String>::new());
    check(
        at.refused_to(&clerk, "knowledge.get", json!({ "id": saved["id"] })).await,
        expect!["NotFound: 找不到这篇知识。可能已删除，或不在您的门店。"],
    );
    let page = |state: Json| json!({ "state": state, "limit": 9 });
    assert_eq!(at.call("knowledge.list", page(json!("retired"))).await["total"], 1);
    assert_eq!(at.as_person(&clerk, "knowledge.list", page(json!("retired"))).await.unwrap()["rows"], json!([]));
}

#[tokio::test]
async fn an_article_of_one_shop_is_not_there_for_another() {
    let at = Installation::new().await;
    let (theirs, lin) = at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    let (_, wang) = at.clerk_of_new_shop("HZ03", "wang", "王芳").await;
    published(&at, "雨天送货", "全市停送", json!([])).await;
    let saved = published(&at, "雨天送货（武林）", "改走地库", json!([theirs])).await;
    assert_eq!(found(&at, &lin, "地库").await, ["雨天送货（武林）"]);
    assert_eq!(found(&at, &wang, "地库").await, Vec::<String>::new());
    for (call, input) in [
        ("knowledge.get", json!({ "id": saved["id"] })),
        ("knowledge.revision", json!({ "id": saved["revision"] })),
        ("knowledge.vote", json!({ "id": saved["id"], "helpful": true })),
        ("knowledge.suggest", json!({ "article": saved["id"], "text": "几点恢复" })),
    ] {
        let error = at.as_person(&wang, call, input).await.expect_err(call);
        assert_eq!(error.code, app::error::Code::NotFound, "{call}");
    }
    at.as_person(&lin, "knowledge.suggest", json!({ "article": saved["id"], "text": "地库限高两米" })).await.unwrap();
    let seen = at.as_person(&wang, "knowledge.suggestions", json!({})).await.unwrap();
    assert_eq!(seen, json!([]), "what is said about it is not theirs either");
    let list = at.as_person(&wang, "knowledge.list", json!({ "limit": 9 })).await.unwrap();
    check(format!("{} ({})", lines(&list["rows"], |row| text(&row["title"])), list["total"]), expect!["雨天送货 (1)"]);
}

#[tokio::test]
async fn an_article_that_takes_effect_later_is_read_then() {
    let at = Installation::new().await;
    let saved = published(&at, "会员日", "每月八号", json!([])).await;
    let next = draft(&at, Some(&saved), "会员日", "每月十八号").await;
    let publish = |when: i64| json!({ "id": next["id"], "revision": next["revision"], "effective_at": when });
    check(at.refused("knowledge.publish", publish(MONDAY_TEN + 400 * DAY)).await, expect!["生效时间最远一年以后，换近一点"]);
    at.call("knowledge.publish", publish(MONDAY_TEN + HOUR)).await;
    assert_eq!(get(&at, &at.session, &next).await["published"]["body"], "每月八号");
    at.later(HOUR).await;
    assert_eq!(get(&at, &at.session, &next).await["published"]["body"], "每月十八号");
}

#[tokio::test]
async fn an_article_whose_first_version_is_still_to_come_is_not_there_for_readers_until_then() {
    let at = Installation::new().await;
    let (_, clerk) = at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    let saved = draft(&at, None, "双旦活动", "满二百减三十").await;
    at.call("knowledge.publish", json!({ "id": saved["id"], "revision": saved["revision"], "effective_at": at.desk.now() + HOUR })).await;
    let reads = async || at.as_person(&clerk, "knowledge.get", json!({ "id": saved["id"] })).await.is_ok();
    assert!(!reads().await);
    at.pass(HOUR);
    at.as_person(&clerk, "session.unlock", json!({ "secret": crate::common::OWN_PASSWORD })).await.unwrap();
    assert!(reads().await);
    // Any commit makes the index look for what came into effect meanwhile; without one it looks by itself.
    at.as_person(&clerk, "knowledge.vote", json!({ "id": saved["id"], "helpful": true })).await.unwrap();
    at.indexed().await;
    assert_eq!(found(&at, &clerk, "满二百").await, ["双旦活动"]);
}

#[tokio::test]
async fn a_suggestion_is_taken_or_declined_with_a_reason_and_only_once() {
    let at = Installation::new().await;
    let (_, clerk) = at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    let saved = published(&at, "退货", "七天内可退", json!([])).await;
    let suggest = async |words: &str| {
        let one = json!({ "article": saved["id"], "text": words });
        id(&at.as_person(&clerk, "knowledge.suggest", one).await.unwrap()["id"])
    };
    let one = suggest("节假日顺延吗").await;
    at.pass(SECOND);
    let two = suggest("改成三十天").await;
    check(
        at.refused_to(&clerk, "knowledge.decide", json!({ "id": one, "take": true })).await,
        expect!["Forbidden: 您的角色不能做这一步（knowledge.decide）。需要时找店长或管理员开通。"],
    );
    let decide =
        async |id: Id, take: bool, answer: &str| outcome(at.try_call("knowledge.decide", json!({ "id": id, "take": take, "answer": answer })).await);
    let told = [decide(one, true, "").await, decide(two, false, " ").await, decide(two, false, "总部定的").await, decide(one, false, "不行").await];
    check(
        told.join("\n"),
        expect![[r#"
        done
        Refused: 「不采纳的原因」还没写
        done
        Refused: 这条建议已经有答复了"#]],
    );
    let line = |one: &Json| format!("{} | {} | {} | {}", text(&one["text"]), text(&one["state"]), text(&one["author"]["name"]), one["answer"]);
    check(
        lines(&get(&at, &clerk, &saved).await["suggestions"], line),
        expect![[r#"
        改成三十天 | declined | 林小雨 | "总部定的"
        节假日顺延吗 | taken | 林小雨 | null"#]],
    );
    assert_eq!(at.call("knowledge.suggestions", json!({ "state": "open" })).await, json!([]));
}

#[tokio::test]
async fn readers_vote_once_each_and_may_change_their_mind() {
    let at = Installation::new().await;
    let (_, clerk) = at.clerk_of_new_shop("HZ02", "lin", "林小雨").await;
    let saved = published(&at, "退货", "七天内可退", json!([])).await;
    for (session, helpful) in [(&at.session, json!(true)), (&clerk, json!(true)), (&clerk, json!(false))] {
        at.as_person(session, "knowledge.vote", json!({ "id": saved["id"], "helpful": helpful })).await.unwrap();
    }
    let page = get(&at, &clerk, &saved).await;
    assert_eq!((&page["helpful"], &page["unhelpful"], &page["my_vote"]), (&json!(1), &json!(1), &json!(-1)));
    at.as_person(&clerk, "knowledge.vote", json!({ "id": saved["id"], "helpful": null })).await.unwrap();
    assert_eq!(get(&at, &clerk, &saved).await["unhelpful"], 0);
}

#[tokio::test]
async fn the_tree_of_categories_holds_what_is_below_and_bites_no_tail() {
    let at = Installation::new().await;
    let save =
        async |id: Json, name: &str, parent: Json| at.try_call("knowledge.save_category", json!({ "id": id, "name": name, "parent": parent })).await;
    let top = save(Json::Null, "售后", Json::Null).await.unwrap()["id"].clone();
    let low = save(Json::Null, "退换货", top.clone()).await.unwrap()["id"].clone();
    check(outcome(save(top.clone(), "售后", low.clone()).await), expect!["Refused: 「售后」不能放到自己下面，换个上级"]);
    let saved = at.call("knowledge.save", json!({ "category": low, "title": "退货", "body": "七天" })).await;
    at.call("knowledge.publish", json!({ "id": saved["id"], "revision": saved["revision"] })).await;
    let list = at.call("knowledge.list", json!({ "category": top, "limit": 9 })).await;
    check(lines(&list["rows"], |row| format!("{} in {}", text(&row["title"]), text(&row["category_path"]))), expect!["退货 in 售后 / 退换货"]);
    at.indexed().await;
    let hits = at.call("knowledge.search", json!({ "text": "退货", "category": top, "limit": 9 })).await;
    assert_eq!(hits.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_the_customer_just_said_brings_up_its_answer() {
    let at = Installation::new().await;
    published(&at, "电热水壶漏水", "壶底漏水可换新，带小票", json!([])).await;
    published(&at, "会员积分", "一元一分", json!([])).await;
    let talk = at.call("conversation.open", json!({ "channel": "counter", "text": "我的热水壶漏水了" })).await;
    at.indexed().await;
    let hits = at.call("knowledge.for_conversation", json!({ "id": talk["id"], "limit": 3 })).await;
    assert_eq!(hits[0]["article"]["title"], "电热水壶漏水");
}
