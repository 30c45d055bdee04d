//! No word of this machine to anybody. ONNX Runtime's packages report their use over HTTPS and keep a device id and a queue of events
//! in the person's cache folder; switching its telemetry off by call comes too late for that, only its environment forbids it
//! before it begins.

/// What ONNX Runtime looks for when it is loaded.
const FORBIDS: &str = "ORT_DISABLE_TELEMETRY";

/// Forbids them for this process. Programs call it first, while they have one thread; loading the library calls it for everybody else.
#[expect(unsafe_code, reason = "a C library reads its environment, and there is no other way to tell it")]
pub fn forbid_reports() {
    if std::env::var_os(FORBIDS).is_some_and(|value| value == "1") {
        return;
    }
    // SAFETY: no other thread reads the environment through C at a program's beginning; where the library is loaded later, in tests,
    // nothing else in the process does but this library, which is not there yet.
    unsafe { std::env::set_var(FORBIDS, "1") };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_in_the_words_that_the_library_looks_for() {
        forbid_reports();
        forbid_reports();
        assert_eq!(std::env::var(FORBIDS).as_deref(), Ok("1"));
    }
}
