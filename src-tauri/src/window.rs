//! The window: making it, raising it, and saying sorry when the desk cannot be opened.

use domain::Lang;
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder};

/// Narrower than this and the inbox has no room for a thread.
const LEAST: (f64, f64) = (1024.0, 640.0);
const USUAL: (f64, f64) = (1440.0, 900.0);

/// Opens the one window. macOS keeps its own buttons; elsewhere the title bar is drawn by the console.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
        .title("掌柜 Zhanggui")
        .inner_size(USUAL.0, USUAL.1)
        .min_inner_size(LEAST.0, LEAST.1)
        .center();
    #[cfg(not(target_os = "macos"))]
    let window = window.decorations(false);
    #[cfg(target_os = "macos")]
    let window = window.title_bar_style(tauri::TitleBarStyle::Overlay).hidden_title(true);
    window.build().map(drop)
}

/// A second start brings the first window forward.
pub fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main").or_else(|| app.get_webview_window("sorry")) {
        // Failing to raise is no reason to fail.
        let _ = window.unminimize().and_then(|()| window.set_focus());
    }
}

/// A small window with the reason and the way out, in both languages, because nobody has chosen one yet.
pub fn sorry(app: &AppHandle, error: &app::error::Error) -> tauri::Result<()> {
    eprintln!("{}\n{}", error.text(Lang::Zh), error.text(Lang::En));
    let page = format!(
        "data:text/html;charset=utf-8,<body style='font:16px/1.7 system-ui;margin:48px;background:%23F4F1EC;color:%23211E1A'><h1 style='font-size:22px'>掌柜打不开 · Zhanggui cannot open</h1><p>{}</p><p>{}</p></body>",
        plain(error.text(Lang::Zh)),
        plain(error.text(Lang::En))
    );
    let url = page.parse().map_err(|_| tauri::Error::WindowNotFound)?;
    WebviewWindowBuilder::new(app, "sorry", WebviewUrl::External(url)).title("掌柜 Zhanggui").inner_size(640.0, 360.0).build().map(drop)
}

/// Text that cannot be taken for markup or end the address.
fn plain(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '<' | '>' | '&' | '"' | '\'' | '#' | '%') { ' ' } else { c }).collect()
}
