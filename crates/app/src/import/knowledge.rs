//! Knowledge from documents: read, preview, keep. The same text is never kept twice.

use domain::Id;
use domain::audit::AuditAction;
use domain::knowledge::{Article, ArticleText, Category, CategoryChange, Revision};
use domain::permission::Permission;

use super::{
    FileIn, FileOutcome, ImportArticle, ImportOutcome, ImportState, KeepKnowledge, KnowledgePreview, Parsed, ReadKnowledge, RowError, bytes,
    unreadable,
};
use crate::audit::Trace;
use crate::desk::{Caller, Desk, Pen};
use crate::error::{Code, Error};
use crate::knowledge;

/// Files in one preview.
const FILES_MAX: usize = 200;

pub(crate) async fn read_knowledge(desk: &Desk, caller: &Caller, input: ReadKnowledge) -> Result<KnowledgePreview, Error> {
    if input.files.len() > FILES_MAX {
        return Err(Error::new(
            Code::Refused,
            format!("一次最多 {FILES_MAX} 个文件，分几次导入。"),
            format!("{FILES_MAX} files at a time at most; import in parts."),
        ));
    }
    let (mut files, mut articles) = (Vec::new(), Vec::new());
    for file in input.files {
        let name = file.name.clone();
        match drafts(file).await {
            Ok(drafts) => {
                files.push(FileOutcome { name: name.clone(), articles: drafts.len() as i64, error: None });
                for draft in drafts {
                    articles.push(known(desk, &name, articles.len(), draft).await?);
                }
            }
            Err(error) => files.push(FileOutcome { name, articles: 0, error: Some(error.text(caller.lang).to_owned()) }),
        }
    }
    let token = desk.previews().keep(desk.now(), Parsed::Articles(articles.clone()));
    Ok(KnowledgePreview { token, files, articles })
}

async fn drafts(file: FileIn) -> Result<Vec<documents::Draft>, Error> {
    let bytes = bytes(&file)?;
    let read = move || documents::read(&file.name, &bytes, &documents::Limits::default()).map(|document| documents::articles(&document));
    let read = tokio::task::spawn_blocking(read).await.map_err(Error::internal)?;
    read.map_err(unreadable)
}

/// Names the text of an article, so that importing it again is noticed.
pub(super) fn hash_of(title: &str, body: &str) -> String {
    blake3::hash(format!("{title}\n{body}").as_bytes()).to_hex().to_string()
}

/// Which article of which file: a changed file becomes a new revision, not another article.
fn source_of(file: &str, title: &str) -> String {
    format!("{file}#{title}")
}

async fn known(desk: &Desk, file: &str, place: usize, draft: documents::Draft) -> Result<ImportArticle, Error> {
    let same = desk.store().article_from(&hash_of(&draft.title, &draft.markdown)).await?;
    let named = desk.store().article_named(&source_of(file, &draft.title)).await?;
    let (state, article) = match (same, named) {
        (Some(article), _) => (ImportState::Same, Some(article.id)),
        (None, Some(article)) => (ImportState::Changed, Some(article.id)),
        (None, None) => (ImportState::New, None),
    };
    Ok(ImportArticle {
        key: place.to_string(),
        file: file.to_owned(),
        excerpt: knowledge::excerpt(&draft.markdown),
        title: draft.title,
        body: draft.markdown,
        category: draft.category,
        questions: draft.questions,
        state,
        article,
    })
}

pub(crate) async fn keep_knowledge(desk: &Desk, caller: &Caller, input: KeepKnowledge) -> Result<ImportOutcome, Error> {
    let who = caller.who()?;
    let Parsed::Articles(articles) = desk.previews().take(desk, &input.token)? else { return Err(Error::not_found("份预览", "preview")) };
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
        match keep(desk, &mut pen, article, &input).await {
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

async fn keep(desk: &Desk, pen: &mut Pen<'_>, import: &ImportArticle, input: &KeepKnowledge) -> Result<ImportState, Error> {
    let source_hash = hash_of(&import.title, &import.body);
    if desk.store().article_from(&source_hash).await?.is_some() {
        return Ok(ImportState::Same);
    }
    let source = source_of(&import.file, &import.title);
    let existing = desk.store().article_named(&source).await?;
    let edit = input.edits.get(&import.key);
    let category = match edit.and_then(|edit| edit.category).or(input.category) {
        Some(category) => Some(category),
        None => category(desk, pen, import.category.as_deref()).await?,
    };
    let text = ArticleText {
        category: category.or(existing.as_ref().and_then(|article| article.category)),
        title: edit.map_or_else(|| import.title.clone(), |edit| edit.title.clone()),
        body: import.body.clone(),
        questions: import.questions.clone(),
        tags: existing.as_ref().map(|article| article.tags.clone()).unwrap_or_default(),
        shops: Vec::new(),
        note: import.file.clone(),
        base: existing.as_ref().and_then(Article::newest),
        source: Some(source),
        source_hash: Some(source_hash),
    };
    let last = knowledge::last_number(desk, existing.as_ref()).await?;
    let saved = pen.decide(|ctx| domain::knowledge::save(existing.as_ref(), text, last, ctx))?;
    pen.commit(saved.edits).await?;
    if input.publish {
        publish(desk, pen, saved.article, saved.revision).await?;
    }
    Ok(if existing.is_some() { ImportState::Changed } else { ImportState::New })
}

async fn publish(desk: &Desk, pen: &mut Pen<'_>, article: Id, revision: Id) -> Result<(), Error> {
    let gone = || Error::not_found("篇知识", "article");
    let article: Article = desk.store().get(article).await?.ok_or_else(gone)?;
    let revision: Revision = desk.store().get(revision).await?.ok_or_else(gone)?;
    let edits = pen.decide(|ctx| domain::knowledge::publish(&article, &revision, None, ctx))?;
    pen.commit(edits).await
}

/// The category that a path like 「售后政策/退换货」 names; missing ones are made.
pub(crate) async fn category(desk: &Desk, pen: &mut Pen<'_>, path: Option<&str>) -> Result<Option<Id>, Error> {
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
