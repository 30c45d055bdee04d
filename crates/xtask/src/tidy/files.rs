//! The files that git holds or would hold: what is ignored is nobody's business.

use anyhow::Context;

use super::mask::Views;
use crate::shell;

/// One file of the repository.
pub struct File {
    /// From the root, with `/`.
    pub path: String,
    pub bytes: u64,
    /// Empty when it is no text, or too much of it.
    pub text: String,
    /// The text seen apart: code, strings, comments.
    pub views: Views,
}

/// Nothing that a person wrote is longer.
const TEXT_BYTES_MAX: u64 = 1 << 20;

impl File {
    pub fn new(path: &str, text: &str) -> File {
        File { path: path.to_owned(), bytes: text.len() as u64, text: text.to_owned(), views: Views::of(path, text) }
    }

    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    pub fn is_typescript(&self) -> bool {
        [".ts", ".tsx", ".mts"].iter().any(|ending| self.path.ends_with(ending)) && !self.is_generated()
    }

    pub fn is_generated(&self) -> bool {
        self.path == "ui/src/ipc/bindings.ts" || self.path.ends_with(".lock") || self.path.ends_with("package-lock.json")
    }
}

pub fn all() -> anyhow::Result<Vec<File>> {
    let mut git = shell::command("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"]);
    let listed = shell::output(&mut git).context("tidy asks git which files there are")?;
    listed.split('\0').filter(|path| !path.is_empty()).filter_map(|path| read(path).transpose()).collect()
}

/// Nothing for a file that git still lists and somebody has removed.
fn read(path: &str) -> anyhow::Result<Option<File>> {
    let full = shell::root().join(path);
    let Ok(about) = std::fs::symlink_metadata(&full) else { return Ok(None) };
    let readable = about.is_file() && about.len() <= TEXT_BYTES_MAX;
    let bytes = if readable { std::fs::read(&full).with_context(|| path.to_owned())? } else { Vec::new() };
    let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0')).unwrap_or_default();
    Ok(Some(File { bytes: about.len(), ..File::new(path, &text) }))
}
