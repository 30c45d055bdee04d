//! What finds what.

use expect_test::{Expect, expect};
use search::{Document, Index, Kind, Query};

use crate::{article, ask, blank, customer, index, message, picture};

fn people() -> Index {
    index(&[
        customer(1, "张伟明", &["13812345678", "QH00010001"]),
        customer(2, "张伟", &["13912346208"]),
        customer(3, "单田芳", &["15700001111"]),
        customer(4, "曾国强", &[]),
        customer(5, "解晓东", &[]),
        customer(6, "吕秀英", &[]),
        customer(7, "欧阳文博", &["沪A·12345"]),
        customer(8, "John Smith", &["+86 138-0000-6208"]),
        Document {
            title: "电饭煲不加热".to_owned(),
            body: "客户张伟明说锅坏了".to_owned(),
            names: vec!["张伟明".to_owned()],
            codes: vec!["HZ07A-1842".to_owned(), "13812345678".to_owned()],
            ..blank(Kind::Ticket, 9)
        },
    ])
}

fn check(index: &Index, text: &str, expected: Expect) {
    expected.assert_eq(&ask(index, text));
}

fn first(index: &Index, text: &str) -> Option<u8> {
    index.search(&Query::everywhere(text)).unwrap().first().map(|hit| hit.id[0])
}

