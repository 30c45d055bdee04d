//! Search over everything, and the job that keeps the index in step with the log.
//!
//! The index only follows: it is written from committed rows, knows how far into the log it has come, and can be thrown
//! away. A desk works without it; then search says so.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;

use ::search::{Document, Index, Kind};
use domain::time::Clock;
use domain::{Id, Millis, Noun};
use store::{Key, Store};
use tokio::sync::Notify;

use crate::desk::{Caller, Desk};
use crate::error::{Code, Error};
use crate::meaning::Meaning;
use crate::shape::{Marked, Nothing};
use crate::shapes;

pub(crate) mod document;
mod find;

pub(crate) use find::{find, hits, ids, marked};

shapes! {
    pub struct Find { text: String, #[serde(default)] nouns: Vec<Noun>, #[serde(default)] limit: i64 }

    pub struct Found {
        noun: Noun,
        id: Id,
        /// For messages: the conversation to open.
        parent: Option<Id>,
        title: Marked,
        snippet: Marked,
        why: Vec<String>,
        /// How near in meaning the shown passage is, 0 to 100, where search goes by meaning too.
        meaning: Option<i64>,
        /// Ticket number, masked phone, category path.
        detail: String,
        at: i64,
    }

    pub struct FoundPage { hits: Vec<Found> }

    pub struct ForConversation { id: Id, limit: i64 }

    pub struct Rebuilt { documents: i64, took_ms: i64 }
}

/// Ops taken in one step: large enough for an import, small enough to stay within 200 ms of a click.
const STEP: i64 = 1_000;
/// How often articles are looked for whose time has come.
const EFFECTIVE_EVERY: Duration = Duration::from_secs(20);
/// Records read at a time while rebuilding.
const PAGE: i64 = 1_000;
/// The same, for whoever else reads everything.
pub(crate) const ALL_PAGE: i64 = PAGE;

/// Keeps the index in step with the log, in a task of its own.
pub(crate) struct Indexer {
    index: Arc<RwLock<Option<Arc<Index>>>>,
    position: Arc<AtomicI64>,
    wake: Arc<Notify>,
    problem: Arc<Mutex<Option<Problem>>>,
    /// What is wrong for as long as the program runs.
    lasting: Option<Problem>,
    meaning: Arc<Meaning>,
    clock: Arc<dyn Clock>,
    task: Mutex<Option<tokio::task::JoinHandle<()>>>,
}

/// Why search does not work, for people.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    zh: &'static str,
    en: &'static str,
}

impl Problem {
    pub fn text(&self, lang: domain::Lang) -> &str {
        lang.pick(self.zh, self.en)
    }
}

const NEEDS_REBUILD: Problem = Problem {
    zh: "搜索索引坏了或版本不对，正在重建；重建前搜不全。也可以运行 zg index rebuild。",
    en: "The search index is damaged or of another version and is being rebuilt; until then search is incomplete. You can also run zg index rebuild.",
};
const STOPPED: Problem = Problem {
    zh: "搜索索引写不进去，搜到的可能不是最新的。看看磁盘空间，再运行 zg index rebuild。",
    en: "The search index cannot be written, so results may be out of date. Check the disk space, then run zg index rebuild.",
};

const IN_MEMORY: Problem = Problem {
    zh: "搜索索引的文件夹不能写，这次先放在内存里：能搜，每次打开都要重新建。看看磁盘空间和权限，再重新打开。",
    en: "The folder of the search index cannot be written, so the index is kept in memory: search works, and is built anew at every start. Check the disk space and permissions, then reopen.",
};

impl Indexer {
    /// Opens the sealed index beside the store. A damaged one is replaced: it holds nothing that the store does not. Where
    /// none can be kept the desk opens all the same.
    pub async fn open(store: &Store, key: &Key, clock: Arc<dyn Clock>, meaning: Arc<Meaning>) -> Result<Self, Error> {
        let folder = store.folder().index();
        let index_key = key.derive("index");
        let anew = || Index::remove(&folder).and_then(|()| Index::open(&folder, Some(index_key)));
        let (index, problem, lasting) = match Index::open(&folder, Some(index_key)) {
            Ok(index) => (index, None, None),
            Err(cause) => {
                tracing::warn!(%cause, "the index is made anew");
                match anew() {
                    Ok(index) => (index, Some(NEEDS_REBUILD), None),
                    Err(cause) => {
                        tracing::error!(%cause, "the index is kept in memory");
                        (Index::in_memory(), Some(IN_MEMORY), Some(IN_MEMORY))
                    }
                }
            }
        };
        if index.cursor() as i64 > store.position().await? {
            // The file is older than its index: somebody put a backup back.
            index.rebuild(std::iter::empty(), 0).map_err(Error::internal)?;
        }
        let position = AtomicI64::new(index.cursor() as i64);
        Ok(Indexer {
            index: Arc::new(RwLock::new(Some(Arc::new(index)))),
            position: Arc::new(position),
            wake: Arc::new(Notify::new()),
            problem: Arc::new(Mutex::new(problem)),
            lasting,
            meaning,
            clock,
            task: Mutex::new(None),
        })
    }

    /// Starts following the log.
    pub fn start(&self, desk: &Desk) {
        let (store, index, position, wake) = (desk.store().clone(), self.index.clone(), self.position.clone(), self.wake.clone());
        let (problem, lasting, clock) = (self.problem.clone(), self.lasting.clone(), self.clock.clone());
        let meaning = Arc::clone(&self.meaning);
        let task = tokio::spawn(async move {
            let mut effective = 0;
            loop {
                let Some(index) = index.read().ok().and_then(|index| index.clone()) else { return };
                match step(&store, Into { index, meaning: Arc::clone(&meaning) }, &position, clock.now(), &mut effective).await {
                    Ok(true) => continue,
                    Ok(false) => set(&problem, lasting.clone()),
                    Err(cause) => {
                        tracing::error!(%cause, "the index stopped following");
                        set(&problem, Some(STOPPED));
                        tokio::time::sleep(Duration::from_secs(5)).await;
                        continue;
                    }
                }
                // Nothing committed is fine: an article may have come into effect meanwhile.
                let _ = tokio::time::timeout(EFFECTIVE_EVERY, wake.notified()).await;
            }
        });
        *self.task.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(task);
    }

