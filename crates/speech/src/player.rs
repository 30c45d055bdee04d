//! Reading aloud through a loudspeaker: the voice makes, the device plays, and the screen asks which word is heard now.
//! A new text or a stop silences the old one at once; nothing that was made for it is heard afterwards.

use std::ops::{ControlFlow, Range};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::device::{Loudspeaker, Outcome};
use crate::say::{Mark, Speaker};
use crate::{Error, Result};

/// What becomes of a text that is read aloud.
#[derive(Debug)]
pub enum Played {
    /// It was read to its end.
    Finished,
    /// It was stopped.
    Stopped,
    /// The loudspeaker is gone; it goes on when it is back.
    Lost { why: String },
    /// The loudspeaker is there again.
    Back,
    /// The voice failed; what was made before is still heard.
    Failed(Error),
}

/// Reads texts aloud, one at a time.
pub struct Player {
    speaker: Speaker,
    stage: Arc<Mutex<Stage>>,
    voice: Option<JoinHandle<()>>,
}

/// What the voice's thread and the player share. Whoever holds it may give orders to the loudspeaker.
struct Stage {
    loudspeaker: Loudspeaker,
    cancel: onnx::Cancel,
    marks: Vec<Mark>,
    failed: Option<Error>,
}

impl Player {
    /// A player on a loudspeaker by its id, or the system's choice.
    ///
    /// # Errors
    /// As [`Loudspeaker::open`].
    pub fn open(speaker: Speaker, device: Option<&str>) -> Result<Self> {
        let stage = Stage { loudspeaker: Loudspeaker::open(device)?, cancel: onnx::Cancel::new(), marks: Vec::new(), failed: None };
        Ok(Self { speaker, stage: Arc::new(Mutex::new(stage)), voice: None })
    }

    /// Read a text aloud; what was being read is stopped. Returns at once.
    ///
    /// # Errors
    /// `File` when the system has no thread left.
    pub fn say(&mut self, text: &str, voice: &str, speed: f32) -> Result<()> {
        self.stop();
        let cancel = onnx::Cancel::new();
        self.stage().cancel = cancel.clone();
        let (speaker, stage, text, voice) = (self.speaker.clone(), self.stage.clone(), text.to_owned(), voice.to_owned());
        let made = move || {
            let said = speaker.say(&text, &voice, speed, &cancel, &mut |chunk| {
                let mut stage = lock(&stage);
                // Asked for under the lock: after a stop nothing is queued any more.
                if cancel.is_cancelled() {
                    return ControlFlow::Break(());
                }
                stage.marks.extend(chunk.marks);
                stage.loudspeaker.play(chunk.samples);
                ControlFlow::Continue(())
            });
            let mut stage = lock(&stage);
            if let Err(error) = said {
                stage.failed = Some(error);
            }
            if !cancel.is_cancelled() {
                stage.loudspeaker.end();
            }
        };
        self.voice = Some(std::thread::Builder::new().name("voice".to_owned()).spawn(made)?);
        Ok(())
    }

    /// Be silent now and stop making more. What the sound card already has, an eighth of a second, is still heard.
    pub fn stop(&mut self) {
        let Some(voice) = self.voice.take() else { return };
        let mut stage = self.stage();
        stage.cancel.cancel();
        stage.loudspeaker.silence();
        stage.marks.clear();
        drop(stage);
        // The run ends between two kernels of the model; a panic of it has told itself already.
        let _ = voice.join();
    }

    /// Characters of the text that are heard now; `None` between words and when nothing is read.
    pub fn now(&self) -> Option<Range<usize>> {
        let stage = self.stage();
        let at = stage.loudspeaker.position();
        let after = stage.marks.partition_point(|m| m.start <= at);
        let mark = stage.marks.get(after.checked_sub(1)?)?;
        (at < mark.end).then(|| mark.span.clone())
    }

    /// Seconds of the text that were heard.
    pub fn position(&self) -> f32 {
        self.stage().loudspeaker.position()
    }

    /// What happened, if anything did.
    pub fn next(&self) -> Option<Played> {
        let mut stage = self.stage();
        if let Some(error) = stage.failed.take() {
            return Some(Played::Failed(error));
        }
        Some(match stage.loudspeaker.next(Duration::ZERO)? {
            Outcome::Finished => Played::Finished,
            Outcome::Stopped => Played::Stopped,
            Outcome::Lost { why } => Played::Lost { why },
            Outcome::Back => Played::Back,
        })
    }

    fn stage(&self) -> MutexGuard<'_, Stage> {
        lock(&self.stage)
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        self.stop();
    }
}

fn lock(stage: &Mutex<Stage>) -> MutexGuard<'_, Stage> {
    stage.lock().unwrap_or_else(PoisonError::into_inner)
}
