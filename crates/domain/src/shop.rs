//! Where people work: the organisation, its shops and departments.

use crate::ctx::{Ctx, Made};
use crate::edit::Edit;
use crate::id::Id;
use crate::record::difference;
use crate::refusal::{Refusal, Verdict};
use crate::text::{Label, NAME_MAX, REMARK_MAX, line, narrow, required_line};

crate::record! {
    pub struct Organisation of organisation {
        name: String,
        settings: std::collections::BTreeMap<String, String>,
    }
}

crate::record! {
    pub struct Shop of shop {
        /// Short code at the front of ticket numbers, e.g. `HZ02`. Never changes.
        code: String,
        name: String,
        address: String,
        phone: String,
        /// Minutes east of UTC: 480 in China.
        utc_offset_min: i64,
        calendar: Option<crate::id::Id>,
        closed: bool,
    }
}

crate::record! {
    pub struct Department of department {
        name: String,
        shop: Option<crate::id::Id>,
        lead: Option<crate::id::Id>,
        archived: bool,
    }
}

/// A shop's code in its one form: 2 to 6 capital letters and digits.
pub fn code(text: &str) -> Verdict<String> {
    let code = narrow(text).trim().to_uppercase();
    if (2..=6).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        return Ok(code);
    }
    Err(Refusal::new("shop.code", "门店代号要 2 到 6 位大写字母或数字，像 HZ02", "A shop code has 2 to 6 capital letters or digits, like HZ02"))
}

/// What a shop shall be; the whole of it.
#[derive(Clone, Debug)]
pub struct ShopChange {
    /// Only for a new shop: it stands in ticket numbers.
    pub code: String,
    pub name: String,
    pub address: String,
    pub phone: String,
    /// Minutes east of UTC.
    pub utc_offset_min: i64,
    pub calendar: Option<Id>,
    pub closed: bool,
}

/// China's offset from UTC in minutes.
pub const CHINA_OFFSET_MIN: i64 = 480;

/// Makes a shop or changes one; `shops` are all there are.
pub fn save(existing: Option<&Shop>, change: ShopChange, shops: &[Shop], ctx: &mut Ctx<'_>) -> Verdict<Made> {
    let code = match existing {
        Some(shop) => kept_code(shop, &change.code)?,
        None => free_code(&change.code, shops)?,
    };
    if !(-720..=840).contains(&change.utc_offset_min) {
        return Err(Refusal::new(
            "shop.offset",
            "时差要在 -12 到 +14 小时之间，国内是 +8",
            "The offset from UTC lies between -12 and +14 hours; China is +8",
        ));
    }
    let next = Shop {
        id: existing.map_or_else(|| ctx.id(), |shop| shop.id),
        code,
        name: required_line(Label::new("门店名称", "Shop name"), &change.name, NAME_MAX)?,
        address: line(Label::new("地址", "Address"), &change.address, REMARK_MAX)?,
        // A shop prints its number as it likes: 400 numbers, extensions.
        phone: line(Label::new("电话", "Phone"), &change.phone, NAME_MAX)?,
        utc_offset_min: change.utc_offset_min,
        calendar: change.calendar,
        closed: change.closed,
    };
    Ok(Made { id: next.id, edits: difference(existing, &next) })
}

fn kept_code(shop: &Shop, text: &str) -> Verdict<String> {
    if text.trim().is_empty() || code(text).is_ok_and(|code| code == shop.code) {
        return Ok(shop.code.clone());
    }
    Err(Refusal::new(
        "shop.code_fixed",
        format!("门店代号 {} 已经印在工单号里，改不了", shop.code),
        format!("The code {} stands in ticket numbers and cannot change", shop.code),
    ))
}

fn free_code(text: &str, shops: &[Shop]) -> Verdict<String> {
    let code = code(text)?;
    match shops.iter().find(|shop| shop.code == code) {
        None => Ok(code),
        Some(other) => Err(Refusal::new(
            "shop.code_taken",
            format!("{code} 是「{}」的代号，换一个", other.name),
            format!("{code} is the code of “{}”. Choose another", other.name),
        )),
    }
}

