//! The chain's knowledge: articles with the revisions that led to them, some still being written, and what the shops suggest.
//!
//! Only the newest text of an article is a file; what stood before is made from it, shorter or with another figure.

use std::collections::BTreeMap;

use domain::knowledge::{Article, ArticleState, ArticleText, CategoryChange, NewSuggestion, Revision, Suggestion};
use domain::time::{DAY, HOUR};
use domain::{Id, Millis, record};

use super::articles::{FILES, File};
use super::chance::Chance;
use super::company::Chain;
use super::data::Data;
use super::days::Days;
use super::ledger::Ledger;
use crate::error::Error;

/// Every so manieth article is being rewritten at present.
const REWRITTEN: usize = 23;
/// Articles that were withdrawn.
const RETIRED: &[&str] = &["promo-618-2026-archive"];

/// What stands before an article's text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Front {
    pub title: String,
    pub category: String,
    pub tags: Vec<String>,
    pub version: i64,
    pub questions: Vec<String>,
    pub updated: String,
}

#[derive(Debug, thiserror::Error)]
#[error("the article {0} of the sample has no front matter with title, category, version and updated; correct the file")]
pub struct BadArticle(&'static str);

/// Splits a file into its front matter and its text.
pub fn parse((name, text): File) -> Result<(Front, String), BadArticle> {
    let bad = || BadArticle(name);
    let (head, body) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).ok_or_else(bad)?;
    let mut front = Front::default();
    for line in head.lines() {
        match line.split_once(':') {
            _ if line.starts_with("  - ") => front.questions.push(line[4..].trim().to_owned()),
            Some(("title", word)) => front.title = word.trim().to_owned(),
            Some(("category", word)) => front.category = word.trim().to_owned(),
            Some(("updated", word)) => front.updated = word.trim().to_owned(),
            Some(("version", word)) => front.version = word.trim().parse().map_err(|_| bad())?,
            Some(("tags", list)) => front.tags = list.trim().trim_matches(['[', ']']).split(',').map(|tag| tag.trim().to_owned()).collect(),
            _ => {}
        }
    }
    let whole = !front.title.is_empty() && !front.category.is_empty() && front.version > 0 && domain::sla::day_number(&front.updated).is_some();
    if whole { Ok((front, body.trim().to_owned())) } else { Err(bad()) }
}

/// The text as it stood `back` revisions ago.
pub fn older(body: &str, back: i64) -> String {
    let mut text = body.to_owned();
    for step in 0..back {
        let last = text.rfind("\n## ").filter(|at| step % 2 == 0 && text[..*at].chars().count() > 160);
        text = match last {
            Some(at) => text[..at].trim_end().to_owned(),
            None => with_older_figure(&text, step),
        };
    }
    text
}

/// The `nth` price a little lower, as it was before.
fn with_older_figure(text: &str, nth: i64) -> String {
    let places: Vec<usize> = text.match_indices('¥').map(|(at, sign)| at + sign.len()).collect();
    let Some(at) = places.get(nth as usize % places.len().max(1)).copied() else {
        return text.lines().take(text.lines().count().max(4) - 1).collect::<Vec<_>>().join("\n");
    };
    let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let price: i64 = text[at..at + digits].parse().unwrap_or(10);
    let before = if price >= 100 { price - price / 10 / 10 * 10 } else { (price - price.min(5)).max(1) };
    format!("{}{before}{}", &text[..at], &text[at + digits..])
}

/// What the writer said about a revision, from what it has that the one before had not.
fn note(before: &str, after: &str) -> String {
    let headings = |text: &str| text.lines().filter_map(|line| line.strip_prefix("## ")).map(str::to_owned).collect::<Vec<_>>();
    let known = headings(before);
    match headings(after).into_iter().find(|heading| !known.contains(heading)) {
        Some(heading) => format!("补了「{heading}」一节"),
        None if before.lines().count() == after.lines().count() => "价格改了，按新的来".to_owned(),
        None => "补了几句门店常问的".to_owned(),
    }
}

pub struct Shelf<'a> {
    pub data: &'a Data,
    pub chain: &'a Chain,
    pub days: Days,
}

