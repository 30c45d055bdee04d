//! What this installation says of itself: device, index, and the truth about syncing.

use crate::desk::{Caller, Desk};
use crate::error::Error;
use crate::shape::Nothing;
use crate::shapes;

domain::tags! {
    /// How the desk stands with head office.
    pub enum SyncState { /** No hub was ever enrolled: records live on this device only. */ ThisDeviceOnly = "this_device_only", /** Exchanges with a hub; `hub.state` says how it goes. */ HeadOffice = "head_office" }
}

shapes! {
    pub struct DeskState {
        version: String,
        device: String,
        sync: SyncState,
        /// Ops that no other device has.
        ops: i64,
        documents: i64,
        /// Ops that the index has not taken in yet.
        index_behind: i64,
        data_bytes: i64,
        /// Sentences about what needs a look: a clock that jumped, a disk that is nearly full.
        warnings: Vec<String>,
    }
}

/// A clock before this was never set: the program did not exist yet (2026-01-01).
const PROGRAM_BORN: domain::Millis = 1_767_225_600_000;

pub(crate) async fn state(desk: &Desk, caller: &Caller, _: Nothing) -> Result<DeskState, Error> {
    let ops = desk.store().position().await?;
    Ok(DeskState {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        device: desk.store().device().to_string(),
        sync: if desk.hub().is_enrolled() { SyncState::HeadOffice } else { SyncState::ThisDeviceOnly },
        ops,
        documents: desk.indexer().documents(),
        index_behind: (ops - desk.indexer().position()).max(0),
        data_bytes: std::fs::metadata(desk.store().folder().database()).map_or(0, |file| file.len() as i64),
        warnings: warnings(desk, caller),
    })
}

fn warnings(desk: &Desk, caller: &Caller) -> Vec<String> {
    let mut warnings = Vec::new();
    if desk.now() < PROGRAM_BORN {
        warnings.push(
            caller
                .lang
                .pick(
                    "这台机器的时间不对，先校准时间。照常能做，先后次序不会乱。",
                    "This machine's clock is wrong; set it. Work goes on, and the order of changes stays right.",
                )
                .to_owned(),
        );
    }
    if let Some(problem) = desk.indexer().problem() {
        warnings.push(problem.text(caller.lang).to_owned());
    }
    warnings
}
