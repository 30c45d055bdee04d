//! Pages of a loaded library that hold nothing but its file: 20 MB of ONNX Runtime's, which nobody reads while no model is loaded. A library
//! that was loaded once stays until the process ends; its pages need not. They come back from the file when they are read.
//!
//! It touches only what was mapped without the right to write, where nothing can have been changed.

use std::ffi::{CStr, c_int, c_void};

/// Lets go of the unchanged pages of every library with this word in its path.
pub(super) fn let_go(named: &str) {
    let mut named: &[u8] = named.as_bytes();
    #[expect(unsafe_code, reason = "there is no safe way to ask where a library lies")]
    // SAFETY: `each` is of the wanted shape, keeps nothing, and gets `named`, which outlives the call.
    unsafe {
        libc::dl_iterate_phdr(Some(each), (&raw mut named).cast());
    }
}

#[expect(unsafe_code, reason = "called by the loader, which gives pointers")]
unsafe extern "C" fn each(library: *mut libc::dl_phdr_info, _: usize, named: *mut c_void) -> c_int {
    // SAFETY: the loader gives a library that stays while this runs, with a path and its parts; `named` is what `let_go` gave.
    let (library, named) = unsafe { (&*library, *named.cast::<&[u8]>()) };
    if library.dlpi_name.is_null() || library.dlpi_phdr.is_null() {
        return 0;
    }
    // SAFETY: neither is null, and the path ends in a nought.
    let (path, parts) = unsafe { (CStr::from_ptr(library.dlpi_name), std::slice::from_raw_parts(library.dlpi_phdr, library.dlpi_phnum.into())) };
    if path.to_bytes().windows(named.len()).any(|part| part == named) {
        let loaded = parts.iter().filter(|part| part.p_type == libc::PT_LOAD && part.p_flags & libc::PF_W == 0);
        loaded.for_each(|part| forget(library.dlpi_addr + part.p_vaddr, part.p_filesz));
    }
    0
}

/// Of a part that cannot be written, the whole pages.
fn forget(start: u64, length: u64) {
    #[expect(unsafe_code, reason = "a question to the system without a safe name, and its advice that some pages are not needed")]
    // SAFETY: the pages are of a file and were never changed, so reading them again gives what was there.
    unsafe {
        let page = libc::sysconf(libc::_SC_PAGESIZE).max(1) as u64;
        let (first, end) = (start.next_multiple_of(page), (start + length) / page * page);
        if first < end {
            // Refused, they stay.
            let _ = libc::madvise(first as *mut c_void, (end - first) as usize, libc::MADV_DONTNEED);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_that_lost_its_pages_works_on() {
        let_go("libc.so");
        let_go("no such library");
        assert_eq!("退货".repeat(3).len(), 18);
    }
}
