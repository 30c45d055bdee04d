//! Knowledge from documents: read file by file, look at every article, show all of it. Nothing is written here.

use std::collections::BTreeMap;
use std::sync::Arc;

use ::search::Kind;
use domain::knowledge::{Article, ArticleState, Category, Revision};
use domain::{Id, Lang};
use store::knowledge::ArticleQuery;

use super::job::{Job, SoFar};
use super::library::{Held, Library, Looked};
use super::{
    AddKnowledge, FileIn, FileOutcome, ImportArticle, ImportLook, ImportStarted, ImportState, KnowledgeAsk, KnowledgePreview, KnowledgeSoFar,
    ReadKnowledge, StopKnowledge, bytes, unreadable,
};
use crate::desk::{Caller, Desk, Who};
use crate::error::{Code, Error};
use crate::knowledge;
use crate::shape::Nothing;

/// Files in one preview.
const FILES_MAX: usize = 200;
/// Characters by which an article's meaning is asked for.
const MEANT_BY: usize = 300;
/// Near articles of one, and the cosine below which they are not near.
const NEAR: usize = 8;
const NEAR_LEAST: f32 = 0.3;

pub(crate) async fn start_knowledge(desk: &Desk, caller: &Caller, _: Nothing) -> Result<ImportStarted, Error> {
    let job = desk.jobs().open(caller.who()?.id(), desk.now());
    Ok(ImportStarted { token: job.token.clone() })
}

/// Reads a part of the files and answers when they are read; meanwhile `knowledge_so_far` tells of each.
pub(crate) async fn add_knowledge(desk: &Desk, caller: &Caller, input: AddKnowledge) -> Result<Nothing, Error> {
    let job = desk.jobs().of(caller.who()?.id(), &input.token)?;
    read(desk, caller, &job, input.files).await?;
    if input.last || job.stopped() {
        job.end(desk);
    }
    Ok(Nothing {})
}

pub(crate) async fn knowledge_so_far(desk: &Desk, caller: &Caller, input: KnowledgeAsk) -> Result<KnowledgeSoFar, Error> {
    let job = desk.jobs().of(caller.who()?.id(), &input.token)?;
    let count = |number: i64| number.max(0) as usize;
    let (files, articles, looks) = (count(input.files), count(input.articles), count(input.looks));
    let SoFar { files: read, articles: found, looks: looked, stage, now, by_meaning, .. } = job.more_than(files, articles, looks).await;
    Ok(KnowledgeSoFar {
        stage,
        now,
        files: read.into_iter().skip(files).collect(),
        articles: found.into_iter().skip(articles).collect(),
        looks: looked.into_iter().skip(looks).collect(),
        by_meaning,
    })
}

/// Ends after the file that is being read; what was read until then can be kept.
pub(crate) async fn stop_knowledge(desk: &Desk, caller: &Caller, input: StopKnowledge) -> Result<Nothing, Error> {
    let job = desk.jobs().of(caller.who()?.id(), &input.token)?;
    job.stop();
    // Whoever reads holds the library; nobody does when no part is under way.
    if job.library.try_lock().is_ok() {
        job.end(desk);
    }
    Ok(Nothing {})
}

/// The whole in one call, for those who need not watch.
pub(crate) async fn read_knowledge(desk: &Desk, caller: &Caller, input: ReadKnowledge) -> Result<KnowledgePreview, Error> {
    let job = desk.jobs().open(caller.who()?.id(), desk.now());
    read(desk, caller, &job, input.files).await?;
    Ok(job.end(desk))
}

async fn read(desk: &Desk, caller: &Caller, job: &Arc<Job>, files: Vec<FileIn>) -> Result<(), Error> {
    if job.so_far.borrow().files.len() + files.len() > FILES_MAX {
        return Err(Error::new(
            Code::Refused,
            format!("一次最多 {FILES_MAX} 个文件，分几次导入。"),
            format!("{FILES_MAX} files at a time at most; import in parts."),
        ));
    }
    let mut held = job.library.lock().await;
    let mut library = match held.take() {
        Some(library) => library,
        None => open(desk, caller.who()?).await?,
    };
    job.tell(|so_far| so_far.by_meaning = desk.meaning().embedder().is_some());
    for file in files {
        if job.stopped() {
            break;
        }
        library = one_file(desk, caller, job, library, file).await?;
    }
    *held = Some(library);
    Ok(())
}

/// A file that cannot be read is told with its reason; the others go on.
async fn one_file(desk: &Desk, caller: &Caller, job: &Arc<Job>, mut library: Library, file: FileIn) -> Result<Library, Error> {
    let (name, folder, modified) = (file.name.clone(), file.folder.clone(), file.modified);
    job.tell(|so_far| so_far.now = Some(name.clone()));
    let drafts = match drafts(job, file).await {
        Ok(drafts) => drafts,
        Err(error) => {
            job.tell(|so_far| so_far.files.push(FileOutcome { name, articles: 0, error: Some(error.text(caller.lang).to_owned()) }));
            return Ok(library);
        }
    };
    job.tell(|so_far| so_far.files.push(FileOutcome { name: name.clone(), articles: drafts.len() as i64, error: None }));
    for draft in drafts {
        if job.stopped() {
            break;
        }
        let place = job.so_far.borrow().articles.len();
        let article = known(desk, &name, place, draft).await?;
        job.tell(|so_far| so_far.articles.push(article.clone()));
        let (used, look) = look(desk, caller.lang, library, article, folder.clone(), modified).await?;
        library = used;
        job.tell(|so_far| so_far.looks.push(look));
    }
    Ok(library)
}

