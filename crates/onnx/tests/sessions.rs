//! Sessions over a real model and the real library. Where the models are not fetched each test says so and passes over.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::path::Path;
use std::time::{Duration, Instant};

use onnx::{Budget, Cancel, Error, Kind, Runtime, Session, Shelf, Tensor};

/// A runtime over the checkout's shelf, or nothing where a kind is not installed.
fn runtime(budget: Budget) -> Option<Runtime> {
    let runtime = Runtime::new(Shelf::open(Shelf::usual_folder(Path::new("models/weights"))).unwrap(), budget);
    let there = runtime.of_kind(Kind::Runtime).is_ok() && runtime.of_kind(Kind::VoiceActivity).is_ok();
    if !there {
        eprintln!("skipped: the models are not fetched (cargo xtask models)");
    }
    there.then_some(runtime)
}

fn budget(memory_mb: u64, idle: Duration) -> Budget {
    Budget { memory_mb, threads: 1, idle }
}

fn ear(runtime: &Runtime) -> Session {
    runtime.of_kind(Kind::VoiceActivity).unwrap().session("silero_vad.onnx").unwrap()
}

fn silence() -> Vec<(&'static str, Tensor)> {
    vec![
        ("input", Tensor::f32(&[1, 576], vec![0.0; 576]).unwrap()),
        ("state", Tensor::f32(&[2, 1, 128], vec![0.0; 256]).unwrap()),
        ("sr", Tensor::i64(&[], vec![16_000]).unwrap()),
    ]
}

#[test]
fn a_model_loads_at_its_first_run_is_shared_and_is_let_go_when_it_idles() {
    let Some(runtime) = runtime(budget(900, Duration::from_millis(80))) else { return };
    let session = ear(&runtime);
    assert!(runtime.held().is_empty());
    let mut outputs = session.run(silence(), &Cancel::new()).unwrap();
    assert!(outputs.take("output").unwrap().floats().unwrap().1[0] < 0.5);
    let state = outputs.take("stateN").unwrap();
    assert!(matches!(outputs.take("stateN"), Err(Error::NoOutput(_))));
    ear(&runtime).run(vec![silence().remove(0), ("state", state), silence().remove(2)], &Cancel::new()).unwrap();
    assert_eq!(runtime.held().len(), 1);
    let began = Instant::now();
    while !runtime.held().is_empty() && began.elapsed() < Duration::from_secs(30) {
        std::thread::yield_now();
    }
    assert_eq!(runtime.held(), []);
    session.run(silence(), &Cancel::new()).unwrap();
}

#[test]
fn a_cancelled_run_does_not_begin_and_wrong_inputs_are_an_error() {
    let Some(runtime) = runtime(budget(900, Duration::from_secs(60))) else { return };
    let cancel = Cancel::new();
    cancel.cancel();
    assert!(matches!(ear(&runtime).run(silence(), &cancel), Err(Error::Cancelled)));
    let wrong = vec![("input", Tensor::i64(&[1], vec![1]).unwrap())];
    assert!(matches!(ear(&runtime).run(wrong, &Cancel::new()), Err(Error::Run(_))));
    ear(&runtime).run(silence(), &Cancel::new()).unwrap();
}

#[test]
fn a_model_beyond_the_budget_is_refused_in_megabytes() {
    let Some(runtime) = runtime(budget(1, Duration::from_secs(60))) else { return };
    let told = ear(&runtime).run(silence(), &Cancel::new()).unwrap_err().to_string();
    assert!(told.starts_with("silero-vad/silero_vad.onnx needs ") && told.ends_with("models may take 1 MB on this machine"), "{told}");
}

#[test]
fn a_wrong_signature_and_a_wrong_file_are_refused_by_name() {
    let Some(here) = runtime(budget(900, Duration::from_secs(60))) else { return };
    let folder = tempfile::tempdir().unwrap();
    let shelf = here.shelf();
    let model = shelf.first(Kind::VoiceActivity).unwrap();
    let file = &model.files[0];
    let manifest = |signature: &str, name: &str| {
        format!(
            "[[model]]\nname = \"{name}\"\nkind = \"voice_activity\"\nlicence = \"MIT\"\norigin = \"us\"\npurpose = {{ zh = \"\", en = \"\" }}\n\
             [[model.file]]\npath = \"silero_vad.onnx\"\nbytes = {}\nsha256 = \"{}\"\ninputs = {{ input = \"{signature}\" }}\n",
            file.bytes, file.sha256
        )
    };
    let library = shelf.first(Kind::Runtime).unwrap();
    for (own, from) in [("mine", shelf.place(&model, "silero_vad.onnx")), (library.name.as_str(), shelf.place(&library, &library.files[0].path))] {
        std::fs::create_dir_all(folder.path().join(own)).unwrap();
        std::fs::copy(&from, folder.path().join(own).join(from.file_name().unwrap())).unwrap();
    }
    std::fs::write(folder.path().join("manifest.toml"), manifest("f32[b,n,3]", "mine")).unwrap();
    let own = Runtime::new(Shelf::open(folder.path()).unwrap(), Budget::default());
    let told = ear(&own).run(silence(), &Cancel::new()).unwrap_err().to_string();
    assert!(told.contains("input is f32[") && told.contains("where the manifest says f32[b,n,3]"), "{told}");
    std::fs::write(folder.path().join("mine/silero_vad.onnx"), b"short").unwrap();
    let told = own.of_kind(Kind::VoiceActivity).map(drop).unwrap_err().to_string();
    assert!(told.contains("has 5 bytes instead of"), "{told}");
}

/// The library would otherwise keep a device id and a queue of events in the cache folder, and send them.
#[test]
fn the_library_leaves_no_trace_in_the_persons_folders() {
    const INSIDE: &str = "ZG_TEST_NO_TRACE";
    if std::env::var_os(INSIDE).is_some() {
        let Some(runtime) = runtime(budget(900, Duration::from_secs(60))) else { return };
        ear(&runtime).run(silence(), &Cancel::new()).unwrap();
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let mut inside = std::process::Command::new(std::env::current_exe().unwrap());
    inside.args(["the_library_leaves_no_trace_in_the_persons_folders", "--exact"]).env(INSIDE, "1").env_remove("ORT_DISABLE_TELEMETRY");
    for place in ["HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "APPDATA"] {
        inside.env(place, home.path());
    }
    assert!(inside.status().unwrap().success());
    let left: Vec<_> = std::fs::read_dir(home.path()).unwrap().flatten().map(|entry| entry.path()).collect();
    assert!(left.is_empty(), "{left:?}");
}
