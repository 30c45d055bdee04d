//! The hub on the network: one address that devices exchange at, one that enrols them, one that waits for news, and two for
//! whoever watches over it.
//!
//! A request is taken up in a task of its own, so that a line that breaks never leaves half a transaction behind; the reply
//! is sent when the database has made it durable and not before. Whoever speaks is asked for a signature by the extractor
//! of every handler, never by the path. Nothing here decides what a device may see: that is `sync::hub`.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::time::{Clock, Millis};
use sync::DeviceId;
use sync::exchange::{Answer, Denied, Reply, Request};
use sync::trust::{Key, PublicKey, Receipt};
use sync::wire::{self, MAX_PACKED};
use tokio::sync::Semaphore;

use crate::{Crier, Database, Late, LedgerError, News};

mod authority;
mod news;
mod speaker;
mod watch;

use news::{Board, Mark};
use speaker::{NONCE, Speaker};

/// What the hub signs back for what it has made durable.
pub const RECEIPT: HeaderName = HeaderName::from_static("zg-receipt");
pub const BODY: &str = "application/vnd.zhanggui.exchange";
/// A device that waits for news is answered after this long even when there are none, so that proxies do not cut it off.
const WAIT: Duration = Duration::from_secs(25);
/// Looks this often whether a new day has begun.
const SEALING: Duration = Duration::from_secs(600);
/// Up to where a device that waits has heard; it gives back what it was told.
pub const HEARD: HeaderName = HeaderName::from_static("zg-news");

/// How often it is written down how far desks have heard.
const HEARD_EVERY: Duration = Duration::from_secs(1);
/// Requests that the database works on at once: a thousand desks that come back together wait here and not as a thousand
/// connections, of which PostgreSQL has a hundred.
const TURNS: usize = 16;

/// A running hub.
pub struct Hub {
    database: Database,
    key: Key,
    /// From it the numbers follow that requests are signed with; the same for all hubs over one database.
    secret: [u8; 32],
    clock: Arc<dyn Clock>,
    /// Shared with whoever hears of other hubs.
    news: Arc<Board>,
    keys: RwLock<HashMap<DeviceId, PublicKey>>,
    turns: Arc<Semaphore>,
    /// Tells other hubs over the same database; there is one while it serves, and where there may be others.
    crier: OnceLock<Option<Crier>>,
    /// Becomes true when the hub is to stop, so that those who wait for news are let go.
    stopping: tokio::sync::watch::Sender<bool>,
    watch: watch::Watch,
    /// The certificate of the hub's own authority, where it has one.
    authority: Option<Vec<u8>>,
}

impl Hub {
    pub fn new(database: Database, key: Key, secret: [u8; 32], clock: Arc<dyn Clock>) -> Self {
        let (stopping, _) = tokio::sync::watch::channel(false);
        Hub {
            database: database.writing_heard_every(HEARD_EVERY),
            key,
            secret,
            clock,
            news: Arc::new(Board::new(crate::chance())),
            keys: RwLock::default(),
            turns: Arc::new(Semaphore::new(TURNS)),
            crier: OnceLock::new(),
            stopping,
            watch: watch::Watch::default(),
            authority: None,
        }
    }

    /// Desks that are let in get to know this authority by their code.
    #[must_use]
    pub fn with_authority(mut self, authority: &[u8]) -> Self {
        self.authority = Some(authority.to_vec());
        self
    }

    fn now(&self) -> Millis {
        self.clock.now()
    }

    /// A device's key. It never changes, so it is asked for once; whether the device is still let in is asked every time.
    async fn key_of(self: &Arc<Self>, device: DeviceId) -> Result<Option<PublicKey>, Unanswered> {
        if let Some(known) = self.keys.read().unwrap_or_else(PoisonError::into_inner).get(&device) {
            return Ok(Some(*known));
        }
        let key = self.on_database(move |hub| hub.database.key_of(device)).await?;
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        keys.extend(key.map(|key| (device, key)));
        Ok(key)
    }

    /// Work that waits for the database, on a thread that may wait, and on its own: when the line breaks the handler is
    /// dropped, the work is not.
    async fn on_database<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Hub) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, Unanswered> {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Unanswered::Stopping)?;
        let hub = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || {
            let done = work(&hub);
            drop(turn);
            done
        });
        Ok(done.await.map_err(|_| Unanswered::Stopping)??)
    }
}

