//! Who is at the desk: sign-in, lock, PIN switch, and what the person may do.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Mutex;

use domain::audit::{AuditAction, Outcome};
use domain::edit::Edit;
use domain::field;
use domain::permission::{Permission, Scope};

use domain::shop::{ORGANISATION, Organisation, Shop};
use domain::staff::Staff;
use domain::time::{HOUR, MINUTE};
use domain::{Id, Lang, Millis};

use crate::audit::Trace;
use crate::calls::{Call, Needs};
use crate::desk::{Caller, Desk, Pen, Who};
use crate::error::{Code, Error};
use crate::secrets;
use crate::shape::{Nothing, ShopCard, StaffCard};
use crate::shapes;

shapes! {
    pub struct SignIn { account: String, password: String }

    pub struct SignedIn {
        /// Sent back with every later call.
        session: String,
        me: Me,
    }

    pub struct Me {
        staff: StaffCard,
        permissions: Vec<Permission>,
        organisation: String,
        /// The shop worked in now; none for head office.
        shop: Option<ShopCard>,
        shops: Vec<ShopCard>,
        every_shop: bool,
        must_change_password: bool,
        has_pin: bool,
        idle_lock_min: i64,
        undo_send_ms: i64,
        preferences: BTreeMap<String, String>,
    }

    /// Password or PIN of the person who locked the screen.
    pub struct Unlock { secret: String }

    pub struct SwitchStaff { staff: Id, pin: String }

    pub struct SetPassword { old: String, new: String }

    pub struct SetPin { password: String, pin: String }

    pub struct ChooseShop { shop: Option<Id> }

    pub struct SetPreference { key: String, value: String }
}

/// A session ends after this long even when it is used.
const SESSION_MS_MAX: Millis = 16 * HOUR;
/// Failures count over this time; the rule is `domain::staff::lock`.
const FAILURES_SINCE: Millis = 60 * MINUTE;
/// Calls that keep the screen up to date by themselves do not count as someone being there.
const PASSIVE: &[&str] = &["desk.state"];

/// Who is signed in on this program. In memory only: a restart signs everyone out.
#[derive(Default)]
pub(crate) struct Sessions {
    open: Mutex<HashMap<String, Session>>,
    /// People who signed in with a password since the program started and may switch by PIN.
    till: Mutex<Vec<Id>>,
}

#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub staff: Id,
    pub shop: Option<Id>,
    began: Millis,
    used: Millis,
    locked: bool,
    must_change: bool,
    /// Customers whose card was opened in this session.
    looked_at: BTreeSet<Id>,
}

