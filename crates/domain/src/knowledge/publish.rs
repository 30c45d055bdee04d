//! From draft to what customers are told: review, publish, take back, retire; and readers' votes.
//!
//! Publishing only moves a pointer. No revision is ever changed, so going back is pointing back.

use crate::ctx::Ctx;
use crate::edit::Edit;
use crate::field::article as field;
use crate::record::{changes, creation};
use crate::refusal::{Refusal, Verdict};
use crate::text::{Label, MESSAGE_MAX, required};
use crate::time::{DAY, Millis};
use crate::value::Value;

use super::{Article, ArticleState, Revision, Suggestion, SuggestionState};

/// How far ahead an article can take effect.
const AHEAD_MAX: Millis = 366 * DAY;

/// Hands the draft in for review.
pub fn submit(article: &Article, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    if article.draft.is_none() {
        return Err(Refusal::new("knowledge.no_draft", "没有新稿可以送审，先改一改存下来", "There is no draft to submit. Write and save one first"));
    }
    Ok(changes(article, &Article { state: ArticleState::InReview, submitted_by: ctx.actor, ..article.clone() }))
}

/// Sends a draft back to its writer. The reason stays with the article as an open suggestion.
pub fn send_back(article: &Article, why: &str, ctx: &mut Ctx<'_>) -> Verdict<Vec<Edit>> {
    if article.state != ArticleState::InReview {
        return Err(Refusal::new(
            "knowledge.not_in_review",
            "这篇没有在送审，不用退回",
            "This article is not in review; there is nothing to send back",
        ));
    }
    let text = required(Label::new("退回原因", "Reason"), why, MESSAGE_MAX)?;
    let reason = Suggestion {
        id: ctx.id(),
        article: Some(article.id),
        text,
        author: ctx.actor,
        at: ctx.now,
        shop: None,
        state: SuggestionState::Open,
        decided_by: None,
        answer: None,
        conversation: None,
    };
    let mut edits = changes(article, &Article { state: ArticleState::Draft, submitted_by: None, ..article.clone() });
    edits.extend(creation(&reason));
    Ok(edits)
}

/// Publishes a revision, at once or from `effective_at` on; until then readers keep what they have.
pub fn publish(article: &Article, revision: &Revision, effective_at: Option<Millis>, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    belongs(article, revision)?;
    if article.draft != Some(revision.id) {
        return Err(Refusal::new(
            "knowledge.not_the_draft",
            "这不是最新的稿子；要用旧的一版，走回退",
            "This is not the newest draft. To use an older revision, roll back to it",
        ));
    }
    let at = effective_at.unwrap_or(ctx.now);
    if at > ctx.now.saturating_add(AHEAD_MAX) {
        return Err(Refusal::new(
            "knowledge.effective_far",
            "生效时间最远一年以后，换近一点",
            "An article takes effect within a year. Choose an earlier time",
        ));
    }
    let settled = settle(article, ctx.now);
    let next = if at > ctx.now {
        Article { scheduled: Some(revision.id), effective_at: Some(at), ..settled }
    } else {
        Article { published: Some(revision.id), scheduled: None, effective_at: Some(ctx.now), ..settled }
    };
    let title = revision.title.clone();
    let next = Article { draft: None, state: ArticleState::Published, retired: false, submitted_by: None, title, ..next };
    Ok(changes(article, &next))
}

/// The article with a schedule that has come due turned into what is published.
fn settle(article: &Article, now: Millis) -> Article {
    match article.scheduled {
        Some(due) if article.effective_at.is_none_or(|at| at <= now) => Article { published: Some(due), scheduled: None, ..article.clone() },
        _ => article.clone(),
    }
}

fn belongs(article: &Article, revision: &Revision) -> Verdict<()> {
    if revision.article == article.id {
        return Ok(());
    }
    Err(Refusal::new("knowledge.other_article", "这一版是别的文章的，重新选", "This revision belongs to another article. Choose again"))
}

/// Points readers back to an older revision. `current` is the one they read now; a newer draft stays a draft.
pub fn roll_back(article: &Article, current: &Revision, revision: &Revision, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    belongs(article, revision)?;
    if article.readable(ctx.now) != Some(current.id) || revision.number >= current.number {
        return Err(Refusal::new(
            "knowledge.not_older",
            format!("只能退回到现在这版（第 {} 版）以前的", current.number),
            format!("Only revisions before the present one (number {}) can be rolled back to", current.number),
        ));
    }
    let next = Article {
        published: Some(revision.id),
        scheduled: None,
        effective_at: Some(ctx.now),
        title: revision.title.clone(),
        state: if article.draft.is_some() { article.state } else { ArticleState::Published },
        ..article.clone()
    };
    Ok(changes(article, &next))
}

/// Takes an article away from readers. Its revisions stay.
pub fn retire(article: &Article) -> Verdict<Vec<Edit>> {
    let next = Article { state: ArticleState::Retired, retired: true, submitted_by: None, ..article.clone() };
    Ok(changes(article, &next))
}

/// Says whether an article helped; `None` takes the vote back.
pub fn vote(article: &Article, helpful: Option<bool>, ctx: &Ctx<'_>) -> Verdict<Vec<Edit>> {
    let me = ctx.person()?.to_string();
    let mark = helpful.map(|yes| if yes { "1" } else { "-1" });
    if article.votes.get(&me).map(String::as_str) == mark {
        return Ok(Vec::new());
    }
    Ok(vec![Edit::set_key(article.id, field::votes, me, mark.map_or(Value::Null, Value::from))])
}
