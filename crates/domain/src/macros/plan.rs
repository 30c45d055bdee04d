//! A macro tried out before it runs: each step is judged by the same rule as a person's hand, on the state that the
//! steps before it leave. So the preview is the truth, and running is committing what was previewed.

use crate::conversation::{self, Conversation, Saying};
use crate::ctx::{Ctx, Made};
use crate::edit::Edit;
use crate::id::Id;
use crate::message::{Audience, Words};
use crate::record::{Record, applied, changes, difference};
use crate::refusal::{Lang, Refusal, Verdict};
use crate::sla::Terms;
use crate::text::{Label, MESSAGE_MAX, NAME_MAX, required, required_line};
use crate::ticket::{self, Solving, Ticket, TicketChange};
use crate::ticket_type::TicketType;
use crate::time::{MINUTE, Millis};

use super::{Macro, MacroStep, MacroSteps};

const STEPS_MAX: usize = 20;

/// What a macro is tried on: a ticket, a conversation, or a ticket with its conversation.
pub struct Scene<'a> {
    pub ticket: Option<Ticket>,
    pub kind: Option<&'a TicketType>,
    /// The ticket's promises.
    pub terms: Option<&'a Terms>,
    pub conversation: Option<Conversation>,
    pub saying: Saying,
    /// Values of the variables of [`crate::canned::VARIABLES`].
    pub vars: &'a dyn Fn(&str) -> Option<String>,
    /// The name of a person or department.
    pub name_of: &'a dyn Fn(Id) -> Option<String>,
}

/// One step, tried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedStep {
    /// Empty when refused, and when there is nothing to change.
    pub edits: Vec<Edit>,
    pub line_zh: String,
    pub line_en: String,
    pub refused: Option<Refusal>,
}

/// Tries every step in turn. A refused step changes nothing; whether the rest may run without it is the caller's say.
pub fn plan(steps: &MacroSteps, mut scene: Scene<'_>, ctx: &mut Ctx<'_>) -> Vec<PlannedStep> {
    steps.0.iter().map(|step| try_step(step, &mut scene, ctx)).collect()
}

fn try_step(step: &MacroStep, scene: &mut Scene<'_>, ctx: &mut Ctx<'_>) -> PlannedStep {
    let (line_zh, line_en) = line_of(step, scene);
    let verdict = decide(step, scene, ctx).and_then(|edits| scene.take(&edits).map(|()| edits));
    let (edits, refused) = match verdict {
        Ok(edits) => (edits, None),
        Err(refusal) => (Vec::new(), Some(refusal)),
    };
    PlannedStep { edits, line_zh, line_en, refused }
}

impl Scene<'_> {
    /// Lets the edits happen to the scene.
    fn take(&mut self, edits: &[Edit]) -> Verdict<()> {
        self.ticket = stood(self.ticket.take(), edits)?;
        self.conversation = stood(self.conversation.take(), edits)?;
        if let Some(budget) = &mut self.saying.budget {
            let replies = edits.iter().filter(|edit| edit.noun == crate::field::Noun::Message && is_reply(edit)).count() as i64;
            budget.left = budget.left.map(|left| (left - replies).max(0));
        }
        Ok(())
    }

    fn ticket(&self) -> Verdict<&Ticket> {
        self.ticket.as_ref().ok_or_else(|| Refusal::new("macro.no_ticket", "这一步要有工单，先建一张", "This step needs a ticket. Open one first"))
    }

    fn conversation(&self) -> Verdict<&Conversation> {
        self.conversation
            .as_ref()
            .ok_or_else(|| Refusal::new("macro.no_conversation", "这一步要有会话，这里没有", "This step needs a conversation; there is none here"))
    }
}

fn stood<R: Record>(record: Option<R>, edits: &[Edit]) -> Verdict<Option<R>> {
    let Some(record) = record else { return Ok(None) };
    applied(&record, edits).map(Some).map_err(|cause| {
        Refusal::new("macro.unreadable", format!("这一步做完以后读不出来：{cause}"), format!("The state after this step cannot be read: {cause}"))
    })
}

fn is_reply(edit: &Edit) -> bool {
    use crate::edit::Act;
    use crate::field::message;
    let to_customer = (message::audience, Audience::Customer.into());
    matches!(&edit.act, Act::Put(fields) if fields.contains(&to_customer))
}

