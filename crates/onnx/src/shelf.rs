//! What models there are: a folder with a folder per model, each file checked against the manifest before it is ever used.
//!
//! A check is remembered with the file's size and time of change, so that 400 MB are not hashed at every start. The shelf reads
//! and removes; it never fetches.

use std::collections::HashMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Error, File, Kind, Manifest, Model, Result};

const CHECKED: &str = "checked.json";
const FETCHING: &str = "fetching.json";
const LOCK: &str = "fetching.lock";

/// A folder of models. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Shelf {
    folder: PathBuf,
    manifest: Arc<Manifest>,
    checked: Arc<Mutex<HashMap<String, Checked>>>,
}

/// A file that was hashed, and how it looked then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Checked {
    bytes: u64,
    changed_ns: u64,
    sha256: String,
}

/// How a model of the manifest stands on this shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    Ready,
    Missing,
    /// There, but not what the manifest names; the text says which file and why.
    Damaged(String),
}

/// A model of the manifest and how it stands.
#[derive(Clone, Debug)]
pub struct Found {
    pub model: Model,
    pub state: State,
}

/// How far a fetch under way has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetching {
    /// The model that is being fetched.
    pub model: String,
    /// Models done and to do in this fetch.
    pub done: usize,
    pub of: usize,
}

impl Shelf {
    /// # Errors
    /// `Manifest` or `Read` when the shelf's own manifest is wrong. A folder that is not there is an empty shelf.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Shelf> {
        let folder = folder.into();
        let manifest = Arc::new(Manifest::of_shelf(&folder)?);
        let checked = fs::read(folder.join(CHECKED)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        Ok(Shelf { folder, manifest, checked: Arc::new(Mutex::new(checked)) })
    }

