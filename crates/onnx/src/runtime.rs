//! The one place that loads ONNX Runtime and holds its sessions: lazily, within a budget of memory and threads, letting go of
//! what idles.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use ort::environment::Environment;
use ort::ep::CPU;
use ort::session::Session as Loaded;
use ort::session::builder::GraphOptimizationLevel;

use crate::aside::Idles;
use crate::session::Slot;
use crate::{Error, File, Kind, Model, Result, Session, Shelf, memory, signature};

/// How much of the machine models may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Megabytes of all loaded models together; the least recently used are let go for a new one.
    pub memory_mb: u64,
    /// Threads of one running model.
    pub threads: usize,
    /// A model that was not used for so long is let go.
    pub idle: Duration,
}

impl Default for Budget {
    /// All cores but one, which is the screen's; 900 MB; five minutes.
    fn default() -> Budget {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Budget { memory_mb: 900, threads: (cores - 1).clamp(1, 4), idle: Duration::from_secs(300) }
    }
}

/// The models of this process. Clones are the same.
#[derive(Clone)]
pub struct Runtime(Arc<Pool>);

/// What is loaded, and what it is counted as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub name: String,
    pub memory_mb: u64,
}

pub(crate) struct Pool {
    shelf: Shelf,
    budget: Budget,
    slots: Mutex<HashMap<PathBuf, Arc<Slot>>>,
    /// What stands beside the models.
    asides: Mutex<Vec<Weak<dyn Idles>>>,
    /// Serialises loads, so that two do not both find room for one.
    loading: Mutex<()>,
    ended: Arc<Ended>,
}

/// Wakes the thread that lets go of what idles, once, at the end.
#[derive(Default)]
struct Ended(Mutex<bool>, Condvar);

impl Runtime {
    pub fn new(shelf: Shelf, budget: Budget) -> Runtime {
        memory::keep_little();
        let ended = Arc::new(Ended::default());
        let pool =
            Arc::new(Pool { shelf, budget, slots: Mutex::default(), asides: Mutex::default(), loading: Mutex::default(), ended: Arc::clone(&ended) });
        let watched = Arc::downgrade(&pool);
        // Without this thread nothing is let go, and everything else works.
        let _ = std::thread::Builder::new().name("models".to_owned()).spawn(move || let_go_of_idlers(&watched, &ended, budget.idle));
        Runtime(pool)
    }

    /// The usual shelf with the usual budget, for programs without a desk.
    ///
    /// # Errors
    /// What opening the shelf says.
    pub fn usual() -> Result<Runtime> {
        Ok(Runtime::new(Shelf::open(Shelf::usual_folder(Path::new("models/weights")))?, Budget::default()))
    }

    pub fn shelf(&self) -> &Shelf {
        &self.0.shelf
    }

    pub fn budget(&self) -> Budget {
        self.0.budget
    }

    /// The first installed model of a kind.
    ///
    /// # Errors
    /// `Missing` when none is installed; what is wrong with the files of one that is there.
    pub fn of_kind(&self, kind: Kind) -> Result<Chosen> {
        Ok(Chosen { model: self.0.shelf.first(kind)?, runtime: self.clone() })
    }

    /// What is loaded now.
    pub fn held(&self) -> Vec<Held> {
        let mut held: Vec<Held> = self.0.loaded().iter().map(|slot| Held { name: slot.name.clone(), memory_mb: slot.memory_mb }).collect();
        held.sort_by(|a, b| a.name.cmp(&b.name));
        held
    }

    /// Lets go of everything that is not running, and gives its memory back to the system.
    pub fn unload(&self) {
        self.0.let_go(Duration::ZERO);
        memory::give_back();
    }

    /// Lets go of a thing beside the models when it idles as they do.
    pub(crate) fn look_after(&self, thing: Weak<dyn Idles>) {
        let mut asides = self.0.asides();
        asides.retain(|known| known.strong_count() > 0);
        asides.push(thing);
    }
}

