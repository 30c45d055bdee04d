//! How scopes and devices are written by a person, and back.

use domain::Id;
use domain::scope::Scope;
use sync::DeviceId;

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misspelt {
    #[error("`{0}` is no scope: write policy, knowledge, head-office, shop:ID or department:ID")]
    Scope(String),
    #[error("`{0}` is no device: write its 16 hexadecimal digits, as `zg-hub devices` lists them")]
    Device(String),
}

pub fn scope(text: &str) -> Result<Scope, Misspelt> {
    let misspelt = || Misspelt::Scope(text.to_owned());
    let id = |text: &str| text.parse::<Id>().map_err(|_| misspelt());
    match (text, text.split_once(':')) {
        ("policy", _) => Ok(Scope::Policy),
        ("knowledge", _) => Ok(Scope::Knowledge),
        ("head-office", _) => Ok(Scope::HeadOffice),
        (_, Some(("shop", of))) => id(of).map(Scope::Shop),
        (_, Some(("department", of))) => id(of).map(Scope::Department),
        _ => Err(misspelt()),
    }
}

pub fn spelled(scope: Scope) -> String {
    match scope {
        Scope::Policy => "policy".to_owned(),
        Scope::Knowledge => "knowledge".to_owned(),
        Scope::HeadOffice => "head-office".to_owned(),
        Scope::Shop(id) => format!("shop:{id}"),
        Scope::Department(id) => format!("department:{id}"),
    }
}

/// The highest bit is nobody's: databases count with a sign.
pub fn device(text: &str) -> Result<DeviceId, Misspelt> {
    let is_spelt = text.len() == 16 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
    let number = i64::from_str_radix(text, 16).ok().filter(|number| is_spelt && *number > 0);
    number.map(|number| DeviceId(number as u64)).ok_or_else(|| Misspelt::Device(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_comes_back_from_its_spelling() {
        for found in [Scope::Policy, Scope::Shop(Id([1; 16])), Scope::Department(Id([2; 16])), Scope::Knowledge, Scope::HeadOffice] {
            assert_eq!(scope(&spelled(found)), Ok(found));
        }
        assert_eq!(
            scope("shop:here").map_err(|misspelt| misspelt.to_string()).err().as_deref().map(|said| &said[..24]),
            Some("`shop:here` is no scope:")
        );
    }

    #[test]
    fn a_device_is_written_as_it_is_listed() {
        let name = DeviceId(0x0123_4567_89ab_cdef);
        assert_eq!(device(&name.to_string()), Ok(name));
        for wrong in ["", "12", "ffffffffffffffff", "0000000000000000", "+123456789abcdef"] {
            assert_eq!(device(wrong), Err(Misspelt::Device(wrong.to_owned())));
        }
    }
}
