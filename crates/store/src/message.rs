//! Reads of messages: a thread's pages, a ticket's notes, what has not gone out.

use domain::message::Message;
use domain::{Id, Millis};

use crate::rows::{Statement, columns, record};
use crate::{Store, StoreError};

pub(crate) fn page(conversation: Id, before: Millis, limit: i64) -> Statement {
    let sql = format!(
        "SELECT {} FROM message WHERE conversation = ? AND at < ? AND deleted = 0 AND recalled IS NOT 1 ORDER BY at DESC, id DESC LIMIT ?",
        columns::<Message>()
    );
    (sql, vec![conversation.into(), before.into(), limit.into()])
}

impl Store {
    /// The newest messages before a time, oldest first.
    pub async fn messages(&self, conversation: Id, before: Millis, limit: i64) -> Result<Vec<Message>, StoreError> {
        let (sql, binds) = page(conversation, before, limit);
        let mut messages = self.read(sql, binds, record::<Message>).await?;
        messages.reverse();
        Ok(messages)
    }

    /// Notes that belong to a ticket, oldest first.
    pub async fn messages_of_ticket(&self, ticket: Id) -> Result<Vec<Message>, StoreError> {
        self.select("WHERE ticket = ? AND deleted = 0 ORDER BY at, id", vec![ticket.into()]).await
    }

    /// How many messages a conversation holds.
    pub async fn message_count(&self, conversation: Id) -> Result<i64, StoreError> {
        self.number("SELECT count(*) FROM message WHERE conversation = ? AND deleted = 0", vec![conversation.into()]).await
    }

    /// When the customer last wrote.
    pub async fn customer_wrote_at(&self, conversation: Id) -> Result<Option<Millis>, StoreError> {
        let sql = "SELECT d_customer_at FROM conversation WHERE id = ?";
        Ok(Some(self.number(sql, vec![conversation.into()]).await?).filter(|at| *at > 0))
    }

    /// How many of our messages to the customer came after a time.
    pub async fn sent_since(&self, conversation: Id, after: Millis) -> Result<i64, StoreError> {
        let sql = "SELECT count(*) FROM message WHERE conversation = ? AND at > ? AND audience = 'customer' AND author_kind IN ('staff', 'ai') AND recalled IS NOT 1 AND deleted = 0";
        self.number(sql, vec![conversation.into(), after.into()]).await
    }

    /// Messages that have not gone out (held, pending or failed) and were not taken back, oldest first.
    ///
    /// The list of states is the index's own condition: without it every message would be looked at.
    pub async fn messages_in(&self, delivery: domain::message::Delivery, limit: i64) -> Result<Vec<Message>, StoreError> {
        let clause = "WHERE delivery IN ('held', 'pending', 'failed') AND delivery = ? AND recalled IS NOT 1 AND deleted = 0 ORDER BY at LIMIT ?";
        self.select(clause, vec![delivery.into(), limit.into()]).await
    }

    /// When the customer wrote the first words that no reply besides `except` has answered.
    pub async fn waiting_since(&self, conversation: Id, except: Id) -> Result<Option<Millis>, StoreError> {
        let sql = "SELECT min(at) FROM message WHERE conversation = ?1 AND author_kind = 'customer' AND deleted = 0 AND recalled IS NOT 1
             AND at > coalesce((SELECT max(at) FROM message WHERE conversation = ?1 AND author_kind IN ('staff', 'ai') AND audience = 'customer'
                                AND deleted = 0 AND recalled IS NOT 1 AND id <> ?2), 0)";
        Ok(Some(self.number(sql, vec![conversation.into(), except.into()]).await?).filter(|at| *at > 0))
    }

    /// The manifest of the file with that hash.
    pub async fn attachment(&self, hash: &str) -> Result<Option<domain::attachment::Attachment>, StoreError> {
        Ok(self.select("WHERE hash = ? AND deleted = 0 LIMIT 1", vec![hash.into()]).await?.pop())
    }
}
