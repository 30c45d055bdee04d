//! Speaking with the desk: dictation from this machine's microphone, and texts read aloud on its loudspeaker.
//!
//! The microphone belongs to one listening at a time, and that to the session that began it; so does the loudspeaker. What is said
//! becomes text here and leaves no sound behind, unless a person asked for a voice note.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ::speech::device::{self, Microphone};
use ::speech::hear::{Heard as Told, Hearing, Options, append};
use ::speech::lexicon::Lexicon;
use ::speech::{Played, Player, Speaker};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::shop::Shop;
use domain::staff::Staff;
use onnx::{Cancel, Kind, Runtime};
use tokio::sync::watch;

use crate::desk::{Caller, Desk};
use crate::error::{Code, Error};
use crate::shape::Nothing;
use crate::{model, shapes};

shapes! {
    pub struct SoundDevice { id: String, name: String, usual: bool }

    pub struct SpeechState {
        microphones: Vec<SoundDevice>,
        loudspeakers: Vec<SoundDevice>,
        /// The models for hearing are installed.
        can_hear: bool,
        can_speak: bool,
    }

    pub struct Listen {
        /// Empty for the system's microphone.
        #[serde(default)] device: String,
        /// Keeps the sound for a voice note.
        #[serde(default)] record: bool,
    }
    pub struct Listening { id: i64 }

    pub struct HeardAsk {
        id: i64,
        /// The `news` of the last answer; 0 at first. Waits a second at most for something newer.
        #[serde(default)] seen: i64,
    }

    pub struct HeardSoFar {
        news: i64,
        /// What is final.
        text: String,
        /// What was said since, that two hearings agreed on, and what may still change.
        stable: String,
        unstable: String,
        /// How loud it is now, 0 to 100.
        level: i64,
        /// The microphone is away; it goes on when it is back.
        lost: bool,
        ended: bool,
        problem: Option<String>,
    }

    pub struct StopListening {
        id: i64,
        /// Throws away what was heard.
        #[serde(default)] discard: bool,
    }

    pub struct HeardAll {
        text: String,
        /// The recording as a wav in base64, where it was asked for.
        recording: Option<String>,
        duration_ms: i64,
    }

    pub struct ReadAloud {
        text: String,
        /// Empty for the usual voice.
        #[serde(default)] voice: String,
        /// 50 to 200; 0 for the usual speed.
        #[serde(default)] speed: i64,
    }

    pub struct SaidSoFar {
        /// The characters that are being said, as half-open range of the text.
        now: Option<(i64, i64)>,
        ended: bool,
        problem: Option<String>,
    }
}

/// Who listens and who speaks; at most one of each.
#[derive(Default)]
pub(crate) struct Sound {
    listening: Mutex<Option<Arc<Ear>>>,
    speaking: Mutex<Option<Mouth>>,
    count: Mutex<i64>,
}

/// A listening under way.
struct Ear {
    id: i64,
    owner: domain::Id,
    so_far: watch::Sender<HeardSoFar>,
    /// 16 kHz samples for a voice note.
    kept: Mutex<Vec<f32>>,
    stop: Cancel,
    /// Throws away and stops at once.
    abandon: Cancel,
}

struct Mouth {
    owner: domain::Id,
    player: Player,
    ended: bool,
    problem: Option<String>,
}

/// A voice note is no longer than this; dictation goes on without its sound.
const RECORDED_MAX: usize = 16_000 * 60 * 5;
const WAIT: Duration = Duration::from_secs(1);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) async fn state(desk: &Desk, _: &Caller, _: Nothing) -> Result<SpeechState, Error> {
    let runtime = desk.models()?.clone();
    let asking = tokio::task::spawn_blocking(move || {
        let named = |devices: ::speech::Result<Vec<device::Device>>| {
            let row = |device: device::Device| SoundDevice { id: device.id, name: device.name, usual: device.usual };
            devices.unwrap_or_default().into_iter().map(row).collect()
        };
        let has = |kind| runtime.of_kind(kind).is_ok();
        SpeechState {
            microphones: named(device::inputs()),
            loudspeakers: named(device::outputs()),
            can_hear: has(Kind::Runtime) && has(Kind::SpeechToText) && has(Kind::VoiceActivity),
            can_speak: has(Kind::Runtime) && has(Kind::TextToSpeech),
        }
    });
    asking.await.map_err(Error::internal)
}

