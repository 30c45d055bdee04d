//! Two desks of a chain and their hub, over HTTP on loopback: what one writes the other shows, also after hours without a line.
//!
//! Everything is what runs in a shop: the desk's own calls, its file, its background exchange, the hub's server and its file.

use std::sync::Arc;
use std::time::Duration;

use app::desk::{Caller, Desk, Opening};
use app::secrets::KeyPlace;
use domain::Id;
use domain::refusal::Lang;
use domain::scope::Scope;
use domain::time::{Clock, SystemClock};
use hub::serve::Hub;
use hub::{CODE_MS, Database, Invitation};
use serde_json::{Value as Json, json};
use sync::trust::{EnrolCode, Key};
use tempfile::TempDir;

const PASSWORD: &str = "Journey-2026-desk";

/// A hub that can be stopped and started again on its own address.
struct Office {
    folder: TempDir,
    address: std::net::SocketAddr,
    running: Option<(tokio::sync::oneshot::Sender<()>, tokio::task::JoinHandle<()>)>,
}

impl Office {
    async fn open() -> Office {
        let folder = TempDir::new().expect("a folder");
        Database::create(&address(&folder), hub::chance()).expect("a hub is made");
        let mut office = Office { folder, address: ([127, 0, 0, 1], 0).into(), running: None };
        office.start().await;
        office
    }

    async fn start(&mut self) {
        let database = Database::open(&address(&self.folder)).expect("the hub opens");
        let (key, secret) = (database.secret("key", hub::random()).expect("a key"), database.secret("numbers", hub::random()).expect("a secret"));
        let hub = Arc::new(Hub::new(database, Key::from_secret(key), secret, Arc::new(SystemClock)));
        let listener = tokio::net::TcpListener::bind(self.address).await.expect("the address is free");
        self.address = listener.local_addr().expect("it listens");
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            let stop = async { stopped.await.unwrap_or_default() };
            hub::serve::serve(hub, listener, stop).await.expect("it serves");
        });
        self.running = Some((stop, task));
    }

    /// Cuts everybody off. Whoever waits for news is not waited for.
    async fn stop(&mut self) {
        if let Some((stop, task)) = self.running.take() {
            drop(stop);
            task.abort();
            let _ = task.await;
        }
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn invite(&self, head_office: bool, home: Scope, shop: Id) -> String {
        let code = EnrolCode::from_random(hub::random());
        let hears = vec![Scope::Policy, Scope::Knowledge, Scope::Shop(shop)];
        let hears = if head_office { [hears, vec![Scope::HeadOffice]].concat() } else { hears };
        let invitation = Invitation { until: SystemClock.now() + CODE_MS, head_office, home, hears };
        Database::open(&address(&self.folder)).expect("the hub opens").invite(code.hash(), &invitation).expect("invited");
        code.to_string()
    }
}

fn address(folder: &TempDir) -> String {
    format!("sqlite:{}", folder.path().join("hub.db").display())
}

/// A desk and whoever sits at it.
struct Till {
    _folder: TempDir,
    desk: Desk,
    session: Option<String>,
}

impl Till {
    async fn open() -> Till {
        let folder = TempDir::new().expect("a folder");
        let opening = Opening::new(folder.path().join("desk"), KeyPlace::InsecureFile);
        let desk = Desk::open(opening).await.expect("a desk opens");
        Till { _folder: folder, desk, session: None }
    }

    async fn try_call(&self, name: &str, input: Json) -> Result<Json, app::error::Error> {
        self.desk.call(Caller::new(self.session.clone(), Lang::Zh), name, input).await
    }

