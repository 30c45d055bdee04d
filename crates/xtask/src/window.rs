//! The real window on a screen of its own: what drives the built desktop through WebDriver, for journeys and for measuring.

use std::path::PathBuf;
use std::process::Command;

use crate::{setup, shell};

mod screen;

use screen::Screen;

const DRIVER: &str = "tauri-driver@2.1.0";

/// Runs `npm run <script>` in `ui/` on a screen of its own, given the desktop in `ZHANGGUI`, the terminal in `ZG` (both as
/// cargo left them in `profile`) and the driver in `TAURI_DRIVER`.
pub fn run<T>(script: &str, profile: &str, how: impl FnOnce(&mut Command) -> anyhow::Result<T>) -> anyhow::Result<T> {
    let driver = driver()?;
    let home = fresh_home()?;
    let screen = Screen::start()?;
    // A bus of its own: no window of the person at this machine hears of it, and none is needed.
    let mut command = shell::command("dbus-run-session", ["--", "npm", "run", script]);
    command.current_dir(shell::root().join("ui")).env("DISPLAY", &screen.name).env_remove("WAYLAND_DISPLAY");
    for (name, folder) in [("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache"), ("XDG_RUNTIME_DIR", "runtime")] {
        command.env(name, home.join(folder));
    }
    if let Some(chromium) = setup::browser::find() {
        command.env("CHROMIUM", chromium);
    }
    let built = |name| shell::target().join(profile).join(name);
    command.env("TAURI_DRIVER", driver).env("ZHANGGUI", built("zhanggui")).env("ZG", built("zg"));
    how(&mut command)
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
