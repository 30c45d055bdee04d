//! The sample chain as a desk holds it: the same ops every time, a whole chain of hashes, records by the rules, and an
//! inbox that is alive.

use std::path::Path;
use std::sync::Arc;

use app::desk::{Caller, Desk, Opening};
use app::error::Code;
use app::sample;
use app::secrets::{self, KeyPlace};
use domain::conversation::{Conversation, ConversationState};
use domain::customer::Customer;
use domain::knowledge::{Article, ArticleState, Revision};
use domain::message::{AuthorKind, Form, Message};
use domain::rating::Rating;
use domain::staff::Staff;
use domain::ticket::{Ticket, TicketState};
use domain::time::FixedClock;
use domain::{Lang, Noun, Record};
use expect_test::{Expect, expect};
use serde_json::{Value as Json, json};
use store::{Folder, Store};
use sync::{DeviceId, Head};

/// A Sunday in November, 19:09 in China.
const NOW: i64 = 1_795_345_764_000;
const PASSWORD: &str = "Wulin-Qiao-58";

/// An empty desk of a known device.
async fn empty(path: &Path) -> Desk {
    let folder = Folder(path.to_owned());
    let key = secrets::key(&folder, &KeyPlace::InsecureFile).unwrap();
    Store::create(&folder, &key, DeviceId(7)).await.unwrap().close().await;
    Desk::open(Opening {
        folder: path.to_owned(),
        keys: KeyPlace::InsecureFile,
        clock: Arc::new(FixedClock::at(NOW)),
        models: path.join("no-models"),
    })
    .await
    .unwrap()
}

async fn filled_head() -> Head {
    let folder = tempfile::tempdir().unwrap();
    let desk = empty(folder.path()).await;
    sample::fill(&desk).await.unwrap();
    let head = desk.store().verify().await.unwrap();
    desk.close().await;
    head
}

async fn sign_in(desk: &Desk, account: &str) -> Caller {
    let input = json!({ "account": account, "password": PASSWORD });
    let answer = desk.call(Caller::new(None, Lang::Zh), "session.sign_in", input).await.unwrap();
    assert_eq!(answer["me"]["must_change_password"], false);
    Caller::new(answer["session"].as_str().map(str::to_owned), Lang::Zh)
}

async fn all<R: Record>(desk: &Desk) -> Vec<R> {
    desk.store().all().await.unwrap()
}

/// The rows of an inbox view.
async fn rows(desk: &Desk, caller: &Caller, view: &str) -> Vec<Json> {
    let page = desk.call(caller.clone(), "conversation.list", json!({ "view": view, "limit": 100 })).await.unwrap();
    page["rows"].as_array().unwrap().clone()
}

fn check(told: impl std::fmt::Debug, expected: Expect) {
    expected.assert_eq(&format!("{told:?}"));
}

#[tokio::test]
async fn the_same_clock_and_device_give_the_same_ops_and_the_chain_verifies() {
    let (one, other) = tokio::join!(filled_head(), filled_head());
    assert_eq!(one, other);
    assert!(one.seq > 30_000, "{one:?}");
}

