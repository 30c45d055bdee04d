//! Days and audits over real databases: what the hub signed finds whatever was done to its rows afterwards.

mod log;
mod server;

use domain::Id;
use domain::field::{Noun, customer};
use domain::scope::Scope;
use hub::{Administration, Database, LedgerError, Sealed, Wanted};
use log::{Log, NOW, cell, id};
use server::Server;
use sync::DeviceId;
use sync::trust::audit::{Auditor, Finding, Record, Report};

const DAY: i64 = 86_400_000;
const SHOP: Scope = Scope::Shop(Id([9; 16]));

/// A hub, two devices, and a day after every third op of each.
struct Story {
    hub: Database,
    logs: [Log; 2],
}

impl Story {
    fn begin(address: &str) -> Self {
        let hub = Database::create(address, 1).expect("a hub");
        let logs = [Log::new(DeviceId(1)), Log::new(DeviceId(2))];
        for device in [1, 2] {
            hub.within(true, |ledger| ledger.enrol(DeviceId(device), false, SHOP, &[SHOP])).expect("enrolled");
        }
        let mut story = Story { hub, logs };
        story.grow(3);
        story.seal(NOW);
        story.grow(3);
        story.seal(NOW + DAY);
        story
    }

    fn grow(&mut self, ops: u64) {
        for log in &mut self.logs {
            for _ in 0..ops {
                let (device, at) = (log.device.0, log.head.seq + 1);
                let card = vec![cell(customer::name, format!("{device}/{at}").into()), cell(customer::home_shop, Id([9; 16]).into())];
                let request = log.push(vec![(Noun::Customer, id(device as u8, at), card)]);
                assert_eq!(self.hub.answer(&request, NOW).expect("is taken").reply.head, log.head);
            }
        }
    }

    fn seal(&self, now: i64) -> (Sealed, bool) {
        self.hub.seal(&self.hub.signing_key().expect("a key"), now, Wanted::Daily).expect("is sealed")
    }

    fn export(&self, device: Option<DeviceId>, with_ops: bool) -> Vec<String> {
        let mut lines = Vec::new();
        let told = self.hub.export(&self.hub.signing_key().expect("a key"), NOW + 3 * DAY, device, with_ops, &mut |record| {
            lines.push(record.to_string());
            Ok(())
        });
        told.expect("is told");
        lines
    }

    fn audit(&self) -> Report {
        self.hub.audit(self.hub.signing_key().expect("a key").public()).expect("is read")
    }
}

fn checked(lines: &[String]) -> Report {
    let mut auditor = Auditor::of_file(None);
    lines.iter().for_each(|line| auditor.line(line));
    auditor.finish()
}

fn tells_the_truth(address: &str) {
    let mut story = Story::begin(address);
    assert!(!story.seal(NOW + DAY + 1).1, "one day is sealed once");
    story.grow(2);
    let report = story.audit();
    assert_eq!((report.is_clean(), report.ops, report.days), (true, 16, 2), "{report}");
    for (device, with_ops, ops, devices) in [(None, false, 16, 2), (None, true, 16, 2), (Some(DeviceId(2)), false, 8, 1)] {
        let report = checked(&story.export(device, with_ops));
        assert_eq!((report.is_clean(), report.ops, report.devices, report.days), (true, ops, devices, 3), "{report}");
        assert_eq!(report.last, story.hub.last_day().expect("is read").map(|sealed| sealed.day));
    }
    let words = story.export(None, true).concat();
    assert!(words.contains(&hex_of("1/7")) && !story.export(None, false).concat().contains(&hex_of("1/7")), "words only when they are asked for");
    let unknown = story.hub.export(&story.hub.signing_key().expect("a key"), NOW, Some(DeviceId(3)), false, &mut |_| Ok(()));
    assert!(matches!(unknown, Err(LedgerError::UnknownDevice(DeviceId(3)))));
}

fn hex_of(text: &str) -> String {
    sync::trust::audit::hex(text.as_bytes())
}

#[test]
fn a_file_says_that_its_database_and_its_exports_are_as_they_were_signed() {
    let folder = tempfile::tempdir().expect("a folder");
    tells_the_truth(&format!("sqlite:{}", folder.path().join("hub.db").display()));
}

