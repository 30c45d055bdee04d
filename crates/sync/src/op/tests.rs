//! Golden bytes of version 1: when one of these tests fails, files that people have can no longer be read.

use expect_test::{Expect, expect};

use super::*;
use domain::field::{customer, ticket};

fn op(action: Action) -> Op {
    Op {
        version: VERSION,
        device: DeviceId(0x0123_4567_89ab_cdef),
        seq: 5,
        hlc: Hlc::new(1_760_000_000_000, 2),
        tx: Tx { first: 5, len: 1 },
        actor: None,
        noun: Noun::Ticket.code(),
        id: Id([0xab; 16]),
        action,
    }
}

fn cell(field: u16, value: impl Into<Value>) -> Cell {
    Cell { field, key: None, value: value.into(), base: None }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn check(op: &Op, expected: Expect) {
    let bytes = op.encode();
    expected.assert_eq(&hex(&bytes));
    assert_eq!(Op::decode(&bytes).as_ref(), Ok(op));
}

fn refused(bytes: &[u8], expected: Expect) {
    let found = Op::decode(bytes).expect_err("these bytes are no op");
    expected.assert_eq(&found.to_string());
}

#[test]
fn golden_bytes_of_a_put() {
    let cells = vec![
        cell(ticket::number.code, "HZ01-A-17".to_owned()),
        Cell { base: Some(Hlc::new(1_760_000_000_000, 0)), ..cell(ticket::subject.code, "漏水".to_owned()) },
        Cell { key: Some("serial".to_owned()), ..cell(ticket::fields.code, Value::Null) },
        cell(ticket::first_due.code, -1),
        cell(ticket::customer.code, Id([1; 16])),
        cell(999, true),
    ];
    check(
        &op(Action::Put(cells)),
        expect![
            "a70001011b0123456789abcdef0205031b0199c82cc000000206090750abababababababababababababababab0886a200010269485a30312d412d3137a300020266e6bc8fe6b0b4031b0199c82cc0000000a3000d016673657269616c02f6a200150220a20007025001010101010101010101010101010101a2001903e702f5"
        ],
    );
}

#[test]
fn golden_bytes_of_a_put_without_cells() {
    check(&op(Action::Put(Vec::new())), expect!["a70001011b0123456789abcdef0205031b0199c82cc000000206090750abababababababababababababababab0880"]);
}

#[test]
fn golden_bytes_of_an_add_in_a_transaction_by_someone() {
    let add = op(Action::Add { field: ticket::tags.code, member: "加急".to_owned() });
    check(
        &Op { tx: Tx { first: 3, len: 4 }, actor: Some(Id([2; 16])), ..add },
        expect![
            "a90001011b0123456789abcdef0205031b0199c82cc00000020482020405500202020202020202020202020202020206090750abababababababababababababababab09820c66e58aa0e680a5"
        ],
    );
}

#[test]
fn golden_bytes_of_a_removal() {
    let dots = vec![Dot { device: DeviceId(1), seq: 2 }, Dot { device: DeviceId(i64::MAX as u64), seq: 300 }];
    check(
        &op(Action::Remove { field: ticket::tags.code, member: "加急".to_owned(), dots }),
        expect![
            "a70001011b0123456789abcdef0205031b0199c82cc000000206090750abababababababababababababababab0a830c66e58aa0e680a582820102821b7fffffffffffffff19012c"
        ],
    );
}

#[test]
fn golden_bytes_of_a_step() {
    check(
        &op(Action::Step { field: ticket::state.code, from: "new".to_owned(), to: "open".to_owned() }),
        expect!["a70001011b0123456789abcdef0205031b0199c82cc000000206090750abababababababababababababababab0b8305636e6577646f70656e"],
    );
}

#[test]
fn golden_bytes_of_a_delete() {
    check(&op(Action::Delete), expect!["a70001011b0123456789abcdef0205031b0199c82cc000000206090750abababababababababababababababab0cf6"]);
}

#[test]
fn a_newer_version_is_named_whatever_follows_it() {
    refused(&[0xa9, 0x00, 0x02, 0xff, 0xff], expect!["op version 2 is newer than this program reads (1): keep its bytes and update this desk"]);
    assert_eq!(Op::decode(&[0xb9, 0x00, 0x02, 0x00, 0x18, 0x63]), Err(Malformed::Version { found: 99 }));
}

#[test]
fn nouns_and_fields_of_a_newer_desk_are_kept_as_numbers() {
    let newer = Op { noun: 900, ..op(Action::Put(vec![cell(40, 1)])) };
    assert_eq!(Op::decode(&newer.encode()), Ok(newer.clone()));
    assert_eq!((newer.known_noun(), newer.kind(40), newer.misfit()), (None, None, None));
}

#[test]
fn bytes_after_the_end_are_refused() {
    let mut bytes = op(Action::Delete).encode();
    bytes.push(0);
    refused(&bytes, expect!["1 bytes follow the end: the bytes are damaged or from another program"]);
}

#[test]
fn an_op_cut_anywhere_is_refused() {
    let bytes = op(Action::Add { field: 12, member: "vip".to_owned() }).encode();
    for length in 0..bytes.len() {
        assert!(Op::decode(&bytes[..length]).is_err(), "{length}");
    }
}

#[test]
fn other_data_is_refused() {
    refused(b"", expect!["byte 0 should be an op: the bytes are damaged or from another program"]);
    refused(b"{\"op\": 1}", expect!["byte 0 should be an op: the bytes are damaged or from another program"]);
    refused(&[0x81; 100_000], expect!["byte 0 should be an op: the bytes are damaged or from another program"]);
    refused(&vec![0; MAX_OP_BYTES + 1], expect!["655361 bytes are more than an op may have (655360): send large contents as an attachment"]);
}

/// A put with one cell, whose value is replaced by `value`'s bytes.
fn with_value(value: &[u8]) -> Vec<u8> {
    let mut bytes = op(Action::Put(vec![cell(2, Value::Null)])).encode();
    assert_eq!(bytes.pop(), Some(0xf6));
    bytes.extend(value);
    bytes
}

#[test]
fn a_value_is_a_scalar_in_its_shortest_form() {
    assert!(Op::decode(&with_value(&[0x01])).is_ok());
    refused(&with_value(&[0x80]), expect!["byte 51 should be a value: the bytes are damaged or from another program"]);
    refused(&with_value(&[0xa0]), expect!["byte 51 should be a value: the bytes are damaged or from another program"]);
    refused(&with_value(&[0xf9, 0x00, 0x00]), expect!["byte 51 should be a value: the bytes are damaged or from another program"]);
    refused(&with_value(&[0x7f, 0x61, 0x61, 0xff]), expect!["byte 51 should be a value: the bytes are damaged or from another program"]);
    refused(&with_value(&[0x18, 0x01]), expect!["the op is not in its one canonical form: the sender must encode it anew"]);
    refused(&with_value(&[0x62, 0xff, 0xff]), expect!["byte 51 should be a value: the bytes are damaged or from another program"]);
}

#[test]
fn a_list_that_claims_to_be_endless_is_refused_before_it_is_read() {
    let mut bytes = op(Action::Put(Vec::new())).encode();
    assert_eq!(bytes.pop(), Some(0x80));
    bytes.extend([0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    refused(&bytes, expect!["a list of 9223372036854775807 entries is over the limit of 4096: split the change into several"]);
}

#[test]
fn more_cells_than_the_limit_are_refused() {
    let cells = |count: u16| op(Action::Put((0..count).map(|field| cell(field, 0)).collect())).encode();
    assert!(Op::decode(&cells(4096)).is_ok());
    refused(&cells(4097), expect!["a list of 4097 entries is over the limit of 4096: split the change into several"]);
}

#[test]
fn a_cell_written_twice_is_refused() {
    refused(
        &op(Action::Put(vec![cell(2, 1), cell(2, 2)])).encode(),
        expect!["field 2 is written twice in one op: the sender must keep only the last value"],
    );
}

#[test]
fn numbers_that_a_signed_column_cannot_hold_are_refused() {
    refused(
        &Op { hlc: Hlc(u64::MAX), ..op(Action::Delete) }.encode(),
        expect!["byte 25 should be a clock: the bytes are damaged or from another program"],
    );
    refused(
        &Op { device: DeviceId(1 << 63), ..op(Action::Delete) }.encode(),
        expect!["byte 13 should be a device: the bytes are damaged or from another program"],
    );
}

#[test]
fn an_op_outside_its_transaction_is_refused() {
    for tx in [Tx { first: 6, len: 1 }, Tx { first: 3, len: 2 }, Tx { first: 5, len: 0 }, Tx { first: 0, len: 9 }] {
        assert!(Op::decode(&Op { tx, ..op(Action::Delete) }.encode()).is_err(), "{tx:?}");
    }
    assert!(Op::decode(&Op { seq: 0, tx: Tx { first: 0, len: 1 }, ..op(Action::Delete) }.encode()).is_err());
}

#[test]
fn a_field_used_against_its_kind_is_a_misfit() {
    let text = || Value::Text("x".to_owned());
    let keyed = |field| Action::Put(vec![Cell { key: Some("k".to_owned()), ..cell(field, text()) }]);
    let rows = [
        Action::Put(vec![cell(ticket::subject.code, text())]),
        keyed(ticket::subject.code),
        keyed(ticket::fields.code),
        Action::Put(vec![cell(ticket::fields.code, text())]),
        Action::Put(vec![cell(ticket::state.code, text())]),
        Action::Add { field: ticket::subject.code, member: "x".to_owned() },
        Action::Add { field: ticket::tags.code, member: "x".to_owned() },
        Action::Step { field: ticket::tags.code, from: String::new(), to: "x".to_owned() },
    ];
    let misfits: Vec<Option<u16>> = rows.into_iter().map(|action| op(action).misfit()).collect();
    expect!["[None, Some(2), None, Some(13), Some(5), Some(2), None, Some(12)]"].assert_eq(&format!("{misfits:?}"));
    let elsewhere = Op { noun: Noun::Customer.code(), ..op(Action::Add { field: customer::tags.code, member: "x".to_owned() }) };
    assert_eq!(elsewhere.misfit(), None);
}
