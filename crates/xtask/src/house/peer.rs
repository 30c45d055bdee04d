//! Running what a bench is measured beside: other people's programs, in an environment of their own under `target/peers`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

/// The folder of a peer's sources.
pub fn sources(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/peers").join(name)
}

pub fn done(command: &mut Command) -> anyhow::Result<()> {
    let status = command.status().with_context(|| command.get_program().display().to_string())?;
    anyhow::ensure!(status.success(), "{} ended with {status}", command.get_program().display());
    Ok(())
}

/// What a command prints; it may talk on standard error.
pub fn answer(command: &mut Command) -> anyhow::Result<String> {
    let told = command.stderr(std::process::Stdio::inherit()).output().with_context(|| command.get_program().display().to_string())?;
    anyhow::ensure!(told.status.success(), "{} ended with {}", command.get_program().display(), told.status);
    Ok(String::from_utf8(told.stdout)?)
}

/// A Python with the packages that `requirements.txt` of the peer names; made at the first asking.
pub fn python(name: &str) -> anyhow::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/peers").join(name);
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let wanted = std::fs::read_to_string(sources(name).join("requirements.txt"))?;
    let mark = folder.join("installed.txt");
    if std::fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    let system = if cfg!(windows) { "python" } else { "python3" };
    done(Command::new(system).args(["-m", "venv"]).arg(&folder))?;
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
    done(Command::new(&python).args(install).arg(sources(name).join("requirements.txt")))?;
    std::fs::write(mark, wanted)?;
    Ok(python)
}
