//! What head office does with its hub, in a SQLite file.

use domain::scope::Scope;
use rusqlite::{Params, params};
use sync::ledger::{Device, DeviceState, Epoch, Held, Ledger};
use sync::{DeviceId, Dot};

use super::super::rows::{self, signed};
use super::super::{Administration, Listed, Volume};
use super::{Transaction, blob, read_device, read_held};
use crate::LedgerError;

impl Transaction<'_> {
    pub(super) fn run(&self, statement: &str, given: impl Params) -> Result<(), LedgerError> {
        if !self.is_writing() {
            return Err(LedgerError::ReadOnly);
        }
        self.connection()?.prepare_cached(statement)?.execute(given)?;
        Ok(())
    }
}

impl Administration for Transaction<'_> {
    fn next_ordinal(&mut self) -> Result<u32, LedgerError> {
        let found = self.all("SELECT coalesce(max(ordinal) + 1, 0) FROM device", [], |row| rows::small(row.get(0)?))?;
        Ok(found.first().copied().unwrap_or_default())
    }

    fn add(&mut self, device: &Device, scopes: &[Scope]) -> Result<(), LedgerError> {
        let (name, home, revoked) = (device.device.0 as i64, device.home.to_bytes(), device.state == DeviceState::Revoked);
        self.run(
            "INSERT INTO device (device, seq, chain, revoked, head_office, home, ordinal) VALUES (?, ?, ?, ?, ?, ?, ?)",
            params![name, signed(device.head.seq), device.head.chain.0, revoked, device.head_office, home, device.ordinal],
        )?;
        scopes.iter().try_for_each(|scope| self.set_grant(device.device, *scope, true))
    }

    fn set_grant(&mut self, device: DeviceId, scope: Scope, live: bool) -> Result<(), LedgerError> {
        self.run(
            "INSERT INTO device_scope (device, scope, live) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET live = excluded.live",
            params![device.0 as i64, scope.to_bytes(), live],
        )
    }

    fn set_state(&mut self, device: DeviceId, state: DeviceState) -> Result<(), LedgerError> {
        self.run("UPDATE device SET revoked = ? WHERE device = ?", params![state == DeviceState::Revoked, device.0 as i64])
    }

    fn listed(&mut self) -> Result<Vec<Listed>, LedgerError> {
        let devices = self.all("SELECT device, seq, chain, revoked, head_office, home, ordinal FROM device ORDER BY device", [], read_device)?;
        devices.into_iter().map(|device| Ok(Listed { grants: self.grants(device.device)?, device })).collect()
    }

    fn volumes(&mut self) -> Result<Vec<Volume>, LedgerError> {
        let statement = "SELECT head.scope, head.head, coalesce(scope_trim.up_to, 0), \
                         (SELECT count(DISTINCT root) FROM because WHERE because.scope = head.scope) \
                         FROM scope_head AS head LEFT JOIN scope_trim ON scope_trim.scope = head.scope ORDER BY head.scope";
        self.all(statement, [], |row| {
            let (head, trimmed, wholes) = (rows::number(row.get(1)?)?, rows::number(row.get(2)?)?, rows::number(row.get(3)?)?);
            Ok(Volume { scope: rows::scope(blob(row, 0)?)?, head, trimmed, wholes })
        })
    }

    fn refused(&mut self, after: Dot, limit: usize) -> Result<Vec<(DeviceId, Held)>, LedgerError> {
        let statement = "SELECT seq, id, state, reason, bytes, came, device FROM op \
                         WHERE state = 3 AND (device, seq) > (?, ?) ORDER BY device, seq LIMIT ?";
        let after = params![after.device.0 as i64, signed(after.seq), limit as i64];
        self.all(statement, after, |row| Ok((rows::device(row.get(6)?), read_held(row)?)))
    }

    fn set_epoch(&mut self, epoch: Epoch) -> Result<(), LedgerError> {
        self.run("UPDATE epoch SET number = ?, restored = ?", params![signed(epoch.number), epoch.restored])
    }

    fn trim(&mut self, scope: Scope, up_to: u64) -> Result<(), LedgerError> {
        self.run("DELETE FROM scope_log WHERE scope = ? AND seq <= ?", params![scope.to_bytes(), signed(up_to)])?;
        self.run("REPLACE INTO scope_trim (scope, up_to) VALUES (?, ?)", params![scope.to_bytes(), signed(up_to)])
    }
}
