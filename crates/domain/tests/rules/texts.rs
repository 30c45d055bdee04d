//! Every refusal is said in both languages, in the house's tone, and shows nothing it should hide.

use domain::conversation::{Channel, NewConversation, Unsent, end};
use domain::refusal::{Lang, Refusal};
use domain::staff::{check_password, check_pin};
use domain::text::{Label, NAME_MAX, clean, line, required};
use domain::ticket::{NewTicket, Solving, TicketState, open, step};
use proptest::prelude::*;

use crate::kit::*;

/// A refusal from many rules, for what holds of all of them.
fn refusals() -> Vec<Refusal> {
    let chat = NewConversation {
        channel: Channel::Web,
        customer: None,
        shop: None,
        department: None,
        assignee: None,
        subject: String::new(),
        external: None,
    };
    let chat = born(now(|ctx| domain::conversation::open(chat, ctx)));
    let label = Label::new("备注", "Note");
    [
        clean(label, "长长", 1).err(),
        required(label, "", 1).err(),
        check_password("a", "b", "c").err(),
        check_password("Password123", "b", "c").err(),
        check_pin("111111").err(),
        domain::customer::phone("1").err(),
        domain::shop::code("x").err(),
        domain::canned::shortcut("a b").err(),
        domain::staff::account("").err(),
        now(|ctx| open(NewTicket::default(), None, None, ctx)).err(),
        now(|ctx| step(&ticket(), None, TicketState::New, &Solving::default(), None, ctx)).err(),
        now(|ctx| end(&chat, Unsent { waiting: 0, failed: 1 }, false, ctx)).err(),
        domain::ticket::delete(&ticket(), 1).err(),
        by(None, NOW, |ctx| domain::conversation::claim(&chat, None, ctx)).err(),
    ]
    .into_iter()
    .map(|refusal| refusal.expect("every one of these is refused"))
    .collect()
}

#[test]
fn refusals_keep_the_tone_of_the_house() {
    for refusal in refusals() {
        let (zh, en) = (refusal.text(Lang::Zh), refusal.text(Lang::En));
        assert!(!zh.contains(['请', '！', '“', '”']) && !zh.ends_with('。'), "{zh}");
        assert!(!["成功", "失败", "非法"].iter().any(|word| zh.contains(word)), "{zh}");
        assert!(!en.contains('!') && !en.ends_with('.') && !en.contains("Please"), "{en}");
        assert!(en.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || !c.is_ascii()), "{en}");
    }
}

#[test]
fn a_rules_name_is_noun_and_rule() {
    for refusal in refusals() {
        let parts: Vec<&str> = refusal.rule.split('.').collect();
        assert!(parts.len() == 2 && parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')), "{}", refusal.rule);
    }
}

proptest! {
    #[test]
    fn what_is_kept_is_never_longer_than_its_limit(text in any::<String>(), limit in 0usize..40) {
        let kept = clean(Label::new("备注", "Note"), &text, limit);
        prop_assert!(kept.is_err() || kept.is_ok_and(|kept| kept.chars().count() <= limit));
    }

    #[test]
    fn a_line_is_one_line(text in any::<String>()) {
        if let Ok(kept) = line(Label::new("备注", "Note"), &text, NAME_MAX) {
            prop_assert!(!kept.contains(['\n', '\t']));
            prop_assert_eq!(line(Label::new("备注", "Note"), &kept, NAME_MAX), Ok(kept));
        }
    }

    #[test]
    fn a_ticket_keeps_any_words_or_says_why_not(subject in any::<String>(), description in any::<String>(), tags in proptest::collection::vec(any::<String>(), 0..5)) {
        let new = NewTicket { subject, description, tags, ..plain() };
        match now(|ctx| open(new, None, None, ctx)) {
            Ok(made) => prop_assert!(domain::record::made::<domain::ticket::Ticket>(made.id, &made.edits).is_ok()),
            Err(refusal) => prop_assert!(refusal.rule.starts_with("text.") || refusal.rule.starts_with("tag.")),
        }
    }
}
