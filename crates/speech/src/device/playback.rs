//! One loudspeaker: takes 24 kHz speech, plays it at the card's own rate, knows how far it is, and falls silent at once.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use cpal::traits::{DeviceTrait as _, StreamTrait as _};

use super::ring::Ring;
use super::{Pulse, Way, close, find, format, name_of};
use crate::rate::Rate;
use crate::{Error, Result};

/// Rate of what goes in, in Hz: the voice's own.
pub const RATE: u32 = crate::say::RATE;

const TURN: Duration = Duration::from_millis(10);

/// So much lies ready at the card's side: enough for a busy machine, little enough to be silent soon.
const AHEAD: Duration = Duration::from_millis(120);

const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// A stream that breaks again within this time was not mended.
const MENDED_FOR: Duration = Duration::from_secs(2);

/// What becomes of what was queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// All that was queued until `end` was called has been played.
    Finished,
    /// It was told to be silent; the rest is dropped.
    Stopped,
    /// The device is gone; what is queued waits for it, less the third of a second that the card had already taken.
    Lost { why: String },
    /// The device is there again and goes on where it was.
    Back,
}

enum Order {
    Play(Vec<f32>),
    End,
    Silence,
    Close,
}

/// An open loudspeaker. Dropping it closes the device at once.
pub struct Loudspeaker {
    orders: Sender<Order>,
    outcomes: Receiver<Outcome>,
    /// Samples at [`RATE`] that were heard since the queue last began.
    heard: Arc<AtomicU64>,
    owner: Option<JoinHandle<()>>,
    name: String,
}

impl Loudspeaker {
    /// Open a loudspeaker by its id, or the system's choice.
    ///
    /// # Errors
    /// `NoDevice`; `Device` when the system refuses it.
    pub fn open(id: Option<&str>) -> Result<Self> {
        let (orders, ordered) = mpsc::channel();
        let (tell, outcomes) = mpsc::channel();
        let (ready, opened) = mpsc::sync_channel(1);
        let heard = Arc::new(AtomicU64::new(0));
        let (id, clock) = (id.map(str::to_owned), heard.clone());
        let owner = std::thread::Builder::new().name("loudspeaker".to_owned()).spawn(move || match Open::device(id.as_deref()) {
            Ok(open) => {
                let _ = ready.send(Ok(open.name.clone()));
                Owner { id, ordered, tell, clock, queue: VecDeque::new(), ending: false, base: 0, before: 0 }.run(open);
            }
            Err(error) => drop(ready.send(Err(error))),
        })?;
        let name = opened.recv().map_err(|_| Error::DeviceSilent { name: "loudspeaker".to_owned() })??;
        Ok(Self { orders, outcomes, heard, owner: Some(owner), name })
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Add speech at [`RATE`] after what is queued.
    pub fn play(&self, samples: Vec<f32>) {
        // An owner that is gone shows in the outcomes.
        let _ = self.orders.send(Order::Play(samples));
    }

    /// Say that nothing more comes: `Finished` is told when the last sample was heard.
    pub fn end(&self) {
        let _ = self.orders.send(Order::End);
    }

    /// Be silent now: what is queued is dropped, and the card has at most an eighth of a second left.
    pub fn silence(&self) {
        let _ = self.orders.send(Order::Silence);
    }

    /// Seconds that were played since the queue last began; the clock of the marks.
    pub fn position(&self) -> f32 {
        self.heard.load(Ordering::Relaxed) as f32 / RATE as f32
    }

    /// The next outcome, waiting at most so long.
    pub fn next(&self, wait: Duration) -> Option<Outcome> {
        self.outcomes.recv_timeout(wait).ok()
    }
}

impl Drop for Loudspeaker {
    fn drop(&mut self) {
        let _ = self.orders.send(Order::Close);
        if let Some(owner) = self.owner.take() {
            let _ = owner.join();
        }
    }
}

struct Open {
    name: String,
    /// Taken out only to be closed.
    stream: Option<cpal::Stream>,
    ring: Arc<Ring>,
    complaints: Receiver<cpal::Error>,
    rate: Rate,
    /// Hz of the card.
    card: u32,
    /// Resampled and waiting for room.
    ready: VecDeque<f32>,
}

impl Open {
    fn device(id: Option<&str>) -> Result<Self> {
        let device = find(id, Way::Out)?;
        let name = name_of(&device);
        let refuse = |source| Error::Device { name: name.clone(), source };
        let config = device.default_output_config().map_err(refuse)?;
        let card = config.sample_rate();
        let ring = Arc::new(Ring::new((f64::from(card) * AHEAD.as_secs_f64()) as usize));
        let (lost, complaints) = mpsc::sync_channel(8);
        let stream = format::speak(&device, &config, ring.clone(), lost).map_err(refuse)?;
        stream.play().map_err(refuse)?;
        Ok(Self { rate: Rate::new(RATE, card)?, name, stream: Some(stream), ring, complaints, card, ready: VecDeque::new() })
    }

    fn feed(&mut self) {
        let slice = self.ready.make_contiguous();
        let taken = self.ring.fill(slice);
        self.ready.drain(..taken);
    }

