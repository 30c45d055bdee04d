//! What was found out about an article before a person decides: where it belongs, what it doubles, what it contradicts, what it
//! answers. Everything here is a proposal beside its proof; nothing is written by it.

use domain::{Id, Millis};

use crate::shape::Marked;
use crate::shapes;

domain::tags! { pub enum DoubleKind { Same = "same", Near = "near", Question = "question" } }
domain::tags! { pub enum DoubleAdvice { Replace = "replace", Skip = "skip", Both = "both" } }
domain::tags! {
    pub enum ClashKind {
        Money = "money", Percent = "percent", Duration = "duration", Count = "count", Time = "time", Date = "date", Phone = "phone", May = "may",
    }
}
domain::tags! { pub enum Newer { Mine = "mine", Theirs = "theirs" } }

shapes! {
    /// `confidence` orders guesses, 0 to 100; it is no probability.
    pub struct CategoryGuess { category: Id, path: String, confidence: i64 }

    /// Another article with the same text, nearly the same, or the same question in other words.
    pub struct ImportDouble {
        kind: DoubleKind,
        /// A published one,
        article: Option<Id>,
        /// or one of this import.
        key: Option<String>,
        title: String,
        /// Of a hundred characters, how many are shared; for questions, how likely they ask the same.
        share: i64,
        advice: DoubleAdvice,
    }

    /// Two sentences that cannot both hold, the differing parts marked.
    pub struct ImportClash { kind: ClashKind, mine: Marked, theirs: Marked, article: Option<Id>, key: Option<String>, title: String, newer: Option<Newer> }

    /// `answer` stands in the article word for word; `sure` when the text itself asks.
    pub struct ImportAsked { id: String, question: String, answer: String, sure: bool }

    pub struct ImportLook {
        key: String,
        /// The best first, two at most.
        guesses: Vec<CategoryGuess>,
        /// The first guess may be taken without asking.
        sure: bool,
        doubles: Vec<ImportDouble>,
        clashes: Vec<ImportClash>,
        asked: Vec<ImportAsked>,
        /// What a person has to know before keeping it.
        problem: Option<String>,
    }
}

impl From<nlp::contradict::Kind> for ClashKind {
    fn from(kind: nlp::contradict::Kind) -> ClashKind {
        use nlp::contradict::Kind;
        match kind {
            Kind::Money => ClashKind::Money,
            Kind::Percent => ClashKind::Percent,
            Kind::Duration => ClashKind::Duration,
            Kind::Count => ClashKind::Count,
            Kind::Time => ClashKind::Time,
            Kind::Date => ClashKind::Date,
            Kind::Phone => ClashKind::Phone,
            Kind::May => ClashKind::May,
        }
    }
}

/// Nobody knows which is newer when the file does not say when it was changed.
pub(super) fn newer(mine: Option<Millis>, theirs: Option<Millis>) -> Option<Newer> {
    let (mine, theirs) = (mine?, theirs?);
    Some(if mine > theirs { Newer::Mine } else { Newer::Theirs })
}
