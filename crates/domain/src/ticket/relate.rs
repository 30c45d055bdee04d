//! How tickets hang together: parent and child, or simply related.

use crate::edit::Edit;
use crate::field::ticket as field;
use crate::id::Id;
use crate::record::changes;
use crate::refusal::{Refusal, Verdict};

use super::Ticket;

crate::tags! {
    /// What the other ticket is to this one.
    pub enum Relation { Parent = "parent", Child = "child", Related = "related" }
}

/// Generations that are looked up before a chain of parents is taken for a ring.
const DEPTH_MAX: usize = 50;

/// Ties two tickets together or unties them. `parent_of` looks up the parent of any ticket.
pub fn relate(ticket: &Ticket, other: &Ticket, relation: Relation, on: bool, parent_of: &dyn Fn(Id) -> Option<Id>) -> Verdict<Vec<Edit>> {
    ticket.unmerged()?;
    other.unmerged()?;
    if ticket.id == other.id {
        return Err(Refusal::new("ticket.relate_self", "工单不能和自己关联，选另一张", "A ticket cannot be related to itself. Choose another"));
    }
    match relation {
        Relation::Parent => set_parent(ticket, other, on, parent_of),
        Relation::Child => set_parent(other, ticket, on, parent_of),
        Relation::Related => Ok([link(ticket, other, on), link(other, ticket, on)].into_iter().flatten().collect()),
    }
}

fn set_parent(child: &Ticket, parent: &Ticket, on: bool, parent_of: &dyn Fn(Id) -> Option<Id>) -> Verdict<Vec<Edit>> {
    if on && is_above(child.id, parent.id, parent_of) {
        return Err(Refusal::new(
            "ticket.ring",
            format!("{} 已经在 {} 下面，不能反过来再放一次", parent.number, child.number),
            format!("{} already stands below {}, so it cannot be above it too", parent.number, child.number),
        ));
    }
    let next = match on {
        true => Some(parent.id),
        false => child.parent.filter(|id| *id != parent.id),
    };
    Ok(changes(child, &Ticket { parent: next, ..child.clone() }))
}

/// Whether `top` is `start` or stands somewhere above it. A chain without end counts as yes.
fn is_above(top: Id, start: Id, parent_of: &dyn Fn(Id) -> Option<Id>) -> bool {
    let chain: Vec<Id> = std::iter::successors(Some(start), |id| parent_of(*id)).take(DEPTH_MAX).collect();
    chain.len() == DEPTH_MAX || chain.contains(&top)
}

pub(super) fn link(ticket: &Ticket, other: &Ticket, on: bool) -> Option<Edit> {
    match (on, ticket.links.contains(&other.key())) {
        (true, false) => Some(Edit::add(ticket.id, field::links, other.key())),
        (false, true) => Some(Edit::remove(ticket.id, field::links, other.key())),
        _ => None,
    }
}
