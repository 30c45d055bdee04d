//! A voice message becomes text beside its sound, on this machine.
//!
//! The sound is unsealed in memory and goes nowhere else: no plain recording ever lies on the disk.

use std::sync::Arc;

use domain::message::{Carried, Message};
use onnx::{Cancel, Runtime};
use speech::audio::Recording;
use speech::hear::{Hearing, Options};
use speech::lexicon::Lexicon;

use super::Transcribed;
use crate::desk::{Caller, Desk};
use crate::error::{Code, Error};
use crate::shape::ById;

pub(crate) async fn transcribe(desk: &Desk, caller: &Caller, input: ById) -> Result<Transcribed, Error> {
    let (message, _) = super::talk::message(desk, caller.who()?, input.id).await?;
    if let Some(text) = message.transcript {
        return Ok(Transcribed { text });
    }
    let text = heard(desk, &message).await?;
    let mut pen = desk.pen(caller).await?;
    // Somebody may have written the words down meanwhile.
    let (message, _) = super::talk::message(desk, caller.who()?, input.id).await?;
    let edits = pen.decide(|_| domain::message::transcribe(&message, &text))?;
    pen.commit(edits).await?;
    Ok(Transcribed { text: message.transcript.unwrap_or(text) })
}

async fn heard(desk: &Desk, message: &Message) -> Result<String, Error> {
    let runtime = desk.models()?.clone();
    let lexicon = Arc::new(crate::speech::own_words(desk).await?);
    let mut text = String::new();
    for carried in message.attachments.0.iter().filter(|carried| carried.is_audio()) {
        let bytes = desk.store().get_blob(&carried.hash).await?;
        let (runtime, lexicon, carried) = (runtime.clone(), Arc::clone(&lexicon), carried.clone());
        let hearing = tokio::task::spawn_blocking(move || hear(&runtime, lexicon, &carried, bytes));
        speech::hear::append(&mut text, &hearing.await.map_err(Error::internal)??);
    }
    if text.is_empty() {
        return Err(Error::new(Code::Refused, "这段录音里没有听到人说话。", "No one can be heard speaking in this recording."));
    }
    Ok(text)
}

fn hear(runtime: &Runtime, lexicon: Arc<Lexicon>, carried: &Carried, bytes: Vec<u8>) -> Result<String, Error> {
    let ending = carried.name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let recording = Recording::of_bytes(bytes, ending).map_err(unreadable)?;
    let hearing = Hearing::new(runtime).map_err(crate::speech::told)?;
    let options = Options { lexicon, ..Options::default() };
    let transcript = hearing.recording(recording, &options, &Cancel::new(), |_| ()).map_err(unreadable)?;
    Ok(transcript.text())
}

fn unreadable(error: speech::Error) -> Error {
    match error {
        error @ speech::Error::Model(_) => crate::speech::told(error),
        error => Error::new(
            Code::Refused,
            "这段录音读不出来：文件不完整，或是这里不认的格式。",
            "This recording cannot be read: the file is incomplete or of a format unknown here.",
        )
        .because(error),
    }
}
