//! Files up to format 3 chained the bytes of their ops; since format 4 the chain covers digests, so that bytes may go.
//!
//! The upgrade checks each op under the old rule and chains it under the new one. It never mends: from the first op that does
//! not add up on, everything stays as it was, and `verify` tells of it.

use domain::Value;
use rusqlite::Connection;
use sync::Chain;

use crate::rows::{all_values, execute, read};
use crate::{StoreError, log};

/// The format whose upgrade this is part of.
pub(crate) const FORMAT: usize = 4;

const PAGE: i64 = 2_000;

/// Where the walk is: the chain as it was stored, and as it is now.
struct Walk {
    seq: i64,
    was: Chain,
    is: Chain,
}

pub(crate) fn rechain(connection: &Connection) -> Result<(), StoreError> {
    let device = log::device(connection)?;
    let mut walk = Walk { seq: 0, was: Chain::genesis(device), is: Chain::genesis(device) };
    loop {
        let sql = "SELECT seq, bytes, chain FROM op WHERE device = ? AND seq > ? ORDER BY seq LIMIT ?";
        let rows = read(connection, sql, &[Value::Int(device.0 as i64), walk.seq.into(), PAGE.into()], all_values)?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in rows {
            let Some(next) = walk.over(row) else { return Ok(()) };
            if next.is != next.was {
                let binds = [Value::Bytes(next.is.0.to_vec()), Value::Int(device.0 as i64), next.seq.into()];
                execute(connection, "UPDATE op SET chain = ? WHERE device = ? AND seq = ?", &binds)?;
            }
            walk = next;
        }
    }
}

impl Walk {
    /// None for an op that does not follow under either rule: the new one was in use before the format had its number.
    fn over(&self, row: Vec<Value>) -> Option<Walk> {
        let [Value::Int(seq), Value::Bytes(bytes), chain] = <[Value; 3]>::try_from(row).ok()? else { return None };
        let was = log::chain_of(chain)?;
        let follows = seq == self.seq + 1 && (was == self.was.link_plain(&bytes) || was == self.was.link(&bytes));
        follows.then(|| Walk { seq, was, is: self.is.link(&bytes) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sync::DeviceId;

    fn row(seq: i64, bytes: &[u8], chain: Chain) -> Vec<Value> {
        vec![seq.into(), Value::Bytes(bytes.to_vec()), Value::Bytes(chain.0.to_vec())]
    }

    #[test]
    fn a_log_of_either_rule_or_of_both_is_chained_anew_and_a_broken_one_is_left() {
        let genesis = Chain::genesis(DeviceId(7));
        let begin = || Walk { seq: 0, was: genesis, is: genesis };
        let wanted = genesis.link(b"one").link(b"two");
        for (first, second) in [
            (genesis.link_plain(b"one"), genesis.link_plain(b"one").link_plain(b"two")),
            (genesis.link_plain(b"one"), genesis.link_plain(b"one").link(b"two")),
            (genesis.link(b"one"), genesis.link(b"one").link(b"two")),
        ] {
            let walk = begin().over(row(1, b"one", first)).and_then(|walk| walk.over(row(2, b"two", second)));
            assert_eq!(walk.map(|walk| walk.is), Some(wanted));
        }
        assert!(begin().over(row(1, b"another", genesis.link_plain(b"one"))).is_none());
        assert!(begin().over(row(2, b"one", genesis.link_plain(b"one"))).is_none());
    }
}
