//! The conflict inbox: what two people wrote in the same place without seeing each other, and what somebody decides.
//!
//! A decision goes the road of every edit: the record's own call, with its rule and its permission, commits it as a write that
//! saw what lost ([`store::conflict::Decided`]), so that the entry is gone on every desk. Nothing is ever taken out of the
//! journal here. Whoever may not see a record, or not change the field, does not see its conflict.

use std::sync::Arc;

use domain::canned::CannedReply;
use domain::edit::Edit;
use domain::field::{Field, Kind, Noun};
use domain::macros::Macro;
use domain::permission::Permission;
use domain::view::View;
use domain::{Id, Value};
use serde::{Deserialize, Serialize};
use store::conflict::{Contested, Decided, Lost};
use ts_rs::TS;

use crate::desk::{Caller, Desk, Who};
use crate::error::{Code, Error};
use crate::hub::Write;
use crate::names::{Names, id_of};
use crate::shape::{Nothing, StaffCard};
use crate::shapes;
use crate::title::{Titles, titles};

mod calls;
mod fields;

use fields::Form;

/// Values that lost, which are looked at for one list.
const LOST_MAX: i64 = 1_000;
const ROWS_MAX: usize = 200;

shapes! {
    /// A value that lost: `write` names it.
    pub struct LostValue { text: Option<String>, who: Option<StaffCard>, at: i64, write: Write }

    /// One field of one record that was changed in two places.
    pub struct ConflictRow {
        noun: Noun,
        id: Id,
        title: String,
        field: String,
        /// Of a map field; empty for others.
        key: String,
        label: String,
        /// What stands.
        text: Option<String>,
        who: Option<StaffCard>,
        at: i64,
        /// Newest first.
        lost: Vec<LostValue>,
        /// What keeping all of them would say; none where only one can be true.
        both: Option<String>,
    }

    pub struct ConflictList { rows: Vec<ConflictRow>, total: i64 }

    pub struct DecideConflict {
        id: Id,
        noun: Noun,
        field: String,
        #[serde(default)]
        key: String,
        /// What was on the screen; a value that came since stays in the inbox.
        saw: Vec<Write>,
        choice: Choice,
    }
}

/// What is to stand.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Choice {
    /// What stands now.
    Keep,
    /// What lost.
    Restore { write: Write },
    /// All texts, joined.
    Both,
}

/// A decision on its way through the call that carries it out.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    pub decided: Decided,
    pub field: Field,
    pub value: Value,
}

impl Decision {
    /// The edit that writes the cell, where a call's own edits do not.
    pub fn edit(&self) -> Edit {
        match &self.decided.key {
            Some(key) => Edit::set_key(self.decided.id, self.field, key.clone(), self.value.clone()),
            None => Edit::set(self.decided.id, self.field, self.value.clone()),
        }
    }

    pub fn is_written_by(&self, edits: &[Edit]) -> bool {
        let of_record = edits.iter().filter(|edit| edit.id == self.decided.id && edit.noun == self.decided.noun);
        of_record.into_iter().any(|edit| store::conflict::written(edit, self.decided.field, self.decided.key.as_deref()).is_some())
    }
}

/// What is to be decided by this person, the newest first.
pub(crate) async fn list(desk: &Desk, caller: &Caller, _: Nothing) -> Result<ConflictList, Error> {
    let who = caller.who()?;
    let fields: Vec<Field> = Noun::ALL.iter().flat_map(|noun| noun.fields()).copied().filter(|field| fields::form(*field).is_some()).collect();
    let contested = desk.store().contested(&fields, LOST_MAX).await?;
    let records: Vec<(Noun, Id)> = contested.iter().map(|cell| (cell.noun, cell.id)).collect();
    let titles = titles(desk, who, records).await?;
    let mut theirs = Vec::new();
    for cell in contested {
        if is_theirs(desk, who, &titles, &cell).await? {
            theirs.push(cell);
        }
    }
    let total = theirs.len() as i64;
    theirs.truncate(ROWS_MAX);
    let named: Vec<Id> = theirs.iter().flat_map(mentioned).collect();
    let names = Names::read(desk, caller.lang, named).await?;
    let rows = theirs.iter().filter_map(|cell| row(cell, &titles, &names)).collect();
    Ok(ConflictList { rows, total })
}

async fn is_theirs(desk: &Desk, who: &Who, titles: &Titles, cell: &Contested) -> Result<bool, Error> {
    let Some(field) = cell.noun.field(cell.field) else { return Ok(false) };
    Ok(titles.contains_key(&cell.id) && fields::form(field).is_some() && may_change(desk, who, field, cell.id).await?)
}

