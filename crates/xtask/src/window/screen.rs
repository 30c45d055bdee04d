//! A screen without a monitor, gone when it is dropped.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use anyhow::Context;

use crate::shell;

pub struct Screen {
    server: Child,
    /// What `DISPLAY` is to be, as in `:3`.
    pub name: String,
}

impl Screen {
    /// Xvfb takes a free number itself and says which, so two runs on one machine do not meet.
    pub fn start() -> anyhow::Result<Screen> {
        let words = ["-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp"];
        let mut server = shell::command("Xvfb", words).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().context("Xvfb")?;
        let mut said = String::new();
        if let Some(pipe) = server.stdout.take() {
            BufReader::new(pipe).read_line(&mut said)?;
        }
        let screen = Screen { server, name: format!(":{}", said.trim()) };
        anyhow::ensure!(!said.trim().is_empty(), "Xvfb ended without a screen");
        Ok(screen)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
