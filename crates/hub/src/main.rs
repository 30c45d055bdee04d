//! `zg-hub`: making a hub, and who may hear what of it, from a terminal.
//!
//! A thin shell over the library: it parses words, opens the database, prints what comes back as text or as JSON. Every
//! command is one transaction, beside hubs that run. It holds no rules and keeps no secret.

use std::error::Error;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use domain::scope::Scope;
use domain::time::{Clock, SystemClock};
use hub::{Administration, Database, LedgerError};
use sync::DeviceId;
use sync::ledger::Epoch;

mod say;
mod spelling;

/// The hub of head office: what desks send up is kept here and handed on.
#[derive(Parser)]
#[command(name = "zg-hub", version, about)]
struct Arguments {
    /// The hub's database: sqlite:PATH, or postgres://user@host/name.
    #[arg(long, global = true, value_name = "ADDRESS", default_value = "sqlite:hub.db")]
    db: String,
    /// Print JSON instead of text.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a hub where there is none.
    Init,
    /// Let a device in, and say what it hears.
    Enrol(Enrol),
    /// Give a device one more scope to hear.
    Grant(Right),
    /// Take a scope back: the device lets go of what stands nowhere else.
    Ungrant(Right),
    /// Shut a device out, for good.
    Revoke {
        #[arg(value_parser = spelling::device)]
        device: DeviceId,
    },
    /// List the devices, what they hear and how far they are.
    Devices,
    /// List the scopes and how much stands under each.
    Scopes,
    /// Say that a backup was put back: run it before any desk is answered.
    Restored,
}

#[derive(Args)]
struct Enrol {
    /// Where records stand that this device makes and that name no place: shop:ID, department:ID or head-office.
    #[arg(long, value_parser = spelling::scope)]
    home: Scope,
    /// It may write what only head office writes.
    #[arg(long)]
    head_office: bool,
    /// A scope that it hears besides its home, policy and knowledge. May be said several times.
    #[arg(long, value_name = "SCOPE", value_parser = spelling::scope)]
    hears: Vec<Scope>,
    /// The name it was given elsewhere, 16 hexadecimal digits. A new one when left out.
    #[arg(long, value_parser = spelling::device)]
    device: Option<DeviceId>,
}

#[derive(Args)]
struct Right {
    /// As `zg-hub devices` spells it.
    #[arg(value_parser = spelling::device)]
    device: DeviceId,
    /// policy, knowledge, head-office, shop:ID or department:ID.
    #[arg(value_parser = spelling::scope)]
    scope: Scope,
}

/// A random number that columns of either database can hold; 0 means none.
fn chance() -> u64 {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    (u64::from_be_bytes(bytes) >> 1).max(1)
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}", chain(&error));
            ExitCode::FAILURE
        }
    }
}

/// The error with what caused it.
fn chain(error: &dyn Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        said.push_str(&format!(": {deeper}"));
        cause = deeper.source();
    }
    said
}

fn run(arguments: &Arguments) -> Result<String, LedgerError> {
    let (db, json) = (&arguments.db, arguments.json);
    if let Command::Init = arguments.command {
        Database::create(db, chance())?;
        return Ok(say::done(json, "init", "The hub is made. Next: `zg-hub enrol` lets the first device in."));
    }
    let hub = Database::open(db)?;
    match &arguments.command {
        Command::Init => Ok(String::new()),
        Command::Enrol(enrol) => let_in(&hub, enrol).map(|device| say::enrolled(json, device)),
        Command::Grant(right) => allow(&hub, right, true).map(|()| say::done(json, "grant", "Given. The device hears it with its next pull.")),
        Command::Ungrant(right) => {
            allow(&hub, right, false).map(|()| say::done(json, "ungrant", "Taken back. The device lets go with its next pull."))
        }
        Command::Revoke { device } => {
            hub.within(true, |ledger| ledger.revoke(*device))?;
            Ok(say::done(json, "revoke", "Revoked. What it sends from now on is refused."))
        }
        Command::Devices => hub.within(false, |ledger| ledger.listed()).map(|devices| say::devices(json, &devices)),
        Command::Scopes => hub.within(false, |ledger| ledger.volumes()).map(|volumes| say::scopes(json, &volumes)),
        Command::Restored => {
            let epoch = Epoch { number: chance(), restored: Some(SystemClock.now()) };
            hub.within(true, |ledger| ledger.set_epoch(epoch))?;
            Ok(say::done(json, "restored", "A new life of the hub begins. Desks send again what the backup did not have."))
        }
    }
}

fn let_in(hub: &Database, enrol: &Enrol) -> Result<DeviceId, LedgerError> {
    let device = enrol.device.unwrap_or_else(|| DeviceId(chance()));
    let mut scopes = vec![Scope::Policy, Scope::Knowledge, enrol.home];
    scopes.extend(&enrol.hears);
    scopes.sort_unstable();
    scopes.dedup();
    hub.within(true, |ledger| ledger.enrol(device, enrol.head_office, enrol.home, &scopes))?;
    Ok(device)
}

fn allow(hub: &Database, right: &Right, live: bool) -> Result<(), LedgerError> {
    hub.within(true, |ledger| ledger.grant(right.device, right.scope, live))
}
