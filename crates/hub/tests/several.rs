//! Several hubs over one PostgreSQL: who waits at one is woken by what another took in. And PostgreSQL over TLS.

mod log;
mod server;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use domain::Id;
use domain::field::{Noun, customer};
use domain::scope::Scope;
use domain::time::SystemClock;
use hub::serve::Hub;
use hub::tls::Authority;
use hub::{Administration, Database, Invitation, Newcomer};
use log::{Log, cell, id};
use server::Server;
use sync::DeviceId;
use sync::Ledger;
use sync::exchange::{Reason, Request};
use sync::ledger::OpState;
use sync::trust::{EnrolCode, Key};

const SHOP: Scope = Scope::Shop(Id([9; 16]));

/// A hub that serves on its own port until the test is over.
fn serving(database: Database) -> SocketAddr {
    let (key, secret) = (database.signing_key().expect("a key"), database.secret("numbers", hub::random()).expect("a secret"));
    let hub = Arc::new(Hub::new(database, key, secret, Arc::new(SystemClock)));
    let (told, at) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a place");
            told.send(listener.local_addr().expect("it listens")).expect("the test waits");
            hub::serve::serve(hub, listener, std::future::pending()).await.expect("it serves");
        });
    });
    at.recv().expect("it listens")
}

/// A device that speaks HTTP by hand.
struct Device {
    device: DeviceId,
    key: Key,
}

impl Device {
    fn enrolled(hub: &Database, number: u8) -> Self {
        let (device, key) = (DeviceId(u64::from(number)), Key::from_secret([number; 32]));
        let code = EnrolCode::from_random([number; 8]);
        let invitation = Invitation { until: i64::MAX, head_office: false, home: SHOP, hears: vec![SHOP] };
        hub.invite(code.hash(), &invitation).expect("invited");
        let newcomer = Newcomer { device, key: key.public(), name: String::new() };
        hub.use_code(code.hash(), &newcomer, device, 0).expect("is let in");
        Device { device, key }
    }

    /// The status of the answer, and the number for the next request.
    fn once(&self, at: SocketAddr, path: &str, frame: &[u8], nonce: u64) -> (u16, u64) {
        let signed = BASE64_STANDARD.encode(self.key.sign_request(self.device, nonce, frame).0);
        let mut stream = TcpStream::connect(at).expect("the hub answers");
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: hub\r\nconnection: close\r\nzg-device: {}\r\nzg-nonce: {nonce}\r\nzg-signed: {signed}\r\ncontent-length: {}\r\n\r\n",
            self.device,
            frame.len()
        );
        stream.write_all(&[head.as_bytes(), frame].concat()).expect("is sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("is answered");
        let answer = String::from_utf8_lossy(&answer);
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        let next = answer.lines().find_map(|line| line.strip_prefix("zg-nonce: ")?.trim().parse().ok()).expect("a number");
        (status, next)
    }

    fn post(&self, at: SocketAddr, path: &str, frame: &[u8]) -> u16 {
        let (_, nonce) = self.once(at, path, frame, 0);
        self.once(at, path, frame, nonce).0
    }

    /// Asks until there is news; a hub that never has any fails.
    fn hears(&self, at: SocketAddr) {
        assert!((0..3).any(|_| self.post(at, "/v1/wait", b"") == 200), "no news came");
    }
}

fn card(log: &mut Log) -> Request {
    let at = log.head.seq + 1;
    log.push(vec![(Noun::Customer, id(7, at), vec![cell(customer::name, "x".into()), cell(customer::home_shop, Id([9; 16]).into())])])
}

