//! Whether a message wants to buy, and why: 多少钱, 有货吗, 以旧换新, 预约试驾; against talk about what was already bought.
//!
//! Signed weights through a logistic function; every word that counted is told. Decides nothing.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::recognise::text::{Text, pattern};
use crate::urgency::Reason;

/// From here on a message is shown as a chance to sell; tried on `data/purchase_zh.tsv`, which the author of the words wrote too.
pub const THRESHOLD: f32 = 0.5;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    Price,
    Stock,
    Wish,
    Compare,
    /// Trade-in, instalments, subsidies, trial rides, group orders.
    Terms,
    /// Speaks against buying: repairs, returns, complaints.
    AfterSales,
    /// Speaks against buying: an order that is under way.
    Owned,
}

/// 0 to 1 and the words behind it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Purchase {
    pub score: f32,
    pub reasons: Vec<Reason<Why>>,
}

const BIAS: f32 = -1.2;

const WORDS: [(Why, f32, &str); 7] = [
    (
        Why::Price,
        1.8,
        "多少钱|什么价|啥价|价格|价位|怎么卖|报价|报个价|几块钱|便宜点|便宜一点|便宜些|再便宜|能便宜|少点|最低价|优惠|打折|折扣|几折|满减|划算|贵不贵|团购价|会员价|券后|活动价|how much|price|discount|cheaper|cost",
    ),
    (
        Why::Stock,
        1.8,
        "有货吗|有没有货|有现货|现货|还有货|有货没|什么时候到货|到货通知|补货|断货|缺货|有没有[^,。?!]{0,8}(?:卖|款|色|码|版)|有[^,。?!没]{1,8}卖吗|卖不卖|卖吗|还有[^,。?!]{0,10}吗|有[^,。?!没坏]{0,8}的吗|库存|in stock|available|do you (?:have|sell|carry)",
    ),
    (
        Why::Wish,
        2.0,
        "想买|要买|打算买|准备买|考虑买|想购买|想入手|入手|想要[一两个台辆]|想订|想定|预订|预定|我要[一两三四五六七八九十几0-9]+[个台辆杯份件箱套]|来[一两三四五六七八九十0-9]+[个台辆杯份件箱套]|给我[来留拿][^,。]{0,4}[个台辆杯份件箱套]|下单|怎么买|在哪买|哪里买|哪里能买|拍下|送女朋友|送老人|送礼|换一?[台辆]新|买[一两]?[台辆个]|采购|加盟|批发|add to cart|want to buy|looking (?:for|to buy)|i'd like|i'll take|place an order",
    ),
    (
        Why::Compare,
        1.6,
        "哪款好|哪个好|哪款|推荐|有什么区别|区别|对比|比较好|适合|够用吗|选哪|值得买|怎么样啊|怎么选|性价比|续航多少|能跑多远|有什么颜色|几个颜色|什么配置|参数|有几种|recommend|difference|which one|better",
    ),
    (
        Why::Terms,
        1.7,
        "以旧换新|旧的抵|抵多少|国补|补贴|分期|免息|首付|定金|试驾|试骑|试用|试喝|体验|团购|批量|大单|包安装|送货吗|包邮|赠品|送什么|看车|看样机|样机|到店看|trade.?in|instal+ments?|test ride|bulk",
    ),
    (
        Why::AfterSales,
        -2.2,
        "坏了|坏掉|故障|报错|不工作|不转|不出水|不加热|不制冷|充不进|打不着|漏水|漏电|异响|冒烟|跳闸|维修|修一?下|修好|修要|修多少|师傅|售后|保修|退货|退款|退钱|退了|退掉|想退|要退|换货|换新机|投诉|赔|质量问题|怎么清洗|怎么用|说明书|怎么设置|重置|发票|配件|滤芯更换|换电池|broken|repair|refund|return|warranty|complain|doesn't work|not working",
    ),
    (
        Why::Owned,
        -1.6,
        "我买的|买了[^,。]{0,8}(?:天|月|年|周)|刚买|之前买|上次买|上个?月买|去年买|前天买|昨天买|在你们(?:店|家|这)[^,。]{0,4}买|已经买|买回[来去]|订单|单号|发货|物流|快递|到哪了|签收|收到货|没收到|催|改地址|取消|客服|什么时候到[^货]|积分|会员卡|my order|i bought|delivered|tracking",
    ),
];

static ANY: LazyLock<Regex> = LazyLock::new(|| {
    let groups: Vec<String> = WORDS.iter().map(|(_, _, words)| format!("({words})")).collect();
    pattern(&format!("(?i){}", groups.join("|")))
});
static DENIED: LazyLock<Regex> = LazyLock::new(|| pattern("(?:不想|不|没|没有|别|不打算|不要|暂时不|先不|don't|not)$"));

/// Scores one message.
pub fn purchase_intent(text: &str) -> Purchase {
    let text = Text::of(text);
    let mut sum = BIAS;
    let mut reasons: Vec<Reason<Why>> = Vec::new();
    for caught in ANY.captures_iter(&text.spelled) {
        let Some((why, weight)) = WORDS.iter().enumerate().find(|(at, _)| caught.get(at + 1).is_some()).map(|(_, (why, weight, _))| (*why, *weight))
        else {
            continue;
        };
        let Some(whole) = caught.get(0) else { continue };
        let (start, end) = (text.char_of(whole.start()), text.char_of(whole.end()));
        let doubted = weight > 0.0 && DENIED.is_match(text.slice(start.saturating_sub(5)..start));
        let again = if reasons.iter().any(|reason| reason.why == why) { 0.3 } else { 1.0 };
        sum += if doubted { -0.5 } else { weight * again };
        reasons.push(Reason { why, start, end, word: whole.as_str().to_owned(), doubted });
    }
    Purchase { score: if reasons.is_empty() { 0.0 } else { 1.0 / (1.0 + (-sum).exp()) }, reasons }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn check(lines: &[&str], expected: Expect) {
        let shown: Vec<String> = lines.iter().map(|line| format!("{:.2} {line}", purchase_intent(line).score)).collect();
        expected.assert_eq(&shown.join("\n"));
    }

    #[test]
    fn buying_and_repairing_share_words() {
        check(
            &["这款多少钱，有货吗", "修一下多少钱", "我买的锅坏了，想退", "以旧换新能抵多少", "暂时不想买"],
            expect![[r#"
            0.92 这款多少钱，有货吗
            0.17 修一下多少钱
            0.00 我买的锅坏了，想退
            0.73 以旧换新能抵多少
            0.15 暂时不想买"#]],
        );
    }

    proptest! {
        #[test]
        fn any_text_scores_between_zero_and_one(text in "\\PC{0,60}") {
            prop_assert!((0.0..=1.0).contains(&purchase_intent(&text).score));
        }
    }
}
