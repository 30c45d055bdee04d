//! Two cards that are one person, and the way back.
//!
//! The losing card stays with all it had and points to the other, so that an old link still finds the person.

use crate::edit::Edit;
use crate::record::changes;
use crate::refusal::{Refusal, Verdict};

use super::{Customer, CustomerUndo};

/// Merges `loser` into `winner`: identities and tags are added to the winner. Conversations and tickets keep their
/// customer and are found through [`crate::ctx::survivor`].
pub fn merge(winner: &Customer, loser: &Customer) -> Verdict<Vec<Edit>> {
    if winner.id == loser.id {
        return Err(Refusal::new("customer.merge_self", "要合并的是同一张顾客卡，选另一张", "That is one and the same card. Choose another"));
    }
    winner.unmerged()?;
    loser.unmerged()?;
    let fresh = |known: &[String], more: &[String]| more.iter().filter(|member| !known.contains(member)).cloned().collect::<Vec<_>>();
    let undo = CustomerUndo { identities: fresh(&winner.identities, &loser.identities), tags: fresh(&winner.tags, &loser.tags) };
    let mut given = winner.clone();
    given.identities.extend(undo.identities.iter().cloned());
    given.tags.extend(undo.tags.iter().cloned());
    let gone = Customer { merged_into: Some(winner.id), merge_undo: undo, ..loser.clone() };
    let mut edits = changes(winner, &given);
    edits.extend(changes(loser, &gone));
    Ok(edits)
}

/// Takes a merge back: the winner loses exactly what the merge added.
pub fn unmerge(loser: &Customer, winner: &Customer) -> Verdict<Vec<Edit>> {
    if loser.merged_into != Some(winner.id) {
        return Err(Refusal::new(
            "customer.not_merged",
            format!("「{}」没有并到「{}」里，没什么可撤销的", loser.name, winner.name),
            format!("“{}” was not merged into “{}”, so there is nothing to undo", loser.name, winner.name),
        ));
    }
    let undo = &loser.merge_undo;
    let mut left = winner.clone();
    left.identities.retain(|member| !undo.identities.contains(member));
    left.tags.retain(|member| !undo.tags.contains(member));
    let back = Customer { merged_into: None, merge_undo: CustomerUndo::default(), ..loser.clone() };
    let mut edits = changes(loser, &back);
    edits.extend(changes(winner, &left));
    Ok(edits)
}
