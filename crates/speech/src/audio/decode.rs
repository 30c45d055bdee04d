//! Sound files through symphonia: wav (PCM, float, A-law, mu-law), mp3, m4a, flac, ogg vorbis; mixed down and resampled.
//!
//! A damaged block in the middle is skipped, as players do; a file that begins wrong is refused with what would be read.

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error as Fault;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatReader, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream};

use super::{RATE, clean};
use crate::rate::Rate;
use crate::{Error, Result};

/// A recording that is being read.
pub struct Recording {
    format: Box<dyn FormatReader>,
    decoder: Box<dyn AudioDecoder>,
    track: u32,
    resampler: Option<(u32, Rate)>,
    interleaved: Vec<f32>,
    ended: bool,
}

impl Recording {
    /// # Errors
    /// `File` when it cannot be opened; `EmptyAudio` for no bytes; `Unsupported` for AMR, Opus and the like; `NotAudio` otherwise.
    pub fn open(path: &Path) -> Result<Recording> {
        let ending = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        Recording::of(File::open(path)?, ending)
    }

    /// A recording that must not lie on the disk: its bytes, and how its name ends.
    ///
    /// # Errors
    /// As [`Recording::open`].
    pub fn of_bytes(bytes: Vec<u8>, ending: &str) -> Result<Recording> {
        Recording::of(Cursor::new(bytes), ending)
    }

    fn of<S: MediaSource + 'static>(mut source: S, ending: &str) -> Result<Recording> {
        refuse_known_strangers(&mut source)?;
        let mut hint = Hint::new();
        hint.with_extension(ending);
        let stream = MediaSourceStream::new(Box::new(source), Default::default());
        let format = symphonia::default::get_probe().probe(&hint, stream, Default::default(), Default::default()).map_err(not_audio)?;
        let track = format.default_track(TrackType::Audio).ok_or_else(|| Error::NotAudio { what: "there is no sound in it".to_owned() })?;
        let codec = track.codec_params.as_ref().and_then(|codec| codec.audio());
        let codec = codec.ok_or_else(|| Error::NotAudio { what: "its coding is not named".to_owned() })?;
        if codec.codec == CODEC_ID_OPUS {
            return Err(Error::Unsupported { kind: "Opus".to_owned() });
        }
        let decoder = symphonia::default::get_codecs().make_audio_decoder(codec, &AudioDecoderOptions::default()).map_err(not_audio)?;
        let track = track.id;
        Ok(Recording { format, decoder, track, resampler: None, interleaved: Vec::new(), ended: false })
    }

    /// The next samples at 16 kHz, one channel; nothing at the end.
    ///
    /// # Errors
    /// `NotAudio` when the file turns out to be broken beyond skipping; `File` when the disk fails; `Resample` for impossible rates.
    pub fn next_block(&mut self) -> Result<Option<Vec<f32>>> {
        while !self.ended {
            let block = match self.next_decoded()? {
                Some((mono, rate)) => self.resampled(&mono, rate)?,
                None => {
                    self.ended = true;
                    self.resampler.as_mut().map_or(Ok(Vec::new()), |(_, resampler)| resampler.finish())?
                }
            };
            if !block.is_empty() {
                return Ok(Some(block));
            }
        }
        Ok(None)
    }

    fn resampled(&mut self, mono: &[f32], rate: u32) -> Result<Vec<f32>> {
        let mut block = Vec::new();
        if let Some((_, old)) = self.resampler.as_mut().filter(|(known, _)| *known != rate) {
            block = old.finish()?;
            self.resampler = None;
        }
        let (_, resampler) = match &mut self.resampler {
            Some(there) => there,
            none => none.insert((rate, Rate::new(rate, RATE)?)),
        };
        block.extend(resampler.push(mono)?);
        Ok(block)
    }

    fn next_decoded(&mut self) -> Result<Option<(Vec<f32>, u32)>> {
        loop {
            let packet = match self.format.next_packet() {
                Ok(Some(packet)) => packet,
                Ok(None) | Err(Fault::ResetRequired) => return Ok(None),
                // A file that was cut off ends where it ends.
                Err(Fault::IoError(error)) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(None),
                Err(fault) => return Err(not_audio(fault)),
            };
            if packet.track_id != self.track {
                continue;
            }
            match self.decoder.decode(&packet) {
                Ok(decoded) => {
                    let (rate, channels) = (decoded.spec().rate(), decoded.spec().channels().count().max(1));
                    decoded.copy_to_vec_interleaved(&mut self.interleaved);
                    clean(&mut self.interleaved);
                    return Ok(Some((mixed_down(&self.interleaved, channels), rate)));
                }
                Err(Fault::DecodeError(_) | Fault::IoError(_)) => {}
                Err(fault) => return Err(not_audio(fault)),
            }
        }
    }
}

/// The mean of the channels: two microphones of one counter hold the same talk.
fn mixed_down(interleaved: &[f32], channels: usize) -> Vec<f32> {
    interleaved.chunks_exact(channels).map(|frame| frame.iter().sum::<f32>() / channels as f32).collect()
}

/// Kinds that are told by their first bytes and that no pure-Rust decoder reads.
fn refuse_known_strangers<S: Read + Seek>(file: &mut S) -> Result<()> {
    let mut head = Vec::with_capacity(64);
    file.take(64).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    if head.is_empty() {
        return Err(Error::EmptyAudio);
    }
    match stranger(&head) {
        Some(kind) => Err(Error::Unsupported { kind: kind.to_owned() }),
        None => Ok(()),
    }
}

