//! The organisation, shops and departments.

use domain::Id;
use domain::shop::{CHINA_OFFSET_MIN, Department, DepartmentChange, Shop, ShopChange};
use domain::staff::Staff;

use crate::desk::{Caller, Desk};
use crate::error::Error;
use crate::shape::{Created, Nothing};
use crate::{session, shapes};

shapes! {
    pub struct OrganisationView { name: String, idle_lock_min: i64, undo_send_ms: i64, password_days: i64 }

    pub struct SaveOrganisation { name: String, idle_lock_min: i64, undo_send_ms: i64, password_days: i64 }

    pub struct ShopRow { id: Id, code: String, name: String, address: String, phone: String, utc_offset_min: i64, calendar: Option<Id>, closed: bool, people: i64 }

    pub struct SaveShop {
        id: Option<Id>,
        code: String,
        name: String,
        #[serde(default)]
        address: String,
        #[serde(default)]
        phone: String,
        calendar: Option<Id>,
        #[serde(default)]
        closed: bool,
    }

    pub struct DepartmentRow { id: Id, name: String, shop: Option<Id>, lead: Option<Id>, archived: bool, people: i64 }

    pub struct SaveDepartment { id: Option<Id>, name: String, shop: Option<Id>, lead: Option<Id>, #[serde(default)] archived: bool }
}

pub(crate) async fn organisation(desk: &Desk, _: &Caller, _: Nothing) -> Result<OrganisationView, Error> {
    let organisation = session::organisation(desk).await?;
    Ok(OrganisationView {
        idle_lock_min: organisation.setting("idle_lock_min"),
        undo_send_ms: organisation.setting("undo_send_ms"),
        password_days: organisation.setting("password_days"),
        name: organisation.name,
    })
}

pub(crate) async fn save_organisation(desk: &Desk, caller: &Caller, input: SaveOrganisation) -> Result<Nothing, Error> {
    let mut pen = desk.pen(caller).await?;
    let existing = session::organisation(desk).await?;
    let settings = [("idle_lock_min", input.idle_lock_min), ("undo_send_ms", input.undo_send_ms), ("password_days", input.password_days)];
    pen.commit(domain::shop::save_organisation(Some(&existing), &input.name, &settings)?).await?;
    Ok(Nothing {})
}

pub(crate) async fn list(desk: &Desk, caller: &Caller, _: Nothing) -> Result<Vec<ShopRow>, Error> {
    let scope = &caller.who()?.scope;
    let people: Vec<Staff> = desk.store().all().await?;
    let mut shops: Vec<Shop> = desk.store().all().await?;
    shops.retain(|shop| scope.covers(Some(shop.id)));
    shops.sort_by(|a, b| a.code.cmp(&b.code));
    let count = |id: Id| people.iter().filter(|person| !person.disabled && person.shop_ids().contains(&id)).count() as i64;
    let row = |shop: Shop| ShopRow {
        people: count(shop.id),
        id: shop.id,
        code: shop.code,
        name: shop.name,
        address: shop.address,
        phone: shop.phone,
        utc_offset_min: shop.utc_offset_min,
        calendar: shop.calendar,
        closed: shop.closed,
    };
    Ok(shops.into_iter().map(row).collect())
}

pub(crate) async fn save(desk: &Desk, caller: &Caller, input: SaveShop) -> Result<Created, Error> {
    let mut pen = desk.pen(caller).await?;
    let shops: Vec<Shop> = desk.store().all().await?;
    let existing = match input.id {
        None => None,
        Some(id) => Some(shops.iter().find(|shop| shop.id == id).ok_or_else(|| Error::not_found("家店", "shop"))?),
    };
    let change = ShopChange {
        code: input.code,
        name: input.name,
        address: input.address,
        phone: input.phone,
        utc_offset_min: existing.map_or(CHINA_OFFSET_MIN, |shop| shop.utc_offset_min),
        calendar: input.calendar,
        closed: input.closed,
    };
    let made = pen.decide(|ctx| domain::shop::save(existing, change, &shops, ctx))?;
    pen.commit(made.edits).await?;
    Ok(Created { id: made.id })
}

pub(crate) async fn departments(desk: &Desk, _: &Caller, _: Nothing) -> Result<Vec<DepartmentRow>, Error> {
    let people: Vec<Staff> = desk.store().all().await?;
    let departments: Vec<Department> = desk.store().all().await?;
    let count = |id: Id| people.iter().filter(|person| !person.disabled && person.departments.contains(&id.to_string())).count() as i64;
    let row = |department: Department| DepartmentRow {
        people: count(department.id),
        id: department.id,
        name: department.name,
        shop: department.shop,
        lead: department.lead,
        archived: department.archived,
    };
    Ok(departments.into_iter().map(row).collect())
}

pub(crate) async fn save_department(desk: &Desk, caller: &Caller, input: SaveDepartment) -> Result<Created, Error> {
    let mut pen = desk.pen(caller).await?;
    let departments: Vec<Department> = desk.store().all().await?;
    let existing = match input.id {
        None => None,
        Some(id) => Some(departments.iter().find(|department| department.id == id).ok_or_else(|| Error::not_found("个部门", "department"))?),
    };
    let change = DepartmentChange { name: input.name, shop: input.shop, lead: input.lead, archived: input.archived };
    let made = pen.decide(|ctx| domain::shop::save_department(existing, change, &departments, ctx))?;
    pen.commit(made.edits).await?;
    Ok(Created { id: made.id })
}
