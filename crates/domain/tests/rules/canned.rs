//! Canned replies are filled in, and their shortcuts kept apart.

use domain::canned::*;
use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::kit::*;

fn vars(name: &str) -> Option<String> {
    match name {
        "customer.name" => Some("张伟明".into()),
        "shop.name" => Some("{{staff.name}}".into()),
        "shop.phone" => Some(String::new()),
        _ => None,
    }
}

fn check_render(body: &str, expected: Expect) {
    let Rendered { text, missing } = render(body, &vars);
    expected.assert_eq(&format!("{text}\nmissing: {missing:?}"));
}

#[test]
fn variables_are_filled_in() {
    check_render(
        "您好 {{ customer.name }}，我是{{staff.name|店员}}",
        expect![[r#"
        您好 张伟明，我是店员
        missing: []"#]],
    );
}

#[test]
fn a_variable_without_value_stands_and_is_named_once() {
    check_render(
        "{{ticket.number}} {{ticket.number}} {{shop.phone}}",
        expect![[r#"
        {{ticket.number}} {{ticket.number}} {{shop.phone}}
        missing: ["ticket.number", "shop.phone"]"#]],
    );
}

#[test]
fn a_value_cannot_smuggle_in_a_variable() {
    check_render(
        "{{shop.name}}",
        expect![[r#"
        {{staff.name}}
        missing: []"#]],
    );
}

#[test]
fn escaped_and_unclosed_braces_are_text() {
    check_render(
        "\\{{customer.name}} {{customer.name",
        expect![[r#"
        {{customer.name}} {{customer.name
        missing: []"#]],
    );
    check_render(
        "\\\\ {{customer.name|}} }}",
        expect![[r#"
        \\ 张伟明 }}
        missing: []"#]],
    );
}

proptest! {
    #[test]
    fn a_text_without_braces_is_itself(body in "[^{]*") {
        prop_assert_eq!(render(&body, &vars), Rendered { text: body.clone(), missing: vec![] });
    }

    #[test]
    fn any_body_renders(body in "[a{}|\\\\. 您]{0,40}") {
        let all_known = |_: &str| Some("x".to_owned());
        prop_assert!(render(&body, &all_known).missing.is_empty());
    }
}

#[test]
fn shortcuts_have_one_form() {
    let lines: Vec<String> =
        ["/Hello", "退款", "a b", "", "／保修", &"长".repeat(21)].iter().map(|text| format!("{text:?} -> {}", said(shortcut(text)))).collect();
    expect![[r#"
        "/Hello" -> hello
        "退款" -> 退款
        "a b" -> no: canned.shortcut
          快捷码要 1 到 20 个字，用汉字、字母、数字、短横或下划线
          A shortcut has 1 to 20 letters, digits, hyphens or underscores

        "" -> no: canned.shortcut
          快捷码要 1 到 20 个字，用汉字、字母、数字、短横或下划线
          A shortcut has 1 to 20 letters, digits, hyphens or underscores

        "／保修" -> 保修
        "长长长长长长长长长长长长长长长长长长长长长" -> no: canned.shortcut
          快捷码要 1 到 20 个字，用汉字、字母、数字、短横或下划线
          A shortcut has 1 to 20 letters, digits, hyphens or underscores
    "#]]
    .assert_eq(&lines.join("\n"));
}

fn change(shortcut: &str) -> CannedChange {
    CannedChange { title: "问候".into(), shortcut: shortcut.into(), body: "您好，{{customer.name|顾客}}".into(), ..CannedChange::default() }
}

#[test]
fn a_shortcut_stands_once_for_everybody_who_sees_it() {
    let hello: CannedReply = born(now(|ctx| save(None, change("hi"), &[], ctx)));
    check_made(
        now(|ctx| save(None, change("/HI"), std::slice::from_ref(&hello), ctx)),
        expect![[r#"
        no: canned.shortcut_taken
          /hi 已经是「问候」，换一个快捷码
          /hi stands for “问候” already. Choose another shortcut
    "#]],
    );
    let here = CannedReply { shop: Some(SHOP), ..hello.clone() };
    assert!(now(|ctx| save(None, CannedChange { shop: Some(OTHER_SHOP), ..change("hi") }, &[here], ctx)).is_ok());
    assert!(now(|ctx| save(None, change("hi"), &[CannedReply { archived: true, ..hello.clone() }], ctx)).is_ok());
    assert!(now(|ctx| save(Some(&hello), change("hi"), std::slice::from_ref(&hello), ctx)).is_ok());
}

#[test]
fn a_body_uses_variables_that_there_are() {
    check_made(
        now(|ctx| save(None, CannedChange { body: "{{customer.nmae}}".into(), ..change("x") }, &[], ctx)),
        expect![[r#"
        no: canned.variable
          没有「customer.nmae」这个变量，从变量表里挑；要写两个花括号本身，前面加 \
          There is no variable “customer.nmae”. Choose one from the list; write \ before two braces that are just braces
    "#]],
    );
}

#[test]
fn a_colleagues_own_reply_is_theirs() {
    let theirs: CannedReply = born(now(|ctx| save(None, CannedChange { owner: Some(COLLEAGUE), ..change("x") }, &[], ctx)));
    check(
        now(|ctx| archive(&theirs, ctx)),
        expect![[r#"
        no: canned.not_yours
          这是同事自己的常用语，改不了
          This reply belongs to a colleague and only they change it
    "#]],
    );
    check(
        by(Some(COLLEAGUE), NOW, |ctx| archive(&theirs, ctx)),
        expect![[r#"
        canned_reply #1: archived=true
    "#]],
    );
}