fn decide(step: &MacroStep, scene: &Scene<'_>, ctx: &mut Ctx<'_>) -> Verdict<Vec<Edit>> {
    match step {
        MacroStep::Reply { text } => reply(text, scene, ctx),
        MacroStep::Note { text } => note(text, scene, ctx),
        MacroStep::State { to } => ticket::step(scene.ticket()?, scene.kind, *to, &Solving::default(), scene.terms, ctx),
        MacroStep::Priority { to } => update(scene, TicketChange { priority: Some(*to), ..TicketChange::default() }, ctx),
        MacroStep::Assign { staff } => assign(*staff, scene, ctx),
        MacroStep::AssignSelf => assign(Some(ctx.person()?), scene, ctx),
        MacroStep::Department { to } => department(*to, scene, ctx),
        MacroStep::AddTag { tag } => retag(scene, std::slice::from_ref(tag), &[]),
        MacroStep::RemoveTag { tag } => retag(scene, &[], std::slice::from_ref(tag)),
        MacroStep::Field { key, value } => {
            let fields = [(key.clone(), filled(value, scene)?)].into();
            update(scene, TicketChange { fields, ..TicketChange::default() }, ctx)
        }
        MacroStep::Snooze { minutes } => snooze(ctx.now.saturating_add(minutes.saturating_mul(MINUTE)), scene, ctx),
        MacroStep::EndConversation => conversation::end(scene.conversation()?, conversation::Unsent::default(), true, ctx),
    }
}

fn filled(text: &str, scene: &Scene<'_>) -> Verdict<String> {
    let rendered = crate::canned::render(text, scene.vars);
    match rendered.missing.first() {
        None => Ok(rendered.text),
        Some(name) => {
            let known = crate::canned::VARIABLES.iter().find(|variable| variable.name == name);
            let (zh, en) = known.map_or((name.as_str(), name.as_str()), |variable| (variable.zh, variable.en));
            Err(Refusal::new("macro.missing", format!("「{zh}」还没登记，补上再用"), format!("“{en}” is not known yet. Fill it in first")))
        }
    }
}

fn reply(text: &str, scene: &Scene<'_>, ctx: &mut Ctx<'_>) -> Verdict<Vec<Edit>> {
    let words = Words { source: Some("macro".to_owned()), ..Words::of(filled(text, scene)?) };
    let mut edits = conversation::say(scene.conversation()?, words, Audience::Customer, &scene.saying, ctx)?.edits;
    if let Some(ticket) = &scene.ticket {
        edits.extend(ticket::replied(ticket, ctx));
    }
    Ok(edits)
}

fn note(text: &str, scene: &Scene<'_>, ctx: &mut Ctx<'_>) -> Verdict<Vec<Edit>> {
    let words = Words { source: Some("macro".to_owned()), ..Words::of(filled(text, scene)?) };
    match &scene.ticket {
        Some(ticket) => Ok(ticket::comment(ticket, words, ctx)?.edits),
        None => Ok(conversation::say(scene.conversation()?, words, Audience::Colleagues, &scene.saying, ctx)?.edits),
    }
}

fn update(scene: &Scene<'_>, change: TicketChange, ctx: &mut Ctx<'_>) -> Verdict<Vec<Edit>> {
    ticket::update(scene.ticket()?, scene.kind, change, scene.terms, ctx)
}

/// On a ticket with its conversation, people and sleep are the ticket's: a conversation may be in other hands.
fn assign(staff: Option<Id>, scene: &Scene<'_>, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    match &scene.ticket {
        Some(ticket) => ticket::assign(ticket, staff, scene.terms, ctx),
        None => conversation::assign(scene.conversation()?, staff),
    }
}

fn department(to: Id, scene: &Scene<'_>, ctx: &mut Ctx<'_>) -> Verdict<Vec<Edit>> {
    match &scene.ticket {
        Some(_) => update(scene, TicketChange { department: Some(to), ..TicketChange::default() }, ctx),
        None => conversation::route(scene.conversation()?, conversation::Route { department: Some(to), ..Default::default() }, ctx),
    }
}

fn retag(scene: &Scene<'_>, add: &[String], remove: &[String]) -> Verdict<Vec<Edit>> {
    match &scene.ticket {
        Some(ticket) => ticket::tag(ticket, add, remove),
        None => conversation::tag(scene.conversation()?, add, remove),
    }
}

fn snooze(until: Millis, scene: &Scene<'_>, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    match &scene.ticket {
        Some(ticket) => ticket::snooze(ticket, Some(until), ctx),
        None => conversation::snooze(scene.conversation()?, Some(until), ctx),
    }
}