/// Serves until `stop` is done; requests under way are finished.
pub async fn serve<L>(hub: Arc<Hub>, listener: L, stop: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()>
where
    L: axum::serve::Listener,
    L::Addr: std::fmt::Debug,
{
    let told = Arc::clone(&hub);
    let stop = async move {
        stop.await;
        told.stopping.send_replace(true);
    };
    let news = Arc::clone(&hub.news);
    hub.crier.get_or_init(|| hub.database.others(move |heard| news.tell(heard)));
    let sealing = tokio::spawn(seal_days(Arc::clone(&hub)));
    let served = axum::serve(listener, router(hub)).with_graceful_shutdown(stop).await;
    sealing.abort();
    served
}

/// Seals each day soon after it has begun.
async fn seal_days(hub: Arc<Hub>) {
    loop {
        let sealing = Arc::clone(&hub);
        let sealed = tokio::task::spawn_blocking(move || sealing.database.seal(&sealing.key, sealing.now(), crate::Wanted::Daily)).await;
        match sealed {
            Ok(Ok((sealed, true))) => tracing::info!(day = sealed.day.number, devices = sealed.day.devices, "sealed a day"),
            Ok(Err(cause)) => tracing::error!(error = %crate::error::chain(&cause), "the day could not be sealed; it is tried again"),
            Ok(Ok(_)) | Err(_) => {}
        }
        tokio::time::sleep(SEALING).await;
    }
}

pub fn router(hub: Arc<Hub>) -> Router {
    Router::new()
        .route("/v1/exchange", post(exchange))
        .route("/v1/wait", post(wait))
        .route("/v1/enrol", post(speaker::enrol))
        .route("/v1/authority/{asked}", get(authority::tell))
        .route("/health", get(watch::health))
        .route("/metrics", get(watch::metrics))
        .layer(DefaultBodyLimit::max(MAX_PACKED))
        .with_state(hub)
}

/// Why a request was not answered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unanswered {
    #[error("sign the request with the number in `zg-nonce`")]
    Nonce,
    #[error("the signature is not of this device")]
    Forged,
    #[error("the message cannot be read: {0}")]
    Message(#[from] wire::BadMessage),
    #[error("the request speaks of another device than the one that signed it")]
    Another,
    #[error("{0}")]
    Code(&'static str),
    #[error("this hub has no authority of its own: its certificate must be of one that machines know")]
    NoAuthority,
    #[error("the hub's database does not answer; try again")]
    Ledger(#[from] LedgerError),
    #[error("the hub is stopping; try again")]
    Stopping,
}

impl Unanswered {
    const fn status(&self) -> StatusCode {
        match self {
            Unanswered::Nonce | Unanswered::Forged => StatusCode::UNAUTHORIZED,
            Unanswered::Message(_) | Unanswered::Another => StatusCode::BAD_REQUEST,
            Unanswered::Code(_) => StatusCode::FORBIDDEN,
            Unanswered::NoAuthority => StatusCode::NOT_FOUND,
            Unanswered::Ledger(_) | Unanswered::Stopping => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl IntoResponse for Unanswered {
    fn into_response(self) -> Response {
        if let Unanswered::Ledger(cause) = &self {
            tracing::error!(error = %crate::error::chain(cause), "a request was not answered");
        }
        let again = [(header::RETRY_AFTER, HeaderValue::from_static("5"))];
        let status = self.status();
        let told = (status, self.to_string());
        if status == StatusCode::SERVICE_UNAVAILABLE { (again, told).into_response() } else { told.into_response() }
    }
}

/// One request and its reply.
async fn exchange(State(hub): State<Arc<Hub>>, speaker: Speaker) -> Result<Response, Unanswered> {
    let Speaker { device, frame } = speaker;
    let request = wire::unpack_request(&frame)?;
    if sync::hub::device_of(&request) != device {
        return Err(Unanswered::Another);
    }
    let reply = hub.on_database(move |hub| hub.take_up(&request)).await?;
    Ok(hub.told(&reply, device))
}

impl Hub {
    fn take_up(&self, request: &Request) -> Result<Reply, LedgerError> {
        let begun = std::time::Instant::now();
        if let Request::Rejoin { device } = request {
            return self.rejoin(*device);
        }
        let done = self.database.answer(request, self.now())?;
        self.watch.answered(request, &done.reply, begun.elapsed());
        if let (Request::Push(push), Answer::Denied(Denied::Revoked)) = (request, &done.reply.answer) {
            let (device, at) = (push.device, self.now());
            self.database.keep_late(&Late { device, at, frame: wire::pack_request(request) })?;
        }
        if !done.grown.is_empty() {
            if let Some(Some(crier)) = self.crier.get() {
                crier.tell(&done.grown);
            }
            self.news.tell(News::Grown(done.grown));
        }
        Ok(done.reply)
    }

    fn told(&self, reply: &Reply, device: sync::DeviceId) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(BODY));
        headers.insert(NONCE, HeaderValue::from(self.nonce(device)));
        if matches!(reply.answer, Answer::Pushed { .. }) {
            let receipt = Receipt { device, epoch: reply.epoch, head: reply.head, at: reply.now };
            let signed = self.key.sign_receipt(&receipt);
            let bytes = [receipt.to_bytes(), signed.0.to_vec()].concat();
            if let Ok(value) = HeaderValue::from_str(&speaker::base64(&bytes)) {
                headers.insert(RECEIPT, value);
            }
        }
        (headers, wire::pack_reply(reply)).into_response()
    }
}

/// Answers when something grew that the device hears, or after a while.
async fn wait(State(hub): State<Arc<Hub>>, headers: HeaderMap, speaker: Speaker) -> Result<Response, Unanswered> {
    let since = headers.get(HEARD).and_then(|value| Mark::read(value.to_str().ok()?));
    let begun = hub.news.mark();
    let device = speaker.device;
    let granted = hub.on_database(move |hub| hub.database.granted(device)).await?;
    let mut stopping = hub.stopping.subscribe();
    let is_new = tokio::select! {
        () = hub.news.grew(&granted, since) => true,
        () = tokio::time::sleep(WAIT) => false,
        // Whoever stops the hub drops nothing that is waited for; the device asks again.
        _ = stopping.wait_for(|stopping| *stopping) => false,
    };
    let status = if is_new { StatusCode::OK } else { StatusCode::NO_CONTENT };
    // The device takes down what there is when it hears of news; otherwise what grew while this ended is told by its next wait.
    let mark = if is_new { hub.news.mark() } else { begun };
    let mark = HeaderValue::from_str(&mark.to_string()).map_err(|_| Unanswered::Stopping)?;
    Ok((status, [(NONCE, HeaderValue::from(hub.nonce(device))), (HEARD, mark)]).into_response())
}

/// Done when somebody presses Ctrl-C or, where there is such a thing, the system says to stop.
pub async fn told_to_stop() {
    let pressed = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut asked) = signal(SignalKind::terminate()) {
            tokio::select! { _ = pressed => {}, _ = asked.recv() => {} }
            return;
        }
    }
    // Without a way to hear of it, it runs until it is killed; nothing is lost by that.
    let _ = pressed.await;
}
