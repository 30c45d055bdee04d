//! Changes of a customer card: words, identities, tags, consent.

use std::collections::BTreeMap;

use crate::ctx::{Ctx, Made};
use crate::edit::Edit;
use crate::field::customer as field;
use crate::id::Id;
use crate::record::{changes, creation};
use crate::refusal::{Refusal, Verdict};
use crate::sla::day_number;
use crate::text::{Label, MESSAGE_MAX, NAME_MAX, REMARK_MAX, clean, line, narrow, required_line};
use crate::time::DAY;

use super::{Customer, CustomerUndo, Identity, IdentityKind, Tier};

/// Identities of one customer.
const IDENTITIES_MAX: usize = 20;
const FIELDS_MAX: usize = 50;

const NAME: Label<'_> = Label::new("姓名", "Name");
const NOTES: Label<'_> = Label::new("备注", "Notes");

/// Looks up whose an identity is: id and name.
pub type Holder<'a> = &'a dyn Fn(&Identity) -> Option<(Id, String)>;

/// A customer somebody writes down.
#[derive(Clone, Debug, Default)]
pub struct NewCustomer {
    pub name: String,
    /// Kind and what was typed; empty texts are passed over.
    pub identities: Vec<(IdentityKind, String)>,
    pub tier: Option<Tier>,
    pub home_shop: Option<Id>,
    pub tags: Vec<String>,
    pub notes: String,
    pub member_since: Option<i64>,
    pub language: Option<String>,
}

/// What changes of a customer; `None` leaves a part as it is, an empty text clears it.
#[derive(Clone, Debug, Default)]
pub struct CustomerChange {
    pub name: Option<String>,
    pub tier: Option<Tier>,
    /// `YYYY-MM-DD`.
    pub birthday: Option<String>,
    pub gender: Option<String>,
    pub address: Option<String>,
    pub notes: Option<String>,
    pub home_shop: Option<Id>,
    pub language: Option<String>,
    pub fields: BTreeMap<String, String>,
}

impl Customer {
    pub(super) fn unmerged(&self) -> Verdict<()> {
        if self.merged_into.is_none() {
            return Ok(());
        }
        Err(Refusal::new(
            "customer.merged",
            format!("「{}」已经并到另一张顾客卡，到那张上去改，或先撤销合并", self.name),
            format!("“{}” was merged into another card. Change that one, or undo the merge first", self.name),
        ))
    }
}

