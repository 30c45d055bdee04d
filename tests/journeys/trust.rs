//! A desk that is lied to: by a hub that lost its key, by whoever stands in between, by a certificate that is no good.
//!
//! Everything is what runs in a shop; only the network is the test's own.

use std::sync::Arc;
use std::time::Duration;

use app::desk::{Caller, Desk, Opening};
use app::secrets::KeyPlace;
use domain::Id;
use domain::refusal::Lang;
use domain::scope::Scope;
use domain::time::{Clock, SystemClock};
use hub::serve::Hub;
use hub::tls::{Door, Tls};
use hub::{CODE_MS, Database, Invitation};
use serde_json::{Value as Json, json};
use sync::trust::{EnrolCode, Key};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const PASSWORD: &str = "Journey-2026-desk";
const SHOP: Scope = Scope::Shop(Id([7; 16]));

/// Where a hub's file is.
fn address(folder: &TempDir) -> String {
    format!("sqlite:{}", folder.path().join("hub.db").display())
}

fn invite(folder: &TempDir) -> String {
    let code = EnrolCode::from_random(hub::random());
    let invitation = Invitation { until: SystemClock.now() + CODE_MS, head_office: true, home: SHOP, hears: vec![SHOP, Scope::Policy] };
    let hub = Database::open(&address(folder)).expect("opens");
    hub.invite(code.hash(), &invitation).expect("invited");
    hub.vouch(code).expect("vouched for");
    code.to_string()
}

/// How a hub shows itself with a certificate.
#[derive(Clone)]
struct Shows {
    name: &'static str,
    /// What its clock says: one that stands still in the past shows a certificate that has ended.
    now: Option<i64>,
}

const GOOD: Shows = Shows { name: "127.0.0.1", now: None };

struct Standing(i64);

impl Clock for Standing {
    fn now(&self) -> i64 {
        self.0
    }
}

/// A hub that signs with this key, on this address.
async fn serve(folder: &TempDir, key: Key, at: std::net::SocketAddr) -> (std::net::SocketAddr, Running) {
    serve_as(folder, key, at, None).await
}

/// The same with its own key, behind a certificate of its own authority.
async fn serve_tls(folder: &TempDir, at: std::net::SocketAddr, shows: Shows) -> (std::net::SocketAddr, Running) {
    let key = Database::open(&address(folder)).expect("opens").signing_key().expect("a key");
    serve_as(folder, key, at, Some(shows)).await
}

async fn serve_as(folder: &TempDir, key: Key, at: std::net::SocketAddr, shows: Option<Shows>) -> (std::net::SocketAddr, Running) {
    let database = Database::open(&address(folder)).expect("opens");
    let secret = database.secret("numbers", hub::random()).expect("a secret");
    let authority = database.authority().expect("an authority");
    let hub = Arc::new(Hub::new(database, key, secret, Arc::new(SystemClock)).with_authority(authority.der()));
    let listener = TcpListener::bind(at).await.expect("the address is free");
    let at = listener.local_addr().expect("it listens");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let stop_told = async { stopped.await.unwrap_or_default() };
    let Some(Shows { name, now }) = shows else {
        let task = tokio::spawn(async move { hub::serve::serve(hub, listener, stop_told).await.expect("it serves") });
        return (at, Running { stop, task });
    };
    let clock: Arc<dyn Clock> = now.map_or_else(|| Arc::new(SystemClock) as Arc<dyn Clock>, |now| Arc::new(Standing(now)));
    let tls = Tls::own(authority, vec![name.to_owned()], clock.now()).expect("a certificate");
    let door = Door::open(listener, tls, clock).expect("a door");
    let task = tokio::spawn(async move { hub::serve::serve(hub, door, stop_told).await.expect("it serves") });
    (at, Running { stop, task })
}

struct Running {
    stop: tokio::sync::oneshot::Sender<()>,
    task: tokio::task::JoinHandle<()>,
}

impl Running {
    /// Every line is closed when this returns.
    async fn stop(self) {
        drop(self.stop);
        self.task.await.expect("it stops");
    }
}

struct Till {
    _folder: TempDir,
    desk: Desk,
    session: Option<String>,
}

