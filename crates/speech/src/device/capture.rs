//! One microphone: 16 kHz mono out of whatever the card gives, with the level for the bar, across unplugging.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use cpal::traits::{DeviceTrait as _, StreamTrait as _};

use super::ring::Ring;
use super::{Pulse, Way, close, find, format, name_of};
use crate::meter::{Level, Meter};
use crate::rate::Rate;
use crate::{Error, Result};

/// Rate of what comes out, in Hz.
pub const RATE: u32 = 16_000;

/// How often the owner empties the ring.
const TURN: Duration = Duration::from_millis(20);

/// The ring holds so many seconds: an owner that is held up longer than this loses sound and says so.
const RING_SECONDS: usize = 4;

/// How often a lost device is looked for.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// What a microphone tells.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// 16 kHz mono, -1 to 1, following what came before.
    Samples(Vec<f32>),
    /// Twenty times a second.
    Level(Level),
    /// The machine was too busy; so many frames (of the card's rate) are missing here.
    Dropped { frames: u64 },
    /// The device is gone. All that it captured has been told; nothing comes until `Back`.
    Lost { why: String },
    /// The device is there again.
    Back,
}

/// An open microphone. Dropping it closes the device.
pub struct Microphone {
    heard: Receiver<Heard>,
    stop: Sender<()>,
    owner: Option<JoinHandle<()>>,
    name: String,
}

impl Microphone {
    /// Open a microphone by its id, or the system's choice.
    ///
    /// # Errors
    /// `NoDevice`; `Device` when the system refuses it.
    pub fn open(id: Option<&str>) -> Result<Self> {
        let (tell, heard) = mpsc::channel();
        let (stop, stopped) = mpsc::channel();
        let (ready, opened) = mpsc::sync_channel(1);
        let id = id.map(str::to_owned);
        let owner = std::thread::Builder::new().name("microphone".to_owned()).spawn(move || {
            match Open::device(id.as_deref()) {
                Ok(open) => {
                    let _ = ready.send(Ok(open.name.clone()));
                    Owner { id, tell, stopped, meter: Meter::new(RATE) }.run(open);
                }
                Err(error) => drop(ready.send(Err(error))),
            };
        })?;
        let name = opened.recv().map_err(|_| Error::DeviceSilent { name: "microphone".to_owned() })??;
        Ok(Self { heard, stop, owner: Some(owner), name })
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The next thing it tells, waiting at most so long. `None` when nothing came, or it was closed.
    pub fn next(&self, wait: Duration) -> Option<Heard> {
        self.heard.recv_timeout(wait).ok()
    }

    /// Close the device and take what it had heard until now.
    pub fn close(mut self) -> Vec<Heard> {
        self.end();
        self.heard.try_iter().collect()
    }

    fn end(&mut self) {
        let _ = self.stop.send(());
        if let Some(owner) = self.owner.take() {
            // A panic of the owner has nothing to add: the channel is closed.
            let _ = owner.join();
        }
    }
}

impl Drop for Microphone {
    fn drop(&mut self) {
        self.end();
    }
}

/// A running stream and the way out of it.
struct Open {
    name: String,
    /// Taken out only to be closed.
    stream: Option<cpal::Stream>,
    ring: Arc<Ring>,
    complaints: Receiver<cpal::Error>,
    rate: Rate,
}

impl Open {
    fn device(id: Option<&str>) -> Result<Self> {
        let device = find(id, Way::In)?;
        let name = name_of(&device);
        let refuse = |source| Error::Device { name: name.clone(), source };
        let config = device.default_input_config().map_err(refuse)?;
        let ring = Arc::new(Ring::new(config.sample_rate() as usize * RING_SECONDS));
        let (lost, complaints) = mpsc::sync_channel(8);
        let stream = format::listen(&device, &config, ring.clone(), lost).map_err(refuse)?;
        stream.play().map_err(refuse)?;
        Ok(Self { rate: Rate::new(config.sample_rate(), RATE)?, name, stream: Some(stream), ring, complaints })
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        if let Some(stream) = self.stream.take() {
            close(stream);
        }
    }
}

struct Owner {
    id: Option<String>,
    tell: Sender<Heard>,
    stopped: Receiver<()>,
    meter: Meter,
}

/// Why a stream ended.
enum End {
    Stopped,
    Lost(String),
}

impl Owner {
    fn run(mut self, first: Open) {
        let mut open = Some(first);
        while let Some(mut stream) = open.take() {
            match self.listen(&mut stream) {
                End::Stopped => return,
                End::Lost(why) => {
                    drop(stream);
                    if self.tell.send(Heard::Lost { why }).is_err() {
                        return;
                    }
                    open = self.wait_for_it();
                }
            }
        }
    }

    fn listen(&mut self, stream: &mut Open) -> End {
        let (mut dropped, mut pulse) = (0, Pulse::new());
        loop {
            let stop = !matches!(self.stopped.recv_timeout(TURN), Err(RecvTimeoutError::Timeout));
            let dead = pulse.dead(stream.ring.calls(), stream.complaints.try_iter());
            let told = self.tell_all(stream, stop || dead.is_some());
            if stop {
                return End::Stopped;
            }
            if let Some(why) = dead.or_else(|| told.err().map(|e| e.to_string())) {
                return End::Lost(why);
            }
            let lost = stream.ring.dropped();
            if lost > dropped {
                let _ = self.tell.send(Heard::Dropped { frames: lost - dropped });
                dropped = lost;
            }
        }
    }

    /// What the ring holds, and at the end what the resampler holds too.
    fn tell_all(&mut self, stream: &mut Open, last: bool) -> Result<()> {
        let mut samples = stream.rate.push(&stream.ring.drain())?;
        if last {
            samples.extend(stream.rate.finish()?);
        }
        self.send(samples);
        Ok(())
    }

    /// A listener that is gone is noticed at the next `stopped`.
    fn send(&mut self, samples: Vec<f32>) {
        if samples.is_empty() {
            return;
        }
        for level in self.meter.take(&samples) {
            let _ = self.tell.send(Heard::Level(level));
        }
        let _ = self.tell.send(Heard::Samples(samples));
    }

    fn wait_for_it(&self) -> Option<Open> {
        while matches!(self.stopped.recv_timeout(LOOK_AGAIN), Err(RecvTimeoutError::Timeout)) {
            if let Ok(open) = Open::device(self.id.as_deref()) {
                let _ = self.tell.send(Heard::Back);
                return Some(open);
            }
        }
        None
    }
}
