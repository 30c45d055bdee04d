//! The plainest sound file: 16-bit PCM in RIFF/WAVE, written whole and read back. Other people's files go through the
//! decoders of the recordings' side; this one is for what the program says itself.

use std::path::Path;

use crate::{Error, Result};

/// Mono samples and their rate.
#[derive(Debug, Clone, PartialEq)]
pub struct Wav {
    /// -1 to 1.
    pub samples: Vec<f32>,
    /// Hz.
    pub rate: u32,
}

const HEADER: usize = 44;

/// The bytes of a wav file. Samples are held to -1..1; what is no number is silence.
pub fn to_bytes(samples: &[f32], rate: u32) -> Vec<u8> {
    let data = u32::try_from(samples.len() * 2).unwrap_or(u32::MAX - HEADER as u32);
    let mut bytes = Vec::with_capacity(HEADER + samples.len() * 2);
    bytes.extend_from_slice(b"RIFF");
    bytes.extend_from_slice(&(data + 36).to_le_bytes());
    bytes.extend_from_slice(b"WAVEfmt ");
    bytes.extend_from_slice(&16u32.to_le_bytes());
    bytes.extend_from_slice(&1u16.to_le_bytes());
    bytes.extend_from_slice(&1u16.to_le_bytes());
    bytes.extend_from_slice(&rate.to_le_bytes());
    bytes.extend_from_slice(&rate.saturating_mul(2).to_le_bytes());
    bytes.extend_from_slice(&2u16.to_le_bytes());
    bytes.extend_from_slice(&16u16.to_le_bytes());
    bytes.extend_from_slice(b"data");
    bytes.extend_from_slice(&data.to_le_bytes());
    bytes.extend(samples.iter().flat_map(|s| to_i16(*s).to_le_bytes()));
    bytes
}

fn to_i16(sample: f32) -> i16 {
    // NaN becomes 0 in the cast.
    (sample.clamp(-1.0, 1.0) * 32767.0).round() as i16
}

/// Write a wav file.
///
/// # Errors
/// `File` when the place cannot be written.
pub fn write(path: &Path, samples: &[f32], rate: u32) -> Result<()> {
    Ok(std::fs::write(path, to_bytes(samples, rate))?)
}

/// Read a wav file of 16-bit PCM; several channels are mixed down.
///
/// # Errors
/// `File` when it cannot be read, `NotAudio` when it is of another form.
pub fn read(path: &Path) -> Result<Wav> {
    from_bytes(&std::fs::read(path)?)
}

/// Read the bytes of a wav file of 16-bit PCM. Sizes that the file claims are never trusted.
///
/// # Errors
/// `NotAudio` when it is not one.
pub fn from_bytes(bytes: &[u8]) -> Result<Wav> {
    if bytes.len() < 12 || &bytes[..4] != b"RIFF" || &bytes[8..12] != b"WAVE" {
        return Err(not_audio("no RIFF/WAVE head"));
    }
    let (mut form, mut rest) = (None, &bytes[12..]);
    while let Some((name, body, next)) = chunk(rest) {
        match name {
            b"fmt " => form = Some(Form::read(body)?),
            b"data" => return form.ok_or_else(|| not_audio("data before its form")).map(|f| f.samples(body)),
            _ => {}
        }
        rest = next;
    }
    Err(not_audio("no data in it"))
}

fn not_audio(what: &str) -> Error {
    Error::NotAudio { what: what.to_owned() }
}

/// Name, body and what follows. A body that claims more than there is ends with the file.
fn chunk(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (name, rest) = bytes.split_at_checked(4)?;
    let (size, rest) = rest.split_first_chunk::<4>()?;
    let size = u32::from_le_bytes(*size) as usize;
    let body = &rest[..size.min(rest.len())];
    Some((name, body, rest.get(size + size % 2..).unwrap_or_default()))
}

struct Form {
    channels: usize,
    rate: u32,
}

impl Form {
    fn read(body: &[u8]) -> Result<Self> {
        let word = |at: usize| body.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]])).unwrap_or_default();
        let rate = u32::from(word(4)) | u32::from(word(6)) << 16;
        if word(0) != 1 || word(14) != 16 {
            return Err(not_audio("not 16-bit PCM"));
        }
        if word(2) == 0 || rate == 0 {
            return Err(not_audio("no channel or no rate"));
        }
        Ok(Self { channels: usize::from(word(2)), rate })
    }

    fn samples(&self, body: &[u8]) -> Wav {
        let all: Vec<f32> = body.chunks_exact(2).map(|b| f32::from(i16::from_le_bytes([b[0], b[1]])) / 32767.0).collect();
        let samples = all.chunks_exact(self.channels).map(|f| f.iter().sum::<f32>() / self.channels as f32).collect();
        Wav { samples, rate: self.rate }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let bytes = to_bytes(&[0.0, 0.5, -1.0, 2.0, f32::NAN], 24_000);
        let wav = from_bytes(&bytes).unwrap();
        expect!["24000 [0.0, 0.50001526, -1.0, 1.0, 0.0] 54"].assert_eq(&format!("{} {:?} {}", wav.rate, wav.samples, bytes.len()));
    }

    #[test]
    fn other_forms_are_told() {
        let mut float = to_bytes(&[0.1], 8000);
        float[20] = 3;
        let said: Vec<String> = [&b""[..], b"RIFF....WAVE", &float, &to_bytes(&[], 8000)]
            .iter()
            .map(|b| from_bytes(b).map_or_else(|e| e.to_string(), |w| format!("{w:?}")))
            .collect();
        expect![[r#"
            this is not a readable recording (no RIFF/WAVE head); wav, mp3, m4a, flac and ogg vorbis are read
            this is not a readable recording (no data in it); wav, mp3, m4a, flac and ogg vorbis are read
            this is not a readable recording (not 16-bit PCM); wav, mp3, m4a, flac and ogg vorbis are read
            Wav { samples: [], rate: 8000 }"#]]
        .assert_eq(&said.join("\n"));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(mut bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200), cut in 0usize..60) {
            let _ = from_bytes(&bytes);
            let mut whole = to_bytes(&[0.1, 0.2], 24_000);
            whole.truncate(cut);
            whole.append(&mut bytes);
            let _ = from_bytes(&whole);
        }
    }
}
