//! A PostgreSQL of the tests' own: laid out in a temporary folder, reached by a socket in it, stopped at the end.
//!
//! It never touches a server that runs on the machine. Where there is no PostgreSQL the tests say so and show nothing.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub struct Server {
    pub folder: tempfile::TempDir,
    programs: PathBuf,
    user: Option<(u32, u32)>,
}

impl Server {
    /// None, said aloud, where there is no PostgreSQL.
    pub fn start() -> Option<Server> {
        Self::start_with(|_| "-c listen_addresses=''".to_owned())
    }

    /// The same with options of the test's own; files that it needs are written into the folder.
    pub fn start_with(options: impl FnOnce(&Path) -> String) -> Option<Server> {
        let Some(programs) = programs().filter(|_| cfg!(unix)) else {
            println!("PostgreSQL is not installed here: nothing is shown of it (Debian: apt-get install postgresql)");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("zg-pg-").tempdir_in(if cfg!(unix) { "/tmp" } else { "." }).expect("a folder");
        let server = Server { user: stand_in(), folder, programs };
        let more = options(server.folder.path());
        server.own();
        let data = server.data();
        server.run("initdb", &["-D", &data, "-A", "trust", "-U", "hub", "-E", "UTF8", "--no-locale", "--no-sync"]);
        let options = format!("-c unix_socket_directories={} -c fsync=off -c max_connections=50 {more}", server.folder.path().display());
        let log = server.folder.path().join("log").display().to_string();
        server.run("pg_ctl", &["-D", &data, "-l", &log, "-w", "-o", &options, "start"]);
        Some(server)
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    /// Makes an empty database and says where it is.
    pub fn database(&self, number: u64) -> String {
        let socket = self.folder.path().display().to_string();
        self.run("createdb", &["-h", &socket, "-U", "hub", &format!("hub{number}")]);
        self.database_url(number)
    }

    pub fn database_url(&self, number: u64) -> String {
        format!("postgres://hub@{}/hub{number}", self.folder.path().display().to_string().replace('/', "%2F"))
    }

    pub fn run(&self, program: &str, words: &[&str]) {
        let output = self.command(program, words).output().unwrap_or_else(|cause| panic!("{program}: {cause}"));
        assert!(output.status.success(), "{program}: {}", said(&output));
    }

    fn command(&self, program: &str, words: &[&str]) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command.args(words).current_dir(self.folder.path()).stdin(std::process::Stdio::null());
        #[cfg(unix)]
        if let Some((user, group)) = self.user {
            use std::os::unix::process::CommandExt;
            command.uid(user).gid(group);
        }
        command
    }

    /// PostgreSQL refuses root, so root lends the folder to somebody else.
    fn own(&self) {
        #[cfg(unix)]
        if let Some((user, group)) = self.user {
            let inside = std::fs::read_dir(self.folder.path()).expect("it is there").flatten().map(|entry| entry.path());
            for path in inside.chain([self.folder.path().to_owned()]) {
                std::os::unix::fs::chown(path, Some(user), Some(group)).expect("root may give the folder away");
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Only the server whose process id stands in this folder.
        let _ = self.command("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"]).output();
    }
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The folder of `initdb`: the newest of Debian's, or wherever the search path has it.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|version| version.path().join("bin"));
    let newest = versions.filter(|folder| folder.join("initdb").is_file()).max();
    let on_path =
        || std::env::split_paths(&std::env::var_os("PATH")?).find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file());
    newest.or_else(on_path)
}

/// Whom to start it as when this is root: the user that Debian made for it, or nobody.
fn stand_in() -> Option<(u32, u32)> {
    let number = |words: &[&str]| -> Option<u32> {
        let output = Command::new("id").args(words).output().ok().filter(|output| output.status.success())?;
        String::from_utf8_lossy(&output.stdout).trim().parse().ok()
    };
    if number(&["-u"])? != 0 || !Path::new("/tmp").is_dir() {
        return None;
    }
    ["postgres", "nobody"].iter().find_map(|name| Some((number(&["-u", name])?, number(&["-g", name])?)))
}
