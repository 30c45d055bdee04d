//! What of a record can be found, and who may find it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::SyncSender;

use ::search::{Document, Kind};
use domain::conversation::Conversation;
use domain::customer::{Customer, Identity};
use domain::field::{self as column, Field};
use domain::knowledge::{Article, ArticleState, Revision};
use domain::message::Message;
use domain::ticket::Ticket;
use domain::{Id, Millis, Noun, Record};
use store::Store;
use store::log::Mark;

use super::kind_of;
use crate::error::Error;

/// Everyone who may search at all.
pub(super) const ALL: &str = "all";

/// The permission key of a shop's records.
pub(super) fn shop_key(shop: Id) -> String {
    format!("shop:{shop}")
}

fn scopes(shop: Option<Id>) -> Vec<String> {
    vec![shop.map_or_else(|| ALL.to_owned(), shop_key)]
}

/// The records whose documents may have changed: those that were written, and those whose documents quote them or are
/// shown by their shop.
pub(super) async fn touched(store: &Store, marks: &[Mark]) -> Result<BTreeSet<(Noun, Id)>, Error> {
    let mut touched: BTreeSet<(Noun, Id)> = marks.iter().map(|mark| (mark.noun, mark.id)).collect();
    let wrote = |noun: Noun, field: Field| {
        let of_field = marks.iter().filter(move |mark| mark.noun == noun && mark.fields.contains(&field.code));
        of_field.map(|mark| mark.id).collect::<BTreeSet<Id>>()
    };
    for conversation in wrote(Noun::Conversation, column::conversation::shop) {
        let said = store.messages(conversation, Millis::MAX, THREAD_MAX).await?;
        touched.extend(said.into_iter().map(|message| (Noun::Message, message.id)));
    }
    for ticket in wrote(Noun::Ticket, column::ticket::shop) {
        touched.extend(store.messages_of_ticket(ticket).await?.into_iter().map(|message| (Noun::Message, message.id)));
    }
    for customer in wrote(Noun::Customer, column::customer::name) {
        let tickets = store.tickets_under(column::ticket::customer, customer).await?;
        touched.extend(tickets.into_iter().map(|line| (Noun::Ticket, line.ticket.id)));
    }
    Ok(touched)
}

/// Messages of one thread that are written anew when it moves; no thread is longer.
const THREAD_MAX: i64 = 100_000;

type Written = (Vec<Document>, Vec<(Kind, [u8; 16])>);

/// The documents of the touched records, and those to take away because their record is gone.
pub(super) async fn of(store: &Store, touched: BTreeSet<(Noun, Id)>, now: Millis) -> Result<Written, Error> {
    let mut by_noun: BTreeMap<Noun, Vec<Id>> = BTreeMap::new();
    for (noun, id) in touched {
        // A revision is found as its article.
        match noun {
            Noun::Revision => {
                if let Some(revision) = store.get::<Revision>(id).await? {
                    by_noun.entry(Noun::Article).or_default().push(revision.article);
                }
            }
            noun => by_noun.entry(noun).or_default().push(id),
        }
    }
    let (mut upserts, mut deletes) = (Vec::new(), Vec::new());
    for (noun, ids) in by_noun {
        let Some(kind) = kind_of(noun) else { continue };
        let documents = documents(store, kind, &ids, now).await?;
        let present: BTreeSet<[u8; 16]> = documents.iter().map(|document| document.id).collect();
        deletes.extend(ids.iter().filter(|id| !present.contains(&id.0)).map(|id| (kind, id.0)));
        upserts.extend(documents);
    }
    Ok((upserts, deletes))
}

async fn documents(store: &Store, kind: Kind, ids: &[Id], now: Millis) -> Result<Vec<Document>, Error> {
    Ok(match kind {
        Kind::Customer => store.get_many::<Customer>(ids).await?.iter().filter_map(customer).collect(),
        Kind::Ticket => tickets(store, store.get_many(ids).await?).await?,
        Kind::Message => messages(store, store.get_many(ids).await?).await?,
        Kind::Article => articles(store, store.get_many(ids).await?, now).await?,
    })
}

