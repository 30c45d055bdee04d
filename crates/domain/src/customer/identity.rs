//! One way to write each identity, so that the same person is found however the number was typed.
//!
//! What is not surely a number or an address of its kind is refused, never guessed.

use std::fmt;

use crate::refusal::{Refusal, Verdict};
use crate::text::{Label, narrow, required_line};

use super::IdentityKind;

/// Characters in an identity other than phone and e-mail.
const VALUE_MAX: usize = 128;

/// A kind and a value in its one form; its text is `kind:value`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    pub kind: IdentityKind,
    pub value: String,
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.as_str(), self.value)
    }
}

impl Identity {
    /// Reads what a person or a channel wrote.
    pub fn new(kind: IdentityKind, text: &str) -> Verdict<Self> {
        let value = match kind {
            IdentityKind::Phone => phone(text)?,
            IdentityKind::Email => email(text)?,
            IdentityKind::Member => member(text)?,
            IdentityKind::Wecom | IdentityKind::Wechat | IdentityKind::App | IdentityKind::Web => outside_id(text)?,
        };
        Ok(Identity { kind, value })
    }

    /// Splits a stored `kind:value`.
    pub fn parse(stored: &str) -> Option<Self> {
        let (kind, value) = stored.split_once(':')?;
        Some(Identity { kind: IdentityKind::from_tag(kind)?, value: value.to_owned() })
    }
}

/// A phone number in its one form: eleven digits for a mainland mobile, area code and number in digits for a
/// landline, `+852` and eight digits for Hong Kong.
pub fn phone(text: &str) -> Verdict<String> {
    let typed = narrow(text);
    let bare: String = typed.chars().filter(|c| !matches!(c, ' ' | '\t' | '-' | '(' | ')' | '.' | '\u{b7}' | '\u{2013}' | '\u{2014}')).collect();
    let abroad = bare.strip_prefix('+').or_else(|| bare.strip_prefix("00")).filter(|rest| rest.starts_with("86") || rest.starts_with("852"));
    let found = match abroad {
        Some(rest) if rest.starts_with("852") => hong_kong(&rest[3..]),
        Some(rest) => mainland(&rest[2..]),
        None => mainland(&bare).or_else(|| bare.strip_prefix("86").and_then(mobile)),
    };
    found.ok_or_else(|| {
        let shown: String = typed.chars().take(24).collect();
        Refusal::new(
            "customer.phone",
            format!("「{shown}」不像电话号码：手机 11 位，座机带区号，香港号码前面写 +852"),
            format!("“{shown}” does not look like a phone number: 11 digits for a mobile, landlines with area code, +852 before Hong Kong numbers"),
        )
    })
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn mobile(text: &str) -> Option<String> {
    let second = text.as_bytes().get(1)?;
    (digits(text) && text.len() == 11 && text.starts_with('1') && (b'3'..=b'9').contains(second)).then(|| text.to_owned())
}

/// A mobile, or a landline whose leading zero may be missing after the country code.
fn mainland(text: &str) -> Option<String> {
    mobile(text).or_else(|| landline(text)).or_else(|| landline(&format!("0{text}")).filter(|_| !text.starts_with('0')))
}

/// `010` and `02x` with eight digits, other area codes of four digits with seven or eight.
fn landline(text: &str) -> Option<String> {
    let short = text.starts_with("010") || text.starts_with("02");
    let long = text.len() >= 2 && text.starts_with('0') && (b'3'..=b'9').contains(&text.as_bytes()[1]);
    let (code, lengths) = if short { (3, 8..=8) } else { (4, 7..=8) };
    let fits = digits(text) && (short || long) && lengths.contains(&text.len().saturating_sub(code));
    // No subscriber's number begins with 0 or 1.
    (fits && (b'2'..=b'9').contains(&text.as_bytes()[code])).then(|| text.to_owned())
}

fn hong_kong(text: &str) -> Option<String> {
    let first = text.as_bytes().first()?;
    (digits(text) && text.len() == 8 && b"2356789".contains(first)).then(|| format!("+852{text}"))
}

fn email(text: &str) -> Verdict<String> {
    let typed = narrow(text).trim().to_lowercase();
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"._%+-".contains(&b);
    let fits = typed.split_once('@').is_some_and(|(name, host)| {
        let labels: Vec<&str> = host.split('.').collect();
        let label = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        !name.is_empty() && name.bytes().all(plain) && labels.len() > 1 && labels.iter().all(label) && typed.len() <= 254
    });
    if fits {
        return Ok(typed);
    }
    let shown: String = typed.chars().take(40).collect();
    Err(Refusal::new(
        "customer.email",
        format!("「{shown}」不像邮箱地址，像 name@example.com 这样写"),
        format!("“{shown}” does not look like an e-mail address. Write it like name@example.com"),
    ))
}

fn member(text: &str) -> Verdict<String> {
    let typed = narrow(text).replace([' ', '-'], "").to_uppercase();
    if (1..=32).contains(&typed.len()) && typed.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Ok(typed);
    }
    let shown: String = typed.chars().take(40).collect();
    Err(Refusal::new(
        "customer.member",
        format!("「{shown}」不像会员号：只用字母和数字，最多 32 位"),
        format!("“{shown}” does not look like a member number: letters and digits only, 32 at most"),
    ))
}

/// A channel's own id, which is case sensitive and kept as it came.
fn outside_id(text: &str) -> Verdict<String> {
    let id = required_line(Label::new("渠道账号", "Channel id"), text, VALUE_MAX)?;
    if !id.contains(' ') {
        return Ok(id);
    }
    Err(Refusal::new("customer.channel_id", "渠道账号里不能有空格，检查一下再填", "A channel id has no spaces in it. Check it"))
}
