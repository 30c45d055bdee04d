//! The meaning of articles and tickets: a job that reads what the index takes in, makes vectors of its passages, and keeps them.
//!
//! It follows the index and never holds it up; it can be paused, stopped at any point, and goes on where it stopped, because a
//! vector once made is kept under its text's hash. Without a model of sentences there is no meaning, and search goes by words.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ::search::kept::Kept;
use ::search::passages;
use ::search::vectors::{Near, Passage, Quantised, Vectors};
use ::search::{Document, Kind};
use domain::Lang;
use nlp::Embedder;
use onnx::{Cancel, Runtime};
use store::Key;
use tokio::sync::{Notify, mpsc};

use crate::desk::Desk;
use crate::error::Error;
use crate::model::MeaningProgress;
use crate::search::{ALL_PAGE, document};

/// What can be found by meaning. Messages are too many and too short to gain by it.
const KINDS: [Kind; 2] = [Kind::Article, Kind::Ticket];
/// Looks for a model that was missing at the start: it may be on its way.
const RETRY: Duration = Duration::from_secs(5);
/// A query of fewer signs is a code, a name or a beginning: its meaning is none.
const HAN_MIN: usize = 2;
const LATIN_WORDS_MIN: usize = 2;

type News = (Vec<Document>, Vec<(Kind, [u8; 16])>);

/// The job, as the desk holds it.
pub(crate) struct Meaning {
    vectors: Arc<Vectors>,
    embedder: Arc<Mutex<Option<Embedder>>>,
    waiting: Arc<AtomicUsize>,
    paused: Arc<AtomicBool>,
    wake: Arc<Notify>,
    cancel: Cancel,
    news: mpsc::UnboundedSender<News>,
    heard: Mutex<Option<mpsc::UnboundedReceiver<News>>>,
    task: Mutex<Option<tokio::task::JoinHandle<()>>>,
    place: PathBuf,
    key: [u8; 32],
}

impl Meaning {
    pub fn new(place: PathBuf, key: &Key) -> Meaning {
        let (news, heard) = mpsc::unbounded_channel();
        Meaning {
            vectors: Arc::default(),
            embedder: Arc::default(),
            waiting: Arc::default(),
            paused: Arc::default(),
            wake: Arc::default(),
            cancel: Cancel::new(),
            news,
            heard: Mutex::new(Some(heard)),
            task: Mutex::new(None),
            place,
            key: key.derive("vectors"),
        }
    }

    /// Begins to read: everything there is, then what the index takes in.
    pub fn start(&self, desk: &Desk) {
        let Some(heard) = lock(&self.heard).take() else { return };
        let Ok(runtime) = desk.models().cloned() else { return };
        let job = Job {
            vectors: Arc::clone(&self.vectors),
            embedder: Arc::clone(&self.embedder),
            waiting: Arc::clone(&self.waiting),
            paused: Arc::clone(&self.paused),
            wake: Arc::clone(&self.wake),
            cancel: self.cancel.clone(),
            place: self.place.clone(),
            key: self.key,
        };
        let store = desk.store().clone();
        let now = desk.now();
        *lock(&self.task) = Some(tokio::spawn(async move {
            let (embedder, kept) = job.ready(&runtime).await;
            let (sender, mut all) = mpsc::channel::<Document>(64);
            let reading = tokio::spawn(async move { document::some(&store, &KINDS, ALL_PAGE, now, &sender).await });
            while let Some(document) = all.recv().await {
                job.read(&embedder, &kept, document).await;
            }
            if let Ok(Err(cause)) = reading.await {
                tracing::error!(%cause, "documents could not be read for their meaning");
            }
            job.follow(&embedder, &kept, heard).await;
        }));
    }

    /// The index has taken something in.
    pub fn hear(&self, upserts: &[Document], deletes: &[(Kind, [u8; 16])]) {
        let wanted = |kind: Kind| KINDS.contains(&kind);
        let upserts: Vec<Document> = upserts.iter().filter(|document| wanted(document.kind)).cloned().collect();
        let deletes: Vec<(Kind, [u8; 16])> = deletes.iter().filter(|(kind, _)| wanted(*kind)).copied().collect();
        if upserts.is_empty() && deletes.is_empty() {
            return;
        }
        self.waiting.fetch_add(upserts.len(), Ordering::SeqCst);
        // After the end nobody listens, and nothing needs to be read any more.
        let _ = self.news.send((upserts, deletes));
    }

    pub fn pause(&self, paused: bool) {
        self.paused.store(paused, Ordering::SeqCst);
        self.wake.notify_waiters();
    }

    /// What makes vectors, once its model is there.
    pub fn embedder(&self) -> Option<Embedder> {
        lock(&self.embedder).clone()
    }

    /// How near passages are to a query, if it has a meaning and there is a model. Blocks for the time of one vector.
    pub fn near(&self, text: &str, kinds: &[Kind], scopes: Option<&[String]>) -> Option<Vec<Near>> {
        let kinds: Vec<Kind> = KINDS.into_iter().filter(|kind| kinds.is_empty() || kinds.contains(kind)).collect();
        let embedder = self.embedder().filter(|_| !kinds.is_empty() && !self.vectors.is_empty() && has_meaning(text))?;
        match embedder.one(text) {
            Ok(vector) => Some(self.vectors.near(&vector, &kinds, scopes)),
            Err(cause) => {
                tracing::warn!(%cause, "a query's meaning could not be made");
                None
            }
        }
    }

