//! The models of this machine: what is installed, what it costs, what is missing, and the vectors made with them.
//!
//! A desk works without any: a feature that needs one says which is missing. Nothing here fetches; it shows what a fetch beside it
//! has reached.

pub mod bench;

use std::path::PathBuf;

pub use onnx::forbid_reports;
use onnx::{Budget, Kind, Runtime, Shelf, State};

use crate::desk::{Caller, Desk};
use crate::error::{Code, Error};
use crate::shape::Nothing;
use crate::shapes;

domain::tags! {
    /// How a model stands.
    pub enum ModelState {
        /** Its files are there and are what they should be. */ Ready = "ready",
        /** Not installed. */ Missing = "missing",
        /** There, but not what it should be. */ Damaged = "damaged",
    }
}

shapes! {
    pub struct ModelRow {
        name: String,
        /// runtime, embedding, speech_to_text, text_to_speech, voice_activity, segmentation
        kind: String,
        purpose: String,
        licence: String,
        origin: String,
        bytes: i64,
        /// Resident while it works.
        memory_mb: i64,
        state: ModelState,
        problem: Option<String>,
        loaded: bool,
    }

    pub struct FetchingModels { model: String, done: i64, of: i64 }

    pub struct MeaningProgress {
        /// Passages that can be found by meaning.
        passages: i64,
        /// Documents still to be read.
        waiting: i64,
        paused: bool,
        /// Why there is none, when there is none.
        problem: Option<String>,
    }

    pub struct Models {
        rows: Vec<ModelRow>,
        folder: String,
        /// What all loaded models together may take.
        budget_mb: i64,
        fetching: Option<FetchingModels>,
        meaning: MeaningProgress,
    }

    pub struct ByName { name: String }
    pub struct PauseMeaning { paused: bool }
}

/// The models for a desk; a manifest that cannot be read leaves it without any.
pub(crate) fn runtime(folder: PathBuf) -> Result<Runtime, onnx::Error> {
    Ok(Runtime::new(Shelf::open(folder)?, Budget::default()))
}

pub(crate) async fn list(desk: &Desk, caller: &Caller, _: Nothing) -> Result<Models, Error> {
    let runtime = desk.models()?.clone();
    let looked = runtime.clone();
    let found = tokio::task::spawn_blocking(move || looked.shelf().look()).await.map_err(Error::internal)?;
    let held = runtime.held();
    let rows = found.into_iter().map(|found| {
        let prefix = format!("{}/", found.model.name);
        let (state, problem) = match found.state {
            State::Ready => (ModelState::Ready, None),
            State::Missing => (ModelState::Missing, None),
            State::Damaged(why) => (ModelState::Damaged, Some(why)),
        };
        ModelRow {
            loaded: held.iter().any(|held| held.name.starts_with(&prefix)),
            kind: found.model.kind.tag().to_owned(),
            purpose: caller.lang.pick(&found.model.purpose.zh, &found.model.purpose.en).to_owned(),
            bytes: found.model.bytes() as i64,
            memory_mb: found.model.memory_mb as i64,
            name: found.model.name,
            licence: found.model.licence,
            origin: found.model.origin,
            state,
            problem,
        }
    });
    let fetching = runtime.shelf().fetching();
    Ok(Models {
        rows: rows.collect(),
        folder: runtime.shelf().folder().display().to_string(),
        budget_mb: runtime.budget().memory_mb as i64,
        fetching: fetching.map(|fetching| FetchingModels { model: fetching.model, done: fetching.done as i64, of: fetching.of as i64 }),
        meaning: desk.meaning().progress(caller.lang),
    })
}

/// Removes a model's files; what it did is missing from then on.
pub(crate) async fn remove(desk: &Desk, _: &Caller, input: ByName) -> Result<Nothing, Error> {
    let runtime = desk.models()?.clone();
    let removed = tokio::task::spawn_blocking(move || runtime.shelf().remove(&input.name)).await.map_err(Error::internal)?;
    removed.map_err(told)?;
    Ok(Nothing {})
}

pub(crate) async fn pause(desk: &Desk, _: &Caller, input: PauseMeaning) -> Result<Nothing, Error> {
    desk.meaning().pause(input.paused);
    Ok(Nothing {})
}

/// What a model's error is to people: what is missing, or what is wrong with it.
pub(crate) fn told(error: onnx::Error) -> Error {
    if error.is_missing() {
        return missing().because(error);
    }
    if matches!(error, onnx::Error::Cancelled) {
        return Error::new(Code::Refused, "已停止。", "Stopped.").because(error);
    }
    Error::new(
        Code::Failed,
        "模型文件不对或跑不起来，到“设置 › 本机智能”看看哪个坏了。",
        "A model is damaged or cannot run; Settings › On this machine says which.",
    )
    .because(error)
}

pub(crate) fn missing() -> Error {
    Error::new(
        Code::Refused,
        "这台机器还没装好要用的模型，装好就能用，其他功能不受影响。",
        "The model for this is not installed on this machine yet. Everything else works.",
    )
}

impl Desk {
    /// Whether a kind of model is installed and whole. Hashes it at the first asking.
    pub fn has_model(&self, kind: Kind) -> bool {
        self.models().is_ok_and(|runtime| runtime.of_kind(kind).is_ok())
    }
}
