//! What head office does with its hub, in PostgreSQL.

use domain::scope::Scope;
use sync::ledger::{Device, DeviceState, Epoch, Held, Ledger};
use sync::{DeviceId, Dot};

use super::super::rows::{self, signed};
use super::super::{Administration, Listed, Volume};
use super::{Transaction, read_device, read_held};
use crate::LedgerError;

impl Administration for Transaction<'_> {
    fn next_ordinal(&mut self) -> Result<u32, LedgerError> {
        let found = self.all("SELECT coalesce(max(ordinal) + 1, 0) FROM device", &[], |row| rows::small(row.try_get(0)?))?;
        Ok(found.first().copied().unwrap_or_default())
    }

    fn add(&mut self, device: &Device, scopes: &[Scope]) -> Result<(), LedgerError> {
        let (name, home, revoked) = (device.device.0 as i64, device.home.to_bytes(), device.state == DeviceState::Revoked);
        self.link()?.run(
            "INSERT INTO device (device, seq, chain, revoked, head_office, home, ordinal) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &[
                &name,
                &signed(device.head.seq),
                &device.head.chain.0.as_slice(),
                &revoked,
                &device.head_office,
                &home.as_slice(),
                &i64::from(device.ordinal),
            ],
        )?;
        scopes.iter().try_for_each(|scope| self.set_grant(device.device, *scope, true))
    }

    fn set_grant(&mut self, device: DeviceId, scope: Scope, live: bool) -> Result<(), LedgerError> {
        self.link()?.run(
            "INSERT INTO device_scope (device, scope, live) VALUES ($1, $2, $3) ON CONFLICT (device, scope) DO UPDATE SET live = excluded.live",
            &[&(device.0 as i64), &scope.to_bytes().as_slice(), &live],
        )
    }

    fn set_state(&mut self, device: DeviceId, state: DeviceState) -> Result<(), LedgerError> {
        self.link()?.run("UPDATE device SET revoked = $2 WHERE device = $1", &[&(device.0 as i64), &(state == DeviceState::Revoked)])
    }

    fn listed(&mut self) -> Result<Vec<Listed>, LedgerError> {
        let devices = self.all("SELECT device, seq, chain, revoked, head_office, home, ordinal FROM device ORDER BY device", &[], read_device)?;
        devices.into_iter().map(|device| Ok(Listed { grants: self.grants(device.device)?, device })).collect()
    }

    fn volumes(&mut self) -> Result<Vec<Volume>, LedgerError> {
        let statement = "SELECT head.scope, head.head, coalesce(scope_trim.up_to, 0), \
                         (SELECT count(DISTINCT root) FROM because WHERE because.scope = head.scope) \
                         FROM scope_head AS head LEFT JOIN scope_trim ON scope_trim.scope = head.scope ORDER BY head.scope";
        self.all(statement, &[], |row| {
            let (head, trimmed, wholes) = (rows::number(row.try_get(1)?)?, rows::number(row.try_get(2)?)?, rows::number(row.try_get(3)?)?);
            Ok(Volume { scope: rows::scope(row.try_get(0)?)?, head, trimmed, wholes })
        })
    }

    fn refused(&mut self, after: Dot, limit: usize) -> Result<Vec<(DeviceId, Held)>, LedgerError> {
        let statement = "SELECT seq, id, state, reason, bytes, came, device FROM op \
                         WHERE state = 3 AND (device, seq) > ($1, $2) ORDER BY device, seq LIMIT $3";
        let (device, seq, limit) = (after.device.0 as i64, signed(after.seq), limit as i64);
        self.all(statement, &[&device, &seq, &limit], |row| Ok((rows::device(row.try_get(6)?), read_held(row)?)))
    }

    fn set_epoch(&mut self, epoch: Epoch) -> Result<(), LedgerError> {
        self.link()?.run("UPDATE epoch SET number = $1, restored = $2", &[&signed(epoch.number), &epoch.restored])
    }

    fn trim(&mut self, scope: Scope, up_to: u64) -> Result<(), LedgerError> {
        let (scope, up_to) = (scope.to_bytes(), signed(up_to));
        self.link()?.run("DELETE FROM scope_log WHERE scope = $1 AND seq <= $2", &[&scope.as_slice(), &up_to])?;
        let statement = "INSERT INTO scope_trim (scope, up_to) VALUES ($1, $2) ON CONFLICT (scope) DO UPDATE SET up_to = excluded.up_to";
        self.link()?.run(statement, &[&scope.as_slice(), &up_to])
    }
}