/// What the step does, in words.
fn line_of(step: &MacroStep, scene: &Scene<'_>) -> (String, String) {
    let text = |text: &str| crate::canned::render(text, scene.vars).text;
    let name = |id: &Id| (scene.name_of)(*id);
    let zh_en = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    match step {
        MacroStep::Reply { text: body } => (format!("回复顾客：{}", text(body)), format!("Reply: {}", text(body))),
        MacroStep::Note { text: body } => (format!("写内部备注：{}", text(body)), format!("Internal note: {}", text(body))),
        MacroStep::State { to } => (format!("状态改为「{}」", to.words(Lang::Zh)), format!("State: {}", to.words(Lang::En))),
        MacroStep::Priority { to } => (format!("优先级改为「{}」", to.words(Lang::Zh)), format!("Priority: {}", to.words(Lang::En))),
        MacroStep::Assign { staff: None } => zh_en("不再由谁负责", "Unassign"),
        MacroStep::Assign { staff: Some(id) } => (
            format!("转给 {}", name(id).unwrap_or("已离开的同事".into())),
            format!("Assign to {}", name(id).unwrap_or("a colleague who left".into())),
        ),
        MacroStep::AssignSelf => zh_en("转给我", "Assign to me"),
        MacroStep::Department { to } => (
            format!("转交「{}」", name(to).unwrap_or("已停用的部门".into())),
            format!("Hand to {}", name(to).unwrap_or("a department that is gone".into())),
        ),
        MacroStep::AddTag { tag } => (format!("加标签「{tag}」"), format!("Add tag “{tag}”")),
        MacroStep::RemoveTag { tag } => (format!("去掉标签「{tag}」"), format!("Remove tag “{tag}”")),
        MacroStep::Field { key, value } => {
            let label = scene.kind.and_then(|kind| kind.field(key)).map_or(key.as_str(), |schema| schema.label.as_str());
            (format!("「{label}」填「{}」", text(value)), format!("Set “{label}” to “{}”", text(value)))
        }
        MacroStep::Snooze { minutes } => (format!("{minutes} 分钟后再看"), format!("Snooze for {minutes} min")),
        MacroStep::EndConversation => zh_en("结束会话", "End the conversation"),
    }
}

/// What a macro shall be; the whole of it.
#[derive(Clone, Debug, Default)]
pub struct MacroChange {
    pub name: String,
    pub steps: Vec<MacroStep>,
    pub shop: Option<Id>,
    /// Only for this person.
    pub owner: Option<Id>,
    /// `ticket`, `conversation` or both, by comma.
    pub applies: String,
}

/// Makes a macro or changes one.
pub fn save(existing: Option<&Macro>, change: MacroChange, ctx: &mut Ctx<'_>) -> Verdict<Made> {
    own(existing, ctx)?;
    if !(1..=STEPS_MAX).contains(&change.steps.len()) {
        return Err(Refusal::new(
            "macro.steps",
            format!("宏要有 1 到 {STEPS_MAX} 步，现在有 {} 步", change.steps.len()),
            format!("A macro has 1 to {STEPS_MAX} steps; this has {}", change.steps.len()),
        ));
    }
    change.steps.iter().try_for_each(check_step)?;
    let next = Macro {
        id: existing.map_or_else(|| ctx.id(), |known| known.id),
        name: required_line(Label::new("名称", "Name"), &change.name, NAME_MAX)?,
        steps: MacroSteps(change.steps),
        shop: change.shop,
        archived: existing.is_some_and(|known| known.archived),
        owner: change.owner,
        applies: applies(&change.applies)?,
    };
    Ok(Made { id: next.id, edits: difference(existing, &next) })
}

fn check_step(step: &MacroStep) -> Verdict<()> {
    match step {
        MacroStep::Reply { text } | MacroStep::Note { text } => {
            let text = required(Label::new("内容", "Text"), text, MESSAGE_MAX)?;
            match crate::canned::unknown_variables(&text).first() {
                None => Ok(()),
                Some(name) => Err(Refusal::new(
                    "macro.variable",
                    format!("没有「{name}」这个变量，从变量表里挑"),
                    format!("There is no variable “{name}”. Choose one from the list"),
                )),
            }
        }
        MacroStep::AddTag { tag } | MacroStep::RemoveTag { tag } => crate::tag::tag(tag).map(drop),
        MacroStep::Snooze { minutes } => crate::ctx::wake_time(minutes.saturating_mul(MINUTE), 0).map(drop),
        _ => Ok(()),
    }
}

fn applies(text: &str) -> Verdict<String> {
    let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let both = ["ticket", "conversation"];
    if !parts.is_empty() && parts.iter().all(|part| both.contains(part)) {
        return Ok(both.into_iter().filter(|part| parts.contains(part)).collect::<Vec<_>>().join(","));
    }
    Err(Refusal::new("macro.applies", "选一下宏用在工单还是会话上", "Choose whether the macro is for tickets, conversations or both"))
}

fn own(existing: Option<&Macro>, ctx: &Ctx<'_>) -> Verdict<()> {
    match existing.and_then(|known| known.owner) {
        Some(owner) if ctx.actor != Some(owner) => {
            Err(Refusal::new("macro.not_yours", "这是同事自己的宏，改不了", "This macro belongs to a colleague and only they change it"))
        }
        _ => Ok(()),
    }
}

/// Takes a macro out of use.
pub fn archive(known: &Macro, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    own(Some(known), ctx)?;
    Ok(changes(known, &Macro { archived: true, ..known.clone() }))
}
