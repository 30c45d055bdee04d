//! What this process takes of the machine's memory, and giving back what it needs no more.
//!
//! glibc keeps what was freed for whoever asks next: a model that was let go would still be counted as the desk's. It is told to keep
//! little, and to give back when a model was let go and at no other time, since walking the heap takes milliseconds. With that,
//! jemalloc was measured beside it and gained nothing.

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod pages;

/// Megabytes of this process that lie in memory now; nothing on systems that do not tell.
pub fn resident_mb() -> Option<f64> {
    told("VmRSS:")
}

/// Of these, the ones that are the process's own and not pages of files, which the system takes back when it needs them.
pub fn own_mb() -> Option<f64> {
    told("RssAnon:")
}

/// The most they ever were.
pub fn most_mb() -> Option<f64> {
    told("VmHWM:")
}

fn told(name: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// Has big pieces come from the system and go back at once. By itself glibc learns from the first big piece it gets back to keep as much
/// at the end of each thread's heap for ever, which was 80 MB after all models had worked.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(crate) fn keep_little() {
    /// glibc's own beginning.
    const LITTLE: libc::c_int = 128 << 10;
    #[expect(unsafe_code, reason = "there is no safe name for it; it sets a number of the allocator under the allocator's own lock")]
    // SAFETY: mallopt takes two numbers and has no conditions on its caller.
    unsafe {
        // Refused, it keeps more.
        let _ = libc::mallopt(libc::M_MMAP_THRESHOLD, LITTLE);
        let _ = libc::mallopt(libc::M_TRIM_THRESHOLD, LITTLE);
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn keep_little() {}

/// Gives freed memory back to the system, where the allocator does not by itself.
pub(crate) fn give_back() {
    trim();
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    pages::let_go("onnxruntime");
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn trim() {
    #[expect(unsafe_code, reason = "there is no safe name for it; it takes a number, touches free memory only, and may be called from any thread")]
    // SAFETY: malloc_trim has no conditions on its caller.
    unsafe {
        libc::malloc_trim(0);
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn trim() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn giving_back_harms_nothing_that_is_held() {
        let held: Vec<u8> = vec![7; 1 << 20];
        drop(vec![0u8; 1 << 22]);
        give_back();
        assert!(held.iter().all(|byte| *byte == 7));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_takes_some_memory_and_never_more_than_its_most() {
        let (now, most) = (resident_mb().expect("linux tells"), most_mb().expect("linux tells"));
        assert!(now > 0.0 && now <= most + 1.0, "{now} {most}");
    }
}
