//! The console's own build, made only when something it is made of has changed.
//!
//! Times alone miss a deleted file, so the stamp remembers every source with its time and size.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;

use crate::shell;

/// What `ui/dist` is made of, below `ui/`.
const SOURCES: [&str; 5] = ["src", "public", "index.html", "package-lock.json", "vite.config.ts"];

/// `npm ci` when the lock file is newer than what it installed last.
pub fn install() -> anyhow::Result<()> {
    let ui = shell::root().join("ui");
    let installed = changed(&ui.join("node_modules/.package-lock.json"));
    if installed.is_some_and(|installed| changed(&ui.join("package-lock.json")).is_some_and(|locked| locked <= installed)) {
        return Ok(());
    }
    shell::run(&mut shell::npm("ci --no-audit --no-fund"))
}

/// `ui/dist`, as the desktop and `zg serve` carry it. Types are checked by the tests, not here.
pub fn build() -> anyhow::Result<()> {
    install()?;
    let ui = shell::root().join("ui");
    let stamp = shell::target().join("ui-stamp.txt");
    let sources = listing(&ui, &SOURCES)?;
    if ui.join("dist/index.html").is_file() && fs::read_to_string(&stamp).is_ok_and(|last| last == sources) {
        return Ok(());
    }
    let mut vite = shell::command("node", ["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"]);
    shell::run(vite.current_dir(&ui))?;
    fs::create_dir_all(shell::target())?;
    fs::write(&stamp, sources).with_context(|| stamp.display().to_string())
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|about| about.modified()).ok()
}

/// One line per file: path, nanoseconds, bytes.
fn listing(base: &Path, names: &[&str]) -> anyhow::Result<String> {
    let mut files = Vec::new();
    for name in names {
        walk(&base.join(name), &mut files)?;
    }
    files.sort();
    let mut text = String::new();
    for path in files {
        let about = fs::metadata(&path)?;
        let nanos = about.modified()?.duration_since(UNIX_EPOCH).map_or(0, |age| age.as_nanos());
        writeln!(text, "{} {nanos} {}", path.strip_prefix(base).unwrap_or(&path).display(), about.len())?;
    }
    Ok(text)
}

fn walk(path: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if !path.is_dir() {
        files.extend(path.exists().then(|| path.to_owned()));
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| path.display().to_string())? {
        walk(&entry?.path(), files)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_listing_changes_when_a_file_grows_comes_or_goes() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("src/ticket")).unwrap();
        fs::write(folder.path().join("src/ticket/row.tsx"), "one").unwrap();
        let list = || listing(folder.path(), &["src", "absent.html"]).unwrap();
        let first = list();
        assert_eq!(first, list());

        fs::write(folder.path().join("src/ticket/row.tsx"), "one and two").unwrap();
        let grown = list();
        assert_ne!(first, grown);

        fs::write(folder.path().join("src/new.ts"), "").unwrap();
        let come = list();
        assert_ne!(grown, come);

        fs::remove_file(folder.path().join("src/new.ts")).unwrap();
        assert_eq!(grown, list());
    }
}
