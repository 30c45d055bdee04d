//! What is a contradiction and what is none, sentence by sentence; the larger labelled set is measured by `zg eval`, not asserted.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

fn marked(text: &str, ranges: &[Range<usize>]) -> String {
    let inside = |at: usize| ranges.iter().any(|range| range.contains(&at));
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        let (before, now) = (at > 0 && inside(at - 1), inside(at));
        out.push_str(if now && !before {
            "["
        } else if before && !now {
            "]"
        } else {
            ""
        });
        out.push(c);
    }
    out
}

fn check(one: (&str, &str), other: (&str, &str), wanted: Expect) {
    let (ones, others) = (claims(one.0, one.1), claims(other.0, other.1));
    let mut told = Vec::new();
    for a in &ones {
        for b in &others {
            if let Some(clash) = clash(a, b, None) {
                told.push(format!("{:?}: {} <> {}", clash.kind, marked(&a.text, &clash.one), marked(&b.text, &clash.other)));
            }
        }
    }
    wanted.assert_eq(&told.join("\n"));
}

#[test]
fn another_figure_for_the_same_thing_is_shown_with_its_place() {
    check(
        ("退货", "签收后7天内可以退货，15天内可以换货。"),
        ("退货须知", "# 期限\n- 退货期限为15天。\n- 换货期限15天。"),
        expect!["Duration: 签收后[7天]内可以退货，15天内可以换货。 <> 退货期限为[15天]。"],
    );
    check(
        ("营业时间", "每天9:00-21:00营业。"),
        ("门店营业", "营业时间为10:00-21:00。"),
        expect!["Time: 每天[9:00]-21:00营业。 <> 营业时间为[10:00]-21:00。"],
    );
    check(("付款", "支持货到付款。"), ("付款", "不支持货到付款。"), expect!["May: [支持]货到付款。 <> [不支持]货到付款。"]);
}

#[test]
fn another_case_or_another_thing_is_no_contradiction() {
    check(("退货", "会员30天内可以退货。"), ("退货", "7天内可以退货。"), expect![""]);
    check(("保修", "电池保修6个月。"), ("保修", "主机保修一年。"), expect![""]);
    check(("退货", "7天内可以退货。"), ("退货", "一周内可以退货。"), expect![""]);
    check(("退货", "未拆封可以退货。"), ("退货", "拆封不能退货。"), expect![""]);
}

proptest! {
    #[test]
    fn spans_lie_in_their_sentences_and_both_ways_agree(one in "[签收后7天15元内可以不退货，。电话9:00 ]{0,30}", other in "[签收后7天15元内可以不退货，。电话9:00 ]{0,30}") {
        for a in claims("", &one) {
            prop_assert_eq!(clash(&a, &a, None), None);
            for b in claims("", &other) {
                let (there, back) = (clash(&a, &b, None), clash(&b, &a, None));
                prop_assert_eq!(there.is_some(), back.is_some());
                if let Some(clash) = there {
                    prop_assert!(clash.one.iter().all(|range| range.end <= a.text.chars().count()));
                    prop_assert!(clash.other.iter().all(|range| range.end <= b.text.chars().count()));
                }
            }
        }
    }
}
