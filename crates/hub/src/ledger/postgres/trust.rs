//! Keys, codes and secrets in PostgreSQL.

use domain::time::Millis;
use sync::DeviceId;
use sync::trust::PublicKey;

use super::super::rows;
use super::super::trust::{Invitation, Late, MOST_PROOFS, Newcomer, Trust, hears, hears_bytes};
use super::Transaction;
use crate::LedgerError;

impl Trust for Transaction<'_> {
    fn secret(&mut self, name: &str) -> Result<Option<[u8; 32]>, LedgerError> {
        Ok(self.all("SELECT bytes FROM secret WHERE name = $1", &[&name], |row| rows::hash(row.try_get(0)?))?.pop())
    }

    fn set_secret(&mut self, name: &str, bytes: [u8; 32]) -> Result<(), LedgerError> {
        self.link()?.run("INSERT INTO secret (name, bytes) VALUES ($1, $2)", &[&name, &bytes.as_slice()])
    }

    fn key(&mut self, device: DeviceId) -> Result<Option<PublicKey>, LedgerError> {
        let found = self.all("SELECT public FROM device_key WHERE device = $1", &[&(device.0 as i64)], |row| rows::hash(row.try_get(0)?))?;
        Ok(found.into_iter().map(PublicKey).next())
    }

    fn set_key(&mut self, newcomer: &Newcomer, at: Millis) -> Result<(), LedgerError> {
        let Newcomer { device, key, name } = newcomer;
        let statement = "INSERT INTO device_key (device, public, name, at) VALUES ($1, $2, $3, $4)";
        self.link()?.run(statement, &[&(device.0 as i64), &key.0.as_slice(), name, &at])
    }

    fn put_code(&mut self, hash: [u8; 32], invitation: &Invitation) -> Result<(), LedgerError> {
        let Invitation { until, head_office, home, hears } = invitation;
        let statement = "INSERT INTO code (hash, until, head_office, home, hears) VALUES ($1, $2, $3, $4, $5)";
        let (home, hears) = (home.to_bytes(), hears_bytes(hears));
        self.link()?.run(statement, &[&hash.as_slice(), until, head_office, &home.as_slice(), &hears])
    }

    fn take_code(&mut self, hash: [u8; 32]) -> Result<Option<Invitation>, LedgerError> {
        let statement = "DELETE FROM code WHERE hash = $1 RETURNING until, head_office, home, hears";
        let found = self.all(statement, &[&hash.as_slice()], |row| {
            let (home, heard): (&[u8], &[u8]) = (row.try_get(2)?, row.try_get(3)?);
            Ok(Invitation { until: row.try_get(0)?, head_office: row.try_get(1)?, home: rows::scope(home)?, hears: hears(heard)? })
        })?;
        Ok(found.into_iter().next())
    }

    fn set_proof(&mut self, hash: [u8; 32], proof: [u8; 32]) -> Result<(), LedgerError> {
        self.link()?.run("UPDATE code SET proof = $1 WHERE hash = $2", &[&proof.as_slice(), &hash.as_slice()])
    }

    fn proofs(&mut self, now: Millis) -> Result<Vec<[u8; 32]>, LedgerError> {
        let statement = "SELECT proof FROM code WHERE proof IS NOT NULL AND until >= $1 ORDER BY until DESC LIMIT $2";
        self.all(statement, &[&now, &(MOST_PROOFS as i64)], |row| rows::hash(row.try_get(0)?))
    }

    fn keep_late(&mut self, late: &Late) -> Result<(), LedgerError> {
        let statement = "INSERT INTO late (device, at, frame) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        self.link()?.run(statement, &[&(late.device.0 as i64), &late.at, &late.frame])
    }

    fn late(&mut self) -> Result<Vec<Late>, LedgerError> {
        self.all("SELECT device, at, frame FROM late ORDER BY device", &[], |row| {
            Ok(Late { device: rows::device(row.try_get(0)?), at: row.try_get(1)?, frame: row.try_get(2)? })
        })
    }

    fn name_of(&mut self, device: DeviceId) -> Result<String, LedgerError> {
        let found = self.all("SELECT name FROM device_key WHERE device = $1", &[&(device.0 as i64)], |row| Ok(row.try_get(0)?))?;
        Ok(found.into_iter().next().unwrap_or_default())
    }
}
