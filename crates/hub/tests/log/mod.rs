//! A desk's log while a test writes it: whole transactions, each a request that the hub can take up.

use domain::Id;
use domain::field::Noun;
use sync::exchange::{Item, Push, Request};
use sync::op::{Tx, VERSION};
use sync::{Action, Cell, DeviceId, Head, Hlc, Op};

pub const NOW: i64 = 1_760_000_000_000;

pub fn id(kind: u8, number: u64) -> Id {
    let mut bytes = [kind; 16];
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    Id(bytes)
}

pub fn cell(field: domain::field::Field, value: domain::Value) -> Cell {
    Cell { field: field.code, key: None, value, base: None }
}

pub struct Log {
    pub device: DeviceId,
    pub head: Head,
}

impl Log {
    pub fn new(device: DeviceId) -> Self {
        Log { device, head: Head::genesis(device) }
    }

    /// One transaction that puts these.
    pub fn push(&mut self, puts: Vec<(Noun, Id, Vec<Cell>)>) -> Request {
        let (before, first, len) = (self.head, self.head.seq + 1, puts.len() as u32);
        let ops = puts.into_iter().zip(first..).map(|((noun, id, cells), seq)| Op {
            version: VERSION,
            device: self.device,
            seq,
            hlc: Hlc::new(NOW, seq as u16),
            tx: Tx { first, len },
            actor: None,
            noun: noun.code(),
            id,
            action: Action::Put(cells),
        });
        let items: Vec<Vec<u8>> = ops.map(|op| op.encode()).collect();
        for bytes in &items {
            self.head = Head { seq: self.head.seq + 1, chain: self.head.chain.link(bytes) };
        }
        let items = items.into_iter().map(Item::Op).collect();
        Request::Push(Push { device: self.device, epoch: 1, before, items, chain: self.head.chain, settled: 0, verdicts: Vec::new() })
    }
}
