//! Bringing data in: knowledge from documents, customers and tickets from tables. Nothing is written before a person has seen the preview.

use std::collections::BTreeMap;
use std::sync::Mutex;

use domain::time::MINUTE;
use domain::{Id, Millis, Noun};

use crate::desk::Desk;
use crate::error::{Code, Error};
use crate::{secrets, shapes};

mod job;
mod keep;
mod knowledge;
mod library;
mod look;
mod shelve;
mod table;

pub(crate) use job::{ImportStage, Jobs};
pub(crate) use keep::keep_knowledge;
pub(crate) use knowledge::{add_knowledge, knowledge_so_far, read_knowledge, start_knowledge, stop_knowledge};
pub(crate) use look::ImportLook;
pub(crate) use table::{keep_table, read_table};

domain::tags! { pub enum ImportState { New = "new", Same = "same", Changed = "changed" } }

shapes! {
    /// `bytes` in base64. `folder` is where it lies below the folder that was chosen; `modified` when it was last changed.
    pub struct FileIn { name: String, bytes: String, #[serde(default)] folder: String, #[serde(default)] modified: Option<i64> }

    pub struct ReadKnowledge { files: Vec<FileIn> }

    pub struct ImportStarted { token: String }

    /// Files of a reading that was started, in as many parts as they need; `last` ends it.
    pub struct AddKnowledge { token: String, files: Vec<FileIn>, last: bool }

    /// How many of each the screen has. Waits a second at most for more.
    pub struct KnowledgeAsk { token: String, files: i64, articles: i64, looks: i64 }

    pub struct KnowledgeSoFar {
        stage: ImportStage,
        /// The file that is being read.
        now: Option<String>,
        files: Vec<FileOutcome>,
        articles: Vec<ImportArticle>,
        looks: Vec<ImportLook>,
        /// Without the sentence model it is by words alone.
        by_meaning: bool,
    }

    pub struct StopKnowledge { token: String }

    pub struct FileOutcome { name: String, articles: i64, /** Why it could not be read. */ error: Option<String> }

    pub struct ImportArticle { key: String, file: String, title: String, excerpt: String, body: String, category: Option<String>, questions: Vec<String>, state: ImportState, article: Option<Id> }

    pub struct KnowledgePreview { token: String, files: Vec<FileOutcome>, articles: Vec<ImportArticle>, looks: Vec<ImportLook>, by_meaning: bool }

    /// What a person changed in the preview.
    pub struct ArticleEdit {
        title: String,
        category: Option<Id>,
        /// Becomes the next revision of this article.
        #[serde(default)] into: Option<Id>,
        /// Found questions, by their ids, that are kept as ways to ask for the article,
        #[serde(default)] asked: Vec<String>,
        /// and that become articles of their own with their answers.
        #[serde(default)] apart: Vec<String>,
    }

    pub struct KeepKnowledge {
        token: String,
        keys: Vec<String>,
        /// For articles that have no category of their own.
        category: Option<Id>,
        publish: bool,
        #[serde(default)]
        edits: BTreeMap<String, ArticleEdit>,
    }

    pub struct ImportOutcome { made: i64, updated: i64, skipped: i64, errors: Vec<RowError> }

    /// `row` is what a person goes by: of a table the sheet's own row number, header and blank rows counted; of documents the
    /// article's place in the preview, from 1.
    pub struct RowError { row: i64, why: String }

    pub struct ReadTable { noun: Noun, file: FileIn }

    /// A column of ours that a table's column can fill.
    pub struct TargetColumn { key: String, label: String, required: bool }

    pub struct TablePreview { token: String, columns: Vec<String>, rows: Vec<Vec<String>>, total: i64, targets: Vec<TargetColumn>, /** Target key → column number. */ mapping: BTreeMap<String, usize> }

    pub struct KeepTable { token: String, mapping: BTreeMap<String, usize> }
}

/// Previews kept at once, and for how long: a person decides within minutes.
const PREVIEWS_MAX: usize = 8;
const PREVIEW_MS: Millis = 30 * MINUTE;

/// What a preview holds.
#[derive(Clone)]
enum Parsed {
    Articles { articles: Vec<ImportArticle>, looks: Vec<ImportLook> },
    Table { noun: Noun, table: documents::Table },
}

/// Parsed files that wait for a person's decision. In memory only: a restart forgets them, the files are still there.
#[derive(Default)]
pub(crate) struct Previews(Mutex<Vec<(String, Millis, Parsed)>>);

impl Previews {
    fn keep(&self, now: Millis, parsed: Parsed) -> String {
        let token = secrets::token();
        self.keep_as(token.clone(), now, parsed);
        token
    }

    fn keep_as(&self, token: String, now: Millis, parsed: Parsed) {
        let mut kept = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        kept.retain(|(_, at, _)| now - at < PREVIEW_MS);
        if kept.len() >= PREVIEWS_MAX {
            kept.remove(0);
        }
        kept.push((token, now, parsed));
    }

    fn take(&self, desk: &Desk, token: &str) -> Result<Parsed, Error> {
        let kept = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let found = kept.iter().find(|(known, at, _)| known == token && desk.now() - at < PREVIEW_MS);
        let gone = || Error::new(Code::NotFound, "预览过期了，重新选一次文件。", "The preview has expired; choose the files again.");
        found.map(|(_, _, parsed)| parsed.clone()).ok_or_else(gone)
    }
}

/// Why a file could not be read, as a refusal.
fn unreadable(cause: documents::Unreadable) -> Error {
    Error::new(Code::Refused, cause.text(documents::Lang::Zh), cause.text(documents::Lang::En))
}

/// Bytes of one chosen file. The limit in words is `documents`' own; this one only bounds what travels.
fn bytes(file: &FileIn) -> Result<Vec<u8>, Error> {
    crate::attachment::decode(&file.bytes, documents::Limits::default().file_bytes as usize)
}
