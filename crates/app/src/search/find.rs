//! Asking the index, within what the person may see.

use ::search::{Highlighted, Hit, Kind, Query};
use domain::customer::Customer;
use domain::knowledge::Article;
use domain::message::Message;
use domain::permission::{Permission, Scope};
use domain::ticket::Ticket;
use domain::{Id, Noun};

use super::document::{ALL, shop_key};
use super::{Find, Found, FoundPage, kind_of};
use crate::desk::{Caller, Desk, Who};
use crate::error::Error;
use crate::shape::Marked;

/// Results of one search, at most.
const HITS_MAX: i64 = 100;

pub(crate) async fn find(desk: &Desk, caller: &Caller, input: Find) -> Result<FoundPage, Error> {
    let who = caller.who()?;
    let limit = if input.limit <= 0 { 20 } else { input.limit.min(HITS_MAX) };
    let hits = hits(desk, who, &input.text, kinds(who, &input.nouns), limit as usize).await?;
    let mut found = Vec::with_capacity(hits.len());
    for hit in hits {
        found.extend(describe(desk, hit).await?);
    }
    Ok(FoundPage { hits: found })
}

/// Ids of one noun that match, best first: for lists that are narrowed by text.
pub(crate) async fn ids(desk: &Desk, who: &Who, noun: Noun, text: &str, limit: usize) -> Result<Vec<Id>, Error> {
    let kinds = kind_of(noun).into_iter().collect();
    Ok(hits(desk, who, text, kinds, limit).await?.into_iter().map(|hit| Id(hit.id)).collect())
}

/// Hits within the person's shops.
pub(crate) async fn hits(desk: &Desk, who: &Who, text: &str, kinds: Vec<Kind>, limit: usize) -> Result<Vec<Hit>, Error> {
    if kinds.is_empty() || text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let index = desk.indexer().index()?;
    let query = Query { text: text.chars().take(2_000).collect(), kinds, scopes: allowed(&who.scope), limit, offset: 0 };
    let desk = desk.clone();
    let asking = tokio::task::spawn_blocking(move || match desk.meaning().near(&query.text, &query.kinds, query.scopes.as_deref()) {
        Some(near) => index.search_near(&query, near),
        None => index.search(&query),
    });
    asking.await.map_err(Error::internal)?.map_err(Error::internal)
}

fn allowed(scope: &Scope) -> Option<Vec<String>> {
    match scope {
        Scope::Every => None,
        Scope::Shops(shops) => Some(std::iter::once(ALL.to_owned()).chain(shops.iter().map(|shop| shop_key(*shop))).collect()),
    }
}

/// The kinds that were asked for and that the person's roles let them see.
fn kinds(who: &Who, nouns: &[Noun]) -> Vec<Kind> {
    let may = |kind: &Kind| match kind {
        Kind::Customer => who.may(Permission::CustomerRead),
        Kind::Ticket => who.may(Permission::TicketWork),
        Kind::Message => who.may(Permission::ConversationWork),
        Kind::Article => who.may(Permission::KnowledgeRead),
    };
    let asked: Vec<Kind> = nouns.iter().filter_map(|noun| kind_of(*noun)).collect();
    let asked = if asked.is_empty() { Kind::ALL.to_vec() } else { asked };
    asked.into_iter().filter(may).collect()
}

pub(crate) fn marked(highlighted: Highlighted) -> Marked {
    Marked { text: highlighted.text, marks: highlighted.marks }
}

/// Joins a hit with what its record says now; a record that has gone meanwhile is passed over.
async fn describe(desk: &Desk, hit: Hit) -> Result<Option<Found>, Error> {
    let (store, id) = (desk.store(), Id(hit.id));
    let (noun, parent, detail, at) = match hit.kind {
        Kind::Customer => match store.get::<Customer>(id).await? {
            Some(customer) => (Noun::Customer, None, masked_phone(&customer), customer.id.made_at()),
            None => return Ok(None),
        },
        Kind::Ticket => match store.get::<Ticket>(id).await? {
            Some(ticket) => (Noun::Ticket, None, ticket.number, ticket.opened_at),
            None => return Ok(None),
        },
        Kind::Message => match store.get::<Message>(id).await? {
            Some(message) => (Noun::Message, message.conversation.or(message.ticket), String::new(), message.at),
            None => return Ok(None),
        },
        Kind::Article => match store.get::<Article>(id).await? {
            Some(article) => (Noun::Article, None, crate::knowledge::path(desk, article.category).await?, article.id.made_at()),
            None => return Ok(None),
        },
    };
    let (title, snippet) = (marked(hit.title), marked(hit.snippet));
    let meaning = hit.meaning.map(|cosine| (cosine.clamp(0.0, 1.0) * 100.0).round() as i64);
    Ok(Some(Found { noun, id, parent, title, snippet, why: hit.why, meaning, detail, at }))
}

fn masked_phone(customer: &Customer) -> String {
    let phone = customer.identities.iter().find(|stored| stored.starts_with("phone:"));
    phone.map(|stored| domain::customer::mask_identity(stored)).unwrap_or_default()
}
