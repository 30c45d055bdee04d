//! Reads of knowledge: pages of articles, revisions, counts per category.

use domain::knowledge::{Article, ArticleState, Revision, Suggestion, SuggestionState};
use domain::{Id, Millis, Value};

use crate::clause::{Clause, ids};
use crate::conversation::id;
use crate::{Store, StoreError};

/// What a page of articles asks for.
#[derive(Clone, Debug, Default)]
pub struct ArticleQuery {
    /// Any of these categories; empty does not narrow.
    pub categories: Vec<Id>,
    pub states: Vec<ArticleState>,
    pub offset: i64,
    pub limit: i64,
}

impl Store {
    pub async fn articles(&self, query: &ArticleQuery) -> Result<Vec<Article>, StoreError> {
        let clause = conditions(query);
        let mut binds = clause.binds.clone();
        binds.extend([query.limit.into(), query.offset.into()]);
        self.select(&format!("{} ORDER BY title, id LIMIT ? OFFSET ?", clause.sql()), binds).await
    }

    pub async fn article_count(&self, query: &ArticleQuery) -> Result<i64, StoreError> {
        let clause = conditions(query);
        self.number(&format!("SELECT count(*) FROM article {}", clause.sql()), clause.binds).await
    }

    /// Newest first.
    pub async fn revisions(&self, article: Id) -> Result<Vec<Revision>, StoreError> {
        self.select("WHERE article = ? AND deleted = 0 ORDER BY number DESC, id DESC", vec![article.into()]).await
    }

    /// The article that was imported from this text, if any.
    pub async fn article_from(&self, source_hash: &str) -> Result<Option<Article>, StoreError> {
        Ok(self.select("WHERE source_hash = ? AND deleted = 0 LIMIT 1", vec![source_hash.into()]).await?.pop())
    }

    /// The article that was imported under this name, if any.
    pub async fn article_named(&self, source: &str) -> Result<Option<Article>, StoreError> {
        Ok(self.select("WHERE source = ? AND deleted = 0 LIMIT 1", vec![source.into()]).await?.pop())
    }

    /// Published articles per category; those without a category are left out.
    pub async fn articles_per_category(&self) -> Result<Vec<(Id, i64)>, StoreError> {
        let rows = self
            .values(
                "SELECT category, count(*) FROM article WHERE deleted = 0 AND state <> 'retired' AND category IS NOT NULL GROUP BY category",
                vec![],
            )
            .await?;
        Ok(rows.into_iter().filter_map(pair).collect())
    }

    /// Articles whose scheduled revision came into effect after one time and by another.
    pub async fn articles_effective(&self, after: Millis, by: Millis) -> Result<Vec<Id>, StoreError> {
        let sql = "SELECT id FROM article WHERE scheduled IS NOT NULL AND effective_at > ? AND effective_at <= ? AND deleted = 0";
        Ok(self.values(sql, vec![after.into(), by.into()]).await?.into_iter().filter_map(|mut row| id(row.pop()?)).collect())
    }

    pub async fn suggestions(&self, state: Option<SuggestionState>, article: Option<Id>) -> Result<Vec<Suggestion>, StoreError> {
        let clause = Clause::of("suggestion").and_some("state = ?", state).and_some("article = ?", article);
        self.select(&format!("{} ORDER BY at DESC LIMIT 500", clause.sql()), clause.binds).await
    }
}

fn pair(row: Vec<Value>) -> Option<(Id, i64)> {
    match <[Value; 2]>::try_from(row).ok()? {
        [Value::Bytes(id), Value::Int(number)] => Some((Id(id.try_into().ok()?), number)),
        _ => None,
    }
}

fn conditions(query: &ArticleQuery) -> Clause {
    Clause::of("article").among("category", ids(&query.categories)).among("state", query.states.iter().map(|state| Value::from(*state)).collect())
}