impl Sessions {
    /// The caller's session, if the call may be made with it.
    pub async fn touch(&self, token: Option<&str>, desk: &Desk, call: &Call) -> Result<Session, Error> {
        let idle_ms = organisation(desk).await?.setting("idle_lock_min") * MINUTE;
        let now = desk.now();
        let mut open = self.lock();
        let session = token.and_then(|token| open.get_mut(token)).ok_or_else(Error::signed_out)?;
        if now - session.began > SESSION_MS_MAX {
            return Err(Error::signed_out());
        }
        session.locked |= now - session.used > idle_ms;
        let free = call.needs == Needs::Session;
        if session.locked && !free {
            return Err(Error::new(
                Code::Locked,
                "屏幕锁着。输入密码或 PIN 解锁，写的内容都在。",
                "The screen is locked. Unlock it with your password or PIN; what you wrote is kept.",
            ));
        }
        if session.must_change && !free && !matches!(call.name, "session.set_password" | "session.me") {
            return Err(Error::new(Code::MustChangePassword, "这是一次性密码，先换成自己的。", "This is a one-time password. Set your own first."));
        }
        if !PASSIVE.contains(&call.name) && !session.locked {
            session.used = now;
        }
        Ok(session.clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Session>> {
        // A panic while the map was held cannot have left it half-changed.
        self.open.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn begin(&self, session: Session) -> String {
        let token = secrets::token();
        self.lock().insert(token.clone(), session);
        token
    }

    /// Whether the customer's card is opened for the first time in this session.
    pub fn first_look(&self, token: Option<&str>, customer: Id) -> bool {
        let mut open = self.lock();
        token.and_then(|token| open.get_mut(token)).is_some_and(|session| session.looked_at.insert(customer))
    }

    fn change(&self, token: Option<&str>, change: impl FnOnce(&mut Session)) {
        let mut open = self.lock();
        if let Some(session) = token.and_then(|token| open.get_mut(token)) {
            change(session);
        }
    }

    fn end(&self, token: Option<&str>) {
        if let Some(token) = token {
            self.lock().remove(token);
        }
    }

    /// Ends every session of a person but one.
    fn end_others_of(&self, staff: Id, kept: Option<&str>) {
        self.lock().retain(|token, session| session.staff != staff || Some(token.as_str()) == kept);
    }

    /// Ends every session of a person whose rights were taken away.
    pub fn end_all_of(&self, staff: Id) {
        self.lock().retain(|_, session| session.staff != staff);
    }

    fn remember(&self, staff: Id) {
        let mut till = self.till.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        till.retain(|id| *id != staff);
        till.insert(0, staff);
    }

    fn known(&self) -> Vec<Id> {
        self.till.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

pub(crate) async fn organisation(desk: &Desk) -> Result<Organisation, Error> {
    let missing = || {
        Error::new(
            Code::NotSetUp,
            "还没有设置好。先建公司、门店和管理员。",
            "Nothing is set up yet. Create the organisation, a shop and an administrator first.",
        )
    };
    desk.store().get(ORGANISATION).await?.ok_or_else(missing)
}

pub(crate) async fn sign_in(desk: &Desk, caller: &Caller, input: SignIn) -> Result<SignedIn, Error> {
    organisation(desk).await?;
    let account = input.account.trim().to_lowercase();
    let mut pen = desk.pen_as(None).await;
    let person = desk.store().staff_by_account(&account).await?;
    let person = check(desk, &mut pen, &account, person, &input.password, AuditAction::SignIn, |p| p.password.clone()).await?;
    drop(pen);
    enter(desk, person, caller.lang).await
}

/// Judges a secret against the lock-out rule, and records how it went before saying so.
async fn check(
    desk: &Desk,
    pen: &mut Pen<'_>,
    account: &str,
    person: Option<Staff>,
    secret: &str,
    action: AuditAction,
    hash_of: impl Fn(&Staff) -> Option<String>,
) -> Result<Staff, Error> {
    locked_out(desk, account).await?;
    let secret = secret.to_owned();
    let hash = person.as_ref().filter(|person| !person.disabled).and_then(hash_of);
    // Hashing takes tens of milliseconds of one core: not on the thread that serves everyone.
    let right = tokio::task::spawn_blocking(move || secrets::matches(&secret, hash.as_deref())).await.map_err(Error::internal)?;
    let outcome = if right { Outcome::Done } else { Outcome::Refused };
    let trace = Trace { staff: person.as_ref().map(|p| p.id), account: Some(account.chars().take(64).collect()), outcome, ..Trace::of(action) };
    pen.commit(trace.edits(desk)).await?;
    if let (true, Some(person)) = (right, person) {
        return Ok(person);
    }
    locked_out(desk, account).await?;
    Err(Error::new(
        Code::Refused,
        "账号或密码不对。连续错 5 次会锁 15 分钟。",
        "The account or password is wrong. Five failures in a row lock the account for 15 minutes.",
    ))
}

/// When the account is locked, says until when.
async fn locked_out(desk: &Desk, account: &str) -> Result<(), Error> {
    let Some(until) = locked_until(desk, account).await? else { return Ok(()) };
    let minutes = (until - desk.now() + MINUTE - 1) / MINUTE;
    Err(Error::new(
        Code::Refused,
        format!("错的次数太多，账号锁着，还剩 {minutes} 分钟。忘了密码可以找管理员重设。"),
        format!("Too many failures: the account is locked for another {minutes} min. An administrator can reset the password."),
    ))
}

pub(crate) async fn locked_until(desk: &Desk, account: &str) -> Result<Option<Millis>, Error> {
    let trail = desk.store().sign_ins(account, desk.now() - FAILURES_SINCE).await?;
    let since = trail.iter().rposition(|entry| entry.outcome == Outcome::Done).map_or(0, |done| done + 1);
    let failures: Vec<Millis> = trail[since..].iter().map(|entry| entry.at).collect();
    Ok(domain::staff::lock(&failures, desk.now()))
}

/// Opens a session for someone who has proved who they are.
pub(crate) async fn enter(desk: &Desk, person: Staff, lang: Lang) -> Result<SignedIn, Error> {
    let now = desk.now();
    let expired = domain::staff::password_expires(person.password_at, organisation(desk).await?.setting("password_days"));
    let must_change = person.must_change_password || expired.is_some_and(|at| at <= now);
    let who = desk.who(person.id, None).await?;
    let shop = first_shop(desk, &who).await?;
    let session = Session { staff: person.id, shop, began: now, used: now, locked: false, must_change, looked_at: BTreeSet::new() };
    let session = desk.sessions().begin(session);
    desk.sessions().remember(person.id);
    let me = describe(desk, &Who { shop, ..who }, lang).await?;
    Ok(SignedIn { session, me: Me { must_change_password: must_change, ..me } })
}

/// Where a person starts to work: where they worked last, or their first shop. Head office starts without one.
async fn first_shop(desk: &Desk, who: &Who) -> Result<Option<Id>, Error> {
    let last = who.staff.preferences.get("shop").map(|text| text.parse::<Id>().ok());
    match last {
        Some(shop) if shop.is_none_or(|shop| who.scope.covers(Some(shop))) => Ok(shop),
        _ if who.scope == Scope::Every => Ok(None),
        _ => {
            let shops = desk.store().get_many::<Shop>(&who.staff.shop_ids()).await?;
            Ok(shops.into_iter().min_by(|a, b| a.code.cmp(&b.code)).map(|shop| shop.id))
        }
    }
}

async fn describe(desk: &Desk, who: &Who, _lang: Lang) -> Result<Me, Error> {
    let organisation = organisation(desk).await?;
    let mut shops: Vec<Shop> = desk.store().all::<Shop>().await?;
    shops.retain(|shop| !shop.closed && who.scope.covers(Some(shop.id)));
    shops.sort_by(|a, b| a.code.cmp(&b.code));
    let cards: Vec<ShopCard> = shops.iter().map(ShopCard::from).collect();
    Ok(Me {
        staff: StaffCard::from(&who.staff),
        permissions: who.permissions.iter().copied().collect(),
        shop: cards.iter().find(|card| Some(card.id) == who.shop).cloned(),
        shops: cards,
        every_shop: who.scope == Scope::Every,
        must_change_password: who.staff.must_change_password,
        has_pin: who.staff.pin.is_some(),
        idle_lock_min: organisation.setting("idle_lock_min"),
        undo_send_ms: organisation.setting("undo_send_ms"),
        preferences: who.staff.preferences.clone(),
        organisation: organisation.name,
    })
}

pub(crate) async fn me(desk: &Desk, caller: &Caller, _: Nothing) -> Result<Me, Error> {
    describe(desk, caller.who()?, caller.lang).await
}

pub(crate) async fn sign_out(desk: &Desk, caller: &Caller, _: Nothing) -> Result<Nothing, Error> {
    leave_trace(desk, caller, AuditAction::SignOut).await?;
    desk.sessions().end(caller.session.as_deref());
    Ok(Nothing {})
}

pub(crate) async fn lock(desk: &Desk, caller: &Caller, _: Nothing) -> Result<Nothing, Error> {
    desk.sessions().change(caller.session.as_deref(), |session| session.locked = true);
    leave_trace(desk, caller, AuditAction::Lock).await?;
    Ok(Nothing {})
}

async fn leave_trace(desk: &Desk, caller: &Caller, action: AuditAction) -> Result<(), Error> {
    let who = caller.who()?;
    let trace = Trace { staff: Some(who.id()), account: Some(who.staff.account.clone()), ..Trace::of(action) };
    desk.pen(caller).await?.commit(trace.edits(desk)).await
}

pub(crate) async fn unlock(desk: &Desk, caller: &Caller, input: Unlock) -> Result<Me, Error> {
    let who = caller.who()?;
    let mut pen = desk.pen(caller).await?;
    let by_pin = input.secret.len() == 6 && input.secret.bytes().all(|b| b.is_ascii_digit());
    let hash_of = |person: &Staff| if by_pin { person.pin.clone() } else { person.password.clone() };
    check(desk, &mut pen, &who.staff.account, Some(who.staff.clone()), &input.secret, AuditAction::Unlock, hash_of).await?;
    let now = desk.now();
    desk.sessions().change(caller.session.as_deref(), |session| {
        session.locked = false;
        session.used = now;
    });
    describe(desk, who, caller.lang).await
}

/// Those who may take over this till by PIN.
pub(crate) async fn till(desk: &Desk, _: &Caller, _: Nothing) -> Result<Vec<StaffCard>, Error> {
    let known = desk.sessions().known();
    let people = desk.store().get_many::<Staff>(&known).await?;
    let mut people: Vec<&Staff> = people.iter().filter(|person| person.pin.is_some() && !person.disabled).collect();
    people.sort_by_key(|person| known.iter().position(|id| *id == person.id));
    Ok(people.into_iter().map(StaffCard::from).collect())
}

pub(crate) async fn switch(desk: &Desk, caller: &Caller, input: SwitchStaff) -> Result<SignedIn, Error> {
    // A PIN is short: it only works for people who proved themselves here with their password since the start.
    if !desk.sessions().known().contains(&input.staff) {
        return Err(Error::signed_out());
    }
    let mut pen = desk.pen_as(None).await;
    let person: Staff = desk.store().get(input.staff).await?.ok_or_else(Error::signed_out)?;
    let account = person.account.clone();
    let person = check(desk, &mut pen, &account, Some(person), &input.pin, AuditAction::SwitchStaff, |p| p.pin.clone()).await?;
    drop(pen);
    desk.sessions().end(caller.session.as_deref());
    enter(desk, person, caller.lang).await
}

pub(crate) async fn set_password(desk: &Desk, caller: &Caller, input: SetPassword) -> Result<Nothing, Error> {
    let who = caller.who()?;
    let mut pen = desk.pen(caller).await?;
    check(desk, &mut pen, &who.staff.account, Some(who.staff.clone()), &input.old, AuditAction::Unlock, |p| p.password.clone()).await?;
    domain::staff::check_password(&input.new, &who.staff.account, &who.staff.name)?;
    if input.new == input.old {
        return Err(Error::new(Code::Refused, "新密码和旧的一样，换一个。", "The new password is the old one. Choose another."));
    }
    let hash = hashed(input.new).await?;
    let edits = pen.decide(|ctx| Ok(domain::staff::set_password(&who.staff, hash, false, ctx)))?;
    pen.commit(edits).await?;
    // Whoever knew the old password may be the reason for the new one.
    desk.sessions().end_others_of(who.id(), caller.session.as_deref());
    desk.sessions().change(caller.session.as_deref(), |session| session.must_change = false);
    Ok(Nothing {})
}

pub(crate) async fn hashed(secret: String) -> Result<String, Error> {
    tokio::task::spawn_blocking(move || secrets::hash(&secret)).await.map_err(Error::internal)?
}

pub(crate) async fn set_pin(desk: &Desk, caller: &Caller, input: SetPin) -> Result<Nothing, Error> {
    let who = caller.who()?;
    let mut pen = desk.pen(caller).await?;
    check(desk, &mut pen, &who.staff.account, Some(who.staff.clone()), &input.password, AuditAction::Unlock, |p| p.password.clone()).await?;
    let hash = if input.pin.is_empty() { None } else { Some(hashed(domain::staff::check_pin(&input.pin)?).await?) };
    pen.commit(domain::staff::set_pin(&who.staff, hash)).await?;
    Ok(Nothing {})
}

pub(crate) async fn choose_shop(desk: &Desk, caller: &Caller, input: ChooseShop) -> Result<Me, Error> {
    let who = caller.who()?;
    let allowed = match input.shop {
        Some(shop) => who.scope.covers(Some(shop)),
        None => who.scope == Scope::Every,
    };
    if !allowed {
        return Err(Error::new(
            Code::Refused,
            "您不在这家店，换不过去。要加店找管理员。",
            "You do not work in this shop. Ask an administrator to add it.",
        ));
    }
    desk.sessions().change(caller.session.as_deref(), |session| session.shop = input.shop);
    let last = input.shop.map_or(String::new(), |shop| shop.to_string());
    desk.pen(caller).await?.commit(vec![Edit::set_key(who.id(), field::staff::preferences, "shop", last)]).await?;
    describe(desk, &Who { shop: input.shop, ..who.clone() }, caller.lang).await
}

pub(crate) async fn set_preference(desk: &Desk, caller: &Caller, input: SetPreference) -> Result<Nothing, Error> {
    let who = caller.who()?;
    let label = domain::text::Label::new("设置", "Setting");
    let key = domain::text::required_line(label, &input.key, 60)?;
    let value = domain::text::clean(label, &input.value, 4_000)?;
    desk.pen(caller).await?.commit(vec![Edit::set_key(who.id(), field::staff::preferences, key, value)]).await?;
    Ok(Nothing {})
}
