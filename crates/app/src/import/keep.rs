//! Keeping what a person chose in the preview: as they titled it, where they put it, with the questions they ticked. The same text
//! is never kept twice, an answer is never another than the text's own, and nothing is published unless they said so.

use std::collections::BTreeSet;

use domain::Id;
use domain::audit::AuditAction;
use domain::knowledge::{Article, ArticleText, Category, CategoryChange, Revision};
use domain::permission::Permission;

use super::knowledge::{hash_of, source_of};
use super::look::ImportAsked;
use super::{ArticleEdit, ImportArticle, ImportLook, ImportOutcome, ImportState, KeepKnowledge, Parsed, RowError};
use crate::audit::Trace;
use crate::desk::{Caller, Desk, Pen, Who};
use crate::error::{Code, Error};
use crate::knowledge;

pub(crate) async fn keep_knowledge(desk: &Desk, caller: &Caller, input: KeepKnowledge) -> Result<ImportOutcome, Error> {
    let who = caller.who()?;
    let Parsed::Articles { articles, looks } = desk.previews().take(desk, &input.token)? else {
        return Err(Error::not_found("份预览", "preview"));
    };
    if input.publish && !who.may(Permission::KnowledgePublish) {
        return Err(Error::new(
            Code::Forbidden,
            "您可以存成草稿送审，发布要有发布权限的同事来做。",
            "You can keep drafts for review; publishing needs the right to publish.",
        ));
    }
    let mut outcome = ImportOutcome { made: 0, updated: 0, skipped: 0, errors: Vec::new() };
    let mut pen = desk.pen(caller).await?;
    for article in articles.iter().filter(|article| input.keys.contains(&article.key)) {
        let look = looks.iter().find(|look| look.key == article.key);
        match keep(desk, &mut pen, who, (article, look), &input).await {
            Ok(ImportState::New) => outcome.made += 1,
            Ok(ImportState::Changed) => outcome.updated += 1,
            Ok(ImportState::Same) => outcome.skipped += 1,
            Err(error) if error.code == Code::Refused => {
                let why = format!("{}: {}", article.title, error.text(caller.lang));
                outcome.errors.push(RowError { row: article.key.parse().unwrap_or(0) + 1, why });
            }
            Err(error) => return Err(error),
        }
    }
    let detail = format!("articles: {} new, {} changed", outcome.made, outcome.updated);
    pen.commit(Trace::by(who, AuditAction::Import, None, detail).edits(desk)).await?;
    Ok(outcome)
}

/// The article itself, then the questions of it that become articles of their own.
async fn keep(
    desk: &Desk,
    pen: &mut Pen<'_>,
    who: &Who,
    (import, look): (&ImportArticle, Option<&ImportLook>),
    input: &KeepKnowledge,
) -> Result<ImportState, Error> {
    let source_hash = hash_of(&import.title, &import.body);
    if desk.store().article_from(&source_hash).await?.is_some() {
        return Ok(ImportState::Same);
    }
    let edit = input.edits.get(&import.key);
    let source = source_of(&import.file, &import.title);
    let existing = existing(desk, who, &source, edit).await?;
    let category = place(desk, pen, import, look, input).await?;
    let text = ArticleText {
        category: category.or(existing.as_ref().and_then(|article| article.category)),
        title: edit.map(|edit| edit.title.clone()).filter(|title| !title.trim().is_empty()).unwrap_or_else(|| import.title.clone()),
        body: import.body.clone(),
        questions: questions(import, look, edit),
        tags: existing.as_ref().map(|article| article.tags.clone()).unwrap_or_default(),
        shops: existing_shops(existing.as_ref()),
        note: import.file.clone(),
        base: existing.as_ref().and_then(Article::newest),
        source: Some(source),
        source_hash: Some(source_hash),
    };
    save(desk, pen, existing.as_ref(), text, input.publish).await?;
    for asked in chosen(look, edit.map(|edit| &edit.apart)) {
        keep_apart(desk, pen, import, (&asked.question, &asked.answer), category, input.publish).await?;
    }
    Ok(if existing.is_some() { ImportState::Changed } else { ImportState::New })
}

/// The article that this one is the next revision of: the one the person named, or the one from the same place of the same file.
async fn existing(desk: &Desk, who: &Who, source: &str, edit: Option<&ArticleEdit>) -> Result<Option<Article>, Error> {
    let Some(into) = edit.and_then(|edit| edit.into) else { return Ok(desk.store().article_named(source).await?) };
    let article: Option<Article> = desk.store().get(into).await?;
    let readable = article.filter(|article| knowledge::may_read(who, article, desk.now()));
    readable.map(Some).ok_or_else(|| Error::not_found("篇知识", "article"))
}