/// A model that is installed, chosen for its kind.
#[derive(Clone)]
pub struct Chosen {
    model: Model,
    runtime: Runtime,
}

impl Chosen {
    pub fn name(&self) -> &str {
        &self.model.name
    }

    /// Its hash, as receipts of answers carry it: of its first file.
    pub fn hash(&self) -> &str {
        self.model.files.first().map_or("", |file| &file.sha256)
    }

    pub fn has(&self, path: &str) -> bool {
        self.model.file(path).is_some()
    }

    /// Where a checked file of it lies.
    ///
    /// # Errors
    /// `NoFile` when the manifest names no such file, or what is wrong with it.
    pub fn file(&self, path: &str) -> Result<PathBuf> {
        let shelf = &self.runtime.0.shelf;
        let file = self.named(path)?;
        shelf.check(&self.model, file)?;
        Ok(shelf.place(&self.model, path))
    }

    /// A session of one of its files; nothing is loaded until it runs.
    ///
    /// # Errors
    /// `NoFile` when the manifest names no such file.
    pub fn session(&self, path: &str) -> Result<Session> {
        let file = self.named(path)?;
        let place = self.runtime.0.shelf.place(&self.model, path);
        let mut slots = self.runtime.0.slots();
        let slot = slots.entry(place.clone()).or_insert_with(|| Arc::new(self.slot(file, place)));
        Ok(Session::new(Arc::clone(slot)))
    }

    fn slot(&self, file: &File, place: PathBuf) -> Slot {
        let name = format!("{}/{}", self.model.name, file.path);
        // What the manifest gives for the whole model is shared out by size; an unmeasured file counts one and a half times itself.
        let whole = self.model.bytes().max(1);
        let measured = self.model.memory_mb * file.bytes / whole;
        let memory_mb = if measured > 0 { measured } else { (file.bytes * 3 / 2) >> 20 };
        Slot::new(name, place, file.clone(), memory_mb, Arc::downgrade(&self.runtime.0))
    }

    fn named(&self, path: &str) -> Result<&File> {
        let place = || self.runtime.0.shelf.place(&self.model, path);
        self.model.file(path).ok_or_else(|| Error::NoFile { path: place() })
    }
}

