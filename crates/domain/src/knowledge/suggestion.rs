//! What the branches want changed in the knowledge, and what head office says to it.

use crate::ctx::{Ctx, Made};
use crate::edit::Edit;
use crate::id::Id;
use crate::record::{changes, creation};
use crate::refusal::{Refusal, Verdict};
use crate::text::{Label, MESSAGE_MAX, clean, required};

use super::{Suggestion, SuggestionState};

#[derive(Clone, Debug, Default)]
pub struct NewSuggestion {
    /// None: something that has no article yet.
    pub article: Option<Id>,
    pub text: String,
    pub shop: Option<Id>,
    /// Where it came up.
    pub conversation: Option<Id>,
}

pub fn suggest(new: NewSuggestion, ctx: &mut Ctx<'_>) -> Verdict<Made> {
    let suggestion = Suggestion {
        id: ctx.id(),
        article: new.article,
        text: required(Label::new("建议", "Suggestion"), &new.text, MESSAGE_MAX)?,
        author: Some(ctx.person()?),
        at: ctx.now,
        shop: new.shop,
        state: SuggestionState::Open,
        decided_by: None,
        answer: None,
        conversation: new.conversation,
    };
    Ok(Made { id: suggestion.id, edits: creation(&suggestion) })
}

/// Takes a suggestion up or declines it. A branch that is declined is told why.
pub fn decide(suggestion: &Suggestion, take: bool, answer: &str, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    if suggestion.state != SuggestionState::Open {
        return Err(Refusal::new("suggestion.decided", "这条建议已经有答复了", "This suggestion has been answered already"));
    }
    let label = Label::new("不采纳的原因", "Why it is declined");
    let answer = if take { clean(label, answer, MESSAGE_MAX)? } else { required(label, answer, MESSAGE_MAX)? };
    let next = Suggestion {
        state: if take { SuggestionState::Taken } else { SuggestionState::Declined },
        decided_by: ctx.actor,
        answer: (!answer.is_empty()).then_some(answer),
        ..suggestion.clone()
    };
    Ok(changes(suggestion, &next))
}