    pub fn progress(&self, lang: Lang) -> MeaningProgress {
        let problem = self.embedder().is_none().then(|| {
            let text = lang.pick("还没有句子模型，现在按字词搜。", "There is no model of sentences yet; search goes by words.");
            text.to_owned()
        });
        MeaningProgress {
            passages: self.vectors.len() as i64,
            waiting: self.waiting.load(Ordering::SeqCst) as i64,
            paused: self.paused.load(Ordering::SeqCst),
            problem,
        }
    }

    pub async fn stop(&self) {
        self.cancel.cancel();
        let task = lock(&self.task).take();
        if let Some(task) = task {
            task.abort();
            // Aborted is what was asked for.
            let _ = task.await;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn has_meaning(text: &str) -> bool {
    let han = text.chars().filter(|&c| ('\u{4e00}'..='\u{9fff}').contains(&c)).count();
    let words = text.split_whitespace().filter(|word| word.chars().any(|c| c.is_ascii_alphabetic())).count();
    han >= HAN_MIN || words >= LATIN_WORDS_MIN
}

/// The job, as its task holds it.
struct Job {
    vectors: Arc<Vectors>,
    embedder: Arc<Mutex<Option<Embedder>>>,
    waiting: Arc<AtomicUsize>,
    paused: Arc<AtomicBool>,
    wake: Arc<Notify>,
    cancel: Cancel,
    place: PathBuf,
    key: [u8; 32],
}

impl Job {
    /// Waits for a model and for a file to keep vectors in.
    async fn ready(&self, runtime: &Runtime) -> (Embedder, Arc<Kept>) {
        loop {
            match self.open(runtime.clone()).await {
                Ok(both) => {
                    *lock(&self.embedder) = Some(both.0.clone());
                    return both;
                }
                Err(cause) => tracing::debug!(%cause, "no meaning yet"),
            }
            tokio::time::sleep(RETRY).await;
        }
    }

    async fn open(&self, runtime: Runtime) -> Result<(Embedder, Arc<Kept>), Error> {
        let (place, key) = (self.place.clone(), self.key);
        let opening = tokio::task::spawn_blocking(move || -> Result<(Embedder, Arc<Kept>), Error> {
            let embedder = Embedder::new(&runtime).map_err(Error::internal)?;
            let width = embedder.one("掌柜").map_err(Error::internal)?.len();
            let kept = Kept::open(&place, key, embedder.hash(), width).map_err(Error::internal)?;
            Ok((embedder, Arc::new(kept)))
        });
        opening.await.map_err(Error::internal)?
    }

    async fn follow(&self, embedder: &Embedder, kept: &Arc<Kept>, mut heard: mpsc::UnboundedReceiver<News>) {
        while let Some((upserts, deletes)) = heard.recv().await {
            for (kind, id) in deletes {
                self.vectors.put(kind, id, Vec::new(), &[]);
            }
            for document in upserts {
                self.read(embedder, kept, document).await;
                self.waiting.fetch_sub(1, Ordering::SeqCst);
            }
        }
    }

    async fn read(&self, embedder: &Embedder, kept: &Arc<Kept>, document: Document) {
        while self.paused.load(Ordering::SeqCst) {
            let _ = tokio::time::timeout(RETRY, self.wake.notified()).await;
        }
        let (embedder, kept, vectors, cancel) = (embedder.clone(), Arc::clone(kept), Arc::clone(&self.vectors), self.cancel.clone());
        let done = tokio::task::spawn_blocking(move || put(&embedder, &kept, &vectors, &document, &cancel)).await;
        if let Ok(Err(cause)) = done {
            tracing::warn!(%cause, "a document has no meaning");
        }
    }
}

/// Makes the vectors of a document's passages, or takes them from where they are kept.
fn put(embedder: &Embedder, kept: &Kept, vectors: &Vectors, document: &Document, cancel: &Cancel) -> Result<(), Error> {
    let cuts = passages::cut(&document.body);
    let of_body = cuts.iter().map(|cut| cut.text(&document.title, &document.body));
    // How people ask is the nearest thing to a question; it is found by, and never shown.
    let texts: Vec<String> = of_body.chain(document.questions.iter().cloned()).collect();
    let hashes: Vec<[u8; 32]> = texts.iter().map(|text| *blake3::hash(text.as_bytes()).as_bytes()).collect();
    let mut found: Vec<Option<Quantised>> = hashes.iter().map(|hash| kept.get(hash)).collect();
    let wanted: Vec<usize> = (0..texts.len()).filter(|&at| found[at].is_none() && !texts[at].is_empty()).collect();
    let views: Vec<&str> = wanted.iter().map(|&at| texts[at].as_str()).collect();
    for (at, vector) in wanted.into_iter().zip(embedder.embed(&views, cancel).map_err(Error::internal)?) {
        let vector = Quantised::of(&vector);
        if let Err(cause) = kept.put(hashes[at], &vector) {
            tracing::warn!(%cause, "a vector is not kept and will be made again");
        }
        found[at] = Some(vector);
    }
    let passages: Vec<Passage> = found
        .into_iter()
        .zip(&texts)
        .filter_map(|(vector, text)| Some(Passage { vector: vector?, characters: text.chars().count() as u32 }))
        .collect();
    vectors.put(document.kind, document.id, document.scopes.clone(), &passages);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_names_and_beginnings_have_no_meaning() {
        for text in ["zwm", "5678", "HZ02A-406", "退", "refund", ""] {
            assert!(!has_meaning(text), "{text}");
        }
        for text in ["退货", "电池充不进电", "how to return", "iPhone 充电"] {
            assert!(has_meaning(text), "{text}");
        }
    }
}
