//! Writing knowledge: drafts, review, the publish pointer, votes and suggestions.

use domain::edit::Edit;
use domain::knowledge::{Article, ArticleText, Category, CategoryChange, NewSuggestion, Revision, Suggestion};
use domain::{Ctx, Id, Verdict};

use super::read::{may_read, suggestion_views, visible};
use super::{DecideSuggestion, ListSuggestions, PublishArticle, SaveArticle, SaveCategory, SavedArticle, SendBack, Suggest, SuggestionView, Vote};
use crate::desk::{Caller, Desk, Pen};
use crate::error::{Code, Error};
use crate::shape::{ById, Created, Nothing};

pub(crate) async fn save_category(desk: &Desk, caller: &Caller, input: SaveCategory) -> Result<Created, Error> {
    let mut pen = desk.pen(caller).await?;
    let all: Vec<Category> = desk.store().all().await?;
    let existing = match input.id {
        None => None,
        Some(id) => Some(all.iter().find(|category| category.id == id).ok_or_else(|| Error::not_found("个分类", "category"))?),
    };
    let change = CategoryChange { name: input.name, parent: input.parent, position: input.position, archived: input.archived };
    let made = pen.decide(|ctx| domain::knowledge::save_category(existing, change, &all, ctx))?;
    pen.commit(made.edits).await?;
    Ok(Created { id: made.id })
}

pub(crate) async fn save(desk: &Desk, caller: &Caller, input: SaveArticle) -> Result<SavedArticle, Error> {
    let who = caller.who()?;
    let mut pen = desk.pen(caller).await?;
    let existing = match input.id {
        None => None,
        Some(id) => Some(visible(desk, who, id).await?),
    };
    let text = ArticleText {
        category: input.category,
        title: input.title,
        body: input.body,
        questions: input.questions,
        tags: input.tags,
        shops: input.shops,
        note: input.note,
        base: input.base,
        source: None,
        source_hash: None,
    };
    let last = last_number(desk, existing.as_ref()).await?;
    let saved = pen.decide(|ctx| domain::knowledge::save(existing.as_ref(), text, last, ctx))?;
    pen.commit(saved.edits).await?;
    Ok(SavedArticle { id: saved.article, revision: saved.revision, number: saved.number })
}

pub(crate) async fn last_number(desk: &Desk, article: Option<&Article>) -> Result<i64, Error> {
    match article {
        Some(article) => Ok(desk.store().revisions(article.id).await?.first().map_or(0, |revision| revision.number)),
        None => Ok(0),
    }
}

/// Loads an article, decides and commits.
async fn change(desk: &Desk, caller: &Caller, id: Id, rule: impl FnOnce(&Article, &mut Ctx<'_>) -> Verdict<Vec<Edit>>) -> Result<Nothing, Error> {
    let mut pen = desk.pen(caller).await?;
    let article = visible(desk, caller.who()?, id).await?;
    let edits = pen.decide(|ctx| rule(&article, ctx))?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}

pub(crate) async fn submit(desk: &Desk, caller: &Caller, input: ById) -> Result<Nothing, Error> {
    change(desk, caller, input.id, |article, ctx| domain::knowledge::submit(article, ctx)).await
}

pub(crate) async fn send_back(desk: &Desk, caller: &Caller, input: SendBack) -> Result<Nothing, Error> {
    change(desk, caller, input.id, |article, ctx| domain::knowledge::send_back(article, &input.why, ctx)).await
}

pub(crate) async fn publish(desk: &Desk, caller: &Caller, input: PublishArticle) -> Result<Nothing, Error> {
    let revision = found(desk, input.revision).await?;
    change(desk, caller, input.id, |article, ctx| domain::knowledge::publish(article, &revision, input.effective_at, ctx)).await
}

async fn found(desk: &Desk, id: Id) -> Result<Revision, Error> {
    desk.store().get(id).await?.ok_or_else(|| Error::not_found("一版", "revision"))
}

pub(crate) async fn roll_back(desk: &Desk, caller: &Caller, input: PublishArticle) -> Result<Nothing, Error> {
    let mut pen: Pen<'_> = desk.pen(caller).await?;
    let article = visible(desk, caller.who()?, input.id).await?;
    let revision = found(desk, input.revision).await?;
    let unread = || {
        Error::new(
            Code::Refused,
            "这篇还没有生效的版本，没有可退的。",
            "No revision of this article is published yet; there is nothing to roll back.",
        )
    };
    let current = found(desk, article.readable(desk.now()).ok_or_else(unread)?).await?;
    let edits = pen.decide(|ctx| domain::knowledge::roll_back(&article, &current, &revision, ctx))?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}

pub(crate) async fn retire(desk: &Desk, caller: &Caller, input: ById) -> Result<Nothing, Error> {
    change(desk, caller, input.id, |article, _| domain::knowledge::retire(article)).await
}

pub(crate) async fn vote(desk: &Desk, caller: &Caller, input: Vote) -> Result<Nothing, Error> {
    change(desk, caller, input.id, |article, ctx| domain::knowledge::vote(article, input.helpful, ctx)).await
}

pub(crate) async fn suggest(desk: &Desk, caller: &Caller, input: Suggest) -> Result<Created, Error> {
    let who = caller.who()?;
    let mut pen = desk.pen(caller).await?;
    if let Some(article) = input.article {
        visible(desk, who, article).await?;
    }
    let new = NewSuggestion { article: input.article, text: input.text, shop: who.shop, conversation: input.conversation };
    let made = pen.decide(|ctx| domain::knowledge::suggest(new, ctx))?;
    pen.commit(made.edits).await?;
    Ok(Created { id: made.id })
}

pub(crate) async fn suggestions(desk: &Desk, caller: &Caller, input: ListSuggestions) -> Result<Vec<SuggestionView>, Error> {
    let who = caller.who()?;
    let mut suggestions = desk.store().suggestions(input.state, None).await?;
    let about: Vec<Id> = suggestions.iter().filter_map(|suggestion| suggestion.article).collect();
    let articles = desk.store().get_many::<Article>(&about).await?;
    let hidden: Vec<Id> = articles.iter().filter(|article| !may_read(who, article, desk.now())).map(|article| article.id).collect();
    suggestions.retain(|suggestion| suggestion.article.is_none_or(|article| !hidden.contains(&article)));
    suggestion_views(desk, suggestions).await
}

pub(crate) async fn decide(desk: &Desk, caller: &Caller, input: DecideSuggestion) -> Result<Nothing, Error> {
    let mut pen = desk.pen(caller).await?;
    let suggestion: Suggestion = desk.store().get(input.id).await?.ok_or_else(|| Error::not_found("条建议", "suggestion"))?;
    let edits = pen.decide(|ctx| domain::knowledge::decide(&suggestion, input.take, &input.answer, ctx))?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}
