//! Taking data out: everything the person may see, as csv or jsonl. Each export is recorded.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::audit::AuditAction;
use domain::conversation::Conversation;
use domain::customer::Customer;
use domain::knowledge::Article;
use domain::permission::Permission;
use domain::record::Record;
use domain::ticket::Ticket;
use domain::{Id, Noun};
use serde::Serialize;
use serde_json::{Map, Value as Json};

use crate::audit::Trace;
use crate::desk::{Caller, Desk, Who};
use crate::error::{Code, Error};
use crate::{knowledge, shapes};

domain::tags! { pub enum ExportFormat { Csv = "csv", Jsonl = "jsonl" } }

shapes! {
    pub struct RunExport { nouns: Vec<Noun>, format: ExportFormat }

    /// `bytes` in base64.
    pub struct FileOut { name: String, bytes: String, rows: i64 }

    pub struct Exported { files: Vec<FileOut> }
}

/// Records read at a time.
const PAGE: i64 = 1_000;

pub(crate) async fn run(desk: &Desk, caller: &Caller, input: RunExport) -> Result<Exported, Error> {
    let who = caller.who()?;
    let mut files = Vec::new();
    for noun in &input.nouns {
        let rows = rows(desk, who, *noun).await?;
        let bytes = match input.format {
            ExportFormat::Csv => csv(&rows)?,
            ExportFormat::Jsonl => jsonl(&rows),
        };
        let name = format!("{}.{}", noun.name(), input.format.as_str());
        files.push(FileOut { name, rows: rows.len() as i64, bytes: STANDARD.encode(bytes) });
    }
    let detail = files.iter().map(|file| format!("{} ({})", file.name, file.rows)).collect::<Vec<_>>().join(", ");
    desk.pen(caller).await?.commit(Trace::by(who, AuditAction::Export, None, detail).edits(desk)).await?;
    Ok(Exported { files })
}

type Rows = Vec<Map<String, Json>>;

async fn rows(desk: &Desk, who: &Who, noun: Noun) -> Result<Rows, Error> {
    macro_rules! of {
        ($($noun:ident => $record:ty),* $(,)?) => {
            match noun {
                $(Noun::$noun => pages::<$record>(desk, who).await,)*
                _ => Err(Error::new(Code::Refused, format!("「{}」不能导出。", noun.name()), format!("`{}` cannot be exported.", noun.name()))),
            }
        };
    }
    of! {
        Shop => domain::shop::Shop, Department => domain::shop::Department, Role => domain::permission::Role, Staff => domain::staff::Staff,
        Customer => Customer, Conversation => domain::conversation::Conversation, Message => domain::message::Message,
        Ticket => domain::ticket::Ticket, TicketType => domain::ticket_type::TicketType, Calendar => domain::sla::Calendar,
        SlaPolicy => domain::sla::SlaPolicy, CannedReply => domain::canned::CannedReply, Macro => domain::macros::Macro,
        View => domain::view::View, Intent => domain::intent::Intent, Rating => domain::rating::Rating, Category => domain::knowledge::Category,
        Article => domain::knowledge::Article, Revision => domain::knowledge::Revision, Suggestion => domain::knowledge::Suggestion,
    }
}

async fn pages<R: Record + Serialize>(desk: &Desk, who: &Who) -> Result<Rows, Error> {
    let (mut rows, mut after): (Rows, Option<Id>) = (Vec::new(), None);
    loop {
        let page = desk.store().page::<R>(after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(rows) };
        after = Some(last.id());
        let mut read: Rows = Vec::with_capacity(page.len());
        for record in &page {
            if let Json::Object(row) = serde_json::to_value(record).map_err(Error::internal)? {
                read.push(row);
            }
        }
        let hidden = hidden(desk, who, R::NOUN, &read).await?;
        let is_shown = |row: &Map<String, Json>| is_seen(who, row) && !LINKS.iter().filter_map(|key| id(row, key)).any(|id| hidden.contains(&id));
        rows.extend(read.into_iter().filter(is_shown).map(|row| masked(who, R::NOUN, row)));
    }
}

fn id(row: &Map<String, Json>, key: &str) -> Option<Id> {
    row.get(key).and_then(Json::as_str).and_then(|text| text.parse().ok())
}

