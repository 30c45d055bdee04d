//! The one command: every call of the console comes through here and goes to `app` as it is.

use app::desk::{Caller, Desk};
use app::error::ErrorShape;
use domain::Lang;
use serde_json::{Value as Json, json};
use tauri::State;

/// Resolves to `{"ok": output}`, rejects with `{"error": …}`: the shapes of `POST /call/<name>`.
#[tauri::command]
pub async fn call(desk: State<'_, Desk>, name: String, input: Option<Json>, session: Option<String>, lang: Option<String>) -> Result<Json, Json> {
    let lang = if lang.as_deref() == Some("en") { Lang::En } else { Lang::Zh };
    let desk = desk.inner().clone();
    // In a task of its own, so that a window that closes does not stop a change half-way.
    let work = tauri::async_runtime::spawn(async move { desk.call(Caller::new(session, lang), &name, input.unwrap_or(Json::Null)).await });
    let answer = work.await.unwrap_or_else(|cause| Err(app::error::Error::internal(cause)));
    answer.map(|output| json!({ "ok": output })).map_err(|error| {
        let shape: ErrorShape = error.shape(lang);
        json!({ "error": shape })
    })
}
