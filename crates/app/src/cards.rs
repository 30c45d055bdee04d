//! Cards of many records at once, so that a page of rows costs a few reads and not a few per row.

use std::collections::BTreeMap;

use domain::Id;
use domain::customer::Customer;
use domain::shop::{Department, Shop};
use domain::staff::Staff;

use crate::desk::Desk;
use crate::error::Error;
use crate::shape::{CustomerCard, ShopCard, StaffCard};

pub(crate) async fn staff(desk: &Desk, ids: impl IntoIterator<Item = Id>) -> Result<BTreeMap<Id, StaffCard>, Error> {
    let ids: Vec<Id> = ids.into_iter().collect();
    Ok(desk.store().get_many::<Staff>(&ids).await?.iter().map(|person| (person.id, StaffCard::from(person))).collect())
}

pub(crate) async fn shops(desk: &Desk, ids: impl IntoIterator<Item = Id>) -> Result<BTreeMap<Id, ShopCard>, Error> {
    let ids: Vec<Id> = ids.into_iter().collect();
    Ok(desk.store().get_many::<Shop>(&ids).await?.iter().map(|shop| (shop.id, ShopCard::from(shop))).collect())
}

pub(crate) async fn departments(desk: &Desk, ids: impl IntoIterator<Item = Id>) -> Result<BTreeMap<Id, String>, Error> {
    let ids: Vec<Id> = ids.into_iter().collect();
    Ok(desk.store().get_many::<Department>(&ids).await?.into_iter().map(|department| (department.id, department.name)).collect())
}

pub(crate) async fn customers(desk: &Desk, ids: impl IntoIterator<Item = Id>) -> Result<BTreeMap<Id, CustomerCard>, Error> {
    let ids: Vec<Id> = ids.into_iter().collect();
    Ok(desk.store().get_many::<Customer>(&ids).await?.iter().map(|customer| (customer.id, CustomerCard::from(customer))).collect())
}

impl From<&Customer> for CustomerCard {
    fn from(customer: &Customer) -> Self {
        let known_as =
            |kind: &str| customer.identities.iter().find(|stored| stored.starts_with(kind)).map(|stored| domain::customer::mask_identity(stored));
        CustomerCard {
            id: customer.id,
            name: customer.name.clone(),
            tier: customer.tier,
            phone: known_as("phone:"),
            member_no: known_as("member:"),
            tags: customer.tags.clone(),
        }
    }
}
