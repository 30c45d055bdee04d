//! What can go wrong between a sound and a text, each told with the way out. It never carries audio or what was said.

/// The crate's result.
pub type Result<T> = std::result::Result<T, Error>;

/// A failure of hearing or speaking.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The model is missing, cannot be loaded, or was stopped.
    #[error(transparent)]
    Model(#[from] onnx::Error),
    /// A file that could not be read or written.
    #[error("the file could not be read or written")]
    File(#[from] std::io::Error),
    /// A kind of sound file that is known and not read.
    #[error("{kind} recordings cannot be read; convert it to wav, mp3, m4a or flac (for example with `ffmpeg -i in out.wav`)")]
    Unsupported { kind: String },
    /// Bytes that are no sound file, or a broken one.
    #[error("this is not a readable recording ({what}); wav, mp3, m4a, flac and ogg vorbis are read")]
    NotAudio { what: String },
    /// A recording without a single sample.
    #[error("the recording is empty")]
    EmptyAudio,
    /// Rates between which no conversion is made.
    #[error("audio cannot be converted from {from} Hz to {to} Hz: {what}")]
    Resample { from: u32, to: u32, what: String },
    /// A side file that the program or a model brings is not what it should be.
    #[error("{file} is not usable: {what}; fetch the models anew with `cargo xtask models`")]
    SideFile { file: String, what: String },
    /// A list of clips to measure with that cannot be read.
    #[error("{file}: {what}")]
    Table { file: String, what: String },
    /// A voice that the model does not have.
    #[error("there is no voice {name:?}; the voices here are {known}")]
    UnknownVoice { name: String, known: String },
    /// The voice model answered with something that is not speech.
    #[error("the voice model answered with {what}")]
    VoiceAnswer { what: String },
    /// No microphone or loudspeaker of that name, or none at all.
    #[error("no such audio device: {name}; plug it in or choose another one in the settings")]
    NoDevice { name: String },
    /// The system refused the device or its format.
    #[error("the audio device {name} cannot be opened")]
    Device { name: String, source: cpal::Error },
    /// The device does not answer.
    #[error("the audio device {name} does not answer; unplug it and plug it in again")]
    DeviceSilent { name: String },
}