/// Sends every document there is.
pub(super) async fn all(store: &Store, page: i64, now: Millis, sender: &SyncSender<Document>) -> Result<(), Error> {
    for kind in Kind::ALL {
        let mut after = None;
        loop {
            let ids = page_of(store, kind, after, page).await?;
            let Some(last) = ids.last() else { break };
            after = Some(*last);
            for document in documents(store, kind, &ids, now).await? {
                // The writer ended early: its own error is what counts.
                if sender.send(document).is_err() {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

/// As `all`, of some kinds, to a task.
pub(crate) async fn some(store: &Store, kinds: &[Kind], page: i64, now: Millis, sender: &tokio::sync::mpsc::Sender<Document>) -> Result<(), Error> {
    for &kind in kinds {
        let mut after = None;
        while let Some(last) = {
            let ids = page_of(store, kind, after, page).await?;
            for document in documents(store, kind, &ids, now).await? {
                if sender.send(document).await.is_err() {
                    return Ok(());
                }
            }
            ids.last().copied()
        } {
            after = Some(last);
        }
    }
    Ok(())
}

async fn page_of(store: &Store, kind: Kind, after: Option<Id>, page: i64) -> Result<Vec<Id>, Error> {
    async fn ids<R: Record>(store: &Store, after: Option<Id>, page: i64) -> Result<Vec<Id>, Error> {
        Ok(store.page::<R>(after, page).await?.iter().map(Record::id).collect())
    }
    match kind {
        Kind::Customer => ids::<Customer>(store, after, page).await,
        Kind::Ticket => ids::<Ticket>(store, after, page).await,
        Kind::Message => ids::<Message>(store, after, page).await,
        Kind::Article => ids::<Article>(store, after, page).await,
    }
}

/// A customer may walk into any shop, so every clerk may find every customer; what they see of one is masked.
fn customer(customer: &Customer) -> Option<Document> {
    if customer.merged_into.is_some() {
        return None;
    }
    let codes = customer.identities.iter().filter_map(|stored| Identity::parse(stored)).map(|identity| identity.value).collect();
    Some(Document {
        kind: Kind::Customer,
        id: customer.id.0,
        title: customer.name.clone(),
        body: customer.notes.clone().unwrap_or_default(),
        questions: vec![],
        names: vec![customer.name.clone()],
        codes,
        tags: customer.tags.clone(),
        scopes: vec![ALL.to_owned()],
        at_ms: customer.id.made_at(),
    })
}

async fn tickets(store: &Store, tickets: Vec<Ticket>) -> Result<Vec<Document>, Error> {
    let customers: Vec<Id> = tickets.iter().filter_map(|ticket| ticket.customer).collect();
    let names: BTreeMap<Id, String> =
        store.get_many::<Customer>(&customers).await?.into_iter().map(|customer| (customer.id, customer.name)).collect();
    Ok(tickets
        .into_iter()
        .map(|ticket| {
            let fields = ticket.fields.values().cloned().collect::<Vec<_>>().join("\n");
            Document {
                kind: Kind::Ticket,
                id: ticket.id.0,
                title: ticket.subject,
                body: [ticket.description.unwrap_or_default(), fields, ticket.resolution.unwrap_or_default()].join("\n"),
                questions: vec![],
                names: ticket.customer.and_then(|id| names.get(&id).cloned()).into_iter().collect(),
                codes: vec![ticket.number],
                tags: ticket.tags,
                scopes: scopes(ticket.shop),
                at_ms: ticket.opened_at,
            }
        })
        .collect())
}

async fn messages(store: &Store, messages: Vec<Message>) -> Result<Vec<Document>, Error> {
    let conversations: Vec<Id> = messages.iter().filter_map(|message| message.conversation).collect();
    let conversations: BTreeMap<Id, Conversation> = store.get_many::<Conversation>(&conversations).await?.into_iter().map(|c| (c.id, c)).collect();
    let tickets: Vec<Id> = messages.iter().filter_map(|message| message.ticket).collect();
    let tickets: BTreeMap<Id, Option<Id>> = store.get_many::<Ticket>(&tickets).await?.into_iter().map(|t| (t.id, t.shop)).collect();
    let shop_of = |message: &Message| {
        let by_conversation = message.conversation.and_then(|id| conversations.get(&id)).and_then(|c| c.shop);
        by_conversation.or_else(|| message.ticket.and_then(|id| tickets.get(&id).copied().flatten()))
    };
    let document = |message: Message| {
        let shop = shop_of(&message);
        let body = [message.text, message.transcript.unwrap_or_default()].join("\n");
        Document {
            kind: Kind::Message,
            id: message.id.0,
            title: String::new(),
            body,
            questions: vec![],
            names: vec![],
            codes: vec![],
            tags: vec![],
            scopes: scopes(shop),
            at_ms: message.at,
        }
    };
    Ok(messages.into_iter().filter(|message| !message.recalled).map(document).collect())
}

/// Only what is published can be found: a draft is nobody's answer.
async fn articles(store: &Store, articles: Vec<Article>, now: Millis) -> Result<Vec<Document>, Error> {
    let published: Vec<Id> = articles.iter().filter_map(|article| article.readable(now)).collect();
    let revisions: BTreeMap<Id, Revision> =
        store.get_many::<Revision>(&published).await?.into_iter().map(|revision| (revision.id, revision)).collect();
    let document = |article: Article| {
        let revision = article.readable(now).and_then(|id| revisions.get(&id))?;
        let scopes = if article.shops.is_empty() { vec![ALL.to_owned()] } else { article.shops.iter().map(|shop| format!("shop:{shop}")).collect() };
        Some(Document {
            kind: Kind::Article,
            id: article.id.0,
            title: revision.title.clone(),
            body: crate::knowledge::plain(&revision.body),
            questions: revision.questions.clone(),
            names: vec![],
            codes: vec![],
            tags: article.tags,
            scopes,
            at_ms: revision.at,
        })
    };
    Ok(articles.into_iter().filter(|article| article.state != ArticleState::Retired).filter_map(document).collect())
}
