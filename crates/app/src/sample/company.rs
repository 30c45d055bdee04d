//! The organisation: shops, departments and the people in them, all there since the first day.

use std::collections::BTreeMap;

use domain::edit::Edit;
use domain::field;
use domain::permission::{BUILTIN_ROLES, Role};
use domain::shop::{CHINA_OFFSET_MIN, DepartmentChange, ShopChange};
use domain::sla::{Calendar, SlaPolicy, Terms};
use domain::staff::{Staff, StaffChange};
use domain::{Id, Lang, Millis};

use super::data::{Company, StaffData};
use super::ledger::Ledger;
use crate::error::Error;

const LANG: Lang = Lang::Zh;
const SHOP_MANAGER: u8 = 2;

pub struct Place {
    pub id: Id,
    pub code: String,
    pub name: String,
    pub city: String,
    pub phone: String,
    pub weight: u64,
    /// Place of the shop that goods are fetched from.
    pub near: usize,
    pub manager: usize,
    pub clerks: Vec<usize>,
}

pub struct Person {
    pub id: Id,
    pub account: String,
    pub name: String,
    pub shop: Option<usize>,
    pub department: Option<String>,
}

/// The chain as the other parts of the sample know it.
pub struct Chain {
    pub places: Vec<Place>,
    pub people: Vec<Person>,
    pub departments: BTreeMap<String, Id>,
    /// What tickets promise.
    pub terms: Terms,
    /// What conversations promise.
    pub talk_terms: Terms,
}

impl Chain {
    pub fn person(&self, account: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.account == account)
    }

    pub fn place(&self, code: &str) -> Option<usize> {
        self.places.iter().position(|place| place.code == code)
    }

    /// Places of a department's people.
    pub fn members(&self, department: &str) -> Vec<usize> {
        (0..self.people.len()).filter(|place| self.people[*place].department.as_deref() == Some(department)).collect()
    }

    /// People who are named in a text as `@name`.
    pub fn named(&self, text: &str) -> Vec<Id> {
        if !text.contains('@') {
            return Vec::new();
        }
        self.people.iter().filter(|person| text.contains(&format!("@{}", person.name))).map(|person| person.id).collect()
    }
}

pub fn found(company: &Company, at: Millis, ledger: &mut Ledger) -> Result<Chain, Error> {
    ledger.note(0, None, [domain::permission::seeds(LANG), domain::sla::seeds(LANG)].concat());
    ledger.note(at, None, domain::shop::save_organisation(None, &company.organisation, &[])?);
    let shops = shops(company, at, ledger)?;
    let departments = departments(company, &shops, at, ledger)?;
    let people = people(company, &shops, &departments, at, ledger)?;
    leads(company, &departments, &people, at, ledger);
    let calendar = Calendar::standard(LANG);
    let terms = |policy| Terms::new(policy, &calendar, CHINA_OFFSET_MIN);
    Ok(Chain {
        places: places(company, &shops, &people),
        people,
        departments,
        terms: terms(SlaPolicy::standard(LANG)),
        talk_terms: terms(SlaPolicy::conversations(LANG)),
    })
}

fn shops(company: &Company, at: Millis, ledger: &mut Ledger) -> Result<BTreeMap<String, Id>, Error> {
    let mut shops = BTreeMap::new();
    for shop in &company.shops {
        let change = ShopChange {
            code: shop.code.clone(),
            name: shop.name.clone(),
            address: shop.address.clone(),
            phone: shop.phone.clone(),
            utc_offset_min: CHINA_OFFSET_MIN,
            calendar: None,
            closed: false,
        };
        shops.insert(shop.code.clone(), ledger.make(at, None, |ctx| domain::shop::save(None, change, &[], ctx))?);
    }
    Ok(shops)
}

