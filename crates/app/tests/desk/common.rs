//! A real desk in a folder of its own, with a clock that the test moves.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use app::desk::{Caller, Desk, Opening};
use app::error::Error;
use app::secrets::KeyPlace;
use domain::time::FixedClock;
use domain::{Id, Lang, Millis};
use expect_test::Expect;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

/// A Monday, ten in the morning in China: shops are open.
pub const MONDAY_TEN: Millis = 1_780_279_200_000;
pub const PASSWORD: &str = "qinghe-shenghuo-77";
/// What people of a test choose for themselves.
pub const OWN_PASSWORD: &str = "zai-men-dian-2026";

/// Places in the list of built-in roles.
pub const CLERK: usize = 0;
pub const MANAGER: usize = 1;
pub const EDITOR: usize = 3;
pub const AUDITOR: usize = 5;

pub fn role(place: usize) -> Id {
    domain::permission::BUILTIN_ROLES[place].id()
}

/// A first run.
pub fn organisation(password: &str) -> Json {
    json!({
        "organisation": "青禾生活", "shop_code": "HZ01", "shop_name": "西湖店",
        "account": "admin", "name": "周岚", "password": password,
    })
}

/// An installation that is set up, with the administrator signed in.
pub struct Installation {
    pub desk: Desk,
    pub clock: Arc<FixedClock>,
    pub session: String,
    pub shop: Id,
    pub folder: TempDir,
}

impl Installation {
    pub async fn new() -> Self {
        Self::at(MONDAY_TEN).await
    }

    /// An installation whose clock says `now`.
    pub async fn at(now: Millis) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(FixedClock::at(now));
        let desk = open(&folder, &clock).await;
        let signed_in = desk.call(Caller::default(), "setup.create", organisation(PASSWORD)).await.unwrap();
        let session = text(&signed_in["session"]);
        let mut made = Installation { desk, clock, session, shop: Id([0; 16]), folder };
        made.shop = id(&made.call("shop.list", json!({})).await[0]["id"]);
        made.call("session.choose_shop", json!({ "shop": made.shop })).await;
        made
    }

    /// Closes the desk and opens it again, as after a restart; everyone has to sign in anew.
    pub async fn restarted(self, later_ms: Millis) -> Self {
        let later = |clock: &FixedClock| {
            clock.0.fetch_add(later_ms, Ordering::SeqCst);
        };
        self.restarted_after(later).await
    }

    /// Closes the desk, lets something happen to its folder or clock, and opens it again.
    pub async fn restarted_after(self, meanwhile: impl FnOnce(&FixedClock)) -> Self {
        let Installation { desk, clock, shop, folder, .. } = self;
        desk.close().await;
        drop(desk);
        meanwhile(&clock);
        let desk = opened_when_free(&folder, &clock).await;
        let signed_in = desk.call(Caller::default(), "session.sign_in", json!({ "account": "admin", "password": PASSWORD })).await.unwrap();
        Installation { desk, clock, session: text(&signed_in["session"]), shop, folder }
    }

    pub fn pass(&self, ms: Millis) {
        self.clock.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// Comes back after a while; the screen has locked itself meanwhile.
    pub async fn later(&self, ms: Millis) {
        self.pass(ms);
        self.call("session.unlock", json!({ "secret": PASSWORD })).await;
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

    /// What a call says that someone must not make, with the code that callers branch on.
    pub async fn refused_to(&self, session: &str, name: &str, input: Json) -> String {
        match self.as_person(session, name, input).await {
            Ok(output) => panic!("{name} went through: {output}"),
            Err(error) => format!("{:?}: {}", error.code, error.zh),
        }
    }

    /// A clerk of a new shop; their session.
    pub async fn clerk_of_new_shop(&self, code: &str, account: &str, name: &str) -> (Id, String) {
        let shop = id(&self.call("shop.save", json!({ "id": null, "code": code, "name": format!("{code} 店"), "calendar": null })).await["id"]);
        (shop, self.person(account, name, role(CLERK), &[shop]).await)
    }

    /// A new person with a role, who has set a password of their own; their session.
    pub async fn person(&self, account: &str, name: &str, role: Id, shops: &[Id]) -> String {
        let person = json!({ "id": null, "account": account, "name": name, "roles": [role], "shops": shops });
        let person = self.call("staff.save", person).await;
        let once = text(&self.call("staff.reset_password", person).await["password"]);
        let session = self.signed_in(account, &once).await.unwrap();
        self.as_person(&session, "session.set_password", json!({ "old": once, "new": OWN_PASSWORD })).await.unwrap();
        session
    }

    pub async fn signed_in(&self, account: &str, password: &str) -> Result<String, Error> {
        let input = json!({ "account": account, "password": password });
        self.desk.call(Caller::default(), "session.sign_in", input).await.map(|signed_in| text(&signed_in["session"]))
    }

    /// Who someone is to their colleagues.
    pub async fn staff(&self, account: &str) -> Id {
        let cards = self.call("staff.cards", json!({})).await;
        id(&cards.as_array().unwrap().iter().find(|card| card["account"] == account).expect("a colleague")["id"])
    }

    /// Waits until nothing is wrong with the desk any more.
    pub async fn calm(&self) {
        while self.call("desk.state", json!({})).await["warnings"] != json!([]) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until search has caught up with the log.
    pub async fn indexed(&self) {
        while self.call("desk.state", json!({})).await["index_behind"] != 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// Tells a value as its snapshot does.
pub fn check(told: impl std::fmt::Display, expected: Expect) {
    expected.assert_eq(&told.to_string());
}

/// What an error tells, in both languages.
pub fn both(error: &Error) -> String {
    format!("{:?}\n{}\n{}", error.code, error.zh, error.en)
}

/// What a call answered, or how it said no.
pub fn outcome(answer: Result<Json, Error>) -> String {
    match answer {
        Ok(_) => "done".to_owned(),
        Err(error) => format!("{:?}: {}", error.code, error.zh),
    }
}

/// One line per element.
pub fn lines(of: &Json, line: impl Fn(&Json) -> String) -> String {
    of.as_array().expect("a list").iter().map(line).collect::<Vec<_>>().join("\n")
}

async fn open(folder: &TempDir, clock: &Arc<FixedClock>) -> Desk {
    try_open(folder, clock).await.unwrap()
}

async fn try_open(folder: &TempDir, clock: &Arc<FixedClock>) -> Result<Desk, Error> {
    desk_in(folder.path(), clock).await
}

/// Opens whatever is in the folder.
pub async fn desk_in(folder: &Path, clock: &Arc<FixedClock>) -> Result<Desk, Error> {
    Desk::open(Opening { folder: folder.to_owned(), keys: KeyPlace::InsecureFile, clock: clock.clone(), models: folder.join("models") }).await
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
