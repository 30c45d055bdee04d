//! Finding the answer: search as one types, and what fits the conversation at hand.

use std::collections::BTreeMap;

use ::search::{Hit, Kind};
use domain::knowledge::{Article, Category};
use domain::message::AuthorKind;
use domain::{Id, Millis};

use super::read::{below, may_read, rows};
use super::{ArticleHit, ArticleRow, SearchKnowledge};
use crate::conversation;
use crate::desk::{Caller, Desk, Who};
use crate::error::Error;
use crate::search::{ForConversation, hits, marked};

/// Hits of one search, at most.
const HITS_MAX: i64 = 100;
/// A conversation is asked about by the customer's last words.
const LAST_WORDS: usize = 3;
const WORDS_CHARS: usize = 200;

pub(crate) async fn search(desk: &Desk, caller: &Caller, input: SearchKnowledge) -> Result<Vec<ArticleHit>, Error> {
    let who = caller.who()?;
    let limit = input.limit.clamp(1, HITS_MAX) as usize;
    let mut found = found(desk, who, &input.text, limit).await?;
    if let Some(category) = input.category {
        let all: Vec<Category> = desk.store().all().await?;
        let within = below(category, &all);
        found.retain(|hit| hit.article.category.is_some_and(|category| within.contains(&category)));
    }
    if input.newest_first {
        found.sort_by_key(|hit| std::cmp::Reverse(hit.article.updated_at));
    }
    Ok(found)
}

pub(crate) async fn found(desk: &Desk, who: &Who, text: &str, limit: usize) -> Result<Vec<ArticleHit>, Error> {
    let hits = hits(desk, who, text, vec![Kind::Article], limit).await?;
    let ids: Vec<Id> = hits.iter().map(|hit| Id(hit.id)).collect();
    let mut articles = desk.store().get_many::<Article>(&ids).await?;
    articles.retain(|article| may_read(who, article, desk.now()));
    let rows: BTreeMap<Id, ArticleRow> = rows(desk, &articles).await?.into_iter().map(|row| (row.id, row)).collect();
    let best = hits.first().map_or(0.0, |hit| hit.score);
    Ok(hits.into_iter().filter_map(|hit| article_hit(hit, &rows, best)).collect())
}

fn article_hit(hit: Hit, rows: &BTreeMap<Id, ArticleRow>, best: f32) -> Option<ArticleHit> {
    let article = rows.get(&Id(hit.id))?.clone();
    Some(ArticleHit {
        strength: strength(hit.score, best),
        heading: None,
        article,
        title: marked(hit.title),
        snippet: marked(hit.snippet),
        why: hit.why,
        meaning: hit.meaning.map(hundredths),
    })
}

/// A cosine as people read it: 0 to 100.
pub(crate) fn hundredths(cosine: f32) -> i64 {
    (cosine.clamp(0.0, 1.0) * 100.0).round() as i64
}

/// 1 to 4, relative to the best hit: scores of different questions cannot be compared.
fn strength(score: f32, best: f32) -> i64 {
    let share = if best > 0.0 { score / best } else { 0.0 };
    match share {
        s if s > 0.8 => 4,
        s if s > 0.55 => 3,
        s if s > 0.3 => 2,
        _ => 1,
    }
}

/// What answers the customer's last words.
pub(crate) async fn for_conversation(desk: &Desk, caller: &Caller, input: ForConversation) -> Result<Vec<ArticleHit>, Error> {
    let who = caller.who()?;
    conversation::visible(desk, who, input.id).await?;
    let messages = desk.store().messages(input.id, Millis::MAX, 30).await?;
    let words: Vec<String> = messages
        .iter()
        .rev()
        .filter(|message| message.author_kind == AuthorKind::Customer)
        .map(|message| [message.text.as_str(), message.transcript.as_deref().unwrap_or_default()].join(" "))
        .take(LAST_WORDS)
        .collect();
    let text: String = words.join(" ").chars().take(WORDS_CHARS).collect();
    found(desk, who, &text, input.limit.clamp(1, 10) as usize).await
}
