//! Keeps a parser's panic from reaching the program. Parsers that cannot be metered from inside run on a thread of
//! their own with a wall limit; the thread must end by itself, because Rust cannot stop it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::unreadable::Unreadable;

/// Enough for the deepest nesting the pdf and sheet parsers admit in a debug build (100 levels of ~4 KB frames).
const STACK_BYTES: usize = 16 << 20;

/// Runs `read`; a panic inside becomes [`Unreadable::Damaged`].
pub(crate) fn caught<T>(read: impl FnOnce() -> Result<T, Unreadable>) -> Result<T, Unreadable> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(Unreadable::damaged("the parser gave up")))
}

/// Runs `read` on its own thread and waits at most `wall`.
pub(crate) fn apart<T, F>(wall: Duration, read: F) -> Result<T, Unreadable>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, Unreadable> + Send + 'static,
{
    let (send, receive) = mpsc::sync_channel(1);
    thread::Builder::new()
        .name("documents".into())
        .stack_size(STACK_BYTES)
        .spawn(move || {
            // The receiver is gone when the wall limit came first; the result has no other reader.
            let _ = send.send(caught(read));
        })
        .map_err(|e| Unreadable::damaged(format!("no thread to read on: {e}")))?;
    match receive.recv_timeout(wall) {
        Ok(result) => result,
        Err(_) => Err(Unreadable::TooSlow { seconds: wall.as_secs() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_reason() {
        let result: Result<(), _> = caught(|| panic!("on purpose, by a test"));
        assert!(matches!(result, Err(Unreadable::Damaged { .. })));
        let result: Result<(), _> = apart(Duration::from_secs(60), || panic!("on purpose, by a test"));
        assert!(matches!(result, Err(Unreadable::Damaged { .. })));
    }

    #[test]
    fn a_reader_that_never_ends_is_left_behind() {
        let (_keep_waiting, forever) = mpsc::channel::<()>();
        let result: Result<(), _> = apart(Duration::from_millis(20), move || {
            let _ = forever.recv();
            Ok(())
        });
        assert_eq!(result, Err(Unreadable::TooSlow { seconds: 0 }));
    }
}
