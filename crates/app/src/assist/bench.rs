//! How long the desk thinks over a conversation: every open one of the sample chain, the first look at each, as when a message comes.
//! The desk is opened as in the morning, once for someone who looks at once and once for someone who takes a few seconds; one
//! conversation is kept for when the models have idled.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use crate::desk::Desk;
use crate::error::Error;
use crate::model::bench::{self, Person};

/// Milliseconds of `assist.look`, of each conversation at its first look.
pub struct Report {
    pub conversations: usize,
    pub p50_ms: i64,
    pub p95_ms: i64,
    pub slowest_ms: i64,
    /// The very first look, `SETTLING` after the desk was opened.
    pub first_ms: i64,
    /// The very first look of someone who does not wait at all.
    pub at_once_ms: i64,
    /// A look after the models idled.
    pub idled_ms: i64,
    /// From opening the desk to being signed in.
    pub opened_ms: i64,
    /// There was no sentence model: words alone.
    pub plain: bool,
}

/// Opening the window, a name and a password take a person longer.
const SETTLING: Duration = Duration::from_secs(5);

/// # Errors
/// What laying out and asking a desk says.
pub async fn run(folder: &Path) -> Result<Report, Error> {
    bench::lay_out(folder).await?;
    let began = Instant::now();
    let desk = bench::opened(folder, None).await?;
    let person = Person::signed_in(&desk).await?;
    let opened_ms = began.elapsed().as_millis() as i64;
    let ids = person.open_conversations().await?;
    let at_once_ms = looked(&person, ids.iter().take(1)).await?.0.first().copied().unwrap_or_default();
    desk.close().await;
    drop(desk);
    let desk = bench::opened(folder, None).await?;
    let report = day(&desk, &ids).await?;
    desk.close().await;
    Ok(Report { at_once_ms, opened_ms, ..report })
}

async fn day(desk: &Desk, ids: &[Json]) -> Result<Report, Error> {
    let person = Person::signed_in(desk).await?;
    tokio::time::sleep(SETTLING).await;
    let (kept, others) = ids.split_last().map_or((None, ids), |(kept, others)| (Some(kept), others));
    let (mut took, plain) = looked(&person, others.iter()).await?;
    desk.models()?.unload();
    let idled_ms = looked(&person, kept.into_iter()).await?.0.first().copied().unwrap_or_default();
    let first_ms = took.first().copied().unwrap_or_default();
    took.sort_unstable();
    let at = |share: usize| took.get((took.len() * share / 100).min(took.len().saturating_sub(1))).copied().unwrap_or_default();
    let (p50_ms, p95_ms, slowest_ms) = (at(50), at(95), at(100));
    Ok(Report { conversations: took.len(), p50_ms, p95_ms, slowest_ms, first_ms, at_once_ms: 0, idled_ms, opened_ms: 0, plain })
}

/// How long each look took, and whether it went by words alone.
async fn looked(person: &Person<'_>, ids: impl Iterator<Item = &Json>) -> Result<(Vec<i64>, bool), Error> {
    let (mut took, mut plain) = (Vec::new(), true);
    for id in ids {
        let assist = person.ask("assist.look", json!({ "id": id })).await?;
        took.push(assist["took_ms"].as_i64().unwrap_or_default());
        plain = assist["plain"] == true;
    }
    Ok((took, plain))
}