/// What a person chose, else what the file names, else a guess that is sure, else what the person chose for the rest.
async fn place(
    desk: &Desk,
    pen: &mut Pen<'_>,
    import: &ImportArticle,
    look: Option<&ImportLook>,
    input: &KeepKnowledge,
) -> Result<Option<Id>, Error> {
    let chosen = input.edits.get(&import.key).and_then(|edit| edit.category);
    let guessed = look.filter(|look| look.sure).and_then(|look| look.guesses.first()).map(|guess| guess.category);
    if let Some(category) = chosen {
        return Ok(Some(category));
    }
    Ok(match category(desk, pen, import.category.as_deref()).await? {
        Some(category) => Some(category),
        None => guessed.or(input.category),
    })
}

fn questions(import: &ImportArticle, look: Option<&ImportLook>, edit: Option<&ArticleEdit>) -> Vec<String> {
    let asked = chosen(look, edit.map(|edit| &edit.asked)).into_iter().map(|asked| asked.question.clone());
    let mut seen = BTreeSet::new();
    import.questions.iter().cloned().chain(asked).filter(|question| seen.insert(question.clone())).collect()
}

fn chosen<'a>(look: Option<&'a ImportLook>, ids: Option<&Vec<String>>) -> Vec<&'a ImportAsked> {
    let wanted = |asked: &&ImportAsked| ids.is_some_and(|ids| ids.contains(&asked.id));
    look.map(|look| look.asked.iter().filter(wanted).collect()).unwrap_or_default()
}

async fn keep_apart(
    desk: &Desk,
    pen: &mut Pen<'_>,
    import: &ImportArticle,
    (question, answer): (&str, &str),
    category: Option<Id>,
    publish: bool,
) -> Result<(), Error> {
    let source_hash = hash_of(question, answer);
    if desk.store().article_from(&source_hash).await?.is_some() {
        return Ok(());
    }
    let source = source_of(&import.file, question);
    let existing = desk.store().article_named(&source).await?;
    let text = ArticleText {
        category,
        title: question.to_owned(),
        body: answer.to_owned(),
        questions: vec![question.to_owned()],
        tags: Vec::new(),
        shops: existing_shops(existing.as_ref()),
        note: import.file.clone(),
        base: existing.as_ref().and_then(Article::newest),
        source: Some(source),
        source_hash: Some(source_hash),
    };
    save(desk, pen, existing.as_ref(), text, publish).await
}

/// A new revision holds where the one before held.
fn existing_shops(existing: Option<&Article>) -> Vec<Id> {
    existing.map(|article| article.shops.iter().filter_map(|shop| shop.parse().ok()).collect()).unwrap_or_default()
}

async fn save(desk: &Desk, pen: &mut Pen<'_>, existing: Option<&Article>, text: ArticleText, publishes: bool) -> Result<(), Error> {
    let last = knowledge::last_number(desk, existing).await?;
    let saved = pen.decide(|ctx| domain::knowledge::save(existing, text, last, ctx))?;
    pen.commit(saved.edits).await?;
    if publishes {
        publish(desk, pen, saved.article, saved.revision).await?;
    }
    Ok(())
}

async fn publish(desk: &Desk, pen: &mut Pen<'_>, article: Id, revision: Id) -> Result<(), Error> {
    let gone = || Error::not_found("篇知识", "article");
    let article: Article = desk.store().get(article).await?.ok_or_else(gone)?;
    let revision: Revision = desk.store().get(revision).await?.ok_or_else(gone)?;
    let edits = pen.decide(|ctx| domain::knowledge::publish(&article, &revision, None, ctx))?;
    pen.commit(edits).await
}

/// The category that a path like 「售后政策/退换货」 names; missing ones are made.
async fn category(desk: &Desk, pen: &mut Pen<'_>, path: Option<&str>) -> Result<Option<Id>, Error> {
    let mut parent = None;
    for name in path.unwrap_or_default().split(['/', '／', '>']).map(str::trim).filter(|name| !name.is_empty()) {
        let all: Vec<Category> = desk.store().all().await?;
        let known = all.iter().find(|category| category.parent == parent && category.name == name && !category.archived);
        parent = Some(match known {
            Some(category) => category.id,
            None => make(pen, name, parent, &all).await?,
        });
    }
    Ok(parent)
}

async fn make(pen: &mut Pen<'_>, name: &str, parent: Option<Id>, all: &[Category]) -> Result<Id, Error> {
    let change = CategoryChange { name: name.to_owned(), parent, position: all.len() as i64, archived: false };
    let made = pen.decide(|ctx| domain::knowledge::save_category(None, change, all, ctx))?;
    pen.commit(made.edits).await?;
    Ok(made.id)
}
