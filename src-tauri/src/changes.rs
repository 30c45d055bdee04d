//! The one emitter: committed changes, in the words of `app::calls::Change`, and nothing else.

use app::desk::Desk;
use serde_json::json;
use tauri::{AppHandle, Emitter};
use tokio::sync::broadcast::error::RecvError;

/// Sends every commit's changes to the window as the event `change`, until the desk closes.
pub fn emit(app: AppHandle, desk: &Desk) {
    let mut heard = desk.changes();
    tauri::async_runtime::spawn(async move {
        loop {
            let payload = match heard.recv().await {
                Ok(changes) => json!({ "changes": *changes }),
                Err(RecvError::Lagged(_)) => json!({ "changes": [], "lagged": true }),
                Err(RecvError::Closed) => return,
            };
            // A window that is gone hears nothing; the records are safe.
            let _ = app.emit("change", payload);
        }
    });
}
