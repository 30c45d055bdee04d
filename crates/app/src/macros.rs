//! Macros: list, write, preview, run.

use std::collections::BTreeMap;

use domain::conversation::{Conversation, Saying};
use domain::macros::{Macro, MacroChange, MacroStep, PlannedStep, Scene};
use domain::permission::Permission;
use domain::sla::{Terms, policy_of};
use domain::staff::Staff;
use domain::ticket::Ticket;
use domain::ticket_type::TicketType;
use domain::{Id, Noun};

use crate::desk::{Caller, Desk, Pen, Who};
use crate::error::{Code, Error};
use crate::shape::{ById, Created, Nothing};
use crate::{canned, cards, conversation, shapes, sla};

shapes! {
    pub struct SaveMacro { id: Option<Id>, name: String, steps: Vec<MacroStep>, shop: Option<Id>, #[serde(default)] private: bool, applies: String }

    pub struct MacroOn { id: Id, noun: Noun, about: Id }

    pub struct MacroLine { text: String, refused: Option<String> }

    pub struct MacroPreview { lines: Vec<MacroLine>, runnable: bool }
}

pub(crate) async fn list(desk: &Desk, caller: &Caller, _: Nothing) -> Result<Vec<Macro>, Error> {
    let who = caller.who()?;
    let mut macros: Vec<Macro> = desk.store().all().await?;
    macros.retain(|known| !known.archived && may_use(known, who));
    macros.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(macros)
}

fn may_use(known: &Macro, who: &Who) -> bool {
    known.owner.is_none_or(|owner| owner == who.id()) && who.scope.covers(known.shop)
}

pub(crate) async fn save(desk: &Desk, caller: &Caller, input: SaveMacro) -> Result<Created, Error> {
    let who = caller.who()?;
    let mut pen = desk.pen(caller).await?;
    let existing = match input.id {
        None => None,
        Some(id) => Some(found(desk, who, id).await?),
    };
    shared_only_by(who, input.private && existing.as_ref().is_none_or(|known| known.owner.is_some()))?;
    let change =
        MacroChange { name: input.name, steps: input.steps, shop: input.shop, owner: input.private.then_some(who.id()), applies: input.applies };
    let made = pen.decide(|ctx| domain::macros::save(existing.as_ref(), change, ctx))?;
    pen.commit(made.edits).await?;
    Ok(Created { id: made.id })
}

/// What everyone uses is written by those who may.
fn shared_only_by(who: &Who, private: bool) -> Result<(), Error> {
    if private || who.may(Permission::SharedWords) {
        return Ok(());
    }
    Err(Error::new(Code::Forbidden, "公用的由店长或主管来改，您可以存成自己的。", "Shared ones are changed by managers; you can save your own."))
}

async fn found(desk: &Desk, who: &Who, id: Id) -> Result<Macro, Error> {
    desk.store().get::<Macro>(id).await?.filter(|known| may_use(known, who)).ok_or_else(|| Error::not_found("个宏", "macro"))
}

pub(crate) async fn archive(desk: &Desk, caller: &Caller, input: ById) -> Result<Nothing, Error> {
    let who = caller.who()?;
    let mut pen = desk.pen(caller).await?;
    let known = found(desk, who, input.id).await?;
    shared_only_by(who, known.owner.is_some())?;
    let edits = pen.decide(|ctx| domain::macros::archive(&known, ctx))?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}

pub(crate) async fn preview(desk: &Desk, caller: &Caller, input: MacroOn) -> Result<MacroPreview, Error> {
    let pen = desk.pen(caller).await?;
    let steps = plan(desk, caller, &pen, &input).await?;
    let runnable = steps.iter().all(|step| step.refused.is_none());
    let line = |step: PlannedStep| MacroLine {
        text: caller.lang.pick(&step.line_zh, &step.line_en).to_owned(),
        refused: step.refused.map(|refusal| refusal.text(caller.lang).to_owned()),
    };
    Ok(MacroPreview { lines: steps.into_iter().map(line).collect(), runnable })
}

/// Runs all steps or none, so that what happens is what the preview said.
pub(crate) async fn run(desk: &Desk, caller: &Caller, input: MacroOn) -> Result<Nothing, Error> {
    let mut pen = desk.pen(caller).await?;
    let steps = plan(desk, caller, &pen, &input).await?;
    let mut edits = Vec::new();
    for step in steps {
        match step.refused {
            Some(refusal) => return Err(refusal.into()),
            None => edits.extend(step.edits),
        }
    }
    pen.commit(edits).await?;
    Ok(Nothing {})
}

/// What a macro is tried on, loaded.
struct Loaded {
    ticket: Option<Ticket>,
    kind: Option<TicketType>,
    terms: Option<Terms>,
    conversation: Option<Conversation>,
    saying: Saying,
    vars: BTreeMap<&'static str, String>,
    names: BTreeMap<Id, String>,
}

async fn plan(desk: &Desk, caller: &Caller, pen: &Pen<'_>, on: &MacroOn) -> Result<Vec<PlannedStep>, Error> {
    let known = found(desk, caller.who()?, on.id).await?;
    let loaded = load(desk, caller, on).await?;
    pen.decide(|ctx| {
        let scene = Scene {
            ticket: loaded.ticket.clone(),
            kind: loaded.kind.as_ref(),
            terms: loaded.terms.as_ref(),
            conversation: loaded.conversation.clone(),
            saying: loaded.saying,
            vars: &|name| loaded.vars.get(name).cloned(),
            name_of: &|id| loaded.names.get(&id).cloned(),
        };
        Ok(domain::macros::plan(&known.steps, scene, ctx))
    })
}

async fn load(desk: &Desk, caller: &Caller, on: &MacroOn) -> Result<Loaded, Error> {
    let who = caller.who()?;
    let ticket = match on.noun {
        Noun::Ticket => Some(visible_ticket(desk, who, on.about).await?),
        _ => None,
    };
    let conversation = match (on.noun, ticket.as_ref().and_then(|ticket| ticket.conversation)) {
        (Noun::Conversation, _) => Some(conversation::visible(desk, who, on.about).await?),
        (_, Some(id)) => Some(conversation::visible(desk, who, id).await?),
        _ => None,
    };
    let kind = match ticket.as_ref().and_then(|ticket| ticket.kind) {
        Some(kind) => desk.store().get::<TicketType>(kind).await?,
        None => None,
    };
    let terms = match &ticket {
        Some(ticket) => sla::terms(desk, policy_of(kind.as_ref().and_then(|kind| kind.sla)), ticket.shop).await?,
        None => None,
    };
    let saying = match &conversation {
        Some(conversation) => conversation::saying(desk, conversation).await?,
        None => Saying { budget: None, undo_ms: 0 },
    };
    let vars = canned::variables(desk, caller, conversation.as_ref().map(|it| it.id), ticket.as_ref().map(|it| it.id)).await?;
    Ok(Loaded { ticket, kind, terms, conversation, saying, vars, names: names(desk).await? })
}

async fn visible_ticket(desk: &Desk, who: &Who, id: Id) -> Result<Ticket, Error> {
    let ticket = desk.store().get::<Ticket>(id).await?.filter(|ticket| who.scope.covers(ticket.shop));
    ticket.ok_or_else(|| Error::not_found("张工单", "ticket"))
}

/// Names of people and departments, for the preview's lines.
async fn names(desk: &Desk) -> Result<BTreeMap<Id, String>, Error> {
    let people = desk.store().all::<Staff>().await?;
    let mut names: BTreeMap<Id, String> = people.into_iter().map(|person| (person.id, person.name)).collect();
    let departments: Vec<domain::shop::Department> = desk.store().all().await?;
    names.extend(cards::departments(desk, departments.iter().map(|department| department.id)).await?);
    Ok(names)
}
