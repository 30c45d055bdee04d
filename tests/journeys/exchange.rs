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

/// A ticket of the shop that both desks show.
async fn shared_ticket(head: &Till, till: &Till, shop: Id) -> Json {
    let ticket = till.call("ticket.create", json!({ "subject": "杯子漏水", "shop": shop })).await["id"].clone();
    till.is_sent().await;
    head.until("ticket.get", json!({ "id": ticket }), |answer| answer["ticket"]["subject"] == "杯子漏水").await;
    ticket
}

/// Both change its subject while neither hears the other, and then both do.
async fn apart(office: &mut Office, head: &Till, till: &Till, ticket: &Json, [here, there]: [&str; 2]) {
    office.stop().await;
    till.call("ticket.update", json!({ "id": ticket, "subject": here })).await;
    head.call("ticket.update", json!({ "id": ticket, "subject": there })).await;
    office.start().await;
    for desk in [head, till] {
        desk.call("hub.try_now", json!({})).await;
    }
    for desk in [head, till] {
        desk.until("conflict.list", json!({}), |list| list["total"] == 1).await;
        desk.is_sent().await;
    }
}

fn decision(row: &Json, choice: Json) -> Json {
    let saw: Vec<Json> = row["lost"].as_array().into_iter().flatten().map(|lost| lost["write"].clone()).collect();
    json!({ "id": row["id"], "noun": row["noun"], "field": row["field"], "key": row["key"], "saw": saw, "choice": choice })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_two_tills_changed_apart_shows_on_both_and_one_click_on_either_settles_it_for_both() {
    let (mut office, head, till, shop) = chain().await;
    let ticket = shared_ticket(&head, &till, shop).await;
    apart(&mut office, &head, &till, &ticket, ["杯盖漏水", "杯底漏水"]).await;
    let row = till.call("conflict.list", json!({})).await["rows"][0].clone();
    assert_eq!(row, { head.call("conflict.list", json!({})).await["rows"][0].clone() }, "both show the same");
    assert_eq!(row["label"], "标题");
    let (stands, lost) = (row["text"].clone(), row["lost"][0]["text"].clone());
    let both: std::collections::BTreeSet<String> = [&stands, &lost].iter().filter_map(|text| text.as_str().map(str::to_owned)).collect();
    assert_eq!(both, ["杯盖漏水".to_owned(), "杯底漏水".to_owned()].into());

    let write = &row["lost"][0]["write"];
    till.call("conflict.decide", decision(&row, json!({ "do": "restore", "write": write }))).await;
    for desk in [&till, &head] {
        desk.until("ticket.get", json!({ "id": ticket }), |answer| answer["ticket"]["subject"] == lost).await;
        desk.until("conflict.list", json!({}), |list| list["total"] == 0).await;
    }
    let again = head.try_call("conflict.decide", decision(&row, json!({ "do": "keep" }))).await.expect_err("it was settled");
    assert!(again.zh.contains("定过"), "{again}");

    // A later edit does not bring the old quarrel back.
    head.call("ticket.update", json!({ "id": ticket, "subject": "修好了" })).await;
    till.until("ticket.get", json!({ "id": ticket }), |answer| answer["ticket"]["subject"] == "修好了").await;
    for desk in [&till, &head] {
        assert_eq!(desk.call("conflict.list", json!({})).await["total"], 0);
    }
    office.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_may_be_kept_and_both_texts_may_stand() {
    let (mut office, head, till, shop) = chain().await;
    let ticket = shared_ticket(&head, &till, shop).await;
    apart(&mut office, &head, &till, &ticket, ["杯盖漏水", "杯底漏水"]).await;
    let row = head.call("conflict.list", json!({})).await["rows"][0].clone();
    head.call("conflict.decide", decision(&row, json!({ "do": "keep" }))).await;
    for desk in [&head, &till] {
        desk.until("conflict.list", json!({}), |list| list["total"] == 0).await;
        desk.until("ticket.get", json!({ "id": ticket }), |answer| answer["ticket"]["subject"] == row["text"]).await;
        desk.is_sent().await;
    }
    apart(&mut office, &head, &till, &ticket, ["螺丝松了", "垫圈坏了"]).await;
    let row = till.call("conflict.list", json!({})).await["rows"][0].clone();
    till.call("conflict.decide", decision(&row, json!({ "do": "both" }))).await;
    for desk in [&till, &head] {
        desk.until("ticket.get", json!({ "id": ticket }), |answer| answer["ticket"]["subject"] == row["both"]).await;
        desk.until("conflict.list", json!({}), |list| list["total"] == 0).await;
    }
    office.stop().await;
}

/// Somebody who reads the chain's knowledge and works on no tickets.
async fn editor(head: &Till, till: &mut Till) {
    let roles = head.call("role.list", json!({})).await;
    let named = |row: &&Json| row.to_string().contains("知识编辑");
    let role = roles.as_array().into_iter().flatten().find(named).unwrap_or_else(|| panic!("no such role in {roles}")).clone();
    let role = role["id"].as_str().or(role["role"]["id"].as_str()).expect("an id").to_owned();
    let made = head.call("staff.save", json!({ "account": "bianji", "name": "编辑", "roles": [role], "shops": [], "every_shop": true })).await;
    let once = head.call("staff.reset_password", json!({ "id": made["id"] })).await["password"].clone();
    // A password that is not here yet is a wrong one, and five of them lock the account.
    let is_there =
        |rows: &Json| rows.as_array().is_some_and(|rows| rows.iter().any(|row| row["card"]["account"] == "bianji" && row["has_password"] == true));
    till.until("staff.list", json!({}), is_there).await;
    let entered = till.call("session.sign_in", json!({ "account": "bianji", "password": once })).await;
    till.session = entered["session"].as_str().map(str::to_owned);
    till.call("session.set_password", json!({ "old": once, "new": "Editor-2026-desk" })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_change_a_record_neither_sees_its_conflict_nor_decides_about_it() {
    let (mut office, head, mut till, shop) = chain().await;
    let ticket = shared_ticket(&head, &till, shop).await;
    apart(&mut office, &head, &till, &ticket, ["杯盖漏水", "杯底漏水"]).await;
    let row = till.call("conflict.list", json!({})).await["rows"][0].clone();
    editor(&head, &mut till).await;
    assert_eq!(till.call("conflict.list", json!({})).await["total"], 0);
    till.try_call("conflict.decide", decision(&row, json!({ "do": "keep" }))).await.expect_err("it is not theirs");
    assert_eq!(head.call("conflict.list", json!({})).await["total"], 1, "nothing was decided");
    office.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shift_closes_only_when_all_is_sent_and_the_queue_says_what_waits() {
    let (mut office, _head, till, shop) = chain().await;
    till.is_sent().await;
    till.call("hub.check_close", json!({})).await;
    office.stop().await;
    let ticket = till.call("ticket.create", json!({ "subject": "断线时的单子", "shop": shop })).await;
    till.call("ticket.update", json!({ "id": ticket["id"], "description": "第二次改" })).await;
    new_customer(&till, "断线时来的李四", "13912345678", shop).await;

    let list = till.call("hub.waiting", json!({})).await;
    let rows: Vec<String> =
        list["rows"].as_array().into_iter().flatten().map(|row| format!("{} {} {}", row["noun"], row["title"], row["changes"])).collect();
    let number = ticket["number"].as_str().unwrap_or_default();
    assert_eq!(rows, [format!("\"ticket\" \"{number} 断线时的单子\" 2"), "\"customer\" \"断线时来的李四\" 1".to_owned()]);
    let state = till.call("hub.state", json!({})).await;
    assert_eq!((&state["waiting"], &state["oldest"]), (&json!(3), &list["rows"][0]["since"]));
    assert_eq!(till.call("hub.unsent", json!({})).await, json!([ticket["id"]]), "lists mark tickets and conversations");
    let told = till.try_call("hub.check_close", json!({})).await.expect_err("something is unsent");
    assert!(told.zh.contains("3 条没有传到总部") && told.zh.contains(number), "{}", told.zh);
    assert!(told.en.contains("3 changes"), "{told}");

    office.start().await;
    till.call("hub.try_now", json!({})).await;
    till.is_sent().await;
    till.call("hub.check_close", json!({})).await;
    assert_eq!(till.call("hub.waiting", json!({})).await["records"], 0);
    assert_eq!(till.call("hub.unsent", json!({})).await, json!([]));
    office.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_hub_did_not_take_is_told_in_words_until_somebody_has_read_it() {
    let (mut office, _head, till, _shop) = chain().await;
    till.call("department.save", json!({ "name": "柜台自己的部门" })).await;
    till.until("hub.state", json!({}), |state| state["refused"] == 1).await;
    let rows = till.call("hub.told", json!({})).await;
    assert_eq!((&rows[0]["noun"], &rows[0]["reason"], &rows[0]["who"]["name"]), (&json!("department"), &json!("head_office"), &json!("管理员")));
    assert_eq!(rows.as_array().map(Vec::len), Some(1), "what goes with it is not told apart: {rows}");
    till.call("hub.seen", json!({ "writes": rows[0]["writes"] })).await;
    assert_eq!(till.call("hub.told", json!({})).await, json!([]));
    assert_eq!(till.call("hub.state", json!({})).await["refused"], 0);

    for name in ["一", "二"] {
        till.call("department.save", json!({ "name": name })).await;
    }
    till.until("hub.state", json!({}), |state| state["refused"] == 2).await;
    till.call("hub.seen", json!({})).await;
    assert_eq!(till.call("hub.told", json!({})).await, json!([]));
    office.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_the_line_stands_is_told_while_somebody_holds_the_pen() {
    let (mut office, _head, till, _shop) = chain().await;
    let pen = till.desk.store().pen().await;
    till.call("hub.state", json!({})).await;
    till.call("hub.waiting", json!({})).await;
    drop(pen);
    office.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_joins_says_how_far_it_has_come_and_which_field_was_wrong() {
    let (mut office, _head, _till, shop) = chain().await;
    let fresh = Till::open().await;
    assert_eq!(fresh.call("setup.state", json!({})).await["joining"], Json::Null);
    let input = |url: &str, code: &str| json!({ "url": url, "code": code, "name": "二号柜台" });
    let nobody = fresh.try_call("setup.join", input("http://127.0.0.1:9", "TGNYZ-WP3G7")).await.expect_err("nobody answers");
    let wrong = fresh.try_call("setup.join", input(&office.url(), "TGNYZ-WP3G7")).await.expect_err("it is no code");
    assert_eq!((nobody.code, wrong.code), (app::error::Code::NoHub, app::error::Code::Refused));
    let code = office.invite(false, Scope::Shop(shop), shop);
    fresh.call("setup.join", input(&office.url(), &code)).await;
    let is_told = |state: &Json| state["ready"] == true || state["joining"]["url"] == office.url();
    fresh.until("setup.state", json!({}), is_told).await;
    let ready = fresh.until("setup.state", json!({}), |state| state["ready"] == true).await;
    assert_eq!((&ready["organisation"], &ready["joining"]), (&json!("青禾"), &Json::Null));
    office.stop().await;
}
