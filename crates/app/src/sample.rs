//! The sample chain 青禾生活: twelve shops, their people and customers, and fourteen months of work, for trying things out.
//!
//! Made by the same rules as everything else and written as ops, so it can be searched, audited and replayed like a
//! real chain. The same clock and device give the same ops. Never mixed into a desk that holds anything.

use std::fmt;

use domain::staff::Staff;

use crate::desk::Desk;
use crate::error::{Code, Error};
use crate::session;

mod articles;
mod chance;
mod company;
mod customers;
mod data;
mod days;
mod knowledge;
mod ledger;
mod live;
mod plan;
mod scene;
mod settings;
mod talks;
mod text;
mod tickets;
mod ties;

use days::Days;
use ledger::{Happening, Ledger};
use scene::Stage;

/// Who can sign in: an administrator, and a clerk of HZ02 for the other view.
pub const ACCOUNTS: [&str; 2] = ["admin", "linxiaowen"];

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    pub organisation: String,
    pub shops: usize,
    pub staff: usize,
    pub customers: usize,
    pub conversations: usize,
    pub tickets: usize,
    pub articles: usize,
    pub ratings: usize,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Summary { organisation, shops, staff, customers, conversations, tickets, articles, ratings } = self;
        write!(
            f,
            "{organisation}: {shops} shops, {staff} staff, {customers} customers, {conversations} conversations, {tickets} tickets, {articles} articles, {ratings} ratings"
        )
    }
}

/// Fills an empty desk and lets [`ACCOUNTS`] sign in with the password. Refuses a desk that holds anything.
pub async fn write(desk: &Desk, password: &str) -> Result<Summary, Error> {
    check_passwords(password)?;
    let hash = session::hashed(password.to_owned()).await?;
    let summary = fill(desk).await?;
    let mut pen = desk.pen_as(None).await;
    for account in ACCOUNTS {
        let person: Staff = desk.store().staff_by_account(account).await?.ok_or_else(Error::signed_out)?;
        let edits = pen.decide(|ctx| Ok(domain::staff::set_password(&person, hash.clone(), false, ctx)))?;
        pen.commit(edits).await?;
    }
    Ok(summary)
}

/// The chain without passwords: nobody can sign in to it yet.
pub async fn fill(desk: &Desk) -> Result<Summary, Error> {
    if desk.store().position().await? > 0 {
        return Err(Error::new(
            Code::Refused,
            "这里已经有数据了，样例要放在空的文件夹里。",
            "There is data here already. The sample needs an empty folder.",
        ));
    }
    let (summary, happenings) = imagine(Days::new(desk.now()))?;
    ledger::write(desk, happenings).await?;
    Ok(summary)
}

fn check_passwords(password: &str) -> Result<(), Error> {
    for person in data::Data::read()?.company.staff.iter().filter(|person| ACCOUNTS.contains(&person.account.as_str())) {
        domain::staff::check_password(password, &person.account, &person.name)?;
    }
    Ok(())
}

/// Everything that happened until now.
fn imagine(days: Days) -> Result<(Summary, Vec<Happening>), Error> {
    let data = data::Data::read()?;
    let mut ledger = Ledger::new(days.now);
    let chain = company::found(&data.company, days.beginning(), &mut ledger)?;
    let (kinds, replies) = settings::write(&data, &chain, &days, &mut ledger)?;
    knowledge::Shelf { data: &data, chain: &chain, days }.write(&mut ledger)?;
    let clients = customers::write(&data, &chain, &days, &mut ledger);
    let stage = Stage::new(&data, &chain, &clients, days);
    let (open, promised) = live::plan(&stage, &mut ledger);
    let plan = plan::draw(&stage, promised, &mut ledger);
    let mut tickets = tickets::write(&stage, &kinds, &plan.tickets, &mut ledger)?;
    let rated = talks::write(&stage, &plan.talks, &tickets, &mut ledger)?;
    live::write(&stage, &open, &tickets, &mut ledger)?;
    let ratings = rated + ties::write(&stage, &mut tickets, &mut ledger)?;
    settings::teach(&data, &chain, (&kinds, &replies), &days, &mut ledger)?;
    let summary = Summary {
        organisation: data.company.organisation.clone(),
        shops: chain.places.len(),
        staff: chain.people.len(),
        customers: clients.len(),
        conversations: plan.talks.len() + data.live.len(),
        tickets: tickets.len(),
        articles: articles::FILES.len(),
        ratings,
    };
    Ok((summary, ledger.in_order()))
}

#[cfg(test)]
mod tests;
