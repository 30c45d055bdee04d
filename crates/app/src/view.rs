//! Saved views.

use domain::Id;
use domain::permission::Permission;
use domain::view::{Filter, View, ViewChange, ViewOf};

use crate::desk::{Caller, Desk, Who};
use crate::error::Error;
use crate::shape::{ById, Created, Nothing};
use crate::shapes;

shapes! {
    pub struct ListViews { of: ViewOf }

    pub struct SaveView { id: Option<Id>, name: String, of: ViewOf, filter: Filter, shared: bool, #[serde(default)] columns: Vec<String>, #[serde(default)] position: i64 }
}

pub(crate) async fn list(desk: &Desk, caller: &Caller, input: ListViews) -> Result<Vec<View>, Error> {
    visible(desk, caller.who()?, input.of).await
}

/// The person's own views and the shared ones of their shops, in order.
pub(crate) async fn visible(desk: &Desk, who: &Who, of: ViewOf) -> Result<Vec<View>, Error> {
    let mut views: Vec<View> = desk.store().all().await?;
    views.retain(|view| view.of == of && (view.owner == Some(who.id()) || view.shared && who.scope.covers(view.shop)));
    views.sort_by(|a, b| (a.position, &a.name).cmp(&(b.position, &b.name)));
    Ok(views)
}

pub(crate) async fn save(desk: &Desk, caller: &Caller, input: SaveView) -> Result<Created, Error> {
    let who = caller.who()?;
    let mut pen = desk.pen(caller).await?;
    let existing = match input.id {
        None => None,
        Some(id) => Some(found(desk, who, id).await?),
    };
    let change = ViewChange {
        name: input.name,
        of: input.of,
        filter: input.filter,
        shared: input.shared,
        columns: input.columns,
        position: input.position,
        shop: existing.as_ref().map_or(who.shop, |view| view.shop),
    };
    let may_share = who.may(Permission::SharedWords);
    let made = pen.decide(|ctx| domain::view::save(existing.as_ref(), change, may_share, ctx))?;
    pen.commit(made.edits).await?;
    Ok(Created { id: made.id })
}

async fn found(desk: &Desk, who: &Who, id: Id) -> Result<View, Error> {
    desk.store().get::<View>(id).await?.filter(|view| who.scope.covers(view.shop)).ok_or_else(|| Error::not_found("个视图", "view"))
}

pub(crate) async fn delete(desk: &Desk, caller: &Caller, input: ById) -> Result<Nothing, Error> {
    let who = caller.who()?;
    let may_share = who.may(Permission::SharedWords);
    let mut pen = desk.pen(caller).await?;
    let view = found(desk, who, input.id).await?;
    let edits = pen.decide(|ctx| domain::view::delete(&view, may_share, ctx))?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}