impl Shelf<'_> {
    pub fn write(&self, ledger: &mut Ledger) -> Result<(), Error> {
        let mut chance = Chance::of("knowledge");
        let mut categories = Categories::default();
        let mut articles = BTreeMap::new();
        for (place, file) in FILES.iter().enumerate() {
            let (front, body) = parse(*file).map_err(Error::internal)?;
            let category = categories.of(&front.category, self, ledger)?;
            let article = self.article(file.0, &front, &body, category, &mut chance, ledger)?;
            let article = if place % REWRITTEN == 7 { self.rewrite(article, &front, &body, place, ledger)? } else { article };
            articles.insert(file.0, article);
        }
        self.suggest(&articles, &mut chance, ledger)
    }

    /// Tea is written by those who mix it, everything else by the service centre.
    fn writer(&self, category: &str) -> Option<Id> {
        let account = if category.starts_with("茶饮") { "yezihan" } else { "sujing" };
        self.chain.person(account).map(|person| person.id)
    }

    /// Every revision of an article, each written and published in its time.
    fn article(&self, name: &str, front: &Front, body: &str, category: Id, chance: &mut Chance, ledger: &mut Ledger) -> Result<Article, Error> {
        let writer = self.writer(&front.category);
        let newest = self.days.morning_of(&front.updated);
        let mut standing: Option<Article> = None;
        let (mut before, mut at) = (String::new(), self.first_at(newest, front.version));
        for number in 1..=front.version {
            at = if number == front.version { newest.max(at + HOUR) } else { at };
            let text = older(body, front.version - number);
            let what = if number == 1 { "第一版".to_owned() } else { note(&before, &text) };
            let written = self.words(front, &text, category, what, standing.as_ref());
            standing = Some(self.publish(standing, number, written, at, writer, ledger)?);
            before = text;
            at += (newest - at) / (front.version - number).max(1) - chance.between(0, 20) * HOUR / 10;
        }
        let article = standing.ok_or_else(|| Error::internal(format!("{name} has no revision")))?;
        self.votes(article, newest, chance, ledger)
    }

    /// About two months between revisions, never before the desk was there.
    fn first_at(&self, newest: Millis, revisions: i64) -> Millis {
        (newest - (revisions - 1) * 55 * DAY).max(self.days.beginning() + 2 * DAY).min(newest)
    }

    fn words(&self, front: &Front, text: &str, category: Id, note: String, standing: Option<&Article>) -> ArticleText {
        ArticleText {
            category: Some(category),
            title: front.title.clone(),
            body: text.to_owned(),
            questions: front.questions.clone(),
            tags: front.tags.clone(),
            shops: Vec::new(),
            note,
            base: standing.and_then(Article::newest),
            ..ArticleText::default()
        }
    }

    fn save(
        &self,
        standing: Option<&Article>,
        number: i64,
        words: ArticleText,
        at: Millis,
        writer: Option<Id>,
        ledger: &mut Ledger,
    ) -> Result<(Article, Revision), Error> {
        let saved = ledger.decide(at, writer, None, |ctx| domain::knowledge::save(standing, words, number - 1, ctx))?;
        let revision = record::made(saved.revision, &saved.edits).map_err(Error::internal)?;
        let article = match standing {
            Some(article) => record::applied(article, &saved.edits),
            None => record::made(saved.article, &saved.edits),
        };
        ledger.note(at, writer, saved.edits);
        Ok((article.map_err(Error::internal)?, revision))
    }

    fn publish(
        &self,
        standing: Option<Article>,
        number: i64,
        words: ArticleText,
        at: Millis,
        writer: Option<Id>,
        ledger: &mut Ledger,
    ) -> Result<Article, Error> {
        let (article, revision) = self.save(standing.as_ref(), number, words, at, writer, ledger)?;
        let edits = ledger.decide(at, writer, None, |ctx| domain::knowledge::publish(&article, &revision, None, ctx))?;
        let published = record::applied(&article, &edits).map_err(Error::internal)?;
        ledger.note(at, writer, edits);
        Ok(published)
    }

    fn votes(&self, article: Article, newest: Millis, chance: &mut Chance, ledger: &mut Ledger) -> Result<Article, Error> {
        let mut article = article;
        for _ in 0..chance.below(6) {
            let (who, helpful) = (chance.pick(&self.chain.people).id, chance.percent(88));
            let at = newest + chance.between(4, 60) * HOUR;
            let edits = ledger.decide(at, Some(who), None, |ctx| domain::knowledge::vote(&article, Some(helpful), ctx))?;
            article = record::applied(&article, &edits).map_err(Error::internal)?;
            ledger.note(at, Some(who), edits);
        }
        Ok(article)
    }

    /// A newer draft of a published article; every second one is handed in for review.
    fn rewrite(&self, article: Article, front: &Front, body: &str, place: usize, ledger: &mut Ledger) -> Result<Article, Error> {
        let (at, writer) = (self.days.ago(2, 900), self.writer(&front.category));
        let text = format!("{body}\n\n## 门店补充\n\n各店按本店情况补一句，客服中心核过再发。");
        let category = article.category.ok_or_else(|| Error::internal("an article without category"))?;
        let words = self.words(front, &text, category, "补了「门店补充」一节，等核".to_owned(), Some(&article));
        let (article, _) = self.save(Some(&article), front.version + 1, words, at, writer, ledger)?;
        if place.is_multiple_of(2) {
            return Ok(article);
        }
        let edits = ledger.decide(at + HOUR, writer, None, |ctx| domain::knowledge::submit(&article, ctx))?;
        let article = record::applied(&article, &edits).map_err(Error::internal)?;
        ledger.note(at + HOUR, writer, edits);
        Ok(article)
    }

    /// What the shops want changed, some of it answered; and what was withdrawn.
    fn suggest(&self, articles: &BTreeMap<&str, Article>, chance: &mut Chance, ledger: &mut Ledger) -> Result<(), Error> {
        let editor = self.chain.person("sujing").map(|person| person.id);
        for data in &self.data.slots.suggestions {
            let place = chance.pick(&self.chain.places);
            let who = place.clerks.first().map(|clerk| self.chain.people[*clerk].id);
            let at = self.days.open_hour(chance.between(3, 30), chance);
            let new = NewSuggestion {
                article: articles.get(data.article.as_str()).map(|article| article.id),
                text: data.text.clone(),
                shop: Some(place.id),
                conversation: None,
            };
            let made = ledger.decide(at, who, None, |ctx| domain::knowledge::suggest(new, ctx))?;
            let suggestion: Suggestion = record::made(made.id, &made.edits).map_err(Error::internal)?;
            ledger.note(at, who, made.edits);
            if data.state != "open" {
                let edits =
                    ledger.decide(at + DAY, editor, None, |ctx| domain::knowledge::decide(&suggestion, data.state == "taken", &data.answer, ctx))?;
                ledger.note(at + DAY, editor, edits);
            }
        }
        for article in RETIRED.iter().filter_map(|name| articles.get(name)).filter(|article| article.state == ArticleState::Published) {
            ledger.note(self.days.ago(3, 700), editor, domain::knowledge::retire(article)?);
        }
        Ok(())
    }
}

/// Categories by their path.
#[derive(Default)]
struct Categories(BTreeMap<String, Id>);

impl Categories {
    /// The category of a path like 「售后政策/退换货」, made with all above it when it is not there yet.
    fn of(&mut self, path: &str, shelf: &Shelf<'_>, ledger: &mut Ledger) -> Result<Id, Error> {
        if let Some(known) = self.0.get(path) {
            return Ok(*known);
        }
        let (above, name) = path.rsplit_once('/').map_or((None, path), |(above, name)| (Some(above), name));
        let parent = above.map(|above| self.of(above, shelf, ledger)).transpose()?;
        let change = CategoryChange { name: name.to_owned(), parent, position: self.0.len() as i64, archived: false };
        let id = ledger.make(shelf.days.beginning() + DAY, shelf.writer(path), |ctx| domain::knowledge::save_category(None, change, &[], ctx))?;
        self.0.insert(path.to_owned(), id);
        Ok(id)
    }
}
