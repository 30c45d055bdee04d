//! How urgent a message is, and why: smoke and fire, injuries, threats to complain, people who wait too long.
//!
//! Words with weights; a word that is denied (没有冒烟) or only asked about (会漏电吗) counts little. The reasons are the words
//! themselves, so that a clerk sees what raised the mark. Decides nothing.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::recognise::text::{Text, pattern};

/// From here on a message is shown as urgent; tried on `data/urgency_zh.tsv`, which the author of the words wrote too.
pub const THRESHOLD: f32 = 0.5;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Fire, smoke, current, gas, brakes.
    Danger,
    /// Somebody is hurt or ill.
    Injury,
    /// Authorities, lawyers, the press, the public.
    Threat,
    /// Water, power cuts, things that grow worse by the hour, people who cannot wait.
    Damage,
    Hurry,
    /// Waited, called, came in vain.
    Waiting,
    Anger,
}

/// A word that counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason<W> {
    pub why: W,
    /// Offsets in characters.
    pub start: usize,
    pub end: usize,
    pub word: String,
    /// Denied or only asked about.
    pub doubted: bool,
}

/// 0 to 1 and the words behind it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Urgency {
    pub score: f32,
    pub reasons: Vec<Reason<Why>>,
}

const WORDS: [(Why, f32, &str); 7] = [
    (
        Why::Danger,
        0.85,
        "冒烟|冒了烟|起火|着火|失火|自燃|爆炸|炸了|炸开|漏电|触电|电到|电了一下|被电|麻手|煤气味|燃气味|漏气|泄漏|烧焦|焦味|糊味|烧糊|火花|打火|鼓包|发烫|烫得|短路|刹车失灵|刹不住|失控|断裂|一氧化碳|smoke|smoking|fire|sparks?|electric shock|gas leak|explod\\w+|burning",
    ),
    (
        Why::Injury,
        0.85,
        "受伤|伤到|流血|出血|骨折|住院|急诊|医院|过敏|起疹子|中毒|拉肚子|呕吐|吐了|晕倒|昏迷|救护车|120|划伤|割伤|割破|摔伤|摔了一跤|摔倒|烫伤|烫到|烫着|砸到|异物|玻璃渣|虫子|蟑螂|头发丝|injur\\w+|hurt|bleeding|hospital|allerg\\w+|sick|poison\\w*",
    ),
    (
        Why::Threat,
        0.6,
        "12315|12345|消协|消费者协会|工商局|市监局|市场监管|监管局|报警|律师|起诉|法院|告你们|曝光|媒体|记者|发抖音|发微博|发小红书|发到网上|挂网上|差评|仲裁|退一赔三|假一赔十|警察|police|lawyer|sue|expose",
    ),
    (
        Why::Damage,
        0.5,
        "跳闸|停电|断电|漏水|水淹|淹了|泡水|往下滴|渗到楼下|楼下邻居|整屋|化冻|化了|都坏了|都臭了|不制冷|半路|抛锚|推回来|堵在路上|锁不上|打不开门|孕妇|婴儿|宝宝|老人一个人|透析|吸氧|flood\\w*|leaking|stranded",
    ),
    (
        Why::Hurry,
        0.45,
        "今天必须|今天之内|今天就要|今晚就|今天下班前|马上|立刻|立即|赶紧|赶快|尽快|加急|紧急|十万火急|火急|急用|急需|很急|好急|急死|着急|急!|急急|现在就|等不了|来不及|最后期限|马上就要|asap|urgent\\w*|right now|immediately",
    ),
    (
        Why::Waiting,
        0.4,
        "等了[^,。!?]{0,6}(?:天|周|个?月|小时|次|上午|下午|整天)|(?:[二两三四五六七八九十几0-9]+)(?:天|周|个星期|个月|个小时)(?:了|都)[^,。]{0,4}(?:没|还没|不)|没人[管理接来回问]|无人[处受理接]+|一直没[人有]|推来推去|踢皮球|拖了|第[三四五六七八九十3-9]次|打了[^,。!?]{0,4}(?:个|次|遍)[^,。!?]{0,3}电话|催了|还要等多久|不接电话|联系不上|石沉大海|still waiting|no one (?:answers|came|replies)",
    ),
    (
        Why::Anger,
        0.3,
        "太过分|骗子|骗人|欺骗|欺负人|垃圾|气死|忍无可忍|什么态度|投诉|不负责任|黑店|坑人|恶心|退钱|给个说法|给个交代|ridiculous|unacceptable|scam",
    ),
];

