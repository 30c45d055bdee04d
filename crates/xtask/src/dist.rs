//! `cargo xtask dist`: the packages that people install, made by the Tauri bundler from the `dist` profile.

use std::path::{Path, PathBuf};

use crate::{setup, shell, ui};

/// The newest whose platform packages are all published; it works with the tauri crate of Cargo.lock.
const BUNDLER: &str = "@tauri-apps/cli@2.12.3";

pub fn dist(rest: &[String]) -> anyhow::Result<()> {
    setup::setup(setup::For::Building)?;
    ui::build()?;
    let npx = if cfg!(windows) { "npx.cmd" } else { "npx" };
    let mut bundler = shell::command(npx, ["--yes", BUNDLER, "build"]);
    shell::run(bundler.args(rest).args(["--", "--profile", "dist"]))?;
    let packages = packages(&shell::target().join("dist/bundle"));
    anyhow::ensure!(!packages.is_empty(), "the bundler left no package in {}", shell::target().join("dist/bundle").display());
    packages.iter().for_each(|package| println!("{}", package.display()));
    Ok(())
}

/// `bundle/<kind>/<package>`: files, and on macOS the `.app` folders.
fn packages(bundle: &Path) -> Vec<PathBuf> {
    let inside = |folder: &Path| std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_package = |path: &PathBuf| path.is_file() || path.extension().is_some_and(|ending| ending == "app");
    let mut found: Vec<PathBuf> = inside(bundle).flat_map(|kind| inside(&kind).collect::<Vec<_>>()).filter(is_package).collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_the_files_below_each_kind() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["deb/zhanggui_0.1.0_amd64.deb", "macos/Zhanggui.app/Contents", "deb/zhanggui_0.1.0_amd64/control"] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let found: Vec<_> = packages(folder.path()).iter().map(|path| path.strip_prefix(folder.path()).unwrap().to_owned()).collect();
        assert_eq!(found, [Path::new("deb/zhanggui_0.1.0_amd64.deb"), Path::new("macos/Zhanggui.app")]);
    }
}