    /// Something was committed.
    pub fn poke(&self) {
        self.wake.notify_one();
    }

    pub async fn stop(&self) {
        let task = self.task.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        if let Some(task) = task {
            task.abort();
            // Aborted is what was asked for.
            let _ = task.await;
        }
        let index = self.index.write().ok().and_then(|mut index| index.take());
        if let Some(index) = index {
            // A merge that goes on after the desk was closed would write into a folder that somebody may be moving away by then.
            // What it could not finish, the next opening does again.
            let _ = tokio::task::spawn_blocking(move || index.settle()).await;
        }
    }

    pub fn index(&self) -> Result<Arc<Index>, Error> {
        let closed = || Error::new(Code::Failed, "正在关闭，搜不了了。", "Closing; search is over.");
        self.index.read().ok().and_then(|index| index.clone()).ok_or_else(closed)
    }

    pub fn position(&self) -> i64 {
        self.position.load(Ordering::SeqCst)
    }

    pub fn documents(&self) -> i64 {
        self.index().map_or(0, |index| index.len() as i64)
    }

    pub fn problem(&self) -> Option<Problem> {
        self.problem.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

fn set(problem: &Mutex<Option<Problem>>, to: Option<Problem>) {
    *problem.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = to;
}

/// What is written to: the index, and who reads along.
#[derive(Clone)]
struct Into {
    index: Arc<Index>,
    meaning: Arc<Meaning>,
}

/// Takes in the next ops and what came into effect by itself; says whether there may be more.
async fn step(store: &Store, index: Into, position: &AtomicI64, now: Millis, effective: &mut Millis) -> Result<bool, Error> {
    if follow(store, index.clone(), position, now).await? {
        return Ok(true);
    }
    let due = store.articles_effective(*effective, now).await?;
    if !due.is_empty() {
        let cursor = position.load(Ordering::SeqCst);
        write(store, index, due.into_iter().map(|id| (Noun::Article, id)).collect(), cursor, now).await?;
    }
    *effective = now;
    Ok(false)
}

/// Takes in the next ops; says whether there may be more.
async fn follow(store: &Store, index: Into, position: &AtomicI64, now: Millis) -> Result<bool, Error> {
    let marks = store.marks_after(position.load(Ordering::SeqCst), STEP).await?;
    let last = match marks.last() {
        Some(mark) => mark.position,
        // Ops of nouns that this program does not know are passed over together.
        None => store.position().await?,
    };
    if last <= position.load(Ordering::SeqCst) {
        return Ok(false);
    }
    let touched = document::touched(store, &marks).await?;
    write(store, index, touched, last, now).await?;
    position.store(last, Ordering::SeqCst);
    Ok(marks.len() as i64 == STEP)
}

async fn write(store: &Store, into: Into, touched: BTreeSet<(Noun, Id)>, cursor: i64, now: Millis) -> Result<(), Error> {
    let (upserts, deletes) = document::of(store, touched, now).await?;
    into.meaning.hear(&upserts, &deletes);
    tokio::task::spawn_blocking(move || into.index.write(&upserts, &deletes, cursor as u64)).await.map_err(Error::internal)?.map_err(Error::internal)
}

/// Throws the index away and writes it again from the store.
pub(crate) async fn rebuild(desk: &Desk, _: &Caller, _: Nothing) -> Result<Rebuilt, Error> {
    let began = std::time::Instant::now();
    let (store, indexer) = (desk.store(), desk.indexer());
    let index = indexer.index()?;
    // Noted before the rows are read: what is committed meanwhile is taken in once more, and nobody waits to write.
    let cursor = store.position().await?;
    let (sender, receiver) = std::sync::mpsc::sync_channel::<Document>(PAGE as usize * 2);
    let writing = tokio::task::spawn_blocking(move || index.rebuild(receiver, cursor as u64));
    document::all(store, PAGE, desk.now(), &sender).await?;
    drop(sender);
    writing.await.map_err(Error::internal)?.map_err(Error::internal)?;
    indexer.position.store(cursor, Ordering::SeqCst);
    indexer.poke();
    set(&indexer.problem, indexer.lasting.clone());
    Ok(Rebuilt { documents: indexer.documents(), took_ms: began.elapsed().as_millis() as i64 })
}

/// The nouns that can be found.
pub(crate) fn kind_of(noun: Noun) -> Option<Kind> {
    match noun {
        Noun::Customer => Some(Kind::Customer),
        Noun::Ticket => Some(Kind::Ticket),
        Noun::Message => Some(Kind::Message),
        Noun::Article => Some(Kind::Article),
        _ => None,
    }
}

impl Desk {
    /// Waits until everything committed so far can be found, at most ten seconds: for programs that make one call and end.
    pub async fn settled(&self) -> Result<(), Error> {
        let wanted = self.store().position().await?;
        for _ in 0..1_000 {
            if self.indexer().position() >= wanted {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }

    /// For `zg index rebuild`, where nobody is signed in: whoever can open the file may rebuild what follows from it.
    pub async fn rebuild_index(&self) -> Result<Rebuilt, Error> {
        rebuild(self, &Caller::default(), Nothing {}).await
    }
}
