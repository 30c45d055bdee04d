//! Canned replies: list, write, and fill in their variables.

use std::collections::BTreeMap;

use domain::canned::{CannedChange, CannedReply, VARIABLES, Variable};
use domain::conversation::Conversation;
use domain::customer::{Customer, Tier};
use domain::message::Carried;
use domain::permission::Permission;
use domain::shop::{CHINA_OFFSET_MIN, Shop};
use domain::ticket::Ticket;
use domain::time::MINUTE;
use domain::{Id, Lang, Millis};

use crate::desk::{Caller, Desk, Who};
use crate::error::{Code, Error};
use crate::shape::{ById, Created, Nothing};
use crate::{conversation, customer, session, shapes};

shapes! {
    pub struct FindCanned { #[serde(default)] text: String }

    pub struct SaveCanned {
        id: Option<Id>,
        title: String,
        shortcut: String,
        body: String,
        #[serde(default)]
        attachments: Vec<Carried>,
        shop: Option<Id>,
        /// Only for oneself.
        #[serde(default)]
        private: bool,
        #[serde(default)]
        category: String,
    }

    pub struct RenderCanned { id: Id, conversation: Option<Id>, ticket: Option<Id> }

    /// `missing` variables had no value: sending is refused while they stand in the text.
    pub struct Rendered { text: String, missing: Vec<String>, attachments: Vec<Carried> }
}

/// What the desk knows where a reply is filled in.
struct Scene {
    ticket: Option<Ticket>,
    customer: Option<Customer>,
    shop: Option<Shop>,
}

pub(crate) async fn list(desk: &Desk, caller: &Caller, input: FindCanned) -> Result<Vec<CannedReply>, Error> {
    let who = caller.who()?;
    let text = input.text.trim().trim_start_matches('/').to_lowercase();
    let mut replies: Vec<CannedReply> = desk.store().all().await?;
    replies.retain(|reply| !reply.archived && is_visible(reply, who) && matches(reply, &text));
    // What begins with the shortcut typed comes first.
    replies.sort_by(|a, b| {
        let key = |reply: &CannedReply| (!reply.shortcut.starts_with(&text), reply.category.clone(), reply.title.clone());
        key(a).cmp(&key(b))
    });
    Ok(replies)
}

/// One's own, and the shared ones of one's shops.
fn is_visible(reply: &CannedReply, who: &Who) -> bool {
    reply.owner.is_none_or(|owner| owner == who.id()) && who.scope.covers(reply.shop)
}

fn matches(reply: &CannedReply, text: &str) -> bool {
    let words = [&reply.shortcut, &reply.title, &reply.body];
    words.into_iter().chain(&reply.category).any(|word| word.to_lowercase().contains(text))
}

async fn found(desk: &Desk, who: &Who, id: Id) -> Result<CannedReply, Error> {
    let reply = desk.store().get::<CannedReply>(id).await?.filter(|reply| is_visible(reply, who));
    reply.ok_or_else(|| Error::not_found("条常用语", "canned reply"))
}

/// Shared replies are everybody's words: not everybody changes them.
fn check_shared(who: &Who, shared: bool) -> Result<(), Error> {
    if !shared || who.may(Permission::SharedWords) {
        return Ok(());
    }
    Err(Error::new(
        Code::Refused,
        "共用的常用语由店长或主管来改，可以存一条只给自己用",
        "Shared replies are kept by managers. Save one for yourself instead",
    ))
}

pub(crate) async fn save(desk: &Desk, caller: &Caller, input: SaveCanned) -> Result<Created, Error> {
    let who = caller.who()?;
    let mut pen = desk.pen(caller).await?;
    let existing = match input.id {
        None => None,
        Some(id) => Some(found(desk, who, id).await?),
    };
    check_shared(who, !input.private || existing.as_ref().is_some_and(|reply| reply.owner.is_none()))?;
    if !who.scope.covers(input.shop) {
        return Err(Error::not_found("家店", "shop"));
    }
    let change = CannedChange {
        title: input.title,
        shortcut: input.shortcut,
        body: input.body,
        attachments: input.attachments,
        shop: input.shop,
        owner: input.private.then(|| who.id()),
        category: input.category,
    };
    let all: Vec<CannedReply> = desk.store().all().await?;
    let made = pen.decide(|ctx| domain::canned::save(existing.as_ref(), change, &all, ctx))?;
    pen.commit(made.edits).await?;
    Ok(Created { id: made.id })
}

pub(crate) async fn archive(desk: &Desk, caller: &Caller, input: ById) -> Result<Nothing, Error> {
    let who = caller.who()?;
    let mut pen = desk.pen(caller).await?;
    let reply = found(desk, who, input.id).await?;
    check_shared(who, reply.owner.is_none())?;
    let edits = pen.decide(|ctx| domain::canned::archive(&reply, ctx))?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}

pub(crate) async fn render(desk: &Desk, caller: &Caller, input: RenderCanned) -> Result<Rendered, Error> {
    let who = caller.who()?;
    let reply = found(desk, who, input.id).await?;
    let values = variables(desk, caller, input.conversation, input.ticket).await?;
    let rendered = domain::canned::render(&reply.body, &|name| values.get(name).cloned());
    Ok(Rendered { text: rendered.text, missing: rendered.missing, attachments: reply.attachments.0 })
}

/// A value for every variable that has one beside this conversation or ticket.
pub(crate) async fn variables(
    desk: &Desk,
    caller: &Caller,
    conversation: Option<Id>,
    ticket: Option<Id>,
) -> Result<BTreeMap<&'static str, String>, Error> {
    let who = caller.who()?;
    let scene = scene(desk, who, conversation, ticket).await?;
    let organisation = session::organisation(desk).await?.name;
    Ok(scene.values(who, &organisation, desk.now(), caller.lang))
}

