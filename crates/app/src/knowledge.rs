//! Knowledge: browse, search, read, write, review, publish, roll back, suggest.

use domain::Id;
use domain::knowledge::{Article, ArticleState, Revision, SuggestionState};

use crate::shape::{Marked, ShopCard, StaffCard};
use crate::shapes;

mod find;
mod read;
mod write;

pub(crate) use find::{for_conversation, found, hundredths, search};
pub(crate) use read::{categories, excerpt, get, list, may_read, path, plain, revision};
pub(crate) use write::{decide, last_number, publish, retire, roll_back, save, save_category, send_back, submit, suggest, suggestions, vote};

shapes! {
    pub struct CategoryNode { id: Id, name: String, parent: Option<Id>, articles: i64 }

    pub struct SaveCategory { id: Option<Id>, name: String, parent: Option<Id>, #[serde(default)] position: i64, #[serde(default)] archived: bool }

    pub struct ListArticles { category: Option<Id>, state: Option<ArticleState>, #[serde(default)] offset: i64, limit: i64 }

    pub struct ArticleRow {
        id: Id,
        title: String,
        category: Option<Id>,
        category_path: String,
        state: ArticleState,
        /// Number of the published revision; 0 when none is.
        version: i64,
        updated_at: i64,
        excerpt: String,
        tags: Vec<String>,
        has_draft: bool,
    }

    pub struct ArticlePage { rows: Vec<ArticleRow>, total: i64 }

    pub struct SearchKnowledge { text: String, category: Option<Id>, #[serde(default)] newest_first: bool, limit: i64 }

    pub struct ArticleHit {
        article: ArticleRow,
        title: Marked,
        snippet: Marked,
        /// 1 to 4.
        strength: i64,
        /// The words that matched, as the person wrote them.
        why: Vec<String>,
        /// 0 to 100: how near in meaning; nothing where words alone found it.
        meaning: Option<i64>,
        /// Heading over the snippet, if any.
        heading: Option<String>,
    }

    pub struct RevisionRow { id: Id, number: i64, title: String, author: Option<StaffCard>, at: i64, note: Option<String>, published: bool, draft: bool }

    pub struct ArticleDetail {
        article: Article,
        category_path: String,
        published: Option<Revision>,
        draft: Option<Revision>,
        revisions: Vec<RevisionRow>,
        related: Vec<ArticleRow>,
        suggestions: Vec<SuggestionView>,
        helpful: i64,
        unhelpful: i64,
        my_vote: i64,
    }

    pub struct SaveArticle {
        id: Option<Id>,
        category: Option<Id>,
        title: String,
        body: String,
        #[serde(default)]
        questions: Vec<String>,
        #[serde(default)]
        tags: Vec<String>,
        #[serde(default)]
        shops: Vec<Id>,
        #[serde(default)]
        note: String,
        /// The revision the writer started from: another draft made meanwhile is not overwritten.
        base: Option<Id>,
    }

    pub struct SavedArticle { id: Id, revision: Id, number: i64 }

    pub struct PublishArticle { id: Id, revision: Id, effective_at: Option<i64> }

    pub struct SendBack { id: Id, why: String }

    pub struct Vote { id: Id, helpful: Option<bool> }

    pub struct Suggest { article: Option<Id>, text: String, conversation: Option<Id> }

    pub struct ListSuggestions { state: Option<SuggestionState> }

    pub struct SuggestionView {
        id: Id,
        article: Option<Id>,
        article_title: Option<String>,
        text: String,
        author: Option<StaffCard>,
        shop: Option<ShopCard>,
        at: i64,
        state: SuggestionState,
        answer: Option<String>,
    }

    pub struct DecideSuggestion { id: Id, take: bool, #[serde(default)] answer: String }
}
