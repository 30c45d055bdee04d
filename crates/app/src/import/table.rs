//! Customers and tickets from tables: guess the columns, show the first rows, keep what the rules allow, say why not.

use std::collections::BTreeMap;

use domain::audit::AuditAction;
use domain::customer::{Customer, CustomerChange, Identity, IdentityKind, NewCustomer, Tier};
use domain::edit::Edit;
use domain::shop::Shop;
use domain::sla::policy_of;
use domain::text::Label;
use domain::ticket::{NewTicket, Priority, TicketState};
use domain::ticket_type::TicketType;
use domain::{Id, Lang, Noun};

use super::{ImportOutcome, ImportState, KeepTable, Parsed, ReadTable, RowError, TablePreview, TargetColumn, bytes, unreadable};
use crate::audit::Trace;
use crate::desk::{Caller, Desk, Pen};
use crate::error::{Code, Error};
use crate::{sla, ticket};

/// Rows that a preview shows.
const SHOWN: usize = 20;
/// Row errors that an outcome lists; the rest would be the same reasons again.
const ERRORS_MAX: usize = 200;
/// Characters of a ticket's number.
const NUMBER_MAX: usize = 40;

/// A column of ours, with the headers that people give it.
struct Target {
    key: &'static str,
    zh: &'static str,
    en: &'static str,
    required: bool,
    headers: &'static [&'static str],
}

const fn target(key: &'static str, zh: &'static str, en: &'static str, required: bool, headers: &'static [&'static str]) -> Target {
    Target { key, zh, en, required, headers }
}

const CUSTOMER: &[Target] = &[
    target("name", "姓名", "Name", true, &["姓名", "名称", "顾客", "客户", "客户姓名", "会员姓名", "name", "customer"]),
    target("phone", "手机", "Phone", false, &["手机", "手机号", "电话", "联系电话", "phone", "mobile", "tel"]),
    target("member", "会员号", "Member no.", false, &["会员号", "会员卡号", "卡号", "member", "member no", "member no."]),
    target("tier", "等级", "Tier", false, &["等级", "会员等级", "级别", "tier", "level"]),
    target("shop", "常去门店", "Home shop", false, &["门店", "门店代号", "常去门店", "shop", "store"]),
    target("tags", "标签", "Tags", false, &["标签", "tags", "labels"]),
    target("birthday", "生日", "Birthday", false, &["生日", "出生日期", "birthday"]),
    target("address", "地址", "Address", false, &["地址", "住址", "address"]),
    target("notes", "备注", "Notes", false, &["备注", "说明", "notes", "remark"]),
];

const TICKET: &[Target] = &[
    target("number", "单号", "Number", false, &["单号", "工单号", "工单编号", "编号", "number", "ticket", "ticket no", "ticket no.", "ticket id"]),
    target("subject", "标题", "Subject", true, &["标题", "主题", "问题", "subject", "title"]),
    target("description", "说明", "Description", false, &["说明", "描述", "内容", "详情", "description", "details"]),
    target("type", "类型", "Type", false, &["类型", "工单类型", "分类", "type", "category"]),
    target("state", "状态", "State", false, &["状态", "state", "status"]),
    target("priority", "级别", "Priority", false, &["级别", "优先级", "紧急程度", "priority"]),
    target("phone", "顾客手机", "Customer's phone", false, &["手机", "手机号", "顾客手机", "联系电话", "phone", "mobile"]),
    target("shop", "门店", "Shop", false, &["门店", "门店代号", "shop", "store"]),
    target("tags", "标签", "Tags", false, &["标签", "tags"]),
];

fn targets(noun: Noun) -> Result<&'static [Target], Error> {
    match noun {
        Noun::Customer => Ok(CUSTOMER),
        Noun::Ticket => Ok(TICKET),
        _ => Err(Error::new(Code::Refused, "表格只能导入顾客和工单。", "Only customers and tickets are imported from tables.")),
    }
}

pub(crate) async fn read_table(desk: &Desk, caller: &Caller, input: ReadTable) -> Result<TablePreview, Error> {
    let targets = targets(input.noun)?;
    let bytes = bytes(&input.file)?;
    let name = input.file.name;
    let read = move || documents::table(&name, &bytes, &documents::Limits::default());
    let table = tokio::task::spawn_blocking(read).await.map_err(Error::internal)?.map_err(unreadable)?;
    let preview = TablePreview {
        token: desk.previews().keep(desk.now(), Parsed::Table { noun: input.noun, table: table.clone() }),
        rows: table.rows.iter().take(SHOWN).cloned().collect(),
        total: table.rows.len() as i64,
        targets: targets
            .iter()
            .map(|target| TargetColumn { key: target.key.into(), label: caller.lang.pick(target.zh, target.en).into(), required: target.required })
            .collect(),
        mapping: guess(targets, &table.header),
        columns: table.header,
    };
    Ok(preview)
}

