//! `zg serve`: the same console in a browser, on loopback only, behind a one-time token.
//!
//! The twin of the desktop's one command: `POST /call/<name>`, and `GET /changes` as lines of JSON. It never listens on
//! another address, and answers nobody without the token that it printed.

use std::net::Ipv4Addr;
use std::sync::Arc;

use anyhow::Context;
use app::desk::{Caller, Desk};
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use domain::Lang;
use futures::StreamExt;
use serde_json::json;

use crate::Place;

mod assets;

/// A file of 64 MB in base64, and its wrapping.
const BODY_BYTES_MAX: usize = 96 << 20;

#[derive(clap::Args)]
pub struct Serve {
    /// Port on loopback; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
}

struct Served {
    desk: Desk,
    token: String,
    authority: String,
}

impl Serve {
    pub async fn run(self, place: &Place) -> anyhow::Result<()> {
        let desk = place.open().await?;
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await.with_context(|| format!("port {}", self.port))?;
        let port = listener.local_addr()?.port();
        let token = app::secrets::token();
        let served = Arc::new(Served { desk: desk.clone(), token: token.clone(), authority: format!("127.0.0.1:{port}") });
        println!("http://127.0.0.1:{port}/#token={token}");
        axum::serve(listener, router(served)).with_graceful_shutdown(asked_to_stop()).await?;
        desk.close().await;
        Ok(())
    }
}

fn router(served: Arc<Served>) -> Router {
    Router::new()
        .route("/call/{name}", post(call))
        .route("/changes", get(changes))
        .fallback(asset)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .with_state(served)
}

/// Ctrl-C, or the system's wish to end the program. Open change streams do not hold it up.
async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            std::process::exit(0);
        }
    }
    // Without a signal handler the program only ends by force.
    let _ = tokio::signal::ctrl_c().await;
    std::process::exit(0);
}

fn text_of<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn lang_of(headers: &HeaderMap) -> Lang {
    if text_of(headers, "x-lang") == "en" { Lang::En } else { Lang::Zh }
}

impl Served {
    /// The token, from a page of ours: another site in the same browser knows neither the token nor our name.
    fn admits(&self, headers: &HeaderMap) -> bool {
        let given = text_of(headers, "authorization").strip_prefix("Bearer ").unwrap_or_default();
        let host = text_of(headers, "host");
        let ours = host == self.authority || host.strip_prefix("localhost:").is_some_and(|port| self.authority.ends_with(port));
        ours && same(given.as_bytes(), self.token.as_bytes())
    }
}

/// Takes the same time wherever the texts differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

fn turned_away(lang: Lang) -> Response {
    let message = lang
        .pick("这个网址不对或已过期，用终端里打印的网址重新打开。", "This address is wrong or has expired. Open the one printed in the terminal.");
    let error = json!({ "error": { "code": "signed_out", "message": message, "refusal": true, "detail": null } });
    (StatusCode::UNAUTHORIZED, Json(error)).into_response()
}

async fn call(State(served): State<Arc<Served>>, Path(name): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let lang = lang_of(&headers);
    if !served.admits(&headers) {
        return turned_away(lang);
    }
    let caller = Caller::new(Some(text_of(&headers, "x-session").to_owned()), lang);
    let input = if body.is_empty() { Ok(serde_json::Value::Null) } else { serde_json::from_slice(&body) };
    let answer = match input {
        // In a task of its own: a browser that goes away does not stop a change half-way.
        Ok(input) => {
            let desk = served.desk.clone();
            tokio::spawn(async move { desk.call(caller, &name, input).await }).await.unwrap_or_else(|cause| Err(app::error::Error::internal(cause)))
        }
        Err(cause) => Err(app::error::Error::malformed(&name, cause)),
    };
    match answer {
        Ok(output) => Json(json!({ "ok": output })).into_response(),
        Err(error) => (status(&error), Json(json!({ "error": error.shape(lang) }))).into_response(),
    }
}

fn status(error: &app::error::Error) -> StatusCode {
    use app::error::Code;
    match error.code {
        Code::SignedOut | Code::Locked | Code::MustChangePassword | Code::NotSetUp => StatusCode::UNAUTHORIZED,
        Code::Forbidden => StatusCode::FORBIDDEN,
        Code::Refused => StatusCode::CONFLICT,
        Code::NotFound | Code::UnknownCall => StatusCode::NOT_FOUND,
        Code::Malformed => StatusCode::BAD_REQUEST,
        Code::NoHub => StatusCode::BAD_GATEWAY,
        Code::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
        Code::Failed => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// One line per commit; a line with `lagged` asks for refetching everything.
async fn changes(State(served): State<Arc<Served>>, headers: HeaderMap) -> Response {
    if !served.admits(&headers) {
        return turned_away(lang_of(&headers));
    }
    let hello = futures::stream::once(async { Ok::<_, std::convert::Infallible>(Bytes::from_static(b"{\"changes\":[]}\n")) });
    let heard = futures::stream::unfold(served.desk.changes(), |mut heard| async move {
        use tokio::sync::broadcast::error::RecvError;
        let line = match heard.recv().await {
            Ok(changes) => json!({ "changes": *changes }),
            Err(RecvError::Lagged(_)) => json!({ "changes": [], "lagged": true }),
            Err(RecvError::Closed) => return None,
        };
        Some((Ok(Bytes::from(format!("{line}\n"))), heard))
    });
    ([(header::CONTENT_TYPE, "application/x-ndjson"), (header::CACHE_CONTROL, "no-store")], Body::from_stream(hello.chain(heard))).into_response()
}

async fn asset(uri: Uri) -> Response {
    assets::answer(uri.path())
}
