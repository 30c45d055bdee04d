//! Starting other programs: always from the root of the repository, always without a shell in between.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use anyhow::Context;

/// The repository.
pub fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        here.ancestors().nth(2).expect("crates/xtask is two folders below the root").to_owned()
    });
    &ROOT
}

/// Where cargo writes; `CARGO_TARGET_DIR` and cargo's own configuration may have moved it.
pub fn target() -> &'static Path {
    static TARGET: LazyLock<PathBuf> = LazyLock::new(|| {
        let asked = cargo_metadata::MetadataCommand::new().current_dir(root()).no_deps().exec();
        asked.map_or_else(|_| root().join("target"), |metadata| metadata.target_directory.into())
    });
    &TARGET
}

/// A program of ours as cargo left it.
pub fn built(name: &str) -> PathBuf {
    target().join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

pub fn command<S: AsRef<std::ffi::OsStr>>(program: impl AsRef<std::ffi::OsStr>, arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).args(arguments);
    command
}

/// The cargo that started this program, so that a `+toolchain` is kept.
pub fn cargo(words: &str) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    command(cargo, words.split_whitespace())
}

/// npm in `ui/`.
pub fn npm(words: &str) -> Command {
    let mut command = command(if cfg!(windows) { "npm.cmd" } else { "npm" }, words.split_whitespace());
    command.current_dir(root().join("ui"));
    command
}

/// What a person would have typed, shortened to the program's own name.
pub fn spelled(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_stem().unwrap_or_default();
    let words = std::iter::once(name).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Runs to the end with this terminal, and says which command it was that failed.
pub fn run(command: &mut Command) -> anyhow::Result<()> {
    let shown = spelled(command);
    println!("$ {shown}");
    let status = command.status().with_context(|| format!("`{shown}` did not start"))?;
    anyhow::ensure!(status.success(), "`{shown}` ended with {status}");
    Ok(())
}

/// What it printed; its complaints stay on this terminal.
pub fn output(command: &mut Command) -> anyhow::Result<String> {
    let shown = spelled(command);
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("`{shown}` did not start"))?;
    anyhow::ensure!(output.status.success(), "`{shown}` ended with {}", output.status);
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What it printed, however it ended; nothing when it could not start.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

pub fn works(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// The first of these names that is on the path.
pub fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let spelled = names.iter().map(|name| format!("{name}{}", std::env::consts::EXE_SUFFIX));
    spelled.flat_map(|name| folders.iter().map(move |folder| folder.join(&name))).find(|program| program.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_the_folder_of_the_workspace() {
        assert!(root().join("tauri.conf.json").is_file());
    }

    #[test]
    fn a_command_is_shown_as_a_person_would_type_it() {
        let shown = spelled(&command("/usr/bin/apt-get", ["install", "xvfb"]));
        assert_eq!(shown, "apt-get install xvfb");
    }

    #[test]
    fn a_command_that_cannot_start_is_named() {
        let error = run(&mut command("no-such-program-anywhere", ["--version"])).unwrap_err();
        assert!(format!("{error:#}").starts_with("`no-such-program-anywhere --version` did not start"));
    }
}
