//! Who may come in: keys of devices, codes that enrol them, and the hub's own secrets.
//!
//! A code is for one device and a quarter of an hour, and only its hash is here. A device's name and key come in with the same
//! transaction that uses the code up.

use std::collections::BTreeSet;

use domain::scope::Scope;
use domain::time::Millis;
use sync::ledger::{DeviceState, Epoch, Ledger};
use sync::trust::{EnrolCode, PublicKey};
use sync::{DeviceId, Head};

use super::{Administration, Database, Over, rows};
use crate::LedgerError;
use crate::tls::Authority;

/// A code is good for this long, in milliseconds.
pub const CODE_MS: Millis = 15 * 60_000;

/// Of more codes than these at once only the newest can be used to get to know an authority.
pub(super) const MOST_PROOFS: usize = 200;

/// What a code lets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub until: Millis,
    pub head_office: bool,
    pub home: Scope,
    pub hears: Vec<Scope>,
}

/// A device that asks to be let in.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// The name that it gives itself; it is kept when nobody has it yet.
    pub device: DeviceId,
    pub key: PublicKey,
    /// How people call the machine.
    pub name: String,
}

/// What comes with a new name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Succeeded {
    pub epoch: Epoch,
    /// Where the log under the old name stands.
    pub head: Head,
    /// Of the new name.
    pub ordinal: u32,
}

/// A push that came when its device was shut out already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    pub device: DeviceId,
    pub at: Millis,
    /// As it came, with `sync::wire` to read it by.
    pub frame: Vec<u8>,
}

/// What a database keeps of it.
pub(super) trait Trust: Ledger<Error = LedgerError> {
    fn secret(&mut self, name: &str) -> Result<Option<[u8; 32]>, LedgerError>;
    fn set_secret(&mut self, name: &str, bytes: [u8; 32]) -> Result<(), LedgerError>;
    fn key(&mut self, device: DeviceId) -> Result<Option<PublicKey>, LedgerError>;
    fn set_key(&mut self, newcomer: &Newcomer, at: Millis) -> Result<(), LedgerError>;
    fn put_code(&mut self, hash: [u8; 32], invitation: &Invitation) -> Result<(), LedgerError>;
    /// Uses the code up, whether it is still good or not.
    fn take_code(&mut self, hash: [u8; 32]) -> Result<Option<Invitation>, LedgerError>;
    /// Keeps beside a code what proves the hub's authority with it.
    fn set_proof(&mut self, hash: [u8; 32], proof: [u8; 32]) -> Result<(), LedgerError>;
    fn proofs(&mut self, now: Millis) -> Result<Vec<[u8; 32]>, LedgerError>;
    /// Keeps a push of a device that was shut out, unless one is kept already.
    fn keep_late(&mut self, late: &Late) -> Result<(), LedgerError>;
    fn late(&mut self) -> Result<Vec<Late>, LedgerError>;
    fn name_of(&mut self, device: DeviceId) -> Result<String, LedgerError>;
}

pub(super) fn hears_bytes(scopes: &[Scope]) -> Vec<u8> {
    scopes.iter().flat_map(|scope| scope.to_bytes()).collect()
}

pub(super) fn hears(bytes: &[u8]) -> Result<Vec<Scope>, LedgerError> {
    bytes.chunks(17).map(rows::scope).collect()
}

macro_rules! on_either {
    ($transaction:expr, $name:ident($($given:expr),*)) => {
        match &mut $transaction.over {
            Over::Sqlite(transaction) => Trust::$name(transaction, $($given),*),
            Over::Postgres(transaction) => Trust::$name(transaction, $($given),*),
        }
    };
}

impl Database {
    /// The hub's secret of this name; made of `fresh` when there is none yet.
    pub fn secret(&self, name: &str, fresh: [u8; 32]) -> Result<[u8; 32], LedgerError> {
        self.within(true, |ledger| match on_either!(ledger, secret(name))? {
            Some(known) => Ok(known),
            None => on_either!(ledger, set_secret(name, fresh)).map(|()| fresh),
        })
    }

