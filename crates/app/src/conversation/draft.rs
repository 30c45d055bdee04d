//! Drafts: what a person typed about a record and has not sent. One per person and record, on this device only.

use domain::draft::Draft;
use domain::record::difference;
use domain::text::{ARTICLE_MAX, Label, clean};
use domain::{Edit, Id, Noun};

use super::SaveDraft;
use crate::desk::{Caller, Desk, Who};
use crate::error::Error;
use crate::shape::Nothing;

pub(crate) async fn save_draft(desk: &Desk, caller: &Caller, input: SaveDraft) -> Result<Nothing, Error> {
    let who = caller.who()?;
    let mut pen = desk.pen(caller).await?;
    let existing = desk.store().draft_of(who.id(), input.about).await?;
    // Longer than any message may be: what is too long to send is still kept.
    let text = clean(Label::new("草稿", "Draft"), &input.text, ARTICLE_MAX)?;
    let edits = match (existing, text.is_empty()) {
        (None, true) => Vec::new(),
        (Some(draft), true) => vec![Edit::delete(Noun::Draft, draft.id)],
        (existing, false) => {
            let id = existing.as_ref().map_or_else(|| desk.new_id(), |draft| draft.id);
            let next = Draft { id, staff: who.id(), about: input.about, text, internal: input.internal, at: desk.now() };
            difference(existing.as_ref(), &next)
        }
    };
    pen.commit(edits).await?;
    Ok(Nothing {})
}

/// Takes the draft away whose words have just been said. A draft that goes on differently stays.
pub(super) async fn spent(desk: &Desk, who: &Who, about: Id, said: &str) -> Result<Vec<Edit>, Error> {
    let draft = desk.store().draft_of(who.id(), about).await?.filter(|draft| draft.text.trim() == said.trim());
    Ok(draft.map(|draft| Edit::delete(Noun::Draft, draft.id)).into_iter().collect())
}