    /// `$ZG_MODELS`, else `models/weights` of the checkout around the program or the working folder, else `otherwise`.
    pub fn usual_folder(otherwise: &Path) -> PathBuf {
        if let Some(told) = std::env::var_os("ZG_MODELS").filter(|told| !told.is_empty()) {
            return told.into();
        }
        let starts = [std::env::current_exe().ok(), std::env::current_dir().ok()];
        let around = starts.iter().flatten().flat_map(|start| start.ancestors());
        let checkout = around.map(|folder| folder.join("models")).find(|models| models.join("manifest.toml").is_file());
        checkout.map_or_else(|| otherwise.to_owned(), |models| models.join("weights"))
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Where a file of a model lies or would lie.
    pub fn place(&self, model: &Model, path: &str) -> PathBuf {
        self.folder.join(&model.name).join(path)
    }

    /// Every model for this machine and how it stands. Hashes what was not checked before.
    pub fn look(&self) -> Vec<Found> {
        self.manifest.here().map(|model| Found { model: model.clone(), state: self.state(model) }).collect()
    }

    /// How one model stands: every file is there and is what the manifest names.
    pub fn state(&self, model: &Model) -> State {
        if !self.folder.join(&model.name).is_dir() {
            return State::Missing;
        }
        match model.files.iter().try_for_each(|file| self.check(model, file)) {
            Ok(()) => State::Ready,
            Err(Error::NoFile { .. }) => State::Missing,
            Err(error) => State::Damaged(error.to_string()),
        }
    }

    /// As `state`, trusting no earlier check.
    pub fn verify(&self, model: &Model) -> State {
        let prefix = format!("{}/", model.name);
        self.memory().retain(|name, _| !name.starts_with(&prefix));
        self.state(model)
    }

    /// The first installed model of a kind.
    ///
    /// # Errors
    /// `Missing` when none is there; the reason of the first one that is there but damaged.
    pub fn first(&self, kind: Kind) -> Result<Model> {
        let mut damage = None;
        for model in self.manifest.here().filter(|model| model.kind == kind) {
            match model.files.iter().try_for_each(|file| self.check(model, file)) {
                Ok(()) => return Ok(model.clone()),
                Err(Error::NoFile { .. }) => {}
                Err(error) => damage = damage.or(Some(error)),
            }
        }
        Err(damage.unwrap_or_else(|| Error::Missing(kind, self.folder.clone())))
    }

    /// Removes a model's files. What is loaded stays loaded until it is let go.
    ///
    /// # Errors
    /// `Unknown` for a name that the manifest does not have; `Read` when the folder cannot be removed.
    pub fn remove(&self, name: &str) -> Result<()> {
        let model = self.manifest.named(name).ok_or_else(|| Error::Unknown(name.to_owned()))?;
        let path = self.folder.join(&model.name);
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::Read { path, source: error }),
            _ => Ok(()),
        }
    }

    /// Says how far a fetch has come; who fetches holds the returned lock as long as it goes on.
    ///
    /// # Errors
    /// `Read` when the shelf cannot be written. `None` when another fetch is under way.
    pub fn begin_fetching(&self) -> Result<Option<fs::File>> {
        let path = self.folder.join(LOCK);
        let wrong = |source| Error::Read { path: path.clone(), source };
        fs::create_dir_all(&self.folder).map_err(wrong)?;
        let lock = fs::File::create(&path).map_err(wrong)?;
        Ok(lock.try_lock().is_ok().then_some(lock))
    }

    /// # Errors
    /// `Read` when the shelf cannot be written.
    pub fn tell_fetching(&self, fetching: &Fetching) -> Result<()> {
        self.write(FETCHING, fetching)
    }

    /// The fetch under way, if one is: a note without a living writer is an old one.
    pub fn fetching(&self) -> Option<Fetching> {
        let lock = fs::File::open(self.folder.join(LOCK)).ok()?;
        if lock.try_lock().is_ok() {
            return None;
        }
        serde_json::from_slice(&fs::read(self.folder.join(FETCHING)).ok()?).ok()
    }

    /// # Errors
    /// `NoFile`, `Size` or `Hash` says what is wrong with the file; `Read` when it cannot be read.
    pub fn check(&self, model: &Model, file: &File) -> Result<()> {
        let path = self.place(model, &file.path);
        let there = fs::metadata(&path).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => Error::NoFile { path: path.clone() },
            _ => Error::Read { path: path.clone(), source },
        })?;
        if there.len() != file.bytes {
            return Err(Error::Size { path, wanted: file.bytes, found: there.len() });
        }
        let found = self.hash(&format!("{}/{}", model.name, file.path), &path, &there)?;
        if found == file.sha256 { Ok(()) } else { Err(Error::Hash { path, wanted: file.sha256.clone(), found }) }
    }

    fn hash(&self, name: &str, path: &Path, there: &fs::Metadata) -> Result<String> {
        let changed = there.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let changed_ns = changed.map_or(0, |since| since.as_nanos() as u64);
        let before = self.memory().get(name).cloned();
        if let Some(before) = before.filter(|before| before.bytes == there.len() && before.changed_ns == changed_ns) {
            return Ok(before.sha256);
        }
        let sha256 = sha256_of(path)?;
        let note = Checked { bytes: there.len(), changed_ns, sha256: sha256.clone() };
        self.memory().insert(name.to_owned(), note);
        let all = self.memory().clone();
        // A shelf on a read-only medium is checked anew at every start, and works.
        let _ = self.write(CHECKED, &all);
        Ok(sha256)
    }

    fn write(&self, name: &str, what: &impl Serialize) -> Result<()> {
        let path = self.folder.join(name);
        let wrong = |source| Error::Read { path: path.clone(), source };
        let bytes = serde_json::to_vec(what).map_err(|error| wrong(error.into()))?;
        let beside = self.folder.join(format!("{name}.{}", std::process::id()));
        fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, &path)).map_err(wrong)
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, HashMap<String, Checked>> {
        self.checked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// # Errors
/// `Read` when the file cannot be read to its end.
pub fn sha256_of(path: &Path) -> Result<String> {
    let wrong = |source| Error::Read { path: path.to_owned(), source };
    let mut file = fs::File::open(path).map_err(wrong)?;
    let (mut digest, mut block) = (Sha256::new(), vec![0; 1 << 20]);
    loop {
        match file.read(&mut block).map_err(wrong)? {
            0 => break,
            read => digest.update(&block[..read]),
        }
    }
    Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn shelf(content: Option<&[u8]>) -> (tempfile::TempDir, Shelf) {
        let folder = tempfile::tempdir().expect("a folder");
        let manifest = format!(
            "[[model]]\nname = \"m\"\nkind = \"embedding\"\nlicence = \"MIT\"\norigin = \"us\"\npurpose = {{ zh = \"\", en = \"\" }}\n\
             [[model.file]]\npath = \"a.bin\"\nbytes = 3\nsha256 = \"{ABC}\"\n"
        );
        fs::write(folder.path().join("manifest.toml"), manifest).expect("written");
        fs::create_dir(folder.path().join("m")).expect("made");
        if let Some(content) = content {
            fs::write(folder.path().join("m/a.bin"), content).expect("written");
        }
        let shelf = Shelf::open(folder.path()).expect("a shelf");
        (folder, shelf)
    }

    fn check(content: Option<&[u8]>, told: Expect) {
        let (folder, shelf) = shelf(content);
        let state = format!("{:?}", shelf.state(shelf.manifest().named("m").expect("there")));
        told.assert_eq(&state.replace(&folder.path().display().to_string(), "SHELF"));
    }

    #[test]
    fn a_file_is_ready_only_as_the_manifest_names_it() {
        check(Some(b"abc"), expect!["Ready"]);
        check(None, expect!["Missing"]);
        check(
            Some(b"ab"),
            expect![[
                r#"Damaged("SHELF/m/a.bin has 2 bytes instead of 3: it was cut off or is another file; fetch it anew with `cargo xtask models`")"#
            ]],
        );
        check(
            Some(b"abd"),
            expect![[
                r#"Damaged("SHELF/m/a.bin is another file than the manifest names (sha256 a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9 instead of ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad); fetch it anew with `cargo xtask models`")"#
            ]],
        );
    }

    #[test]
    fn a_check_is_remembered_and_a_changed_file_is_checked_again() {
        let (folder, shelf) = shelf(Some(b"abc"));
        let model = shelf.manifest().named("m").expect("there").clone();
        assert_eq!(shelf.state(&model), State::Ready);
        let again = Shelf::open(folder.path()).expect("a shelf");
        assert_eq!(again.memory().len(), 1);
        fs::write(folder.path().join("m/a.bin"), b"abx").expect("written");
        assert!(matches!(again.verify(&model), State::Damaged(_)));
        again.remove("m").expect("removed");
        assert_eq!(again.state(&model), State::Missing);
        assert!(matches!(again.remove("n"), Err(Error::Unknown(_))));
    }

    #[test]
    fn a_note_of_a_fetch_counts_while_its_writer_lives() {
        let (_folder, shelf) = shelf(None);
        let note = Fetching { model: "m".to_owned(), done: 1, of: 3 };
        let lock = shelf.begin_fetching().expect("writable").expect("nobody else fetches");
        shelf.tell_fetching(&note).expect("written");
        assert_eq!(shelf.fetching(), Some(note));
        assert!(shelf.begin_fetching().expect("writable").is_none());
        drop(lock);
        assert_eq!(shelf.fetching(), None);
    }
}
