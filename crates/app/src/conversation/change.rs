//! A conversation's life besides what is said: claimed, given, passed on, put to sleep, ended, marked, tagged.
//!
//! Every change loads under the pen, asks the rule, and commits once.

use domain::conversation::{Conversation, Route};
use domain::edit::Edit;
use domain::permission::Permission;
use domain::shop::{Department, Shop};
use domain::staff::Staff;
use domain::{Ctx, Id, Verdict};

use super::thread::visible;
use super::{
    AssignConversation, BulkConversations, ConversationAction, EndConversation, MarkConversation, RouteConversation, SetConversationCustomer,
    SetMood, Snooze,
};
use crate::customer::{self, TagChange};
use crate::desk::{Caller, Desk, Pen, Who};
use crate::error::{Code, Error};
use crate::shape::{BulkOutcome, ById, Nothing, Refused};

const BULK_MAX: usize = 500;

/// Loads, decides and commits one change.
async fn change(
    desk: &Desk,
    caller: &Caller,
    id: Id,
    rule: impl FnOnce(&Conversation, &mut Ctx<'_>) -> Verdict<Vec<Edit>>,
) -> Result<Nothing, Error> {
    let mut pen = desk.pen(caller).await?;
    let conversation = visible(desk, caller.who()?, id).await?;
    let edits = pen.decide(|ctx| rule(&conversation, ctx))?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}

pub(crate) async fn claim(desk: &Desk, caller: &Caller, input: ById) -> Result<Nothing, Error> {
    let mut pen = desk.pen(caller).await?;
    let conversation = visible(desk, caller.who()?, input.id).await?;
    let edits = claimed(desk, &pen, &conversation).await?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}

async fn claimed(desk: &Desk, pen: &Pen<'_>, conversation: &Conversation) -> Result<Vec<Edit>, Error> {
    let holder = match conversation.assignee {
        Some(holder) => desk.store().get::<Staff>(holder).await?,
        None => None,
    };
    pen.decide(|ctx| domain::conversation::claim(conversation, holder.as_ref().map(|person| person.name.as_str()), ctx))
}

/// Letting go of one's own conversation is everybody's; giving one to others needs the right to.
pub(crate) async fn assign(desk: &Desk, caller: &Caller, input: AssignConversation) -> Result<Nothing, Error> {
    let who = caller.who()?;
    let mut pen = desk.pen(caller).await?;
    let conversation = visible(desk, who, input.id).await?;
    let lets_go = input.staff.is_none() && conversation.assignee == Some(who.id());
    if !lets_go && !who.may(Permission::ConversationAssign) {
        return Err(Error::new(
            Code::Forbidden,
            "把会话派给别人要店长或主管来做；没人接的您可以自己接。",
            "Giving conversations to others is for managers; you can take one that nobody has.",
        ));
    }
    let edits = assigned(desk, &pen, &conversation, input.staff).await?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}

async fn assigned(desk: &Desk, pen: &Pen<'_>, conversation: &Conversation, staff: Option<Id>) -> Result<Vec<Edit>, Error> {
    if let Some(staff) = staff {
        check_reach(desk, staff, conversation.shop).await?;
    }
    pen.decide(|_| domain::conversation::assign(conversation, staff))
}

/// Whoever is given a conversation or a ticket must be able to open it.
pub(crate) async fn check_reach(desk: &Desk, staff: Id, shop: Option<Id>) -> Result<(), Error> {
    let person = desk.store().get::<Staff>(staff).await?.filter(|person| !person.disabled);
    let person = person.ok_or_else(|| Error::not_found("位同事", "person"))?;
    let reach = desk.who(staff, None).await?;
    if reach.scope.covers(shop) && (reach.may(Permission::ConversationWork) || reach.may(Permission::TicketWork)) {
        return Ok(());
    }
    Err(Error::new(
        Code::Refused,
        format!("{} 看不到这家店的会话和工单，换一位同事，或先转到 TA 的门店", person.name),
        format!("{} does not work in this shop. Choose somebody else, or pass it to their shop first", person.name),
    ))
}

pub(crate) async fn route(desk: &Desk, caller: &Caller, input: RouteConversation) -> Result<Nothing, Error> {
    check_target(desk, &input).await?;
    let to = Route { shop: input.shop, department: input.department, note: input.note };
    change(desk, caller, input.id, |conversation, ctx| domain::conversation::route(conversation, to, ctx)).await
}

/// A conversation may go to any shop of the chain, also one that the sender cannot see into.
async fn check_target(desk: &Desk, input: &RouteConversation) -> Result<(), Error> {
    if let Some(shop) = input.shop {
        let open = desk.store().get::<Shop>(shop).await?.filter(|shop| !shop.closed);
        open.ok_or_else(|| Error::not_found("家店", "shop"))?;
    }
    if let Some(department) = input.department {
        let used = desk.store().get::<Department>(department).await?.filter(|department| !department.archived);
        used.ok_or_else(|| Error::not_found("个部门", "department"))?;
    }
    Ok(())
}

pub(crate) async fn end(desk: &Desk, caller: &Caller, input: EndConversation) -> Result<Nothing, Error> {
    let mut pen = desk.pen(caller).await?;
    let conversation = visible(desk, caller.who()?, input.id).await?;
    let edits = ended(desk, &pen, &conversation, input.anyway.unwrap_or(false)).await?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}

async fn ended(desk: &Desk, pen: &Pen<'_>, conversation: &Conversation, anyway: bool) -> Result<Vec<Edit>, Error> {
    let unsent = desk.store().unsent_of(conversation.id).await?;
    pen.decide(|ctx| domain::conversation::end(conversation, unsent, anyway, ctx))
}

pub(crate) async fn reopen(desk: &Desk, caller: &Caller, input: ById) -> Result<Nothing, Error> {
    change(desk, caller, input.id, |conversation, _| domain::conversation::reopen(conversation)).await
}

pub(crate) async fn snooze(desk: &Desk, caller: &Caller, input: Snooze) -> Result<Nothing, Error> {
    change(desk, caller, input.id, |conversation, ctx| domain::conversation::snooze(conversation, input.until, ctx)).await
}

pub(crate) async fn mark(desk: &Desk, caller: &Caller, input: MarkConversation) -> Result<Nothing, Error> {
    let wrote_at = desk.store().customer_wrote_at(input.id).await?;
    change(desk, caller, input.id, |conversation, ctx| domain::conversation::mark(conversation, input.read, wrote_at, ctx)).await
}

pub(crate) async fn tag(desk: &Desk, caller: &Caller, input: TagChange) -> Result<Nothing, Error> {
    change(desk, caller, input.id, |conversation, _| domain::conversation::tag(conversation, &input.add, &input.remove)).await
}

pub(crate) async fn set_customer(desk: &Desk, caller: &Caller, input: SetConversationCustomer) -> Result<Nothing, Error> {
    let customer = customer::found(desk, input.customer).await?;
    change(desk, caller, input.id, |conversation, _| domain::conversation::set_customer(conversation, customer.id)).await
}

pub(crate) async fn set_mood(desk: &Desk, caller: &Caller, input: SetMood) -> Result<Nothing, Error> {
    change(desk, caller, input.id, |conversation, _| domain::conversation::set_mood(conversation, input.mood)).await
}

/// Does one thing to many: each is judged alone, and what the rules allow is committed together.
pub(crate) async fn bulk(desk: &Desk, caller: &Caller, input: BulkConversations) -> Result<BulkOutcome, Error> {
    let who = caller.who()?;
    if input.ids.len() > BULK_MAX {
        return Err(Error::new(
            Code::Refused,
            format!("一次最多 {BULK_MAX} 个会话，现在选了 {} 个，分几次做", input.ids.len()),
            format!("{BULK_MAX} conversations at a time at most; {} are chosen. Do it in parts", input.ids.len()),
        ));
    }
    let mut pen = desk.pen(caller).await?;
    let (mut edits, mut outcome) = (Vec::new(), BulkOutcome { done: 0, refused: Vec::new() });
    for id in input.ids {
        match try_one(desk, who, &pen, id, &input.action).await {
            Ok(more) => {
                outcome.done += 1;
                edits.extend(more);
            }
            Err(error) if matches!(error.code, Code::Refused | Code::NotFound | Code::Forbidden) => {
                outcome.refused.push(Refused { id, why: error.text(caller.lang).to_owned() });
            }
            Err(error) => return Err(error),
        }
    }
    pen.commit(edits).await?;
    Ok(outcome)
}

async fn try_one(desk: &Desk, who: &Who, pen: &Pen<'_>, id: Id, action: &ConversationAction) -> Result<Vec<Edit>, Error> {
    let conversation = visible(desk, who, id).await?;
    match action {
        ConversationAction::Assign { staff } if who.may(Permission::ConversationAssign) => assigned(desk, pen, &conversation, *staff).await,
        ConversationAction::Assign { staff } if *staff == Some(who.id()) => claimed(desk, pen, &conversation).await,
        ConversationAction::Assign { .. } => {
            Err(Error::new(Code::Forbidden, "您的角色不能分派会话，找店长或主管来分", "Your role does not give out conversations. Ask a manager"))
        }
        ConversationAction::End => ended(desk, pen, &conversation, false).await,
        ConversationAction::Tag { tag } => pen.decide(|_| domain::conversation::tag(&conversation, std::slice::from_ref(tag), &[])),
        ConversationAction::Snooze { until } => pen.decide(|ctx| domain::conversation::snooze(&conversation, Some(*until), ctx)),
        ConversationAction::MarkRead => {
            let wrote_at = desk.store().customer_wrote_at(id).await?;
            pen.decide(|ctx| domain::conversation::mark(&conversation, true, wrote_at, ctx))
        }
    }
}