fn stranger(head: &[u8]) -> Option<&'static str> {
    let opus_in_ogg = head.starts_with(b"OggS") && head.windows(8).any(|part| part == b"OpusHead");
    match head {
        _ if head.starts_with(b"#!AMR") => Some("AMR"),
        // WeChat's and QQ's voice messages, with and without their leading byte.
        _ if head.starts_with(b"#!SILK") || head.get(1..).is_some_and(|rest| rest.starts_with(b"#!SILK")) => Some("SILK"),
        _ if opus_in_ogg => Some("Opus"),
        _ if head.starts_with(&[0x30, 0x26, 0xB2, 0x75]) => Some("WMA"),
        _ => None,
    }
}

fn not_audio(fault: Fault) -> Error {
    match fault {
        Fault::IoError(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => Error::File(error),
        fault => Error::NotAudio { what: fault.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    /// A wav of `format` (1 PCM, 3 float, 6 A-law, 7 mu-law).
    fn wav(format: u16, channels: u16, rate: u32, bits: u16, data: &[u8]) -> Vec<u8> {
        let align = channels * bits / 8;
        // What is not plain PCM carries the length of an extension, here none.
        let extension: &[u8] = if format == 1 { &[] } else { &[0, 0] };
        let mut out = b"RIFF".to_vec();
        out.extend((36 + extension.len() as u32 + data.len() as u32).to_le_bytes());
        out.extend(b"WAVEfmt ");
        out.extend((16 + extension.len() as u32).to_le_bytes());
        out.extend(format.to_le_bytes());
        out.extend(channels.to_le_bytes());
        out.extend(rate.to_le_bytes());
        out.extend((rate * u32::from(align)).to_le_bytes());
        out.extend(align.to_le_bytes());
        out.extend(bits.to_le_bytes());
        out.extend(extension);
        out.extend(b"data");
        out.extend((data.len() as u32).to_le_bytes());
        out.extend(data);
        out
    }

    fn told(bytes: &[u8], name: &str) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        match super::super::read(&path) {
            Ok(samples) => {
                let loud = samples.iter().fold(0.0f32, |loud, sample| loud.max(sample.abs()));
                format!("{} samples, loudest {loud:.2}", samples.len())
            }
            Err(error) => error.to_string(),
        }
    }

    fn check(bytes: &[u8], name: &str, expect: Expect) {
        expect.assert_eq(&told(bytes, name));
    }

    #[test]
    fn every_form_of_wav_is_read() {
        check(&wav(1, 1, 16_000, 16, &[0, 64].repeat(1_600)), "a.wav", expect!["1600 samples, loudest 0.50"]);
        check(&wav(1, 2, 16_000, 16, &[0, 64, 0, 0].repeat(1_600)), "stereo.wav", expect!["1600 samples, loudest 0.25"]);
        check(&wav(1, 1, 16_000, 8, &[192].repeat(1_600)), "8bit.wav", expect!["1600 samples, loudest 0.50"]);
        check(&wav(1, 1, 16_000, 24, &[0, 0, 64].repeat(1_600)), "24bit.wav", expect!["1600 samples, loudest 0.50"]);
        check(&wav(1, 1, 16_000, 32, &[0, 0, 0, 64].repeat(1_600)), "32bit.wav", expect!["1600 samples, loudest 0.50"]);
        check(&wav(3, 1, 16_000, 32, &0.5f32.to_le_bytes().repeat(1_600)), "float.wav", expect!["1600 samples, loudest 0.50"]);
        check(&wav(7, 1, 8_000, 8, &[0x8F].repeat(800)), "mulaw.wav", expect!["1600 samples, loudest 0.58"]);
        check(&wav(6, 1, 8_000, 8, &[0xB5].repeat(800)), "alaw.wav", expect!["1600 samples, loudest 0.29"]);
    }

    #[test]
    fn numbers_that_are_none_are_silence() {
        check(&wav(3, 1, 16_000, 32, &f32::NAN.to_le_bytes().repeat(160)), "nan.wav", expect!["160 samples, loudest 0.00"]);
        check(&wav(3, 1, 16_000, 32, &f32::INFINITY.to_le_bytes().repeat(160)), "inf.wav", expect!["160 samples, loudest 0.00"]);
    }

    #[test]
    fn what_cannot_be_read_says_what_to_do() {
        check(b"", "a.wav", expect!["the recording is empty"]);
        check(&wav(1, 1, 16_000, 16, &[]), "none.wav", expect!["the recording is empty"]);
        check(
            b"#!AMR\n0123456789",
            "a.amr",
            expect!["AMR recordings cannot be read; convert it to wav, mp3, m4a or flac (for example with `ffmpeg -i in out.wav`)"],
        );
        check(
            b"\x02#!SILK_V3 1234",
            "a.silk",
            expect!["SILK recordings cannot be read; convert it to wav, mp3, m4a or flac (for example with `ffmpeg -i in out.wav`)"],
        );
        check(
            b"OggS\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x13OpusHead\x01\x01",
            "a.ogg",
            expect!["Opus recordings cannot be read; convert it to wav, mp3, m4a or flac (for example with `ffmpeg -i in out.wav`)"],
        );
        check(
            "不是录音".repeat(2_000).as_bytes(),
            "a.mp3",
            expect![
                "this is not a readable recording (unsupported feature: core (probe): no suitable format reader found); wav, mp3, m4a, flac and ogg vorbis are read"
            ],
        );
        check(&wav(1, 1, 16_000, 16, &[0, 64].repeat(1_600))[..1_000], "cut.wav", expect!["478 samples, loudest 0.50"]);
    }
}
