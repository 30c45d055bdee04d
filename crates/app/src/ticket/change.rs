//! Opening tickets and changing them in place.

use domain::edit::Edit;
use domain::message::{Audience, Words};
use domain::permission::Permission;
use domain::shop::Shop;
use domain::sla::{Terms, policy_of};
use domain::ticket::{NewTicket, Solving, Ticket, TicketChange};
use domain::ticket_type::TicketType;
use domain::{Ctx, Id, Verdict};

use super::page::{kind_of, visible};
use super::{AssignTicket, ChangeChecklist, Comment, CreateTicket, CreatedTicket, HandOver, MoveTicket, UpdateTicket, Watch};
use crate::conversation::{self, Snooze};
use crate::customer::TagChange;
use crate::desk::{Caller, Desk, Pen};
use crate::error::{Code, Error};
use crate::shape::{ById, Created, Nothing};
use crate::{customer, sla};

/// A ticket as rules want it: with its type and its promises.
pub(super) struct Loaded {
    pub ticket: Ticket,
    pub kind: Option<TicketType>,
    pub terms: Option<Terms>,
}

/// Takes the pen and loads a ticket that the person may see.
pub(super) async fn load<'d>(desk: &'d Desk, caller: &Caller, id: Id) -> Result<(Pen<'d>, Loaded), Error> {
    let who = caller.who()?;
    let pen = desk.pen(caller).await?;
    let ticket = visible(desk, who, id).await?;
    Ok((pen, loaded(desk, ticket).await?))
}

pub(super) async fn loaded(desk: &Desk, ticket: Ticket) -> Result<Loaded, Error> {
    let kind = kind_of(desk, &ticket).await?;
    let terms = sla::terms(desk, policy_of(kind.as_ref().and_then(|kind| kind.sla)), ticket.shop).await?;
    Ok(Loaded { ticket, kind, terms })
}

