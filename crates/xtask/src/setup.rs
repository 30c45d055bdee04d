//! `cargo xtask setup`: what building and testing need from the machine.
//!
//! On Debian and its relatives it installs what is missing; elsewhere it says exactly what to install and goes on once that
//! stands. It never touches a machine that lacks nothing.

use anyhow::Context;

use crate::{shell, ui};

mod apt;
pub mod browser;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum For {
    Building,
    Tests,
}

/// `package.json` says the same in its `engines`.
const NODE_MIN: (u32, u32) = (20, 19);

pub fn setup(aim: For) -> anyhow::Result<()> {
    node()?;
    if aim == For::Tests {
        components()?;
    }
    match std::env::consts::OS {
        "linux" => apt::install_missing(aim)?,
        "macos" => macos()?,
        "windows" => windows()?,
        other => println!("setup: no list of packages for {other}; building needs WebKitGTK 4.1, ALSA, D-Bus, OpenSSL 3 and pkg-config"),
    }
    ui::install()?;
    if aim == For::Tests && browser::find().is_none() {
        browser::fetch()?;
    }
    Ok(())
}

fn node() -> anyhow::Result<()> {
    let (major, minor) = NODE_MIN;
    let wanted = format!("Node {major}.{minor} or newer, with npm: https://nodejs.org/en/download");
    let said = shell::answer(&mut shell::command("node", ["--version"])).with_context(|| format!("there is no Node here. Install {wanted}"))?;
    anyhow::ensure!(version(&said).is_some_and(|found| found >= NODE_MIN), "Node {} is too old. Install {wanted}", said.trim());
    anyhow::ensure!(cfg!(windows) || shell::on_path(&["npm"]).is_some(), "Node is here, but npm is not. Install {wanted}");
    Ok(())
}

/// `v20.19.2` is (20, 19).
fn version(said: &str) -> Option<(u32, u32)> {
    let mut parts = said.trim().trim_start_matches('v').split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??))
}

/// A minimal toolchain has no clippy and no rustfmt.
fn components() -> anyhow::Result<()> {
    if shell::works(&mut shell::cargo("clippy --version")) && shell::works(&mut shell::cargo("fmt --version")) {
        return Ok(());
    }
    shell::run(&mut shell::command("rustup", ["component", "add", "clippy", "rustfmt"]))
        .context("the tests need clippy and rustfmt, which come with your Rust distribution")
}

fn macos() -> anyhow::Result<()> {
    let stands = shell::works(&mut shell::command("xcode-select", ["-p"]));
    anyhow::ensure!(stands, "the Xcode command line tools are missing. Run `xcode-select --install`, then this again");
    Ok(())
}

/// The id under which Microsoft's updater registers the WebView2 runtime.
const WEBVIEW2: &str = r"Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";

fn windows() -> anyhow::Result<()> {
    let keys = [format!(r"HKLM\SOFTWARE\WOW6432Node\{WEBVIEW2}"), format!(r"HKCU\Software\{WEBVIEW2}")];
    let webview = keys.iter().any(|key| shell::works(&mut shell::command("reg", ["query", key, "/v", "pv"])));
    let lacking = lacking_on_windows(webview, std::env::var_os("OPENSSL_DIR").is_some());
    anyhow::ensure!(lacking.is_empty(), "missing here:\n{}\nThen run this again in a new terminal", lacking.join("\n"));
    Ok(())
}

/// The compiler itself (MSVC build tools) stands wherever this program could be built.
fn lacking_on_windows(webview: bool, openssl: bool) -> Vec<&'static str> {
    let webview = (!webview).then_some("- the WebView2 runtime: winget install Microsoft.EdgeWebView2Runtime");
    let openssl = (!openssl).then_some(
        "- OpenSSL 3, which SQLCipher links: winget install ShiningLight.OpenSSL.Dev, then set OPENSSL_DIR to its folder (C:\\Program Files\\OpenSSL-Win64)",
    );
    webview.into_iter().chain(openssl).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_version_is_read_with_and_without_its_v() {
        assert_eq!(version("v20.19.2\n"), Some((20, 19)));
        assert_eq!(version("22.1.0"), Some((22, 1)));
        assert_eq!(version("nightly"), None);
        assert!(version("v18.20.4") < Some(NODE_MIN));
    }

    #[test]
    fn windows_is_told_only_what_it_lacks() {
        assert!(lacking_on_windows(true, true).is_empty());
        let told = lacking_on_windows(false, false).join("\n");
        assert!(told.contains("WebView2") && told.contains("OPENSSL_DIR"), "{told}");
    }
}