#[test]
fn a_server_says_the_same() {
    let Some(server) = Server::start() else { return };
    tells_the_truth(&server.database(1));
}

#[test]
fn hubs_that_seal_at_once_seal_one_day() {
    let Some(server) = Server::start() else { return };
    let story = Story::begin(&server.database(1));
    let other = Database::open(&server.database_url(1)).expect("the same");
    let key = story.hub.signing_key().expect("a key");
    let sealed = std::thread::scope(|scope| {
        let hubs = [&story.hub, &other, &story.hub, &other];
        let sealing = hubs.map(|hub| scope.spawn(|| hub.seal(&key, NOW + 5 * DAY, Wanted::Daily).expect("is sealed").1));
        sealing.map(|sealing| sealing.join().expect("a hub"))
    });
    assert_eq!(sealed.iter().filter(|is_new| **is_new).count(), 1);
    assert!(story.audit().is_clean());
}

/// Something is done to the rows behind the hub's back.
fn found(statement: &str) -> Vec<Finding> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("hub.db");
    let story = Story::begin(&format!("sqlite:{}", path.display()));
    let file = rusqlite::Connection::open(&path).expect("opens");
    file.execute_batch(statement).expect("is done");
    let findings = story.audit().findings;
    // What the hub writes for others after that is found in the file as well.
    assert!(!checked(&story.export(None, false)).is_clean(), "{statement}");
    findings
}

#[test]
fn rows_that_were_changed_are_found() {
    let device = DeviceId(1);
    let edited = "UPDATE op SET bytes = CAST(replace(CAST(bytes AS TEXT), '1/5', '1/6') AS BLOB) WHERE device = 1 AND seq = 5";
    assert_eq!(found(edited), [Finding::Rewritten { device, first: 4, seq: 6 }]);
    let swapped = "UPDATE op SET seq = 100 WHERE device = 1 AND seq = 2; UPDATE op SET seq = 2 WHERE device = 1 AND seq = 3; \
                   UPDATE op SET seq = 3 WHERE device = 1 AND seq = 100";
    assert_eq!(found(swapped), [Finding::Rewritten { device, first: 1, seq: 3 }]);
}

#[test]
fn rows_that_were_taken_out_are_found() {
    let device = DeviceId(1);
    let missing = Finding::Log { device, seq: 2, why: sync::chain::Why::Missing { found: 3 } };
    assert_eq!(found("DELETE FROM op WHERE device = 1 AND seq = 2"), [missing]);
    let cut = Finding::Log { device, seq: 5, why: sync::chain::Why::Cut { head: 6 } };
    let cleverly = "DELETE FROM op WHERE device = 1 AND seq > 4; UPDATE device SET seq = 4 WHERE device = 1";
    assert_eq!(found(cleverly), [cut]);
    assert_eq!(found("DELETE FROM device WHERE device = 1"), [Finding::NoLog { device, seq: 6 }]);
}

#[test]
fn days_that_were_taken_out_or_forged_are_found() {
    assert_eq!(found("DELETE FROM day WHERE number = 1"), [Finding::MissingDay { day: 1, found: 2 }]);
    assert_eq!(found("UPDATE day SET signed = zeroblob(64) WHERE number = 2"), [Finding::ForgedDay { day: 2 }]);
    assert_eq!(found("UPDATE day SET heads = substr(heads, 1, 48) WHERE number = 2"), [Finding::Heads { day: 2 }]);
}

#[test]
fn every_line_of_a_real_export_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let story = Story::begin(&format!("sqlite:{}", folder.path().join("hub.db").display()));
    let file = story.export(None, true);
    assert!(checked(&file).is_clean());
    for at in 0..file.len() {
        let without = [&file[..at], &file[at + 1..]].concat();
        let is_receipt = matches!(file[at].parse(), Ok(Record::Receipt { .. }));
        assert!(is_receipt || !checked(&without).is_clean(), "without {}", file[at]);
        assert!(!checked(&file[..at]).is_clean(), "cut at {}", file[at]);
    }
}
