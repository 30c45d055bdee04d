//! Saved views: a named filter over tickets or conversations, private or shared.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::conversation::Channel;
use crate::ctx::{Ctx, Made};
use crate::edit::Edit;
use crate::field::Noun;
use crate::id::Id;
use crate::record::difference;
use crate::refusal::{Refusal, Verdict};
use crate::tag::tags;
use crate::text::{Label, NAME_MAX, SUBJECT_MAX, line, required_line};
use crate::ticket::{Priority, TicketState};
use crate::time::Millis;

crate::tags! { pub enum ViewOf { Ticket = "ticket", Conversation = "conversation" } }

/// Who a filter is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    Me,
    Nobody,
    Staff(Id),
}

crate::tags! {
    pub enum Sort { Urgent = "urgent", Newest = "newest", Oldest = "oldest", Updated = "updated", Priority = "priority" }
}

/// What a list shows. Every part narrows; an empty part does not.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Filter {
    pub text: String,
    pub states: Vec<TicketState>,
    pub priorities: Vec<Priority>,
    pub channels: Vec<Channel>,
    pub kinds: Vec<Id>,
    pub shops: Vec<Id>,
    pub departments: Vec<Id>,
    pub assignee: Option<Whose>,
    pub watching: bool,
    pub tags: Vec<String>,
    pub customer: Option<Id>,
    pub opened_after: Option<i64>,
    pub opened_before: Option<i64>,
    pub resolved_after: Option<i64>,
    /// Promise already broken, or due within the warning time.
    pub due_soon: bool,
    pub live_only: bool,
    pub sort: Option<Sort>,
}
crate::json_value!(Filter);

crate::record! {
    pub struct View of view {
        name: String,
        of: ViewOf,
        filter: Filter,
        owner: Option<Id>,
        shared: bool,
        columns: Vec<String>,
        position: i64,
        shop: Option<Id>,
    }
}

/// A view that every installation has.
#[derive(Clone, Debug, PartialEq)]
pub struct BuiltinView {
    pub key: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    pub filter: Filter,
}

/// The ticket views that everybody has, in their order. `today` is the local midnight that the day began with.
pub fn ticket_views(today: Millis) -> Vec<BuiltinView> {
    let live = || Filter { live_only: true, ..Filter::default() };
    let view = |key, zh, en, filter| BuiltinView { key, zh, en, filter };
    let mine = Filter { assignee: Some(Whose::Me), ..live() };
    let waiting = Filter { states: vec![TicketState::WaitingOther], ..live() };
    let done = Filter { states: vec![TicketState::Resolved, TicketState::Closed], resolved_after: Some(today), ..Filter::default() };
    vec![
        view("mine", "我的工单", "My tickets", Filter { sort: Some(Sort::Urgent), ..mine }),
        view("due_soon", "快到时限", "Due soon", Filter { due_soon: true, sort: Some(Sort::Urgent), ..live() }),
        view("unassigned", "没人接的", "Unassigned", Filter { assignee: Some(Whose::Nobody), sort: Some(Sort::Oldest), ..live() }),
        view("waiting_other", "等别处", "Waiting for others", waiting),
        view("resolved_today", "今天解决的", "Resolved today", Filter { sort: Some(Sort::Updated), ..done }),
        view("all", "全部工单", "All tickets", Filter::default()),
    ]
}

/// What a saved view shall be; the whole of it.
#[derive(Clone, Debug)]
pub struct ViewChange {
    pub name: String,
    /// Fixed once the view exists.
    pub of: ViewOf,
    pub filter: Filter,
    pub shared: bool,
    pub columns: Vec<String>,
    pub position: i64,
    pub shop: Option<Id>,
}

const COLUMNS_MAX: usize = 40;

/// Makes a saved view or changes one's own. `may_share` says whether the person may write shared views.
pub fn save(existing: Option<&View>, change: ViewChange, may_share: bool, ctx: &mut Ctx<'_>) -> Verdict<Made> {
    let me = ctx.person()?;
    if let Some(view) = existing {
        editable(view, may_share, ctx)?;
    }
    if change.shared && !may_share {
        return Err(not_shared());
    }
    let next = View {
        id: existing.map_or_else(|| ctx.id(), |view| view.id),
        name: required_line(Label::new("视图名称", "View name"), &change.name, NAME_MAX)?,
        of: existing.map_or(change.of, |view| view.of),
        filter: clean_filter(change.filter)?,
        owner: existing.map_or(Some(me), |view| view.owner),
        shared: change.shared,
        columns: change.columns.into_iter().take(COLUMNS_MAX).collect(),
        position: change.position,
        shop: change.shop,
    };
    Ok(Made { id: next.id, edits: difference(existing, &next) })
}

fn clean_filter(filter: Filter) -> Verdict<Filter> {
    Ok(Filter { text: line(Label::new("搜索词", "Search words"), &filter.text, SUBJECT_MAX)?, tags: tags(&filter.tags)?, ..filter })
}

fn editable(view: &View, may_share: bool, ctx: &Ctx<'_>) -> Verdict<()> {
    let mine = view.owner == ctx.actor;
    if mine || (view.shared && may_share) {
        return Ok(());
    }
    if view.shared {
        return Err(not_shared());
    }
    Err(Refusal::new("view.not_yours", "这是同事自己的视图，另存一个再改", "This view belongs to a colleague. Save your own and change that"))
}

fn not_shared() -> Refusal {
    Refusal::new("view.shared", "共用的视图由店长或主管来改，可以另存成自己的", "Shared views are kept by managers. Save one for yourself instead")
}

/// Takes a saved view away.
pub fn delete(view: &View, may_share: bool, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    editable(view, may_share, ctx)?;
    Ok(vec![Edit::delete(Noun::View, view.id)])
}
