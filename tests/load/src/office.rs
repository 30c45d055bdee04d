//! A hub in a process of its own, on SQLite or on a PostgreSQL that is started for it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::Context;
use tempfile::TempDir;

#[allow(dead_code, reason = "the hub's own tests use more of it")]
#[path = "../../../crates/hub/tests/server/mod.rs"]
mod server;

use server::Server;

/// Where the hub keeps everything.
pub enum Keeping {
    File,
    /// With every commit on the disk, as in an office.
    Server(Server),
}

impl Keeping {
    /// None where PostgreSQL is not installed.
    pub fn server() -> Option<Keeping> {
        Server::start_with(|_| "-c listen_addresses='' -c fsync=on -c shared_buffers=1GB -c max_wal_size=4GB".to_owned()).map(Keeping::Server)
    }

    pub const fn name(&self) -> &'static str {
        match self {
            Keeping::File => "SQLite",
            Keeping::Server(_) => "PostgreSQL",
        }
    }
}

pub struct Office<'k> {
    _folder: TempDir,
    pub db: String,
    program: std::path::PathBuf,
    pub url: String,
    child: Child,
    _keeping: &'k Keeping,
}

impl<'k> Office<'k> {
    pub fn open(program: &Path, keeping: &'k Keeping, number: u64) -> anyhow::Result<Office<'k>> {
        let folder = TempDir::new()?;
        let db = match keeping {
            Keeping::File => format!("sqlite:{}", folder.path().join("hub.db").display()),
            Keeping::Server(server) => server.database(number),
        };
        done(Command::new(program).args(["--db", &db, "init"]))?;
        let (child, url) = serve(program, &db)?;
        Ok(Office { _folder: folder, db, program: program.to_owned(), url, child, _keeping: keeping })
    }

    /// Another hub over the same database.
    pub fn second(&self) -> anyhow::Result<(Child, String)> {
        serve(&self.program, &self.db)
    }

    /// A code for a device that hears these scopes, spelled as the terminal spells them.
    pub fn invite(&self, home: &str, head_office: bool, hears: &[String]) -> anyhow::Result<String> {
        let mut command = Command::new(&self.program);
        command.args(["--db", &self.db, "--json", "invite", "--home", home]);
        if head_office {
            command.arg("--head-office");
        }
        hears.iter().for_each(|scope| {
            command.args(["--hears", scope]);
        });
        let told: serde_json::Value = serde_json::from_slice(&done(&mut command)?)?;
        told["code"].as_str().map(str::to_owned).context("no code")
    }

    /// Megabytes that the hub's process holds.
    pub fn resident_mb(&self) -> anyhow::Result<f64> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        let kb: f64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kb / 1024.0)
    }
}

impl Drop for Office<'_> {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

pub fn end(child: &mut Child) {
    // It may have ended already.
    let _ = child.kill();
    let _ = child.wait();
}

fn serve(program: &Path, db: &str) -> anyhow::Result<(Child, String)> {
    let mut child = Command::new(program).args(["--db", db, "serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn()?;
    let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
    let said = lines.next().context("the hub ended")??;
    let url = said.split_whitespace().last().context("no address")?.to_owned();
    // It may go on talking.
    std::thread::spawn(move || lines.for_each(drop));
    Ok((child, url))
}

fn done(command: &mut Command) -> anyhow::Result<Vec<u8>> {
    let told = command.stderr(Stdio::inherit()).output()?;
    anyhow::ensure!(told.status.success(), "{} ended with {}", command.get_program().display(), told.status);
    Ok(told.stdout)
}
