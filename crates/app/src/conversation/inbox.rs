//! The inbox: pages of conversations, and the counts beside the views.
//!
//! One page costs a fixed number of reads however long it is. Nothing here marks anything read.

use std::collections::{BTreeMap, BTreeSet};

use domain::conversation::Channel;
use domain::customer::Customer;
use domain::inbox::InboxView;
use domain::message::{Form, Message};
use domain::shop::{CHINA_OFFSET_MIN, Shop};
use domain::ticket::Ticket;
use domain::time::{DAY, MINUTE};
use domain::view::{Filter, Sort, View, ViewOf};
use domain::{Id, Lang, Millis, Noun};
use store::conversation::{InboxLine, InboxQuery};

use super::{ConversationPage, ConversationRow, InboxCounts, ListConversations};
use crate::desk::{Caller, Desk, Who};
use crate::error::Error;
use crate::shape::{CustomerCard, Nothing, ShopCard, StaffCard, ViewCount};
use crate::{cards, customer, search, view};

const PAGE_MAX: i64 = 200;
/// Hits of a text search that a list is narrowed to.
const HITS_MAX: usize = 500;

/// A query for everything the person sees in `view`.
fn query(desk: &Desk, who: &Who, view: InboxView, day_start: Millis) -> InboxQuery {
    InboxQuery {
        view,
        me: who.id(),
        scope: who.scope.clone(),
        now: desk.now(),
        day_start,
        channel: None,
        filter: None,
        only: None,
        unread_only: false,
        sort: Sort::Urgent,
        offset: 0,
        limit: PAGE_MAX,
    }
}

/// The midnight that the day began with where the person works.
async fn day_start(desk: &Desk, who: &Who) -> Result<Millis, Error> {
    let shop = match who.shop {
        Some(shop) => desk.store().get::<Shop>(shop).await?,
        None => None,
    };
    let offset = shop.map_or(CHINA_OFFSET_MIN, |shop| shop.utc_offset_min) * MINUTE;
    Ok((desk.now() + offset).div_euclid(DAY) * DAY - offset)
}

pub(crate) async fn counts(desk: &Desk, caller: &Caller, _: Nothing) -> Result<InboxCounts, Error> {
    let who = caller.who()?;
    let today = day_start(desk, who).await?;
    let mut counts = InboxCounts { views: Vec::new(), channels: Vec::new(), saved: Vec::new() };
    for view in InboxView::ALL {
        counts.views.push(count(desk, view.as_str(), &query(desk, who, *view, today)).await?);
    }
    for (channel, count, late) in desk.store().inbox_channels(&query(desk, who, InboxView::Open, today)).await? {
        counts.channels.push(ViewCount { key: channel, count, late });
    }
    for saved in view::visible(desk, who, ViewOf::Conversation).await? {
        let narrowed = InboxQuery {
            filter: Some(saved.filter.clone()),
            only: matches(desk, who, &saved.filter.text).await?,
            ..query(desk, who, InboxView::All, today)
        };
        counts.saved.push(count(desk, &saved.id.to_string(), &narrowed).await?);
    }
    Ok(counts)
}

async fn count(desk: &Desk, key: &str, query: &InboxQuery) -> Result<ViewCount, Error> {
    let (count, late) = desk.store().inbox_count(query).await?;
    Ok(ViewCount { key: key.to_owned(), count, late })
}

pub(crate) async fn list(desk: &Desk, caller: &Caller, input: ListConversations) -> Result<ConversationPage, Error> {
    let who = caller.who()?;
    let filter = saved_filter(desk, who, input.saved).await?;
    let text = match (&filter, input.text.trim()) {
        (Some(filter), "") => filter.text.clone(),
        (_, text) => text.to_owned(),
    };
    let sort = input.sort.or(filter.as_ref().and_then(|filter| filter.sort)).unwrap_or_else(|| usual_order(input.view));
    let query = InboxQuery {
        channel: input.channel,
        filter,
        only: matches(desk, who, &text).await?,
        unread_only: input.unread_only,
        sort,
        offset: input.offset.max(0),
        limit: input.limit.clamp(1, PAGE_MAX),
        ..query(desk, who, input.view, day_start(desk, who).await?)
    };
    let (lines, total) = desk.store().inbox(&query).await?;
    Ok(ConversationPage { rows: rows(desk, lines, caller.lang).await?, total })
}

async fn saved_filter(desk: &Desk, who: &Who, saved: Option<Id>) -> Result<Option<Filter>, Error> {
    let Some(id) = saved else { return Ok(None) };
    let views: Vec<View> = view::visible(desk, who, ViewOf::Conversation).await?;
    let found = views.into_iter().find(|view| view.id == id);
    found.map(|view| Some(view.filter)).ok_or_else(|| Error::not_found("个视图", "view"))
}

