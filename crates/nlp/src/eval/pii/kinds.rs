//! What unknown authors call the kinds of personal data.
//!
//! Exact names first, then what a name contains. A label that says that its span is none (`invalid_id_card`) is no kind.

use crate::recognise::Kind;

/// The kinds as unknown authors call them, compared without case, spaces, `-` and `_`.
const ALIASES: [(Kind, &[&str]); 19] = [
    (
        Kind::Phone,
        &[
            "phone",
            "mobile",
            "tel",
            "telephone",
            "phonenumber",
            "mobilephone",
            "mobilenumber",
            "cellphone",
            "landline",
            "fixedphone",
            "fax",
            "手机号",
            "手机",
            "手机号码",
            "电话",
            "电话号码",
            "座机",
            "固话",
            "联系电话",
            "联系方式",
        ],
    ),
    (
        Kind::IdCard,
        &[
            "idcard",
            "id",
            "idnumber",
            "idno",
            "idcardnumber",
            "identity",
            "identitycard",
            "nationalid",
            "citizenid",
            "chinaid",
            "cnid",
            "身份证",
            "身份证号",
            "身份证号码",
            "证件号",
            "证件号码",
        ],
    ),
    (
        Kind::BankCard,
        &[
            "bankcard",
            "bankcardnumber",
            "bank",
            "creditcard",
            "creditcardnumber",
            "debitcard",
            "card",
            "cardnumber",
            "bankaccount",
            "银行卡",
            "银行卡号",
            "卡号",
            "信用卡",
            "信用卡号",
        ],
    ),
    (Kind::Passport, &["passport", "passportnumber", "passportno", "护照", "护照号", "通行证"]),
    (
        Kind::Plate,
        &[
            "plate",
            "licenseplate",
            "licenceplate",
            "carplate",
            "platenumber",
            "carnumber",
            "vehicleplate",
            "licenseplatenumber",
            "ebikeplate",
            "车牌",
            "车牌号",
            "车牌号码",
            "牌照",
        ],
    ),
    (Kind::Address, &["address", "addr", "streetaddress", "homeaddress", "location", "postaladdress", "地址", "住址", "收货地址", "家庭住址"]),
    (Kind::Name, &["name", "person", "personname", "per", "fullname", "people", "customername", "nameperson", "姓名", "人名", "名字", "联系人"]),
    (Kind::Email, &["email", "mail", "emailaddress", "邮箱", "电子邮箱", "邮件"]),
    (Kind::Wechat, &["wechat", "wechatid", "weixin", "wx", "wxid", "vx", "微信", "微信号"]),
    (Kind::Qq, &["qq", "qqnumber", "qqid", "qq号"]),
    (Kind::Iban, &["iban", "ibancode"]),
    (Kind::Ssn, &["ssn", "usssn", "socialsecuritynumber"]),
    (Kind::Frame, &["frame", "vin", "framenumber", "frameno", "chassis", "vehicleid", "车架号", "车架"]),
    (Kind::Order, &["order", "orderid", "ordernumber", "orderno", "ticket", "ticketnumber", "订单号", "订单", "工单号", "单号"]),
    (Kind::Parcel, &["parcel", "tracking", "trackingnumber", "waybill", "快递单号", "运单号", "快递"]),
    (Kind::Hotline, &["hotline"]),
    (Kind::Money, &["money", "amount", "price", "金额", "价格"]),
    (Kind::Date, &["date", "datetime", "日期"]),
    (Kind::Time, &["time", "时间"]),
];

/// What the name of a kind contains when it is none of the above, the more telling first.
const PARTS: [(&str, Kind); 26] = [
    ("身份证", Kind::IdCard),
    ("银行卡", Kind::BankCard),
    ("idcard", Kind::IdCard),
    ("identity", Kind::IdCard),
    ("idnum", Kind::IdCard),
    ("bank", Kind::BankCard),
    ("creditcard", Kind::BankCard),
    ("cardno", Kind::BankCard),
    ("plate", Kind::Plate),
    ("车牌", Kind::Plate),
    ("email", Kind::Email),
    ("邮箱", Kind::Email),
    ("wechat", Kind::Wechat),
    ("微信", Kind::Wechat),
    ("passport", Kind::Passport),
    ("护照", Kind::Passport),
    ("phone", Kind::Phone),
    ("mobile", Kind::Phone),
    ("手机", Kind::Phone),
    ("电话", Kind::Phone),
    ("address", Kind::Address),
    ("地址", Kind::Address),
    ("住址", Kind::Address),
    ("姓名", Kind::Name),
    ("人名", Kind::Name),
    ("person", Kind::Name),
];

/// What begins the name of a span that only looks like its kind, or of an address where nobody lives.
const NOT: [&str; 11] = ["invalid", "fake", "not", "none", "无效", "非", "ip", "mac", "web", "url", "网"];

pub(super) fn kind_of(name: &str) -> Option<Kind> {
    let tag = ["B-", "I-", "E-", "S-"].iter().find_map(|head| name.strip_prefix(head)).unwrap_or(name);
    let plain: String = tag.to_lowercase().chars().filter(|c| !matches!(c, ' ' | '-' | '_')).collect();
    if NOT.iter().any(|word| plain.starts_with(word) || plain.ends_with("invalid")) {
        return None;
    }
    let exact = ALIASES.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(kind, _)| *kind);
    let part = || PARTS.iter().find(|(part, _)| plain.chars().count() <= 24 && plain.contains(part)).map(|(_, kind)| *kind);
    exact.or_else(part)
}
