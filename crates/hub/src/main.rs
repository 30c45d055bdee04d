//! `zg-hub`: making a hub, and who may hear what of it, from a terminal.
//!
//! A thin shell over the library: it parses words, opens the database, prints what comes back as text or as JSON. Every
//! command is one transaction, beside hubs that run. It holds no rules and keeps no secret.

use std::io::Write;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use domain::scope::Scope;
use domain::time::{Clock, SystemClock};
use hub::error::chain;
use hub::{Administration, CODE_MS, Database, Invitation, LedgerError, chance};
use sync::DeviceId;
use sync::ledger::Epoch;

mod audit;
mod doctor;
mod quarantine;
mod say;
mod spelling;
mod stay;

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
    /// Make a code that lets one device in within a quarter of an hour.
    Invite(Enrol),
    /// Answer desks, until it is told to stop.
    Serve(stay::Stay),
    /// Give a device one more scope to hear.
    Grant(Right),
    /// Take a scope back: the device lets go of what stands nowhere else.
    Ungrant(Right),
    /// Shut a device out, for good.
    Revoke {
        #[arg(value_parser = spelling::device)]
        device: DeviceId,
    },
    /// Seal, export and check what every log holds.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// What is kept and was not shared: refused, or not readable here yet.
    Quarantine(quarantine::Quarantine),
    /// Check everything that can be checked from here, and say what to do.
    Doctor(doctor::Doctor),
    /// List the devices, what they hear and how far they are.
    Devices,
    /// List the scopes and how much stands under each.
    Scopes,
    /// Copy a SQLite hub into one file while it goes on.
    Backup { to: std::path::PathBuf },
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

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(said) => {
            // Whoever reads only the first lines has what they wanted.
            let _ = writeln!(std::io::stdout(), "{said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}", chain(&error));
            ExitCode::FAILURE
        }
    }
}

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
enum Undone {
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error("{0}")]
    Audit(Box<sync::trust::audit::Report>),
    /// What the doctor found; the words are said already.
    #[error("{0}")]
    Unwell(String),
    #[error("device {0} has no op {1} here that was kept and not shared: `zg-hub quarantine` lists those there are")]
    NotKept(DeviceId, u64),
    #[error(transparent)]
    Tls(#[from] hub::tls::TlsError),
    #[error(
        "{0} is reached from other machines, and what is said there could be read on the way: add `--tls self`, or `--tls-cert` and \
             `--tls-key`, or say `--behind-proxy` when a proxy of yours has the certificate"
    )]
    Bare(std::net::SocketAddr),
    #[error("{at} cannot be listened on: another program has it, or this user may not")]
    Taken {
        at: std::net::SocketAddr,
        #[source]
        cause: std::io::Error,
    },
}

fn run(arguments: &Arguments) -> Result<String, Undone> {
    let (db, json) = (&arguments.db, arguments.json);
    if let Command::Init = arguments.command {
        Database::create(db, chance())?;
        return Ok(say::done(json, "init", "The hub is made. Next: `zg-hub enrol` lets the first device in."));
    }
    let hub = Database::open(db)?;
    match &arguments.command {
        Command::Init => Ok(String::new()),
        Command::Enrol(enrol) => Ok(say::enrolled(json, let_in(&hub, enrol)?)),
        Command::Invite(invite_whom) => Ok(say::invited(json, &invite(&hub, invite_whom)?)),
        Command::Serve(stay) => stay.run(hub),
        Command::Grant(right) => {
            allow(&hub, right, true)?;
            Ok(say::done(json, "grant", "Given. The device hears it with its next pull."))
        }
        Command::Ungrant(right) => {
            allow(&hub, right, false)?;
            Ok(say::done(json, "ungrant", "Taken back. The device lets go with its next pull."))
        }
        Command::Revoke { device } => {
            hub.within(true, |ledger| ledger.revoke(*device))?;
            Ok(say::done(json, "revoke", "Revoked. What it sends from now on is refused."))
        }
        Command::Audit(audit) => Ok(audit.run(&hub, json)?),
        Command::Quarantine(quarantine) => quarantine.run(&hub, json),
        Command::Doctor(doctor) => doctor.run(&hub, json),
        Command::Devices => Ok(say::devices(json, &hub.within(false, |ledger| ledger.listed())?)),
        Command::Scopes => Ok(say::scopes(json, &hub.within(false, |ledger| ledger.volumes())?)),
        Command::Backup { to } => {
            hub.back_up(to)?;
            Ok(say::done(json, "backup", "Copied. Keep it where the hub's machine is not."))
        }
        Command::Restored => {
            let epoch = Epoch { number: chance(), restored: Some(SystemClock.now()) };
            hub.within(true, |ledger| ledger.set_epoch(epoch))?;
            Ok(say::done(json, "restored", "A new life of the hub begins. Desks send again what the backup did not have."))
        }
    }
}

fn invite(hub: &Database, whom: &Enrol) -> Result<sync::trust::EnrolCode, Undone> {
    let code = sync::trust::EnrolCode::from_random(hub::random());
    let until = SystemClock.now() + CODE_MS;
    hub.invite(code.hash(), &Invitation { until, head_office: whom.head_office, home: whom.home, hears: heard_by(whom) })?;
    hub.vouch(code)?;
    Ok(code)
}

/// Everything that a device hears: what everyone must, its home, and what was said.
fn heard_by(enrol: &Enrol) -> Vec<Scope> {
    let mut scopes = vec![Scope::Policy, Scope::Knowledge, enrol.home];
    scopes.extend(&enrol.hears);
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}

fn let_in(hub: &Database, enrol: &Enrol) -> Result<DeviceId, LedgerError> {
    let device = enrol.device.unwrap_or_else(|| DeviceId(chance()));
    let scopes = heard_by(enrol);
    hub.within(true, |ledger| ledger.enrol(device, enrol.head_office, enrol.home, &scopes))?;
    Ok(device)
}

fn allow(hub: &Database, right: &Right, live: bool) -> Result<(), LedgerError> {
    hub.within(true, |ledger| ledger.grant(right.device, right.scope, live))
}