    async fn call(&self, name: &str, input: Json) -> Json {
        self.try_call(name, input).await.unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Asks again until the answer is as wanted; only a desk that never gets there fails.
    async fn until(&self, name: &str, input: Json, wanted: impl Fn(&Json) -> bool) -> Json {
        let mut last = Json::Null;
        for _ in 0..1_200 {
            if let Ok(answer) = self.try_call(name, input.clone()).await {
                if wanted(&answer) {
                    return answer;
                }
                last = answer;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{name} never came to what was wanted; at last it said {last}");
    }

    async fn sign_in(&mut self) {
        let input = json!({ "account": "admin", "password": PASSWORD });
        let answer = self.until("session.sign_in", input, |answer| answer["session"].is_string()).await;
        self.session = answer["session"].as_str().map(str::to_owned);
    }

    async fn is_sent(&self) {
        self.until("hub.state", json!({}), |state| state["waiting"] == 0 && state["line"] == "connected").await;
    }
}

/// Head office, one shop's till, and the shop.
async fn chain() -> (Office, Till, Till, Id) {
    let office = Office::open().await;
    let mut head = Till::open().await;
    let input =
        json!({ "organisation": "青禾", "shop_code": "S01", "shop_name": "一店", "account": "admin", "name": "管理员", "password": PASSWORD });
    head.session = head.call("setup.create", input).await["session"].as_str().map(str::to_owned);
    let shop = find_id(&head.call("shop.list", json!({})).await);
    let code = office.invite(true, Scope::HeadOffice, shop);
    head.call("hub.enrol", json!({ "url": office.url(), "code": code, "name": "总部" })).await;
    head.is_sent().await;
    let mut till = Till::open().await;
    let code = office.invite(false, Scope::Shop(shop), shop);
    till.call("setup.join", json!({ "url": office.url(), "code": code, "name": "一店柜台" })).await;
    till.sign_in().await;
    (office, head, till, shop)
}

/// The id of the first row, wherever it stands in it.
fn find_id(rows: &Json) -> Id {
    let row = &rows[0];
    let id = row["id"].as_str().or(row["shop"]["id"].as_str()).unwrap_or_else(|| panic!("no id in {rows}"));
    id.parse().expect("an id")
}

async fn new_customer(till: &Till, name: &str, phone: &str, shop: Id) {
    let input = json!({ "name": name, "phone": phone, "home_shop": shop });
    till.call("customer.create", input).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_desk_writes_the_other_shows_also_after_a_day_without_a_line() {
    let (mut office, head, till, shop) = chain().await;
    new_customer(&till, "王小明", "13812345678", shop).await;
    till.is_sent().await;
    head.until("customer.list", json!({ "limit": 50 }), |page| page.to_string().contains("王小明")).await;

    office.stop().await;
    new_customer(&till, "断线时来的李四", "13912345678", shop).await;
    new_customer(&head, "总部写的张三", "13712345678", shop).await;
    till.until("hub.state", json!({}), |state| state["line"] == "offline" && state["waiting"].as_i64() > Some(0)).await;

    office.start().await;
    till.call("hub.try_now", json!({})).await;
    head.call("hub.try_now", json!({})).await;
    head.until("customer.list", json!({ "limit": 50 }), |page| page.to_string().contains("断线时来的李四")).await;
    till.until("customer.list", json!({ "limit": 50 }), |page| page.to_string().contains("总部写的张三")).await;
    till.is_sent().await;
    office.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_for_one_desk_and_a_wrong_one_for_none() {
    let (mut office, _head, till, shop) = chain().await;
    let stranger = Till::open().await;
    let input = |code: &str| json!({ "url": office.url(), "code": code, "name": "别人" });
    let told = stranger.try_call("setup.join", input("AAAAA-AAAAA")).await.expect_err("it is no code");
    assert!(told.zh.contains("注册码"), "{told}");
    let again = till.try_call("setup.join", input("AAAAA-AAAAA")).await.expect_err("it is joined");
    assert!(again.zh.contains("登录"), "{again}");
    let code = office.invite(false, Scope::Shop(shop), shop);
    stranger.call("setup.join", input(&code)).await;
    let second = Till::open().await;
    assert!(second.try_call("setup.join", input(&code)).await.is_err(), "the code was used");
    office.stop().await;
}
