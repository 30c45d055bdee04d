//! What a text names: phones, cards, plates, addresses, people, orders, money, times; found by rule, without a model.
//!
//! [`recognise`] reads one message, answers spans in character offsets that never overlap, and does nothing else: no I/O, no
//! clock. It must stay linear in the text, and must not panic on any.

mod chat;
mod code;
mod context;
mod digits;
mod english;
pub(crate) mod lexicon;
mod name;
mod number;
mod sign;
mod sure;
pub(crate) mod text;

use std::ops::Range;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use text::Text;

/// What a span is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Mobile or landline. The value is digits only, without country code for the mainland, `+…` for elsewhere.
    Phone,
    /// Resident identity card, 18 characters or the old 15. The value has no spaces and an upper-case `X`.
    IdCard,
    BankCard,
    Passport,
    /// A car's or an electric bicycle's plate: `沪A12345`.
    Plate,
    Address,
    /// A person, with the title they are called by: `王女士`.
    Name,
    Email,
    Wechat,
    Qq,
    Iban,
    /// Social security number of the United States.
    Ssn,
    /// Vehicle identification or frame number.
    Frame,
    /// The number of an order or ticket.
    Order,
    /// The number of a parcel.
    Parcel,
    /// A company's public line: 400 and 800 numbers.
    Hotline,
    /// The value is yuan with two decimals: `350.00`.
    Money,
    /// The value is `2026-11-28`, `2026-11-28T15:30`, or as said when no time was given to count from.
    Date,
    Time,
}

impl Kind {
    pub const ALL: [Kind; 19] = [
        Kind::Phone,
        Kind::IdCard,
        Kind::BankCard,
        Kind::Passport,
        Kind::Plate,
        Kind::Address,
        Kind::Name,
        Kind::Email,
        Kind::Wechat,
        Kind::Qq,
        Kind::Iban,
        Kind::Ssn,
        Kind::Frame,
        Kind::Order,
        Kind::Parcel,
        Kind::Hotline,
        Kind::Money,
        Kind::Date,
        Kind::Time,
    ];

    /// The name that reports and files use.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Phone => "phone",
            Kind::IdCard => "id_card",
            Kind::BankCard => "bank_card",
            Kind::Passport => "passport",
            Kind::Plate => "plate",
            Kind::Address => "address",
            Kind::Name => "name",
            Kind::Email => "email",
            Kind::Wechat => "wechat",
            Kind::Qq => "qq",
            Kind::Iban => "iban",
            Kind::Ssn => "ssn",
            Kind::Frame => "frame",
            Kind::Order => "order",
            Kind::Parcel => "parcel",
            Kind::Hotline => "hotline",
            Kind::Money => "money",
            Kind::Date => "date",
            Kind::Time => "time",
        }
    }

    /// Whether the span tells who somebody is or how to reach them, and so is hidden by [`crate::redact`].
    pub fn is_personal(self) -> bool {
        !matches!(self, Kind::Frame | Kind::Order | Kind::Parcel | Kind::Hotline | Kind::Money | Kind::Date | Kind::Time)
    }
}

/// One thing that the text names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    pub kind: Kind,
    /// Offsets in characters (not bytes) of the text as given: `start..end`.
    pub start: usize,
    pub end: usize,
    /// The normalised value; how, is said at each [`Kind`].
    pub value: String,
    /// 0 to 1: for personal kinds the share of such spans that were right where rules were tuned; for others only an order. See `sure`.
    pub confidence: f32,
}

/// A span before overlaps are settled.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub kind: Kind,
    pub range: Range<usize>,
    pub value: String,
    /// Set by hand for each rule to order them.
    pub confidence: f32,
}

/// Everything that `text` names, in order, without overlaps. Relative times keep the words they were said in.
pub fn recognise(text: &str) -> Vec<Found> {
    recognise_at(text, None)
}

/// As [`recognise`], with 明天 and 上周五 counted from `now` (the shop's local time).
pub fn recognise_at(text: &str, now: Option<NaiveDateTime>) -> Vec<Found> {
    recognise_with(text, now, &[])
}

/// As [`recognise_at`], and takes `people`, spans in characters that a model held for persons, wherever no rule says
/// otherwise: rules know names by what surrounds them, a model also knows those that stand alone. What begins with no surname
/// or is a word or a brand is not taken from it.
pub fn recognise_with(text: &str, now: Option<NaiveDateTime>, people: &[Range<usize>]) -> Vec<Found> {
    let text = Text::of(text);
    let mut found = Vec::new();
    number::find(&text, &mut found);
    code::find(&text, &mut found);
    crate::money::find(&text, &mut found);
    crate::moment::find(&text, now, &mut found);
    crate::place::find(&text, &mut found);
    english::find(&text, &mut found);
    let mut found = settle(found);
    name::find(&text, &mut found);
    chat::find(&text, &mut found);
    sign::find(&text, &mut found);
    let mut found = settle(found);
    let proposed = people.iter().filter(|range| {
        range.end <= text.len()
            && name::could_be(&text, range)
            && !found.iter().any(|known| known.range.start < range.end && range.start < known.range.end)
    });
    let proposed: Vec<Candidate> = proposed
        .map(|range| Candidate { kind: Kind::Name, range: range.clone(), value: text.slice(range.clone()).to_owned(), confidence: 0.6 })
        .collect();
    found.extend(proposed);
    // 张家界 and 杭州云 are no people, unless a label or a title says so.
    let told = |it: &Candidate| it.confidence >= 0.8 && !text::is_han(text.at(it.range.end));
    found.retain(|it| it.kind != Kind::Name || told(it) || !crate::place::begins_with_city(text.slice(it.range.clone())));
    settle(found).into_iter().map(Candidate::into_found).collect()
}

