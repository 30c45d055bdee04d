//! Days in a SQLite file.

use rusqlite::params;

use super::super::audit::{Days, Heads, Sealed, head_of, heads_bytes, sealed};
use super::super::rows::signed;
use super::{Transaction, blob};
use crate::LedgerError;

impl Days for Transaction<'_> {
    /// The one writer has its turn already.
    fn take_turns(&mut self) -> Result<(), LedgerError> {
        Ok(())
    }

    fn heads(&mut self) -> Result<Heads, LedgerError> {
        self.all("SELECT device, seq, chain FROM device ORDER BY device", [], |row| head_of(row.get(0)?, row.get(1)?, blob(row, 2)?))
    }

    fn last_day(&mut self) -> Result<Option<Sealed>, LedgerError> {
        let statement = "SELECT day, signed, heads FROM day ORDER BY number DESC LIMIT 1";
        Ok(self.all(statement, [], |row| sealed(blob(row, 0)?, blob(row, 1)?, blob(row, 2)?))?.pop())
    }

    fn days(&mut self, after: u64, limit: usize) -> Result<Vec<Sealed>, LedgerError> {
        let statement = "SELECT day, signed, heads FROM day WHERE number > ? ORDER BY number LIMIT ?";
        self.all(statement, params![signed(after), limit as i64], |row| sealed(blob(row, 0)?, blob(row, 1)?, blob(row, 2)?))
    }

    fn put_day(&mut self, sealed: &Sealed) -> Result<(), LedgerError> {
        let statement = "INSERT INTO day (number, day, signed, heads) VALUES (?, ?, ?, ?)";
        self.run(statement, params![signed(sealed.day.number), sealed.day.to_bytes(), sealed.signed.0, heads_bytes(&sealed.heads)])
    }
}
