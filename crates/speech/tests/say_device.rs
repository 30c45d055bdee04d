//! The loudspeaker and the microphone against a real sound service. The test starts a PulseAudio of its own with a null
//! sink, whose monitor is the microphone, so that what is played is heard; then it takes the service away. Each part runs in
//! a process of its own, because a sound library believes its environment once. Without `pulseaudio` the test says so and passes.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use speech::device::{Heard, Loudspeaker, Microphone, Outcome, inputs, outputs};

/// A sound service that lives as long as the value.
struct SoundServer {
    child: Child,
    folder: PathBuf,
}

impl SoundServer {
    fn start(folder: &Path) -> Option<Self> {
        let socket = folder.join("pulse.sock");
        let _ = std::fs::remove_file(&socket);
        let protocol = format!("module-native-protocol-unix socket={} auth-anonymous=1", socket.display());
        let child = Command::new("pulseaudio")
            .args([
                "-n",
                "--daemonize=no",
                "--exit-idle-time=-1",
                "--use-pid-file=no",
                "-L",
                &protocol,
                "-L",
                "module-null-sink sink_name=zg_test rate=48000",
            ])
            .envs([("XDG_RUNTIME_DIR", folder), ("HOME", folder)])
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let service = Self { child, folder: folder.to_owned() };
        until(Duration::from_secs(10), || socket.exists());
        service.pactl(&["set-default-source", "zg_test.monitor"]).then_some(service)
    }

    fn pactl(&self, arguments: &[&str]) -> bool {
        Command::new("pactl").args(arguments).envs(surroundings(&self.folder)).status().is_ok_and(|s| s.success())
    }
}

