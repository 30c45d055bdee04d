//! Kokoro's own side: its vocabulary, its voices and one run of it. It takes phonemes, never text.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use onnx::{Cancel, Chosen, Runtime, Session, Tensor};
use serde::Serialize;

use super::USUAL_VOICE;
use crate::{Error, Result};

/// A voice has a row of this many numbers for each length of input.
const WIDTH: usize = 256;

/// Most tokens between the two ends.
const MOST: usize = 509;

/// The Mandarin voices that are known by name; a file of another name is listed under that name.
const KNOWN: [(&str, &str, &str); 8] = [
    ("zf_xiaobei", "小北", "Xiaobei"),
    ("zf_xiaoni", "小妮", "Xiaoni"),
    ("zf_xiaoxiao", "晓晓", "Xiaoxiao"),
    ("zf_xiaoyi", "晓伊", "Xiaoyi"),
    ("zm_yunjian", "云健", "Yunjian"),
    ("zm_yunxi", "云希", "Yunxi"),
    ("zm_yunxia", "云夏", "Yunxia"),
    ("zm_yunyang", "云扬", "Yunyang"),
];

/// A voice that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Voice {
    /// What [`super::Speaker::say`] takes.
    pub id: String,
    pub zh: String,
    pub en: String,
    pub female: bool,
    /// Whether it is the one that is used when none is chosen.
    pub usual: bool,
}

/// The voices of a model: for each, 510 rows of 256 numbers.
#[derive(Clone)]
pub struct Voices(Arc<BTreeMap<String, Vec<f32>>>);

impl Voices {
    /// The voices that the model on the shelf came with.
    ///
    /// # Errors
    /// `SideFile` for a voice of another size or with numbers that are none, or when there is no voice at all.
    pub(super) fn of(chosen: &Chosen) -> Result<Self> {
        let mut voices = BTreeMap::new();
        for (id, _, _) in KNOWN {
            let path = format!("voices/{id}.bin");
            if chosen.has(&path) {
                voices.insert(id.to_owned(), rows(&chosen.file(&path)?)?);
            }
        }
        if voices.is_empty() {
            return Err(Error::SideFile { file: "voices".to_owned(), what: "there is no Mandarin voice in it".to_owned() });
        }
        Ok(Self(Arc::new(voices)))
    }

    #[cfg(test)]
    pub(super) fn bare(ids: &[&str]) -> Self {
        Self(Arc::new(ids.iter().map(|id| ((*id).to_owned(), vec![0.0; WIDTH])).collect()))
    }

    pub(super) fn list(&self) -> Vec<Voice> {
        let usual = if self.0.contains_key(USUAL_VOICE) { Some(USUAL_VOICE) } else { self.0.keys().next().map(String::as_str) };
        let mut list: Vec<Voice> = self.0.keys().map(|id| voice(id, usual == Some(id))).collect();
        list.sort_by_key(|v| !v.usual);
        list
    }

    /// All rows of a voice; an empty name is the usual voice.
    pub(super) fn find(&self, id: &str) -> Result<Vec<f32>> {
        let id = if id.is_empty() { USUAL_VOICE } else { id };
        let known = || self.0.keys().cloned().collect::<Vec<_>>().join(", ");
        self.0.get(id).cloned().ok_or_else(|| Error::UnknownVoice { name: id.to_owned(), known: known() })
    }
}

fn voice(id: &str, usual: bool) -> Voice {
    let (zh, en) = KNOWN.iter().find(|(known, _, _)| *known == id).map_or((id, id), |(_, zh, en)| (*zh, *en));
    Voice { id: id.to_owned(), zh: zh.to_owned(), en: en.to_owned(), female: id.starts_with("zf"), usual }
}

fn rows(path: &Path) -> Result<Vec<f32>> {
    let refuse = |what: &str| Error::SideFile { file: path.file_name().unwrap_or_default().to_string_lossy().into_owned(), what: what.to_owned() };
    let bytes = std::fs::read(path)?;
    if bytes.is_empty() || bytes.len() % (WIDTH * 4) != 0 {
        return Err(refuse("it is not rows of 256 numbers"));
    }
    let rows: Vec<f32> = bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
    if rows.iter().all(|x| x.is_finite()) { Ok(rows) } else { Err(refuse("some of its numbers are none")) }
}

/// What one run gives.
pub struct Made {
    /// Mono at 24 kHz, silence at both ends.
    pub samples: Vec<f32>,
    /// Length of each token, ends included, when the model tells it.
    pub durations: Option<Vec<f32>>,
}

/// Something that turns phonemes into sound; tests have one that only hums.
pub trait Utter: Send + Sync {
    /// # Errors
    /// `Model` when it fails or is stopped, `VoiceAnswer` when what comes is no sound.
    fn utter(&self, phonemes: &str, style: &[f32], speed: f32, cancel: &Cancel) -> Result<Made>;

    /// # Errors
    /// `Model` when it cannot be loaded.
    fn warm(&self) -> Result<()>;
}

