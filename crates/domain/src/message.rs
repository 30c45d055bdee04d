//! What was said. Messages are inserted and never rewritten; only their delivery moves on.
//!
//! An internal note is a message whose audience is colleagues: nothing may ever send it to a customer.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ctx::Ctx;
use crate::edit::Edit;
use crate::id::Id;
use crate::record::changes;
use crate::refusal::{Refusal, Verdict};
use crate::text::{Label, MESSAGE_MAX, REMARK_MAX, clean};
use crate::time::Millis;

crate::tags! { pub enum AuthorKind { Customer = "customer", Staff = "staff", Ai = "ai", System = "system" } }
crate::tags! { pub enum Audience { Customer = "customer", Colleagues = "colleagues" } }
crate::tags! { pub enum Form { Text = "text", Image = "image", File = "file", Audio = "audio", System = "system" } }
crate::tags! {
    pub enum Delivery {
        /// In the undo window.
        Held = "held",
        /// Waits for the channel.
        Pending = "pending",
        Sent = "sent",
        Delivered = "delivered",
        Read = "read",
        Failed = "failed",
    }
}

/// A file that a message carries.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Carried {
    /// blake3 of the bytes, 64 hexadecimal digits.
    pub hash: String,
    pub name: String,
    pub media_type: String,
    pub bytes: i64,
    /// Length of audio in milliseconds.
    #[serde(default)]
    pub duration_ms: i64,
}

impl Carried {
    pub fn is_audio(&self) -> bool {
        self.media_type.starts_with("audio/")
    }
}

/// A list of carried files.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Carrieds(pub Vec<Carried>);
crate::json_value!(Carrieds);

crate::record! {
    pub struct Message of message {
        conversation: Option<Id>,
        author_kind: AuthorKind,
        author: Option<Id>,
        audience: Audience,
        form: Form,
        text: String,
        attachments: Carrieds,
        at: i64,
        delivery: Option<Delivery>,
        reply_to: Option<Id>,
        external: Option<String>,
        /// Staff ids.
        mentions: Vec<String>,
        transcript: Option<String>,
        source: Option<String>,
        /// Set on comments that belong to a ticket rather than a conversation.
        ticket: Option<Id>,
        failure: Option<String>,
        recalled: bool,
    }
}

/// Files on one message.
pub const ATTACHMENTS_MAX: usize = 20;

/// What somebody wants to say, before the rules have seen it.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub text: String,
    pub attachments: Vec<Carried>,
    /// Staff named with @.
    pub mentions: Vec<Id>,
    pub reply_to: Option<Id>,
    /// Where the text came from: a canned reply, a macro, an article.
    pub source: Option<String>,
    /// The channel's own id of the message.
    pub external: Option<String>,
    /// What a voice note among the attachments says.
    pub transcript: Option<String>,
}

impl Words {
    pub fn of(text: impl Into<String>) -> Self {
        Words { text: text.into(), ..Words::default() }
    }

    /// A message with these words, not yet delivered and in no thread; refused when it says nothing or too much.
    pub fn message(self, author_kind: AuthorKind, audience: Audience, ctx: &mut Ctx<'_>) -> Verdict<Message> {
        let text = clean(Label::new("内容", "Text"), &self.text, MESSAGE_MAX)?;
        if text.is_empty() && self.attachments.is_empty() {
            return Err(Refusal::new("message.empty", "还没写内容，写一句或加个附件", "Nothing to say yet. Write something or attach a file"));
        }
        check_attachments(&self.attachments)?;
        let transcript = clean(TRANSCRIPT, self.transcript.as_deref().unwrap_or_default(), MESSAGE_MAX)?;
        Ok(Message {
            id: ctx.id(),
            conversation: None,
            author_kind,
            author: ctx.actor,
            audience,
            form: form_of(&text, &self.attachments),
            text,
            attachments: Carrieds(self.attachments),
            at: ctx.now,
            delivery: None,
            reply_to: self.reply_to,
            external: self.external,
            mentions: each_once(&self.mentions),
            transcript: (!transcript.is_empty()).then_some(transcript),
            source: self.source,
            ticket: None,
            failure: None,
            recalled: false,
        })
    }
}

