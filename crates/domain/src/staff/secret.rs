//! Passwords, PINs and the lock after wrong ones.
//!
//! Only what a person typed is judged here, before it is hashed; nothing of it is kept or shown in a refusal.

use crate::refusal::{Refusal, Verdict};
use crate::text::narrow;
use crate::time::{DAY, MINUTE, Millis};

const PASSWORD_MIN: usize = 10;
/// argon2 takes more; a person does not type more.
const PASSWORD_MAX: usize = 128;
const PIN_DIGITS: usize = 6;

const FAILURES: usize = 5;
const FAILURE_WINDOW: Millis = 15 * MINUTE;
/// How long an account is locked after five failures.
pub const LOCK_MS: Millis = 15 * MINUTE;

/// Passwords that pass the rule of four classes and stand at the top of every leaked list, in lower case and
/// without signs at their end.
const COMMONEST: &[&str] = &[
    "password12",
    "password123",
    "password1234",
    "password2024",
    "password2025",
    "password2026",
    "p@ssw0rd12",
    "p@ssw0rd123",
    "p@ssword123",
    "passw0rd12",
    "passw0rd123",
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "q1w2e3r4t5",
    "q1w2e3r4t5y6",
    "1qaz2wsx3edc",
    "1qaz@wsx3edc",
    "zaq12wsx",
    "zaq1@wsx",
    "qwerty12345",
    "qwerty123456",
    "qwertyuiop1",
    "qwertyuiop123",
    "asdfghjkl123",
    "zxcvbnm123",
    "abc123456",
    "abc1234567",
    "abc12345678",
    "abcd123456",
    "abcd12345678",
    "abcdef123456",
    "aa12345678",
    "aa123456789",
    "aa1234567890",
    "a123456789",
    "a1234567890",
    "a12345678",
    "q123456789",
    "qq123456789",
    "qq1234567890",
    "admin12345",
    "admin123456",
    "admin@123456",
    "admin@1234",
    "admin@12345",
    "administrator1",
    "root123456",
    "root@123456",
    "welcome123",
    "welcome1234",
    "letmein123",
    "iloveyou123",
    "iloveyou1314",
    "woaini1314",
    "woaini520",
    "woaini5201314",
    "woaini1314520",
    "5201314aa",
    "zhang123456",
    "wang123456",
    "li123456789",
    "test123456",
    "test1234567",
    "changeme123",
    "default123",
    "huawei@123",
    "huawei12#$",
    "monkey12345",
    "dragon12345",
    "football123",
    "sunshine123",
    "princess123",
    "master12345",
    "superman123",
    "company123",
    "shop123456",
];

/// Judges a new password: ten characters or more, three of four classes, without account or name, not a common one.
pub fn check_password(password: &str, account: &str, name: &str) -> Verdict<()> {
    let length = password.chars().count();
    if !(PASSWORD_MIN..=PASSWORD_MAX).contains(&length) {
        return Err(Refusal::new(
            "password.length",
            format!("密码要 {PASSWORD_MIN} 到 {PASSWORD_MAX} 位，现在 {length} 位"),
            format!("A password has {PASSWORD_MIN} to {PASSWORD_MAX} characters; this has {length}"),
        ));
    }
    if classes(password) < 3 {
        return Err(Refusal::new(
            "password.classes",
            "大写、小写、数字、符号，至少用三种",
            "Use at least three of: capitals, small letters, digits, signs",
        ));
    }
    let lower = password.to_lowercase();
    let holds = |part: &str, least: usize| part.chars().count() >= least && lower.contains(&part.to_lowercase());
    if holds(account.trim(), 3) || holds(name.trim(), 2) {
        return Err(Refusal::new("password.personal", "密码里不要带账号或姓名，换一个", "Leave account and name out of the password"));
    }
    if COMMONEST.contains(&lower.trim_end_matches(|c: char| c.is_ascii_punctuation())) {
        return Err(Refusal::new(
            "password.common",
            "这个密码太常见，别人一猜就中，换一个",
            "This password is among the first that anybody tries. Choose another",
        ));
    }
    Ok(())
}

/// How many of capitals, small letters, digits and everything else there are.
fn classes(password: &str) -> usize {
    let has = |class: fn(char) -> bool| usize::from(password.chars().any(class));
    has(char::is_uppercase)
        + has(char::is_lowercase)
        + has(|c| c.is_ascii_digit())
        + has(|c| !c.is_uppercase() && !c.is_lowercase() && !c.is_ascii_digit())
}

/// Judges a PIN for switching at a shared till and gives its six plain digits.
pub fn check_pin(text: &str) -> Verdict<String> {
    let pin = narrow(text).trim().to_owned();
    let digits: Vec<u8> = pin.bytes().collect();
    if digits.len() != PIN_DIGITS || !digits.iter().all(u8::is_ascii_digit) {
        return Err(Refusal::new("pin.digits", "PIN 要 6 位数字", "A PIN has 6 digits"));
    }
    if is_plain(&digits) {
        return Err(Refusal::new(
            "pin.plain",
            "这个 PIN 太好猜，别用重复或连着的数字",
            "This PIN is easy to guess. Avoid repeated digits and sequences",
        ));
    }
    Ok(pin)
}

/// Repeats (`000000`, `121212`, `123123`), runs (`123456`, `987654`, `890123`) and pairs in a row (`112233`).
fn is_plain(digits: &[u8]) -> bool {
    let repeats = |period: usize| digits.iter().zip(&digits[period..]).all(|(a, b)| a == b);
    let steps = |step: u8| digits.windows(2).all(|pair| (pair[0] - b'0' + step) % 10 == pair[1] - b'0');
    let mirrored = digits.iter().eq(digits.iter().rev());
    let doubled = digits.chunks(2).all(|pair| pair[0] == pair[1]);
    (1..=3).any(repeats) || steps(1) || steps(9) || doubled || mirrored && digits.windows(2).take(2).all(|pair| pair[0].abs_diff(pair[1]) <= 1)
}

/// Until when an account is locked: five failures within 15 minutes lock it for 15 minutes from the fifth.
/// `failures` are the moments of failed sign-ins since the last one that worked, in any order.
pub fn lock(failures: &[Millis], now: Millis) -> Option<Millis> {
    let mut sorted = failures.to_vec();
    sorted.sort_unstable();
    let fifths = sorted.windows(FAILURES).filter(|five| five[FAILURES - 1] - five[0] <= FAILURE_WINDOW);
    let until = fifths.map(|five| five[FAILURES - 1] + LOCK_MS).max()?;
    (until > now).then_some(until)
}

/// When a password must be changed; `None` when passwords do not age (`days` 0) or none was ever set.
pub fn password_expires(password_at: Millis, days: i64) -> Option<Millis> {
    (days > 0 && password_at > 0).then(|| password_at + days.min(3_650) * DAY)
}
