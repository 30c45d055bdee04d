//! Time as the rules see it: milliseconds since 1970, handed in by the caller.
//!
//! [`SystemClock`] is the only place below the mains that may ask the operating system what time it is.

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;

pub const SECOND: Millis = 1_000;
pub const MINUTE: Millis = 60 * SECOND;
pub const HOUR: Millis = 60 * MINUTE;
pub const DAY: Millis = 24 * HOUR;

/// Where "now" comes from. Tests pass a [`FixedClock`].
pub trait Clock: Send + Sync {
    fn now(&self) -> Millis;
}

/// The clock on the wall of this machine.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one reader of the wall clock")]
    fn now(&self) -> Millis {
        // A clock set before 1970 reads as 0; the store notices the jump and says so.
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |past| past.as_millis() as Millis)
    }
}

/// A clock that shows what it was told, for tests and for the sample chain.
pub struct FixedClock(pub std::sync::atomic::AtomicI64);

impl FixedClock {
    pub fn at(now: Millis) -> Self {
        FixedClock(now.into())
    }
    pub fn set(&self, now: Millis) {
        self.0.store(now, std::sync::atomic::Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Millis {
        self.0.load(std::sync::atomic::Ordering::SeqCst)
    }
}