#[test]
fn who_waits_at_one_hub_is_woken_by_what_another_takes_in_also_after_its_line_to_the_server_broke() {
    let Some(server) = Server::start() else { return };
    let first = Database::create(&server.database(1), 1).expect("a hub");
    let (writer, reader) = (Device::enrolled(&first, 1), Device::enrolled(&first, 2));
    let second = Database::open(&server.database_url(1)).expect("the same");
    let watching = Database::open(&server.database_url(1)).expect("the same");
    let (heard, news) = std::sync::mpsc::channel();
    let _crier = watching.others(move |told| drop(heard.send(told))).expect("a server has others");
    assert_eq!(news.recv().expect("it listens"), hub::News::Missed, "what was before it listened it cannot know");
    let (one, two) = (serving(first), serving(second));
    let mut log = Log::new(writer.device);
    let mut push = || assert_eq!(writer.post(one, "/v1/exchange", &sync::wire::pack_request(&card(&mut log))), 200);
    push();
    assert_eq!(news.recv().expect("it is told"), hub::News::Grown(vec![SHOP]));
    // The first time may be the hub's own beginning to listen, the second time it is news.
    for _ in 0..2 {
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| reader.hears(two));
            while !waiting.is_finished() {
                push();
                assert_eq!(news.recv().expect("it is told"), hub::News::Grown(vec![SHOP]));
                std::thread::park_timeout(std::time::Duration::from_millis(50));
            }
            waiting.join().expect("it is woken");
        });
    }
    let socket = server.folder.path().display().to_string();
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'";
    server.run("psql", &["-h", &socket, "-U", "hub", "-d", "hub1", "-c", cut]);
    assert_eq!(news.recv().expect("it listens again"), hub::News::Missed);
    push();
    assert_eq!(news.recv().expect("it is told"), hub::News::Grown(vec![SHOP]));
}

/// What only head office may write is kept and told page by page; a server's machine says what time it is.
fn tells_what_it_keeps(address: &str) {
    let hub = Database::create(address, 1).expect("a hub");
    let device = Device::enrolled(&hub, 1).device;
    let mut log = Log::new(device);
    for at in 0..3 {
        let request = log.push(vec![(Noun::Shop, id(1, at), vec![cell(domain::field::shop::name, "x".into())])]);
        hub.answer(&request, log::NOW).expect("is taken");
    }
    let page = |seq, limit| {
        let kept = hub.within(false, |ledger| ledger.refused(sync::Dot { device, seq }, limit)).expect("is read");
        kept.into_iter().map(|(of, held)| (of, held.seq, held.state)).collect::<Vec<_>>()
    };
    let refused = OpState::Refused(Reason::HeadOffice);
    assert_eq!(page(0, 2), [(device, 1, refused), (device, 2, refused)]);
    assert_eq!(page(2, 2), [(device, 3, refused)]);
    assert_eq!(hub.clock().expect("is asked").is_some(), address.starts_with("postgres"));
}

#[test]
fn what_is_kept_is_told_page_by_page() {
    let folder = tempfile::tempdir().expect("a folder");
    tells_what_it_keeps(&format!("sqlite:{}", folder.path().join("hub.db").display()));
    if let Some(server) = Server::start() {
        tells_what_it_keeps(&server.database(1));
    }
}

fn keeps_the_last_push(address: &str) {
    let hub = Database::create(address, 1).expect("a hub");
    let device = Device::enrolled(&hub, 1);
    let again = Database::open(address).expect("the same");
    let at = serving(hub);
    let mut log = Log::new(device.device);
    let request = card(&mut log);
    again.within(true, |ledger| ledger.revoke(device.device)).expect("is shut out");
    for _ in 0..2 {
        assert_eq!(device.post(at, "/v1/exchange", &sync::wire::pack_request(&request)), 200);
    }
    let late = again.late().expect("is read");
    assert_eq!(
        late.iter().map(|late| (late.device, sync::wire::unpack_request(&late.frame).ok())).collect::<Vec<_>>(),
        [(device.device, Some(request))]
    );
    let mut ledger = again.begin(false).expect("begins");
    assert_eq!(ledger.head(SHOP).expect("a head"), 0, "nobody is told");
}

#[test]
fn the_last_push_of_a_device_that_was_shut_out_is_kept_once_and_told_to_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    keeps_the_last_push(&format!("sqlite:{}", folder.path().join("hub.db").display()));
    if let Some(server) = Server::start() {
        keeps_the_last_push(&server.database(1));
    }
}

