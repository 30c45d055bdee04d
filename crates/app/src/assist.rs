//! What helps a clerk with the conversation at hand: what the customer wants, what they named, what to watch out for, the sentence
//! that answers, tickets that were solved alike, and how a ticket would begin.
//!
//! Everything is a suggestion with its reason, made on this machine from what the clerk may see; nothing is written by it.

pub mod bench;
mod fields;
mod marks;
mod near;
mod ready;

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use domain::message::{AuthorKind, Message};
use domain::permission::Permission;
use domain::shop::{CHINA_OFFSET_MIN, Shop};
use domain::ticket::Priority;
use domain::time::MINUTE;
use domain::{Id, Millis};
use nlp::lac::{Lac, Name};
use nlp::recognise::Found as Named;
use onnx::Cancel;

use crate::desk::{Caller, Desk};
use crate::error::Error;
use crate::intent::{self, IntentGuess};
use crate::knowledge::ArticleHit;
use crate::shape::ById;
use crate::{conversation, shapes};

pub(crate) use ready::start as make_ready;

domain::tags! {
    /// What to watch out for.
    pub enum Mark {
        Negative = "negative",
        Abusive = "abusive",
        /// Fire, electricity, injuries.
        Danger = "danger",
        /// Authorities, lawyers, the press.
        Threat = "threat",
        Urgent = "urgent",
        Purchase = "purchase",
        /// An identity card or a bank card stands in the text.
        Personal = "personal",
    }
}

shapes! {
    pub struct AssistMark {
        mark: Mark,
        /// 0 to 100.
        strength: i64,
        /// The words behind it; empty when it is the tone of the whole.
        words: Vec<String>,
    }

    /// Something the customer named.
    pub struct AssistEntity {
        /// phone, order, money, date, address, name …: the kinds of `nlp::recognise`.
        kind: String,
        /// As it was written.
        text: String,
        /// In its one form: digits only, `2026-11-28`, `350.00`.
        value: String,
        message: Id,
    }

    /// How a ticket would begin.
    pub struct AssistTicket {
        subject: String,
        kind: Option<Id>,
        department: Option<Id>,
        priority: Option<Priority>,
        /// By the keys of the type's fields.
        fields: std::collections::BTreeMap<String, String>,
    }

    pub struct AssistArticle {
        hit: ArticleHit,
        /// The sentence that answers, as it stands in the article.
        answer: Option<String>,
    }

    /// A ticket that was solved and is alike.
    pub struct AssistSimilar {
        id: Id,
        number: String,
        subject: String,
        resolution: String,
        resolved_at: i64,
        /// 0 to 100: how near in meaning; nothing where words alone found it.
        meaning: Option<i64>,
    }

    pub struct Assist {
        /// The message it speaks of: the customer's last.
        about: Option<Id>,
        /// What they want; shown when it fits.
        intent: Option<IntentGuess>,
        entities: Vec<AssistEntity>,
        marks: Vec<AssistMark>,
        ticket: Option<AssistTicket>,
        articles: Vec<AssistArticle>,
        similar: Vec<AssistSimilar>,
        /// The canned reply that usually answers this intent.
        reply: Option<Id>,
        /// Goes by words alone: there is no sentence model.
        plain: bool,
        took_ms: i64,
    }
}

/// Messages that are read.
const READ: i64 = 30;
/// The customer's messages that things are named in.
const NAMED_IN: usize = 10;
/// Of these, the ones that say what is wanted.
const WANTED_IN: usize = 6;
/// The last of them, which ask.
const LAST: usize = 3;
const TEXT_MAX: usize = 2_000;

/// What the desk keeps for it: the network that knows names.
#[derive(Default)]
pub(crate) struct Understanding(Mutex<Option<Lac>>);

/// One message as text, from whoever said it.
struct Line {
    id: Id,
    text: String,
    customer: bool,
}

