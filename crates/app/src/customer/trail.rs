//! A customer's way through all channels: conversations, tickets and ratings, in words, newest first.
//!
//! Only what happened in shops that the person may see.

use std::collections::BTreeMap;

use domain::conversation::Conversation;
use domain::rating::Rating;
use domain::ticket::Ticket;
use domain::{Id, Lang, Millis, Noun};
use store::customer::Passage;

use super::find::{families, found};
use super::{TimelineAsk, TimelineEntry};
use crate::cards;
use crate::conversation::{channel_words, preview};
use crate::desk::{Caller, Desk};
use crate::error::Error;
use crate::shape::{ShopCard, StaffCard};

const STEP_MAX: i64 = 200;

pub(crate) async fn timeline(desk: &Desk, caller: &Caller, input: TimelineAsk) -> Result<Vec<TimelineEntry>, Error> {
    let who = caller.who()?;
    let customer = found(desk, input.id).await?;
    let family = families(desk, &[customer.id]).await?;
    let before = input.before.unwrap_or(Millis::MAX);
    let passages = desk.store().passages(&family, &who.scope, before, input.limit.clamp(1, STEP_MAX)).await?;
    let trail = Trail::load(desk, &passages, caller.lang).await?;
    Ok(passages.iter().filter_map(|passage| trail.entry(passage)).collect())
}

/// The records of one step, loaded together.
struct Trail {
    conversations: BTreeMap<Id, Conversation>,
    tickets: BTreeMap<Id, Ticket>,
    ratings: BTreeMap<Id, Rating>,
    previews: BTreeMap<Id, String>,
    shops: BTreeMap<Id, ShopCard>,
    people: BTreeMap<Id, StaffCard>,
    lang: Lang,
}

impl Trail {
    async fn load(desk: &Desk, passages: &[Passage], lang: Lang) -> Result<Self, Error> {
        let of = |noun: Noun| passages.iter().filter(|passage| passage.noun == noun).map(|passage| passage.id).collect::<Vec<Id>>();
        let conversations = desk.store().get_many::<Conversation>(&of(Noun::Conversation)).await?;
        let tickets = desk.store().get_many::<Ticket>(&of(Noun::Ticket)).await?;
        let ratings = desk.store().get_many::<Rating>(&of(Noun::Rating)).await?;
        let shops =
            conversations.iter().filter_map(|c| c.shop).chain(tickets.iter().filter_map(|t| t.shop)).chain(ratings.iter().filter_map(|r| r.shop));
        let people = conversations
            .iter()
            .filter_map(|c| c.assignee)
            .chain(tickets.iter().filter_map(|t| t.assignee))
            .chain(ratings.iter().filter_map(|r| r.staff));
        Ok(Trail {
            shops: cards::shops(desk, shops).await?,
            people: cards::staff(desk, people).await?,
            previews: desk.store().previews(&of(Noun::Conversation)).await?.into_iter().collect(),
            conversations: conversations.into_iter().map(|conversation| (conversation.id, conversation)).collect(),
            tickets: tickets.into_iter().map(|ticket| (ticket.id, ticket)).collect(),
            ratings: ratings.into_iter().map(|rating| (rating.id, rating)).collect(),
            lang,
        })
    }

    fn entry(&self, passage: &Passage) -> Option<TimelineEntry> {
        let entry = match passage.noun {
            Noun::Conversation => self.conversation(self.conversations.get(&passage.id)?),
            Noun::Ticket => self.ticket(self.tickets.get(&passage.id)?),
            Noun::Rating => self.rating(self.ratings.get(&passage.id)?),
            _ => return None,
        };
        Some(TimelineEntry { at: passage.at, noun: passage.noun.name().to_owned(), id: passage.id, ..entry })
    }

    /// 「微信客服会话」 or its subject; who served and the last words.
    fn conversation(&self, of: &Conversation) -> TimelineEntry {
        let channel = channel_words(of.channel, self.lang);
        let named = || match self.lang {
            Lang::Zh => format!("{channel}会话"),
            Lang::En => format!("{channel} conversation"),
        };
        let words = self.previews.get(&of.id).map(|stored| preview(stored.clone(), self.lang)).filter(|text| !text.is_empty());
        let words = words.map(|text| self.quoted(&text));
        TimelineEntry {
            title: of.subject.clone().unwrap_or_else(named),
            detail: joined([self.served(of.assignee), words]),
            channel: Some(of.channel),
            shop: self.shop(of.shop),
            state: of.state.as_str().to_owned(),
            ..EMPTY
        }
    }

    fn ticket(&self, of: &Ticket) -> TimelineEntry {
        let solved = of.resolution.as_ref().map(|text| match self.lang {
            Lang::Zh => format!("处理结果{}", self.quoted(text)),
            Lang::En => format!("resolution {}", self.quoted(text)),
        });
        TimelineEntry {
            title: of.subject.clone(),
            detail: joined([self.served(of.assignee), solved]),
            channel: of.channel,
            shop: self.shop(of.shop),
            state: of.state.as_str().to_owned(),
            number: Some(of.number.clone()),
            ..EMPTY
        }
    }

    fn rating(&self, of: &Rating) -> TimelineEntry {
        let title = match self.lang {
            Lang::Zh => format!("打了 {} 分", of.score),
            Lang::En => format!("Rated {} of 5", of.score),
        };
        let comment = of.comment.as_ref().map(|text| self.quoted(text));
        TimelineEntry { title, detail: joined([self.served(of.staff), comment]), shop: self.shop(of.shop), state: of.score.to_string(), ..EMPTY }
    }

    fn served(&self, staff: Option<Id>) -> Option<String> {
        let name = &self.people.get(&staff?)?.name;
        Some(match self.lang {
            Lang::Zh => format!("{name} 接待"),
            Lang::En => format!("served by {name}"),
        })
    }

    fn quoted(&self, text: &str) -> String {
        match self.lang {
            Lang::Zh => format!("「{text}」"),
            Lang::En => format!("“{text}”"),
        }
    }

    fn shop(&self, id: Option<Id>) -> Option<ShopCard> {
        self.shops.get(&id?).cloned()
    }
}

fn joined(parts: [Option<String>; 2]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

const EMPTY: TimelineEntry = TimelineEntry {
    at: 0,
    noun: String::new(),
    id: Id([0; 16]),
    title: String::new(),
    detail: String::new(),
    channel: None,
    shop: None,
    state: String::new(),
    number: None,
};
