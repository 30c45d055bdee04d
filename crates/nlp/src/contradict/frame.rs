//! What a sentence says apart from its figures: its clauses, and the words of each that tell what it is about.
//!
//! Words that any rule uses (期限, 可以, 商品, is) say nothing about the subject and are left out; ways to say one thing are one word.
//! 未拆封 is a word of its own and not 拆封.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use ::words::Jieba;

use super::fact::Fact;

/// Words that the dictionary would cut.
const OWN: &str = "拆封 包邮 运费 非会员 金卡 银卡 黑金卡 普卡 无理由 电饭煲 炸篮 滤芯 加湿器 空气炸锅 客服 七天无理由 上门 定金 尾款 保价 价保 以旧换新 质保 保修 延保 试用装 门店 自提 寄修 专票 普票";

/// Said of anything: dimensions, links, politeness, the trade's own paper.
const EMPTY: &str = "的 了 是 为 在 和 与 及 或 或者 也 都 就 则 即 才 会 将 由 从 到 至 起 内 后 前 以内 之内 之后 之前 以后 以前 以上 以下 之日 之日起 日起 期间 时 时候 时间 期限 时限 时长 有效期 周期 天数 次数 数量 金额 价格 费用 价 费 单价 标准 比例 电话 号码 \
每 每个 每次 每人 每天 单 一共 共 约 大约 左右 最多 最少 最长 最短 至少 不超过 超过 不满 满 仅 只 只要 只需 统一 一律 一般 通常 均 全部 所有 任何 其他 本 该 此 这 那 您 你 我们 我 他 顾客 客户 用户 消费者 买家 店 店里 店铺 公司 品牌 商品 产品 物品 货品 货 宝贝 东西 \
可 可以 能 能够 会 允许 支持 接受 提供 享受 享 享有 需 需要 须 必须 要 应 应当 请 凭 按 按照 根据 收取 收 支付 付 申请 办理 进行 完成 使用 签收 收到 收货 购买 购物 下单 有 无 没有 没 不 否 包 含 包含 规定 政策 说明 规则 须知 指南 流程 办法 细则 常见问题 问题 方式 方法 收款 付款方式 步骤 事项 情况 条件 范围 内容 信息 要求 类型 种类 名称 要点 总则 一览 汇总 清单 新规 怎么 如何 怎样 什么 多少 多久 多长 几 吗 呢 哪些 关于 介绍 通知 公告 无理由 订单 单笔 笔 打 拨打 致电 联系 目前 现在 暂时 暂 已 收费 免费 几点 哪天 渠道 建议 最新 新版 旧版 版 手册 售后 服务 faq \
the a an is are was be been of for to in on at by with within from until and or up per each every any all our your you we it its this that these those as must may can will shall should do does not no need have has after before than more less least most only policy rules how what when long much many free item items product products goods customer customers order orders cost costs price fee fees charge charges day days time times takes take";

/// Ways to say one thing; the first is the word that stands for all.
const SAME: &[&str] = &[
    "退货 退回 退 退换 return returns returned",
    "换货 换新 换 调换 exchange exchanges exchanged",
    "退款 返款 refund refunds refunded",
    "运费 邮费 快递费 配送费 shipping postage",
    "包邮 免运费 免邮 免邮费",
    "保修 质保 保修期 保修期限 质保期 保固 包修 warranty guaranteed covered",
    "客服 热线 服务热线 客服热线 咨询 hotline",
    "营业 营业时间 开门 开店 开业 上班 open opening opens hours",
    "关门 打烊 闭店 下班 歇业 close closes closing",
    "到账 入账 退到 退回原账户",
    "发货 出库 寄出 发出 dispatch dispatched ship ships shipped",
    "送达 送到 到货 配送 派送 deliver delivered delivery",
    "会员 vip member members",
    "发票 开票 invoice invoices",
    "押金 保证金 deposit",
    "积分 points point",
    "保养 养护 维护",
    "维修 修理 修 repair repairs",
    "上门 到家 入户",
    "更换 替换 replace replaced",
    "清洗 洗 清洁 wash washed clean",
    "优惠券 券 红包 coupon coupons",
    "货到付款 到付 cod",
];

/// Who or what a rule holds for: when only one side names one, the two speak of different cases.
const CASES: &str = "会员 非会员 金卡 银卡 黑金卡 普卡 新客 老客 新用户 老用户 学生 企业 个人 节假日 周末 工作日 平日 夏季 冬季 春节 国庆 双十一 大促 活动 生鲜 食品 定制 二手 海外 港澳台 偏远 偏远地区 同城 跨省 省内 省外 线上 线下 网店 质量 质量问题 首次 首单 首年 再次 第二 加急 预售 现货 赠品 配件 电池 大件 小件 专票 普票 拆封 未拆封 激活 损坏 人为 整机 主机 members online store weekend weekends holiday holidays opened unopened international express standard gold silver platinum";

static EMPTY_SET: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| EMPTY.split_whitespace().collect());
static CASE_SET: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| CASES.split_whitespace().collect());

/// A word that says what a text is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word {
    pub text: String,
    /// A thing or a name rather than what is done with it.
    pub thing: bool,
}

pub type Words = BTreeSet<Word>;

/// A stretch between two commas, with the figures in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    pub range: Range<usize>,
    pub words: Words,
    pub facts: Vec<Fact>,
}

pub fn is_case(word: &Word) -> bool {
    CASE_SET.contains(word.text.as_str()) || word.text.starts_with(['未', '非']) || word.text.ends_with('前')
}

