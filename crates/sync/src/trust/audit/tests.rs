//! A file is made as a hub makes one, then something is done to it, and the check says what.

use expect_test::{Expect, expect};

use super::super::{Key, Proof};
use super::*;

const AT: i64 = 1_760_000_000_000;

fn hub() -> Key {
    Key::from_secret([7; 32])
}

fn bytes(device: u64, seq: u64) -> Vec<u8> {
    format!("op {seq} of {device}").into_bytes()
}

fn head(device: u64, seq: u64) -> Head {
    let chain = (1..=seq).fold(Chain::genesis(DeviceId(device)), |chain, seq| chain.link(&bytes(device, seq)));
    Head { seq, chain }
}

/// Where devices 1 and 2 stood on each of three days.
const DAYS: [[u64; 2]; 3] = [[2, 0], [2, 3], [5, 4]];

fn heads(day: [u64; 2]) -> Vec<(DeviceId, Head)> {
    vec![(DeviceId(1), head(1, day[0])), (DeviceId(2), head(2, day[1]))]
}

fn days() -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for day in DAYS {
        days.push(Day::after(days.last(), AT + days.len() as i64 * 86_400_000, 1, &heads(day)));
    }
    days
}

fn log(device: u64, last: u64, with_bytes: bool) -> Vec<Record> {
    let op = |seq| {
        let bytes = bytes(device, seq);
        Record::Op { seq, digest: chain::digest(&bytes), chain: head(device, seq).chain, bytes: with_bytes.then_some(bytes) }
    };
    std::iter::once(Record::Log { device: DeviceId(device), head: head(device, last) }).chain((1..=last).map(op)).collect()
}

fn receipt(device: u64, seq: u64) -> (Receipt, Signed) {
    let receipt = Receipt { device: DeviceId(device), epoch: 1, head: head(device, seq), at: AT };
    (receipt, hub().sign_receipt(&receipt))
}

fn lines(records: Vec<Record>) -> Vec<String> {
    records.iter().map(Record::to_string).collect()
}

/// Every device: line 1 begins, 2 is a receipt, days stand at 3, 6 and 9, logs at 12 and 18, the end at 23.
fn whole(with_bytes: bool) -> Vec<String> {
    let mut records = vec![Record::Begin { extent: Extent::Whole, hub: hub().public() }];
    let (kept, signed) = receipt(1, 4);
    records.push(Record::Receipt { receipt: kept, signed });
    for (day, heads_of) in days().into_iter().zip(DAYS) {
        records.push(Record::Day { day, signed: hub().sign_day(&day) });
        records.extend(heads(heads_of).into_iter().map(|(device, head)| Record::Head { device, head, proof: None }));
    }
    records.extend([log(1, 5, with_bytes), log(2, 4, with_bytes), vec![Record::End]].concat());
    lines(records)
}

/// Device 2 alone: line 1 begins, days stand at 2, 4 and 6, the log at 8, the end at 13.
fn one() -> Vec<String> {
    let mut records = vec![Record::Begin { extent: Extent::One, hub: hub().public() }];
    for (day, heads_of) in days().into_iter().zip(DAYS) {
        records.push(Record::Day { day, signed: hub().sign_day(&day) });
        let proof = Proof::of(DeviceId(2), &heads(heads_of));
        records.push(Record::Head { device: DeviceId(2), head: head(2, heads_of[1]), proof });
    }
    records.extend([log(2, 4, false), vec![Record::End]].concat());
    lines(records)
}

fn report(lines: &[String]) -> Report {
    let mut auditor = Auditor::of_file(Some(hub().public()));
    lines.iter().for_each(|line| auditor.line(line));
    auditor.finish()
}

fn check(mut lines: Vec<String>, change: impl FnOnce(&mut Vec<String>), expected: Expect) {
    change(&mut lines);
    let findings: Vec<String> = report(&lines).findings.iter().map(Finding::to_string).collect();
    expected.assert_eq(&findings.join("\n"));
}

/// The last hexadecimal digit of a word becomes another.
fn edit(line: &mut String, word: usize) {
    let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
    let last = words[word].pop();
    words[word].push(if last == Some('0') { '1' } else { '0' });
    *line = words.join(" ");
}

#[test]
fn untouched_files_are_clean_and_say_what_they_hold() {
    for file in [whole(false), whole(true)] {
        let report = report(&file);
        assert_eq!((report.is_clean(), report.devices, report.ops, report.days), (true, 2, 9, 3), "{report}");
        assert_eq!(report.last, days().pop());
    }
    let report = report(&one());
    assert_eq!((report.is_clean(), report.devices, report.ops, report.days), (true, 1, 4, 3), "{report}");
}

#[test]
fn every_line_comes_back_from_its_text() {
    for line in [whole(true), one()].concat() {
        assert_eq!(line.parse::<Record>().map(|record| record.to_string()), Ok(line));
    }
}

#[test]
fn an_edited_op_is_named() {
    for (with_bytes, word) in [(false, 2), (false, 3), (true, 4)] {
        let expected = expect!["device 0000000000000001, op 3: its bytes or its chain were changed"];
        check(whole(with_bytes), |lines| edit(&mut lines[14], word), expected);
    }
    check(one(), |lines| edit(&mut lines[9], 2), expect!["device 0000000000000002, op 2: its bytes or its chain were changed"]);
}

#[test]
fn a_removed_op_is_named() {
    check(whole(false), |lines| drop(lines.remove(14)), expect!["device 0000000000000001, op 3: it is missing, op 4 stands in its place"]);
    check(one(), |lines| drop(lines.remove(8)), expect!["device 0000000000000002, op 1: it is missing, op 2 stands in its place"]);
}

