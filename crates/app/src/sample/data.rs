//! The words of the sample: people, products, matters and dialogues as data files, read once.
//!
//! Code here only reads; whoever wants the chain to say something else edits crates/app/sample.

use std::collections::BTreeMap;

use domain::conversation::{Channel, Mood};
use domain::customer::Tier;
use domain::macros::MacroStep;
use domain::ticket::{Priority, TicketState};
use domain::ticket_type::{CheckTemplate, FieldSchema};
use domain::view::{Sort, ViewOf};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::Error;

#[derive(Deserialize)]
pub struct Company {
    pub organisation: String,
    pub shops: Vec<ShopData>,
    pub departments: Vec<DepartmentData>,
    pub staff: Vec<StaffData>,
}

#[derive(Deserialize)]
pub struct ShopData {
    pub code: String,
    pub name: String,
    pub city: String,
    pub weight: u64,
    /// Code of the shop that goods are fetched from.
    pub near: String,
    pub phone: String,
    pub address: String,
}

#[derive(Deserialize)]
pub struct DepartmentData {
    pub name: String,
    pub lead: String,
}

#[derive(Deserialize)]
pub struct StaffData {
    pub account: String,
    pub name: String,
    /// Number of a built-in role.
    pub role: u8,
    pub shop: Option<String>,
    pub department: Option<String>,
}

#[derive(Deserialize)]
pub struct Names {
    /// `王 70`: a surname and its weight.
    pub surnames: Vec<String>,
    pub male: Vec<String>,
    pub female: Vec<String>,
    pub foreign: Vec<String>,
    /// City → `district|street,street`.
    pub places: BTreeMap<String, Vec<String>>,
    pub estates: Vec<String>,
    pub tags: Vec<String>,
    pub notes: Vec<String>,
}

#[derive(Deserialize)]
pub struct Product {
    pub model: String,
    pub name: String,
    pub price: i64,
    /// What it costs while there is an offer.
    pub now: i64,
    pub family: String,
    pub weight: u64,
    pub colors: Vec<String>,
    pub faults: Vec<Fault>,
    pub usage: Vec<Usage>,
}

/// A fault: what the customer says, what it is, what to try first, how it was mended.
#[derive(Deserialize)]
pub struct Fault {
    pub say: String,
    pub is: String,
    pub ask: String,
    pub fix: String,
}

#[derive(Deserialize)]
pub struct Usage {
    pub q: String,
    pub a: String,
}

/// What a scene needs of its product, and when it can play.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Casting {
    pub family: Vec<String>,
    /// Days since the purchase: at least, at most.
    pub days: Option<(i64, i64)>,
    pub since: Option<String>,
    pub until: Option<String>,
    pub weight: u64,
}

/// Something that becomes a ticket.
#[derive(Deserialize)]
pub struct Matter {
    pub id: String,
    pub kind: String,
    #[serde(flatten)]
    pub casting: Casting,
    /// Opening hours from opening to solution.
    pub hours: (i64, i64),
    pub priority: Option<Priority>,
    pub subject: String,
    pub description: String,
    pub fields: BTreeMap<String, String>,
    pub notes: Vec<String>,
    pub resolutions: Vec<String>,
    pub tags: Vec<String>,
    pub department: Option<String>,
    /// What the department is asked when the ticket is handed over.
    pub hand: Option<String>,
}

/// A dialogue: `c:` customer, `v:` customer by voice, `s:` staff, `n:` note, `t:` staff at the moment the ticket is opened.
#[derive(Deserialize)]
pub struct Script {
    pub topic: String,
    #[serde(default)]
    pub lang: Option<String>,
    pub channels: Vec<Channel>,
    #[serde(flatten)]
    pub casting: Casting,
    pub matter: Option<String>,
    #[serde(default)]
    pub tags: Vec<String>,
    pub mood: Option<Mood>,
    pub lines: Vec<String>,
}

#[derive(Deserialize)]
pub struct TypeData {
    pub name: String,
    pub department: Option<String>,
    pub priority: Priority,
    pub fields: Vec<FieldSchema>,
    pub checklist: Vec<CheckTemplate>,
}

#[derive(Deserialize)]
pub struct Words {
    pub canned: Vec<CannedData>,
    pub macros: Vec<MacroData>,
    pub views: Vec<ViewData>,
}

#[derive(Deserialize)]
pub struct CannedData {
    pub shortcut: String,
    pub title: String,
    pub category: String,
    pub body: String,
}

#[derive(Deserialize)]
pub struct MacroData {
    pub name: String,
    pub applies: String,
    pub steps: Vec<MacroStep>,
}