pub struct Kokoro {
    /// Sessions live no longer than the runtime they came from.
    _runtime: Runtime,
    session: Session,
    tokens: HashMap<char, i64>,
}

impl Kokoro {
    pub fn open(runtime: &Runtime, chosen: &Chosen) -> Result<Self> {
        Ok(Self {
            _runtime: runtime.clone(),
            tokens: vocabulary(&std::fs::read(chosen.file("vocab.json")?)?)?,
            session: chosen.session("model.onnx")?.lean(),
        })
    }

    fn ids(&self, phonemes: &str) -> Vec<i64> {
        let spoken = phonemes.chars().filter_map(|c| self.tokens.get(&c).copied()).take(MOST);
        std::iter::once(0).chain(spoken).chain(std::iter::once(0)).collect()
    }
}

impl Utter for Kokoro {
    fn utter(&self, phonemes: &str, style: &[f32], speed: f32, cancel: &Cancel) -> Result<Made> {
        let ids = self.ids(phonemes);
        let row = (ids.len() - 2).min(style.len() / WIDTH - 1) * WIDTH;
        let inputs = vec![
            ("tokens", Tensor::i64(&[1, ids.len()], ids)?),
            ("style", Tensor::f32(&[1, WIDTH], style[row..row + WIDTH].to_vec())?),
            ("speed", Tensor::f32(&[1], vec![speed])?),
        ];
        let mut outputs = self.session.run(inputs, cancel)?;
        let samples = sound(outputs.take("audio")?.floats()?.1)?;
        let durations = outputs.take("durations").ok().and_then(|t| t.floats().ok().map(|(_, d)| d.to_vec()));
        Ok(Made { samples, durations })
    }

    fn warm(&self) -> Result<()> {
        Ok(self.session.warm()?)
    }
}

fn sound(samples: &[f32]) -> Result<Vec<f32>> {
    if samples.iter().any(|s| !s.is_finite()) {
        return Err(Error::VoiceAnswer { what: "samples that are no numbers".to_owned() });
    }
    Ok(samples.iter().map(|s| s.clamp(-1.0, 1.0)).collect())
}

/// `{"vocab": {"a": 43, …}}`.
fn vocabulary(bytes: &[u8]) -> Result<HashMap<char, i64>> {
    let refuse = |what: String| Error::SideFile { file: "vocab.json".to_owned(), what };
    let json: serde_json::Value = serde_json::from_slice(bytes).map_err(|e| refuse(e.to_string()))?;
    let listed = json.get("vocab").and_then(|v| v.as_object()).ok_or_else(|| refuse("it has no `vocab`".to_owned()))?;
    let tokens: HashMap<char, i64> =
        listed.iter().filter_map(|(k, v)| Some((k.chars().next().filter(|_| k.chars().count() == 1)?, v.as_i64()?))).collect();
    if "ꭧʰʂɨ→↗↓↘".chars().all(|c| tokens.contains_key(&c)) {
        Ok(tokens)
    } else {
        Err(refuse("it lacks the sounds of Mandarin".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn wrong_side_files_are_refused() {
        let said: Vec<String> = [&b"{"[..], b"{}", br#"{"vocab":{"a":1}}"#].iter().map(|b| vocabulary(b).unwrap_err().to_string()).collect();
        expect![[r#"
            vocab.json is not usable: EOF while parsing an object at line 1 column 1; fetch the models anew with `cargo xtask models`
            vocab.json is not usable: it has no `vocab`; fetch the models anew with `cargo xtask models`
            vocab.json is not usable: it lacks the sounds of Mandarin; fetch the models anew with `cargo xtask models`"#]]
        .assert_eq(&said.join("\n"));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("zf_x.bin");
        std::fs::write(&path, [0u8; 1000]).unwrap();
        let short = rows(&path).unwrap_err().to_string();
        std::fs::write(&path, f32::NAN.to_le_bytes().repeat(WIDTH)).unwrap();
        expect![[r#"
            zf_x.bin is not usable: it is not rows of 256 numbers; fetch the models anew with `cargo xtask models`
            zf_x.bin is not usable: some of its numbers are none; fetch the models anew with `cargo xtask models`"#]]
        .assert_eq(&format!("{short}\n{}", rows(&path).unwrap_err()));
    }

    #[test]
    fn voices_are_listed_by_their_names() {
        let voices = Voices::bare(&["zf_xiaobei", "zm_yunxi", "zz_new"]);
        expect![[r#"
            [
                "zf_xiaobei 小北 true true",
                "zm_yunxi 云希 false false",
                "zz_new zz_new false false",
            ]"#]]
        .assert_eq(&format!("{:#?}", voices.list().iter().map(|v| format!("{} {} {} {}", v.id, v.zh, v.female, v.usual)).collect::<Vec<_>>()));
    }

    #[test]
    fn nonsense_is_no_sound() {
        assert!(sound(&[0.0, f32::NAN]).is_err());
        assert_eq!(sound(&[2.0, -0.5]).unwrap(), [1.0, -0.5]);
    }
}