impl Pool {
    fn slots(&self) -> MutexGuard<'_, HashMap<PathBuf, Arc<Slot>>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn asides(&self) -> MutexGuard<'_, Vec<Weak<dyn Idles>>> {
        self.asides.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets go of what was not used for so long, and gives its memory back to the system.
    fn let_go(&self, idle: Duration) {
        let mut gone = false;
        for slot in self.loaded() {
            if slot.idle().is_some_and(|since| since >= idle) && slot.unload() {
                tracing::debug!(name = slot.name, "idle model let go");
                gone = true;
            }
        }
        let asides: Vec<Arc<dyn Idles>> = self.asides().iter().filter_map(Weak::upgrade).collect();
        for aside in asides {
            gone |= aside.idle().is_some_and(|since| since >= idle) && aside.unload();
        }
        if gone {
            memory::give_back();
        }
    }

    fn loaded(&self) -> Vec<Arc<Slot>> {
        self.slots().values().filter(|slot| slot.is_loaded()).cloned().collect()
    }

    /// Checks the file, makes room, loads, and compares what it takes and gives with the manifest.
    pub fn load(&self, slot: &Slot) -> Result<Loaded> {
        let _alone = self.loading.lock().unwrap_or_else(PoisonError::into_inner);
        let environment = environment(&self.shelf)?;
        let model = slot.name.split('/').next().and_then(|name| self.shelf.manifest().named(name));
        let model = model.ok_or_else(|| Error::Unknown(slot.name.clone()))?;
        self.shelf.check(model, &slot.file)?;
        self.make_room(slot)?;
        let loaded = open(&environment, &slot.path, self.budget.threads).map_err(|source| Error::Load { path: slot.path.clone(), source })?;
        signature::check(&slot.file, &loaded)?;
        tracing::debug!(name = slot.name, "model loaded");
        Ok(loaded)
    }

    fn make_room(&self, slot: &Slot) -> Result<()> {
        let budget_mb = self.budget.memory_mb;
        if slot.memory_mb > budget_mb {
            return Err(Error::Memory { name: slot.name.clone(), needed_mb: slot.memory_mb, budget_mb });
        }
        // Slots that someone is loading or running count, and are not let go.
        let mut held: u64 = self.loaded().iter().filter(|other| other.name != slot.name).map(|other| other.memory_mb).sum();
        let mut idlers: Vec<(Duration, Arc<Slot>)> = self.loaded().into_iter().filter_map(|other| Some((other.idle()?, other))).collect();
        idlers.sort_by_key(|(idle, _)| std::cmp::Reverse(*idle));
        for (_, idler) in idlers {
            if held + slot.memory_mb <= budget_mb {
                break;
            }
            if idler.unload() {
                held = held.saturating_sub(idler.memory_mb);
            }
        }
        Ok(())
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        *self.ended.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.ended.1.notify_all();
    }
}

fn let_go_of_idlers(pool: &Weak<Pool>, ended: &Ended, idle: Duration) {
    let step = (idle / 4).max(Duration::from_millis(10));
    loop {
        let over = ended.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (over, _) = ended.1.wait_timeout(over, step).unwrap_or_else(PoisonError::into_inner);
        if *over {
            return;
        }
        drop(over);
        let Some(pool) = pool.upgrade() else { return };
        pool.let_go(idle);
    }
}

fn open(environment: &Environment, path: &Path, threads: usize) -> ort::Result<Loaded> {
    let builder = Loaded::builder(environment)?;
    // Without an arena one spoken sentence peaks at 2,036 MB instead of 475 and costs 40 % more; a session gives its arena back when it is let go.
    let cpu = [CPU::default().with_arena_allocator(true).build()];
    let builder = builder.with_execution_providers(cpu)?.with_optimization_level(GraphOptimizationLevel::All)?;
    let builder = builder.with_intra_threads(threads)?.with_inter_threads(1)?;
    // A thread that spins while it waits takes the core that the screen needs.
    let builder = builder.with_config_entry("session.intra_op.allow_spinning", "0")?;
    builder.with_memory_pattern(false)?.commit_from_file(path)
}

/// ONNX Runtime's library, loaded once per process; what failed is tried again, since the library may have come meanwhile.
fn environment(shelf: &Shelf) -> Result<Arc<Environment>> {
    static ONE: Mutex<Option<Arc<Environment>>> = Mutex::new(None);
    let mut one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(environment) = one.as_ref() {
        return Ok(Arc::clone(environment));
    }
    let path = library(shelf)?;
    let wrong = |reason: String| Error::Library { path: path.clone(), reason };
    crate::forbid_reports();
    let builder = ort::init_from(&path).map_err(|error| wrong(error.to_string()))?;
    let environment = builder.with_name("zhanggui").with_telemetry(false).build().map_err(|error| wrong(error.to_string()))?;
    Ok(Arc::clone(one.insert(Arc::new(environment))))
}

/// The checked library of this machine. `ORT_DYLIB_PATH` is for people who have a build of their own, unchecked.
fn library(shelf: &Shelf) -> Result<PathBuf> {
    if let Some(own) = std::env::var_os("ORT_DYLIB_PATH").filter(|own| !own.is_empty()) {
        return Ok(own.into());
    }
    let model = shelf.first(Kind::Runtime).map_err(|error| match error {
        Error::Missing(..) => match shelf.manifest().here().find(|model| model.kind == Kind::Runtime) {
            Some(model) => Error::NoLibrary(shelf.place(model, model.files.first().map_or("", |file| &file.path))),
            None => Error::Platform(crate::manifest::this_target()),
        },
        other => other,
    })?;
    let file = model.files.first().ok_or_else(|| Error::Unknown(model.name.clone()))?;
    Ok(shelf.place(&model, &file.path))
}
