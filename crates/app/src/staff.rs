//! People, roles, and what an administrator does with them.

use domain::audit::AuditAction;
use domain::customer::IdentityKind;
use domain::permission::{Permission, Role, RoleChange};
use domain::shop::Shop;
use domain::staff::{Staff, StaffChange};
use domain::{Id, Noun};

use crate::audit::Trace;
use crate::desk::{Caller, Desk};
use crate::error::Error;
use crate::shape::{ById, Created, Nothing, ShopCard, StaffCard};
use crate::{secrets, session, shapes};

shapes! {
    pub struct StaffRow {
        card: StaffCard,
        /// Masked.
        phone: String,
        roles: Vec<Id>,
        role_names: Vec<String>,
        shops: Vec<ShopCard>,
        departments: Vec<Id>,
        every_shop: bool,
        disabled: bool,
        has_password: bool,
        has_pin: bool,
        locked_until: Option<i64>,
        last_sign_in: Option<i64>,
    }

    pub struct SaveStaff {
        /// None makes a new person.
        id: Option<Id>,
        account: String,
        name: String,
        #[serde(default)]
        phone: String,
        roles: Vec<Id>,
        shops: Vec<Id>,
        #[serde(default)]
        departments: Vec<Id>,
        #[serde(default)]
        every_shop: bool,
        #[serde(default)]
        disabled: bool,
    }

    /// A one-time password that must be changed at the first sign-in. Shown once.
    pub struct OneTimePassword { id: Id, password: String }

    pub struct RoleRow { id: Id, name: String, permissions: Vec<Permission>, builtin: bool, people: i64 }

    pub struct SaveRole { id: Option<Id>, name: String, permissions: Vec<Permission> }
}

pub(crate) async fn cards(desk: &Desk, _: &Caller, _: Nothing) -> Result<Vec<StaffCard>, Error> {
    let mut people: Vec<Staff> = desk.store().all().await?;
    people.retain(|person| !person.disabled);
    people.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(people.iter().map(StaffCard::from).collect())
}

pub(crate) async fn list(desk: &Desk, _: &Caller, _: Nothing) -> Result<Vec<StaffRow>, Error> {
    let people: Vec<Staff> = desk.store().all().await?;
    let roles: Vec<Role> = desk.store().all().await?;
    let shops: Vec<Shop> = desk.store().all().await?;
    let mut rows = Vec::with_capacity(people.len());
    for person in &people {
        rows.push(row(desk, person, &roles, &shops).await?);
    }
    Ok(rows)
}

async fn row(desk: &Desk, person: &Staff, roles: &[Role], shops: &[Shop]) -> Result<StaffRow, Error> {
    let held = person.role_ids();
    let worked = person.shop_ids();
    Ok(StaffRow {
        card: StaffCard::from(person),
        phone: if person.phone.is_empty() { String::new() } else { domain::customer::mask(IdentityKind::Phone, &person.phone) },
        role_names: roles.iter().filter(|role| held.contains(&role.id)).map(|role| role.name.clone()).collect(),
        roles: held,
        shops: shops.iter().filter(|shop| worked.contains(&shop.id)).map(ShopCard::from).collect(),
        departments: person.departments.iter().filter_map(|text| text.parse().ok()).collect(),
        every_shop: person.every_shop,
        disabled: person.disabled,
        has_password: person.password.is_some(),
        has_pin: person.pin.is_some(),
        locked_until: session::locked_until(desk, &person.account).await?,
        last_sign_in: desk.store().last_sign_in(&person.account).await?,
    })
}