/// Opens the microphone and begins to listen; ends what was listened to before.
pub(crate) async fn listen(desk: &Desk, caller: &Caller, input: Listen) -> Result<Listening, Error> {
    let owner = caller.who()?.id();
    let runtime = desk.models()?.clone();
    let lexicon = Arc::new(own_words(desk).await?);
    let opening = tokio::task::spawn_blocking(move || -> Result<(Hearing, Microphone), Error> {
        let hearing = Hearing::new(&runtime).map_err(told)?;
        let microphone = Microphone::open(Some(input.device.as_str()).filter(|id| !id.is_empty())).map_err(told)?;
        Ok((hearing, microphone))
    });
    let (hearing, microphone) = opening.await.map_err(Error::internal)??;
    let sound = desk.sound();
    let id = {
        let mut count = lock(&sound.count);
        *count += 1;
        *count
    };
    let ear =
        Arc::new(Ear { id, owner, so_far: watch::Sender::new(nothing_yet()), kept: Mutex::default(), stop: Cancel::new(), abandon: Cancel::new() });
    if let Some(before) = lock(&sound.listening).replace(Arc::clone(&ear)) {
        before.abandon.cancel();
    }
    let options = Options { lexicon, ..Options::default() };
    std::thread::Builder::new()
        .name("dictation".to_owned())
        .spawn(move || follow(&ear, &hearing, microphone, options, input.record))
        .map_err(Error::internal)?;
    Ok(Listening { id })
}

fn nothing_yet() -> HeardSoFar {
    HeardSoFar { news: 0, text: String::new(), stable: String::new(), unstable: String::new(), level: 0, lost: false, ended: false, problem: None }
}

/// Shops, streets and people: what a general model of speech cannot know.
pub(crate) async fn own_words(desk: &Desk) -> Result<Lexicon, Error> {
    let shops: Vec<Shop> = desk.store().all().await?;
    let staff: Vec<Staff> = desk.store().all().await?;
    let words: Vec<String> = shops.into_iter().map(|shop| shop.name).chain(staff.into_iter().map(|staff| staff.name)).collect();
    Ok(Lexicon::new(words.iter().map(String::as_str)))
}

/// Takes the microphone's samples until told to stop. Runs on a thread of its own.
fn follow(ear: &Ear, hearing: &Hearing, microphone: Microphone, options: Options, record: bool) {
    let problem = |error: ::speech::Error| ear.tell(|so_far| so_far.problem = Some(error.to_string()));
    let mut listener = match hearing.listen(options) {
        Ok(listener) => listener,
        Err(error) => return ear.end(Some(error)),
    };
    let mut take = |samples: &[f32]| {
        if record {
            let mut kept = lock(&ear.kept);
            let room = RECORDED_MAX.saturating_sub(kept.len());
            kept.extend(&samples[..samples.len().min(room)]);
        }
        match listener.push(samples, &ear.abandon) {
            Ok(news) => news.into_iter().for_each(|news| ear.hear(news)),
            Err(error) => problem(error),
        }
    };
    while !ear.stop.is_cancelled() && !ear.abandon.is_cancelled() {
        match microphone.next(Duration::from_millis(100)) {
            Some(device::Heard::Samples(samples)) => take(&samples),
            Some(device::Heard::Level(level)) => ear.tell(|so_far| so_far.level = loudness(level.rms)),
            Some(device::Heard::Lost { .. }) => ear.tell(|so_far| so_far.lost = true),
            Some(device::Heard::Back) => ear.tell(|so_far| so_far.lost = false),
            Some(device::Heard::Dropped { frames }) => tracing::warn!(frames, "the machine was too busy to listen"),
            None => {}
        }
    }
    for rest in microphone.close() {
        if let device::Heard::Samples(samples) = rest {
            take(&samples);
        }
    }
    match listener.end(&ear.abandon) {
        Ok(news) => news.into_iter().for_each(|news| ear.hear(news)),
        Err(error) => problem(error),
    }
    ear.end(None);
}

/// -60 dBFS and less is 0, full scale is 100.
fn loudness(rms: f32) -> i64 {
    ((rms + 60.0) / 60.0 * 100.0).clamp(0.0, 100.0) as i64
}

impl Ear {
    fn tell(&self, change: impl FnOnce(&mut HeardSoFar)) {
        self.so_far.send_modify(|so_far| {
            change(so_far);
            so_far.news += 1;
        });
    }

    fn hear(&self, news: Told) {
        self.tell(|so_far| match news {
            Told::Partial { stable, unstable } => (so_far.stable, so_far.unstable) = (stable, unstable),
            Told::Final(segment) => {
                append(&mut so_far.text, &segment.text);
                so_far.stable.clear();
                so_far.unstable.clear();
            }
        });
    }

    fn end(&self, error: Option<::speech::Error>) {
        self.tell(|so_far| {
            so_far.ended = true;
            so_far.problem = error.map(|error| error.to_string()).or(so_far.problem.take());
        });
    }
}

fn listening(desk: &Desk, caller: &Caller, id: i64) -> Result<Arc<Ear>, Error> {
    let who = caller.who()?.id();
    let ear = lock(&desk.sound().listening).clone().filter(|ear| ear.id == id && ear.owner == who);
    ear.ok_or_else(|| Error::new(Code::NotFound, "这次听写已经结束了，再点一下话筒。", "This dictation is over; press the microphone again."))
}

