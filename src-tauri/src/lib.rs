//! The desktop shell: one window, one command, one event. Everything it shows and does goes through `app`.
//!
//! It never decides, reads a table or holds state of its own beyond the open desk.

use std::path::PathBuf;
use std::process::ExitCode;

use app::desk::{Desk, Opening};
use app::secrets::KeyPlace;
use tauri::Manager;

mod call;
mod changes;
mod window;

/// What the desktop can be told on its command line.
struct Options {
    folder: Option<PathBuf>,
    keys: KeyPlace,
}

impl Options {
    /// `--data DIR` and `--insecure-key-file`; anything else is left to the system (macOS adds its own).
    fn of(mut words: impl Iterator<Item = std::ffi::OsString>) -> Self {
        let mut options = Options { folder: None, keys: KeyPlace::KeyStore };
        while let Some(word) = words.next() {
            match word.to_str() {
                Some("--data") => options.folder = words.next().map(PathBuf::from),
                Some("--insecure-key-file") => options.keys = KeyPlace::InsecureFile,
                _ => {}
            }
        }
        options
    }

    fn opening(self) -> Result<Opening, app::error::Error> {
        let folder = self.folder.map_or_else(app::desk::usual_folder, Ok)?;
        Ok(Opening::new(folder, self.keys))
    }
}

/// Opens the desk and its window; a desk that cannot be opened is told in a window of its own.
pub fn run() -> ExitCode {
    app::model::forbid_reports();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_env("ZG_LOG").unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    match show(Options::of(std::env::args_os().skip(1))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The desk is opened in `setup`, after the plugin: a second start ends there and raises the first window, before it could
/// find the folder in use.
fn show(options: Options) -> tauri::Result<()> {
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| window::raise(app)))
        .invoke_handler(tauri::generate_handler![call::call])
        .setup(move |app| {
            let desk = options.opening().and_then(|opening| tauri::async_runtime::block_on(Desk::open(opening)));
            match desk {
                Ok(desk) => {
                    app.manage(desk.clone());
                    window::open(app.handle())?;
                    changes::emit(app.handle().clone(), &desk);
                }
                Err(error) => window::sorry(app.handle(), &error)?,
            }
            Ok(())
        })
        .build(tauri::generate_context!())?;
    app.run(|app, event| {
        if let (tauri::RunEvent::Exit, Some(desk)) = (event, app.try_state::<Desk>()) {
            tauri::async_runtime::block_on(desk.close());
        }
    });
    Ok(())
}
