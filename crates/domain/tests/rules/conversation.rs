//! Conversations: heard, answered, taken back, claimed, passed on, ended.

use domain::conversation::*;
use domain::message::{Audience, Carried, Delivery, Message, Words, deliver, release, retry};
use domain::refusal::Lang;
use domain::sla::{Calendar, SlaPolicy, Terms};
use domain::time::{DAY, HOUR, MINUTE};
use domain::{Edit, Millis, Noun, Verdict};
use expect_test::expect;
use proptest::prelude::*;

use crate::kit::*;

fn terms() -> Terms {
    Terms::new(SlaPolicy::conversations(Lang::Zh), &Calendar::standard(Lang::Zh), 480)
}

fn on(channel: Channel) -> Conversation {
    let new = NewConversation {
        channel,
        customer: Some(CUSTOMER),
        shop: Some(SHOP),
        department: None,
        assignee: None,
        subject: String::new(),
        external: None,
    };
    Conversation { id: CONVERSATION, ..born(now(|ctx| open(new, ctx))) }
}

fn heard(conversation: &Conversation, now: Millis) -> Verdict<Vec<Edit>> {
    match by(None, now, |ctx| hear(conversation, Words::of("在吗"), Some(&terms()), ctx))? {
        Hearing::Heard { edits, .. } => Ok(edits),
        Hearing::NewNeeded => panic!("this conversation takes the words"),
    }
}

fn reply(conversation: &Conversation, now: Millis) -> Verdict<Said> {
    let saying = Saying { budget: None, undo_ms: 5_000 };
    at(now, |ctx| say(conversation, Words::of("在的"), Audience::Customer, &saying, ctx))
}

fn message(edits: &[Edit]) -> Message {
    let made = edits.iter().find(|edit| edit.noun == Noun::Message).expect("a message was made");
    domain::record::made(made.id, edits).expect("readable")
}

