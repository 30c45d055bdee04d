//! Days in PostgreSQL.

use super::super::audit::{Days, Heads, Sealed, head_of, heads_bytes, sealed};
use super::super::rows::signed;
use super::Transaction;
use crate::LedgerError;

/// Held by the hub that seals a day.
const SEAL_LOCK: i64 = 0x5a48_5345;

impl Days for Transaction<'_> {
    fn take_turns(&mut self) -> Result<(), LedgerError> {
        self.link()?.run("SELECT pg_advisory_xact_lock($1)", &[&SEAL_LOCK])
    }

    fn heads(&mut self) -> Result<Heads, LedgerError> {
        let statement = "SELECT device, seq, chain FROM device ORDER BY device";
        self.all(statement, &[], |row| head_of(row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))
    }

    fn last_day(&mut self) -> Result<Option<Sealed>, LedgerError> {
        let statement = "SELECT day, signed, heads FROM day ORDER BY number DESC LIMIT 1";
        Ok(self.all(statement, &[], |row| sealed(row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))?.pop())
    }

    fn days(&mut self, after: u64, limit: usize) -> Result<Vec<Sealed>, LedgerError> {
        let statement = "SELECT day, signed, heads FROM day WHERE number > $1 ORDER BY number LIMIT $2";
        self.all(statement, &[&signed(after), &(limit as i64)], |row| sealed(row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))
    }

    fn put_day(&mut self, sealed: &Sealed) -> Result<(), LedgerError> {
        let statement = "INSERT INTO day (number, day, signed, heads) VALUES ($1, $2, $3, $4)";
        let (bytes, heads) = (sealed.day.to_bytes(), heads_bytes(&sealed.heads));
        self.link()?.run(statement, &[&signed(sealed.day.number), &bytes, &sealed.signed.0.as_slice(), &heads])
    }
}
