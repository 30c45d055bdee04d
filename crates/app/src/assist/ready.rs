//! Making ready, shortly after the desk opened, what the first look beside a conversation would wait for: the taught intents, the
//! rules and heads that read a message, the models behind them.
//!
//! It runs behind whoever signs in, once, and holds nothing: what was loaded idles like everything else, what was learnt stays.

use std::time::Duration;

use domain::shop::CHINA_OFFSET_MIN;

use crate::desk::{Desk, FaintDesk};
use crate::error::Error;
use crate::intent;

/// Opening the window and signing in come first; a program that makes one call and ends is gone by then.
const REST: Duration = Duration::from_millis(1_500);
/// How often it is asked whether the sentence model is there, and how long at most: what is learnt without it is learnt anew with it.
const ASK_EVERY: Duration = Duration::from_millis(200);
const ASKED_MAX: usize = 150;
/// What a customer may say, with something in it for every rule.
const SAID: &str = "你好，我叫王小明，上周三在你们店买的空气炸锅坏了，花了350元，订单号DD20260501008，想换一台新的，麻烦尽快，电话13800138000";
/// A page and its question, for the search for an answering sentence.
const PAGE: &str = "小家电 15 天内有毛病可以换新。请带上主机和小票到门店办理。";

/// Begins in the background.
pub(crate) fn start(desk: &Desk) {
    let desk = desk.faint();
    tokio::spawn(async move {
        tokio::time::sleep(REST).await;
        if let Err(cause) = made(&desk).await {
            // A look says what is wrong; until then nothing is worse than before.
            tracing::debug!(?cause, "the first look will take longer");
        }
    });
}

/// Has the sentence model loaded while the rest of a look goes on, where it idled away.
pub(super) fn wake(desk: &Desk) {
    if let Some(embedder) = desk.meaning().embedder() {
        // What is wrong with it, the look says.
        drop(tokio::task::spawn_blocking(move || embedder.warm()));
    }
}

async fn made(faint: &FaintDesk) -> Result<(), Error> {
    wait_for_meaning(faint).await?;
    let Some(desk) = faint.awake() else { return Ok(()) };
    let said = vec![SAID.to_owned()];
    let intents = intent::taught(&desk).await?;
    intent::wanted(&desk, &intents, said.clone()).await?;
    super::understood(&desk, said, CHINA_OFFSET_MIN).await?;
    let index = desk.indexer().index()?;
    let reading = tokio::task::spawn_blocking(move || -> Result<(), Error> {
        index.search(&::search::Query::everywhere(SAID)).map_err(Error::internal)?;
        nlp::answer::answer(SAID, PAGE, desk.meaning().embedder().as_ref()).map(drop).map_err(Error::internal)
    });
    reading.await.map_err(Error::internal)?
}

/// Waits until the sentence model is there, where it is installed at all.
async fn wait_for_meaning(faint: &FaintDesk) -> Result<(), Error> {
    for _ in 0..ASKED_MAX {
        let Some(desk) = faint.awake().filter(|desk| desk.meaning().embedder().is_none()) else { return Ok(()) };
        let installed = tokio::task::spawn_blocking(move || desk.has_model(onnx::Kind::Embedding));
        if !installed.await.map_err(Error::internal)? {
            return Ok(());
        }
        tokio::time::sleep(ASK_EVERY).await;
    }
    Ok(())
}