/// Writes a new customer down. An identity that belongs to somebody already is refused with their name.
pub fn create(new: NewCustomer, holder: Holder<'_>, ctx: &mut Ctx<'_>) -> Verdict<Made> {
    let name = required_line(NAME, &new.name, NAME_MAX)?;
    let mut identities: Vec<String> = Vec::new();
    for (kind, text) in new.identities.iter().filter(|(_, text)| !text.trim().is_empty()) {
        let identity = free(Identity::new(*kind, text)?, holder)?;
        if !identities.contains(&identity) {
            identities.push(identity);
        }
    }
    let customer = Customer {
        id: ctx.id(),
        name,
        identities,
        tier: new.tier,
        member_since: new.member_since,
        birthday: None,
        gender: None,
        address: None,
        notes: some(clean(NOTES, &new.notes, MESSAGE_MAX)?),
        tags: crate::tag::tags(&new.tags)?,
        consent: BTreeMap::new(),
        fields: BTreeMap::new(),
        home_shop: new.home_shop,
        merged_into: None,
        points: 0,
        spent_year_cents: 0,
        language: new.language,
        merge_undo: CustomerUndo::default(),
    };
    Ok(Made { id: customer.id, edits: creation(&customer) })
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn free(identity: Identity, holder: Holder<'_>) -> Verdict<String> {
    let Some((_, name)) = holder(&identity) else { return Ok(identity.to_string()) };
    let shown = super::mask(identity.kind, &identity.value);
    Err(Refusal::new(
        "customer.identity_taken",
        format!("{shown} 已经登记在「{name}」名下，打开那张卡，或合并两张"),
        format!("{shown} already belongs to “{name}”. Open that card, or merge the two"),
    ))
}

pub fn update(customer: &Customer, change: CustomerChange, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    customer.unmerged()?;
    let mut next = customer.clone();
    if let Some(name) = &change.name {
        next.name = required_line(NAME, name, NAME_MAX)?;
    }
    if let Some(birthday) = &change.birthday {
        next.birthday = birthday_of(birthday, ctx)?;
    }
    let short = |label, text: Option<&String>, old: Option<String>, max| match text {
        Some(text) => line(label, text, max).map(some),
        None => Ok(old),
    };
    next.gender = short(Label::new("性别", "Gender"), change.gender.as_ref(), next.gender, NAME_MAX)?;
    next.address = short(Label::new("地址", "Address"), change.address.as_ref(), next.address, REMARK_MAX)?;
    next.language = short(Label::new("语言", "Language"), change.language.as_ref(), next.language, NAME_MAX)?;
    if let Some(notes) = &change.notes {
        next.notes = some(clean(NOTES, notes, MESSAGE_MAX)?);
    }
    next.tier = change.tier.or(next.tier);
    next.home_shop = change.home_shop.or(next.home_shop);
    write_fields(&mut next.fields, &change.fields)?;
    Ok(changes(customer, &next))
}

fn birthday_of(text: &str, ctx: &Ctx<'_>) -> Verdict<Option<String>> {
    let text = narrow(text).trim().to_owned();
    if text.is_empty() {
        return Ok(None);
    }
    // A birthday is a date wherever one stands: half a day of grace covers every offset.
    let today = (ctx.now + DAY / 2).div_euclid(DAY);
    let earliest = day_number("1900-01-01").unwrap_or(i64::MIN);
    match day_number(&text) {
        Some(day) if (earliest..=today).contains(&day) && text.len() == 10 => Ok(Some(text)),
        _ => Err(Refusal::new(
            "customer.birthday",
            "生日写成 1990-05-01 这样，不能晚于今天",
            "Write the birthday like 1990-05-01, not later than today",
        )),
    }
}

fn write_fields(fields: &mut BTreeMap<String, String>, texts: &BTreeMap<String, String>) -> Verdict<()> {
    for (key, text) in texts {
        let key = required_line(Label::new("项目名称", "Field"), key, NAME_MAX)?;
        let text = line(Label::new(&key, &key), text, REMARK_MAX)?;
        if text.is_empty() {
            fields.remove(&key)
        } else {
            fields.insert(key, text)
        };
    }
    if fields.len() <= FIELDS_MAX {
        return Ok(());
    }
    Err(Refusal::new(
        "customer.fields",
        format!("一张顾客卡最多 {FIELDS_MAX} 项，现在有 {} 项，先清掉几项", fields.len()),
        format!("A card has at most {FIELDS_MAX} fields; this has {}. Clear some first", fields.len()),
    ))
}

pub fn add_identity(customer: &Customer, kind: IdentityKind, text: &str, holder: Holder<'_>) -> Verdict<Vec<Edit>> {
    customer.unmerged()?;
    let identity = Identity::new(kind, text)?;
    if customer.identities.contains(&identity.to_string()) {
        return Ok(Vec::new());
    }
    if customer.identities.len() >= IDENTITIES_MAX {
        return Err(Refusal::new(
            "customer.identities",
            format!("一位顾客最多 {IDENTITIES_MAX} 个号码和账号，先去掉不用的"),
            format!("A customer has at most {IDENTITIES_MAX} numbers and accounts. Remove unused ones first"),
        ));
    }
    let others = |identity: &Identity| holder(identity).filter(|(id, _)| *id != customer.id);
    Ok(vec![Edit::add(customer.id, field::identities, free(identity, &others)?)])
}

/// Takes a stored `kind:value` away.
pub fn remove_identity(customer: &Customer, stored: &str) -> Verdict<Vec<Edit>> {
    customer.unmerged()?;
    let known = customer.identities.iter().any(|identity| identity == stored);
    Ok(known.then(|| Edit::remove(customer.id, field::identities, stored)).into_iter().collect())
}

pub fn tag(customer: &Customer, add: &[String], remove: &[String]) -> Verdict<Vec<Edit>> {
    customer.unmerged()?;
    crate::tag::change(customer.id, field::tags, &customer.tags, add, remove)
}

/// Notes that the customer agreed to a purpose or took it back; a withdrawal stays on the card as `0`.
pub fn consent(customer: &Customer, purpose: &str, given: bool, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    customer.unmerged()?;
    let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'.';
    if !(1..=40).contains(&purpose.len()) || !purpose.bytes().all(word) {
        return Err(Refusal::new(
            "customer.purpose",
            "用途代号要用 1 到 40 个小写字母、数字、点或下划线",
            "A purpose takes 1 to 40 lower-case letters, digits, dots or underscores",
        ));
    }
    let at = if given { ctx.now.to_string() } else { "0".to_owned() };
    let stands = customer.consent.get(purpose).is_some_and(|text| (text != "0") == given);
    Ok((!stands).then(|| Edit::set_key(customer.id, field::consent, purpose, at)).into_iter().collect())
}
