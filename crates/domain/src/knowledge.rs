//! Knowledge: immutable revisions, a publish pointer, and suggestions from the branches.

use crate::id::Id;

crate::tags! {
    pub enum ArticleState { Draft = "draft", InReview = "in_review", Published = "published", Retired = "retired" }
}
crate::tags! { pub enum SuggestionState { Open = "open", Taken = "taken", Declined = "declined" } }

crate::record! {
    pub struct Category of category {
        name: String,
        parent: Option<Id>,
        position: i64,
        archived: bool,
    }
}

crate::record! {
    pub struct Article of article {
        category: Option<Id>,
        /// The revision that customers, clerks and machines read.
        published: Option<Id>,
        /// The newest revision that is not published.
        draft: Option<Id>,
        tags: Vec<String>,
        retired: bool,
        /// Empty: for every shop.
        shops: Vec<String>,
        source: Option<String>,
        /// blake3 of the imported text, so that importing again makes no duplicate.
        source_hash: Option<String>,
        state: ArticleState,
        /// When `published` began to hold, or when `scheduled` will.
        effective_at: Option<i64>,
        title: String,
        /// Staff id → `1` helpful, `-1` not.
        votes: std::collections::BTreeMap<String, String>,
        submitted_by: Option<Id>,
        /// The revision that takes over from `published` at `effective_at`.
        scheduled: Option<Id>,
    }
}

crate::record! {
    pub struct Revision of revision {
        article: Id,
        number: i64,
        title: String,
        /// Markdown.
        body: String,
        /// How customers ask this.
        questions: Vec<String>,
        author: Option<Id>,
        at: i64,
        note: Option<String>,
        base: Option<Id>,
    }
}

crate::record! {
    pub struct Suggestion of suggestion {
        article: Option<Id>,
        text: String,
        author: Option<Id>,
        at: i64,
        shop: Option<Id>,
        state: SuggestionState,
        decided_by: Option<Id>,
        answer: Option<String>,
        conversation: Option<Id>,
    }
}

mod category;
mod publish;
mod suggestion;
mod write;

pub use category::{CategoryChange, DEPTH_MAX, category_path, save_category};
pub use publish::{publish, retire, roll_back, send_back, submit, vote};
pub use suggestion::{NewSuggestion, decide, suggest};
pub use write::{ArticleText, SavedRevision, save};