pub(crate) async fn save(desk: &Desk, caller: &Caller, input: SaveStaff) -> Result<Created, Error> {
    let mut pen = desk.pen(caller).await?;
    let everyone: Vec<Staff> = desk.store().all().await?;
    let roles: Vec<Role> = desk.store().all().await?;
    let existing = found(&everyone, input.id)?;
    let change = StaffChange {
        account: input.account,
        name: input.name,
        phone: kept_phone(existing, input.phone),
        roles: input.roles,
        shops: input.shops,
        departments: input.departments,
        every_shop: input.every_shop,
        disabled: input.disabled,
    };
    let made = pen.decide(|ctx| domain::staff::save(existing, change, &everyone, &roles, ctx))?;
    pen.commit(made.edits).await?;
    if input.disabled {
        desk.sessions().end_all_of(made.id);
    }
    Ok(Created { id: made.id })
}

/// A form shows the phone masked; sent back masked it means "as it was".
fn kept_phone(existing: Option<&Staff>, typed: String) -> String {
    match existing {
        Some(person) if typed.contains('*') => person.phone.clone(),
        _ => typed,
    }
}

fn found(everyone: &[Staff], id: Option<Id>) -> Result<Option<&Staff>, Error> {
    let Some(id) = id else { return Ok(None) };
    everyone.iter().find(|person| person.id == id).map(Some).ok_or_else(|| Error::not_found("位同事", "person"))
}

pub(crate) async fn reset_password(desk: &Desk, caller: &Caller, input: ById) -> Result<OneTimePassword, Error> {
    let mut pen = desk.pen(caller).await?;
    let person: Staff = desk.store().get(input.id).await?.ok_or_else(|| Error::not_found("位同事", "person"))?;
    let password = one_time_password();
    let hash = session::hashed(password.clone()).await?;
    let mut edits = pen.decide(|ctx| Ok(domain::staff::set_password(&person, hash, true, ctx)))?;
    // The new password also ends a lock-out: the trail shows a sign-in that was made possible again.
    let trace = Trace {
        account: Some(person.account.clone()),
        ..Trace::by(caller.who()?, AuditAction::Unlock, Some((Noun::Staff, person.id)), "reset_password")
    };
    edits.extend(trace.edits(desk));
    pen.commit(edits).await?;
    desk.sessions().end_all_of(person.id);
    Ok(OneTimePassword { id: person.id, password })
}

/// Letters and digits that cannot be mistaken for each other; about 80 bits.
pub fn one_time_password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyzACDEFHJKM";
    let letters: String = secrets::random::<14>().iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    let digits: String = secrets::random::<3>().iter().map(|byte| char::from(b'2' + byte % 8)).collect();
    format!("{}-{}-{}{}", &letters[..5], &letters[5..10], &letters[10..], digits) + "Q"
}

pub(crate) async fn roles(desk: &Desk, _: &Caller, _: Nothing) -> Result<Vec<RoleRow>, Error> {
    let roles: Vec<Role> = desk.store().all().await?;
    let people: Vec<Staff> = desk.store().all().await?;
    let count = |role: &Role| people.iter().filter(|person| !person.disabled && person.role_ids().contains(&role.id)).count() as i64;
    let row = |role: &Role| RoleRow {
        id: role.id,
        name: role.name.clone(),
        permissions: role.permissions.iter().filter_map(|tag| Permission::from_tag(tag)).collect(),
        builtin: role.builtin,
        people: count(role),
    };
    Ok(roles.iter().filter(|role| !role.archived).map(row).collect())
}

pub(crate) async fn save_role(desk: &Desk, caller: &Caller, input: SaveRole) -> Result<Created, Error> {
    let mut pen = desk.pen(caller).await?;
    let roles: Vec<Role> = desk.store().all().await?;
    let people: Vec<Staff> = desk.store().all().await?;
    let existing = match input.id {
        None => None,
        Some(id) => Some(roles.iter().find(|role| role.id == id).ok_or_else(|| Error::not_found("个角色", "role"))?),
    };
    let change = RoleChange { name: input.name, permissions: input.permissions, archived: false };
    let made = pen.decide(|ctx| domain::permission::save_role(existing, change, &people, &roles, ctx))?;
    pen.commit(made.edits).await?;
    Ok(Created { id: made.id })
}
