//! Canned replies: texts with variables, found by their shortcut.

use crate::ctx::{Ctx, Made};
use crate::edit::Edit;
use crate::id::Id;
use crate::message::{Carried, Carrieds};
use crate::record::{changes, difference};
use crate::refusal::{Refusal, Verdict};
use crate::text::{Label, MESSAGE_MAX, NAME_MAX, line, narrow, required, required_line};

crate::record! {
    pub struct CannedReply of canned_reply {
        title: String,
        shortcut: String,
        /// Variables stand as `{{customer.name}}`.
        body: String,
        attachments: Carrieds,
        shop: Option<Id>,
        /// Only this person sees it.
        owner: Option<Id>,
        archived: bool,
        category: Option<String>,
    }
}

/// A variable that a reply may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable {
    pub name: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

/// Every variable there is. Whoever renders gives values for these names and no others.
pub const VARIABLES: &[Variable] = &[
    Variable { name: "customer.name", zh: "顾客姓名", en: "Customer's name" },
    Variable { name: "customer.tier", zh: "会员等级", en: "Member tier" },
    Variable { name: "customer.points", zh: "会员积分", en: "Member points" },
    Variable { name: "ticket.number", zh: "工单号", en: "Ticket number" },
    Variable { name: "ticket.subject", zh: "工单标题", en: "Ticket subject" },
    Variable { name: "ticket.state", zh: "工单状态", en: "Ticket state" },
    Variable { name: "ticket.due", zh: "承诺解决时间", en: "Promised by" },
    Variable { name: "staff.name", zh: "我的姓名", en: "My name" },
    Variable { name: "shop.name", zh: "门店名称", en: "Shop name" },
    Variable { name: "shop.phone", zh: "门店电话", en: "Shop phone" },
    Variable { name: "shop.address", zh: "门店地址", en: "Shop address" },
    Variable { name: "organisation.name", zh: "公司名称", en: "Organisation" },
    Variable { name: "today", zh: "今天的日期", en: "Today's date" },
];

/// A reply with its variables filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    pub text: String,
    /// Names without value or default, each once; they still stand in the text as `{{name}}`.
    pub missing: Vec<String>,
}

/// One piece of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    Slot { name: &'a str, default: Option<&'a str>, whole: &'a str },
}

/// Fills in `{{name}}` and `{{name|default}}`. `\{{` stands for two braces. Values are put in as they are and not
/// looked through again, so nobody's name can smuggle in a variable.
pub fn render(body: &str, vars: &dyn Fn(&str) -> Option<String>) -> Rendered {
    let mut text = String::new();
    let mut missing: Vec<String> = Vec::new();
    for piece in pieces(body) {
        match piece {
            Piece::Text(words) => text.push_str(words),
            Piece::Slot { name, default, whole } => {
                let value = vars(name).filter(|value| !value.is_empty()).or_else(|| default.map(str::to_owned));
                if value.is_none() && !missing.iter().any(|known| known == name) {
                    missing.push(name.to_owned());
                }
                text.push_str(value.as_deref().unwrap_or(whole));
            }
        }
    }
    Rendered { text, missing }
}

fn pieces(body: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.find("{{") {
        if let Some(before) = rest[..at].strip_suffix('\\') {
            pieces.extend([Piece::Text(before), Piece::Text("{{")]);
            rest = &rest[at + 2..];
            continue;
        }
        let Some(length) = rest[at..].find("}}") else { break };
        let whole = &rest[at..at + length + 2];
        pieces.extend([Piece::Text(&rest[..at]), slot(whole)]);
        rest = &rest[at + length + 2..];
    }
    pieces.push(Piece::Text(rest));
    pieces
}

fn slot(whole: &str) -> Piece<'_> {
    let inner = &whole[2..whole.len() - 2];
    let (name, default) = match inner.split_once('|') {
        Some((name, default)) => (name.trim(), Some(default.trim())),
        None => (inner.trim(), None),
    };
    Piece::Slot { name, default, whole }
}

