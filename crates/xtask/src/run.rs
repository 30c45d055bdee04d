//! `cargo xtask run`: from a clone to the open desktop, on a sample chain that stays in `target/sample`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::{models, setup, shell, ui};

pub fn run(with_models: bool) -> anyhow::Result<()> {
    setup::setup(setup::For::Building)?;
    ui::build()?;
    let window = has_display();
    build(window)?;
    if with_models {
        shell::run(&mut shell::cargo("build --package foundry"))?;
    }
    let data = sample()?;
    let password = fs::read_to_string(data.join(PASSWORD)).with_context(|| advice(&data))?;
    println!("\n  account   admin\n  password  {}\n", password.trim());
    if !window {
        println!("No display here: open this address in a browser on this machine. Ctrl-C ends it.");
    }
    let mut desk = shell::command(shell::built(if window { "zhanggui" } else { "zg" }), ["--data"]);
    desk.arg(&data).arg("--insecure-key-file").args((!window).then_some("serve")).env("ZG_MODELS", models::shelf());
    // The desk works without them and shows how far they have come; a closed desk does not stop their fetch.
    let fetching = with_models.then(models::in_background).transpose()?;
    let done = shell::run(&mut desk).with_context(|| advice(&data));
    drop(fetching);
    done
}

/// A chain on this machine that shows what a cut cable does.
pub fn demo(script: &str) -> anyhow::Result<()> {
    setup::setup(setup::For::Building)?;
    ui::build()?;
    build(false)?;
    shell::run(&mut shell::cargo("build --package hub"))?;
    let script = shell::root().join("tests/journeys").join(script);
    shell::run(shell::command("node", [script]).env("ZG", shell::built("zg")).env("ZG_HUB", shell::built("zg-hub")))
}

/// The desktop and the terminal in one go, so that what they share is compiled once.
pub fn build(window: bool) -> anyhow::Result<()> {
    let desktop = if window { "--package zhanggui --features zhanggui/custom-protocol" } else { "" };
    shell::run(&mut shell::cargo(&format!("build --package cli {desktop}")))
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// Beside the data, and only in `target/`: a sample has no secrets worth more.
const PASSWORD: &str = "password.txt";

/// The sample chain; made in a folder of another name, so that an interrupted start leaves none that is half full.
fn sample() -> anyhow::Result<PathBuf> {
    let data = shell::target().join("sample");
    if data.join(PASSWORD).is_file() {
        return Ok(data);
    }
    let making = shell::target().join("sample.new");
    for leftover in [&making, &data] {
        if leftover.exists() {
            fs::remove_dir_all(leftover).with_context(|| leftover.display().to_string())?;
        }
    }
    println!("Writing the sample chain, once…");
    let mut init = shell::command(shell::built("zg"), ["--data"]);
    init.arg(&making).args(["--insecure-key-file", "init", "--sample"]).env_remove("ZG_PASSWORD");
    let said = shell::output(&mut init)?;
    fs::write(making.join(PASSWORD), password(&said).context("`zg init --sample` printed no password")?)?;
    fs::rename(&making, &data).with_context(|| data.display().to_string())?;
    Ok(data)
}

fn password(said: &str) -> Option<&str> {
    said.lines().find_map(|line| line.strip_prefix("password: "))
}

fn advice(data: &Path) -> String {
    format!("when the sample comes from an older version, remove {} and run this again", data.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_the_word_that_init_prints() {
        assert_eq!(password("12 shops\naccount: admin\npassword: kite-7f3q\n"), Some("kite-7f3q"));
        assert_eq!(password("account: admin\n"), None);
    }
}
