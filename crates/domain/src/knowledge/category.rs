//! The tree of categories: no rings, at most four levels, names apart among siblings.

use crate::ctx::{Ctx, Made};
use crate::id::Id;
use crate::record::difference;
use crate::refusal::{Refusal, Verdict};
use crate::text::{Label, NAME_MAX, required_line};

use super::Category;

/// Levels of the tree.
pub const DEPTH_MAX: usize = 4;

/// What a category shall be; the whole of it.
#[derive(Clone, Debug, Default)]
pub struct CategoryChange {
    pub name: String,
    pub parent: Option<Id>,
    pub position: i64,
    pub archived: bool,
}

/// Makes a category or changes one; `all` are all there are.
pub fn save_category(existing: Option<&Category>, change: CategoryChange, all: &[Category], ctx: &mut Ctx<'_>) -> Verdict<Made> {
    let next = Category {
        id: existing.map_or_else(|| ctx.id(), |category| category.id),
        name: required_line(Label::new("分类名称", "Category name"), &change.name, NAME_MAX)?,
        parent: change.parent,
        position: change.position,
        archived: change.archived,
    };
    check_place(&next, all)?;
    check_name(&next, all)?;
    if next.archived && all.iter().any(|other| other.parent == Some(next.id) && !other.archived) {
        return Err(Refusal::new(
            "category.holds_others",
            format!("「{}」下面还有分类，先挪走或停用它们", next.name),
            format!("“{}” still holds categories. Move or archive those first", next.name),
        ));
    }
    Ok(Made { id: next.id, edits: difference(existing, &next) })
}

fn check_place(next: &Category, all: &[Category]) -> Verdict<()> {
    let above = next.parent.map(|parent| ancestors(parent, all)).unwrap_or_default();
    if above.contains(&next.id) {
        return Err(Refusal::new(
            "category.ring",
            format!("「{}」不能放到自己下面，换个上级", next.name),
            format!("“{}” cannot stand below itself. Choose another parent", next.name),
        ));
    }
    let depth = above.len() + height(next.id, all, DEPTH_MAX);
    if depth <= DEPTH_MAX {
        return Ok(());
    }
    Err(Refusal::new(
        "category.depth",
        format!("分类最多 {DEPTH_MAX} 层，这样放就 {depth} 层了，换个上级"),
        format!("{DEPTH_MAX} levels at most; this would make {depth}. Choose another parent"),
    ))
}

/// `start` and everything above it. Two devices can make a ring between them; then the walk ends where it began.
fn ancestors(start: Id, all: &[Category]) -> Vec<Id> {
    let mut chain = Vec::new();
    let mut at = Some(start);
    while let Some(id) = at.filter(|id| !chain.contains(id)) {
        chain.push(id);
        at = all.iter().find(|category| category.id == id).and_then(|category| category.parent);
    }
    chain
}

/// Levels from a category down to its deepest descendant, itself included; at most `limit` + 1 are counted.
fn height(id: Id, all: &[Category], limit: usize) -> usize {
    if limit == 0 {
        return 1;
    }
    let below = all.iter().filter(|category| category.parent == Some(id) && !category.archived);
    1 + below.map(|category| height(category.id, all, limit - 1)).max().unwrap_or(0)
}

fn check_name(next: &Category, all: &[Category]) -> Verdict<()> {
    let twin = |other: &&Category| other.id != next.id && other.parent == next.parent && !other.archived && other.name == next.name;
    match all.iter().find(twin) {
        Some(_) if !next.archived => Err(Refusal::new(
            "category.name_taken",
            format!("这里已经有「{}」，换个名字", next.name),
            format!("There is a “{}” here already. Choose another name", next.name),
        )),
        _ => Ok(()),
    }
}

/// The names from the top down to a category, e.g. `售后 / 保修`.
pub fn category_path(id: Id, all: &[Category]) -> String {
    let name = |id: &Id| all.iter().find(|category| category.id == *id).map(|category| category.name.as_str());
    ancestors(id, all).iter().rev().filter_map(name).collect::<Vec<_>>().join(" / ")
}