fn pem(what: &str, bytes: &[u8]) -> String {
    format!("-----BEGIN {what}-----\n{}\n-----END {what}-----\n", BASE64_STANDARD.encode(bytes))
}

/// A certificate for `localhost` and its key, where PostgreSQL wants them; its authority in a file of its own.
fn write_certificate(folder: &Path) {
    let now = domain::time::Clock::now(&SystemClock);
    let authority = Authority::from_secret([1; 32]).expect("an authority");
    let (certificate, key, _) = authority.issue(&["localhost".to_owned()], now, now + 86_400_000).expect("is issued");
    std::fs::write(folder.join("root.pem"), pem("CERTIFICATE", authority.der())).expect("is written");
    std::fs::write(folder.join("other.pem"), pem("CERTIFICATE", Authority::from_secret([2; 32]).expect("another").der())).expect("is written");
    std::fs::write(folder.join("cert.pem"), pem("CERTIFICATE", &certificate)).expect("is written");
    std::fs::write(folder.join("key.pem"), pem("PRIVATE KEY", key.secret_der())).expect("is written");
    #[cfg(unix)]
    std::fs::set_permissions(folder.join("key.pem"), std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("is its own");
}

#[test]
fn a_server_is_spoken_to_over_tls_as_its_address_asks() {
    let listening = listening(|folder| {
        write_certificate(folder);
        format!("-c ssl=on -c ssl_cert_file={0}/cert.pem -c ssl_key_file={0}/key.pem", folder.display())
    });
    let Some((server, port)) = listening else { return };
    let folder = server.folder.path().display().to_string();
    let open = |host: &str, more: &str| refusal(host, port, more);
    let root = format!("sslrootcert={folder}/root.pem");
    for good in
        ["", "?sslmode=disable", "?sslmode=prefer", "?sslmode=require", &format!("?sslmode=verify-full&{root}"), &format!("?{root}&sslmode=require")]
    {
        assert_eq!(open("localhost", good), "", "{good}");
    }
    let fails = |host: &str, more: &str, expected: &str| {
        let said = open(host, more);
        assert!(said.contains(expected), "{more}: {said}");
    };
    fails("localhost", &format!("?sslmode=verify-full&sslrootcert={folder}/other.pem"), "did not come to terms on TLS");
    fails("127.0.0.1", &format!("?sslmode=verify-full&{root}"), "did not come to terms on TLS");
    fails("localhost", "?sslmode=verify-full", "verify-full wants sslrootcert=FILE");
    fails("localhost", "?sslmode=perhaps", "write sslmode=disable, prefer, require or verify-full");
    fails("localhost", &format!("?sslmode=verify-full&sslrootcert={folder}/none.pem"), "none.pem cannot be read");
}

#[test]
fn who_asks_for_tls_does_not_get_along_without_it() {
    let Some((_server, port)) = listening(|_| String::new()) else { return };
    let said = refusal("localhost", port, "?sslmode=require");
    assert!(said.contains("did not come to terms on TLS"), "{said}");
    assert_eq!(refusal("localhost", port, "?sslmode=prefer"), "");
}

/// What is said when it is not; nothing when it is.
fn refusal(host: &str, port: u16, more: &str) -> String {
    Database::open(&format!("postgres://hub@{host}:{port}/hub1{more}")).err().map(|cause| cause.to_string()).unwrap_or_default()
}

/// A server on a port of this machine, with a hub in it.
fn listening(options: impl FnOnce(&Path) -> String) -> Option<(Server, u16)> {
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|place| place.local_addr()).expect("a place").port();
    let server = Server::start_with(|folder| format!("-c listen_addresses=127.0.0.1 -c port={port} {}", options(folder)))?;
    server.run("createdb", &["-h", "127.0.0.1", "-p", &port.to_string(), "-U", "hub", "hub1"]);
    drop(Database::create(&format!("postgres://hub@127.0.0.1:{port}/hub1"), 1).expect("a hub"));
    Some((server, port))
}
