//! `zg audit verify` on a file as a hub writes one: the real program, without a hub and without a desk.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::process::Command;

use sync::DeviceId;
use sync::chain::{Chain, Head, digest};
use sync::trust::audit::{Extent, Record, hex};
use sync::trust::{Day, Key, Proof, Receipt};

const DEVICE: DeviceId = DeviceId(0x2a);

fn hub() -> Key {
    Key::from_secret([3; 32])
}

fn head(seq: u64) -> Head {
    let chain = (1..=seq).fold(Chain::genesis(DEVICE), |chain, seq| chain.link(&words(seq)));
    Head { seq, chain }
}

fn words(seq: u64) -> Vec<u8> {
    format!("op {seq}").into_bytes()
}

fn day() -> Day {
    Day::after(None, 0, 1, &[(DEVICE, head(4))])
}

fn receipt(seq: u64) -> String {
    let receipt = Receipt { device: DEVICE, epoch: 1, head: head(seq), at: 0 };
    Record::Receipt { receipt, signed: hub().sign_receipt(&receipt) }.to_string()
}

fn file() -> Vec<String> {
    let heads = [(DEVICE, head(4))];
    let mut records = vec![
        Record::Begin { extent: Extent::One, hub: hub().public() },
        Record::Day { day: day(), signed: hub().sign_day(&day()) },
        Record::Head { device: DEVICE, head: head(4), proof: Proof::of(DEVICE, &heads) },
        Record::Log { device: DEVICE, head: head(4) },
    ];
    records.extend((1..=4).map(|seq| Record::Op { seq, digest: digest(&words(seq)), chain: head(seq).chain, bytes: Some(words(seq)) }));
    records.push(Record::End);
    records.iter().map(Record::to_string).collect()
}

/// What the program says of these lines, and whether it is content.
fn verified(lines: &[String], more: &[&str]) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("audit.txt"), lines.join("\n") + "\n").unwrap();
    std::fs::write(folder.path().join("receipts.txt"), receipt(5) + "\n").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_zg"));
    command.arg("--data").arg(folder.path()).args(["audit", "verify", "audit.txt"]).args(more).current_dir(folder.path());
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().trim_end().to_owned();
    if output.status.success() { (true, text(output.stdout)) } else { (false, text(output.stderr)) }
}

fn content(lines: &[String], more: &[&str]) -> String {
    let (is_content, said) = verified(lines, more);
    assert!(is_content, "{said}");
    said
}

fn complaint(lines: &[String], more: &[&str]) -> String {
    let (is_content, said) = verified(lines, more);
    assert!(!is_content, "{said}");
    said
}

#[test]
fn a_whole_file_is_whole_and_says_whose_word_was_taken() {
    let said = content(&file(), &[]);
    assert!(said.starts_with("Everything is as it was signed: 4 ops of 1 devices, 1 days, the last is day 1 "), "{said}");
    assert!(said.contains(&format!("Signed by {}: compare", hex(&hub().public().0))), "{said}");
    let key = hex(&hub().public().0);
    let said = content(&file(), &["--hub", &key, "--day", &hex(&day().digest())]);
    assert!(!said.contains("Signed by"), "{said}");
}

#[test]
fn what_was_done_to_it_is_named() {
    let (mut edited, mut without, mut cut) = (file(), file(), file());
    edited[5] = edited[5].replacen("op 2 ", "op 3 ", 1);
    without.remove(6);
    cut.truncate(6);
    let device = "device 000000000000002a";
    assert!(complaint(&edited, &[]).contains(&format!("{device}, op 2: it is missing, op 3 stands in its place")));
    assert!(complaint(&without, &[]).contains(&format!("{device}, op 3: it is missing, op 4 stands in its place")));
    assert!(complaint(&cut, &[]).contains(&format!("{device}, op 3: the log ends before it, but op 4 was written")));
}

#[test]
fn what_was_kept_elsewhere_must_be_found_again() {
    let said = complaint(&file(), &["--receipts", "receipts.txt", "--hub", &hex(&hub().public().0)]);
    assert!(said.contains("op 5: the log ends before it, but op 5 was written"), "{said}");
    let said = complaint(&file(), &["--day", &"ab".repeat(32)]);
    assert!(said.contains("the day that was kept elsewhere is not in this file"), "{said}");
    let said = complaint(&file(), &["--hub", &"ab".repeat(32)]);
    assert!(said.contains("another hub than the known one signed this"), "{said}");
    assert!(complaint(&file(), &["--hub", "xyz"]).contains("64 hexadecimal digits"));
}
