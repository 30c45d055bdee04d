//! A real desk in a folder of its own, with a clock that the test moves.
#![allow(dead_code, reason = "each test file uses what it needs of it")]

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use app::desk::{Caller, Desk, Opening};
use app::error::Error;
use app::secrets::KeyPlace;
use domain::time::FixedClock;
use domain::{Id, Lang, Millis};
use serde_json::{Value as Json, json};
use tempfile::TempDir;

/// A Monday, ten in the morning in China: shops are open.
pub const MONDAY_TEN: Millis = 1_780_279_200_000;
pub const PASSWORD: &str = "qinghe-shenghuo-77";

/// An installation that is set up, with the administrator signed in.
pub struct Installation {
    pub desk: Desk,
    pub clock: Arc<FixedClock>,
    pub session: String,
    pub shop: Id,
    folder: TempDir,
}

impl Installation {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(FixedClock::at(MONDAY_TEN));
        let desk = open(&folder, &clock).await;
        let organisation = json!({
            "organisation": "青禾生活", "shop_code": "HZ01", "shop_name": "西湖店",
            "account": "admin", "name": "周岚", "password": PASSWORD,
        });
        let signed_in = desk.call(Caller::default(), "setup.create", organisation).await.unwrap();
        let session = text(&signed_in["session"]);
        let mut made = Installation { desk, clock, session, shop: Id([0; 16]), folder };
        made.shop = id(&made.call("shop.list", json!({})).await[0]["id"]);
        made.call("session.choose_shop", json!({ "shop": made.shop })).await;
        made
    }

    /// Closes the desk and opens it again, as after a restart; everyone has to sign in anew.
    pub async fn restarted(self, later_ms: Millis) -> Self {
        let Installation { desk, clock, shop, folder, .. } = self;
        desk.close().await;
        drop(desk);
        clock.0.fetch_add(later_ms, Ordering::SeqCst);
        let desk = opened_when_free(&folder, &clock).await;
        let signed_in = desk.call(Caller::default(), "session.sign_in", json!({ "account": "admin", "password": PASSWORD })).await.unwrap();
        Installation { desk, clock, session: text(&signed_in["session"]), shop, folder }
    }

    pub fn pass(&self, ms: Millis) {
        self.clock.0.fetch_add(ms, Ordering::SeqCst);
    }

    pub async fn call(&self, name: &str, input: Json) -> Json {
        self.try_call(name, input).await.unwrap_or_else(|error| panic!("{name}: {error} {:?}", error.shape(Lang::En).detail))
    }

    /// What a call says that must not go through, in Chinese.
    pub async fn refused(&self, name: &str, input: Json) -> String {
        match self.try_call(name, input).await {
            Ok(output) => panic!("{name} went through: {output}"),
            Err(error) => error.zh,
        }
    }

    pub async fn try_call(&self, name: &str, input: Json) -> Result<Json, Error> {
        self.as_person(&self.session, name, input).await
    }

    pub async fn as_person(&self, session: &str, name: &str, input: Json) -> Result<Json, Error> {
        self.desk.call(Caller::new(Some(session.to_owned()), Lang::Zh), name, input).await
    }

    /// A clerk of a new shop; their session.
    pub async fn clerk_of_new_shop(&self, code: &str, account: &str, name: &str) -> (Id, String) {
        let shop = id(&self.call("shop.save", json!({ "id": null, "code": code, "name": format!("{code} 店"), "calendar": null })).await["id"]);
        let clerk = domain::permission::BUILTIN_ROLES[0].id();
        let person = json!({ "id": null, "account": account, "name": name, "roles": [clerk], "shops": [shop] });
        let person = self.call("staff.save", person).await;
        let once = text(&self.call("staff.reset_password", person).await["password"]);
        let session =
            text(&self.desk.call(Caller::default(), "session.sign_in", json!({ "account": account, "password": once })).await.unwrap()["session"]);
        self.as_person(&session, "session.set_password", json!({ "old": once, "new": "zai-men-dian-2026" })).await.unwrap();
        (shop, session)
    }

    /// Waits until search has caught up with the log.
    pub async fn indexed(&self) {
        while self.call("desk.state", json!({})).await["index_behind"] != 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

async fn open(folder: &TempDir, clock: &Arc<FixedClock>) -> Desk {
    try_open(folder, clock).await.unwrap()
}

async fn try_open(folder: &TempDir, clock: &Arc<FixedClock>) -> Result<Desk, Error> {
    Desk::open(Opening { folder: folder.path().to_owned(), keys: KeyPlace::InsecureFile, clock: clock.clone() }).await
}

/// Tasks that were stopped let go of the folder a moment later.
async fn opened_when_free(folder: &TempDir, clock: &Arc<FixedClock>) -> Desk {
    for _ in 0..400 {
        match try_open(folder, clock).await {
            Ok(desk) => return desk,
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
    open(folder, clock).await
}

pub fn id(json: &Json) -> Id {
    json.as_str().expect("an id").parse().unwrap()
}

pub fn text(json: &Json) -> String {
    json.as_str().expect("a text").to_owned()
}