    fn is_drained(&self) -> bool {
        self.ready.is_empty() && self.ring.len() == 0
    }

    fn silence(&mut self) -> Result<()> {
        self.ring.clear();
        self.ready.clear();
        self.rate = Rate::new(RATE, self.card)?;
        Ok(())
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
    ordered: Receiver<Order>,
    tell: Sender<Outcome>,
    clock: Arc<AtomicU64>,
    /// At [`RATE`], not resampled yet.
    queue: VecDeque<f32>,
    ending: bool,
    /// The ring's count when the clock last began, and what the clock stood at then.
    base: u64,
    before: u64,
}

/// Why a stream ended.
enum End {
    Closed,
    Lost(String),
}

impl Owner {
    fn run(mut self, first: Open) {
        let mut open = Some(first);
        let mut mended: Option<Instant> = None;
        while let Some(mut stream) = open.take() {
            let End::Lost(why) = self.play(&mut stream) else { return };
            // The new stream's ring counts from nothing; what was heard before stays heard.
            (self.before, self.base) = (self.clock.load(Ordering::Relaxed), 0);
            // A stream that broke on a device that is still there is replaced without a word, but not again and again.
            let again = mended.is_none_or(|at| at.elapsed() > MENDED_FOR);
            open = again.then(|| self.open_after(&mut stream)).flatten();
            mended = Some(Instant::now());
            drop(stream);
            if open.is_none() {
                let _ = self.tell.send(Outcome::Lost { why });
                open = self.wait_for_it();
            }
        }
    }

    /// Open the device once more and give the new stream what the old one had not played.
    fn open_after(&self, old: &mut Open) -> Option<Open> {
        let mut new = Open::device(self.id.as_deref()).ok()?;
        if new.card == old.card {
            new.ready.extend(old.ring.drain());
            new.ready.append(&mut old.ready);
            std::mem::swap(&mut new.rate, &mut old.rate);
        }
        Some(new)
    }

    fn play(&mut self, stream: &mut Open) -> End {
        let mut pulse = Pulse::new();
        loop {
            match self.ordered.recv_timeout(TURN) {
                Ok(Order::Close) | Err(RecvTimeoutError::Disconnected) => return End::Closed,
                Ok(order) => {
                    if let Err(error) = self.obey(order, stream) {
                        return End::Lost(error.to_string());
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            if let Err(error) = self.move_on(stream) {
                return End::Lost(error.to_string());
            }
            if let Some(why) = pulse.dead(stream.ring.calls(), stream.complaints.try_iter()) {
                return End::Lost(why);
            }
        }
    }

    fn obey(&mut self, order: Order, stream: &mut Open) -> Result<()> {
        match order {
            Order::Play(samples) => self.queue.extend(samples),
            Order::End => self.ending = true,
            Order::Silence => {
                self.queue.clear();
                self.ending = false;
                stream.silence()?;
                self.begin_anew(stream);
                let _ = self.tell.send(Outcome::Stopped);
            }
            Order::Close => {}
        }
        Ok(())
    }

    fn begin_anew(&mut self, stream: &Open) {
        (self.base, self.before) = (stream.ring.passed(), 0);
        self.clock.store(0, Ordering::Relaxed);
    }

    /// Resample a little ahead, fill the ring, tell the clock, notice the end.
    fn move_on(&mut self, stream: &mut Open) -> Result<()> {
        if stream.ready.len() < stream.card as usize / 4 && !self.queue.is_empty() {
            let block: Vec<f32> = self.queue.drain(..self.queue.len().min(RATE as usize / 4)).collect();
            let samples = stream.rate.push(&block)?;
            stream.ready.extend(samples);
        }
        if self.ending && self.queue.is_empty() {
            let rest = stream.rate.finish()?;
            stream.ready.extend(rest);
        }
        stream.feed();
        let frames = stream.ring.passed().saturating_sub(self.base);
        self.clock.store(self.before + frames * u64::from(RATE) / u64::from(stream.card.max(1)), Ordering::Relaxed);
        if self.ending && self.queue.is_empty() && stream.is_drained() {
            self.ending = false;
            stream.rate = Rate::new(RATE, stream.card)?;
            self.begin_anew(stream);
            let _ = self.tell.send(Outcome::Finished);
        }
        Ok(())
    }

    fn wait_for_it(&mut self) -> Option<Open> {
        let mut look = Instant::now();
        loop {
            match self.ordered.recv_timeout(LOOK_AGAIN) {
                Ok(Order::Close) | Err(RecvTimeoutError::Disconnected) => return None,
                Ok(Order::Play(samples)) => self.queue.extend(samples),
                Ok(Order::End) => self.ending = true,
                Ok(Order::Silence) => {
                    self.queue.clear();
                    self.ending = false;
                    self.before = 0;
                    self.clock.store(0, Ordering::Relaxed);
                    let _ = self.tell.send(Outcome::Stopped);
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            if look.elapsed() >= LOOK_AGAIN {
                look = Instant::now();
                if let Ok(open) = Open::device(self.id.as_deref()) {
                    let _ = self.tell.send(Outcome::Back);
                    return Some(open);
                }
            }
        }
    }
}
