//! Tags: short words that people put on customers, conversations and tickets.
//!
//! A set per record, merged add by add, so two people who tag at once both get their tag.

use std::collections::BTreeSet;

use crate::edit::Edit;
use crate::field::Field;
use crate::id::Id;
use crate::refusal::{Refusal, Verdict};
use crate::text::{Label, required_line};

/// Tags on one record.
pub const TAGS_MAX: usize = 30;
/// Characters in one tag.
pub const TAG_MAX: usize = 40;

const TAG: Label<'_> = Label::new("标签", "Tag");

/// One tag as it is kept: without the leading `#` that people type.
pub fn tag(text: &str) -> Verdict<String> {
    required_line(TAG, text.trim().trim_start_matches(['#', '＃']), TAG_MAX)
}

/// Tags of a new record: cleaned, each once, in the order given.
pub fn tags(texts: &[String]) -> Verdict<Vec<String>> {
    let mut seen = BTreeSet::new();
    let mut kept = Vec::new();
    for text in texts {
        let text = tag(text)?;
        if seen.insert(text.clone()) {
            kept.push(text);
        }
    }
    within(kept.len())?;
    Ok(kept)
}

/// Adds and removes tags of the set `field`. A tag that is there already or was never there makes no edit.
pub fn change(id: Id, field: Field, now: &[String], add: &[String], remove: &[String]) -> Verdict<Vec<Edit>> {
    let add = tags(add)?;
    let gone = |tag: &String| remove.contains(tag) && !add.contains(tag);
    let next: Vec<String> = now.iter().filter(|tag| !gone(tag)).cloned().chain(add.iter().filter(|tag| !now.contains(tag)).cloned()).collect();
    within(next.len())?;
    Ok(Edit::reset_set(id, field, now, &next))
}

fn within(count: usize) -> Verdict<()> {
    if count <= TAGS_MAX {
        return Ok(());
    }
    Err(Refusal::new(
        "tag.too_many",
        format!("最多 {TAGS_MAX} 个标签，这样就有 {count} 个了，先去掉几个"),
        format!("{TAGS_MAX} tags at most; this would make {count}. Remove some first"),
    ))
}