async fn drafts(job: &Job, file: FileIn) -> Result<Vec<documents::Draft>, Error> {
    let bytes = bytes(&file)?;
    if let Some(before) = job.seen(*blake3::hash(&bytes).as_bytes(), &file.name).filter(|_| !bytes.is_empty()) {
        return Err(Error::new(
            Code::Refused,
            format!("和「{before}」一模一样，只读一次。"),
            format!("The same as “{before}”, byte for byte; read once."),
        ));
    }
    let read = move || documents::read(&file.name, &bytes, &documents::Limits::default()).map(|document| documents::articles(&document));
    let read = tokio::task::spawn_blocking(read).await.map_err(Error::internal)?;
    read.map_err(unreadable)
}

/// Names the text of an article, so that importing it again is noticed.
pub(super) fn hash_of(title: &str, body: &str) -> String {
    blake3::hash(format!("{title}\n{body}").as_bytes()).to_hex().to_string()
}

/// Which article of which file: a changed file becomes a new revision, not another article.
pub(super) fn source_of(file: &str, title: &str) -> String {
    format!("{file}#{title}")
}

async fn known(desk: &Desk, file: &str, place: usize, draft: documents::Draft) -> Result<ImportArticle, Error> {
    let same = desk.store().article_from(&hash_of(&draft.title, &draft.markdown)).await?;
    let named = desk.store().article_named(&source_of(file, &draft.title)).await?;
    let (state, article) = match (same, named) {
        (Some(article), _) => (ImportState::Same, Some(article.id)),
        (None, Some(article)) => (ImportState::Changed, Some(article.id)),
        (None, None) => (ImportState::New, None),
    };
    Ok(ImportArticle {
        key: place.to_string(),
        file: file.to_owned(),
        excerpt: knowledge::excerpt(&draft.markdown),
        title: draft.title,
        body: draft.markdown,
        category: draft.category,
        questions: draft.questions,
        state,
        article,
    })
}

/// Compares an article with the library and puts it there, off the threads that answer calls.
async fn look(
    desk: &Desk,
    lang: Lang,
    mut library: Library,
    article: ImportArticle,
    folder: String,
    modified: Option<i64>,
) -> Result<(Library, ImportLook), Error> {
    let embedder = desk.meaning().embedder();
    let meaning = meant(desk, &article).await?;
    let looking = move || {
        let held = Held {
            key: Some(article.key.clone()),
            title: article.title.clone(),
            body: article.body.clone(),
            questions: asks(&article.title, &article.questions),
            at: modified,
            ..Held::default()
        };
        let looked = Looked { held, folder: &folder, file: &article.file, own: article.category.as_deref(), revises: article.article, meaning };
        let look = library.look(&looked, embedder.as_ref(), lang);
        library.add(looked.held);
        (library, look)
    };
    tokio::task::spawn_blocking(looking).await.map_err(Error::internal)
}

/// A title is asked for as well.
fn asks(title: &str, questions: &[String]) -> Vec<String> {
    let mut asks = questions.to_vec();
    if !asks.iter().any(|question| question == title) {
        asks.push(title.to_owned());
    }
    asks
}

/// Published articles near in meaning, the nearest first; none without a model.
async fn meant(desk: &Desk, article: &ImportArticle) -> Result<Vec<(Id, f64)>, Error> {
    let text: String = format!("{} {}", article.title, knowledge::plain(&article.body)).chars().take(MEANT_BY).collect();
    let desk = desk.clone();
    let asking = tokio::task::spawn_blocking(move || desk.meaning().near(&text, &[Kind::Article], None).unwrap_or_default());
    let mut near = asking.await.map_err(Error::internal)?;
    near.retain(|near| near.cosine >= NEAR_LEAST);
    near.sort_by(|a, b| b.cosine.total_cmp(&a.cosine));
    Ok(near.into_iter().take(NEAR).map(|near| (Id(near.id), f64::from(near.cosine))).collect())
}

/// Everything published that the person may read, and the tree.
async fn open(desk: &Desk, who: &Who) -> Result<Library, Error> {
    let states = vec![ArticleState::Published, ArticleState::InReview, ArticleState::Draft];
    let mut articles: Vec<Article> = desk.store().articles(&ArticleQuery { categories: vec![], states, offset: 0, limit: i64::MAX }).await?;
    articles.retain(|article| knowledge::may_read(who, article, desk.now()));
    let read: Vec<Id> = articles.iter().filter_map(|article| article.readable(desk.now())).collect();
    let revisions: BTreeMap<Id, Revision> =
        desk.store().get_many::<Revision>(&read).await?.into_iter().map(|revision| (revision.id, revision)).collect();
    let now = desk.now();
    let held = articles.into_iter().filter_map(|article| {
        let revision = article.readable(now).and_then(|id| revisions.get(&id))?;
        let questions = asks(&revision.title, &revision.questions);
        let (title, body) = (revision.title.clone(), revision.body.clone());
        Some(Held { article: Some(article.id), key: None, title, body, questions, category: article.category, at: Some(revision.at) })
    });
    let held: Vec<Held> = held.collect();
    let tree: Vec<Category> = desk.store().all().await?;
    tokio::task::spawn_blocking(move || Library::new(held, tree)).await.map_err(Error::internal)
}
