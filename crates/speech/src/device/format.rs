//! Every sample format that a sound card may speak, as -1..1 in one channel and back. The only place that names them.

use std::sync::Arc;
use std::sync::mpsc::SyncSender;

use cpal::traits::DeviceTrait as _;
use cpal::{FromSample, Sample, SampleFormat, SizedSample, Stream, StreamConfig, SupportedStreamConfig};

use super::ring::Ring;

/// Calls a generic function with the type of a sample format.
macro_rules! by_format {
    ($format:expr, $call:ident, $($given:expr),*) => {
        match $format {
            SampleFormat::I8 => $call::<i8>($($given),*),
            SampleFormat::I16 => $call::<i16>($($given),*),
            SampleFormat::I32 => $call::<i32>($($given),*),
            SampleFormat::U8 => $call::<u8>($($given),*),
            SampleFormat::U16 => $call::<u16>($($given),*),
            SampleFormat::U32 => $call::<u32>($($given),*),
            SampleFormat::F32 => $call::<f32>($($given),*),
            SampleFormat::F64 => $call::<f64>($($given),*),
            SampleFormat::I24 => $call::<cpal::I24>($($given),*),
            _ => Err(cpal::Error::new(cpal::ErrorKind::UnsupportedConfig)),
        }
    };
}

/// A stream that mixes what it hears down to one channel and offers it to the ring.
pub fn listen(device: &cpal::Device, config: &SupportedStreamConfig, ring: Arc<Ring>, lost: SyncSender<cpal::Error>) -> Result<Stream, cpal::Error> {
    by_format!(config.sample_format(), listening, device, config.config(), ring, lost)
}

/// A stream that plays the ring on all its channels, and silence when the ring is empty.
pub fn speak(device: &cpal::Device, config: &SupportedStreamConfig, ring: Arc<Ring>, lost: SyncSender<cpal::Error>) -> Result<Stream, cpal::Error> {
    by_format!(config.sample_format(), speaking, device, config.config(), ring, lost)
}

fn listening<T: SizedSample>(
    device: &cpal::Device,
    config: StreamConfig,
    ring: Arc<Ring>,
    lost: SyncSender<cpal::Error>,
) -> Result<Stream, cpal::Error>
where
    f32: FromSample<T>,
{
    let channels = usize::from(config.channels).max(1);
    let hear = move |data: &[T], _: &cpal::InputCallbackInfo| ring.offer(data.chunks_exact(channels).map(mixed));
    // A full channel means that the loss is already told.
    device.build_input_stream(config, hear, move |e| drop(lost.try_send(e)), None)
}

fn mixed<T: Sample>(frame: &[T]) -> f32
where
    f32: FromSample<T>,
{
    frame.iter().map(|s| s.to_sample::<f32>()).sum::<f32>() / frame.len() as f32
}

fn speaking<T: SizedSample + FromSample<f32>>(
    device: &cpal::Device,
    config: StreamConfig,
    ring: Arc<Ring>,
    lost: SyncSender<cpal::Error>,
) -> Result<Stream, cpal::Error> {
    let channels = usize::from(config.channels).max(1);
    let play = move |data: &mut [T], _: &cpal::OutputCallbackInfo| {
        let mut frames = data.chunks_exact_mut(channels);
        let count = frames.len();
        ring.serve(count, |sample| {
            if let Some(frame) = frames.next() {
                frame.fill(T::from_sample(sample.clamp(-1.0, 1.0)));
            }
        });
        frames.for_each(|frame| frame.fill(T::EQUILIBRIUM));
    };
    device.build_output_stream(config, play, move |e| drop(lost.try_send(e)), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_are_mixed_in_every_format() {
        assert_eq!(mixed(&[i16::MAX, i16::MIN]), mixed(&[i16::MAX, i16::MIN]).clamp(-0.001, 0.001));
        assert!((mixed(&[0.5f32, 0.1]) - 0.3).abs() < 1e-6);
        assert!(mixed(&[u8::MAX, u8::MAX]) > 0.98);
    }
}
