//! Stopping work that is under way: between two kernels of a running model, at once for one that has not begun.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use ort::session::RunOptions;

use crate::{Error, Result};

/// A handle that stops every run it was given to. Clones are the same handle.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    asked: AtomicBool,
    running: Mutex<Vec<Weak<RunOptions>>>,
}

impl Cancel {
    pub fn new() -> Cancel {
        Cancel::default()
    }

    /// Stops what runs under this handle and refuses what would begin. Cannot be taken back.
    pub fn cancel(&self) {
        self.0.asked.store(true, Ordering::SeqCst);
        for options in self.running().drain(..).filter_map(|weak| weak.upgrade()) {
            // A run that has just ended has nothing left to stop.
            let _ = options.terminate();
        }
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.asked.load(Ordering::SeqCst)
    }

    /// # Errors
    /// `Cancelled` once `cancel` was called.
    pub fn check(&self) -> Result<()> {
        if self.is_cancelled() { Err(Error::Cancelled) } else { Ok(()) }
    }

    /// Options for one run that this handle can stop; a lean one gives its working room back.
    pub(crate) fn options(&self, lean: bool) -> Result<Arc<RunOptions>> {
        let mut options = RunOptions::new().map_err(Error::Run)?;
        if lean {
            options.set("memory.enable_memory_arena_shrinkage", "cpu:0").map_err(Error::Run)?;
        }
        let options = Arc::new(options);
        let mut running = self.running();
        running.retain(|weak| weak.strong_count() > 0);
        running.push(Arc::downgrade(&options));
        drop(running);
        // Asked for after the entry stands: a `cancel` in between is seen here, a later one finds the entry.
        self.check()?;
        Ok(options)
    }

    fn running(&self) -> std::sync::MutexGuard<'_, Vec<Weak<RunOptions>>> {
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