/// Names in a body that are no variables, each once.
pub fn unknown_variables(body: &str) -> Vec<String> {
    let known = |name: &str| VARIABLES.iter().any(|variable| variable.name == name);
    let mut names: Vec<String> = Vec::new();
    for piece in pieces(body) {
        if let Piece::Slot { name, .. } = piece
            && !known(name)
            && !names.iter().any(|seen| seen == name)
        {
            names.push(name.to_owned());
        }
    }
    names
}

/// A shortcut in its one form: lower case, 1 to 20 letters (Chinese too), digits, hyphens or underscores, without
/// the `/` that people type before it.
pub fn shortcut(text: &str) -> Verdict<String> {
    let short = narrow(text).trim().trim_start_matches('/').to_lowercase();
    let fits = (1..=20).contains(&short.chars().count()) && short.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    if fits {
        return Ok(short);
    }
    Err(Refusal::new(
        "canned.shortcut",
        "快捷码要 1 到 20 个字，用汉字、字母、数字、短横或下划线",
        "A shortcut has 1 to 20 letters, digits, hyphens or underscores",
    ))
}

/// What a canned reply shall be; the whole of it.
#[derive(Clone, Debug, Default)]
pub struct CannedChange {
    pub title: String,
    pub shortcut: String,
    pub body: String,
    pub attachments: Vec<Carried>,
    pub shop: Option<Id>,
    /// Only for this person.
    pub owner: Option<Id>,
    pub category: String,
}

/// Makes a canned reply or changes one; `all` are all there are.
pub fn save(existing: Option<&CannedReply>, change: CannedChange, all: &[CannedReply], ctx: &mut Ctx<'_>) -> Verdict<Made> {
    own(existing, ctx)?;
    let body = required(Label::new("内容", "Text"), &change.body, MESSAGE_MAX)?;
    if let Some(name) = unknown_variables(&body).first() {
        return Err(Refusal::new(
            "canned.variable",
            format!("没有「{name}」这个变量，从变量表里挑；要写两个花括号本身，前面加 \\"),
            format!("There is no variable “{name}”. Choose one from the list; write \\ before two braces that are just braces"),
        ));
    }
    let category = line(Label::new("分类", "Category"), &change.category, NAME_MAX)?;
    let next = CannedReply {
        id: existing.map_or_else(|| ctx.id(), |reply| reply.id),
        title: required_line(Label::new("标题", "Title"), &change.title, NAME_MAX)?,
        shortcut: shortcut(&change.shortcut)?,
        body,
        attachments: Carrieds(change.attachments),
        shop: change.shop,
        owner: change.owner,
        archived: existing.is_some_and(|reply| reply.archived),
        category: (!category.is_empty()).then_some(category),
    };
    check_free(&next, all)?;
    Ok(Made { id: next.id, edits: difference(existing, &next) })
}

fn own(existing: Option<&CannedReply>, ctx: &Ctx<'_>) -> Verdict<()> {
    match existing.and_then(|reply| reply.owner) {
        Some(owner) if ctx.actor != Some(owner) => {
            Err(Refusal::new("canned.not_yours", "这是同事自己的常用语，改不了", "This reply belongs to a colleague and only they change it"))
        }
        _ => Ok(()),
    }
}

/// One person must never see two replies behind one shortcut.
fn check_free(reply: &CannedReply, all: &[CannedReply]) -> Verdict<()> {
    match all.iter().find(|other| other.id != reply.id && !other.archived && other.shortcut == reply.shortcut && meet(reply, other)) {
        None => Ok(()),
        Some(other) => Err(Refusal::new(
            "canned.shortcut_taken",
            format!("/{} 已经是「{}」，换一个快捷码", reply.shortcut, other.title),
            format!("/{} stands for “{}” already. Choose another shortcut", reply.shortcut, other.title),
        )),
    }
}

/// Whether somebody may see both: not when they belong to two shops or two people.
fn meet(one: &CannedReply, other: &CannedReply) -> bool {
    let apart = |a: Option<Id>, b: Option<Id>| a.is_some() && b.is_some() && a != b;
    !apart(one.shop, other.shop) && !apart(one.owner, other.owner)
}

/// Takes a reply out of use.
pub fn archive(reply: &CannedReply, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    own(Some(reply), ctx)?;
    Ok(changes(reply, &CannedReply { archived: true, ..reply.clone() }))
}