    /// What this hub signs with, the same for all hubs over one database.
    pub fn signing_key(&self) -> Result<sync::trust::Key, LedgerError> {
        self.secret("key", crate::random()).map(sync::trust::Key::from_secret)
    }

    pub fn epoch(&self) -> Result<Epoch, LedgerError> {
        self.within(false, |ledger| ledger.epoch())
    }

    pub fn key_of(&self, device: DeviceId) -> Result<Option<PublicKey>, LedgerError> {
        self.within(false, |ledger| on_either!(ledger, key(device)))
    }

    pub fn granted(&self, device: DeviceId) -> Result<BTreeSet<Scope>, LedgerError> {
        let grants = self.within(false, |ledger| ledger.grants(device))?;
        Ok(grants.into_iter().filter(|grant| grant.live).map(|grant| grant.scope).collect())
    }

    /// Makes a code good for one device.
    pub fn invite(&self, hash: [u8; 32], invitation: &Invitation) -> Result<(), LedgerError> {
        self.within(true, |ledger| on_either!(ledger, put_code(hash, invitation)))
    }

    /// The hub's own authority, made when it is first asked for.
    pub fn authority(&self) -> Result<Authority, LedgerError> {
        Ok(Authority::from_secret(self.secret("authority", crate::random())?)?)
    }

    /// Lets whoever types this code, which was made already, know the hub's own authority by it.
    pub fn vouch(&self, code: EnrolCode) -> Result<(), LedgerError> {
        let proof = code.proof_key(self.authority()?.der());
        self.within(true, |ledger| on_either!(ledger, set_proof(code.hash(), proof)))
    }

    /// What proves the authority to each who holds a code that is still good.
    pub fn proofs(&self, now: Millis) -> Result<Vec<[u8; 32]>, LedgerError> {
        self.within(false, |ledger| on_either!(ledger, proofs(now)))
    }

    /// Keeps what a device that was shut out had still to say: one push, which nobody else is told.
    pub fn keep_late(&self, late: &Late) -> Result<(), LedgerError> {
        self.within(true, |ledger| on_either!(ledger, keep_late(late)))
    }

    pub fn late(&self) -> Result<Vec<Late>, LedgerError> {
        self.within(false, |ledger| on_either!(ledger, late()))
    }

    /// Lets a device in for a code; none when the code is not good. `fresh` is its name when its own is somebody's already.
    pub fn use_code(&self, hash: [u8; 32], newcomer: &Newcomer, fresh: DeviceId, now: Millis) -> Result<Option<DeviceId>, LedgerError> {
        self.within(true, |ledger| {
            let Some(invitation) = on_either!(ledger, take_code(hash))?.filter(|invitation| now <= invitation.until) else {
                return Ok(None);
            };
            let is_free = ledger.device(newcomer.device)?.is_none();
            let newcomer = Newcomer { device: if is_free { newcomer.device } else { fresh }, ..newcomer.clone() };
            ledger.enrol(newcomer.device, invitation.head_office, invitation.home, &invitation.hears)?;
            on_either!(ledger, set_key(&newcomer, now))?;
            Ok(Some(newcomer.device))
        })
    }

    /// A new name for a device whose log has parted from the one here, under the same key; where the old name's log stands.
    pub fn succeed(&self, old: DeviceId, fresh: DeviceId, now: Millis) -> Result<Succeeded, LedgerError> {
        self.within(true, |ledger| {
            let device = ledger.device(old)?.ok_or(LedgerError::UnknownDevice(old))?;
            if device.state == DeviceState::Revoked {
                return Err(LedgerError::Revoked(old));
            }
            let key = on_either!(ledger, key(old))?.ok_or(LedgerError::UnknownDevice(old))?;
            let name = on_either!(ledger, name_of(old))?;
            Administration::succeed(ledger, old, fresh)?;
            on_either!(ledger, set_key(&Newcomer { device: fresh, key, name: name.clone() }, now))?;
            let ordinal = ledger.device(fresh)?.ok_or(LedgerError::UnknownDevice(fresh))?.ordinal;
            Ok(Succeeded { epoch: ledger.epoch()?, head: device.head, ordinal })
        })
    }
}