static ANY: LazyLock<Regex> = LazyLock::new(|| {
    let groups: Vec<String> = WORDS.iter().map(|(_, _, words)| format!("({words})")).collect();
    pattern(&format!("(?i){}", groups.join("|")))
});
static DENIED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:没有?|不|未|并未|并没有?|无|不会|不用|不必|别|不是|没啥|没什么|不太|不怎么|从没|从来没|no|not|isn't|don't)(?:发生|出现|再|人|那么|太|要|见|看到|发现|任何|什么|很)?\\s?$",
    )
});
static ASKED: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:会不会|会|防|怕|避免|以防|担心|容易|是否|有没有|万一|如果|要是|比较|别|以前|当年|新闻|听说|保护|可以|能不能|是不是)[^,。!?]{0,5}$")
});
static ASKS: LazyLock<Regex> = LazyLock::new(|| pattern("^[^,。!]{0,4}(?:吗|么|\\?|保护|怎么预防|预防|险|隐患|检测|开关)"));
static CALM: LazyLock<Regex> =
    LazyLock::new(|| pattern("不急|不着急|没那么急|不赶|慢慢来|有空再|方便的时候|什么时候都行|已经好了|解决了|no rush|no hurry"));

/// Scores one message.
pub fn urgency(text: &str) -> Urgency {
    let text = Text::of(text);
    let mut calm = 1.0_f32;
    let mut reasons = Vec::new();
    for caught in ANY.captures_iter(&text.spelled) {
        let Some((why, weight)) = WORDS.iter().enumerate().find(|(at, _)| caught.get(at + 1).is_some()).map(|(_, (why, weight, _))| (*why, *weight))
        else {
            continue;
        };
        let Some(whole) = caught.get(0) else { continue };
        let (start, end) = (text.char_of(whole.start()), text.char_of(whole.end()));
        let doubted = is_doubted(&text, start, end);
        // A second word of the same kind adds half.
        let again = if reasons.iter().any(|reason: &Reason<Why>| reason.why == why && !reason.doubted) { 0.5 } else { 1.0 };
        calm *= 1.0 - weight * again * if doubted { 0.1 } else { 1.0 };
        reasons.push(Reason { why, start, end, word: whole.as_str().to_owned(), doubted });
    }
    let soothed = if CALM.is_match(&text.spelled) { 0.4 } else { 1.0 };
    let shouted = if text.spelled.contains("!!") { 0.05 } else { 0.0 };
    let score = (1.0 - calm) * soothed;
    Urgency { score: if score > 0.0 { (score + shouted).min(1.0) } else { 0.0 }, reasons }
}

fn is_doubted(text: &Text, start: usize, end: usize) -> bool {
    let before = text.slice(start.saturating_sub(8)..start);
    let after = text.slice(end..end + 6);
    DENIED.is_match(before) || ASKED.is_match(before) || ASKS.is_match(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn check(text: &str, expected: Expect) {
        let urgency = urgency(text);
        let reasons: Vec<String> = urgency
            .reasons
            .iter()
            .map(|reason| format!("{:?} {}{}", reason.why, reason.word, if reason.doubted { " (doubted)" } else { "" }))
            .collect();
        expected.assert_eq(&format!("{:.2} {}", urgency.score, reasons.join(", ")));
    }

    #[test]
    fn smoke_is_urgent_and_no_smoke_is_not() {
        check("电池冒烟了快来人", expect![["0.85 Danger 冒烟"]]);
        check("没有冒烟，就是声音大", expect!["0.08 Danger 冒烟 (doubted)"]);
        check("这款电池会自燃吗", expect!["0.08 Danger 自燃 (doubted)"]);
        check("等了三天没人管，再不来我打12315", expect![["0.81 Waiting 等了三天, Waiting 没人管, Threat 12315"]]);
    }

    proptest! {
        #[test]
        fn any_text_scores_between_zero_and_one(text in "\\PC{0,60}") {
            prop_assert!((0.0..=1.0).contains(&urgency(&text).score));
        }
    }
}
