//! Personal data with its middle hidden: enough to recognise a person one knows, too little to call a stranger.
//!
//! A mask never has the length of what it hides, so it cannot be counted back.

use crate::text::narrow;

use super::{Identity, IdentityKind};

const STARS: &str = "****";

/// Masks one identity's value.
pub fn mask(kind: IdentityKind, value: &str) -> String {
    match kind {
        IdentityKind::Phone => mask_phone(value),
        IdentityKind::Member => tail(value, 4),
        IdentityKind::Email => mask_email(value),
        IdentityKind::Wecom | IdentityKind::Wechat | IdentityKind::App | IdentityKind::Web => ends(value),
    }
}

/// Masks a stored `kind:value`; a text that is no identity is hidden whole.
pub fn mask_identity(stored: &str) -> String {
    Identity::parse(stored).map_or_else(|| STARS.to_owned(), |identity| mask(identity.kind, &identity.value))
}

/// `138****5678`, `0571****6666`, `+852****4567`.
fn mask_phone(value: &str) -> String {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    if digits < 10 || !value.is_ascii() {
        return tail(value, 2);
    }
    let head = match value.as_bytes() {
        [b'+', ..] => 4,
        [b'0', second, ..] if !matches!(second, b'1' | b'2') => 4,
        _ => 3,
    };
    format!("{}{STARS}{}", &value[..head], &value[value.len() - 4..])
}

/// The last `keep` characters, and never more than half of them.
fn tail(value: &str, keep: usize) -> String {
    let chars: Vec<char> = value.chars().collect();
    let keep = keep.min(chars.len() / 2);
    format!("{STARS}{}", chars[chars.len() - keep..].iter().collect::<String>())
}

fn ends(value: &str) -> String {
    let chars: Vec<char> = value.chars().collect();
    if chars.len() < 8 {
        return STARS.to_owned();
    }
    let part = |chars: &[char]| chars.iter().collect::<String>();
    format!("{}{STARS}{}", part(&chars[..2]), part(&chars[chars.len() - 2..]))
}

fn mask_email(value: &str) -> String {
    match value.split_once('@') {
        Some((name, host)) => format!("{}***@{host}", name.chars().next().unwrap_or('*')),
        None => STARS.to_owned(),
    }
}

/// Keeps province, city and district: `浙江省杭州市西湖区****`. An address that names none is hidden whole.
pub fn mask_address(address: &str) -> String {
    let chars: Vec<char> = address.chars().collect();
    let district = (1..chars.len()).find(|at| is_district(&chars, *at));
    let city = || (1..chars.len()).take(12).find(|at| chars[*at] == '市');
    match district.filter(|at| *at < 16).or_else(city) {
        Some(at) => format!("{}{STARS}", chars[..=at].iter().collect::<String>()),
        None => STARS.to_owned(),
    }
}

/// 区, 县 and 旗 name a district, but not in 小区, 社区, 园区, 校区, 厂区, 景区 and the like.
fn is_district(chars: &[char], at: usize) -> bool {
    let estate = ['小', '社', '园', '校', '厂', '景', '库', '住', '生', '商', '街', '营'];
    match chars[at] {
        '区' => !estate.contains(&chars[at - 1]),
        '县' | '旗' => true,
        _ => false,
    }
}

/// The year only.
pub fn mask_birthday(birthday: &str) -> String {
    let year: String = narrow(birthday).chars().take(4).collect();
    if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) { year } else { STARS.to_owned() }
}
