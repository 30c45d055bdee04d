//! Writing articles: every save is a new revision, and nobody's draft is overwritten unseen.

use crate::ctx::Ctx;
use crate::edit::Edit;
use crate::id::Id;
use crate::record::{creation, difference};
use crate::refusal::{Refusal, Verdict};
use crate::tag::tags;
use crate::text::{ARTICLE_MAX, Label, REMARK_MAX, SUBJECT_MAX, clean, line, required, required_line};

use super::{Article, ArticleState, Revision};

const QUESTIONS_MAX: usize = 50;

/// What somebody wrote; the whole article.
#[derive(Clone, Debug, Default)]
pub struct ArticleText {
    pub category: Option<Id>,
    pub title: String,
    /// Markdown.
    pub body: String,
    /// How customers ask this.
    pub questions: Vec<String>,
    pub tags: Vec<String>,
    /// Empty: for every shop.
    pub shops: Vec<Id>,
    /// What changed and why.
    pub note: String,
    /// The revision the writer started from.
    pub base: Option<Id>,
    /// For imports: the file it came from and blake3 of its text.
    pub source: Option<String>,
    pub source_hash: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedRevision {
    pub article: Id,
    pub revision: Id,
    pub number: i64,
    pub edits: Vec<Edit>,
}

impl Article {
    /// The revision a writer should start from: the newest draft, or what is scheduled or published.
    pub fn newest(&self) -> Option<Id> {
        self.draft.or(self.scheduled).or(self.published)
    }

    /// The revision that is read at `now`; none for a retired article and one never published.
    pub fn readable(&self, now: crate::time::Millis) -> Option<Id> {
        let due = self.effective_at.is_none_or(|at| at <= now);
        self.scheduled.filter(|_| due).or(self.published).filter(|_| !self.retired)
    }
}

/// Saves a draft revision. `last_number` is the highest revision number the article has, 0 for a new one. Refuses
/// with `knowledge.changed` when another revision came after the one the writer started from.
pub fn save(existing: Option<&Article>, text: ArticleText, last_number: i64, ctx: &mut Ctx<'_>) -> Verdict<SavedRevision> {
    if existing.is_some_and(|article| article.newest() != text.base) {
        return Err(Refusal::new(
            "knowledge.changed",
            "您写的时候别人存了新稿，先看看那一稿，再把您的改动放进去",
            "Somebody saved another draft while you wrote. Read that one, then add your changes to it",
        ));
    }
    let article = existing.map_or_else(|| ctx.id(), |article| article.id);
    let revision = revision(article, &text, last_number + 1, ctx)?;
    let next = Article {
        id: article,
        category: text.category,
        published: existing.and_then(|article| article.published),
        draft: Some(revision.id),
        tags: tags(&text.tags)?,
        retired: false,
        shops: text.shops.iter().map(Id::to_string).collect(),
        source: existing.map_or(text.source, |article| article.source.clone()),
        source_hash: text.source_hash.or(existing.and_then(|article| article.source_hash.clone())),
        state: ArticleState::Draft,
        effective_at: existing.and_then(|article| article.effective_at),
        title: headline(existing, &revision),
        votes: existing.map(|article| article.votes.clone()).unwrap_or_default(),
        submitted_by: None,
        scheduled: existing.and_then(|article| article.scheduled),
    };
    let mut edits = creation(&revision);
    edits.extend(difference(existing, &withdrawn(existing, next)));
    Ok(SavedRevision { article, revision: revision.id, number: revision.number, edits })
}

/// A retired article that is written again is a draft only: its old text does not come back by itself.
fn withdrawn(existing: Option<&Article>, next: Article) -> Article {
    match existing {
        Some(article) if article.retired => Article { published: None, scheduled: None, effective_at: None, ..next },
        _ => next,
    }
}

/// Lists show the title that readers see; a draft's title counts only while nothing is published.
fn headline(existing: Option<&Article>, revision: &Revision) -> String {
    match existing {
        Some(article) if article.published.is_some() && !article.retired => article.title.clone(),
        _ => revision.title.clone(),
    }
}

fn revision(article: Id, text: &ArticleText, number: i64, ctx: &mut Ctx<'_>) -> Verdict<Revision> {
    let note = line(Label::new("修改说明", "What changed"), &text.note, REMARK_MAX)?;
    Ok(Revision {
        id: ctx.id(),
        article,
        number,
        title: required_line(Label::new("标题", "Title"), &text.title, SUBJECT_MAX)?,
        body: required(Label::new("正文", "Text"), &text.body, ARTICLE_MAX)?,
        questions: questions(&text.questions)?,
        author: ctx.actor,
        at: ctx.now,
        note: (!note.is_empty()).then_some(note),
        base: text.base,
    })
}

fn questions(texts: &[String]) -> Verdict<Vec<String>> {
    let mut kept: Vec<String> = Vec::new();
    for text in texts {
        let text = clean(Label::new("常见问法", "Question"), text, SUBJECT_MAX)?;
        if !text.is_empty() && !kept.contains(&text) {
            kept.push(text);
        }
    }
    if kept.len() <= QUESTIONS_MAX {
        return Ok(kept);
    }
    Err(Refusal::new(
        "knowledge.questions",
        format!("最多 {QUESTIONS_MAX} 种问法，现在有 {} 种，留最常见的", kept.len()),
        format!("{QUESTIONS_MAX} questions at most; this has {}. Keep the commonest", kept.len()),
    ))
}