/// Where people wait, whoever waits for the nearest promise comes first; elsewhere the newest words do.
fn usual_order(view: InboxView) -> Sort {
    match view {
        InboxView::Waiting | InboxView::Mine | InboxView::Unassigned | InboxView::DueSoon | InboxView::Open => Sort::Urgent,
        InboxView::Mentioned | InboxView::Snoozed | InboxView::Unsent | InboxView::EndedToday | InboxView::All => Sort::Newest,
    }
}

/// Conversations in which the words stand or whose customer they name; none where there are no words to look for.
async fn matches(desk: &Desk, who: &Who, text: &str) -> Result<Option<Vec<Id>>, Error> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let said = search::ids(desk, who, Noun::Message, text, HITS_MAX).await?;
    let said: Vec<Message> = desk.store().get_many(&said).await?;
    let mut found: BTreeSet<Id> = said.into_iter().filter_map(|message| message.conversation).collect();
    let people = customer::ids(desk, who, text, HITS_MAX).await?;
    let people = customer::families(desk, &people).await?;
    found.extend(desk.store().conversation_ids_of(&people, HITS_MAX as i64).await?);
    Ok(Some(found.into_iter().collect()))
}

/// What the rows of a page are joined with.
struct Joined {
    customers: BTreeMap<Id, Customer>,
    people: BTreeMap<Id, StaffCard>,
    shops: BTreeMap<Id, ShopCard>,
    numbers: BTreeMap<Id, String>,
    lang: Lang,
}

async fn rows(desk: &Desk, lines: Vec<InboxLine>, lang: Lang) -> Result<Vec<ConversationRow>, Error> {
    let all = || lines.iter().map(|line| &line.conversation);
    let tickets: Vec<Id> = all().filter_map(|conversation| conversation.ticket).collect();
    let joined = Joined {
        customers: customer::survivors(desk, all().filter_map(|conversation| conversation.customer)).await?,
        people: cards::staff(desk, all().filter_map(|conversation| conversation.assignee)).await?,
        shops: cards::shops(desk, all().filter_map(|conversation| conversation.shop)).await?,
        numbers: desk.store().get_many::<Ticket>(&tickets).await?.into_iter().map(|ticket| (ticket.id, ticket.number)).collect(),
        lang,
    };
    Ok(lines.into_iter().map(|line| joined.row(line)).collect())
}

impl Joined {
    fn row(&self, line: InboxLine) -> ConversationRow {
        let of = line.conversation;
        let customer = of.customer.and_then(|id| self.customers.get(&id)).map(CustomerCard::from);
        let name = customer.as_ref().map(|card| card.name.clone()).filter(|name| !name.is_empty());
        ConversationRow {
            title: name.or(of.subject).unwrap_or_default(),
            customer,
            assignee: of.assignee.and_then(|id| self.people.get(&id).cloned()),
            shop: of.shop.and_then(|id| self.shops.get(&id).cloned()),
            ticket_number: of.ticket.and_then(|id| self.numbers.get(&id).cloned()),
            id: of.id,
            channel: of.channel,
            state: of.state.as_str().to_owned(),
            last_at: line.last_at.max(of.opened_at),
            preview: preview(line.preview, self.lang),
            preview_from: line.last_from,
            unread: line.unread,
            reply_due: of.reply_due,
            paused: of.paused_at.is_some(),
            mood: of.mood,
            has_draft: line.draft.is_some(),
            draft: line.draft,
            snoozed_until: of.snoozed_until,
            unsent: line.unsent,
            mentioned: line.mentioned,
            tags: of.tags,
        }
    }
}

/// The last words; a message without words stands as its form in brackets, which is said in the person's language.
pub(crate) fn preview(stored: String, lang: Lang) -> String {
    let form = stored.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).and_then(Form::from_tag);
    let word = match form {
        Some(Form::Image) => lang.pick("[图片]", "[image]"),
        Some(Form::Audio) => lang.pick("[语音]", "[voice]"),
        Some(Form::File) => lang.pick("[文件]", "[file]"),
        Some(Form::Text | Form::System) | None => return stored,
    };
    word.to_owned()
}

/// A channel's name for people.
pub(crate) fn channel_words(channel: Channel, lang: Lang) -> &'static str {
    let (zh, en) = match channel {
        Channel::Counter => ("到店", "Counter"),
        Channel::Kiosk => ("自助终端", "Kiosk"),
        Channel::Wecom => ("企业微信", "WeCom"),
        Channel::WechatKf => ("微信客服", "WeChat"),
        Channel::Hotline => ("门店热线", "Hotline"),
        Channel::App => ("App", "App"),
        Channel::Miniprogram => ("小程序", "Mini program"),
        Channel::Web => ("官网", "Website"),
    };
    lang.pick(zh, en)
}
