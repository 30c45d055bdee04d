//! What is near to the question: articles with the sentence that answers, and tickets that were solved alike.

use std::collections::BTreeMap;

use ::search::Kind;
use domain::Id;
use domain::knowledge::{Article, Revision};
use domain::permission::Permission;
use domain::ticket::{Ticket, TicketState};

use super::{AssistArticle, AssistSimilar};
use crate::desk::{Desk, Who};
use crate::error::Error;
use crate::knowledge;
use crate::search::hits;

const ARTICLES: usize = 4;
/// Articles whose answering sentence is looked for.
const READ: usize = 3;
const SIMILAR: usize = 3;
/// Tickets looked at for solved ones.
const LOOKED_AT: usize = 30;
/// Share of the best hit's score below which a ticket is not alike.
const ALIKE: f32 = 0.5;
/// A question is this long at most for the search.
const QUESTION: usize = 200;

pub(super) async fn articles(desk: &Desk, who: &Who, question: &str) -> Result<Vec<AssistArticle>, Error> {
    if !who.may(Permission::KnowledgeRead) {
        return Ok(Vec::new());
    }
    let question: String = question.chars().take(QUESTION).collect();
    let hits = knowledge::found(desk, who, &question, ARTICLES).await?;
    let ids: Vec<Id> = hits.iter().take(READ).map(|hit| hit.article.id).collect();
    let articles: Vec<Article> = desk.store().get_many(&ids).await?;
    let read: Vec<Id> = articles.iter().filter_map(|article| article.readable(desk.now())).collect();
    let bodies: BTreeMap<Id, String> =
        desk.store().get_many::<Revision>(&read).await?.into_iter().map(|revision| (revision.article, revision.body)).collect();
    let wanted: Vec<Option<String>> = hits.iter().map(|hit| bodies.get(&hit.article.id).cloned()).collect();
    let desk = desk.clone();
    let answering = tokio::task::spawn_blocking(move || {
        let embedder = desk.meaning().embedder();
        let of = |body: String| nlp::answer::answer(&question, &knowledge::plain(&body), embedder.as_ref());
        wanted.into_iter().map(|body| body.map(of).transpose().map(Option::flatten)).collect::<Result<Vec<_>, _>>()
    });
    let answers = answering.await.map_err(Error::internal)?.map_err(Error::internal)?;
    Ok(hits.into_iter().zip(answers).map(|(hit, answer)| AssistArticle { hit, answer: answer.map(|answer| answer.text) }).collect())
}

pub(super) async fn similar(desk: &Desk, who: &Who, question: &str, conversation: Id) -> Result<Vec<AssistSimilar>, Error> {
    if !who.may(Permission::TicketWork) {
        return Ok(Vec::new());
    }
    let question: String = question.chars().take(QUESTION).collect();
    let hits = hits(desk, who, &question, vec![Kind::Ticket], LOOKED_AT).await?;
    let best = hits.first().map_or(0.0, |hit| hit.score);
    let near: Vec<_> = hits.into_iter().filter(|hit| hit.score >= best * ALIKE).collect();
    let ids: Vec<Id> = near.iter().map(|hit| Id(hit.id)).collect();
    let tickets: BTreeMap<Id, Ticket> = desk.store().get_many::<Ticket>(&ids).await?.into_iter().map(|ticket| (ticket.id, ticket)).collect();
    let solved = near.into_iter().filter_map(|hit| {
        let ticket = tickets.get(&Id(hit.id)).filter(|ticket| is_solved(ticket) && ticket.conversation != Some(conversation))?;
        Some(AssistSimilar {
            id: ticket.id,
            number: ticket.number.clone(),
            subject: ticket.subject.clone(),
            resolution: ticket.resolution.clone()?,
            resolved_at: ticket.resolved_at?,
            meaning: hit.meaning.map(knowledge::hundredths),
        })
    });
    let mut subjects = std::collections::BTreeSet::new();
    Ok(solved.filter(|ticket: &AssistSimilar| subjects.insert(ticket.subject.clone())).take(SIMILAR).collect())
}

/// Solved, with words on how; without them there is nothing to learn from it.
fn is_solved(ticket: &Ticket) -> bool {
    matches!(ticket.state, TicketState::Resolved | TicketState::Closed)
        && ticket.merged_into.is_none()
        && ticket.resolution.as_deref().is_some_and(|words| !words.trim().is_empty())
}