const TRANSCRIPT: Label = Label::new("语音的文字", "Transcript");

fn check_attachments(attachments: &[Carried]) -> Verdict<()> {
    if attachments.len() > ATTACHMENTS_MAX {
        return Err(Refusal::new(
            "message.attachments",
            format!("一条消息最多带 {ATTACHMENTS_MAX} 个附件，现在有 {} 个，分几条发", attachments.len()),
            format!("{ATTACHMENTS_MAX} files per message at most; this has {}. Send several messages", attachments.len()),
        ));
    }
    let damaged = |carried: &Carried| carried.hash.len() != 64 || !carried.hash.bytes().all(|b| b.is_ascii_hexdigit());
    match attachments.iter().find(|carried| damaged(carried)) {
        None => Ok(()),
        Some(carried) => Err(Refusal::new(
            "message.attachment_unknown",
            format!("附件「{}」还没存好，重新加一次", carried.name),
            format!("The file “{}” was not stored. Attach it again", carried.name),
        )),
    }
}

fn form_of(text: &str, attachments: &[Carried]) -> Form {
    match attachments.first() {
        Some(first) if text.is_empty() || attachments.len() == 1 => match first.media_type.split('/').next() {
            Some("image") => Form::Image,
            Some("audio") => Form::Audio,
            _ => Form::File,
        },
        Some(_) => Form::File,
        None => Form::Text,
    }
}

fn each_once(ids: &[Id]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for id in ids.iter().map(Id::to_string) {
        if !texts.contains(&id) {
            texts.push(id);
        }
    }
    texts
}

impl Delivery {
    /// The deliveries that can follow this one. A receipt may overtake an earlier one.
    pub const fn next(self) -> &'static [Delivery] {
        use Delivery::*;
        match self {
            Held => &[Pending],
            Pending => &[Sent, Delivered, Read, Failed],
            Sent => &[Delivered, Read, Failed],
            Delivered => &[Read],
            Read => &[],
            Failed => &[Pending],
        }
    }

    /// Has not reached the channel.
    pub const fn is_unsent(self) -> bool {
        matches!(self, Delivery::Held | Delivery::Pending | Delivery::Failed)
    }
}

impl Message {
    /// When the undo window of a held message ends.
    pub fn held_until(&self, undo_ms: Millis) -> Option<Millis> {
        (self.delivery == Some(Delivery::Held)).then_some(self.at + undo_ms)
    }
}

/// Writes beside a voice message what was understood of it; what a person wrote there is not overwritten by a machine.
pub fn transcribe(message: &Message, text: &str) -> Verdict<Vec<Edit>> {
    if message.recalled || !message.attachments.0.iter().any(Carried::is_audio) {
        return Err(Refusal::new("message.not_spoken", "这条消息里没有语音", "This message has no voice recording"));
    }
    let text = clean(TRANSCRIPT, text, MESSAGE_MAX)?;
    if text.is_empty() || message.transcript.is_some() {
        return Ok(Vec::new());
    }
    Ok(changes(message, &Message { transcript: Some(text), ..message.clone() }))
}

/// Moves a message's delivery on. A report that comes late or twice changes nothing.
pub fn deliver(message: &Message, to: Delivery, failure: &str) -> Vec<Edit> {
    if message.recalled || !message.delivery.is_some_and(|now| now.next().contains(&to)) {
        return Vec::new();
    }
    let failure = (to == Delivery::Failed).then(|| failure.chars().take(REMARK_MAX).collect());
    changes(message, &Message { delivery: Some(to), failure, ..message.clone() })
}

/// Lets a message go whose undo window is over; nothing while it lasts.
pub fn release(message: &Message, undo_ms: Millis, now: Millis) -> Vec<Edit> {
    match message.held_until(undo_ms) {
        Some(until) if until <= now => deliver(message, Delivery::Pending, ""),
        _ => Vec::new(),
    }
}

/// Sends a message again that did not go out.
pub fn retry(message: &Message) -> Verdict<Vec<Edit>> {
    if message.delivery == Some(Delivery::Failed) {
        return Ok(deliver(message, Delivery::Pending, ""));
    }
    Err(Refusal::new("message.not_failed", "这条没有卡住，不用重发", "This message is not stuck; there is nothing to send again"))
}