/// Matches headers by the words people use; a column is used once.
fn guess(targets: &[Target], header: &[String]) -> BTreeMap<String, usize> {
    let mut mapping = BTreeMap::new();
    for target in targets {
        let fits = |text: &String| target.headers.contains(&text.trim().to_lowercase().as_str());
        let free = header.iter().enumerate().filter(|(place, _)| !mapping.values().any(|used| used == place));
        let found = free.filter(|(_, text)| fits(text)).map(|(place, _)| place).next();
        if let Some(place) = found {
            mapping.insert(target.key.to_owned(), place);
        }
    }
    mapping
}

/// One row by our keys; columns that are not mapped are empty.
struct Cells<'r> {
    row: &'r [String],
    mapping: &'r BTreeMap<String, usize>,
}

impl Cells<'_> {
    fn get(&self, key: &str) -> String {
        self.mapping.get(key).and_then(|place| self.row.get(*place)).map(|text| text.trim().to_owned()).unwrap_or_default()
    }
    fn tags(&self) -> Vec<String> {
        self.get("tags").split([',', '，', ';', '；', '、']).map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect()
    }
}

pub(crate) async fn keep_table(desk: &Desk, caller: &Caller, input: KeepTable) -> Result<ImportOutcome, Error> {
    let who = caller.who()?;
    let Parsed::Table { noun, table } = desk.previews().take(desk, &input.token)? else { return Err(Error::not_found("份预览", "preview")) };
    if let Some(target) = targets(noun)?.iter().find(|target| target.required && !input.mapping.contains_key(target.key)) {
        let (zh, en) = (target.zh, target.en);
        return Err(Error::new(Code::Refused, format!("先选哪一列是「{zh}」。"), format!("Choose which column is “{en}” first.")));
    }
    let mut outcome = ImportOutcome { made: 0, updated: 0, skipped: 0, errors: Vec::new() };
    let mut pen = desk.pen(caller).await?;
    let shops: Vec<Shop> = desk.store().all().await?;
    for (line, row) in table.lines.iter().zip(&table.rows) {
        let cells = Cells { row, mapping: &input.mapping };
        let kept = match noun {
            Noun::Customer => customer(desk, &mut pen, &cells, &shops).await,
            _ => one_ticket(desk, caller, &mut pen, &cells, &shops).await,
        };
        match kept {
            Ok(ImportState::New) => outcome.made += 1,
            Ok(ImportState::Changed) => outcome.updated += 1,
            Ok(ImportState::Same) => outcome.skipped += 1,
            Err(error) if matches!(error.code, Code::Refused | Code::NotFound | Code::Forbidden) => {
                if outcome.errors.len() < ERRORS_MAX {
                    outcome.errors.push(RowError { row: i64::from(*line), why: error.text(caller.lang).to_owned() });
                }
            }
            Err(error) => return Err(error),
        }
    }
    let detail = format!("{}: {} new, {} changed, {} refused", noun.name(), outcome.made, outcome.updated, outcome.errors.len());
    pen.commit(Trace::by(who, AuditAction::Import, None, detail).edits(desk)).await?;
    Ok(outcome)
}

fn shop_of(shops: &[Shop], text: &str) -> Result<Option<Id>, Error> {
    if text.is_empty() {
        return Ok(None);
    }
    let found = shops.iter().find(|shop| shop.code.eq_ignore_ascii_case(text) || shop.name == text);
    let unknown = || Error::new(Code::Refused, format!("没有「{text}」这家店。"), format!("There is no shop “{text}”."));
    found.map(|shop| Some(shop.id)).ok_or_else(unknown)
}

/// A word of ours in either language, or none for an empty cell.
fn word<T: Copy>(text: &str, all: &[T], words: impl Fn(T, Lang) -> String, tag: impl Fn(T) -> &'static str) -> Result<Option<T>, Error> {
    if text.is_empty() {
        return Ok(None);
    }
    let fits = |value: &&T| {
        tag(**value).eq_ignore_ascii_case(text) || [Lang::Zh, Lang::En].iter().any(|lang| words(**value, *lang).eq_ignore_ascii_case(text))
    };
    let unknown =
        || Error::new(Code::Refused, format!("「{text}」不认识，改成系统里的叫法。"), format!("“{text}” is not known; use the system's word."));
    all.iter().find(fits).map(|value| Some(*value)).ok_or_else(unknown)
}

