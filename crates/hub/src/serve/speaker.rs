//! Who is speaking: the signature over a request, the number it is signed with, and how a device gets its name.
//!
//! The number is a function of the hub's secret, the device and the hour, so that any hub over the database knows it again
//! and none has to remember it. A request that somebody recorded is worthless an hour later, and earlier it changes nothing,
//! because taking a push in twice is taking it in once.

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequest, Request as Incoming, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use sync::DeviceId;
use sync::exchange::{Answer, Reply};
use sync::trust::{EnrolCode, PublicKey, Signed};

use super::{Hub, Unanswered};
use crate::Newcomer;
use crate::Succeeded;

pub const DEVICE: HeaderName = HeaderName::from_static("zg-device");
/// The number to sign the next request with.
pub const NONCE: HeaderName = HeaderName::from_static("zg-nonce");
pub const SIGNED: HeaderName = HeaderName::from_static("zg-signed");
/// A number is good for this hour and the one after.
const HOUR_MS: i64 = 3_600_000;

/// A device that proved who it is, and what it sent.
pub struct Speaker {
    pub device: DeviceId,
    pub frame: Vec<u8>,
}

impl FromRequest<Arc<Hub>> for Speaker {
    type Rejection = Response;

    async fn from_request(incoming: Incoming, hub: &Arc<Hub>) -> Result<Self, Response> {
        let claimed = Claimed::of(incoming.headers());
        let frame = axum::body::Bytes::from_request(incoming, hub).await.map_err(IntoResponse::into_response)?.to_vec();
        let Some(claimed) = claimed else { return Err(Unanswered::Nonce.into_response()) };
        let device = claimed.device;
        let numbered = |why: Unanswered| ([(NONCE, HeaderValue::from(hub.nonce(device)))], why).into_response();
        if !hub.is_nonce(device, claimed.nonce) {
            return Err(numbered(Unanswered::Nonce));
        }
        let key = hub.key_of(device).await.map_err(IntoResponse::into_response)?;
        let known = key.is_some_and(|key| key.verify_request(device, claimed.nonce, &frame, &claimed.signed).is_ok());
        if known { Ok(Speaker { device, frame }) } else { Err(numbered(Unanswered::Forged)) }
    }
}

/// What the headers say.
struct Claimed {
    device: DeviceId,
    nonce: u64,
    signed: Signed,
}

impl Claimed {
    fn of(headers: &HeaderMap) -> Option<Self> {
        let text = |name: &HeaderName| headers.get(name)?.to_str().ok();
        let device = DeviceId(u64::from_str_radix(text(&DEVICE)?, 16).ok()?);
        let nonce = text(&NONCE).and_then(|text| text.parse().ok()).unwrap_or_default();
        let signed = text(&SIGNED).and_then(|text| BASE64_STANDARD.decode(text).ok()?.try_into().ok()).unwrap_or([0; 64]);
        Some(Claimed { device, nonce, signed: Signed(signed) })
    }
}

pub(super) fn base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

impl Hub {
    pub(super) fn nonce(&self, device: DeviceId) -> u64 {
        self.nonce_of(device, self.now() / HOUR_MS)
    }

    fn is_nonce(&self, device: DeviceId, nonce: u64) -> bool {
        let hour = self.now() / HOUR_MS;
        [hour, hour - 1].into_iter().any(|hour| self.nonce_of(device, hour) == nonce)
    }

    fn nonce_of(&self, device: DeviceId, hour: i64) -> u64 {
        self.keyed(&[&device.0.to_be_bytes(), &hour.to_be_bytes()])
    }

    /// A number that only holders of the hub's secret can make; it fits a signed column.
    fn keyed(&self, parts: &[&[u8]]) -> u64 {
        sync::trust::keyed_number(&self.secret, parts)
    }

    /// A new name for a device whose log has parted from the one that is here under its old name.
    pub(super) fn rejoin(&self, old: DeviceId) -> Result<Reply, crate::LedgerError> {
        let fresh = DeviceId(crate::chance());
        let Succeeded { epoch, head, ordinal } = self.database.succeed(old, fresh, self.now())?;
        Ok(Reply { epoch: epoch.number, now: self.now(), head, ordinal, answer: Answer::Rejoined(fresh) })
    }
}

/// What a new device says of itself.
#[derive(Debug, Deserialize, Serialize)]
pub struct Enrolling {
    pub code: String,
    /// 32 bytes in base64.
    pub key: String,
    /// How people call the machine.
    pub name: String,
    /// The name its log has so far, 16 hexadecimal digits; it is kept when nobody else has it.
    pub device: String,
}

/// What it is told.
#[derive(Debug, Deserialize, Serialize)]
pub struct Enrolled {
    /// 16 hexadecimal digits.
    pub device: String,
    /// The hub's own public key, to check receipts with.
    pub hub: String,
    pub nonce: u64,
}

/// Gives a device its name for a code that head office made.
pub(super) async fn enrol(State(hub): State<Arc<Hub>>, Json(asked): Json<Enrolling>) -> Result<Json<Enrolled>, Unanswered> {
    let code: EnrolCode = asked.code.parse().map_err(|_| Unanswered::Code("this is no enrolment code"))?;
    let key = BASE64_STANDARD.decode(&asked.key).ok().and_then(|bytes| bytes.try_into().ok()).map(PublicKey);
    let key = key.ok_or(Unanswered::Code("the device's key is not 32 bytes in base64"))?;
    let device = u64::from_str_radix(&asked.device, 16).map_err(|_| Unanswered::Code("the device's name is not 16 hexadecimal digits"))?;
    let newcomer = Newcomer { device: DeviceId(device), key, name: asked.name };
    let used = hub.on_database(move |hub| hub.database.use_code(code.hash(), &newcomer, DeviceId(crate::chance()), hub.now())).await?;
    let Some(device) = used else {
        return Err(Unanswered::Code("the code is unknown, was used, or is older than a quarter of an hour"));
    };
    Ok(Json(Enrolled { device: device.to_string(), hub: base64(&hub.key.public().0), nonce: hub.nonce(device) }))
}
