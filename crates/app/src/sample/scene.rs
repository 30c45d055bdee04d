//! A scene: one customer in one shop on one day with one product, and all the words that texts may ask for.

use domain::Millis;
use domain::time::DAY;

use super::chance::Chance;
use super::company::{Chain, Person};
use super::customers::Client;
use super::data::{Casting, Data};
use super::days::Days;
use super::text::Slots;

/// Who, where, when and what.
#[derive(Clone, Copy, Debug)]
pub struct Scene {
    pub at: Millis,
    pub place: usize,
    pub client: usize,
    /// Place of the person who serves.
    pub clerk: usize,
    pub product: usize,
    pub fault: usize,
    pub usage: usize,
    pub drink: usize,
    /// Days since the purchase.
    pub days: i64,
    /// What else is drawn for the scene starts here.
    pub seed: u64,
}

/// Everything that scenes are made from.
pub struct Stage<'a> {
    pub data: &'a Data,
    pub chain: &'a Chain,
    pub clients: &'a [Client],
    pub days: Days,
    /// Customers of each shop, and foreign ones.
    at_home: Vec<Vec<usize>>,
    foreign: Vec<usize>,
}

impl<'a> Stage<'a> {
    pub fn new(data: &'a Data, chain: &'a Chain, clients: &'a [Client], days: Days) -> Self {
        let of = |place: usize| (0..clients.len()).filter(|at| clients[*at].place == place && !clients[*at].foreign).collect();
        Stage {
            data,
            chain,
            clients,
            days,
            at_home: (0..chain.places.len()).map(of).collect(),
            foreign: (0..clients.len()).filter(|at| clients[*at].foreign).collect(),
        }
    }

    /// Casts a scene: a shop, one of its customers, somebody at the counter, a product of the wanted kind.
    pub fn cast(&self, at: Millis, casting: &Casting, english: bool, chance: &mut Chance) -> Scene {
        let place = chance.weighted(self.chain.places.iter().map(|place| place.weight));
        let home = if english { &self.foreign } else { &self.at_home[place] };
        let client = home[chance.early(home.len())];
        self.scene(at, place, client, casting, chance)
    }

    pub fn scene(&self, at: Millis, place: usize, client: usize, casting: &Casting, chance: &mut Chance) -> Scene {
        let product = self.product(casting, chance);
        let crew = &self.chain.places[place];
        let clerk = if chance.percent(18) || crew.clerks.is_empty() { crew.manager } else { *chance.pick(&crew.clerks) };
        let (least, most) = casting.days.unwrap_or((30, 300));
        Scene {
            at,
            place,
            client,
            clerk,
            product,
            fault: chance.below(self.data.products[product].faults.len()),
            usage: chance.below(self.data.products[product].usage.len()),
            drink: chance.below(self.data.slots.drinks.len()),
            days: chance.between(least, most),
            seed: chance.next(),
        }
    }

    fn product(&self, casting: &Casting, chance: &mut Chance) -> usize {
        let fits = |family: &str| casting.family.iter().any(|wanted| wanted == family);
        let products = self.data.products.iter();
        let any = !products.clone().any(|product| fits(&product.family));
        chance.weighted(products.map(move |product| if any || fits(&product.family) { product.weight } else { 0 }))
    }

    /// People of a department; the shop's manager where it has none.
    pub fn member(&self, department: &str, scene: &Scene) -> usize {
        let members = self.chain.members(department);
        if members.is_empty() { self.chain.places[scene.place].manager } else { members[scene.seed as usize % members.len()] }
    }

    pub fn person(&self, place: usize) -> &Person {
        &self.chain.people[place]
    }

    /// Every word that a text may ask for. `number` is the ticket's.
    pub fn slots(&self, scene: &Scene, number: &str) -> Slots {
        let mut chance = Chance::of(&scene.seed.to_string());
        let mut slots = Slots::new();
        self.of_people(scene, &mut slots);
        self.of_goods(scene, &mut slots, &mut chance);
        self.of_days(scene, &mut slots, &mut chance);
        self.of_papers(scene, &mut slots, &mut chance);
        slots.insert("number", number.to_owned());
        slots
    }