async fn customer(desk: &Desk, pen: &mut Pen<'_>, cells: &Cells<'_>, shops: &[Shop]) -> Result<ImportState, Error> {
    let typed = [(IdentityKind::Phone, cells.get("phone")), (IdentityKind::Member, cells.get("member"))];
    let mut existing: Option<Customer> = None;
    for (kind, text) in typed.iter().filter(|(_, text)| !text.is_empty()) {
        let known = desk.store().customers_known_as(&Identity::new(*kind, text)?.to_string()).await?;
        existing = existing.or(known.into_iter().find(|customer| customer.merged_into.is_none()));
    }
    let tier = word(tier_alias(&cells.get("tier")), Tier::ALL, tier_words, Tier::as_str)?;
    let home_shop = shop_of(shops, &cells.get("shop"))?;
    let some = |key: &str| Some(cells.get(key)).filter(|text| !text.is_empty());
    let change = CustomerChange { birthday: some("birthday"), address: some("address"), ..CustomerChange::default() };
    let edits = match &existing {
        None => {
            let new = NewCustomer {
                name: cells.get("name"),
                identities: typed.to_vec(),
                tier,
                home_shop,
                tags: cells.tags(),
                notes: cells.get("notes"),
                ..NewCustomer::default()
            };
            let made = pen.decide(|ctx| domain::customer::create(new, &|_| None, ctx))?;
            let saved: Customer = domain::record::made(made.id, &made.edits).map_err(Error::internal)?;
            let more = pen.decide(|ctx| domain::customer::update(&saved, change, ctx))?;
            [made.edits, more].concat()
        }
        Some(customer) => {
            let change = CustomerChange { name: some("name"), tier, home_shop, notes: some("notes"), ..change };
            let mut edits: Vec<Edit> = pen.decide(|ctx| domain::customer::update(customer, change, ctx))?;
            edits.extend(domain::customer::tag(customer, &cells.tags(), &[])?);
            edits
        }
    };
    let state = match (existing.is_some(), edits.is_empty()) {
        (_, true) => ImportState::Same,
        (true, _) => ImportState::Changed,
        (false, _) => ImportState::New,
    };
    pen.commit(edits).await?;
    Ok(state)
}

async fn one_ticket(desk: &Desk, caller: &Caller, pen: &mut Pen<'_>, cells: &Cells<'_>, shops: &[Shop]) -> Result<ImportState, Error> {
    let who = caller.who()?;
    let shop = shop_of(shops, &cells.get("shop"))?.or(who.shop);
    if !who.scope.covers(shop) {
        return Err(Error::not_found("家店", "shop"));
    }
    let number = number(desk, cells, shop).await?;
    if desk.store().ticket_by_number(&number).await?.is_some() {
        return Ok(ImportState::Same);
    }
    let kinds: Vec<TicketType> = desk.store().all().await?;
    let kind = match cells.get("type") {
        text if text.is_empty() => None,
        text => {
            let unknown = || Error::new(Code::Refused, format!("没有「{text}」这个工单类型。"), format!("There is no ticket type “{text}”."));
            Some(kinds.iter().find(|kind| kind.name == text).ok_or_else(unknown)?)
        }
    };
    let state = word(&cells.get("state"), TicketState::ALL, |state, lang| state.words(lang).to_owned(), TicketState::as_str)?;
    let priority = word(&cells.get("priority"), Priority::ALL, |priority, lang| priority.words(lang).to_owned(), Priority::as_str)?;
    let customer = match cells.get("phone") {
        text if text.is_empty() => None,
        text => {
            let identity = Identity::new(IdentityKind::Phone, &text)?.to_string();
            desk.store().customers_known_as(&identity).await?.first().map(|customer| customer.merged_into.unwrap_or(customer.id))
        }
    };
    let terms = sla::terms(desk, policy_of(kind.and_then(|kind| kind.sla)), shop).await?;
    let new = NewTicket {
        number,
        subject: cells.get("subject"),
        description: cells.get("description"),
        priority,
        customer,
        shop,
        department: kind.and_then(|kind| kind.department),
        tags: cells.tags(),
        ..NewTicket::default()
    };
    let made = pen.decide(|ctx| domain::ticket::open(new, kind, terms.as_ref(), ctx))?;
    let mut edits = made.edits;
    if let Some(to) = state {
        edits.extend(walked(made.id, to));
    }
    pen.commit(edits).await?;
    Ok(ImportState::New)
}

/// The number that the ticket had where it came from, so that it is known again; without one, the shop's next.
async fn number(desk: &Desk, cells: &Cells<'_>, shop: Option<Id>) -> Result<String, Error> {
    let typed = domain::text::line(Label::new("单号", "Number"), &cells.get("number"), NUMBER_MAX)?;
    if typed.is_empty() { ticket::next_number(desk, shop).await } else { Ok(typed.to_uppercase()) }
}

/// The steps from new to a state that another system says the ticket was in; its rules had other required fields.
fn walked(id: Id, to: TicketState) -> Vec<Edit> {
    let mut at = TicketState::New;
    let step = |next: TicketState| {
        let edit = Edit::step(id, domain::field::ticket::state, at.as_str(), next.as_str());
        at = next;
        edit
    };
    TicketState::New.way(to).into_iter().map(step).collect()
}

/// What other systems call our tiers.
fn tier_alias(text: &str) -> &str {
    match text {
        "普通" | "会员" | "普通会员" => "普卡",
        "黑卡" | "黑金" => "黑金卡",
        other => other,
    }
}

fn tier_words(tier: Tier, lang: Lang) -> String {
    let (zh, en) = match tier {
        Tier::Regular => ("普卡", "Regular"),
        Tier::Silver => ("银卡", "Silver"),
        Tier::Gold => ("金卡", "Gold"),
        Tier::Black => ("黑金卡", "Black"),
    };
    lang.pick(zh, en).to_owned()
}