#[tokio::test]
async fn a_password_that_is_too_easy_and_a_desk_that_holds_something_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let desk = empty(folder.path()).await;
    let easy = sample::write(&desk, "admin-12345").await.unwrap_err();
    assert_eq!((easy.code, desk.store().position().await.unwrap()), (Code::Refused, 0));
    let edits = domain::shop::save_organisation(None, "青禾生活", &[]).unwrap();
    desk.store().pen().await.commit(edits, None, NOW).await.unwrap();
    let held = sample::write(&desk, PASSWORD).await.unwrap_err();
    check((held.code, held.en), expect![[r#"(Refused, "There is data here already. The sample needs an empty folder.")"#]]);
}

#[tokio::test]
async fn the_desk_is_full_by_the_rules_and_its_inbox_is_alive() {
    let folder = tempfile::tempdir().unwrap();
    let desk = empty(folder.path()).await;
    let summary = sample::write(&desk, PASSWORD).await.unwrap();
    check(
        summary.to_string(),
        expect![[r#""青禾生活: 12 shops, 40 staff, 2000 customers, 1931 conversations, 3000 tickets, 200 articles, 753 ratings""#]],
    );
    counts_are_as_promised(&desk).await;
    tickets_keep_the_rules(&desk).await;
    conversations_keep_the_rules(&desk).await;
    knowledge_is_published_and_in_work(&desk).await;
    nobody_else_can_sign_in(&desk).await;
    inboxes_are_alive(&desk).await;
}

async fn counts_are_as_promised(desk: &Desk) {
    let mut counts = Vec::new();
    for noun in [Noun::Shop, Noun::Staff, Noun::TicketType, Noun::CannedReply, Noun::Macro, Noun::View, Noun::Customer, Noun::Ticket, Noun::Article] {
        counts.push((noun.name(), desk.store().count(noun).await.unwrap()));
    }
    check(
        counts,
        expect![[
            r#"[("shop", 12), ("staff", 40), ("ticket_type", 10), ("canned_reply", 41), ("macros", 8), ("view", 10), ("customer", 2000), ("ticket", 3000), ("article", 200)]"#
        ]],
    );
    assert!(desk.store().count(Noun::Message).await.unwrap() >= 10_000);
    assert!((600..900).contains(&desk.store().count(Noun::Rating).await.unwrap()));
}

async fn tickets_keep_the_rules(desk: &Desk) {
    let tickets: Vec<Ticket> = all(desk).await;
    for ticket in &tickets {
        let (state, number) = (ticket.state, &ticket.number);
        assert_eq!(ticket.resolved_at.is_some(), !state.is_live(), "{number} is {state:?}");
        assert!(ticket.resolved_at.is_none_or(|at| at >= ticket.opened_at && at <= NOW), "{number}");
        assert!(
            ticket.state.is_live() || ticket.merged_into.is_some() || ticket.checklist.0.values().all(|item| item.done || !item.required),
            "{number}"
        );
        assert!(ticket.customer.is_some() && ticket.shop.is_some() && ticket.kind.is_some() && ticket.resolve_due.is_some(), "{number}");
    }
    let live: Vec<&Ticket> = tickets.iter().filter(|ticket| ticket.state.is_live()).collect();
    let late = live.iter().filter(|ticket| ticket.paused_at.is_none() && ticket.resolve_due.is_some_and(|due| due < NOW)).count();
    let of = |state| live.iter().filter(|ticket| ticket.state == state).count();
    let states = [TicketState::New, TicketState::Open, TicketState::WaitingCustomer, TicketState::WaitingOther].map(of);
    let tied = |tied: fn(&Ticket) -> bool| tickets.iter().filter(|ticket| tied(ticket)).count();
    let ties = (
        tied(|ticket| ticket.merged_into.is_some()),
        tied(|ticket| ticket.parent.is_some()),
        tied(|ticket| !ticket.links.is_empty()),
        tied(|ticket| !ticket.watchers.is_empty()),
    );
    check((live.len(), late, states, ties), expect!["(116, 33, [6, 30, 51, 29], (4, 14, 120, 1177))"]);
    let numbers: std::collections::BTreeSet<_> = tickets.iter().map(|ticket| ticket.number.as_str()).collect();
    assert_eq!(numbers.len(), tickets.len());
}

async fn conversations_keep_the_rules(desk: &Desk) {
    let conversations: Vec<Conversation> = all(desk).await;
    for conversation in &conversations {
        let ended = conversation.state == ConversationState::Ended;
        assert_eq!(conversation.ended_at.is_some(), ended, "{:?}", conversation.id);
        assert!(!ended || conversation.reply_due.is_none(), "{:?}", conversation.id);
    }
    let messages: Vec<Message> = all(desk).await;
    assert!(messages.iter().all(|message| message.at <= NOW && !message.text.contains(['{', '}'])));
    let channels: std::collections::BTreeSet<_> = conversations.iter().map(|conversation| conversation.channel).collect();
    let voice = messages.iter().filter(|message| message.form == Form::Audio).count();
    let english = messages.iter().filter(|message| message.author_kind == AuthorKind::Customer && message.text.is_ascii()).count();
    let named = messages.iter().filter(|message| !message.mentions.is_empty()).count();
    assert!(channels.len() == 8 && voice > 50 && english > 20 && named > 50, "{channels:?} {voice} {english} {named}");
    let customers: Vec<Customer> = all(desk).await;
    assert!(
        customers.iter().all(|customer| customer.home_shop.is_some() && customer.identities.iter().any(|identity| identity.starts_with("phone:")))
    );
    let ratings: Vec<Rating> = all(desk).await;
    assert!(ratings.iter().all(|rating| (1..=5).contains(&rating.score) && rating.at <= NOW));
}

async fn knowledge_is_published_and_in_work(desk: &Desk) {
    let articles: Vec<Article> = all(desk).await;
    let of = |state| articles.iter().filter(|article| article.state == state).count();
    let revisions: Vec<Revision> = all(desk).await;
    let states = [ArticleState::Published, ArticleState::Draft, ArticleState::InReview, ArticleState::Retired].map(of);
    check((states, revisions.len(), desk.store().count(Noun::Suggestion).await.unwrap()), expect!["([190, 4, 5, 1], 714, 8)"]);
    let readable = articles.iter().filter(|article| article.readable(NOW).is_some()).count();
    assert_eq!(readable, articles.len() - of(ArticleState::Retired));
}

async fn nobody_else_can_sign_in(desk: &Desk) {
    let staff: Vec<Staff> = all(desk).await;
    let mut with_password: Vec<&str> = staff.iter().filter(|person| person.password.is_some()).map(|person| person.account.as_str()).collect();
    with_password.sort_unstable();
    assert_eq!(with_password, sample::ACCOUNTS);
    assert!(staff.iter().all(|person| person.pin.is_none()));
}

async fn inboxes_are_alive(desk: &Desk) {
    let mut told = Vec::new();
    for account in sample::ACCOUNTS {
        let caller = sign_in(desk, account).await;
        let mut counts = Vec::new();
        for view in ["waiting", "mine", "mentioned", "snoozed", "unsent", "unassigned", "due_soon", "open"] {
            counts.push(format!("{view} {}", rows(desk, &caller, view).await.len()));
        }
        told.push(format!("{account}: {}", counts.join(", ")));
    }
    check(
        told,
        expect![[
            r#"["admin: waiting 8, mine 8, mentioned 2, snoozed 2, unsent 1, unassigned 5, due_soon 12, open 29", "linxiaowen: waiting 10, mine 10, mentioned 3, snoozed 1, unsent 0, unassigned 4, due_soon 6, open 15"]"#
        ]],
    );
}
