//! What thinking costs a whole desk in memory: after a person signed in, looked through the lists, searched and read beside every open
//! conversation; after everything that a model does was done; and after the models idled. Measured on a desk without models too, in a
//! process of its own, since that is what the rest is compared with. Nothing here runs in the product.

use std::path::Path;
use std::time::Duration;

use ::speech::hear::{Hearing, Options};
use ::speech::{Speaker, audio};
use domain::Lang;
use onnx::{Cancel, Kind, memory};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::desk::{Caller, Desk, Opening};
use crate::error::Error;
use crate::secrets::KeyPlace;

/// What a process takes, in megabytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    /// Resident.
    pub all: f64,
    /// Of it, what is not pages of files.
    pub own: f64,
}

/// One desk in one process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Signed in, lists, searches, every open conversation looked at.
    pub worked: Taken,
    /// Everything that a model does was done, in the order a day may have: nothing more without models.
    pub used: Taken,
    /// After the models were let go as when they idle, and what they left is lying still.
    pub idle: Taken,
    /// The most it ever was.
    pub most: f64,
}

const PASSWORD: &str = "Bench-2026-memory";
/// A reply to read aloud; the clip that is heard says as much.
const SAID: &str = "您好，您的订单已经发货，预计周六下午三点前送到，一共三百五十元。";
/// A look at what is going on, and how many at most while a folder is still held.
const WAIT: Duration = Duration::from_millis(200);
const FREED_MAX: usize = 25;
const SETTLING: Duration = Duration::from_secs(15);
const SEARCHES: [&str; 3] = ["退款多久到账", "周敏", "空气炸锅起泡"];

/// A sample chain that the desks are opened on, read for its meaning where there are models.
///
/// # Errors
/// What laying out a desk says.
pub async fn lay_out(folder: &Path) -> Result<(), Error> {
    let desk = opened(folder, None).await?;
    crate::sample::write(&desk, PASSWORD).await?;
    desk.settled().await?;
    Person::signed_in(&desk).await?.read_for_meaning().await?;
    desk.close().await;
    Ok(())
}

/// The desk of a folder, once whoever had it before has let go of it.
pub(crate) async fn opened(folder: &Path, models: Option<&Path>) -> Result<Desk, Error> {
    let opening = || {
        let usual = Opening::new(folder.to_owned(), KeyPlace::InsecureFile);
        Opening { models: models.map_or(usual.models, Path::to_owned), ..usual }
    };
    for _ in 0..FREED_MAX {
        if let Ok(desk) = Desk::open(opening()).await {
            return Ok(desk);
        }
        tokio::time::sleep(WAIT).await;
    }
    Desk::open(opening()).await
}

/// Opens the desk of `folder` with the models of `models`, works, and lets go. Call it in a process that has done nothing else.
///
/// # Errors
/// What the desk and its models say.
pub async fn run(folder: &Path, models: &Path, clip: &Path) -> Result<Report, Error> {
    let desk = opened(folder, Some(models)).await?;
    let person = Person::signed_in(&desk).await?;
    person.work().await?;
    let worked = settled().await;
    if desk.has_model(Kind::SpeechToText) {
        let (speaking, clip) = (desk.clone(), clip.to_owned());
        tokio::task::spawn_blocking(move || speak_and_hear(&speaking, &clip)).await.map_err(Error::internal)??;
        // What was said is looked up and answered: the other models come back where the budget let them go.
        person.work().await?;
    }
    let used = settled().await;
    desk.models()?.unload();
    let report = Report { worked, used, idle: settled().await, most: memory::most_mb().unwrap_or_default() };
    desk.close().await;
    Ok(report)
}

/// What is taken once what was freed has gone back: it lies ready for ten seconds.
async fn settled() -> Taken {
    tokio::time::sleep(SETTLING).await;
    Taken { all: memory::resident_mb().unwrap_or_default(), own: memory::own_mb().unwrap_or_default() }
}

/// The code that the calls run, without a loudspeaker and a microphone, which a measuring machine has not.
fn speak_and_hear(desk: &Desk, clip: &Path) -> Result<(), Error> {
    let runtime = desk.models()?;
    Speaker::open(runtime).and_then(|speaker| speaker.whole(SAID, "", 1.0, &Cancel::new())).map_err(crate::speech::told)?;
    let samples = audio::read(clip).map_err(crate::speech::told)?;
    let heard = Hearing::new(runtime).and_then(|hearing| hearing.clip(&samples, &Options::default(), &Cancel::new()));
    heard.map_err(crate::speech::told).map(drop)
}

/// Who sits at the desk.
pub(crate) struct Person<'d> {
    desk: &'d Desk,
    session: Option<String>,
}

impl Person<'_> {
    pub async fn signed_in(desk: &Desk) -> Result<Person<'_>, Error> {
        let signed_in = desk.call(Caller::default(), "session.sign_in", json!({ "account": "admin", "password": PASSWORD })).await?;
        Ok(Person { desk, session: signed_in["session"].as_str().map(str::to_owned) })
    }

    pub async fn ask(&self, name: &str, input: Json) -> Result<Json, Error> {
        self.desk.call(Caller::new(self.session.clone(), Lang::Zh), name, input).await
    }

    async fn read_for_meaning(&self) -> Result<(), Error> {
        while self.desk.has_model(Kind::Embedding) && !is_read(&self.ask("model.list", json!({})).await?) {
            tokio::time::sleep(WAIT).await;
        }
        Ok(())
    }

    async fn work(&self) -> Result<(), Error> {
        for text in SEARCHES {
            self.ask("search.find", json!({ "text": text })).await?;
        }
        self.read_for_meaning().await?;
        for id in self.open_conversations().await? {
            self.ask("assist.look", json!({ "id": id })).await?;
        }
        Ok(())
    }

    pub async fn open_conversations(&self) -> Result<Vec<Json>, Error> {
        let open = json!({ "view": "open", "channel": null, "saved": null, "sort": null, "limit": 100 });
        let rows = self.ask("conversation.list", open).await?;
        Ok(rows["rows"].as_array().into_iter().flatten().map(|row| row["id"].clone()).collect())
    }
}

/// Everything has been read for its meaning.
fn is_read(models: &Json) -> bool {
    let meaning = &models["meaning"];
    meaning["problem"].is_null() && meaning["waiting"] == 0 && meaning["passages"].as_i64() > Some(0)
}