impl Till {
    async fn open() -> Till {
        let folder = TempDir::new().expect("a folder");
        let desk = Desk::open(Opening::new(folder.path().join("desk"), KeyPlace::InsecureFile)).await.expect("a desk opens");
        let mut till = Till { _folder: folder, desk, session: None };
        let input =
            json!({ "organisation": "青禾", "shop_code": "S01", "shop_name": "一店", "account": "admin", "name": "管理员", "password": PASSWORD });
        till.session = till.call("setup.create", input).await["session"].as_str().map(str::to_owned);
        till
    }

    async fn try_call(&self, name: &str, input: Json) -> Result<Json, app::error::Error> {
        self.desk.call(Caller::new(self.session.clone(), Lang::Zh), name, input).await
    }

    async fn call(&self, name: &str, input: Json) -> Json {
        self.try_call(name, input).await.unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The state once it is as wanted; only a desk that never gets there fails.
    async fn state(&self, wanted: impl Fn(&Json) -> bool) -> Json {
        let mut last = Json::Null;
        for _ in 0..1_200 {
            last = self.call("hub.state", json!({})).await;
            if wanted(&last) {
                return last;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the line never came to what was wanted; at last it said {last}");
    }

    async fn enrol(&self, url: &str, code: &str) -> Result<Json, app::error::Error> {
        self.try_call("hub.enrol", json!({ "url": url, "code": code, "name": "柜台" })).await
    }

    /// Why it was not let in.
    async fn refused(&self, url: &str, code: &str) -> String {
        self.enrol(url, code).await.expect_err("it is not let in").en
    }

    async fn write(&self) {
        let shop = self.call("shop.list", json!({})).await[0]["id"].clone();
        self.call("customer.create", json!({ "name": "王小明", "phone": "13812345678", "home_shop": shop })).await;
    }
}

fn doubts_the_receipt(state: &Json) -> bool {
    state["trouble"].as_str().is_some_and(|told| told.contains("receipt is missing or forged")) && state["waiting"].as_i64() > Some(0)
}

fn is_sent(state: &Json) -> bool {
    state["waiting"] == 0 && state["line"] == "connected"
}

#[tokio::test(flavor = "multi_thread")]
async fn an_acknowledgement_signed_with_another_key_is_not_taken_and_nothing_is_lost() {
    let folder = TempDir::new().expect("a folder");
    let key = Database::create(&address(&folder), hub::chance()).expect("a hub").signing_key().expect("a key");
    let secret = key.secret();
    let (at, real) = serve(&folder, key, ([127, 0, 0, 1], 0).into()).await;
    let till = Till::open().await;
    till.enrol(&format!("http://{at}"), &invite(&folder)).await.expect("it is let in");
    till.state(is_sent).await;
    let receipts = till.desk.store().receipts().await.expect("they are read");
    let head = till.desk.store().verify().await.expect("the log is whole");
    let public = Key::from_secret(secret).public();
    assert!(receipts.iter().all(|(receipt, signed)| public.verify_receipt(receipt, signed).is_ok()));
    assert_eq!(receipts.iter().map(|(receipt, _)| receipt.head).max_by_key(|head| head.seq), Some(head), "the newest is kept");

    real.stop().await;
    let (_, impostor) = serve(&folder, Key::from_secret([1; 32]), at).await;
    till.write().await;
    till.call("hub.try_now", json!({})).await;
    till.state(doubts_the_receipt).await;

    impostor.stop().await;
    let (_, _real) = serve(&folder, Key::from_secret(secret), at).await;
    till.call("hub.try_now", json!({})).await;
    till.state(is_sent).await;
}

/// Hands everything on, and takes the name of one header out of what comes back.
async fn stand_between(hub: std::net::SocketAddr) -> std::net::SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a place between");
    let at = listener.local_addr().expect("it listens");
    tokio::spawn(async move {
        while let Ok((desk, _)) = listener.accept().await {
            let Ok(line) = TcpStream::connect(hub).await else { continue };
            let (mut from_desk, mut to_desk) = desk.into_split();
            let (mut from_hub, mut to_hub) = line.into_split();
            tokio::spawn(async move { tokio::io::copy(&mut from_desk, &mut to_hub).await });
            tokio::spawn(async move {
                let mut bytes = vec![0; 1 << 20];
                while let Ok(read @ 1..) = from_hub.read(&mut bytes).await {
                    if let Some(place) = bytes[..read].windows(10).position(|name| name == b"zg-receipt") {
                        bytes[place..place + 10].copy_from_slice(b"zg-nothing");
                    }
                    if to_desk.write_all(&bytes[..read]).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    at
}

#[tokio::test(flavor = "multi_thread")]
async fn an_acknowledgement_without_a_receipt_is_not_taken() {
    let folder = TempDir::new().expect("a folder");
    let key = Database::create(&address(&folder), hub::chance()).expect("a hub").signing_key().expect("a key");
    let (at, _real) = serve(&folder, key, ([127, 0, 0, 1], 0).into()).await;
    let between = stand_between(at).await;
    let till = Till::open().await;
    till.enrol(&format!("http://{between}"), &invite(&folder)).await.expect("it is let in");
    till.state(doubts_the_receipt).await;
    assert!(till.desk.store().receipts().await.expect("they are read").is_empty());
}

fn new_hub() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    Database::create(&address(&folder), hub::chance()).expect("a hub");
    folder
}

const ANYWHERE: std::net::SocketAddr = std::net::SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0);

fn in_trouble(words: &str) -> impl Fn(&Json) -> bool {
    move |state| state["trouble"].as_str().is_some_and(|told| told.contains(words)) && state["line"] == "offline"
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_gets_to_know_the_hubs_own_authority_by_its_code_and_no_other_after() {
    let (folder, stranger) = (new_hub(), new_hub());
    let (at, real) = serve_tls(&folder, ANYWHERE, GOOD).await;
    let till = Till::open().await;
    till.enrol(&format!("https://{at}"), &invite(&folder)).await.expect("it is let in");
    till.state(is_sent).await;

    real.stop().await;
    let (_, impostor) = serve_tls(&stranger, at, GOOD).await;
    till.write().await;
    till.call("hub.try_now", json!({})).await;
    till.state(in_trouble("of another authority than the known one")).await;

    impostor.stop().await;
    let past = SystemClock.now() - 200 * 86_400_000;
    let (_, old) = serve_tls(&folder, at, Shows { now: Some(past), ..GOOD }).await;
    till.call("hub.try_now", json!({})).await;
    till.state(in_trouble("certificate has ended")).await;

    old.stop().await;
    let (_, other) = serve_tls(&folder, at, Shows { name: "hub.example.com", ..GOOD }).await;
    till.call("hub.try_now", json!({})).await;
    till.state(in_trouble("for another name")).await;

    other.stop().await;
    let (_, _real) = serve_tls(&folder, at, GOOD).await;
    till.call("hub.try_now", json!({})).await;
    till.state(is_sent).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_not_sent_to_a_hub_that_cannot_show_that_it_has_it() {
    let (folder, stranger) = (new_hub(), new_hub());
    let (real, _real) = serve_tls(&folder, ANYWHERE, GOOD).await;
    let (impostor, _impostor) = serve_tls(&stranger, ANYWHERE, GOOD).await;
    let (till, code) = (Till::open().await, invite(&folder));
    let _other_code = invite(&stranger);
    let said = till.refused(&format!("https://{impostor}"), &code).await;
    assert!(said.contains("The code was not sent") && said.contains("could not show who it is"), "{said}");
    till.enrol(&format!("https://{real}"), &code).await.expect("the code is as good as before");
    till.state(is_sent).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_mistakes_plain_for_tls_says_what_to_write() {
    let folder = new_hub();
    let (sealed, _sealed) = serve_tls(&folder, ANYWHERE, GOOD).await;
    let key = Database::open(&address(&folder)).expect("opens").signing_key().expect("a key");
    let (plain, _plain) = serve(&folder, key, ANYWHERE).await;
    let (till, code) = (Till::open().await, invite(&folder));
    let said = till.refused(&format!("http://{sealed}"), &code).await;
    assert!(said.contains("this hub speaks TLS: write https://"), "{said}");
    let said = till.refused(&format!("https://{plain}"), &code).await;
    assert!(said.contains("does not speak TLS"), "{said}");
    for bare in ["http://192.0.2.1:7717", "http://hub.example.com", "hub.example.com"] {
        let said = till.refused(bare, &code).await;
        assert!(said.contains("must begin with https://"), "{bare}: {said}");
    }
    till.enrol(&format!("https://{sealed}"), &code).await.expect("the code was sent to nobody");
}