/// What a department shall be; the whole of it.
#[derive(Clone, Debug, Default)]
pub struct DepartmentChange {
    pub name: String,
    pub shop: Option<Id>,
    pub lead: Option<Id>,
    pub archived: bool,
}

/// Makes a department or changes one; a name stands once within its shop.
pub fn save_department(existing: Option<&Department>, change: DepartmentChange, departments: &[Department], ctx: &mut Ctx<'_>) -> Verdict<Made> {
    let name = required_line(Label::new("部门名称", "Department name"), &change.name, NAME_MAX)?;
    let id = existing.map_or_else(|| ctx.id(), |department| department.id);
    let DepartmentChange { shop, lead, archived, .. } = change;
    if !archived && departments.iter().any(|other| other.id != id && !other.archived && other.shop == shop && other.name == name) {
        return Err(Refusal::new(
            "department.name_taken",
            format!("这里已经有「{name}」，换个名字"),
            format!("There is a “{name}” here already. Choose another name"),
        ));
    }
    let next = Department { id, name, shop, lead, archived };
    Ok(Made { id, edits: difference(existing, &next) })
}

/// The organisation has one record, the same on every device.
pub const ORGANISATION: Id = Id::seed(1, 1);

/// Settings that the whole chain shares, with their bounds and what counts while nothing is set.
pub const SETTINGS: &[Setting] = &[
    Setting { key: "idle_lock_min", zh: "多久没动就锁屏（分钟）", en: "Lock after idle minutes", least: 1, most: 240, usual: 10 },
    Setting { key: "undo_send_ms", zh: "撤回时间（毫秒）", en: "Time to undo sending, in ms", least: 0, most: 30_000, usual: 5_000 },
    Setting {
        key: "password_days", zh: "密码多少天一换（0 为不换）", en: "Days until a password ages (0: never)", least: 0, most: 3_650, usual: 0
    },
];

#[derive(Clone, Copy, Debug)]
pub struct Setting {
    pub key: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    pub least: i64,
    pub most: i64,
    pub usual: i64,
}

impl Organisation {
    /// A setting's value; what usually counts when it is unset or unreadable, 0 for an unknown key.
    pub fn setting(&self, key: &str) -> i64 {
        let Some(setting) = SETTINGS.iter().find(|setting| setting.key == key) else { return 0 };
        let stored = self.settings.get(key).and_then(|text| text.parse().ok());
        stored.filter(|value| (setting.least..=setting.most).contains(value)).unwrap_or(setting.usual)
    }
}

/// Makes the organisation or changes its name and settings.
pub fn save_organisation(existing: Option<&Organisation>, name: &str, settings: &[(&str, i64)]) -> Verdict<Vec<Edit>> {
    let base = existing.cloned().unwrap_or(Organisation { id: ORGANISATION, name: String::new(), settings: Default::default() });
    let mut next = Organisation { name: required_line(Label::new("公司名称", "Organisation"), name, NAME_MAX)?, ..base };
    for (key, value) in settings {
        check_setting(key, *value)?;
        next.settings.insert((*key).to_owned(), value.to_string());
    }
    Ok(difference(existing, &next))
}

fn check_setting(key: &str, value: i64) -> Verdict<()> {
    let Some(setting) = SETTINGS.iter().find(|setting| setting.key == key) else {
        return Err(Refusal::new("organisation.setting", format!("没有「{key}」这项设置"), format!("There is no setting “{key}”")));
    };
    let Setting { zh, en, least, most, .. } = setting;
    if (*least..=*most).contains(&value) {
        return Ok(());
    }
    Err(Refusal::new(
        "organisation.setting_range",
        format!("「{zh}」要在 {least} 到 {most} 之间，现在是 {value}"),
        format!("“{en}” lies between {least} and {most}; this is {value}"),
    ))
}
