//! The desktop shell: one window, one command, one event. Everything it shows and does goes through `app`.
//!
//! It never decides, reads a table or holds state of its own beyond the open desk.

use std::path::PathBuf;
use std::process::ExitCode;

use app::desk::{Desk, Opening};
use app::secrets::KeyPlace;

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

/// Opens the desk, then the window; a desk that cannot be opened is told in a window of its own.
pub fn run() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_env("ZG_LOG").unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    let opening = Options::of(std::env::args_os().skip(1)).opening();
    let desk = opening.and_then(|opening| tauri::async_runtime::block_on(Desk::open(opening)));
    let shown = match desk {
        Ok(desk) => show(desk),
        Err(error) => window::sorry(&error),
    };
    match shown {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn show(desk: Desk) -> tauri::Result<()> {
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| window::raise(app)))
        .invoke_handler(tauri::generate_handler![call::call])
        .manage(desk.clone())
        .setup(move |app| {
            window::open(app.handle())?;
            changes::emit(app.handle().clone(), &desk);
            Ok(())
        })
        .build(tauri::generate_context!())?;
    app.run(|app, event| {
        if let tauri::RunEvent::Exit = event {
            let desk = tauri::Manager::state::<Desk>(app);
            tauri::async_runtime::block_on(desk.close());
        }
    });
    Ok(())
}
