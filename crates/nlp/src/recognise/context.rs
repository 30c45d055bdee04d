//! What a number was introduced as: the nearest word before it says whether `4111…` is a card or a parcel.
//!
//! Reads a few characters of the same sentence; never decides alone.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::text::{Text, pattern};

/// What the words just before a number call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cue {
    Phone,
    IdCard,
    Card,
    Passport,
    Wechat,
    Qq,
    Plate,
    Frame,
    Order,
    Parcel,
    /// A number of a thing or a document: serial, IMEI, invoice, voucher, model.
    Thing,
    None,
}

/// How far back a word may stand.
const REACH: usize = 16;

const WORDS: [(Cue, &str); 11] = [
    (
        Cue::Phone,
        r"电话|手机|座机|固话|联系方式|号码|致电|拨打|来电|回电|打我|打给|呼叫|短信|预留|绑定|注册号|联系|call|tel|phone|mobile|cell|fax|传真|热线|分机|whatsapp|contact|reach me|text me|messages to|answering at|registered|call me",
    ),
    (Cue::IdCard, r"身份证|身分证|证件|居住证|居留证|户口|id card|id number|id no|identity|身份号"),
    (
        Cue::Card,
        r"银行卡|信用卡|储蓄卡|借记卡|卡号|卡是|银行账[号户]|账[号户]|帐[号户]|打款|退款到|收款|建行|工行|农行|中行|招行|交行|邮储|银行|card|(?-u:\b)cc(?-u:\b)|credit|debit|visa|mastercard|amex|account",
    ),
    (Cue::Passport, r"护照|passport|通行证|台胞证|回乡证"),
    (Cue::Wechat, r"微信|威信|薇信|v信|vx|wx|wechat|加v|卫星"),
    (Cue::Qq, r"qq|扣扣|企鹅号|球球"),
    (Cue::Plate, r"车牌|牌照|号牌|牌号|上牌|plate|车号"),
    (Cue::Frame, r"车架|vin|识别码|识别代码|大架号|整车编码|车身号"),
    (
        Cue::Order,
        r"订单|工单|单号|单子|流水|交易|商户|商家单|凭证|小票|order|ticket|合同|case|invoice|transaction|参考号|reference|付款码|支付单|退款单|受理号|预约号|排队号",
    ),
    (Cue::Parcel, r"运单|快递|物流|顺丰|圆通|中通|申通|韵达|极兔|京东物流|包裹|取件|tracking|parcel|shipment"),
    (
        Cue::Thing,
        r"会员号|会员编号|票据|缴费|户号|票号|客户号|预约号码|排队|服务密码|宽带账号|登录名|序列号|机身|编号|编码|条码|条形码|型号|货号|sn|s/n|imei|批次|批号|发票|税号|信用代码|核销|验证码|兑换|券码|礼品卡|储值卡|会员卡|积分卡|购物卡|二维码|设备号|电池号|电机号|电池编|资产|邮编|工号|门店号|serial|barcode|model|coupon|voucher|gift card|imsi|mac|ip|代码|密码|charger|机器码|防伪|保修卡|合格证|串号|卡券",
    ),
];

static ANY: LazyLock<Regex> = LazyLock::new(|| {
    let groups: Vec<String> = WORDS.iter().map(|(_, words)| format!("({words})")).collect();
    pattern(&format!("(?i){}", groups.join("|")))
});

/// The nearest cue before `start`, in the same sentence.
pub(crate) fn cue_before(text: &Text, start: usize) -> Cue {
    cue_with_distance(text, start).0
}

/// A word that introduces numbers, in character offsets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said {
    pub start: usize,
    pub end: usize,
    pub cue: Cue,
}

/// Every such word of a text.
pub(super) fn all(text: &Text) -> Vec<Said> {
    let cue = |hit: &super::text::Match| WORDS.iter().enumerate().find(|(at, _)| hit.group(at + 1).is_some()).map(|(_, (cue, _))| *cue);
    text.matches(&ANY).filter_map(|hit| Some(Said { start: hit.whole().start, end: hit.whole().end, cue: cue(&hit)? })).collect()
}

/// The nearest cue and how many characters lie between it and the number.
pub(crate) fn cue_with_distance(text: &Text, start: usize) -> (Cue, usize) {
    let said = text.said();
    let before = said.partition_point(|word| word.end <= start);
    let Some(word) = before.checked_sub(1).and_then(|last| said.get(last)) else { return (Cue::None, REACH) };
    if word.start < sentence_start(text, start) { (Cue::None, REACH) } else { (word.cue, start - word.end) }
}

fn sentence_start(text: &Text, start: usize) -> usize {
    let least = start.saturating_sub(REACH);
    (least..start).rev().find(|at| matches!(text.at(*at), '\n' | '。' | '!' | '?' | ';') && text.before(*at) != ':').map_or(least, |at| at + 1)
}

/// Whether one of `words` stands within `reach` characters before or after the range.
pub(crate) fn near(text: &Text, range: &Range<usize>, reach: usize, words: &Regex) -> bool {
    let before = text.slice(range.start.saturating_sub(reach)..range.start);
    let after = text.slice(range.end..(range.end + reach).min(text.len()));
    words.is_match(before) || words.is_match(after)
}