/// The words of a text; figures have been taken out by `without`.
pub fn words(text: &str) -> Words {
    let text = crate::grams::normal(text);
    let mut found = Words::new();
    let mut turned: Option<&str> = None;
    let dictionary = ::words::dictionary();
    let all = tagged(&dictionary, &text);
    for (at, &(word, tag)) in all.iter().enumerate() {
        if matches!(word, "未" | "非" | "没有" | "没" | "无") {
            turned = Some(if word == "非" { "非" } else { "未" });
            continue;
        }
        let plain: String = word.chars().filter(|c| c.is_alphabetic()).collect();
        let one = one_word(&plain);
        if !plain.is_empty() && !EMPTY_SET.contains(one.as_str()) {
            // 发货前 and 发货后 are two cases.
            let earlier = all.get(at + 1).is_some_and(|next| matches!(next.0, "前" | "之前" | "以前"));
            let text = format!("{}{one}{}", turned.unwrap_or_default(), if earlier { "前" } else { "" });
            found.insert(Word { thing: is_thing(&text, tag), text });
        }
        turned = None;
    }
    found
}

/// The words of a text with the dictionary's tags, our own whole; of these the ones that it does not know are things.
fn tagged<'t>(dictionary: &'t Jieba, text: &'t str) -> Vec<(&'t str, &'t str)> {
    let by_dictionary = |range: Range<usize>| dictionary.tag(&text[range], true).into_iter().map(|tag| (tag.word, tag.tag));
    let (mut all, mut at) = (Vec::new(), 0);
    for own in own(dictionary, text) {
        all.extend(by_dictionary(at..own.start));
        let known = dictionary.tag(&text[own.clone()], false);
        all.push((&text[own.clone()], if let [word] = &known[..] { word.tag } else { "n" }));
        at = own.end;
    }
    all.extend(by_dictionary(at..text.len()));
    all
}

/// Where our own words stand, the longest at each place. One that would break a word of the dictionary is none: there is no 定金 in 规定金额.
fn own(dictionary: &Jieba, text: &str) -> Vec<Range<usize>> {
    let mut bounds = vec![0];
    for token in dictionary.cut(text, false) {
        bounds.push(bounds.last().copied().unwrap_or_default() + token.word.len());
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    for &start in &bounds {
        if found.last().is_none_or(|last| last.end <= start) {
            found.extend(row_of_own(text, start, &bounds).unwrap_or_default());
        }
    }
    found
}

/// Our own words from here to where a word of the dictionary ends; several in a row may lie across its words, as in 自提包邮.
fn row_of_own(text: &str, start: usize, bounds: &[usize]) -> Option<Vec<Range<usize>>> {
    let mut ends: Vec<usize> = OWN.split(' ').filter(|word| text[start..].starts_with(word)).map(|word| start + word.len()).collect();
    ends.sort_unstable();
    ends.into_iter().rev().find_map(|end| {
        let rest = if bounds.binary_search(&end).is_ok() { Some(Vec::new()) } else { row_of_own(text, end, bounds) };
        rest.map(|rest| std::iter::once(start..end).chain(rest).collect())
    })
}

fn one_word(word: &str) -> String {
    let held = SAME.iter().find(|ways| ways.split(' ').any(|way| way == word));
    held.and_then(|ways| ways.split(' ').next()).unwrap_or(word).to_owned()
}

/// English tags are none: any word of letters that is no case of doing counts as a thing when it is long enough to name one.
fn is_thing(word: &str, tag: &str) -> bool {
    let named = SAME.iter().any(|ways| ways.split(' ').next() == Some(word));
    !named && (tag.starts_with('n') && tag != "nd" || tag == "eng" && word.len() > 3 || tag == "j")
}

/// The clauses of a sentence with their figures and words.
pub fn clauses(sentence: &str, facts: &[Fact]) -> Vec<Clause> {
    let characters: Vec<char> = sentence.chars().collect();
    let mut clauses = Vec::new();
    let mut start = 0;
    for end in 0..=characters.len() {
        let inside = facts.iter().any(|fact| fact.range.contains(&end) && fact.range.start != end);
        let ends = end == characters.len()
            || !inside && matches!(characters[end], '，' | '；' | ';' | '。' | '：' | '（' | '）' | '(' | ')')
            || !inside && characters[end] == ',';
        if !ends {
            continue;
        }
        let held: Vec<Fact> = facts.iter().filter(|fact| fact.range.start >= start && fact.range.end <= end).cloned().collect();
        let words = words(&without(&characters, start..end, &held));
        if end > start {
            clauses.push(Clause { range: start..end, words, facts: held });
        }
        start = end + 1;
    }
    clauses
}

fn without(characters: &[char], range: Range<usize>, facts: &[Fact]) -> String {
    range.map(|at| if facts.iter().any(|fact| fact.range.contains(&at)) { ' ' } else { characters[at] }).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::contradict::fact::facts;

    fn check(sentence: &str, wanted: Expect) {
        let clause = |clause: &Clause| {
            clause.words.iter().map(|word| if word.thing { format!("[{}]", word.text) } else { word.text.clone() }).collect::<Vec<_>>().join(" ")
        };
        wanted.assert_eq(&clauses(sentence, &facts(sentence)).iter().map(clause).collect::<Vec<_>>().join(" / "));
    }

    #[test]
    fn clauses_keep_what_they_are_about() {
        check("签收后7天内可以退货，未拆封的15天内可以换新", expect!["退货 / 换货 新 未拆封"]);
        check("加湿器的滤芯保修期限是一年", expect!["保修 [加湿器] [滤芯]"]);
        check("各自提供的定金不退，门店自提包邮", expect!["各自 [定金] 退货 / 包邮 [自提] [门店]"]);
        check("Members can return items within 1,000 days, others cannot", expect!["会员 退货 / [cannot] [others]"]);
    }
}
