//! How long the desk thinks over a conversation: every open one of the sample chain, the first look at each, as when a message comes.

use std::path::Path;

use domain::Lang;
use serde_json::{Value as Json, json};

use crate::desk::{Caller, Desk, Opening};
use crate::error::Error;
use crate::secrets::KeyPlace;

/// Milliseconds of `assist.look`, of each conversation at its first look.
pub struct Report {
    pub conversations: usize,
    pub p50_ms: i64,
    pub p95_ms: i64,
    pub slowest_ms: i64,
    /// The very first look, which teaches the intents as well.
    pub first_ms: i64,
    /// There was no sentence model: words alone.
    pub plain: bool,
}

/// Any, since the desk is thrown away.
const PASSWORD: &str = "Bench-2026-assist";

/// # Errors
/// What laying out and asking a desk says.
pub async fn run(folder: &Path) -> Result<Report, Error> {
    let desk = Desk::open(Opening::new(folder.to_owned(), KeyPlace::InsecureFile)).await?;
    crate::sample::write(&desk, PASSWORD).await?;
    desk.settled().await?;
    let signed_in = desk.call(Caller::default(), "session.sign_in", json!({ "account": "admin", "password": PASSWORD })).await?;
    let session = signed_in["session"].as_str().map(str::to_owned);
    let ask = async |name: &str, input: Json| desk.call(Caller::new(session.clone(), Lang::Zh), name, input).await;
    while desk.has_model(onnx::Kind::Embedding) && !is_read(&ask("model.list", json!({})).await?) {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    let open = json!({ "view": "open", "channel": null, "saved": null, "sort": null, "limit": 100 });
    let rows = ask("conversation.list", open).await?;
    let ids: Vec<Json> = rows["rows"].as_array().into_iter().flatten().map(|row| row["id"].clone()).collect();
    let (mut took, mut plain) = (Vec::new(), true);
    for id in ids {
        let assist = ask("assist.look", json!({ "id": id })).await?;
        took.push(assist["took_ms"].as_i64().unwrap_or_default());
        plain = assist["plain"] == true;
    }
    desk.close().await;
    let first_ms = took.first().copied().unwrap_or_default();
    took.sort_unstable();
    let at = |share: usize| took.get((took.len() * share / 100).min(took.len().saturating_sub(1))).copied().unwrap_or_default();
    Ok(Report { conversations: took.len(), p50_ms: at(50), p95_ms: at(95), slowest_ms: at(100), first_ms, plain })
}

/// Everything has been read for its meaning.
fn is_read(models: &Json) -> bool {
    let meaning = &models["meaning"];
    meaning["problem"].is_null() && meaning["waiting"] == 0 && meaning["passages"].as_i64() > Some(0)
}