impl Drop for SoundServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn surroundings(folder: &Path) -> [(&'static str, String); 3] {
    let place = folder.display().to_string();
    [("PULSE_SERVER", format!("unix:{place}/pulse.sock")), ("XDG_RUNTIME_DIR", place.clone()), ("ZG_SOUND_FOLDER", place)]
}

/// Wait for something, looking often.
fn until(most: Duration, mut done: impl FnMut() -> bool) -> bool {
    let (began, (_never, tick)) = (Instant::now(), std::sync::mpsc::channel::<()>());
    while began.elapsed() < most {
        if done() {
            return true;
        }
        let _ = tick.recv_timeout(Duration::from_millis(50));
    }
    false
}

/// One of the ignored tests below in a process that knows the service.
fn part(folder: &Path, name: &str) -> std::io::Result<Part> {
    let own = std::env::current_exe()?;
    Ok(Part(Command::new(own).args([name, "--exact", "--ignored", "--nocapture"]).envs(surroundings(folder)).spawn()?))
}

/// Does not outlive a failed test.
struct Part(Child);

impl Part {
    fn succeeds(&mut self) -> bool {
        self.0.wait().is_ok_and(|s| s.success())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn against_a_sound_service() {
    let folder = tempfile::tempdir().unwrap();
    let Some(service) = SoundServer::start(folder.path()) else {
        eprintln!("skipped: there is no pulseaudio that could be started (apt-get install pulseaudio pulseaudio-utils libasound2-plugins)");
        return;
    };
    for name in ["what_is_played_is_heard", "it_falls_silent_when_told"] {
        assert!(part(folder.path(), name).unwrap().succeeds(), "{name}");
    }
    let mut listening = part(folder.path(), "what_vanishes_is_told_and_comes_back").unwrap();
    assert!(until(Duration::from_secs(20), || folder.path().join("listening").exists()), "the microphone did not open");
    drop(service);
    assert!(until(Duration::from_secs(30), || folder.path().join("lost").exists()), "the loss was not told");
    let _service = SoundServer::start(folder.path()).unwrap();
    assert!(listening.succeeds());
}

fn tone(seconds: f32) -> Vec<f32> {
    (0..(24_000.0 * seconds) as usize).map(|i| 0.4 * (i as f32 * 440.0 * std::f32::consts::TAU / 24_000.0).sin()).collect()
}

/// All samples that a microphone hears until `done` says so, at most for a while.
fn hear(microphone: &Microphone, mut done: impl FnMut(&Heard, usize) -> bool) -> Vec<f32> {
    let (mut samples, began) = (Vec::new(), Instant::now());
    while began.elapsed() < Duration::from_secs(20) {
        let Some(heard) = microphone.next(Duration::from_millis(200)) else { continue };
        if let Heard::Samples(more) = &heard {
            samples.extend_from_slice(more);
        }
        if done(&heard, samples.len()) {
            break;
        }
    }
    samples
}

fn loud(samples: &[f32]) -> usize {
    samples.chunks(160).filter(|c| c.iter().any(|s| s.abs() > 0.1)).count() * 160
}

/// Share of the energy that lies at 440 Hz.
fn purity(samples: &[f32]) -> f32 {
    let (mut re, mut im, mut all) = (0.0f64, 0.0f64, 0.0f64);
    for (i, s) in samples.iter().enumerate() {
        let phase = i as f64 * 440.0 * std::f64::consts::TAU / 16_000.0;
        (re, im, all) = (re + f64::from(*s) * phase.cos(), im + f64::from(*s) * phase.sin(), all + f64::from(*s) * f64::from(*s));
    }
    (2.0 * (re * re + im * im) / (samples.len() as f64 * all).max(1e-9)) as f32
}

#[test]
#[ignore = "runs inside against_a_sound_service"]
fn what_is_played_is_heard() {
    assert!(inputs().unwrap().iter().any(|d| d.usual) && outputs().unwrap().iter().any(|d| d.usual));
    let microphone = Microphone::open(None).unwrap();
    let loudspeaker = Loudspeaker::open(None).unwrap();
    loudspeaker.play(tone(1.0));
    loudspeaker.end();
    let mut levels = Vec::new();
    let mut quiet = 0;
    let samples = hear(&microphone, |heard, _| {
        if let Heard::Level(level) = heard {
            levels.push(level.peak);
            quiet = if level.peak < -60.0 { quiet + 1 } else { 0 };
        }
        quiet > 10 && levels.iter().any(|l| *l > -20.0)
    });
    let heard = loud(&samples);
    assert!((14_000..18_500).contains(&heard), "a second of tone came back as {heard} samples");
    let first = samples.iter().position(|s| s.abs() > 0.1).unwrap();
    // Stretch by stretch: on a busy machine the card may run dry once, which shifts the tone but does not bend it.
    let mut stretches: Vec<f32> = samples[first..first + 12_000].chunks_exact(800).map(purity).collect();
    stretches.sort_by(f32::total_cmp);
    let pure = stretches[stretches.len() / 2];
    assert!(pure > 0.9, "it came back distorted: {pure}");
    assert_eq!(loudspeaker.next(Duration::from_secs(5)), Some(Outcome::Finished));
}

#[test]
#[ignore = "runs inside against_a_sound_service"]
fn it_falls_silent_when_told() {
    let microphone = Microphone::open(None).unwrap();
    let loudspeaker = Loudspeaker::open(None).unwrap();
    loudspeaker.play(tone(10.0));
    let mut told = None;
    let mut quiet = 0;
    let samples = hear(&microphone, |heard, count| {
        if told.is_none() && loudspeaker.position() > 0.5 {
            loudspeaker.silence();
            told = Some(count);
        }
        if let Heard::Level(level) = heard {
            quiet = if level.peak < -60.0 { quiet + 1 } else { 0 };
        }
        told.is_some() && quiet > 10
    });
    let after = loud(&samples[told.expect("nothing was played")..]);
    // Measured in sound and not in time: 200 ms, and what the microphone's own side had not delivered yet.
    assert!(after < 16_000, "{after} samples of ten seconds were heard after it was told to be silent");
    assert_eq!(loudspeaker.next(Duration::from_secs(5)), Some(Outcome::Stopped));
    assert_eq!(loudspeaker.position(), 0.0);
}

#[test]
#[ignore = "runs inside against_a_sound_service"]
fn what_vanishes_is_told_and_comes_back() {
    let folder = PathBuf::from(std::env::var_os("ZG_SOUND_FOLDER").unwrap());
    let microphone = Microphone::open(None).unwrap();
    let loudspeaker = Loudspeaker::open(None).unwrap();
    loudspeaker.play(tone(60.0));
    let before = hear(&microphone, |_, count| count > 6000);
    std::fs::write(folder.join("listening"), "").unwrap();
    let mut lost = false;
    hear(&microphone, |heard, _| {
        lost = matches!(heard, Heard::Lost { .. });
        lost
    });
    assert!(lost && before.len() > 6000, "lost {lost} after {} samples", before.len());
    assert!(matches!(loudspeaker.next(Duration::from_secs(20)), Some(Outcome::Lost { .. })));
    let played = loudspeaker.position();
    std::fs::write(folder.join("lost"), "").unwrap();
    let mut back = false;
    let after = hear(&microphone, |heard, count| {
        back |= matches!(heard, Heard::Back);
        back && count > 6000
    });
    assert!(back && after.len() > 6000, "back {back}, {} samples", after.len());
    assert_eq!(loudspeaker.next(Duration::from_secs(20)), Some(Outcome::Back));
    assert!(until(Duration::from_secs(10), || loudspeaker.position() > played), "it did not play on");
}

#[test]
fn no_such_device_is_told() {
    for id in ["alsa:zg_no_such_device", "no id at all", "mars:1"] {
        let (microphone, loudspeaker) = (Microphone::open(Some(id)), Loudspeaker::open(Some(id)));
        assert!(microphone.is_err_and(|e| e.to_string().contains(id)) && loudspeaker.is_err());
    }
}