/// Head office's departments, and 「门店」 in every shop.
fn departments(company: &Company, shops: &BTreeMap<String, Id>, at: Millis, ledger: &mut Ledger) -> Result<BTreeMap<String, Id>, Error> {
    let mut departments = BTreeMap::new();
    for department in &company.departments {
        let change = DepartmentChange { name: department.name.clone(), ..DepartmentChange::default() };
        departments.insert(department.name.clone(), ledger.make(at, None, |ctx| domain::shop::save_department(None, change, &[], ctx))?);
    }
    for (code, shop) in shops {
        let change = DepartmentChange { name: "门店".to_owned(), shop: Some(*shop), ..DepartmentChange::default() };
        departments.insert(code.clone(), ledger.make(at, None, |ctx| domain::shop::save_department(None, change, &[], ctx))?);
    }
    Ok(departments)
}

fn people(
    company: &Company,
    shops: &BTreeMap<String, Id>,
    departments: &BTreeMap<String, Id>,
    at: Millis,
    ledger: &mut Ledger,
) -> Result<Vec<Person>, Error> {
    let roles = roles();
    let mut people = Vec::new();
    for data in &company.staff {
        let id = person(data, shops, departments, &roles, at, ledger)?;
        people.push(Person {
            id,
            account: data.account.clone(),
            name: data.name.clone(),
            shop: data.shop.as_ref().and_then(|code| company.shops.iter().position(|shop| shop.code == *code)),
            department: data.department.clone(),
        });
    }
    Ok(people)
}

fn person(
    data: &StaffData,
    shops: &BTreeMap<String, Id>,
    departments: &BTreeMap<String, Id>,
    roles: &[Role],
    at: Millis,
    ledger: &mut Ledger,
) -> Result<Id, Error> {
    let works_in = |name: &Option<String>| name.iter().filter_map(|name| departments.get(name)).copied().collect::<Vec<_>>();
    let change = StaffChange {
        account: data.account.clone(),
        name: data.name.clone(),
        roles: roles
            .iter()
            .filter(|role| role.id == domain::permission::BUILTIN_ROLES[usize::from(data.role) - 1].id())
            .map(|role| role.id)
            .collect(),
        shops: match &data.shop {
            Some(code) => shops.get(code).into_iter().copied().collect(),
            None => shops.values().copied().collect(),
        },
        departments: [works_in(&data.department), works_in(&data.shop)].concat(),
        every_shop: data.shop.is_none(),
        ..StaffChange::default()
    };
    ledger.make(at, None, |ctx| domain::staff::save(None, change, &[] as &[Staff], roles, ctx))
}

fn leads(company: &Company, departments: &BTreeMap<String, Id>, people: &[Person], at: Millis, ledger: &mut Ledger) {
    for data in &company.departments {
        let lead = people.iter().find(|person| person.account == data.lead);
        if let (Some(department), Some(lead)) = (departments.get(&data.name), lead) {
            ledger.note(at, None, vec![Edit::set(*department, field::department::lead, lead.id)]);
        }
    }
}

fn roles() -> Vec<Role> {
    let role = |builtin: &domain::permission::BuiltinRole| Role {
        id: builtin.id(),
        name: builtin.name_zh.to_owned(),
        permissions: Vec::new(),
        builtin: true,
        archived: false,
    };
    BUILTIN_ROLES.iter().map(role).collect()
}

fn places(company: &Company, shops: &BTreeMap<String, Id>, people: &[Person]) -> Vec<Place> {
    let in_shop = |place: usize, manages: bool| {
        let role = move |at: &usize| people[*at].shop == Some(place) && (company.staff[*at].role == SHOP_MANAGER) == manages;
        (0..people.len()).filter(role).collect::<Vec<_>>()
    };
    let place = |(at, shop): (usize, &super::data::ShopData)| Place {
        id: shops[&shop.code],
        code: shop.code.clone(),
        name: shop.name.clone(),
        city: shop.city.clone(),
        phone: shop.phone.clone(),
        weight: shop.weight,
        near: company.shops.iter().position(|other| other.code == shop.near).unwrap_or(at),
        manager: in_shop(at, true).first().copied().unwrap_or_default(),
        clerks: in_shop(at, false),
    };
    company.shops.iter().enumerate().map(place).collect()
}
