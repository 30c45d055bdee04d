//! Two thousand customers: names as common as they are in the country, numbers that nobody was given.

use std::collections::BTreeMap;

use domain::customer::{Customer, CustomerUndo, Tier};
use domain::time::{DAY, MINUTE};
use domain::{Id, Millis, record};

use super::chance::Chance;
use super::company::Chain;
use super::data::{Data, LiveCustomer, Names};
use super::days::Days;
use super::ledger::Ledger;

pub const COUNT: usize = 2_000;
/// Mobile prefixes that no carrier hands out.
const PREFIXES: [&str; 8] = ["154", "160", "161", "163", "168", "169", "179", "194"];
/// Weight of regular, silver, gold and black.
const TIERS: [(Tier, &str, u64); 4] =
    [(Tier::Regular, "普通会员", 62), (Tier::Silver, "银卡", 24), (Tier::Gold, "金卡", 11), (Tier::Black, "黑卡", 3)];

/// A customer as the scenes know them.
pub struct Client {
    pub id: Id,
    pub name: String,
    /// 「王女士」.
    pub sir: String,
    /// Last four digits of the phone number.
    pub tail: String,
    pub place: usize,
    pub tier: &'static str,
    pub points: i64,
    pub address: String,
    pub foreign: bool,
}

struct Draft {
    name: String,
    surname: String,
    gender: &'static str,
    foreign: bool,
    tier: usize,
    place: usize,
}

/// Writes the customers of open conversations first, in their order, then everybody else.
pub fn write(data: &Data, chain: &Chain, days: &Days, ledger: &mut Ledger) -> Vec<Client> {
    let mut chance = Chance::of("customers");
    let surnames = surnames(&data.names);
    let mut clients = Vec::with_capacity(COUNT);
    for talk in &data.live {
        let place = chain.place(&talk.shop).unwrap_or_default();
        let draft = known(&talk.customer, place, &mut chance);
        clients.push(client(draft, Some(&talk.customer), clients.len(), data, chain, days, &mut chance, ledger));
    }
    while clients.len() < COUNT {
        let place = chance.weighted(chain.places.iter().map(|place| place.weight));
        let foreign = data.names.foreign.get(COUNT - 1 - clients.len());
        let draft = drawn(&data.names, &surnames, foreign, place, &mut chance);
        clients.push(client(draft, None, clients.len(), data, chain, days, &mut chance, ledger));
    }
    clients
}

fn surnames(names: &Names) -> Vec<(String, u64)> {
    let pair = |text: &String| text.split_once(' ').map(|(name, weight)| (name.to_owned(), weight.parse().unwrap_or(1)));
    names.surnames.iter().filter_map(pair).collect()
}

fn known(customer: &LiveCustomer, place: usize, chance: &mut Chance) -> Draft {
    let foreign = customer.name.is_ascii();
    let tier = TIERS.iter().position(|(tier, ..)| Some(*tier) == customer.tier).unwrap_or_else(|| chance.weighted(TIERS.iter().map(|tier| tier.2)));
    Draft {
        surname: customer.name.chars().take(1).collect(),
        name: customer.name.clone(),
        gender: if customer.gender == "女" { "女" } else { "男" },
        foreign,
        tier,
        place,
    }
}

fn drawn(names: &Names, surnames: &[(String, u64)], foreign: Option<&String>, place: usize, chance: &mut Chance) -> Draft {
    let tier = chance.weighted(TIERS.iter().map(|tier| tier.2));
    let female = chance.percent(56);
    let gender = if female { "女" } else { "男" };
    if let Some(name) = foreign {
        return Draft { name: name.clone(), surname: name.clone(), gender, foreign: true, tier, place };
    }
    let surname = surnames[chance.weighted(surnames.iter().map(|(_, weight)| *weight))].0.clone();
    let given = if female { &names.female } else { &names.male };
    let name = format!("{surname}{}", chance.pick(given));
    Draft { name, surname, gender, foreign: false, tier, place }
}

