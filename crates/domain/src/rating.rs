//! What the customer thought of it: one to five, once per conversation or ticket.

use crate::ctx::{Ctx, Made};
use crate::field::Noun;
use crate::id::Id;
use crate::record::creation;
use crate::refusal::{Refusal, Verdict};
use crate::text::{Label, MESSAGE_MAX, clean};

crate::record! {
    pub struct Rating of rating {
        about: Id,
        about_noun: String,
        customer: Option<Id>,
        /// 1 (bad) to 5 (good).
        score: i64,
        comment: Option<String>,
        at: i64,
        staff: Option<Id>,
        shop: Option<Id>,
    }
}

/// A rating somebody gives.
#[derive(Clone, Debug)]
pub struct NewRating {
    pub noun: Noun,
    pub about: Id,
    pub score: i64,
    pub comment: String,
    pub customer: Option<Id>,
    /// Who served the customer.
    pub staff: Option<Id>,
    pub shop: Option<Id>,
}

/// Writes a rating down. `given` is the one there is already: a rating stands, nobody rates twice.
pub fn give(new: NewRating, given: Option<&Rating>, ctx: &mut Ctx<'_>) -> Verdict<Made> {
    if !matches!(new.noun, Noun::Conversation | Noun::Ticket) {
        return Err(Refusal::new("rating.about", "只能给会话和工单评分", "Only conversations and tickets are rated"));
    }
    if !(1..=5).contains(&new.score) {
        return Err(Refusal::new(
            "rating.score",
            format!("评分是 1 到 5 分，现在是 {}", new.score),
            format!("A rating is 1 to 5; this is {}", new.score),
        ));
    }
    if let Some(given) = given {
        return Err(Refusal::new(
            "rating.twice",
            format!("已经评过 {} 分，一次只评一回", given.score),
            format!("Rated {} already. One rating each", given.score),
        ));
    }
    let comment = clean(Label::new("评语", "Comment"), &new.comment, MESSAGE_MAX)?;
    let rating = Rating {
        id: ctx.id(),
        about: new.about,
        about_noun: new.noun.name().to_owned(),
        customer: new.customer,
        score: new.score,
        comment: (!comment.is_empty()).then_some(comment),
        at: ctx.now,
        staff: new.staff,
        shop: new.shop,
    };
    Ok(Made { id: rating.id, edits: creation(&rating) })
}