pub(crate) async fn look(desk: &Desk, caller: &Caller, input: ById) -> Result<Assist, Error> {
    let began = Instant::now();
    let who = caller.who()?;
    let of = conversation::visible(desk, who, input.id).await?;
    ready::wake(desk);
    let lines: Vec<Line> = desk.store().messages(of.id, Millis::MAX, READ).await?.into_iter().filter_map(line).collect();
    let said: Vec<&Line> = lines.iter().rev().filter(|line| line.customer).take(NAMED_IN).collect();
    let question = said.iter().take(LAST).map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
    let Some(last) = said.first() else { return Ok(nothing(desk, began)) };
    let offset = match of.shop {
        Some(shop) => desk.store().get::<Shop>(shop).await?.map_or(CHINA_OFFSET_MIN, |shop| shop.utc_offset_min),
        None => CHINA_OFFSET_MIN,
    };
    let (named, marks) = understood(desk, said.iter().map(|line| line.text.clone()).collect(), offset).await?;
    let entities = entities(&said, &named);
    let intents = intent::list(desk, caller, crate::shape::Nothing {}).await?;
    let wanted = intent::wanted(desk, &intents, said.iter().take(WANTED_IN).map(|line| line.text.clone()).collect()).await?;
    let taught = wanted.as_ref().and_then(|guess| intents.iter().find(|intent| Some(intent.id) == guess.intent));
    let ticket = match who.may(Permission::TicketWork) {
        true => Some(fields::ticket(desk, &lines, taught, &entities, &marks, desk.now() + offset * MINUTE).await?),
        false => None,
    };
    Ok(Assist {
        about: Some(last.id),
        articles: near::articles(desk, who, &question).await?,
        similar: near::similar(desk, who, &question, of.id).await?,
        reply: taught.and_then(|intent| intent.reply),
        intent: wanted,
        entities,
        marks,
        ticket,
        plain: desk.meaning().embedder().is_none(),
        took_ms: began.elapsed().as_millis() as i64,
    })
}

fn nothing(desk: &Desk, began: Instant) -> Assist {
    Assist {
        about: None,
        intent: None,
        entities: Vec::new(),
        marks: Vec::new(),
        ticket: None,
        articles: Vec::new(),
        similar: Vec::new(),
        reply: None,
        plain: desk.meaning().embedder().is_none(),
        took_ms: began.elapsed().as_millis() as i64,
    }
}

fn line(message: Message) -> Option<Line> {
    if message.recalled || message.author_kind == AuthorKind::System {
        return None;
    }
    let text = [message.text.as_str(), message.transcript.as_deref().unwrap_or_default()].join(" ");
    let text: String = text.trim().chars().take(TEXT_MAX).collect();
    (!text.is_empty()).then_some(Line { id: message.id, text, customer: message.author_kind == AuthorKind::Customer })
}

/// Names in each text, and the marks of the newest ones.
async fn understood(desk: &Desk, texts: Vec<String>, offset: i64) -> Result<(Vec<Vec<Named>>, Vec<AssistMark>), Error> {
    let now = chrono::DateTime::from_timestamp_millis(desk.now() + offset * MINUTE).map(|now| now.naive_utc());
    let desk = desk.clone();
    let work = tokio::task::spawn_blocking(move || {
        let lac = desk.understanding().names(&desk);
        let named = |text: &String| nlp::recognise::recognise_with(text, now, &people(lac.as_ref(), text));
        let named: Vec<Vec<Named>> = texts.iter().map(named).collect();
        let newest = &texts[..texts.len().min(LAST)];
        (marks::marks(newest, &named, desk.meaning().embedder().as_ref()), named)
    });
    let (marks, named) = work.await.map_err(Error::internal)?;
    Ok((named, marks?))
}

/// Spans in characters that the network holds for people; none without it.
fn people(lac: Option<&Lac>, text: &str) -> Vec<std::ops::Range<usize>> {
    let found = lac.map(|lac| lac.entities(text, &Cancel::new())).transpose().unwrap_or_else(|cause| {
        tracing::warn!(%cause, "names go by rules alone");
        None
    });
    let at = |byte: usize| text[..byte].chars().count();
    found
        .unwrap_or_default()
        .into_iter()
        .filter(|entity| entity.name == Name::Person)
        .map(|entity| at(entity.range.start)..at(entity.range.end))
        .collect()
}

impl Understanding {
    fn names(&self, desk: &Desk) -> Option<Lac> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.is_none() {
            *kept = desk.models().ok().and_then(|runtime| Lac::new(runtime).ok());
        }
        kept.clone()
    }
}

/// Newest first, each thing once.
fn entities(said: &[&Line], named: &[Vec<Named>]) -> Vec<AssistEntity> {
    let mut all: Vec<AssistEntity> = Vec::new();
    for (line, found) in said.iter().zip(named) {
        for found in found {
            let entity = AssistEntity {
                kind: found.kind.as_str().to_owned(),
                text: line.text.chars().skip(found.start).take(found.end - found.start).collect(),
                value: found.value.clone(),
                message: line.id,
            };
            if !all.iter().any(|known| known.kind == entity.kind && known.value == entity.value) {
                all.push(entity);
            }
        }
    }
    all
}
