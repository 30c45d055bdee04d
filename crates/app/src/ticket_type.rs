//! Ticket types and their custom fields.

use domain::Id;
use domain::ticket::Priority;
use domain::ticket_type::{CheckTemplate, FieldSchema, TicketType, TypeChange};

use crate::desk::{Caller, Desk};
use crate::error::Error;
use crate::shape::{Created, Nothing};
use crate::shapes;

shapes! {
    pub struct SaveTicketType {
        id: Option<Id>,
        name: String,
        fields: Vec<FieldSchema>,
        checklist: Vec<CheckTemplate>,
        department: Option<Id>,
        priority: Option<Priority>,
        sla: Option<Id>,
        #[serde(default)]
        archived: bool,
        #[serde(default)]
        position: i64,
    }
}

pub(crate) async fn list(desk: &Desk, _: &Caller, _: Nothing) -> Result<Vec<TicketType>, Error> {
    let mut types: Vec<TicketType> = desk.store().all().await?;
    types.sort_by(|a, b| (a.position, &a.name).cmp(&(b.position, &b.name)));
    Ok(types)
}

pub(crate) async fn save(desk: &Desk, caller: &Caller, input: SaveTicketType) -> Result<Created, Error> {
    let mut pen = desk.pen(caller).await?;
    let existing = match input.id {
        None => None,
        Some(id) => Some(desk.store().get::<TicketType>(id).await?.ok_or_else(|| Error::not_found("个工单类型", "ticket type"))?),
    };
    let change = TypeChange {
        name: input.name,
        fields: input.fields,
        checklist: input.checklist,
        department: input.department,
        priority: input.priority,
        sla: input.sla,
        archived: input.archived,
        position: input.position,
    };
    let made = pen.decide(|ctx| domain::ticket_type::save(existing.as_ref(), change, ctx))?;
    pen.commit(made.edits).await?;
    Ok(Created { id: made.id })
}
