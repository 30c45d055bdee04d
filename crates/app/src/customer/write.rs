//! Changing a customer's card, looking at personal data in full (recorded), and merging cards.
//!
//! Nothing personal is ever written into the audit trail: it says which piece was looked at, not what it was.

use std::collections::BTreeMap;

use domain::audit::AuditAction;
use domain::customer::{Customer, CustomerChange, Identity, IdentityKind, NewCustomer, mask, mask_address, mask_birthday};
use domain::shop::Shop;
use domain::{Ctx, Edit, Id, Noun, Verdict};

use super::find::{found, survivors};
use super::{AddIdentity, CreateCustomer, MergeCustomers, RemoveIdentity, Reveal, Revealed, SetConsent, TagChange, UpdateCustomer};
use crate::audit::Trace;
use crate::desk::{Caller, Desk};
use crate::error::{Code, Error};
use crate::shape::{ById, Created, Nothing};

/// Whose each identity is: looked up before the rule runs, because rules read nothing.
struct Holders(BTreeMap<String, (Id, String)>);

impl Holders {
    async fn of(desk: &Desk, typed: &[(IdentityKind, String)]) -> Result<Self, Error> {
        let mut holders = BTreeMap::new();
        for (kind, text) in typed {
            // What is no identity is refused by the rule.
            let Ok(identity) = Identity::new(*kind, text) else { continue };
            let known = desk.store().customers_known_as(&identity.to_string()).await?;
            let standing = survivors(desk, known.iter().map(|customer| customer.id)).await?;
            holders.extend(standing.into_values().next().map(|customer| (identity.to_string(), (customer.id, customer.name))));
        }
        Ok(Holders(holders))
    }

    fn find(&self, identity: &Identity) -> Option<(Id, String)> {
        self.0.get(&identity.to_string()).cloned()
    }
}

pub(crate) async fn create(desk: &Desk, caller: &Caller, input: CreateCustomer) -> Result<Created, Error> {
    let who = caller.who()?;
    let mut pen = desk.pen(caller).await?;
    check_shop(desk, input.home_shop).await?;
    let is_member = input.tier.is_some() || !input.member_no.trim().is_empty();
    let identities = vec![(IdentityKind::Phone, input.phone), (IdentityKind::Member, input.member_no)];
    let holders = Holders::of(desk, &identities).await?;
    let new = NewCustomer {
        name: input.name,
        identities,
        tier: input.tier,
        home_shop: input.home_shop.or(who.shop),
        tags: input.tags,
        notes: input.notes,
        member_since: is_member.then(|| desk.now()),
        language: None,
    };
    let made = pen.decide(|ctx| domain::customer::create(new, &|identity| holders.find(identity), ctx))?;
    pen.commit(made.edits).await?;
    Ok(Created { id: made.id })
}

/// A customer's home may be any shop of the chain.
async fn check_shop(desk: &Desk, shop: Option<Id>) -> Result<(), Error> {
    let Some(id) = shop else { return Ok(()) };
    desk.store().get::<Shop>(id).await?.map(|_| ()).ok_or_else(|| Error::not_found("家店", "shop"))
}

async fn load(desk: &Desk, id: Id) -> Result<Customer, Error> {
    desk.store().get(id).await?.ok_or_else(|| Error::not_found("位顾客", "customer"))
}

