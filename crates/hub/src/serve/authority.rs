//! How a desk gets to know the hub's own authority: by the code that a person typed, before anything secret is sent.
//!
//! Whoever asks gets a proof for each code that is good now, and can tell which is his only by having the code.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use sync::trust::audit::unhex_array;
use sync::trust::authority_proof;

use super::speaker::base64;
use super::{Hub, Unanswered};

#[derive(Serialize)]
pub(super) struct Told {
    /// The certificate, base64 of its DER form.
    authority: String,
    /// 32 bytes each in base64.
    proofs: Vec<String>,
}

/// `asked` is a number from chance, 64 hexadecimal digits.
pub(super) async fn tell(State(hub): State<Arc<Hub>>, Path(asked): Path<String>) -> Result<Json<Told>, Unanswered> {
    let authority = hub.authority.clone().ok_or(Unanswered::NoAuthority)?;
    let asked = unhex_array(&asked).ok_or(Unanswered::Code("ask with 64 hexadecimal digits"))?;
    let working = Arc::clone(&hub);
    let keys = tokio::task::spawn_blocking(move || working.database.proofs(working.now())).await.map_err(|_| Unanswered::Stopping)??;
    let proofs = keys.iter().map(|key| base64(&authority_proof(key, &asked, &authority))).collect();
    Ok(Json(Told { authority: base64(&authority), proofs }))
}