#[test]
fn first_words_start_the_first_promise() {
    check(
        heard(&on(Channel::WechatKf), NOW),
        expect![[r#"
        message #1: conversation=it, author_kind=customer, author=customer, audience=customer, form=text, text=在吗, attachments=[], at=03-02 10:00, mentions=[], recalled=false
        conversation it: reply_due=03-02 10:05, first_due=03-02 10:05
    "#]],
    );
}

#[test]
fn more_words_keep_the_earlier_promise() {
    let waiting = after(&on(Channel::WechatKf), &heard(&on(Channel::WechatKf), NOW));
    let still = after(&waiting, &heard(&waiting, NOW + MINUTE));
    assert_eq!(still.reply_due, Some(NOW + 5 * MINUTE));
}

#[test]
fn a_reply_is_held_and_keeps_the_promise_and_takes_the_conversation() {
    let waiting = after(&on(Channel::WechatKf), &heard(&on(Channel::WechatKf), NOW));
    let said = reply(&waiting, NOW + MINUTE).expect("allowed");
    assert_eq!(said.held_until, Some(NOW + MINUTE + 5_000));
    check(
        Ok(said.edits),
        expect![[r#"
        message #1: conversation=it, author_kind=staff, author=me, audience=customer, form=text, text=在的, attachments=[], at=03-02 10:01, delivery=held, mentions=[], recalled=false
        conversation it: assignee=me, reply_due=none, first_replied_at=03-02 10:01
    "#]],
    );
}

#[test]
fn at_the_counter_words_are_said_at_once() {
    let said = reply(&on(Channel::Counter), NOW).expect("allowed");
    assert_eq!((said.held_until, message(&said.edits).delivery), (None, Some(Delivery::Sent)));
}

#[test]
fn a_note_has_no_delivery_and_moves_nothing() {
    let ended = Conversation { state: ConversationState::Ended, ..on(Channel::Web) };
    let said = now(|ctx| {
        say(&ended, Words { mentions: vec![COLLEAGUE, COLLEAGUE], ..Words::of("留意一下") }, Audience::Colleagues, &Saying::default(), ctx)
    });
    check(
        said.map(|said| said.edits),
        expect![[r#"
        message #1: conversation=it, author_kind=staff, author=me, audience=colleagues, form=text, text=留意一下, attachments=[], at=03-02 10:00, mentions=["00000000-00c8-7000-8000-000000000002"], recalled=false
    "#]],
    );
}

#[test]
fn an_empty_or_overfull_message_is_refused() {
    let words = |words: Words| now(|ctx| say(&on(Channel::Web), words, Audience::Customer, &Saying::default(), ctx)).map(|said| said.edits);
    check(
        words(Words::of(" \u{200b}")),
        expect![[r#"
        no: message.empty
          还没写内容，写一句或加个附件
          Nothing to say yet. Write something or attach a file
    "#]],
    );
    check(
        words(Words::of("长".repeat(20_001))),
        expect![[r#"
        no: text.too_long
          「内容」最多 20000 字，现在 20001 字，删短些再存
          Text is 20001 characters long; the limit is 20000. Shorten it
    "#]],
    );
    let file = |hash: &str| Carried { hash: hash.into(), name: "单据.pdf".into(), media_type: "application/pdf".into(), bytes: 9, duration_ms: 0 };
    check(
        words(Words { attachments: vec![file(&"a".repeat(64)); 21], ..Words::default() }),
        expect![[r#"
        no: message.attachments
          一条消息最多带 20 个附件，现在有 21 个，分几条发
          20 files per message at most; this has 21. Send several messages
    "#]],
    );
    check(
        words(Words { attachments: vec![file("../../etc")], ..Words::default() }),
        expect![[r#"
        no: message.attachment_unknown
          附件「单据.pdf」还没存好，重新加一次
          The file “单据.pdf” was not stored. Attach it again
    "#]],
    );
}

#[test]
fn an_ended_conversation_hears_for_two_days() {
    let ended = Conversation { state: ConversationState::Ended, ended_at: Some(NOW), first_replied_at: Some(NOW), ..on(Channel::Web) };
    check(
        heard(&ended, NOW + 48 * HOUR),
        expect![[r#"
        message #1: conversation=it, author_kind=customer, author=customer, audience=customer, form=text, text=在吗, attachments=[], at=03-04 10:00, mentions=[], recalled=false
        conversation it: reply_due=03-04 10:05, ended_at=none
        conversation it: state ended -> open
    "#]],
    );
    let late = at(NOW + 48 * HOUR + 1, |ctx| hear(&ended, Words::of("在吗"), None, ctx));
    assert_eq!(late, Ok(Hearing::NewNeeded));
    refused(reply(&ended, NOW), "conversation.ended");
}

#[test]
fn taking_a_reply_back_makes_the_promise_run_again() {
    let waiting = after(&on(Channel::WechatKf), &heard(&on(Channel::WechatKf), NOW));
    let said = reply(&waiting, NOW + MINUTE).expect("allowed");
    let (sent, answered) = (message(&said.edits), after(&waiting, &Ok(said.edits)));
    let undo = |message: &Message| at(NOW + MINUTE, |ctx| unsend(&answered, message, Some(NOW), Some(&terms()), ctx));
    check(
        undo(&sent),
        expect![[r#"
        message #1: recalled=true
        conversation it: reply_due=03-02 10:05, first_replied_at=none
    "#]],
    );
    assert_eq!(after(&answered, &undo(&sent)).reply_due, waiting.reply_due);
    check(
        undo(&Message { author: Some(COLLEAGUE), ..sent.clone() }),
        expect![[r#"
        no: message.not_yours
          这条是同事发的，由 TA 自己撤回
          A colleague sent this. Only they can take it back
    "#]],
    );
    check(
        undo(&Message { delivery: Some(Delivery::Sent), ..sent }),
        expect![[r#"
        no: message.gone
          已经发出去了，撤不回来；再发一条说明吧
          It has gone out and cannot be taken back. Send another message to explain
    "#]],
    );
}

#[test]
fn a_held_message_goes_when_its_time_is_over_and_a_stuck_one_again() {
    let held = message(&reply(&on(Channel::Web), NOW).expect("allowed").edits);
    check(
        Ok(release(&held, 5_000, NOW + 4_999)),
        expect![[r#"
        nothing
    "#]],
    );
    check(
        Ok(release(&held, 5_000, NOW + 5_000)),
        expect![[r#"
        message #1: delivery=pending
    "#]],
    );
    let stuck = Message { delivery: Some(Delivery::Failed), failure: Some("对方不在线".into()), ..held.clone() };
    check(
        retry(&stuck),
        expect![[r#"
        message #1: delivery=pending, failure=none
    "#]],
    );
    check(
        retry(&held),
        expect![[r#"
        no: message.not_failed
          这条没有卡住，不用重发
          This message is not stuck; there is nothing to send again
    "#]],
    );
    let read = Message { delivery: Some(Delivery::Read), ..held };
    check(
        Ok(deliver(&read, Delivery::Delivered, "")),
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn channels_limit_what_may_be_sent() {
    let cases = [
        (Channel::WechatKf, Some(NOW), 0, NOW),
        (Channel::WechatKf, Some(NOW), 4, NOW),
        (Channel::Miniprogram, Some(NOW), 5, NOW),
        (Channel::Miniprogram, Some(NOW), 0, NOW + 48 * HOUR),
        (Channel::WechatKf, None, 0, NOW),
        (Channel::Wecom, Some(NOW), 99, NOW + 23 * HOUR),
        (Channel::Wecom, Some(NOW), 0, NOW + 24 * HOUR),
        (Channel::Counter, None, 99, NOW),
        (Channel::Hotline, Some(NOW), 99, NOW),
        (Channel::Web, Some(NOW), 99, NOW),
    ];
    let line = |(channel, last, sent, now): &(Channel, Option<Millis>, i64, Millis)| {
        format!("{} {sent} sent: {:?}", channel.as_str(), budget(*channel, *last, *sent, *now).map(|b| (b.left, b.of, clock(b.until))))
    };
    expect![[r#"
        wechat_kf 0 sent: Some((Some(5), Some(5), "03-04 10:00"))
        wechat_kf 4 sent: Some((Some(1), Some(5), "03-04 10:00"))
        miniprogram 5 sent: Some((Some(0), Some(5), "03-04 10:00"))
        miniprogram 0 sent: Some((Some(0), Some(5), "03-04 10:00"))
        wechat_kf 0 sent: Some((Some(0), Some(5), "01-01 08:00"))
        wecom 99 sent: Some((None, None, "03-03 10:00"))
        wecom 0 sent: Some((Some(0), None, "03-03 10:00"))
        counter 99 sent: None
        hotline 99 sent: None
        web 99 sent: None"#]]
    .assert_eq(&cases.iter().map(line).collect::<Vec<_>>().join("\n"));
}

#[test]
fn the_sixth_message_waits_for_the_customer() {
    let chat = on(Channel::WechatKf);
    let sixth = |now: Millis, sent| {
        let saying = Saying { budget: budget(chat.channel, Some(NOW), sent, now), undo_ms: 5_000 };
        at(now, |ctx| say(&chat, Words::of("还在吗"), Audience::Customer, &saying, ctx)).map(|said| said.edits)
    };
    assert!(sixth(NOW, 4).is_ok());
    check(
        sixth(NOW, 5),
        expect![[r#"
        no: conversation.budget
          5 条都用完了，要等顾客再发一条
          All 5 messages are used. Wait for the customer to write again
    "#]],
    );
    check(
        sixth(NOW + 2 * DAY, 0),
        expect![[r#"
        no: conversation.window
          超过时限了，要等顾客再发一条
          The channel's time is over. Wait for the customer to write again
    "#]],
    );
}

#[test]
fn a_claim_names_who_holds_it() {
    let held = Conversation { assignee: Some(COLLEAGUE), ..on(Channel::Web) };
    check(
        now(|ctx| claim(&held, Some("刘洋"), ctx)),
        expect![[r#"
        no: conversation.held
          刘洋在接待，要接手就让 TA 转给您
          刘洋 is on it. Ask them to pass it to you
    "#]],
    );
    check(
        now(|ctx| claim(&on(Channel::Web), None, ctx)),
        expect![[r#"
        conversation it: assignee=me
    "#]],
    );
    check(
        by(None, NOW, |ctx| claim(&on(Channel::Web), None, ctx)),
        expect![[r#"
        no: actor.missing
          这一步要有人来做，先登录再试
          This needs a person. Sign in and try again
    "#]],
    );
}

#[test]
fn passing_on_frees_it_and_leaves_a_word() {
    let mine = Conversation { assignee: Some(ME), ..on(Channel::Web) };
    let to = Route { department: Some(REPAIRS), note: "顾客要查进度".into(), ..Route::default() };
    check(
        now(|ctx| route(&mine, to, ctx)),
        expect![[r#"
        conversation it: department=repairs, assignee=none
        message #1: conversation=it, author_kind=staff, author=me, audience=colleagues, form=text, text=顾客要查进度, attachments=[], at=03-02 10:00, mentions=[], recalled=false
    "#]],
    );
    check(
        now(|ctx| route(&mine, Route::default(), ctx)),
        expect![[r#"
        no: conversation.already_there
          会话已经在那里，换个门店或部门
          The conversation is there already. Choose another shop or department
    "#]],
    );
}

#[test]
fn another_shop_has_its_own_departments() {
    let there = Conversation { department: Some(REPAIRS), ..on(Channel::Web) };
    let moved = after(&there, &now(|ctx| route(&there, Route { shop: Some(OTHER_SHOP), ..Route::default() }, ctx)));
    assert_eq!((moved.shop, moved.department), (Some(OTHER_SHOP), None));
}

#[test]
fn an_end_asks_about_words_that_are_stuck_and_not_about_those_that_only_wait() {
    let unsent = Unsent { waiting: 1, failed: 2 };
    let chat = Conversation { reply_due: Some(NOW), ..on(Channel::Web) };
    check(
        now(|ctx| end(&chat, unsent, false, ctx)),
        expect![[r#"
        no: conversation.unsent
          还有 2 条没发出去，重发或撤掉再结束
          Stuck: 2. Send them again or take them back first
    "#]],
    );
    let waiting = Unsent { waiting: 1, failed: 0 };
    assert_eq!(now(|ctx| end(&chat, waiting, false, ctx)), now(|ctx| end(&chat, unsent, true, ctx)));
    check(
        now(|ctx| end(&chat, unsent, true, ctx)),
        expect![[r#"
        conversation it: reply_due=none, ended_at=03-02 10:00
        conversation it: state open -> ended
    "#]],
    );
    let ended = after(&chat, &now(|ctx| end(&chat, unsent, true, ctx)));
    check(
        reopen(&ended),
        expect![[r#"
        conversation it: ended_at=none
        conversation it: state ended -> open
    "#]],
    );
    check(
        now(|ctx| end(&ended, Unsent::default(), false, ctx)),
        expect![[r#"
        no: conversation.ended
          会话已经结束，先重新打开
          The conversation has ended. Reopen it first
    "#]],
    );
}

#[test]
fn unread_begins_at_the_customers_last_words() {
    let chat = on(Channel::Web);
    check(
        now(|ctx| mark(&chat, true, Some(NOW - 1), ctx)),
        expect![[r#"
        conversation it: read_marks[me]=1772416800000
    "#]],
    );
    check(
        now(|ctx| mark(&chat, false, Some(NOW - 1), ctx)),
        expect![[r#"
        conversation it: read_marks[me]=1772416799998
    "#]],
    );
    let read = after(&chat, &now(|ctx| mark(&chat, true, Some(NOW - 1), ctx)));
    check(
        at(NOW + 9, |ctx| mark(&read, true, Some(NOW - 1), ctx)),
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn sleep_tags_mood_and_customer_are_set() {
    let chat = on(Channel::Web);
    check(
        now(|ctx| snooze(&chat, Some(NOW + HOUR), ctx)),
        expect![[r#"
        conversation it: snoozed_until=03-02 11:00
    "#]],
    );
    check(
        tag(&chat, &["投诉".into()], &[]),
        expect![[r#"
        conversation it: tags + 投诉
    "#]],
    );
    check(
        set_mood(&chat, Mood::Angry),
        expect![[r#"
        conversation it: mood=angry
    "#]],
    );
    check(
        set_customer(&chat, OTHER_CUSTOMER),
        expect![[r#"
        conversation it: customer=other_customer
    "#]],
    );
    check(
        set_customer(&chat, CUSTOMER),
        expect![[r#"
        nothing
    "#]],
    );
}

proptest! {
    #[test]
    fn whatever_is_said_a_waiting_customer_has_a_promise(talk in proptest::collection::vec((any::<bool>(), 0i64..DAY), 1..20)) {
        let mut chat = on(Channel::Web);
        let mut moment = NOW;
        for (customer, wait) in talk {
            moment += wait;
            let edits = if customer { heard(&chat, moment) } else { reply(&chat, moment).map(|said| said.edits) };
            chat = after(&chat, &edits);
            prop_assert_eq!(chat.reply_due.is_some(), customer);
            prop_assert!(chat.reply_due.is_none_or(|due| due > NOW));
        }
    }
}
