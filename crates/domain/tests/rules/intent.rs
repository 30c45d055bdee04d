//! Intents are taught by phrases that belong to one of them.

use domain::intent::*;
use domain::record::made;
use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::kit::*;

fn taught(name: &str, phrases: &[&str], all: &[Intent]) -> domain::refusal::Verdict<Intent> {
    let change = IntentChange { name: name.into(), examples: phrases.iter().map(|&phrase| phrase.to_owned()).collect(), ..Default::default() };
    now(|ctx| save(None, change, all, ctx)).map(|saved| made(saved.id, &saved.edits).unwrap())
}

fn check(name: &str, phrases: &[&str], expected: Expect) {
    let exchange = taught("换货", &["我要换货", "能换一个吗", "换新的"], &[]).unwrap();
    let told = match taught(name, phrases, &[exchange]) {
        Ok(intent) => format!("{} {:?}", intent.name, intent.examples),
        Err(refusal) => format!("{}: {}", refusal.rule, refusal.zh),
    };
    expected.assert_eq(&told);
}

#[test]
fn phrases_are_kept_once_and_without_blanks() {
    check(
        " 退货 ",
        &["我要退货", "", " 我要退货 ", "ＲＥＦＵＮＤ please", "refund PLEASE", "能退吗"],
        expect![[r#"退货 ["我要退货", "ＲＥＦＵＮＤ please", "能退吗"]"#]],
    );
}

#[test]
fn too_few_phrases_teach_nothing() {
    check("退货", &["我要退货", "我要退货"], expect!["intent.few_examples: 至少写 3 句顾客会怎么说，现在有 1 句"]);
}

#[test]
fn a_phrase_and_a_name_belong_to_one_intent() {
    check("退货", &["我要退货", "能退吗", "能换一个吗 "], expect!["intent.phrase_taken: 「能换一个吗」已经是「换货」的例句，一句话只能属于一个意图"]);
    check("换货 ", &["一", "二", "三"], expect!["intent.name_taken: 已经有「换货」这个意图了"]);
}

#[test]
fn what_is_out_of_use_frees_its_phrases() {
    let exchange = taught("换货", &["我要换货", "能换一个吗", "换新的"], &[]).unwrap();
    let gone = domain::record::applied(&exchange, &archive(&exchange)).unwrap();
    assert!(taught("换货", &["我要换货", "能换一个吗", "换新的"], &[gone]).is_ok());
}

proptest! {
    #[test]
    fn saving_what_was_saved_changes_nothing(phrases in prop::collection::vec("[a-z一-三]{1,6}", 3..20)) {
        let change = IntentChange { name: "x".into(), examples: phrases, ..Default::default() };
        if let Ok(first) = now(|ctx| save(None, change, &[], ctx)) {
            let intent: Intent = made(first.id, &first.edits).unwrap();
            let again = IntentChange { name: intent.name.clone(), examples: intent.examples.clone(), ..Default::default() };
            let second = now(|ctx| save(Some(&intent), again, std::slice::from_ref(&intent), ctx)).unwrap();
            prop_assert!(second.edits.is_empty());
        }
    }
}
