//! A desk's real file, what it has to send, and the same ops as plain JSON.

use std::sync::LazyLock;

use domain::edit::Edit;
use domain::field::Noun;
use domain::{Id, Value};
use serde_json::{Value as Json, json};
use store::bench::{NOW, Size, case, staff};
use store::{Folder, Key, Store};
use sync::exchange::{Item, Push};
use sync::{Action, Cell, DeviceId, Head, Op, Replica};
use tempfile::TempDir;

/// Cases of one transaction: about 500 ops.
const CASES: usize = 50;

pub struct Desk {
    _folder: TempDir,
    pub store: Store,
}

/// Waits for the store; the exchange itself may not be asked from within a runtime.
pub fn wait<T>(work: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| tokio::runtime::Runtime::new().expect("a runtime starts"));
    RUNTIME.block_on(work)
}

impl Desk {
    pub fn empty(device: DeviceId) -> anyhow::Result<Desk> {
        let folder = TempDir::new()?;
        let store = wait(Store::create(&Folder(folder.path().join("desk")), &Key([7; 32]), device))?;
        Ok(Desk { _folder: folder, store })
    }

    /// A desk that wrote the cases of `range`.
    pub fn filled(device: DeviceId, size: Size, range: std::ops::Range<u64>) -> anyhow::Result<Desk> {
        let desk = Desk::empty(device)?;
        let numbers: Vec<u64> = range.collect();
        for part in numbers.chunks(CASES) {
            let edits = part.iter().flat_map(|nth| case(size, *nth)).collect();
            desk.write(edits, Some(staff(0)))?;
        }
        Ok(desk)
    }

    pub fn write(&self, edits: Vec<Edit>, who: Option<Id>) -> anyhow::Result<()> {
        wait(async { self.store.pen().await.commit(edits, who, NOW).await })?;
        Ok(())
    }

    /// Everything that it has to send, in whole transactions of some 500 ops.
    pub fn pushes(&self, epoch: u64) -> anyhow::Result<Vec<Push>> {
        let mut replica = self.store.replica();
        let device = self.store.device();
        let mut before = Head::genesis(device);
        let mut pushes = Vec::new();
        while let Some(out) = replica.outgoing(before.seq, 1)? {
            let after = Head { seq: before.seq + out.items.len() as u64, chain: out.chain };
            pushes.push(Push { device, epoch, before, items: out.items, chain: out.chain, settled: 0, verdicts: out.verdicts });
            before = after;
        }
        Ok(pushes)
    }
}

pub fn ops_in(pushes: &[Push]) -> usize {
    pushes.iter().map(|push| push.items.len()).sum()
}

/// The ops of some pushes as they were written.
pub fn ops_of(pushes: &[Push]) -> Vec<Op> {
    let bytes = pushes.iter().flat_map(|push| &push.items).filter_map(|item| if let Item::Op(bytes) = item { Some(bytes) } else { None });
    bytes.filter_map(|bytes| Op::decode(bytes).ok()).collect()
}

/// An op as a web programmer would send it: names for numbers, nothing left out.
pub fn json_of(op: &Op) -> Json {
    let fields = Noun::from_code(op.noun).map_or(&[][..], |noun| noun.fields());
    let name = |code: u16| fields.iter().find(|field| field.code == code).map_or("?", |field| field.name);
    let action = match &op.action {
        Action::Put(cells) => json!({ "put": cells.iter().map(|cell| cell_json(cell, name(cell.field))).collect::<Vec<_>>() }),
        Action::Add { field, member } => json!({ "add": { "field": name(*field), "member": member } }),
        Action::Remove { field, member, .. } => json!({ "remove": { "field": name(*field), "member": member } }),
        _ => Json::Null,
    };
    json!({
        "device": op.device.to_string(), "seq": op.seq, "at": op.hlc.ms(), "counter": op.hlc.counter(), "actor": op.actor.map(|id| id.to_string()),
        "transaction": op.tx.first, "kind": Noun::from_code(op.noun).map(Noun::name), "id": op.id.to_string(), "action": action,
    })
}

fn cell_json(cell: &Cell, name: &str) -> Json {
    let value = match &cell.value {
        Value::Null => Json::Null,
        Value::Bool(value) => json!(value),
        Value::Int(value) => json!(value),
        Value::Text(value) => json!(value),
        Value::Bytes(bytes) => bytes.as_slice().try_into().map_or_else(|_| json!(bytes.len()), |id| json!(Id(id).to_string())),
    };
    match &cell.key {
        Some(key) => json!({ "field": name, "key": key, "value": value }),
        None => json!({ "field": name, "value": value }),
    }
}