#[expect(clippy::too_many_arguments, reason = "one record from everything the sample knows")]
fn client(
    draft: Draft,
    known: Option<&LiveCustomer>,
    number: usize,
    data: &Data,
    chain: &Chain,
    days: &Days,
    chance: &mut Chance,
    ledger: &mut Ledger,
) -> Client {
    let place = &chain.places[draft.place];
    let at = days.beginning() + DAY + (number as i64 % 1_200) * MINUTE;
    let spent = spent(draft.tier, chance);
    let phone = phone(number, chance);
    let address = address(&data.names, &place.city, chance);
    let points = if spent == 0 { 0 } else { spent * chance.between(40, 160) / 100 };
    let customer = Customer {
        id: ledger.id(at),
        name: draft.name.clone(),
        identities: identities(&phone, number, draft.foreign, chance),
        tier: Some(TIERS[draft.tier].0),
        member_since: Some(at - chance.between(0, 900) * DAY),
        birthday: chance.percent(60).then(|| birthday(chance)),
        gender: Some(draft.gender.to_owned()),
        address: chance.percent(45).then(|| address.clone()),
        notes: note(data, known, chance),
        tags: tags(data, known, chance),
        consent: consent(at, chance),
        fields: BTreeMap::new(),
        home_shop: Some(place.id),
        merged_into: None,
        points,
        spent_year_cents: spent * 100,
        language: draft.foreign.then(|| "en".to_owned()),
        merge_undo: CustomerUndo::default(),
    };
    ledger.note(at, None, record::creation(&customer));
    let title = if draft.gender == "女" { "女士" } else { "先生" };
    Client {
        id: customer.id,
        sir: if draft.foreign { draft.name.clone() } else { format!("{}{title}", draft.surname) },
        name: draft.name,
        tail: phone[phone.len() - 4..].to_owned(),
        place: draft.place,
        tier: TIERS[draft.tier].1,
        points,
        address,
        foreign: draft.foreign,
    }
}

/// Yuan this year; it fits the tier.
fn spent(tier: usize, chance: &mut Chance) -> i64 {
    match tier {
        0 => chance.between(0, 980),
        1 => chance.between(1_000, 4_900),
        2 => chance.between(5_000, 18_000),
        _ => chance.between(20_000, 46_000),
    }
}

/// No two customers share a number: its last digits follow from the customer's place.
fn phone(number: usize, chance: &mut Chance) -> String {
    format!("{}{:04}{:04}", chance.pick(&PREFIXES), chance.between(0, 9_999), (number * 7_919 + 1_237) % 10_000)
}

fn identities(phone: &str, number: usize, foreign: bool, chance: &mut Chance) -> Vec<String> {
    let mut identities = vec![format!("phone:{phone}")];
    if chance.percent(88) {
        identities.push(format!("member:QH26{:06}", number * 37 + 10_482));
    }
    if chance.percent(38) {
        identities.push(format!("wechat:oQh{:016x}", chance.next()));
    }
    if chance.percent(14) {
        identities.push(format!("wecom:wmQh{:012x}", chance.next() >> 16));
    }
    if foreign {
        identities.push(format!("email:guest{number}@example.com"));
    }
    identities
}

fn birthday(chance: &mut Chance) -> String {
    format!("{}-{:02}-{:02}", chance.between(1948, 2006), chance.between(1, 12), chance.between(1, 28))
}

fn address(names: &Names, city: &str, chance: &mut Chance) -> String {
    let Some(places) = names.places.get(city) else { return city.to_owned() };
    let (district, streets) = chance.pick(places).split_once('|').unwrap_or((city, "人民路"));
    let streets: Vec<&str> = streets.split(',').collect();
    let (street, estate) = (chance.pick(&streets).to_string(), chance.pick(&names.estates).clone());
    let (building, unit, floor) = (chance.between(1, 32), chance.between(1, 3), chance.between(1, 18));
    format!("{district}{street} {} 号{estate} {building} 幢 {unit} 单元 {floor}0{}", chance.between(6, 980), chance.between(1, 4))
}

fn tags(data: &Data, known: Option<&LiveCustomer>, chance: &mut Chance) -> Vec<String> {
    let mut tags: Vec<String> = known.map(|known| known.tags.clone()).unwrap_or_default();
    for _ in 0..chance.below(3) {
        let tag = chance.pick(&data.names.tags).clone();
        if known.is_none() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

fn note(data: &Data, known: Option<&LiveCustomer>, chance: &mut Chance) -> Option<String> {
    match known.map(|known| known.notes.clone()).filter(|notes| !notes.is_empty()) {
        Some(notes) => Some(notes),
        None => chance.percent(5).then(|| chance.pick(&data.names.notes).clone()),
    }
}

fn consent(at: Millis, chance: &mut Chance) -> BTreeMap<String, String> {
    let given = if chance.percent(90) { at.to_string() } else { "0".to_owned() };
    let mut consent = BTreeMap::from([("service".to_owned(), at.to_string())]);
    if chance.percent(55) {
        consent.insert("marketing".to_owned(), given);
    }
    consent
}