#[test]
fn reordered_ops_are_named() {
    check(whole(false), |lines| lines.swap(13, 14), expect!["device 0000000000000001, op 2: it is missing, op 3 stands in its place"]);
}

#[test]
fn a_log_cut_at_its_end_is_named() {
    check(whole(false), |lines| drop(lines.remove(16)), expect!["device 0000000000000001, op 5: the log ends before it, but op 5 was written"]);
}

#[test]
fn a_file_cut_anywhere_is_found() {
    for file in [whole(true), one()] {
        for length in 0..file.len() {
            assert!(!report(&file[..length]).is_clean(), "cut after line {length}");
        }
    }
    check(
        whole(false),
        |lines| lines.truncate(15),
        expect![[r#"
            device 0000000000000001, op 4: the log ends before it, but op 5 was written
            it ends too early: its end was cut off
            device 0000000000000002: its log is missing, the hub signed for 4 ops"#]],
    );
}

#[test]
fn no_line_can_be_taken_out_doubled_swapped_or_edited() {
    for file in [whole(true), one()] {
        for at in 0..file.len() {
            let (mut without, mut twice, mut edited) = (file.clone(), file.clone(), file.clone());
            without.remove(at);
            twice.insert(at, file[at].clone());
            let word = edited[at].split(' ').count() - 1;
            edit(&mut edited[at], word);
            // A receipt of the middle of a log, and where one device stood before the days that tell it, take nothing away from
            // what the other days say.
            let is_spare = file[at].starts_with("receipt") || (file == one() && at == 2);
            assert!(is_spare || !report(&without).is_clean(), "without line {at}: {}", file[at]);
            assert!(file[at].starts_with("receipt") || !report(&twice).is_clean(), "twice line {at}: {}", file[at]);
            assert!(!report(&edited).is_clean(), "line {at} edited: {}", file[at]);
        }
    }
}

#[test]
fn a_day_that_is_taken_out_is_named() {
    check(whole(false), |lines| drop(lines.drain(5..8)), expect!["day 2 is missing, day 3 stands in its place"]);
    check(whole(false), |lines| drop(lines.drain(2..5)), expect!["day 1 is missing, day 2 stands in its place"]);
    let last = expect![[r#"
        device 0000000000000001, op 3: no day covers it, a day was taken off the end
        device 0000000000000002, op 4: no day covers it, a day was taken off the end"#]];
    check(whole(false), |lines| drop(lines.drain(8..11)), last);
    check(one(), |lines| drop(lines.drain(5..7)), expect!["device 0000000000000002, op 4: no day covers it, a day was taken off the end"]);
}

#[test]
fn a_forged_day_is_named() {
    let forged = |lines: &mut Vec<String>| {
        let day = days()[1];
        lines[5] = Record::Day { day, signed: Key::from_secret([8; 32]).sign_day(&day) }.to_string();
    };
    check(whole(false), forged, expect!["day 2: the hub's signature does not fit, it was forged or changed"]);
    let head = expect![[r#"
        day 1: heads of logs were changed, added or taken out
        device 0000000000000001, ops 1 to 2: one of them is not what the hub signed for"#]];
    check(whole(false), |lines| edit(&mut lines[3], 3), head);
}

#[test]
fn a_log_written_anew_with_fresh_hashes_is_found_at_the_first_place_that_was_signed() {
    let anew = |lines: &mut Vec<String>| {
        let mut chain = Chain::genesis(DeviceId(1));
        for seq in 1..=5 {
            let bytes = if seq == 3 { b"another".to_vec() } else { bytes(1, seq) };
            chain = chain.link(&bytes);
            lines[11 + seq as usize] = Record::Op { seq, digest: chain::digest(&bytes), chain, bytes: None }.to_string();
        }
        lines[11] = Record::Log { device: DeviceId(1), head: Head { seq: 5, chain } }.to_string();
    };
    check(whole(false), anew, expect!["device 0000000000000001, ops 3 to 4: one of them is not what the hub signed for"]);
}

#[test]
fn another_hub_and_a_forged_receipt_are_named() {
    let mut auditor = Auditor::of_file(Some(Key::from_secret([9; 32]).public()));
    auditor.line(&whole(false)[0]);
    assert_eq!(auditor.report.findings, [Finding::Hub]);
    check(whole(false), |lines| edit(&mut lines[1], 2), expect!["device 0000000000000001: the receipt for op 4 is forged"]);
}

#[test]
fn a_file_put_back_to_an_earlier_day_is_found_by_a_receipt_that_was_kept() {
    let mut records = vec![Record::Begin { extent: Extent::One, hub: hub().public() }];
    let day = days()[0];
    records.push(Record::Day { day, signed: hub().sign_day(&day) });
    records.push(Record::Head { device: DeviceId(1), head: head(1, 2), proof: Proof::of(DeviceId(1), &heads(DAYS[0])) });
    records.extend([log(1, 2, false), vec![Record::End]].concat());
    let mut auditor = Auditor::of_file(None);
    for (at, record) in records.into_iter().enumerate() {
        auditor.take(record);
        if at == 0 {
            let (receipt, signed) = receipt(1, 4);
            auditor.receipt(&receipt, &signed);
        }
    }
    let found = auditor.finish().findings;
    assert_eq!(found, [Finding::Log { device: DeviceId(1), seq: 3, why: Why::Cut { head: 4 } }]);
}

#[test]
fn a_database_may_go_on_after_its_last_day() {
    let mut auditor = Auditor::of_database(hub().public());
    whole(false).iter().enumerate().filter(|(at, _)| !(8..11).contains(at)).for_each(|(_, line)| auditor.line(line));
    assert_eq!(auditor.finish().findings, []);
}
