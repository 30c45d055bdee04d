//! One file of a model, loaded when it is first run, shared by everyone who asked for it, let go when it idles.
//!
//! Runs of one session follow each other: ONNX Runtime's own bookkeeping is not made for two at once.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use ort::session::{Session as Loaded, SessionInputValue};

use crate::runtime::Pool;
use crate::{Cancel, Error, File, Result, Tensor};

/// A handle to a file of a model. Clones are the same session.
#[derive(Clone)]
pub struct Session {
    slot: Arc<Slot>,
    lean: bool,
}

pub(crate) struct Slot {
    /// `model/file`, as the console and the errors call it.
    pub name: String,
    pub path: PathBuf,
    pub file: File,
    /// What it is counted as against the budget.
    pub memory_mb: u64,
    pub pool: Weak<Pool>,
    state: Mutex<Option<Loaded>>,
    used: Mutex<Instant>,
}

impl Slot {
    pub fn new(name: String, path: PathBuf, file: File, memory_mb: u64, pool: Weak<Pool>) -> Slot {
        Slot { name, path, file, memory_mb, pool, state: Mutex::new(None), used: Mutex::new(Instant::now()) }
    }

    pub fn is_loaded(&self) -> bool {
        // Someone holds the state: it is being loaded or run.
        self.state.try_lock().map_or(true, |state| state.is_some())
    }

    /// How long it was not run; nothing when it is not loaded, or is running.
    pub fn idle(&self) -> Option<Duration> {
        let state = self.state.try_lock().ok()?;
        state.as_ref()?;
        Some(self.used().elapsed())
    }

    /// Lets it go, unless it is running.
    pub fn unload(&self) -> bool {
        match self.state.try_lock() {
            Ok(mut state) => state.take().is_some(),
            Err(_) => false,
        }
    }

    fn used(&self) -> MutexGuard<'_, Instant> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Session {
    pub(crate) fn new(slot: Arc<Slot>) -> Session {
        Session { slot, lean: false }
    }

    /// The same, giving the room that a run worked in back behind it: for runs that take long enough not to feel it.
    #[must_use]
    pub fn lean(self) -> Session {
        Session { lean: true, ..self }
    }

    /// `model/file`.
    pub fn name(&self) -> &str {
        &self.slot.name
    }

    /// Whether a run would find it loaded.
    pub fn is_loaded(&self) -> bool {
        self.slot.is_loaded()
    }

    /// Loads it now rather than under its first run.
    ///
    /// # Errors
    /// What `run` would say of the file, the library or the budget.
    pub fn warm(&self) -> Result<()> {
        let mut state = self.state();
        self.ensure(&mut state)?;
        Ok(())
    }

    /// Runs it on the named inputs; every output comes back.
    ///
    /// # Errors
    /// `Cancelled` when `cancel` was called before or meanwhile; `Run` when the model refuses its inputs; what loading says.
    pub fn run(&self, inputs: Vec<(&str, Tensor)>, cancel: &Cancel) -> Result<Outputs> {
        cancel.check()?;
        let mut state = self.state();
        let loaded = self.ensure(&mut state)?;
        let options = cancel.options(self.lean)?;
        let given: Vec<(&str, SessionInputValue)> = inputs.iter().map(|(name, tensor)| Ok((*name, tensor.input()?))).collect::<Result<_>>()?;
        let outcome = loaded.run_with_options(given, &options);
        *self.slot.used() = Instant::now();
        match outcome {
            Ok(outputs) => Ok(Outputs(outputs.into_iter().map(|(name, value)| (name.to_owned(), Tensor::output(value))).collect())),
            Err(_) if cancel.is_cancelled() => Err(Error::Cancelled),
            Err(error) => Err(Error::Run(error)),
        }
    }

    fn state(&self) -> MutexGuard<'_, Option<Loaded>> {
        // A panic of another thread while it ran leaves a session that ONNX Runtime may no longer like.
        self.slot.state.lock().unwrap_or_else(|poisoned| {
            self.slot.state.clear_poison();
            let mut state = poisoned.into_inner();
            *state = None;
            state
        })
    }

    fn ensure<'s>(&self, state: &'s mut Option<Loaded>) -> Result<&'s mut Loaded> {
        if state.is_none() {
            let pool = self.slot.pool.upgrade().ok_or(Error::Cancelled)?;
            *state = Some(pool.load(&self.slot)?);
            *self.slot.used() = Instant::now();
        }
        state.as_mut().ok_or(Error::Cancelled)
    }
}

/// What a run gave, by name.
#[derive(Debug)]
pub struct Outputs(Vec<(String, Tensor)>);

impl Outputs {
    /// # Errors
    /// `NoOutput` for a name that the model does not give, or that was taken before.
    pub fn take(&mut self, name: &str) -> Result<Tensor> {
        let at = self.0.iter().position(|(given, _)| given == name).ok_or_else(|| Error::NoOutput(name.to_owned()))?;
        Ok(self.0.swap_remove(at).1)
    }

    /// The first output, for models that give one.
    ///
    /// # Errors
    /// `NoOutput` when there is none.
    pub fn first(mut self) -> Result<Tensor> {
        if self.0.is_empty() { Err(Error::NoOutput("first".to_owned())) } else { Ok(self.0.swap_remove(0).1) }
    }
}
