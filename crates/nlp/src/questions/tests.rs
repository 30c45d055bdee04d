//! Which questions a text asks, answers, and does not answer; the larger labelled set is measured by `zg eval`, not asserted.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

fn check(body: &str, wanted: Expect) {
    let line = |asked: &Asked| format!("{}{} | {}", asked.question, if asked.sure { "" } else { " (made)" }, asked.answer.replace('\n', "⏎"));
    wanted.assert_eq(&questions(body).iter().map(line).collect::<Vec<_>>().join("\n"));
}

#[test]
fn what_a_text_asks_itself_is_taken_word_for_word() {
    check(
        "问：能寄修吗？\n答：能，运费到付。\n先打电话。\n\nQ2. Who pays?\nA2. We do.",
        expect![[r#"
        能寄修吗？ | 能，运费到付。⏎先打电话。
        Who pays? | We do."#]],
    );
    check(
        "## 滤网多久洗一次？\n\n每周冲一遍。\n\n- 晾干\n\n**能进洗碗机吗？**\n能。\n\n## 材质\n食品级。",
        expect![[r#"
        滤网多久洗一次？ | 每周冲一遍。⏎⏎- 晾干
        能进洗碗机吗？ | 能。"#]],
    );
    check("| 问题 | 分类 | 答案 |\n| --- | --- | --- |\n| 多少钱？ | 价 | 69 元。 |\n| 空的 | | |", expect!["多少钱？ | 69 元。"]);
}

#[test]
fn a_rule_is_asked_for_its_figure() {
    check(
        "退货期限为7天。签收后15天内可以换货；满99元包邮，不满收8元运费。",
        expect![[r#"
        退货期限是多久？ (made) | 退货期限为7天。
        签收后多久内可以换货？ (made) | 签收后15天内可以换货；
        满多少钱包邮？ (made) | 满99元包邮，不满收8元运费。"#]],
    );
    check(
        "营业时间：9:00-21:00。客服电话400-820-1234。滤芯每6个月更换一次。",
        expect![[r#"
        营业时间是几点？ (made) | 营业时间：9:00-21:00。
        客服电话是多少？ (made) | 客服电话400-820-1234。
        滤芯多久更换一次？ (made) | 滤芯每6个月更换一次。"#]],
    );
    check(
        "不支持货到付款。门店可以自提。",
        expect![[r#"
        支持货到付款吗？ (made) | 不支持货到付款。
        门店可以自提吗？ (made) | 门店可以自提。"#]],
    );
    check(
        "Standard delivery takes 5 days. You can return items within 30 days. We do not accept cheques.",
        expect![[r#"
        How long does standard delivery take? (made) | Standard delivery takes 5 days.
        Can I return items within 30 days? (made) | You can return items within 30 days.
        Do you accept cheques? (made) | We do not accept cheques."#]],
    );
}

#[test]
fn stories_and_guesses_ask_nothing() {
    check("公司2019年成立，去年开了20家店。他说可能下周来。性能很好。", expect![""]);
}

proptest! {
    #[test]
    fn every_answer_stands_in_the_text(body in "(?s)([问答QA:：#*|\n？?。，7天元可以不退货 ]{0,60}|.{0,80})") {
        for asked in questions(&body) {
            prop_assert!(body.contains(&asked.answer), "{asked:?}");
        }
    }
}
