//! Reading knowledge: the tree, lists, and one article with its revisions.

use std::collections::BTreeMap;

use domain::knowledge::{Article, ArticleState, Category, Revision, Suggestion, category_path};
use domain::permission::{Permission, Scope};
use domain::{Id, Millis, Noun};
use store::knowledge::ArticleQuery;

use super::{ArticleDetail, ArticlePage, ArticleRow, CategoryNode, ListArticles, RevisionRow, SuggestionView};
use crate::desk::{Caller, Desk, Who};
use crate::error::Error;
use crate::shape::{ById, Nothing};
use crate::{cards, search};

const PAGE_MAX: i64 = 500;
const EXCERPT_CHARS: usize = 90;
const RELATED: usize = 5;

pub(crate) async fn categories(desk: &Desk, _: &Caller, _: Nothing) -> Result<Vec<CategoryNode>, Error> {
    let counts: BTreeMap<Id, i64> = desk.store().articles_per_category().await?.into_iter().collect();
    let mut all: Vec<Category> = desk.store().all().await?;
    all.retain(|category| !category.archived);
    all.sort_by(|a, b| (a.position, &a.name).cmp(&(b.position, &b.name)));
    let node = |category: Category| CategoryNode {
        articles: counts.get(&category.id).copied().unwrap_or(0),
        id: category.id,
        name: category.name,
        parent: category.parent,
    };
    Ok(all.into_iter().map(node).collect())
}

/// 「售后政策 / 退换货」; empty for an article without a category.
pub(crate) async fn path(desk: &Desk, category: Option<Id>) -> Result<String, Error> {
    let Some(category) = category else { return Ok(String::new()) };
    let all: Vec<Category> = desk.store().all().await?;
    Ok(category_path(category, &all))
}

/// A category and everything below it.
pub(super) fn below(category: Id, all: &[Category]) -> Vec<Id> {
    let mut found = vec![category];
    let mut at = 0;
    while at < found.len() {
        let parent = found[at];
        found.extend(all.iter().filter(|child| child.parent == Some(parent) && !child.archived).map(|child| child.id));
        at += 1;
    }
    found
}

pub(crate) async fn list(desk: &Desk, caller: &Caller, input: ListArticles) -> Result<ArticlePage, Error> {
    let who = caller.who()?;
    let all: Vec<Category> = desk.store().all().await?;
    let categories = input.category.map(|category| below(category, &all)).unwrap_or_default();
    let (offset, limit) = (input.offset.max(0), input.limit.clamp(1, PAGE_MAX));
    let query = ArticleQuery { categories, states: states(who, input.state), offset, limit };
    if who.may(Permission::KnowledgeEdit) && who.scope == Scope::Every {
        let articles = desk.store().articles(&query).await?;
        return Ok(ArticlePage { rows: rows(desk, &articles).await?, total: desk.store().article_count(&query).await? });
    }
    // A page is cut from what is left for the person, so that its rows and its total agree.
    let mut articles = desk.store().articles(&ArticleQuery { offset: 0, limit: i64::MAX, ..query }).await?;
    articles.retain(|article| may_read(who, article, desk.now()));
    let page: Vec<Article> = articles.iter().skip(offset as usize).take(limit as usize).cloned().collect();
    Ok(ArticlePage { rows: rows(desk, &page).await?, total: articles.len() as i64 })
}

/// Readers see what is published; drafts and retired articles are for editors.
fn states(who: &Who, asked: Option<ArticleState>) -> Vec<ArticleState> {
    match (asked, who.may(Permission::KnowledgeEdit)) {
        (Some(state), true) => vec![state],
        (None, true) => ArticleState::ALL.iter().copied().filter(|state| *state != ArticleState::Retired).collect(),
        (_, false) => vec![ArticleState::Published, ArticleState::InReview, ArticleState::Draft],
    }
}

/// Whether an article is for the person: for their shops, and readable at all unless they edit.
pub(crate) fn may_read(who: &Who, article: &Article, now: Millis) -> bool {
    let editor = who.may(Permission::KnowledgeEdit);
    let theirs = match &who.scope {
        Scope::Every => true,
        Scope::Shops(shops) => article.shops.is_empty() || shops.iter().any(|shop| article.shops.contains(&shop.to_string())),
    };
    theirs && (editor || article.readable(now).is_some())
}

pub(super) async fn rows(desk: &Desk, articles: &[Article]) -> Result<Vec<ArticleRow>, Error> {
    let all: Vec<Category> = desk.store().all().await?;
    let shown: Vec<Id> = articles.iter().filter_map(|article| article.readable(desk.now()).or(article.draft)).collect();
    let revisions: BTreeMap<Id, Revision> =
        desk.store().get_many::<Revision>(&shown).await?.into_iter().map(|revision| (revision.id, revision)).collect();
    let row = |article: &Article| {
        let readable = article.readable(desk.now());
        let revision = readable.or(article.draft).and_then(|id| revisions.get(&id));
        ArticleRow {
            id: article.id,
            title: readable.and(revision).map_or_else(|| article.title.clone(), |revision| revision.title.clone()),
            category: article.category,
            category_path: article.category.map(|id| category_path(id, &all)).unwrap_or_default(),
            state: article.state,
            version: readable.and(revision).map_or(0, |revision| revision.number),
            updated_at: revision.map_or(article.id.made_at(), |revision| revision.at),
            excerpt: revision.map(|revision| excerpt(&revision.body)).unwrap_or_default(),
            tags: article.tags.clone(),
            has_draft: article.draft.is_some(),
        }
    };
    Ok(articles.iter().map(row).collect())
}