#[derive(Deserialize)]
pub struct ViewData {
    pub name: String,
    pub of: ViewOf,
    pub shop: Option<String>,
    pub kind: Option<String>,
    pub department: Option<String>,
    #[serde(default)]
    pub states: Vec<TicketState>,
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default)]
    pub due_soon: bool,
    #[serde(default)]
    pub live: bool,
    pub resolved_days: Option<i64>,
    pub sort: Sort,
}

#[derive(Deserialize)]
pub struct SlotData {
    pub drinks: Vec<Drink>,
    pub wrongs: Vec<String>,
    pub companies: Vec<String>,
    pub parts: Vec<Part>,
    /// Score → what customers write with it.
    pub ratings: BTreeMap<String, Vec<String>>,
    pub suggestions: Vec<SuggestionData>,
}

#[derive(Deserialize)]
pub struct Drink {
    pub name: String,
    pub cup: String,
    pub ask: String,
    pub answer: String,
}

#[derive(Deserialize)]
pub struct Part {
    pub name: String,
    pub price: i64,
}

#[derive(Deserialize)]
pub struct SuggestionData {
    pub article: String,
    pub text: String,
    pub state: String,
    #[serde(default)]
    pub answer: String,
}

/// A conversation that is open at the moment: lines are `c 12: …`, twelve minutes ago.
#[derive(Deserialize)]
pub struct LiveTalk {
    pub shop: String,
    pub channel: Channel,
    pub customer: LiveCustomer,
    /// Account of who holds it.
    pub assignee: Option<String>,
    pub department: Option<String>,
    pub subject: Option<String>,
    pub mood: Option<Mood>,
    #[serde(default)]
    pub tags: Vec<String>,
    /// Minutes from now until the promised reply; negative when it is late.
    pub promise: Option<i64>,
    /// Minutes from now until it wakes.
    pub snooze: Option<i64>,
    pub draft: Option<LiveDraft>,
    /// What its ticket is about.
    pub matter: Option<String>,
    pub model: Option<String>,
    #[serde(default)]
    pub fault: usize,
    /// Days since the purchase.
    pub days: Option<i64>,
    /// Words of the ticket that the lines already say.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
    pub lines: Vec<String>,
}

#[derive(Deserialize)]
pub struct LiveCustomer {
    pub name: String,
    pub tier: Option<Tier>,
    #[serde(default)]
    pub gender: String,
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default)]
    pub notes: String,
}

#[derive(Deserialize)]
pub struct LiveDraft {
    pub by: String,
    pub text: String,
    #[serde(default)]
    pub internal: bool,
}

pub struct Data {
    pub company: Company,
    pub names: Names,
    pub products: Vec<Product>,
    pub matters: Vec<Matter>,
    pub scripts: Vec<Script>,
    pub types: Vec<TypeData>,
    pub words: Words,
    pub slots: SlotData,
    pub live: Vec<LiveTalk>,
    pub intents: Vec<IntentData>,
}

#[derive(Deserialize)]
pub struct IntentData {
    pub name: String,
    /// Name of a ticket type; empty for none.
    pub kind: String,
    /// Shortcut of a canned reply; empty for none.
    pub reply: String,
    pub examples: Vec<String>,
}

const SCRIPTS: &[&str] = &[
    include_str!("../../sample/dialogues/aftersales.json"),
    include_str!("../../sample/dialogues/money.json"),
    include_str!("../../sample/dialogues/sales.json"),
    include_str!("../../sample/dialogues/tea.json"),
    include_str!("../../sample/dialogues/english.json"),
];

impl Data {
    pub fn read() -> Result<Self, Error> {
        let mut scripts = Vec::new();
        for file in SCRIPTS {
            scripts.extend(parsed::<Vec<Script>>(file)?);
        }
        Ok(Data {
            company: parsed(include_str!("../../sample/company.json"))?,
            names: parsed(include_str!("../../sample/names.json"))?,
            products: parsed(include_str!("../../sample/products.json"))?,
            matters: parsed(include_str!("../../sample/matters.json"))?,
            scripts,
            types: parsed(include_str!("../../sample/types.json"))?,
            words: parsed(include_str!("../../sample/words.json"))?,
            slots: parsed(include_str!("../../sample/slots.json"))?,
            live: parsed(include_str!("../../sample/live.json"))?,
            intents: parsed(include_str!("../../sample/intents.json"))?,
        })
    }
}

fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(Error::internal)
}

impl Casting {
    /// Whether the scene can play on a day `YYYY-MM-DD`.
    pub fn plays_on(&self, day: &str) -> bool {
        self.since.as_deref().is_none_or(|since| since <= day) && self.until.as_deref().is_none_or(|until| day < until)
    }
}
