//! Ops of one ticket by three devices with clocks, bases and dots of any kind, honest or not.

use domain::field::ticket;
use domain::id::Id;
use domain::value::Value;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use sync::op::VERSION;
use sync::{Action, Cell, DeviceId, Dot, Hlc, Op, Tx};

/// A field code that no catalog has; a put of it is a register to everyone.
pub const UNKNOWN: u16 = 999;
/// A code that a newer desk uses as a state machine.
pub const UNKNOWN_STATE: u16 = 998;

#[derive(Clone, Debug)]
enum Base {
    Unset,
    /// Clock of an op that was generated before.
    Of(prop::sample::Index),
    Any(u64),
}

#[derive(Clone, Debug)]
enum Act {
    Put(Vec<(u16, Option<&'static str>, Value, Base)>),
    Add(u16, &'static str),
    /// Takes out every add of the member whose bit is set.
    Remove(u16, &'static str, u32),
    Step(u16, &'static str, &'static str),
    Delete,
}

fn values() -> impl Strategy<Value = Value> {
    select(vec![Value::Null, Value::Int(1), Value::Text("甲".to_owned()), Value::Text("乙".to_owned())])
}

fn bases() -> impl Strategy<Value = Base> {
    prop_oneof![
        1 => Just(Base::Unset),
        4 => any::<prop::sample::Index>().prop_map(Base::Of),
        1 => (0..5u64).prop_map(Base::Any),
    ]
}

fn cells() -> impl Strategy<Value = (u16, Option<&'static str>, Value, Base)> {
    let plain = select(vec![ticket::number.code, ticket::subject.code, ticket::subject.code, UNKNOWN]);
    let place = prop_oneof![
        3 => plain.prop_map(|field| (field, None)),
        1 => select(vec!["k", "l"]).prop_map(|key| (ticket::fields.code, Some(key))),
    ];
    (place, values(), bases()).prop_map(|((field, key), value, base)| (field, key, value, base))
}

fn acts() -> impl Strategy<Value = Act> {
    let sets = || select(vec![ticket::tags.code, ticket::watchers.code]);
    let members = || select(vec!["x", "y"]);
    let states = || select(vec!["new", "open", "solved", "closed"]);
    let fields = select(vec![ticket::state.code, ticket::state.code, UNKNOWN_STATE]);
    prop_oneof![
        6 => vec(cells(), 0..4).prop_map(Act::Put),
        3 => (sets(), members()).prop_map(|(field, member)| Act::Add(field, member)),
        2 => (sets(), members(), any::<u32>()).prop_map(|(field, member, which)| Act::Remove(field, member, which)),
        1 => Just(Act::Step(ticket::state.code, "", "new")),
        3 => (fields, states(), states()).prop_map(|(field, from, to)| Act::Step(field, from, to)),
        1 => Just(Act::Delete),
        // A put of a state is a misfit and must change nothing anywhere.
        1 => Just(Act::Put(vec![(ticket::state.code, None, Value::Int(1), Base::Unset)])),
    ]
}

/// Up to `most` ops with different stamps. Clocks are few, so ties between devices are common.
pub fn histories(most: usize) -> impl Strategy<Value = Vec<Op>> {
    vec((1..4u64, 0..6u64, acts()), 0..most).prop_map(|plans| {
        let mut ops: Vec<Op> = Vec::new();
        for (device, clock, act) in plans {
            let seq = 1 + ops.iter().filter(|op| op.device == DeviceId(device)).count() as u64;
            let action = action(&ops, act);
            ops.push(op(device, seq, Hlc(clock), action));
        }
        ops
    })
}

pub fn op(device: u64, seq: u64, hlc: Hlc, action: Action) -> Op {
    let tx = Tx { first: seq, len: 1 };
    let actor = Some(Id([device as u8; 16]));
    let noun = domain::field::Noun::Ticket.code();
    Op { version: VERSION, device: DeviceId(device), seq, hlc, tx, actor, noun, id: Id([7; 16]), action }
}

fn action(ops: &[Op], act: Act) -> Action {
    match act {
        Act::Put(cells) => Action::Put(put(ops, cells)),
        Act::Add(field, member) => Action::Add { field, member: member.to_owned() },
        Act::Remove(field, member, which) => Action::Remove { field, member: member.to_owned(), dots: dots(ops, field, member, which) },
        Act::Step(field, from, to) => Action::Step { field, from: from.to_owned(), to: to.to_owned() },
        Act::Delete => Action::Delete,
    }
}

fn put(ops: &[Op], cells: Vec<(u16, Option<&str>, Value, Base)>) -> Vec<Cell> {
    let mut put: Vec<Cell> = Vec::new();
    for (field, key, value, base) in cells {
        let key = key.map(str::to_owned);
        let base = match base {
            Base::Of(index) if !ops.is_empty() => Some(index.get(ops).hlc),
            Base::Any(clock) => Some(Hlc(clock)),
            _ => None,
        };
        if put.iter().all(|cell| (cell.field, &cell.key) != (field, &key)) {
            put.push(Cell { field, key, value, base });
        }
    }
    put
}

fn dots(ops: &[Op], field: u16, member: &str, which: u32) -> Vec<Dot> {
    let wanted = Action::Add { field, member: member.to_owned() };
    let adds = ops.iter().filter(|op| op.action == wanted).map(Op::dot).enumerate();
    adds.filter(|(place, _)| which >> (place % 32) & 1 == 1).map(|(_, dot)| dot).collect()
}