/// The first words, without marks of Markdown.
pub(crate) fn excerpt(body: &str) -> String {
    let words = plain(body).lines().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= EXCERPT_CHARS { words } else { format!("{}…", words.chars().take(EXCERPT_CHARS).collect::<String>()) }
}

/// The text line by line without Markdown's marks: what people read, and what is searched.
pub(crate) fn plain(body: &str) -> String {
    let bare = |line: &str| line.trim_start_matches(['#', '>', '-', '*', ' ', '|']).replace(['*', '`'], "").replace('|', " ").trim().to_owned();
    let is_rule = |line: &str| line.trim_start().starts_with("---") || line.contains("|--") || line.contains("| --");
    body.lines().filter(|line| !is_rule(line)).map(bare).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The article, if the person may read it.
pub(super) async fn visible(desk: &Desk, who: &Who, id: Id) -> Result<Article, Error> {
    let article = desk.store().get::<Article>(id).await?.filter(|article| may_read(who, article, desk.now()));
    article.ok_or_else(|| Error::not_found("篇知识", "article"))
}

pub(crate) async fn get(desk: &Desk, caller: &Caller, input: ById) -> Result<ArticleDetail, Error> {
    let who = caller.who()?;
    let article = visible(desk, who, input.id).await?;
    let editor = who.may(Permission::KnowledgeEdit);
    let revisions = desk.store().revisions(article.id).await?;
    let readable = article.readable(desk.now());
    let find = |id: Option<Id>| revisions.iter().find(|revision| Some(revision.id) == id).cloned();
    let people = cards::staff(desk, revisions.iter().filter_map(|revision| revision.author)).await?;
    let row = |revision: &Revision| RevisionRow {
        id: revision.id,
        number: revision.number,
        title: revision.title.clone(),
        author: revision.author.and_then(|id| people.get(&id).cloned()),
        at: revision.at,
        note: revision.note.clone(),
        published: Some(revision.id) == readable,
        draft: Some(revision.id) == article.draft,
    };
    let suggestions = desk.store().suggestions(None, Some(article.id)).await?;
    let votes = |mark: &str| article.votes.values().filter(|vote| *vote == mark).count() as i64;
    let mine = article.votes.get(&who.id().to_string()).and_then(|vote| vote.parse().ok());
    Ok(ArticleDetail {
        category_path: path(desk, article.category).await?,
        published: find(readable),
        draft: find(article.draft).filter(|_| editor),
        revisions: revisions.iter().filter(|revision| editor || Some(revision.id) != article.draft).map(row).collect(),
        related: related(desk, who, &article).await?,
        suggestions: suggestion_views(desk, suggestions).await?,
        helpful: votes("1"),
        unhelpful: votes("-1"),
        my_vote: mine.unwrap_or(0),
        article,
    })
}

/// Articles whose title is like this one's.
async fn related(desk: &Desk, who: &Who, article: &Article) -> Result<Vec<ArticleRow>, Error> {
    let ids = search::ids(desk, who, Noun::Article, &article.title, RELATED + 1).await?;
    let mut found = Vec::new();
    for id in ids.into_iter().filter(|id| *id != article.id).take(RELATED) {
        found.extend(desk.store().get::<Article>(id).await?.filter(|article| may_read(who, article, desk.now())));
    }
    rows(desk, &found).await
}

pub(super) async fn suggestion_views(desk: &Desk, suggestions: Vec<Suggestion>) -> Result<Vec<SuggestionView>, Error> {
    let people = cards::staff(desk, suggestions.iter().filter_map(|suggestion| suggestion.author)).await?;
    let shops = cards::shops(desk, suggestions.iter().filter_map(|suggestion| suggestion.shop)).await?;
    let about: Vec<Id> = suggestions.iter().filter_map(|suggestion| suggestion.article).collect();
    let titles: BTreeMap<Id, String> =
        desk.store().get_many::<Article>(&about).await?.into_iter().map(|article| (article.id, article.title)).collect();
    let view = |suggestion: Suggestion| SuggestionView {
        id: suggestion.id,
        article: suggestion.article,
        article_title: suggestion.article.and_then(|id| titles.get(&id).cloned()),
        text: suggestion.text,
        author: suggestion.author.and_then(|id| people.get(&id).cloned()),
        shop: suggestion.shop.and_then(|id| shops.get(&id).cloned()),
        at: suggestion.at,
        state: suggestion.state,
        answer: suggestion.answer,
    };
    Ok(suggestions.into_iter().map(view).collect())
}

pub(crate) async fn revision(desk: &Desk, caller: &Caller, input: ById) -> Result<Revision, Error> {
    let who = caller.who()?;
    let revision: Revision = desk.store().get(input.id).await?.ok_or_else(|| Error::not_found("一版", "revision"))?;
    let article = visible(desk, who, revision.article).await?;
    if article.draft == Some(revision.id) && !who.may(Permission::KnowledgeEdit) {
        return Err(Error::not_found("一版", "revision"));
    }
    Ok(revision)
}
