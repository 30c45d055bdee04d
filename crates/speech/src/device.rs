//! The microphone and the loudspeaker of this machine, through cpal. Each open device has one thread that owns it and
//! everything about it; the rest of the program speaks with that thread by messages. A device that vanishes is an event
//! and not an error: what was captured stays, and the owner opens it again when it is back.
//!
//! Nothing that is heard is kept here, and nothing is opened before somebody asks for it.

mod capture;
mod format;
mod playback;
mod ring;

use std::sync::mpsc;
use std::time::{Duration, Instant};

use cpal::traits::{DeviceTrait as _, HostTrait as _};
use serde::Serialize;

pub use capture::{Heard, Microphone};
pub use playback::{Loudspeaker, Outcome};

use crate::{Error, Result};

/// A device that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Device {
    /// What `open` takes; stays the same between runs where the system can.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Whether it is the system's own choice.
    pub usual: bool,
}

/// Which way sound goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    In,
    Out,
}

/// Microphones, the system's choice first. Empty on a machine without any.
///
/// # Errors
/// `Device` when the system's sound service cannot be asked.
pub fn inputs() -> Result<Vec<Device>> {
    listed(Way::In)
}

/// Loudspeakers, the system's choice first. Empty on a machine without any.
///
/// # Errors
/// `Device` when the system's sound service cannot be asked.
pub fn outputs() -> Result<Vec<Device>> {
    listed(Way::Out)
}

fn listed(way: Way) -> Result<Vec<Device>> {
    let host = cpal::default_host();
    let usual = usual(&host, way).and_then(|d| d.id().ok()).map(|id| id.to_string());
    let found: Vec<cpal::Device> = match way {
        Way::In => host.input_devices().map(Iterator::collect),
        Way::Out => host.output_devices().map(Iterator::collect),
    }
    .map_err(|source| Error::Device { name: "the system's sound".to_owned(), source })?;
    let mut devices: Vec<Device> = found.iter().filter_map(|d| card(d, usual.as_deref())).collect();
    devices.sort_by_key(|d| !d.usual);
    devices.dedup_by(|a, b| a.id == b.id);
    Ok(devices)
}

fn card(device: &cpal::Device, usual: Option<&str>) -> Option<Device> {
    let id = device.id().ok()?.to_string();
    let name = device.description().map_or_else(|_| id.clone(), |d| d.name().to_owned());
    Some(Device { usual: usual == Some(id.as_str()), id, name })
}

fn usual(host: &cpal::Host, way: Way) -> Option<cpal::Device> {
    match way {
        Way::In => host.default_input_device(),
        Way::Out => host.default_output_device(),
    }
}

/// The device of that id, or the system's choice.
pub(crate) fn find(id: Option<&str>, way: Way) -> Result<cpal::Device> {
    let host = cpal::default_host();
    let Some(id) = id.filter(|id| !id.is_empty()) else {
        return usual(&host, way).ok_or_else(|| Error::NoDevice { name: if way == Way::In { "microphone" } else { "loudspeaker" }.to_owned() });
    };
    let parsed: cpal::DeviceId = id.parse().map_err(|_| Error::NoDevice { name: id.to_owned() })?;
    host.device_by_id(&parsed).ok_or_else(|| Error::NoDevice { name: id.to_owned() })
}

pub(crate) fn name_of(device: &cpal::Device) -> String {
    device.description().map_or_else(|_| "sound device".to_owned(), |d| d.name().to_owned())
}

/// Judges a stream by its complaints and by whether its callback still comes. A sound service's plugin complains now and
/// then about a stream that lives on, and one that died does not always complain.
pub(crate) struct Pulse {
    calls: u64,
    since: Instant,
    doubt: Option<cpal::Error>,
}

/// A stream whose callback stays away for so long is dead; after a complaint, for so long.
const DEAD_AFTER: Duration = Duration::from_secs(3);
const DEAD_AFTER_COMPLAINT: Duration = Duration::from_millis(300);

impl Pulse {
    pub(crate) fn new() -> Self {
        Self { calls: 0, since: Instant::now(), doubt: None }
    }

    /// Why the stream is dead, if it is. `calls` is the ring's count.
    pub(crate) fn dead(&mut self, calls: u64, complaints: impl Iterator<Item = cpal::Error>) -> Option<String> {
        if calls != self.calls {
            *self = Self { calls, ..Self::new() };
        }
        for complaint in complaints {
            if is_loss(complaint.kind()) {
                return Some(complaint.to_string());
            }
            if is_doubtful(complaint.kind()) {
                self.doubt = Some(complaint);
            }
        }
        match &self.doubt {
            Some(doubt) if self.since.elapsed() > DEAD_AFTER_COMPLAINT => Some(doubt.to_string()),
            _ if self.since.elapsed() > DEAD_AFTER => Some("it stopped without a word".to_owned()),
            _ => None,
        }
    }
}

/// Close a stream without waiting for ever: when a sound service dies, its plugin can hold the closing thread until the
/// program ends (seen with ALSA's PulseAudio plugin). The owner must live on and look for the device.
pub(crate) fn close(stream: cpal::Stream) {
    let (closed, wait) = mpsc::sync_channel(1);
    let closing = std::thread::Builder::new().name("closing sound".to_owned()).spawn(move || {
        drop(stream);
        let _ = closed.send(());
    });
    if closing.is_ok() {
        let _ = wait.recv_timeout(PATIENCE);
    }
}

/// How long closing may take before it is left to itself.
const PATIENCE: Duration = Duration::from_millis(500);

fn is_loss(kind: cpal::ErrorKind) -> bool {
    use cpal::ErrorKind as Kind;
    matches!(kind, Kind::DeviceNotAvailable | Kind::StreamInvalidated | Kind::HostUnavailable | Kind::PermissionDenied)
}

/// Being late once, or being moved to another device, is no reason to doubt.
fn is_doubtful(kind: cpal::ErrorKind) -> bool {
    use cpal::ErrorKind as Kind;
    !matches!(kind, Kind::Xrun | Kind::DeviceChanged | Kind::RealtimeDenied)
}

#[cfg(test)]
mod tests {
    use cpal::{Error as Complaint, ErrorKind};

    use super::*;

    #[test]
    fn complaints_are_weighed() {
        let mut pulse = Pulse::new();
        let complain = |kind| std::iter::once(Complaint::new(kind));
        assert_eq!(pulse.dead(1, complain(ErrorKind::Xrun)), None);
        assert_eq!(pulse.dead(1, complain(ErrorKind::BackendError)), None);
        pulse.since = Instant::now().checked_sub(Duration::from_secs(1)).unwrap();
        assert!(pulse.dead(1, std::iter::empty()).is_some(), "it complained and calls no more");
        assert_eq!(pulse.dead(2, std::iter::empty()), None, "it calls again");
        assert!(pulse.dead(2, complain(ErrorKind::DeviceNotAvailable)).is_some());
        pulse.since = Instant::now().checked_sub(Duration::from_secs(4)).unwrap();
        assert!(pulse.dead(2, std::iter::empty()).is_some(), "it fell silent without a word");
    }
}
