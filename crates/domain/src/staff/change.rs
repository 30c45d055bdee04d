//! Making and changing the people who work here.

use crate::ctx::{Ctx, Made};
use crate::edit::Edit;
use crate::id::Id;
use crate::permission::{Role, keep_an_administrator};
use crate::record::{changes, difference};
use crate::refusal::{Refusal, Verdict};
use crate::text::{Label, NAME_MAX, narrow, required_line};

use super::Staff;

/// What a person's entry shall be; the whole of it.
#[derive(Clone, Debug, Default)]
pub struct StaffChange {
    /// Only for a new person; an account never changes.
    pub account: String,
    pub name: String,
    /// May be empty.
    pub phone: String,
    pub roles: Vec<Id>,
    pub shops: Vec<Id>,
    pub departments: Vec<Id>,
    pub every_shop: bool,
    pub disabled: bool,
}

/// An account in its one form: lower case, 2 to 32 of letters, digits, dot, hyphen, underscore, a letter or digit first.
pub fn account(text: &str) -> Verdict<String> {
    let account = narrow(text).trim().to_lowercase();
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
    let begins = account.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
    if begins && (2..=32).contains(&account.len()) && account.bytes().all(plain) {
        return Ok(account);
    }
    Err(Refusal::new(
        "staff.account",
        "账号要 2 到 32 位小写字母、数字、点、短横或下划线，字母或数字开头",
        "An account has 2 to 32 small letters, digits, dots, hyphens or underscores and begins with a letter or digit",
    ))
}

/// Makes a person or changes one. `everyone` and `roles` are all there are: accounts are unique, and one
/// administrator always stays.
pub fn save(existing: Option<&Staff>, change: StaffChange, everyone: &[Staff], roles: &[Role], ctx: &mut Ctx<'_>) -> Verdict<Made> {
    let account = match existing {
        Some(person) => person.account.clone(),
        None => free_account(&change.account, everyone)?,
    };
    let base = existing.cloned().unwrap_or_else(|| blank(ctx.id(), account));
    let next = Staff {
        name: required_line(Label::new("姓名", "Name"), &change.name, NAME_MAX)?,
        phone: if change.phone.trim().is_empty() { String::new() } else { crate::customer::phone(&change.phone)? },
        roles: known_roles(&change.roles, roles)?,
        shops: texts(&change.shops),
        departments: texts(&change.departments),
        every_shop: change.every_shop,
        disabled: change.disabled,
        ..base
    };
    if next.disabled && ctx.actor == Some(next.id) {
        return Err(Refusal::new(
            "staff.self",
            "不能停用自己的账号，让别的管理员来",
            "You cannot disable your own account. Ask another administrator",
        ));
    }
    if let Some(person) = existing {
        let after: Vec<Staff> = everyone.iter().map(|other| if other.id == person.id { next.clone() } else { other.clone() }).collect();
        keep_an_administrator(everyone, roles, &after, roles)?;
    }
    Ok(Made { id: next.id, edits: difference(existing, &next) })
}

fn blank(id: Id, account: String) -> Staff {
    Staff {
        id,
        account,
        name: String::new(),
        phone: String::new(),
        roles: Vec::new(),
        shops: Vec::new(),
        departments: Vec::new(),
        disabled: false,
        password: None,
        pin: None,
        must_change_password: true,
        preferences: Default::default(),
        every_shop: false,
        password_at: 0,
    }
}

fn free_account(text: &str, everyone: &[Staff]) -> Verdict<String> {
    let account = account(text)?;
    match everyone.iter().find(|other| other.account == account) {
        None => Ok(account),
        Some(other) => Err(Refusal::new(
            "staff.account_taken",
            format!("账号「{account}」是「{}」的，换一个", other.name),
            format!("The account “{account}” belongs to {}. Choose another", other.name),
        )),
    }
}

fn known_roles(ids: &[Id], roles: &[Role]) -> Verdict<Vec<String>> {
    let usable = |id: &Id| roles.iter().any(|role| role.id == *id && !role.archived);
    if ids.iter().all(usable) {
        return Ok(texts(ids));
    }
    Err(Refusal::new("staff.role_unknown", "有个角色已经停用，重新选角色", "One of the roles is no longer in use. Choose the roles again"))
}

fn texts(ids: &[Id]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for text in ids.iter().map(Id::to_string) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// Stores a password's hash. `must_change` is for one that somebody else has seen.
pub fn set_password(staff: &Staff, hash: String, must_change: bool, ctx: &Ctx<'_>) -> Vec<Edit> {
    changes(staff, &Staff { password: Some(hash), must_change_password: must_change, password_at: ctx.now, ..staff.clone() })
}

/// Stores a PIN's hash, or takes the PIN away.
pub fn set_pin(staff: &Staff, hash: Option<String>) -> Vec<Edit> {
    changes(staff, &Staff { pin: hash, ..staff.clone() })
}
