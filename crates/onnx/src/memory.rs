//! What this process takes of the machine's memory, and giving back what it needs no more.
//!
//! glibc keeps what was freed for whoever asks next, and what is freed between two things that stay it can never give back: a desk that
//! had thought once held 90 MB of such holes. So on Linux the program's own memory comes from jemalloc, which has few; ONNX Runtime and
//! SQLite go on asking glibc. Both are told to give back when a model was let go and at no other time, since it takes milliseconds.

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

/// Every program that has models has this allocator; there is no other place that names one.
#[cfg(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64"))]
#[global_allocator]
static OURS: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// What still asks glibc gets big pieces from the system and gives them back at once. By itself glibc learns from the first big piece it
/// gets back to keep as much at the end of each thread's heap for ever, which was 80 MB after all models had worked.
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

/// Gives freed memory back to the system, where the allocators do not by themselves.
pub(crate) fn give_back() {
    give_back_ours();
    give_back_theirs();
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    pages::let_go("onnxruntime");
}

#[cfg(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64"))]
fn give_back_ours() {
    /// jemalloc's word for all of its arenas at once.
    const ALL: &std::ffi::CStr = c"arena.4096.purge";
    let none = std::ptr::null_mut();
    #[expect(unsafe_code, reason = "there is no safe name for it; it neither reads nor writes what it is told, and may be called from any thread")]
    // SAFETY: the name ends in a nought and this command takes no values, which is what null and 0 say.
    let refused = unsafe { tikv_jemalloc_sys::mallctl(ALL.as_ptr(), none, none.cast(), none, 0) };
    if refused != 0 {
        tracing::debug!(refused, "freed memory is given back later");
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64")))]
fn give_back_ours() {}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn give_back_theirs() {
    #[expect(unsafe_code, reason = "there is no safe name for it; it takes a number, touches free memory only, and may be called from any thread")]
    // SAFETY: malloc_trim has no conditions on its caller.
    unsafe {
        libc::malloc_trim(0);
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn give_back_theirs() {}

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