/// Loads, decides and commits one change.
async fn change(desk: &Desk, caller: &Caller, id: Id, rule: impl FnOnce(&Customer, &mut Ctx<'_>) -> Verdict<Vec<Edit>>) -> Result<Nothing, Error> {
    let mut pen = desk.pen(caller).await?;
    let customer = load(desk, id).await?;
    let edits = pen.decide(|ctx| rule(&customer, ctx))?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}

pub(crate) async fn update(desk: &Desk, caller: &Caller, input: UpdateCustomer) -> Result<Nothing, Error> {
    check_shop(desk, input.home_shop).await?;
    change(desk, caller, input.id, |customer, ctx| domain::customer::update(customer, typed(customer, input), ctx)).await
}

/// What was typed. A form shows address and birthday masked; sent back masked they mean "as it was".
fn typed(customer: &Customer, input: UpdateCustomer) -> CustomerChange {
    let address = input.address.filter(|text| customer.address.as_deref().map(mask_address).as_ref() != Some(text));
    let birthday = input.birthday.filter(|text| customer.birthday.as_deref().map(mask_birthday).as_ref() != Some(text));
    CustomerChange {
        name: input.name,
        tier: input.tier,
        birthday,
        gender: input.gender,
        address,
        notes: input.notes,
        home_shop: input.home_shop,
        language: input.language,
        fields: input.fields,
    }
}

pub(crate) async fn tag(desk: &Desk, caller: &Caller, input: TagChange) -> Result<Nothing, Error> {
    change(desk, caller, input.id, |customer, _| domain::customer::tag(customer, &input.add, &input.remove)).await
}

pub(crate) async fn add_identity(desk: &Desk, caller: &Caller, input: AddIdentity) -> Result<Nothing, Error> {
    let mut pen = desk.pen(caller).await?;
    let customer = load(desk, input.id).await?;
    let typed = [(input.kind, input.value)];
    let holders = Holders::of(desk, &typed).await?;
    let [(kind, value)] = typed;
    let edits = pen.decide(|_| domain::customer::add_identity(&customer, kind, &value, &|identity| holders.find(identity)))?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}

pub(crate) async fn remove_identity(desk: &Desk, caller: &Caller, input: RemoveIdentity) -> Result<Nothing, Error> {
    let mut pen = desk.pen(caller).await?;
    let customer = load(desk, input.id).await?;
    // Somebody else took it away a moment ago: that is what was wanted.
    let Some(stored) = identity(desk, customer.id, &input.key).await? else { return Ok(Nothing {}) };
    let edits = pen.decide(|_| domain::customer::remove_identity(&customer, &stored))?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}

/// The stored identity that a key names.
async fn identity(desk: &Desk, customer: Id, key: &str) -> Result<Option<String>, Error> {
    let keys = desk.store().identity_keys(customer).await?;
    Ok(keys.into_iter().find(|(known, _)| known == key).map(|(_, stored)| stored))
}

pub(crate) async fn consent(desk: &Desk, caller: &Caller, input: SetConsent) -> Result<Nothing, Error> {
    change(desk, caller, input.id, |customer, ctx| domain::customer::consent(customer, &input.purpose, input.given, ctx)).await
}

/// Shows one piece of personal data in full. The look is on record before the answer is given.
pub(crate) async fn reveal(desk: &Desk, caller: &Caller, input: Reveal) -> Result<Revealed, Error> {
    let mut pen = desk.pen(caller).await?;
    let customer = found(desk, input.id).await?;
    let (piece, value) = piece(desk, &customer, &input.what).await?;
    let trace = Trace::by(caller.who()?, AuditAction::Reveal, Some((Noun::Customer, customer.id)), piece);
    pen.commit(trace.edits(desk)).await?;
    Ok(Revealed { value })
}

/// What the piece is, for the trail, and what it says.
async fn piece(desk: &Desk, customer: &Customer, what: &str) -> Result<(String, String), Error> {
    let missing = || {
        Error::new(Code::NotFound, "卡上没有这一项，可能刚被改过，刷新看看。", "The card does not hold this. It may just have changed; look again.")
    };
    match what {
        "address" => Ok((what.to_owned(), customer.address.clone().ok_or_else(missing)?)),
        "birthday" => Ok((what.to_owned(), customer.birthday.clone().ok_or_else(missing)?)),
        key => {
            let stored = identity(desk, customer.id, key).await?.ok_or_else(missing)?;
            let identity = Identity::parse(&stored).ok_or_else(missing)?;
            Ok((format!("{} {}", identity.kind.as_str(), mask(identity.kind, &identity.value)), identity.value))
        }
    }
}

pub(crate) async fn merge(desk: &Desk, caller: &Caller, input: MergeCustomers) -> Result<Nothing, Error> {
    let mut pen = desk.pen(caller).await?;
    let (winner, loser) = (load(desk, input.winner).await?, load(desk, input.loser).await?);
    let edits = pen.decide(|_| domain::customer::merge(&winner, &loser))?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}

pub(crate) async fn unmerge(desk: &Desk, caller: &Caller, input: ById) -> Result<Nothing, Error> {
    let mut pen = desk.pen(caller).await?;
    let loser = load(desk, input.id).await?;
    // A card that was merged nowhere is its own winner, which the rule refuses in words.
    let winner = load(desk, loser.merged_into.unwrap_or(loser.id)).await?;
    let edits = pen.decide(|_| domain::customer::unmerge(&loser, &winner))?;
    pen.commit(edits).await?;
    Ok(Nothing {})
}