/// Loads what the reply may speak of, within what the person may see.
async fn scene(desk: &Desk, who: &Who, conversation: Option<Id>, ticket: Option<Id>) -> Result<Scene, Error> {
    let conversation = match conversation.filter(|_| who.may(Permission::ConversationWork)) {
        Some(id) => Some(conversation::visible(desk, who, id).await?),
        None => None,
    };
    let ticket = ticket.or(conversation.as_ref().and_then(|conversation| conversation.ticket)).filter(|_| who.may(Permission::TicketWork));
    let ticket = match ticket {
        Some(id) => desk.store().get::<Ticket>(id).await?.filter(|ticket| who.scope.covers(ticket.shop)),
        None => None,
    };
    let of = |conversation_has: fn(&Conversation) -> Option<Id>, ticket_has: fn(&Ticket) -> Option<Id>| {
        conversation.as_ref().and_then(conversation_has).or(ticket.as_ref().and_then(ticket_has))
    };
    let customer = customer::survivors(desk, of(|c| c.customer, |t| t.customer)).await?.into_values().next();
    let shop = match of(|c| c.shop, |t| t.shop).or(who.shop) {
        Some(id) => desk.store().get::<Shop>(id).await?,
        None => None,
    };
    Ok(Scene { ticket, customer, shop })
}

impl Scene {
    fn values(&self, who: &Who, organisation: &str, now: Millis, lang: Lang) -> BTreeMap<&'static str, String> {
        let offset = self.shop.as_ref().map_or(CHINA_OFFSET_MIN, |shop| shop.utc_offset_min);
        let of = |variable: &Variable| -> Option<String> {
            Some(match variable.name {
                "customer.name" => self.customer.as_ref()?.name.clone(),
                "customer.tier" => tier_words(self.customer.as_ref()?.tier?, lang).to_owned(),
                "customer.points" => self.customer.as_ref()?.points.to_string(),
                "ticket.number" => self.ticket.as_ref()?.number.clone(),
                "ticket.subject" => self.ticket.as_ref()?.subject.clone(),
                "ticket.state" => self.ticket.as_ref()?.state.words(lang).to_owned(),
                "ticket.due" => moment(self.ticket.as_ref()?.resolve_due?, offset, lang.pick("%-m 月 %-d 日 %H:%M", "%-d %b, %H:%M"))?,
                "staff.name" => who.staff.name.clone(),
                "shop.name" => self.shop.as_ref()?.name.clone(),
                "shop.phone" => self.shop.as_ref()?.phone.clone(),
                "shop.address" => self.shop.as_ref()?.address.clone(),
                "organisation.name" => organisation.to_owned(),
                "today" => moment(now, offset, lang.pick("%-m 月 %-d 日", "%-d %B"))?,
                _ => return None,
            })
        };
        VARIABLES.iter().filter_map(|variable| Some((variable.name, of(variable)?))).collect()
    }
}

fn tier_words(tier: Tier, lang: Lang) -> &'static str {
    let (zh, en) = match tier {
        Tier::Regular => ("会员", "Member"),
        Tier::Silver => ("银卡", "Silver"),
        Tier::Gold => ("金卡", "Gold"),
        Tier::Black => ("黑金", "Black"),
    };
    lang.pick(zh, en)
}

/// A moment on the shop's clock.
fn moment(at: Millis, offset_min: i64, format: &str) -> Option<String> {
    let local = chrono::DateTime::from_timestamp_millis(at + offset_min * MINUTE)?;
    Some(local.format(format).to_string())
}
