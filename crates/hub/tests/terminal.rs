//! The commands of an administrator, as they are typed.

mod log;

use std::process::Command;

use domain::field::{Noun, shop};
use hub::Database;
use log::{Log, NOW, cell, id};
use sync::DeviceId;
use sync::exchange::{Push, Request};

struct Terminal(tempfile::TempDir);

impl Terminal {
    /// What is printed, and whether it went well.
    fn types(&self, words: &str) -> (bool, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_zg-hub")).args(words.split(' ')).current_dir(self.0.path()).output().expect("runs");
        let said = if output.status.success() { output.stdout } else { output.stderr };
        (output.status.success(), String::from_utf8(said).expect("text").trim_end().to_owned())
    }

    fn says(&self, words: &str, expected: &str) {
        assert_eq!(self.types(words), (true, expected.to_owned()), "{words}");
    }

    fn refuses(&self, words: &str, expected: &str) {
        let (is_done, said) = self.types(words);
        assert!(!is_done && said.contains(expected), "{words}: {said}");
    }
}

const SHOP: &str = "shop:01010101-0101-0101-0101-010101010101";

#[test]
fn a_hub_is_made_and_devices_come_and_go() {
    let terminal = Terminal(tempfile::tempdir().expect("a folder"));
    terminal.refuses("devices", "hub.db holds no hub yet: make one with `zg-hub init`");
    terminal.says("init", "The hub is made. Next: `zg-hub enrol` lets the first device in.");
    terminal.refuses("init", "holds a hub already and was left as it is");
    terminal.says("devices", "No device yet: `zg-hub enrol` lets one in.");
    terminal.says(&format!("enrol --home {SHOP} --device 0123456789abcdef"), "Enrolled as 0123456789abcdef.");
    terminal.refuses(&format!("enrol --home {SHOP} --device 0123456789abcdef"), "is enrolled already");
    terminal.says("grant 0123456789abcdef head-office --json", r#"{"done":"grant"}"#);
    terminal.says("ungrant 0123456789abcdef knowledge --json", r#"{"done":"ungrant"}"#);
    terminal.refuses("grant 0000000000000001 policy", "no device 0000000000000001 is enrolled here: `zg-hub devices` lists those that are");
    terminal.refuses("grant 0123456789abcdef shop", "`shop` is no scope: write policy, knowledge, head-office, shop:ID or department:ID");
    terminal.says("revoke 0123456789abcdef --json", r#"{"done":"revoke"}"#);
    let listed = format!(
        "0123456789abcdef  0 ops, at home in {SHOP}, revoked\n  policy: not heard yet\n  {SHOP}: not heard yet\n  \
         knowledge: not heard yet, taken back\n  head-office: not heard yet"
    );
    terminal.says("devices", &listed);
    terminal.says("scopes", "Nothing stands anywhere yet: no device has sent anything.");
    terminal.says("scopes --json", "[]");
    terminal.says("restored --json", r#"{"done":"restored"}"#);
}

#[test]
fn a_day_is_sealed_and_an_export_is_never_written_over_another() {
    let terminal = Terminal(tempfile::tempdir().expect("a folder"));
    terminal.says("init", "The hub is made. Next: `zg-hub enrol` lets the first device in.");
    terminal.says(&format!("enrol --home {SHOP} --device 0123456789abcdef"), "Enrolled as 0123456789abcdef.");
    let (is_done, sealed) = terminal.types("audit seal");
    assert!(is_done && sealed.starts_with("Sealed day 1: ") && sealed.contains("Keep this line"), "{sealed}");
    let (_, again) = terminal.types("audit seal --json");
    assert!(again.contains(r#""day":1"#) && again.contains(r#""new":false"#), "{again}");
    let (is_done, said) = terminal.types("audit export audit.txt");
    assert!(is_done && said.contains("zg audit verify audit.txt --hub "), "{said}");
    terminal.refuses("audit export audit.txt", "exists");
    terminal.refuses("audit export other.txt --device 0000000000000001", "no device 0000000000000001 is enrolled here");
    let (is_done, said) = terminal.types("audit verify");
    assert!(is_done && said.starts_with("Everything is as it was signed: 0 ops of 1 devices, 1 days"), "{said}");
    let file = rusqlite::Connection::open(terminal.0.path().join("hub.db")).expect("opens");
    file.execute("UPDATE day SET signed = zeroblob(64)", []).expect("is forged");
    terminal.refuses("audit verify", "day 1: the hub's signature does not fit");
}

#[cfg(unix)]
#[test]
fn a_hubs_file_and_its_backup_are_for_its_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let terminal = Terminal(tempfile::tempdir().expect("a folder"));
    terminal.says("init", "The hub is made. Next: `zg-hub enrol` lets the first device in.");
    terminal.says("backup copy.db", "Copied. Keep it where the hub's machine is not.");
    for name in ["hub.db", "copy.db"] {
        let mode = std::fs::metadata(terminal.0.path().join(name)).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn what_was_not_shared_is_listed_and_its_words_are_shown_only_when_asked_for() {
    let terminal = Terminal(tempfile::tempdir().expect("a folder"));
    terminal.says("init", "The hub is made. Next: `zg-hub enrol` lets the first device in.");
    terminal.says(&format!("enrol --home {SHOP} --device 0000000000000007"), "Enrolled as 0000000000000007.");
    terminal.says("quarantine", "Nothing: all that came was shared.");
    let hub = Database::open(&format!("sqlite:{}", terminal.0.path().join("hub.db").display())).expect("opens");
    let mut writing = Log::new(DeviceId(7));
    let request = writing.push(vec![(Noun::Shop, id(1, 1), vec![cell(shop::name, "西湖店".into())])]);
    let Request::Push(push) = &request else { panic!("a push") };
    let push = Request::Push(Push { epoch: hub.epoch().expect("an epoch").number, ..push.clone() });
    hub.answer(&push, NOW).expect("is taken");
    let (_, listed) = terminal.types("quarantine");
    assert!(listed.starts_with("0000000000000007 1  record ") && listed.ends_with("only head office may write this"), "{listed}");
    let (_, shown) = terminal.types("quarantine 0000000000000007 1");
    assert!(shown.contains(&format!("\"fields\": [\n    {}\n  ]", shop::name.code)) && !shown.contains("西湖店"), "{shown}");
    let (_, clear) = terminal.types("quarantine 0000000000000007 1 --in-clear --json");
    assert!(clear.contains("西湖店"), "{clear}");
    terminal.refuses("quarantine 0000000000000007 2", "has no op 2 here that was kept and not shared");
    terminal.says("quarantine 0000000000000008", "Nothing: all that came was shared.");
}

#[test]
fn the_doctor_says_what_is_wrong_and_what_to_do() {
    let terminal = Terminal(tempfile::tempdir().expect("a folder"));
    terminal.says("init", "The hub is made. Next: `zg-hub enrol` lets the first device in.");
    terminal.says(&format!("enrol --home {SHOP} --device 0000000000000007"), "Enrolled as 0000000000000007.");
    terminal.refuses("doctor", "BAD  days: none was sealed yet: `zg-hub serve` does it once a day, `zg-hub audit seal` at once");
    assert!(terminal.types("audit seal").0);
    // A test's disk may be nearly full, and then the doctor rightly says so.
    let (_, said) = terminal.types("doctor");
    for expected in ["ok   database: answers", "ok   logs: 0 ops of 1 devices are as they were signed", "ok   days: 1 sealed", "ok   clock: "] {
        assert!(said.contains(expected), "{said}");
    }
    let file = rusqlite::Connection::open(terminal.0.path().join("hub.db")).expect("opens");
    file.execute("UPDATE device SET seq = 3", []).expect("is changed");
    terminal.refuses("doctor", "BAD  logs: 0 ops of 1 devices");
    terminal.refuses("doctor --json", r#""check":"logs","ok":false"#);
    terminal.refuses("doctor --tls-cert none.pem", "none.pem cannot be read");
}

#[test]
fn a_hub_that_others_can_reach_wants_a_certificate() {
    let terminal = Terminal(tempfile::tempdir().expect("a folder"));
    terminal.says("init", "The hub is made. Next: `zg-hub enrol` lets the first device in.");
    terminal.refuses("serve --listen 0.0.0.0:0", "add `--tls self`, or `--tls-cert` and `--tls-key`, or say `--behind-proxy`");
    terminal.refuses("serve --listen 0.0.0.0:0 --tls self", "no name for the certificate: say with --tls-name");
    terminal.refuses("serve --listen 0.0.0.0:0 --tls-cert cert.pem", "--tls-key");
    terminal.refuses("serve --listen 0.0.0.0:0 --tls-cert cert.pem --tls-key key.pem", "cert.pem cannot be read");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a place");
    let at = taken.local_addr().expect("it listens");
    terminal.refuses(&format!("serve --listen {at}"), &format!("{at} cannot be listened on: another program has it"));
}

#[test]
fn a_wrong_address_says_what_a_right_one_is() {
    let terminal = Terminal(tempfile::tempdir().expect("a folder"));
    terminal.refuses("devices --db oracle:x", "write sqlite:PATH or postgres://user@host/name");
    let (_, said) = terminal.types("devices --db postgres://somebody:secret@127.0.0.1:1/none");
    assert!(said.starts_with("no PostgreSQL answers at 127.0.0.1:1/none") && !said.contains("secret"), "{said}");
}
