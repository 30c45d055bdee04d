//! What the people at the desks do all day.

use domain::edit::Edit;
use domain::field::{self, Field, Noun};
use domain::id::Id;

use crate::dice::Dice;

/// Records that were made anywhere, by noun; a desk works on those it holds.
#[derive(Default)]
pub struct Known {
    pub customers: Vec<Id>,
    pub conversations: Vec<Id>,
    pub messages: Vec<Id>,
    pub tickets: Vec<Id>,
    pub articles: Vec<Id>,
    pub roles: Vec<Id>,
    made: u64,
}

/// A person at a desk.
pub struct Clerk<'w> {
    pub staff: Id,
    pub shop: Id,
    pub shops: &'w [Id],
    pub departments: &'w [Id],
    pub head_office: bool,
    pub holds: &'w dyn Fn(Id) -> bool,
}

const STATES: [&str; 5] = ["new", "open", "waiting_customer", "solved", "closed"];
const SHARE: [(u32, Deed); 16] = [
    (10, Deed::Customer),
    (14, Deed::Conversation),
    (26, Deed::Message),
    (10, Deed::Ticket),
    (14, Deed::Subject),
    (8, Deed::Tag),
    (6, Deed::Untag),
    (8, Deed::Step),
    (8, Deed::Claim),
    (8, Deed::Route),
    (2, Deed::Delete),
    (3, Deed::Draft),
    (6, Deed::Article),
    (3, Deed::Policy),
    (6, Deed::Delivery),
    (5, Deed::Rate),
];

#[derive(Clone, Copy)]
enum Deed {
    Customer,
    Conversation,
    Message,
    Ticket,
    Subject,
    Tag,
    Untag,
    Step,
    Claim,
    Route,
    Delete,
    Draft,
    Article,
    Policy,
    Delivery,
    Rate,
}

impl Known {
    /// An id that no other record has.
    fn fresh(&mut self, dice: &mut Dice) -> Id {
        self.made += 1;
        let mut bytes = [0u8; 16];
        bytes[..8].copy_from_slice(&dice.roll().to_be_bytes());
        bytes[8..].copy_from_slice(&self.made.to_be_bytes());
        Id(bytes)
    }

    /// One transaction of edits; empty when there is nothing to work on.
    pub fn work(&mut self, dice: &mut Dice, clerk: &Clerk<'_>) -> Vec<Edit> {
        let total: u32 = SHARE.iter().map(|(share, _)| share).sum();
        let mut at = dice.below(total as usize) as u32;
        for (share, deed) in SHARE {
            if at < share {
                return self.deed(deed, dice, clerk).unwrap_or_default();
            }
            at -= share;
        }
        Vec::new()
    }

    fn deed(&mut self, deed: Deed, dice: &mut Dice, clerk: &Clerk<'_>) -> Option<Vec<Edit>> {
        match deed {
            Deed::Customer => Some(self.customer(dice, clerk)),
            Deed::Conversation => Some(self.conversation(dice, clerk)),
            Deed::Message => self.message(dice, clerk),
            Deed::Ticket => Some(self.ticket(dice, clerk)),
            Deed::Subject => self.subject(dice, clerk),
            Deed::Tag | Deed::Untag => {
                let id = held(&self.tickets, dice, clerk)?;
                let member = ["急", "投诉", "回访"][dice.below(3)];
                Some(vec![if matches!(deed, Deed::Tag) {
                    Edit::add(id, field::ticket::tags, member)
                } else {
                    Edit::remove(id, field::ticket::tags, member)
                }])
            }
            Deed::Step => {
                let id = held(&self.tickets, dice, clerk)?;
                Some(vec![Edit::step(id, field::ticket::state, STATES[dice.below(5)], STATES[dice.below(5)])])
            }
            Deed::Claim => Some(vec![Edit::set(held(&self.tickets, dice, clerk)?, field::ticket::assignee, clerk.staff)]),
            Deed::Route => self.route(dice, clerk),
            Deed::Delete => Some(vec![Edit::delete(Noun::Ticket, held(&self.tickets, dice, clerk)?)]),
            Deed::Draft => Some(vec![Edit::set(self.fresh(dice), field::draft::text, self.text("草稿"))]),
            Deed::Article => self.article(dice, clerk),
            Deed::Policy => self.policy(dice, clerk),
            Deed::Delivery => Some(vec![Edit::set(held(&self.messages, dice, clerk)?, field::message::delivery, ["sent", "read"][dice.below(2)])]),
            Deed::Rate => {
                let about = held(&self.conversations, dice, clerk)?;
                let rating = self.fresh(dice);
                Some(vec![Edit::put(Noun::Rating, rating, vec![(field::rating::about, about.into()), (field::rating::score, 5i64.into())])])
            }
        }
    }

    /// A text that no other op has.
    fn text(&mut self, what: &str) -> String {
        self.made += 1;
        format!("{what}{}", self.made)
    }

    fn customer(&mut self, dice: &mut Dice, clerk: &Clerk<'_>) -> Vec<Edit> {
        let id = self.fresh(dice);
        self.customers.push(id);
        let mut fields = vec![(field::customer::name, self.text("顾客").into())];
        if dice.hits(5_000) {
            fields.push((field::customer::home_shop, clerk.shop.into()));
        }
        vec![Edit::put(Noun::Customer, id, fields)]
    }

