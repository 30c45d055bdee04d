//! What the hub signed for: its newest receipt for each name this desk had and each life of the hub.
//!
//! A receipt stands with the acknowledgement that it came with, in one transaction. One from an earlier life is kept, because
//! it proves what a restored hub no longer has.

use domain::Value;
use rusqlite::Connection;
use sync::trust::{Receipt, Signed};

use crate::rows::{execute, read, value};
use crate::{StoreError, log};

pub(crate) fn keep(connection: &Connection, receipt: &Receipt, signed: &Signed) -> Result<(), StoreError> {
    let key = format!("receipt {} {:016x}", receipt.device, receipt.epoch);
    let bytes = [receipt.to_bytes(), signed.0.to_vec()].concat();
    execute(connection, "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", &[Value::Text(key), Value::Bytes(bytes)])
}

pub(crate) fn all(connection: &Connection) -> Result<Vec<(Receipt, Signed)>, StoreError> {
    let each = |row: &rusqlite::Row<'_>| {
        let Value::Bytes(bytes) = value(row, 0) else { return Err(unreadable()) };
        let (receipt, signed) = bytes.split_last_chunk::<64>().ok_or_else(unreadable)?;
        Ok((Receipt::from_bytes(receipt).ok_or_else(unreadable)?, Signed(*signed)))
    };
    read(connection, "SELECT value FROM meta WHERE key LIKE 'receipt %' ORDER BY key", &[], each)
}

fn unreadable() -> StoreError {
    log::damaged("a receipt of the hub cannot be read")
}
