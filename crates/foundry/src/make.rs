//! A file of a model out of the members that the manifest names.

use std::path::PathBuf;

use onnx::Make;

use crate::{Error, Result, members, sentence, whisper};

/// Makes the bytes of a file out of the bytes of its members.
type Converter = fn(&[u8]) -> Result<Vec<u8>>;

/// What converters there are, by the name the manifest calls them.
const CONVERTERS: &[(&str, Converter)] = &[
    ("sentence_graph", sentence::graph),
    ("sentence_tokeniser", sentence::tokeniser),
    ("whisper_encoder", whisper::encoder),
    ("whisper_decoder", whisper::decoder),
];

pub fn make(how: &Make, packages: &[PathBuf]) -> Result<Vec<u8>> {
    let bytes = members::read(packages, &how.of)?;
    let Some(name) = &how.convert else { return Ok(bytes) };
    let converter = CONVERTERS.iter().find(|(known, _)| known == name);
    let (_, converter) = converter.ok_or_else(|| Error::NoConverter(name.clone()))?;
    converter(&bytes)
}