#[test]
fn a_name_is_found_by_characters_pinyin_and_initials() {
    let people = people();
    for text in ["张伟明", "zwm", "ZWM", "zhangweiming", "zhang weiming", "Zhang Wei Ming", "weiming", "zhangweim", "張偉明"] {
        assert_eq!(first(&people, text), Some(1), "{text}");
    }
    check(
        &people,
        "zwm",
        expect![[r#"
        customer 1 | 「张伟明」 | zwm
        ticket 9 | 电饭煲不加热 / 客户张伟明说锅坏了 | zwm
    "#]],
    );
    check(
        &people,
        "zhang wei",
        expect![[r#"
        customer 1 | 「张伟明」 | zhang wei
        ticket 9 | 电饭煲不加热 / 客户张伟明说锅坏了 | zhang wei
        customer 2 | 「张伟」 | zhang wei
    "#]],
    );
}

#[test]
fn a_surname_is_found_by_every_reading_it_has() {
    let people = people();
    for (text, nth) in [
        ("shantianfang", 3),
        ("dantianfang", 3),
        ("stf", 3),
        ("zengguoqiang", 4),
        ("cengguoqiang", 4),
        ("xiexiaodong", 5),
        ("jiexiaodong", 5),
        ("lvxiuying", 6),
        ("luxiuying", 6),
        ("ouyangwenbo", 7),
        ("oywb", 7),
    ] {
        assert_eq!(first(&people, text), Some(nth), "{text}");
    }
}

#[test]
fn a_phone_is_found_by_its_end_its_beginning_and_however_it_is_written() {
    let people = people();
    check(
        &people,
        "6208",
        expect![[r#"
        customer 8 | John Smith | 6208
        customer 2 | 张伟 | 6208
    "#]],
    );
    check(
        &people,
        "尾号5678的客户",
        expect![[r#"
        ticket 9 | 电饭煲不加热 / 「客户」张伟明说锅坏了 | 5678 + 客户
        customer 1 | 张伟明 | 5678
    "#]],
    );
    check(
        &people,
        "138 1234 5678",
        expect![[r#"
        customer 1 | 张伟明 | 138 1234 5678
        ticket 9 | 电饭煲不加热 / 客户张伟明说锅坏了 | 138 1234 5678
    "#]],
    );
    check(
        &people,
        "１３８１２３４５６７８",
        expect![[r#"
        customer 1 | 张伟明 | １３８１２３４５６７８
        ticket 9 | 电饭煲不加热 / 客户张伟明说锅坏了 | １３８１２３４５６７８
    "#]],
    );
    check(
        &people,
        "1381234",
        expect![[r#"
        customer 1 | 张伟明 | 1381234
        ticket 9 | 电饭煲不加热 / 客户张伟明说锅坏了 | 1381234
    "#]],
    );
}

#[test]
fn a_number_of_days_is_not_the_end_of_a_phone() {
    let found = index(&[customer(1, "王磊", &["13900002022"]), article(2, "二〇二二年活动", "2022年买二送一")]);
    check(
        &found,
        "2022年",
        expect![[r#"
        article 2 | 二〇二二「年」活动 / 「2022年」买二送一 | 2022年
    "#]],
    );
}

#[test]
fn a_whole_code_comes_before_everything_that_only_talks_about_it() {
    let mut found = vec![message(1, "HZ07A-1842 HZ07A-1842 这个单子 HZ07A-1842 怎么样了")];
    found.push(Document { title: "换货".to_owned(), codes: vec!["HZ07A-1842".to_owned()], ..blank(Kind::Ticket, 2) });
    found.push(Document { title: "换货".to_owned(), codes: vec!["HZ07A-18421".to_owned()], ..blank(Kind::Ticket, 3) });
    let found = index(&found);
    for text in ["HZ07A-1842", "hz07a1842", "HZ07A 1842", "ＨＺ０７Ａ－１８４２"] {
        assert_eq!(first(&found, text), Some(2), "{text}");
    }
    check(
        &found,
        "hz07a-1842",
        expect![[r#"
        ticket 2 | 换货 | hz07a-1842
        ticket 3 | 换货 | hz07a-1842
        message 1 | 「HZ07A-1842」 「HZ07A-1842」 这个单子 「HZ07A-1842」 怎么样了 | hz07a-1842
    "#]],
    );
    check(
        &found,
        "1842",
        expect![[r#"
        ticket 2 | 换货 | 1842
        message 1 | HZ07A-「1842」 HZ07A-「1842」 这个单子 HZ07A-「1842」 怎么样了 | 1842
    "#]],
    );
}

#[test]
fn a_plate_is_found_with_and_without_its_province() {
    let people = people();
    for text in ["沪A12345", "沪a·12345", "A12345", "12345"] {
        assert_eq!(first(&people, text), Some(7), "{text}");
    }
}

#[test]
fn a_model_number_is_found_however_it_is_hyphenated() {
    let found = index(&[article(1, "AF-520 空气炸锅说明书", "先预热"), article(2, "BF520 电饭煲", "说明"), message(3, "我的af520坏了")]);
    check(
        &found,
        "af520",
        expect![[r#"
        article 1 | 「AF-520」 空气炸锅说明书 / 先预热 | af520
        message 3 | 我的「af520」坏了 | af520
        article 2 | BF「520」 电饭煲 / 说明 | 520
    "#]],
    );
    check(
        &found,
        "AF-520",
        expect![[r#"
        article 1 | 「AF-520」 空气炸锅说明书 / 先预热 | AF-520
        message 3 | 我的「af520」坏了 | AF-520
        article 2 | BF「520」 电饭煲 / 说明 | 520
    "#]],
    );
    check(
        &found,
        "af 520",
        expect![[r#"
        article 1 | 「AF」-「520」 空气炸锅说明书 / 先预热 | af + 520
        message 3 | 我的「af520」坏了 | af + 520
        article 2 | BF「520」 电饭煲 / 说明 | 520
    "#]],
    );
    check(
        &found,
        "af-5",
        expect![[r#"
        article 1 | 「AF-5」20 空气炸锅说明书 / 先预热 | af-5
        message 3 | 我的「af5」20坏了 | af-5
    "#]],
    );
}

#[test]
fn traditional_and_full_width_text_find_simplified_and_the_other_way_round() {
    let found = index(&[article(1, "电饭锅保修", "保修三年"), article(2, "電鍋退貨", "七天內可以退貨")]);
    check(
        &found,
        "電飯鍋",
        expect![[r#"
        article 1 | 「电饭锅」保修 / 保修三年 | 電飯鍋
    "#]],
    );
    check(
        &found,
        "退货",
        expect![[r#"
        article 2 | 電鍋「退貨」 / 七天內可以「退貨」 | 退货
    "#]],
    );
}

#[test]
fn one_character_is_enough_when_it_is_all_that_was_typed() {
    check(
        &people(),
        "曾",
        expect![[r#"
        customer 4 | 「曾」国强 | 曾
    "#]],
    );
}

#[test]
fn the_document_that_says_more_of_the_query_comes_first() {
    let found = index(&[
        message(1, "电饭煲"),
        article(2, "电饭煲不加热怎么办", "先检查插座，再看保险丝。"),
        article(3, "空气炸锅不加热", "检查插座。"),
        message(4, "不加热的不只是电饭煲，水壶也不热"),
    ]);
    check(
        &found,
        "电饭煲不加热",
        expect![[r#"
            article 2 | 「电饭煲不加热」怎么办 / 先检查插座，再看保险丝。 | 电饭煲不加热
            message 4 | 「不加热」的不只是「电饭煲」，水壶也不热 | 电饭煲不加热
            article 3 | 空气炸锅「不加热」 / 检查插座。 | 不加热
            message 1 | 「电饭煲」 | 电饭煲
        "#]],
    );
}

#[test]
fn a_newer_document_comes_before_an_older_one_that_says_the_same() {
    let found = index(&[message(1, "好的，谢谢"), message(3, "好的，谢谢"), message(2, "好的，谢谢")]);
    check(
        &found,
        "谢谢",
        expect![[r#"
        message 3 | 好的，「谢谢」 | 谢谢
        message 2 | 好的，「谢谢」 | 谢谢
        message 1 | 好的，「谢谢」 | 谢谢
    "#]],
    );
}

#[test]
fn tags_are_found_like_words_of_the_title() {
    let mut tagged = message(1, "锅坏了");
    tagged.tags = vec!["西湖店".to_owned()];
    check(
        &index(&[tagged, message(2, "锅好了")]),
        "西湖店",
        expect![[r#"
        message 1 | 锅坏了 | 西湖店
    "#]],
    );
}

#[test]
fn nothing_is_found_by_nothing_and_by_punctuation() {
    for text in ["", "   ", "！？。…", "\u{0}\u{7}", "🙂"] {
        assert_eq!(ask(&people(), text), "nothing\n", "{text:?}");
    }
}

#[test]
fn a_pasted_document_is_a_query_like_any_other() {
    let long = "电饭煲不加热怎么办？AF-520，13812345678。".repeat(2_000);
    assert_eq!(first(&people(), &long), Some(9));
}

#[test]
fn pages_follow_each_other_without_gaps() {
    let found = index(&(0..50).map(|nth| message(nth, "退货")).collect::<Vec<_>>());
    let page = |offset| {
        let query = Query { limit: 20, offset, ..Query::everywhere("退货") };
        found.search(&query).unwrap().into_iter().map(|hit| hit.id[0]).collect::<Vec<_>>()
    };
    let all = [page(0), page(20), page(40), page(60)].concat();
    assert_eq!(all, (0..50).rev().collect::<Vec<_>>());
    assert_eq!(found.count(&Query::everywhere("退货")).unwrap(), 50);
}

#[test]
fn an_enormous_page_is_as_long_as_there_are_hits() {
    let found = index(&[message(1, "退货")]);
    let query = Query { limit: usize::MAX, offset: 0, ..Query::everywhere("退货") };
    assert_eq!(found.search(&query).unwrap().len(), 1);
    assert_eq!(picture(&found, &Query { limit: 0, ..query.clone() }), "nothing\n");
    assert_eq!(picture(&found, &Query { offset: usize::MAX, ..query }), "nothing\n");
}
