//! The journeys in the real window: the built desktop on a screen of its own, driven through WebDriver.

use std::path::PathBuf;

use super::screen::Screen;
use super::{End, tally};
use crate::shell;

const DRIVER: &str = "tauri-driver@2.1.0";

/// `npm run window` in `ui/`, given the desktop in `ZHANGGUI`, the terminal in `ZG` and the driver in `TAURI_DRIVER`.
pub fn journeys() -> anyhow::Result<End> {
    if !cfg!(target_os = "linux") {
        return Ok(End::LeftOut("the window is driven on Linux only"));
    }
    if !has_script(&std::fs::read_to_string(shell::root().join("ui/package.json"))?) {
        return Ok(End::LeftOut("ui/package.json has no script `window`"));
    }
    let driver = driver()?;
    let home = fresh_home()?;
    let screen = Screen::start()?;
    // A bus of its own: no window of the person at this machine hears of it, and none is needed.
    let mut journeys = shell::command("dbus-run-session", ["--", "npm", "run", "window"]);
    journeys.current_dir(shell::root().join("ui")).env("DISPLAY", &screen.name).env_remove("WAYLAND_DISPLAY");
    for (name, folder) in [("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache"), ("XDG_RUNTIME_DIR", "runtime")] {
        journeys.env(name, home.join(folder));
    }
    journeys.env("TAURI_DRIVER", driver).env("ZHANGGUI", shell::built("zhanggui")).env("ZG", shell::built("zg"));
    tally(&mut journeys)
}

fn has_script(package: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(package).is_ok_and(|package| package["scripts"]["window"].is_string())
}

/// The installed one, else one of our own in `target/tools`.
fn driver() -> anyhow::Result<PathBuf> {
    if let Some(found) = shell::on_path(&["tauri-driver"]) {
        return Ok(found);
    }
    let tools = shell::target().join("tools");
    let driver = tools.join("bin/tauri-driver");
    if !driver.is_file() {
        shell::run(shell::cargo(&format!("install {DRIVER} --locked --root")).arg(&tools))?;
    }
    Ok(driver)
}

/// Empty folders for what the window writes, so that a run neither reads nor leaves traces of a person.
fn fresh_home() -> anyhow::Result<PathBuf> {
    let home = shell::target().join("window-home");
    if home.exists() {
        std::fs::remove_dir_all(&home)?;
    }
    for folder in ["data", "config", "cache", "runtime"] {
        std::fs::create_dir_all(home.join(folder))?;
    }
    only_ours(&home.join("runtime"))?;
    Ok(home)
}

/// The bus refuses a runtime folder that others may enter.
#[cfg(unix)]
fn only_ours(folder: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn only_ours(_: &std::path::Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_has_journeys_once_the_console_has_the_script() {
        assert!(has_script(r#"{ "scripts": { "window": "node window.mjs" } }"#));
        assert!(!has_script(r#"{ "scripts": { "e2e": "playwright test" } }"#));
        assert!(!has_script("not json"));
    }
}
