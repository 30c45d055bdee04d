//! What any record is called, for lists that hold records of many nouns, and whether the person may open it.
//!
//! It says nothing of a record that its reader may not see: of such a one not even the name.

use std::collections::BTreeMap;

use domain::canned::CannedReply;
use domain::conversation::Conversation;
use domain::customer::Customer;
use domain::field::{self, Field, Noun};
use domain::knowledge::{Article, Category, Suggestion};
use domain::macros::Macro;
use domain::permission::{Permission, Role};
use domain::record::Record;
use domain::reminder::Reminder;
use domain::shop::{Department, Organisation, Shop};
use domain::staff::Staff;
use domain::ticket::Ticket;
use domain::ticket_type::TicketType;
use domain::view::View;
use domain::{Id, Value};

use crate::desk::{Desk, Who};
use crate::error::Error;
use crate::{cards, knowledge};

/// A record that is here and may be seen.
#[derive(Clone, Debug)]
pub(crate) struct Title {
    /// Empty for a record without a name, such as a talk with somebody unknown.
    pub text: String,
}

/// Of records that are gone, or not this person's to see, there is none.
pub(crate) type Titles = BTreeMap<Id, Title>;

pub(crate) async fn titles(desk: &Desk, who: &Who, records: impl IntoIterator<Item = (Noun, Id)>) -> Result<Titles, Error> {
    let mut wanted: BTreeMap<Noun, Vec<Id>> = BTreeMap::new();
    for (noun, id) in records {
        wanted.entry(noun).or_default().push(id);
    }
    let mut titles = Titles::new();
    for (noun, ids) in wanted {
        titles.extend(of(desk, who, noun, &ids).await?);
    }
    Ok(titles)
}

async fn of(desk: &Desk, who: &Who, noun: Noun, ids: &[Id]) -> Result<Vec<(Id, Title)>, Error> {
    match noun {
        Noun::Ticket if who.may(Permission::TicketWork) => tickets(desk, who, ids).await,
        Noun::Conversation if who.may(Permission::ConversationWork) => conversations(desk, who, ids).await,
        Noun::Customer if who.may(Permission::CustomerRead) => named::<Customer>(desk, ids, field::customer::name, |_| true).await,
        Noun::Article if who.may(Permission::KnowledgeRead) => {
            named::<Article>(desk, ids, field::article::title, |article| knowledge::may_read(who, article, desk.now())).await
        }
        Noun::Category if who.may(Permission::KnowledgeRead) => named::<Category>(desk, ids, field::category::name, |_| true).await,
        Noun::Suggestion if who.may(Permission::KnowledgeRead) => named::<Suggestion>(desk, ids, field::suggestion::text, |_| true).await,
        _ => of_settings(desk, who, noun, ids).await,
    }
}

/// Nouns whose names every person of the chain may read, and words of one's own.
async fn of_settings(desk: &Desk, who: &Who, noun: Noun, ids: &[Id]) -> Result<Vec<(Id, Title)>, Error> {
    let mine = |owner: Option<Id>| owner.is_none_or(|owner| owner == who.id());
    match noun {
        Noun::Organisation => named::<Organisation>(desk, ids, field::organisation::name, |_| true).await,
        Noun::Shop => named::<Shop>(desk, ids, field::shop::name, |_| true).await,
        Noun::Department => named::<Department>(desk, ids, field::department::name, |_| true).await,
        Noun::Staff => named::<Staff>(desk, ids, field::staff::name, |_| true).await,
        Noun::Role => named::<Role>(desk, ids, field::role::name, |_| true).await,
        Noun::TicketType => named::<TicketType>(desk, ids, field::ticket_type::name, |_| true).await,
        Noun::Calendar => named::<domain::sla::Calendar>(desk, ids, field::calendar::name, |_| true).await,
        Noun::SlaPolicy => named::<domain::sla::SlaPolicy>(desk, ids, field::sla_policy::name, |_| true).await,
        Noun::Intent => named::<domain::intent::Intent>(desk, ids, field::intent::name, |_| true).await,
        Noun::CannedReply => named::<CannedReply>(desk, ids, field::canned_reply::title, |reply| mine(reply.owner)).await,
        Noun::Macro => named::<Macro>(desk, ids, field::macros::name, |one| mine(one.owner)).await,
        Noun::View => named::<View>(desk, ids, field::view::name, |view| view.shared || view.owner == Some(who.id())).await,
        Noun::Reminder => named::<Reminder>(desk, ids, field::reminder::note, |reminder| reminder.staff == who.id()).await,
        _ => Ok(Vec::new()),
    }
}

async fn named<R: Record>(desk: &Desk, ids: &[Id], name: Field, is_theirs: impl Fn(&R) -> bool) -> Result<Vec<(Id, Title)>, Error> {
    let records = desk.store().get_many::<R>(ids).await?;
    let text = |record: &R| if let Value::Text(text) = record.value(name) { text } else { String::new() };
    Ok(records.iter().filter(|record| is_theirs(record)).map(|record| (record.id(), Title { text: text(record) })).collect())
}

/// 「HZ07A-1842 保温杯漏水」
async fn tickets(desk: &Desk, who: &Who, ids: &[Id]) -> Result<Vec<(Id, Title)>, Error> {
    let tickets = desk.store().get_many::<Ticket>(ids).await?;
    let visible = tickets.into_iter().filter(|ticket| who.scope.covers(ticket.shop));
    Ok(visible.map(|ticket| (ticket.id, Title { text: format!("{} {}", ticket.number, ticket.subject) })).collect())
}

/// A conversation is called after its customer.
async fn conversations(desk: &Desk, who: &Who, ids: &[Id]) -> Result<Vec<(Id, Title)>, Error> {
    let found = desk.store().get_many::<Conversation>(ids).await?;
    let customers = cards::customers(desk, found.iter().filter_map(|conversation| conversation.customer)).await?;
    let text = |conversation: &Conversation| {
        let name = conversation.customer.and_then(|id| customers.get(&id)).map(|card| card.name.clone());
        name.or(conversation.subject.clone()).unwrap_or_default()
    };
    Ok(found.iter().filter(|it| who.scope.covers(it.shop)).map(|it| (it.id, Title { text: text(it) })).collect())
}
