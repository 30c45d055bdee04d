//! First run: organisation, first shop, first administrator. No default password exists anywhere.

use domain::edit::Edit;
use domain::permission::BUILTIN_ROLES;
use domain::shop::{CHINA_OFFSET_MIN, ShopChange};
use domain::staff::{Staff, StaffChange};
use domain::{Id, Noun};

use crate::desk::{Caller, Desk, Pen};
use crate::error::{Code, Error};
use crate::hub::Joining;
use crate::session::{self, SignedIn};
use crate::shape::Nothing;
use crate::shapes;

shapes! {
    pub struct SetupState {
        /// Somebody can sign in.
        ready: bool,
        organisation: Option<String>,
        version: String,
        /// Set while a desk that joined a chain waits for its people.
        joining: Option<Joining>,
    }

    pub struct CreateOrganisation {
        organisation: String,
        /// 2 to 6 capital letters and digits, e.g. `HZ01`.
        shop_code: String,
        shop_name: String,
        account: String,
        name: String,
        password: String,
    }
}

/// The built-in role that runs the installation.
const ADMINISTRATOR: u8 = 5;

pub(crate) async fn state(desk: &Desk, _: &Caller, _: Nothing) -> Result<SetupState, Error> {
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let organisation = match session::organisation(desk).await {
        Ok(organisation) => Some(organisation.name),
        Err(error) if error.code == Code::NotSetUp => None,
        Err(error) => return Err(error),
    };
    // Of a chain that was joined the name may arrive before the people.
    let ready = organisation.is_some() && desk.store().count(Noun::Staff).await? > 0;
    let joining = if ready { None } else { crate::hub::joining(desk).await? };
    Ok(SetupState { ready, organisation, version, joining })
}

pub(crate) async fn create(desk: &Desk, caller: &Caller, input: CreateOrganisation) -> Result<SignedIn, Error> {
    let mut pen = desk.pen_as(None).await;
    if session::organisation(desk).await.is_ok() {
        return Err(Error::new(Code::Refused, "这里已经设置过了，直接登录就行。", "This is set up already. Sign in instead."));
    }
    domain::staff::check_password(&input.password, &input.account, &input.name)?;
    let hash = session::hashed(input.password.clone()).await?;
    let (edits, admin) = first_records(&pen, caller, input, hash)?;
    pen.seed([domain::permission::seeds(caller.lang), domain::sla::seeds(caller.lang)].concat()).await?;
    pen.commit(edits).await?;
    drop(pen);
    let person = desk.store().get::<Staff>(admin).await?.ok_or_else(Error::signed_out)?;
    session::enter(desk, person, caller.lang).await
}

fn first_records(pen: &Pen<'_>, caller: &Caller, input: CreateOrganisation, hash: String) -> Result<(Vec<Edit>, Id), Error> {
    let mut edits = domain::shop::save_organisation(None, &input.organisation, &[])?;
    let shop = ShopChange {
        code: input.shop_code,
        name: input.shop_name,
        address: String::new(),
        phone: String::new(),
        utc_offset_min: CHINA_OFFSET_MIN,
        calendar: None,
        closed: false,
    };
    let shop = pen.decide(|ctx| domain::shop::save(None, shop, &[], ctx))?;
    let roles = builtin_roles(caller);
    let person = StaffChange {
        account: input.account,
        name: input.name,
        roles: vec![roles[usize::from(ADMINISTRATOR) - 1].id],
        shops: vec![shop.id],
        every_shop: true,
        ..StaffChange::default()
    };
    let admin = pen.decide(|ctx| domain::staff::save(None, person, &[], &roles, ctx))?;
    edits.extend(shop.edits);
    edits.extend(admin.edits.clone());
    let saved: Staff = domain::record::made(admin.id, &admin.edits).map_err(Error::internal)?;
    edits.extend(pen.decide(|ctx| Ok(domain::staff::set_password(&saved, hash, false, ctx)))?);
    Ok((edits, admin.id))
}

/// The roles as the seeds make them, for rules that want to know them.
fn builtin_roles(caller: &Caller) -> Vec<domain::permission::Role> {
    let role = |builtin: &domain::permission::BuiltinRole| domain::permission::Role {
        id: builtin.id(),
        name: caller.lang.pick(builtin.name_zh, builtin.name_en).to_owned(),
        permissions: builtin.permissions.iter().map(|permission| permission.as_str().to_owned()).collect(),
        builtin: true,
        archived: false,
    };
    BUILTIN_ROLES.iter().map(role).collect()
}