/// Records of other shops stay out, as they do on every screen, and so does what colleagues keep for themselves.
fn is_seen(who: &Who, row: &Map<String, Json>) -> bool {
    let shared = row.get("shared") == Some(&Json::Bool(true));
    let theirs = id(row, "owner").is_some_and(|owner| owner != who.id());
    who.scope.covers(id(row, "shop")) && (shared || !theirs)
}

/// The columns by which a record is, or hangs on, something that may be hidden.
const LINKS: &[&str] = &["id", "conversation", "ticket", "article"];

/// Of a page: what has no shop of its own, and yet is not the person's to see, or hangs on what is not.
async fn hidden(desk: &Desk, who: &Who, noun: Noun, page: &Rows) -> Result<BTreeSet<Id>, Error> {
    let all = |key: &str| page.iter().filter_map(|row| id(row, key)).collect::<Vec<Id>>();
    match noun {
        Noun::Message => {
            let talks: Vec<Conversation> = desk.store().get_many(&all("conversation")).await?;
            let tickets: Vec<Ticket> = desk.store().get_many(&all("ticket")).await?;
            let talks = talks.iter().filter(|talk| !who.scope.covers(talk.shop)).map(|talk| talk.id);
            Ok(talks.chain(tickets.iter().filter(|ticket| !who.scope.covers(ticket.shop)).map(|ticket| ticket.id)).collect())
        }
        Noun::Article | Noun::Revision | Noun::Suggestion => {
            let key = if noun == Noun::Article { "id" } else { "article" };
            let articles: Vec<Article> = desk.store().get_many(&all(key)).await?;
            let drafts = articles.iter().filter(|_| !who.may(Permission::KnowledgeEdit)).filter_map(|article| article.draft);
            Ok(articles.iter().filter(|article| !knowledge::may_read(who, article, desk.now())).map(|article| article.id).chain(drafts).collect())
        }
        _ => Ok(BTreeSet::new()),
    }
}

/// Personal data goes out in full only for those who may see it in full.
fn masked(who: &Who, noun: Noun, mut row: Map<String, Json>) -> Map<String, Json> {
    if who.may(Permission::CustomerReveal) {
        return row;
    }
    if let (Noun::Customer, Some(Json::Array(identities))) = (noun, row.get_mut("identities")) {
        for identity in identities.iter_mut() {
            *identity = Json::String(identity.as_str().map(domain::customer::mask_identity).unwrap_or_default());
        }
    }
    for key in ["address", "birthday", "phone"] {
        if let Some(value) = row.get_mut(key).filter(|value| value.is_string()) {
            *value = Json::String("****".into());
        }
    }
    row
}

fn jsonl(rows: &Rows) -> Vec<u8> {
    rows.iter().fold(Vec::new(), |mut bytes, row| {
        bytes.extend(Json::Object(row.clone()).to_string().into_bytes());
        bytes.push(b'\n');
        bytes
    })
}

/// UTF-8 with a byte-order mark, because spreadsheets take it for another encoding otherwise.
fn csv(rows: &Rows) -> Result<Vec<u8>, Error> {
    let mut writer = ::csv::Writer::from_writer(vec![0xef, 0xbb, 0xbf]);
    let columns: Vec<&String> = rows.first().map(|row| row.keys().collect()).unwrap_or_default();
    writer.write_record(columns.iter().map(|column| column.as_str())).map_err(Error::internal)?;
    for row in rows {
        writer.write_record(columns.iter().map(|column| cell(row.get(*column)))).map_err(Error::internal)?;
    }
    writer.into_inner().map_err(|cause| Error::internal(cause.to_string()))
}

/// A cell that a spreadsheet would run as a formula gets an apostrophe.
fn cell(value: Option<&Json>) -> String {
    let text = match value {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err() { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_in_a_cell_is_defused_and_a_number_is_not() {
        let of = |text: &str| cell(Some(&Json::String(text.into())));
        assert_eq!((of("=HYPERLINK(1)"), of("@x"), of("-5"), of("好")), ("'=HYPERLINK(1)".into(), "'@x".into(), "-5".into(), "好".into()));
    }
}
