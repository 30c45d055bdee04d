//! Intents: what customers want, taught by phrases that customers say, and what a ticket for it should begin with.
//!
//! A phrase belongs to one intent only, or the machine would be taught that two different things are the same. Nothing here
//! guesses; that is for whoever learns from the phrases.

use crate::ctx::{Ctx, Made};
use crate::edit::Edit;
use crate::id::Id;
use crate::record::{changes, difference};
use crate::refusal::{Refusal, Verdict};
use crate::text::{Label, NAME_MAX, REMARK_MAX, line, narrow, required_line};
use crate::ticket::Priority;

crate::record! {
    pub struct Intent of intent {
        name: String,
        /// What customers say, each phrase once.
        examples: Vec<String>,
        /// The type that a ticket for it gets.
        kind: Option<Id>,
        department: Option<Id>,
        priority: Option<Priority>,
        /// The canned reply that usually answers it.
        reply: Option<Id>,
        archived: bool,
    }
}

/// Fewer say too little about how customers put it.
pub const EXAMPLES_MIN: usize = 3;
pub const EXAMPLES_MAX: usize = 500;

/// What an intent shall be; the whole of it.
#[derive(Clone, Debug, Default)]
pub struct IntentChange {
    pub name: String,
    pub examples: Vec<String>,
    pub kind: Option<Id>,
    pub department: Option<Id>,
    pub priority: Option<Priority>,
    pub reply: Option<Id>,
}

/// Makes an intent or changes one; `all` are all there are.
pub fn save(existing: Option<&Intent>, change: IntentChange, all: &[Intent], ctx: &mut Ctx<'_>) -> Verdict<Made> {
    let name = required_line(Label::new("意图的名字", "Name of the intent"), &change.name, NAME_MAX)?;
    let id = existing.map_or_else(|| ctx.id(), |intent| intent.id);
    let others: Vec<&Intent> = all.iter().filter(|other| other.id != id && !other.archived).collect();
    if let Some(other) = others.iter().find(|other| alike(&other.name, &name)) {
        return Err(Refusal::new(
            "intent.name_taken",
            format!("已经有「{}」这个意图了", other.name),
            format!("There is an intent “{}” already", other.name),
        ));
    }
    let examples = phrases(&change.examples)?;
    check_free(&examples, &others)?;
    let next = Intent {
        id,
        name,
        examples,
        kind: change.kind,
        department: change.department,
        priority: change.priority,
        reply: change.reply,
        archived: existing.is_some_and(|intent| intent.archived),
    };
    Ok(Made { id, edits: difference(existing, &next) })
}

/// Takes an intent out of use; its phrases are free again.
pub fn archive(intent: &Intent) -> Vec<Edit> {
    changes(intent, &Intent { archived: true, ..intent.clone() })
}

fn alike(one: &str, other: &str) -> bool {
    narrow(one).trim().to_lowercase() == narrow(other).trim().to_lowercase()
}

/// The phrases in lines, empty ones and repetitions left out.
fn phrases(given: &[String]) -> Verdict<Vec<String>> {
    let mut kept: Vec<String> = Vec::new();
    for phrase in given {
        let phrase = line(Label::new("例句", "Phrase"), phrase, REMARK_MAX)?;
        if !phrase.is_empty() && !kept.iter().any(|known| alike(known, &phrase)) {
            kept.push(phrase);
        }
    }
    match kept.len() {
        0..EXAMPLES_MIN => Err(Refusal::new(
            "intent.few_examples",
            format!("至少写 {EXAMPLES_MIN} 句顾客会怎么说，现在有 {} 句", kept.len()),
            format!("Write at least {EXAMPLES_MIN} phrases that customers say; there are {}", kept.len()),
        )),
        EXAMPLES_MIN..=EXAMPLES_MAX => Ok(kept),
        many => Err(Refusal::new(
            "intent.many_examples",
            format!("最多 {EXAMPLES_MAX} 句，现在有 {many} 句，删掉差不多的"),
            format!("{EXAMPLES_MAX} phrases at most; there are {many}. Take out those that say the same"),
        )),
    }
}

fn check_free(examples: &[String], others: &[&Intent]) -> Verdict<()> {
    for phrase in examples {
        if let Some(other) = others.iter().find(|other| other.examples.iter().any(|taken| alike(taken, phrase))) {
            return Err(Refusal::new(
                "intent.phrase_taken",
                format!("「{phrase}」已经是「{}」的例句，一句话只能属于一个意图", other.name),
                format!("“{phrase}” teaches “{}” already; a phrase belongs to one intent", other.name),
            ));
        }
    }
    Ok(())
}