    fn conversation(&mut self, dice: &mut Dice, clerk: &Clerk<'_>) -> Vec<Edit> {
        use field::conversation as c;
        let id = self.fresh(dice);
        self.conversations.push(id);
        let mut fields = vec![(c::channel, "counter".into()), (c::shop, clerk.shop.into())];
        fields.extend(held(&self.customers, dice, clerk).map(|customer| (c::customer, customer.into())));
        if dice.hits(3_000) {
            fields.extend(dice.pick(clerk.departments).map(|department| (c::department, (*department).into())));
        }
        let mut edits = vec![Edit::put(Noun::Conversation, id, fields), Edit::step(id, c::state, "", "open")];
        edits.extend(self.message_in(dice, c::channel.noun, id));
        edits
    }

    fn message(&mut self, dice: &mut Dice, clerk: &Clerk<'_>) -> Option<Vec<Edit>> {
        let in_ticket = dice.hits(3_000);
        let id = held(if in_ticket { &self.tickets } else { &self.conversations }, dice, clerk)?;
        Some(self.message_in(dice, if in_ticket { Noun::Ticket } else { Noun::Conversation }, id))
    }

    fn message_in(&mut self, dice: &mut Dice, noun: Noun, root: Id) -> Vec<Edit> {
        use field::message as m;
        let id = self.fresh(dice);
        self.messages.push(id);
        let of: Field = if noun == Noun::Ticket { m::ticket } else { m::conversation };
        vec![Edit::put(Noun::Message, id, vec![(of, root.into()), (m::text, self.text("话").into()), (m::author_kind, "customer".into())])]
    }

    fn ticket(&mut self, dice: &mut Dice, clerk: &Clerk<'_>) -> Vec<Edit> {
        use field::ticket as t;
        let id = self.fresh(dice);
        self.tickets.push(id);
        // Now and then for another shop: what one makes may be another's from the first moment.
        let shop = if dice.hits(1_500) { dice.pick(clerk.shops).copied().unwrap_or(clerk.shop) } else { clerk.shop };
        let mut fields = vec![(t::subject, self.text("工单").into()), (t::shop, shop.into())];
        fields.extend(held(&self.customers, dice, clerk).map(|customer| (t::customer, customer.into())));
        fields.extend(held(&self.conversations, dice, clerk).filter(|_| dice.hits(5_000)).map(|conversation| (t::conversation, conversation.into())));
        vec![Edit::put(Noun::Ticket, id, fields), Edit::step(id, t::state, "", "new")]
    }

    fn subject(&mut self, dice: &mut Dice, clerk: &Clerk<'_>) -> Option<Vec<Edit>> {
        let id = held(&self.tickets, dice, clerk)?;
        let mut edits = vec![Edit::set(id, field::ticket::subject, self.text("改"))];
        if dice.hits(3_000) {
            edits.push(Edit::set_key(id, field::ticket::fields, ["颜色", "型号"][dice.below(2)], self.text("值")));
        }
        Some(edits)
    }

    /// Hands a record to another shop or department, or to another customer.
    fn route(&mut self, dice: &mut Dice, clerk: &Clerk<'_>) -> Option<Vec<Edit>> {
        use field::{conversation as c, ticket as t};
        let shop = dice.pick(clerk.shops).copied()?;
        let department = dice.pick(clerk.departments).copied();
        Some(match dice.below(5) {
            0 => vec![Edit::set(held(&self.tickets, dice, clerk)?, t::shop, shop)],
            1 => vec![Edit::set(held(&self.conversations, dice, clerk)?, c::shop, shop)],
            2 => vec![Edit::set(held(&self.tickets, dice, clerk)?, t::department, department)],
            3 => vec![Edit::set(held(&self.conversations, dice, clerk)?, c::department, department)],
            _ => vec![Edit::set(held(&self.conversations, dice, clerk)?, c::customer, held(&self.customers, dice, clerk)?)],
        })
    }

    /// Head office writes; a branch that tries is refused.
    fn article(&mut self, dice: &mut Dice, clerk: &Clerk<'_>) -> Option<Vec<Edit>> {
        use field::{article as a, revision as r};
        if !clerk.head_office && !dice.hits(500) {
            let id = held(&self.articles, dice, clerk)?;
            return Some(vec![Edit::set_key(id, a::votes, clerk.staff.to_string(), "up")]);
        }
        let id = if dice.hits(4_000) { held(&self.articles, dice, clerk) } else { None };
        let id = id.unwrap_or_else(|| {
            let id = self.fresh(dice);
            self.articles.push(id);
            id
        });
        let revision = self.fresh(dice);
        let body = self.text("正文");
        Some(vec![
            Edit::put(Noun::Revision, revision, vec![(r::article, id.into()), (r::body, body.into())]),
            Edit::put(Noun::Article, id, vec![(a::published, revision.into()), (a::title, self.text("文章").into())]),
        ])
    }

    fn policy(&mut self, dice: &mut Dice, clerk: &Clerk<'_>) -> Option<Vec<Edit>> {
        if !clerk.head_office && !dice.hits(2_000) {
            return None;
        }
        let id = if dice.hits(5_000) { held(&self.roles, dice, clerk) } else { None };
        let id = id.unwrap_or_else(|| {
            let id = self.fresh(dice);
            self.roles.push(id);
            id
        });
        Some(vec![Edit::set(id, field::role::name, self.text("角色")), Edit::add(id, field::role::permissions, "ticket_work")])
    }
}

/// One that the desk holds, of the newest few.
fn held(known: &[Id], dice: &mut Dice, clerk: &Clerk<'_>) -> Option<Id> {
    let newest = known.len().checked_sub(1)?;
    for _ in 0..6 {
        let back = if dice.hits(7_000) { 12 } else { 200 }.min(known.len());
        let id = known.get(newest - dice.below(back))?;
        if (clerk.holds)(*id) {
            return Some(*id);
        }
    }
    None
}
