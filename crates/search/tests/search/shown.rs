//! Who sees what, and how a hit is shown.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use search::{Document, Index, Kind, Query};

use crate::{article, ask, blank, index, message, picture};

fn scoped(nth: u8, scopes: &[&str]) -> Document {
    Document { scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(), ..message(nth, "退货单") }
}

fn seen(index: &Index, scopes: Option<&[&str]>) -> String {
    let scopes = scopes.map(|scopes| scopes.iter().map(|scope| (*scope).to_owned()).collect());
    let query = Query { scopes, ..Query::everywhere("退货") };
    let seen: Vec<String> = index.search(&query).unwrap().iter().map(|hit| hit.id[0].to_string()).collect();
    format!("{} of {}", seen.join(" "), index.count(&query).unwrap())
}

#[test]
fn a_hit_is_visible_only_through_a_shared_scope() {
    let found = index(&[scoped(1, &["shop:a"]), scoped(2, &["shop:b", "staff:7"]), scoped(3, &[]), scoped(4, &["shop:ab"])]);
    assert_eq!(seen(&found, None), "4 3 2 1 of 4");
    assert_eq!(seen(&found, Some(&["shop:a"])), "1 of 1");
    assert_eq!(seen(&found, Some(&["shop:a", "staff:7"])), "2 1 of 2");
    assert_eq!(seen(&found, Some(&["shop:c"])), " of 0");
    assert_eq!(seen(&found, Some(&[])), " of 0");
}

#[test]
fn kinds_narrow_the_hits() {
    let found = index(&[message(1, "退货"), article(2, "退货", ""), Document { title: "退货".to_owned(), ..blank(Kind::Ticket, 3) }]);
    let of = |kinds: &[Kind]| picture(&found, &Query { kinds: kinds.to_vec(), ..Query::everywhere("退货") });
    expect![[r#"
        article 2 | 「退货」 | 退货
    "#]]
    .assert_eq(&of(&[Kind::Article]));
    expect![[r#"
        ticket 3 | 「退货」 | 退货
        message 1 | 「退货」 | 退货
    "#]]
    .assert_eq(&of(&[Kind::Ticket, Kind::Message]));
}

fn check(document: Document, text: &str, expected: Expect) {
    expected.assert_eq(&ask(&index(&[document]), text));
}

#[test]
fn marks_stand_on_the_text_as_it_was_written() {
    check(
        article(1, "ＡＦ－５２０說明書", "㎏、①、ﬁre：電飯鍋"),
        "af520 说明书 电饭锅 fire",
        expect![[r#"
        article 1 | 「ＡＦ－５２０說明書」 / ㎏、①、「ﬁre」：「電飯鍋」 | af520 + 说明书 + 电饭锅 + fire
    "#]],
    );
    check(
        article(1, "Café ÉCLAIR", "cafe\u{301} au lait"),
        "café",
        expect![[r#"
        article 1 | 「Café」 ÉCLAIR / 「café」 au lait | café
    "#]],
    );
    check(
        article(1, "İstanbul 店", "店面"),
        "店",
        expect![[r#"
        article 1 | İstanbul 「店」 / 「店」面 | 店
    "#]],
    );
}

#[test]
fn the_snippet_is_the_window_that_says_most_of_the_query() {
    let filler = "这是一段没有关系的话。".repeat(40);
    let body = format!("{filler}退货要带发票。{filler}电饭煲不加热可以退货，七天内到店办理。{filler}");
    check(
        article(1, "售后", &body),
        "电饭煲不加热退货",
        expect![[r#"
        article 1 | 售后 / …「电饭煲不加热」可以「退货」，七天内到店办理。这是一段没有关系的话。这是一段没有关系的话。这是一段没有关系的话。这是一段没有关系的话。这是一段没有关系的话。这是一段没有关系的话。这是一段没有关系的话。… | 电饭煲不加热退货
    "#]],
    );
}

#[test]
fn a_snippet_without_a_match_is_the_beginning_of_the_body() {
    let body = "第一句。\n第二句。".repeat(30);
    check(
        article(1, "退货", &body),
        "退货",
        expect![[r#"
        article 1 | 「退货」 / 第一句。 第二句。第一句。 第二句。第一句。 第二句。第一句。 第二句。第一句。 第二句。第一句。 第二句。第一句。 第二句。第一句。 第二句。第一句。 第二句。第一句。 第二句。第一句。 第… | 退货
    "#]],
    );
}

#[test]
fn what_people_ask_is_found_and_is_a_reason_but_never_the_snippet() {
    let questions = vec!["小票丢了还能退吗".to_owned(), "电子小票算不算".to_owned()];
    check(
        Document { questions, ..article(1, "退换凭证", "凭会员手机号即可办理。") },
        "小票丢了",
        expect![[r#"
        article 1 | 退换凭证 / 凭会员手机号即可办理。 | 小票丢了
    "#]],
    );
}

#[test]
fn reasons_are_in_the_words_that_were_typed() {
    check(
        message(1, "电饭煲坏了，要退货"),
        "電飯煲怎么退貨",
        expect![[r#"
        message 1 | 「电饭煲」坏了，要「退货」 | 電飯煲 + 退貨
    "#]],
    );
    check(
        message(1, "the Battery was hot"),
        "battery fault",
        expect![[r#"
        message 1 | the 「Battery」 was hot | battery
    "#]],
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn marks_are_ranges_of_the_shown_text_in_order(body in "[退货电饭煲 AＡ5５ﬁ繁體éé。\n]{0,300}", text in "[退货电饭煲 aA5繁体]{1,12}") {
        let found = index(&[article(1, &body, &body)]);
        for hit in found.search(&Query::everywhere(text)).unwrap() {
            for shown in [&hit.title, &hit.snippet] {
                let length = shown.text.chars().count();
                prop_assert!(shown.marks.iter().all(|mark| mark.0 < mark.1 && mark.1 <= length), "{shown:?}");
                prop_assert!(shown.marks.windows(2).all(|pair| pair[0].1 < pair[1].0), "{shown:?}");
            }
        }
    }

    #[test]
    fn any_text_can_be_written_and_asked(body in any::<String>(), text in any::<String>()) {
        let found = index(&[Document { names: vec![body.clone()], codes: vec![body.clone()], ..article(1, &body, &body) }]);
        prop_assert!(found.search(&Query::everywhere(text)).is_ok());
        prop_assert!(found.search(&Query::everywhere(body)).is_ok());
    }
}