/// Whether the person might change the field by its usual call.
async fn may_change(desk: &Desk, who: &Who, field: Field, id: Id) -> Result<bool, Error> {
    let owned = |owner: Option<Id>| owner.map_or_else(|| who.may(Permission::SharedWords), |owner| owner == who.id());
    Ok(match field.noun {
        Noun::CannedReply => desk.store().get::<CannedReply>(id).await?.is_some_and(|reply| owned(reply.owner)),
        Noun::Macro => desk.store().get::<Macro>(id).await?.is_some_and(|one| owned(one.owner)),
        Noun::View => desk.store().get::<View>(id).await?.is_some_and(|view| view.owner == Some(who.id())),
        Noun::Reminder => true,
        _ => fields::permission(field).is_some_and(|permission| who.may(permission)),
    })
}

/// Ids that names are wanted for.
fn mentioned(cell: &Contested) -> Vec<Id> {
    let values = cell.lost.iter().flat_map(|lost| [id_of(&lost.value), lost.actor]);
    values.chain([id_of(&cell.value), cell.actor, cell.key.parse().ok()]).flatten().collect()
}

fn row(cell: &Contested, titles: &Titles, names: &Names) -> Option<ConflictRow> {
    let field = cell.noun.field(cell.field)?;
    let key = some(&cell.key);
    let person = |id: Option<Id>| id.and_then(|id| names.people.get(&id).cloned());
    let lost = |lost: &Lost| LostValue {
        text: fields::shown(names, field, key, &lost.value),
        who: person(lost.actor),
        at: lost.at,
        write: Write::from(&lost.dot),
    };
    Some(ConflictRow {
        noun: cell.noun,
        id: cell.id,
        title: titles.get(&cell.id)?.text.clone(),
        field: field.name.to_owned(),
        key: cell.key.clone(),
        label: fields::label(names, field, key),
        text: fields::shown(names, field, key, &cell.value),
        who: person(cell.actor),
        at: cell.at,
        lost: cell.lost.iter().map(lost).collect(),
        both: joined(field, cell),
    })
}

fn some(key: &str) -> Option<&str> {
    Some(key).filter(|key| !key.is_empty())
}

/// All texts of a cell, what stands first.
fn joined(field: Field, cell: &Contested) -> Option<String> {
    let between = match fields::form(field)? {
        Form::Line => " / ",
        Form::Lines => "\n",
        Form::One => return None,
    };
    let mut texts: Vec<&str> = Vec::new();
    for value in [&cell.value].into_iter().chain(cell.lost.iter().map(|lost| &lost.value)) {
        match value {
            Value::Text(text) if !text.is_empty() && !texts.contains(&text.as_str()) => texts.push(text),
            _ => {}
        }
    }
    (texts.len() > 1).then(|| texts.join(between))
}

/// Decides about one field: what stands afterwards is what the person chose, here and on every desk.
pub(crate) async fn decide(desk: &Desk, caller: &Caller, input: DecideConflict) -> Result<Nothing, Error> {
    let who = caller.who()?;
    let cell = find(desk, &input).await?.ok_or_else(settled)?;
    let titles = titles(desk, who, [(cell.noun, cell.id)]).await?;
    let field = cell.noun.field(cell.field).filter(|_| titles.contains_key(&cell.id)).ok_or_else(|| Error::not_found("条改动", "change"))?;
    if !is_theirs(desk, who, &titles, &cell).await? {
        return Err(Error::new(
            Code::Forbidden,
            "这一项您的角色不能改，所以也不能定。找店长或主管。",
            "Your role cannot change this field, so it cannot decide about it. Ask your manager.",
        ));
    }
    let value = chosen(field, &cell, &input.choice).ok_or_else(settled)?;
    let saw = input.saw.iter().filter_map(Write::dot).collect();
    let decided = Decided { noun: cell.noun, id: cell.id, field: field.code, key: some(&cell.key).map(str::to_owned), saw };
    let decision = Arc::new(Decision { decided, field, value });
    let by_its_call = !matches!(input.choice, Choice::Keep);
    calls::carry_out(desk, &caller.deciding(Arc::clone(&decision)), &decision, by_its_call).await
}

async fn find(desk: &Desk, input: &DecideConflict) -> Result<Option<Contested>, Error> {
    let cells = desk.store().contested_of(input.id).await?;
    let is_it = |cell: &Contested| {
        let field = cell.noun.field(cell.field).filter(|field| field.name == input.field);
        field.is_some_and(|field| field.kind != Kind::Once) && cell.noun == input.noun && cell.key == input.key
    };
    Ok(cells.into_iter().find(is_it))
}

fn chosen(field: Field, cell: &Contested, choice: &Choice) -> Option<Value> {
    match choice {
        Choice::Keep => Some(cell.value.clone()),
        Choice::Restore { write } => cell.lost.iter().find(|lost| Some(lost.dot) == write.dot()).map(|lost| lost.value.clone()),
        Choice::Both => joined(field, cell).map(Value::Text),
    }
}

fn settled() -> Error {
    Error::new(Code::Refused, "这一项刚刚有人定过了，刷新看看现在是什么。", "Somebody has just decided this. Look again at what stands now.")
}