/// Loads, decides and commits one change.
async fn change(desk: &Desk, caller: &Caller, id: Id, rule: impl FnOnce(&Loaded, &mut Ctx<'_>) -> Verdict<Vec<Edit>>) -> Result<Nothing, Error> {
    let (mut pen, loaded) = load(desk, caller, id).await?;
    let edits = pen.decide(|ctx| rule(&loaded, ctx))?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}

/// The next number of a shop on this device. The letters tell the chain's devices apart: the hub says the how manieth it is.
pub(crate) async fn next_number(desk: &Desk, shop: Option<Id>) -> Result<String, Error> {
    const HEAD_OFFICE: &str = "HQ";
    let shop = match shop {
        Some(id) => Some(desk.store().get::<Shop>(id).await?.ok_or_else(|| Error::not_found("家店", "shop"))?),
        None => None,
    };
    let code = shop.as_ref().map_or(HEAD_OFFICE, |shop| shop.code.as_str());
    let letters = domain::ticket::letters(desk.store().ordinal().await?);
    let last = desk.store().last_ticket_counter(&format!("{code}{letters}-")).await?;
    Ok(domain::ticket::number(code, &letters, last as u64 + 1))
}

pub(crate) async fn create(desk: &Desk, caller: &Caller, input: CreateTicket) -> Result<CreatedTicket, Error> {
    let who = caller.who()?;
    let mut pen = desk.pen(caller).await?;
    let shop = input.shop.or(who.shop);
    if !who.scope.covers(shop) {
        return Err(Error::not_found("家店", "shop"));
    }
    let kind = match input.kind {
        Some(kind) => Some(desk.store().get::<TicketType>(kind).await?.ok_or_else(|| Error::not_found("个工单类型", "ticket type"))?),
        None => None,
    };
    let customer = customer_of(desk, input.customer).await?;
    if let Some(staff) = input.assignee {
        conversation::check_reach(desk, staff, shop).await?;
    }
    if let Some(parent) = input.parent {
        visible(desk, who, parent).await?;
    }
    let terms = sla::terms(desk, policy_of(kind.as_ref().and_then(|kind| kind.sla)), shop).await?;
    let number = next_number(desk, shop).await?;
    let new = NewTicket {
        number: number.clone(),
        subject: input.subject,
        description: input.description,
        priority: input.priority,
        customer,
        shop,
        department: input.department.or(kind.as_ref().and_then(|kind| kind.department)),
        assignee: input.assignee,
        conversation: input.conversation,
        channel: input.channel,
        tags: input.tags,
        fields: input.fields,
        parent: input.parent,
    };
    let made = pen.decide(|ctx| domain::ticket::open(new, kind.as_ref(), terms.as_ref(), ctx))?;
    let mut edits = made.edits;
    if let Some(id) = input.conversation {
        let conversation = conversation::visible(desk, who, id).await?;
        edits.extend(domain::conversation::set_ticket(&conversation, Some(made.id))?);
    }
    pen.commit(edits).await?;
    Ok(CreatedTicket { id: made.id, number })
}

/// The customer that stands for the one named.
async fn customer_of(desk: &Desk, named: Option<Id>) -> Result<Option<Id>, Error> {
    let Some(id) = named else { return Ok(None) };
    Ok(Some(customer::found(desk, id).await?.id))
}

pub(crate) async fn update(desk: &Desk, caller: &Caller, input: UpdateTicket) -> Result<Nothing, Error> {
    let (mut pen, mut loaded) = load(desk, caller, input.id).await?;
    if let Some(kind) = input.kind.filter(|kind| loaded.ticket.kind != Some(*kind)) {
        let kind = desk.store().get::<TicketType>(kind).await?.ok_or_else(|| Error::not_found("个工单类型", "ticket type"))?;
        loaded.terms = sla::terms(desk, policy_of(kind.sla), loaded.ticket.shop).await?;
        loaded.kind = Some(kind);
    }
    let change = TicketChange {
        subject: input.subject,
        description: input.description,
        kind: input.kind,
        priority: input.priority,
        customer: customer_of(desk, input.customer).await?,
        department: None,
        fields: input.fields,
    };
    let edits = pen.decide(|ctx| domain::ticket::update(&loaded.ticket, loaded.kind.as_ref(), change, loaded.terms.as_ref(), ctx))?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}

pub(crate) async fn step(desk: &Desk, caller: &Caller, input: MoveTicket) -> Result<Nothing, Error> {
    let solving = Solving { resolution: input.resolution, anyway: input.anyway };
    change(desk, caller, input.id, |it, ctx| domain::ticket::step(&it.ticket, it.kind.as_ref(), input.to, &solving, it.terms.as_ref(), ctx)).await
}

/// Taking a ticket oneself, or letting go of it, is everybody's; giving it to others needs the right to.
pub(crate) async fn assign(desk: &Desk, caller: &Caller, input: AssignTicket) -> Result<Nothing, Error> {
    let who = caller.who()?;
    let (mut pen, loaded) = load(desk, caller, input.id).await?;
    let me = who.id();
    let own = input.staff == Some(me) && loaded.ticket.assignee.is_none() || input.staff.is_none() && loaded.ticket.assignee == Some(me);
    if !own && !who.may(Permission::TicketAssign) {
        return Err(Error::new(
            Code::Forbidden,
            "把工单派给别人要店长或主管来做；没人接的您可以自己接。",
            "Giving tickets to others is for managers; you can take one that nobody has.",
        ));
    }
    if let Some(staff) = input.staff {
        conversation::check_reach(desk, staff, loaded.ticket.shop).await?;
    }
    let edits = pen.decide(|ctx| domain::ticket::assign(&loaded.ticket, input.staff, loaded.terms.as_ref(), ctx))?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}

pub(crate) async fn hand_over(desk: &Desk, caller: &Caller, input: HandOver) -> Result<Nothing, Error> {
    let (mut pen, loaded) = load(desk, caller, input.id).await?;
    if let Some(staff) = input.staff {
        conversation::check_reach(desk, staff, loaded.ticket.shop).await?;
    }
    let hand = domain::ticket::HandOver { department: input.department, staff: input.staff, ask: input.ask, due: input.due };
    let mut edits = pen.decide(|ctx| domain::ticket::hand_over(&loaded.ticket, hand, loaded.terms.as_ref(), ctx))?;
    if !input.tell_customer.trim().is_empty() {
        edits.extend(told(desk, caller, &pen, &loaded.ticket, input.tell_customer).await?);
    }
    pen.commit(edits).await?;
    Ok(Nothing {})
}

/// The reply that tells the customer, through the conversation the ticket came from.
async fn told(desk: &Desk, caller: &Caller, pen: &Pen<'_>, ticket: &Ticket, text: String) -> Result<Vec<Edit>, Error> {
    let nowhere = || {
        Error::new(
            Code::Refused,
            "这张工单没有关联会话，没法告诉顾客。先空着这一栏，或另外联系。",
            "This ticket has no conversation to tell the customer in. Leave this empty, or reach them another way.",
        )
    };
    let id = ticket.conversation.ok_or_else(nowhere)?;
    let conversation = conversation::visible(desk, caller.who()?, id).await?;
    conversation::check_gaps(&text)?;
    let saying = conversation::saying(desk, &conversation).await?;
    let said = pen.decide(|ctx| domain::conversation::say(&conversation, Words::of(text), Audience::Customer, &saying, ctx))?;
    let mut edits = said.edits;
    if said.held_until.is_none() {
        edits.extend(conversation::tickets_answered(desk, pen, id).await?);
    }
    Ok(edits)
}

pub(crate) async fn comment(desk: &Desk, caller: &Caller, input: Comment) -> Result<Created, Error> {
    let (mut pen, loaded) = load(desk, caller, input.id).await?;
    let words = Words { mentions: input.mentions, attachments: input.attachments, transcript: input.transcript, ..Words::of(input.text) };
    let made = pen.decide(|ctx| domain::ticket::comment(&loaded.ticket, words, ctx))?;
    pen.commit(made.edits).await?;
    Ok(Created { id: made.id })
}

pub(crate) async fn tag(desk: &Desk, caller: &Caller, input: TagChange) -> Result<Nothing, Error> {
    change(desk, caller, input.id, |it, _| domain::ticket::tag(&it.ticket, &input.add, &input.remove)).await
}

pub(crate) async fn watch(desk: &Desk, caller: &Caller, input: Watch) -> Result<Nothing, Error> {
    let me = caller.who()?.id();
    change(desk, caller, input.id, |it, _| domain::ticket::watch(&it.ticket, me, input.watching)).await
}

pub(crate) async fn checklist(desk: &Desk, caller: &Caller, input: ChangeChecklist) -> Result<Nothing, Error> {
    change(desk, caller, input.id, |it, ctx| domain::ticket::check(&it.ticket, &input.change, ctx)).await
}

pub(crate) async fn snooze(desk: &Desk, caller: &Caller, input: Snooze) -> Result<Nothing, Error> {
    change(desk, caller, input.id, |it, ctx| domain::ticket::snooze(&it.ticket, input.until, ctx)).await
}

pub(crate) async fn delete(desk: &Desk, caller: &Caller, input: ById) -> Result<Nothing, Error> {
    let merged = desk.store().tickets_under(domain::field::ticket::merged_into, input.id).await?.len();
    change(desk, caller, input.id, |it, _| domain::ticket::delete(&it.ticket, merged)).await
}