impl Candidate {
    fn into_found(self) -> Found {
        Found {
            kind: self.kind,
            start: self.range.start,
            end: self.range.end,
            value: self.value,
            confidence: sure::sureness(self.kind, self.confidence),
        }
    }
}

/// Where spans overlap, the stronger kind stays; of equals the longer, then the surer.
fn settle(mut found: Vec<Candidate>) -> Vec<Candidate> {
    found.sort_by(|a, b| rank(b).partial_cmp(&rank(a)).unwrap_or(std::cmp::Ordering::Equal).then(a.range.start.cmp(&b.range.start)));
    let mut taken: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    let mut kept = Vec::with_capacity(found.len());
    for candidate in found {
        let Range { start, end } = candidate.range;
        let clash = taken.range(..end).next_back().is_some_and(|(_, other)| *other > start);
        if start < end && !clash {
            taken.insert(start, end);
            kept.push(candidate);
        }
    }
    kept.sort_by_key(|candidate| candidate.range.start);
    kept
}

fn rank(candidate: &Candidate) -> (u8, usize, f32) {
    let strength = match candidate.kind {
        Kind::IdCard | Kind::Iban => 12,
        Kind::Email => 11,
        Kind::Frame => 10,
        Kind::Passport => 9,
        Kind::Qq | Kind::Wechat => 8,
        Kind::BankCard => 8,
        Kind::Plate => 8,
        Kind::Phone => 7,
        Kind::Ssn => 6,
        Kind::Hotline => 6,
        Kind::Parcel => 5,
        Kind::Order => 5,
        Kind::Address => 4,
        Kind::Name => 3,
        Kind::Money => 2,
        Kind::Date | Kind::Time => 1,
    };
    (strength, candidate.range.len(), candidate.confidence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, expected: Expect) {
        let shown: Vec<String> =
            recognise(text).into_iter().map(|found| format!("{} {}..{} {}", found.kind.as_str(), found.start, found.end, found.value)).collect();
        expected.assert_eq(&shown.join("\n"));
    }

    #[test]
    fn phones_in_every_spelling() {
        check(
            "１３８ 0013 8000，幺三八零零幺三八零零零、+86 138-0013-8000，一三八，零零一三，八零零零",
            expect![[r#"
            phone 0..13 13800138000
            phone 14..25 13800138000
            phone 26..43 13800138000
            phone 44..57 13800138000"#]],
        );
        check(
            "座机(021)58961234转8012，0571-87654321，没有区号的电话65432109",
            expect![[r#"
            phone 2..20 02158961234
            phone 21..34 057187654321
            phone 42..50 65432109"#]],
        );
        check("一三九三个八一二三四五", expect!["phone 0..11 13988812345"]);
    }

    #[test]
    fn numbers_of_things_are_not_people() {
        check(
            "订单13800138000123，IMEI 860000000000004，价格13800138000元？SN13800138000A",
            expect![[r#"
                order 2..16 13800138000123
                money 40..52 13800138000.00"#]],
        );
        check("快递单号4111111111111111，会员卡4111111111111112", expect!["parcel 4..20 4111111111111111"]);
    }

    #[test]
    fn cards_and_codes() {
        check(
            "身份证11010519491231002x，卡4111 1111 1111 1111，护照E12345678，沪a·d12345，IBAN GB82 WEST 1234 5698 7654 32",
            expect![[r#"
            id_card 3..21 11010519491231002X
            bank_card 23..42 4111111111111111
            passport 45..54 E12345678
            plate 55..64 沪AD12345
            iban 70..97 GB82WEST12345698765432"#]],
        );
        check("身份证110105194912310021位数对但校验不对", expect![[""]]);
        check(
            "微信lily_2020，QQ：12345678，邮箱a.b@c.com，车架号LBWAC2EF7N1234567",
            expect![[r#"
            wechat 2..11 lily_2020
            qq 15..23 12345678
            email 26..35 a.b@c.com
            frame 39..56 LBWAC2EF7N1234567"#]],
        );
    }

    #[test]
    fn people_by_what_surrounds_them() {
        check(
            "我叫高兴，收件人：欧阳娜娜，找王女士，店员小李，张总说",
            expect![[r#"
            name 2..4 高兴
            name 9..13 欧阳娜娜
            name 15..18 王女士
            name 21..23 小李
            name 24..26 张总"#]],
        );
        check("高兴死了，方便吗，张江店，王者荣耀，谢谢老师，安装师傅来了，黄金会员", expect![[""]]);
        check(
            "聯絡人陳美玲，電話13800138000",
            expect![[r#"
            name 3..6 陈美玲
            phone 9..20 13800138000"#]],
        );
    }

    #[test]
    fn addresses_with_and_without_a_province() {
        check(
            "送到上海市浦东新区张江路88弄3号楼502室，或者阳光花园3栋502",
            expect![[r#"
            address 2..22 上海市浦东新区张江路88弄3号楼502室
            address 25..34 阳光花园3栋502"#]],
        );
        check("11月30号，2号线，3号店，南京路步行街", expect!["date 0..6 11月30号"]);
    }

    #[test]
    fn a_models_people_fill_what_rules_leave() {
        let text = "看见巴特尔了，我叫王丽";
        assert_eq!(recognise_with(text, None, &[2..5, 8..11, 90..99]).iter().map(|found| found.start).collect::<Vec<_>>(), [2, 9]);
    }
}
