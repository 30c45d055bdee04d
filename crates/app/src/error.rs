//! What a call answers instead of an output: a refusal in a rule's words, or a failure with its causes.
//!
//! A [`Code`] exists only where a caller branches on it; everything else is told by the sentence.

use domain::refusal::{Lang, Refusal};
use serde::{Deserialize, Serialize};
use store::StoreError;

/// What callers act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// No session, or it has ended.
    SignedOut,
    /// The screen is locked.
    Locked,
    MustChangePassword,
    /// First run: nothing is set up yet.
    NotSetUp,
    /// The person's roles do not allow it.
    Forbidden,
    /// A rule said no.
    Refused,
    /// The record is not there, or not this person's to see.
    NotFound,
    /// The input does not have the call's shape.
    Malformed,
    UnknownCall,
    /// The hub did not answer, or something else did in its place.
    NoHub,
    /// Nothing was kept because the disk is full.
    DiskFull,
    /// Something broke; nothing acknowledged was lost.
    Failed,
}

/// Why a call has no output.
#[derive(Debug, thiserror::Error)]
#[error("{en}")]
pub struct Error {
    pub code: Code,
    pub zh: String,
    pub en: String,
    /// The rule's name, for refusals.
    pub rule: Option<&'static str>,
    #[source]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The form in which every transport sends an error.
#[derive(Clone, Debug, Serialize, Deserialize, ts_rs::TS)]
pub struct ErrorShape {
    pub code: Code,
    /// In the caller's language.
    pub message: String,
    /// A rule said no; nothing broke.
    pub refusal: bool,
    /// The chain of causes, for logs and support.
    pub detail: Option<String>,
}

impl Error {
    pub fn new(code: Code, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Error { code, zh: zh.into(), en: en.into(), rule: None, source: None }
    }

    pub(crate) fn because(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(cause.into());
        self
    }

    pub fn unknown_call(name: &str) -> Self {
        let name: String = name.chars().take(80).collect();
        Error::new(
            Code::UnknownCall,
            format!("没有「{name}」这个调用。界面和程序版本可能不一致，重新打开试试。"),
            format!("There is no call `{name}`. The screen and the program may differ in version; reopen it."),
        )
    }

    pub fn malformed(name: &str, cause: serde_json::Error) -> Self {
        // The cause repeats what was sent, however long that is.
        let cause: String = cause.to_string().chars().take(300).collect();
        Error::new(Code::Malformed, format!("「{name}」的内容不对：{cause}"), format!("The input of `{name}` is not right: {cause}"))
    }

    pub fn not_found(zh: &str, en: &str) -> Self {
        Error::new(
            Code::NotFound,
            format!("找不到这{zh}。可能已删除，或不在您的门店。"),
            format!("This {en} cannot be found. It may have been deleted, or belong to another shop."),
        )
    }

    pub fn signed_out() -> Self {
        Error::new(
            Code::SignedOut,
            "还没有登录，或登录已过期。重新登录即可，写的内容都在。",
            "You are not signed in, or the session has ended. Sign in again; what you wrote is kept.",
        )
    }

    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Error::new(
            Code::Failed,
            "程序出了问题。之前存下的都在，再试一次，仍不行找管理员。",
            "Something went wrong. Everything kept before is safe. Try again, then ask your administrator.",
        )
        .because(cause)
    }

    pub fn text(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }

    pub fn shape(&self, lang: Lang) -> ErrorShape {
        let refusal = matches!(self.code, Code::Refused | Code::Forbidden);
        ErrorShape { code: self.code, message: self.text(lang).to_owned(), refusal, detail: self.detail() }
    }

    fn detail(&self) -> Option<String> {
        let mut cause = std::error::Error::source(self)?;
        let mut chain = vec![cause.to_string()];
        while let Some(next) = cause.source() {
            chain.push(next.to_string());
            cause = next;
        }
        Some(chain.join(": "))
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Error { rule: Some(refusal.rule), ..Error::new(Code::Refused, refusal.zh, refusal.en) }
    }
}

impl From<StoreError> for Error {
    fn from(cause: StoreError) -> Self {
        let code = if matches!(cause, StoreError::Full) { Code::DiskFull } else { Code::Failed };
        Error::new(code, cause.text(Lang::Zh), cause.text(Lang::En)).because(cause)
    }
}
