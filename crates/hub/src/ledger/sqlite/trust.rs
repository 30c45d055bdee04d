//! Keys, codes and secrets in a SQLite file.

use domain::time::Millis;
use rusqlite::params;
use sync::DeviceId;
use sync::trust::PublicKey;

use super::super::rows;
use super::super::trust::{Invitation, Late, MOST_PROOFS, Newcomer, Trust, hears, hears_bytes};
use super::{Transaction, blob};
use crate::LedgerError;

impl Trust for Transaction<'_> {
    fn secret(&mut self, name: &str) -> Result<Option<[u8; 32]>, LedgerError> {
        Ok(self.all("SELECT bytes FROM secret WHERE name = ?", [name], |row| rows::hash(blob(row, 0)?))?.pop())
    }

    fn set_secret(&mut self, name: &str, bytes: [u8; 32]) -> Result<(), LedgerError> {
        self.run("INSERT INTO secret (name, bytes) VALUES (?, ?)", params![name, bytes])
    }

    fn key(&mut self, device: DeviceId) -> Result<Option<PublicKey>, LedgerError> {
        let found = self.all("SELECT public FROM device_key WHERE device = ?", [device.0 as i64], |row| rows::hash(blob(row, 0)?))?;
        Ok(found.into_iter().map(PublicKey).next())
    }

    fn set_key(&mut self, newcomer: &Newcomer, at: Millis) -> Result<(), LedgerError> {
        let Newcomer { device, key, name } = newcomer;
        self.run("INSERT INTO device_key (device, public, name, at) VALUES (?, ?, ?, ?)", params![device.0 as i64, key.0, name, at])
    }

    fn put_code(&mut self, hash: [u8; 32], invitation: &Invitation) -> Result<(), LedgerError> {
        let Invitation { until, head_office, home, hears } = invitation;
        let statement = "REPLACE INTO code (hash, until, head_office, home, hears) VALUES (?, ?, ?, ?, ?)";
        self.run(statement, params![hash, until, head_office, home.to_bytes(), hears_bytes(hears)])
    }

    fn take_code(&mut self, hash: [u8; 32]) -> Result<Option<Invitation>, LedgerError> {
        let found = self.all("SELECT until, head_office, home, hears FROM code WHERE hash = ?", [hash], |row| {
            Ok(Invitation { until: row.get(0)?, head_office: row.get(1)?, home: rows::scope(blob(row, 2)?)?, hears: hears(blob(row, 3)?)? })
        })?;
        self.run("DELETE FROM code WHERE hash = ?", [hash])?;
        Ok(found.into_iter().next())
    }

    fn set_proof(&mut self, hash: [u8; 32], proof: [u8; 32]) -> Result<(), LedgerError> {
        self.run("UPDATE code SET proof = ? WHERE hash = ?", params![proof, hash])
    }

    fn proofs(&mut self, now: Millis) -> Result<Vec<[u8; 32]>, LedgerError> {
        let statement = "SELECT proof FROM code WHERE proof IS NOT NULL AND until >= ? ORDER BY until DESC LIMIT ?";
        self.all(statement, params![now, MOST_PROOFS as i64], |row| rows::hash(blob(row, 0)?))
    }

    fn keep_late(&mut self, late: &Late) -> Result<(), LedgerError> {
        let Late { device, at, frame } = late;
        self.run("INSERT OR IGNORE INTO late (device, at, frame) VALUES (?, ?, ?)", params![device.0 as i64, at, frame])
    }

    fn late(&mut self) -> Result<Vec<Late>, LedgerError> {
        let read = |row: &rusqlite::Row<'_>| Ok(Late { device: rows::device(row.get(0)?), at: row.get(1)?, frame: row.get(2)? });
        self.all("SELECT device, at, frame FROM late ORDER BY device", [], read)
    }

    fn name_of(&mut self, device: DeviceId) -> Result<String, LedgerError> {
        let found = self.all("SELECT name FROM device_key WHERE device = ?", [device.0 as i64], |row| Ok(row.get(0)?))?;
        Ok(found.into_iter().next().unwrap_or_default())
    }
}
