//! Customers' ratings.

use domain::conversation::Conversation;
use domain::rating::NewRating;
use domain::ticket::Ticket;
use domain::{Id, Noun};

use crate::desk::{Caller, Desk};
use crate::error::Error;
use crate::shape::Created;
use crate::shapes;

shapes! {
    pub struct GiveRating { noun: Noun, about: Id, score: i64, #[serde(default)] comment: String }

    pub struct RatingView { score: i64, comment: Option<String>, at: i64 }
}

pub(crate) async fn give(desk: &Desk, caller: &Caller, input: GiveRating) -> Result<Created, Error> {
    let mut pen = desk.pen(caller).await?;
    let given = desk.store().rating_of(input.about).await?;
    let new = rated(desk, caller, input).await?;
    let made = pen.decide(|ctx| domain::rating::give(new, given.as_ref(), ctx))?;
    pen.commit(made.edits).await?;
    Ok(Created { id: made.id })
}

/// Who is rated, and by whom, as the record says.
async fn rated(desk: &Desk, caller: &Caller, input: GiveRating) -> Result<NewRating, Error> {
    let scope = &caller.who()?.scope;
    let (customer, staff, shop) = if input.noun == Noun::Conversation {
        let found = desk.store().get::<Conversation>(input.about).await?.filter(|found| scope.covers(found.shop));
        let found = found.ok_or_else(|| Error::not_found("个会话", "conversation"))?;
        (found.customer, found.assignee, found.shop)
    } else {
        let found = desk.store().get::<Ticket>(input.about).await?.filter(|found| scope.covers(found.shop));
        let found = found.ok_or_else(|| Error::not_found("张工单", "ticket"))?;
        (found.customer, found.assignee, found.shop)
    };
    Ok(NewRating { noun: input.noun, about: input.about, score: input.score, comment: input.comment, customer, staff, shop })
}

/// What was given to a conversation or ticket.
pub(crate) async fn of(desk: &Desk, about: Id) -> Result<Option<RatingView>, Error> {
    let rating = desk.store().rating_of(about).await?;
    Ok(rating.map(|rating| RatingView { score: rating.score, comment: rating.comment, at: rating.at }))
}
