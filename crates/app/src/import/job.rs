//! Reading many files in the background of a screen: files come in parts, are read and looked at one by one, and whoever waits
//! hears of each as it is done. It can be stopped at any file; what was read until then can still be kept.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::{Id, Millis};
use tokio::sync::watch;

use super::library::Library;
use super::{FileOutcome, ImportArticle, ImportLook, KnowledgePreview, PREVIEW_MS, Parsed};
use crate::desk::Desk;
use crate::error::{Code, Error};
use crate::secrets;

domain::tags! { pub enum ImportStage { Reading = "reading", Done = "done", Stopped = "stopped" } }

const WAIT: Duration = Duration::from_secs(1);
/// Readings at once: each holds its files' text.
const JOBS_MAX: usize = 8;

#[derive(Default)]
pub(crate) struct Jobs(Mutex<Vec<Arc<Job>>>);

pub(super) struct Job {
    pub token: String,
    owner: Id,
    at: Millis,
    stop: AtomicBool,
    pub so_far: watch::Sender<SoFar>,
    /// Taken by whoever reads, so that two parts sent at once are read one after the other.
    pub library: tokio::sync::Mutex<Option<Library>>,
}

/// Lists only grow, so that what a screen has already is known by their lengths.
#[derive(Clone)]
pub(super) struct SoFar {
    pub files: Vec<FileOutcome>,
    pub articles: Vec<ImportArticle>,
    pub looks: Vec<ImportLook>,
    pub stage: ImportStage,
    pub now: Option<String>,
    pub by_meaning: bool,
    /// Names the bytes of files read, and which file had them.
    pub seen: Vec<([u8; 32], String)>,
}

fn nothing_yet() -> SoFar {
    SoFar { files: vec![], articles: vec![], looks: vec![], stage: ImportStage::Reading, now: None, by_meaning: false, seen: vec![] }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Jobs {
    pub(super) fn open(&self, owner: Id, now: Millis) -> Arc<Job> {
        let job = Arc::new(Job {
            token: secrets::token(),
            owner,
            at: now,
            stop: AtomicBool::new(false),
            so_far: watch::Sender::new(nothing_yet()),
            library: tokio::sync::Mutex::default(),
        });
        let mut jobs = lock(&self.0);
        jobs.retain(|job| now - job.at < PREVIEW_MS);
        if jobs.len() >= JOBS_MAX {
            jobs.remove(0).stop();
        }
        jobs.push(Arc::clone(&job));
        job
    }

    /// Another person's reading is not there.
    pub(super) fn of(&self, owner: Id, token: &str) -> Result<Arc<Job>, Error> {
        let found = lock(&self.0).iter().find(|job| job.token == token && job.owner == owner).cloned();
        found.ok_or_else(|| Error::new(Code::NotFound, "这次读取已经结束了，重新选一次文件。", "This reading is over; choose the files again."))
    }
}

impl Job {
    pub fn stop(&self) {
        self.stop.store(true, Ordering::SeqCst);
    }

    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    pub fn tell(&self, change: impl FnOnce(&mut SoFar)) {
        self.so_far.send_modify(change);
    }

    /// Waits a second at most for more than the screen has.
    pub async fn more_than(&self, files: usize, articles: usize, looks: usize) -> SoFar {
        let mut heard = self.so_far.subscribe();
        let news = |so_far: &SoFar| {
            so_far.files.len() > files || so_far.articles.len() > articles || so_far.looks.len() > looks || so_far.stage != ImportStage::Reading
        };
        // No news in time is an answer too.
        let _ = tokio::time::timeout(WAIT, heard.wait_for(news)).await;
        self.so_far.borrow().clone()
    }

    /// No more files come: what was read waits for a person's decision.
    pub fn end(&self, desk: &Desk) -> KnowledgePreview {
        let stage = if self.stopped() { ImportStage::Stopped } else { ImportStage::Done };
        self.tell(|so_far| (so_far.stage, so_far.now) = (stage, None));
        let SoFar { files, articles, looks, by_meaning, .. } = self.so_far.borrow().clone();
        desk.previews().keep_as(self.token.clone(), desk.now(), Parsed::Articles { articles: articles.clone(), looks: looks.clone() });
        KnowledgePreview { token: self.token.clone(), files, articles, looks, by_meaning }
    }

    /// The name under which the very bytes came before, if they did.
    pub fn seen(&self, hash: [u8; 32], name: &str) -> Option<String> {
        let before = self.so_far.borrow().seen.iter().find(|(known, _)| *known == hash).map(|(_, name)| name.clone());
        if before.is_none() {
            self.tell(|so_far| so_far.seen.push((hash, name.to_owned())));
        }
        before
    }
}