/// What was heard so far; waits a moment for something new.
pub(crate) async fn heard(desk: &Desk, caller: &Caller, input: HeardAsk) -> Result<HeardSoFar, Error> {
    let ear = listening(desk, caller, input.id)?;
    let mut so_far = ear.so_far.subscribe();
    let newer = so_far.wait_for(|so_far| so_far.news > input.seen || so_far.ended);
    // Nothing new within a second is an answer too.
    let _ = tokio::time::timeout(WAIT, newer).await;
    let answer = so_far.borrow().clone();
    Ok(answer)
}

/// Closes the microphone and waits for the last words.
pub(crate) async fn stop(desk: &Desk, caller: &Caller, input: StopListening) -> Result<HeardAll, Error> {
    let ear = listening(desk, caller, input.id)?;
    if input.discard {
        ear.abandon.cancel()
    } else {
        ear.stop.cancel()
    }
    let mut so_far = ear.so_far.subscribe();
    so_far.wait_for(|so_far| so_far.ended).await.map_err(Error::internal)?;
    lock(&desk.sound().listening).take_if(|now| now.id == ear.id);
    let samples = std::mem::take(&mut *lock(&ear.kept));
    let recording = (!samples.is_empty() && !input.discard).then(|| STANDARD.encode(::speech::wav::to_bytes(&samples, 16_000)));
    let text = if input.discard { String::new() } else { so_far.borrow().text.clone() };
    Ok(HeardAll { text, recording, duration_ms: samples.len() as i64 / 16 })
}

/// Reads a text aloud on this machine; ends what was read before.
pub(crate) async fn say(desk: &Desk, caller: &Caller, input: ReadAloud) -> Result<Nothing, Error> {
    let owner = caller.who()?.id();
    let runtime: Runtime = desk.models()?.clone();
    let desk = desk.clone();
    let beginning = tokio::task::spawn_blocking(move || -> Result<(), Error> {
        let speaker = Speaker::open(&runtime).map_err(told)?;
        let mut player = Player::open(speaker, None).map_err(told)?;
        let speed = if input.speed == 0 { 1.0 } else { input.speed as f32 / 100.0 };
        let voice = if input.voice.is_empty() { ::speech::say::USUAL_VOICE } else { &input.voice };
        player.say(&input.text, voice, speed).map_err(told)?;
        let mouth = Mouth { owner, player, ended: false, problem: None };
        if let Some(mut before) = lock(&desk.sound().speaking).replace(mouth) {
            before.player.stop();
        }
        Ok(())
    });
    beginning.await.map_err(Error::internal)??;
    Ok(Nothing {})
}

/// Which words are being said.
pub(crate) async fn said(desk: &Desk, caller: &Caller, _: Nothing) -> Result<SaidSoFar, Error> {
    let who = caller.who()?.id();
    let mut speaking = lock(&desk.sound().speaking);
    let Some(mouth) = speaking.as_mut().filter(|mouth| mouth.owner == who) else {
        return Ok(SaidSoFar { now: None, ended: true, problem: None });
    };
    while let Some(news) = mouth.player.next() {
        match news {
            Played::Finished | Played::Stopped => mouth.ended = true,
            Played::Failed(error) => (mouth.ended, mouth.problem) = (true, Some(error.to_string())),
            Played::Lost { why } => mouth.problem = Some(why),
            Played::Back => mouth.problem = None,
        }
    }
    let now = mouth.player.now().map(|range| (range.start as i64, range.end as i64));
    let answer = SaidSoFar { now, ended: mouth.ended, problem: mouth.problem.clone() };
    if mouth.ended {
        *speaking = None;
    }
    Ok(answer)
}

/// Falls silent at once.
pub(crate) async fn hush(desk: &Desk, caller: &Caller, _: Nothing) -> Result<Nothing, Error> {
    let who = caller.who()?.id();
    let mouth = lock(&desk.sound().speaking).take_if(|mouth| mouth.owner == who);
    if let Some(mut mouth) = mouth {
        // Joining the device's thread may take a moment.
        tokio::task::spawn_blocking(move || mouth.player.stop()).await.map_err(Error::internal)?;
    }
    Ok(Nothing {})
}

pub(crate) fn told(error: ::speech::Error) -> Error {
    use ::speech::Error as Speech;
    match error {
        Speech::Model(cause) => model::told(cause),
        Speech::NoDevice { .. } => Error::new(
            Code::Refused,
            "没有找到话筒或扬声器。插好再试，或在系统设置里打开它。",
            "There is no microphone or loudspeaker. Plug one in, or allow it in the system's settings.",
        )
        .because(error),
        Speech::Device { .. } | Speech::DeviceSilent { .. } => Error::new(
            Code::Refused,
            "话筒或扬声器打不开：可能被别的程序占着，或系统没允许。",
            "The microphone or loudspeaker cannot be opened: another program may hold it, or the system does not allow it.",
        )
        .because(error),
        other => Error::internal(other),
    }
}