    fn of_people(&self, scene: &Scene, slots: &mut Slots) {
        let (place, client) = (&self.chain.places[scene.place], &self.clients[scene.client]);
        let mate = place.clerks.iter().copied().find(|at| *at != scene.clerk).unwrap_or(place.manager);
        let name = |at: usize| self.person(at).name.clone();
        slots.extend([
            ("name", client.name.clone()),
            ("sir", client.sir.clone()),
            ("tail", client.tail.clone()),
            ("tier", client.tier.to_owned()),
            ("points", thousands(client.points.max(1_260))),
            ("address", client.address.clone()),
            ("shop", place.name.clone()),
            ("shopphone", place.phone.clone()),
            ("other", self.chain.places[place.near].name.clone()),
            ("me", name(scene.clerk)),
            ("mate", name(mate)),
            ("lead", name(place.manager)),
            ("fixer", name(self.member("维修中心", scene))),
            ("finance", name(self.member("财务", scene))),
            ("quality", name(self.member("品控", scene))),
            ("tea", name(self.member("茶饮研发", scene))),
        ]);
    }

    fn of_goods(&self, scene: &Scene, slots: &mut Slots, chance: &mut Chance) {
        let product = &self.data.products[scene.product];
        let (fault, usage) = (&product.faults[scene.fault], &product.usage[scene.usage]);
        let drink = &self.data.slots.drinks[scene.drink];
        let part = chance.pick(&self.data.slots.parts);
        slots.extend([
            ("product", format!("{} {}", product.name, product.model)),
            ("model", product.model.clone()),
            ("thing", product.name.clone()),
            ("price", product.price.to_string()),
            ("now", product.now.to_string()),
            ("diff", (product.price - product.now).to_string()),
            ("color", chance.pick(&product.colors).clone()),
            ("say", fault.say.clone()),
            ("is", fault.is.clone()),
            ("ask", fault.ask.clone()),
            ("fix", fault.fix.clone()),
            ("q", usage.q.clone()),
            ("a", usage.a.clone()),
            ("subsidy", subsidy(&product.model, &product.family).to_string()),
            ("drink", drink.name.clone()),
            ("cup", drink.cup.clone()),
            ("allergyask", drink.ask.clone()),
            ("allergy", drink.answer.clone()),
            ("wrong", chance.pick(&self.data.slots.wrongs).clone()),
            ("part", part.name.clone()),
            ("partprice", part.price.to_string()),
        ]);
    }

    fn of_days(&self, scene: &Scene, slots: &mut Slots, chance: &mut Chance) {
        let bought = scene.at - scene.days * DAY;
        let soon = scene.at + chance.between(1, 3) * DAY;
        slots.extend([
            ("bought", self.days.iso(bought)),
            ("boughtday", self.days.words(bought)),
            ("days", scene.days.to_string()),
            ("soon", self.days.weekday_words(soon).to_owned()),
            ("soondate", self.days.iso(soon)),
            ("clock", self.days.clock(scene.at - 20 * domain::time::MINUTE)),
            ("slot", (*chance.pick(&["09:00–12:00", "13:00–17:00", "18:00–20:00"])).to_owned()),
            ("late", chance.between(8, 11).to_string()),
            ("wait", (chance.between(4, 9) * 5).to_string()),
            ("km", thousands(scene.days * chance.between(9, 26))),
        ]);
    }

    fn of_papers(&self, scene: &Scene, slots: &mut Slots, chance: &mut Chance) {
        let product = &self.data.products[scene.product];
        let bought = self.days.iso(scene.at - scene.days * DAY).replace('-', "");
        let qty = chance.between(2, 12);
        slots.extend([
            ("order", format!("QH{bought}{:05}", chance.between(1, 99_999))),
            ("serial", format!("{}{:08}", product.model.replace([' ', '-'], "").to_uppercase(), chance.between(10_000_000, 99_999_999))),
            ("parcel", format!("QHT{:09}", chance.between(100_000_000, 999_999_999))),
            ("recycle", format!("HS{:08}", chance.between(10_000_000, 99_999_999))),
            ("company", chance.pick(&self.data.slots.companies).clone()),
            ("taxno", format!("9133{:010}MA{}X", chance.between(100_000_000, 9_999_999_999), chance.between(10, 99))),
            ("email", format!("caiwu{}@example.com", chance.between(10, 99))),
            ("qty", qty.to_string()),
            ("total", (qty * product.price).to_string()),
            ("quote", (80 + chance.between(1, 12) * 10).to_string()),
        ]);
    }
}

/// What an old machine is worth towards a new one of this kind.
fn subsidy(model: &str, family: &str) -> i64 {
    match (family, model) {
        ("ebike", "E2 Plus") => 450,
        ("ebike", "E3 Cargo") => 600,
        ("ebike", _) => 300,
        ("water", _) => 120,
        (_, "BL-900" | "CM-15") => 100,
        (_, "VC-12" | "SW-7" | "SW-9 Pro" | "DH-20") => 150,
        _ => 80,
    }
}

fn thousands(number: i64) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", number / 1_000, number % 1_000),
    }
}
